"""Precedence of configurations, clusters, profiles and selections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.rule import Rule
from svclint.rule.registry import all_rules, page_text, rule_named, rules_in_profile
from svclint.settings.config.layers import Config, config_for_file
from svclint.settings.rule_selection import (
    RuleOptions,
    configured_options,
    is_enabled,
    rule_selection,
    rules_for_run,
)

from tests.unit.configurations import as_yaml, reading


def names(config: Config, file: str = "web.yaml", asked: RuleOptions | None = None) -> set[str]:
    layers = config_for_file(config, f"{config.folder}/{file}").layers
    return {rule.name for rule in all_rules() if is_enabled(rule, layers, asked or RuleOptions())}


def of_profile(name: str) -> set[str]:
    return {rule.name for rule in rules_in_profile(name)}


def test_own_keys_win_then_later_extended_ones_and_mappings_are_joined(tmp_path: Path) -> None:
    config = reading(
        tmp_path,
        own="extends: [b.yaml, c.yaml]\nnamespace: own\nrules: {port-unnamed: {severity: error}}\n",
        b="extends: d.yaml\nnamespace: b\nnodePortRange: 1-2\nkubernetesVersion: '1.30'\n"
        "podTemplates: {B: a.b}\n",
        c="kubernetesVersion: '1.31'\nrules: {port-unnamed: {severity: note}, node-port-type: }\n"
        "podTemplates: {C: c, B: x}\n",
        d="nodePortRange: 3-4\nserviceCIDRs: [10.0.0.0/8]\n",
    )
    settings = config_for_file(config, f"{tmp_path}/web.yaml").settings()
    assert (settings.namespace, settings.version) == ("own", (1, 31))
    assert settings.node_ports == (1, 2)
    assert settings.service_cidrs is not None
    assert str(settings.service_cidrs[0]) == "10.0.0.0/8"
    assert dict(settings.pod_templates) == {"B": ("x",), "C": ("c",)}
    choice = rule_selection(
        config_for_file(config, f"{tmp_path}/web.yaml"), RuleOptions(), all_rules()
    )
    assert choice.severities["port-unnamed"].name == "ERROR"
    assert {Path(file).name for file in config.files} == {f"{name}.yaml" for name in (
        "own", "b", "c", "d")}  # fmt: skip


def test_the_first_cluster_that_matches_is_meant(tmp_path: Path) -> None:
    config = reading(
        tmp_path,
        own="namespace: top\nclusters:\n- {paths: [a/**], namespace: a}\n"
        "- {name: second, paths: [a/**, b/**], kubernetesVersion: '1.30'}\n",
    )
    found = {file: config_for_file(config, f"{tmp_path}/{file}") for file in ("a/x", "b/x", "c/x")}
    assert [each.cluster for each in found.values()] == ["cluster 1", "second", ""]
    assert [each.settings().namespace for each in found.values()] == ["a", "top", "top"]


@pytest.mark.parametrize(
    ("text", "want", "dropped", "added"),
    [
        ("", "recommended", "", ""),
        ("profile: minimal\n", "minimal", "", ""),
        ("ignore: [name-invalid]\n", "recommended", "name-invalid", ""),
        # A named rule runs, whatever the profile.
        ("rules: {port-unnamed: {severity: note}}\n", "recommended", "", "port-unnamed"),
        ("rules: {port-unnamed: }\nprofile: minimal\n", "minimal", "", "port-unnamed"),
        # The nearer place takes precedence, and a name takes precedence over a group.
        ("ignore: [practice]\nrules: {port-unnamed: }\n", "nopractice", "", "port-unnamed"),
        ("ignore: [port-unnamed]\nrules: {port-unnamed: }\n", "recommended", "", ""),
        ("extends: b.yaml\nrules: {name-invalid: }\n", "recommended", "kind-missing", ""),
        ("extends: b.yaml\nignore: [ports-missing]\n", "recommended",
         "name-invalid ports-missing kind-missing", ""),
        ("overrides: [{paths: [w*], ignore: [name-invalid]}]\n", "recommended", "name-invalid", ""),
        ("overrides: [{paths: [x*], ignore: [name-invalid]}]\n", "recommended", "", ""),
        ("overrides: [{paths: [w*], profile: minimal}]\nprofile: strict\n", "minimal", "", ""),
        ("ignore: [port-unnamed]\noverrides: [{paths: [w*], rules: {port-unnamed: }}]\n",
         "recommended", "", "port-unnamed"),
    ],
)  # fmt: skip
def test_which_rules_speak(tmp_path: Path, text: str, want: str, dropped: str, added: str) -> None:
    config = reading(tmp_path, own=text, b="ignore: [name-invalid, kind-missing]\n")
    if want == "nopractice":
        expected = {
            rule.name for rule in rules_in_profile("recommended") if rule.group != "practice"
        }
    else:
        expected = of_profile(want)
    assert names(config) == (expected - set(dropped.split())) | set(added.split())


def test_select_takes_the_place_of_the_profile(tmp_path: Path) -> None:
    config = reading(
        tmp_path, own="select: [port-unnamed, references]\nrules: {node-port-type: }\n"
    )
    references = {rule.name for rule in all_rules() if rule.group == "references"}
    assert names(config) == references | {"port-unnamed", "node-port-type"}
    minimal = RuleOptions(profile="minimal")
    assert names(config, asked=minimal) == of_profile("minimal") | {"node-port-type"}


def test_the_command_line_narrows_and_what_is_ignored_stays_so(tmp_path: Path) -> None:
    config = reading(tmp_path, own="ignore: [port-unnamed]\nselect: [references]\n")
    asked = RuleOptions(select=("practice",), ignore=("node-port-type",))
    practice = {rule.name for rule in all_rules() if rule.group == "practice"}
    assert names(config, asked=asked) == practice - {"port-unnamed", "node-port-type"}


@given(st.data())
def test_a_run_has_every_rule_that_speaks_of_any_file(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    some = st.lists(
        st.sampled_from(["practice", "references", "port-unnamed", "name-invalid"]), max_size=2
    )
    saying = st.fixed_dictionaries(
        {},
        optional={
            "select": some,
            "ignore": some,
            "profile": st.sampled_from(["minimal", "strict"]),
            "rules": some.map(lambda names: {each: {} for each in names if "-" in each}),
        },
    )
    whole: dict[str, Any] = dict(data.draw(saying))
    patterns = ("a*", "*b", "[ac]*")
    whole["overrides"] = [{"paths": [each], **data.draw(saying)} for each in patterns]
    config = reading(tmp_path_factory.mktemp("config"), own=as_yaml(whole))
    asked = RuleOptions(profile=data.draw(st.sampled_from(["", "recommended"])))
    run = {rule.name for rule in rules_for_run([config], asked, has_changes=True)}
    for file in ("x", "a", "b", "ab", "c", "cb"):
        assert names(config, file, asked) <= run


def test_options_are_given_to_rules_as_they_take_them(tmp_path: Path) -> None:
    config = reading(
        tmp_path,
        own="extends: b.yaml\nrules: {sensitive-port-exposed: {added: {9000: MinIO}}}\n",
        b="rules: {sensitive-port-exposed: {allowed: [22], added: {1: x}}}\n",
    )
    options = configured_options(config_for_file(config, f"{tmp_path}/web.yaml"))
    assert options == (
        ("sensitive-port-exposed", (("added", ((9000, "MinIO"),)), ("allowed", frozenset((22,))))),
    )
    assert (
        rule_named("sensitive-port-exposed").configured(options).check
        is not rule_named("sensitive-port-exposed").check
    )
    assert rule_named("port-unnamed").configured(options) is rule_named("port-unnamed")


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if rule.options], ids=lambda r: r.name
)
def test_options_are_told_on_the_page_of_their_rule(rule: Rule) -> None:
    for name, option in rule.options.items():
        assert f"`{name}`" in page_text(rule), f"the page of {rule.name} does not tell of {name}"
        shown = option.type.show(rule.default(name))
        assert option.type.parse(shown) == rule.default(name)
