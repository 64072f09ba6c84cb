{{/* The restricted Pod Security profile, as the user of the project's images. */}}
{{- define "common.podSecurityContext" -}}
{{- include "common.podSecurityContextOf" 1000 -}}
{{- end }}

{{/* The same as another user. Takes its number, which is also its group's. */}}
{{- define "common.podSecurityContextOf" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "common.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
