"""Plain types that all other packages use: findings, reports, edits, paths, errors."""

from svclint.model.data import Data, Scalar
from svclint.model.edit import Edit, Fix, add, remove, rename_to, set_to
from svclint.model.errors import ConfigError, SvclintError
from svclint.model.finding import (
    EditedAt,
    Finding,
    Location,
    ObjectName,
    ServerAnswer,
    Severity,
    Source,
)
from svclint.model.patch import IgnoredItem
from svclint.model.path import Path, is_within, path_of, server_spell, spell
from svclint.model.report import Report, assumed, refused, warned
from svclint.model.suppression import Review, Suppressed, Suppression

__all__ = [
    "ConfigError",
    "Data",
    "Edit",
    "EditedAt",
    "Finding",
    "Fix",
    "IgnoredItem",
    "Location",
    "ObjectName",
    "Path",
    "Report",
    "Review",
    "Scalar",
    "ServerAnswer",
    "Severity",
    "Source",
    "Suppressed",
    "Suppression",
    "SvclintError",
    "add",
    "assumed",
    "is_within",
    "path_of",
    "refused",
    "remove",
    "rename_to",
    "server_spell",
    "set_to",
    "spell",
    "warned",
]
