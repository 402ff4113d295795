"""Controllers: what routers, meshes and Argo Rollouts refer to beside Services."""

from svclint.kubernetes.controllers.mesh_policies import (
    MESH_POLICY_KINDS,
    mesh_ports,
    mesh_selector,
    mesh_workloads,
)
from svclint.kubernetes.controllers.object_references import (
    REFERRING_KINDS,
    TRAEFIK_GROUPS,
    ObjectReference,
    nearest_objects,
    object_references,
    objects_referred_to,
)

__all__ = [
    "MESH_POLICY_KINDS",
    "REFERRING_KINDS",
    "TRAEFIK_GROUPS",
    "ObjectReference",
    "mesh_ports",
    "mesh_selector",
    "mesh_workloads",
    "nearest_objects",
    "object_references",
    "objects_referred_to",
]
