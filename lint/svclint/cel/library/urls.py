"""URLs (cel/library/urls.go of Kubernetes)."""

from __future__ import annotations

from svclint.cel import url_text
from svclint.cel.errors import CelError
from svclint.cel.library.table import overloads
from svclint.cel.url_text import Url, UrlError
from svclint.cel.values import name_type

name_type(Url, "kubernetes.URL")


def _url(text: str) -> Url:
    try:
        return url_text.parse_request(text)
    except UrlError as error:
        raise CelError(f"URL parse error during conversion from string: {error}") from None


def _is_url(text: str) -> bool:
    try:
        url_text.parse_request(text)
    except UrlError:
        return False
    return True


OVERLOADS = overloads(
    {
        "url(string) -> url": _url,
        ".getScheme(url) -> string": lambda url: url.scheme,
        ".getHost(url) -> string": lambda url: url.host,
        ".getHostname(url) -> string": url_text.hostname,
        ".getPort(url) -> string": url_text.port,
        ".getEscapedPath(url) -> string": url_text.escaped_path,
        ".getQuery(url) -> map(string, list(string))": url_text.query,
        "isURL(string) -> bool": _is_url,
    }
)
