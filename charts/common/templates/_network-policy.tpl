{{/*
A NetworkPolicy for the pods with a name label. Takes a dict: `root`, `name`, `ingress` and `egress` (lists of
`{ports, peers}`; no peers: anybody), `annotations`. Without a rule nothing passes in that direction.
*/}}
{{- define "common.networkPolicy" -}}
{{- $root := .root -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "common.nameOf" (list $root .name) }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "common.labels" (list $root .name) | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  podSelector:
    matchLabels:
      {{- include "common.selector" (list $root .name) | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- include "common.policyRules" (dict "rules" .ingress "side" "from") | trim | nindent 4 }}
  egress:
    {{- include "common.policyRules" (dict "rules" .egress "side" "to") | trim | nindent 4 }}
{{- end }}

{{- define "common.policyRules" -}}
{{- $side := .side -}}
{{- range .rules }}
- ports:
    {{- range .ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
    {{- range .udpPorts }}
    - port: {{ . }}
      protocol: UDP
    {{- end }}
  {{- with .peers }}
  {{ $side }}:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- else }}
[]
{{- end }}
{{- end }}

{{/* Pods of the sale with these name labels, whichever release they are of. Takes a list: the root, names… */}}
{{- define "common.peersNamed" -}}
{{- $root := index . 0 -}}
- podSelector:
    matchLabels:
      app.kubernetes.io/part-of: {{ include "common.sale" $root }}
    matchExpressions:
      - key: app.kubernetes.io/name
        operator: In
        values: [{{ rest . | join ", " }}]
{{- end }}

{{- define "common.rule.dns" -}}
- ports: [53]
  udpPorts: [53]
  peers:
    {{- toYaml .Values.global.networkPolicy.dnsTo | nindent 4 }}
{{- end }}

{{/* Whoever reads metrics; the kubelet's probes come from the node, which a pod's policy does not keep out. */}}
{{- define "common.rule.metrics" -}}
- ports: [{{ include "common.adminPort" . }}]
  peers:
    {{- toYaml .Values.global.networkPolicy.metricsFrom | nindent 4 }}
{{- end }}

{{- define "common.rule.traces" -}}
{{- with .Values.global.otel }}
{{- if .endpoint }}
- ports: [{{ .port }}]
  peers:
    {{- toYaml .to | nindent 4 }}
{{- end }}
{{- end }}
{{- end }}

{{/* To a server of the demo, or to one outside. Takes a dict: `root`, `name` and `port` in the demo, `outside` (`port`, `to`). */}}
{{- define "common.rule.server" -}}
{{- if include "common.isDemo" .root }}
- ports: [{{ .port }}]
  peers:
    {{- include "common.peersNamed" (list .root .name) | nindent 4 }}
{{- else }}
- ports: [{{ .outside.port }}]
  peers:
    {{- toYaml .outside.to | nindent 4 }}
{{- end }}
{{- end }}

{{- define "common.rule.mysql" -}}
{{- include "common.rule.server" (dict "root" . "name" "mysql" "port" 3306 "outside" .Values.global.mysql) -}}
{{- end }}

{{/* To the stores and the payment provider. */}}
{{- define "common.rule.sale" -}}
{{ include "common.rule.mysql" . }}
{{ include "common.rule.server" (dict "root" . "name" "redis" "port" 6379 "outside" .Values.global.redis) }}
{{- if include "common.paymentUrl" . }}
{{ include "common.rule.server" (dict "root" . "name" "payment-sandbox" "port" (include "common.portOf" "payment-sandbox") "outside" .Values.global.payment) }}
{{- end }}
{{- end }}
