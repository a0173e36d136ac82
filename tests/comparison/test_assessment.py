"""The linear pace and the trend, worked out by hand from the rule: pace kept, pace needed, and what is left out."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from compare.comparison.assessment import assess_trend, linear_pace
from compare.comparison.model import Trend
from compare.errors import ObservationError, UnknownCodeError


@pytest.mark.parametrize(
    ("x0", "x1", "target", "direction", "sign"),
    [  # 2015 to 2023, target year 2030: the pace needed is (target - x0) / 15, the pace kept (x1 - x0) / 8
        (22.0, 14.9, 5.0, "lower", "moderate"),  # 7.1/8 = 0.8875 of 17/15 = 1.1333: 0.78
        (8.0, 11.7, 5.0, "lower", "moving_away"),
        (10.0, 6.0, 0.0, "lower", "moderate"),  # 0.5 of 0.6667: 0.75
        (60.0, 84.0, 100.0, "higher", "on_track"),  # 3 of 2.667: 1.125
        (0.0, 8.0, 15.0, "higher", "on_track"),  # exactly 1
        (0.0, 4.0, 15.0, "higher", "moderate"),  # exactly 0.5
        (0.0, 3.99, 15.0, "higher", "stagnating"),  # just under 0.5
        (50.0, 50.0, 100.0, "higher", "stagnating"),  # no change at all
        (4.0, 4.5, 5.0, "lower", "achieved"),  # there already, even if going the wrong way
        (10.0, 5.0, 5.0, "lower", "achieved"),  # exactly there
        (4.0, 6.0, 5.0, "lower", "moving_away"),  # was there, is no more
        (-3.0, 1.0, 3.0, "higher", "on_track"),  # from below zero: 0.5 of 0.4
        (-10.0, -6.0, 0.0, "higher", "moderate"),
        (25.0, 33.0, 50.0, "value", "moderate"),  # 1 of 1.667 = 0.6, from below
        (75.0, 67.0, 50.0, "value", "moderate"),  # the same from above
        (45.0, 57.0, 50.0, "value", "moving_away"),  # 5 away, then 7 away on the other side
        (22.0, 14.9, 5.0, "none", "not_assessed"),
    ],
)
def test_linear_pace(x0: float, x1: float, target: float, direction: str, sign: str) -> None:
    """The order of the rule: achieved, moving away, on track, moderate, stagnating."""
    assert linear_pace(x0, 2015, x1, 2023, target_value=target, direction=direction) == sign


def test_swapping_the_direction_swaps_the_judgement() -> None:
    """The same numbers, good the other way round."""
    falling = {"x0": 22.0, "t0": 2015, "x1": 14.9, "t1": 2023}
    assert linear_pace(**falling, target_value=5, direction="lower") == "moderate"
    assert linear_pace(**falling, target_value=30, direction="higher") == "moving_away"


def test_the_bare_rule_has_no_minimum() -> None:
    """Two years suffice for whoever checks it against published arrows."""
    needs_one_a_year = {"x0": 10.0, "t0": 2021, "t1": 2022, "target_value": 1, "direction": "lower"}
    assert linear_pace(x1=9.0, **needs_one_a_year) == "on_track"
    assert linear_pace(x1=9.4, **needs_one_a_year) == "moderate"


@pytest.mark.parametrize(
    "case",
    [
        {"x0": math.nan},
        {"x1": math.inf},
        {"target_value": -math.inf},
        {"t1": 2015},  # no time has passed
        {"t1": 2014},  # time runs backwards
        {"target_year": 2015},  # nothing can be needed in no time
    ],
)
def test_the_bare_rule_says_nothing_of_what_means_nothing(case: dict[str, float]) -> None:
    """Not assessed, and no division by zero."""
    numbers = {"x0": 10.0, "t0": 2015, "x1": 9.0, "t1": 2023, "target_value": 5.0, **case}
    assert linear_pace(**numbers, direction="lower") == "not_assessed"


def series(points: dict[object, object], **columns: object) -> pd.DataFrame:
    """A frame with the two needed columns, and others with one value or one per row."""
    return pd.DataFrame({"time_period": list(points), "obs_value": list(points.values()), **columns})


PLACE_A = {2015: 22.0, 2017: 20.1, 2019: 18.0, 2021: 16.4, 2023: 14.9}
PLACE_B = {2015: 8.0, 2017: 8.9, 2019: 9.6, 2021: 10.8, 2023: 11.7}


def assess(points: dict[object, object], columns: dict[str, object] | None = None, **changes: object) -> Trend:
    """Towards 5, lower is better, unless `changes` say otherwise."""
    return assess_trend(series(points, **(columns or {})), **{"target_value": 5.0, "direction": "lower", **changes})


def test_a_fall_towards_the_target_is_an_improvement() -> None:
    """All components are there: values, years, pace, needed, target, methods."""
    trend = assess(PLACE_A)
    assert (trend.sign, trend.reason) == ("moderate", "")
    assert (trend.first, trend.last, trend.observations) == ((2015, 22.0), (2023, 14.9), 5)
    assert trend.pace == pytest.approx(0.8875)
    assert trend.needed == pytest.approx(17 / 15)
    assert (trend.target_value, trend.target_year, trend.direction) == (5.0, 2030, "lower")


def test_a_rise_away_from_the_target_moves_away() -> None:
    """All three methods say so."""
    trend = assess(PLACE_B)
    assert trend.sign == "moving_away"
    assert trend.methods == {
        "linear_pace": "moving_away",
        "compound_rate": "movement_away",
        "un_progress": "stagnation_or_regression",
    }
    assert trend.agreement == (3, 3)


def test_a_trend_is_frozen() -> None:
    """Nobody changes an arrow after it was assessed."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        assess(PLACE_A).sign = "on_track"


