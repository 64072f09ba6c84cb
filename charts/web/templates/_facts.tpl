{{- define "web.facts" -}}
{{- $page := .Values.global.page -}}
port: {{ include "common.portOf" .Chart.Name }}
service:
  {{- if eq $page.exposure "nodePort" }}
  type: NodePort
  nodePort: {{ $page.nodePort }}
  externalTrafficPolicy: {{ .Values.service.externalTrafficPolicy | default "Cluster" }}
  {{- else if eq $page.exposure "loadBalancer" }}
  type: LoadBalancer
  externalTrafficPolicy: {{ .Values.service.externalTrafficPolicy | default "Local" }}
  {{- else }}
  type: ClusterIP
  {{- end }}
env:
  - name: CONNECT_SOURCES
    value: {{ include "common.connectSources" . | quote }}
  {{- if include "common.webForwards" . }}
  - name: API_URL
    value: {{ printf "http://%s:%s" (include "common.nameOf" (list . "seats-api")) (include "common.portOf" "seats-api") | quote }}
  {{- end }}
  {{- if include "common.isDemo" . }}
  - name: PAY_URL
    value: {{ printf "http://%s:%s" (include "common.nameOf" (list . "payment-sandbox")) (include "common.portOf" "payment-sandbox") | quote }}
  {{- end }}
{{- end }}
