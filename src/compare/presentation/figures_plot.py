"""The part of a picture that has axes: which value stands where, and which numbers are written beside it.

In: a box in pixels, the values at its edges, ticks. Out: `Axis`, `Plot`, `draw_ticks`.
Never: matplotlib's own axes, whose ticks are measured anew at each drawing: they took half of the time of a picture
whose places are all known beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass

from compare.presentation import style
from compare.presentation.figures_canvas import Drawing, write
from compare.presentation.figures_labels import Box

_PAD = 6.0  #: px between a plot and the numbers beside it
_BELOW = _PAD + 5.0  #: px from a plot's lower edge to the middle of the numbers under it


@dataclass(frozen=True)
class Axis:
    """The values at the two ends, and the values with a number written at them."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()

    def share(self, value: float) -> float:
        """How far along the axis a value lies: 0 at its beginning, 1 at its end."""
        return (value - self.low) / (self.high - self.low)

    def value(self, share: float) -> float:
        """The value that lies so far along the axis."""
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True)
class Plot:
    """A box of a drawing, in pixels, with its two axes."""

    box: Box
    across: Axis
    up: Axis

    def x(self, value: float) -> float:
        """Pixels from the drawing's left edge."""
        return self.box.left + (self.box.right - self.box.left) * self.across.share(value)

    def y(self, value: float) -> float:
        """Pixels from the drawing's lower edge."""
        return self.box.bottom + (self.box.top - self.box.bottom) * self.up.share(value)

    def values_at(self, x: float, y: float) -> tuple[float, float]:
        """What stands at a place of the drawing."""
        across = (x - self.box.left) / (self.box.right - self.box.left)
        up = (y - self.box.bottom) / (self.box.top - self.box.bottom)
        return self.across.value(across), self.up.value(up)


def draw_ticks(drawing: Drawing, plot: Plot) -> None:
    """Write the numbers of both axes, and let the drawing remember its plot."""
    drawing.plots.append(plot)
    look = {"size": style.SMALL, "colour": style.QUIET, "role": "tick"}
    for value, words in plot.across.ticks:
        write(drawing, plot.x(value), plot.box.bottom - _BELOW, words, align="center", **look)
    for value, words in plot.up.ticks:
        write(drawing, plot.box.left - _PAD, plot.y(value), words, align="right", **look)
