"""``--fix`` edits the values of a chart where they surely cause a finding, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group

from tests.render.real_tools import HELMS, only

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: {{ .Values.service.type }}
  selector: {app: web}
  ports:
    - port: 80
      protocol: PROTOCOL
"""
VALUES = """\
service:
  type: Loadbalancer   # in the cloud
  protocol: tcp
"""


@pytest.fixture(params=HELMS, autouse=True)
def chart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    only(monkeypatch, tmp_path / "tools", request.param)
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "web"
    folder.joinpath("templates").mkdir(parents=True)
    monkeypatch.chdir(folder)
    Path("Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    Path("values.yaml").write_text(VALUES)
    use_protocol("{{ .Values.service.protocol }}")
    return folder


def use_protocol(text: str) -> None:
    Path("templates/service.yaml").write_text(SERVICE.replace("PROTOCOL", text))


def svclint(*words: str) -> Result:
    return CliRunner().invoke(group, ["check", *words], prog_name="svclint")


def test_a_preview_writes_nothing() -> None:
    done = svclint("--diff", ".")
    assert "+  type: LoadBalancer   # in the cloud" in done.output
    assert "Would fix 2 findings in 1 file" in done.output
    assert Path("values.yaml").read_text() == VALUES


def test_a_template_is_not_edited() -> None:
    use_protocol("tcp")
    before = Path("templates/service.yaml").read_text()
    done = svclint("--fix", ".")
    assert done.exit_code == 1
    assert "Fixed 1 finding in 1 file: 1 type-unsupported" in done.output
    assert "= write protocol: TCP\n" in done.output
    assert Path("templates/service.yaml").read_text() == before


def test_a_values_file_is_fixed_for_all_that_use_it() -> None:
    """The chart's own values and a test's: each is fixed where it is written, and only once."""
    Path("values.yaml").write_text("service:\n  protocol: TCP\n")
    Path("ci").mkdir()
    for name in ("one", "two"):
        Path(f"ci/{name}-values.yaml").write_text("service:\n  type: Loadbalancer\n")
    done = svclint("--fix", ".")
    assert done.exit_code == 0, done.output
    for name in ("one", "two"):
        assert Path(f"ci/{name}-values.yaml").read_text() == "service:\n  type: LoadBalancer\n"
