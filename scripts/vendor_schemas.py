"""Write ``schemas/<version>/`` from the PyPI package ``kubernetes-validate``.

``python scripts/vendor_schemas.py [--output FOLDER]`` replaces every version folder there; the same
package produces the same bytes. The package is a development dependency only: its schemas are the
OpenAPI descriptions of the Kubernetes releases, one ``.0`` release per minor version.

A schema describes only what the API server's *decoder* checks: fields and types. Left out are

- ``description``, ``default`` and the ``x-kubernetes-`` keys, which do not affect decoding; the
  descriptions of the newest version are in ``descriptions.json``;
- ``required`` and ``enum``: the decoder sets a zero value, which validation checks later;
- the difference between nullable and other fields: the decoder accepts ``null`` everywhere and
  treats it as absent.

Added are ``additionalProperties: false``, because strict decoding rejects unknown fields; the Go
name of each structure as ``title``; and ``format`` for two scalars that have their own decoder,
``int-or-string`` and ``quantity``.

Schemas of kinds without a pod are self-contained. The others would repeat the fields of the pod, so
they refer to one ``definitions.json`` per version.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

OLDEST = (1, 27)
SOURCE = files("kubernetes_validate") / "kubernetes-json-schema"
SHARED = "definitions.json"
DESCRIPTIONS = "descriptions.json"
KINDS = (
    ("v1", "Service"),
    ("v1", "ServiceList"),
    ("v1", "Endpoints"),
    ("discovery.k8s.io/v1", "EndpointSlice"),
    ("networking.k8s.io/v1", "Ingress"),
    ("networking.k8s.io/v1", "IngressClass"),
    ("networking.k8s.io/v1", "IPAddress"),
    ("networking.k8s.io/v1beta1", "IPAddress"),
    ("networking.k8s.io/v1", "ServiceCIDR"),
    ("networking.k8s.io/v1beta1", "ServiceCIDR"),
    *(
        (f"admissionregistration.k8s.io/{version}", f"ValidatingAdmissionPolicy{binding}")
        for version in ("v1", "v1beta1", "v1alpha1")
        for binding in ("", "Binding")
    ),
    ("v1", "Pod"),
    ("v1", "ReplicationController"),
    ("apps/v1", "DaemonSet"),
    ("apps/v1", "Deployment"),
    ("apps/v1", "ReplicaSet"),
    ("apps/v1", "StatefulSet"),
    ("batch/v1", "CronJob"),
    ("batch/v1", "Job"),
)
POD = "io.k8s.api.core.v1.PodSpec"
SCALARS: dict[str, dict[str, Any]] = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {
        "format": "int-or-string",
        "type": ["integer", "string", "null"],
    },
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {
        "format": "quantity",
        "type": ["number", "string", "null"],
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": {
        "format": "date-time",
        "type": ["string", "null"],
    },
    # The server stores these bytes without decoding them.
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": {},
    "io.k8s.apimachinery.pkg.runtime.RawExtension": {},
}
Schema = dict[str, Any]


def main() -> None:
    """Replace the version folders under ``--output``, by default the repository's ``schemas/``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, default=Path(__file__).parent.parent / "schemas")
    output: Path = parser.parse_args().output
    for stale in output.glob("[0-9]*.[0-9]*"):
        shutil.rmtree(stale)
    for version in versions():
        folder = output / version
        folder.mkdir(parents=True)
        for name, schema in schemas(version).items():
            (folder / name).write_bytes(rendered(schema))
    texts = json.dumps(descriptions(versions()[-1]), indent=1, sort_keys=True)
    (output / DESCRIPTIONS).write_text(f"{texts}\n", encoding="ascii")


def rendered(schema: Schema) -> bytes:
    """Return the JSON text: one key per line for readable diffs, but lists of types on one line."""
    text = json.dumps(schema, indent=1, sort_keys=True)
    flat = re.sub(r"\[[^][{}]*\]", lambda match: json.dumps(json.loads(match[0])), text)
    return flat.encode("ascii") + b"\n"


def versions() -> list[str]:
    """Return the minor versions in the package from ``OLDEST`` on, such as ``1.36``."""
    found = (re.fullmatch(r"v(\d+)\.(\d+)\.0-local", folder.name) for folder in SOURCE.iterdir())
    numbers = {(int(match[1]), int(match[2])) for match in found if match}
    return [f"{major}.{minor}" for major, minor in sorted(numbers) if (major, minor) >= OLDEST]


