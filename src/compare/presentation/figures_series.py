"""Time series of the two places: which panels, which curves in them, and the drawing of what was laid out.

In: an `IndicatorResult`, its `Comparison`, a language. Out: a `Drawing`.
Never: one axis for two sides that may not be compared (grade E), a country's curve in the city's full stroke.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from compare.catalogue.models import Indicator, Unit
from compare.comparison.model import Comparison, IndicatorResult, Side
from compare.presentation import style
from compare.presentation.figures_canvas import Drawing, draw_notes, line_height, plain_settings, wrap
from compare.presentation.figures_ink import draw_panel
from compare.presentation.figures_lines import (
    DOUBTED,
    INDICATIVE,
    LETTERS,
    common_letter,
    has_gap,
    known_points,
    list_points,
    marked_points,
)
from compare.presentation.figures_panel import lay_out
from compare.presentation.figures_plan import Curve, PanelLayout, PanelPlan, TargetLine
from compare.presentation.figures_scale import value_scale
from compare.presentation.figures_words import (
    explain_hollow,
    is_own,
    print_number,
    sex_title,
    stand_apart,
    target_labels,
    unit_label,
)
from compare.presentation.history import find_masked, list_values
from compare.presentation.language import Language
from compare.presentation.narrative_doubts import tell_doubts
from compare.presentation.narrative_values import STATUSES, name_area, tell_group, tell_sex

_STRETCH = 2.0  #: a country's line is left out where it would make the axis so many times as long (inhabitants)
_GAP = 28.0  #: px between panels
_NOTES_GAP = 6.0  #: px between the picture and its notes


@dataclass(frozen=True)
class _Group:
    """The sides that share a panel."""

    title: str
    sides: tuple[tuple[style.Which, Side], ...]
    names: bool = True


def draw_time(result: IndicatorResult, comparison: Comparison, language: Language, *, narrow: bool) -> Drawing | None:
    """Draw a result's series; None where every value is masked. See `figures.draw_series`."""
    unit = comparison.catalogue.units[result.indicator.unit]
    plans = _plans(result, comparison, language, unit, narrow)
    if not plans:
        return None
    across = 1 if narrow else min(2, len(plans))
    sheet = style.NARROW if narrow else style.WIDE
    room = sheet - 2 * style.MARGIN
    width = (room - _GAP * (across - 1)) / across
    height = (236.0 if len(plans) > 1 else 262.0) if narrow else (262.0 if across > 1 else 300.0)
    label_width = 190.0 if across == 1 and not narrow else 104.0
    layouts = [lay_out(plan, width, height, label_width=label_width) for plan in plans]
    notes = wrap(" ".join(_notes(layouts, result, language, comparison)), room, style.SMALL)
    rows = -(-len(layouts) // across)
    foot = len(notes) * line_height(style.SMALL) + (_NOTES_GAP if notes else 0) + style.MARGIN
    name = f"{result.indicator.id}-series{'-narrow' if narrow else ''}"
    total = ceil(style.MARGIN + rows * height + (rows - 1) * 18 + foot)
    drawing = Drawing(sheet, total, name=name, language=language.code)
    with plain_settings():
        for index, layout in enumerate(layouts):
            row, column = divmod(index, across)
            left, top = style.MARGIN + column * (width + _GAP), total - style.MARGIN - row * (height + 18)
            draw_panel(drawing, layout, left, top - height)
        draw_notes(drawing, notes)
    return drawing


def _plans(
    result: IndicatorResult, comparison: Comparison, language: Language, unit: Unit, narrow: bool
) -> list[PanelPlan]:
    apart = stand_apart(result)
    target = _target(result, comparison, language)
    plans = []
    for group in _groups(result, comparison, language, apart):
        curves = _curves(group, result, comparison, language)
        if any(not curve.thin for curve in curves):
            plans.append((group, curves))
    shared = [value for _, curves in plans for value in _values(curves)]
    done = []
    for group, curves in plans:
        values = [*(_values(curves) if apart else shared), *([target.value] if target else [])]
        scale = value_scale(values, unit, most=4 if narrow or len(plans) > 1 else 5)
        tell = language.number if unit.kind != "flag" else lambda tick, _: language.quantity(tick, unit)
        ticks = tuple(tell(tick, scale.decimals) for tick in scale.ticks)
        done.append(
            PanelPlan(
                curves, scale, ticks, unit_label(unit, language), title=group.title, target=target, names=group.names
            )
        )
    return done


def _groups(
    result: IndicatorResult, comparison: Comparison, language: Language, apart: bool
) -> list[_Group]:
    """One panel a pair; where the sides may not be compared, one a side; without a pair, one a known value."""
    if not result.pairs:
        groups = [(language.capital(tell_group(one, language, result)), one) for one in result.one_sided]
        return [_Group(title, ((one.which, one.side),)) for title, one in groups]
    several = len(result.pairs) > 1
    groups = []
    for pair in result.pairs:
        sex = sex_title(pair.a, language, result) if several else ""
        if not apart:
            groups.append(_Group(sex, (("a", pair.a), ("b", pair.b))))
            continue
        for which, side in (("a", pair.a), ("b", pair.b)):
            name = name_area(side.ref_area, comparison, language)
            title = f"{name}, {tell_sex(pair.a, language, result)}" if sex else name
            groups.append(_Group(title, ((which, side),), names=False))
    return groups


def _curves(
    group: _Group, result: IndicatorResult, comparison: Comparison, language: Language
) -> tuple[Curve, ...]:
    indicator = result.indicator
    curves = []
    for which, side in group.sides:
        curves.append(_curve(which, side, indicator, comparison, language))
    years = [point.x for curve in curves for point in curve.known]
    highest = max((abs(point.value) for curve in curves for point in curve.known), default=0.0)
    shown = {(side.series, side.ref_area, side.sex, side.age) for _, side in group.sides}
    sexes = {side.sex for _, side in group.sides}
    for side in result.references:
        which: style.Which = "a" if _country(side, comparison) == comparison.partnership.country_a else "b"
        beside = which in {own for own, _ in group.sides} and side.sex in sexes
        if not years or not beside or (side.series, side.ref_area, side.sex, side.age) in shown:
            continue
        curve = _curve(which, side, indicator, comparison, language, thin=True)
        points = tuple(point for point in curve.points if min(years) <= point.x <= max(years))
        if max((abs(point.value) for point in known_points(points)), default=0.0) <= _STRETCH * highest:
            curves.append(replace(curve, points=points))
    return tuple(curve for curve in curves if curve.known)


def _country(side: Side, comparison: Comparison) -> str:
    return comparison.catalogue.areas[side.ref_area].country


def _curve(
    which: style.Which,
    side: Side,
    indicator: Indicator,
    comparison: Comparison,
    language: Language,
    *,
    thin: bool = False,
) -> Curve:
    latest = comparison.edition_date.year  # a projection beyond it is in the table, and no end of a line
    points = tuple(
        point for point in list_points(side, find_masked(side, comparison, indicator)) if point.year <= latest
    )
    matched = side.value.time_period if side.value and not thin else ""
    known = known_points(points)
    written = [point for point in known if not thin and (point is known[-1] or point.time_period == matched)]
    values = {value.time_period: value for value in list_values(side)}
    printed = tuple(
        (
            point,
            print_number(values[point.time_period], indicator, comparison, language),
            language.period(point.time_period),
        )
        for point in written
    )
    return Curve(
        which, name_area(side.ref_area, comparison, language), points, own=is_own(side.ref_area, comparison), thin=thin,
        matched=matched, printed=printed,
    )  # fmt: skip


def _values(curves: Sequence[Curve]) -> list[float]:
    return [number for curve in curves for point in curve.known for number in (point.value, point.lower, point.upper)]


def _target(result: IndicatorResult, comparison: Comparison, language: Language) -> TargetLine | None:
    target = result.indicator.target_value
    if target is None:
        return None
    return TargetLine(target.value, target.year, target_labels(result.indicator, comparison, language))


def _notes(
    layouts: Sequence[PanelLayout], result: IndicatorResult, language: Language, comparison: Comparison
) -> list[str]:
    """What a reader must know to read the picture alone, each a sentence."""
    curves = [curve for layout in layouts for curve in layout.plan.curves]
    full = [curve for curve in curves if not curve.thin]
    notes = []
    if len(layouts) > 1 and stand_apart(result):
        notes.append(language.text("Each panel has its own axis: the figures cannot be compared."))
    for told in dict.fromkeys(layout.target_in_words for layout in layouts):
        if told:
            notes.append(language.text("Dotted line: {target}.", target=told))
    if any(not curve.own for curve in full):
        notes.append(explain_hollow(_sides(result), comparison, language))
    if any(has_gap(curve.points) for curve in curves):
        notes.append(language.text("No line is drawn over years without a figure."))
    letters = {letter for curve in curves for _, letter in marked_points(curve.points)}
    words = _words_of_letters(curves, language)
    notes += [f"{letter}: {word}." for letter, word in words.items() if letter in letters]
    for letter, word in words.items():
        names = dict.fromkeys(curve.name for curve in curves if common_letter(curve.points) == letter)
        notes += [f"{language.join(names)}: {word}."] if names else []
    cut = next((layout.plan for layout in layouts if layout.plan.scale.cut), None)
    if cut:
        notes.append(language.text("The axis starts at {number}, not at zero.", number=cut.tick_labels[0]))
    if any(point.lower == point.lower for curve in full for point in curve.known):
        notes.append(language.text("Upright bars: 95 per cent interval."))
    return notes


def _words_of_letters(curves: Sequence[Curve], language: Language) -> dict[str, str]:
    words = {letter: language.text(STATUSES[code]) for code, letter in LETTERS.items()}
    doubts = [kind for curve in curves for point in curve.known for kind in point.doubts]
    return {**words, INDICATIVE: language.text("indicative"), DOUBTED: tell_doubts(doubts, language)}


def _sides(result: IndicatorResult) -> list[Side]:
    return [side for pair in result.pairs for side in (pair.a, pair.b)] + [
        one.side for one in result.one_sided if not result.pairs
    ]
