"""Space2Stats of the World Bank: figures of the hexagons that a circle round a place touches, added up.

In: series and areas to ask for; one figure a hexagon. Out: requests, rows with the number of hexagons.
Never: a field that the service does not list, a sum over some of the hexagons only, a projection taken for a year that
has been.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.service import Probe, Service
from compare.sources.space2stats_cells import SOURCE, Circle, draw, read_cells, read_circle

#: All hexagons that the circle touches: with those whose centre lies in it a city would be one or two.
_METHOD = "touches"


@dataclass(frozen=True)
class Measure:
    """The fields of the service that a series is made of."""

    fields: re.Pattern[str]  #: with the year as its group, where it has one
    year: int = 0  #: of a field that does not name its year
    last: int = 9999  #: the last year that is no projection


#: By the series' own code. The years after `last` are projections, as the providers of the grids say.
MEASURES: Mapping[str, Measure] = {
    "sum_pop": Measure(re.compile(r"sum_pop_(\d{4})"), last=2025),
    "sum_built_area_m": Measure(re.compile(r"sum_built_area_m_(\d{4})"), last=2020),
    "sum_viirs_ntl": Measure(re.compile(r"sum_viirs_ntl_(\d{4})")),
    "pop": Measure(re.compile(r"pop"), year=2020),
    "pop_flood": Measure(re.compile(r"pop_flood"), year=2020),
}


@dataclass(frozen=True)
class Asked:
    """What a request is about."""

    circle: Circle
    fields: Mapping[str, Mapping[str, int]]  #: series -> its fields, each with its year


def plan_space2stats(
    wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None, listed: Sequence[str]
) -> list[Request]:
    """One request per area, with all fields that the service lists for the series.

    Parameters
    ----------
    areas : mapping
        ``latitude,longitude,radius in km`` -> `ref_area`.
    listed : sequence of str
        The service's own list of its fields.
    """
    fields = {one.series: find_fields(one.code, listed, since) for one in wanted if one.code in MEASURES}
    series = tuple(one for one in wanted if fields.get(one.series))
    names = sorted({name for one in series for name in fields[one.series]})
    return [
        Request(
            SOURCE, "/summary", (), series, ((code, ref_area),), since, detail=Asked(circle, fields),
            json={"aoi": draw(circle), "spatial_join_method": _METHOD, "fields": names, "geometry": "point"},
        )
        for code, ref_area in areas.items()
        if series and (circle := read_circle(code))
    ]  # fmt: skip


def find_fields(code: str, listed: Sequence[str], since: int | None = None) -> dict[str, int]:
    """The listed fields of a series, each with its year; years before `since` and projections are left out."""
    measure = MEASURES[code]
    matches = [match for name in listed if (match := measure.fields.fullmatch(name))]
    years = {match[0]: int(match[1]) if match.lastindex else measure.year for match in matches}
    return {name: year for name, year in years.items() if (since or 0) <= year <= measure.last}


def parse_space2stats(body: bytes, request: Request, response_id: str) -> Parsed:
    """One row for each field, the sum over all hexagons; it is empty where a hexagon has no figure.

    Raises
    ------
    RefusedError
        The body is an error of the service under status 200.
    FormatError
        It is not of the documented form, or has hexagons that do not lie at the circle asked for.
    """
    asked, ref_area = request.detail, request.areas[0][1]
    cells = read_cells(body, asked.circle, request.json["fields"])
    rows, lacking = [], []
    for wanted in request.series:
        for name, year in sorted(asked.fields[wanted.series].items(), key=lambda item: item[1]):
            row = _make_row(wanted, ref_area, year, [cell[name] for cell in cells], asked.circle, response_id)
            lacking += [name] if row["obs_status"] == "O" else []
            rows.append(row)
    told = f"{SOURCE}: a hexagon has no figure for {ref_area}, so there is no sum of {', '.join(lacking)}."
    return Parsed(tuple(rows), (told,) if lacking else ())


def fetch_space2stats(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask which fields there are, then for those of the series, with one rule for all places."""
    strange = [one.series for one in wanted if one.code not in MEASURES]
    told = asking.tell_unasked(strange, "no way to make them of Space2Stats' fields is known")
    if len(strange) == len(wanted) or not areas:
        return Gathered(warnings=told)
    listed = asker.ask(_ask_fields(), read_fields)
    known = [one for one in wanted if one.code in MEASURES]
    gone = [one.series for one in known if not find_fields(one.code, listed)]
    told += asking.tell_unasked(gone, "Space2Stats lists no field of them now")
    gathered = asking.gather(asker, plan_space2stats(known, areas, since, listed), parse_space2stats)
    gathered.warnings += told
    return gathered


def read_fields(body: bytes) -> list[str]:
    """The service's list of its fields.

    Raises
    ------
    FormatError
        It is no list of names.
    """
    names = asking.read_json(SOURCE, body)
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise asking.malformed(SOURCE, "/fields", names, "a list of names")
    return names


def _make_row(
    wanted: Wanted, ref_area: str, year: int, values: Sequence[float | None], circle: Circle, response_id: str
) -> dict[str, Any]:
    """The sum of one field, with the number of hexagons; no sum where one of them has no figure."""
    known = [value for value in values if value is not None]
    whole = len(known) == len(values)
    missing = "" if whole else f" No sum: {len(values) - len(known)} of them without a figure."
    return asking.make_row(
        wanted, ref_area, "A", str(year), math.fsum(known) if whole else None, response_id,
        obs_status="E" if whole else "O", confidence="medium",
        comment_obs=f"Sum of {len(values)} hexagons that touch {circle}.{missing}",
    )  # fmt: skip


def _ask_fields() -> Request:
    return Request(SOURCE, "/fields", (), (), ())


def _find_newest(body: bytes) -> str:
    """The newest year of all series that the list has."""
    listed = read_fields(body)
    years = [year for code in MEASURES for year in find_fields(code, listed).values()]
    if not years:
        raise asking.malformed(SOURCE, "/fields", listed[:5], "fields as sum_pop_2025")
    return str(max(years))


SERVICE = Service(SOURCE, (SOURCE,), fetch_space2stats, Probe("/fields", _find_newest))
