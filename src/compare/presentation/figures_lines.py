"""What of a series may be drawn: its points, the runs that one stroke may join, and the marks of status.

In: a `Side` and its history. Out: `Point`, runs of points.
Never: a stroke over years without a figure, over a break in the series or to a figure in doubt, a point that the source
does not have.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from compare.comparison.model import Side
from compare.presentation.history import list_values

#: A stroke never joins values further apart than this, however regular the series: a census every ten years says
#: nothing about the nine years between. Elections every fourth or fifth year are joined.
LONGEST_STROKE = 5.0
#: How much longer than the usual step of the series a stroke may be (months and leap years are uneven).
TOLERANCE = 1.5
#: Status codes that are marked with a letter, as statistical offices do.
LETTERS = {"B": "b", "E": "e", "F": "f", "P": "p"}
INDICATIVE = "i"
#: Of a value that was doubted when it arrived.
DOUBTED = "?"


@dataclass(frozen=True)
class Point:
    """One observation with a stated year; `value` is NaN where the source has the year but no figure."""

    x: float  #: the year, with its fraction for quarters and months
    year: int
    value: float
    status: str
    lower: float
    upper: float
    time_period: str
    qualifier: str = ""
    about: bool = False  #: the year is approximate: never joined to others
    indicative: bool = False  #: from the press, a statement or another uncertain source
    doubts: tuple[str, ...] = ()  #: why it was doubted when it arrived: never joined to others

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return math.isfinite(self.value)

    @property
    def letter(self) -> str:
        """The letter of its status; empty for an ordinary figure."""
        if self.doubts:
            return DOUBTED
        return INDICATIVE if self.indicative else LETTERS.get(self.status, "")


def list_points(side: Side, masked: Collection[str] = ()) -> tuple[Point, ...]:
    """The dated observations of a side, oldest first, years without a figure included.

    A period in `masked` stays a period, without its figure: where a mark lies would tell it.
    """
    points = []
    for value in list_values(side):
        if value.reference_year is None:
            continue
        hidden = value.time_period in masked
        points.append(
            Point(
                x=value.reference_year + _fraction(value.time_period), year=value.reference_year,
                value=math.nan if hidden else value.obs_value, status=value.obs_status,
                lower=math.nan if hidden else value.lower, upper=math.nan if hidden else value.upper,
                time_period=value.time_period, qualifier=value.qualifier, about=not value.dated,
                indicative=value.indicative, doubts=value.doubts,
            )
        )  # fmt: skip
    return tuple(sorted(points, key=lambda point: (point.x, point.time_period)))


def _fraction(time_period: str) -> float:
    """Where in its year a quarter or month lies; 0 for years and spans."""
    head, _, tail = time_period.partition("-")
    if not head.isdigit() or "/" in tail or "-" in tail:
        return 0.0
    if tail.startswith("Q") and tail[1:].isdigit():
        return (int(tail[1:]) - 1) / 4
    return (int(tail) - 1) / 12 if tail.isdigit() else 0.0


def known_points(points: Sequence[Point]) -> tuple[Point, ...]:
    """Those that have a figure."""
    return tuple(point for point in points if point.known)


def usual_step(points: Sequence[Point]) -> float | None:
    """The median distance in years between neighbours; None where two points or fewer tell nothing."""
    if len(points) < 3:
        return None
    return statistics.median(after.x - before.x for before, after in pairwise(points))


def list_runs(points: Sequence[Point]) -> tuple[tuple[Point, ...], ...]:
    """Runs of points that one stroke may join; a run of one point is drawn as a mark alone.

    A run ends at a year without a figure, where years are missing, before a break in the series (status B), and
    around a year that is only approximate or a figure that is in doubt.
    """
    step = usual_step(points)
    longest = 1.0 if step is None else min(LONGEST_STROKE, step * TOLERANCE)
    runs: list[list[Point]] = []
    before: Point | None = None
    for point in points:
        if point.known:
            joined = before is not None and before.known and not (before.about or point.about)
            joined = joined and not (before.doubts or point.doubts)
            joined = joined and point.status != "B" and point.x - before.x <= longest + 1e-9
            if joined:
                runs[-1].append(point)
            else:
                runs.append([point])
        before = point
    return tuple(tuple(run) for run in runs)


def has_gap(points: Sequence[Point]) -> bool:
    """Whether the line is interrupted for want of figures (not by a break in the series or a figure in doubt)."""
    pairs = pairwise(list_runs(points))
    return any(run[0].status != "B" and not (before[-1].doubts or run[0].doubts) for before, run in pairs)


def common_letter(points: Sequence[Point]) -> str:
    """The letter that all figures of a series share: it is told once, not at each point."""
    letters = {point.letter for point in known_points(points)}
    return letters.pop() if len(letters) == 1 and letters.isdisjoint({LETTERS["B"], DOUBTED}) else ""


def marked_points(points: Sequence[Point]) -> tuple[tuple[Point, str], ...]:
    """Points that carry a letter of status: all breaks, and of a row of equals the first and the last."""
    known = known_points(points)
    if common_letter(points):
        return ()
    letters = [point.letter for point in known]
    marked = []
    for index, (point, letter) in enumerate(zip(known, letters, strict=True)):
        inner = 0 < index < len(known) - 1 and letters[index - 1] == letter == letters[index + 1]
        if letter and (letter == LETTERS["B"] or not inner):
            marked.append((point, letter))
    return tuple(marked)
