"""What ``svclint diff`` prints of updates without a visible change, and of the unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command.runs import svclint

RECORDED = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: default
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {record}
spec:
  clusterIP: 10.96.0.9
  clusterIPs: [10.96.0.9]
  internalTrafficPolicy: Cluster
  ipFamilies: [IPv4]
  ipFamilyPolicy: SingleStack
  ports: [{{port: 80, protocol: TCP, targetPort: 80}}]
  selector: {{app: web}}
  sessionAffinity: None
  type: ClusterIP
"""
SAME = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 80}]
"""


def recorded(spec: str, name: str = "web") -> str:
    start = '{"apiVersion":"v1","kind":"Service","metadata":{"annotations":{},'
    record = f'{start}"name":"{name}","namespace":"default"}},"spec":{spec}}}'
    return RECORDED.format(name=name, record=record)


@pytest.mark.parametrize(
    ("live", "why"),
    [
        (
            recorded('{"ports":[{"port":80}],"selector":{"app":"web"},"type":"ClusterIP"}'),
            ["    .spec.ports[0].targetPort is now set, to its live value",
             "    .spec.type is no longer set"],
        ),
        (
            recorded('{"ports":[{"port":80,"targetPort":"80"}],"selector":{"app":"web"}}'),
            ['    .spec.ports[0].targetPort is now written 80 instead of "80"'],
        ),
        (
            "\n".join(recorded("{}").splitlines()[:5] + recorded("{}").splitlines()[8:]),
            ["    kubectl apply did not create the live object"],
        ),
    ],
)  # fmt: skip
def test_an_update_without_visible_change_says_why(
    tmp_path: Path, live: str, why: list[str]
) -> None:
    (tmp_path / "live.yaml").write_text(live)
    (tmp_path / "web.yaml").write_text(SAME)
    done = svclint("diff", "--live", tmp_path / "live.yaml", tmp_path / "web.yaml")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("would be updated: Service default/web (")
    assert lines[1].startswith("  only the annotation kubectl.kubernetes.io/last-applied-config")
    assert lines[2:-2] == why
    assert lines[-1] == "Applying 1 Service: 1 would be updated"


def test_the_unchanged_are_listed_together(tmp_path: Path) -> None:
    names = [f"web-{number}" for number in range(12)]
    spec = '{"ports":[{"port":80,"targetPort":80}],"selector":{"app":"web"}}'
    (tmp_path / "live.yaml").write_text("---\n".join(recorded(spec, name) for name in names))
    texts = [SAME.replace("name: web", f"name: {name}") for name in (*names, "new")]
    (tmp_path / "web.yaml").write_text("---\n".join(texts))
    done = svclint("diff", "--live", tmp_path / "live.yaml", tmp_path / "web.yaml")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("would be created: Service default/new (")
    assert lines[2] == "unchanged: 12 Services"
    assert lines[3].startswith("  Service default/web-0 (")
    assert lines[13] == "  and 2 more, which --format json lists"
    assert lines[-1] == "Applying 13 Services: 1 would be created, 12 unchanged"
