"""Whether an arriving value fits the years around it: noughts, slips of scale, jumps.

In: lines of dated values, as `arrivals_lines.lay_out` makes them. Out: `doubt_lines`.
Never: a rule that speaks where the figures at hand cannot tell: small counts, lines that leap by nature, first values.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from compare.catalogue.limits import SLIP
from compare.observations.arrivals_words import LEAP, Doubt, print_number, print_span, tolerate

if TYPE_CHECKING:
    import pandas as pd

#: So many times beyond its neighbours is a jump in a calm line: ten times the last is less than ten times the largest.
_CALM_LEAP = 5.0
#: A jump must be as many times the usual step of its own line, on a logarithmic scale; more, where it is under `LEAP`.
_RESTLESS, _CALM = 3.0, 6.0
#: One other value alone is no history; then only a slip of the decimal point is told: close to 10, 100, 1 000.
_SLIPPED = 0.125
#: The first value of a line is no jump unless so many follow; a line that may be negative needs as many others.
_FEW = 3
#: Near each other is up to twice. Around a false nought are such values, well above the last digit; noughts are few.
_STEADY, _DIGITS, _NOUGHTS = 2.0, 10.0, 2
#: The largest value that may be a fraction among percentages.
_FRACTION = 1.25
#: Which values a value is held against. A second value that leaps along with it (the third column) is no neighbour.
_AROUND = (
    (["p2", "p1", "n1", "n2"], None, None),
    (["p2", "p1", "n2", "n3"], "n1", "p1"),
    (["p3", "p2", "n1", "n2"], "p1", "p2"),
)  # fmt: skip


class _Noughts(NamedTuple):
    found: np.ndarray
    low: np.ndarray  #: of the values on either side
    high: np.ndarray


class _Beyond(NamedTuple):
    low: np.ndarray  #: the least neighbour
    high: np.ndarray  #: the largest
    times: np.ndarray  #: how many times beyond them a value lies; NaN where it has none


def doubt_lines(points: pd.DataFrame) -> Iterator[Doubt]:
    """Values that do not fit their line, each for one reason."""
    zero = _find_noughts(points)
    scale, other = _find_slips(points)
    jump, near = _find_jumps(points)
    swing, bound = _find_swings(points)
    rows, values, floor = (points[name].to_numpy() for name in ("row", "value", "floor"))
    found = points["tested"].to_numpy() & (zero.found | scale | jump | swing)
    for place in np.flatnonzero(found):
        row, value = int(rows[place]), print_number(values[place])
        if zero.found[place]:
            yield Doubt(row, "zero", value, print_span(zero.low[place], zero.high[place]))
        elif scale[place]:
            yield Doubt(row, "scale", value, print_number(other[place], 3))
        elif jump[place]:
            yield Doubt(row, "jump", value, tolerate(near.low[place], near.high[place], _CALM_LEAP, floor[place]))
        else:
            yield Doubt(row, "jump", value, print_span(-bound[place], bound[place], 3))


def _find_noughts(points: pd.DataFrame) -> _Noughts:
    """A nought, or two, with steady values on both sides, or after such where the line ends."""
    line = points["line"]
    known = points["value"].where(points["value"] != 0)
    before, after = known.groupby(line).ffill(), known.groupby(line).bfill()
    earlier = before.groupby(line).shift(1).where(known.notna()).groupby(line).ffill()
    beside = after.where(after.notna(), earlier)
    low, high = np.minimum(before, beside), np.maximum(before, beside)
    run = known.notna().groupby(line).cumsum()
    noughts = known.isna().groupby([line, run]).transform("sum")
    steady = (low >= np.maximum(points["floor"], _DIGITS * points["step"])) & (high <= _STEADY * low)
    found = known.isna() & ~points["balance"] & steady & (noughts <= _NOUGHTS)
    return _Noughts(found.to_numpy(dtype="bool"), low.to_numpy(), high.to_numpy())


def _find_slips(points: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Fractions among percentages or percentages among fractions, whichever the line has fewer of; and the other."""
    values, around = points["value"].to_numpy(), points[["p2", "p1", "n1", "n2"]].to_numpy()
    fits = (points["share"] & ~points["balance"]).to_numpy(dtype="bool") & (values > 0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        times = np.where(around > 0, around, np.nan) / values[:, None]
        small = fits & (values <= _FRACTION) & _slips(times)
        large = fits & (values <= _FRACTION * SLIP[1]) & _slips(1 / times)
    kinds = points.assign(small=fits & (values <= _FRACTION), large=fits & (values > _FRACTION)).groupby("line")
    smalls, larges = (kinds[name].transform("sum").to_numpy() for name in ("small", "large"))
    small &= smalls <= larges
    large &= larges <= smalls
    return small | large, np.where(small, values * 100, values / 100)


def _slips(times: np.ndarray) -> np.ndarray:
    """Some neighbour is a hundred times a value, and the others are that or near it: no line that grows by leaps."""
    slip = (times > SLIP[0]) & (times < SLIP[1])
    near = (times <= _STEADY) & (times >= 1 / _STEADY)
    return slip.any(axis=1) & (slip | near | np.isnan(times)).all(axis=1)


def _find_jumps(points: pd.DataFrame) -> tuple[np.ndarray, _Beyond]:
    """Far outside its neighbours, and beyond what its line does otherwise."""
    given, floor, first = (points[name].to_numpy() for name in ("value", "floor", "p1"))
    values = np.maximum(given, floor)
    near = _measure(points, values, floor)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        far = (given > 0) & (near.times >= _CALM_LEAP) & ~points["balance"].to_numpy()
        excess = np.log10(np.where(far, near.times, 1.0))
        steps = np.abs(np.log10(values / np.maximum(first, floor)))
    others = (points["value"] > 0).groupby(points["line"]).transform("sum").to_numpy() - 1
    usual = _find_usual(points, np.where(np.isfinite(steps), steps, np.nan), far)
    slipped = (np.abs(excess - np.round(excess)) <= _SLIPPED) & (np.minimum(given, near.low) > floor)
    own = np.where(near.times >= LEAP, _RESTLESS, _CALM) * usual
    told = np.where(others == 1, slipped, excess >= own)
    opens = np.isnan(first) & (others > 1) & (others < _FEW)
    return far & told & ~opens, near


def _measure(points: pd.DataFrame, values: np.ndarray, floor: np.ndarray) -> _Beyond:
    """How far each value lies beyond its neighbours, by those that it lies furthest from."""
    best = _Beyond(*(np.full(len(points), np.nan) for _ in range(3)))
    for names, along, needed in _AROUND:
        around = points[names].to_numpy()
        around = np.where(around > 0, np.maximum(around, floor[:, None]), np.nan)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a value without neighbours has neither
            low, high = np.nanmin(around, axis=1), np.nanmax(around, axis=1)
        times = _exceed(values, low, high)
        if along is not None:
            second = np.maximum(points[along].to_numpy(), floor)
            together = (_exceed(second, low, high) >= _CALM_LEAP) & (_exceed(second, values, values) <= _STEADY)
            together &= points[needed].notna().to_numpy() & (np.isfinite(around).sum(axis=1) > 1)
            times = np.where(together, times, np.nan)
        better = (times > best.times) | (np.isnan(best.times) & ~np.isnan(times))
        best = _Beyond(*(np.where(better, *pair) for pair in zip((low, high, times), best, strict=True)))
    return best


def _exceed(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How many times above `high` or below `low`."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.maximum(values / high, low / values)


def _find_usual(points: pd.DataFrame, steps: np.ndarray, far: np.ndarray) -> np.ndarray:
    """The median step of each line, those to and from far values left out; 0 where there is none."""
    line = points["line"]
    after_far = points.assign(far=far.astype("float64")).groupby("line")["far"].shift(1).to_numpy() == 1
    own = points.assign(step=np.where(far | after_far, np.nan, steps)).groupby(line)["step"].transform("median")
    return own.fillna(0.0).to_numpy()


def _find_swings(points: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Of a line that may be negative: ten times the largest that it otherwise has in either direction."""
    size, line = points["value"].abs(), points["line"]
    largest = size.groupby(line).transform("max")
    rest = size.where(size < largest).groupby(line).transform("max")
    others = size.groupby(line).transform("size") - 1
    alone = (size == largest).groupby(line).transform("sum") == 1
    bound = LEAP * np.maximum(rest, points["floor"])
    found = points["balance"] & (size == largest) & alone & (others >= _FEW) & (rest > 0) & (size >= bound)
    return found.to_numpy(dtype="bool"), bound.to_numpy()
