"""Predictions: the outcome of an apply, and how it came about."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.merge.field_sets import Managers, read_managers
from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.objects.field_changes import FieldChange
from svclint.kubernetes.objects.kubernetes_object import Checked
from svclint.kubernetes.objects.merging import Merge
from svclint.model import Data

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Prediction(Generic[Checked]):
    """The outcome of creating an object, or of applying a manifest to a live one.

    ``checked`` is what the server validates. ``after`` is the stored object if validation finds
    nothing to refuse; values that the server chooses are placeholders. ``changes`` are the
    differences to the live object, ``types`` are those of its fields. ``next_apply`` is the
    outcome of the server-side apply that follows if this one is accepted: that of kubectl if the
    object was applied client-side before, and that of Flux after a dry run. The server validates
    both. With ``is_skipped``, the tool does not apply the object; with ``is_recreated``, it
    deletes the live object and creates it again.
    """

    apply_options: ApplyOptions
    checked: Checked
    merge: Merge
    after: Data
    changes: tuple[FieldChange, ...]
    types: FieldType
    next_apply: Prediction[Checked] | None = None
    is_skipped: bool = False
    is_recreated: bool = False

    @property
    def written(self) -> Data:
        """The manifest, decoded."""
        return self.checked.written

    @property
    def live(self) -> Data:
        """The object before the update; empty on create."""
        return self.checked.live or {}

    @cached_property
    def managers(self) -> Managers:
        """The managers of the fields of the live object, as far as it tells them."""
        return read_managers(self.live["metadata"].get("managedFields") or ())

    @cached_property
    def _computed(self) -> dict[Hashable, Any]:
        return {}

    def computed(self, key: Hashable, compute: Callable[[], _Result]) -> _Result:
        """Return what several reports need of this prediction, computed on first use."""
        if key not in self._computed:
            self._computed[key] = compute()
        found: _Result = self._computed[key]
        return found

    @property
    def old(self) -> Data:
        """The spec before the update; empty on create."""
        spec: Data = self.live.get("spec") or {}
        return spec

    @property
    def new(self) -> Data:
        """The spec as it will be stored."""
        spec: Data = self.after.get("spec") or {}
        return spec

    def was_applied(self, *names: str) -> bool:
        """Return whether this client is known to have applied a field before."""
        path = tuple(("f", name) for name in names)
        return path in (self.merge.applied_before or ())

    @property
    def is_sent(self) -> bool:
        """Whether a request is sent at all; kubectl does not send an empty patch."""
        return self.merge.patch != {}

    @property
    def is_unchanged(self) -> bool:
        """Whether the object stays as it is."""
        return self.checked.live is not None and not self.changes
