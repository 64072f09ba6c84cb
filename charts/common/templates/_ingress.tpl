{{/*
An Ingress. Takes a dict: `root`, `host`, `settings` (className, annotations, tlsSecret), `paths` (a list of
`[path, pathType]`), `extra` (annotations). No request is ever asked twice: a proxy that tries a PUT or POST again on
another pod, because the first did not answer in time, makes two commands out of one and hides the first one's answer.
*/}}
{{- define "common.ingress" -}}
{{- $root := .root -}}
{{- $facts := include "common.facts" $root | fromYaml -}}
{{- $annotations := dict "nginx.ingress.kubernetes.io/proxy-next-upstream" "off" -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "common.metadata" $root | nindent 2 }}
  annotations:
    {{- toYaml (merge (deepCopy .settings.annotations) $annotations (.extra | default dict)) | nindent 4 }}
spec:
  {{- with .settings.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- with .settings.tlsSecret }}
  tls:
    - hosts: [{{ $.host }}]
      secretName: {{ . }}
  {{- end }}
  rules:
    - host: {{ .host }}
      http:
        paths:
          {{- range .paths }}
          - path: {{ index . 0 }}
            pathType: {{ index . 1 }}
            backend:
              service:
                name: {{ include "common.fullname" $root }}
                port:
                  name: {{ $facts.portName | default "http" }}
          {{- end }}
{{- end }}
