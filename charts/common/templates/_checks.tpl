{{/* Values that contradict each other end the command with a sentence, before anything is installed. */}}
{{- define "common.checks" -}}
{{- include "common.checks.page" . -}}
{{- include "common.checks.realtime" . -}}
{{- include "common.checks.ports" . -}}
{{- include "common.checks.autoscaling" . -}}
{{- end }}

{{- define "common.checks.page" -}}
{{- $page := .Values.global.page -}}
{{- if and (not $page.host) (ne $page.exposure "nodePort") -}}
{{- fail (printf "global.page.exposure is %s: name the page's host in global.page.host." $page.exposure) -}}
{{- end -}}
{{- if and $page.https (eq $page.exposure "nodePort") -}}
{{- fail "global.page.https needs something that ends TLS: choose ingress, loadBalancer or none as global.page.exposure." -}}
{{- end -}}
{{- if and $page.https (not .Values.global.realtime.tls.enabled) -}}
{{- fail "A page on https cannot open ws://: with global.page.https set global.realtime.tls.enabled too." -}}
{{- end -}}
{{- if and $page.ingress.tlsSecret (not $page.https) -}}
{{- fail "global.page.ingress.tlsSecret is named and global.page.https is false: buyers would come by https and get cookies for http." -}}
{{- end -}}
{{- end }}

{{- define "common.checks.realtime" -}}
{{- $realtime := .Values.global.realtime -}}
{{- $byIngress := eq $realtime.exposure "ingress" -}}
{{- if and $byIngress (not $realtime.host) -}}
{{- fail "global.realtime.exposure is ingress: name its host in global.realtime.host." -}}
{{- end -}}
{{- if and $byIngress $realtime.nameTemplate -}}
{{- fail "global.realtime.nameTemplate names nodes, and with exposure ingress no buyer meets one: leave it empty." -}}
{{- end -}}
{{- if and $realtime.nameTemplate (not (regexMatch "^[^.{]*\\{(ip-dashed|address)\\}[^.{]*(\\.[a-z0-9-]+)+$" $realtime.nameTemplate)) -}}
{{- fail (printf "global.realtime.nameTemplate is %q: its first part must hold {ip-dashed} or {address}, as in {ip-dashed}.rt.example.com." $realtime.nameTemplate) -}}
{{- end -}}
{{- if and (include "common.podsEndTls" .) (not $realtime.tls.existingSecret) -}}
{{- fail (printf "global.realtime.tls.enabled with exposure %s: name the certificate's Secret in global.realtime.tls.existingSecret." $realtime.exposure) -}}
{{- end -}}
{{- if and $realtime.tls.existingSecret (not (include "common.podsEndTls" .)) -}}
{{- fail "global.realtime.tls.existingSecret is named, but realtime pods do not end TLS: set global.realtime.tls.enabled, and exposure nodePort or hostPort." -}}
{{- end -}}
{{- if and (eq $realtime.exposure "hostPort") (ne .Values.global.podSecurity "privileged") -}}
{{- fail (printf "global.realtime.exposure is hostPort, which Pod Security %s forbids: use nodePort, or a namespace that enforces privileged and global.podSecurity=privileged." .Values.global.podSecurity) -}}
{{- end -}}
{{- if and $realtime.namespace (ne $realtime.namespace .Release.Namespace) (not .Chart.IsRoot) -}}
{{- fail "global.realtime.namespace is for charts installed one by one: the umbrella installs everything into one namespace." -}}
{{- end -}}
{{- end }}

{{- define "common.checks.ports" -}}
{{- $page := .Values.global.page -}}
{{- $realtime := .Values.global.realtime -}}
{{- $isPageOnNodes := eq $page.exposure "nodePort" -}}
{{- $isRealtimeOnNodes := eq $realtime.exposure "nodePort" -}}
{{- if $isPageOnNodes }}{{ include "common.checks.nodePort" (list "global.page.nodePort" (int $page.nodePort)) }}{{ end -}}
{{- if $isRealtimeOnNodes }}{{ include "common.checks.nodePort" (list "global.realtime.port" (int $realtime.port)) }}{{ end -}}
{{- if and $isPageOnNodes (ne $realtime.exposure "ingress") (eq (int $page.nodePort) (int $realtime.port)) -}}
{{- fail (printf "global.page.nodePort and global.realtime.port are both %d: a node's port serves one of them." (int $page.nodePort)) -}}
{{- end -}}
{{- end }}

{{- define "common.checks.nodePort" -}}
{{- $port := index . 1 -}}
{{- if or (lt $port 30000) (gt $port 32767) -}}
{{- fail (printf "%s is %d: a NodePort is from 30000 to 32767." (index . 0) $port) -}}
{{- end -}}
{{- end }}

{{- define "common.checks.autoscaling" -}}
{{- with .Values.autoscaling -}}
{{- if .enabled -}}
{{- if gt (int .minReplicas) (int .maxReplicas) -}}
{{- fail (printf "autoscaling.minReplicas is %d and autoscaling.maxReplicas %d: the fewest cannot be more than the most." (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- if and .onSaleReplicas (or (lt (int .onSaleReplicas) (int .minReplicas)) (gt (int .onSaleReplicas) (int .maxReplicas))) -}}
{{- fail (printf "autoscaling.onSaleReplicas is %d: it must be from autoscaling.minReplicas (%d) to autoscaling.maxReplicas (%d)." (int .onSaleReplicas) (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- include "common.checks.connections" . -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Takes `autoscaling`. */}}
{{- define "common.checks.connections" -}}
{{- if and .connectionsPerPod (not .connectionsFrom) -}}
{{- fail "autoscaling.connectionsPerPod needs someone who tells the autoscaler of connections: set autoscaling.connectionsFrom to prometheus-adapter or keda, or connectionsPerPod to 0." -}}
{{- end -}}
{{- if and .connectionsFrom (not .connectionsPerPod) -}}
{{- fail (printf "autoscaling.connectionsFrom is %s: say in autoscaling.connectionsPerPod how many connections a pod is to have." .connectionsFrom) -}}
{{- end -}}
{{- if and (eq (.connectionsFrom | default "") "keda") (not .keda.prometheusUrl) -}}
{{- fail "autoscaling.connectionsFrom is keda: name the Prometheus that it is to ask in autoscaling.keda.prometheusUrl." -}}
{{- end -}}
{{- end }}
