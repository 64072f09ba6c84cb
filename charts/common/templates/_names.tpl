{{/* The name of the sale that the release belongs to. */}}
{{- define "common.sale" -}}
{{- .Values.global.sale | default (.Release.Name | trimSuffix (printf "-%s" .Chart.Name)) -}}
{{- end }}

{{/* The name of another service of the sale. Takes a list: the root, the service's chart. */}}
{{- define "common.nameOf" -}}
{{- $root := index . 0 -}}
{{- printf "%s-%s" (include "common.sale" $root) (index . 1) | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{- define "common.fullname" -}}
{{- include "common.nameOf" (list . .Chart.Name) -}}
{{- end }}

{{/* Labels by which a Deployment or Service finds its pods. Takes a list: the root, the value of the name label. */}}
{{- define "common.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end }}

{{/* Labels of an object. Takes a list: the root, the value of the name label. */}}
{{- define "common.labels" -}}
{{- $root := index . 0 -}}
{{ include "common.selector" . }}
app.kubernetes.io/part-of: {{ include "common.sale" $root }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | default $root.Chart.Version | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end }}

{{/* Name, namespace and labels of an object that is named as the service is. */}}
{{- define "common.metadata" -}}
name: {{ include "common.fullname" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "common.labels" (list . .Chart.Name) | nindent 2 }}
{{- end }}

{{/* The service's port, fixed: no service meets another in its pod. */}}
{{- define "common.portOf" -}}
{{- get (dict "seats-api" 8081 "realtime" 8082 "web" 8080 "payment-sandbox" 8083) . -}}
{{- end }}

{{/* The port of `/healthz`, `/readyz` and `/metrics`. */}}
{{- define "common.adminPort" -}}9090{{- end }}

{{/* `true` when the umbrella brings MySQL, Redis and the payment sandbox with it. */}}
{{- define "common.isDemo" -}}
{{- if .Values.global.isDemo }}true{{ end -}}
{{- end }}

{{/* What a service says of itself: `port`, `env`, and where it needs them `volumes`, `mounts`, `hostPort`, `needsToken`. */}}
{{- define "common.facts" -}}
{{- $text := include (printf "%s.facts" .Chart.Name) . -}}
{{- $facts := fromYaml $text -}}
{{- if hasKey $facts "Error" }}{{ fail (printf "%s.facts is no YAML: %s\n%s" .Chart.Name $facts.Error $text) }}{{ end -}}
{{- $text -}}
{{- end }}
