"""Where words go in a picture so that they touch no line, no mark, no edge and no other word.

In: boxes and strokes in pixels (y grows upwards). Out: places.
Never: a place outside what was allowed, a random choice, matplotlib.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Pixels kept free around a word.
AIR = 2.0


class Box(NamedTuple):
    """A rectangle: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Box:
        """The box with `by` pixels more on each side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def holds(self, other: Box) -> bool:
        """Whether `other` lies wholly inside."""
        across = self.left <= other.left and self.right >= other.right
        return across and self.bottom <= other.bottom and self.top >= other.top

    def moved(self, dx: float, dy: float) -> Box:
        """The box elsewhere."""
        return Box(self.left + dx, self.bottom + dy, self.right + dx, self.top + dy)


class Stroke(NamedTuple):
    """A straight line from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float

    def crosses(self, box: Box) -> bool:
        """Whether any part of the stroke lies inside the box (Liang and Barsky's clipping)."""
        start, end = 0.0, 1.0
        dx, dy = self.x1 - self.x0, self.y1 - self.y0
        sides = (
            (-dx, self.x0 - box.left), (dx, box.right - self.x0), (-dy, self.y0 - box.bottom), (dy, box.top - self.y0),
        )  # fmt: skip
        for change, room in sides:
            if change == 0:
                if room < 0:
                    return False
            elif change < 0:
                start = max(start, room / change)
            else:
                end = min(end, room / change)
        return start <= end


@dataclass(frozen=True)
class Obstacles:
    """What words keep away from."""

    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()

    def with_box(self, *boxes: Box) -> Obstacles:
        """The same and more boxes."""
        return Obstacles(self.boxes + boxes, self.strokes)

    def within(self, left: float, right: float) -> Obstacles:
        """Only those that reach into a column."""
        return Obstacles(
            tuple(box for box in self.boxes if box.left < right and box.right > left),
            tuple(line for line in self.strokes if min(line.x0, line.x1) < right and max(line.x0, line.x1) > left),
        )

    def block(self, box: Box) -> bool:
        """Whether anything lies in the box or nearer than the air it needs."""
        wide = box.grown(AIR)
        return any(wide.meets(other) for other in self.boxes) or any(line.crosses(wide) for line in self.strokes)


def find_place(candidates: Iterable[Box], obstacles: Obstacles, inside: Box) -> Box | None:
    """The first candidate that lies inside and is free, else None."""
    return next((box for box in candidates if inside.holds(box) and not obstacles.block(box)), None)


def candidates_around(x: float, y: float, width: float, height: float, *, reach: float, far: int = 6) -> list[Box]:
    """Places beside, above and below a point, near ones first; `reach` is the distance that the mark itself needs."""
    boxes = []
    for step in range(far):
        away = reach + 3.0 * step
        centres = [
            (x, y + away + height / 2), (x, y - away - height / 2),
            (x + away + width / 2, y), (x - away - width / 2, y),
            (x + away + width / 2, y + away + height / 2), (x - away - width / 2, y + away + height / 2),
            (x + away + width / 2, y - away - height / 2), (x - away - width / 2, y - away - height / 2),
        ]  # fmt: skip
        boxes += [Box(cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2) for cx, cy in centres]
    return boxes


class Wanted(NamedTuple):
    """A label of a column: its left edge, its size, and the height its line ends at."""

    left: float
    y: float
    width: float
    height: float


def spread(wanted: Sequence[Wanted], obstacles: Obstacles, low: float, high: float) -> tuple[float, ...] | None:
    """Heights (centres) for labels of one column: each as near its line's end as the others and the obstacles let it.

    Exact: among all arrangements on a grid of whole pixels that keep the order, the one with the smallest sum of
    squared displacements; of equals the highest.

    Returns
    -------
    tuple of float or None
        One centre per label, in the order given; None where they do not fit.
    """
    order = sorted(range(len(wanted)), key=lambda index: (-wanted[index].y, index))
    bottom = math.ceil(low)
    size = math.floor(high) - bottom + 1
    best: list[list[tuple[float, int]]] = []  # per label and height: cost so far, height of the one above
    previous: Wanted | None = None
    for index in order:
        label = wanted[index]
        free = _free_heights(label, obstacles, bottom, size, low, high)
        need = 0 if previous is None else math.ceil((previous.height + label.height) / 2 + AIR)
        row = _cheapest(free, label.y - bottom, best[-1] if best else None, need)
        if all(cost == math.inf for cost, _ in row):
            return None
        best.append(row)
        previous = label
    return _walk_back(best, order, bottom)


def _free_heights(label: Wanted, obstacles: Obstacles, bottom: int, size: int, low: float, high: float) -> list[bool]:
    near = obstacles.within(label.left - AIR, label.left + label.width + AIR)
    half = label.height / 2
    free = []
    for offset in range(size):
        y = bottom + offset
        box = Box(label.left, y - half, label.left + label.width, y + half)
        free.append(box.bottom >= low and box.top <= high and not near.block(box))
    return free


def _cheapest(
    free: Sequence[bool], want: float, above: Sequence[tuple[float, int]] | None, need: int
) -> list[tuple[float, int]]:
    """For each height the least cost of placing this label there, with all earlier ones at least `need` above."""
    size = len(free)
    row: list[tuple[float, int]] = [(math.inf, -1)] * size
    least, at = math.inf, -1
    for y in range(size - 1, -1, -1):
        if above is not None and y + need < size and above[y + need][0] < least:
            least, at = above[y + need][0], y + need
        base = 0.0 if above is None else least
        if free[y] and base < math.inf:
            row[y] = (base + (y - want) ** 2, at)
    return row


def _walk_back(best: list[list[tuple[float, int]]], order: list[int], bottom: int) -> tuple[float, ...]:
    last = best[-1] if best else []
    y = max(range(len(last)), key=lambda height: (-last[height][0], height)) if last else -1
    centres = [0.0] * len(order)
    for row, index in zip(reversed(best), reversed(order), strict=True):
        centres[index] = float(bottom + y)
        y = row[y][1]
    return tuple(centres)
