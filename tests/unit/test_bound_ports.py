"""Which arguments and variables of a container show that it listens on a port."""

from __future__ import annotations

import pytest
from svclint.kubernetes.host_names import bound_numbers


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--listen=:8080"], {8080}),
        (["--bind", "127.0.0.1:8080"], {8080}),
        (["--bind-address=0.0.0.0:8080"], {8080}),
        (["--web=[::]:8080"], {8080}),
        (["--urls=http://+:8080"], {8080}),
        (["--address=$(POD_IP):8080"], {8080}),
        (["--port", "8080"], {8080}),
        (["--http-port=8080", "-metricsPort=9090"], {8080, 9090}),
        (["--host=web", "--port=8080"], {8080}),
        (["serve --port '8080' && true"], {8080}),
        (["--upstream=other:8080"], set()),
        (["--peer-url=http://x:2380"], set()),
        (["--upstream=$(HOST):8080"], set()),
        (["--upstream=${HOST}:8080"], set()),
        (["--upstream-port=8080"], set()),
        (["--db-host=db", "--db-port=5432"], set()),
        (["--db-host", "db", "--db-port", "5432"], set()),
    ],
)
def test_arguments(arguments: list[str], expected: set[int]) -> None:
    assert set(bound_numbers({"args": arguments})) == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"PORT": "8080"}, {8080}),
        ({"HTTP_PORT": "8080"}, {8080}),
        ({"WEB_HOST": "::", "WEB_PORT": "8080"}, {8080}),
        ({"LISTEN_ADDR": "web:8080"}, {8080}),
        ({"DB_HOST": "db", "DB_PORT": "5432"}, set()),
        ({"REMOTE_PORT": "5432"}, set()),
        ({"CACHE": "cache:6379"}, set()),
    ],
)
def test_variables(variables: dict[str, str], expected: set[int]) -> None:
    env = [{"name": name, "value": value} for name, value in variables.items()]
    assert set(bound_numbers({"env": env})) == expected
