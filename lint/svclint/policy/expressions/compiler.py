"""Compile policies, and report the problems for which the server would refuse them.

Source: validateValidatingAdmissionPolicySpec (pkg/apis/admissionregistration/validation) and
CompileCELExpression (pkg/admission/plugin/cel) of Kubernetes 1.36.
"""

from __future__ import annotations

from svclint.cel import (
    CompileError,
    Environment,
    Program,
    ProgramError,
    compile_expression,
)
from svclint.cel.types import BOOL, DYN, NULL, STRING, Type, list_of, map_of, runtime_name
from svclint.model import Data, Path
from svclint.model.data import mapping, text
from svclint.policy.expressions.variables import environment
from svclint.policy.objects import Binding, Expression, Policy, Validation, entries
from svclint.policy.problem import Problem, refused
from svclint.policy.structure.policy import policy_problems
from svclint.source import Document


def compile_policy(document: Document) -> tuple[Policy | None, list[Problem]]:
    """Return a compiled ValidatingAdmissionPolicy, ``None`` with its problems if it is refused."""
    compiler = _Compiler(document)
    policy = compiler.policy()
    problems = [*policy_problems(document), *compiler.problems]
    return (None if problems else policy), problems


class _Compiler:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.spec = mapping(document.value(("spec",)))
        self.problems: list[Problem] = []
        self.has_params = self.spec.get("paramKind") is not None
        # In a policy without variables, ``variables`` is not declared either.
        self.variables: dict[str, Type] | None = {} if self.spec.get("variables") else None

    def declared(self, *, has_authorizer: bool = True, has_variables: bool = True) -> Environment:
        return environment(
            has_params=self.has_params,
            has_authorizer=has_authorizer,
            variables=self.variables if has_variables else None,
        )

    def policy(self) -> Policy:
        conditions = self.conditions()
        variables = self.own_variables()
        kind = mapping(self.spec.get("paramKind"))
        return Policy(
            self.document.object_name.name,
            self.document,
            self.spec.get("failurePolicy", "Fail") != "Ignore",
            mapping(self.spec.get("matchConstraints")),
            (text(kind.get("apiVersion")), text(kind.get("kind"))) if self.has_params else None,
            conditions,
            variables,
            self.validations(),
            self.annotations(),
        )

    def conditions(self) -> tuple[Expression, ...]:
        declared = self.declared(has_variables=False)
        found = [
            self.expression(path, condition, "expression", declared, (BOOL,), is_trimmed=True)
            for path, condition in entries(self.document, "spec", "matchConditions")
        ]
        return tuple(filter(None, found))

    def own_variables(self) -> tuple[tuple[str, Expression], ...]:
        found: dict[str, Expression] = {}
        for path, variable in entries(self.document, "spec", "variables"):
            compiled = self.expression(path, variable, "expression", self.declared(), ())
            name = text(variable.get("name"))
            if self.variables is not None:
                self.variables[name] = _declared(compiled.program.type) if compiled else DYN
            if compiled is not None:
                found[name] = compiled
        return tuple(found.items())

    def validations(self) -> tuple[Validation, ...]:
        found: list[Validation] = []
        for path, validation in entries(self.document, "spec", "validations"):
            expression = self.expression(path, validation, "expression", self.declared(), (BOOL,))
            declared = self.declared(has_authorizer=False)
            message = self.expression(path, validation, "messageExpression", declared, (STRING,))
            if expression is not None:
                reason = text(validation.get("reason")) or "Invalid"
                found.append(
                    Validation(expression, text(validation.get("message")), message, reason)
                )
        return tuple(found)

    def annotations(self) -> tuple[tuple[str, Expression], ...]:
        found: list[tuple[str, Expression]] = []
        for path, entry in entries(self.document, "spec", "auditAnnotations"):
            compiled = self.expression(
                path, entry, "valueExpression", self.declared(), (STRING, NULL), is_trimmed=True
            )
            if compiled is not None:
                found.append((text(entry.get("key")), compiled))
        return tuple(found)

    def expression(  # noqa: PLR0913 - where it is, and what it may contain and return
        self,
        path: Path,
        holder: Data,
        name: str,
        declared: Environment,
        results: tuple[Type, ...],
        *,
        is_trimmed: bool = False,
    ) -> Expression | None:
        """Return the compiled expression at a path, ``None`` without one or if it has problems."""
        source = text(holder.get(name))
        if not source.strip():
            return None
        path = (*path, name)
        shift = len(source) - len(source.lstrip()) if is_trimmed else 0
        source = source.strip() if is_trimmed else source
        try:
            program = compile_expression(source, declared)
        except CompileError as error:
            is_late = isinstance(error, ProgramError)
            how = "Internal error: program instantiation" if is_late else "compilation"
            for issue in error.issues:
                at = None if issue.at < 0 else issue.at + shift
                self.complain(path, f"{how} failed: {issue.message}", at)
            return None
        why = _wrong_type(program, results)
        if why:
            self.complain(path, why, shift)
            return None
        return Expression(source, path, program)

    def complain(self, path: Path, why: str, at: int | None) -> None:
        # Unlike the server's, the message does not repeat the expression: it is at its place.
        problem = refused(self.document, path, "FieldValueInvalid", why)
        self.problems.append(problem._replace(at=at))


def _declared(type_: Type) -> Type:
    """Return the declared type of a variable: lists, maps and scalars; all else is ``dyn``."""
    if type_.kind == "list":
        return list_of(_declared(type_.parameters[0]))
    if type_.kind == "map":
        return map_of(*map(_declared, type_.parameters))
    return type_ if type_.kind in ("basic", "null") else DYN


def _wrong_type(program: Program, results: tuple[Type, ...]) -> str:
    if not results or program.type in results:
        return ""
    shown = _shown(program.type)
    if len(results) == 1:
        return f"must evaluate to {_shown(results[0])} but got {shown}"
    return f"must evaluate to one of [{' '.join(map(_shown, results))}] but got {shown}"


def _shown(type_: Type) -> str:
    if not type_.parameters:
        return runtime_name(type_)
    return f"{type_.name}({', '.join(map(_shown, type_.parameters))})"


def read_binding(document: Document) -> Binding:
    """Return a binding that has no problems."""
    spec = mapping(document.value(("spec",)))
    resources, reference = spec.get("matchResources"), spec.get("paramRef")
    return Binding(
        document.object_name.name,
        text(spec.get("policyName")),
        document,
        tuple(map(str, spec.get("validationActions") or ())),
        resources if isinstance(resources, dict) else None,
        reference if isinstance(reference, dict) else None,
    )