def test_the_methods_can_disagree() -> None:
    """22 to 14.9: linear 0.78; compound rates -4.75 and -9.41 % a year: 0.505; UN share (10.6 - 22) / -17 = 0.67."""
    trend = assess(PLACE_A)
    assert trend.methods["compound_rate"] == "insufficient_progress"
    assert trend.methods["un_progress"] == "fair_progress"
    assert trend.agreement == (2, 3)


@pytest.mark.parametrize(
    ("points", "changes", "reason"),
    [
        ({}, {}, "too_few"),
        ({2015: 22.0}, {}, "too_few"),
        ({2015: 22.0, 2022: 15.0}, {}, "too_few"),  # a census: told in words, no arrow
        ({2015: 22.0, 2019: math.nan, 2022: 15.0}, {}, "too_few"),  # what is missing is not counted
        ({2015: math.nan, 2019: math.nan, 2022: None}, {}, "too_few"),
        ({2001: 40.0, 2011: 30.0, 2022: 15.0}, {}, "too_few"),  # one since the base year
        ({2015: 22.0, 2016: 21.0, 2018: 15.0}, {}, "too_short"),  # three years
        ({2015: 22.0, 2016: math.inf, 2019: 15.0}, {}, "not_finite"),
        ({2015: 22.0, 2017: 20.0, 2019: -math.inf}, {}, "not_finite"),
        (PLACE_A, {"direction": "none"}, "direction_none"),
        (PLACE_A, {"target_value": None}, "no_target"),
        (PLACE_A, {"target_year": None}, "no_target_year"),
        (PLACE_A, {"target_year": 2020}, "target_past"),
        (PLACE_A, {"target_year": 2023}, "target_past"),
        (PLACE_A, {"target_year": 2010}, "target_past"),
        ({"2015-Q1": 22.0, "2017-Q1": 20.0, "2023-Q1": 15.0}, {}, "not_annual"),
        ({"_U": 22.0}, {"minimum_observations": 1, "minimum_years": 0}, "not_dated"),
        ({2015: 22.0}, {"minimum_observations": 0, "minimum_years": 0}, "too_short"),
    ],
)
def test_why_there_is_no_arrow(points: dict[object, object], changes: dict[str, object], reason: str) -> None:
    """Not assessed, with the reason, and no sign of anything else."""
    trend = assess(points, **changes)
    assert (trend.sign, trend.reason, trend.stable, trend.agreement) == ("not_assessed", reason, None, (0, 0))


