"""Ingresses: what the API server validates in them."""

from svclint.kubernetes.ingress.hosts import HOST_REMEDY, respelled_host
from svclint.kubernetes.ingress.kind import INGRESS
from svclint.kubernetes.ingress.paths import (
    backends,
    http_paths,
    http_rules,
    tolerates_digit_names,
    tolerates_secret_names,
)

__all__ = [
    "HOST_REMEDY",
    "INGRESS",
    "backends",
    "http_paths",
    "http_rules",
    "respelled_host",
    "tolerates_digit_names",
    "tolerates_secret_names",
]
