"""Conditions under which a rule runs: the features in ``where=``, the kinds in ``beside=``.

Features of a Service are its type, the fields of its metadata, spec and ports, ``ports[1]`` for
several ports, ``no selector``, ``unknown type``, and for rules of one Service the irregularities
(``irregular ports``). Features of a document are what is unusual about it, such as ``problem``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from svclint.kubernetes.service.features import FEATURES
from svclint.kubernetes.service.irregularities import IRREGULARITIES
from svclint.source.document import IRREGULARITIES as DOCUMENT_IRREGULARITIES
from svclint.source.kinds import CONFIGURED, REFERENCE_KINDS, SERVICE_KINDS

# The names in Document.irregularities.
DOCUMENT_FEATURES = frozenset((*DOCUMENT_IRREGULARITIES, "kind"))
# Cross-document rules run on the features alone: irregularities were reported before.
_FEATURES_BY_SCOPE: Mapping[str, frozenset[str]] = {
    "document": DOCUMENT_FEATURES,
    "object": FEATURES.union(IRREGULARITIES),
    "cluster": FEATURES.union(IRREGULARITIES),
    "reference": FEATURES,
}
_KINDS = SERVICE_KINDS | REFERENCE_KINDS | {CONFIGURED}


def check_conditions(
    name: str, scope: str, *, kinds: Collection[str], where: Iterable[str], beside: Iterable[str]
) -> None:
    """Raise ``TypeError`` for a condition that no object can meet: the rule would never run."""
    features = _FEATURES_BY_SCOPE.get(scope, frozenset())
    for feature in where:
        if feature not in features or "Service" not in kinds:
            raise TypeError(f"rule {name!r}: where={feature!r} is true of no object of its kinds")
    for kind in (*beside, *kinds):
        if kind not in _KINDS:
            raise TypeError(f"rule {name!r}: {kind!r} is not a kind that svclint reads")
