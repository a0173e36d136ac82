"""Circles that Space2Stats is asked for, and the hexagons that it answers with.

In: area codes as ``55.7047,13.191,5``; bodies. Out: `Circle`, its outline as a GeoJSON feature, cells by field.
Never: a hexagon of another size, one that lies elsewhere, the same one counted twice.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from compare.errors import RefusedError
from compare.sources import asking

SOURCE = "space2stats"
#: An index of H3 at level 6, in hexadecimal.
_CELL = re.compile(r"86[0-9a-f]{6}[7f]ffffff")
_EARTH_KM = 6371.0088
#: From a hexagon's centre to its furthest corner, and a little more: they are not of the same size everywhere.
_REACH_KM = 6.0
_CORNERS = 64
#: What an error of the service holds.
_ERROR = ("detail", "error", "message")


@dataclass(frozen=True)
class Circle:
    """A circle on the ground."""

    latitude: float
    longitude: float
    radius_km: float

    def __str__(self) -> str:
        return f"a circle of {self.radius_km:g} km round {self.latitude:g}, {self.longitude:g}"

    def measure(self, latitude: float, longitude: float) -> float:
        """Kilometres from the centre to a point."""
        one, other = math.radians(self.latitude), math.radians(latitude)
        apart = math.radians(longitude - self.longitude)
        half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(apart / 2) ** 2
        return 2 * _EARTH_KM * math.asin(math.sqrt(half))


def read_circle(code: str) -> Circle:
    """The circle of an area's code: latitude, longitude, kilometres."""
    latitude, longitude, radius = (float(part) for part in code.split(","))
    return Circle(latitude, longitude, radius)


def draw(circle: Circle) -> dict[str, Any]:
    """The outline as a GeoJSON feature, whose properties must be there; the same numbers on every machine."""
    reach, north = circle.radius_km / _EARTH_KM, math.radians(circle.latitude)
    ring = []
    for corner in range(_CORNERS):
        turn = 2 * math.pi * corner / _CORNERS
        latitude = math.asin(math.sin(north) * math.cos(reach) + math.cos(north) * math.sin(reach) * math.cos(turn))
        apart = math.atan2(
            math.sin(turn) * math.sin(reach) * math.cos(north),
            math.cos(reach) - math.sin(north) * math.sin(latitude),
        )
        ring.append([round(circle.longitude - math.degrees(apart), 5), round(math.degrees(latitude), 5)])
    polygon = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": {}, "geometry": polygon}


def read_cells(body: bytes, circle: Circle, names: Sequence[str]) -> list[dict[str, float | None]]:
    """The figures of each hexagon, by field.

    Raises
    ------
    RefusedError
        The body is an error of the service under status 200.
    FormatError
        It is not of the documented form, empty, or has a hexagon twice, of another level or away from the circle.
    """
    entries = asking.read_json(SOURCE, body)
    said = [entries[name] for name in _ERROR if name in entries] if isinstance(entries, dict) else []
    if said:
        raise _refused(said[0])
    if not isinstance(entries, list) or not entries:
        raise asking.malformed(SOURCE, "answer", entries, "a list with an entry for each hexagon")
    seen: set[str] = set()
    cells = []
    for number, entry in enumerate(entries):
        where = f"[{number}]"
        index = asking.read_field(SOURCE, entry, "hex_id", str, where)
        if not _CELL.fullmatch(index) or index in seen:
            raise asking.malformed(SOURCE, f"{where}.hex_id", index, "a hexagon of H3 at level 6, each once")
        seen.add(index)
        _check_place(entry, circle, where)
        cells.append({name: asking.read_field(SOURCE, entry, name, (int, float, type(None)), where) for name in names})
    return cells


def _check_place(entry: Any, circle: Circle, where: str) -> None:
    point = asking.read_field(SOURCE, entry, "geometry", dict, where)
    kind = asking.read_field(SOURCE, point, "type", str, f"{where}.geometry")
    coordinates = asking.read_field(SOURCE, point, "coordinates", list, f"{where}.geometry")
    if kind != "Point" or len(coordinates) != 2 or not all(isinstance(number, int | float) for number in coordinates):
        raise asking.malformed(SOURCE, f"{where}.geometry", point, "a point with longitude and latitude")
    away = circle.measure(coordinates[1], coordinates[0])
    if away > circle.radius_km + _REACH_KM:
        found = f"{coordinates}, {away:.0f} km away"
        raise asking.malformed(SOURCE, f"{where}.geometry", found, f"a hexagon at {circle}")


def _refused(said: object) -> RefusedError:
    return RefusedError(
        f"{SOURCE} refused the question and said: {str(said)[:200]}. Nothing was used. Compare the names of the fields "
        "with its own list at /fields.", source=SOURCE, status=200,
    )  # fmt: skip
