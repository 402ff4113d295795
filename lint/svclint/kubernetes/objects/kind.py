"""The facts about a kind that the code for all kinds needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from svclint.kubernetes.objects.syntax import subdomain_problem
from svclint.model import Data, Edit, Path
from svclint.model.cluster import Version

# A list of ports: its path, and the ports with their defaults.
PortList = tuple[Path, list[Data]]


def _name_problem(name: str, _version: Version) -> str | None:
    return subdomain_problem(name)


def _always(_version: Version) -> bool:
    return True


def _no_defaults(data: Data, _version: Version) -> Data:
    return data


def _same_fields(_data: Data) -> tuple[Edit, ...]:
    return ()


def _no_ports(_data: Data) -> Iterable[PortList]:
    return ()


class Kind(NamedTuple):
    """A kind of the Service API, as the API server has it.

    ``with_defaults`` returns a decoded object with its defaults, and leaves the argument as it is;
    ``name_problem`` returns why the server refuses a name. ``generates_names``: the server appends
    five random characters to a generateName. ``has_generation``: it sets the generation itself,
    and validates none that is written. ``validates_name_again``: an update validates a
    generateName. ``upgrade`` returns the edits that turn an object of a former apiVersion into one
    of this version, and ``None`` if they cannot be certain.
    """

    api_version: str
    name: str
    is_namespaced: bool = True
    name_problem: Callable[[str, Version], str | None] = _name_problem
    name_remedy: str = "use lower-case letters, digits, '-' and '.'"
    generates_names: bool = True
    has_generation: bool = False
    validates_name_again: Callable[[Version], bool] = _always
    with_defaults: Callable[[Data, Version], Data] = _no_defaults
    port_lists: Callable[[Data], Iterable[PortList]] = _no_ports
    upgrade: Callable[[Data], tuple[Edit, ...] | None] = _same_fields
