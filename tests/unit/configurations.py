"""Read configurations from texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from svclint.model import ConfigError
from svclint.settings.config.layers import Config
from svclint.settings.config.reading import read_config
from svclint.settings.rule_settings import require_valid

# A configuration with all keys.
WHOLE: dict[str, Any] = {
    "extends": [],
    "exclude": ["gen/"],
    "include": ["/vendor/k8s/"],
    "kubernetesVersion": "1.36",
    "serviceCIDRs": ["10.96.0.0/16", "fd00:10:96::/112"],
    "nodePortRange": "30000-32767",
    "namespace": "shop",
    "closed": True,
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
    "failOn": "warning",
    "strictReferences": True,
    "baseline": "known.json",
    "format": "concise",
    "podTemplates": {"CloneSet": "spec.template"},
    "backends": {"Shop.example.com": [{"path": "spec.backends[]", "portBy": ["targetPort"]}]},
    "render": {
        "mode": "require",
        "environments": [
            {
                "charts": ["charts/web"],
                "values": ["prod.yaml"],
                "namespace": "shop",
                "release": "web",
                "cluster": "prod",
                "apiVersions": ["monitoring.coreos.com/v1"],
            }
        ],
        "chartSources": {"https://charts.example.com": "vendor"},
    },
    "clusters": [{"name": "prod", "paths": ["prod/**"], "serviceCIDRs": ["10.3.240.0/20"]}],
    "overrides": [{"paths": ["old/**"], "ignore": ["port-unnamed"], "profile": "minimal"}],
}


def reading(folder: Path, **files: str) -> Config:
    """Write files, and read the one named ``own``."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    config = read_config(str(folder / "own.yaml"))
    require_valid(config)
    return config


def as_yaml(data: Any) -> str:
    # JSON is YAML.
    return json.dumps(data)


def is_read(folder: Path, data: Any) -> bool:
    try:
        reading(folder, own=as_yaml(data))
    except ConfigError:
        return False
    return True
