"""Wikidata: what is stated of a place's inhabitants and area, each statement with its date and rank.

In: series and items to ask for; results of SPARQL. Out: requests, rows: one a year, `_U` where no statement is dated.
Never: the first of many statements for the newest, a deprecated one, an undated one beside dated ones, one about a part
of a place, two averaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compare.catalogue import codes
from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Parsed, Request, Wanted
from compare.sources.named import Named, read_named
from compare.sources.service import Probe, Service

_ID = "wikidata"
_PATH = "/sparql"
#: Anybody may edit a statement, and its own source is not read here.
_CONFIDENCE = "low"
_RANKS = {"DeprecatedRank": 0, "NormalRank": 1, "PreferredRank": 2}
_DATE = re.compile(r"(\d{4})-(\d{2}-\d{2})T00:00:00Z")
#: ``cityLabel`` is the name in English, or the one that stands for all languages.
_QUERY = (
    "SELECT ?city ?cityLabel ?countryCode ?{value} ?{date} ?rank WHERE {{ VALUES ?city {{ {items} }} "
    "?city p:{property} ?statement . ?statement {path} ?{value} ; wikibase:rank ?rank . "
    "FILTER NOT EXISTS {{ ?statement pq:P518 ?part }} "
    "OPTIONAL {{ ?statement pq:P585 ?{date} }} OPTIONAL {{ ?city wdt:P17/wdt:P298 ?countryCode }} "
    'SERVICE wikibase:label {{ bd:serviceParam wikibase:language "en,mul" }} }}'
)


@dataclass(frozen=True)
class Property:
    """A property of places, and how it is asked for."""

    value: str  #: the variable of its value
    date: str  #: the variable of the date
    path: str  #: from a statement to the number
    factor: float = 1.0  #: from the number's unit to the series'


PROPERTIES = {
    "P1082": Property("population", "popDate", "ps:P1082"),
    # The normalised value is in square metres, whatever unit the statement has.
    "P2046": Property("area", "areaDate", "psn:P2046/wikibase:quantityAmount", 1e-6),
}


@dataclass(frozen=True)
class Statement:
    """What is stated of a place: when, how strongly, which number."""

    date: str  #: ``2022-01-01``, empty where it has none
    rank: int
    value: float


def plan_wikidata(wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> list[Request]:
    """One request per property, all places together."""
    places = tuple(areas.items())
    return [_request(one, places, since) for one in wanted if one.code in PROPERTIES and places]


def parse_wikidata(body: bytes, request: Request, response_id: str) -> Parsed:
    """The rows of one property: of each year the statement of highest rank, of these the latest.

    Raises
    ------
    FormatError
        It is no result of the question, or about an item of another name or country than asked for.
    """
    (wanted,) = request.series
    stated = _read_statements(body, request, PROPERTIES[wanted.code])
    rows, warnings = [], []
    for code, ref_area in request.areas:
        for period, statements in _sort_by_period(stated[_name(code).id], request.since).items():
            best = max((one.rank, one.date) for one in statements)
            values = sorted({one.value for one in statements if (one.rank, one.date) == best})
            if len(values) > 1:
                numbers = " and ".join(f"{value:g}" for value in values)
                warnings.append(f"{wanted.series} of {ref_area}, {period}: {numbers} are stated alike; none was taken.")
                continue
            on = best[1]
            more = {"confidence": _CONFIDENCE, "comment_obs": "" if on[4:] in ("", "-01-01") else f"Stated for {on}."}
            freq = "A" if on else "_U"
            rows.append(asking.make_row(wanted, ref_area, freq, period, values[0], response_id, **more))
    return Parsed(tuple(rows), tuple(warnings))


def fetch_wikidata(
    asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None
) -> Gathered:
    """Ask for each property."""
    gathered = asking.gather(asker, plan_wikidata(wanted, areas, since), parse_wikidata)
    left = (one.series for one in wanted if one.code not in PROPERTIES)
    gathered.warnings += asking.tell_unasked(left, "nobody has said how their property is asked for")
    return gathered


def _request(wanted: Wanted, places: tuple[tuple[str, str], ...], since: int | None) -> Request:
    told = PROPERTIES[wanted.code]
    query = _QUERY.format(
        value=told.value, date=told.date, path=told.path, property=wanted.code,
        items=" ".join(f"wd:{_name(code).id}" for code, _ in places),
    )  # fmt: skip
    return Request(_ID, _PATH, (("format", "json"), ("query", query)), (wanted,), places, since)


def _name(code: str) -> Named:
    named = read_named(code)
    if named is None:
        raise ValueError(f"{code} is not an item, its English name and its country's code, as Q2167/Lund/SWE")
    return named


def _read_statements(body: bytes, request: Request, told: Property) -> dict[str, set[Statement]]:
    """What is stated of each item asked for; deprecated statements and unknown numbers are left."""
    asked = {named.id: named for named in (_name(code) for code, _ in request.areas)}
    stated: dict[str, set[Statement]] = {item: set() for item in asked}
    results = asking.read_field(_ID, asking.read_json(_ID, body), "results", dict, "answer")
    for number, binding in enumerate(asking.read_field(_ID, results, "bindings", list, "results")):
        where = f"results.bindings[{number}]"
        item = _read_term(binding, "city", where).rpartition("/")[2]
        if item not in asked:
            raise asking.malformed(_ID, f"{where}.city", item, ", ".join(asked))
        _check_identity(binding, asked[item], where)
        statement = _read_statement(binding, told, where)
        if statement is not None and statement.rank > _RANKS["DeprecatedRank"]:
            stated[item].add(statement)
    return stated


def _check_identity(binding: Any, asked: Named, where: str) -> None:
    """The name, and the country where the item states one with a code."""
    country = _read_term(binding, "countryCode", where) if "countryCode" in binding else asked.country
    found = Named(asked.id, _read_term(binding, "cityLabel", where), country)
    if found != asked:
        raise asking.malformed(_ID, where, str(found), str(asked))


def _read_statement(binding: Any, told: Property, where: str) -> Statement | None:
    """A binding's statement; None where its number is not known or is not given."""
    number = _read_literal(binding, told.value, where)
    if number is None:
        return None
    if not codes.NUMBER.fullmatch(number.removeprefix("+")):
        raise asking.malformed(_ID, f"{where}.{told.value}", number, "a number")
    rank = _read_term(binding, "rank", where).rpartition("#")[2]
    if rank not in _RANKS:
        raise asking.malformed(_ID, f"{where}.rank", rank, ", ".join(_RANKS))
    date = _read_literal(binding, told.date, where) or ""
    match = _DATE.fullmatch(date)
    if date and match is None:
        raise asking.malformed(_ID, f"{where}.{told.date}", date, "a day, as 2022-01-01T00:00:00Z")
    return Statement(f"{match[1]}-{match[2]}" if match else "", _RANKS[rank], float(number) * told.factor)


