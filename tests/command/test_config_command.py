"""``svclint config`` shows each value with its source; the guide and the schema are complete."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command.config_runs import OWN, TOP
from tests.command.runs import SNAPSHOTS, svclint


@pytest.mark.usefixtures("team")
def test_config_is_as_it_was_read_and_approved() -> None:
    done = svclint("config", "--namespace", "shop", "prod/web.yaml", "legacy/web.yaml")
    assert done.exit_code == 0
    assert done.output == (SNAPSHOTS / "config.txt").read_text(encoding="utf-8")


def test_config_says_for_programs_where_each_value_comes_from(team: Path) -> None:
    done = svclint("config", "--format", "json", "--ignore", "port-unnamed", "prod/web.yaml")
    (shown,) = json.loads(done.stdout)
    sources = {each["key"]: each["source"] for each in shown["values"] if each["key"] != "ignore"}
    assert shown["cluster"] == "prod"
    assert [Path(file).name for file in shown["configurations"]] == [".svclint.yaml", "base.yaml"]
    own = {"kind": "file", "file": str(team / ".svclint.yaml")}
    assert sources["kubernetesVersion"] == {**own, "line": 3, "column": 20}
    assert sources["nodePortRange"] == {"kind": "default"}
    ignores = [each for each in shown["values"] if each["key"] == "ignore"]
    assert [each["source"]["kind"] for each in ignores] == ["option", "file"]
    assert "port-unnamed" not in shown["rules"]
    assert "node-port-type" in shown["rules"]


def test_config_without_any_configuration(here: Path) -> None:
    done = svclint("config", "--no-config", "--select", "validity", "--require-reason")
    assert 'select: ["validity"]' in done.output
    assert "# option" in done.output
    assert svclint("config", "--select", "port-unnmed").exit_code == 2
    (here / ".svclint.yaml").write_text("ignore: [x]\n")
    done = svclint("config")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "names 'x', which is not a rule" in done.stderr


def test_the_schema_that_is_printed_is_one_for_editors_and_other_programs(team: Path) -> None:
    schema = team / ".svclint.kubernetes.schema.json"
    schema.write_text(svclint("config", "--schema").stdout)
    check = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    for text, code in ((OWN, 0), ("profiel: strict\n", 1)):
        (team / "one.yaml").write_text(text)
        done = subprocess.run([*check, "one.yaml"], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout
    assert "profiel" in done.stdout


def test_the_guide_shows_the_example_and_every_key() -> None:
    guide = (TOP / "docs/configuration.md").read_text(encoding="utf-8")
    example = (TOP / "examples/team/.svclint.yaml").read_text(encoding="utf-8")
    assert f"```yaml .svclint.yaml\n{example}```\n" in guide
    for key in json.loads(svclint("config", "--schema").stdout)["properties"]:
        assert f"`{key}`" in guide
