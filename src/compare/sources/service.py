"""What a service is to the rest of the project: which series it answers, how it is asked, how it is tried out.

In: nothing. Out: `Service`, `Probe`, `SERVICES`, `load_service`.
Never: a service that is not listed here asked; a module loaded before it is needed.

A source added later is one module with a ``SERVICE``, one name in `SERVICES`, one entry of sources.toml, one page of
docs/sources and one folder of recorded answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from compare.errors import UnknownCodeError
from compare.sources.asking import Asker, Gathered, Request, Wanted
from compare.sources.session_policy import Expected

#: Source id -> its module in this room, in the order in which a summary lists them.
SERVICES: Mapping[str, str] = {
    "kolada": "kolada",
    "scb": "scb",
    "smhi": "smhi",
    "fohm": "fohm",
    "worldbank": "worldbank",
    "unsdg": "unsdg",
    "openmeteo": "openmeteo",
    "openmeteo-air": "openmeteo_air",
    "climatetrace": "climatetrace",
    "aqli": "aqli",
    "space2stats": "space2stats",
    "who": "who",
    "ilostat": "ilostat",
    "ghsl": "ghsl",
    "wikidata": "wikidata",
}


class Fetch(Protocol):
    """Asks a source for series and gathers what it gave."""

    def __call__(
        self, asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None
    ) -> Gathered:
        """What the source gave for `wanted`; `areas` has its own code of an area -> `ref_area`."""


@dataclass(frozen=True)
class Probe:
    """One small question, by which a person sees whether a service is there and answers as documented."""

    path: str
    read: Callable[[bytes], str]  #: the newest period of the answer; FormatError where its shape is another
    params: tuple[tuple[str, str], ...] = ()
    json: Any = None
    expected: Expected = "json"

    def make_request(self, source: str) -> Request:
        """The question as a request."""
        return Request(source, self.path, self.params, (), (), json=self.json, expected=self.expected)


@dataclass(frozen=True)
class Service:
    """A service that is asked live."""

    source: str  #: its id in sources.toml
    prefixes: tuple[str, ...]  #: of the series that it answers
    fetch: Fetch
    probe: Probe


def load_service(source: str) -> Service:
    """The service of a source.

    Raises
    ------
    UnknownCodeError
        It cannot be asked live; the closest that can are named.
    """
    if source not in SERVICES:
        raise UnknownCodeError("live source", source, SERVICES, remedy="These can be asked: " + ", ".join(SERVICES))
    return import_module(f"compare.sources.{SERVICES[source]}").SERVICE
