"""Ingresses: what the API server validates in them."""

from svclint.kubernetes.ingress.hosts import host_correction
from svclint.kubernetes.ingress.kind import INGRESS
from svclint.kubernetes.ingress.paths import (
    LIKELY_PATH_TYPE,
    backends,
    http_paths,
    http_rules,
    tolerates_digit_names,
    tolerates_secret_names,
)
from svclint.kubernetes.ingress.upgrade import FORMER_PATH_TYPE

__all__ = [
    "FORMER_PATH_TYPE",
    "INGRESS",
    "LIKELY_PATH_TYPE",
    "backends",
    "host_correction",
    "http_paths",
    "http_rules",
    "tolerates_digit_names",
    "tolerates_secret_names",
]
