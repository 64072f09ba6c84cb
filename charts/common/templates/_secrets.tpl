{{/* The Secret that the demo makes. */}}
{{- define "common.demoSecret" -}}
{{- include "common.nameOf" (list . "demo") -}}
{{- end }}

{{/* The name of the Secret for one of `global`'s parts, or a sentence. Takes a list: the root, the part, what it holds. */}}
{{- define "common.secretName" -}}
{{- $root := index . 0 -}}
{{- $part := index . 1 -}}
{{- $named := (get $root.Values.global $part).existingSecret -}}
{{- if $named }}
{{- if include "common.isDemo" $root }}{{ fail (printf "demo.enabled brings its own %s: leave global.%s.existingSecret empty, or switch the demo off." (index . 2) $part) }}{{ end -}}
{{- $named -}}
{{- else if include "common.isDemo" $root -}}
{{- include "common.demoSecret" $root -}}
{{- else -}}
{{- fail (printf "Name the Secret that holds %s in global.%s.existingSecret; this chart makes none. (The umbrella with demo.enabled=true needs none.)" (index . 2) $part) -}}
{{- end -}}
{{- end }}

{{/* An environment variable from a Secret. Takes a dict: `name`, `secret`, `key`. */}}
{{- define "common.envFromSecret" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end }}
