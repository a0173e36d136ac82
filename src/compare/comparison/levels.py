"""What a pair describes: its level, and how its two areas relate to each other and to their places.

In: `Area` entries. Out: `find_level`, `describes`, `score_territory`. Never: a level that somebody typed.
"""

from __future__ import annotations

from typing import Literal

from compare.catalogue.models import Area
from compare.comparison.model import Level

#: A grid cell wider than this holds more than the city.
WIDEST_CITY_CELL_KM = 30
_CITY_KINDS = frozenset({"municipality", "city", "urban_centre"})

Extent = Literal["city", "region", "country"]


def find_extent(area: Area) -> Extent:
    """Whether an area is a city, something larger, or a country.

    A cell is a city's where it is at most 30 km wide; one whose width is not known is not.
    """
    if area.kind == "country":
        return "country"
    if area.kind == "cell":
        width = area.cell_width_km
        return "city" if width is not None and width <= WIDEST_CITY_CELL_KM else "region"
    return "city" if area.kind in _CITY_KINDS else "region"


def find_level(a: Area, b: Area) -> Level:
    """The level of a pair, from the kinds of its two areas."""
    extents = {find_extent(a), find_extent(b)}
    if extents == {"country"}:
        return "country"
    if "country" in extents:
        return "mixed"
    return "region" if "region" in extents else "city"


def describes(area: Area, *, place: str, country: str) -> bool:
    """Whether a value of `area` may be shown for a place: it is the place, its country, or stands for it."""
    return area.code in (place, country) or area.stands_for == place


def score_territory(a: Area, b: Area, *, related: bool) -> tuple[Literal[0, 1, 3], str]:
    """The score of the dimension territory, and the code of its reason.

    Parameters
    ----------
    related : bool
        Whether each area may be shown for its place (`describes`).
    """
    if not related:
        return 3, "no_relation"
    extents = {find_extent(a), find_extent(b)}
    if len(extents) > 1:
        return 1, "mixed_level" if "country" in extents else "city_beside_region"
    return (0, "same_kind") if a.kind == b.kind else (1, "kinds_differ")
