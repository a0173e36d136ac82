"""A picture that is taken along carries its headline and its sources, as SVG and as PNG alike."""

from __future__ import annotations

import io
import struct
import zlib
from xml.etree import ElementTree

import picture_scenes as scenes
import pytest
from PIL import Image

from compare.presentation.figures import draw_series, render_svg
from compare.presentation.figures_sheet import Around, frame_png, frame_svg
from compare.presentation.language import speak

SVG = "{http://www.w3.org/2000/svg}"
AROUND = Around(
    "Andel <18 år & äldre: 5 % i Lund", "Andel av invånarna, 2021–2023.",
    ("Går de att jämföra? B · Ja", "Källa: Invented office, Invented figures, 2024. Licens: CC0.", "Utgåva 1"),
)  # fmt: skip


def drawn():
    """A picture of a short series."""
    points = ({2021: 1.5, 2022: 2.5, 2023: 5.0}, {2021: 3.0, 2022: 4.0, 2023: 4.5})
    sides = (scenes.side("SE-1281", "SE-1281", points[0]), scenes.side("BW-FR", "BW-FR", points[1]))
    result = scenes.result(scenes.pair(*sides))
    return draw_series(result, scenes.comparison(result), speak("sv"))


def framed(around=AROUND):
    """Its SVG with words around it."""
    return ElementTree.fromstring(frame_svg(render_svg(drawn(), title="Titel", source="Källa"), around))


def words(root):
    """Each line of text with its height."""
    return [("".join(item.itertext()), float(item.get("y"))) for item in root if item.tag == f"{SVG}text"]


def test_the_svg_has_the_headline_above_and_the_sources_below_the_picture():
    """As text, in the order of reading, inside the picture's edges."""
    root, bare = framed(), drawn()
    height = float(root.get("height"))
    assert height == bare.height + AROUND.head_height + AROUND.foot_height
    assert root.get("viewBox") == f"0 0 680 {height:g}"
    told = words(root)
    assert " ".join(text for text, _ in told[:2]) == "Andel <18 år & äldre: 5 % i Lund Andel av invånarna, 2021–2023."
    assert [text for text, _ in told[2:]] == list(AROUND.foot)
    assert all(y < AROUND.head_height for _, y in told[:2])
    assert all(height - AROUND.foot_height < y < height for _, y in told[2:])
    (group,) = root.findall(f"{SVG}g")
    assert group.get("transform") == f"translate(0,{AROUND.head_height:g})"
    assert len(group) > 10, "the picture itself"
    assert root.find(f"{SVG}title").text == "Titel", "its name stays where readers of it look"


def test_a_long_source_breaks_over_lines_and_loses_no_word():
    """However many publications there are; a number is not parted from its unit."""
    source = "Källor: " + " ".join(f"Myndigheten {place}, 12\u00a0%." for place in range(60))
    around = Around("Rubrik", "Mått", (source,))
    lines = [line.words for line in around.foot_lines]
    assert len(lines) > 5
    assert " ".join(lines) == source
    assert not any(line.startswith("%") for line in lines)
    assert around.foot_height > 5 * 12


def test_no_line_is_wider_than_the_picture():
    """Measured in the face of the pictures, which is wider than those of the readers."""
    from compare.presentation.figures_canvas import text_width

    foot = ("Källa: " + "Statistikbyrån, " * 40,)
    around = Around("En rubrik som är lång och fortsätter " * 4, "Ett mått " * 30, foot)
    for line in (*around.head_lines, *around.foot_lines):
        assert text_width(line.words, line.size, line.bold) <= 680 - 2 * 10 + 1


def test_the_png_has_the_same_words_twice_as_many_dots_and_few_colours():
    """A palette keeps it small; its description says title and sources."""
    image = Image.open(io.BytesIO(frame_png(drawn(), AROUND)))
    assert image.mode == "P"
    assert image.size == (1360, round(2 * (drawn().height + AROUND.head_height + AROUND.foot_height)))
    assert image.text["Title"] == AROUND.headline
    assert image.text["Source"] == " ".join(AROUND.foot)
    assert image.info["dpi"] == pytest.approx((144, 144), abs=0.1)
    pixels = image.convert("L")
    top, bottom = (round(2 * height) for height in (AROUND.head_height, AROUND.foot_height))
    for box in ((0, 0, 1360, top), (0, image.height - bottom, 1360, image.height)):
        assert pixels.crop(box).getextrema()[0] < 120, "there are letters"
    assert len(frame_png(drawn(), AROUND)) < 60_000


def test_the_png_has_the_colours_of_the_places_and_white_paper_exactly():
    """Lund's blue, Francistown's rust, the dark ink: none replaced by a shade near it; its words included."""
    picture = Image.open(io.BytesIO(frame_png(drawn(), AROUND))).convert("RGB")
    most = [colour for _, colour in sorted(picture.getcolors(1 << 16), reverse=True)]
    assert most[0] == (255, 255, 255)
    assert {(0x1B, 0x4B, 0x8F), (0xA8, 0x43, 0x0F), (0x1F, 0x23, 0x28), (0x4B, 0x55, 0x63)} <= set(most[:8])
    drawing = drawn()
    name = next(item for item in drawing.letterings if item.get_text() == "Francistown")
    x, y = (2 * place for place in name.get_position())
    top = round(AROUND.head_height * 2 + drawing.height * 2 - y)
    letters = picture.crop((round(x), top - 24, round(x) + 60, top)).getcolors(1 << 16)
    assert (0xA8, 0x43, 0x0F) in {colour for _, colour in letters}


def test_two_drawings_are_the_same_bytes():
    """Of either kind, and drawing one does not change the other."""
    one = drawn()
    svg = render_svg(one, title="Titel", source="Källa")
    first, second = frame_png(one, AROUND), frame_png(one, AROUND)
    assert first == second == frame_png(drawn(), AROUND)
    assert render_svg(one, title="Titel", source="Källa") == svg
    assert frame_svg(svg, AROUND) == frame_svg(svg, AROUND)


def test_the_png_carries_no_date():
    """Its parts are the picture, its palette, its size and its words."""
    content = frame_png(drawn(), AROUND)
    place, kinds = 8, set()
    while place < len(content):
        size, kind = struct.unpack(">I4s", content[place : place + 8])
        (checksum,) = struct.unpack(">I", content[place + 8 + size : place + 12 + size])
        assert zlib.crc32(content[place + 4 : place + 8 + size]) == checksum
        kinds.add(kind)
        place += 12 + size
    assert kinds == {b"IHDR", b"PLTE", b"iTXt", b"pHYs", b"IDAT", b"IEND"}
