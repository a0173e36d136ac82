"""What is missing as a list, and what is there by where it comes from.

In: results, their `Comparison`, a language. Out: `tabulate_origins`, `tabulate_missing`.
Never: an observation counted twice for one source, a missing figure without its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from compare.comparison.model import Comparison, IndicatorResult, Side
from compare.observations.provenance import split_response_id
from compare.presentation.history import list_sides, list_values
from compare.presentation.language import Language, mark
from compare.presentation.narrative_coverage import Lack
from compare.presentation.narrative_values import STATUSES, name_place, tell_missing
from compare.presentation.tables_coverage import tell_newest_year
from compare.presentation.tables_model import Cell, Column, Table

_PROJECTION = STATUSES["F"]
#: Classes of terms, the freest first.
_TERMS = {
    "open": mark("open licence"),
    "fact": mark("single figures quoted"),
    "not_read": mark("first publisher's terms not read"),
    "closed": mark("not for commercial use"),
}
MATCHES = {
    "official": mark("official indicator"),
    "proxy": mark("close substitute"),
    "context": mark("other indicator"),
}


@dataclass
class _Origin:
    """What has been counted of one source."""

    provider: str
    indicators: set[str] = field(default_factory=set)
    observations: set[tuple[str, ...]] = field(default_factory=set)
    publications: dict[str, str] = field(default_factory=dict)
    newest: tuple[bool, int, str] = (False, 0, "")  #: whether it is no projection, which is told last; year, period


def tabulate_origins(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> Table:
    """One row per source: how many indicators and observations it serves, the most used first.

    Counted is what the pages show: pairs, figures of one side, and countries behind them. A slice counts as the
    indicator that it is a part of; a computed value counts for each source behind it.
    """
    text, origins = language.text, _count_origins(results, comparison)
    columns = (
        Column("source", text("Source")),
        Column("terms", text("Terms of use")),
        *(Column(key, language.capital(text(words)), "number", where="file") for key, words in _TERMS.items()),
        Column("indicators", text("Indicators"), "number"),
        Column("observations", text("Figures used"), "number"),
        Column("newest", text("Newest year"), "code"),
    )  # fmt: skip
    rows = [_origin_row(source, origin, comparison, language) for source, origin in origins.items()]
    places = {column.key: place for place, column in enumerate(columns)}
    rows.sort(
        key=lambda row: (
            -(row[places["indicators"]].value or 0), -(row[places["observations"]].value or 0),
            language.sort_key(row[0].text),
        )
    )  # fmt: skip
    caption = text("Sources by the number of indicators that they serve; publications in brackets")
    return Table(caption, columns, tuple(rows))


def tabulate_missing(groups: Iterable[tuple[str, Iterable[Lack]]], comparison: Comparison, language: Language) -> Table:
    """One row per missing figure under the heading that it stands under, in the order of the page."""
    text = language.text
    a, b = (name_place(which, comparison, language) for which in ("a", "b"))
    columns = (
        Column("heading", text("Theme or goal")), Column("goal", text("Goal"), "code"),
        Column("indicator", text("Indicator")), Column("sdg_code", text("SDG indicator"), "code"),
        Column("match", text("How near the official indicator")), Column("question", text("Question")),
        Column("ask", text("Who could answer")),
        Column("missing_a", text("Why no figure for {place}", place=a)),
        Column("missing_b", text("Why no figure for {place}", place=b)),
    )  # fmt: skip
    rows = [_lack_row(heading, lack, comparison, language) for heading, lacks in groups for lack in lacks]
    return Table(text("Figures that are missing, and who could give them"), columns, tuple(rows))


def _count_origins(results: Iterable[IndicatorResult], comparison: Comparison) -> dict[str, _Origin]:
    rows = comparison.publications
    origins: dict[str, _Origin] = {}
    for result in results:
        for side in list_sides(result):
            for response_id, key, year, counted in _list_observations(side):
                for part in split_response_id(response_id):
                    row = rows.get(part, {})
                    origin = origins.setdefault(row.get("source") or part, _Origin(row.get("provider") or part))
                    origin.indicators.add(result.indicator.part_of or result.indicator.id)
                    origin.observations.add(key)
                    origin.publications[part] = row.get("licence_class", "")
                    origin.newest = max(origin.newest, (counted and year > 0, year, key[-1]))
    return origins


def _list_observations(side: Side) -> Iterator[tuple[str, tuple[str, ...], int, bool]]:
    """Each value with a number: whence, its key, its year (0 where none is stated), whether it is no projection."""
    for value in list_values(side):
        if value.obs_value == value.obs_value:
            key = (side.ref_area, side.series, side.sex, side.age, value.time_period)
            yield value.response_id, key, value.reference_year or 0, value.obs_status != "F"


def _origin_row(source: str, origin: _Origin, comparison: Comparison, language: Language) -> tuple[Cell, ...]:
    term = comparison.catalogue.sources.get(source)
    name = language.of(term.name) if term else origin.provider
    classes = Counter(origin.publications.values())
    terms = "; ".join(f"{language.text(words)} ({classes[key]})" for key, words in _TERMS.items() if classes[key])
    counted, year, period = origin.newest
    newest = Cell(language.text("not stated"), missing=True)
    if year:
        status = "" if counted else language.text(_PROJECTION)
        newest = replace(tell_newest_year(period, year, language), note=status)
    return (
        Cell(name, note="" if term is None or term.provider in name else term.provider),
        Cell(terms or language.text("not stated"), missing=not terms),
        *(Cell(str(classes[key]), float(classes[key])) for key in _TERMS),
        *(Cell(language.number(n, 0), float(n)) for n in (len(origin.indicators), len(origin.observations))),
        newest,
    )


def _lack_row(heading: str, lack: Lack, comparison: Comparison, language: Language) -> tuple[Cell, ...]:
    indicator = lack.result.indicator
    reasons = [
        language.text("has a figure") if reason is None else tell_missing(reason, comparison, language)
        for reason in (lack.reason_a, lack.reason_b)
    ]
    words = (
        heading, indicator.goal, language.of(indicator.title), indicator.sdg_code or "",
        language.text(MATCHES[indicator.sdg_match]), lack.question, lack.ask, *reasons,
    )  # fmt: skip
    return tuple(Cell(word) for word in words)
