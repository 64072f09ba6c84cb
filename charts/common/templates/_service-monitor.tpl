{{/* For the Prometheus operator: a Service of the admin port within the cluster, and the ServiceMonitor that reads it. */}}
{{- define "common.serviceMonitor" -}}
{{- if .Values.serviceMonitor.enabled -}}
{{- $name := printf "%s-admin" .Chart.Name -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "common.nameOf" (list . $name) }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "common.labels" (list . $name) | nindent 4 }}
spec:
  type: ClusterIP
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    {{- include "common.selector" (list . .Chart.Name) | nindent 4 }}
  ports:
    - name: admin
      port: {{ include "common.adminPort" . }}
      targetPort: admin
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "common.metadata" . | nindent 2 }}
    {{- with .Values.serviceMonitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  jobLabel: app.kubernetes.io/name
  selector:
    matchLabels:
      {{- include "common.selector" (list . $name) | nindent 6 }}
  endpoints:
    - port: admin
      path: /metrics
      interval: {{ .Values.serviceMonitor.interval }}
{{- end }}
{{- end }}