def test_an_empty_frame_needs_no_columns() -> None:
    """Nothing asked, nothing found."""
    assert assess_trend(pd.DataFrame(), target_value=5.0, direction="lower").reason == "too_few"


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"obs_status": ["A", "A", "A", "B", "A"]}, "series_break"),
        ({"obs_status": ["A", "A", "A", "BP", "A"]}, "series_break"),  # a second flag hides no break
        ({"obs_status": ["A", "A", "F", "F", "F"]}, "projection"),
        ({"confidence": ["high", "low", "low", "low", "high"]}, "indicative"),
        ({"indicative": [False, True, True, True, False]}, "indicative"),
        ({"obs_status": "E", "comment_obs": ["", "About 2017", "about 2019", "About 2021", ""]}, "not_dated"),
        ({"qualifier": ["", "", "", "", "<"]}, "censored"),
        ({"qualifier": [">", "", "", "", ""]}, "censored"),
        ({"freq": "Q", "time_period": ["2015-Q1", "2017-Q1", "2019-Q1", "2021-Q1", "2023-Q1"]}, "not_annual"),
    ],
)
def test_what_the_other_columns_take_away(columns: dict[str, object], reason: str) -> None:
    """Each column of the contract counts where it is there."""
    frame = series(PLACE_A).assign(**columns)
    assert assess_trend(frame, target_value=5.0, direction="lower").reason == reason


@pytest.mark.parametrize(
    ("columns", "first", "last"),
    [
        ({"obs_status": ["A", "B", "A", "A", "A"]}, (2017, 20.1), (2023, 14.9)),  # the break opens the new series
        ({"obs_status": ["A", "A", "A", "A", "F"]}, (2015, 22.0), (2021, 16.4)),
        ({"confidence": ["low", "high", "high", "high", "high"]}, (2017, 20.1), (2023, 14.9)),
        ({"qualifier": ["", "", "<", "", ""]}, (2015, 22.0), (2023, 14.9)),
        ({"obs_status": "E", "comment_obs": ["About 2015", "", "", "", ""]}, (2017, 20.1), (2023, 14.9)),
        ({"obs_status": "E", "comment_obs": "A note about the method"}, (2015, 22.0), (2023, 14.9)),
    ],
)
def test_what_is_left_still_makes_a_trend(columns: dict[str, object], first: tuple, last: tuple) -> None:
    """Where enough remains, the ends are those of what remains."""
    trend = assess_trend(series(PLACE_A).assign(**columns), target_value=5.0, direction="lower")
    assert (trend.reason, trend.first, trend.last) == ("", first, last)


def test_two_points_can_be_told_without_an_arrow() -> None:
    """A census of 2011 and one of 2022: first and last are there for a sentence, the sign is not."""
    trend = assess({2011: 98961.0, 2022: 103417.0})
    assert (trend.sign, trend.first, trend.last) == ("not_assessed", (2011, 98961.0), (2022, 103417.0))


def test_the_first_value_is_of_2015_or_the_nearest_after() -> None:
    """What lies before is another time."""
    assert assess({2000: 90.0, 2016: 22.0, 2019: 18.0, 2023: 14.9}).first == (2016, 22.0)
    assert assess({2000: 90.0, 2016: 22.0, 2023: 14.9}, base_year=2000).first == (2000, 90.0)


