"""Hosts and ports in texts."""

from __future__ import annotations

import pytest
from svclint.kubernetes.host_names.host_value import may_name_host
from svclint.kubernetes.host_names.mentions import mentions


def test_a_variable_of_nginx_gets_its_port_elsewhere() -> None:
    text = "location / {\n  set $api http://api.shop.svc;\n  proxy_pass $api:3100$request_uri;\n}\n"
    assert [(each.host, each.port) for each in mentions("nginx.conf", text)] == [
        ("api.shop.svc", None)
    ]
    (found,) = mentions("nginx.conf", "location / {\n  proxy_pass http://api.shop.svc;\n}\n")
    assert (found.host, found.port, found.is_default) == ("api.shop.svc", 80, True)


@pytest.mark.parametrize(
    ("command", "host", "port"),
    [
        ("until nc -z db 5432; do sleep 1; done", "db", 5432),
        ("until nc -zv -w 2 db.shop.svc 5432; do sleep 1; done", "db.shop.svc", 5432),
        ("/bin/nc -z 'db' 5432", "db", 5432),
        ("while ! </dev/tcp/db/5432; do sleep 1; done", "db", 5432),
        ("telnet db 5432", "db", 5432),
        ("until pg_isready -U shop -h db -p 5432; do sleep 1; done", "db", 5432),
        ("redis-cli -h cache -p 6379 ping", "cache", 6379),
        ("mysqladmin ping -h db -P 3306", "db", 3306),
        ('pg_isready -h "db" -p 5432', "db", 5432),
        ("pg_isready\t-h\tdb\t-p\t5432", "db", 5432),
        ("psql -hDB -p5432", "DB", 5432),
        ("psql -p 5432 -U shop -h db", "db", 5432),
        ("psql --host db --port 5432 shop", "db", 5432),
        ("psql --host=db --port=5432 shop", "db", 5432),
        ("pg_isready -h db \\\n  -p 5432 && echo", "db", 5432),
        ("mysql -h db -p1234 -P 3306 shop", "db", 3306),
    ],
)
def test_a_command_connects_to_a_host_and_a_port(command: str, host: str, port: int) -> None:
    assert may_name_host("", command)
    assert [(each.host, each.port) for each in mentions("", command)] == [(host, port)]


@pytest.mark.parametrize(
    "command",
    [
        "nc -l -p 8080",
        "sync db 5432",
        "docker run -h db -p 80",
        "psql -h db; ssh -p 22 shop",
        "nc -z 192.0.2.1 5432",
        "nc -z $HOST 5432",
        "nc -z db $PORT",
        "psql -h db -p -1",
        "psql -h db -p 99999",
        "psql -h db -p $PORT || ssh -p 22 shop",
        "mysql -h db -p1234 shop",
    ],
)
def test_other_commands_name_no_host_with_a_port(command: str) -> None:
    assert mentions("", command) == ()


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("http://shop-db-0:8080|http://shop-db-1:8080", ["shop-db-0", "shop-db-1"]),
        ("http://shop-db-0:8080,http://shop-db-1:8080", ["shop-db-0", "shop-db-1"]),
        ("http://a:80/x,http://b:80/y", ["a", "b"]),
        ("kafka://a:9092,b:9092", ["a", "b"]),
        (f"http://shop:8080/{'long-' * 12}path/api:8080", ["shop"]),
        (f"http://shop:8080/?next={'a' * 60}/api:8080|tcp://b:90", ["shop", "b"]),
    ],
)
def test_each_url_of_a_list_names_its_own_host(text: str, hosts: list[str]) -> None:
    assert [each.host for each in mentions("MEMBERS", text)] == hosts
