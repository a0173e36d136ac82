"""A small map: the outlines of both places side by side, at one scale, with how many live there.

In: a `Comparison`, the outlines of its places, a language. Out: `draw_map`, a `Drawing`.
Never: two scales in one picture, a map behind the outlines, a number that `narrative_places` does not tell.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import PathPatch
from matplotlib.path import Path

from compare.comparison.model import Comparison
from compare.presentation import style
from compare.presentation.figures_canvas import (
    Drawing,
    draw_notes,
    draw_stroke,
    line_height,
    plain_settings,
    text_width,
    wrap,
    write,
)
from compare.presentation.figures_labels import Box, Obstacles, Stroke, candidates_around, find_place
from compare.presentation.language import Language
from compare.presentation.narrative_places import PlaceFacts, find_facts, tell_population, tell_size, tell_town
from compare.presentation.narrative_values import describe_area
from compare.sources.boundaries import Outline, Position

#: Kilometres of one degree of latitude on a sphere of the Earth's mean radius (6371.0 km).
KM_PER_DEGREE = 6371.0088 * math.pi / 180
_HEIGHT = 270.0  #: px of the taller place at most
_GAP = 44.0  #: px between two places side by side
_UNDER_LABELS, _ABOVE_BAR = 8.0, 16.0  #: px
_BAR = 20.0  #: px of the row with the scale bar
_LONGEST_BAR = 120.0  #: px
_NEXT = 26.0  #: px between two places one under the other


@dataclass(frozen=True)
class Shape:
    """One outline in kilometres from the lower left corner of its place."""

    rings: tuple[tuple[Position, ...], ...]
    filled: bool


@dataclass(frozen=True)
class Place:
    """What is drawn and said of one place; sizes in kilometres."""

    which: style.Which
    name: str
    lines: tuple[str, ...]
    shapes: tuple[Shape, ...]
    town: str
    width: float
    height: float

    @property
    def title(self) -> str:
        """The place's mark and its name."""
        return f"{style.PLACES[self.which].shape} {self.name}"

    def label_width(self) -> float:
        """Pixels of the widest line above the outline."""
        return max([text_width(self.title, style.BODY, True), *(text_width(line, style.SMALL) for line in self.lines)])


def draw_map(
    comparison: Comparison, language: Language, outlines: Sequence[Outline], narrow: bool = False
) -> Drawing | None:
    """Both places at one scale: filled what is city or town, light what else belongs to the place.

    Parameters
    ----------
    comparison : Comparison
        Whose two places are drawn.
    language : Language
        Of all words and numbers in the picture.
    outlines : sequence of Outline
        Those of other areas are passed over.
    narrow : bool
        A drawing of its own for screens 320 pixels wide, one place under the other.

    Returns
    -------
    Drawing or None
        None where one of the two has no outline: half a map compares nothing.
    """
    found = [_plan(facts, comparison, language, outlines) for facts in find_facts(comparison, outlines)]
    places = [place for place in found if place is not None]
    if len(places) < 2:
        return None
    width = float(style.NARROW if narrow else style.WIDE)
    scale = _find_scale(places, width, narrow)
    note = language.text("Filled: the city or the town itself. Light: the rest of the municipality.")
    light = any(not shape.filled for place in places for shape in place.shapes)
    notes = wrap(note, width - 2 * style.MARGIN, style.SMALL) if light else ()
    corners, height = _arrange(places, scale, notes, narrow)
    name = f"map{'-narrow' if narrow else ''}"
    drawing = Drawing(width, height, name=name, language=language.code)
    with plain_settings():
        for place, (x, top) in zip(places, corners, strict=True):
            _draw_place(drawing, place, x, top, scale)
        _draw_bar(drawing, scale, _foot(notes) + _BAR / 2, language)
        draw_notes(drawing, notes)
    return drawing


def choose_bar(scale: float) -> float:
    """Kilometres of the scale bar: 1, 2 or 5 with zeros, the longest that has room.

    Examples
    --------
    >>> choose_bar(10.0), choose_bar(50.0), choose_bar(0.3)
    (10.0, 2.0, 200.0)
    """
    room = _LONGEST_BAR / scale
    power = 10.0 ** math.floor(math.log10(room))
    return max(step * power for step in (1, 2, 5) if step * power <= room)


def _plan(
    facts: PlaceFacts, comparison: Comparison, language: Language, outlines: Sequence[Outline]
) -> Place | None:
    """One place; None where it has no outline of the whole."""
    own = sorted((item for item in outlines if item.ref_area == facts.ref_area), key=lambda item: item.part == "town")
    if not own or own[0].part != "whole":
        return None
    west, south, east, north = own[0].bounds
    across = KM_PER_DEGREE * math.cos(math.radians((south + north) / 2))
    is_city = comparison.catalogue.areas[facts.ref_area].kind == "city"
    shapes = []
    for item in own:
        rings = tuple(tuple(((x - west) * across, (y - south) * KM_PER_DEGREE) for x, y in ring) for ring in item.rings)
        shapes.append(Shape(rings, filled=is_city or item.part == "town"))
    town = tell_town(facts.ref_area, comparison, language) if len(own) > 1 else ""
    return Place(
        which=facts.which, name=language.capital(describe_area(facts.ref_area, comparison, language)),  # type: ignore[arg-type]
        lines=(tell_population(facts, comparison, language), tell_size(facts, comparison, language)),
        shapes=tuple(shapes), town=language.capital(town),
        width=(east - west) * across, height=(north - south) * KM_PER_DEGREE,
    )  # fmt: skip


