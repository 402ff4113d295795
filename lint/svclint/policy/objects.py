"""Policies, bindings, parameters and Namespaces, as plain data out of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from svclint.cel import Program
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence
from svclint.policy.problem import Problem
from svclint.source import Document

API_VERSIONS = tuple(f"admissionregistration.k8s.io/v1{beta}" for beta in ("", "beta1", "alpha1"))
POLICY, BINDING = "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"
Key = tuple[str, str, str, str]
NAME_LABEL = "kubernetes.io/metadata.name"
# Namespaces that every cluster has, and that it makes itself.
OWN_NAMESPACES = ("default", "kube-system", "kube-public", "kube-node-lease")


class Expression(NamedTuple):
    """A compiled expression, and where it is written."""

    source: str
    path: Path
    program: Program


class Validation(NamedTuple):
    """One validation, with all that decides what is said when it fails."""

    expression: Expression
    message: str
    message_expression: Expression | None
    reason: str


class Policy(NamedTuple):
    """A ValidatingAdmissionPolicy, compiled."""

    name: str
    document: Document
    is_strict: bool
    match: Data
    param_kind: tuple[str, str] | None
    conditions: tuple[Expression, ...]
    variables: tuple[tuple[str, Expression], ...]
    validations: tuple[Validation, ...]
    annotations: tuple[tuple[str, Expression], ...]


class Binding(NamedTuple):
    """A ValidatingAdmissionPolicyBinding.

    ``is_whole`` says that its parameters were given with it, as far as there are any.
    """

    name: str
    policy: str
    document: Document
    actions: tuple[str, ...]
    match: Data | None
    param_ref: Data | None
    is_whole: bool = True


class Policies(NamedTuple):
    """All that a run's Services are held against, and what is wrong with it."""

    policies: Mapping[str, Policy]
    bindings: tuple[Binding, ...]
    objects: Mapping[Key, Data]
    namespaces: Mapping[str, Data]
    problems: tuple[Problem, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be held against a Service."""
        return not self.policies or not self.bindings

    def namespace(self, name: str) -> Data | None:
        """Give a Namespace's manifest; those that every cluster has need none."""
        found = self.namespaces.get(name)
        if found is None and name in OWN_NAMESPACES:
            return {"metadata": {"name": name}}
        return found


def entries(document: Document, *path: str) -> Iterator[tuple[Path, Data]]:
    """Give the mappings of a list in a document, with their paths."""
    for index, entry in enumerate(sequence(document.value(path))):
        yield (*path, index), mapping(entry)
