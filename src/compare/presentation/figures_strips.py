"""Values side by side without time: one row a side for one result, one row an indicator for many.

In: results, their `Comparison`, a language. Out: a `Drawing`.
Never: a bar between two marks whose difference may not be computed, one axis for figures that cannot be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from compare.catalogue.models import Unit
from compare.comparison.model import Comparison, IndicatorResult, OneSided, Pair, Side
from compare.presentation import style
from compare.presentation.figures_canvas import Drawing, draw_notes, line_height, plain_settings, text_width, wrap
from compare.presentation.figures_rows import Mark, Row, Strip, height_of, lay_out_strip
from compare.presentation.figures_rows_ink import draw_strip
from compare.presentation.figures_scale import Scale, value_scale
from compare.presentation.figures_words import (
    explain_hollow,
    is_own,
    print_number,
    sex_title,
    stand_apart,
    target_labels,
    unit_label,
)
from compare.presentation.language import Language
from compare.presentation.narrative_values import (
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

_GAP = 22.0  #: px between two strips
_WIDE_PLOT, _NARROW_PLOT = 260.0, 150.0  #: px of the plot at least
_NOTES_GAP = 8.0  #: px between the picture and its notes


def draw_values(result: IndicatorResult, comparison: Comparison, language: Language, *, narrow: bool) -> Drawing:
    """Draw a result's newest values; see `figures.draw_dots`."""
    apart = stand_apart(result)
    rows = _rows_of_sides(result, comparison, language)
    groups = [[row] for row in rows if row.marks] if apart else [rows]
    strips = [_strip(group, result, comparison, language, narrow) for group in groups]
    notes = []
    if apart:
        notes.append(language.text("Each panel has its own axis: the figures cannot be compared."))
    if any(strip.scale.cut for strip in strips):
        first = language.number(strips[0].scale.ticks[0], strips[0].scale.decimals)
        notes.append(language.text("The axis starts at {number}, not at zero.", number=first))
    notes += _explain_marks(rows, _sides_of(result), comparison, language)
    name = f"{result.indicator.id}-dots{'-narrow' if narrow else ''}"
    return _assemble(strips, notes, name, language, narrow=narrow)


def draw_rows(
    results: Sequence[IndicatorResult], comparison: Comparison, language: Language, *, narrow: bool
) -> Drawing | None:
    """Draw the overview; None where no result belongs in it. See `figures.draw_overview`."""
    rows, sides = [], []
    for result in results:
        for pair in result.pairs:
            if _belongs(result, pair, comparison):
                rows.append(_row_of_pair(result, pair, comparison, language))
                sides += [pair.a, pair.b]
    if not rows:
        return None
    unit = comparison.catalogue.units["PT"]
    values = [0.0, 100.0, *(mark.value for row in rows for mark in row.marks)]
    scale, ticks = _fitting_scale(values, unit, language, narrow=narrow, signs=True)
    key = tuple((which, name_place(which, comparison, language)) for which in ("a", "b"))
    strip = Strip(tuple(rows), scale, ticks, unit="", key=key)
    goals = {result.indicator.goal for result in results}
    name = f"overview{'-' + goals.pop() if len(goals) == 1 else ''}{'-narrow' if narrow else ''}"
    return _assemble([strip], _explain_marks(rows, sides, comparison, language), name, language, narrow=narrow)


def _belongs(result: IndicatorResult, pair: Pair, comparison: Comparison) -> bool:
    values = (pair.a.value, pair.b.value)
    return (
        result.indicator.unit == "PT"
        and pair.grade.letter in "ABCD"
        and not any(is_missing(value) or is_masked(value, comparison, result.indicator) for value in values)
        and not any(value.doubts for value in values)  # one that cannot be would bend the axis of all others
    )


def _row_of_pair(result: IndicatorResult, pair: Pair, comparison: Comparison, language: Language) -> Row:
    title = language.of(result.indicator.title)
    sex = tell_sex(pair.a, language, result)
    marks = tuple(
        _mark(which, side, result, comparison, language) for which, side in (("a", pair.a), ("b", pair.b))
    )
    places = " · ".join(
        f"{name_area(side.ref_area, comparison, language)} {tell_period(side.value, comparison, language)}"
        for side in (pair.a, pair.b)
    )
    return Row(f"{title}, {sex}" if sex else title, places, marks, joined=pair.grade.allows_gap)


def _rows_of_sides(result: IndicatorResult, comparison: Comparison, language: Language) -> list[Row]:
    rows = []
    several = len(result.pairs) > 1
    for pair in result.pairs:
        heading = sex_title(pair.a, language, result) if several else ""
        rows.append(_row_of_side("a", pair.a, result, comparison, language, heading))
        rows.append(_row_of_side("b", pair.b, result, comparison, language, "" if result.letter != "E" else heading))
    return rows or _rows_of_known(result, comparison, language)


