"""Faults of configurations are errors with their place, and no text is a crash."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from svclint.model import ConfigError
from svclint.settings.config.layers import FileConfig
from svclint.settings.config.reading import read_config
from svclint.settings.rule_settings import require_valid

from tests.unit.configurations import reading


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("namespace: Shop\n", ":1:12: namespace 'Shop' is not a namespace; write up to 63"),
        ("select: validity\n", ":1:9: select must be a list, such as [validity, port-unnamed]"),
        ("profile: [strict]\n", "profile must be a string, one of minimal, recommended, strict"),
        ("ruels: {}\n", "own.yaml:1:1: ruels is unknown; did you mean rules?"),
        (
            "profile: strikt\n",
            "own.yaml:1:10: profile is 'strikt', which is unknown; did you mean strict?",
        ),
        (
            "select: [port-unnmed]\n",
            ":1:10: select[0] names 'port-unnmed', which is not a rule; did you mean port-unnamed?",
        ),
        (
            "rules: {port-unnmed: {}}\n",
            ":1:9: port-unnmed is not a rule; did you mean port-unnamed?",
        ),
        ("rules: {practice: {}}\n", ":1:9: practice is a group; name its rules one by one"),
        (
            "rules:\n  port-unnamed: {severty: note}\n",
            ":2:18: severty is unknown; did you mean severity?",
        ),
        (
            "rules:\n  port-unnamed: {severity: fatal}\n",
            ":2:28: severity is 'fatal', which is unknown; known are note, warning, error",
        ),
        (
            "rules:\n  sensitive-port-exposed:\n    added: {70000: x}\n",
            ":3:5: added has '70000', which is not a port from 1 to 65535",
        ),
        (
            "rules:\n  sensitive-port-exposed:\n    allowed: [70000]\n",
            ":3:15: allowed[0] is 70000, which is not from 1 to 65535",
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
        (
            "backends: {Shop.example.com: [{name: a}]}\n",
            ":1:31: Shop.example.com[0] needs path, such as spec.rules[].backend",
        ),
        (
            "backends: {Shop.example.com: [{path: 'a[*].b'}]}\n",
            ':1:38: path is "a[*].b", which is not a path such as spec.rules[].backend',
        ),
        (
            "backends: {Shop.example.com: [{path: a, name: ''}]}\n",
            ':1:47: name is "", which is not a path',
        ),
        (
            "backends: {Shop.example.com/v1: [{path: a}]}\n",
            ":1:12: Shop.example.com/v1 is not a kind and its API group, such as",
        ),
        ("overrides:\n- {paths: [a], serviceCIDRs: []}\n", ":2:16: serviceCIDRs is unknown"),
        ("clusters:\n- {paths: [a], ignore: []}\n", ":2:16: ignore is unknown"),
        ("extends: nowhere.yaml\n", ":1:10: extends names nowhere.yaml, which is not a file"),
        ("a: 1\n\textends: x\n", "own.yaml:2:1: found a tab character"),
        ("ignore: []\nrules: {}\nignore: []\n", "own.yaml:3:1: ignore is set twice"),
        ("# one\n---\nprofile: strict\n---\n", "own.yaml:4:1: a second document starts"),
        ("kubernetesVersion: 1.30\n", "kubernetesVersion is the number 1.30; put it in quotes"),
        ("policies: [0x1F]\n", ":1:12: policies[0] is the number 0x1F; put it in quotes"),
        ("namespace: on # all\n", ":1:12: namespace is the boolean on; put it in quotes"),
        ("namespace: &a !!bool on\n", "namespace is the boolean true; put it in quotes"),
        (
            "render: {mode: on}\n",
            ":1:16: mode is on, which is unknown; known are auto, require, off",
        ),
        (
            "rules: {port-unnamed: {severity: 5}}\n",
            "severity is 5, which is unknown; known are note, warn",
        ),
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
    with pytest.raises(ConfigError, match=r"b\.yaml:1:10: ignore\[0\] names 'x', which"):
        reading(tmp_path, own="extends: b.yaml\n", b="ignore: [x]\n")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example("extends:\n".encode("utf-16"))
@example(b"? {}\n: 1\n")
@example(b"rules: &a {x: *a}\n")
def test_no_text_is_a_crash(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.mktemp("config") / "own.yaml"
    file.write_bytes(raw)
    with contextlib.suppress(ConfigError):
        require_valid(read_config(str(file)))


def test_each_extended_file_is_read_once(tmp_path: Path) -> None:
    # Read for each way that leads to it, the last file would be read 2 ** 40 times.
    files = {f"c{n}": f"extends: [c{n + 1}.yaml, d{n + 1}.yaml]\n" for n in range(40)}
    files |= {f"d{n}": f"extends: [c{n + 1}.yaml, d{n + 1}.yaml]\n" for n in range(1, 40)}
    files |= {"c40": "namespace: far\n", "d40": "namespace: near\n"}
    config = reading(tmp_path, own="extends: c0.yaml\n", **files)
    assert len(config.files) == 82
    assert FileConfig("", config.layers).settings().namespace == "near"


def test_a_configuration_extends_a_limited_number_of_files(tmp_path: Path) -> None:
    files = {f"c{n}": f"extends: c{n + 1}.yaml\n" for n in range(200)}
    match = r"c98\.yaml:1:10: extends names c99\.yaml: a configuration extends at most 99"
    with pytest.raises(ConfigError, match=match):
        reading(tmp_path, own="extends: c0.yaml\n", **files)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('extends: "a\\0b"\n', ":1:10: extends contains a null character"),
        ('policies: ["a\\0b"]\n', r":1:12: policies\[0\] contains a null character"),
        ('baseline: "a\\0b"\n', ":1:11: baseline contains a null character"),
        (
            'render: {environments: [{values: ["\\0"], charts: ["a"]}]}\n',
            ":1:35: values.* contains a null",
        ),
        ('overrides: [{paths: ["!"]}]\n', r":1:22: paths\[0\] '!' matches nothing"),
        ("clusters: [{paths: ['a\\']}]\n", ":1:21: .* matches nothing; escape"),
        ("rules: {x: " + "{a: " * 100 + "1" + "}" * 101, ":1:"),
        ("kubernetesVersion: 0x" + "f" * 5000, "'0xf{58}' is not a Kubernetes version"),
        ("nodePortRange: " + "9" * 5000, "'9{60}' is not a node-port range"),
        ("serviceCIDRs: [" + "9" * 5000 + "]", "'9{60}' is not a CIDR"),
    ],
)
def test_what_cannot_be_used_is_an_error(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        reading(tmp_path, own=text)


def test_a_configuration_is_a_regular_file_of_limited_size(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="has 1100000 bytes, more than 1 MiB"):
        reading(tmp_path, own="#" * 1_100_000)
    os.mkfifo(tmp_path / "fifo.yaml")
    with pytest.raises(ConfigError, match="is a FIFO"):
        require_valid(read_config(str(tmp_path / "fifo.yaml")))
