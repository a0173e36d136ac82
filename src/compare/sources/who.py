"""WHO's Global Health Observatory: health figures of countries, from its OData service.

In: series and areas to ask for; pages of rows. Out: requests, rows.
Never: a region's row taken for a country's, a row of a part where the whole was asked for, an answer without any row
taken for "nothing known".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from compare.errors import RefusedError, SourceError
from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.service import Probe, Service

if TYPE_CHECKING:
    from compare.sources.session_policy import Answer

_ID = "who"
_TOP = 1000
#: How often a question is put that is answered without any row: the service does that at times for no reason.
_TRIES = 2
_SEX = {"SEX_BTSX": "_T", "SEX_FMLE": "F", "SEX_MLE": "M"}
#: What a value of a dimension ends with, after the dimension's name, where it stands for the whole.
_TOTALS = ("_TOTL", "_BTSX", "_YEARSALL")
_DIMENSIONS = ("Dim1", "Dim2", "Dim3")


def plan_who(series: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> list[Request]:
    """One request per indicator; a bad code then costs no other indicator.

    Parameters
    ----------
    areas : mapping
        ISO alpha-3 code -> `ref_area`.
    """
    return [_request(one, tuple(areas.items()), since) for one in series] if areas else []


def plan_again(request: Request, error: SourceError) -> list[Request]:
    """The same question once more, where it was answered without any row; else none."""
    tried = request.detail or 1
    if isinstance(error, RefusedError) and error.status == 200 and tried < _TRIES:
        return [replace(request, detail=tried + 1)]
    return []


def parse_who(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of one page that are about everybody, or about all women or men.

    Raises
    ------
    RefusedError
        There is no row at all, or the body is an error under status 200.
    FormatError
        The page is malformed, holds what was not asked for, or gives one observation twice.
    """
    entries = _read_page(body)
    areas, wanted = dict(request.areas), request.series[0]
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    skipped: set[str] = set()
    for number, entry in enumerate(entries):
        where = f"value[{number}]"
        area = _read_area(entry, wanted.code, areas, where)
        sex, part = _read_dimensions(entry, where)
        if part:
            skipped.add(part)
            continue
        row = _read_row(entry, wanted, area, sex or wanted.sex, response_id, where)
        key = (area, row["sex"], row["time_period"])
        if key in rows:
            raise asking.malformed(_ID, where, " ".join(key), "one row for each country, sex and year")
        if request.since is None or int(row["time_period"]) >= request.since:
            rows[key] = row
    return Parsed(tuple(rows.values()), _warn(wanted, rows, skipped))


def find_next_who(answer: Answer) -> str | None:
    """The address of the next page: the one that the answer gives, else the next thousand after a full page."""
    entries, page = _read_page(answer.body), asking.read_json(_ID, answer.body)
    following = page.get("@odata.nextLink")
    if isinstance(following, str):
        return following
    address = urlsplit(answer.request.partition(" ")[2])
    params = dict(parse_qsl(address.query))
    read = int(params.get("$skip", "0")) + len(entries)
    if len(entries) < _TOP or read == page.get("@odata.count"):
        return None
    return address._replace(query=urlencode(params | {"$skip": str(read)})).geturl()


def check_whole(_request: Request, bodies: list[bytes]) -> None:
    """All pages together must hold as many rows as the first one says."""
    total = asking.read_json(_ID, bodies[0]).get("@odata.count")
    found = sum(len(asking.read_json(_ID, body)["value"]) for body in bodies)
    if isinstance(total, int) and found != total:
        raise asking.malformed(_ID, "all pages together", f"{found} rows", f"the {total} that the first page announced")


