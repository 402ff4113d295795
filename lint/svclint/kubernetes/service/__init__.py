"""Services: how the API server decodes, defaults, merges, validates and allocates them."""

from svclint.kubernetes.service.creation import created
from svclint.kubernetes.service.features import features_of
from svclint.kubernetes.service.service import TYPES, Service

__all__ = ["TYPES", "Service", "created", "features_of"]
