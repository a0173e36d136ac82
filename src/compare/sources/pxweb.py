"""SCB's tables through PxWebApi, version 2: counts and shares of Swedish municipalities.

In: which cells of which table make a series; a table's description; bodies in json-stat2. Out: requests, rows.
Never: more cells in a call than the service allows, a cell asked twice, a symbol taken for a number without its legend.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compare.errors import SourceError
from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.jsonstat import Cube, read_jsonstat
from compare.sources.session_turns import Pace

if TYPE_CHECKING:
    import pandas as pd

_ID = "scb"
_BASE = "/api/v2"
#: SCB's legend: symbol -> value and status of the observation, and what it means.
SYMBOLS: dict[str, tuple[float, str, str]] = {
    "..": (math.nan, "O", "SCB “..”: not available, or too uncertain to be stated"),
    ".": (math.nan, "M", "SCB “.”: cannot occur"),
    "-": (0.0, "A", "SCB “-”: nil"),
}
_PERIODS = (
    (re.compile(r"(\d{4})"), "A", r"\1"),
    (re.compile(r"(\d{4})[KQ]([1-4])"), "Q", r"\1-Q\2"),
    (re.compile(r"(\d{4})M(0[1-9]|1[0-2])"), "M", r"\1-\2"),
)


@dataclass(frozen=True)
class Table:
    """Where a series lies: a table, its contents, and how its codes are read."""

    wanted: Wanted
    table: str
    contents: str
    region: str = "Region"
    time: str = "Tid"
    metric: str = "ContentsCode"
    sexes: tuple[tuple[str, str], ...] = ()  #: the table's code -> our sex; nothing where both are asked for added up
    sex: str = "Kon"
    ages: tuple[tuple[str, str], ...] = ()
    age: str = "Alder"
    fixed: tuple[tuple[str, str], ...] = ()  #: other dimensions, and the one code of each

    @property
    def selection(self) -> dict[str, tuple[str, ...]]:
        """The codes of each dimension, but for regions and time."""
        chosen = {self.metric: (self.contents,)} | {name: (code,) for name, code in self.fixed}
        for name, pairs in ((self.sex, self.sexes), (self.age, self.ages)):
            if pairs:
                chosen[name] = tuple(code for code, _ in pairs)
        return chosen


@dataclass(frozen=True)
class Limits:
    """What the service allows."""

    cells: int
    pace: Pace


def parse_config(body: bytes) -> Limits:
    """The service's own limits, from ``/config``."""
    data = asking.read_json(_ID, body)
    cells, calls, window = (
        asking.read_field(_ID, data, name, int, "config")
        for name in ("maxDataCells", "maxCallsPerTimeWindow", "timeWindow")
    )
    if min(cells, calls, window) < 1:
        raise asking.malformed(_ID, "config", [cells, calls, window], "numbers above zero")
    return Limits(cells, Pace(calls=calls, seconds=float(window)))


def plan_pxweb(
    tables: Sequence[Table], areas: Mapping[str, str], since: int | None, described: Mapping[str, bytes], most: int
) -> list[Request]:
    """Requests of at most `most` cells that together ask for every cell once.

    Periods and contents stay together; regions, ages and sexes are dealt out. Every code is written out, so that the
    number of cells is known before anything is asked.

    Parameters
    ----------
    areas : mapping
        The table's code of a region -> `ref_area`.
    described : mapping
        Table id -> its description, as ``/tables/{id}/metadata`` gives it.

    Raises
    ------
    FormatError
        A code or dimension is not in the table, or one is there that must be chosen and was not.
    """
    requests = []
    for table in tables:
        cube = read_jsonstat(_ID, described[table.table], with_values=False)
        chosen = _choose(table, cube, tuple(areas), since)
        for part in split(chosen, keep=(table.time, table.metric), most=most, where=table.table):
            params = [(f"valueCodes[{name}]", ",".join(codes)) for name, codes in part.items()]
            places = tuple((code, areas[code]) for code in part[table.region])
            requests.append(
                Request(
                    _ID, f"{_BASE}/tables/{table.table}/data",
                    (("lang", "sv"), ("outputFormat", "json-stat2"), *params), (table.wanted,), places, since,
                    (table, tuple(part.items())),
                )
            )  # fmt: skip
    return requests


def split(
    chosen: Mapping[str, tuple[str, ...]], *, keep: Sequence[str], most: int, where: str
) -> list[dict[str, tuple[str, ...]]]:
    """Parts of at most `most` cells, cut along the longest dimension that may be cut."""
    size = math.prod(len(codes) for codes in chosen.values())
    if size <= most:
        return [dict(chosen)]
    longest = max((name for name in chosen if name not in keep), key=lambda name: len(chosen[name]), default=None)
    if longest is None or len(chosen[longest]) == 1:
        raise asking.malformed(_ID, where, f"{size} cells of one region", f"at most {most}; ask for fewer years")
    codes = chosen[longest]
    fitting = most // (size // len(codes))
    parts = asking.chunk(codes, fitting) if fitting else [(code,) for code in codes]
    return [piece for part in parts for piece in split({**chosen, longest: part}, keep=keep, most=most, where=where)]


