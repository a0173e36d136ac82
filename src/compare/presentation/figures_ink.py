"""A panel over time, drawn as it was laid out.

In: a `PanelLayout`, a `Drawing`. Out: artists, each with a gid that says what it is.
Never: a place chosen here, a stroke that `list_runs` did not join.
"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from compare.presentation import style
from compare.presentation.figures_canvas import Drawing, add_axes, draw_bar, draw_marks, draw_stroke, write
from compare.presentation.figures_lines import list_runs
from compare.presentation.figures_plan import Curve, PanelLayout


def draw_panel(drawing: Drawing, layout: PanelLayout, dx: float, dy: float) -> None:
    """Draw a panel whose lower left corner lies at (`dx`, `dy`)."""
    box = layout.frame.box
    axes = add_axes(drawing, box.moved(dx, dy))
    _set_axes(axes, layout)
    for curve in layout.plan.curves:
        _draw_curve(axes, curve)
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


def _set_axes(axes: Axes, layout: PanelLayout) -> None:
    frame, scale = layout.frame, layout.plan.scale
    left, right = frame.limits
    axes.set_xlim(left, right)
    axes.set_ylim(scale.low, scale.high)
    axes.xaxis.set_major_locator(FixedLocator(layout.years))
    axes.xaxis.set_major_formatter(FixedFormatter([str(year) for year in layout.years]))
    axes.yaxis.set_major_locator(FixedLocator(scale.ticks))
    axes.yaxis.set_major_formatter(FixedFormatter(layout.plan.tick_labels))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    end = max(curve.end.x for curve in layout.plan.curves)
    grid_end = right if end >= frame.last else end + 6 * (right - left) / (frame.box.right - frame.box.left)
    base = 0.0 if scale.low <= 0 <= scale.high else scale.low
    for tick in scale.ticks:
        if tick != base:
            draw_stroke(axes, (left, grid_end), (tick, tick), colour=style.GRID, width=1, role="grid", over=0)
    draw_stroke(axes, (left, right), (base, base), colour=style.AXIS, width=1, role="axis", over=1)
    short = 4 * (scale.high - scale.low) / (frame.box.top - frame.box.bottom)
    for year in layout.years:
        draw_stroke(axes, (year, year), (scale.low, scale.low - short), colour=style.AXIS, width=1, role="tick", over=1)
    target = layout.plan.target
    if target:
        end = right
        if layout.target_end:
            end = left + (layout.target_end - frame.box.left) * (right - left) / (frame.box.right - frame.box.left)
        draw_stroke(
            axes, (left, end), (target.value, target.value), colour=style.QUIET, width=1.5, dash=(1.5, 3),
            role="target-line",
        )  # fmt: skip


def _draw_curve(axes: Axes, curve: Curve) -> None:
    place = style.PLACES[curve.which]
    kind = f"{'country-' if curve.thin else ''}{curve.which}"
    width = style.COUNTRY_WIDTH if curve.thin else style.LINE_WIDTH
    for point in curve.known:
        if not curve.thin and point.lower == point.lower and point.upper == point.upper:
            draw_stroke(
                axes, (point.x, point.x), (point.lower, point.upper), colour=place.country, width=2,
                role=f"interval-{kind}",
            )  # fmt: skip
    for run in list_runs(curve.points):
        if len(run) > 1:
            draw_stroke(
                axes, [point.x for point in run], [point.value for point in run], colour=curve.colour, width=width,
                dash=place.dash, role=f"line-{kind}", over=2 if curve.thin else 3,
            )  # fmt: skip
    for size in (style.SMALL_MARK, style.MARK):
        points = [point for point, own_size in curve.marks if own_size == size]
        if points:
            draw_marks(
                axes, [point.x for point in points], [point.value for point in points], which=curve.which,
                own=curve.own and not curve.thin, size=size, colour=curve.colour, role=f"mark-{kind}",
            )  # fmt: skip
