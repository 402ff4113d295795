"""What is special about a kind in an update; the steps of all kinds are in ``objects.update``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Generic, NamedTuple

from svclint.kubernetes.merge.field_types import FieldType, Marks, field_types
from svclint.kubernetes.objects.decode import decoded
from svclint.kubernetes.objects.kind import Kind
from svclint.kubernetes.objects.kubernetes_object import Checked
from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.schema import load_known
from svclint.model import Data, ObjectName, Path
from svclint.model.cluster import ClusterFacts, Version, version_text

# Makes an object of its forms: written, effective; its name, the version, and the live object.
Make = Callable[[Data, Data, ObjectName, Version, Data | None], Checked]
_NOT_STORED = ("apiVersion", "kind", "metadata")


class KeptItem(NamedTuple):
    """An item of a list that only the live object has: its name, who manages it, the remedy."""

    name: str
    managed: str
    remedy: str


class UpdateSteps(Generic[Checked]):
    """The steps of an update that differ between kinds; a kind overrides those it has of its own.

    ``marks`` are its special fields.
    """

    def __init__(self, kind: Kind, make: Make[Checked], marks: Marks) -> None:
        self.kind, self.make, self._marks = kind, make, marks
        self.types = cache(self._types)

    def _types(self, version: Version) -> FieldType:
        """Return how the fields of the kind merge in a Kubernetes version."""
        schema = load_known(version_text(version), self.kind.api_version, self.kind.name)
        return field_types(schema, self.marks(version))

    def marks(self, version: Version) -> Marks:
        """Return the special fields in a Kubernetes version."""
        del version
        return self._marks

    def create(self, manifest: Data, object_name: ObjectName, version: Version) -> Checked:
        """Return the object that the server validates on create."""
        written = decoded(self.kind, manifest, version)
        effective = self.kind.with_defaults(written, version)
        return self.make(written, effective, object_name, version, None)

    def carry_over(self, new: Data, live: Data, version: Version) -> None:
        """Set what an update keeps of the live object, in place (PrepareForUpdate)."""
        del version
        new.pop("status", None)
        if "status" in live:
            new["status"] = live["status"]

    def stored_fields(self, checked: Checked, facts: ClusterFacts) -> Data:
        """Return the fields that are stored, beside the metadata."""
        del facts
        return {key: value for key, value in checked.effective.items() if key not in _NOT_STORED}

    def between_applies(self, stored: Data) -> Data:
        """Return what an apply has stored, as it is merged by another one that follows."""
        return stored

    def validated_again(self, data: Data) -> Data:
        """Return an object without the values that the server has chosen in the first apply."""
        return data

    def kept_item(self, path: Path, change: Prediction[Checked]) -> KeptItem | None:
        """Return the item at a path if an update keeps it although the manifest does not list it.

        The lists of most kinds are replaced as a whole.
        """
        del path, change
        return None

    def completed(self, manifest: Data, change: Prediction[Checked]) -> Data:
        """Return a manifest completed by what an update keeps of the live object."""
        del change
        return manifest


AnySteps = UpdateSteps[Any]
