"""Folkhälsomyndigheten, the Public Health Agency of Sweden: the national health survey, by municipality.

In: series and areas to ask for; a table's description; cells in json-stat2. Out: requests, rows.
Never: a share under a code whose text has come to mean something else, an interval laid to another share, a span of
years told as one year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from compare.errors import SourceError
from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.fohm_tables import COUNT, LOWER, MEASURE, REGION, SEX, SHARE, TABLES, TIME, UPPER, Table, Variable
from compare.sources.jsonstat import Cube, read_jsonstat
from compare.sources.service import Probe, Service

_ID = "fohm"
_BASE = "/Folkhalsodata/api/v1/sv/A_Folkhalsodata/"
#: What stands for a value that is not there -> status.
_SYMBOLS = {"..": "O", ".": "M"}
_SPAN = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?")


def parse_description(body: bytes) -> dict[str, Variable]:
    """The variables of a table by code, from the answer to a plain question for the table.

    Raises
    ------
    FormatError
        It is the description of no table.
    """
    data = asking.read_json(_ID, body)
    variables = {}
    for number, entry in enumerate(asking.read_field(_ID, data, "variables", list, "table")):
        where = f"variables[{number}]"
        code = asking.read_field(_ID, entry, "code", str, where)
        values = asking.read_field(_ID, entry, "values", list, where)
        texts = asking.read_field(_ID, entry, "valueTexts", list, where)
        if len(values) != len(texts) or not all(isinstance(text, str) for text in (*values, *texts)):
            raise asking.malformed(_ID, where, len(texts), f"a text for each of {len(values)} codes")
        variables[code] = Variable(dict(zip(values, texts, strict=True)), entry.get("elimination") is True)
    return variables


def plan_fohm(
    wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None, described: Mapping[str, bytes]
) -> list[Request]:
    """One query per series, every code written out.

    Parameters
    ----------
    areas : mapping
        The code of a municipality, county (two digits) or the country (00) -> `ref_area`.
    since : int, optional
        Spans of years that end before are left out.
    described : mapping
        Series -> the description of its table.

    Raises
    ------
    FormatError
        A code is not in the table, does not have the text it should have, or something that must be chosen was not.
    """
    requests = []
    for one in wanted:
        table, variables = TABLES[one.series], parse_description(described[one.series])
        times = _choose_times(variables.get(TIME, Variable()).texts, since)
        chosen = table.choose(tuple(areas), times)
        for name, codes in chosen.items():
            table.check_texts(name, codes, variables.get(name, Variable()).texts)
        for name, variable in variables.items():
            if name not in chosen and not variable.eliminable:
                raise asking.malformed(_ID, name, "not chosen", "a code: the table does not add it up")
        query = [{"code": name, "selection": {"filter": "item", "values": codes}} for name, codes in chosen.items()]
        requests.append(
            Request(
                _ID, _BASE + table.path, (), (one,), tuple(areas.items()), since, (table, chosen),
                {"query": query, "response": {"format": "json-stat2"}},
            )
        )  # fmt: skip
    return requests


def parse_fohm(body: bytes, request: Request, response_id: str) -> Parsed:
    """One row for each area, sex and span of years, with its interval and how many answered.

    Raises
    ------
    FormatError
        The answer is malformed, or holds other cells, codes of another text, or an unknown symbol.
    """
    table, chosen = request.detail
    cube = read_jsonstat(_ID, body)
    for name, codes in chosen.items():
        if set(cube.codes.get(name, ())) != set(codes):
            raise asking.malformed(_ID, f"dimension.{name}", list(cube.codes.get(name, ())), f"the codes {codes}")
        table.check_texts(name, codes, cube.labels[name])
    longer = [name for name, codes in cube.codes.items() if name not in chosen and len(codes) != 1]
    if longer:
        raise asking.malformed(_ID, f"dimension.{longer[0]}", list(cube.codes[longer[0]]), "one code")
    areas, wanted = dict(request.areas), request.series[0]
    rows = []
    for (region, sex, time), cells in _gather(cube).items():
        period = _write_period(cube.labels[TIME][time])
        rows.append(_make_row(wanted, areas[region], table.sexes[sex], period, cells, response_id))
    return Parsed(tuple(rows))


def fetch_fohm(asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> Gathered:
    """Ask what each table holds, then for its cells; a table that is not as known costs only its own series."""
    plan: list[Request] = []
    without = Gathered()
    for one in wanted:
        table = TABLES.get(one.series)
        if table is None or not areas:
            continue
        try:
            described = asker.ask(make_description(table), lambda body: body)
            plan += plan_fohm([one], areas, since, {one.series: described})
        except SourceError as error:
            without.add_failure(error, [one.series])
    gathered = asking.gather(asker, plan, parse_fohm)
    gathered.failures[:0] = without.failures
    gathered.failed |= without.failed
    strange = {one.series for one in wanted} - set(TABLES)
    gathered.warnings += asking.tell_unasked(strange, "their table and codes have not been read (fohm_tables.py)")
    return gathered


def make_description(table: Table) -> Request:
    """The question what a table holds."""
    return Request(_ID, _BASE + table.path, (), (), ())


def _choose_times(texts: Mapping[str, str], since: int | None) -> list[str]:
    """The codes of the spans that end in `since` or later."""
    times = [code for code, text in texts.items() if since is None or _read_span(text)[1] >= since]
    if not times:
        raise asking.malformed(
            _ID, TIME, list(texts.values()), f"a span of years that ends in {since or 'any'} or later"
        )
    return times


def _gather(cube: Cube) -> dict[tuple[str, str, str], dict[str, tuple[float | None, str]]]:
    """For each region, sex and time the cells of its measures: value and symbol."""
    gathered: dict[tuple[str, str, str], dict[str, tuple[float | None, str]]] = {}
    for number, (code, value, symbol) in enumerate(cube.cells()):
        if symbol and (symbol not in _SYMBOLS or value is not None):
            expected = f"one of {', '.join(_SYMBOLS)} in an empty cell"
            raise asking.malformed(_ID, f"the cell {cube.name_cell(number)}", f"{symbol} beside {value}", expected)
        gathered.setdefault((code[REGION], code[SEX], code[TIME]), {})[code[MEASURE]] = (value, symbol)
    return gathered


def _make_row(
    wanted: Wanted, ref_area: str, sex: str, period: str, cells: Mapping[str, tuple[float | None, str]],
    response_id: str,
) -> dict[str, Any]:  # fmt: skip
    value, symbol = cells[SHARE]
    more: dict[str, Any] = {} if value is None else {"sample_size": cells[COUNT][0]}
    low, high = cells[LOWER][0], cells[UPPER][0]
    if value is not None and low is not None and high is not None and low <= value <= high:
        more |= {"lower": low, "upper": high}
    more = {name: number for name, number in more.items() if number is not None}
    if symbol:
        more |= {"obs_status": _SYMBOLS[symbol], "comment_obs": f"Written as “{symbol}”."}
    return asking.make_row(wanted, ref_area, "A", period, value, response_id, sex=sex, **more)


def _read_span(text: str) -> tuple[int, int]:
    """The first and the last year of a span, as 2021-2024, or of one year."""
    match = _SPAN.fullmatch(text.strip())
    if match is None or (match[2] and int(match[1]) >= int(match[2])):
        raise asking.malformed(_ID, TIME, text, "a year, or a span of years as 2021-2024")
    return int(match[1]), int(match[2] or match[1])


def _write_period(text: str) -> str:
    first, last = _read_span(text)
    return str(first) if first == last else f"{first}-01-01/P{last - first + 1}Y"


def _newest(body: bytes) -> str:
    texts = parse_description(body).get(TIME, Variable()).texts.values()
    return max(texts, key=_read_span, default="no year")


SERVICE = Service(_ID, ("fohm",), fetch_fohm, Probe(make_description(next(iter(TABLES.values()))).path, _newest))
