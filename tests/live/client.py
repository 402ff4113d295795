"""A minimal HTTP client that returns the answers of an API server unchanged."""

from __future__ import annotations

import http.client
import json
import re
import ssl
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

LOOPBACK = "127.0.0.1"
WARNING_HEADER = re.compile(r'\d{3} \S+ "((?:\\.|[^"\\])*)"')


class Answer(NamedTuple):
    """A response: a Status, an object, a list, or text if it is not JSON."""

    status: int
    body: Any
    warnings: list[str]


@dataclass(frozen=True)
class Client:
    """A minimal HTTP client that returns the server's responses unchanged.

    It uses `http.client` because `urlopen` raises an exception for statuses above 399, which are
    what is tested.
    """

    port: int
    ca_file: Path
    token: str
    timeout: float = 60
    impersonated: str = ""

    def request(
        self, method: str, path: str, body: object = None, content_type: str = "application/json"
    ) -> Answer:
        """Send *body* (text and bytes unchanged, all else as JSON) and return any response."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = content_type
        if self.impersonated:
            headers["Impersonate-User"] = self.impersonated
        context = ssl.create_default_context(cafile=self.ca_file)
        with closing(
            http.client.HTTPSConnection(LOOPBACK, self.port, context=context, timeout=self.timeout)
        ) as link:
            link.request(method, path, _encode(body), headers)
            with link.getresponse() as response:
                return Answer(response.status, _decode(response.read()), _warnings(response))


def _encode(body: object) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def _decode(payload: bytes) -> Any:
    text = payload.decode()
    try:
        return json.loads(text)
    except ValueError:
        return text


def _warnings(response: http.client.HTTPResponse) -> list[str]:
    """Return the texts of the Warning headers, as kubectl prints them."""
    found = (WARNING_HEADER.search(line) for line in response.headers.get_all("Warning", []))
    return [re.sub(r"\\(.)", r"\1", match[1]) for match in found if match]
