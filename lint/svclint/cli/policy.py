"""``svclint policy``: try a team's own policies on their examples, and export them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from svclint.source import Document

DEFAULT_FOLDER = ".svclint/policies"
_HELP = {"help_option_names": ["-h", "--help"]}
_paths = click.argument("paths", nargs=-1, type=click.Path(exists=True))


@click.group("policy", context_settings=_HELP)
def command() -> None:
    """Work on policies: svclint's own short form, and ValidatingAdmissionPolicies.

    The short form is for teams whose cluster has no policies. Each YAML document holds an id, an
    expression in CEL, a message, and examples; see svclint policy test --help.
    """


@command.command("test", context_settings=_HELP)
@_paths
@click.option("--kubernetes-version", metavar="VERSION", help="Default: the newest known.")
def try_examples(paths: tuple[str, ...], kubernetes_version: str | None) -> None:
    """Run the examples of the policies in PATHS (default: .svclint/policies).

    An example is a Service under pass or fail; says is a part of what a failing one is told.
    Anything that keeps a policy from compiling is told as well, with line and column.

    Exit codes: 0 all examples are as they say, 1 some are not, 2 something could not be read.
    """
    from svclint.kubernetes.schema.store import newest  # noqa: PLC0415
    from svclint.model import ConfigError  # noqa: PLC0415
    from svclint.model.cluster import ClusterFacts, parse_version  # noqa: PLC0415
    from svclint.policy import load_policies  # noqa: PLC0415
    from svclint.policy.short_form import examples, is_short_form  # noqa: PLC0415
    from svclint.policy.short_form_examples import failed_examples  # noqa: PLC0415

    try:
        facts = ClusterFacts(parse_version(kubernetes_version or newest()))
    except ConfigError as error:
        raise click.BadParameter(str(error)) from None
    version = ".".join(map(str, facts.version))
    found = list(_documents(paths))
    problems = load_policies(found, version).problems
    for problem in problems:
        words = f"{problem.severity}: {problem.message}"
        _say(problem.location, f"{words}; {problem.remedy}" if problem.remedy else words)
    has_failed = any(str(problem.severity) == "error" for problem in problems)
    broken = {id(problem.document.chunk) for problem in problems}
    for document in found:
        if not is_short_form(document) or id(document.chunk) in broken:
            continue
        failures = list(failed_examples(document, facts))
        for location, text in failures:
            _say(location, f"error: {text}")
        has_failed = has_failed or bool(failures)
        count = len(list(examples(document)))
        good = count - len(failures)
        click.echo(f"{document.data['id']}: {good} of {count} examples as they say")
    raise SystemExit(1 if has_failed else 0)


@command.command("export", context_settings=_HELP)
@_paths
def export(paths: tuple[str, ...]) -> None:
    """Print the policies in PATHS as ValidatingAdmissionPolicies with bindings.

    severity: error becomes Deny, warning Warn, and info Audit.
    """
    from svclint.policy import load_policies  # noqa: PLC0415
    from svclint.policy.export import exported  # noqa: PLC0415
    from svclint.policy.short_form import is_short_form  # noqa: PLC0415

    short = [document for document in _documents(paths) if is_short_form(document)]
    errors = [each for each in load_policies(short).problems if str(each.severity) == "error"]
    for problem in errors:
        _say(problem.location, f"error: {problem.message}")
    if errors:
        raise SystemExit(1)
    click.echo("---\n".join(exported(document) for document in short), nl=False)


def _documents(paths: tuple[str, ...]) -> Iterator[Document]:
    """Read the files under some paths; what cannot be read ends the command."""
    import os  # noqa: PLC0415

    from svclint.source.files import ReadError, find_files, read_file  # noqa: PLC0415
    from svclint.source.stream import documents  # noqa: PLC0415

    if not paths and not os.path.isdir(DEFAULT_FOLDER):
        _give_up(f"there is no {DEFAULT_FOLDER}; name the files or folders")
    for file in find_files(paths or (DEFAULT_FOLDER,)):
        raw = file if isinstance(file, ReadError) else read_file(file)
        if isinstance(raw, ReadError):
            _give_up(str(raw))
        for document in documents(str(file), raw):
            if document.problem is not None:
                place = document.locate(())[0]
                _give_up(f"{place.file}:{place.line}:{place.column}: {document.problem.message}")
            yield document


def _say(location: tuple[str, int, int], text: str) -> None:
    file, line, column = location
    click.echo(f"{file}:{line}:{column}: {text}")


def _give_up(text: str) -> NoReturn:
    click.echo(text, err=True)
    raise SystemExit(2)
