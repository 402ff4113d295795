"""Values that a chart imports from a subchart stand in the values of the subchart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import findings, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: {{ .Values.%s }}}]
"""
_CHART = "apiVersion: v2\nname: %s\nversion: 1.0.0\n"
_IMPORTING = "dependencies:\n- {name: db, version: 1.0.0, import-values: [%s]}\n"
_OVER = "db:\n  exports: {ports: {main: 70002}}\n"
_VALUES = "exports:\n  ports:\n    main: 70000\nown:\n  main: 70001\n"


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("imported", "shown", "values", "place"),
    [
        ("ports", "main", "a: 1\n", ("charts/web/charts/db/values.yaml", 3)),
        ("{child: own, parent: port}", "port.main", "", ("charts/web/charts/db/values.yaml", 5)),
        (
            "ports",
            "main",
            "db:\n  exports: {ports: {main: 70002}}\n",
            ("charts/web/values.yaml", 2),
        ),
        ("ports", "main", "main: 70003\n", ("charts/web/values.yaml", 1)),
    ],
)
def test_places_of_imported_values(
    imported: str, shown: str, values: str, place: tuple[str, int]
) -> None:
    write(
        {
            "charts/web/Chart.yaml": _CHART % "web" + _IMPORTING % imported,
            "charts/web/values.yaml": values,
            "charts/web/templates/service.yaml": _SERVICE % shown,
            "charts/web/charts/db/Chart.yaml": _CHART % "db",
            "charts/web/charts/db/values.yaml": _VALUES,
        }
    )
    (found,) = (each for each in findings(".") if each["rule"] == "port-out-of-range")
    assert (Path(found["file"]).as_posix(), found["line"]) == place
