{{/*
The cluster's node addresses that buyers can use, as Helm sees them at the install; empty for `helm template`. Only for the demo:
whoever installs a service alone may have no right to list nodes, and Helm would stop.
*/}}
{{- define "common.notes.nodeAddresses" -}}
{{- if include "common.isDemo" . -}}
{{- $types := .Values.global.realtime.addressTypes -}}
{{- range (lookup "v1" "Node" "" "").items -}}
{{- $addresses := dict -}}
{{- range .status.addresses }}{{ if not (hasKey $addresses .type) }}{{ $_ := set $addresses .type .address }}{{ end }}{{ end -}}
{{- $found := "" -}}
{{- range $types }}{{ if and (not $found) (hasKey $addresses .) }}{{ $found = get $addresses . }}{{ end }}{{ end -}}
{{- with $found }}{{ . }}
{{ end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Where to click. */}}
{{- define "common.notes.page" -}}
{{- $page := .Values.global.page -}}
{{- if eq $page.exposure "nodePort" -}}
Open the page at any node:
{{- $addresses := include "common.notes.nodeAddresses" . | trim }}
{{- range splitList "\n" $addresses }}{{ if . }}
  http://{{ . }}:{{ $page.nodePort }}
{{- end }}{{ end }}
{{- if not $addresses }}
  http://<address of a node>:{{ $page.nodePort }}      (kubectl get nodes -o wide)
{{- end }}
{{- else if eq $page.exposure "loadBalancer" -}}
Point {{ $page.host }} to the load balancer, then open {{ include "common.pageOrigin" . }}
  kubectl get service --namespace {{ .Release.Namespace }} {{ include "common.nameOf" (list . "web") }}
{{- else if eq $page.exposure "ingress" -}}
Open {{ include "common.pageOrigin" . }}  (its name must lead to the ingress controller)
{{- else -}}
Lead {{ include "common.pageOrigin" . }} to the Services yourself: /api, /seats, /ip and /openapi.json to
{{ include "common.nameOf" (list . "seats-api") }}:{{ include "common.portOf" "seats-api" }}, everything else to {{ include "common.nameOf" (list . "web") }}:{{ include "common.portOf" "web" }}. Never try a PUT or POST again by yourself.
{{- end -}}
{{- end }}

{{/* Where sockets go, and what must be open for them. */}}
{{- define "common.notes.sockets" -}}
{{- $realtime := .Values.global.realtime -}}
{{- $scheme := ternary "wss" "ws" $realtime.tls.enabled -}}
{{- if eq $realtime.exposure "ingress" -}}
Sockets go to {{ $scheme }}://{{ $realtime.host }} through the ingress controller.
{{- else -}}
Sockets go straight to the nodes that run realtime pods: {{ $scheme }}://{{ $realtime.nameTemplate | default "<address of the node>" }}:{{ $realtime.port }}
Buyers must be able to reach port {{ $realtime.port }} of those nodes.
{{- end -}}
{{- end }}

{{- define "common.notes.test" -}}
Check it with: helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }}
{{- end }}
