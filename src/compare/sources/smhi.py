"""SMHI's national emissions database: what is emitted in a Swedish municipality, by sector, from one workbook.

In: series and areas to ask for; a workbook. Out: requests, rows.
Never: a column read by its place without its heading, a municipality of the same name in another county, years of two
releases in one series.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.service import Probe, Service
from compare.sources.smhi_workbook import ALL, Line, Workbook, read_workbook

_ID = "smhi"
_PATH = "/api/getexcelfile/"
#: The last part of a series' code -> the main sector as the workbook writes it.
SECTORS: Mapping[str, str] = {
    "arbetsmaskiner": "Arbetsmaskiner",
    "avfall": "Avfall (inkl.avlopp)",
    "egen-uppvarmning": "Egen uppvärmning av bostäder och lokaler",
    "el-och-fjarrvarme": "El och fjärrvärme",
    "industri": "Industri (energi + processer)",
    "jordbruk": "Jordbruk",
    "produktanvandning": "Produktanvändning (inkl. lösningsmedel)",
    "transporter": "Transporter",
    "utrikes-transporter": "Utrikes transporter",
}
#: Substance as it is asked for -> a word by which the workbook's title tells it from the others.
_SUBSTANCES = {"GGT": "växthusgas", "CO2": "koldioxid"}
#: How far, in tonnes, the sectors may miss the total before it is told.
_NEAR = 1.0


def plan_smhi(wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> list[Request]:
    """One request per substance: the workbook has all municipalities, sectors and years.

    Parameters
    ----------
    areas : mapping
        County and municipality as ``Skåne/Lund``, since the workbook has names and no codes -> `ref_area`.
    since : int, optional
        Earlier years are left out when the workbook is read.
    """
    by_substance: dict[str, list[Wanted]] = defaultdict(list)
    for one in wanted:
        by_substance[one.code.partition(".")[0]].append(one)
    return [
        Request(
            _ID, _PATH, (("county", "0"), ("municipality", "0"), ("sub", substance)), tuple(some),
            tuple(areas.items()), since, substance, expected="file",
        )
        for substance, some in by_substance.items()
    ]  # fmt: skip


def parse_smhi(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of the series and areas asked for; what the workbook lacks is absent, which is for the caller to say.

    Raises
    ------
    FormatError
        The workbook is not of the known layout, is of another substance or unit, or has a line twice.
    """
    book = read_workbook(_ID, body)
    warnings = _check_substance(book, request.detail)
    rows: list[dict[str, Any]] = []
    for code, area in request.areas:
        lines = _find_lines(book, code)
        for wanted in request.series:
            sector = SECTORS.get(wanted.code.partition(".")[2], ALL)
            if sector in lines:
                rows += _read_line(lines[sector], book.years, wanted, area, request.since, response_id)
        warnings += _check_sectors(lines, book.years, area)
    return Parsed(tuple(rows), tuple(warnings))


def fetch_smhi(asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> Gathered:
    """Ask for each substance's workbook; a series that is no sector of it is named."""
    known = [one for one in wanted if _is_known(one.code)]
    gathered = asking.gather(asker, plan_smhi(known, areas, since), parse_smhi)
    strange = {one.series for one in wanted} - {one.series for one in known}
    gathered.warnings += asking.tell_unasked(strange, "the workbook's name of their sector is not known (smhi.py)")
    return gathered


def _is_known(code: str) -> bool:
    substance, _, sector = code.partition(".")
    return substance in _SUBSTANCES and (not sector or sector in SECTORS)


def _check_substance(book: Workbook, asked: str) -> list[str]:
    """A title that names another substance is refused; one that names none that we know is told."""
    title = book.title.casefold()
    others = [word for substance, word in _SUBSTANCES.items() if substance != asked and word in title]
    if others:
        raise asking.malformed(_ID, "the title", book.title, f"the substance asked for, {asked}")
    if _SUBSTANCES[asked] in title:
        return []
    return [f"smhi: the workbook for {asked} is titled “{book.title}”, which does not name the substance. Look at it."]


def _find_lines(book: Workbook, code: str) -> dict[str, Line]:
    """The totals of the main sectors of one municipality, by sector; all sectors together stand under ``Alla``."""
    county, _, municipality = code.partition("/")
    lines: dict[str, Line] = {}
    for line in book.lines:
        if _bare(line.municipality) != municipality or line.subsector != ALL:
            continue
        where = f"row {line.row}"
        if _bare(line.county) != _bare(county):
            raise asking.malformed(_ID, where, f"{municipality} in {line.county}", f"{municipality} in {county}")
        if line.sector in lines:
            raise asking.malformed(_ID, where, f"{line.sector} of {municipality} again", "each line once")
        lines[line.sector] = line
    return lines


def _bare(name: str) -> str:
    """An area's name without its code and the word for county."""
    return re.sub(r"^\d+\s+|\s+län$", "", name.strip())


def _read_line(
    line: Line, years: Sequence[int], wanted: Wanted, ref_area: str, since: int | None, response_id: str
) -> list[dict[str, Any]]:
    return [
        asking.make_row(wanted, ref_area, "A", str(year), value, response_id)
        for year, value in zip(years, line.values, strict=True)
        if since is None or year >= since
    ]


def _check_sectors(lines: Mapping[str, Line], years: Sequence[int], ref_area: str) -> list[str]:
    """What a person must know of the sectors: one that has no series of ours, a total that they do not make."""
    parts = [line for sector, line in lines.items() if sector != ALL]
    told = [
        f"smhi: the workbook has the sector “{line.sector}”, which no series of ours stands for. Add it to smhi.py."
        for line in parts if line.sector not in SECTORS.values()
    ]  # fmt: skip
    if ALL not in lines or not parts:
        return told
    for place, year in enumerate(years):
        total, values = lines[ALL].values[place], [line.values[place] or 0.0 for line in parts]
        if total is not None and abs(sum(values) - total) > _NEAR:
            told.append(
                f"smhi: the sectors of {ref_area} make {sum(values):.0f} tonnes in {year}; the total is {total:.0f}."
            )
    return told


def _newest(body: bytes) -> str:
    return str(read_workbook(_ID, body).years[-1])


SERVICE = Service(
    _ID, ("smhi",), fetch_smhi,
    Probe(_PATH, _newest, (("county", "03"), ("municipality", "0"), ("sub", "GGT")), expected="file"),
)  # fmt: skip
