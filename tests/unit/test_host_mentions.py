"""Hosts and ports in texts."""

from __future__ import annotations

from svclint.kubernetes.host_names.mentions import mentions


def test_a_variable_of_nginx_gets_its_port_elsewhere() -> None:
    text = "location / {\n  set $api http://api.shop.svc;\n  proxy_pass $api:3100$request_uri;\n}\n"
    assert [(each.host, each.port) for each in mentions("nginx.conf", text)] == [
        ("api.shop.svc", None)
    ]
    (found,) = mentions("nginx.conf", "location / {\n  proxy_pass http://api.shop.svc;\n}\n")
    assert (found.host, found.port, found.is_default) == ("api.shop.svc", 80, True)
