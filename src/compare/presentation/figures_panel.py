"""One panel over time, laid out: where its plot, ticks, line ends and words lie, before anything is drawn.

In: curves, a target, the panel's width and height in pixels. Out: `PanelLayout`, in pixels from its lower left corner.
Never: matplotlib's own guess at a place, a label over a line, a label outside the panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from compare.presentation import style
from compare.presentation.figures_canvas import line_height, text_width, wrap
from compare.presentation.figures_labels import (
    AIR,
    Box,
    Obstacles,
    Stroke,
    Wanted,
    candidates_around,
    find_place,
    spread,
)
from compare.presentation.figures_lines import list_runs
from compare.presentation.figures_plan import Curve, Frame, Label, PanelLayout, PanelPlan, Words
from compare.presentation.figures_scale import year_ticks

_REACH = 10.0  #: px from a line's end to its label
_LONG_REACH = 24.0  #: the same where a label has to move and a thin leader bridges the distance
_EDGE = 2.0  #: px kept free at the panel's edge
_EARLY = 32.0  #: px: a line that ends so much before the last has its label at its end, not in the column
_WIDER = 1.35  #: how much wider a long name may be set than others
_HEAD = 12.0  #: px from the plot's top to the unit over it
_TICK_ROOM = 26.0  #: px under the plot for years


def lay_out(plan: PanelPlan, width: float, height: float, *, label_width: float) -> PanelLayout:
    """Lay out a panel.

    Parameters
    ----------
    plan : PanelPlan
        At least one curve, each with at least one known point.
    width, height : float
        Pixels of the panel, words included.
    label_width : float
        Pixels at which a place's name is wrapped.
    """
    labels = tuple(_end_label(curve, plan, label_width) for curve in plan.curves)
    layout = _lay_out(plan, labels, width, height, _REACH)
    return _lay_out(plan, labels, width, height, _LONG_REACH) if layout.leaders else layout


def _lay_out(plan: PanelPlan, labels: Sequence[Label], width: float, height: float, reach: float) -> PanelLayout:
    frame = _frame(plan, width, height, max(label.width for label in labels) + reach)
    target_year = plan.target.year if plan.target else None
    years = year_ticks(
        (point.year for curve in plan.curves for point in curve.known),
        width=frame.x(frame.last) - frame.x(frame.first), label=_year_room(),
        target_year=target_year if target_year and target_year <= frame.last else None,
    )  # fmt: skip
    layout = PanelLayout(plan, width, height, frame, years, words=_head(plan, frame, height))
    layout, obstacles = _place_ends(layout, labels, _obstacles(plan, frame), reach)
    layout, obstacles = _place_inner(layout, obstacles)
    return _place_target(layout, obstacles)


def _year_room() -> float:
    """Pixels that a year under the axis needs, with the room to the next."""
    return text_width("2000", style.SMALL) + 10


def _end_label(curve: Curve, plan: PanelPlan, label_width: float) -> Label:
    if len(wrap(curve.name, label_width, style.BODY, True)) > 2:
        label_width *= _WIDER
    places = [other for other in plan.curves if not other.thin]
    if curve.thin:
        return Label(curve, tuple((line, style.SMALL, False) for line in wrap(curve.name, label_width, style.SMALL)))
    # The axis tells the year only where all lines end in one, and never a month.
    ends = {other.end.time_period for other in places}
    number = curve.dated(curve.end) if len(ends) > 1 or curve.end.x % 1 else curve.number(curve.end)
    names = wrap(curve.name, label_width, style.BODY, True) if plan.names else ()
    numbers = wrap(number, label_width, style.BODY)
    return Label(curve, tuple((line, style.BODY, bold) for line, bold in _set_bold(names, numbers)))


def _set_bold(names: Sequence[str], numbers: Sequence[str]) -> list[tuple[str, bool]]:
    return [(line, True) for line in names] + [(line, not names) for line in numbers]


def _frame(plan: PanelPlan, width: float, height: float, label: float) -> Frame:
    """The plot, as wide as the labels at the line ends allow.

    The axis reaches for the target's year, unless that would leave no room for both the first and the last year.
    """
    years = [point.x for curve in plan.curves for point in curve.known]
    first, end = min(years), max(years)
    last = max(end, float(plan.target.year)) if plan.target and plan.target.year else end
    if last == first:
        first, last = first - 0.5, last + 0.5
    half_tick = text_width("2000", style.SMALL) / 2
    left = max(text_width(tick, style.SMALL) for tick in plan.tick_labels) + 8
    pad_left, pad_right = half_tick + 2, 5.0
    widest = width - left - max(half_tick - pad_right, 0) - _EDGE - pad_left - pad_right

    def room_to(year: float) -> float:
        share = max((end - first) / (year - first), 0.01)
        return min(widest, (width - _EDGE - label - left - pad_left) / share)

    if last > end > first and (end - first) / (last - first) * room_to(last) < _year_room():
        last = end
    top = height - line_height(style.SMALL) - _HEAD - (line_height(style.BODY) + 4 if plan.title else 0)
    box = Box(left, _TICK_ROOM, left + pad_left + room_to(last) + pad_right, top)
    return Frame(box, first, last, pad_left, pad_right, plan.scale)


def _head(plan: PanelPlan, frame: Frame, height: float) -> tuple[Words, ...]:
    words = []
    if plan.title:
        words.append(Words(0, height - line_height(style.BODY) / 2, plan.title, bold=True, role="panel-title"))
    y = frame.box.top + _HEAD + line_height(style.SMALL) / 2
    words.append(Words(0, y, plan.unit, style.SMALL, style.QUIET, role="unit"))
    return tuple(words)


def _obstacles(plan: PanelPlan, frame: Frame) -> Obstacles:
    boxes, strokes = [], []
    for curve in plan.curves:
        for run in list_runs(curve.points):
            spots = [(frame.x(point.x), frame.y(point.value)) for point in run]
            strokes += [Stroke(*here, *there) for here, there in pairwise(spots)]
        for point, size in curve.marks:
            x, y, half = frame.x(point.x), frame.y(point.value), size / 2 + 1
            boxes.append(Box(x - half, y - half, x + half, y + half))
        for point in curve.known:
            x = frame.x(point.x)
            if point.lower == point.lower and point.upper == point.upper:
                strokes.append(Stroke(x, frame.y(point.lower), x, frame.y(point.upper)))
    unit_y = frame.box.top + _HEAD
    boxes.append(Box(0, unit_y, text_width(plan.unit, style.SMALL), unit_y + line_height(style.SMALL)))
    if plan.target:
        y = frame.y(plan.target.value)
        strokes.append(Stroke(frame.box.left, y, frame.box.right, y))
    return Obstacles(tuple(boxes), tuple(strokes))


def _place_ends(
    layout: PanelLayout, labels: Sequence[Label], obstacles: Obstacles, reach: float
) -> tuple[PanelLayout, Obstacles]:
    """Labels of lines that end early go beside their ends if there is room; all others into one column."""
    end = max(label.curve.end.x for label in labels)
    left = layout.frame.x(end) + reach
    early = {}
    taken = obstacles
    for label in labels:
        early_by = layout.frame.x(end) - layout.frame.x(label.curve.end.x)
        place = _find_early(layout.frame, label, taken, left - AIR) if early_by > _EARLY else None
        if place:
            early[label], taken = place, taken.with_box(place)
    column = [label for label in labels if label not in early]
    placed = _place_column(layout, column, taken, left)
    if placed is None:  # those in the column need all of it
        early, taken = {}, obstacles
        placed = _place_column(layout, labels, obstacles, left) or _place_column(
            layout, [label for label in labels if not label.curve.thin], obstacles, left
        )
    layout, obstacles = placed or (layout, obstacles)
    for label, place in early.items():
        layout = _with_words(layout, label.words(place.left, (place.bottom + place.top) / 2), place)
    return layout, obstacles


def _find_early(frame: Frame, label: Label, obstacles: Obstacles, right: float) -> Box | None:
    x, y = frame.x(label.curve.end.x), frame.y(label.curve.end.value)
    beside = Box(x + _REACH, y - label.height / 2, x + _REACH + label.width, y + label.height / 2)
    near = [beside.moved(0, lift) for lift in (0, 6, -6, 12, -12)]
    near += candidates_around(x, y, label.width, label.height, reach=7, far=4)
    return find_place(near, obstacles, Box(frame.box.left, frame.box.bottom, right, frame.box.top))


def _place_column(
    layout: PanelLayout, labels: Sequence[Label], obstacles: Obstacles, left: float
) -> tuple[PanelLayout, Obstacles] | None:
    """One column right of the last value; where it is too full, the target's line stops before it."""
    frame = layout.frame
    wanted = [Wanted(left, frame.y(label.curve.end.value), label.width, label.height) for label in labels]
    low, high = frame.box.bottom + 1, frame.box.top + 10
    centres = spread(wanted, obstacles, low, high)
    if centres is None and layout.plan.target:
        layout = replace(layout, target_end=left - 4)
        y = frame.y(layout.plan.target.value)
        whole, short = Stroke(frame.box.left, y, frame.box.right, y), Stroke(frame.box.left, y, left - 4, y)
        obstacles = Obstacles(obstacles.boxes, tuple(short if line == whole else line for line in obstacles.strokes))
        centres = spread(wanted, obstacles, low, high)
    if centres is None:
        return None
    for label, wish, centre in zip(labels, wanted, centres, strict=True):
        half = label.height / 2
        box = Box(left, centre - half, left + label.width, centre + half)
        layout = _with_words(layout, label.words(left, centre), box)
        obstacles = obstacles.with_box(box)
        far = frame.x(label.curve.end.x) < left - _LONG_REACH - 1
        if far or abs(centre - wish.y) > half - 4:
            leader = Stroke(frame.x(label.curve.end.x) + 6, wish.y, left - 3, centre)
            layout = replace(layout, leaders=(*layout.leaders, (leader, label.curve.colour)))
            obstacles = Obstacles(obstacles.boxes, (*obstacles.strokes, leader))
    return layout, obstacles


