"""A panel over time, drawn as it was laid out.

In: a `PanelLayout`, a `Drawing`. Out: artists, each with a gid that says what it is.
Never: a place chosen here, a stroke that `list_runs` did not join.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compare.presentation import style
from compare.presentation.figures_canvas import Drawing, draw_bar, draw_marks, draw_stroke, write
from compare.presentation.figures_lines import Point, list_runs
from compare.presentation.figures_plan import Curve, PanelLayout
from compare.presentation.figures_plot import Plot, draw_ticks


def draw_panel(drawing: Drawing, layout: PanelLayout, dx: float, dy: float) -> None:
    """Draw a panel whose lower left corner lies at (`dx`, `dy`)."""
    plot = _find_plot(layout, dx, dy)
    draw_ticks(drawing, plot)
    _draw_helping_lines(drawing, plot, layout)
    for curve in layout.plan.curves:
        _draw_curve(drawing, plot, curve)
    for back in layout.backs:
        draw_bar(drawing, back.moved(dx, dy), style.PAPER, role="back")
    for leader, colour in layout.leaders:
        draw_stroke(
            drawing, (leader.x0 + dx, leader.x1 + dx), (leader.y0 + dy, leader.y1 + dy), colour=colour, width=0.9,
            role="leader", over=3,
        )  # fmt: skip
    for words in layout.words:
        write(
            drawing, words.x + dx, words.y + dy, words.text, size=words.size, colour=words.colour, bold=words.bold,
            align=words.align, role=words.role,
        )  # fmt: skip


def _find_plot(layout: PanelLayout, dx: float, dy: float) -> Plot:
    plot = layout.frame.plot
    years = tuple((float(year), str(year)) for year in layout.years)
    ticks = tuple(zip(layout.plan.scale.ticks, layout.plan.tick_labels, strict=True))
    return Plot(plot.box.moved(dx, dy), replace(plot.across, ticks=years), replace(plot.up, ticks=ticks))


def _draw_helping_lines(drawing: Drawing, plot: Plot, layout: PanelLayout) -> None:
    """The grid, the axis, short lines at the years, and the target."""
    box, scale = plot.box, layout.plan.scale
    end = max(curve.end.x for curve in layout.plan.curves)
    grid_end = box.right if end >= layout.frame.last else plot.x(end) + 6
    base = 0.0 if scale.low <= 0 <= scale.high else scale.low
    for tick in scale.ticks:
        if tick != base:
            y = plot.y(tick)
            draw_stroke(drawing, (box.left, grid_end), (y, y), colour=style.GRID, width=1, role="grid", over=0)
    y = plot.y(base)
    draw_stroke(drawing, (box.left, box.right), (y, y), colour=style.AXIS, width=1, role="axis", over=1)
    for year in layout.years:
        x, low = plot.x(year), box.bottom
        draw_stroke(drawing, (x, x), (low, low - 4), colour=style.AXIS, width=1, role="year", over=1)
    target = layout.plan.target
    if target:
        y = plot.y(target.value)
        end = layout.target_end + box.left - layout.frame.box.left if layout.target_end else box.right
        draw_stroke(
            drawing, (box.left, end), (y, y), colour=style.QUIET, width=1.5, dash=(1.5, 3), role="target-line"
        )  # fmt: skip


def _draw_curve(drawing: Drawing, plot: Plot, curve: Curve) -> None:
    place = style.PLACES[curve.which]
    kind = f"{'country-' if curve.thin else ''}{curve.which}"
    width = style.COUNTRY_WIDTH if curve.thin else style.LINE_WIDTH
    for point in curve.known:
        if not curve.thin and point.lower == point.lower and point.upper == point.upper:
            x = plot.x(point.x)
            draw_stroke(
                drawing, (x, x), (plot.y(point.lower), plot.y(point.upper)), colour=place.country, width=2,
                role=f"interval-{kind}",
            )  # fmt: skip
    for run in list_runs(curve.points):
        if len(run) > 1:
            draw_stroke(
                drawing, *_place(run, plot), colour=curve.colour, width=width, dash=place.dash, role=f"line-{kind}",
                over=2 if curve.thin else 3,
            )  # fmt: skip
    for size in (style.SMALL_MARK, style.MARK):
        points = [point for point, own_size in curve.marks if own_size == size]
        if points:
            draw_marks(
                drawing, *_place(points, plot), which=curve.which, own=curve.own and not curve.thin, size=size,
                colour=curve.colour, role=f"mark-{kind}",
            )  # fmt: skip


def _place(points: Iterable[Point], plot: Plot) -> tuple[list[float], list[float]]:
    spots = list(points)
    return [plot.x(point.x) for point in spots], [plot.y(point.value) for point in spots]
