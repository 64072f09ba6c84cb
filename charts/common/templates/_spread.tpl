{{/* Spreads the pods of one version over zones and hosts. */}}
{{- define "common.topologySpread" -}}
{{- $root := . -}}
{{- $keys := dict "zones" "topology.kubernetes.io/zone" "hosts" "kubernetes.io/hostname" -}}
{{- range $over := list "zones" "hosts" }}
{{- $whenUnsatisfiable := get $root.Values.topologySpread $over }}
{{- if ne $whenUnsatisfiable "off" }}
- maxSkew: 1
  topologyKey: {{ get $keys $over }}
  whenUnsatisfiable: {{ $whenUnsatisfiable }}
  labelSelector:
    matchLabels:
      {{- include "common.selector" (list $root $root.Chart.Name) | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end }}
{{- end }}