def schemas(version: str) -> dict[str, Schema]:
    """Return the schemas of a version by file name: one per kind, and the shared definitions."""
    source = SOURCE / f"v{version}.0-local"
    definitions: Schema = json.loads((source / "_definitions.json").read_text("utf-8"))["$defs"]
    written: dict[str, Schema] = {}
    shared: set[str] = set()
    for api_version, kind in KINDS:
        origin = source / source_name(api_version, kind)
        if not origin.is_file():
            continue
        root: Schema = json.loads(origin.read_text("utf-8"))
        used = reachable(root, definitions)
        flat = POD not in used
        if not flat:
            shared |= used
        title = f"{api_version.rpartition('/')[2]}.{kind}"
        schema = structure(root, title, definitions, None if flat else f"{SHARED}#/$defs/")
        # An object is a mapping, never null; only fields can be absent.
        written[file_name(api_version, kind)] = schema | {"type": "object"}
    written[SHARED] = {
        "$defs": {
            short(name): structure(definitions[name], title_of(name), definitions, "#/$defs/")
            for name in sorted(shared - SCALARS.keys())
        }
    }
    return written


def descriptions(version: str) -> Schema:
    """Return the descriptions of fields by the title of their structure, for hovers of editors.

    What they say of defaults and limits is that of the newest version; the schemas of a version
    say which fields it has.
    """
    source = SOURCE / f"v{version}.0-local"
    definitions: Schema = json.loads((source / "_definitions.json").read_text("utf-8"))["$defs"]
    found: Schema = {}
    for api_version, kind in KINDS:
        origin = source / source_name(api_version, kind)
        if not origin.is_file():
            continue
        root: Schema = json.loads(origin.read_text("utf-8"))
        found[f"{api_version.rpartition('/')[2]}.{kind}"] = field_texts(root)
        for name in reachable(root, definitions):
            found[title_of(name)] = field_texts(definitions[name])
    return {title: texts for title, texts in found.items() if texts}


def field_texts(schema: Schema) -> dict[str, str]:
    """Return the descriptions of the fields of a structure."""
    fields = schema.get("properties", {})
    return {name: node["description"] for name, node in fields.items() if "description" in node}


def source_name(api_version: str, kind: str) -> str:
    """Return the file name in the package: ``discovery.k8s.io/v1`` becomes ``discovery-v1``."""
    group, _, version = api_version.rpartition("/")
    return "-".join(filter(None, (kind.lower(), group.partition(".")[0], version))) + ".json"


def file_name(api_version: str, kind: str) -> str:
    """Return the file name in svclint: ``v1.Service.json``, ``apps.v1.Deployment.json``."""
    return f"{api_version.replace('/', '.')}.{kind}.json"


def target(reference: str) -> str:
    """Return the name of the definition that a ``$ref`` points to."""
    return reference.rpartition("/")[2]


def short(name: str) -> str:
    """Return ``core.v1.PodSpec`` for ``io.k8s.api.core.v1.PodSpec``."""
    return re.sub(r"^io\.k8s\.(api|apimachinery\.pkg\.apis)\.", "", name)


def title_of(name: str) -> str:
    """Return the name in the server's errors: ``v1.PodSpec`` for ``io.k8s.api.core.v1.PodSpec``."""
    return ".".join(name.split(".")[-2:])


def reachable(schema: Schema, definitions: Schema) -> set[str]:
    """Return the names of the definitions that a schema uses, directly or through others."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if "$ref" in node and (name := target(node["$ref"])) not in found:
            found.add(name)
            waiting.append(definitions[name])
        waiting += node.get("properties", {}).values()
        waiting += [node[key] for key in ("items", "additionalProperties") if key in node]
    return found


def structure(schema: Schema, title: str, definitions: Schema, prefix: str | None) -> Schema:
    """Return the schema of a structure.

    References get ``prefix``; if it is None, they are replaced by their definitions. From 1.37 on,
    a few structures have no fields: these are empty Go structs, not free-form objects.
    """
    fields = schema.get("properties", {})
    return {
        "additionalProperties": False,
        "properties": {name: field(node, definitions, prefix) for name, node in fields.items()},
        "title": title,
        "type": ["object", "null"],
    }


def field(schema: Schema, definitions: Schema, prefix: str | None) -> Schema:
    """Return the schema of a field, list item or map value."""
    if "$ref" in schema:
        name = target(schema["$ref"])
        if name in SCALARS:
            return SCALARS[name]
        if prefix is not None:
            return {"$ref": prefix + short(name)}
        return structure(definitions[name], title_of(name), definitions, prefix)
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    result: Schema = {"type": [kind, "null"]}
    if "format" in schema:
        result["format"] = schema["format"]
    for key in ("items", "additionalProperties"):
        if key in schema:
            result[key] = field(schema[key], definitions, prefix)
    if kind == "object" and "additionalProperties" not in schema:
        raise ValueError(f"object without a list of fields: {schema}")
    return result


if __name__ == "__main__":
    main()
