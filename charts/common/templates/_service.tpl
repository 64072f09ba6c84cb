{{/* The Service of the service's port; `type`, `nodePort` and `externalTrafficPolicy` come from its facts. */}}
{{- define "common.service" -}}
{{- $facts := include "common.facts" . | fromYaml -}}
{{- $service := $facts.service | default dict -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "common.metadata" . | nindent 2 }}
  {{- with (.Values.service | default dict).annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $service.type | default "ClusterIP" }}
  {{- with $service.externalTrafficPolicy }}
  externalTrafficPolicy: {{ . }}
  {{- end }}
  selector:
    {{- include "common.selector" (list . .Chart.Name) | nindent 4 }}
  ports:
    - name: {{ $facts.portName | default "http" }}
      port: {{ $facts.port }}
      targetPort: {{ $facts.portName | default "http" }}
      {{- with $service.nodePort }}
      nodePort: {{ . }}
      {{- end }}
{{- end }}
