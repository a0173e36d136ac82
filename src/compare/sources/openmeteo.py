"""Open-Meteo's archive: yearly measures of weather in the ERA5 cell that holds a place, one method the world over.

In: series and areas to ask for; daily values. Out: requests, rows, one a whole year.
Never: a blend of models (it changes with the date and makes steps), a cell chosen for its height or its shore.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.openmeteo_answers import Grid
from compare.sources.openmeteo_record import Fold, Measure, Record, plan_years
from compare.sources.openmeteo_years import fetch_years, make_probe, parse_years
from compare.sources.service import Service
from compare.sources.session_turns import Pace

#: A day's sum in megajoules -> its mean power in watts.
_WATTS = 1_000_000 / 86_400
#: Rain of less than so many millimetres leaves a day dry.
_DRY = 1.0


def take_mean(values: Sequence[float]) -> float:
    """The mean of a year's values."""
    return math.fsum(values) / len(values)


def find_longest_dry(values: Sequence[float]) -> float:
    """The longest run of days with less than `_DRY` millimetres, within the year."""
    longest = run = 0
    for value in values:
        run = run + 1 if value < _DRY else 0
        longest = max(longest, run)
    return float(longest)


def _count_from(limit: float) -> Fold:
    """The days with at least `limit`."""
    return lambda values: float(sum(value >= limit for value in values))


def _count_below(limit: float) -> Fold:
    """The days with less than `limit`."""
    return lambda values: float(sum(value < limit for value in values))


RECORD = Record(
    Grid(
        "openmeteo", "daily", 0.25,
        units={
            "temperature_2m_mean": "°C", "temperature_2m_max": "°C", "temperature_2m_min": "°C",
            "precipitation_sum": "mm", "shortwave_radiation_sum": "MJ/m²",
        },
    ),
    path="/v1/archive",
    # The cell itself: the nearest one, at its own height. The days are those of Greenwich for all places.
    fixed=(("timezone", "GMT"), ("models", "era5"), ("cell_selection", "nearest")),
    for_each=(("elevation", "nan"),),
    first=1940,
    usual=1991,
    together=5,
    # For every 14 days and 10 variables of a place the service counts a call, here 131 in all, and allows 600 a minute.
    pace=Pace(calls=4, seconds=61.0),
    measures={
        "temperature_2m_mean.mean": Measure("temperature_2m_mean", take_mean),
        "temperature_2m_max.max": Measure("temperature_2m_max", max),
        "temperature_2m_max.days-ge-30": Measure("temperature_2m_max", _count_from(30.0)),
        "temperature_2m_min.days-ge-20": Measure("temperature_2m_min", _count_from(20.0)),
        "temperature_2m_min.days-lt-0": Measure("temperature_2m_min", _count_below(0.0)),
        "precipitation_sum.sum": Measure("precipitation_sum", math.fsum),
        "precipitation_sum.days-ge-20": Measure("precipitation_sum", _count_from(20.0)),
        "precipitation_sum.longest-lt-1": Measure("precipitation_sum", find_longest_dry),
        "shortwave_radiation_sum.mean": Measure(
            "shortwave_radiation_sum", lambda values: take_mean(values) * _WATTS
        ),
    },
)  # fmt: skip


def plan_openmeteo(wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None, until: int) -> list[Request]:
    """One request for five years, with every variable and both places; years after `until` are not over."""
    return plan_years(RECORD, wanted, areas, since, until)


def parse_openmeteo(body: bytes, request: Request, response_id: str) -> Parsed:
    """The whole years of an answer, as `parse_years` says."""
    return parse_years(body, request, response_id, RECORD)


def fetch_openmeteo(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask for every whole year from 1991 on, or from `since`."""
    return fetch_years(RECORD, asker, wanted, areas, since)


SERVICE = Service(RECORD.source, (RECORD.source,), fetch_openmeteo, make_probe(RECORD))