def parse_pxweb(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of one answer, each cell under the labels that the answer gives it.

    Raises
    ------
    FormatError
        The answer is malformed, is of another table, holds other cells than were asked for, or an unknown symbol.
    """
    table, asked = request.detail
    cube = read_jsonstat(_ID, body)
    if cube.table and cube.table != table.table:
        raise asking.malformed(_ID, "extension.px.tableid", cube.table, table.table)
    for name, codes in asked:
        if set(cube.codes.get(name, ())) != set(codes):
            raise asking.malformed(_ID, f"dimension.{name}", list(cube.codes.get(name, ())), f"the codes {list(codes)}")
    longer = [name for name, codes in cube.codes.items() if name not in dict(asked) and len(codes) != 1]
    if longer:
        raise asking.malformed(
            _ID, f"dimension.{longer[0]}", list(cube.codes[longer[0]]), "one code, or that it is asked"
        )
    return Parsed(frame=_make_frame(cube, table, dict(request.areas), response_id))


def fetch_pxweb(
    asker: Asker, tables: Sequence[Table], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask for the limits and descriptions first, then for the cells, at the pace the service states.

    A table whose description cannot be had or does not fit costs only its own series.
    """
    plan: list[Request] = []
    without = Gathered()
    try:
        limits = asker.ask(Request(_ID, f"{_BASE}/config", (), (), ()), parse_config)
    except SourceError as error:
        without.add_failure(error, (table.wanted.series for table in tables))
        return without
    asker.session.set_pace(_ID, limits.pace)
    for table in tables:
        try:
            described = asker.ask(make_description(table.table), lambda body: body)
            plan += plan_pxweb([table], areas, since, {table.table: described}, limits.cells)
        except SourceError as error:
            without.add_failure(error, [table.wanted.series])
    gathered = asking.gather(asker, plan, parse_pxweb)
    gathered.failures[:0] = without.failures
    gathered.failed |= without.failed
    return gathered


def make_description(table: str) -> Request:
    """The question what a table holds."""
    return Request(_ID, f"{_BASE}/tables/{table}/metadata", (("lang", "sv"), ("outputFormat", "json-stat2")), (), ())


def _choose(table: Table, cube: Cube, regions: tuple[str, ...], since: int | None) -> dict[str, tuple[str, ...]]:
    """The codes of every dimension that is asked for, in the table's order of dimensions."""
    times = tuple(code for code in cube.codes.get(table.time, ()) if since is None or int(code[:4]) >= since)
    wished = table.selection | {table.region: regions, table.time: times}
    for name, codes in wished.items():
        unknown = [code for code in codes if code not in cube.codes.get(name, ())]
        if name not in cube.codes or unknown or not codes:
            raise asking.malformed(_ID, f"{table.table}.{name}", unknown or "nothing to ask for", "codes of the table")
    for name in cube.codes:
        if name not in wished and name not in cube.eliminable:
            raise asking.malformed(_ID, f"{table.table}.{name}", "not chosen", "a code: the table does not add it up")
    return {name: wished[name] for name in cube.codes if name in wished}


def _make_frame(cube: Cube, table: Table, areas: Mapping[str, str], response_id: str) -> pd.DataFrame:
    """All cells as observations, column by column: there can be a million."""
    import numpy as np
    import pandas as pd

    count = len(cube.values)
    values, statuses, comments = _read_cells(cube, table.wanted.status)
    sexes, ages = dict(table.sexes), dict(table.ages)
    periods = {code: _read_period(code, table) for code in cube.codes[table.time]}
    wanted, empty = table.wanted, np.full(count, math.nan)
    columns: dict[str, Any] = {
        "ref_area": _spread(cube, table.region, areas),
        "series": wanted.series,
        "sex": _spread(cube, table.sex, sexes) if sexes else wanted.sex,
        "age": _spread(cube, table.age, ages) if ages else wanted.age,
        "freq": _spread(cube, table.time, {code: freq for code, (freq, _) in periods.items()}),
        "time_period": _spread(cube, table.time, {code: period for code, (_, period) in periods.items()}),
        "obs_value": values, "unit_measure": wanted.unit, "obs_status": statuses, "qualifier": "",
        "lower": empty, "upper": empty, "sample_size": empty, "numerator": empty,
        "confidence": wanted.confidence, "comment_obs": comments, "response_id": response_id,
    }  # fmt: skip
    return pd.DataFrame(columns, index=pd.RangeIndex(count), columns=list(asking.COLUMNS))


def _read_cells(cube: Cube, status: str) -> tuple[Any, Any, Any]:
    """Values, statuses and comments of all cells; a symbol has the meaning that the legend gives it, or stops all."""
    import numpy as np

    values = np.array([math.nan if value is None else value for value in cube.values], dtype="float64")
    statuses = np.where(np.isnan(values), "O", status).astype(object)
    comments = np.full(len(values), "", dtype=object)
    for position, symbol in cube.symbols.items():
        held = cube.values[position]
        # A nil may come as an empty cell or as the zero that it is; any other symbol has no number beside it.
        if symbol not in SYMBOLS or held not in (None, SYMBOLS[symbol][0]):
            expected = f"one of {', '.join(SYMBOLS)} in an empty cell"
            raise asking.malformed(_ID, f"the cell {cube.name_cell(position)}", f"{symbol} beside {held}", expected)
        values[position], statuses[position], comments[position] = SYMBOLS[symbol]
    return values, statuses, comments


def _spread(cube: Cube, name: str, spelling: Mapping[str, str]) -> Any:
    """For each cell what its code in one dimension means."""
    import numpy as np

    sizes = [len(codes) for codes in cube.codes.values()]
    at = list(cube.codes).index(name)
    meanings = np.array([spelling[code] for code in cube.codes[name]], dtype=object)
    return np.tile(np.repeat(meanings, math.prod(sizes[at + 1 :])), math.prod(sizes[:at]))


def _read_period(code: str, table: Table) -> tuple[str, str]:
    for pattern, freq, spelling in _PERIODS:
        if match := pattern.fullmatch(code):
            return freq, match.expand(spelling)
    raise asking.malformed(_ID, f"dimension.{table.time}", code, "a year, quarter or month, as 2020, 2020K1, 2020M01")
