"""What a shell completes after an option or argument, by its metavar.

Source: https://click.palletsprojects.com/en/stable/shell-completion/ (types ``file`` and ``dir``
leave the completion of names to the shell).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Completion = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


def by_metavar(metavar: str) -> Completion | None:
    """Return what completes the values that a metavar such as ``[PATH]...`` stands for."""
    return _COMPLETIONS.get(metavar.strip("[]."))


def names(known: Callable[[click.Context], Iterable[str]]) -> Completion:
    """Return a completion of names, also of the last of several with commas between them."""

    def complete(
        context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        before, comma, last = incomplete.rpartition(",")
        found = (name for name in known(context) if name.startswith(last))
        return [_item(f"{before}{comma}{name}") for name in found]

    return complete


def _item(value: str, kind: str = "plain") -> CompletionItem:
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only while completing

    return CompletionItem(value, type=kind)


def _files(_c: click.Context, _p: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [_item(incomplete, "file")]


def _folders(_c: click.Context, _p: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [_item(incomplete, "dir")]


def _live_sources(_c: click.Context, _p: click.Parameter, incomplete: str) -> list[CompletionItem]:
    if incomplete and "cluster".startswith(incomplete):
        return [_item("cluster"), _item(incomplete, "file")]
    return [_item(incomplete, "file")]


def _rules_and_groups(_context: click.Context) -> list[str]:
    from svclint.rule.registry import all_rules  # noqa: PLC0415 - imports every rule

    rules = all_rules()
    return sorted({rule.group for rule in rules} | {rule.name for rule in rules})


def _versions(_context: click.Context) -> tuple[str, ...]:
    from svclint.kubernetes.schema import versions  # noqa: PLC0415 - lists the schemas

    return versions()


def _contexts(context: click.Context) -> Iterator[str]:
    """Yield the contexts of the kubeconfig; none of a file that cannot be read."""
    import yaml  # noqa: PLC0415 - heavy

    from svclint.kubernetes.live.kubeconfig import kubeconfig_files  # noqa: PLC0415 - heavy
    from svclint.model import SvclintError  # noqa: PLC0415
    from svclint.model.data import mapping, sequence, text  # noqa: PLC0415

    try:
        for file in kubeconfig_files(context.params.get("kubeconfig") or ""):
            with open(file, encoding="utf-8") as stream:
                data = mapping(yaml.safe_load(stream))
            yield from (text(mapping(each).get("name")) for each in sequence(data.get("contexts")))
    except (SvclintError, OSError, UnicodeDecodeError, yaml.YAMLError):
        return


_COMPLETIONS: dict[str, Completion] = {
    "FILE": _files,
    "PATH": _files,
    "DIR": _folders,
    "SOURCE": _live_sources,
    "RULE": names(_rules_and_groups),
    "X.Y": names(_versions),
    "CONTEXT": names(_contexts),
}
