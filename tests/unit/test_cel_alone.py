"""The package of CEL can be published alone: it works under another name and needs nothing else."""

from __future__ import annotations

import doctest
import shutil
import subprocess
import sys
from pathlib import Path

from svclint import cel

PROGRAM = """
import sys
import commonexpression as cel

environment = cel.Environment({"object": cel.types.DYN})
source = "object.ips.all(each, cidr('10.0.0.0/8').containsIP(each))"
outcome = cel.compile_expression(source, environment).evaluate({"object": {"ips": ["10.1.2.3"]}})
assert outcome.value is True
packages = {name.split(".")[0] for name in sys.modules} - sys.stdlib_module_names
print([name for name in packages if not name.startswith("_")])
"""


def test_it_runs_under_another_name_without_any_other_package(tmp_path: Path) -> None:
    shutil.copytree(Path(*cel.__path__), tmp_path / "commonexpression")
    command = [sys.executable, "-S", "-c", PROGRAM]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("['commonexpression']\n", "")


def test_the_example_of_its_documentation_holds() -> None:
    assert doctest.testmod(cel, raise_on_error=True).attempted > 0


def test_all_its_public_names_exist() -> None:
    assert all(hasattr(cel, name) for name in cel.__all__)
