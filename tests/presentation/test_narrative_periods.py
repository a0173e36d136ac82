"""Spans of time: a long period is told by its own years."""

from __future__ import annotations

import pytest
from narrative_stage import EN, SV

from compare.presentation.narrative_periods import list_years, tell_years


@pytest.mark.parametrize(
    ("periods", "sv", "en"),
    [
        (["1921-01-01/P65Y"], "1921–1985", "1921–1985"),
        (["2011-01-01/P12Y"], "2011–2022", "2011–2022"),
        (["2012-04-01/P1Y"], "2012/13", "2012/13"),
        (["2018-04-01/P1Y", "2012-04-01/P1Y"], "2012/13–2018/19", "2012/13–2018/19"),
        (["2018-04-01/P1Y", "2024"], "2018/19–2024", "2018/19–2024"),
        (["2005", "1998"], "1998–2005", "1998–2005"),
        (["2005", "2005"], "2005", "2005"),
        (["2023-12"], "december 2023", "December 2023"),
        (["2023-12", "2018-01"], "2018–2023", "2018–2023"),
        (["2023-Q1", "2023-Q3"], "2023", "2023"),
        (["_U"], "år anges inte", "years not stated"),
        (["_U", "2020"], "2020", "2020"),
        ([], "år anges inte", "years not stated"),
    ],
)
def test_a_span_goes_from_the_first_day_to_the_last(periods, sv, en):
    """Years, budget years, months and long periods; nothing is said of a year where none is stated."""
    assert tell_years(periods, SV) == sv
    assert tell_years(periods, EN) == en


def test_a_period_covers_every_year_that_it_touches():
    """Five years are five, a budget year two, none stated none."""
    assert list_years(["2011-01-01/P5Y"]) == {2011, 2012, 2013, 2014, 2015}
    assert list_years(["2012-04-01/P1Y", "2020-Q4"]) == {2012, 2013, 2020}
    assert list_years(["_U"]) == frozenset()
