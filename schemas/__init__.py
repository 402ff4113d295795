"""JSON Schemas, one folder per Kubernetes version: written by scripts/vendor_schemas.py."""
