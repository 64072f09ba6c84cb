{{/*
How a pod ends, all from `drain`: the preStop sleep lets everyone who sends traffic learn that the pod is going; then
SIGTERM; the service has STOP_MS_MAX for asking clients to move (MOVE_MS, where there is one) and for finishing. The
grace period covers all of it.
*/}}
{{- define "common.stopMsMax" -}}
{{- $stopMs := add (.Values.drain.moveMs | default 0) .Values.drain.finishMs | int -}}
{{- if gt $stopMs 600000 }}{{ fail (printf "drain.moveMs and drain.finishMs are %d ms together: a stop may take 600000 ms at most." $stopMs) }}{{ end -}}
{{- $stopMs -}}
{{- end }}

{{/* For a process that ends in time to be gone before the kubelet would kill it, in seconds. */}}
{{- define "common.graceMarginSeconds" -}}5{{- end }}

{{- define "common.graceSeconds" -}}
{{- $stopSeconds := divf (include "common.stopMsMax" . | float64) 1000 | ceil | int -}}
{{- add .Values.drain.preStopSeconds $stopSeconds (include "common.graceMarginSeconds" . | int) -}}
{{- end }}
