"""The table over all indicators of a goal, at a glance.

In: results, their `Comparison`, a language. Out: `tabulate_glance`.
Never: a value without its area and year in the same cell, a blank without its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compare.comparison.model import Comparison, IndicatorResult, OneSided, Pair, Side
from compare.presentation.language import Language
from compare.presentation.narrative_grades import tell_comparable, tell_level
from compare.presentation.narrative_values import (
    find_decimals,
    find_unit,
    is_masked,
    is_missing,
    name_area,
    name_place,
    tell_group,
    tell_missing,
    tell_number,
    tell_period,
    tell_sex,
)
from compare.presentation.parts_links import address
from compare.presentation.tables_model import Cell, Column, Table


def tabulate_glance(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> Table:
    """One row per pair, one-sided figure and open question: both values, whose and from when, and the grade."""
    text = language.text
    a, b = (name_place(which, comparison, language) for which in ("a", "b"))
    columns = (
        Column("indicator", text("Indicator")),
        Column("a", a, "number", which="a"),
        Column("a_area", text("Area ({place})", place=a), where="file"),
        Column("a_period", text("Period ({place})", place=a), where="file"),
        Column("b", b, "number", which="b"),
        Column("b_area", text("Area ({place})", place=b), where="file"),
        Column("b_period", text("Period ({place})", place=b), where="file"),
        Column("comparable", text("Can they be compared?")),
        Column("grade", text("Grade"), "code", where="file"),
        Column("level", text("What the figures describe"), where="file"),
        Column("unit", text("Unit"), where="file"),
    )
    units = comparison.catalogue.units
    rows = [
        (*row, Cell(language.of(units[result.indicator.unit].label)))
        for result in results for row in _list_rows(result, comparison, language)
    ]  # fmt: skip
    caption = text("Each figure with the year and the area that it describes, and whether the two can be compared")
    return Table(caption, columns, tuple(rows))


def _list_rows(result: IndicatorResult, comparison: Comparison, language: Language) -> Iterator[tuple[Cell, ...]]:
    for one in result.one_sided:  # a city's own figure stands above the countries'
        other = _absent(one.known.missing, comparison, language)
        own = _value_cells(one.side, one.which, result, comparison, language)
        sides = (*own, *other) if one.which == "a" else (*other, *own)
        title = _title(result, tell_group(one, language, result), language, comparison)
        yield (title, *sides, *_judge(one, "one-sided", comparison, language))
    for pair in result.pairs:
        sides = (
            *_value_cells(pair.a, "a", result, comparison, language),
            *_value_cells(pair.b, "b", result, comparison, language),
        )
        title = _title(result, tell_sex(pair.a, language, result), language, comparison)
        yield (title, *sides, *_judge(pair, pair.level, comparison, language))
    if not result.pairs and not result.one_sided:
        asked = result.indicator.question
        reasons = (asked.missing_a, asked.missing_b) if asked else ("not_found", "not_found")
        sides = tuple(cell for reason in reasons for cell in _absent(reason, comparison, language))
        yield (_title(result, "", language, comparison), *sides, *_judge(result, "none", comparison, language))


def _title(result: IndicatorResult, group: str, language: Language, comparison: Comparison) -> Cell:
    indicator = result.indicator
    title = language.of(indicator.title)
    unit = comparison.catalogue.units[indicator.unit]
    kind = [language.of(unit.label), indicator.sdg_code or indicator.target or ""]
    note = " · ".join(part for part in kind if part)
    return Cell(f"{title}, {group}" if group else title, note=note, href=address(indicator, comparison))


def _value_cells(
    side: Side, which: str, result: IndicatorResult, comparison: Comparison, language: Language
) -> tuple[Cell, Cell, Cell]:
    """Value, area and period of one side; on the page the three stand in one cell."""
    area = name_area(side.ref_area, comparison, language)
    value = side.value
    if value is None:
        return Cell(language.text("no figure"), note=area, missing=True), Cell(area), Cell("")
    place = getattr(comparison.partnership, which)
    period = tell_period(value, comparison, language) if not is_missing(value) else language.period(value.time_period)
    note = period if side.ref_area == place else f"{area}, {period}"
    if side.newest is not None and side.newest.time_period != value.time_period and not is_missing(side.newest):
        number = tell_number(side.newest, comparison, language, result.indicator)
        note += "; " + language.text(
            "newest: {number}, {period}", number=number, period=tell_period(side.newest, comparison, language)
        )
    hidden = is_missing(value) or is_masked(value, comparison, result.indicator)
    number = tell_number(value, comparison, language, result.indicator)
    decimals = find_decimals(find_unit(value, comparison), result.indicator, value)
    cell = Cell(
        number, None if hidden else value.obs_value, note, missing=is_missing(value), decimals=decimals,
        limit=value.qualifier,
    )  # fmt: skip
    return cell, Cell(area), Cell(language.period(value.time_period))


def _absent(reason: str, comparison: Comparison, language: Language) -> tuple[Cell, Cell, Cell]:
    why = tell_missing(reason, comparison, language)
    return Cell(language.text("no figure ({why})", why=why), missing=True), Cell(), Cell()


def _judge(
    thing: Pair | OneSided | IndicatorResult, level: str, comparison: Comparison, language: Language
) -> tuple[Cell, Cell, Cell]:
    letter = thing.letter if isinstance(thing, IndicatorResult) else thing.grade.letter
    words = tell_comparable(thing, comparison, language)
    return Cell(words, badge=letter), Cell(letter), Cell(tell_level(level, comparison, language))