def _read_term(binding: Any, name: str, where: str) -> str:
    """The value of a variable that must be bound."""
    term = asking.read_field(_ID, binding, name, dict, where)
    return str(asking.read_field(_ID, term, "value", str, f"{where}.{name}"))


def _read_literal(binding: Any, name: str, where: str) -> str | None:
    """The text of a variable; None where it is unbound, or the statement says that nobody knows it."""
    if name not in binding:
        return None
    value = _read_term(binding, name, where)
    return value if binding[name].get("type") in ("literal", "typed-literal") else None


def _sort_by_period(statements: Iterable[Statement], since: int | None) -> dict[str, list[Statement]]:
    """The statements of each year; undated ones count only where nothing is dated."""
    dated = [one for one in statements if one.date]
    periods: dict[str, list[Statement]] = {}
    for one in sorted(dated or statements, key=lambda one: (one.date, one.rank, one.value)):
        if not one.date or since is None or int(one.date[:4]) >= since:
            periods.setdefault(one.date[:4] or "_U", []).append(one)
    return periods


_PROBED = _request(Wanted("wikidata:P1082", "PERSONS"), (("Q165422/Francistown/BWA", "BW-FR"),), None)


def _newest(body: bytes) -> str:
    rows = parse_wikidata(body, _PROBED, "").rows
    return max((str(row["time_period"]) for row in rows), default="no value")


SERVICE = Service(_ID, (_ID,), fetch_wikidata, Probe(_PATH, _newest, _PROBED.params))