def _rows_of_known(result: IndicatorResult, comparison: Comparison, language: Language) -> list[Row]:
    """What one place has, each figure by its group, and once that the other has none."""
    rows = {"a": [], "b": []}
    for one in result.one_sided:
        row = _row_of_side(one.which, one.side, result, comparison, language, "")
        group = tell_group(one, language, result)
        rows[one.which].append(replace(row, title=f"{row.title}, {group}") if group else row)
    for one in result.one_sided:
        absent = _row_of_absence(one, comparison, language)
        if not any(row.marks or row.absent == absent.absent for row in rows[absent.which]):
            rows[absent.which].append(absent)
    return [*rows["a"], *rows["b"]]


def _row_of_side(
    which: style.Which, side: Side, result: IndicatorResult, comparison: Comparison, language: Language, heading: str
) -> Row:
    name = name_area(side.ref_area, comparison, language)
    value = side.value
    if value is None:
        return Row(name, "", (), absent=language.text("no figure"), heading=heading, which=which)
    if is_missing(value) or is_masked(value, comparison, result.indicator):
        told = tell_number(value, comparison, language, result.indicator)
        return Row(name, language.period(value.time_period), (), absent=told, heading=heading, which=which)
    mark = _mark(which, side, result, comparison, language)
    return Row(name, tell_period(value, comparison, language), (mark,), heading=heading, which=which)


def _row_of_absence(one: OneSided, comparison: Comparison, language: Language) -> Row:
    other: style.Which = "b" if one.which == "a" else "a"
    why = tell_missing(one.known.missing, comparison, language)
    absent = language.text("no figure ({why})", why=why)
    return Row(name_place(other, comparison, language), "", (), absent=absent, which=other)


def _mark(
    which: style.Which, side: Side, result: IndicatorResult, comparison: Comparison, language: Language
) -> Mark:
    value = side.value
    printed = print_number(value, result.indicator, comparison, language)
    return Mark(which, value.obs_value, printed, is_own(side.ref_area, comparison), value.lower, value.upper)


def _fitting_scale(
    values: Sequence[float], unit: Unit, language: Language, *, narrow: bool, signs: bool = False
) -> tuple[Scale, tuple[str, ...]]:
    """The finest scale whose tick labels do not run into each other on the sheet."""
    signs = signs or unit.kind == "flag"
    for most in (5, 4, 3, 2, 1):
        scale = value_scale(values, unit, most=most)
        labels = tuple(
            language.quantity(tick, unit, scale.decimals) if signs else language.number(tick, scale.decimals)
            for tick in scale.ticks
        )
        room = (_NARROW_PLOT if narrow else _WIDE_PLOT) / max(1, len(labels) - 1)
        if max(text_width(label, style.SMALL) for label in labels) + 12 <= room:
            break
    return scale, labels


def _strip(
    rows: Sequence[Row], result: IndicatorResult, comparison: Comparison, language: Language, narrow: bool
) -> Strip:
    indicator = result.indicator
    unit = comparison.catalogue.units[indicator.unit]
    target = indicator.target_value
    values = [number for row in rows for mark in row.marks for number in (mark.value, mark.lower, mark.upper)]
    if target:
        values.append(target.value)
    scale, ticks = _fitting_scale(values, unit, language, narrow=narrow)
    labels = target_labels(indicator, comparison, language)
    return Strip(
        tuple(rows), scale, ticks, unit_label(unit, language), target=target.value if target else None,
        target_labels=labels, stems=(unit.ratio_scale and not scale.cut) or scale.low < 0,
    )  # fmt: skip


def _sides_of(result: IndicatorResult) -> list[Side]:
    sides = [side for pair in result.pairs for side in (pair.a, pair.b)]
    return sides or [one.side for one in result.one_sided]


def _explain_marks(
    rows: Sequence[Row], sides: Sequence[Side], comparison: Comparison, language: Language
) -> list[str]:
    marks = [mark for row in rows for mark in row.marks]
    notes = []
    if any(not mark.own for mark in marks):
        notes.append(explain_hollow(sides, comparison, language))
    if any(mark.lower == mark.lower for mark in marks) and not any(row.joined for row in rows):
        notes.append(language.text("Bars at the marks: 95 per cent interval."))
    return notes


def _assemble(
    strips: Sequence[Strip], notes: Sequence[str], name: str, language: Language, *, narrow: bool
) -> Drawing:
    sheet = style.NARROW if narrow else style.WIDE
    room = sheet - 2 * style.MARGIN
    layouts = [lay_out_strip(strip, room, narrow=narrow) for strip in strips]
    lines = wrap(" ".join(notes), room, style.SMALL)
    foot = len(lines) * line_height(style.SMALL) + (_NOTES_GAP if lines else 0) + style.MARGIN
    total = ceil(style.MARGIN + sum(height_of(layout) for layout in layouts) + _GAP * (len(layouts) - 1) + foot)
    drawing = Drawing(sheet, total, name=name, language=language.code)
    with plain_settings():
        top = total - style.MARGIN
        for layout in layouts:
            draw_strip(drawing, layout, top)
            top -= height_of(layout) + _GAP
        draw_notes(drawing, lines)
    return drawing
