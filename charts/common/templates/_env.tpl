{{/* What every service gets. */}}
{{- define "common.env" -}}
- name: PORT
  value: {{ include "common.portOf" .Chart.Name | quote }}
- name: ADMIN_PORT
  value: {{ include "common.adminPort" . | quote }}
- name: LOG_LEVEL
  value: {{ .Values.global.logLevel }}
- name: STOP_MS_MAX
  value: {{ include "common.stopMsMax" . | quote }}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: NODE_NAME
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
{{- range $name, $value := .Values.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "common.env.mysql" -}}
{{- $secret := include "common.secretName" (list . "mysql" "MySQL's URL") -}}
{{ include "common.envFromSecret" (dict "name" "MYSQL_URL" "secret" $secret "key" .Values.global.mysql.key) }}
{{- end }}

{{/* What the services that sell get: the stores, the keys, the show, the payment provider. */}}
{{- define "common.env.sale" -}}
{{- $mysql := include "common.env.mysql" . -}}
{{- $redis := include "common.secretName" (list . "redis" "Redis's URL") -}}
{{- $keys := include "common.secretName" (list . "sessionKeys" "the keys that sign sessions") -}}
{{ $mysql }}
{{ include "common.envFromSecret" (dict "name" "REDIS_URL" "secret" $redis "key" .Values.global.redis.key) }}
{{ include "common.envFromSecret" (dict "name" "SESSION_KEYS" "secret" $keys "key" .Values.global.sessionKeys.key) }}
{{- with .Values.global.otel.endpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.global.defaultShow }}
- name: DEFAULT_SHOW
  value: {{ . | quote }}
{{- end }}
{{- with include "common.paymentUrl" . }}
- name: PAYMENT_URL
  value: {{ . | quote }}
{{ include "common.envFromSecret" (dict "name" "PAYMENT_API_KEY" "secret" (include "common.paymentSecret" $) "key" $.Values.global.payment.apiKeyKey) }}
{{- with include "common.webhookUrl" $ }}
- name: PAYMENT_WEBHOOK_URL
  value: {{ . | quote }}
{{- end }}
{{- with include "common.paymentPageUrl" $ }}
- name: PAYMENT_PAGE_URL
  value: {{ . | quote }}
{{- with include "common.paymentReturnUrl" $ }}
- name: PAYMENT_RETURN_URL
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
