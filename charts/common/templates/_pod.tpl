{{/* What a pod says of where it may run and how it may be found. */}}
{{- define "common.placement" -}}
{{- with include "common.topologySpread" . }}
topologySpreadConstraints:
  {{- . | trim | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "common.podAnnotations" -}}
prometheus.io/scrape: 'true'
prometheus.io/port: {{ include "common.adminPort" . | quote }}
prometheus.io/path: /metrics
{{- with .Values.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "common.ports" -}}
{{- $facts := include "common.facts" . | fromYaml -}}
- name: {{ $facts.portName | default "http" }}
  containerPort: {{ $facts.port }}
  {{- with $facts.hostPort }}
  hostPort: {{ . }}
  {{- end }}
- name: admin
  containerPort: {{ include "common.adminPort" . }}
{{- end }}

{{/* The service's container. Its image needs no shell: the preStop sleep is the kubelet's own. */}}
{{- define "common.container" -}}
{{- $facts := include "common.facts" . | fromYaml -}}
name: {{ .Chart.Name }}
image: {{ include "common.image" (list . .Values.image) }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- include "common.containerSecurityContext" . | nindent 2 }}
ports:
  {{- include "common.ports" . | nindent 2 }}
env:
  {{- include "common.env" . | nindent 2 }}
  {{- with $facts.env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{ include "common.probes" . }}
lifecycle:
  preStop:
    sleep:
      seconds: {{ .Values.drain.preStopSeconds }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
{{- with $facts.mounts }}
volumeMounts:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
