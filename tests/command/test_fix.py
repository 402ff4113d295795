"""``svclint check --fix`` fixes what is reported, and counts what it fixes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from svclint.cli import group

from tests.command.fix_runs import BROKEN, HINTS, NO_HINTS, SAFE, check


def test_what_is_fixed_is_counted_and_what_is_left_is_judged(web_yaml: Path) -> None:
    done = check("--fix", "web.yaml")
    assert web_yaml.read_text() == SAFE
    assert done.exit_code == 0
    assert "Fixed 2 findings in 1 file: 1 " in done.stdout
    assert "1 type-unsupported" in done.stdout
    assert "Checked 1 Service in 1 file: 1 warning;" in done.stdout
    web_yaml.write_text(BROKEN.replace("80", "80000"))
    done = check("--fix", ".")
    assert done.exit_code == 1
    # The number would be refused as well.
    assert 'port is the string "80000", not an integer' in done.stdout
    assert web_yaml.read_text() == BROKEN.replace("80", "80000").replace("nodeport", "NodePort")


def test_a_second_run_changes_nothing(web_yaml: Path) -> None:
    check("--fix", ".")
    before = web_yaml.stat()
    assert "Fixed" not in check("--fix", ".").stdout
    assert (web_yaml.stat().st_mtime_ns, web_yaml.stat().st_ino) == (
        before.st_mtime_ns,
        before.st_ino,
    )


def test_what_is_only_likely_needs_more_than_a_word(web_yaml: Path) -> None:
    web_yaml.write_text(HINTS)
    done = check("--fix", "web.yaml")
    assert (done.exit_code, web_yaml.read_text()) == (1, HINTS)
    assert "(--unsafe-fixes)" in done.stdout
    assert "; 1 can be fixed with --fix --unsafe-fixes" in done.stdout
    assert check("--fix", "--unsafe-fixes", "web.yaml").exit_code == 0
    assert web_yaml.read_text() == NO_HINTS


def test_diff_previews_a_fix(web_yaml: Path) -> None:
    before = web_yaml.read_bytes()
    done, preview = check("--fix", "--diff", web_yaml), check("--diff", web_yaml)
    assert (done.exit_code, done.stdout, done.stderr) == (1, preview.stdout, preview.stderr)
    assert done.stdout.startswith("--- a/")
    assert web_yaml.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--diff", "--format", "json"], "--diff prints a patch"),
        (["--diff", "--output", "x"], "--diff prints a patch"),
        (["--unsafe-fixes"], "--unsafe-fixes needs --fix or --diff"),
    ],
)
def test_options_that_contradict_each_other(web_yaml: Path, words: list[str], said: str) -> None:
    done = check(*words, web_yaml)
    assert done.exit_code == 2
    assert said in done.stderr


def test_only_what_is_reported_is_fixed(web_yaml: Path) -> None:
    check("--fix", "--select", "wrong-type", "web.yaml")
    assert web_yaml.read_text() == BROKEN.replace('"80"', "80")
    web_yaml.write_text(HINTS.replace("Local", "local"))
    CliRunner().invoke(group, ["baseline", "-o", "known.json", "web.yaml"])
    web_yaml.write_text(web_yaml.read_text().replace("port: 80", "Port: 80"))
    check("--fix", "--unsafe-fixes", "--baseline", "known.json", "web.yaml")
    assert web_yaml.read_text() == HINTS.replace("Local", "local")


def test_with_among_only_what_the_files_bring_about_is_fixed(web_yaml: Path) -> None:
    other = web_yaml.parent / "other.yaml"
    other.write_text(BROKEN)
    check("--fix", "--among", ".", "web.yaml")
    assert (web_yaml.read_text(), other.read_text()) == (SAFE, BROKEN)


def test_verbose_says_what_cannot_be_fixed_and_why(web_yaml: Path) -> None:
    web_yaml.write_text(BROKEN.replace("nodeport", "&t nodeport").replace('"80"', "80"))
    done = check("--fix", "-v", "web.yaml")
    assert "web.yaml:5:9: type-unsupported is not fixed: it has an anchor or a tag" in done.stderr
    assert "(--fix)" not in done.stdout
    assert done.exit_code == 1


def test_references_are_judged_with_what_was_fixed(web_yaml: Path) -> None:
    web_yaml.write_text(
        """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  Selector: {app: web}
  ports: [{port: 80, targetPort: htp}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, ports: [{name: http, containerPort: 80}]}]}
"""
    )
    assert check("--fix", "--unsafe-fixes", "web.yaml").exit_code == 0
    assert "  selector: {app: web}\n  ports: [{port: 80, targetPort: http}]" in web_yaml.read_text()


def test_a_live_address_is_not_spelt_anew(web_yaml: Path) -> None:
    text = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: LoadBalancer
  clusterIP: FD00:10:96::77
  loadBalancerIP: FD00::1
  ipFamilies: [IPv6]
  ports: [{port: 80, targetPort: 80, protocol: TCP, nodePort: 30080}]
"""
    web_yaml.write_text(text)
    live = web_yaml.parent / "live.json"
    live.write_text(
        json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": "web", "namespace": "default", "uid": "1"},
                "spec": {
                    "type": "LoadBalancer",
                    "clusterIP": "FD00:10:96::77",
                    "clusterIPs": ["FD00:10:96::77"],
                    "ipFamilies": ["IPv6"],
                    "ipFamilyPolicy": "SingleStack",
                    "ports": [{"port": 80, "targetPort": 80, "protocol": "TCP", "nodePort": 30080}],
                },
            }
        )
    )
    check("--fix", "--unsafe-fixes", "--live", live, "web.yaml")
    assert web_yaml.read_text() == text.replace("FD00::1", "fd00::1")


def test_json_says_what_to_write_where(web_yaml: Path) -> None:
    shown = json.loads(check("--format", "json", "web.yaml").stdout)
    fixes = {each["rule"]: each["fix"] for each in shown["findings"]}
    assert fixes["wrong-type"] == {
        "description": "set .spec.ports[0].port to 80",
        "safe": True,
        "edits": [{"startLine": 8, "startColumn": 13, "endLine": 8, "endColumn": 17, "text": "80"}],
    }
    assert "fixed" not in shown
    shown = json.loads(check("--fix", "--format", "json", "web.yaml").stdout)
    assert sorted(each["rule"] for each in shown["fixed"]) == [
        "type-unsupported",
        "wrong-type",
    ]