def _with_words(layout: PanelLayout, words: Sequence[Words], back: Box) -> PanelLayout:
    inside = back.left < layout.frame.box.right
    return replace(
        layout, words=(*layout.words, *words), backs=(*layout.backs, back.grown(1)) if inside else layout.backs
    )


def _place_inner(layout: PanelLayout, obstacles: Obstacles) -> tuple[PanelLayout, Obstacles]:
    """The matched value where it is not the last one, and the letters of status."""
    for curve in layout.plan.curves:
        wishes = [(point, letter, "flag") for point, letter in curve.flags]
        matched = [point for point in curve.known if point.time_period == curve.matched and point is not curve.end]
        wishes = [(point, curve.dated(point), "matched") for point in matched] + wishes
        for point, text, role in wishes:
            x, y = layout.frame.x(point.x), layout.frame.y(point.value)
            width, height = text_width(text, style.SMALL), line_height(style.SMALL)
            place = find_place(
                candidates_around(x, y, width, height, reach=6, far=10), obstacles, layout.frame.box.grown(4)
            )
            if place is None:
                continue
            colour = style.PLACES[curve.which].colour
            centre = (place.bottom + place.top) / 2
            words = Words(place.left, centre, text, style.SMALL, colour, role=f"{role}-{curve.which}")
            layout, obstacles = _with_words(layout, (words,), place), obstacles.with_box(place)
    return layout, obstacles


def _place_target(layout: PanelLayout, obstacles: Obstacles) -> PanelLayout:
    """The target's label on its line where a place is free, else the caller tells it under the picture."""
    target, box = layout.plan.target, layout.frame.box
    if target is None:
        return layout
    y, height = layout.frame.y(target.value), line_height(style.SMALL)
    for text in target.labels:
        width = text_width(text, style.SMALL)
        right = layout.target_end or box.right
        starts = [box.left + 4 + step for step in range(0, max(1, int(right - box.left - width - 4)), 6)]
        lifts = [(start, lift) for lift in (3.0, -3.0 - height) for start in starts]
        spots = [Box(start, y + lift, start + width, y + lift + height) for start, lift in lifts]
        place = find_place(spots, obstacles, Box(box.left, box.bottom + 1, right + 8, box.top + 22))
        if place:
            words = Words(place.left, place.bottom + height / 2, text, style.SMALL, style.QUIET, role="target")
            return _with_words(layout, (words,), place)
    return replace(layout, target_in_words=target.labels[0])
