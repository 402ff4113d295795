"""URLs from text, as Go's ``net/url`` reads them, with its errors."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

from .go_quote import go_quote
from .ip_syntax import AddressError, parse_address

_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)
_IN_HOST = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:\[\]<>\"%\x80-\U0010ffff]*")
_IN_USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")


class UrlError(ValueError):
    """A text that is not a URL; the message is Go's, without the text itself."""


class Url(NamedTuple):
    """The components of a URL; ``host`` may have a port."""

    scheme: str
    host: str
    path: str
    query: str
    whole: str


def parse_request(text: str) -> Url:
    """Parse an absolute URL or path. Raises ``UrlError``."""
    try:
        _parse(text)
        # The server parses the whole text first, and removes the fragment afterwards.
        return _parse(text.partition("#")[0])._replace(whole=text)
    except UrlError as error:
        raise UrlError(f"parse {go_quote(text)}: {error}") from None


def _parse(text: str) -> Url:
    if any(character < " " or character == "\x7f" for character in text):
        raise UrlError("net/url: invalid control character in URL")
    if not text:
        raise UrlError("empty url")
    if text == "*":
        return Url("", "", "*", "", text)
    scheme, rest = _scheme(text)
    rest, _, query = rest.partition("?")
    if not rest.startswith("/"):
        if scheme:
            return Url(scheme, "", "", query, text)
        raise UrlError("invalid URI for request")
    host = ""
    if scheme and rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        rest = slash + path
        host = _authority(scheme, authority)
    _check_escapes(rest)
    return Url(scheme, host, rest, query, text)


def _scheme(text: str) -> tuple[str, str]:
    if text.startswith(":"):
        raise UrlError("missing protocol scheme")
    match = re.match(r"([A-Za-z][A-Za-z0-9+.\-]*):", text)
    return (match[1].lower(), text[match.end() :]) if match else ("", text)


def _authority(scheme: str, authority: str) -> str:
    user, at, host = authority.rpartition("@")
    host = _host(scheme, host)
    if at:
        if _IN_USER.fullmatch(user) is None:
            raise UrlError("net/url: invalid userinfo")
        _check_escapes(user)
    return host


def _host(scheme: str, host: str) -> str:
    if "[" in host[1:]:
        raise UrlError("invalid IP-literal")
    if host.startswith("["):
        literal, bracket, port = host[1:].rpartition("]")
        if not bracket:
            raise UrlError("missing ']' in host")
        _check_port(port)
        address = _decoded_host(literal)
        try:
            bits, _, _ = parse_address(address)
        except AddressError as error:
            raise UrlError(f"invalid host: {error}") from None
        if bits == 32:
            raise UrlError("invalid IP-literal")
        return f"[{address}]{port}"
    if ":" in host:
        is_strict = scheme in ("http", "https")
        _check_port(host[host.index(":") if is_strict else host.rindex(":") :])
    return _decoded_host(host)


def _check_port(port: str) -> None:
    if port and re.fullmatch(r":[0-9]*", port) is None:
        raise UrlError(f"invalid port {go_quote(port)} after host")


def _decoded_host(host: str) -> str:
    _check_escapes(host)
    for escape in re.findall(r"%[0-7][0-9A-Fa-f]", host):
        if escape != "%25":
            raise UrlError(f"invalid URL escape {go_quote(escape)}")
    end = _IN_HOST.match(host)
    if end is not None and end.end() < len(host):
        raise UrlError(f"invalid character {go_quote(host[end.end()])} in host name")
    return unquote_to_bytes(host).decode("utf-8", "replace")


def _check_escapes(text: str) -> None:
    match = _ESCAPE.search(text)
    if match is not None:
        raise UrlError(f"invalid URL escape {go_quote(match.group())}")


def hostname(url: Url) -> str:
    """Return the host without port and brackets."""
    host = url.host
    if host.startswith("["):
        return host[1 : host.rindex("]")]
    name, colon, number = host.rpartition(":")
    return name if colon and not number.strip("0123456789") else host


def port(url: Url) -> str:
    """Return the port, empty if there is none."""
    match = re.search(r":([0-9]*)$", url.host)
    return match[1] if match else ""


def escaped_path(url: Url) -> str:
    """Return the path as it is sent."""
    if re.fullmatch(r"[A-Za-z0-9\-._~$&+,/:;=@!'()*\[\]%]*", url.path):
        return url.path
    safe = "*" if url.path == "*" else "-._~$&+,/:;=@"
    return quote_from_bytes(unquote_to_bytes(url.path), safe=safe)


def query(url: Url) -> dict[str, list[str]]:
    """Return the values of the query by name; malformed pairs are skipped."""
    found: dict[str, list[str]] = {}
    for part in url.query.split("&"):
        if not part or ";" in part or _ESCAPE.search(part):
            continue
        name, _, value = part.partition("=")
        found.setdefault(_decoded(name), []).append(_decoded(value))
    return found


def _decoded(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace")
