"""The United Nations' database of SDG indicators: series of countries.

In: series and areas to ask for; pages of values. Out: requests, rows.
Never: two rows for one observation with one picked by luck, a text such as ``<2.5`` or ``N`` read as a plain number.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from compare.catalogue import codes
from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.service import Probe, Service
from compare.sources.unsdg_choice import Choice, find_choice, is_settled

if TYPE_CHECKING:
    from compare.sources.session_policy import Answer

_ID = "unsdg"
_PATH = "/sdgapi/v1/sdg/Series/Data"
_PAGE_SIZE = 1000
#: Nature of a value in the database -> status of the observation.
_NATURE = {"C": "A", "CA": "A", "G": "A", "NA": "A", "N": "A", "E": "E", "M": "E"}
#: Texts in place of a value -> status.
_NO_VALUE = {"N": "M", "NV": "O", "NaN": "O", "": "O"}
_NUMBER = re.compile(r"([<>]?)\s*(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
#: Codes of a dimension that mean the total.
_TOTAL = frozenset({"_T", "ALLAGE", "ALLAREA", "BOTHSEX", "NOCITI"})
_SEX = {"BOTHSEX": "_T", "FEMALE": "F", "MALE": "M", "_T": "_T", "F": "F", "M": "M"}
_AGE_SPAN, _AGE_OPEN = re.compile(r"(\d+)-(\d+)"), re.compile(r"(\d+)\+")
#: Units of the database that are certainly one of ours; a value in another unit is named.
_UNITS = {"PERCENT": "PT"}


def plan_unsdg(series: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> list[Request]:
    """One request per series.

    Parameters
    ----------
    areas : mapping
        The M49 code as the service writes it (``72``, not ``072``) -> `ref_area`.

    Raises
    ------
    UnknownCodeError
        It is not settled which rows make a series.
    """
    requests = []
    for wanted in series:
        choice = find_choice(wanted.series)
        params = [("seriesCode", choice.code), *(("areaCode", code) for code in areas)]
        params += [("timePeriodStart", str(since))] if since is not None else []
        params += [("pageSize", str(_PAGE_SIZE)), ("page", "1")]
        requests.append(Request(_ID, _PATH, tuple(params), (wanted,), tuple(areas.items()), since, choice))
    return requests


def parse_unsdg(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of one page that make the series.

    Raises
    ------
    FormatError
        The page is malformed, holds what was not asked for, or leaves two rows for one observation.
    """
    page, areas = asking.read_json(_ID, body), dict(request.areas)
    entries = asking.read_field(_ID, page, "data", list, "answer")
    spellings = _read_spellings(page)
    choice: Choice = request.detail
    kept: dict[tuple[str, ...], list[tuple[dict[str, Any], dict[str, Any], str]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        where = f"data[{number}]"
        code = asking.read_field(_ID, entry, "series", str, where)
        place = asking.read_field(_ID, entry, "geoAreaCode", str, where)
        area = areas.get(place, areas.get(place.lstrip("0")))
        if code != choice.code or area is None:
            raise asking.malformed(_ID, where, f"{code} of {place}", "only the series and areas that were asked for")
        found = _find_sex_and_age(entry, choice, spellings, where)
        if found is None:
            continue
        row = _read_row(entry, request.series[0], area, found, response_id, where)
        if request.since is None or int(row["time_period"]) >= request.since:
            key = (area, row["sex"], row["age"], row["time_period"])
            kept[key].append((row, entry["dimensions"], where))
    rows = tuple(_the_one(some) for some in kept.values())
    return Parsed(rows, _warn(request.series[0], choice, entries, rows))


def find_next_unsdg(answer: Answer) -> str | None:
    """The address of the next page; where the number of pages is not given, a short page is the last."""
    page = asking.read_json(_ID, answer.body)
    entries = asking.read_field(_ID, page, "data", list, "answer")
    address = urlsplit(answer.request.partition(" ")[2])
    params = parse_qsl(address.query)
    number = int(dict(params).get("page", "1"))
    pages = page.get("totalPages")
    if not entries or (number >= pages if isinstance(pages, int) else len(entries) < _PAGE_SIZE):
        return None
    following = [pair for pair in params if pair[0] != "page"] + [("page", str(number + 1))]
    return address._replace(query=urlencode(following)).geturl()


def check_whole(_request: Request, bodies: list[bytes]) -> None:
    """All pages together must hold as many rows as the service said, and no observation twice."""
    pages = [asking.read_json(_ID, body) for body in bodies]
    total, found = pages[0].get("totalElements"), sum(len(page["data"]) for page in pages)
    if isinstance(total, int) and found != total:
        raise asking.malformed(_ID, "all pages together", f"{found} rows", f"the {total} that the first page announced")
    seen: set[str] = set()
    for page in pages:
        of_page = {
            f"{row['geoAreaCode']} {row['timePeriodStart']} {sorted(row['dimensions'].items())}" for row in page["data"]
        }
        if seen & of_page:
            raise asking.malformed(_ID, "all pages together", min(seen & of_page), "each row on one page only")
        seen |= of_page


def fetch_unsdg(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask page by page, for the series of which it is settled which rows make them; the others are named."""
    settled = [one for one in wanted if is_settled(one.series)]
    gathered = asking.gather(
        asker, plan_unsdg(settled, areas, since), parse_unsdg, find_next=find_next_unsdg, check=check_whole
    )
    unsettled = {one.series for one in wanted} - {one.series for one in settled}
    why = "it is not settled which rows of the database make them (unsdg_choice.py)"
    gathered.warnings += asking.tell_unasked(unsettled, why)
    return gathered


def _read_spellings(page: Any) -> dict[str, dict[str, str]]:
    """Dimension -> code -> SDMX's spelling, from the lists that the answer brings with it."""
    spellings: dict[str, dict[str, str]] = {}
    for number, entry in enumerate(asking.read_field(_ID, page, "dimensions", list, "answer")):
        where = f"dimensions[{number}]"
        name = asking.read_field(_ID, entry, "id", str, where)
        listed = asking.read_field(_ID, entry, "codes", list, where)
        spellings[name] = {str(one.get("code")): str(one.get("sdmx") or one.get("code")) for one in listed}
    return spellings


def _find_sex_and_age(
    entry: Any, choice: Choice, spellings: Mapping[str, Mapping[str, str]], where: str
) -> tuple[str, str] | None:
    """Whom the row is about, or None where it is not one that makes the series."""
    dimensions = dict(asking.read_field(_ID, entry, "dimensions", dict, where))
    dimensions.pop("Reporting Type", None)
    sex = _SEX.get(dimensions.pop("Sex", "_T"))
    if sex is None:
        raise asking.malformed(_ID, f"{where}.dimensions.Sex", entry["dimensions"]["Sex"], "BOTHSEX, FEMALE or MALE")
    age = _spell_age(dimensions.pop("Age", "_T"), spellings.get("Age", {}))
    others = {name: dimensions.pop(name, "_T") for name in dict(choice.others)}
    if others != dict(choice.others) or any(code not in _TOTAL for code in dimensions.values()):
        return None
    return (sex, age) if age in choice.ages and sex in choice.sexes else None


def _spell_age(code: str, listed: Mapping[str, str]) -> str:
    if code in _TOTAL:
        return "_T"
    spelled = listed.get(code, code)
    if codes.AGE.fullmatch(spelled):
        return spelled
    if match := _AGE_SPAN.fullmatch(code):
        return f"Y{int(match[1])}T{int(match[2])}"
    match = _AGE_OPEN.fullmatch(code)
    return f"Y_GE{int(match[1])}" if match else spelled


def _read_row(
    entry: Any, wanted: Wanted, ref_area: str, about: tuple[str, str], response_id: str, where: str
) -> dict[str, Any]:
    year = asking.read_field(_ID, entry, "timePeriodStart", (float, int), where)
    if year != int(year):
        raise asking.malformed(_ID, f"{where}.timePeriodStart", year, "a whole year")
    text = asking.read_field(_ID, entry, "value", (str, type(None)), where)
    nature = (entry.get("attributes") or {}).get("Nature", "NA")
    if nature not in _NATURE:
        raise asking.malformed(_ID, f"{where}.attributes.Nature", nature, f"one of {', '.join(_NATURE)}")
    value, qualifier, status = _read_value((text or "").strip(), f"{where}.value")
    notes = [f"Nature in the database: {nature}"]
    notes += [str(note).strip() for note in entry.get("footnotes") or () if str(note).strip()]
    notes += [f"Value as written: {text}"] if value is None and text else []
    return asking.make_row(
        wanted, ref_area, "A", str(int(year)), value, response_id, sex=about[0], age=about[1], qualifier=qualifier,
        obs_status=status or _NATURE[nature], comment_obs="; ".join(notes), **_read_bounds(entry, value, where),
    )  # fmt: skip


def _read_value(text: str, where: str) -> tuple[float | None, str, str]:
    """Value, qualifier, and the status where there is no value."""
    if text in _NO_VALUE:
        return None, "", _NO_VALUE[text]
    match = _NUMBER.fullmatch(text)
    if match is None:
        known = ", ".join(repr(word) for word in _NO_VALUE)
        raise asking.malformed(_ID, where, text, f"a number, one with < or >, or one of {known}")
    return float(match[2]), match[1], ""


def _read_bounds(entry: Any, value: float | None, where: str) -> dict[str, float]:
    bounds = {}
    for name, column in (("lowerBound", "lower"), ("upperBound", "upper")):
        text = entry.get(name)
        if text is None or value is None or str(text).strip() in _NO_VALUE:
            continue
        match = _NUMBER.fullmatch(str(text).strip())
        if match is None:
            raise asking.malformed(_ID, f"{where}.{name}", text, "a number or nothing")
        bounds[column] = float(match[2])
    if not bounds.get("lower", -math.inf) <= (value or 0.0) <= bounds.get("upper", math.inf):
        return {}  # a value outside its own interval: the interval is not believed
    return bounds


def _the_one(some: list[tuple[dict[str, Any], dict[str, Any], str]]) -> dict[str, Any]:
    """The one row of an observation; global reporting goes before national, and nothing else is preferred."""
    for kind in ("G", "N"):
        of_kind = [entry for entry in some if entry[1].get("Reporting Type", "G") == kind]
        if of_kind:
            some = of_kind
            break
    if len(some) > 1:
        dimensions = [entry[1] for entry in some]
        raise asking.malformed(
            _ID, " and ".join(entry[2] for entry in some), dimensions, "one row for each area, year, sex and age"
        )
    return some[0][0]


def _warn(wanted: Wanted, choice: Choice, entries: Sequence[Any], rows: Sequence[Any]) -> tuple[str, ...]:
    warnings = []
    if entries and not rows:
        warnings.append(
            f"{wanted.series}: {len(entries)} rows came and none of them makes the series, whose ages are "
            f"{', '.join(choice.ages)}. Mend its entry in unsdg_choice.py."
        )
    for unit in dict.fromkeys((entry.get("attributes") or {}).get("Units") for entry in entries):
        if unit in _UNITS and _UNITS[unit] != wanted.unit:
            warnings.append(
                f"{wanted.series}: the database gives {unit}; the catalogue says {wanted.unit}. Look at both."
            )
    return tuple(warnings)


def _newest(body: bytes) -> str:
    entries = asking.read_field(_ID, asking.read_json(_ID, body), "data", list, "answer")
    years = [asking.read_field(_ID, entry, "timePeriodStart", (float, int), "data") for entry in entries]
    return str(int(max(years))) if years else "no value"


SERVICE = Service(
    _ID, ("unsdg",), fetch_unsdg,
    Probe(_PATH, _newest, (("seriesCode", "SH_DYN_MORT"), ("areaCode", "72"), ("pageSize", "1000"), ("page", "1"))),
)  # fmt: skip
