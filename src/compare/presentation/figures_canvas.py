"""The sheet that pictures are drawn on: a matplotlib figure measured in CSS pixels, with words set by hand.

In: sizes, words, lines in pixels from the lower left corner. Out: `Drawing`, measured words.
Never: pyplot or any state of the whole process, a formula made of a dollar sign, a word wider than measured.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from compare.presentation import style
from compare.presentation.figures_labels import Box

if TYPE_CHECKING:
    from compare.presentation.figures_plot import Plot

FACE = "DejaVu Sans"  #: comes with matplotlib, so every machine measures the same
_DPI = 72  #: one inch is 72 pictures units: font sizes in points are sizes in pixels
_PLAIN: dict[str, object] = {
    "font.family": FACE, "svg.fonttype": "none", "text.usetex": False, "text.parse_math": False,
    "axes.formatter.use_locale": False, "axes.unicode_minus": True, "path.simplify": False, "path.sketch": None,
    "path.effects": [], "svg.image_inline": True, "savefig.facecolor": "auto", "savefig.edgecolor": "auto",
    "savefig.bbox": None, "savefig.pad_inches": 0, "savefig.dpi": "figure", "lines.antialiased": True,
    "lines.scale_dashes": False, "figure.constrained_layout.use": False, "figure.autolayout": False,
}  # fmt: skip


class Drawing(Figure):
    """A figure of so many pixels, with the name that its parts are called by in an SVG.

    Attributes
    ----------
    name : str
        Stable and unique on a page: ``fine-dust-series``.
    language : str
        Code of the language of its words.
    plots : list of Plot
        Its parts with axes, in the order of drawing: what its places mean.
    letterings : list of Lettering
        All its words.
    """

    def __init__(self, width: float, height: float, *, name: str = "figure", language: str = "en"):
        with plain_settings():
            super().__init__(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=style.PAPER, layout="none")
        self.name, self.language = name, language
        self.width, self.height = float(width), float(height)
        self.plots: list[Plot] = []
        self.letterings: list[Lettering] = []
        self.set_label(name)
        FigureCanvasAgg(self)

    @property
    def pixels(self) -> Any:
        """The transform from pixels of the drawing, whatever resolution it is printed at."""
        return Affine2D().scale(1 / _DPI) + self.dpi_scale_trans


class Lettering(Text):
    """One line of words that stands where it is told to.

    matplotlib measures a text at each drawing to find its place. Here the place is known, and of an SVG the reader's
    device sets the words: nothing is left to measure.
    """

    @property
    def is_bold(self) -> bool:
        """Whether its letters are."""
        return self.get_fontweight() == "bold"

    def draw(self, renderer: Any) -> None:
        """Draw the words with their first, middle or last letter at the place, on their baseline."""
        if not self.get_visible():
            return
        x, y = self.get_transform().transform(self.get_position())
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        if isinstance(renderer, RendererAgg) and self.get_ha() != "left":
            width = text_width(self.get_text(), self.get_fontsize(), self.is_bold)
            x -= width * renderer.dpi / _DPI * (0.5 if self.get_ha() == "center" else 1.0)
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        renderer.draw_text(context, x, y, self.get_text(), self.get_fontproperties(), 0.0, ismath=False, mtext=self)
        context.restore()
        self.stale = False


@contextmanager
def plain_settings(**more: object) -> Iterator[None]:
    """Settings that do not depend on a reader's own matplotlibrc, a style or the process's locale.

    `more` are further ones, with ``_`` for the dot. Only what is set is put back: matplotlib's own context copies all
    three hundred settings, which for a word to be measured takes longer than the measuring.
    """
    wanted = _PLAIN | {key.replace("_", "."): value for key, value in more.items()}
    before = {key: matplotlib.rcParams[key] for key in wanted}
    matplotlib.rcParams.update(wanted)
    try:
        yield
    finally:
        matplotlib.rcParams.update(before)


@functools.lru_cache(maxsize=4)
def _font(bold: bool) -> FontProperties:
    return FontProperties(family=FACE, weight="bold" if bold else "normal")


@functools.lru_cache(maxsize=1)
def _measurer() -> RendererAgg:
    return RendererAgg(8, 8, _DPI)


@functools.lru_cache(maxsize=4096)
def text_width(words: str, size: float = style.BODY, bold: bool = False) -> float:
    """Pixels that `words` take on one line."""
    font = _font(bold).copy()
    font.set_size(size)
    with plain_settings():
        return float(_measurer().get_text_width_height_descent(words, font, ismath=False)[0])


def line_height(size: float) -> float:
    """Pixels from one line of text to the next."""
    return size * style.LINE_HEIGHT


def wrap(words: str, width: float, size: float = style.BODY, bold: bool = False) -> tuple[str, ...]:
    """`words` on as many lines as `width` pixels ask for; a word that is too long alone is kept whole.

    No-break spaces hold: a number is never parted from its unit.
    """
    lines: list[str] = []
    for word in words.split(" ") if words else ():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def write(
    drawing: Drawing,
    x: float,
    y: float,
    words: str,
    *,
    size: float = style.BODY,
    colour: str = style.INK,
    bold: bool = False,
    align: str = "left",
    role: str = "note",
) -> Box:
    """One line of text, its middle at height `y`; returns the box it takes.

    `role` says what the words are for (tests and tools read it as the artist's gid).
    """
    if words:
        text = Lettering(
            x, y - 0.36 * size, words, transform=drawing.pixels, fontsize=size, color=colour, ha=align, va="baseline",
            fontweight="bold" if bold else "normal", fontfamily=FACE, parse_math=False,
        )  # fmt: skip
        text.set_gid(role)
        drawing.letterings.append(text)
        drawing.add_artist(text)
    width = text_width(words, size, bold)
    left = {"left": x, "center": x - width / 2, "right": x - width}[align]
    return Box(left, y - 0.6 * size, left + width, y + 0.6 * size)


def draw_stroke(
    drawing: Drawing,
    xs: Sequence[float],
    ys: Sequence[float],
    *,
    colour: str,
    width: float,
    dash: Sequence[float] = (),
    role: str = "line",
    over: float = 2.0,
) -> None:
    """A line through points, in pixels.

    `dash` is in pixels; `over` is the line's place in the pile.
    """
    line = Line2D(
        list(xs), list(ys), transform=drawing.pixels, color=colour, linewidth=width, zorder=over, marker="",
        linestyle=(0, tuple(dash)) if dash else "solid", solid_capstyle="butt", dash_capstyle="butt",
        solid_joinstyle="round", dash_joinstyle="round", clip_on=False, label=role,
    )  # fmt: skip
    line.set_gid(role)
    drawing.add_artist(line)


def draw_marks(
    drawing: Drawing,
    xs: Sequence[float],
    ys: Sequence[float],
    *,
    which: str,
    own: bool,
    size: float = style.MARK,
    colour: str = "",
    role: str = "mark",
) -> None:
    """Marks of one place: filled where the value is the city's `own`, hollow where it is a larger area's."""
    place = style.PLACES[which]
    edge = colour or place.colour
    marks = Line2D(
        list(xs), list(ys), transform=drawing.pixels, linestyle="none", marker=place.marker, markersize=size,
        markerfacecolor=edge if own else style.PAPER, markeredgecolor=edge, markeredgewidth=1.0 if own else 1.75,
        zorder=4, clip_on=False, label=role,
    )  # fmt: skip
    marks.set_gid(role)
    drawing.add_artist(marks)


def draw_notes(drawing: Drawing, lines: Sequence[str]) -> None:
    """Lines of notes at the bottom of a drawing."""
    top = style.MARGIN + len(lines) * line_height(style.SMALL)
    for index, line in enumerate(lines):
        y = top - line_height(style.SMALL) * (index + 0.5)
        write(drawing, style.MARGIN, y, line, size=style.SMALL, colour=style.QUIET, role="note")


def draw_bar(drawing: Drawing, box: Box, colour: str, *, role: str = "bar") -> None:
    """A filled rectangle."""
    bar = Rectangle(
        (box.left, box.bottom), box.right - box.left, box.top - box.bottom, transform=drawing.pixels, facecolor=colour,
        edgecolor="none", linewidth=0, zorder=0.5,  # over helping lines, under everything else
    )  # fmt: skip
    bar.set_gid(role)
    drawing.add_artist(bar)
