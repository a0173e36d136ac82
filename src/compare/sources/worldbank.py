"""World Bank Indicators, version 2: development indicators of countries.

In: series and areas to ask for; pages of values. Out: requests, rows.
Never: an error that came with status 200 taken for an answer, a country code read as "not available" (NA is Namibia).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from compare.errors import RefusedError, SourceError
from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.service import Probe, Service

if TYPE_CHECKING:
    from compare.sources.session_policy import Answer

_ID = "worldbank"
_PER_PAGE = "20000"
#: Countries in one call: the service takes 1,500 characters between two slashes, and short calls fail less.
MOST_AREAS = 60
#: How a year, quarter or month is spelt -> frequency, and our spelling.
_PERIODS = (
    (re.compile(r"(\d{4})"), "A", r"\1"),
    (re.compile(r"(\d{4})Q([1-4])"), "Q", r"\1-Q\2"),
    (re.compile(r"(\d{4})M(0[1-9]|1[0-2])"), "M", r"\1-\2"),
)


def plan_worldbank(
    series: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None, until: int | None = None
) -> list[Request]:
    """One request per indicator; a bad code then costs no other indicator.

    Parameters
    ----------
    areas : mapping
        ISO alpha-3 code -> `ref_area`.
    since, until : int, optional
        Years asked for; with only one of them all years are asked for, and `since` is applied to what comes.
    """
    years = (("date", f"{since}:{until}"),) if since is not None and until is not None else ()
    return [
        _request(one, places, since, years)
        for one in series
        for places in asking.chunk(list(areas.items()), MOST_AREAS)
    ]


def plan_singly(request: Request, error: SourceError) -> list[Request]:
    """One request per area, if a refusal may have been about one of several; else none."""
    if not isinstance(error, RefusedError) or len(request.areas) < 2:
        return []
    years = tuple(pair for pair in request.params if pair[0] == "date")
    return [_request(request.series[0], (pair,), request.since, years) for pair in request.areas]


def parse_worldbank(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of one page; a year that the service lists without a value is an empty row.

    Raises
    ------
    RefusedError
        The body is an error message, in JSON or XML, whatever its status was.
    FormatError
        It is neither, or holds something that was not asked for.
    """
    _, entries = _read_page(body)
    wanted, areas = request.series[0], dict(request.areas)
    rows = []
    for number, entry in enumerate(entries):
        where = f"[1][{number}]"
        indicator = asking.read_field(_ID, entry, "indicator", dict, where)
        code = asking.read_field(_ID, indicator, "id", str, f"{where}.indicator")
        country = asking.read_field(_ID, entry, "countryiso3code", str, where)
        if code != wanted.code or country not in areas:
            raise asking.malformed(_ID, where, f"{code} of {country!r}", "only the indicator and areas asked for")
        row = _read_row(entry, wanted, areas[country], response_id, where)
        if request.since is None or int(row["time_period"][:4]) >= request.since:
            rows.append(row)
    return Parsed(tuple(rows), _renamed(entries, wanted))


def find_next_worldbank(answer: Answer) -> str | None:
    """The address of the next page, or None after the last."""
    header, _ = _read_page(answer.body)
    page, pages = _whole(header, "page"), _whole(header, "pages")
    if page >= pages:
        return None
    address = urlsplit(answer.request.partition(" ")[2])
    params = [pair for pair in parse_qsl(address.query) if pair[0] != "page"]
    return address._replace(query=urlencode([*params, ("page", str(page + 1))], safe=":;")).geturl()


def check_whole(_request: Request, bodies: list[bytes]) -> None:
    """All pages together must hold as many rows as the service said."""
    pages = [_read_page(body) for body in bodies]
    total, found = _whole(pages[0][0], "total"), sum(len(rows) for _, rows in pages)
    if found != total:
        raise asking.malformed(_ID, "all pages together", f"{found} rows", f"the {total} that the first page announced")


