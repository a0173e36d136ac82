"""The form of an answer of Open-Meteo: one block a place, with parallel lists of moments and values.

In: bodies, and what was asked for. Out: `Block`s of the places asked for, each of the cell that it must be of.
Never: a block taken for a place by its order alone, values of a neighbouring cell, a unit that was not expected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from compare.errors import RefusedError
from compare.sources import asking
from compare.sources.asking import Request

#: The service computes in single precision: 55.600006 is 55.6.
_NEAR = 0.001
#: The unit of a variable that the model does not have; its values are all empty.
_NO_UNIT = "undefined"
#: The sign of micro, and the Greek letter that the service writes.
_TWO_SIGNS = ("\u00b5", "\u03bc")


@dataclass(frozen=True)
class Grid:
    """A model's grid, and how its values lie in time."""

    source: str
    section: str  #: of the answer: daily, hourly
    step: float  #: degrees between two centres, from the equator and from Greenwich
    units: Mapping[str, str]  #: variable -> the unit that its values must have
    hours: tuple[str, ...] = ("",)  #: what follows the date of a moment: nothing, or each hour of the day


@dataclass(frozen=True)
class Block:
    """The values of one place."""

    ref_area: str
    days: tuple[date, ...]
    values: Mapping[str, Sequence[float | None]]  #: variable -> one value for each hour of `days`


def read_point(code: str) -> tuple[float, float]:
    """Latitude and longitude of an area's code, as ``55.7047,13.191``."""
    latitude, _, longitude = code.partition(",")
    return float(latitude), float(longitude)


def find_centre(grid: Grid, code: str) -> tuple[float, float]:
    """The centre of the cell that holds a point: the service is asked for the nearest one."""
    latitude, longitude = (round(round(degrees / grid.step) * grid.step, 6) for degrees in read_point(code))
    return latitude, longitude


def read_blocks(body: bytes, request: Request, grid: Grid, variables: Sequence[str]) -> list[Block]:
    """One block for each place that is in the answer; the others are absent, which is for the caller to say.

    Raises
    ------
    RefusedError
        The body is an error of the service under status 200.
    FormatError
        It is not of the documented form, or is about another cell than that of the place asked for.
    """
    found: dict[int, Block] = {}
    for number, entry in enumerate(_open(body, grid)):
        where = f"[{number}]"
        place = _read_place(entry, request, found, grid, where)
        code, ref_area = request.areas[place]
        _check_cell(entry, code, grid, where)
        section = asking.read_field(grid.source, entry, grid.section, dict, where)
        days = _read_days(section, grid, f"{where}.{grid.section}")
        units = asking.read_field(grid.source, entry, f"{grid.section}_units", dict, where)
        values = {name: _read_values(section, units, name, len(days), grid, where) for name in variables}
        found[place] = Block(ref_area, days, values)
    return list(found.values())


def _open(body: bytes, grid: Grid) -> list[Any]:
    """The blocks: a list where several places were asked for, one block alone where it was one."""
    answer = asking.read_json(grid.source, body)
    if isinstance(answer, dict) and answer.get("error"):
        raise RefusedError(
            f"{grid.source} refused the question and said: {answer.get('reason') or 'nothing more'}. Nothing was used. "
            "Compare the names of variables and the dates with the service's documentation.",
            source=grid.source, status=200,
        )  # fmt: skip
    blocks = answer if isinstance(answer, list) else [answer]
    if not blocks:
        raise asking.malformed(grid.source, "answer", answer, "a block for each place")
    return blocks


def _read_place(entry: Any, request: Request, found: Mapping[int, Block], grid: Grid, where: str) -> int:
    """Which of the places asked for a block says it is; the first place has no ``location_id``."""
    given = "location_id" in entry if isinstance(entry, dict) else True
    place = asking.read_field(grid.source, entry, "location_id", int, where) if given else 0
    if place in found or not 0 <= place < len(request.areas):
        expected = f"each of the places 0 to {len(request.areas) - 1} at most once"
        raise asking.malformed(grid.source, f"{where}.location_id", place, expected)
    return place


def _check_cell(entry: Any, code: str, grid: Grid, where: str) -> None:
    """The coordinates of an answer are those of its cell's centre; its days begin at midnight in Greenwich."""
    centre = find_centre(grid, code)
    given = tuple(
        asking.read_field(grid.source, entry, name, (int, float), where) for name in ("latitude", "longitude")
    )
    if any(abs(one - other) > _NEAR for one, other in zip(given, centre, strict=True)):
        expected = f"{centre}, the centre of the {grid.step} degree cell that holds {code}"
        raise asking.malformed(grid.source, f"{where}.latitude, longitude", given, expected)
    offset = asking.read_field(grid.source, entry, "utc_offset_seconds", int, where)
    if offset:
        raise asking.malformed(grid.source, f"{where}.utc_offset_seconds", offset, "0, for GMT was asked for")


def _read_days(section: Any, grid: Grid, where: str) -> tuple[date, ...]:
    """The days of a section: whole ones, each once, none left out."""
    moments = asking.read_field(grid.source, section, "time", list, where)
    count, rest = divmod(len(moments), len(grid.hours))
    try:
        first = date.fromisoformat(moments[0].removesuffix(grid.hours[0]))
    except (IndexError, AttributeError, ValueError) as error:
        raise asking.malformed(grid.source, f"{where}.time", moments[:1], "days as 2025-01-15") from error
    days = tuple(first + timedelta(days=number) for number in range(count))
    expected = [f"{day.isoformat()}{hour}" for day in days for hour in grid.hours]
    if rest or moments != expected:
        odd = next((pair for pair in zip(moments, expected, strict=False) if pair[0] != pair[1]), (moments[-1], "none"))
        raise asking.malformed(grid.source, f"{where}.time", odd[0], f"whole days one after the other, here {odd[1]}")
    return days


def _read_values(
    section: Any, units: Any, name: str, days: int, grid: Grid, where: str
) -> Sequence[float | None]:  # fmt: skip
    """The values of one variable; a model that does not have it gives empty ones without a unit."""
    path = f"{where}.{grid.section}"
    values = asking.read_field(grid.source, section, name, list, path)
    if len(values) != days * len(grid.hours):
        raise asking.malformed(grid.source, f"{path}.{name}", f"{len(values)} values", f"{days * len(grid.hours)}")
    for number, value in enumerate(values):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise asking.malformed(grid.source, f"{path}.{name}[{number}]", value, "a number or null")
    unit = asking.read_field(grid.source, units, name, str, f"{path}_units").replace(*_TWO_SIGNS)
    if unit != grid.units[name] and not (unit == _NO_UNIT and not any(value is not None for value in values)):
        raise asking.malformed(grid.source, f"{path}_units.{name}", unit, grid.units[name])
    return values
