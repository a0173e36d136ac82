"""All figures of a page in one tidy file, and the publications that they come from.

In: results, their `Comparison`, a language. Out: `tabulate_tidy`, `tabulate_sources`.
Never: a code that differs between languages, a value without its `response_id`, a masked count in any column.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compare.catalogue.codes import hide_expected, split_marks
from compare.catalogue.models import Indicator
from compare.comparison.model import Comparison, IndicatorResult, Pair, Side, Value
from compare.observations.provenance import cite_publication, split_response_id
from compare.presentation.history import list_values
from compare.presentation.language import Language
from compare.presentation.narrative_freshness import tell_fetched
from compare.presentation.narrative_sources import find_language, tell_licence, tell_release
from compare.presentation.narrative_values import is_masked, is_missing, name_area, tell_number, tell_status
from compare.presentation.tables_model import Cell, Column, Table

#: Name for machines, and kind; the heads for readers are the same words, since the file is for machines first.
_COLUMNS = (
    ("indicator", "code"), ("indicator_title", "text"), ("goal", "code"), ("target", "code"), ("sdg_code", "code"),
    ("role", "code"), ("rank", "number"), ("place", "code"), ("place_name", "text"),
    ("ref_area", "code"), ("area_name", "text"), ("area_kind", "code"), ("series", "code"), ("sex", "code"),
    ("age", "code"), ("freq", "code"), ("time_period", "code"), ("period", "text"), ("reference_year", "number"),
    ("obs_value", "number"), ("printed", "text"), ("unit_measure", "code"), ("unit", "text"), ("obs_status", "code"),
    ("status", "text"), ("qualifier", "code"), ("lower", "number"), ("upper", "number"), ("sample_size", "number"),
    ("numerator", "number"), ("confidence", "code"), ("comment_obs", "text"), ("matched", "code"), ("level", "code"),
    ("grade", "code"), ("response_id", "code"), ("citation", "text"),
)  # fmt: skip


@dataclass(frozen=True)
class _Use:
    """A side and what it is to its indicator."""

    side: Side
    role: str  #: pair, also_known, one_sided, reference
    rank: int | None
    level: str
    grade: str


def tabulate_tidy(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> Table:
    """One row per observation and indicator: every side that is shown, other candidates and references included.

    Column names and codes are the same in every language; titles, names, units and reasons are in `language`. Values
    are in the indicator's unit and not rounded; ``printed`` is what the page shows. ``matched`` is ``yes`` where the
    value is the one that a pair stands on.
    """
    citations: dict[str, str] = {}
    rows = []
    for result in results:
        told = set()
        for use in _list_uses(result):
            for value, freq in zip(list_values(use.side), _list_freqs(use.side), strict=True):
                key = (use.side.ref_area, use.side.series, use.side.sex, use.side.age, value.time_period)
                if key not in told:
                    told.add(key)
                    rows.append(_tidy_row(result, use, value, freq, citations, comparison, language))
    columns = tuple(Column(key, key, kind) for key, kind in _COLUMNS)
    return Table(language.text("All figures of this page, one row for each"), columns, tuple(rows))


def _list_uses(result: IndicatorResult) -> Iterator[_Use]:
    pairs: list[tuple[str, Pair]] = [("pair", pair) for pair in result.pairs]
    pairs += [("also_known", pair) for pair in result.also_known]
    for one in result.one_sided:
        yield _Use(one.side, "one_sided", None, "one-sided", one.grade.letter)
    for role, pair in pairs:
        for side in (pair.a, pair.b):
            yield _Use(side, role, pair.rank, pair.level, pair.grade.letter)
    for side in result.references:
        yield _Use(side, "reference", None, "", "")


def _list_freqs(side: Side) -> list[str]:
    return [] if side.history is None or side.history.empty else [str(freq) for freq in side.history["freq"]]


def _tidy_row(
    result: IndicatorResult, use: _Use, value: Value, freq: str, citations: dict[str, str], comparison: Comparison,
    language: Language,
) -> tuple[Cell, ...]:  # fmt: skip
    indicator, side, catalogue = result.indicator, use.side, comparison.catalogue
    hidden = is_masked(value, comparison, indicator)
    matched = side.value is not None and side.value.time_period == value.time_period and use.role != "reference"
    if value.response_id not in citations:
        citations[value.response_id] = _cite(value.response_id, comparison)
    cells: dict[str, str | float | None] = {
        "indicator": indicator.id, "indicator_title": language.of(indicator.title), "goal": indicator.goal,
        "target": indicator.target, "sdg_code": indicator.sdg_code, "role": use.role, "rank": use.rank,
        "place": side.place, "place_name": name_area(side.place, comparison, language), "ref_area": side.ref_area,
        "area_name": name_area(side.ref_area, comparison, language), "area_kind": catalogue.areas[side.ref_area].kind,
        "series": side.series, "sex": side.sex, "age": side.age, "freq": freq, "time_period": value.time_period,
        "period": language.period(value.time_period), "reference_year": value.reference_year,
        "obs_value": None if hidden else value.obs_value,
        "printed": "" if is_missing(value) else tell_number(value, comparison, language, indicator),
        "unit_measure": value.unit_measure, "unit": language.of(catalogue.units[value.unit_measure].label),
        "obs_status": value.obs_status, "status": tell_status(value, comparison, language),
        "qualifier": value.qualifier, "lower": None if hidden else value.lower,
        "upper": None if hidden else value.upper, "sample_size": value.sample_size,
        "numerator": None if hidden else value.numerator,
        "confidence": value.confidence, "comment_obs": _tell_comment(value, indicator, hidden=hidden),
        "matched": "yes" if matched else "no", "level": use.level, "grade": use.grade, "response_id": value.response_id,
        "citation": citations[value.response_id],
    }  # fmt: skip
    return tuple(_as_cell(cells[key]) for key, _ in _COLUMNS)


def _tell_comment(value: Value, indicator: Indicator, *, hidden: bool) -> str:
    """The source's comment after the marks of doubt, as far as these give no masked count away."""
    if hidden:
        return split_marks(value.comment_obs)[1]
    return hide_expected(value.comment_obs) if indicator.persons else value.comment_obs


