"""The difference between two matched values, and how far each is from the target.

In: two `Value`s in one unit, a grade's letter, the indicator. Out: `assess_gap` -> `Gap`, `assess_distance` ->
`Distance`.
Never: a difference for D, E or N, of a limit ("less than 2.5"), or of a count too small to print; a ratio of shares.
"""

from __future__ import annotations

import math
from typing import Literal

from compare.catalogue.models import Indicator, Unit
from compare.comparison.masking import is_small
from compare.comparison.model import Distance, Gap, Letter, Value
from compare.comparison.uncertainty import excludes_zero, interval_difference
from compare.observations.units import difference_unit

#: Two numbers that differ by less than this share of the larger are one number, written twice by a computer.
_SAME = 1e-9


def assess_gap(a: Value, b: Value, *, letter: Letter, indicator: Indicator, unit: Unit) -> Gap | None:
    """Side a minus side b, unrounded, with what may be said of it; None where nothing may.

    Parameters
    ----------
    a, b : Value
        In `unit`.
    letter : str
        Only A, B and C carry a difference.
    indicator : Indicator
        Its direction, target, band and whether it counts persons.
    unit : Unit
        Decides whether a ratio means something.
    """
    if letter not in "ABC" or not all(_is_plain(value, unit, indicator) for value in (a, b)):
        return None
    if a.unit_measure != b.unit_measure:
        return None
    interval = interval_difference(a.obs_value, _limits(a), b.obs_value, _limits(b))
    clear = interval is None or excludes_zero(interval)
    lower, upper = interval or (math.nan, math.nan)
    return Gap(
        difference=a.obs_value - b.obs_value,
        unit_measure=difference_unit(a.unit_measure),
        ratio=_find_ratio(a.obs_value, b.obs_value, unit),
        nearer_target=_find_nearer(a.obs_value, b.obs_value, indicator) if clear else None,
        clear=clear,
        lower=lower,
        upper=upper,
    )


def assess_distance(value: Value | None, indicator: Indicator) -> Distance | None:
    """How far a value is from the indicator's target, or from the nearer edge of its band.

    None without a number, a target or a direction, and for a limit ("less than 2.5"): it is not known how far.
    """
    target = indicator.target_value.value if indicator.target_value else None
    if value is None or value.qualifier or not math.isfinite(value.obs_value):
        return None
    remaining = find_remaining(value.obs_value, target, indicator.direction, indicator.band)
    return None if remaining is None else Distance(remaining, achieved=remaining <= 0)


def find_remaining(
    value: float, target: float | None, direction: str, band: tuple[float, float] | None
) -> float | None:
    """How far it is from `value` to the good: 0 or less where it is reached; None where there is no target.

    For direction ``value`` the good is the band, or the target itself where there is none.
    """
    if direction == "value":
        edges = band if band is not None else (target, target)
        low, high = edges
        return None if low is None or high is None else max(low - value, value - high, 0.0)
    if target is None or direction == "none":
        return None
    return target - value if direction == "higher" else value - target


def _is_plain(value: Value, unit: Unit, indicator: Indicator) -> bool:
    """Whether a value is a number, not a limit, and large enough to be printed."""
    small = is_small(value.obs_value, unit, numerator=value.numerator, persons=indicator.persons)
    return math.isfinite(value.obs_value) and not value.qualifier and not small


def _limits(value: Value) -> tuple[float, float] | None:
    return (value.lower, value.upper) if value.interval else None


def _find_ratio(a: float, b: float, unit: Unit) -> float | None:
    """a / b, where zero is a true zero and neither value lies below it."""
    if not unit.ratio_scale or unit.kind == "share" or b <= 0 or a < 0:
        return None
    ratio = a / b
    return ratio if math.isfinite(ratio) else None


def _find_nearer(a: float, b: float, indicator: Indicator) -> Literal["a", "b", "tied"] | None:
    """The side with less still to go; both where both have arrived. Without a target, the better by direction."""
    target = indicator.target_value.value if indicator.target_value else None
    # Without a target only the order of the two counts, so any point serves to measure from.
    origin = 0.0 if target is None else target
    left, right = (find_remaining(value, origin, indicator.direction, indicator.band) for value in (a, b))
    if left is None or right is None:
        return None
    if target is not None or indicator.direction == "value":
        left, right = max(left, 0.0), max(right, 0.0)
    if math.isclose(left, right, rel_tol=_SAME, abs_tol=_SAME * max(abs(a), abs(b))):
        return "tied"
    return "a" if left < right else "b"