def _find_scale(places: Sequence[Place], width: float, narrow: bool) -> float:
    """Pixels to the kilometre, the same for both: as large as the sheet allows."""
    room = width - 2 * style.MARGIN
    scale = _HEIGHT / max(place.height for place in places)
    if narrow:
        return min(scale, room / max(place.width for place in places))
    while _side_by_side(places, scale) > room:
        scale *= 0.98
    return scale


def _side_by_side(places: Sequence[Place], scale: float) -> float:
    return _GAP + sum(max(place.width * scale, place.label_width()) for place in places)


def _arrange(
    places: Sequence[Place], scale: float, notes: Sequence[str], narrow: bool
) -> tuple[list[tuple[float, float]], float]:
    """The upper left corner of each place, and the height of the sheet."""
    tall = [_label_height(place) + _UNDER_LABELS + place.height * scale for place in places]
    body = sum(tall) + _NEXT if narrow else max(tall)
    height = math.ceil(style.MARGIN + body + _ABOVE_BAR + _foot(notes) + _BAR)
    top = height - style.MARGIN
    if narrow:
        return [(style.MARGIN, top), (style.MARGIN, top - tall[0] - _NEXT)], height
    second = style.MARGIN + max(places[0].width * scale, places[0].label_width()) + _GAP
    return [(style.MARGIN, top), (second, top)], height


def _foot(notes: Sequence[str]) -> float:
    """Pixels below the scale bar."""
    return style.MARGIN + (len(notes) * line_height(style.SMALL) + 6 if notes else 0.0)


def _label_height(place: Place) -> float:
    return line_height(style.BODY) + len(place.lines) * line_height(style.SMALL)


def _draw_place(drawing: Drawing, place: Place, x: float, top: float, scale: float) -> None:
    """Words above, the outline below them, the town's name beside the town."""
    look = style.PLACES[place.which]
    y = top - line_height(style.BODY) / 2
    write(drawing, x, y, place.title, colour=look.colour, bold=True, role=f"name-{place.which}")
    y = top - line_height(style.BODY)
    for line in place.lines:
        write(drawing, x, y - line_height(style.SMALL) / 2, line, size=style.SMALL, role=f"fact-{place.which}")
        y -= line_height(style.SMALL)
    bottom = y - _UNDER_LABELS - place.height * scale
    for over, shape in enumerate(place.shapes):
        rings = [[(x + east * scale, bottom + north * scale) for east, north in ring] for ring in shape.rings]
        path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
        patch = PathPatch(
            path, transform=drawing.pixels, facecolor=look.colour if shape.filled else style.GRID,
            edgecolor=look.colour, linewidth=1.0, joinstyle="round", zorder=1 + over,
        )  # fmt: skip
        patch.set_gid(f"{'filled' if shape.filled else 'light'}-{place.which}")
        drawing.add_artist(patch)
    if place.town:
        _name_town(drawing, place, x, bottom, scale)


def _name_town(drawing: Drawing, place: Place, x: float, bottom: float, scale: float) -> None:
    """The town's name beside it, inside the place; left out where it would touch an outline."""
    rings = [
        [(x + east * scale, bottom + north * scale) for east, north in ring]
        for shape in place.shapes
        for ring in shape.rings
    ]
    strokes = tuple(Stroke(*here, *there) for ring in rings for here, there in itertools.pairwise(ring))
    xs, ys = zip(*(spot for ring in rings[-len(place.shapes[-1].rings) :] for spot in ring), strict=True)
    box = Box(min(xs), min(ys), max(xs), max(ys))
    middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    width, height = text_width(place.town, style.SMALL), line_height(style.SMALL)
    inside = Box(x, bottom, x + place.width * scale, bottom + place.height * scale)
    reach = max(box.right - box.left, box.top - box.bottom) / 2 + 3
    spot = find_place(candidates_around(*middle, width, height, reach=reach), Obstacles((box,), strokes), inside)
    if spot is not None:
        write(drawing, spot.left, (spot.bottom + spot.top) / 2, place.town, size=style.SMALL, role="town")


def _draw_bar(drawing: Drawing, scale: float, y: float, language: Language) -> None:
    """The scale bar with its length; it holds for both places."""
    length = choose_bar(scale)
    left, right = style.MARGIN, style.MARGIN + length * scale
    draw_stroke(drawing, (left, right), (y, y), colour=style.INK, width=1.5, role="scale")
    for end in (left, right):
        draw_stroke(drawing, (end, end), (y - 4, y + 4), colour=style.INK, width=1.5, role="scale-end")
    number = language.number(length, 0 if length >= 1 else 1)
    words = language.text("{number} km, same scale for both", number=number)
    write(drawing, right + 8, y, words, size=style.SMALL, role="scale-label")
