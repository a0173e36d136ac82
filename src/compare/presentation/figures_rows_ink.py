"""A strip of rows, drawn as it was laid out.

In: a `StripLayout`, a `Drawing`. Out: artists, each with a gid that says what it is.
Never: a number on a mark or on the target's line, a mark away from its value, a bar where a difference is forbidden.
"""

from __future__ import annotations

from compare.presentation import style
from compare.presentation.figures_canvas import (
    Drawing,
    draw_bar,
    draw_marks,
    draw_stroke,
    line_height,
    text_width,
    write,
)
from compare.presentation.figures_labels import Box
from compare.presentation.figures_plot import Axis, Plot, draw_ticks
from compare.presentation.figures_rows import AIR, FOOT, Mark, Placed, StripLayout, goes_left, height_of, in_order

_NEAR = 10.0  #: px: marks nearer than this are set one above the other


def draw_strip(drawing: Drawing, layout: StripLayout, top: float) -> None:
    """Draw a strip whose upper edge lies at `top`."""
    _draw_axis(drawing, layout, top)
    _draw_head(drawing, layout, top)
    for placed in layout.rows:
        _draw_words(drawing, layout, placed, top)
        if placed.row.absent:
            left = style.MARGIN if layout.narrow else layout.left + 4
            _write_on_grid(drawing, left, top - placed.line, placed.row.absent, style.SMALL, style.QUIET, "absent")
        _draw_row(drawing, layout, placed, top - placed.line)


def _draw_axis(drawing: Drawing, layout: StripLayout, top: float) -> None:
    scale, bottom = layout.strip.scale, top - height_of(layout) + FOOT
    ticks = tuple(zip(scale.ticks, layout.strip.tick_labels, strict=True))
    box = Box(layout.left, bottom, layout.right, top - layout.head)
    draw_ticks(drawing, Plot(box, Axis(scale.low, scale.high, ticks), Axis(0.0, 1.0)))
    base = 0.0 if scale.low <= 0 <= scale.high else None
    for tick in scale.ticks:
        for start, end in _free_pieces(layout, top, bottom):
            colour = style.AXIS if tick == base else style.GRID
            x = layout.x(tick)
            draw_stroke(drawing, (x, x), (start, end), colour=colour, width=1, role="grid", over=0)
    if layout.strip.target is not None:
        for start, end in _free_pieces(layout, top, bottom):
            x = layout.x(layout.strip.target)
            draw_stroke(
                drawing, (x, x), (start, end), colour=style.QUIET, width=1.5, dash=(1.5, 3), role="target-line", over=1
            )  # fmt: skip


def _free_pieces(layout: StripLayout, top: float, bottom: float) -> list[tuple[float, float]]:
    """Upright lines leave out the rows that say why they have no figure; on narrow sheets the rows' words as well."""
    if layout.narrow:
        rows = [placed for placed in layout.rows if not placed.row.absent]
        return [
            (bottom if placed is layout.rows[-1] else top - placed.line - 12, top - placed.line + 12) for placed in rows
        ]
    pieces, start = [], top - layout.head
    for placed in layout.rows:
        if placed.row.absent:
            pieces.append((top - placed.line + 11, start))
            start = top - placed.line - 11
    return [piece for piece in [*pieces, (bottom, start)] if piece[1] > piece[0]]


def _draw_head(drawing: Drawing, layout: StripLayout, top: float) -> None:
    x, strip = style.MARGIN, layout.strip
    for which, name in strip.key:
        draw_marks(drawing, (x + 6,), (top - 10,), which=which, own=True, role="key")
        box = write(drawing, x + 16, top - 10, name, colour=style.PLACES[which].colour, bold=True, role="key")
        x = box.right + 22
    y = top - layout.head + 6 + line_height(style.SMALL) / 2
    unit_end = style.MARGIN - 14
    if strip.unit:
        left = style.MARGIN if layout.narrow else layout.left
        unit_end = write(drawing, left, y, strip.unit, size=style.SMALL, colour=style.QUIET, role="unit").right
    if strip.target is not None and strip.target_labels:
        room = layout.end - unit_end - 14
        fitting = [item for item in strip.target_labels if text_width(item, style.SMALL) <= room]
        words = (fitting or strip.target_labels[-1:])[0]
        width = text_width(words, style.SMALL)
        left = max(unit_end + 14, min(layout.x(strip.target) - width / 2, layout.end - width))
        write(drawing, left, y, words, size=style.SMALL, colour=style.QUIET, role="target")


