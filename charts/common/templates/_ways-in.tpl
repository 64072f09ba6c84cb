{{/* The origin of the page in a browser's address bar; with `*` for the host where any node's address may stand there. */}}
{{- define "common.pageOrigin" -}}
{{- $page := .Values.global.page -}}
{{- $port := ternary (printf ":%d" (int $page.nodePort)) "" (eq $page.exposure "nodePort") -}}
{{- printf "%s://%s%s" (ternary "https" "http" $page.https) ($page.host | default "*") $port -}}
{{- end }}

{{/* `true` when the web service passes the API's calls on: no ingress tells the two apart then. */}}
{{- define "common.webForwards" -}}
{{- if has .Values.global.page.exposure (list "nodePort" "loadBalancer") }}true{{ end -}}
{{- end }}

{{/* Proxies between a buyer and the seats API. */}}
{{- define "common.apiProxyHops" -}}
{{- add .Values.global.page.proxiesInFront (ternary 0 1 (eq .Values.global.page.exposure "none")) -}}
{{- end }}

{{/* `true` when realtime pods end TLS themselves. */}}
{{- define "common.podsEndTls" -}}
{{- $realtime := .Values.global.realtime -}}
{{- if and $realtime.tls.enabled (ne $realtime.exposure "ingress") }}true{{ end -}}
{{- end }}

{{/* The address of the realtime Ingress; empty when there is none. */}}
{{- define "common.realtimeIngressUrl" -}}
{{- $realtime := .Values.global.realtime -}}
{{- with $realtime.host }}{{ printf "%s://%s" (ternary "https" "http" $realtime.tls.enabled) . }}{{ end -}}
{{- end }}

{{/* Where the page may open sockets, as its content security policy names it. */}}
{{- define "common.connectSources" -}}
{{- $realtime := .Values.global.realtime -}}
{{- $scheme := ternary "wss" "ws" $realtime.tls.enabled -}}
{{- $sources := list -}}
{{- if ne $realtime.exposure "ingress" -}}
{{- if $realtime.nameTemplate -}}
{{- $sources = append $sources (printf "%s://%s:%d" $scheme (regexReplaceAll "^[^.]*" $realtime.nameTemplate "*") (int $realtime.port)) -}}
{{- else -}}
{{- $sources = append $sources (printf "%s:" $scheme) -}}
{{- end -}}
{{- end -}}
{{- with $realtime.host }}{{ $sources = append $sources (printf "%s://%s" $scheme .) }}{{ end -}}
{{- $realtime.connectSources | default $sources | join "," -}}
{{- end }}
