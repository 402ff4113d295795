"""Configurations: valid and invalid content, locations of errors, and precedence."""

from __future__ import annotations

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from svclint.model import ConfigError
from svclint.rule import Rule
from svclint.rule.registry import all_rules, page_text, rule_named, rules_in_profile
from svclint.settings.config.layers import Config, config_for_file
from svclint.settings.config.reading import read_config
from svclint.settings.rule_selection import (
    RuleOptions,
    configured_options,
    is_enabled,
    rule_selection,
    rules_for_run,
)
from svclint.settings.rule_settings import check_names, whole_schema

SCHEMA = whole_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
# A configuration with all keys.
WHOLE: dict[str, Any] = {
    "extends": [],
    "kubernetesVersion": "1.36",
    "serviceCIDRs": ["10.96.0.0/16", "fd00:10:96::/112"],
    "nodePortRange": "30000-32767",
    "namespace": "shop",
    "profile": "strict",
    "select": ["practice", "port-unnamed"],
    "ignore": ["node-port-type"],
    "rules": {
        "port-unnamed": {"severity": "warning"},
        "node-port-fixed": None,
        "sensitive-port-exposed": {"added": {"9000": "MinIO"}, "allowed": [22]},
        "recommended-label-missing": {"labels": ["team"]},
    },
    "requireReason": True,
    "policies": ["policies"],
    "podTemplates": {"CloneSet": "spec.template"},
    "clusters": [{"name": "prod", "paths": ["prod/**"], "serviceCIDRs": ["10.3.240.0/20"]}],
    "overrides": [{"paths": ["old/**"], "ignore": ["port-unnamed"], "profile": "minimal"}],
}


