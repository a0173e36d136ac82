"""A strip of rows over one value axis, laid out before anything is drawn.

In: rows of marks, a scale, words. Out: `StripLayout`.
Never: a value without its printed number, a plot so wide that a number beside a mark leaves the sheet, matplotlib.
"""

from __future__ import annotations

from dataclasses import dataclass

from compare.presentation import style
from compare.presentation.figures_canvas import line_height, text_width, wrap
from compare.presentation.figures_scale import Scale

AIR = 9.0  #: px from a mark's middle to its number
FOOT = 24.0  #: px of the ticks


@dataclass(frozen=True)
class Mark:
    """One value of a row."""

    which: style.Which
    value: float
    printed: str
    own: bool
    lower: float = float("nan")
    upper: float = float("nan")


@dataclass(frozen=True)
class Row:
    """A row: what it is, of where and when, and its marks - or why it has none."""

    title: str
    detail: str
    marks: tuple[Mark, ...]
    joined: bool = False  #: a bar between two marks: their difference may be read
    absent: str = ""
    heading: str = ""  #: starts a group
    which: style.Which | None = None  #: the place that the row belongs to


@dataclass(frozen=True)
class Strip:
    """Rows that share an axis."""

    rows: tuple[Row, ...]
    scale: Scale
    tick_labels: tuple[str, ...]
    unit: str
    target: float | None = None
    target_labels: tuple[str, ...] = ()
    stems: bool = False  #: a line from the axis' start to each mark
    key: tuple[tuple[style.Which, str], ...] = ()


@dataclass(frozen=True)
class Placed:
    """A row at its height: distances from the strip's top."""

    row: Row
    titles: tuple[str, ...]
    details: tuple[str, ...]
    top: float
    height: float
    line: float  #: where its marks lie


@dataclass(frozen=True)
class StripLayout:
    """A strip, ready to be drawn."""

    strip: Strip
    end: float  #: px of the sheet's right margin
    left: float  #: px of the plot's two edges
    right: float
    head: float  #: px above the first row
    rows: tuple[Placed, ...]
    narrow: bool

    def x(self, value: float) -> float:
        """Pixels of a value."""
        scale = self.strip.scale
        return self.left + (self.right - self.left) * (value - scale.low) / (scale.high - scale.low)


def height_of(layout: StripLayout) -> float:
    """Pixels of a strip from its head to its ticks."""
    last = layout.rows[-1]
    return last.top + last.height + FOOT


def lay_out_strip(strip: Strip, width: float, *, narrow: bool) -> StripLayout:
    """Lay out a strip: words beside the plot on a wide sheet, above each row's line on a narrow one."""
    pairs = any(len(row.marks) > 1 for row in strip.rows)
    room = width if narrow else (250.0 if pairs else 210.0)
    start, end = style.MARGIN + (0.0 if narrow else room + 16), style.MARGIN + width
    left, right = _edges(strip, start, end)
    head = (26.0 if strip.key else 0.0) + (line_height(style.SMALL) + 6 if strip.unit or strip.target_labels else 0.0)
    rows, top = [], head
    for row in strip.rows:
        placed = _place(row, top, room, narrow)
        rows.append(placed)
        top += placed.height
    return StripLayout(strip, end, left, right, head, tuple(rows), narrow)


def _edges(strip: Strip, start: float, end: float) -> tuple[float, float]:
    """Where the plot begins and ends, so that every number beside its mark still lies between `start` and `end`."""
    ticks = [text_width(label, style.SMALL) / 2 for label in strip.tick_labels]
    left, right = start + max(ticks[0], 6.0), end - max(ticks[-1], 6.0)
    if strip.target is not None:  # a number may have to step over the target's line
        right = end - max((_room(mark) for row in strip.rows for mark in row.marks), default=0.0)
    span = strip.scale.high - strip.scale.low
    for _ in range(3):  # moving one edge moves the marks, and so what the other edge needs
        for row in strip.rows:
            for index, mark in enumerate(sorted(row.marks, key=in_order)):
                share = (mark.value - strip.scale.low) / span
                if goes_left(row, index, mark):
                    left = max(left, (start + _room(mark) - share * right) / (1 - share)) if share < 1 else left
                else:
                    far = mark.value if mark.upper != mark.upper else max(mark.upper, mark.value)
                    reach = (far - strip.scale.low) / span
                    right = min(right, (end - _room(mark) - (1 - reach) * left) / reach) if reach > 0 else right
    return left, right


def _room(mark: Mark) -> float:
    return text_width(mark.printed, style.BODY, True) + AIR + 3


def in_order(mark: Mark) -> tuple[float, str]:
    """Sorts the marks of a row: by value, place a first where they are equal."""
    return mark.value, mark.which


def goes_left(row: Row, index: int, mark: Mark) -> bool:
    """Whether a mark's number stands on its left: the lower of two, and what is below zero."""
    return index == 0 if len(row.marks) == 2 else mark.value < 0


def _place(row: Row, top: float, room: float, narrow: bool) -> Placed:
    head = line_height(style.BODY) + 8 if row.heading else 0.0
    if row.which is not None:
        words = f"{row.title}, {row.detail}" if row.detail else row.title
        titles, details = wrap(words, room, style.BODY), ()
    else:
        titles, details = wrap(row.title, room, style.BODY), wrap(row.detail, room, style.SMALL)
    words_height = len(titles) * line_height(style.BODY) + len(details) * line_height(style.SMALL)
    if narrow:
        return Placed(row, titles, details, top, head + words_height + 30, top + head + words_height + 13)
    height = max(words_height + 14, 36.0)
    return Placed(row, titles, details, top, head + height, top + head + height / 2)
