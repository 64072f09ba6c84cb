{{/* Probes on the admin port. Liveness is slow to act: a process that is busy is not dead, and a restart moves its whole crowd. */}}
{{- define "common.probes" -}}
{{- $probes := .Values.probes -}}
startupProbe:
  httpGet:
    path: /healthz
    port: admin
  periodSeconds: 1
  timeoutSeconds: 2
  failureThreshold: {{ $probes.startupSeconds }}
readinessProbe:
  httpGet:
    path: /readyz
    port: admin
  periodSeconds: {{ $probes.readinessPeriodSeconds }}
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet:
    path: /healthz
    port: admin
  periodSeconds: {{ $probes.livenessPeriodSeconds }}
  timeoutSeconds: 5
  failureThreshold: {{ $probes.livenessFailures }}
{{- end }}
