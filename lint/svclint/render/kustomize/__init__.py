"""Kustomizations: what kustomize built, traced to bases, patches and settings."""
