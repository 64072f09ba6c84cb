{{/* The payment provider's address; empty when the sale goes without money. */}}
{{- define "common.paymentUrl" -}}
{{- $payment := .Values.global.payment -}}
{{- if include "common.isDemo" . -}}
{{- if $payment.url }}{{ fail "demo.enabled brings a payment sandbox: leave global.payment.url empty, or switch the demo off." }}{{ end -}}
{{- printf "http://%s:%s" (include "common.nameOf" (list . "payment-sandbox")) (include "common.portOf" "payment-sandbox") -}}
{{- else if $payment.url -}}
{{- if $payment.withoutMoney }}{{ fail "global.payment.url names a provider and global.payment.withoutMoney says that there is none: choose one." }}{{ end -}}
{{- $payment.url -}}
{{- else if not $payment.withoutMoney -}}
{{- fail "Name the payment provider in global.payment.url, or set global.payment.withoutMoney to sell without money." -}}
{{- end -}}
{{- end }}

{{- define "common.paymentSecret" -}}
{{- include "common.secretName" (list . "payment" "the payment provider's keys") -}}
{{- end }}

{{/* Where the provider sends its messages; empty when only the provider knows. */}}
{{- define "common.webhookUrl" -}}
{{- $global := .Values.global -}}
{{- $path := "/api/payments/webhook" -}}
{{- if include "common.isDemo" . -}}
{{- printf "http://%s:%s%s" (include "common.nameOf" (list . "seats-api")) (include "common.portOf" "seats-api") $path -}}
{{- else if $global.payment.webhookUrl -}}
{{- $global.payment.webhookUrl -}}
{{- else if and $global.page.host (ne $global.page.exposure "nodePort") -}}
{{- printf "%s%s" (include "common.pageOrigin" .) $path -}}
{{- end -}}
{{- end }}

{{/* Where buyers find the provider's pages; empty when they have none. */}}
{{- define "common.paymentPageUrl" -}}
{{- if include "common.isDemo" . }}/{{ else }}{{ .Values.global.payment.pageUrl }}{{ end -}}
{{- end }}

{{/* Where those pages lead back to; empty when nobody knows the page's host. */}}
{{- define "common.paymentReturnUrl" -}}
{{- $global := .Values.global -}}
{{- $path := "/orders/{order}" -}}
{{- if $global.payment.returnUrl -}}
{{- $global.payment.returnUrl -}}
{{- else if eq (include "common.paymentPageUrl" .) "/" -}}
{{- $path -}}
{{- else if $global.page.host -}}
{{- printf "%s%s" (include "common.pageOrigin" .) $path -}}
{{- end -}}
{{- end }}
