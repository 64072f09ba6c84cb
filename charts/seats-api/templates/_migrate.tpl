{{/* The database's URL for the migration: that of a user who may change tables, where one is named. */}}
{{- define "seats-api.migrationUrl" -}}
{{- $migrations := .Values.migrations -}}
{{- if and $migrations.existingSecret (include "common.isDemo" .) -}}
{{- fail "demo.enabled brings its own MySQL: leave migrations.existingSecret empty, or switch the demo off." -}}
{{- end -}}
{{- $secret := $migrations.existingSecret | default (include "common.secretName" (list . "mysql" "MySQL's URL")) -}}
{{- $key := ternary $migrations.key .Values.global.mysql.key (ne $migrations.existingSecret "") -}}
{{ include "common.envFromSecret" (dict "name" "MYSQL_URL" "secret" $secret "key" $key) }}
- name: MIGRATE_WAIT_MS
  value: {{ $migrations.waitMs | int | quote }}
- name: LOG_LEVEL
  value: {{ .Values.global.logLevel }}
{{- end }}

{{/* A container that runs one of the image's commands against the database. Takes a dict: `root`, `name`, `args`. */}}
{{- define "seats-api.databaseTool" -}}
{{- $root := .root -}}
name: {{ .name }}
image: {{ include "common.image" (list $root $root.Values.image) }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
command: [node, main.js]
args: {{ .args | toJson }}
env:
  {{- include "seats-api.migrationUrl" $root | nindent 2 }}
securityContext:
  {{- include "common.containerSecurityContext" $root | nindent 2 }}
resources:
  {{- toYaml $root.Values.migrations.resources | nindent 2 }}
{{- end }}

{{/*
Brings the database's tables up to date, once, before pods of the new version start.

- On a database outside, it is a hook: Helm waits for it and stops when it fails; nothing has changed then. It runs before
  anything else of the release is there, so it has no ServiceAccount of its own, and its policy is a hook as well.
- In the demo the database is part of the same release, and a hook would wait for it in vain: it is an ordinary Job with
  the revision in its name, which also brings the demo shows. The services are not ready until the tables are there.

Old pods keep working on the tables of the next version: migrations only add.
*/}}
{{- define "seats-api.migrateJob" -}}
{{- $name := "seats-api-migrate" -}}
{{- $isDemo := include "common.isDemo" . -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ ternary (printf "%s-%d" (include "common.nameOf" (list . $name)) .Release.Revision) (include "common.nameOf" (list . $name)) (eq $isDemo "true") }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "common.labels" (list . $name) | nindent 4 }}
  {{- if not $isDemo }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: '0'
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
  {{- end }}
spec:
  backoffLimit: {{ .Values.migrations.retries }}
  activeDeadlineSeconds: {{ .Values.migrations.deadlineSeconds }}
  template:
    metadata:
      labels:
        {{- include "common.labels" (list . $name) | nindent 8 }}
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      enableServiceLinks: false
      {{- with include "common.imagePullSecrets" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      securityContext:
        {{- include "common.podSecurityContext" . | nindent 8 }}
      {{- if $isDemo }}
      initContainers:
        - {{ include "seats-api.databaseTool" (dict "root" . "name" "migrate" "args" (list "migrate")) | nindent 10 | trim }}
      containers:
        - {{ include "seats-api.databaseTool" (dict "root" . "name" "import" "args" (prepend .Values.migrations.demoShows "import")) | nindent 10 | trim }}
      {{- else }}
      containers:
        - {{ include "seats-api.databaseTool" (dict "root" . "name" "migrate" "args" (list "migrate")) | nindent 10 | trim }}
      {{- end }}
{{- end }}
