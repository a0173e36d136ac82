"""Reads `time_period`: which days it covers, and which year stands for it.

In: `freq` and `time_period` as text. Out: `Period`. Never: a year guessed where the source states none (``_U``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from compare.catalogue.codes import PERIOD_FORMS
from compare.errors import ObservationError

_DURATION = re.compile(r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?")
_SHAPES = "2023, 2023-Q1, 2023-07, a span as 2015-04-01/P1Y, or _U where the source states no years"


@dataclass(frozen=True)
class Period:
    """The days that a value covers. All three fields are None where the source does not state the years."""

    start: date | None  #: first day
    end: date | None  #: last day
    reference_year: int | None  #: the year that holds the midpoint

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day; periods that are not stated share none."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        return self.start <= other.end and other.start <= self.end


@lru_cache(maxsize=4096)
def parse_period(freq: str, time_period: str) -> Period:
    """The days of a period.

    Parameters
    ----------
    freq : {"A", "Q", "M", "_U"}
        Year, quarter, month; ``_U`` where the source does not state the years.
    time_period : str
        As in the data contract. A span is an SDMX range: its first day, then how long it lasts.

    Raises
    ------
    ObservationError
        Another spelling, or a day that does not exist.

    Examples
    --------
    >>> parse_period("A", "2011-01-01/P5Y").reference_year
    2013
    >>> parse_period("A", "2015-04-01/P1Y").end
    datetime.date(2016, 3, 31)
    """
    form = PERIOD_FORMS.get(freq)
    if form is None or not form.fullmatch(time_period):
        raise _unreadable(freq, time_period)
    if freq == "_U":
        return Period(None, None, None)
    try:
        return _parse_span(time_period) if "/" in time_period else _parse_calendar(time_period)
    except (ValueError, OverflowError) as error:
        raise _unreadable(freq, time_period, str(error)) from error


def join_periods(first: Period, last: Period) -> str:
    """The span from the first day of `first` to the last day of `last`, as an SDMX range.

    Raises
    ------
    ObservationError
        Where a period is not stated, or `last` does not end after `first` begins.
    """
    if first.start is None or last.end is None or last.end <= first.start:
        raise ObservationError(
            f"No span can be made of two periods. Found: {first} and {last}. Give two dated periods, the earlier first."
        )
    beyond = last.end + timedelta(days=1)
    months = (beyond.year - first.start.year) * 12 + beyond.month - first.start.month
    if months < 1 or beyond.day != first.start.day:
        return f"{first.start}/P{(beyond - first.start).days}D"
    years, rest = divmod(months, 12)
    return f"{first.start}/P" + (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")


def _parse_calendar(text: str) -> Period:
    year = int(text[:4])
    if "Q" in text:
        return _covering(date(year, 3 * int(text[-1]) - 2, 1), 3, 0)
    if "-" in text:
        return _covering(date(year, int(text[5:]), 1), 1, 0)
    return _covering(date(year, 1, 1), 12, 0)


def _parse_span(text: str) -> Period:
    day, duration = text.split("/")
    matched = _DURATION.fullmatch(duration)
    years, months, days = (int(part or 0) for part in matched.groups()) if matched else (0, 0, 0)
    return _covering(date.fromisoformat(day), 12 * years + months, days)


def _covering(start: date, months: int, days: int) -> Period:
    beyond = _months_later(start, months) + timedelta(days=days)
    if beyond <= start:
        raise ValueError("the span is empty")
    return Period(start, beyond - timedelta(days=1), _midpoint(start, months, days).year)


def _midpoint(start: date, months: int, days: int) -> date:
    """Halfway by months, so that a leap day decides no year: the midpoint of two whole years opens the second."""
    halfway, odd = divmod(months, 2)
    return _months_later(start, halfway) + timedelta(days=15 * odd + days // 2)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _unreadable(freq: str, time_period: str, why: str = "") -> ObservationError:
    because = f" ({why})" if why else ""
    return ObservationError(
        f"The period {time_period!r} of freq {freq!r} cannot be read{because}. Expected is {_SHAPES}. "
        "Mend it in data/transcribed."
    )
