{{- define "common.service" }}
{{- $root := index . 0 }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ index . 1 }}
spec:
  selector:
    app: {{ index . 1 | quote }}
  ports:
    - port: {{ index . 2 }}
      name: common
{{- end }}
