"""All figures of a page in one tidy file for programs, and the publications that they come from.

In: results, their `Comparison`; a language for what people read. Out: `tabulate_tidy`, `tabulate_sources`, `TIDY`.
Never: a word that differs between languages in the tidy file, a value without its `response_id`, a masked count in any
column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compare.catalogue.codes import hide_expected, split_marks
from compare.comparison.model import Comparison, IndicatorResult
from compare.observations.provenance import cite_publication, split_response_id
from compare.presentation.language import Language, mark
from compare.presentation.narrative_freshness import tell_fetched
from compare.presentation.narrative_sources import find_language, tell_licence, tell_release
from compare.presentation.tables_model import Cell, Column, Table, as_words
from compare.presentation.tables_records import Record, list_records, list_uses, read_manifest

#: Column of the tidy file -> its kind, and what it holds; the names are the same in every language.
TIDY: dict[str, tuple[str, str]] = {
    "indicator": ("code", mark("The indicator, as a word: its row in indicators.csv has its title.")),
    "goal": ("code", mark("The goal of the 2030 Agenda, 1 to 17, or context for what kind of places the two are.")),
    "target": ("code", mark("The target of the goal, as text: 8.10 is not 8.1.")),
    "sdg_code": ("code", mark("The official indicator, as text, where this one is it or is close to it.")),
    "role": ("code", mark(
        "What the figure is used as: pair (it is compared), also_known (another pair that was found), one_sided (only "
        "one place has it), reference (a country behind the pair)."
    )),
    "rank": ("integer", mark("The place of its pair among the candidates, from 0.")),
    "place": ("code", mark("The place that the figure is shown for: its row in areas.csv has its name.")),
    "ref_area": ("code", mark("The area that the figure describes, which may be larger than the place.")),
    "area_kind": ("code", mark("What kind of area that is.")),
    "series": ("code", mark("The series at its source: the source, a colon, the source's own code.")),
    "sex": ("code", mark("_T for all, F for women or girls, M for men or boys.")),
    "age": ("code", mark("The age group as a code, such as Y15T24; _T for all, or where the series itself fixes it.")),
    "freq": ("code", mark("How long a period is: A year, Q quarter, M month, _U not stated.")),
    "time_period": ("code", mark("The period: 2023, 2023-Q1, 2023-07, 2015-04-01/P1Y, or _U where it is not stated.")),
    "reference_year": ("year", mark("The year that holds the middle of the period.")),
    "obs_value": ("number", mark("The value in the unit of unit_measure, not rounded; empty where there is none.")),
    "masked": ("boolean", mark("yes where the value is left out because it stands for fewer than five persons.")),
    "unit_measure": ("code", mark("The unit: its row in units.csv has its name.")),
    "obs_status": ("code", mark(
        "The status as SDMX codes it: A normal, E estimate, P provisional, F projection, B break in the series; L, M, "
        "O and Q say why there is no value."
    )),
    "qualifier": ("code", mark("< or > where the source gives only a limit.")),
    "lower": ("number", mark("The lower end of the 95 per cent interval, where there is one.")),
    "upper": ("number", mark("The upper end of the 95 per cent interval, where there is one.")),
    "sample_size": ("number", mark("How many were asked, where the source says so.")),
    "numerator": ("number", mark("The count behind a share or a rate, where the source gives it.")),
    "confidence": ("code", mark("high, medium or low; low means the press, a statement, or a figure in doubt.")),
    "comment_obs": ("text", mark("The source's own comment, in its language.")),
    "matched": ("boolean", mark("yes where a comparison stands on this very value.")),
    "level": ("code", mark("What the pair describes: city, region, mixed, country, one-sided.")),
    "grade": ("code", mark("How comparable the pair is, A to E; N where only one side has a figure.")),
    "response_id": ("code", mark(
        "The publication: its row in publications.csv has its terms; several joined by + for a computed value."
    )),
    "citation": ("text", mark("The publication as a reference, with its licence.")),
}  # fmt: skip


def tabulate_tidy(results: Iterable[IndicatorResult], comparison: Comparison) -> Table:
    """One row per observation and indicator: every side that is shown, other candidates and references included.

    Column names and codes are the same in every language, and there is nothing else. Values are in the indicator's unit
    and not rounded. `list_records` gives the same rows with words.
    """
    return tidy_records(list_records(results, comparison), comparison)


def tidy_records(records: Sequence[Record], comparison: Comparison) -> Table:
    """The tidy file of observations that were listed before."""
    citations = Citations(comparison)
    kinds = {"code": "code", "text": "text", "boolean": "code"}
    columns = tuple(Column(key, key, kinds.get(kind, "number")) for key, (kind, _) in TIDY.items())
    return Table("observations", columns, tuple(_tidy_row(record, comparison, citations) for record in records))


class Citations:
    """The publications behind values as references, each put together once."""

    def __init__(self, comparison: Comparison):
        self._rows = read_manifest(comparison)
        self._told: dict[str, str] = {}

    def cite(self, response_id: str) -> str:
        """The reference of one `response_id`, or of several that are joined."""
        if response_id not in self._told:
            rows = (self._rows[part] for part in split_response_id(response_id) if part in self._rows)
            self._told[response_id] = " ".join(map(cite_publication, rows))
        return self._told[response_id]


def _tidy_row(record: Record, comparison: Comparison, citations: Citations) -> tuple[Cell, ...]:
    indicator, use, value = record.result.indicator, record.use, record.value
    side, shown = use.side, not record.masked
    return tuple(
        map(
            as_cell,
            (
                indicator.id, indicator.goal, indicator.target, indicator.sdg_code, use.role, use.rank, side.place,
                side.ref_area, comparison.catalogue.areas[side.ref_area].kind, side.series, side.sex, side.age,
                record.freq, value.time_period, value.reference_year, value.obs_value if shown else None,
                "no" if shown else "yes", value.unit_measure, value.obs_status, value.qualifier,
                value.lower if shown else None, value.upper if shown else None, value.sample_size,
                value.numerator if shown else None, value.confidence, tell_comment(record),
                "yes" if record.matched else "no", use.level, use.grade, value.response_id,
                citations.cite(value.response_id),
            ),
        )
    )  # fmt: skip


def tell_comment(record: Record) -> str:
    """The source's comment after the marks of doubt, as far as these give no masked count away."""
    comment = record.value.comment_obs
    if record.masked:
        return split_marks(comment)[1]
    return hide_expected(comment) if record.result.indicator.persons else comment


def as_cell(content: str | float | None) -> Cell:
    """A text, a number, or nothing as a cell."""
    if isinstance(content, str):
        return as_words(content)
    # A number that is not one is unlike itself.
    return as_words("") if content is None or content != content else Cell(str(content), float(content))


def tabulate_sources(
    results: Iterable[IndicatorResult], comparison: Comparison, language: Language, *, also_known: bool = False
) -> Table:
    """One row per publication: who published what, under which terms, and for which indicators it is used.

    Parameters
    ----------
    also_known : bool
        Whether the publications of pairs that were found and not chosen are listed too, as the files have their rows.
    """
    text = language.text
    rows = read_manifest(comparison)
    used: dict[str, dict[str, None]] = {}
    for result in results:
        for use in list_uses(result):
            unseen = use.role == "also_known" and not also_known
            if unseen or use.side.history is None or use.side.history.empty:
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
