"""Whether the two sides of a pair move together or apart.

In: a graded `Pair` with the histories of both sides. Out: `converge`.
Never: a pair of two levels, a year that only one side has, a value that is approximate, a limit or indicative.
"""

from __future__ import annotations

import math

from compare.comparison.model import Movement, Pair, Side, is_about

MINIMUM_COMMON_YEARS = 3
MINIMUM_SPAN = 4
#: The distance must change by more than this share of the larger of the two distances ...
CHANGE_OF_GAP = 0.1
#: ... and by more than this share of the largest value, so that two nearly equal series are not called moving.
CHANGE_OF_LEVEL = 0.01
_COLUMNS = ("reference_year", "obs_value", "freq", "obs_status", "qualifier", "indicative", "comment_obs")


def converge(pair: Pair) -> Movement:
    """Compare the distance between the two sides at their first and at their last common year.

    Assessed for pairs of one level that carry a difference (graded A to C, no limits, no small counts) with at least
    three common years over at least four, all after the last break of either series. ``together``: the distance became
    smaller; ``apart``: larger; in both cases by more than a tenth of the larger distance and more than a hundredth of
    the largest value; else ``parallel``. Two sides that changed places at an equal distance did not run parallel:
    ``not_assessed``.
    """
    if pair.level not in ("city", "region", "country") or pair.gap is None:
        return "not_assessed"
    a, b = _values_by_year(pair.a), _values_by_year(pair.b)
    years = sorted(a.keys() & b.keys())
    if len(years) < MINIMUM_COMMON_YEARS or years[-1] - years[0] < MINIMUM_SPAN:
        return "not_assessed"
    first, last = (a[year] - b[year] for year in (years[0], years[-1]))
    largest = max(abs(side[year]) for side in (a, b) for year in (years[0], years[-1]))
    change = abs(last) - abs(first)
    if abs(change) > max(CHANGE_OF_GAP * max(abs(first), abs(last)), CHANGE_OF_LEVEL * largest):
        return "apart" if change > 0 else "together"
    crossed = first * last < 0 and min(abs(first), abs(last)) > CHANGE_OF_LEVEL * largest
    return "not_assessed" if crossed else "parallel"


def _values_by_year(side: Side) -> dict[int, float]:
    """Year -> value, for years of which there is one annual, exact, plain value after the last break."""
    values: dict[int, float] = {}
    twice: set[int] = set()
    columns = [side.history[name].tolist() for name in _COLUMNS]
    for stated, value, freq, status, qualifier, indicative, comment in zip(*columns, strict=True):
        if math.isnan(stated):
            continue
        year = int(stated)
        if "B" in status:
            # A break cuts the series: what came before is another one. Rows are sorted by time.
            values.clear()
        measured = math.isfinite(value) and freq == "A" and status != "F" and not qualifier
        if measured and not indicative and not is_about(status, comment):
            twice |= {year} & values.keys()
            values[year] = value
    return {year: value for year, value in values.items() if year not in twice}
