"""The level of a pair is computed from the kinds of its areas, and its territory from how they relate."""

from __future__ import annotations

import pytest

import builders
from compare.comparison.levels import describes, find_level, score_territory


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("SE-1281", "BW-FR", "city"),
        ("GHSUC-699", "GHSUC-859", "city"),
        ("SE-1281", "GHSUC-859", "city"),
        ("CELL:small:a", "CELL:small:b", "city"),  # 30 km is still a city's cell
        ("CELL:small:a", "CELL:wide:b", "region"),  # 30.1 km is not
        ("CELL:small:a", "CELL:unknown:b", "region"),  # a width nobody stated proves nothing
        ("GHSFUA-624", "GHSFUA-932", "region"),
        ("SE-M", "BW-FR", "region"),
        ("SE-M", "GDL-BWAr106", "region"),
        ("SE-1281", "BW-NE", "region"),
        ("SWE", "BWA", "country"),
        ("SWE", "BW-FR", "mixed"),
        ("SE-M", "BWA", "mixed"),
    ],
)
def test_level_comes_from_the_kinds_whichever_side_is_first(a: str, b: str, level: str) -> None:
    """City, region, country or mixed; swapping the places changes nothing."""
    assert find_level(builders.area(a), builders.area(b)) == level
    assert find_level(builders.area(b), builders.area(a)) == level


@pytest.mark.parametrize(
    ("a", "b", "score", "code"),
    [
        ("GHSUC-699", "GHSUC-859", 0, "same_kind"),
        ("SWE", "BWA", 0, "same_kind"),
        ("CELL:small:a", "CELL:small:b", 0, "same_kind"),
        ("SE-1281", "BW-FR", 1, "kinds_differ"),  # a municipality with countryside, a dense city
        ("SE-M", "GDL-BWAr106", 1, "kinds_differ"),
        ("SE-M", "BW-FR", 1, "city_beside_region"),
        ("CELL:small:a", "CELL:wide:b", 1, "city_beside_region"),
        ("SWE", "BW-FR", 1, "mixed_level"),
    ],
)
def test_territory_is_scored_from_the_two_areas(a: str, b: str, score: int, code: str) -> None:
    """The same kind of area 0; two kinds, or a city beside a region, 1."""
    assert score_territory(builders.area(a), builders.area(b), related=True) == (score, code)


def test_an_area_that_stands_for_nobody_has_no_relation() -> None:
    """The district that lists the city apart does not hold it: 3, whatever its kind."""
    district = builders.area("BW-NE")
    assert not describes(district, place="BW-FR", country="BWA")
    assert score_territory(builders.area("SE-1281"), district, related=False) == (3, "no_relation")


@pytest.mark.parametrize(("code", "expected"), [("BW-FR", True), ("BWA", True), ("GHSUC-859", True), ("SWE", False)])
def test_an_area_describes_its_own_place_only(code: str, expected: bool) -> None:
    """The place itself, its country and what stands for it; never the other place's country."""
    assert describes(builders.area(code), place="BW-FR", country="BWA") is expected


def test_a_country_describes_its_place_in_any_partnership() -> None:
    """A country entered for another partnership serves a new one by its code alone."""
    assert describes(builders.area("NAM"), place="NA-KA", country="NAM")
