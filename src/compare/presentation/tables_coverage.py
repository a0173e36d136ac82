"""How much is known, counted: by goal and by target.

In: results, their `Comparison`, a language. Out: `tabulate_coverage`, `tabulate_targets`, `sort_target`,
`tell_newest_year`.
Never: a slice of an indicator counted as one of its own, a newest year without the area that it is of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from compare.comparison.model import Comparison, IndicatorResult, Side
from compare.presentation.language import Language
from compare.presentation.narrative_grades import tell_level
from compare.presentation.narrative_periods import tell_year
from compare.presentation.narrative_values import STATUSES, is_city_area, is_missing, name_area, name_place
from compare.presentation.parts_links import address, page_name
from compare.presentation.tables_model import Cell, Column, Table

_LEVELS = ("city", "region", "mixed", "country", "one-sided", "none")
_PROJECTION = STATUSES["F"]


def tabulate_coverage(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> Table:
    """Goals by rows; in how many indicators the figures describe both cities, a region, a country and so on.

    The newest year of a side is that of the city's own figures; where it has none, of the nearest larger area, which
    is named. A slice of another indicator (``part_of``) is not counted.
    """
    text, counted = language.text, _leave_out_slices(results)
    rows = []
    for goal, term in sorted(comparison.catalogue.goals.items(), key=lambda item: int(item[0])):
        title = f"{goal} {language.of(term.title)}"
        chosen = [result for result in counted if result.indicator.goal == goal]
        rows.append(_count_row(Cell(title, href=page_name("goal", goal)), chosen, comparison, language))
    context = [result for result in counted if result.indicator.goal == "context"]
    if context:
        rows.append(_count_row(Cell(text("Background"), href=page_name("overview")), context, comparison, language))
    rows.append(_count_row(Cell(text("All")), counted, comparison, language))
    caption = text("Number of indicators by goal and by what their figures describe")
    return Table(caption, _list_columns("goal", text("Goal"), counted, comparison, language), tuple(rows))


def tabulate_targets(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> Table:
    """The targets that the catalogue names by rows, also those that no indicator serves; columns as for goals.

    A target leads to its first indicator, or to the page of its goal where it has none. Measures of the background are
    left out.
    """
    text = language.text
    counted = [result for result in _leave_out_slices(results) if result.indicator.goal != "context"]
    by_target: dict[str | None, list[IndicatorResult]] = {code: [] for code in comparison.catalogue.targets}
    for result in counted:
        by_target.setdefault(result.indicator.target, []).append(result)
    loose = by_target.pop(None, [])
    rows = []
    for code in sorted((code for code in by_target if code is not None), key=sort_target):
        term, chosen = comparison.catalogue.targets.get(code), by_target[code]
        href = address(chosen[0].indicator, comparison) if chosen else page_name("goal", code.split(".")[0])
        title = f"{code} {language.of(term.title)}" if term else f"{text('Target')} {code}"
        rows.append(_count_row(Cell(title, href=href), chosen, comparison, language))
    if loose:
        rows.append(_count_row(Cell(text("Not tied to one target")), loose, comparison, language))
    rows.append(_count_row(Cell(text("All")), counted, comparison, language))
    caption = text("Number of indicators by target and by what their figures describe")
    return Table(caption, _list_columns("target", text("Target"), counted, comparison, language), tuple(rows))


def sort_target(code: str) -> tuple[int, bool, int, str]:
    """Targets in the order of the Agenda: numbers before letters.

    Examples
    --------
    >>> sorted(["10.1", "1.a", "1.10", "1.2"], key=sort_target)
    ['1.2', '1.10', '1.a', '10.1']
    """
    goal, _, part = code.partition(".")
    return int(goal), not part.isdigit(), int(part) if part.isdigit() else 0, part


def _leave_out_slices(results: Iterable[IndicatorResult]) -> list[IndicatorResult]:
    return [result for result in results if result.indicator.part_of is None]


def _list_columns(
    key: str, head: str, counted: Sequence[IndicatorResult], comparison: Comparison, language: Language
) -> tuple[Column, ...]:
    """A level that no indicator has is in the file only, where it is rare anyway: a city beside a country."""
    text, used = language.text, {result.level for result in counted}
    a, b = (name_place(which, comparison, language) for which in ("a", "b"))
    return (
        Column(key, head),
        *(
            Column(
                level, language.capital(tell_level(level, comparison, language)), "number",
                where="file" if level == "mixed" and level not in used else "both",
            )
            for level in _LEVELS
        ),
        Column("indicators", text("All indicators"), "number"),
        Column("newest_a", text("Newest year, {place}", place=a), "code"),
        Column("newest_a_area", text("Area ({place})", place=a), where="file"),
        Column("newest_a_status", text("Status ({place})", place=a), where="file"),
        Column("newest_b", text("Newest year, {place}", place=b), "code"),
        Column("newest_b_area", text("Area ({place})", place=b), where="file"),
        Column("newest_b_status", text("Status ({place})", place=b), where="file"),
    )  # fmt: skip


def _count_row(
    head: Cell, results: Sequence[IndicatorResult], comparison: Comparison, language: Language
) -> tuple[Cell, ...]:
    levels = Counter(result.level for result in results)
    counts = [Cell(language.number(levels[level], 0), float(levels[level])) for level in _LEVELS]
    if results:
        whole = Cell(language.number(len(results), 0), float(len(results)))
    else:
        whole = Cell(language.text("no indicator"), 0.0, missing=True)
    newest = [cell for which in ("a", "b") for cell in _find_newest(which, results, comparison, language)]
    return (head, *counts, whole, *newest)


def _find_newest(
    which: str, results: Sequence[IndicatorResult], comparison: Comparison, language: Language
) -> tuple[Cell, Cell, Cell]:
    """The newest year of one side's nearest area, that area, and whether it is a projection: such a year is told last.

    The year of a projection is no year that anybody has counted.
    """
    place = getattr(comparison.partnership, which)
    sides = [pair.a if which == "a" else pair.b for result in results for pair in result.pairs]
    sides += [one.side for result in results for one in result.one_sided if one.which == which]
    found = [
        (_rank_area(side.ref_area, comparison), projected, -year, side.ref_area != place, side.ref_area, period)
        for side in sides
        for year, projected, period in _list_years(side)
    ]
    if not found:
        return Cell(language.text("no figure"), missing=True), Cell(), Cell()
    _, projected, year, larger, ref_area, period = min(found)
    area = name_area(ref_area, comparison, language)
    status = language.text(_PROJECTION) if projected else ""
    note = ", ".join(part for part in (area if larger else "", status) if part)
    return replace(tell_newest_year(period, -year, language), note=note), Cell(area), Cell(status)


def tell_newest_year(time_period: str, year: int, language: Language) -> Cell:
    """A year as a number; a span in words, in the file too, since no single number is its year."""
    told = tell_year(time_period, year, language)
    return Cell(told, float(year) if told == str(year) else None)


def _rank_area(ref_area: str, comparison: Comparison) -> int:
    """How far an area is from the city itself."""
    if is_city_area(ref_area, comparison):
        return 0
    return 2 if comparison.catalogue.areas[ref_area].kind == "country" else 1


def _list_years(side: Side) -> Iterator[tuple[int, bool, str]]:
    """The years of a side's matched and newest value, whether each is a projection, and its period."""
    for value in (side.value, side.newest):
        if value is not None and not is_missing(value) and value.reference_year is not None:
            yield value.reference_year, value.obs_status == "F", value.time_period
