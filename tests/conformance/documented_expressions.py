"""Expressions of the Kubernetes documentation, each with a value that passes and one that fails.

The value is an object or a parameter.
"""

from __future__ import annotations

from typing import Any

_OPTIONAL = (
    "!has(params.optionalNumber) || (params.optionalNumber >= 5 && params.optionalNumber <= 10)"
)
EXPRESSIONS: list[tuple[str, Any, Any]] = [
    (
        "object.minReplicas <= object.replicas && object.replicas <= object.maxReplicas",
        {"minReplicas": 1, "replicas": 2, "maxReplicas": 3},
        {"minReplicas": 1, "replicas": 4, "maxReplicas": 3},
    ),
    (
        "'Available' in object.stateCounts",
        {"stateCounts": {"Available": 1}},
        {"stateCounts": {}},
    ),
    (
        "(size(object.list1) == 0) != (size(object.list2) == 0)",
        {"list1": [], "list2": [1]},
        {"list1": [1], "list2": [1]},
    ),
    (
        "!('MY_KEY' in object.map1) || object['MY_KEY'].matches('^[a-zA-Z]*$')",
        {"map1": {"MY_KEY": 1}, "MY_KEY": "abc"},
        {"map1": {"MY_KEY": 1}, "MY_KEY": "1"},
    ),
    (
        "object.envars.filter(e, e.name == 'MY_ENV').all(e, e.value.matches('^[a-zA-Z]*$'))",
        {"envars": [{"name": "MY_ENV", "value": "abc"}, {"name": "OTHER", "value": "1"}]},
        {"envars": [{"name": "MY_ENV", "value": "1"}]},
    ),
    (
        "object.health.startsWith('ok')",
        {"health": "ok, well"},
        {"health": "bad"},
    ),
    (
        "object.widgets.exists(w, w.key == 'x' && w.foo < 10)",
        {"widgets": [{"key": "x", "foo": 9}]},
        {"widgets": [{"key": "x", "foo": 10}, {"key": "y", "foo": 1}]},
    ),
    ("type(object) == string ? object == '100%' : object == 1000", "100%", "1000"),
    ("type(object) == string ? object == '100%' : object == 1000", 1000, 100),
    (
        "object.metadata.name.startsWith(object.prefix)",
        {"metadata": {"name": "web-1"}, "prefix": "web"},
        {"metadata": {"name": "api-1"}, "prefix": "web"},
    ),
    (
        "object.set1.all(e, !(e in object.set2))",
        {"set1": [1, 2], "set2": [3]},
        {"set1": [1, 2], "set2": [2]},
    ),
    (
        "size(object.names) == size(object.details) && object.names.all(n, n in object.details)",
        {"names": ["a"], "details": {"a": 1}},
        {"names": ["a"], "details": {"b": 1}},
    ),
    (
        "size(object.clusters.filter(c, c.name == object.primary)) == 1",
        {"clusters": [{"name": "a"}, {"name": "b"}], "primary": "a"},
        {"clusters": [{"name": "a"}, {"name": "a"}], "primary": "a"},
    ),
    (
        _OPTIONAL,
        {},
        {"optionalNumber": 11},
    ),
]
