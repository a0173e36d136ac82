"""Air Quality Life Index: fine particles by satellite, and what they cost in years of life, by unit of GADM.

In: series and areas to ask for; tables of a release. Out: requests, rows.
Never: a release that its provider calls unfinished, one level's figure under the other level's series.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from compare.catalogue import codes
from compare.errors import FormatError, RefusedError, SourceError
from compare.sources import asking
from compare.sources.aqli_table import SOURCE, Line, Names, find_lines
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.service import Probe, Service
from compare.sources.session_policy import MEBIBYTE

_REPOSITORY = "/aqli-epic/aqli-update"
_README = f"{_REPOSITORY}/main/Readme.md"
#: How the first page of the repository marks the release to use: a row of a table, with a link to its folder.
_NEWEST = re.compile(r"\[`?(AQLI Annual Update (\d{4}) data)/?`?\][^|]*\|[^|]*Latest completed release", re.IGNORECASE)
#: The release that the collection is from, and its tables as plain files at the commit that brought them.
_COLLECTED = "AQLI Annual Update 2025 data"
_PINNED = f"{_REPOSITORY}/a16f24de997de5a8ac2d862ee9be9822f28ed78b/data/gadm{{level}}/gadm{{level}}_2023_wide.csv"
#: An archive may hold the same table in four layouts.
_LARGEST = 256 * MEBIBYTE
_ABSENT = ("", "NA")


@dataclass(frozen=True)
class Measure:
    """What a series is in the tables."""

    column: str  #: how its columns begin
    level: int  #: of the table: 1 or 2


MEASURES: Mapping[str, Measure] = {
    "PM25": Measure("pm", 1), "WHO_LYG": Measure("who", 1),
    "PM25.GADM2": Measure("pm", 2), "WHO_LYG.GADM2": Measure("who", 2),
}  # fmt: skip


def plan_aqli(
    wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None, release: str = ""
) -> list[Request]:
    """One request per level: its table in the folder of a release, or the plain file.

    Parameters
    ----------
    areas : mapping
        Names from the country down, as ``Sweden/Skåne/Lund``, -> `ref_area`.
    release : str
        The folder that holds the release.
    """
    requests = []
    for level in (1, 2):
        series = tuple(one for one in wanted if one.code in MEASURES and MEASURES[one.code].level == level)
        places = tuple(("/".join(names), area) for code, area in areas.items() if (names := find_names(code, level)))
        path = f"{_REPOSITORY}/main/{quote(release)}/gadm{level}.zip" if release else _PINNED.format(level=level)
        if series and places:
            requests.append(
                Request(SOURCE, path, (), series, places, since, detail=level, expected="file", largest=_LARGEST)
            )
    return requests


def find_names(code: str, level: int) -> Names | None:
    """The names of an area in the table of a level; None where it is not in it.

    A city that is a unit of level 2 and, under the same name, of level 1 is in both tables.

    Examples
    --------
    >>> find_names("Botswana/Francistown/Francistown", 1)
    ('Botswana', 'Francistown')
    >>> find_names("Sweden/Skåne/Lund", 1) is None
    True
    """
    names = tuple(code.split("/"))
    if len(names) == 3 and names[1] == names[2]:
        return names[: level + 1]
    return names if len(names) == level + 1 else None


def parse_aqli(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of the units asked for; a year without a number is an empty row.

    Raises
    ------
    FormatError
        The body is no whole table of that level (a git-lfs pointer, say), or a unit is not in it exactly once.
    """
    places = {tuple(code.split("/")): area for code, area in request.areas}
    lines = find_lines(body, request.detail, places)
    rows = [
        row
        for names, area in places.items()
        for wanted in request.series
        for row in _make_rows(lines[names], wanted, area, request.since, response_id)
    ]
    return Parsed(tuple(rows))


def read_release(body: bytes) -> str:
    """The folder of the newest release that is complete, as the repository's first page says.

    Raises
    ------
    FormatError
        The page marks none, or two.
    """
    found = {match[1] for match in _NEWEST.finditer(body.decode("utf-8", "replace"))}
    if len(found) != 1:
        raise asking.malformed(SOURCE, "Readme.md", sorted(found), "one folder marked as latest completed release")
    return found.pop()


def fetch_aqli(asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> Gathered:
    """Ask which release is the newest complete one, then for its tables.

    Where those of the release of the collection cannot be read, the same tables are asked for as plain files. There is
    no such way round for a newer release: an older one must not take its place.
    """
    strange = [one.series for one in wanted if one.code not in MEASURES]
    told = asking.tell_unasked(strange, "they are in no table of AQLI that is read here")
    release = asker.ask(_ask_release(), read_release)

    def plan_pinned(request: Request, error: SourceError) -> list[Request]:
        if release != _COLLECTED or "/main/" not in request.path or not isinstance(error, FormatError | RefusedError):
            return []
        told.append(f"{SOURCE}: level {request.detail} of {release} was read as a plain file, since: {error}")
        return [one for one in plan_aqli(request.series, areas, since) if one.detail == request.detail]

    gathered = asking.gather(asker, plan_aqli(wanted, areas, since, release), parse_aqli, smaller=plan_pinned)
    gathered.warnings += told
    return gathered


def _ask_release() -> Request:
    return Request(SOURCE, _README, (), (), (), expected="file")


def _make_rows(line: Line, wanted: Wanted, ref_area: str, since: int | None, response_id: str) -> list[dict[str, Any]]:
    rows = []
    for year, cell in line.list_years(MEASURES[wanted.code].column).items():
        if cell not in _ABSENT and not codes.NUMBER.fullmatch(cell):
            where = f"{', '.join(line.names)}, {MEASURES[wanted.code].column}{year}"
            raise asking.malformed(SOURCE, where, cell, "a number, or NA")
        if since is None or year >= since:
            value = None if cell in _ABSENT else float(cell)
            rows.append(asking.make_row(wanted, ref_area, "A", str(year), value, response_id))
    return rows


SERVICE = Service(SOURCE, (SOURCE,), fetch_aqli, Probe(_README, read_release, expected="file"))
