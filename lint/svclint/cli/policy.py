"""``svclint policy``: run the examples of a team's own policies, and export them."""

from __future__ import annotations

import sys

import click

from svclint.app.short_policies import PolicyMessage, export_policies, run_examples
from svclint.cli.command import HELP_NAMES, Command, Group, argument, option
from svclint.kubernetes.schema import default_version
from svclint.report.safe import safe, safe_file

_paths = argument("paths", "[PATH]...")


@click.group("policy", cls=Group, context_settings=HELP_NAMES)
def command() -> None:
    """Test policies on their examples, and export them.

    Policies in the short form are for teams whose cluster has none. Each YAML document contains an
    id, an expression in CEL, a message, and examples; see svclint policy test --help.
    """


@command.command("test", cls=Command, context_settings=HELP_NAMES)
@_paths
@option("--kubernetes-version", default="", metavar="X.Y", help=f"Default: {default_version()}.")
def test(paths: tuple[str, ...], kubernetes_version: str) -> None:
    """Run the examples of the policies in PATHS (default: .svclint/policies).

    An example is a Service under pass or fail; says is a part of the message for a failing one.
    Anything that prevents a policy from compiling is reported too, with line and column.

    Exit codes: 0 all examples have the expected result, 1 some do not, 2 something could not be
    read.
    """
    tests = run_examples(paths, kubernetes_version)
    for problem in tests.problems:
        _print(problem)
    for policy in tests.tested:
        for failure in policy.failures:
            _print(failure)
        counts = f"{policy.passed} of {policy.total} examples have the expected result"
        click.echo(f"{safe(policy.name)}: {counts if policy.total else 'no examples'}")
    sys.exit(int(tests.has_failed))


@command.command("export", cls=Command, context_settings=HELP_NAMES)
@_paths
def export(paths: tuple[str, ...]) -> None:
    """Print the policies in PATHS as ValidatingAdmissionPolicies with bindings.

    severity: error becomes Deny, warning Warn, and note Audit. Comments are kept.
    """
    text, errors = export_policies(paths)
    for error in errors:
        _print(error)
    click.echo(text, nl=False)
    sys.exit(int(bool(errors)))


def _print(item: PolicyMessage) -> None:
    file, line, column = item.location
    click.echo(f"{safe_file(file)}:{line}:{column}: {item.severity}: {safe(item.message)}")