def test_empty_years_are_no_observations() -> None:
    """2011-13 and 2021-23 are six observations, not thirteen; three of them since 2015, over two years."""
    trend = assess({2011: 31.0, 2012: 31.4, 2013: 31.9, 2021: 38.2, 2022: 38.8, 2023: 39.0}, direction="higher")
    assert trend.reason == "too_short"
    assert trend.observations == 6


@pytest.mark.parametrize(
    ("points", "stable"),
    [
        ({2015: 22.0, 2017: 20.1, 2019: 18.0, 2021: 16.4, 2023: 14.9}, True),
        # Without the last: 22 to 21.8 in six years, stagnating.
        ({2015: 22.0, 2017: 21.9, 2019: 21.9, 2021: 21.8, 2023: 14.9}, False),
        # Without the first: 12 to 14.9, moving away.
        ({2015: 22.0, 2017: 12.0, 2019: 13.0, 2021: 17.0, 2023: 14.9}, False),
    ],
)
def test_an_arrow_that_hangs_on_one_end_is_unstable(points: dict[int, float], stable: bool) -> None:
    """Drop the last, then the first: does the class change?"""
    trend = assess(points)
    assert (trend.sign, trend.stable) == ("moderate", stable)


BAND = {"direction": "value", "target_value": 50.0, "band": (40.0, 60.0)}


@pytest.mark.parametrize(
    ("points", "sign"),
    [
        ({2015: 25.0, 2019: 33.0, 2023: 45.0}, "achieved"),
        ({2015: 75.0, 2019: 65.0, 2023: 60.0}, "achieved"),  # the edge is inside
        ({2015: 25.0, 2019: 29.0, 2023: 33.0}, "on_track"),  # 8 in 8 years of 15 in 15
        ({2015: 25.0, 2019: 27.0, 2023: 29.0}, "moderate"),  # exactly half
        ({2015: 25.0, 2019: 26.0, 2023: 27.0}, "stagnating"),
        ({2015: 75.0, 2019: 78.0, 2023: 80.0}, "moving_away"),
        ({2015: 50.0, 2019: 61.0, 2023: 63.0}, "moving_away"),
    ],
)
def test_a_target_that_is_a_value_has_a_band(points: dict[int, float], sign: str) -> None:
    """Inside is achieved; outside, the distance to the nearer edge counts. Rates say nothing here."""
    trend = assess(points, **BAND)
    assert trend.sign == sign
    assert trend.methods["compound_rate"] == trend.methods["un_progress"] == "not_applicable"
    assert trend.agreement == (1, 1)


def test_a_value_without_a_band_is_its_own_target() -> None:
    """50 itself, from either side."""
    assert assess({2015: 25.0, 2019: 33.0, 2023: 41.0}, direction="value", target_value=50.0).sign == "on_track"


def test_a_reached_target_is_achieved_even_when_its_year_has_passed() -> None:
    """Order of the rule: reaching it comes first."""
    trend = assess({2015: 22.0, 2019: 6.0, 2023: 4.0}, target_year=2020)
    assert (trend.sign, trend.reason) == ("achieved", "")


def test_zero_and_negative_values_have_a_pace_and_no_rate() -> None:
    """The linear pace knows no zero; the rates are not applicable, and never patched."""
    trend = assess({2015: 0.0, 2019: 2.0, 2023: 4.0}, target_value=10.0, direction="higher")
    assert (trend.sign, trend.agreement) == ("moderate", (1, 1))
    trend = assess({2015: -4.0, 2019: -2.0, 2023: 1.0}, target_value=2.0, direction="higher")
    assert (trend.sign, trend.agreement) == ("on_track", (1, 1))


def test_towards_zero_the_compound_rate_is_not_applicable() -> None:
    """10 to 6 in eight years: moderate by the linear pace, fair by the UN's; no compound rate reaches zero."""
    trend = assess({2015: 10.0, 2019: 8.0, 2023: 6.0}, target_value=0.0)
    assert trend.methods == {
        "linear_pace": "moderate", "compound_rate": "not_applicable", "un_progress": "fair_progress",
    }  # fmt: skip
    assert trend.agreement == (2, 2)


