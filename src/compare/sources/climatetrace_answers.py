"""The form of Climate TRACE's answer about one unit and year: months of the total and of each sector.

In: bodies, the unit and year asked for. Out: `read_year` -> `Months`.
Never: an answer about another unit, gas or year; a sector that nobody knows; a total that its sectors do not make up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from compare.errors import RefusedError
from compare.sources import asking
from compare.sources.climatetrace_units import SOURCE, Unit

GAS = "co2e_100yr"
#: Forests that grow and are felled. Whether the service's own total holds them has been told both ways.
FORESTRY = "forestry-and-land-use"
SECTORS = (
    "agriculture", "buildings", "fluorinated-gases", FORESTRY, "fossil-fuel-operations", "manufacturing",
    "mineral-extraction", "power", "transportation", "waste",
)  # fmt: skip
#: By how much the sectors may miss the total, as a part of it: both are sums of the same numbers.
_NEAR = 1e-6
#: What an error of the service holds.
_ERROR = ("detail", "title", "error", "message")

#: month -> tonnes, None where the service gives no number
ByMonth = Mapping[int, float | None]


@dataclass(frozen=True)
class Months:
    """What an answer holds of a year."""

    total: ByMonth
    sectors: Mapping[str, ByMonth] = field(default_factory=dict)

    @property
    def known(self) -> int:
        """The months of which the service has a total."""
        return sum(value is not None for value in self.total.values())

    def add_up(self, sector: str) -> float | None:
        """The year's tonnes of a sector; None where a month is missing, or the answer does not have the sector."""
        values = [value for value in self.sectors.get(sector, {}).values() if value is not None]
        return math.fsum(values) if len(values) == 12 else None

    def list_lacking(self) -> list[str]:
        """The sectors that the answer has, but not with all months."""
        return sorted(sector for sector in self.sectors if self.add_up(sector) is None)

    def add_up_all(self) -> float | None:
        """The year's tonnes of all sectors but forestry; None where one of them lacks months.

        Raises
        ------
        FormatError
            The months of the service's own total come to another sum, with forestry and without.
        """
        if set(self.list_lacking()) - {FORESTRY}:
            return None
        total = math.fsum(self.add_up(sector) or 0.0 for sector in self.sectors if sector != FORESTRY)
        forestry = math.fsum(value or 0.0 for value in self.sectors.get(FORESTRY, {}).values())
        published = math.fsum(value or 0.0 for value in self.total.values())
        near = _NEAR * max(abs(total), abs(published), 1.0)
        if min(abs(published - total), abs(published - total - forestry)) > near:
            expected = f"{total:.1f}, the sum of its sectors, or {total + forestry:.1f} with forestry"
            raise asking.malformed(SOURCE, "totals.timeseries", f"{published:.1f} in all", expected)
        return total


def read_year(body: bytes, unit: Unit, year: int) -> Months:
    """The months of an answer about `unit` and `year`; null instead of a list means that there is none yet.

    Raises
    ------
    RefusedError
        The body is an error of the service under status 200.
    FormatError
        It is not of the documented form, or about something that was not asked for.
    """
    answer = _open(body, unit)
    found = _read_section(answer, "sectors", year)
    return Months(_read_section(answer, "totals", year).get("", {}), found)


def _open(body: bytes, unit: Unit) -> dict[str, Any]:
    """The answer, if it is about the unit asked for."""
    answer = asking.read_json(SOURCE, body)
    said = [answer[name] for name in _ERROR if name in answer] if isinstance(answer, dict) else []
    if said and "location" not in answer:
        raise RefusedError(
            f"{SOURCE} refused the question and said: {said[0]}. Nothing was used. Look whether the unit {unit} still "
            "has that id at the service.", source=SOURCE, status=200,
        )  # fmt: skip
    location = asking.read_field(SOURCE, answer, "location", dict, "answer")
    given = [asking.read_field(SOURCE, location, name, str, "location") for name in ("gadmId", "name", "country")]
    if given != [unit.id, unit.name, unit.country]:
        raise asking.malformed(SOURCE, "location", ", ".join(given), f"the unit asked for, {unit}")
    return answer


def _read_section(answer: dict[str, Any], section: str, year: int) -> dict[str, dict[int, float | None]]:
    """The months of each sector, or of the total under an empty name."""
    held = asking.read_field(SOURCE, answer, section, dict, "answer")
    entries = asking.read_field(SOURCE, held, "timeseries", (list, type(None)), section) or []
    found: dict[str, dict[int, float | None]] = {}
    for number, entry in enumerate(entries):
        where = f"{section}.timeseries[{number}]"
        given = [asking.read_field(SOURCE, entry, name, kind, where) for name, kind in (("year", int), ("gas", str))]
        if given != [year, GAS]:
            raise asking.malformed(SOURCE, where, f"{given[1]} of {given[0]}", f"{GAS} of {year}")
        sector = asking.read_field(SOURCE, entry, "sector", str, where) if section == "sectors" else ""
        if sector and sector not in SECTORS:
            raise asking.malformed(SOURCE, f"{where}.sector", sector, "one of " + ", ".join(SECTORS))
        month = asking.read_field(SOURCE, entry, "month", int, where)
        if not 1 <= month <= 12 or month in found.setdefault(sector, {}):
            raise asking.malformed(SOURCE, f"{where}.month", month, "each month from 1 to 12 at most once")
        found[sector][month] = asking.read_field(SOURCE, entry, "emissionsQuantity", (int, float, type(None)), where)
    return found