def _draw_words(drawing: Drawing, layout: StripLayout, placed: Placed, top: float) -> None:
    y = top - placed.top
    if placed.row.heading:
        middle = y - line_height(style.BODY) / 2 - 4
        write(drawing, style.MARGIN, middle, placed.row.heading, bold=True, role="panel-title")
    colour = style.PLACES[placed.row.which].colour if placed.row.which else style.INK
    lines = [(line, style.BODY, colour) for line in placed.titles]
    lines += [(line, style.SMALL, style.QUIET) for line in placed.details]
    total = sum(line_height(size) for _, size, _ in lines)
    y = top - placed.line + (13 + total if layout.narrow else total / 2)
    for words, size, ink in lines:
        y -= line_height(size)
        write(drawing, style.MARGIN, y + line_height(size) / 2, words, size=size, colour=ink, role="row")


def _draw_row(drawing: Drawing, layout: StripLayout, placed: Placed, y: float) -> None:
    marks = sorted(placed.row.marks, key=in_order)
    base = layout.x(max(layout.strip.scale.low, min(0.0, layout.strip.scale.high)))
    spots = [layout.x(mark.value) for mark in marks]
    near = len(marks) == 2 and spots[1] - spots[0] < _NEAR
    if placed.row.joined and len(marks) == 2 and not near:
        draw_stroke(drawing, spots, (y, y), colour=style.LINK, width=3, role="joined", over=1)
    for index, (mark, x) in enumerate(zip(marks, spots, strict=True)):
        place = style.PLACES[mark.which]
        height = y + (5.0 if index == 0 else -5.0) if near else y
        if layout.strip.stems:
            draw_stroke(drawing, (base, x), (y, y), colour=place.country, width=2, role="stem", over=1)
        end = x
        if len(marks) == 1 and mark.lower == mark.lower and mark.upper == mark.upper:
            end = max(x, layout.x(mark.upper))
            lower = layout.x(mark.lower)
            for level in (lower, end):
                draw_stroke(drawing, (level, level), (y - 5, y + 5), colour=place.colour, width=1.25, role="interval")
            draw_stroke(drawing, (lower, end), (y, y), colour=place.colour, width=1.25, role="interval")
        draw_marks(drawing, (x,), (height,), which=mark.which, own=mark.own, role=f"mark-{mark.which}")
        leftward = goes_left(placed.row, index, mark)
        _write_number(drawing, layout, mark, min(x, end) if leftward else max(x, end), height, leftward)


def _write_number(
    drawing: Drawing, layout: StripLayout, mark: Mark, x: float, y: float, leftward: bool
) -> None:
    width = text_width(mark.printed, style.BODY, True)
    start = x - AIR - width if leftward else x + AIR
    if layout.strip.target is not None:
        line = layout.x(layout.strip.target)
        if start - 3 < line < start + width + 3:
            start = line - 5 - width if leftward else line + 5
    colour = style.PLACES[mark.which].colour
    _write_on_grid(drawing, start, y, mark.printed, style.BODY, colour, f"value-{mark.which}", bold=True)


def _write_on_grid(
    drawing: Drawing, x: float, y: float, words: str, size: float, colour: str, role: str, *, bold: bool = False
) -> None:
    """Words with paper under them, so that no helping line runs through."""
    box = write(drawing, x, y, words, size=size, colour=colour, bold=bold, role=role)
    draw_bar(drawing, Box(box.left - 2, box.bottom, box.right + 2, box.top), style.PAPER, role="back")
