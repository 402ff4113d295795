"""Policies, bindings, parameters and Namespaces, as they are read from documents."""

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
# The Namespaces that every cluster creates itself.
OWN_NAMESPACES = ("default", "kube-system", "kube-public", "kube-node-lease")


class Expression(NamedTuple):
    """A compiled expression, and its path in the policy."""

    source: str
    path: Path
    program: Program


class Validation(NamedTuple):
    """One validation, with everything that its message depends on."""

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

    ``has_parameters`` is false if its parameters, if any, were not read with it.
    """

    name: str
    policy: str
    document: Document
    actions: tuple[str, ...]
    match: Data | None
    param_ref: Data | None
    has_parameters: bool = True


class Policies(NamedTuple):
    """The policies of a run with everything that they refer to, and their problems.

    ``unreadable`` are those that svclint failed to read, which is a bug in it.
    """

    policies: Mapping[str, Policy]
    bindings: tuple[Binding, ...]
    objects: Mapping[Key, Data]
    namespaces: Mapping[str, Data]
    problems: tuple[Problem, ...]
    unreadable: tuple[Document, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no policy is in force."""
        return not self.policies or not self.bindings

    def namespace(self, name: str) -> Data | None:
        """Return the manifest of a Namespace; those that every cluster has need no file."""
        found = self.namespaces.get(name)
        if found is None and name in OWN_NAMESPACES:
            return {"metadata": {"name": name}}
        return found


def entries(document: Document, *path: str) -> Iterator[tuple[Path, Data]]:
    """Yield the mappings of a list in a document, with their paths."""
    for index, entry in enumerate(sequence(document.value(path))):
        yield (*path, index), mapping(entry)
