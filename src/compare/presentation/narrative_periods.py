"""Spans of time in words: from when to when figures are, as their periods say and not by a year that stands for them.

In: periods as `time_period` has them, or plain years. Out: `tell_years`, `tell_span`, `tell_year`,
`list_years`.
Never: the middle year of a long period printed as the year of the figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from compare.observations.periods import Period, parse_period
from compare.presentation.language import Language


def tell_years(time_periods: Iterable[str], language: Language) -> str:
    """From when to when figures are: ``1921–1985``, ``2012/13–2018/19``, ``December 2023``; that it is not stated.

    Examples
    --------
    >>> from compare.presentation.language import speak
    >>> tell_years(["1921-01-01/P65Y"], speak("en")), tell_years(["2012-04-01/P1Y", "2015"], speak("en"))
    ('1921–1985', '2012/13–2015')
    """
    known = {item: period for item in time_periods if (period := _parse(item)).start is not None}
    if not known:
        return language.text("years not stated")
    if len(known) == 1:
        return language.period(next(iter(known)))
    first = min(known.items(), key=lambda item: item[1].start)
    last = max(known.items(), key=lambda item: item[1].end)
    opening, closing = _tell_start(*first), _tell_end(*last)
    return opening if opening == closing else f"{opening}–{closing}"


def tell_span(years: Iterable[int], language: Language) -> str:
    """The first and last of some years: ``1998–2023``; that they are not stated where there are none."""
    known = sorted({int(year) for year in years if not math.isnan(year)})
    if not known:
        return language.text("years not stated")
    return str(known[0]) if known[0] == known[-1] else f"{known[0]}–{known[-1]}"


def tell_year(time_period: str, reference_year: int, language: Language) -> str:
    """The year that a figure counts as, told as the span that it is of where it is of no single year.

    Examples
    --------
    >>> from compare.presentation.language import speak
    >>> tell_year("2018-04-01/P1Y", 2018, speak("en")), tell_year("2018-03", 2018, speak("en"))
    ('2018/19', '2018')
    """
    return language.period(time_period) if "/" in time_period else str(reference_year)


def list_years(time_periods: Iterable[str]) -> frozenset[int]:
    """Every year that one of the periods touches; none for a period that is not stated."""
    periods = [_parse(item) for item in time_periods]
    return frozenset(
        year for period in periods if period.start is not None for year in range(period.start.year, period.end.year + 1)
    )


def _parse(time_period: str) -> Period:
    """The days of a period whose frequency its spelling tells."""
    if time_period == "_U":
        return parse_period("_U", time_period)
    if "/" in time_period or "-" not in time_period:
        return parse_period("A", time_period)
    return parse_period("Q" if "Q" in time_period else "M", time_period)


def _tell_start(time_period: str, period: Period) -> str:
    """The year that a period opens in; a budget year as one: ``2012/13``."""
    year = period.start.year
    return f"{year}/{(year + 1) % 100:02d}" if _is_broken(time_period, period) else str(year)


def _tell_end(time_period: str, period: Period) -> str:
    year = period.end.year
    return f"{year - 1}/{year % 100:02d}" if _is_broken(time_period, period) else str(year)


def _is_broken(time_period: str, period: Period) -> bool:
    """Whether a period is of whole years that begin in another month than January."""
    return "/" in time_period and time_period.endswith("Y") and period.start.month > 1
