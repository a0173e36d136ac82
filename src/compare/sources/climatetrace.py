"""Climate TRACE, version 7: modelled emissions of greenhouse gases within an administrative unit, by sector.

In: series and areas to ask for; months of a year. Out: requests, rows, one a whole year.
Never: a year made of fewer than its twelve months, a nought that stands for "not computed yet", a number of
inhabitants brought together with a unit that nobody has counted them in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compare.errors import RefusedError, SourceError
from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.climatetrace_answers import GAS, SECTORS, Months, read_year
from compare.sources.climatetrace_units import SOURCE, Unit, find_units
from compare.sources.service import Probe, Service

#: The first year of units below a country.
FIRST = 2021
#: No year after this one is asked for, whatever the service has.
LAST = 2100
_PATH = "/v7/sources/emissions"
#: Statuses with which a year may be refused that the service does not have yet.
_NOT_THERE = (400, 404, 422)


@dataclass(frozen=True)
class Asked:
    """What a request is about."""

    unit: Unit
    year: int


def plan_climatetrace(wanted: Sequence[Wanted], areas: Mapping[Unit, str], year: int) -> list[Request]:
    """One request per unit for one year: the total and all sectors come together.

    Parameters
    ----------
    areas : mapping
        Units, as `find_units` finds them, -> `ref_area`.
    """
    series = tuple(one for one in wanted if _is_known(one))
    return [
        Request(
            SOURCE, _PATH, (("year", str(year)), ("gas", GAS), ("gadmId", unit.id)), series, ((unit.id, ref_area),),
            detail=Asked(unit, year),
        )
        for unit, ref_area in areas.items()
        if series
    ]  # fmt: skip


def parse_climatetrace(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of a year whose months are all there; a warning for one that is not over in the service's figures.

    Raises
    ------
    RefusedError
        The body is an error of the service under status 200.
    FormatError
        It is not of the documented form, about another unit, gas or year, has a sector that is not known, or sectors
        that make up the total neither with forestry nor without.
    """
    asked, ref_area = request.detail, request.areas[0][1]
    months = read_year(body, asked.unit, asked.year)
    if months.known < 12:
        told = f"{SOURCE}: {asked.year} has {months.known} of 12 months for {ref_area}, so it has no figure."
        return Parsed(warnings=(told,))
    total = months.add_up_all()
    rows = [_make_row(one, ref_area, asked, months, total, response_id) for one in request.series]
    lacking = ", ".join(months.list_lacking())
    told = f"{SOURCE}: months of {asked.year} are missing for {ref_area}, so there is no figure of {lacking}."
    return Parsed(tuple(row for row in rows if row), (told,) if lacking else ())


def fetch_climatetrace(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Find the units by name, then ask for year after year until one is not over for any of them."""
    strange = [one.series for one in wanted if not _is_known(one)]
    gathered = Gathered(warnings=asking.tell_unasked(strange, "Climate TRACE has no such gas or sector"))
    if len(strange) == len(wanted) or not areas:
        return gathered
    units = find_units(asker, areas)
    first = max(FIRST, since or FIRST)
    for year in range(first, LAST + 1):
        requests = plan_climatetrace(wanted, units, year)
        part = asking.gather(asker, requests, parse_climatetrace)
        if year > first and part.failures and all(_is_not_there(error) for error in part.failures):
            gathered.warnings.append(f"{SOURCE}: {year} was refused. It is taken for a year that is not there yet.")
            break
        _add(gathered, part)
        if part.failures or not any(parsed.rows for parsed in part.parsed):
            break
    whole = Request(SOURCE, _PATH, (), requests[0].series, tuple((unit.id, area) for unit, area in units.items()))
    gathered.absent = asking.find_absent(whole, gathered.parsed)
    return gathered


def _is_known(wanted: Wanted) -> bool:
    gas, _, sector = wanted.code.partition(".")
    return gas == GAS and (not sector or sector in SECTORS)


def _make_row(
    wanted: Wanted, ref_area: str, asked: Asked, months: Months, total: float | None, response_id: str
) -> dict[str, Any] | None:
    """The row of one series, or None where the answer has no figure of it."""
    sector = wanted.code.partition(".")[2]
    value = months.add_up(sector) if sector else total
    if value is None:
        return None
    scope = "" if sector else ", without forestry and land use"
    comment = f"Sum of 12 months in unit {asked.unit.id}{scope}. The answer names no release of the data."
    return asking.make_row(
        wanted, ref_area, "A", str(asked.year), value, response_id, obs_status="E", confidence="medium",
        comment_obs=comment,
    )  # fmt: skip


def _is_not_there(error: SourceError) -> bool:
    return isinstance(error, RefusedError) and error.status in _NOT_THERE


def _add(gathered: Gathered, part: Gathered) -> None:
    """One year's answers to those of the years before."""
    gathered.parsed += part.parsed
    gathered.warnings += part.warnings
    gathered.response_ids += part.response_ids
    gathered.failures += part.failures
    gathered.failed |= part.failed
    gathered.answered |= part.answered


def _find_newest(body: bytes) -> str:
    """The newest month of an answer for the current year, which the service takes where none is asked for."""
    answer = asking.read_json(SOURCE, body)
    totals = asking.read_field(SOURCE, answer, "totals", dict, "answer")
    entries = asking.read_field(SOURCE, totals, "timeseries", (list, type(None)), "totals") or []
    moments = [
        tuple(asking.read_field(SOURCE, entry, name, int, "totals.timeseries") for name in ("year", "month"))
        for entry in entries
    ]
    return "{}-{:02d}".format(*max(moments)) if moments else "none yet in the current year"


SERVICE = Service(
    SOURCE, (SOURCE,), fetch_climatetrace, Probe(_PATH, _find_newest, (("gas", GAS), ("gadmId", "BWA.3_1")))
)