def fetch_worldbank(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask page by page; a refused question about several countries is asked again for each."""
    return asking.gather(
        asker, plan_worldbank(wanted, areas, since), parse_worldbank,
        find_next=find_next_worldbank, check=check_whole, smaller=plan_singly,
    )  # fmt: skip


def _request(
    wanted: Wanted, areas: tuple[tuple[str, str], ...], since: int | None, years: tuple[tuple[str, str], ...]
) -> Request:
    path = f"/v2/country/{';'.join(code for code, _ in areas)}/indicator/{wanted.code}"
    return Request(_ID, path, (("format", "json"), ("per_page", _PER_PAGE), *years), (wanted,), areas, since)


def _read_page(body: bytes) -> tuple[dict[str, Any], list[Any]]:
    """Header and rows; the second element is null where nothing was found."""
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise _read_xml_error(body)
    page = asking.read_json(_ID, body)
    if not isinstance(page, list) or not page or not isinstance(page[0], dict):
        raise asking.malformed(_ID, "answer", page, "a list of a header and rows")
    if "message" in page[0]:
        raise _refused(page[0]["message"])
    if len(page) != 2 or not isinstance(page[1], list | None):
        raise asking.malformed(_ID, "answer", page[1:], "one list of rows, or null, after the header")
    return page[0], page[1] or []


def _read_xml_error(body: bytes) -> SourceError:
    try:
        root = ElementTree.fromstring(body.removeprefix(b"\xef\xbb\xbf").lstrip())
    except ElementTree.ParseError:
        root = ElementTree.Element("none")
    messages = [element for element in root.iter() if element.tag.rpartition("}")[2] == "message"]
    if root.tag.rpartition("}")[2] != "error" or not messages:
        return asking.malformed(_ID, "answer", body[:60].decode("utf-8", "replace"), "JSON, or an error of the service")
    return _refused([{**element.attrib, "value": element.text or ""} for element in messages])


def _refused(messages: Any) -> RefusedError:
    entries = [entry for entry in messages if isinstance(entry, dict)] if isinstance(messages, list) else []
    said = "; ".join(
        f"{entry.get('id', '?')} {entry.get('key', '')}: {str(entry.get('value', '')).strip()}" for entry in entries
    )
    return RefusedError(
        f"worldbank refused the question and said: {said or repr(messages)[:120]}. Nothing was used. Ask "
        "/v2/indicator/CODE whether the code has been retired, and check the countries' codes.",
        source=_ID, status=200,
    )  # fmt: skip


def _read_row(entry: Any, wanted: Wanted, ref_area: str, response_id: str, where: str) -> dict[str, Any]:
    value = asking.read_field(_ID, entry, "value", (int, float, type(None)), where)
    flags = (entry.get("obs_status") or "").strip()
    status, comment = asking.resolve_flags(_ID, flags, f"{where}.obs_status") if flags else (wanted.status, "")
    date = asking.read_field(_ID, entry, "date", str, where)
    for pattern, freq, spelling in _PERIODS:
        if match := pattern.fullmatch(date):
            row = (wanted, ref_area, freq, match.expand(spelling), value, response_id)
            return asking.make_row(*row, obs_status=status, comment_obs=comment)
    raise asking.malformed(_ID, f"{where}.date", date, "a year, quarter or month, as 2020, 2020Q1, 2020M01")


def _renamed(entries: list[Any], wanted: Wanted) -> tuple[str, ...]:
    """A warning for each name that is not an awaited one: definitions move under one code (the poverty line did)."""
    names = dict.fromkeys(entry["indicator"].get("value") for entry in entries)
    return tuple(
        f"{wanted.series}: the World Bank calls it “{name}” now; known is “{'” or “'.join(wanted.titles)}”. "
        "The values were taken; look whether the definition has moved."
        for name in names
        if wanted.titles and name not in wanted.titles
    )


def _whole(header: Mapping[str, Any], name: str) -> int:
    """A number of the header, which comes as number or as text."""
    value = header.get(name)
    if isinstance(value, bool) or not str(value).isdecimal():
        raise asking.malformed(_ID, f"[0].{name}", value, "a whole number")
    return int(str(value))


def _newest(body: bytes) -> str:
    _, entries = _read_page(body)
    return max((str(entry.get("date")) for entry in entries if entry.get("value") is not None), default="no value")


SERVICE = Service(
    _ID, ("wdi",), fetch_worldbank,
    Probe(
        "/v2/country/SWE;BWA/indicator/SP.POP.TOTL", _newest,
        (("format", "json"), ("per_page", "100"), ("mrnev", "1")),
    ),
)  # fmt: skip
