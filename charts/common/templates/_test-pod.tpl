{{/*
A `helm test`: a pod of the service's own image that runs `files/test.mjs` against the installed service. Takes a dict:
`root`, `env` (name to value). It may ask DNS and the given service, nothing else. Takes `port` of that service too.
*/}}
{{- define "common.testPod" -}}
{{- $root := .root -}}
{{- $name := printf "%s-test" $root.Chart.Name -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "common.nameOf" (list $root $name) }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "common.labels" (list $root $name) | nindent 4 }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  restartPolicy: Never
  activeDeadlineSeconds: 120
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with include "common.imagePullSecrets" $root | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  securityContext:
    {{- include "common.podSecurityContext" $root | nindent 4 }}
  containers:
    - name: test
      image: {{ include "common.image" (list $root $root.Values.image) }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      command: [node, --input-type=module, --eval]
      args:
        - |
          {{- $root.Files.Get "files/test.mjs" | nindent 10 }}
      env:
        {{- range $key, $value := .env }}
        - name: {{ $key }}
          value: {{ $value | quote }}
        {{- end }}
      securityContext:
        {{- include "common.containerSecurityContext" $root | nindent 8 }}
      resources:
        requests: {cpu: 10m, memory: 64Mi}
        limits: {memory: 128Mi}
{{- if $root.Values.global.networkPolicy.enabled }}
---
{{- $egress := concat (include "common.rule.dns" $root | fromYamlArray) (list (dict "ports" (list .port) "peers" (include "common.peersNamed" (list $root $root.Chart.Name) | fromYamlArray))) }}
{{ include "common.networkPolicy" (dict "root" $root "name" $name "ingress" (list) "egress" $egress) }}
{{- end }}
{{- end }}
