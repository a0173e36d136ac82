"""Climate TRACE as a service that has 2021 to 2024 whole, for the tests of its reading and of its asking."""

from __future__ import annotations

import json

from compare.sources.asking import Wanted
from compare.sources.climatetrace_units import Unit
from sources.recorded import read

TOWN = Unit("BWA.3_1", "Francistown", "BWA", 1)
LUND = Unit("SWE.13.99_2", "Lund Municipality", "SWE", 2)
TOWN_AREA, LUND_AREA = "GADM:BWA:Francistown", "GADM:SWE:Lund"
UNITS = {LUND: LUND_AREA, TOWN: TOWN_AREA}
AREAS = {"SWE/Skåne/Lund": LUND_AREA, "BWA/Francistown": TOWN_AREA}
ALL = Wanted("climatetrace:co2e_100yr", "TONNES")
TRANSPORT = Wanted("climatetrace:co2e_100yr.transportation", "TONNES")
SERIES = [ALL, TRANSPORT]
#: The list of units that each parent has.
LISTS = {"BWA": "within_botswana", "SWE": "within_sweden", "SWE.13_1": "within_skane"}


def answer(unit: Unit = TOWN, year: int = 2024, months: int = 12, alter=len) -> bytes:
    """The recorded January, repeated for so many months of a year and changed in place by `alter`."""
    data = json.loads(read("climatetrace/january.json"))
    data["location"] = {"name": unit.name, "gadmId": unit.id, "country": unit.country}
    for section in ("totals", "sectors"):
        january = data[section]["timeseries"]
        data[section]["timeseries"] = [
            entry | {"year": year, "month": month} for month in range(1, months + 1) for entry in january
        ]
    alter(data)
    return json.dumps(data).encode()


def nothing(unit: Unit) -> bytes:
    """What the service says of a year that it has not begun: a nought, and no list."""
    data = json.loads(read("climatetrace/no_month.json"))
    data["location"] = {"name": unit.name, "gadmId": unit.id, "country": unit.country}
    return json.dumps(data).encode()


def reply(address: str, last: int = 2024) -> bytes:
    """The whole service."""
    if address.endswith("/subdivisions"):
        return read(f"climatetrace/{LISTS[address.split('/')[-2]]}.json")
    asked = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
    unit = next(unit for unit in UNITS if unit.id == asked["gadmId"])
    year = int(asked.get("year", last + 1))
    return answer(unit, year) if year <= last else answer(unit, year, 7) if year == last + 1 else nothing(unit)
