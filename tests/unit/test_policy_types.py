"""Type errors in expressions have the server's message and the location in the file."""

from __future__ import annotations

import pytest
from svclint.cel import CompileError, Environment, compile_expression
from svclint.cel.types import DYN, Type
from svclint.policy import Problem, load_policies
from svclint.source.stream import documents

POLICY = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services]}
  validations:
  - expression: EXPRESSION
"""


def problems(expression: str) -> list[Problem]:
    text = POLICY.replace("EXPRESSION", expression)
    return list(load_policies(documents("p.yaml", text.encode())).problems)


def complaint(expression: str) -> str:
    (problem,) = [each for each in problems(expression) if each.server]
    return problem.message


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("1", "must evaluate to bool"),
        ("object.spec.type", "must evaluate to bool"),
        ("object.spec.type == 1 +", "Syntax error"),
        ("nothing == 1", "undeclared reference to 'nothing'"),
        ("request.nothing == 1", "undefined field 'nothing'"),
        ("namespaceObject.spec.nothing == 1", "undefined field 'nothing'"),
        ("1 == 1.0", "no matching overload for '_==_' applied to '(int, double)'"),
        ("[1, 'a'].size() == 2", "expected type 'int' but found 'string'"),
        ("{'a': 1, 'b': 'c'}.size() == 2", "expected type 'int' but found 'string'"),
        ("[1, dyn(2)].size() == 2", "expected type 'int' but found 'dyn'"),
        ("'a'.nope()", "undeclared reference to 'nope'"),
        ("[1].all(p, p)", "expected type 'bool' but found 'int'"),
        ("params.a == 1", "undeclared reference to 'params'"),
        ("variables.x == 1", "undeclared reference to 'variables'"),
        ("has(object)", "invalid argument to has() macro"),
        ("math.greatest == 1", "undeclared reference to 'math'"),
        ("object.metadata.name.matches('[')", "invalid matches argument"),
    ],
)
def test_what_does_not_compile_is_refused(expression: str, message: str) -> None:
    assert message in complaint(f'"{expression}"')


@pytest.mark.parametrize(
    "expression",
    [
        "object.spec.anything.goes == 1",
        "dyn(1) == 1.0",
        "[dyn(1), dyn('a')].size() == 2",
        "oldObject == null || oldObject.spec.type == object.spec.type",
        "request.operation in ['CREATE', 'UPDATE'] && !request.dryRun",
        "authorizer.group('').resource('services').check('get').allowed()",
        "namespaceObject.metadata.labels['a'] == 'b'",
        "object.metadata.labels.?a.orValue('') == ''",
    ],
)
def test_what_compiles_is_not(expression: str) -> None:
    assert [each for each in problems(f'"{expression}"') if each.server] == []


@pytest.mark.parametrize(
    ("scalar", "line", "column"),
    [
        ("object.spec.type == nothing", 9, 37),
        ("'object.spec.type == nothing'", 9, 38),
        ("'object.spec[''type''] == nothing'", 9, 43),
        ('"object.spec[\\"type\\"] == nothing"', 9, 43),
        ("|\n      object.spec.type ==\n        nothing", 11, 9),
        (">-\n      object.spec.type ==\n      nothing", 11, 7),
        ("object.spec.type ==\n      nothing", 10, 7),
    ],
)
def test_a_fault_has_its_place_in_every_style_of_yaml(scalar: str, line: int, column: int) -> None:
    (problem,) = [each for each in problems(scalar) if each.server]
    assert "undeclared reference to 'nothing'" in problem.message
    assert (problem.location.line, problem.location.column) == (line, column)


def test_several_faults_have_several_places() -> None:
    found = [each.location.column for each in problems("one == two") if each.server]
    assert found == [17, 24]


@pytest.mark.parametrize("source", ["(" * 400 + "1" + ")" * 400, "a" + "[0]" * 300, "[" * 300])
def test_too_deep_an_expression_is_refused_and_breaks_nothing(source: str) -> None:
    with pytest.raises(CompileError):
        compile_expression(source, Environment({}, {}))


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("1", "int"),
        ("[1].map(x, string(x))", "list(string)"),
        ("{'a': [1.0]}", "map(string, list(double))"),
        ("object.a", "dyn"),
        ("optional.of(1)", "optional_type(int)"),
        ("true ? 1 : dyn(1)", "dyn"),
        ("cidr('::/0').masked().ip()", "net.IP"),
    ],
)
def test_static_types(expression: str, type_: str) -> None:
    found: Type = compile_expression(expression, Environment({"object": DYN}, {})).type
    assert str(found) == type_
