"""Open-Meteo's air quality: yearly means of the CAMS global model in the cell that holds a place.

In: series and areas to ask for; hourly values. Out: requests, rows, one a whole year.
Never: the finer European model for the place that lies in Europe: it would be another method than the other place's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.openmeteo import take_mean
from compare.sources.openmeteo_answers import Grid
from compare.sources.openmeteo_record import Measure, Record, plan_years
from compare.sources.openmeteo_years import fetch_years, make_probe, parse_years
from compare.sources.service import Service

_VARIABLES = ("pm2_5", "pm10", "nitrogen_dioxide", "ozone")

RECORD = Record(
    Grid(
        "openmeteo-air", "hourly", 0.4,
        units=dict.fromkeys(_VARIABLES, "μg/m³"),
        hours=tuple(f"T{hour:02}:00" for hour in range(24)),
    ),
    path="/v1/air-quality",
    fixed=(("timezone", "GMT"), ("domains", "cams_global"), ("cell_selection", "nearest")),
    for_newest=(("forecast_days", "1"),),  # today, which is a forecast and is not counted
    first=2023,  # the values begin in August 2022
    usual=2023,
    together=1,
    measures={f"{variable}.mean": Measure(variable, take_mean) for variable in _VARIABLES},
    least=18,  # three hours of four; what is missing is said with the year's value
    confidence="medium",
    status="E",
)  # fmt: skip


def plan_openmeteo_air(
    wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None, until: int
) -> list[Request]:
    """One request a year, with every substance and both places; years after `until` are not over."""
    return plan_years(RECORD, wanted, areas, since, until)


def parse_openmeteo_air(body: bytes, request: Request, response_id: str) -> Parsed:
    """The whole years of an answer, as `parse_years` says."""
    return parse_years(body, request, response_id, RECORD)


def fetch_openmeteo_air(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask for every whole year from 2023 on, or from `since`."""
    return fetch_years(RECORD, asker, wanted, areas, since)


SERVICE = Service(RECORD.source, (RECORD.source,), fetch_openmeteo_air, make_probe(RECORD))
