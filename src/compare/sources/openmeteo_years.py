"""Years made of the days or hours of Open-Meteo's grids, and how a service of it is asked.

In: a `Record`, series and areas; bodies. Out: rows, one a whole year; `Gathered`; the newest day there is.
Never: a year made of a part of its days, a missing value filled in, a forecast taken for what has been.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.openmeteo_answers import Block, read_blocks
from compare.sources.openmeteo_record import Record, plan_newest, plan_singly, plan_years
from compare.sources.service import Probe


def parse_years(body: bytes, request: Request, response_id: str, record: Record) -> Parsed:
    """The years of an answer that are whole; the others are named with the share of days that they lack.

    Raises
    ------
    RefusedError
        The body is an error of the service under status 200.
    FormatError
        It is not of the documented form, or about another cell, or about other days than those asked for.
    """
    variables = record.list_variables(request.series)
    rows, warnings = [], []
    for block in read_blocks(body, request, record.grid, variables):
        _check_span(block, request, record)
        for variable in variables:
            series = [one for one in request.series if record.measures[one.code].variable == variable]
            lacking = []
            for year, values, lacks in _cut_years(block, variable, record):
                if lacks:
                    lacking.append(f"{year} ({lacks:.1%} of its days)")
                else:
                    rows += [_make_row(one, block.ref_area, year, values, response_id, record) for one in series]
            if lacking:
                warnings.append(
                    f"{record.source}: no yearly figure of {variable} for {block.ref_area} where days are missing: "
                    f"{', '.join(lacking)}."
                )
    return Parsed(tuple(rows), tuple(warnings))


def find_newest(body: bytes, record: Record) -> date:
    """The newest day of a small answer that is over and has values; its last day is the service's own today.

    Raises
    ------
    RefusedError, FormatError
        As `parse_years`, or no day has a value.
    """
    request = plan_newest(record)
    variable = next(iter(record.grid.units))
    blocks = read_blocks(body, request, record.grid, [variable])
    days = list(_cut_days(blocks[0].values[variable], record))
    for day, values in reversed(list(zip(blocks[0].days, days, strict=True))[:-1]):
        if _count(values) >= record.least:
            return day
    found = f"no value from {blocks[0].days[0]} to {blocks[0].days[-1]}"
    raise asking.malformed(record.source, f"{record.grid.section}.{variable}", found, "values up to a few days ago")


def make_probe(record: Record) -> Probe:
    """The small question by which a person sees whether the service is there."""
    request = plan_newest(record)
    return Probe(request.path, lambda body: find_newest(body, record).isoformat(), request.params)


def fetch_years(
    record: Record, asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None
) -> Gathered:
    """Ask how far the values reach, then for all whole years; a refused question is asked again by variable."""
    strange = [one.series for one in wanted if one.code not in record.measures]
    told = [f"{series}: not asked for. No way to make it of {record.source}'s values is known." for series in strange]
    if len(strange) == len(wanted) or not areas:
        return Gathered(warnings=told)
    newest = asker.ask(plan_newest(record), partial(find_newest, record=record))
    until = (newest + timedelta(days=1)).year - 1
    requests = plan_years(record, wanted, areas, since, until)
    if not requests:
        told.append(f"{record.source}: not asked for years from {since} on. The last whole one there is {until}.")
    if record.pace:
        asker.session.set_pace(record.source, record.pace)
    gathered = asking.gather(
        asker, requests, partial(parse_years, record=record), smaller=lambda *failed: plan_singly(record, *failed)
    )
    gathered.warnings += told
    return gathered


def _check_span(block: Block, request: Request, record: Record) -> None:
    first, last = request.detail
    if (block.days[0], block.days[-1]) != (date(first, 1, 1), date(last, 12, 31)):
        span = f"{block.days[0]} to {block.days[-1]}"
        raise asking.malformed(record.source, f"{record.grid.section}.time", span, f"all days of {first} to {last}")


def _cut_years(block: Block, variable: str, record: Record) -> Iterator[tuple[int, list[float | None], float]]:
    """Each year with its values, and the share of its days that do not have enough of them."""
    dated = zip(block.days, _cut_days(block.values[variable], record), strict=True)
    for year, found in groupby(dated, key=lambda pair: pair[0].year):
        days = [values for _, values in found]
        poor = sum(_count(values) < record.least for values in days)
        yield year, [value for values in days for value in values], poor / len(days)


def _cut_days(values: Sequence[float | None], record: Record) -> Iterator[Sequence[float | None]]:
    per_day = len(record.grid.hours)
    return (values[start : start + per_day] for start in range(0, len(values), per_day))


def _make_row(
    wanted: Wanted, ref_area: str, year: int, values: Sequence[float | None], response_id: str, record: Record
) -> dict[str, Any]:
    known = [value for value in values if value is not None]
    missing = len(values) - len(known)
    comment = f"Without {missing} of {len(values)} values ({missing / len(values):.2%})." if missing else ""
    number = record.measures[wanted.code].fold(known)
    return asking.make_row(
        wanted, ref_area, "A", str(year), number, response_id, comment_obs=comment, confidence=record.confidence,
        obs_status=record.status,
    )  # fmt: skip


def _count(values: Sequence[float | None]) -> int:
    return sum(value is not None for value in values)
