"""Ingresses: what the API server validates in them."""

from svclint.kubernetes.ingress.kind import INGRESS
from svclint.kubernetes.ingress.paths import backends, http_paths

__all__ = ["INGRESS", "backends", "http_paths"]
