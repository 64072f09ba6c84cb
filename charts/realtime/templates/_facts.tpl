{{- define "realtime.facts" -}}
{{- $realtime := .Values.global.realtime -}}
{{- $isOnHostPort := eq $realtime.exposure "hostPort" -}}
port: {{ include "common.portOf" .Chart.Name }}
portName: sockets
{{- if $isOnHostPort }}
hostPort: {{ $realtime.port }}
# A second pod of this service finds no free port on a node: the old one goes first.
strategy:
  type: RollingUpdate
  rollingUpdate:
    maxSurge: 0
    maxUnavailable: 1
{{- end }}
service:
  {{- if eq $realtime.exposure "nodePort" }}
  type: NodePort
  nodePort: {{ $realtime.port }}
  externalTrafficPolicy: Local
  {{- else }}
  type: ClusterIP
  {{- end }}
env:
  {{- include "common.env.sale" . | nindent 2 }}
  - name: MOVE_MS
    value: {{ .Values.drain.moveMs | quote }}
  - name: TRUSTED_PROXY_HOPS
    value: {{ ternary (add 1 $realtime.proxiesInFront) 0 (eq $realtime.exposure "ingress") | quote }}
  - name: ALLOWED_ORIGINS
    value: {{ prepend .Values.global.page.allowedOrigins (include "common.pageOrigin" .) | join "," | quote }}
  {{- if include "common.podsEndTls" . }}
  - name: TLS_CERT_FILE
    value: /tls/tls.crt
  - name: TLS_KEY_FILE
    value: /tls/tls.key
mounts:
  # The whole folder: a file of it mounted by subPath would stay as it was when the Secret changes.
  - name: tls
    mountPath: /tls
    readOnly: true
volumes:
  - name: tls
    secret:
      secretName: {{ $realtime.tls.existingSecret }}
      defaultMode: 0440
  {{- end }}
{{- end }}
