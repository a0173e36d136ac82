"""Where a series is heading: the linear pace towards a target, with two other methods as second opinions.

In: dated values, a direction and a target. Out: `linear_pace`, `assess_trend` -> `Trend`.
Never: an arrow without enough observations, an arrow towards a benchmark that has no year, a sign without its reasons.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from compare.catalogue.models import Direction
from compare.comparison.gaps import find_remaining
from compare.comparison.model import Sign, Trend
from compare.comparison.opinions import count_agreement, find_compound_class, find_un_class
from compare.comparison.trend_points import Row, Selection, read_rows, select_rows
from compare.errors import ObservationError, UnknownCodeError

if TYPE_CHECKING:
    import pandas as pd

DIRECTIONS: tuple[Direction, ...] = ("higher", "lower", "value", "none")
#: Two numbers that differ by less than this share of the largest are one number, written twice by a computer.
_SAME = 1e-9


def linear_pace(
    x0: float,
    t0: float,
    x1: float,
    t1: float,
    *,
    target_value: float,
    direction: Direction,
    target_year: float = 2030,
) -> Sign:
    """The bare rule: the change a year kept since the first value, against the change a year needed to the target.

    In this order, everything signed so that up is good: the last value has reached the target -> ``achieved`` (even
    if it is falling); moving the wrong way -> ``moving_away``; at least the pace needed -> ``on_track``; at least half
    of it -> ``moderate``; less -> ``stagnating``. No minimum of observations or years.

    Parameters
    ----------
    x0, x1 : float
        First and last value.
    t0, t1 : float
        Their years.
    target_value : float
        The value to reach in `target_year`, in the unit of the values.
    direction : {"higher", "lower", "value", "none"}
        Which way is good; for ``value``, nearer to the target from either side.

    Returns
    -------
    str
        ``not_assessed`` where a number is not finite, the years do not go forward or direction is ``none``.

    Raises
    ------
    UnknownCodeError
        Another direction.

    Source
    ------
    Sustainable Development Report, trend assessment of the SDG Index, on raw values (the normalisation cancels out).

    Examples
    --------
    >>> linear_pace(22.0, 2015, 14.9, 2023, target_value=5, direction="lower")
    'moderate'
    """
    _check_direction(direction)
    if direction == "none" or not all(math.isfinite(number) for number in (x0, t0, x1, t1, target_value, target_year)):
        return "not_assessed"
    remaining = [find_remaining(x, target_value, direction, None) for x in (x0, x1)]
    scale = max(abs(x0), abs(x1), abs(target_value))
    return _find_pace(remaining, (t0, t1, target_year), scale).sign


def assess_trend(
    observations: pd.DataFrame,
    *,
    target_value: float | None,
    direction: Direction,
    base_year: int = 2015,
    target_year: int | None = 2030,
    minimum_observations: int = 3,
    minimum_years: int = 4,
    band: tuple[float, float] | None = None,
    bounds: tuple[float, float] | None = None,
) -> Trend:
    """Where a series is heading, or why that cannot be said.

    Parameters
    ----------
    observations : pandas.DataFrame
        One series of one area, one row per period, in any order. Needs `time_period` and `obs_value`. Used where they
        are there: `freq`, `obs_status` (B cuts the series, F is no observation), `qualifier` (a limit is no end
        point), `confidence` (low is left out), `comment_obs` ("About 2012" is left out).
    target_value : float or None
        The value to reach; without one the compound rate alone is told, and there is no sign.
    direction : {"higher", "lower", "value", "none"}
        Which way is good.
    base_year : int
        The first value is the one of this year, or the nearest after.
    target_year : int or None
        When the target is to be reached; a benchmark without a year gives no sign.
    minimum_observations, minimum_years : int
        Fewer observations, or fewer years from first to last, give no sign.
    band : tuple of float, optional
        For direction ``value``: inside it is achieved, outside the distance to its nearer edge counts. The target
        itself where None.
    bounds : tuple of float, optional
        Least and greatest possible value of a share: near them no rate of change is computed.

    Raises
    ------
    ObservationError
        A column is missing, a cell is no number or period, a period stands twice, frequencies are mixed, or the
        target is not finite.
    UnknownCodeError
        Another direction.
    """
    _check_direction(direction)
    _check_target(target_value, band)
    selected = select_rows(
        read_rows(observations),
        base_year=base_year,
        minimum_observations=minimum_observations,
        minimum_years=minimum_years,
    )
    trend = _describe(selected, direction, target_value, target_year)
    if direction == "none" or selected.reason:
        return replace(trend, reason="direction_none" if direction == "none" else selected.reason)
    if target_value is None and band is None:
        return replace(trend, reason="no_target", methods=_ask_others(selected.rows, direction, None, None, bounds))
    if target_year is None:
        return replace(trend, reason="no_target_year")
    return _assess(trend, selected.rows, band, bounds)


class _Pace(NamedTuple):
    sign: Sign
    kept: float | None = None
    needed: float | None = None


def _find_pace(remaining: Sequence[float], years: tuple[float, float, float], scale: float) -> _Pace:
    """The rule itself, on what remained at the first and the last value; `scale` is the size of the numbers."""
    first, last = remaining
    t0, t1, target_year = years
    nothing = _SAME * scale
    kept = (first - last) / (t1 - t0) if t1 > t0 else None
    needed = first / (target_year - t0) if target_year > t0 else None
    if last <= nothing:
        return _Pace("achieved", kept, needed)
    if kept is None or needed is None or not math.isfinite(kept) or not math.isfinite(needed):
        return _Pace("not_assessed", kept, needed)
    if first - last < -nothing:
        return _Pace("moving_away", kept, needed)
    ratio = kept / needed
    if ratio >= 1 - _SAME:
        return _Pace("on_track", kept, needed)
    return _Pace("moderate" if ratio >= 0.5 - _SAME else "stagnating", kept, needed)


def _assess(
    trend: Trend, rows: Sequence[Row], band: tuple[float, float] | None, bounds: tuple[float, float] | None
) -> Trend:
    """The sign, from observations that suffice."""
    pace = _pace_of(rows, trend, band)
    past = trend.target_year is not None and rows[-1].year is not None and rows[-1].year >= trend.target_year
    if pace.sign == "not_assessed" or (past and pace.sign != "achieved"):
        return replace(trend, reason="target_past" if past else "too_short", pace=pace.kept, needed=pace.needed)
    others = _ask_others(rows, trend.direction, trend.target_value, trend.target_year, bounds)
    methods = {"linear_pace": str(pace.sign), **others}
    without_ends = (_pace_of(part, trend, band).sign for part in (rows[:-1], rows[1:]) if len(part) > 1)
    return replace(
        trend,
        sign=pace.sign,
        methods=methods,
        agreement=count_agreement(pace.sign, methods),
        stable=all(sign == pace.sign for sign in without_ends),
        pace=pace.kept,
        needed=pace.needed,
    )


def _pace_of(rows: Sequence[Row], trend: Trend, band: tuple[float, float] | None) -> _Pace:
    first, last = rows[0], rows[-1]
    remaining = [find_remaining(row.value, trend.target_value, trend.direction, band) for row in (first, last)]
    edges = band or (trend.target_value, trend.target_value)
    scale = max(abs(number) for number in (first.value, last.value, *edges) if number is not None)
    return _find_pace(remaining, (first.year, last.year, trend.target_year), scale)


def _ask_others(
    rows: Sequence[Row],
    direction: str,
    target_value: float | None,
    target_year: int | None,
    bounds: tuple[float, float] | None,
) -> dict[str, str]:
    first, last = rows[0], rows[-1]
    years = {
        "years": last.year - first.year,
        "years_to_target": None if target_year is None else target_year - first.year,
    }
    return {
        name: ask(first.value, last.value, target=target_value, direction=direction, bounds=bounds, **years)
        for name, ask in (("compound_rate", find_compound_class), ("un_progress", find_un_class))
    }


def _describe(
    selected: Selection, direction: Direction, target_value: float | None, target_year: int | None
) -> Trend:
    """All that can be said before there is a sign."""
    dated = [row for row in selected.rows if row.year is not None]
    return Trend(
        sign="not_assessed",
        first=(dated[0].year, dated[0].value) if dated else None,
        last=(dated[-1].year, dated[-1].value) if dated else None,
        observations=len(dated),
        direction=direction,
        target_value=target_value,
        target_year=target_year,
    )


def _check_direction(direction: str) -> None:
    if direction not in DIRECTIONS:
        raise UnknownCodeError("direction", direction, DIRECTIONS)


def _check_target(target_value: float | None, band: tuple[float, float] | None) -> None:
    numbers = [number for number in (target_value, *(band or ())) if number is not None]
    if not all(math.isfinite(number) for number in numbers) or (band is not None and band[0] > band[1]):
        raise ObservationError(
            f"A trend needs a finite target. Found: target_value={target_value}, band={band}. "
            "Give a number, or None where there is no target."
        )
