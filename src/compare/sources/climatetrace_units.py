"""Which administrative unit of Climate TRACE is meant by a path of names, asked for step by step.

In: area codes as ``SWE/Skåne/Lund``; lists of units. Out: `Unit`, `find_units`.
Never: an id taken for granted (its version differs between services), one of two units that bear a name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from compare.sources import asking
from compare.sources.asking import Asker, Request

SOURCE = "climatetrace"
#: What the service may write behind a unit's name: "Pará State", "Altamira Municipality".
_KINDS = frozenset(
    ("city", "council", "county", "district", "kommun", "län", "municipality", "province", "region", "state", "town")
)


@dataclass(frozen=True)
class Unit:
    """An administrative unit, as the service knows it."""

    id: str  #: of GADM, as ``BWA.3_1``; that of a country is its code of three letters
    name: str
    country: str
    level: int

    def __str__(self) -> str:
        return f"{self.id} ({self.name}, {self.country})"


def find_units(asker: Asker, areas: Mapping[str, str]) -> dict[Unit, str]:
    """The unit of each area -> `ref_area`; a list that two paths share is asked for once.

    Raises
    ------
    FormatError
        A name is borne by none of the units within its parent, or by more than one.
    SourceError
        A list could not be had.
    """
    listed: dict[Unit, list[Unit]] = {}
    found: dict[Unit, str] = {}
    for code, ref_area in areas.items():
        country, *names = code.split("/")
        unit = Unit(country, country, country, 0)
        for name in names:
            if unit not in listed:
                listed[unit] = asker.ask(plan_units(unit), partial(read_units, parent=unit))
            unit = choose_unit(listed[unit], name, unit)
        found[unit] = ref_area
    return found


def plan_units(parent: Unit) -> Request:
    """The question for the units within another."""
    return Request(SOURCE, f"/v7/admins/{parent.id}/subdivisions", (), (), ())


def read_units(body: bytes, parent: Unit) -> list[Unit]:
    """The units of a list, all of them directly within `parent`.

    Raises
    ------
    FormatError
        It is not of the documented form, is empty, or holds a unit of another parent.
    """
    entries = asking.read_json(SOURCE, body)
    if not isinstance(entries, list) or not entries:
        raise asking.malformed(SOURCE, f"the units within {parent}", entries, "a list that is not empty")
    return [_read_unit(entry, parent, f"[{number}]") for number, entry in enumerate(entries)]


def choose_unit(units: list[Unit], name: str, parent: Unit) -> Unit:
    """The one unit of that name, with or without its kind behind it.

    Raises
    ------
    FormatError
        There is none, or there are two.
    """
    fitting = [unit for unit in units if _is_called(unit, name)]
    if len(fitting) != 1:
        names = ", ".join(map(str, fitting or units))
        raise asking.malformed(SOURCE, f"the units within {parent}", names, f"exactly one unit called {name}")
    return fitting[0]


def _read_unit(entry: Any, parent: Unit, where: str) -> Unit:
    texts = [asking.read_field(SOURCE, entry, field, str, where) for field in ("id", "name", "level_0_id")]
    unit = Unit(*texts, asking.read_field(SOURCE, entry, "level", int, where))
    above = parent.id if parent.level == 0 else asking.read_field(SOURCE, entry, "level_1_id", str, where)
    if (unit.country, unit.level, above) != (parent.country, parent.level + 1, parent.id):
        found = f"{unit} at level {unit.level}, within {above}"
        raise asking.malformed(SOURCE, where, found, f"a unit at level {parent.level + 1} within {parent}")
    return unit


def _is_called(unit: Unit, name: str) -> bool:
    called, wanted = (unicodedata.normalize("NFC", text).strip() for text in (unit.name, name))
    rest = called.removeprefix(wanted)
    if rest == called or (rest and not rest.startswith(" ")):
        return False
    return all(word.casefold() in _KINDS for word in rest.split())
