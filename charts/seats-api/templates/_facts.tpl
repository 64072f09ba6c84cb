{{- define "seats-api.facts" -}}
{{- $global := .Values.global -}}
port: {{ include "common.portOf" .Chart.Name }}
needsToken: {{ include "seats-api.watchesNodes" . | default "false" }}
env:
  {{- include "common.env.sale" . | nindent 2 }}
  {{- if include "common.paymentUrl" . }}
  {{- include "common.envFromSecret" (dict "name" "PAYMENT_WEBHOOK_SECRET" "secret" (include "common.paymentSecret" .) "key" $global.payment.webhookSecretKey) | nindent 2 }}
  {{- end }}
  - name: TRUSTED_PROXY_HOPS
    value: {{ include "common.apiProxyHops" . | quote }}
  - name: SECURE_COOKIES
    value: {{ $global.page.https | quote }}
  {{- with include "seats-api.allowedOrigins" . }}
  - name: ALLOWED_ORIGINS
    value: {{ . | quote }}
  {{- end }}
  {{- include "seats-api.discovery" . | nindent 2 }}
{{- end }}

{{/* Its own origin, where that is known, and further ones. A page by any node's address is of the same host anyhow. */}}
{{- define "seats-api.allowedOrigins" -}}
{{- $page := .Values.global.page -}}
{{- $own := ternary (list (include "common.pageOrigin" .)) (list) (ne $page.host "") -}}
{{- concat $own $page.allowedOrigins | join "," -}}
{{- end }}

{{/* `true` when it asks the Kubernetes API which nodes run realtime pods. */}}
{{- define "seats-api.watchesNodes" -}}
{{- if ne .Values.global.realtime.exposure "ingress" }}true{{ end -}}
{{- end }}

{{- define "seats-api.realtimeNamespace" -}}
{{- .Values.global.realtime.namespace | default .Release.Namespace -}}
{{- end }}

{{/* How it learns where buyers may open their sockets. */}}
{{- define "seats-api.discovery" -}}
{{- $realtime := .Values.global.realtime -}}
{{- if include "seats-api.watchesNodes" . -}}
- name: REALTIME_DISCOVERY
  value: kubernetes
- name: REALTIME_EXPOSURE
  value: {{ $realtime.exposure }}
- name: REALTIME_NAMESPACE
  value: {{ include "seats-api.realtimeNamespace" . }}
- name: REALTIME_SERVICE
  value: {{ include "common.nameOf" (list . "realtime") }}
- name: REALTIME_PORT
  value: {{ $realtime.port | quote }}
- name: REALTIME_ADDRESS_TYPES
  value: {{ $realtime.addressTypes | join "," | quote }}
- name: REALTIME_TLS
  value: {{ $realtime.tls.enabled | quote }}
{{- with $realtime.nameTemplate }}
- name: REALTIME_NAME_TEMPLATE
  value: {{ . | quote }}
{{- end }}
{{- with include "common.realtimeIngressUrl" . }}
- name: REALTIME_FALLBACK_URL
  value: {{ . | quote }}
{{- end }}
{{- else -}}
- name: REALTIME_DISCOVERY
  value: static
- name: REALTIME_ENDPOINTS
  value: {{ include "common.realtimeIngressUrl" . | quote }}
{{- end }}
{{- end }}
