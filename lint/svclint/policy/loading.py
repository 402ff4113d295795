"""Load policies, bindings, parameters and Namespaces from documents."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.model import Data, Severity
from svclint.policy.evaluation.matching import parameter_namespace
from svclint.policy.expressions.compiler import compile_policy, read_binding
from svclint.policy.expressions.type_checking import typo_problems
from svclint.policy.objects import API_VERSIONS, BINDING, POLICY, Binding, Key, Policies, Policy
from svclint.policy.problem import MISSING, UNBOUND, Problem
from svclint.policy.short_form import is_short_form, read_short_form
from svclint.policy.structure.binding import binding_problems
from svclint.policy.structure.decoding import decoding_problems
from svclint.source import Document


def load_policies(
    documents: Iterable[Document], version: str = "", found: Iterable[Document] = ()
) -> Policies:
    """Return the policies and bindings; every other object is a possible parameter.

    Policies that the server would refuse are left out, and are among the problems. ``version``
    is the Kubernetes version whose schemas are used; without it, policies are decoded with the
    newest one, and expressions are not checked against the type of a Service. ``found`` are
    policies and bindings without their parameters.
    """
    loader = _Loader(version)
    for document in documents:
        loader.add_safely(document)
    first_found = len(loader.bindings)
    for document in found:
        loader.add_safely(document)
    for place in range(first_found, len(loader.bindings)):
        loader.bindings[place] = loader.bindings[place]._replace(has_parameters=False)
    return loader.policies()


class _Loader:
    def __init__(self, version: str) -> None:
        self.version = version
        self.found: dict[str, Policy] = {}
        self.refused: set[str] = set()
        self.bindings: list[Binding] = []
        self.objects: dict[Key, Data] = {}
        self.namespaces: dict[str, Data] = {}
        self.problems: list[Problem] = []
        self.unreadable: list[Document] = []

    def add_safely(self, document: Document) -> None:
        """Add a document; a bug in svclint costs no other document."""
        try:
            self.add(document)
        except Exception:
            self.refused.add(document.object_name.name)
            self.unreadable.append(document)

    def add(self, document: Document) -> None:
        """Add a document according to its kind."""
        if not isinstance(document.data, dict):
            return
        name = document.object_name
        if is_short_form(document):
            policy, binding, problems = read_short_form(document)
            self.problems += problems
            if policy is not None and binding is not None:
                self.found[policy.name] = policy
                self.bindings.append(binding)
        elif name.api_version in API_VERSIONS and name.kind == POLICY:
            self.add_policy(document)
        elif name.api_version in API_VERSIONS and name.kind == BINDING:
            self.add_binding(document)
        elif (name.api_version, name.kind) == ("v1", "Namespace"):
            self.namespaces[name.name] = document.data
        if name.kind and name.name:
            namespace = parameter_namespace(name.kind, name.namespace)
            self.objects[name.api_version, name.kind, namespace, name.name] = document.data

    def add_policy(self, document: Document) -> None:
        """Compile a policy; one that the server would refuse is not evaluated."""
        problems = decoding_problems(document, self.version)
        policy = None
        if not problems:
            policy, problems = compile_policy(document)
        self.problems += problems
        if policy is None:
            self.refused.add(document.object_name.name)
            return
        self.found[policy.name] = policy
        if self.version:
            self.problems += typo_problems(policy, self.version)

    def add_binding(self, document: Document) -> None:
        """Add a binding."""
        problems = decoding_problems(document, self.version) or list(binding_problems(document))
        self.problems += problems
        if not problems:
            self.bindings.append(read_binding(document))

    def policies(self) -> Policies:
        """Return everything that was added; report policies and bindings without each other."""
        bound = {binding.policy for binding in self.bindings}
        for name, policy in self.found.items():
            if name not in bound:
                text = f"ValidatingAdmissionPolicy {name!r} has no binding, so it is not in force"
                path = ("metadata", "name")
                self.problems.append(Problem(UNBOUND, policy.document, path, text, Severity.NOTE))
        for binding in self.bindings:
            if binding.policy not in self.found and binding.policy not in self.refused:
                text = (
                    f"ValidatingAdmissionPolicy {binding.policy!r} not found in the checked files"
                )
                path = ("spec", "policyName")
                self.problems.append(Problem(MISSING, binding.document, path, text, Severity.NOTE))
        return Policies(
            self.found,
            tuple(self.bindings),
            self.objects,
            self.namespaces,
            tuple(self.problems),
            tuple(self.unreadable),
        )
