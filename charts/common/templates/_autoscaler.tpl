{{/* What the pre-scaling job reads: how many pods there are at least on usual days, and around a show's on-sale time. */}}
{{- define "common.scaleAnnotations" -}}
{{- if .Values.autoscaling.onSaleReplicas }}
onsale/usual-replicas: {{ .Values.autoscaling.minReplicas | quote }}
onsale/on-sale-replicas: {{ .Values.autoscaling.onSaleReplicas | quote }}
{{- end }}
{{- end }}

{{/*
The fewest pods. Where the pre-scaling job may have raised them, what is in force stays so: it sets them right within
a minute, and Helm does not fight with it over the field. Takes a dict: `root`, `apiVersion`, `kind`, `field`.
*/}}
{{- define "common.minReplicas" -}}
{{- $values := .root.Values.autoscaling -}}
{{- $live := dict -}}
{{- if $values.onSaleReplicas -}}
{{- $live = lookup .apiVersion .kind .root.Release.Namespace (include "common.fullname" .root) -}}
{{- end -}}
{{- $fewest := $values.minReplicas -}}
{{- with $live }}{{ $fewest = get .spec $.field | default $fewest }}{{ end -}}
{{- min $fewest $values.maxReplicas -}}
{{- end }}

{{/* Up at once; down slowly: so many pods in the time that one takes to drain. */}}
{{- define "common.scaleBehavior" -}}
{{- $down := .Values.autoscaling.scaleDown -}}
scaleUp:
  stabilizationWindowSeconds: 0
  selectPolicy: Max
  policies:
    - {type: Percent, value: 100, periodSeconds: 15}
    - {type: Pods, value: 4, periodSeconds: 15}
scaleDown:
  stabilizationWindowSeconds: {{ $down.stabilizationSeconds }}
  policies:
    - {type: Pods, value: {{ $down.podsPerDrain }}, periodSeconds: {{ min 1800 (include "common.graceSeconds" . | int) }}}
{{- end }}

{{- define "common.horizontalPodAutoscaler" -}}
{{- $values := .Values.autoscaling -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "common.metadata" . | nindent 2 }}
  {{- with include "common.scaleAnnotations" . | trim }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "common.fullname" . }}
  minReplicas: {{ include "common.minReplicas" (dict "root" . "apiVersion" "autoscaling/v2" "kind" "HorizontalPodAutoscaler" "field" "minReplicas") }}
  maxReplicas: {{ $values.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ $values.cpuPercent }}
    {{- if $values.connectionsPerPod }}
    - type: Pods
      pods:
        metric:
          name: onsale_realtime_connections
        target:
          type: AverageValue
          averageValue: {{ $values.connectionsPerPod | quote }}
    {{- end }}
  behavior:
    {{- include "common.scaleBehavior" . | nindent 4 }}
{{- end }}

{{/* The same by KEDA, which asks Prometheus itself and makes the HorizontalPodAutoscaler. */}}
{{- define "common.scaledObject" -}}
{{- $values := .Values.autoscaling -}}
{{- $name := include "common.fullname" . -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  {{- include "common.metadata" . | nindent 2 }}
  {{- with include "common.scaleAnnotations" . | trim }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  scaleTargetRef:
    name: {{ $name }}
  minReplicaCount: {{ include "common.minReplicas" (dict "root" . "apiVersion" "keda.sh/v1alpha1" "kind" "ScaledObject" "field" "minReplicaCount") }}
  maxReplicaCount: {{ $values.maxReplicas }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        {{- include "common.scaleBehavior" . | nindent 8 }}
  triggers:
    - type: cpu
      metricType: Utilization
      metadata:
        value: {{ $values.cpuPercent | quote }}
    - type: prometheus
      metricType: AverageValue
      metadata:
        serverAddress: {{ $values.keda.prometheusUrl }}
        query: sum(onsale_realtime_connections{namespace="{{ .Release.Namespace }}", pod=~"{{ $name }}-.+"})
        threshold: {{ $values.connectionsPerPod | quote }}
{{- end }}

{{- define "common.autoscaler" -}}
{{- if .Values.autoscaling.enabled }}
{{- if eq (.Values.autoscaling.connectionsFrom | default "") "keda" }}
{{- include "common.scaledObject" . }}
{{- else }}
{{- include "common.horizontalPodAutoscaler" . }}
{{- end }}
{{- end }}
{{- end }}
