"""URLs (cel/library/urls.go of Kubernetes)."""

from __future__ import annotations

from ..errors import CelError
from ..text import url_syntax
from ..text.url_syntax import Url, UrlError
from ..values import name_type
from .table import overloads

name_type(Url, "kubernetes.URL")


def _url(text: str) -> Url:
    try:
        return url_syntax.parse_request(text)
    except UrlError as error:
        raise CelError(f"URL parse error during conversion from string: {error}") from None


def _is_url(text: str) -> bool:
    try:
        url_syntax.parse_request(text)
    except UrlError:
        return False
    return True


OVERLOADS = overloads(
    {
        "url(string) -> url": _url,
        ".getScheme(url) -> string": lambda url: url.scheme,
        ".getHost(url) -> string": lambda url: url.host,
        ".getHostname(url) -> string": url_syntax.hostname,
        ".getPort(url) -> string": url_syntax.port,
        ".getEscapedPath(url) -> string": url_syntax.escaped_path,
        ".getQuery(url) -> map(string, list(string))": url_syntax.query,
        "isURL(string) -> bool": _is_url,
    }
)
