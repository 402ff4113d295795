"""The pages on CI: what Jenkins, Argo CD and Flux read is valid by their own definitions.

Not checked by a schema: ``ConfigManagementPlugin``, a type in the source of Argo CD that has no
definition, and the steps of a Jenkinsfile, which only a controller with its plugins knows.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.render.real_tools import program, tool_file
from tests.report.ci_examples import EXAMPLES, Example, examples

DEFINITIONS = {
    ("kustomize.toolkit.fluxcd.io", "Kustomization"): "flux-kustomization.yaml",
    ("argoproj.io", "Application"): "argo-application.yaml",
}
# kustomize builds the one, and Argo CD's repo server reads the other from a file.
NO_OBJECTS = ("kustomize.config.k8s.io/v1beta1", "ConfigManagementPlugin")
OBJECTS = [
    (example, document)
    for example in EXAMPLES
    if example.page in ("argo-cd", "flux") and example.language == "yaml"
    for document in yaml.safe_load_all(example.text)
    if "apiVersion" in document
    and document["apiVersion"] not in NO_OBJECTS
    and document["kind"] not in NO_OBJECTS
]


def must_be_valid(document: dict[str, Any]) -> None:
    group, _, version = document["apiVersion"].rpartition("/")
    file = DEFINITIONS.get((group, document["kind"]))
    if file is None:
        kubernetes_validate.validate(document, "1.36", strict=True)
        return
    definition = yaml.safe_load(tool_file(file).read_text())
    (schema,) = [
        each["schema"]["openAPIV3Schema"]
        for each in definition["spec"]["versions"]
        if each["name"] == version
    ]
    Draft202012Validator(closed(schema)).validate(document)


def closed(schema: Any) -> Any:
    """Return a structural schema that rejects unknown fields, as strict validation does."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    shown = {key: closed(each) for key, each in schema.items()}
    if shown.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    if isinstance(schema.get("properties"), dict) and not schema.get(
        "x-kubernetes-preserve-unknown-fields"
    ):
        shown["additionalProperties"] = False
    # Of metadata, a definition says only that it is an object.
    return shown


@pytest.mark.parametrize(
    ("example", "document"),
    OBJECTS,
    ids=lambda each: each["kind"] if isinstance(each, dict) else f"{each.page}:{each.file}",
)
def test_an_object_is_valid_by_its_definition(example: Example, document: dict[str, Any]) -> None:
    if example.file == "repo-server-patch.yaml":
        # A patch: the object lacks what the installation of Argo CD has.
        document["spec"]["selector"] = {}
        document["spec"]["template"]["metadata"] = {}
    must_be_valid(document)


@pytest.mark.parametrize(
    ("page", "file"), [("flux", "clusters/prod/apps.yaml"), ("argo-cd", "application.yaml")]
)
def test_a_misspelt_field_would_be_found(page: str, file: str) -> None:
    (text,) = examples(page, file)
    document = next(iter(yaml.safe_load_all(text)))
    document["spec"]["pahts"] = "./"
    with pytest.raises(Exception, match="pahts"):
        must_be_valid(document)


@pytest.mark.parametrize("page", ["argo-cd", "flux"])
def test_kustomize_builds_the_kustomization(page: str, tmp_path: Path) -> None:
    (text,) = examples(page, "kustomization.yaml")
    (job,) = examples(page, "svclint.yaml")
    kustomization = yaml.safe_load(text)
    (generated,) = kustomization["configMapGenerator"]
    for name in {*kustomization["resources"], *generated["files"]}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        kind = Path(name).stem
        object_ = {"apiVersion": "v1", "kind": kind.title(), "metadata": {"name": kind}}
        (tmp_path / name).write_text(yaml.safe_dump(object_))
    (tmp_path / "svclint.yaml").write_text(job)
    (tmp_path / "kustomization.yaml").write_text(text)
    done = subprocess.run(
        [program("kustomize"), "build", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    built = {each["kind"]: each for each in yaml.safe_load_all(done.stdout)}
    name = built["ConfigMap"]["metadata"]["name"]
    (volume,) = built["Job"]["spec"]["template"]["spec"]["volumes"]
    assert volume["configMap"]["name"] == name != generated["name"]


def compiled(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which("java") is None:
        pytest.skip("no java")
    (folder / "Jenkinsfile.groovy").write_text(text)
    compiler = ["-cp", str(tool_file("groovy.jar")), "org.codehaus.groovy.tools.FileSystemCompiler"]
    command = ["java", *compiler, "-d", "out", "Jenkinsfile.groovy"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_groovy_compiles_the_jenkinsfile(tmp_path: Path) -> None:
    (text,) = examples("jenkins", "Jenkinsfile")
    done = compiled(text, tmp_path)
    assert done.returncode == 0, done.stderr
    assert compiled(text.replace("stages {", "stages ({"), tmp_path).returncode != 0
