"""Kolada, version 3: key figures of Swedish municipalities and regions.

In: series and areas to ask for; pages of values and of key figures. Out: requests, rows, warnings.
Never: a value under a title that is not the awaited one (codes are used again), a row the source deleted, a zero for
a null.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.service import Probe, Service

if TYPE_CHECKING:
    from compare.sources.session_policy import Answer

_ID = "kolada"
#: Ids that one part of a path may hold.
MOST_IDS = 25
#: Rows of a page: the service's own most.
_PER_PAGE = "5000"
_SEX = {"T": "_T", "K": "F", "M": "M"}  # K is kvinnor, women
#: What the source writes beside an empty value, in lower case -> status of the observation.
_ABSENCE = {"": "O", "missing": "O", "private": "Q"}


def plan_kolada(series: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> list[Request]:
    """Requests for values, at most 25 ids in each part of a path.

    Parameters
    ----------
    areas : mapping
        Kolada's code -> `ref_area`.
    since : int, optional
        Earlier years are left out when the answer is read; the service is asked for all.
    """
    requests = []
    for some in asking.chunk(series, MOST_IDS):
        for places in asking.chunk(list(areas.items()), MOST_IDS):
            kpis, municipalities = ",".join(one.code for one in some), ",".join(code for code, _ in places)
            path = f"/v3/data/kpi/{kpis}/municipality/{municipalities}"
            requests.append(Request(_ID, path, (("per_page", _PER_PAGE),), some, places, since))
    return requests


def plan_kolada_titles(series: Sequence[Wanted]) -> list[Request]:
    """Requests for the key figures themselves, to learn what their codes mean today."""
    return [
        Request(_ID, f"/v3/kpi/{','.join(one.code for one in some)}", (("per_page", _PER_PAGE),), some, ())
        for some in asking.chunk(series, MOST_IDS)
    ]


def parse_kolada_titles(body: bytes) -> dict[str, str]:
    """Code -> title as the service words it now."""
    titles = {}
    for number, entry in enumerate(_values(body)):
        where = f"values[{number}]"
        titles[asking.read_field(_ID, entry, "id", str, where)] = asking.read_field(_ID, entry, "title", str, where)
    return titles


def check_titles(series: Iterable[Wanted], titles: Mapping[str, str]) -> tuple[list[Wanted], list[str]]:
    """The series whose title is an awaited one, and a warning for each of the others.

    Titles are compared letter for letter, but for the kind and number of spaces.
    """
    kept, warnings = [], []
    for wanted in series:
        title = titles.get(wanted.code)
        if title is None:
            warnings.append(f"{wanted.series}: Kolada has no key figure of this code now. No value was taken.")
        elif _spaced(title) not in {_spaced(awaited) for awaited in wanted.titles}:
            awaited = " or ".join(f"“{text}”" for text in wanted.titles) or "no title at all"
            warnings.append(
                f"{wanted.series}: Kolada gives “{title}” under this code; awaited was {awaited}. No value was taken. "
                "If it is the same measure in other words, add the title to the catalogue."
            )
        else:
            kept.append(wanted)
    return kept, warnings


def parse_kolada(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of one page of values.

    Raises
    ------
    FormatError
        The page is not of the documented form, or holds something that was not asked for.
    """
    wanted, areas = {one.code: one for one in request.series}, dict(request.areas)
    rows: list[dict[str, Any]] = []
    warnings: list[str] = []
    deleted = set()
    for number, entry in enumerate(_values(body)):
        where = f"values[{number}]"
        series = wanted.get(kpi := asking.read_field(_ID, entry, "kpi", str, where))
        area = areas.get(place := asking.read_field(_ID, entry, "municipality", str, where))
        if series is None or area is None:
            raise asking.malformed(_ID, where, f"{kpi} of {place}", "only key figures and areas that were asked for")
        year = asking.read_field(_ID, entry, "period", int, where)
        for inner, value in enumerate(asking.read_field(_ID, entry, "values", list, where)):
            row, warning = _read_value(value, series, area, year, response_id, f"{where}.values[{inner}]")
            if value.get("isdeleted") is True:
                deleted.add((area, series.series, row["sex"], str(year)))
            elif request.since is None or year >= request.since:
                rows.append(row)
                warnings += [warning] if warning else []
    _refuse_twins(rows)
    return Parsed(tuple(rows), tuple(warnings), frozenset(deleted))


