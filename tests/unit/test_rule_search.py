"""Which rules a message suggests for a name that does not exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.model import ConfigError
from svclint.rule.registry import UnknownRuleError, all_rules, select_rules
from svclint.rule.search import RuleSuggestions, suggest_rules
from svclint.settings.config.reading import read_config
from svclint.settings.rule_settings import require_valid


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("port-dupe", "; did you mean duplicate-port?"),
        ("port-unnmed", "; did you mean port-unnamed?"),
        ("b", "; `svclint rules` lists all"),
        ("qqq", "; `svclint rules` lists all"),
    ],
)
def test_words_may_be_cut_short_and_in_another_order(name: str, hint: str) -> None:
    assert suggest_rules(name, all_rules()) == hint


def test_several_rules_are_suggested_if_none_is_clearly_nearest() -> None:
    hint = suggest_rules("cluster-ip", all_rules())
    assert hint.startswith("; did you mean cluster-ip-")
    assert hint.count("cluster-ip-") == 3
    assert " or cluster-ip-" in hint


def test_a_group_may_be_meant() -> None:
    with pytest.raises(UnknownRuleError, match=r"'validty'; did you mean validity\?"):
        select_rules(["validty"], [])


def test_a_name_longer_than_any_resembles_no_rule() -> None:
    # A suppression comment may contain such a name, and difflib takes quadratic time.
    assert suggest_rules("-".join(["port", "unnamed"] * 200), all_rules()) == (
        "; `svclint rules` lists all"
    )
    assert suggest_rules("a" * 1_000_000, all_rules(), {"a" * 318}) == "; `svclint rules` lists all"


def test_what_is_meant_is_searched_for_the_first_names_of_a_file_only() -> None:
    suggestions = RuleSuggestions(all_rules())
    found = [suggestions.for_name(f"port-unnamed{number}") for number in range(60)]
    assert found.count("; did you mean port-unnamed?") == 50
    assert set(found[50:]) == {"; `svclint rules` lists all"}
    assert suggestions.for_name("port-unnamed0") == found[0]


def test_the_names_of_all_settings_of_a_file_are_counted_together(tmp_path: Path) -> None:
    selected = ", ".join(f"port-unnamed{number}" for number in range(30))
    rules = ", ".join(f"port-unnamed{number}: {{severity: note}}" for number in range(30, 60))
    file = tmp_path / ".svclint.yaml"
    file.write_text(f"select: [{selected}]\nrules: {{{rules}}}\n")
    with pytest.raises(ConfigError) as error:
        require_valid(read_config(str(file)))
    assert str(error.value).count("did you mean port-unnamed?") == 50


def test_no_name_of_a_rule_is_half_as_long_as_the_longest_that_is_searched() -> None:
    assert max(len(rule.name) for rule in all_rules()) <= 50
