"""Which two observations stand beside each other, and which candidate pair is *the* pair of an indicator.

In: the periods of two series' values, a tolerance in years; the candidates in the catalogue's order of preference.
Out: `pair_periods` -> `Match`, `pair_candidates`.
Never: a tolerance widened by another series, a value without a number matched, an order of rows that matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from compare.comparison.model import Level
from compare.observations.periods import Period

#: Unequal years are preferred to a common year where even the older of them is more than this many years later.
_FRESHER_BY = 2

PeriodCode = Literal[
    "same_period", "years_apart", "beyond_tolerance", "period_not_stated_same_release", "period_not_stated"
]


@dataclass(frozen=True)
class Point:
    """Where one value stands in time. Only values that are finite numbers become points."""

    row: int  #: position in the side's history
    time_period: str
    period: Period
    release: str = ""  #: what the manifest calls the release: tells whether two unstated periods may be one


@dataclass(frozen=True)
class Match:
    """The two values that stand beside each other, by their row in each history."""

    a: int
    b: int
    gap: int | None  #: whole years between the two; None where the source does not state them
    code: PeriodCode

    @property
    def within(self) -> bool:
        """Whether the two lie within the tolerance."""
        return self.code in ("same_period", "years_apart", "period_not_stated_same_release")


class _Option(NamedTuple):
    """Two dated values within the tolerance."""

    a: Point
    b: Point
    gap: int
    older: int  #: the older reference year of the two
    newer: int

    @property
    def tie_break(self) -> tuple[object, ...]:
        """Decides between options of equal years: latest days first, then spelling; blind to which side is which."""
        ends = sorted((_day(point.period.end) for point in (self.a, self.b)), reverse=True)
        starts = sorted((_day(point.period.start) for point in (self.a, self.b)), reverse=True)
        spelled = (self.a.time_period, self.b.time_period)
        return (*(-day for day in ends), *(-day for day in starts), sorted(spelled), spelled)


def pair_periods(a: Sequence[Point], b: Sequence[Point], *, tolerance: int) -> Match | None:
    """The two values that stand beside each other; None where a side has none.

    Let c be the newest common year, and u the pair of unequal years within the tolerance whose older year is newest,
    then whose gap is smallest, then the newest. u is taken where there is no c, or where its older year is more than
    two years after c; else c. Without either, two periods that their one release does not state make a pair; at last
    the newest value of each side, which is beyond the tolerance.

    Parameters
    ----------
    a, b : sequence of Point
        The values of each side, in any order.
    tolerance : int
        The years that may lie between the two; the same in both directions.
    """
    if not a or not b:
        return None
    options = list(_within(a, b, tolerance))
    common = [option for option in options if option.older == option.newer]
    unequal = [option for option in options if option.older != option.newer]
    chosen = _choose(_find_best(common, _common_first), _find_best(unequal, _unequal_first))
    if chosen is None:
        return _pair_unstated(a, b) or _pair_newest(a, b)
    return Match(chosen.a.row, chosen.b.row, chosen.gap, "years_apart" if chosen.gap else "same_period")


def find_gap(a: Period, b: Period) -> int | None:
    """Whole years between two periods: 0 where they share a day; None where either is not stated."""
    if a.reference_year is None or b.reference_year is None:
        return None
    return 0 if a.overlaps(b) else abs(a.reference_year - b.reference_year)


def find_newest(points: Sequence[Point]) -> Point | None:
    """The newest value; one whose years are not stated only where no other is there."""
    return max(points, key=_newness, default=None)


class Candidate(NamedTuple):
    """What the choice among an indicator's candidate pairs depends on."""

    rank: int  #: position in the catalogue, from 0
    sex: str
    level: Level
    match: Match | None


def pair_candidates(candidates: Sequence[Candidate]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ranks of *the* pair, and of the others that are also known.

    The first candidate with two years within its tolerance is the pair; where none has, the first with values on both
    sides. Where the chosen one is of one sex, the other sex's first candidate of the same level stands beside it. A
    candidate without a value on a side is no pair.
    """
    matched = [candidate for candidate in candidates if candidate.match is not None]
    chosen = _first(matched)
    if chosen is None:
        return (), ()
    primary = [chosen]
    if chosen.sex != "_T":
        alike = [item for item in matched if item.sex not in ("_T", chosen.sex) and item.level == chosen.level]
        others = {item.sex: _first([same for same in alike if same.sex == item.sex]) for item in alike}
        primary += [item for item in others.values() if item is not None]
    ranks = tuple(sorted(item.rank for item in primary))
    return ranks, tuple(item.rank for item in matched if item.rank not in ranks)


def _first(matched: Sequence[Candidate]) -> Candidate | None:
    """The first within tolerance, else the first."""
    within = (item for item in matched if item.match is not None and item.match.within)
    return next(within, matched[0] if matched else None)


def _within(a: Sequence[Point], b: Sequence[Point], tolerance: int) -> Iterator[_Option]:
    for one in a:
        for other in b:
            gap = find_gap(one.period, other.period)
            if gap is not None and gap <= tolerance:
                yield _Option(one, other, gap, *sorted((one.period.reference_year, other.period.reference_year)))


def _choose(common: _Option | None, unequal: _Option | None) -> _Option | None:
    if common is None or unequal is None:
        return common or unequal
    return unequal if unequal.older > common.older + _FRESHER_BY else common


def _find_best(options: Sequence[_Option], first: Callable[[_Option], tuple[object, ...]]) -> _Option | None:
    """The option that comes first; the tie-break is worked out for the few that are equal before it."""
    best = min(map(first, options), default=None)
    return min((option for option in options if first(option) == best), key=lambda one: one.tie_break, default=None)


def _common_first(option: _Option) -> tuple[object, ...]:
    """Newest year; within it the same days, then days that overlap (two quarters of a year need not)."""
    a, b = option.a.period, option.b.period
    return -option.older, a != b, not a.overlaps(b)


def _unequal_first(option: _Option) -> tuple[object, ...]:
    return -option.older, option.gap, -option.newer


def _pair_unstated(a: Sequence[Point], b: Sequence[Point]) -> Match | None:
    """Two periods that the source does not state, of one release: "years not stated, release ..."."""
    for one in _unstated(a):
        for other in _unstated(b):
            if one.release and one.release == other.release:
                return Match(one.row, other.row, 0, "period_not_stated_same_release")
    return None


def _unstated(points: Sequence[Point]) -> list[Point]:
    found = [point for point in points if point.period.reference_year is None]
    return sorted(found, key=lambda point: (point.release, point.time_period))


def _pair_newest(a: Sequence[Point], b: Sequence[Point]) -> Match:
    one, other = max(a, key=_newness), max(b, key=_newness)
    gap = find_gap(one.period, other.period)
    return Match(one.row, other.row, gap, "period_not_stated" if gap is None else "beyond_tolerance")


def _newness(point: Point) -> tuple[object, ...]:
    period = point.period
    return period.reference_year or 0, _day(period.end), _day(period.start), point.time_period


def _day(day: date | None) -> int:
    return 0 if day is None else day.toordinal()
