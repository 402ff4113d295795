"""After any edits, a workspace has the findings of a check of the same files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from pathlib import Path
from pkgutil import iter_modules
from random import Random

import pytest
from svclint.app import CheckRequest
from svclint.app.check import check
from svclint.app.workspace.workspace import Workspace
from svclint.kubernetes import targets
from svclint.kubernetes.targets.forgetting import RESOLVING
from svclint.model import Finding
from svclint.source.file_search import find_files

EXAMPLES = Path(__file__).parents[2] / "examples"
SERVICE = """apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
  - port: 80
    targetPort: http
"""
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: web
        ports:
        - name: http
          containerPort: 8080
"""
INGRESS = """apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: web
            port:
              number: 80
"""
FILES = {
    "app/service.yaml": f"{SERVICE}---\n{SERVICE.replace('web', 'api')}",
    "app/workloads.yaml": f"{DEPLOYMENT}---\n{DEPLOYMENT.replace('web', 'api')}",
    "app/routes/ingress.yaml": INGRESS,
    "other/service.yaml": SERVICE.replace("web", "mail"),
    "app/kustomized/kustomization.yaml": "resources:\n- service.yaml\nnamePrefix: new-\n",
    "app/kustomized/service.yaml": SERVICE.replace("web", "shop"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def loaded(request: CheckRequest | None = None) -> Workspace:
    workspace = Workspace(request or CheckRequest(paths=(".",)))
    for _ in workspace.load():
        pass
    return settled(workspace)


def settled(workspace: Workspace) -> Workspace:
    for _ in workspace.check_rest():
        pass
    assert workspace.is_done
    return workspace


def messages(workspace: Workspace, file: str) -> list[str]:
    return [each.message for each in workspace.reported(file).findings]


def checked(request: CheckRequest | None = None) -> list[Finding]:
    # A workspace renders nothing while one types.
    return list(check(request or CheckRequest(paths=(".",), render="off")).findings)


def test_a_loaded_workspace_has_the_findings_of_a_check(folder: Path) -> None:
    shutil.copytree(EXAMPLES, folder / "examples")
    (folder / "broken.yaml").write_text("kind: Service\n  a: b\n")
    assert sorted(loaded().findings()) == sorted(checked())


def test_a_finding_elsewhere_follows_a_change(folder: Path) -> None:
    workspace = loaded()
    ingress = "./app/routes/ingress.yaml"
    assert messages(workspace, ingress) == []
    text = FILES["app/service.yaml"].replace("port: 80\n", "port: 81\n", 1)
    workspace.change("./app/service.yaml", text.encode())
    rest = workspace.check_rest()
    while not workspace.is_nearly_done:
        next(rest)
    assert "no port 80" in messages(workspace, ingress)[0]
    workspace.change("./app/service.yaml", None)
    assert messages(settled(workspace), ingress) == []


def test_a_text_that_cannot_be_read_keeps_its_last_good_objects(folder: Path) -> None:
    workspace = loaded()
    service, ingress = "./app/service.yaml", "./app/routes/ingress.yaml"
    broken = FILES["app/service.yaml"].replace("  name: web\n", "  name: 'web\n", 1)
    workspace.change(service, broken.encode())
    assert len(messages(workspace, service)) == 1
    assert messages(settled(workspace), ingress) == []
    # Something else changes in the meantime.
    workspace.change(ingress, INGRESS.replace("number: 80", "number: 82").encode())
    assert "no port 82" in messages(settled(workspace), ingress)[0]
    workspace.change(service, b"")
    # No Service is left whose ports the Ingress could miss.
    assert messages(settled(workspace), ingress) == []


def test_one_character_makes_a_binary_file(folder: Path) -> None:
    broken = f"{SERVICE}---\n{SERVICE.replace('  ports:', ' ports:')}"
    (folder / "two.yaml").write_text(broken)
    workspace = loaded()
    for text in (broken + "#", broken.replace("web", "w\0b", 1), broken):
        workspace.change("./two.yaml", text.encode())
        (folder / "two.yaml").write_text(text)
        assert sorted(settled(workspace).findings()) == sorted(checked())


def test_an_inventory_is_not_used_until_it_contains_all_objects(folder: Path) -> None:
    (folder / "empty.yaml").write_text("")
    workspace = loaded()
    workspace.change("./empty.yaml", SERVICE.encode())
    [result] = workspace.files["./empty.yaml"].results
    assert workspace.inventory_of(result) is None
    assert settled(workspace).inventory_of(result) is not None


@pytest.mark.parametrize("seed", range(15))
def test_random_edits_end_with_the_findings_of_a_check(folder: Path, seed: int) -> None:
    random = Random(seed)
    shutil.copytree(EXAMPLES / "shop", folder / "shop")
    workspace = loaded()
    files = [each for each in find_files((".",)) if isinstance(each, str)]
    texts = {file: Path(file).read_text() for file in files}
    for number in range(25):
        file = random.choice(files)
        texts[file] = next(edits(texts, file, random))
        workspace.change(file, texts[file].encode())
        if random.random() < 0.7:
            rest = workspace.check_rest()
            for _ in range(random.randrange(6)):
                next(rest, None)
        if number % 5 == 4 and not any(each.kept for each in workspace.files.values()):
            for name, text in texts.items():
                Path(name).write_bytes(text.encode())
            found, expected = settled(workspace).findings(), checked()
            assert set(found) - set(expected) == set(expected) - set(found) == set()
            assert sorted(found) == sorted(expected)


def edits(texts: dict[str, str], file: str, random: Random) -> Iterator[str]:
    """Yield random edits of a text, some of them as large as a copied document."""
    text = texts[file]
    lines = text.splitlines(keepends=True) or [""]
    at = random.randrange(len(lines))
    words = ("web", "api", "mail", "shop", "http", "80", "81", "Service", "8080")
    match random.randrange(8):
        case 0:
            yield "".join(lines[:at] + lines[at + 1 :])
        case 1:
            yield "".join([*lines[:at], "\n", *lines[at:]])
        case 2:
            yield text.replace(random.choice(words), random.choice(words), 1)
        case 3:
            yield text.replace(random.choice(words), random.choice(words))
        case 4:
            other = random.choice([SERVICE, DEPLOYMENT, INGRESS]).replace(
                "web", random.choice(words)
            )
            yield f"{text}---\n{other}" if text.strip() else other
        case 5:
            chunks = text.split("---\n")
            chunks.pop(random.randrange(len(chunks)))
            yield "---\n".join(chunks)
        case 6:
            yield "".join(
                [*lines[:at], "# svclint: ignore[selector-matches-nothing] test\n", *lines[at:]]
            )
        case _:
            place = random.randrange(len(text) + 1)
            yield text[:place] + random.choice("x:\n -'") + text[place:]


_PARAMETERS = {"document", "service", "inventory"}


def test_every_function_that_keeps_results_can_forget_them() -> None:
    modules = (
        import_module(f"{targets.__name__}.{each.name}") for each in iter_modules(targets.__path__)
    )
    kept = {
        name
        for module in modules
        for name, each in vars(module).items()
        if hasattr(each, "cache_clear")
        and each.__module__ == module.__name__
        and not _PARAMETERS.isdisjoint(signature(each).parameters)
    }
    assert kept == {each.__name__ for each in RESOLVING}


def test_a_policy_is_checked_if_no_object_can_be(folder: Path) -> None:
    shutil.rmtree(folder / "app")
    shutil.rmtree(folder / "other")
    policy = (EXAMPLES / "policies/no-node-ports.yaml").read_text()
    text = policy.replace("resources:", "resourcW:")
    assert text != policy
    (folder / "policy.yaml").write_text(text)
    found = loaded().findings()
    assert "policy-invalid" in {each.rule for each in found}
    assert sorted(found) == sorted(checked())
