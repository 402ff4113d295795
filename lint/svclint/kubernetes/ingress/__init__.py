"""Ingresses: what the API server validates in them."""

from svclint.kubernetes.ingress.hosts import HOST_REMEDY, respelled_host
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
    "HOST_REMEDY",
    "INGRESS",
    "LIKELY_PATH_TYPE",
    "backends",
    "http_paths",
    "http_rules",
    "respelled_host",
    "tolerates_digit_names",
    "tolerates_secret_names",
]
