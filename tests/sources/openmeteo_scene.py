"""A year of Open-Meteo's archive made of one recorded day, for the tests of its reading and of its asking."""

from __future__ import annotations

from datetime import date, timedelta

from compare.sources import openmeteo
from compare.sources.asking import Wanted
from sources.recorded import change

LUND, TOWN = "CELL:era5-0.25:137:773", "CELL:era5-0.25:445:830"
AREAS = {"55.7047,13.191": LUND, "-21.17,27.51": TOWN}
UNITS = {
    "temperature_2m_mean.mean": "CELSIUS", "temperature_2m_max.max": "CELSIUS", "temperature_2m_max.days-ge-30": "DAYS",
    "temperature_2m_min.days-ge-20": "DAYS", "temperature_2m_min.days-lt-0": "DAYS", "precipitation_sum.sum": "MM_YEAR",
    "precipitation_sum.days-ge-20": "DAYS", "precipitation_sum.longest-lt-1": "DAYS",
    "shortwave_radiation_sum.mean": "W_M2",
}  # fmt: skip
SERIES = [Wanted(f"openmeteo:{code}", unit) for code, unit in UNITS.items()]
MEAN = [SERIES[0]]


def request(first: int, last: int, series=SERIES):
    """The one question about these years."""
    (one,) = [one for one in openmeteo.plan_openmeteo(series, AREAS, first, last) if one.detail == (first, last)]
    return one


def stretch(blocks, first: int, last: int):
    """Blocks of one day, the day repeated until the years are full."""
    count = (date(last, 12, 31) - date(first, 1, 1)).days + 1
    for block in blocks:
        section = block["daily"]
        for name, values in section.items():
            section[name] = [values[0]] * count
        section["time"] = [(date(first, 1, 1) + timedelta(days=number)).isoformat() for number in range(count)]
    return blocks


def answer(first: int, last: int, alter=len) -> bytes:
    """The recorded answer, over whole years and changed in place by `alter`."""
    return change("openmeteo/two_places.json", lambda blocks: alter(stretch(blocks, first, last)))
