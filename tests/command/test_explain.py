"""Run ``svclint explain`` with exact and inexact names."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.cli import group
from svclint.rule import Rule
from svclint.rule.page import readable_page
from svclint.rule.registry import all_rules
from svclint.rule.search import search_rules

NAMES = [rule.name for rule in all_rules()]


def explain(*words: str) -> Result:
    return CliRunner().invoke(group, ["explain", *words], prog_name="svclint")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_an_exact_name_prints_its_page_and_nothing_else(rule: Rule) -> None:
    name = rule.name
    done = explain(name)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"# {name}\n")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["clusterip-change"], "cluster-ip-changed"),
        (["cluster-ip-change"], "cluster-ip-changed"),
        (["Cluster_IP_Changed"], "cluster-ip-changed"),
        (["cluster_ip_changed.md"], "cluster-ip-changed"),
        (["node", "port", "taken"], "node-port-taken"),
        (["selector", "nothing"], "selector-matches-nothing"),
        (["portlost"], "port-lost"),
        (["taget-port-name-mising"], "target-port-name-missing"),
        (["duplicate-prot"], "duplicate-port"),
        (["[port-lost]"], "port-lost"),
        (["a.yaml:1:2: error: port 53 is lost [port-lost]"], "port-lost"),
        (["exhausted"], "node-ports-exhausted"),
    ],
)
def test_a_name_that_is_clearly_meant_is_taken_and_named(words: list[str], name: str) -> None:
    done = explain(*words)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == readable_page(next(rule for rule in all_rules() if rule.name == name))
    if words[0].rpartition("[")[2].rstrip("]") != name:
        assert done.stderr.endswith(f" to mean {name}\n")


@pytest.mark.parametrize(
    ("words", "head", "some"),
    [
        (["clusterip"], "there is no rule 'clusterip'; the nearest are:", ["cluster-ip-changed"]),
        (["headless"], "the nearest are:", ["headless-type", "stays-headless"]),
        (["change"], "'change' is a group; its rules are:", ["port-lost", "cluster-ip-changed"]),
        (["qqq"], "there is no rule 'qqq'; `svclint rules` lists all", []),
        (["\x1b[31m"], "`svclint rules` lists all", []),
    ],
)
def test_otherwise_those_near_are_listed(words: list[str], head: str, some: list[str]) -> None:
    done = explain(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert head in done.stderr.splitlines()[0]
    listed = [line.split()[0] for line in done.stderr.splitlines()[1:]]
    assert set(some) <= set(listed)
    assert "\x1b" not in done.stderr


@settings(max_examples=50)
@given(st.sampled_from(NAMES), st.data())
def test_one_letter_too_few_still_leads_there(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    assert name in [rule.name for rule in search_rules(name[:at] + name[at + 1 :], all_rules())]


@settings(max_examples=50)
@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert len(search_rules(text, all_rules())) <= 8
