"""The map: both places at one scale, its bar true, its words inside, its numbers those of the observations."""

from __future__ import annotations

import base64
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.patches import PathPatch
from picture_reading import faults, strokes, text_boxes, texts

import whole
from compare.catalogue.models import Identity
from compare.home import data_folder
from compare.presentation.figures import render_svg
from compare.presentation.figures_map import choose_bar, draw_map
from compare.presentation.language import speak
from compare.presentation.narrative_places import find_facts, tell_credits, tell_map, tell_population, tell_size
from compare.presentation.parts_links import Speaker
from compare.presentation.parts_map import show_map
from compare.sources.boundaries import read_boundaries
from page_scenes import comparison

OUTLINES = read_boundaries(data_folder() / "boundaries")
EVERY = [(code, narrow) for code in ("sv", "en") for narrow in (False, True)]


def drawn(code="en", narrow=False, outlines=OUTLINES, of=None):
    """The map of the project's own comparison."""
    return draw_map(of or whole.real(), speak(code), outlines, narrow)


def patches(drawing):
    """Outlines by role, in pixels: left, bottom, right, top."""
    found = {}
    for item in drawing.get_children():
        if isinstance(item, PathPatch):
            box = item.get_transform().transform_path(item.get_path()).get_extents()
            found[item.get_gid()] = (box.x0, box.y0, box.x1, box.y1)
    return found


def distance(x0, y0, x1, y1):
    """Kilometres between two points on a sphere (haversine), by another formula than the drawing's."""
    a, b, c, d = map(math.radians, (x0, y0, x1, y1))
    half = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def kilometres(area):
    """Width and height of a whole outline."""
    (outline,) = [item for item in OUTLINES if (item.ref_area, item.part) == (area, "whole")]
    west, south, east, north = outline.bounds
    middle = (south + north) / 2
    return distance(west, middle, east, middle), distance(west, south, west, north)


@pytest.mark.parametrize(("code", "narrow"), EVERY)
def test_both_places_have_one_scale_in_both_directions(code, narrow):
    """Pixels to the kilometre are the same across and upwards, in Lund and in Francistown."""
    found = patches(drawn(code, narrow))
    scales = []
    for area, role in (("SE-1281", "light-a"), ("BW-FR", "filled-b")):
        left, bottom, right, top = found[role]
        across, up = kilometres(area)
        scales += [(right - left) / across, (top - bottom) / up]
    assert scales == pytest.approx([scales[0]] * 4, rel=0.002)


@pytest.mark.parametrize(("code", "narrow"), EVERY)
def test_the_scale_bar_is_true(code, narrow):
    """As many pixels as its kilometres take in the outline: Lund is 31.96 km wide by hand.

    A degree of longitude at 55.66 degrees north is 111.195 x cos(55.66) = 62.73 km, and Lund is 0.5095 degrees wide.
    """
    drawing = drawn(code, narrow)
    ((_, bar),) = strokes(drawing, "scale")[:1]
    (label,) = texts(drawing, "scale-label")
    length = float(re.match(r"\d+", label)[0])
    left, _, right, _ = patches(drawing)["light-a"]
    assert length == 10
    assert (bar.x1 - bar.x0) / length == pytest.approx((right - left) / 31.96, rel=0.002)


@pytest.mark.parametrize(
    ("scale", "length"), [(10, 10), (12, 10), (12.1, 5), (60, 2), (120, 1), (121, 0.5), (1.2, 100), (0.5, 200)]
)
def test_the_bar_is_a_round_length_that_has_room(scale, length):
    """1, 2 or 5 with zeros, at most 120 pixels."""
    assert choose_bar(scale) == pytest.approx(length)


@pytest.mark.parametrize(("code", "narrow"), EVERY)
def test_words_are_inside_and_touch_nothing(code, narrow):
    """No word over another, none cut, the town's name on the light ground and off the town."""
    drawing = drawn(code, narrow)
    assert faults(drawing) == []
    found = patches(drawing)
    for left, bottom, right, top in found.values():
        assert left >= 9
        assert bottom >= 9
        assert right <= drawing.width - 9
        assert top <= drawing.height - 9
    town = found["filled-a"]
    for text, role, box in text_boxes(drawing):
        if role == "town":
            assert box.left > town[2] or box.right < town[0] or box.bottom > town[3] or box.top < town[1]
        else:
            covered = [key for key, (left, low, right, high) in found.items()
                       if box.left < right and left < box.right and box.bottom < high and low < box.top]  # fmt: skip
            assert covered == [], text


def test_the_words_are_the_languages():
    """Numbers with the year and the area that they describe."""
    assert texts(drawn("sv"), "fact-a") == ["131\u00a0590 invånare, 2024", "cirka 441\u00a0km²"]
    assert texts(drawn("sv"), "fact-b") == ["103\u00a0417 invånare, 2022", "cirka 90\u00a0km²"]
    assert texts(drawn("sv"), "name-a") == ["■ Lunds kommun"]
    assert texts(drawn("sv"), "town") == ["Tätorten Lund"]
    assert texts(drawn("en"), "fact-b") == ["103,417 inhabitants, 2022", "about 90\u00a0km²"]
    assert texts(drawn("en"), "scale-label") == ["10 km, same scale for both"]


