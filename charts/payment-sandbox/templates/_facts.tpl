{{- define "payment-sandbox.facts" -}}
port: {{ include "common.portOf" .Chart.Name }}
# One process keeps the books.
replicas: 1
strategy:
  type: Recreate
env:
  {{ include "common.envFromSecret" (dict "name" "API_KEY" "secret" (include "common.paymentSecret" .) "key" .Values.global.payment.apiKeyKey) | nindent 2 }}
  {{ include "common.envFromSecret" (dict "name" "WEBHOOK_SECRET" "secret" (include "common.paymentSecret" .) "key" .Values.global.payment.webhookSecretKey) | nindent 2 }}
  {{- with include "common.webhookUrl" . }}
  - name: WEBHOOK_URL
    value: {{ . | quote }}
  {{- end }}
  - name: DATA_FILE
    value: /data/charges.jsonl
mounts:
  - name: data
    mountPath: /data
volumes:
  # The charges outlive the process, not the pod.
  - name: data
    emptyDir:
      sizeLimit: 256Mi
{{- end }}