def test_shares_near_their_bounds_have_no_rate() -> None:
    """95 to 97 % of 100: percentage points a year, never a rate of change."""
    points = {2015: 95.0, 2019: 96.0, 2023: 97.0}
    near = assess(points, target_value=100.0, direction="higher", bounds=(0, 100))
    assert near.agreement == (1, 1)
    assert near.pace == pytest.approx(0.25)
    middle = assess({2015: 40.0, 2019: 45.0, 2023: 50.0}, target_value=60.0, direction="higher", bounds=(0, 100))
    assert middle.agreement[1] == 3


def test_without_a_target_the_compound_rate_alone_is_told() -> None:
    """No sign, and a class of its own: -4.75 % a year where lower is better."""
    trend = assess(PLACE_A, target_value=None)
    assert trend.methods == {"compound_rate": "significant_progress", "un_progress": "not_applicable"}


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (series({2015: 22.0}).drop(columns="obs_value"), "Missing: obs_value"),
        (series({2015: 22.0}).drop(columns="time_period"), "Missing: time_period"),
        (pd.concat([series(PLACE_A), series(PLACE_B)]), "one observation per period"),
        (series({2015: 1.0, 2016: 2.0}, obs_status="A").assign(time_period="2015"), "2015"),
        (series({2015: 1.0, "2016-Q1": 2.0}), "one frequency. Found: A, Q"),
        (series({2015: 1.0, "2016-07": 2.0}), "one frequency. Found: A, M"),
        (series({2015: "53,2"}), "is no number. Found: '53,2'"),
        (series({"summer": 2.0}), "'summer'"),
        (series({"2015-13": 2.0}), "2015-13"),
        (series({math.nan: 2.0}), "cannot be read"),
    ],
)
def test_bad_input_is_a_named_error(frame: pd.DataFrame, message: str) -> None:
    """What is wrong, what was found."""
    with pytest.raises(ObservationError, match=message):
        assess_trend(frame, target_value=5.0, direction="lower")


def test_periods_that_stand_twice_are_listed() -> None:
    """One case per row, with its index."""
    with pytest.raises(ObservationError) as caught:
        assess_trend(series({2015: 1.0, 2016: 2.0, 2017: 3.0}).assign(time_period=[2015, 2016, 2015]),
                     target_value=5.0, direction="lower")
    assert caught.value.failure_cases["index"].tolist() == [0, 2]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"direction": "up"}, UnknownCodeError),
        ({"target_value": math.nan}, ObservationError),
        ({"target_value": math.inf}, ObservationError),
        ({"direction": "value", "band": (60.0, 40.0)}, ObservationError),
    ],
)
def test_bad_settings_are_named_errors(changes: dict[str, object], error: type[Exception]) -> None:
    """An unknown direction, a target that is no number, a band upside down."""
    with pytest.raises(error):
        assess(PLACE_A, **changes)


def test_years_may_be_numbers_or_texts() -> None:
    """As read by any reader: 2015, 2015.0 or "2015", numbers as texts too."""
    expected = assess(PLACE_A)
    frame = series(PLACE_A)
    for dtypes in ({"time_period": "str"}, {"time_period": "float64"}, {"time_period": "str", "obs_value": "str"}):
        assert assess_trend(frame.astype(dtypes), target_value=5.0, direction="lower") == expected
    nullable = frame.astype({"obs_value": "Float64", "time_period": "Int64"})
    assert assess_trend(nullable, target_value=5.0, direction="lower") == expected


def test_the_frame_that_came_in_is_left_as_it_was() -> None:
    """Frames are never changed in place."""
    frame = series(PLACE_A)
    before = frame.copy()
    assess_trend(frame, target_value=5.0, direction="lower")
    pd.testing.assert_frame_equal(frame, before)
