"""Objects that a kustomization renames, while it leaves a reference to them as it is written.

kustomize changes the references that it knows: of its own list, and of ``configurations``. Those
in custom resources are not among them.
Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/namereference/
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.port_messages import place_of
from svclint.model import Report, Severity
from svclint.source import Document
from svclint.source.files import rendered_folder
from svclint.source.kustomization import kustomization_in
from svclint.source.paths import real_folder

# More kustomizations than anyone looks through.
_MOST = 1000


class _Affix(NamedTuple):
    """What a kustomization and those around it add to names; ``folder`` is as users name it."""

    folder: str
    prefix: str
    suffix: str


def renamed(
    report: Report,
    document: Document,
    found_as: Callable[[str], Iterable[Document]],
    inventory: Inventory,
) -> Report | None:
    """Return a report of a reference to an object that a kustomization has renamed, if it is one.

    ``found_as`` returns the objects of the same text with a name that may be meant, where that of
    ``report`` is missing: its ``part``, or the name in a reference.
    """
    folder, value = rendered_folder(document.file), document.value(report.path)
    if not folder or not isinstance(value, str):
        return None
    affixes = inventory.cache.computed(("affixes", folder), lambda: list(_affixes(folder)))
    name = report.part or value.rpartition("/")[2].partition(":")[0].partition(".")[0]
    for affix in affixes if name else ():
        found = next(iter(found_as(f"{affix.prefix}{name}{affix.suffix}")), None)
        if found is not None:
            new = found.object_name.name
            remedy = f'write "{new}" in a patch of that kustomization'
            if value == name:
                remedy += f", or add a nameReference for {document.kind} to its configurations"
            is_closed = inventory.is_closed(document, (found.kind,))
            return report._replace(
                message=f"{report.message}: {_settings(affix)} of {affix.folder} renames it to "
                f'"{new}" ({place_of(found)}), but not this reference',
                remedy=remedy,
                severity=Severity.ERROR if is_closed else Severity.WARNING,
            )
    return None


def _affixes(folder: str) -> Iterator[_Affix]:
    """Yield what is added to the names in each kustomization that a built one takes in."""
    top = real_folder(folder)
    pending = [(top, _Affix(folder, "", ""))]
    seen: set[tuple[str, _Affix]] = set()
    while pending:
        here, around = pending.pop()
        own = kustomization_in(here)
        if own is None or (here, around) in seen or len(seen) > _MOST:
            continue
        seen.add((here, around))
        if own.prefix or own.suffix:
            shown = os.path.normpath(os.path.join(folder, os.path.relpath(here, top)))
            prefix, suffix = around.prefix + own.prefix, own.suffix + around.suffix
            around = _Affix(shown, prefix, suffix)
            yield around
        pending += [(each, around) for each in sorted(own.resources)]


def _settings(affix: _Affix) -> str:
    settings = ("namePrefix", affix.prefix), ("nameSuffix", affix.suffix)
    return " and ".join(f'{setting} "{text}"' for setting, text in settings if text)
