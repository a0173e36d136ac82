"""The look of the two places, said once: colours, marks, strokes and sizes for figures and pages alike.

In: nothing. Out: constants, and the same constants as CSS custom properties.
Never: an import of matplotlib, a colour that means better or worse, a second place that names these colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Which = Literal["a", "b"]


@dataclass(frozen=True)
class PlaceStyle:
    """How one of the two places looks, everywhere.

    `colour` is for its own marks, lines and words (at least 4.5:1 on white and on the page's ground);
    `country` is the lighter hue of its country's thin line (at least 3:1).
    """

    colour: str
    country: str
    marker: str  #: matplotlib's letter: "s" square, "o" circle
    dash: tuple[float, ...]  #: stroke and gap in pixels; empty for a solid line
    shape: str  #: the mark as a character, for keys in text


#: Blue and rust differ for every common form of colour blindness, and in lightness on a black-and-white print.
A = PlaceStyle(colour="#1b4b8f", country="#6f8cbd", marker="s", dash=(7.0, 3.5), shape="■")
B = PlaceStyle(colour="#a8430f", country="#c2764a", marker="o", dash=(), shape="●")
PLACES: dict[str, PlaceStyle] = {"a": A, "b": B}

INK = "#1f2328"  #: text
QUIET = "#4b5563"  #: secondary text, target line
GRID = "#e2e5e9"  #: helping lines: decoration, so no contrast is asked of them
AXIS = "#8a9099"  #: the axis itself, at least 3:1
LINK = "#c3c8ce"  #: the bar between two marks of one row
PAPER = "#ffffff"  #: ground of every picture
PAGE = "#fbfbf8"  #: ground of the page

BODY = 14.0  #: px: names and values
SMALL = 13.0  #: px: ticks, units, notes
LINE_HEIGHT = 1.25

LINE_WIDTH = 2.25
COUNTRY_WIDTH = 1.25
MARK = 8.5  #: px: the width of a mark
SMALL_MARK = 6.0

#: Pictures are drawn at the size they are shown at: one picture unit is one CSS pixel.
WIDE = 680
NARROW = 320
#: px between a picture's edge and what is drawn.
MARGIN = 10.0

#: What replaces the measured face in an SVG. All are narrower than DejaVu Sans, with which the pictures are laid out,
#: or as wide (Verdana), so that no word grows into its neighbour on a reader's device.
FONT_STACK = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"


def css_properties() -> str:
    """The colours as CSS custom properties, for the page's style sheet.

    Returns
    -------
    str
        One ``:root`` rule; the same bytes at each call.
    """
    properties = {
        "a": A.colour, "a-country": A.country, "b": B.colour, "b-country": B.country,
        "ink": INK, "quiet": QUIET, "grid": GRID, "axis": AXIS, "paper": PAPER, "page": PAGE,
    }  # fmt: skip
    return ":root{" + ";".join(f"--{name}:{colour}" for name, colour in properties.items()) + "}"
