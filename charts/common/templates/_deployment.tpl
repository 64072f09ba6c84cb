{{/* A service's Deployment. An autoscaler, where there is one, decides how many pods there are. */}}
{{- define "common.deployment" -}}
{{- include "common.checks" . -}}
{{- $facts := include "common.facts" . | fromYaml -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "common.metadata" . | nindent 2 }}
spec:
  {{- if not (.Values.autoscaling | default dict).enabled }}
  replicas: {{ $facts.replicas | default .Values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      {{- include "common.selector" (list . .Chart.Name) | nindent 6 }}
  strategy:
    {{- toYaml ($facts.strategy | default (dict "type" "RollingUpdate" "rollingUpdate" (dict "maxSurge" 1 "maxUnavailable" 0))) | nindent 4 }}
  template:
    metadata:
      labels:
        {{- include "common.labels" (list . .Chart.Name) | nindent 8 }}
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        {{- include "common.podAnnotations" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "common.fullname" . }}
      automountServiceAccountToken: {{ $facts.needsToken | default false }}
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ include "common.graceSeconds" . }}
      {{- with include "common.imagePullSecrets" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      securityContext:
        {{- include "common.podSecurityContext" . | nindent 8 }}
      {{- with include "common.placement" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      containers:
        - {{ include "common.container" . | nindent 10 | trim }}
      {{- with $facts.volumes }}
      volumes:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}
