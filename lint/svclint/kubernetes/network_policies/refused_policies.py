"""Which NetworkPolicies the API server validates, and reports of what it refuses in them."""

from __future__ import annotations

from svclint.model import Path, Report
from svclint.model.data import group_of
from svclint.source import Document
from svclint.source.kustomization import is_patch_file


def is_validated(policy: Document) -> bool:
    """Return whether the API server validates a NetworkPolicy as it is: no patch, no other API."""
    return group_of(policy.api_version) == "networking.k8s.io" and not is_patch_file(policy.file)


def refused_policy(path: Path, fact: str, remedy: str) -> Report:
    """Return a report of a fault for which the API server refuses a NetworkPolicy."""
    return Report(path, f"{fact}; the API server refuses the NetworkPolicy", remedy)