def fetch_who(asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> Gathered:
    """Ask indicator by indicator; an answer without any row is not believed the first time."""
    return asking.gather(
        asker, plan_who(wanted, areas, since), parse_who, find_next=find_next_who, check=check_whole, smaller=plan_again
    )


def _request(wanted: Wanted, areas: tuple[tuple[str, str], ...], since: int | None) -> Request:
    countries = ",".join(f"'{code}'" for code, _ in areas)
    chosen = f"SpatialDimType eq 'COUNTRY' and SpatialDim in ({countries})"
    chosen += f" and TimeDim ge {since}" if since is not None else ""
    params = (
        ("$filter", chosen), ("$orderby", "TimeDim desc"), ("$top", str(_TOP)), ("$skip", "0"), ("$count", "true"),
    )  # fmt: skip
    return Request(_ID, f"/api/{wanted.code}", params, (wanted,), areas, since)


def _read_page(body: bytes) -> list[Any]:
    """The rows; the service has no word for "nothing", so a page without any is refused."""
    page = asking.read_json(_ID, body)
    if isinstance(page, dict) and "error" in page:
        said = page["error"].get("message") if isinstance(page["error"], dict) else page["error"]
        raise _refused(f"and said: {said}")
    entries = asking.read_field(_ID, page, "value", list, "answer")
    if not entries:
        raise _refused("with no row at all, which is also how it answers to a code that it does not know")
    return entries


def _refused(words: str) -> RefusedError:
    return RefusedError(
        f"{_ID} answered {words}. Nothing was used; what is stored stays. If it happens again, look up the indicator "
        "and the years asked for at the service.", source=_ID, status=200,
    )  # fmt: skip


def _read_area(entry: Any, code: str, areas: Mapping[str, str], where: str) -> str:
    """The `ref_area` of a row, which must be of the indicator and of a country that was asked for."""
    indicator = asking.read_field(_ID, entry, "IndicatorCode", str, where)
    kind = asking.read_field(_ID, entry, "SpatialDimType", str, where)
    place = asking.read_field(_ID, entry, "SpatialDim", str, where)
    if indicator != code or kind != "COUNTRY" or place not in areas:
        found = f"{indicator} of {kind} {place}"
        raise asking.malformed(_ID, where, found, f"{code} of the countries {', '.join(areas)}")
    return areas[place]


def _read_dimensions(entry: Any, where: str) -> tuple[str, str]:
    """The sex that a row is about (nothing where it says none), and the part of the whole, if it is about a part."""
    sex, part = "", ""
    for name in _DIMENSIONS:
        kind = asking.read_field(_ID, entry, f"{name}Type", (str, type(None)), where)
        value = asking.read_field(_ID, entry, name, (str, type(None)), where)
        if kind is None and value is None:
            continue
        if kind is None or value is None or not value.startswith(f"{kind}_"):
            raise asking.malformed(_ID, f"{where}.{name}", value, f"a value that begins with its dimension, {kind}_")
        if kind == "SEX" and value in _SEX:
            sex = _SEX[value]
        elif value.removeprefix(kind) not in _TOTALS:
            part = value
    return sex, part


def _read_row(entry: Any, wanted: Wanted, ref_area: str, sex: str, response_id: str, where: str) -> dict[str, Any]:
    year = asking.read_field(_ID, entry, "TimeDim", int, where)
    if asking.read_field(_ID, entry, "TimeDimType", str, where) != "YEAR":
        raise asking.malformed(_ID, f"{where}.TimeDimType", entry["TimeDimType"], "YEAR")
    value = asking.read_field(_ID, entry, "NumericValue", (int, float, type(None)), where)
    text = (asking.read_field(_ID, entry, "Value", (str, type(None)), where) or "").strip()
    comment = (asking.read_field(_ID, entry, "Comments", (str, type(None)), where) or "").strip()
    notes = [comment] if comment else []
    notes += [f"Value as written: {text}"] if text and (value is None or text[0] in "<>") else []
    # The service does not say which figures are reported and which are estimated.
    return asking.make_row(
        wanted, ref_area, "A", str(year), value, response_id, sex=sex, confidence="medium",
        qualifier=text[0] if value is not None and text[:1] in ("<", ">") else "", comment_obs="; ".join(notes),
        **_read_bounds(entry, value, where),
    )  # fmt: skip


def _read_bounds(entry: Any, value: float | None, where: str) -> dict[str, float]:
    """The interval of a value; one that does not hold the value is not believed."""
    low, high = (asking.read_field(_ID, entry, name, (int, float, type(None)), where) for name in ("Low", "High"))
    if value is None or not (-math.inf if low is None else low) <= value <= (math.inf if high is None else high):
        return {}
    return {name: bound for name, bound in (("lower", low), ("upper", high)) if bound is not None}


def _warn(wanted: Wanted, rows: Mapping[Any, Any], skipped: set[str]) -> tuple[str, ...]:
    if rows or not skipped:
        return ()
    return (f"{wanted.series}: only parts came and no whole: {', '.join(sorted(skipped)[:5])}. No value was taken.",)


def _newest(body: bytes) -> str:
    return str(max(asking.read_field(_ID, entry, "TimeDim", int, "value") for entry in _read_page(body)))


SERVICE = Service(
    _ID, ("who",), fetch_who,
    Probe("/api/WHOSIS_000001", _newest, (
        ("$filter", "SpatialDimType eq 'COUNTRY' and SpatialDim in ('BWA')"), ("$orderby", "TimeDim desc"),
        ("$top", "3"),
    )),
)  # fmt: skip
