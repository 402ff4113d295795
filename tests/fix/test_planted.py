"""A fix corrects a planted mistake or leaves it; it loses nothing and adds no finding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.model import Data, Finding, Severity
from svclint.source.stream import documents

from tests.fix.fixing import Fixed, find, fix
from tests.fix.planting import good_services, planted, services

PLANTED = services().flatmap(lambda data: st.tuples(st.just(data), planted(data)))
# What restricts who reaches a Service; no fix may lose it.
RESTRICTIONS = ("loadBalancerSourceRanges", "externalTrafficPolicy", "loadBalancerClass")


def text_of(data: Data) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def data_of(done: Fixed) -> Data:
    (document,) = documents("a.yaml", done.raw)
    data: Data = document.data
    return data


def keys(findings: list[Finding], *, least: Severity = Severity.NOTE) -> Counter[tuple[str, str]]:
    return Counter(
        (each.rule, re.sub(r"\d+", "", each.field)) for each in findings if each.severity >= least
    )


def assert_no_new_finding(before: list[Finding], after: list[Finding]) -> None:
    """Assert that new warnings and errors were at least counted as checks not run.

    A field that was misspelt is checked for the first time: it may bring a warning.
    """
    not_run = sum(each.checks_not_run for each in before)
    errors = keys(after, least=Severity.ERROR) - keys(before, least=Severity.ERROR)
    assert errors.total() <= not_run
    new = keys(after, least=Severity.WARNING) - keys(before, least=Severity.WARNING)
    renamed = sum(each.rule == "unknown-field" for each in before)
    assert new.total() <= not_run + renamed


def leaves(value: Any) -> Iterator[str]:
    """Yield all values with contents, as text: fixes may write them as another type."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif value not in (None, ""):
        yield str(value).lower()


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return list(map(without_nulls, value)) if isinstance(value, list) else value


@given(PLANTED)
@settings(max_examples=300)
def test_safe_fixes_correct_what_is_clear_and_lose_nothing(case: tuple[Data, Any]) -> None:
    good, wrong = case
    done = fix(text_of(wrong.data))
    before, after = find(text_of(wrong.data).encode()), find(done.raw)
    assert_no_new_finding(before, after)
    fixed = data_of(done)
    assert Counter(leaves(wrong.data)).keys() <= Counter(leaves(fixed)).keys()
    if wrong.is_clear:
        assert keys(after) <= keys(before) | keys(find(text_of(good).encode()))
        assert without_nulls(fixed) == without_nulls(data_of(fix(text_of(good))))


@given(PLANTED)
@settings(max_examples=300)
def test_unsafe_fixes_bring_no_error_and_open_nothing(case: tuple[Data, Any]) -> None:
    good, wrong = case
    done = fix(text_of(wrong.data), unsafe=True)
    before, after = find(text_of(wrong.data).encode()), find(done.raw)
    assert_no_new_finding(before, after)
    if wrong.is_clear:
        assert keys(after) == keys(find(fix(text_of(good), unsafe=True).raw))
    for name in RESTRICTIONS:
        if name in str(wrong.data):
            assert name in str(data_of(done))


@given(st.lists(services(), min_size=2, max_size=4), st.booleans())
@settings(max_examples=60)
def test_missing_separators_cost_no_object(objects: list[Data], unsafe: bool) -> None:
    texts = list(map(text_of, objects))
    glued, apart = fix("".join(texts), unsafe=unsafe), fix("---\n".join(texts), unsafe=unsafe)
    assert glued.text == apart.text
    assert len(list(documents("a.yaml", glued.raw))) == len(objects)


@given(services(), st.data())
@settings(max_examples=100)
def test_a_key_written_twice_costs_nothing(good: Data, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(good["spec"])))
    again = yaml.safe_dump({"spec": {name: good["spec"][name]}}).partition("\n")[2]
    head = {key: value for key, value in good.items() if key != "spec"}
    text = text_of(head) + yaml.safe_dump({"spec": good["spec"]}, sort_keys=False) + again
    done = fix(text, unsafe=True)
    once = fix(text_of({**head, "spec": good["spec"]}), unsafe=True)
    assert data_of(done) == data_of(once)


@pytest.mark.parametrize(
    ("wrong", "right", "fields"),
    [
        ("externalname", "ExternalName", {"externalName": "db.example.com"}),
        ("Loadbalancer", "LoadBalancer", {"loadBalancerSourceRanges": ["192.0.2.0/24"]}),
        (
            "loadbalancer",
            "LoadBalancer",
            {"externalTrafficPolicy": "Local", "healthCheckNodePort": 31000},
        ),
        ("DNSName", "DNSName", {"externalName": "db.example.com"}),
    ],
)
def test_a_misspelt_type_costs_no_other_field(wrong: str, right: str, fields: Data) -> None:
    data = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}
    spec = {"selector": {"app": "a"}, "ports": [{"port": 80, "name": "web"}]} | fields
    for unsafe in (False, True):
        done = fix(text_of({**data, "spec": {"type": wrong} | spec}), unsafe=unsafe)
        assert fields.items() <= data_of(done)["spec"].items()
        assert data_of(done)["spec"]["type"] == right


def test_there_are_good_services_of_all_types() -> None:
    kinds = {each["spec"].get("type") for each in good_services()}
    assert kinds >= {"NodePort", "LoadBalancer", "ExternalName", None}
    assert len(good_services()) > 50
