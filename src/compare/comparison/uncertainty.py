"""How sure a number is: intervals of sampled shares, of random events, of surveys, and of a difference.

In: a value with its unit, sample size and numerator. Out: 95 % intervals in the value's own unit.
Never: an interval for a full count (seats, budgets, registers are what they are), a grade (uncertainty decides
wording only), scipy imported before a count needs it.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Literal

from compare.catalogue.models import Unit

LEVEL = 0.95
_TAIL = (1 - LEVEL) / 2
_Z = NormalDist().inv_cdf(1 - _TAIL)

Interval = tuple[float, float]
Kind = Literal["", "published", "wilson", "garwood"]


def interval_wilson(share: float, sample_size: float) -> Interval:
    """The score interval of a sampled share between 0 and 1, as if the sample were a simple random one.

    Raises
    ------
    ValueError
        The share lies outside 0 to 1, or the sample is empty.

    Source
    ------
    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.

    Examples
    --------
    >>> low, high = interval_wilson(81 / 263, 263)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    if not (0 <= share <= 1 and 0 < sample_size < math.inf):
        raise ValueError(f"No Wilson interval of the share {share} of {sample_size}: give 0 to 1 of a sample above 0.")
    squared = _Z**2 / sample_size
    middle = (share + squared / 2) / (1 + squared)
    half = _Z * math.sqrt(share * (1 - share) / sample_size + squared / (4 * sample_size)) / (1 + squared)
    # At 0 and 1 the limit is exact; rounding must not push it past the share itself.
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def interval_garwood(count: float) -> Interval:
    """The exact interval of the mean of a Poisson count: deaths, crimes, accidents.

    Raises
    ------
    ValueError
        The count is negative or not a number.

    Source
    ------
    F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936), 437-442.

    Examples
    --------
    >>> low, high = interval_garwood(10)
    >>> round(low, 2), round(high, 2)
    (4.8, 18.39)
    """
    # Half of chi-squared's quantile at twice the freedom, as scipy.stats calculates it, which takes long to import.
    from scipy.special import gammaincinv

    if not 0 <= count < math.inf:
        raise ValueError(f"No Poisson interval of the count {count}: give 0 or more.")
    low = float(gammaincinv(count, _TAIL)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, 1 - _TAIL))


def interval_difference(
    a: float, interval_a: Interval | None, b: float, interval_b: Interval | None
) -> Interval | None:
    """The interval of ``a - b`` for two independent values; None where neither has one.

    The distances from each value to its own limits are added as squares (Newcombe's method 10 where both are Wilson's;
    the same recovery of variances from limits serves counts and surveys). A side without an interval counts as exact:
    with its own uncertainty the interval could only be wider, and never less often include 0.

    Source
    ------
    R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
    (1998), 873-890. G. Y. Zou and A. Donner, Construction of confidence limits about effect measures, Statistics in
    Medicine 27 (2008), 1693-1702.
    """
    if interval_a is None and interval_b is None:
        return None
    (low_a, high_a), (low_b, high_b) = interval_a or (a, a), interval_b or (b, b)
    difference = a - b
    return difference - math.hypot(a - low_a, high_b - b), difference + math.hypot(high_a - a, b - low_b)


def excludes_zero(interval: Interval) -> bool:
    """Whether "higher" or "lower" may be written."""
    return interval[0] > 0 or interval[1] < 0


def find_interval(
    value: float, unit: Unit, *, lower: float, upper: float, sample_size: float, numerator: float, events: bool
) -> tuple[Interval | None, Kind]:
    """The interval of one value in its own unit, and where it comes from.

    Parameters
    ----------
    value : float
        In `unit`.
    lower, upper : float
        As published; NaN where the source gives none.
    sample_size : float
        How many were asked; NaN for a full count.
    numerator : float
        The count behind a rate or share; NaN where not known.
    events : bool
        Whether what is counted are random events: deaths, crimes, accidents.

    Returns
    -------
    tuple
        The interval and ``published``, ``wilson`` or ``garwood``; None and "" where none applies.
    """
    if math.isfinite(lower) and math.isfinite(upper):
        return (lower, upper), "published"
    if unit.kind == "share" and sample_size > 0:
        return _share_interval(value, whole_of(unit), sample_size, numerator)
    if events:
        return _event_interval(value, unit, numerator)
    return None, ""


def whole_of(unit: Unit) -> float:
    """What all of something is in a unit of shares: 100 per cent, or 1."""
    return 1.0 if unit.maximum == 1 or unit.code == "RATIO_0_1" else 100.0


def _share_interval(
    value: float, whole: float, sample_size: float, numerator: float
) -> tuple[Interval | None, Kind]:
    share = numerator / sample_size if math.isfinite(numerator) else value / whole
    if not 0 <= share <= 1:
        return None, ""
    low, high = interval_wilson(share, sample_size)
    # The published share may be rounded or weighted: the interval stays around it.
    return (min(low * whole, value), max(high * whole, value)), "wilson"


def _event_interval(value: float, unit: Unit, numerator: float) -> tuple[Interval | None, Kind]:
    count = value if unit.kind == "count" else numerator
    if not count >= 0 or (count == 0 and unit.kind != "count"):
        # Behind a rate of 0 the population is not known, so neither is how high the rate might be.
        return None, ""
    low, high = interval_garwood(count)
    scale = 1.0 if unit.kind == "count" else value / count
    return (low * scale, high * scale), "garwood"
