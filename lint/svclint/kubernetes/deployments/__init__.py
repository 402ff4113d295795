"""Deployments: which objects are applied together, found from what deploys them."""

from svclint.kubernetes.deployments.placement import Placement
from svclint.kubernetes.deployments.relations import LIVE, Relations

__all__ = ["LIVE", "Placement", "Relations"]
