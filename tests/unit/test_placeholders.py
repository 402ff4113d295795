"""A placeholder is unknown: nothing is reported about it, and everything else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check
from svclint.model import Severity

from tests.fix.fixing import find
from tests.report.runs import svclint

HEAD = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec:\n  "
CHECKED = "selector: {app: web}\n  ports: [{port: 80}]\n"


def errors(text: str) -> set[str]:
    """Return the rules that report errors, without rules about other objects."""
    found = find(text.encode())
    return {each.rule for each in found if each.severity is Severity.ERROR}


@pytest.mark.parametrize(
    "placeholder",
    [
        *("${NAME}", "${name:=web}", "$(NAME)", "$NAME", "<name>", "<your name>", "%NAME%"),
        *(
            "@NAME@",
            "__NAME__",
            "((name))",
            "[[name]]",
            "%%name%%",
            "@@NAME@@",
            "REPLACEME",
            "web-CHANGE_ME",
            "($name)",
        ),
        *("{self.path.k8s}", "YOUR_NAME"),
    ],
)
def test_a_placeholder_is_never_an_error(placeholder: str) -> None:
    quoted = placeholder if placeholder.startswith("{") else f'"{placeholder}"'
    assert errors(HEAD % quoted + CHECKED) == set()
    assert errors(HEAD % "web" + CHECKED.replace("{app: web}", f"{{app: {quoted}}}")) == set()
    assert errors(HEAD % "web" + CHECKED.replace("80", quoted)) == set()
    for field in (
        "loadBalancerIP",
        "clusterIP",
        "type",
        "sessionAffinity",
        "publishNotReadyAddresses",
    ):
        assert errors(HEAD % "web" + f"{field}: {quoted}\n  " + CHECKED) == set()
    for field in ("loadBalancerSourceRanges", "externalIPs", "ipFamilies"):
        text = HEAD % "web" + f"type: LoadBalancer\n  {field}: [{quoted}]\n  " + CHECKED
        assert errors(text) == set()
    both = f"clusterIP: {quoted}\n  clusterIPs: [{quoted}]\n  "
    assert errors(HEAD % "web" + both + CHECKED) == set()
    for field in ("name", "protocol", "targetPort", "nodePort", "appProtocol"):
        port = f"{{port: 80, {field}: {quoted}}}"
        assert errors(HEAD % "web" + CHECKED.replace("{port: 80}", port)) == set()


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (HEAD % "'${A}'" + "ports: [{port: 80, nodePort: 30080}]\n", {"node-port-forbidden"}),
        (HEAD % "web" + "type: ${T}\n  ports: [{port: 80, nodePort: 30080}]\n", set()),
        (HEAD % "web" + "type: ${T}\n  ports: [{port: 80000}]\n", {"port-out-of-range"}),
        (HEAD % "web" + "selector: {app: '${A}'}\n", {"ports-missing"}),
        (HEAD % "web" + "ports: [{port: '${A}'}, {port: '${B}'}]\n", {"port-name-missing"}),
        (HEAD % "web" + "ports: [{port: '${A}', name: a}, {port: 80, name: b}]\n", set()),
        (HEAD % "web" + "ports: [{port: '${A}', name: A}]\n", {"port-name-invalid"}),
        (HEAD % "web, labels: {a: 1, b: <b>}" + CHECKED, {"wrong-type"}),
        (HEAD % "WEB" + CHECKED, {"name-invalid"}),
        (HEAD % "web-{ID}" + CHECKED.replace("{app: web}", "{app: '{ID}'}"), set()),
        (HEAD % "web.THE_HOST.local" + CHECKED.replace("80", "0"), {"port-out-of-range"}),
        (HEAD % "THE_NAME" + CHECKED, {"name-invalid"}),
        (HEAD % "web_one" + CHECKED, {"name-invalid"}),
        (HEAD % "web" + CHECKED.replace("80", "PORT"), {"wrong-type"}),
        (HEAD % "web" + "type: LOAD_BALANCER\n  " + CHECKED, {"type-unsupported"}),
        (HEAD.replace("v1", "${V}", 1) % "web" + CHECKED, set()),
        (HEAD.replace("Service", "${KIND}") % "web" + CHECKED, set()),
    ],
)
def test_what_does_not_depend_on_a_placeholder_is_reported(text: str, rules: set[str]) -> None:
    assert errors(text) - {"target-port-out-of-range"} == rules


@pytest.mark.parametrize("backend", ["shop-${A}", "SHOP_SERVICE"])
def test_references_to_and_from_placeholders_are_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(
        HEAD % "'web-${A}'" + "selector: {app: '${A}'}\n  ports: [{port: 80}]\n"
        "---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
        f"spec: {{http: [{{route: [{{destination: {{host: '{backend}'}}}}]}}]}}\n"
    )
    done = svclint("check", "--fail-on", "note", "--select", "references")
    assert (done.exit_code, done.stdout) == (
        0, "Checked 1 Service in 1 file: nothing wrong\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("file", "rules"),
    [
        ("template.yaml", ["protocol-unsupported"]),
        ("svc.tmpl.yaml", ["protocol-unsupported"]),
        ("contemplated.yaml", ["name-invalid", "protocol-unsupported"]),
    ],
)
def test_names_in_a_file_that_is_called_a_template(
    tmp_path: Path, file: str, rules: list[str]
) -> None:
    (tmp_path / file).write_text(HEAD % "service_name" + CHECKED.replace("80", "80, protocol: XYZ"))
    result = check(CheckRequest(paths=(str(tmp_path),), select=("validity",)))
    assert sorted(each.rule for each in result.findings) == rules
