"""A period is read as the days that it covers, and the year that stands for it."""

from __future__ import annotations

from datetime import date

import pytest

from compare.errors import ObservationError
from compare.observations.periods import Period, join_periods, parse_period


@pytest.mark.parametrize(
    ("freq", "text", "start", "end", "year"),
    [
        ("A", "2023", date(2023, 1, 1), date(2023, 12, 31), 2023),
        ("Q", "2023-Q1", date(2023, 1, 1), date(2023, 3, 31), 2023),
        ("Q", "2024-Q4", date(2024, 10, 1), date(2024, 12, 31), 2024),
        ("M", "2023-07", date(2023, 7, 1), date(2023, 7, 31), 2023),
        ("M", "2024-02", date(2024, 2, 1), date(2024, 2, 29), 2024),
        ("M", "2023-12", date(2023, 12, 1), date(2023, 12, 31), 2023),
        ("A", "2015-04-01/P1Y", date(2015, 4, 1), date(2016, 3, 31), 2015),
        ("A", "2015-10-01/P1Y", date(2015, 10, 1), date(2016, 9, 30), 2016),
        ("A", "2011-01-01/P5Y", date(2011, 1, 1), date(2015, 12, 31), 2013),
        ("A", "2021-01-01/P2Y6M", date(2021, 1, 1), date(2023, 6, 30), 2022),
        ("A", "2020-01-01/P2Y", date(2020, 1, 1), date(2021, 12, 31), 2021),
        ("A", "2021-01-01/P2Y", date(2021, 1, 1), date(2022, 12, 31), 2022),
        ("Q", "2023-07-01/P3M", date(2023, 7, 1), date(2023, 9, 30), 2023),
        ("M", "2023-12-17/P30D", date(2023, 12, 17), date(2024, 1, 15), 2024),
        ("A", "2024-02-29/P1Y", date(2024, 2, 29), date(2025, 2, 27), 2024),
    ],
)
def test_each_spelling_gives_its_days_and_its_year(freq: str, text: str, start: date, end: date, year: int) -> None:
    """First day, last day, and the year that holds the midpoint."""
    assert parse_period(freq, text) == Period(start, end, year)


def test_years_that_are_not_stated_stay_unknown() -> None:
    """No year is invented for a climatology."""
    assert parse_period("_U", "_U") == Period(None, None, None)


@pytest.mark.parametrize(
    ("freq", "text"),
    [
        ("A", "2023/24"), ("A", "2015/16"), ("A", "23"), ("A", "2023-Q1"), ("A", "_U"), ("A", ""), ("A", " 2023"),
        ("Q", "2023-Q5"), ("Q", "2023"), ("M", "2023-13"), ("M", "2023-7"), ("_U", "2023"), ("Y", "2023"), ("", "2023"),
        ("A", "2015-02-30/P1Y"), ("A", "2015-04-01/P"), ("A", "2015-04-01/P0Y"), ("A", "2015-04-01/1Y"),
        ("A", "0000"), ("A", "2015-04-01/P9999Y"), ("A", "٢٠٢٣"),
    ],
)  # fmt: skip
def test_anything_else_is_an_error_that_names_it(freq: str, text: str) -> None:
    """The period, its freq, what is expected, and where to mend it."""
    with pytest.raises(ObservationError) as caught:
        parse_period(freq, text)

    for part in (repr(text), repr(freq), "2015-04-01/P1Y", "data/transcribed"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("2011-01-01/P5Y", "2015", True),
        ("2011-01-01/P5Y", "2016", False),
        ("2015-04-01/P1Y", "2016", True),
        ("2015-04-01/P1Y", "2014", False),
        ("2015", "2015", True),
        ("2013-01-01/P3Y", "2015-12-31/P1D", True),
    ],
)
def test_overlap_is_a_day_in_common_and_the_same_from_both_sides(first: str, second: str, shared: bool) -> None:
    """The last day counts."""
    a, b = parse_period("A", first), parse_period("A", second)

    assert a.overlaps(b) is shared
    assert b.overlaps(a) is shared


def test_periods_that_are_not_stated_overlap_nothing() -> None:
    """Not even one another: whether they may stand side by side is decided by their release."""
    unknown = parse_period("_U", "_U")

    assert not unknown.overlaps(unknown)
    assert not unknown.overlaps(parse_period("A", "2023"))


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        (("A", "2011"), ("A", "2022"), "2011-01-01/P12Y"),
        (("A", "2022"), ("A", "2023"), "2022-01-01/P2Y"),
        (("A", "2015-04-01/P1Y"), ("A", "2017-04-01/P1Y"), "2015-04-01/P3Y"),
        (("Q", "2022-Q4"), ("Q", "2023-Q1"), "2022-10-01/P6M"),
        (("M", "2022-11"), ("A", "2024"), "2022-11-01/P2Y2M"),
        (("A", "2023-01-05/P10D"), ("A", "2023-02-01/P1D"), "2023-01-05/P28D"),
    ],
)
def test_two_periods_join_to_the_span_that_holds_both(
    first: tuple[str, str], last: tuple[str, str], span: str
) -> None:
    """From the first day to the last, and readable again."""
    early, late = parse_period(*first), parse_period(*last)

    assert join_periods(early, late) == span
    joined = parse_period("A", span)
    assert (joined.start, joined.end) == (early.start, late.end)


def test_no_span_is_made_of_unknown_or_reversed_periods() -> None:
    """Two `_U`, or a later period first, are an error."""
    for first, last in ((("_U", "_U"), ("A", "2022")), (("A", "2022"), ("A", "2011"))):
        with pytest.raises(ObservationError, match="No span"):
            join_periods(parse_period(*first), parse_period(*last))
