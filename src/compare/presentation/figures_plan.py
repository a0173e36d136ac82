"""What a panel over time consists of: what is to be shown, and where it was laid out.

In: points, a scale, words. Out: `Curve`, `TargetLine`, `PanelPlan`, `Words`, `Frame`, `Label`, `PanelLayout`.
Never: a decision about a place (`figures_panel` decides), matplotlib.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from compare.presentation import style
from compare.presentation.figures_canvas import line_height, text_width
from compare.presentation.figures_labels import Box, Stroke
from compare.presentation.figures_lines import DOUBTED, Point, known_points, list_runs, marked_points
from compare.presentation.figures_plot import Axis, Plot
from compare.presentation.figures_scale import Scale
from compare.presentation.language_habits import NO_BREAK_SPACE

_FEW = 12  #: a series of so few values carries a mark at each


@dataclass(frozen=True)
class Curve:
    """One series as drawn: a place's own, or thinly its country's."""

    which: style.Which
    name: str
    points: tuple[Point, ...]
    own: bool = True  #: describes the city itself
    thin: bool = False  #: a reference
    matched: str = ""  #: the time_period of the value that was matched
    printed: tuple[tuple[Point, str, str], ...] = ()  #: points whose value is written: value and period in words

    @cached_property
    def known(self) -> tuple[Point, ...]:
        """Points with a figure."""
        return known_points(self.points)

    @property
    def end(self) -> Point:
        """The last point with a figure."""
        return self.known[-1]

    @property
    def colour(self) -> str:
        """The colour of the line."""
        place = style.PLACES[self.which]
        return place.country if self.thin else place.colour

    @property
    def marks(self) -> tuple[tuple[Point, float], ...]:
        """Points that carry a mark, with its size: the last, the matched, lonely and qualified ones; all of a few."""
        alone = [run[0] for run in list_runs(self.points) if len(run) == 1]
        if self.thin:
            return tuple((point, style.SMALL_MARK) for point in alone)
        shown = alone + [point for point, _ in marked_points(self.points)]
        every = len(self.known) <= _FEW
        large = [point for point in self.known if point is self.end or point.time_period == self.matched]
        return tuple(
            (point, style.MARK if point in large else style.SMALL_MARK)
            for point in self.known
            if every or point in large or point in shown
        )

    def number(self, point: Point) -> str:
        """The number as it is printed at a point; with a question mark where it is in doubt."""
        number = next(number for written, number, _ in self.printed if written is point)
        return f"{number}{NO_BREAK_SPACE}{DOUBTED}" if point.doubts else number

    @property
    def flags(self) -> tuple[tuple[Point, str], ...]:
        """Points with a letter of status beside them; the question mark of a written number is there already."""
        written = {point.time_period for point, _, _ in self.printed}
        return tuple(
            (point, letter)
            for point, letter in marked_points(self.points)
            if not (letter == DOUBTED and point.time_period in written)
        )

    def dated(self, point: Point) -> str:
        """The number with its period behind it."""
        date = next(date for written, _, date in self.printed if written is point)
        return f"{self.number(point)} ({date.replace(' ', NO_BREAK_SPACE)})"


@dataclass(frozen=True)
class TargetLine:
    """The dotted line: a value to reach, and by when. `labels` are its words, the fullest first."""

    value: float
    year: int | None
    labels: tuple[str, ...]


@dataclass(frozen=True)
class PanelPlan:
    """What a panel shows."""

    curves: tuple[Curve, ...]
    scale: Scale
    tick_labels: tuple[str, ...]
    unit: str
    title: str = ""
    target: TargetLine | None = None
    names: bool = True  #: whether line ends carry the area's name (not where the title is the name)


@dataclass(frozen=True)
class Words:
    """One line of text at a place."""

    x: float
    y: float
    text: str
    size: float = style.BODY
    colour: str = style.INK
    bold: bool = False
    align: str = "left"
    role: str = "note"


@dataclass(frozen=True)
class Frame:
    """The plot: its area and the two axes."""

    box: Box
    first: float
    last: float
    pad_left: float
    pad_right: float
    scale: Scale

    @cached_property
    def plot(self) -> Plot:
        """Which year and which value lies where."""
        room = self.box.right - self.box.left - self.pad_left - self.pad_right
        year = (self.last - self.first) / room
        across = Axis(self.first - self.pad_left * year, self.last + self.pad_right * year)
        return Plot(self.box, across, Axis(self.scale.low, self.scale.high))

    def x(self, year: float) -> float:
        """Pixels of a year."""
        return self.plot.x(year)

    def y(self, value: float) -> float:
        """Pixels of a value."""
        return self.plot.y(value)


@dataclass(frozen=True)
class Label:
    """The words at a line's end."""

    curve: Curve
    lines: tuple[tuple[str, float, bool], ...]  #: words, size, bold

    @property
    def width(self) -> float:
        """Pixels of the widest line."""
        return max(text_width(*line) for line in self.lines)

    @property
    def height(self) -> float:
        """Pixels of all lines."""
        return sum(line_height(size) for _, size, _ in self.lines)

    def words(self, left: float, centre: float) -> tuple[Words, ...]:
        """The lines set, `centre` being the middle of them all."""
        colour = style.PLACES[self.curve.which].colour
        top, done = centre + self.height / 2, []
        for text, size, bold in self.lines:
            top -= line_height(size)
            role = f"end-{'country-' if self.curve.thin else ''}{self.curve.which}"
            done.append(Words(left, top + line_height(size) / 2, text, size, colour, bold, "left", role))
        return tuple(done)


@dataclass(frozen=True)
class PanelLayout:
    """A panel, ready to be drawn."""

    plan: PanelPlan
    width: float
    height: float
    frame: Frame
    years: tuple[int, ...]
    words: tuple[Words, ...] = ()
    backs: tuple[Box, ...] = ()  #: paper under words that stand on helping lines
    leaders: tuple[tuple[Stroke, str], ...] = ()  #: from a line's end to a label that had to move, with its colour
    target_end: float = 0.0  #: px where the target's line stops short of the labels; 0: it runs through
    target_in_words: str = ""  #: the target's label where the plot has no room for it
