"""Reads ``data/boundaries``: outlines of the places, simplified, to be drawn and not measured.

In: one GeoJSON file per outline, in degrees. Out: `Outline`, frozen; or one `FormatError` that names the place.
Never: a repaired ring, a part of an outline, an outline without its terms.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from compare.errors import FormatError, NotStoredError

#: Longitude and latitude.
Position = tuple[float, float]
Ring = tuple[Position, ...]

_TEXTS = ("ref_area", "part", "name", "source", "publication", "licence", "licence_class", "credit", "note")
_PARTS = ("whole", "town")
_CLASSES = ("open", "not_read")
_MAY_BE_EMPTY = {"publication"}


@dataclass(frozen=True)
class Outline:
    """One outline: of a whole area, or of the town inside it."""

    ref_area: str  #: the area that it belongs to
    part: Literal["whole", "town"]
    name: str  #: for people who read the file
    source: str  #: where it comes from, with its number there
    publication: str  #: key of publications.csv; empty where no figure of ours comes with the outline
    licence: str
    licence_class: Literal["open", "not_read"]
    credit: str
    note: str
    rings: tuple[Ring, ...]  #: outer ones and holes, each closed

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        xs, ys = zip(*(position for ring in self.rings for position in ring), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def read_boundaries(folder: Path) -> tuple[Outline, ...]:
    """Every outline of a folder, by file name.

    Parameters
    ----------
    folder : pathlib.Path
        The folder ``data/boundaries``.

    Raises
    ------
    NotStoredError
        There is no such folder.
    FormatError
        A file is not of the form; its name and the first fault are named.
    """
    if not folder.is_dir():
        raise NotStoredError(f"No outlines are stored: {folder} does not exist. Restore it.", source="boundaries")
    return tuple(parse_outline(path.read_bytes(), path.name) for path in sorted(folder.glob("*.geojson")))


def parse_outline(raw: bytes, file: str) -> Outline:
    """The outline that the bytes of one file spell.

    Parameters
    ----------
    raw : bytes
        A GeoJSON FeatureCollection with one feature, a Polygon or a MultiPolygon.
    file : str
        Its name, for messages.

    Raises
    ------
    FormatError
        `where` names the file and the member, `found` and `expected` what is wrong.
    """
    try:
        document = json.loads(raw.decode("utf-8"))
    except ValueError as error:  # no UTF-8, or no JSON
        raise _fault(file, "", str(error), "GeoJSON in UTF-8") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or len(features) != 1 or not isinstance(features[0], dict):
        raise _fault(file, "features", features, "a list of one feature")
    properties = _read_properties(features[0].get("properties"), file)
    return Outline(**properties, rings=tuple(_read_rings(features[0].get("geometry"), file)))


def _read_properties(found: Any, file: str) -> dict[str, Any]:
    if not isinstance(found, dict) or set(found) != set(_TEXTS):
        raise _fault(file, "properties", sorted(found) if isinstance(found, dict) else found, ", ".join(_TEXTS))
    for name, text in found.items():
        if not isinstance(text, str) or text != text.strip() or not (text or name in _MAY_BE_EMPTY):
            raise _fault(file, name, text, "a text")
    for name, allowed in (("part", _PARTS), ("licence_class", _CLASSES)):
        if found[name] not in allowed:
            raise _fault(file, name, found[name], " or ".join(allowed))
    return found


def _read_rings(geometry: Any, file: str) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _fault(file, "geometry", kind, "a Polygon or a MultiPolygon")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons or not all(isinstance(item, list) and item for item in polygons):
        raise _fault(file, "coordinates", polygons, "at least one polygon with at least one ring")
    for polygon in polygons:
        yield from (_read_ring(ring, file) for ring in polygon)


def _read_ring(found: Any, file: str) -> Ring:
    if not isinstance(found, list) or len(found) < 4:
        raise _fault(file, "coordinates", found, "a ring of at least four positions")
    for place, position in enumerate(found):
        if not _is_position(position):
            raise _fault(file, f"coordinates, position {place + 1}", position, "[longitude, latitude] in degrees")
    if found[0] != found[-1]:
        raise _fault(file, "coordinates", f"{found[0]} ... {found[-1]}", "a ring that ends where it begins")
    return tuple((float(x), float(y)) for x, y in found)


def _is_position(found: Any) -> bool:
    if not isinstance(found, list) or len(found) != 2:
        return False
    if any(isinstance(part, bool) or not isinstance(part, int | float) or not math.isfinite(part) for part in found):
        return False
    return -180 <= found[0] <= 180 and -90 <= found[1] <= 90


def _fault(file: str, member: str, found: Any, expected: str) -> FormatError:
    where = f"{file}, {member}" if member else file
    shown = repr(found)[:80]
    return FormatError(
        f"An outline cannot be read: {where}: found {shown}; expected {expected}. Mend the file in data/boundaries.",
        source="boundaries", where=where, found=found, expected=expected,
    )  # fmt: skip