def reading(folder: Path, **files: str) -> Config:
    """Write files, and read the one named ``own``."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    config = read_config(str(folder / "own.yaml"))
    check_names(config)
    return config


def names(config: Config, file: str = "web.yaml", asked: RuleOptions | None = None) -> set[str]:
    layers = config_for_file(config, f"{config.folder}/{file}").layers
    return {rule.name for rule in all_rules() if is_enabled(rule, layers, asked or RuleOptions())}


def of_profile(name: str) -> set[str]:
    return {rule.name for rule in rules_in_profile(name)}


def as_yaml(data: Any) -> str:
    # JSON is YAML.
    return json.dumps(data)


def is_read(folder: Path, data: Any) -> bool:
    try:
        reading(folder, own=as_yaml(data))
    except ConfigError:
        return False
    return True


def test_the_schema_is_one_and_has_all_rules_and_options() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:svclint:config"
    rules = SCHEMA["properties"]["rules"]["properties"]
    assert set(rules) == {rule.name for rule in all_rules()}
    added = rules["sensitive-port-exposed"]["properties"]["added"]
    assert added["default"] == {}
    assert rules["recommended-label-missing"]["properties"]["labels"]["default"] == [
        "app.kubernetes.io/name"
    ]


def test_reader_and_schema_take_what_says_everything(tmp_path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(WHOLE)] == []
    assert set(WHOLE) == set(SCHEMA["properties"])
    assert is_read(tmp_path, WHOLE)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kubernetesVersion", "v1.36.2"),
        ("nodePortRange", " 1 - 65535 "),
        ("extends", "base.yaml"),
        ("rules", {"port-unnamed": None}),
        *((key, None) for key in WHOLE),
    ],
)
def test_reader_and_schema_take_other_spellings(tmp_path: Path, key: str, value: Any) -> None:
    (tmp_path / "base.yaml").write_text("")
    assert VALIDATOR.is_valid({key: value})
    assert is_read(tmp_path, {key: value})


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        inner = [found for key in value for found in paths_in(value[key], (*path, key))]
    elif isinstance(value, list):
        inner = [found for at, each in enumerate(value) for found in paths_in(each, (*path, at))]
    else:
        inner = []
    return [path, *inner]


ODD: list[Any] = [None, True, 1, 1.5, "", "port-unnamed", "nonsense", [], ["x"], [1], {}, {"a": 1}]


@given(
    st.sampled_from(paths_in(WHOLE)),
    st.sampled_from(ODD),
    st.sampled_from(["replace", "add", "remove"]),
)
def test_reader_and_schema_refuse_the_same(
    tmp_path_factory: pytest.TempPathFactory, path: tuple[Any, ...], odd: Any, how: str
) -> None:
    data = copy.deepcopy(WHOLE)
    place: Any = {"": data}
    for step in ("", *path[:-1]) if path else ():
        place = place[step]
    last = path[-1] if path else ""
    if how == "add" and isinstance(place[last], dict):
        place[last]["unheard"] = odd
    elif how == "remove" and path:
        del place[last]
    else:
        place[last] = odd
    data = data if path else place.get("", data)
    # An empty file is valid, but JSON Schema has no empty document.
    assume(data is not None)
    folder = tmp_path_factory.mktemp("config")
    is_accepted = is_read(folder, data)
    if is_accepted:
        assert VALIDATOR.is_valid(data)
    elif VALIDATOR.is_valid(data):
        # A schema cannot know valid CIDRs, versions and files.
        assert path[0] in ("extends", "serviceCIDRs", "clusters", "kubernetesVersion")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ruels: {}\n", "own.yaml:1:1: ruels is unknown; did you mean rules?"),
        ("profile: strikt\n", "own.yaml:1:10: profile is unknown: 'strikt'; did you mean strict?"),
        ("select: [port-unnmed]\n", ":1:10: there is no rule 'port-unnmed'; did you mean port-un"),
        (
            "rules: {port-unnmed: {}}\n",
            ":1:9: port-unnmed is not a rule; did you mean port-unnamed?",
        ),
        ("rules: {practice: {}}\n", ":1:9: practice is a group; name its rules one by one"),
        (
            "rules:\n  port-unnamed: {severty: info}\n",
            ":2:18: severty is unknown; did you mean severity?",
        ),
        (
            "rules:\n  port-unnamed: {severity: fatal}\n",
            ":2:28: severity is unknown: 'fatal'; known are info, warning, error",
        ),
        (
            "rules:\n  sensitive-port-exposed:\n    added: {70000: x}\n",
            ":3:5: added has '70000', which is not a port from 1 to 65535",
        ),
        (
            "rules:\n  sensitive-port-exposed:\n    allowed: [70000]\n",
            ":3:15: is 70000, which is not from 1 to 65535",
        ),
        (
            "rules:\n  recommended-label-missing: {labels: team}\n",
            ":2:39: labels must be a list, such as",
        ),
        (
            "rules:\n  sensitive-port-exposed: {added: [1]}\n",
            ":2:28: added must be a mapping, such as {9042: Cassandra}",
        ),
        ("requireReason: 'yes'\n", ":1:16: requireReason must be true or false"),
        (
            "overrides:\n- paths: []\n",
            ":2:3: paths is empty; write a list such as [clusters/prod/**]",
        ),
        ("overrides:\n- {paths: [a], serviceCIDRs: []}\n", ":2:16: serviceCIDRs is unknown"),
        ("clusters:\n- {paths: [a], ignore: []}\n", ":2:16: ignore is unknown"),
        ("extends: nowhere.yaml\n", ":1:10: extends names nowhere.yaml, which is not a file"),
        ("a: 1\n\textends: x\n", "own.yaml:2:1: found a tab character"),
        ("ignore: []\nrules: {}\nignore: []\n", "own.yaml:3:1: ignore is set twice"),
        ("# one\n---\nprofile: strict\n---\n", "own.yaml:4:1: a second document starts"),
        ("kubernetesVersion: newest\n", ":1:20: kubernetesVersion 'newest' is not a Kubernetes v"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as raised:
        reading(tmp_path, own=text)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"own": "extends: own.yaml\n"}, "own.yaml:1:10"),
        ({"own": "extends: [b.yaml]\n", "b": "extends: [c.yaml, own.yaml]\n", "c": ""}, "b.yaml:1"),
        ({"own": "extends: b.yaml\n", "b": "extends: c.yaml\n", "c": "extends: b.yaml"}, "c.yaml"),
    ],
)
def test_a_circle_is_an_error(tmp_path: Path, files: dict[str, str], place: str) -> None:
    with pytest.raises(ConfigError, match="is circular") as raised:
        reading(tmp_path, **files)
    assert place in str(raised.value)


def test_a_fault_in_an_extended_file_is_placed_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"b\.yaml:1:10: there is no rule 'x'"):
        reading(tmp_path, own="extends: b.yaml\n", b="ignore: [x]\n")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example("extends:\n".encode("utf-16"))
@example(b"? {}\n: 1\n")
@example(b"rules: &a {x: *a}\n")
def test_no_text_is_a_crash(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.mktemp("config") / "own.yaml"
    file.write_bytes(raw)
    with contextlib.suppress(ConfigError):
        check_names(read_config(str(file)))


def test_own_keys_win_then_later_extended_ones_and_mappings_are_joined(tmp_path: Path) -> None:
    config = reading(
        tmp_path,
        own="extends: [b.yaml, c.yaml]\nnamespace: own\nrules: {port-unnamed: {severity: error}}\n",
        b="extends: d.yaml\nnamespace: b\nnodePortRange: 1-2\nkubernetesVersion: '1.30'\n"
        "podTemplates: {B: a.b}\n",
        c="kubernetesVersion: '1.31'\nrules: {port-unnamed: {severity: info}, node-port-type: }\n"
        "podTemplates: {C: c, B: x}\n",
        d="nodePortRange: 3-4\nserviceCIDRs: [10.0.0.0/8]\n",
    )
    settings = config_for_file(config, f"{tmp_path}/web.yaml").settings()
    assert (settings.namespace, settings.version) == ("own", (1, 31))
    assert settings.node_ports == (1, 2)
    assert str((settings.service_cidrs or ())[0]) == "10.0.0.0/8"
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
        ("rules: {port-unnamed: {severity: info}}\n", "recommended", "", "port-unnamed"),
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
