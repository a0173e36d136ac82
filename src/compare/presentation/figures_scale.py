"""Axes: where a value axis starts and ends, and which numbers and years are written on it.

In: numbers, years, widths in pixels. Out: `Scale`, tuples of ticks.
Never: a half year, a tick twice, an axis of a level that silently starts above zero, matplotlib.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compare.catalogue.models import Unit

#: Round years between the first and the last stand this much looser than they might.
_ROOMY = 1.3


@dataclass(frozen=True)
class Scale:
    """A value axis.

    `cut` says that the axis starts above zero, which the figure must say in words.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int
    cut: bool


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that divides `span` into at most `most` parts."""
    if not math.isfinite(span) or span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    for factor in (1, 2, 5, 10, 20):
        if span / (factor * power) <= most + 1e-9:
            return float(factor * power)
    raise AssertionError("20 times the power is always enough")


def value_scale(values: Iterable[float], unit: Unit, *, most: int = 5, whole: bool = False) -> Scale:
    """The axis for `values` of one unit.

    It starts at zero where the unit's zero is a true zero. Ages and lengths of life are the exception where all of
    them lie far from zero; there, as with an index, the axis is cut, and `cut` says so. A yes-or-no has both answers.

    Parameters
    ----------
    values : iterable of float
        All that is drawn, intervals and target included; what is not finite is passed over.
    unit : Unit
        Says whether zero is true (``ratio_scale``), and the bounds a value can have.
    most : int
        At most so many parts.
    whole : bool
        Only whole numbers are ticks (counts of few things).
    """
    if unit.kind == "flag":
        return Scale(0.0, 1.0, (0.0, 1.0), 0, cut=False)
    finite = [float(value) for value in values if math.isfinite(value)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if _from_zero(low, high, unit):
        low, high = min(0.0, low), max(0.0, high)
        high = high if high > low else 1.0
    else:
        margin = (high - low) * 0.08 or abs(high) * 0.05 or 0.5
        low, high = (0.0 if low >= 0 > low - margin else low - margin), high + margin
    step = nice_step(high - low, most)
    step = max(1.0, step) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    first, last = _within_bounds(first, last, step, unit, finite)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    ticks = tuple(round(k * step, decimals) + 0.0 for k in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks, decimals, cut=ticks[0] > 0)


def _from_zero(low: float, high: float, unit: Unit) -> bool:
    if not unit.ratio_scale:
        return low <= 0 <= high
    return not (unit.kind == "years" and low > high / 2)


def _within_bounds(first: int, last: int, step: float, unit: Unit, values: Sequence[float]) -> tuple[int, int]:
    """Drop outer ticks that no value of the unit can reach, as far as no value lies there."""
    ceiling = unit.maximum if unit.maximum is not None else (100.0 if unit.code == "PT" else math.inf)
    floor = unit.minimum if unit.minimum is not None else -math.inf
    while last - 1 > first and last * step > ceiling + 1e-9 and max(values, default=0.0) <= (last - 1) * step:
        last -= 1
    while first + 1 < last and first * step < floor - 1e-9 and min(values, default=0.0) >= (first + 1) * step:
        first += 1
    return first, last


def year_ticks(years: Iterable[int], *, width: float, label: float, target_year: int | None = None) -> tuple[int, ...]:
    """Which years are written under an axis: first, last, the target's, then round ones between as room allows.

    Parameters
    ----------
    years : iterable of int
        The years that have a value; whole years only exist here, so no tick can be a half one.
    width : float
        Pixels from the first year to the last one of the axis (the target's, where it is later).
    label : float
        Pixels that one label needs, with the room to the next.
    target_year : int, optional
        A year that the axis reaches for and that is labelled.

    Returns
    -------
    tuple of int
        Ascending, none twice, no two nearer than `label`.
    """
    known = sorted(set(years))
    if not known:
        return ()
    first, last = known[0], known[-1]
    end = max(last, target_year or last)
    scale = width / (end - first) if end > first else math.inf
    chosen: list[int] = []
    wanted = [first, last, *([target_year] if target_year and target_year > first else [])]
    for year in [*wanted, *_round(first, end, _ROOMY * label / scale)]:
        if year not in chosen and all(abs(year - other) * scale >= label for other in chosen):
            chosen.append(year)
    return tuple(sorted(chosen))


def _round(first: int, end: int, nearest: float) -> list[int]:
    """Multiples of the smallest of 1, 2, 5, 10, 20, 50 years that is at least `nearest` years."""
    step = next((step for step in (1, 2, 5, 10, 20, 50) if step >= nearest), 100)
    return [year for year in range(first + 1, end) if year % step == 0]
