"""A picture as it is taken along, into a slide or a memo: its headline above it, whose figures they are below it.

In: a `Drawing` and its SVG, the words around it. Out: `Around`, `frame_svg`, `frame_png`.
Never: a source left out for want of room, a date, a picture whose words differ between the two files.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image, ImageColor, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from compare.presentation import style
from compare.presentation.figures_canvas import Drawing, line_height, plain_settings

_SVG = "http://www.w3.org/2000/svg"
_HEADLINE = 17.0  #: px
_FOOT = 12.0  #: px
_PARAGRAPH = 2.0  #: px between two paragraphs
_BASELINE = 0.36  #: how far below the middle of a line its letters stand, as a share of their size
_GAP = 8.0  #: px between the words and the picture
_SCALE = 2  #: dots of a PNG to the CSS pixel
_SHADES = 7  #: of each colour in a PNG, between paper and full: as many as the rim of a letter needs
_APART = 10  #: what two colours of a palette differ by at least in red, green or blue; nearer ones are mixed up
_ABOUT = ("title", "desc", "metadata")  #: elements that draw nothing and stay where they are


@dataclass(frozen=True)
class Line:
    """One line of words: how far down its middle is, and how it looks."""

    words: str
    middle: float
    size: float
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class Around:
    """The words around a picture of a width."""

    headline: str
    measure: str
    foot: tuple[str, ...]  #: grade, sources, edition: a paragraph each
    width: float = style.WIDE

    @cached_property
    def head_lines(self) -> tuple[Line, ...]:
        """The lines above the picture, from its upper edge."""
        paragraphs = ((self.headline, _HEADLINE, style.INK, True), (self.measure, style.SMALL, style.QUIET, False))
        return tuple(_set(paragraphs, self.width - 2 * style.MARGIN))

    @cached_property
    def foot_lines(self) -> tuple[Line, ...]:
        """The lines below the picture, from its lower edge."""
        paragraphs = [(words, _FOOT, style.QUIET, False) for words in self.foot]
        return tuple(_set(paragraphs, self.width - 2 * style.MARGIN))

    @property
    def head_height(self) -> float:
        """Pixels above the picture."""
        return _height(self.head_lines)

    @property
    def foot_height(self) -> float:
        """Pixels below the picture."""
        return _height(self.foot_lines)


def frame_svg(svg: str, around: Around) -> str:
    """The SVG of a picture with the words around it.

    Parameters
    ----------
    svg : str
        As `render_svg` makes it.
    """
    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    whole = height + around.head_height + around.foot_height
    drawn = [element for element in root if element.tag.rpartition("}")[2] not in _ABOUT]
    for element in drawn:
        root.remove(element)
    ground = {"width": f"{width:g}", "height": f"{whole:g}", "fill": style.PAPER}
    ElementTree.SubElement(root, f"{{{_SVG}}}rect", ground)
    _write_lines(root, around.head_lines, 0.0)
    picture = ElementTree.SubElement(root, f"{{{_SVG}}}g", {"transform": f"translate(0,{around.head_height:g})"})
    picture.extend(drawn)
    _write_lines(root, around.foot_lines, around.head_height + height)
    root.set("height", f"{whole:g}")
    root.set("viewBox", f"0 0 {width:g} {whole:g}")
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def frame_png(drawing: Drawing, around: Around) -> bytes:
    """The picture as PNG with the words around it, two dots to the CSS pixel.

    Its headline and its sources are in the file's own description, too.
    """
    picture = _paint(drawing)
    top, bottom = (round(height * _SCALE) for height in (around.head_height, around.foot_height))
    image = Image.new("RGB", (picture.width, picture.height + top + bottom), style.PAPER)
    image.paste(picture, (0, top))
    pen = ImageDraw.Draw(image)
    for lines, edge in ((around.head_lines, 0), (around.foot_lines, top + picture.height)):
        for line in lines:
            baseline = edge + _SCALE * (line.middle + _BASELINE * line.size)
            face = _face(line.size * _SCALE, line.bold)
            pen.text((style.MARGIN * _SCALE, baseline), line.words, fill=line.colour, font=face, anchor="ls")
    told = PngInfo()
    for key, words in (("Title", around.headline), ("Source", " ".join(around.foot))):
        told.add_itxt(key, words, lang=drawing.language)
    few = image.quantize(palette=_palette(), dither=Image.Dither.NONE)
    stream = io.BytesIO()
    few.save(stream, format="PNG", pnginfo=told, dpi=(72 * _SCALE, 72 * _SCALE))
    return stream.getvalue()


def _set(paragraphs: Iterable[tuple[str, float, str, bool]], width: float) -> Iterator[Line]:
    """Words, size, colour and weight of paragraphs as lines, one under the other."""
    top = style.MARGIN
    for words, size, colour, bold in paragraphs:
        for line in _break(words, width, size, bold):
            yield Line(line, top + line_height(size) / 2, size, colour, bold)
            top += line_height(size)
        top += _PARAGRAPH if words else 0.0


def _break(words: str, width: float, size: float, bold: bool) -> list[str]:
    """Words on lines; measured letter by letter, since whole paragraphs are measured for every picture.

    A no-break space holds: a number is never parted from its unit.
    """
    lines: list[str] = []
    left = 0.0
    for word in words.split(" ") if words else ():
        taken = sum(_advance(letter, bold) for letter in f" {word}") * size
        if lines and taken <= left:
            lines[-1] += f" {word}"
            left -= taken
        else:
            lines.append(word)
            left = width - sum(_advance(letter, bold) for letter in word) * size
    return lines


@lru_cache(maxsize=2048)
def _advance(letter: str, bold: bool) -> float:
    """How wide a letter is, as a share of the size of the type."""
    return _face(100.0, bold).getlength(letter) / 100.0


@lru_cache(maxsize=16)
def _face(size: float, bold: bool) -> Any:
    """The face with which all pictures are measured; it comes with matplotlib."""
    file = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def _paint(drawing: Drawing) -> Image.Image:
    """The bare picture in dots; its words are set like those around it, which takes half the time of a canvas."""
    with plain_settings():
        canvas, dpi = FigureCanvasAgg(drawing), drawing.dpi
        drawing.set_dpi(dpi * _SCALE)
        _show_words(drawing, False)
        try:
            canvas.draw()
            size = canvas.get_width_height(physical=True)
            image = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB")
        finally:
            _show_words(drawing, True)
            drawing.set_dpi(dpi)
            FigureCanvasAgg(drawing)
    pen = ImageDraw.Draw(image)
    for words in drawing.letterings:
        x, y = (place * _SCALE for place in words.get_position())
        face = _face(words.get_fontsize() * _SCALE, words.is_bold)
        anchor = {"left": "ls", "center": "ms", "right": "rs"}[words.get_ha()]
        pen.text((x, image.height - y), words.get_text(), fill=words.get_color(), font=face, anchor=anchor)
    return image


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """The colours of all pictures, each in shades down to paper; a palette makes a fifth of the bytes."""
    places = [colour for place in (style.A, style.B) for colour in (place.colour, place.country)]
    others = (style.INK, style.QUIET, style.AXIS, style.LINK, style.GRID)
    full = [ImageColor.getrgb(colour) for colour in (*places, *others)]
    paper = ImageColor.getrgb(style.PAPER)
    shades = [
        tuple(round(ground + (ink - ground) * number / _SHADES) for ground, ink in zip(paper, colour, strict=True))
        for colour in full for number in range(_SHADES - 1, 0, -1)
    ]  # fmt: skip
    chosen: list[tuple[int, ...]] = [paper, *full]
    for shade in shades:
        if all(max(abs(one - other) for one, other in zip(shade, known, strict=True)) >= _APART for known in chosen):
            chosen.append(shade)
    image = Image.new("P", (1, 1))
    image.putpalette([part for colour in chosen for part in colour])
    return image


def _show_words(drawing: Drawing, shown: bool) -> None:
    for words in drawing.letterings:
        words.set_visible(shown)


def _write_lines(root: ElementTree.Element, lines: tuple[Line, ...], top: float) -> None:
    for line in lines:
        look = {
            "x": f"{style.MARGIN:g}", "y": f"{top + line.middle + _BASELINE * line.size:.1f}",
            "font-size": f"{line.size:g}", "fill": line.colour,
        }  # fmt: skip
        if line.bold:
            look["font-weight"] = "bold"
        ElementTree.SubElement(root, f"{{{_SVG}}}text", look).text = line.words


def _height(lines: tuple[Line, ...]) -> float:
    """Whole pixels, so that the picture is not blurred."""
    if not lines:
        return 0.0
    last = lines[-1]
    return float(round(last.middle + line_height(last.size) / 2 + _GAP))