def _as_cell(content: str | float | None) -> Cell:
    if content is None or (isinstance(content, float) and math.isnan(content)):
        return Cell()
    return Cell(content) if isinstance(content, str) else Cell(str(content), float(content))


def _cite(response_id: str, comparison: Comparison) -> str:
    rows = _manifest(comparison)
    return " ".join(cite_publication(rows[part]) for part in split_response_id(response_id) if part in rows)


def _manifest(comparison: Comparison) -> dict[str, dict[str, str]]:
    frame = comparison.manifest
    return {str(row["response_id"]): row for row in frame.fillna("").to_dict("records")} if len(frame) else {}


def tabulate_sources(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> Table:
    """One row per publication: who published what, under which terms, and for which indicators it is used."""
    text = language.text
    rows = _manifest(comparison)
    used: dict[str, dict[str, None]] = {}
    for result in results:
        for use in _list_uses(result):
            if use.role == "also_known" or use.side.history is None or use.side.history.empty:
                continue
            for joined in use.side.history["response_id"].unique():
                for part in split_response_id(str(joined)):
                    # The answers of a service on one day are one publication, however many questions they answer.
                    answered = rows.get(part, {}).get("request")
                    key = rows[part]["publication"] if answered else part
                    rows.setdefault(key, rows.get(part, {}))
                    used.setdefault(key, {})[language.of(result.indicator.title)] = None
    listed = sorted(used, key=lambda part: language.sort_key(_say(rows, part, "provider") + _say(rows, part, "title")))
    columns = (
        Column("title", text("Publication")), Column("provider", text("Published by")),
        Column("release", text("Edition")), Column("licence", text("Terms of use")),
        Column("used_for", text("Used for")), Column("publication", text("Key"), "code", where="file"),
    )  # fmt: skip
    cells = tuple(_source_row(part, rows.get(part, {}), list(used[part]), language) for part in listed)
    return Table(text("The publications that the figures of this page come from"), columns, cells)


def _say(rows: dict[str, dict[str, str]], part: str, field: str) -> str:
    return str(rows.get(part, {}).get(field, ""))


def _source_row(part: str, row: dict[str, str], titles: list[str], language: Language) -> tuple[Cell, ...]:
    note = language.text("read in a public copy") if row.get("second_hand") == "true" else ""
    release = tell_fetched(row, language) or tell_release(row.get("release") or row.get("published") or "", language)
    licence = tell_licence(row, language)
    return (
        _as_published(row.get("title") or part, language, note),
        _as_published(row.get("provider") or "", language),
        Cell(release or language.text("not stated"), missing=not release),
        Cell(licence or language.text("not stated"), missing=not licence),
        Cell(language.join(titles)),
        Cell(part),
    )


def _as_published(words: str, language: Language, note: str = "") -> Cell:
    """A title or a provider in its own language, which the page marks where it is not its own."""
    own = find_language(words)
    return Cell(words, note=note, lang="" if own == language.code else own)