def find_next_kolada(answer: Answer) -> str | None:
    """The address of the next page, or None."""
    page = asking.read_json(_ID, answer.body)
    if not asking.read_field(_ID, page, "values", list, "answer"):
        return None
    following = page.get("next_url")
    if following is not None and not isinstance(following, str):
        raise asking.malformed(_ID, "answer.next_url", following, "an address or null")
    return following or None


def fetch_kolada(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask what the codes mean, then for the values of those that still mean the awaited."""
    titles: dict[str, str] = {}

    def read_titles(body: bytes, _request: Request, _response_id: str) -> Parsed:
        titles.update(parse_kolada_titles(body))
        return Parsed()

    first = asking.gather(asker, plan_kolada_titles(wanted), read_titles, find_next=find_next_kolada)
    # Without its title no code can be trusted: the series of a failed question are not asked for.
    kept, warnings = check_titles([one for one in wanted if one.series not in first.failed], titles)
    plan = plan_kolada(kept, areas, since)
    gathered = asking.gather(asker, plan, parse_kolada, find_next=find_next_kolada)
    gathered.warnings[:0] = warnings
    gathered.failures[:0] = first.failures
    gathered.failed |= first.failed
    return gathered


def _values(body: bytes) -> list[Any]:
    return asking.read_field(_ID, asking.read_json(_ID, body), "values", list, "answer")


def _read_value(
    entry: Any, series: Wanted, area: str, year: int, response_id: str, where: str
) -> tuple[dict[str, Any], str]:
    """One observation and, where the source says something unknown beside it, a warning."""
    gender = asking.read_field(_ID, entry, "gender", str, where)
    if gender not in _SEX:
        raise asking.malformed(_ID, f"{where}.gender", gender, "T, K or M")
    value = asking.read_field(_ID, entry, "value", (int, float, type(None)), where)
    said = (asking.read_field(_ID, entry, "status", (str, type(None)), where) or "").strip()
    # A series whose title says whose it is comes as total alone, and the catalogue knows the sex.
    sex = series.sex if gender == "T" else _SEX[gender]
    status, warning = series.status, ""
    name = f"{series.series} {area} {year} {gender}"
    if value is None:
        status = _ABSENCE.get(said.lower(), "O")
        if said.lower() not in _ABSENCE:
            warning = f"{name}: empty with the unknown status “{said}”; kept as missing."
    elif said.lower() in _ABSENCE and said:
        value, status = None, _ABSENCE[said.lower()]
        warning = f"{name}: the source gives a number and says “{said}” of it; the number was not taken."
    elif said:
        warning = f"{name}: the source says “{said}” of the value, which is not a known status; it is in the comment."
    comment = f"Kolada: {said}" if said else ""
    row = asking.make_row(
        series, area, "A", str(year), value, response_id, sex=sex, obs_status=status, comment_obs=comment
    )
    return row, warning


def _refuse_twins(rows: Iterable[Mapping[str, Any]]) -> None:
    seen = set()
    for row in rows:
        key = (row["series"], row["ref_area"], row["sex"], row["time_period"])
        if key in seen:
            raise asking.malformed(_ID, "values", " ".join(key), "one value for each series, area, sex and year")
        seen.add(key)


def _spaced(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip()


def _newest(body: bytes) -> str:
    years = [asking.read_field(_ID, entry, "period", int, "values") for entry in _values(body)]
    return str(max(years)) if years else "no value"


SERVICE = Service(
    _ID, ("kolada",), fetch_kolada, Probe("/v3/data/kpi/N01951/municipality/1281", _newest, (("per_page", "100"),))
)
