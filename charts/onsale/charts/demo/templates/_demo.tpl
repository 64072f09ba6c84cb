{{/* A server of the demo: one pod, replaced rather than doubled. Takes a dict: `root`, `name`, `port`, `image`, `user`, `container`, `volumes`, `resources`. */}}
{{- define "demo.server" -}}
{{- $root := .root -}}
{{- $metadata := printf "name: %s\nnamespace: %s\nlabels:\n  %s" (include "common.nameOf" (list $root .name)) $root.Release.Namespace (include "common.labels" (list $root .name) | nindent 2 | trim) -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- $metadata | nindent 2 }}
spec:
  replicas: 1
  revisionHistoryLimit: 2
  strategy:
    type: Recreate
  selector:
    matchLabels:
      {{- include "common.selector" (list $root .name) | nindent 6 }}
  template:
    metadata:
      labels:
        # Nothing that changes with the chart's version: a pod that is replaced loses its data.
        {{- include "common.selector" (list $root .name) | nindent 8 }}
        app.kubernetes.io/part-of: {{ include "common.sale" $root }}
    spec:
      serviceAccountName: {{ include "common.demoSecret" $root }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 60
      {{- with include "common.imagePullSecrets" $root | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      securityContext:
        {{- include "common.podSecurityContextOf" .user | nindent 8 }}
      containers:
        - name: {{ .name }}
          image: {{ list (trimSuffix "/" $root.Values.global.imageRegistry) .image | compact | join "/" }}
          imagePullPolicy: IfNotPresent
          ports:
            - name: {{ .name }}
              containerPort: {{ .port }}
          securityContext:
            {{- include "common.containerSecurityContext" $root | nindent 12 }}
          startupProbe:
            tcpSocket: {port: {{ .name }}}
            periodSeconds: 1
            failureThreshold: 300
          readinessProbe:
            tcpSocket: {port: {{ .name }}}
            periodSeconds: 2
          livenessProbe:
            tcpSocket: {port: {{ .name }}}
            periodSeconds: 10
            failureThreshold: 6
          resources:
            {{- toYaml .resources | nindent 12 }}
          {{- .container | nindent 10 }}
      volumes:
        {{- .volumes | nindent 8 }}
---
apiVersion: v1
kind: Service
metadata:
  {{- $metadata | nindent 2 }}
spec:
  selector:
    {{- include "common.selector" (list $root .name) | nindent 4 }}
  ports:
    - name: {{ .name }}
      port: {{ .port }}
      targetPort: {{ .name }}
{{- if $root.Values.global.networkPolicy.enabled }}
---
{{- $sale := dict "ports" (list .port) "peers" (include "common.peersNamed" (concat (list $root) .clients) | fromYamlArray) }}
{{ include "common.networkPolicy" (dict "root" $root "name" .name "ingress" (list $sale) "egress" (list)) }}
{{- end }}
{{- end }}
