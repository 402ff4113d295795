"""Kustomizations of any shape are read in bounded time."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.kubernetes.deployments.inclusion import Inclusion
from svclint.source.kustomization import kustomization_data, kustomization_in


def test_each_kustomization_is_visited_once(tmp_path: Path) -> None:
    # Followed on each way, the first folder would be visited 2 ** 40 times.
    for number in range(40):
        for side in "ab":
            folder = tmp_path / f"{side}{number}"
            folder.mkdir()
            lower = f"[../a{number - 1}, ../b{number - 1}]" if number else "[service.yaml]"
            text = f"namespace: {side}{number}\nnamePrefix: {side}-\nresources: {lower}\n"
            (folder / "kustomization.yaml").write_text(text)
    top = tmp_path / "kustomization.yaml"
    top.write_text(f"resources: [{', '.join(f'{s}{n}' for n in range(40) for s in 'ab')}]\n")
    file = tmp_path / "a0" / "service.yaml"
    file.touch()
    folders = [str(tmp_path / f"{side}{number}") for number in range(40) for side in "ab"]
    found = Inclusion(folders, [], lambda _key: 0)
    assert 1 <= len(found.placements(str(file))) <= 64


def test_a_long_chain_and_a_circle_end(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(3):
        (here / "kustomization.yaml").write_text("resources: [service.yaml, ., .., next]\n")
        here /= "next"
        here.mkdir()
    found = Inclusion([str(tmp_path)], [], lambda _key: 0)
    assert found.placements(str(tmp_path / "service.yaml"))


@pytest.mark.parametrize(
    "text",
    [
        'resources: ["a\\0b"]',
        f"resources: [{'9' * 5000}, 0x{'f' * 5000}, {'a' * 5000}]",
        "resources: [null, {path: null}, {path: [1]}, 1]\npatches: {a: 1}\nlabels: [1, {pairs: 1}]",
        "namespace: [1]\nnamePrefix: {a: 1}\ncommonLabels: [1]\nresources: 7",
    ],
)
def test_what_names_no_file_is_left_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "kustomization.yaml").write_text(text)
    found = kustomization_in(str(tmp_path))
    assert found is not None
    assert not found.resources
    assert not found.patches


def test_a_kustomization_of_flux_is_an_object(tmp_path: Path) -> None:
    """It has the name of a file that kustomize builds, and is of another group."""
    (tmp_path / "kustomization.yaml").write_text(
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        "metadata: {name: apps, namespace: flux-system}\nspec: {path: ./apps}\n"
    )
    assert kustomization_data(str(tmp_path)) is None
    (tmp_path / "kustomization.yaml").write_text("resources: []\n")
    assert kustomization_data(str(tmp_path)) is not None