@pytest.mark.parametrize(("code", "narrow"), EVERY)
def test_the_picture_is_small_and_the_same_bytes(code, narrow):
    """Twice, in either order of languages, below 12 KB."""
    made = [render_svg(drawn(code, narrow), title="Map", source="Source") for _ in range(2)]
    render_svg(drawn("en" if code == "sv" else "sv", narrow), title="Map", source="Source")
    assert made[0] == made[1] == render_svg(drawn(code, narrow), title="Map", source="Source")
    assert len(made[0].encode()) < 12_000


def test_half_a_map_is_not_drawn():
    """A place without an outline, or with its town's alone, has nothing to stand beside."""
    assert drawn(outlines=[item for item in OUTLINES if item.ref_area == "SE-1281"]) is None
    assert drawn(outlines=[item for item in OUTLINES if item.ref_area != "SE-1281" or item.part == "town"]) is None
    assert drawn(outlines=()) is None


def test_the_area_is_the_observation_that_came_with_the_outline():
    """440,725,346 m² in the table of observations; without it, what the catalogue knows the area by."""
    real = whole.real()
    a, b = find_facts(real, OUTLINES)
    assert (a.area, a.area_source) == (pytest.approx(440.72534645), "transcribed:wof-se")
    assert (b.area, b.area_source) == (pytest.approx(90.378530126597), "transcribed:wof-bw")
    a, b = find_facts(real, ())
    assert (a.area, a.area_source) == (440.7, "transcribed:scb-000007sf-2026-04")
    assert (b.area, b.area_source) == (90.4, "transcribed:census-2022-francistown")


def test_the_population_is_the_newest_of_the_place_itself():
    """Lund's 2024 is printed though 2022 is what the pair stands on."""
    a, b = find_facts(whole.real(), OUTLINES)
    assert (a.population.obs_value, a.population.time_period) == (131590, "2024")
    assert (b.population.obs_value, b.population.time_period) == (103417, "2022")


def test_what_is_not_known_is_said():
    """A comparison without inhabitants or areas: words, no blank and no zero."""
    told = replace(comparison(), results=(), observations=pd.DataFrame())
    a, _ = find_facts(told, ())
    assert tell_population(a, told, speak("sv")) == "uppgift om invånare saknas"
    assert tell_size(a, told, speak("sv")) == "uppgift om ytan saknas"
    html = show_map(Speaker(told, speak("en")), ()).html
    assert "<figure" not in html
    assert html.count('class="missing"') == 4


def test_an_area_known_by_its_identity_is_told_without_an_outline():
    """The table stands by itself."""
    told = comparison()
    area = told.catalogue.areas["BW-FR"].model_copy(update={"identity": Identity(area_km2=12.4)})
    told = replace(told, catalogue=replace(told.catalogue, areas={**told.catalogue.areas, "BW-FR": area}))
    assert find_facts(told, ())[1].area == 12.4


def test_the_alternative_text_says_what_the_map_shows():
    """Both places with their numbers, and that Lund's town is a part of its municipality."""
    told = tell_map(whole.real(), speak("en"), OUTLINES).replace("\u00a0", " ")
    assert told == (
        "Map: the outlines of both places at one scale, north up. The municipality of Lund: 131,590 inhabitants, 2024; "
        "about 441 km². Inside it, the town of Lund is filled. The city of Francistown: 103,417 inhabitants, 2022; "
        "about 90 km²."
    )


def test_every_outline_has_its_credit_and_unread_terms_are_told():
    """One line an outline; the licence that nobody read is called probable."""
    assert tell_credits(whole.real(), speak("sv"), OUTLINES) == [
        "Lunds kommun: Lantmäteriet via Who's On First; troligen CC0, men villkoren är inte lästa.",
        "Staden Francistown: Quattroshapes via Who's On First; CC BY.",
        "Tätorten Lund: Quattroshapes via Who's On First; CC BY.",
    ]


def test_the_part_has_picture_words_table_and_sources():
    """In two widths, with the table folded under it and the publication under each figure."""
    html = show_map(Speaker(whole.real(), speak("en")), OUTLINES).html
    for piece in (
        '<section id="map"><h2 id="map-h">', 'data-file="map.svg"', 'data-file="map-narrow.svg"', "<figcaption>",
        "<details><summary>The figures as a table (2 rows)", "<small>Who&#39;s On First; Lantmäteriet</small>",
        "several smaller towns", "probably CC0", 'alt="Map: the outlines',
    ):  # fmt: skip
        assert piece in html, piece


def test_the_map_that_is_taken_along_names_whose_outlines_and_whose_inhabitants():
    """Off the page, there is no table under it."""
    html = show_map(Speaker(whole.real(), speak("en")), OUTLINES).html
    (content,) = re.findall(r'href="data:image/svg[^,]+,([^"]+)" data-file="map-picture.svg"', html)
    words = " ".join(ElementTree.fromstring(base64.b64decode(content)).itertext())
    for piece in ("Quattroshapes via Who's On First", "SCB", "Statistics Botswana", "Figures as of 25 November 2026."):
        assert piece in words, piece
