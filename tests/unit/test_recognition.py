"""What a file is: a manifest, a template, or a file of another tool."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.load_problems import SERVICE, TABBED, problems

OTHER = [
    ("package.json", '{"a": 1, "a": 2}', "an npm package"),
    ("web/tsconfig.build.json", "{\n  /* c */ }", "a TypeScript configuration"),
    (".vscode/tasks.json", "// c\n{}", "a setting of Visual Studio Code"),
    (".devcontainer/devcontainer.json", '{"a": 1,}', "a development container"),
    (".github/workflows/ci.yml", "on: push\njobs: {a: {x: '${{ b }}'}}\n", "a GitHub workflow"),
    (".github/labels.yml", "- name: bug\n", "a setting of GitHub"),
    ("ci/build.yaml", "on: push\njobs: {}\n", "a GitHub workflow"),
    (".goreleaser.yml", "name: '{{ .Tag }}'\n", "a GoReleaser configuration"),
    ("compose.prod.yaml", "services:\n\tweb: x\n", "a Compose file"),
    ("stack.yml", "services: {web: {image: x}}\n", "a Compose file"),
    ("board.json", '{"panels": [], "schemaVersion": 1, "t": "{{x}}"}', "a Grafana dashboard"),
    ("sources.yaml", "apiVersion: 1\ndatasources: []\n", "a provisioning file of Grafana"),
    ("kube.yaml", "apiVersion: v1\nkind: Config\nusers: []\n", "a kubeconfig"),
    ("enc.yaml", "apiVersion: v1\nkind: EncryptionConfig\n", "a configuration of the API server"),
    (
        "r.json",
        '{"kind": "Status", "apiVersion": "v1"}',
        "a request to an API server or its answer",
    ),
    ("app/values-prod.yaml", "a: 1\na: 2\n", "the values of a Helm chart"),
    ("app/Chart.yaml", "apiVersion: v2\nname: app\n", "the description of a Helm chart"),
    (
        "live.json",
        '{"kind": "List", "items": [{"kind": "Snapshot", "apiVersion": "svclint/v1"}]}',
        "a snapshot of svclint",
    ),
    ("known.json", '{"version": 1, "findings": []}', "a baseline of svclint"),
    ("kustomization.yaml", "resources: []\n", "a kustomization"),
    ("s.yaml", b"\0GITCRYPT\0\x80\x81", "encrypted by git-crypt"),
    ("s.json", b"age-encryption.org/v1\n\xff", "encrypted by age"),
    ("t.yaml", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n", "encrypted by age"),
    ("u.yaml", "-----BEGIN PGP MESSAGE-----\n\nhQ\n", "encrypted by PGP"),
    ("v.yml", "$ANSIBLE_VAULT;1.1;AES256\n6162\n", "encrypted by Ansible Vault"),
    ("w.yaml", "a: ENC[AES256_GCM,data:x]\nsops: {mac: x}\n", "encrypted by SOPS"),
    ("x.yaml", SERVICE + "sops: {mac: x}\n", "encrypted by SOPS"),
    ("y.yaml", b"\x89PNG\r\n\0\0", "a binary file"),
    ("c.json", '{\n  // of mine\n  "b": 2\n}', "JSON with comments"),
    ("d.json", '{"b": 2,}', "JSON with trailing commas"),
    ("e.yaml", "a: [\n", "text that is not YAML"),
    ("tasks.yaml", "- hosts: all\n  a: '{{ b }}'\n", "a template with {{ }}"),
    (
        "web_test.yaml",
        'suite: web\ntests:\n- {pattern: "a\\s"}\n- kind: x\n- apiVersion: v1\n',
        "a test suite of helm-unittest",
    ),
    (
        "dry-run.yaml",
        "Release has been upgraded.\nNAME: web\nLAST DEPLOYED: Fri\nSTATUS: pending\nMANIFEST:\n",
        "the output of helm",
    ),
    ("over.yaml", "#@ def a():\nb: 1\n#@ end\n\n#@ def c():\nb: 2\n#@ end\n", "a ytt template"),
]


def test_live_objects_that_only_quote_a_snapshot_are_no_snapshot(tmp_path: Path) -> None:
    quoting = '{"kind": "List", "apiVersion": "v1", "items": [%s]}'
    service = '{"kind": "Service", "apiVersion": "v1", "metadata": {"name": "svclint/v1"}}'
    assert problems(tmp_path, {"live.json": quoting % service})["live.json"] == []


@pytest.mark.parametrize(("name", "text", "what"), OTHER)
def test_a_file_of_another_tool_is_called_by_its_name(
    tmp_path: Path, name: str, text: str | bytes, what: str
) -> None:
    message = f"this file is {what}, not a Kubernetes manifest"
    assert problems(tmp_path, {name: text})[name] == [("other", message)]


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: '2.1'\nkind: Service\nports: []\n",
        "- a\n- b: 1\n  b: 2\n",
        "text\n",
        "replicas: 3\n",
        "apiVersion: 1.0\nkind: detect-anomaly\nmetadata: {name: x}\n",
        "kind: [kind]\n",
        "kind: {kind: kind}\napiVersion: 1\nmetadata: {name: x}\n",
        "1\n",
    ],
)
def test_other_yaml_is_not_an_object(tmp_path: Path, text: str) -> None:
    ((kind, message),) = problems(tmp_path, {"a.yaml": text})["a.yaml"]
    assert kind == "other"
    assert message.startswith("the document ")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{- if .Values.on }}\n" + SERVICE + "{{- end }}\n", "a Helm template"),
        (SERVICE.replace("web", "{{ $name }}"), "a Go template"),
        (SERVICE.replace("web", "{{ name }}"), "a template with {{ }}"),
        (SERVICE + "{% if x %}{% endif %}\n", "a Jinja template"),
        (SERVICE.replace("80", "<%= port %>"), "an ERB template"),
        (SERVICE.replace("{name: web}", "{name: '${{ values.n }}'}"), "a template with ${{ }} exp"),
        ("%{ if on }\n" + SERVICE + "%{ endif }\n", "a Terraform template"),
        ("<#if on>\n" + SERVICE + "</#if>\n", "a FreeMarker template"),
        ("[% IF on %]\n" + SERVICE + "[% END %]\n", "a Template Toolkit template"),
        ("<?php if ($on): ?>\n" + SERVICE + "<?php endif ?>\n", "a PHP template"),
        ("@if ($on)\n" + SERVICE + "@endif\n", "a Blade template"),
        ("% if on:\n" + SERVICE + "% endif\n", "a Mako template"),
        ("{if $on}\n" + SERVICE + "{/if}\n", "a Smarty template"),
        ("<< if .On >>\n" + SERVICE + "<< end >>\n", "a Go template"),
        (SERVICE.replace("{name: web}", "\n  name: #@ data.values.name"), "a ytt template"),
        ("#@data/values\n---\n" + SERVICE, "a ytt template"),
        (SERVICE.replace("80", "${PORT}"), "a template with placeholders"),
        (SERVICE.replace("80", "%PORT%"), "a template with placeholders"),
        (SERVICE.replace("{name: web}", "\n  name: {PREFIX}-web"), "a template with placeholders"),
        (SERVICE.replace("80", "@PORT@"), "a template with placeholders"),
        (SERVICE.replace("80", "%%REPLACE_WITH_YOUR_PORT%%"), "a template with placeholders"),
        (SERVICE.replace("80", "%%port%%"), "a template with placeholders"),
        (SERVICE.replace("80", "@@my-port@@"), "a template with placeholders"),
        (SERVICE.replace("{name: web}", "\n  name: {user}/web"), "a template with placeholders"),
        (
            SERVICE.replace("{name: web}", "\n  name: {names[a-b]}-c"),
            "a template with placeholders",
        ),
    ],
)
def test_a_template_is_called_by_its_name(tmp_path: Path, text: str, what: str) -> None:
    ((kind, message),) = problems(tmp_path, {"a.yaml": text})["a.yaml"]
    assert kind == "template"
    assert message.startswith(f"this file is {what}")


def test_what_a_chart_renders_is_a_template_whatever_its_marks_print(tmp_path: Path) -> None:
    text = SERVICE.replace(
        "{name: web}", '\n  labels: {{- include "labels" . | nindent 4 }}\n    a: b'
    )
    found = problems(
        tmp_path,
        {
            "web/Chart.yaml": "name: web\n",
            "web/templates/web.yaml": text,
            "web/templates/ports.yaml": SERVICE.replace("spec:", "{{ x }}:\n {{ y }}\nspec:"),
            "other/web.yaml": text,
        },
    )
    helm = [("template", "this file is a Helm template and is not checked")]
    assert found["web/templates/web.yaml"] == found["web/templates/ports.yaml"] == helm
    assert found["other/web.yaml"] == helm


@pytest.mark.parametrize(
    "text",
    [
        TABBED,
        "# {{ .Values.name }}\n" + TABBED,
        "# source: #@ data.values.x\n" + TABBED,
        TABBED.replace("{name: web}", "{name: web, annotations: {a: '{{ x }} ${Y} <b>'}}"),
        "# TODO: <name>\n" + TABBED,
        TABBED.replace("apiVersion: v1\n", ""),
        TABBED.replace("kind: Service\n", ""),
        TABBED.replace("apiVersion: v1\nkind: Service\n", ""),
        '{"apiVersion": "v1", "kind": "Service", /* c: */ "metadata": {"name": "web"}}',
        SERVICE.replace("80", "*web"),
        SERVICE.replace("80", "%%PORT"),
        SERVICE.replace("80", "%%PORT%% : 80"),
        SERVICE.replace("80", "%% PORT %%"),
        SERVICE.replace("{name: web}", "{name: %%NAME%%, labels: a: b}"),
        SERVICE.replace("{name: web}", "{name: web}\n\tlabels: %%LABELS%%"),
        SERVICE + "---\nmetadata:\n\tname: x\n",
        "a: b: c\n---\n" + SERVICE,
    ],
)
def test_a_broken_manifest_is_never_passed_over(tmp_path: Path, text: str) -> None:
    kinds = [kind for kind, _ in problems(tmp_path, {"a.yaml": text})["a.yaml"]]
    assert "syntax" in kinds
