"""ILOSTAT of the International Labour Organization: young people outside work and school, and without work.

In: series and countries to ask for; tables in CSV. Out: requests, rows.
Never: a modelled value among surveyed ones or the other way round, a year that the model only foresees, two surveys of
one year averaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compare.catalogue import codes
from compare.sources import asking, ilostat_flags
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.ilostat_lines import Line, choose_lines, read_lines
from compare.sources.service import Probe, Service

_ID = "ilostat"
_PATH = "/data/indicator"
#: The edition in the name of a modelled table: "-- ILO modelled estimates, Nov. 2025 (%)".
_EDITION = re.compile(r"(?<=estimates), [A-Za-z]+\.? (\d{4})\b")


@dataclass(frozen=True)
class Table:
    """A table of the service: its age bands, and whether its values are the ILO's model."""

    ages: Mapping[str, str]  #: its code of an age band, empty where it has none -> ours
    modelled: bool = False


TABLES = {
    "SDG_0861_SEX_RT_A": Table({"": "Y15T24"}),
    "EIP_2EET_SEX_RT_A": Table({"": "Y15T24"}, modelled=True),
    "UNE_2EAP_SEX_AGE_RT_A": Table({"AGE_YTHADULT_Y15-24": "Y15T24"}, modelled=True),
}


def plan_ilostat(wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> list[Request]:
    """One request per table and country, so that a list of countries need not be spelt (the service parts it by +)."""
    return [_request(one, place, since) for one in wanted if one.code in TABLES for place in areas.items()]


def parse_ilostat(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of one table and country; a header without lines is "asked, no row in the answer".

    Raises
    ------
    RefusedError
        The body is an error of the service.
    FormatError
        It is neither that nor a table of what was asked for.
    """
    (wanted,), table = request.series, TABLES[request.series[0].code]
    lines = read_lines(body, request, table.ages)
    kept = [line for line in lines if line.is_modelled == table.modelled]
    if table.modelled and len(kept) != len(lines):
        odd = next(line for line in lines if not line.is_modelled)
        raise asking.malformed(_ID, odd.where, f"source {odd.source}", f"only the ILO's model in {wanted.code}")
    names = sorted({name for line in lines if (name := line.cells.get("indicator.label", ""))})
    warnings = [*_tell_renamed(names, wanted), *_tell_modelled(len(lines) - len(kept), wanted)]
    last = _find_last(names, wanted) if table.modelled and kept else None
    rows = [
        _make_row(line, wanted, table, response_id)
        for line in choose_lines(kept)
        if (last is None or int(line.year) <= last) and (request.since is None or int(line.year) >= request.since)
    ]
    return Parsed(tuple(rows), tuple(warnings))


def fetch_ilostat(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask for each table and country."""
    gathered = asking.gather(asker, plan_ilostat(wanted, areas, since), parse_ilostat)
    left = (one.series for one in wanted if one.code not in TABLES)
    gathered.warnings += asking.tell_unasked(left, "nobody has said what ages and sources their tables have")
    return gathered


def _request(wanted: Wanted, place: tuple[str, str], since: int | None) -> Request:
    bands = tuple(band for band in TABLES[wanted.code].ages if band)
    params = [("id", wanted.code), ("ref_area", place[0]), *(("classif1", band) for band in bands)]
    params += [("timefrom", str(since))] if since is not None else []
    params += [("type", "both"), ("format", ".csv")]
    return Request(_ID, _PATH, tuple(params), (wanted,), (place,), since, expected="file")


def _find_last(names: Sequence[str], wanted: Wanted) -> int:
    """The last year that a model tells of, and does not foresee: the one before its edition's."""
    years = {int(match[1]) for name in names if (match := _EDITION.search(name))}
    if len(years) != 1:
        raise asking.malformed(_ID, "indicator.label", list(names), f"one edition of {wanted.code}, as ', Nov. 2025'")
    return years.pop() - 1


def _make_row(line: Line, wanted: Wanted, table: Table, response_id: str) -> dict[str, object]:
    cell = line.cells["obs_value"].strip()
    if cell and not codes.NUMBER.fullmatch(cell):
        raise asking.malformed(_ID, f"{line.where}, obs_value", cell, "a number or nothing")
    value = float(cell) if cell else None
    usual = "E" if table.modelled else wanted.status
    status, remark = ilostat_flags.read_flags(line.cells["obs_status"], usual, value, f"{line.where}, obs_status")
    source = "" if table.modelled else line.cells.get("source.label", "")
    notes = (line.cells.get(name, "") for name in ("note_classif.label", "note_indicator.label"))
    comment = "; ".join(filter(None, (remark, source, *notes)))
    more = {"sex": line.sex, "age": line.age, "obs_status": status, "comment_obs": comment}
    return asking.make_row(wanted, line.area, "A", line.year, value, response_id, **more)


def _tell_renamed(names: Iterable[str], wanted: Wanted) -> list[str]:
    """A warning where the table has another name, but for its edition."""
    bare = {_EDITION.sub("", name) for name in names}
    return [
        f"{wanted.series}: ILOSTAT calls it “{name}” now; known is “{'” or “'.join(wanted.titles)}”. "
        "The values were taken; look whether the definition has moved."
        for name in sorted(bare)
        if wanted.titles and name not in wanted.titles
    ]


def _tell_modelled(count: int, wanted: Wanted) -> list[str]:
    return [f"{wanted.series}: {count} values of the ILO's model among surveyed ones were left out."] if count else []


def _newest(body: bytes) -> str:
    wanted = Wanted("ilostat:EIP_2EET_SEX_RT_A", "PT")
    rows = parse_ilostat(body, _request(wanted, ("BWA", "BWA"), None), "").rows
    return max((str(row["time_period"]) for row in rows), default="no value")


SERVICE = Service(
    _ID, (_ID,), fetch_ilostat,
    Probe(
        _PATH, _newest, expected="file",
        params=(("id", "EIP_2EET_SEX_RT_A"), ("ref_area", "BWA"), ("timefrom", "2020"), ("type", "both"),
                ("format", ".csv")),
    ),
)  # fmt: skip
