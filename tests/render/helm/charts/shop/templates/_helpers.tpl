{{/* The name of the chart. */}}
{{- define "shop.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "shop.selector" -}}
app.kubernetes.io/name: {{ include "shop.name" . }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
part: shop
{{- end -}}

{{- define "shop.port" }}
- name: {{ .name }}
  port: {{ .port }}
  {{- with .protocol }}
  protocol: {{ . }}
  {{- end }}
{{- end }}

{{- define "shop.object" }}
{{- $spec := dict "selector" (dict "app" "admin") "type" "ClusterIP" }}
{{- $ports := list }}
{{- range $name, $port := .Values.admin.ports }}
{{- $ports = append $ports (dict "name" $name "port" $port) }}
{{- end }}
{{- $_ := set $spec "ports" $ports }}
{{- dict "apiVersion" "v1" "kind" "Service" "metadata" (dict "name" "admin") "spec" $spec | toYaml }}
{{- end }}
