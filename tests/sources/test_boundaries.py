"""Outlines are read whole or not at all, and the project's own are closed, near their places and about as large."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest

from compare.errors import FormatError, NotStoredError
from compare.home import data_folder
from compare.sources.boundaries import parse_outline, read_boundaries

FOLDER = data_folder() / "boundaries"
PROPERTIES = {
    "ref_area": "XX-1", "part": "whole", "name": "Square", "source": "drawn here", "publication": "", "licence": "CC0",
    "licence_class": "open", "credit": "Nobody", "note": "coarse: drawn, not measured",
}  # fmt: skip
SQUARE = [[10.0, 50.0], [11.0, 50.0], [11.0, 51.0], [10.0, 51.0], [10.0, 50.0]]


def write(*, properties=None, kind="Polygon", coordinates=None, **more) -> bytes:
    """A file with one feature."""
    feature = {
        "type": "Feature", "properties": PROPERTIES | (properties or {}),
        "geometry": {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates},
    }  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": [feature], **more}).encode("utf-8")


def square_km(ring) -> float:
    """The area of a small ring: a degree of latitude is 111.2 km, one of longitude that times the cosine."""
    across = 111.195 * math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
    flat = [(x * across, y * 111.195) for x, y in ring]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(flat))) / 2


def test_an_outline_is_read_with_its_terms():
    """A value that cannot be changed, with every text of the file."""
    outline = parse_outline(write(), "square.geojson")
    assert outline.rings == (tuple((float(x), float(y)) for x, y in SQUARE),)
    assert outline.bounds == (10.0, 50.0, 11.0, 51.0)
    assert (outline.credit, outline.licence, outline.publication) == ("Nobody", "CC0", "")
    with pytest.raises(AttributeError):
        outline.part = "town"


def test_several_polygons_and_holes_are_rings():
    """In the order of the file."""
    raw = write(kind="MultiPolygon", coordinates=[[SQUARE, SQUARE], [SQUARE]])
    assert len(parse_outline(raw, "x.geojson").rings) == 3


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b"{", "x.geojson"),
        (b"\xff\xfe{", "x.geojson"),
        (b"[]", "features"),
        (write(features=[]), "features"),
        (write(properties={"colour": "red"}), "properties"),
        (write(properties={"credit": ""}), "credit"),
        (write(properties={"note": " x"}), "note"),
        (write(properties={"part": "half"}), "part"),
        (write(properties={"licence_class": "closed"}), "licence_class"),
        (write(kind="Point"), "geometry"),
        (write(coordinates=[]), "coordinates"),
        (write(coordinates=[SQUARE[:3]]), "coordinates"),
        (write(coordinates=[SQUARE[:4]]), "coordinates"),
        (write(coordinates=[[*SQUARE[:2], [190.0, 50.0], *SQUARE[2:]]]), "position 3"),
        (write(coordinates=[[*SQUARE[:2], [11.0, 95.0], *SQUARE[2:]]]), "position 3"),
        (write(coordinates=[[*SQUARE[:2], [11.0, None], *SQUARE[2:]]]), "position 3"),
        (write(coordinates=[[*SQUARE[:2], [True, 50.0], *SQUARE[2:]]]), "position 3"),
        (write(coordinates=[[*SQUARE[:2], [11.0, 50.0, 3.0], *SQUARE[2:]]]), "position 3"),
        (write(coordinates=[[*SQUARE[:2], [math.nan, 50.0], *SQUARE[2:]]]), "position 3"),
    ],
)
def test_a_faulty_file_is_refused_with_its_name_and_the_member(raw, where):
    """Nothing is repaired: an open ring is not closed, an unknown property not passed over."""
    with pytest.raises(FormatError, match=r"x\.geojson") as caught:
        parse_outline(raw, "x.geojson")
    assert where in caught.value.where
    assert caught.value.expected


def test_a_missing_folder_is_no_empty_map(tmp_path):
    """A package that lost its outlines says so; a folder without any is a partnership without any."""
    with pytest.raises(NotStoredError, match="does not exist"):
        read_boundaries(tmp_path / "none")
    assert read_boundaries(tmp_path) == ()


@pytest.mark.parametrize(
    ("area", "part", "km2", "point"),
    # square kilometres as Who's On First prints them; a place inside: Dalby, Lund cathedral, Francistown's station
    [
        ("SE-1281", "whole", 440.725, (13.348, 55.664)),
        ("SE-1281", "town", 26.948, (13.193, 55.704)),
        ("BW-FR", "whole", 90.379, (27.507, -21.170)),
    ],
)
def test_the_projects_outlines_are_those_of_their_places(area, part, km2, point):
    """Within one per cent of the area before they were simplified, around a known point, to four decimals."""
    (outline,) = [item for item in read_boundaries(FOLDER) if (item.ref_area, item.part) == (area, part)]
    (ring,) = outline.rings
    assert ring[0] == ring[-1]
    assert square_km(ring) == pytest.approx(km2, rel=0.01)
    west, south, east, north = outline.bounds
    assert west < point[0] < east
    assert south < point[1] < north
    assert all(round(part, 4) == part for position in ring for part in position)


def test_the_projects_outlines_carry_their_credit():
    """Attribution is a condition of CC BY; a licence that nobody read is not called open."""
    told = {(item.ref_area, item.part): item for item in read_boundaries(FOLDER)}
    assert len(told) == 3
    assert all("Who's On First" in item.credit for item in told.values())
    assert all("drawn, not measured" in item.note for item in told.values())
    assert {key: (item.licence, item.licence_class) for key, item in told.items()} == {
        ("SE-1281", "whole"): ("CC0", "not_read"),
        ("SE-1281", "town"): ("CC BY", "open"),
        ("BW-FR", "whole"): ("CC BY", "open"),
    }
