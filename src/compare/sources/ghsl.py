"""The urban centre database of the Global Human Settlement Layer, release R2024A: one outline and one method worldwide.

In: series and areas to ask for; zip archives, one a theme, with a table of all urban centres. Out: requests, rows.
Never: a centre taken by its name alone, a file unpacked that is not needed, a projection not marked as one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from compare.catalogue import codes
from compare.errors import RefusedError, SourceError
from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.named import Named, read_named
from compare.sources.service import Probe, Service
from compare.sources.session_policy import MEBIBYTE
from compare.sources.zipped import open_member

_ID = "ghsl"
_FOLDER = "/ftp/jrc-opendata/GHSL/GHS_UCDB_GLOBE_R2024A/GHS_UCDB_THEME_GLOBE_R2024A"
#: Newest first: not every theme need have been given out again.
VERSIONS = ("V1-2", "V1-1")
#: How a column's name begins -> the theme whose archive has it.
THEMES = {
    "GC": "GENERAL_CHARACTERISTICS",
    "GH": "GHSL",
    "HL": "HEALTH",
    "IN": "INFRASTRUCTURES",
    "EM": "EMISSIONS",
    "SD": "SDG",
}
#: The year of the outline, for which people and buildings are projected. Columns of later years are left.
NEWEST = 2025
#: Bytes of an archive, which holds maps too, and of the table in it.
LARGEST, MOST_UNPACKED = 256 * MEBIBYTE, 192 * MEBIBYTE
_IDENTITY = ("ID_UC_G0", "GC_UCN_MAI_2025", "GC_CNT_GAD_2025")
_NONE = ("", "-", "NA")
_REMARKS = {"IN_ROA_LEN": "The unit is not stated in the file; metres inferred."}


class _Table(NamedTuple):
    columns: tuple[str, ...]
    centres: Mapping[str, Sequence[str]]  #: id asked for -> its row
    namesakes: tuple[Named, ...]  #: centres of another id that have a name asked for


def plan_ghsl(
    wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None, version: str = VERSIONS[0]
) -> list[Request]:
    """One request a theme. Codes of other kinds of area (functional ones) and series of no theme are left."""
    places = tuple((code, area) for code, area in areas.items() if read_named(code))
    themes: dict[str, list[Wanted]] = {}
    for one in wanted:
        if (theme := _find_theme(one)) is not None:
            themes.setdefault(theme, []).append(one)
    return [_request(theme, series, places, since, version) for theme, series in themes.items() if places]


def plan_earlier(request: Request, error: SourceError) -> list[Request]:
    """The version before, where a theme is not there in this one; else none."""
    theme, version = request.detail
    later = VERSIONS.index(version) + 1
    if not isinstance(error, RefusedError) or error.status != 404 or later == len(VERSIONS):
        return []
    return [_request(theme, request.series, request.areas, request.since, VERSIONS[later])]


def parse_ghsl(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of one theme: each column ``<series>_<year>`` is a year's value.

    Raises
    ------
    FormatError
        No whole archive with that table; or a centre asked for has another name or country, or another id.
    """
    table = _read_table(body, request)
    places = ((_name(code), area) for code, area in request.areas)
    found = [(table.centres[named.id], area) for named, area in places if _is_there(named, table)]
    rows = [
        row
        for centre, area in found
        for one in request.series
        for row in _read_series(dict(zip(table.columns, centre, strict=True)), one, area, request.since, response_id)
    ]
    return Parsed(tuple(rows))


