"""All figures of a page in words and numbers, for people who open them in a spreadsheet.

In: results, their `Comparison`, a language. Out: `tabulate_figures`, `figure_records`.
Never: a row that the tidy file does not have, a code that differs between languages, a blank where a value is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compare.comparison.model import Comparison, IndicatorResult, OneSided
from compare.presentation.language import Language, mark
from compare.presentation.narrative_grades import tell_comparable, tell_level
from compare.presentation.narrative_values import (
    find_decimals,
    is_missing,
    name_area,
    tell_group,
    tell_number,
    tell_sex,
    tell_status,
)
from compare.presentation.tables_model import Cell, Column, Table, as_words
from compare.presentation.tables_origins import MATCHES
from compare.presentation.tables_records import Record, Use, list_records
from compare.presentation.tables_tidy import Citations, tell_comment

#: Column -> its kind and its head.
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("title", "text", mark("Indicator")),
    ("group", "text", mark("Who is counted")),
    ("area", "text", mark("Area")),
    ("place", "text", mark("Shown for")),
    ("period", "text", mark("Period")),
    ("year", "number", mark("Year")),
    ("value", "number", mark("Value")),
    ("unit", "text", mark("Unit")),
    ("status", "text", mark("Notes")),
    ("comparable", "text", mark("Can they be compared?")),
    ("level", "text", mark("What the figures describe")),
    ("grade", "code", mark("Grade")),
    ("role", "text", mark("Used as")),
    ("matched", "text", mark("Compared")),
    ("lower", "number", mark("Lower end of the 95 per cent interval")),
    ("upper", "number", mark("Upper end of the 95 per cent interval")),
    ("sample_size", "number", mark("Number asked")),
    ("numerator", "number", mark("Number behind the value")),
    ("goal", "code", mark("Goal")),
    ("target", "text", mark("Target")),
    ("sdg", "text", mark("SDG indicator")),
    ("source", "text", mark("Source")),
    ("comment", "text", mark("The source's comment")),
    ("indicator", "code", mark("Code of the indicator")),
    ("ref_area", "code", mark("Code of the area")),
    ("series", "code", mark("Code of the series")),
    ("sex", "code", mark("Code of the sex")),
    ("age", "code", mark("Code of the age")),
    ("time_period", "code", mark("Code of the period")),
    ("unit_measure", "code", mark("Code of the unit")),
    ("obs_status", "code", mark("Code of the status")),
    ("confidence", "code", mark("Code of the confidence")),
    ("response_id", "code", mark("Code of the publication")),
)
_ROLES = {
    "pair": mark("pair"),
    "also_known": mark("other pair that was found"),
    "one_sided": mark("one side only"),
    "reference": mark("country behind the pair"),
}


def tabulate_figures(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> Table:
    """The rows of the tidy file with titles, names, units and reasons in a language, and the codes behind them."""
    return figure_records(list_records(results, comparison), comparison, language)


def figure_records(records: Sequence[Record], comparison: Comparison, language: Language) -> Table:
    """The same for observations that were listed before."""
    writer = _Writer(comparison, language)
    columns = tuple(Column(key, language.text(head), kind) for key, kind, head in _COLUMNS)  # type: ignore[arg-type]
    rows = tuple((*writer.write_value(record), *writer.write_codes(record)) for record in records)
    return Table(language.text("All figures of this page, one row for each"), columns, rows)


class _Writer:
    """Writes rows; what many rows share is put into words once."""

    def __init__(self, comparison: Comparison, language: Language):
        self.comparison, self.language = comparison, language
        self.citations = Citations(comparison)
        self._uses: dict[int, tuple[Use, dict[str, str]]] = {}

    def write_value(self, record: Record) -> list[Cell]:
        """Whose value, of when, how large, and what is to be minded: the columns up to ``numerator``."""
        value, said = record.value, self._tell_use(record)
        word = as_words
        year = value.reference_year
        shown = (value.lower, value.upper, value.sample_size, value.numerator)
        if record.masked:
            shown = (float("nan"), float("nan"), value.sample_size, float("nan"))
        return [
            word(said["title"]), word(said["group"]), word(said["area"]), word(said["place"]),
            word(self.language.period(value.time_period)),
            word("") if year is None else Cell(str(year), float(year)),
            self._write_number(record), word(self._name_unit(value.unit_measure)),
            word(tell_status(value, self.comparison, self.language)), word(said["comparable"]), word(said["level"]),
            word(said["grade"]), word(said["role"]),
            word(self.language.text("yes") if record.matched else self.language.text("no")),
            *(Cell(str(number), number) if number == number else word("") for number in shown),
        ]  # fmt: skip

    def write_codes(self, record: Record) -> list[Cell]:
        """Where it belongs, where it comes from, and its codes: the columns after ``numerator``."""
        indicator, side, value = record.result.indicator, record.use.side, record.value
        said = self._tell_use(record)
        words = (
            indicator.goal if indicator.goal != "context" else "", said["target"], said["sdg"],
            self.citations.cite(value.response_id), tell_comment(record), indicator.id, side.ref_area, side.series,
            side.sex, side.age, value.time_period, value.unit_measure, value.obs_status, value.confidence,
            value.response_id,
        )  # fmt: skip
        return [as_words(word) for word in words]

    def _write_number(self, record: Record) -> Cell:
        """The value unrounded, or why there is none."""
        value, indicator = record.value, record.result.indicator
        unit = self.comparison.catalogue.units[value.unit_measure]
        if is_missing(value) or record.masked:
            return Cell(tell_number(value, self.comparison, self.language, indicator), missing=True)
        decimals = find_decimals(unit, indicator, value)
        return Cell(str(value.obs_value), value.obs_value, decimals=decimals, limit=value.qualifier)

    def _name_unit(self, code: str) -> str:
        return self.language.of(self.comparison.catalogue.units[code].label)

    def _tell_use(self, record: Record) -> dict[str, str]:
        """What all values of a side share."""
        key = id(record.use)
        if key not in self._uses:
            # The use is kept with its words: another one could get the number of one that is gone.
            self._uses[key] = (record.use, self._tell_anew(record))
        return self._uses[key][1]

    def _tell_anew(self, record: Record) -> dict[str, str]:
        comparison, language, use = self.comparison, self.language, record.use
        indicator, thing = record.result.indicator, use.thing
        side = use.side
        if isinstance(thing, OneSided):
            group = tell_group(thing, language, record.result)
        else:
            group = tell_sex(side, language, record.result)
        return {
            "title": language.of(indicator.title), "group": group,
            "area": name_area(side.ref_area, comparison, language),
            "place": name_area(side.place, comparison, language),
            "comparable": tell_comparable(thing, comparison, language) if thing is not None else "",
            "level": tell_level(use.level, comparison, language) if use.level else "",
            "grade": use.grade, "role": language.text(_ROLES[use.role]),
            "target": self._tell_target(indicator.target),
            # With words behind it, no spreadsheet takes it for a date.
            "sdg": f"{indicator.sdg_code}, {language.text(MATCHES[indicator.sdg_match])}" if indicator.sdg_code else "",
        }  # fmt: skip

    def _tell_target(self, target: str | None) -> str:
        """The target with its title: bare, 8.10 would be taken for a number."""
        if target is None:
            return ""
        term = self.comparison.catalogue.targets.get(target)
        return f"{target} {self.language.of(term.title)}" if term else f"{self.language.text('Target')} {target}"
