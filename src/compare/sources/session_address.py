"""Which address is asked for a source: only hosts it declares, or the one mirror that a person named.

In: entries of sources.toml, paths or whole addresses, the environment. Out: `Address`; or a refusal.
Never: a host that nobody declared, a name and password in an address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit, urlunsplit

from compare.errors import RefusedError, SourceError, UnknownCodeError

if TYPE_CHECKING:
    from compare.catalogue.models import Source

Params = Mapping[str, object] | Iterable[tuple[str, object]] | None
#: Signs that services read as part of a value, kept readable in the stored request.
_PLAIN = ",:;*[]()"


@dataclass(frozen=True)
class Address:
    """One question's address: at the service (`canonical`, under which it is stored) and where it is really asked."""

    canonical: str
    asked: str


def variable(source: str) -> str:
    """The environment variable that names a mirror of `source`."""
    return f"COMPARE_URL_{source.upper().replace('-', '_')}"


def name_request(method: str, address: Address, json: str | None = None) -> str:
    """The key under which an answer is stored: the question as the service itself understands it."""
    return " ".join(filter(None, (method, address.canonical, json)))


def write_json(value: Any) -> str:
    """A query in one spelling, so that the same question has the same key."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def find_address(
    sources: Mapping[str, Source], source: str, path_or_url: str, params: Params, environ: Mapping[str, str]
) -> Address:
    """The address of a path, or of a whole address, at a source.

    Raises
    ------
    UnknownCodeError
        If no such source is declared.
    RefusedError
        If the address lies on a host that the source does not declare.
    SourceError
        If the mirror's address cannot be one.
    """
    if source not in sources:
        raise UnknownCodeError("source", source, sources, remedy="Sources are declared in data/catalogue/sources.toml.")
    hosts = sources[source].hosts
    if not hosts:
        raise SourceError(
            f"{source} cannot be asked: it declares no hosts. Add `hosts` to [sources.{source}] in sources.toml.",
            source=source,
        )
    canonical = _with_params(urljoin(f"https://{hosts[0]}/", path_or_url), params)
    return place(source, canonical, hosts, environ)


def place(source: str, url: str, hosts: tuple[str, ...], environ: Mapping[str, str]) -> Address:
    """A whole address, checked against the hosts of its source and moved to the mirror where one is named.

    Raises
    ------
    RefusedError
        If it lies on another host, or is neither encrypted nor on the mirror.
    SourceError
        If the mirror's address cannot be one.
    """
    parts = urlsplit(url)
    mirror = _mirror(source, environ)
    if mirror and _place_of(parts) == _place_of(mirror):
        return Address(_at_service(parts, mirror, hosts[0]), url)
    if parts.scheme != "https" or parts.netloc.lower() not in {host.lower() for host in hosts}:
        raise RefusedError(
            f"{source} leads to {parts.scheme}://{parts.netloc}, which was not asked: {source} declares only "
            f"https://{', https://'.join(hosts)}. If the service has moved, change `hosts` in sources.toml.",
            source=source, url=url,
        )  # fmt: skip
    if not mirror:
        return Address(url, url)
    path = mirror.path.rstrip("/") + (parts.path or "/")
    return Address(url, urlunsplit((mirror.scheme, mirror.netloc, path, parts.query, "")))


def _mirror(source: str, environ: Mapping[str, str]) -> SplitResult | None:
    written = environ.get(variable(source), "").strip()
    if not written:
        return None
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
        raise SourceError(
            f"{source} cannot be asked: {variable(source)} is no plain address. It needs http:// or https://, a host, "
            "no name, no password, no question mark. Correct the variable, or unset it to ask the service itself.",
            source=source,
        )
    return parts


def _place_of(parts: SplitResult) -> tuple[str, str]:
    return parts.scheme, parts.netloc.lower()


def _at_service(parts: SplitResult, mirror: SplitResult, host: str) -> str:
    path = parts.path.removeprefix(mirror.path.rstrip("/"))
    return urlunsplit(("https", host, path or "/", parts.query, ""))


def _with_params(url: str, params: Params) -> str:
    pairs = list(params.items() if isinstance(params, Mapping) else params or ())
    written = urlencode([(key, value) for key, value in pairs if value is not None], doseq=True, safe=_PLAIN)
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(part for part in (parts.query, written) if part), fragment=""))
