"""The profiles, and that good-practice rules never fail a run by default."""

from __future__ import annotations

import pytest
from svclint.kubernetes.service import Service
from svclint.model import Severity
from svclint.model.cluster import PROFILES
from svclint.rule import service_rule
from svclint.rule.registry import (
    DEFAULT_PROFILE,
    UnknownRuleError,
    all_rules,
    rules_in_profile,
    select_rules,
)


def names(which: str) -> set[str]:
    return {rule.name for rule in rules_in_profile(which)}


def test_each_profile_holds_the_one_before_it() -> None:
    assert names("minimal") < names("recommended") < names("strict")
    assert names("strict") == {rule.name for rule in all_rules()}


def test_minimal_is_what_the_api_server_says() -> None:
    assert {rule.group for rule in rules_in_profile("minimal")} == {
        "validity",
        "cluster",
        "change",
        "policy",
    }
    others = [rule for rule in rules_in_profile("minimal") if rule.group in ("cluster", "change")]
    assert all(rule.severity == Severity.ERROR for rule in others)
    refusing = {
        rule.name
        for rule in all_rules()
        if rule.group in ("validity", "cluster", "change") and rule.severity == Severity.ERROR
    }
    assert refusing <= names("minimal")


def test_no_practice_fails_a_run() -> None:
    practices = [rule for rule in all_rules() if rule.group == "practice"]
    assert practices
    assert all(rule.severity < Severity.ERROR for rule in practices)
    assert all(rule.declared_profile in ("recommended", "strict") for rule in practices)


def test_nothing_chosen_is_the_default_profile() -> None:
    assert select_rules([], []) == rules_in_profile(DEFAULT_PROFILE)
    assert select_rules([], [], "strict") == all_rules()
    assert "port-unnamed" not in {rule.name for rule in select_rules([], [])}


def test_what_is_selected_may_be_of_any_profile() -> None:
    assert [rule.name for rule in select_rules(["port-unnamed"], [])] == ["port-unnamed"]
    assert {rule.group for rule in select_rules(["practice"], ["port-unnamed"])} == {"practice"}


def test_what_is_ignored_leaves_the_profile() -> None:
    kept = {rule.name for rule in select_rules([], ["references", "name-invalid"])}
    gone = {rule.name for rule in rules_in_profile(DEFAULT_PROFILE) if rule.group == "references"}
    assert kept == names(DEFAULT_PROFILE) - gone - {"name-invalid"}


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(UnknownRuleError, match=", ".join(PROFILES)):
        rules_in_profile("pedantic")


def test_a_rule_cannot_name_a_profile_that_is_not() -> None:
    def check(_service: Service) -> tuple[()]:
        """Nothing."""
        return ()

    with pytest.raises(TypeError, match="pedantic"):
        service_rule("a-rule", Severity.NOTE, since="0.1", profile="pedantic")(check)
