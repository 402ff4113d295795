"""The suppressions that cover a finding are found as if each were compared with it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from svclint.model import Finding, Location, ObjectName, Severity, Suppression
from svclint.settings.suppression.covers import Covers

NAMES = [ObjectName("v1", "Service", "", name) for name in ("a", "b")]
# Collections of YAML: nested or apart.
RANGES = [(1, 20), (2, 9), (2, 5), (3, 3), (3, 4), (4, 4), (11, 20), (12, 12), (13, 19), (14, 15)]


def suppression(lines: tuple[int, int], rule: str, name: ObjectName, *, note: bool) -> Suppression:
    place = Location("a.yaml", lines[0], 1)
    return Suppression(place, *lines, (rule,), "", name, is_annotation=note)


COMMENTS = st.builds(
    suppression,
    st.sampled_from(RANGES),
    st.sampled_from("xy"),
    st.just(NAMES[0]),
    note=st.just(False),
)
# Annotations cover whole documents.
ANNOTATIONS = st.builds(
    suppression,
    st.sampled_from([(1, 20), (21, 30)]),
    st.sampled_from("xy"),
    st.sampled_from(NAMES),
    note=st.just(True),
)
FINDINGS = st.builds(
    lambda line, rule, name: Finding(
        Location("a.yaml", line, 1), rule, Severity.ERROR, "", "", "", name, None, ""
    ),
    st.integers(0, 32),
    st.sampled_from("xyz"),
    st.sampled_from(NAMES),
)


@given(st.lists(st.one_of(COMMENTS, ANNOTATIONS)), st.lists(FINDINGS, min_size=1))
def test_what_covers_a_finding(suppressions: list[Suppression], findings: list[Finding]) -> None:
    covers = Covers()
    of_each = [covers.add(each) for each in suppressions]
    for finding in findings:
        over = set(map(id, covers.over(finding)))
        reaching = [each.reaches(finding) for each in suppressions]
        assert reaching == [id(cover) in over for cover in of_each]
        assert len(over) == len(
            {id(each) for each, is_over in zip(of_each, reaching, strict=True) if is_over}
        )