def fetch_ghsl(asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> Gathered:
    """Ask for the archive of each theme that a series is in; a theme that has no newest version in the one before."""
    gathered = asking.gather(asker, plan_ghsl(wanted, areas, since), parse_ghsl, smaller=plan_earlier)
    left = (one.series for one in wanted if _find_theme(one) is None)
    gathered.warnings += asking.tell_unasked(left, "they are not of the urban centre database")
    return gathered


def _find_theme(wanted: Wanted) -> str | None:
    return THEMES.get(wanted.code.partition("_")[0])


def _request(
    theme: str, series: Sequence[Wanted], places: tuple[tuple[str, str], ...], since: int | None, version: str
) -> Request:
    name = f"GHS_UCDB_THEME_{theme}_GLOBE_R2024A"
    path = f"{_FOLDER}/{name}/{version}/{name}_{version.replace('-', '_')}.zip"
    detail = (theme, version)
    return Request(_ID, path, (), tuple(series), places, since, detail, expected="file", largest=LARGEST)


def _name(code: str) -> Named:
    named = read_named(code)
    if named is None:
        raise ValueError(f"{code} is not an id, a name and a country")
    return named


def _read_table(body: bytes, request: Request) -> _Table:
    """The rows asked for, found by id, and those of the same names; every line is looked at."""
    name = f"GHS_UCDB_THEME_{request.detail[0]}_GLOBE_R2024A.csv"
    asked = [_name(code) for code, _ in request.areas]
    with open_member(_ID, body, name, MOST_UNPACKED) as text:
        try:
            return _sort_out(csv.reader(text, strict=True), asked, name)
        except csv.Error as error:
            raise asking.malformed(_ID, name, str(error), "a table in CSV") from error


def _sort_out(lines: Iterator[list[str]], asked: Sequence[Named], name: str) -> _Table:
    columns = tuple(cell.strip().lstrip("\ufeff") for cell in next(lines, []))
    missing = [column for column in _IDENTITY if columns.count(column) != 1]
    if missing:
        raise asking.malformed(_ID, f"{name}, line 1", columns[:8], f"one column {', '.join(missing)}")
    places = [columns.index(column) for column in _IDENTITY]
    ids, names = {named.id for named in asked}, {named.name for named in asked}
    centres: dict[str, Sequence[str]] = {}
    namesakes = []
    for number, cells in enumerate(filter(None, lines), start=2):
        if len(cells) != len(columns):
            raise asking.malformed(_ID, f"{name}, line {number}", f"{len(cells)} cells", f"{len(columns)}")
        here = Named(*(cells[place].strip() for place in places))
        if here.id in ids:
            if here.id in centres:
                raise asking.malformed(_ID, f"{name}, line {number}", f"{here.id} again", "each id once")
            centres[here.id] = cells
        elif here.name in names:
            namesakes.append(here)
    return _Table(columns, centres, tuple(namesakes))


def _is_there(asked: Named, table: _Table) -> bool:
    """Whether the table has the centre under its id, name and country; it may be missing, but be no other."""
    cells = table.centres.get(asked.id)
    if cells is None:
        alike = [str(other) for other in table.namesakes if other.name == asked.name]
        if alike:
            expected = f"{asked}; look which of them it is, and write its id in places.toml"
            raise asking.malformed(_ID, "the ids of urban centres", "; ".join(alike), expected)
        return False
    found = Named(*(cells[table.columns.index(column)].strip() for column in _IDENTITY))
    if found != asked:
        raise asking.malformed(_ID, f"urban centre {asked.id}", str(found), str(asked))
    return True


def _read_series(
    centre: Mapping[str, str], wanted: Wanted, ref_area: str, since: int | None, response_id: str
) -> Iterable[dict[str, object]]:
    """One row a year."""
    pattern = re.compile(re.escape(wanted.code) + r"_(\d{4})")
    for column, cell in centre.items():
        match = pattern.fullmatch(column)
        if match is None or int(match[1]) > NEWEST or (since is not None and int(match[1]) < since):
            continue
        value = _read_number(cell.strip(), f"{ref_area}, {column}")
        status = "F" if int(match[1]) == NEWEST and value is not None else wanted.status
        more = {"obs_status": status, "comment_obs": _REMARKS.get(wanted.code, "")}
        yield asking.make_row(wanted, ref_area, "A", match[1], value, response_id, **more)


def _read_number(cell: str, where: str) -> float | None:
    if cell in _NONE:
        return None
    if not codes.NUMBER.fullmatch(cell):
        raise asking.malformed(_ID, where, cell, f"a number, or one of {_NONE} for none")
    return float(cell)


_GENERAL = _request("GENERAL_CHARACTERISTICS", (), (), None, VERSIONS[0])


def _newest(body: bytes) -> str:
    """The newest year of the general table."""
    columns = _read_table(body, _GENERAL).columns
    years = [column[-4:] for column in columns if re.fullmatch(r"GC_POP_TOT_\d{4}", column)]
    if not years:
        raise asking.malformed(_ID, "the general table", columns[:8], "a column GC_POP_TOT_<year>")
    return max(years)


SERVICE = Service(_ID, (_ID,), fetch_ghsl, Probe(_GENERAL.path, _newest, expected="file"))
