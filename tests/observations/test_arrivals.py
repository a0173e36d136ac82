"""Figures that arrive are doubted where they cannot be or do not fit, say so themselves, and are never changed."""

from __future__ import annotations

import math
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from compare.catalogue.codes import Mark, split_marks
from compare.catalogue.load import load_catalogue
from compare.catalogue.models import Area, Conversion, Identifying, Identity
from compare.observations.arrivals import Arrivals, Flag, Revision, check_arrivals
from compare.observations.frame import load_observations, validate

SHARE, COUNT, RATE = "PT", "PERSONS", "PER_100K_POP"
UNITS = {
    **builders.UNITS,
    "THS_PERSONS": builders.unit("THS_PERSONS", "count"),
    "KM2": builders.unit("KM2", "physical", minimum=0),
    "YES_NO": builders.unit("YES_NO", "flag", ratio_scale=False, minimum=0, maximum=1),
    "PT_YEAR": builders.unit("PT_YEAR", ratio_scale=False),
}
#: Lund and Francistown as they are known, and a country whose size is not.
AREAS = {
    "SE-1281": Identity(population=132333, population_year=2025, area_km2=440.7),
    "BW-FR": Identity(population=103417, population_year=2022, area_km2=90.4),
    "SWE": Identity(),
    "BWA": Identity(),
}
CATALOGUE = builders.catalogue(
    builders.indicator(),
    units=UNITS,
    areas={code: builders.area(code).model_copy(update={"identity": known}) for code, known in AREAS.items()},
    identifying=(
        Identifying(measure="population", series=("test:people",)),
        Identifying(measure="area_km2", series=("test:size",)),
    ),
    conversions=(*builders.CONVERSIONS, Conversion(**{"from": "THS_PERSONS", "to": "PERSONS", "factor": 1000})),
)
NOTHING = builders.frame([])


def line(points: dict[int | str, float], series: str = "test:other", area: str = "SE-1281", **changes) -> pd.DataFrame:
    """One series of one area."""
    return builders.frame(builders.rows(area, points, series, **changes))


def check(arrived: pd.DataFrame, before: pd.DataFrame = NOTHING, catalogue=CATALOGUE) -> Arrivals:
    """What is found, with what must hold of every check."""
    found = check_arrivals(arrived, before, catalogue)
    validate(found.frame)
    assert found.frame.drop(columns=["confidence", "comment_obs"]).equals(
        arrived.drop(columns=["confidence", "comment_obs"])
    )
    doubted = {(flag.ref_area, flag.series, flag.sex, flag.age, flag.time_period) for flag in found.flags}
    keys = found.frame[["ref_area", "series", "sex", "age", "time_period"]].itertuples(index=False, name=None)
    for key, confidence, comment in zip(keys, found.frame["confidence"], found.frame["comment_obs"], strict=True):
        assert (key in doubted) == bool(split_marks(comment)[0])
        assert key not in doubted or confidence == "low"
    return found


def told(found: Arrivals) -> list[tuple[str, str]]:
    """Period and kind of each flag."""
    return [(flag.time_period, flag.kind) for flag in found.flags]


def kinds(points: dict[int | str, float], **changes) -> list[tuple[str, str]]:
    """What is doubted in one line that nothing is known of before."""
    return told(check(line(points, **changes)))


def test_completion_rates_that_cannot_be_are_doubted_and_kept() -> None:
    """963.0 and 132.4 per cent of an age group, and 0.999 before 99.9: all doubted, six values as they came."""
    arrived = builders.frame(
        builders.rows("BWA", {2019: 96.3, 2020: 963.0, 2021: 132.4}, comment_obs="Household survey."),
        builders.rows("SWE", {2019: 0.999, 2020: 99.9, 2021: 100.0}),
    )
    found = check(arrived)

    assert found.flags == (
        Flag("BWA", "test:S", "_T", "_T", "2020", "range", "963", "0..100"),
        Flag("BWA", "test:S", "_T", "_T", "2020", "jump", "963", "19.3..662"),
        Flag("BWA", "test:S", "_T", "_T", "2021", "range", "132.4", "0..100"),
        Flag("SWE", "test:S", "_T", "_T", "2019", "scale", "0.999", "99.9"),
    )
    assert str(found.flags[0]) == "test:S BWA _T _T 2020: range, found 963, expected 0..100"
    assert list(found.frame["obs_value"]) == [96.3, 963.0, 132.4, 0.999, 99.9, 100.0]
    assert list(found.frame["confidence"]) == ["high", "low", "low", "low", "high", "high"]
    assert list(found.frame["comment_obs"][:2]) == [
        "Household survey.",
        "flag:range; expected 0..100; flag:jump; expected 19.3..662; Household survey.",
    ]


def test_a_rate_that_may_exceed_a_hundred_is_allowed_in_the_catalogue() -> None:
    """Pupils of all ages over one age group: 132.4 is possible where up to 150 is; 963 is not."""
    wide = builders.indicator(id="wide", allowed=(0, 150))
    catalogue = builders.catalogue(builders.indicator(), wide, units=UNITS)

    found = check(line({2019: 96.3, 2020: 963.0, 2021: 132.4}, "test:S"), catalogue=catalogue)

    assert told(found) == [("2020", "range"), ("2020", "jump")]
    assert found.flags[0].expected == "0..150"


def test_a_share_that_no_indicator_shows_has_the_range_of_its_unit_only() -> None:
    """Imports are 132 % of what a small country makes; a fraction from 0 to 1 is never 1.2."""
    assert kinds({2020: 120.0, 2021: 132.4}) == []
    assert kinds({2020: 0.9, 2021: 1.2}, unit_measure="RATIO_0_1") == [("2021", "range")]
    assert kinds({2020: 30.5, 2021: -1.0}, unit_measure="KM2") == [("2021", "range")]


@pytest.mark.parametrize(
    ("points", "changes", "expected"),
    [
        # A value ten times the last, or a tenth of it, in the middle, at the end and where the first answers for many.
        ({2018: 38.2, 2019: 37.9, 2020: 381.0, 2021: 38.4, 2022: 38.0}, {}, [("2020", "jump")]),
        ({2018: 38.2, 2019: 37.9, 2020: 38.4, 2021: 380.0}, {}, [("2021", "jump")]),
        ({2018: 38.2, 2019: 37.9, 2020: 38.4, 2021: 3.8}, {}, [("2021", "jump")]),
        ({2018: 3.8, 2019: 37.9, 2020: 38.4, 2021: 38.0}, {}, [("2018", "jump")]),
        # Two in a row that leap together, as when a file changes from thousands to units.
        ({2018: 52.1, 2019: 53.0, 2020: 53.4, 2021: 53500.0, 2022: 53900.0}, {"unit_measure": "TONNES"},
         [("2021", "jump"), ("2022", "jump")]),
        # Three that stay where they are: the world has changed, not the decimal point.
        ({2018: 52.1, 2019: 53.0, 2020: 53.4, 2021: 535.0, 2022: 539.0, 2023: 541.0}, {"unit_measure": "TONNES"}, []),
        # Mobile subscriptions grow by leaps in all years.
        ({1998: 0.1, 1999: 1.5, 2000: 12.0, 2001: 60.0}, {}, []),
        # A first value before two alike may be another time: few were affected by disasters, then droughts came.
        ({2014: 3.1, 2017: 300.9, 2018: 283.4}, {"unit_measure": "TONNES"}, []),
        # What is printed with one decimal leaps from 0.1 by rounding.
        ({2018: 0.1, 2019: 0.1, 2020: 0.1, 2021: 0.9}, {}, []),
        # One other year: only a slip of the decimal point can be told, and not which of the two is wrong.
        ({2019: 41.0, 2020: 402.0}, {"unit_measure": "TONNES"}, [("2019", "jump"), ("2020", "jump")]),
        ({2019: 41.0, 2020: 1300.0}, {"unit_measure": "TONNES"}, []),
        # A growth that turns is no jump; ten times the largest in either direction is.
        ({2018: 0.2, 2019: -4.1, 2020: 5.3, 2021: 2.2}, {"unit_measure": "PT_YEAR"}, []),
        ({2018: 0.2, 2019: -4.1, 2020: 5.3, 2021: -53.1}, {"unit_measure": "PT_YEAR"}, [("2021", "jump")]),
    ],
)  # fmt: skip
def test_a_jump_is_far_from_its_neighbours_and_beyond_what_its_line_does(points, changes, expected) -> None:
    """Ten times the last, by the line's own history."""
    assert kinds(points, **changes) == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({2019: 1, 2020: 2, 2021: 1, 2022: 12}, []),
        ({2019: 12, 2020: 9, 2021: 11, 2022: 0}, []),
        ({2019: 15, 2020: 11, 2021: 13, 2022: 250}, [("2022", "jump")]),
        ({2019: 412, 2020: 398, 2021: 405, 2022: 4}, [("2022", "jump")]),
    ],
)
def test_small_counts_may_leap(points, expected) -> None:
    """One accident, then twelve, is a year like others; 13 then 250 is not."""
    assert kinds(points, unit_measure=COUNT) == expected


def test_small_counts_may_leap_as_rates_too() -> None:
    """In Lund 1.5 per 100,000 are two persons, 16 are 21; in a large country that would be a jump."""
    points = {2019: 1.5, 2020: 0.8, 2021: 1.5, 2022: 16.0}
    assert kinds(points, unit_measure=RATE) == []

    large = Area(**{**CATALOGUE.areas["SWE"].model_dump(), "identity": Identity(population=10_000_000)})
    catalogue = builders.catalogue(units=UNITS, areas={"SWE": large})
    found = check(line(points, area="SWE", unit_measure=RATE), catalogue=catalogue)
    assert told(found) == [("2022", "jump")]


@pytest.mark.parametrize(
    ("points", "changes", "expected"),
    [
        ({2019: 38, 2020: 0, 2021: 39}, {"unit_measure": COUNT}, [("2020", "zero")]),
        ({2019: 38.0, 2020: 0.0, 2021: 39.0}, {}, [("2020", "zero")]),
        ({2019: 37, 2020: 38, 2021: 39, 2022: 0}, {"unit_measure": COUNT}, [("2022", "zero")]),
        ({2019: 38.0, 2020: 0.0, 2021: 0.0, 2022: 39.0}, {}, [("2020", "zero"), ("2021", "zero")]),
        # 0; 0.04; nothing; -0.04; 0: an ordinary nought stays one.
        ({2020: 0, 2021: 0.04, 2022: math.nan, 2023: -0.04, 2024: 0}, {}, []),
        ({2020: 0.1, 2021: 0.0, 2022: 0.1}, {}, []),
        ({2014: 0.0, 2015: 40.0, 2016: 64.0}, {}, []),
        ({2018: 64.0, 2019: 40.0, 2020: 0.0, 2021: 0.0, 2022: 0.0}, {}, []),
        ({2019: 4, 2020: 0, 2021: 5}, {"unit_measure": COUNT}, []),
        ({2019: 1, 2020: 0, 2021: 1}, {"unit_measure": "YES_NO"}, []),
        ({2019: 3.1, 2020: 0.0, 2021: 2.9}, {"unit_measure": "CELSIUS"}, []),
    ],
)  # fmt: skip
def test_a_nought_is_doubted_where_steady_values_stand_around_it(points, changes, expected) -> None:
    """38, 0, 39 is a missing figure written as nought; a first nought, small ones and a long row of them are none."""
    assert kinds(points, **changes) == expected


def test_what_was_expected_says_what_stands_around() -> None:
    """The neighbours of a nought, and from a fifth to five times the neighbours of a jump."""
    nought = check(line({2019: 38, 2020: 0, 2021: 39}, unit_measure=COUNT)).flags
    leap = check(line({2018: 40.0, 2019: 42.0, 2020: 400.0, 2021: 44.0, 2022: 41.0})).flags

    assert [(flag.found, flag.expected) for flag in nought] == [("0", "38..39")]
    assert [(flag.found, flag.expected) for flag in leap] == [("400", "8..220")]


def test_expected_tells_no_count_that_a_page_would_mask() -> None:
    """Beside 3 and 2 persons the mark of 900 says no more than that they are fewer than twenty."""
    found = check(line({2019: 3, 2020: 2, 2021: 4, 2022: 900}, unit_measure=COUNT))

    assert [(flag.time_period, flag.expected) for flag in found.flags] == [("2022", "0..100")]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({2019: 99.8, 2020: 0.999, 2021: 99.9}, ["2020"]),
        ({2019: 0.52, 2020: 0.53, 2021: 54.0}, ["2021"]),
        ({2019: 0.53, 2020: 53.0}, ["2019", "2020"]),
        ({2019: 0.9, 2020: 1.1, 2021: 0.8}, []),
    ],
)
def test_a_fraction_among_percentages(points, expected) -> None:
    """Whichever the line has fewer of is doubted; both where nothing tells."""
    assert kinds(points) == [(year, "scale") for year in expected]


def test_another_unit_than_before_is_doubted() -> None:
    """Every value of the answer in it; nothing is converted, and no jump is made of it."""
    arrived = line({2020: 53000.0, 2021: 54000.0}, unit_measure="KTONNES")
    before = line({2020: 53.0, 2021: 54.0}, unit_measure="TONNES")

    found = check(arrived, before)

    assert [(flag.kind, flag.found, flag.expected) for flag in found.flags] == [("unit", "KTONNES", "TONNES")] * 2
    assert found.revisions == ()


def test_a_revision_is_told_and_doubted_only_where_it_leaps() -> None:
    """144, 108 or 46 for one year by release is the source's right; 51.3 that becomes 513 is not."""
    before = line({2018: 50.0, 2019: 51.3, 2020: 52.0, 2021: 53.0})
    arrived = line({2018: 50.0, 2019: 50.9, 2020: 520.0, 2021: 53.0, 2022: 54.0})

    found = check(arrived, before)

    own = ("SE-1281", "test:other", "_T", "_T")
    assert found.revisions == (Revision(*own, "2019", 51.3, 50.9), Revision(*own, "2020", 52.0, 520.0))
    assert told(found) == [("2020", "jump")]


def test_a_whole_line_that_is_another_size_than_before_is_doubted() -> None:
    """Every year a thousand times what it was: smooth in itself, and wrong."""
    years = range(2015, 2023)
    before, arrived = (
        line({year: times * (year - 1990.0) for year in years}, unit_measure="TONNES") for times in (1, 1000)
    )

    assert told(check(arrived, before)) == [(str(year), "jump") for year in years]


def test_a_whole_line_of_fractions_in_place_of_percentages_is_doubted() -> None:
    """53 % became 0.53; what became nought is doubted as that."""
    before, arrived = line({2020: 53.0, 2021: 54.0}), line({2020: 0.53, 2021: 0.54})

    assert told(check(arrived, before)) == [("2020", "scale"), ("2021", "scale")]
    assert told(check(line({2020: 0.0}), line({2020: 53.0}))) == [("2020", "zero")]


def test_a_correction_of_a_doubted_value_is_not_doubted() -> None:
    """What was in doubt is no measure for what comes after it."""
    before = check(line({2018: 50.0, 2019: 51.0, 2020: 520.0, 2021: 53.0})).frame
    assert split_marks(before["comment_obs"][2])[0] == (Mark("jump", "10..265"),)

    assert check(line({2018: 50.0, 2019: 51.0, 2020: 52.0, 2021: 53.0}), before).flags == ()


def test_years_that_were_not_asked_for_stand_in_as_history() -> None:
    """An answer of one year is held against the years before it."""
    before = line({2019: 50.0, 2020: 51.0, 2021: 52.0})

    assert told(check(line({2022: 530.0}), before)) == [("2022", "jump")]
    assert told(check(line({2022: 53.0}), before)) == []


def test_inhabitants_of_a_namesake_are_doubted() -> None:
    """Asked for Francistown, answered with a place of 9,000; 2005 is too far from 2022 to tell, but the line is one."""
    wrong = check(line({2005: 8000, 2021: 9000, 2022: 9100}, "test:people", "BW-FR", unit_measure=COUNT))
    right = check(line({1991: 65244, 2011: 98961, 2022: 103417}, "test:people", "BW-FR", unit_measure=COUNT))

    assert told(wrong) == [("2005", "identity"), ("2021", "identity"), ("2022", "identity")]
    assert wrong.flags[0].expected == "68940..155100"
    assert right.flags == ()


@pytest.mark.parametrize(
    ("series", "points", "changes", "expected"),
    [
        ("test:people", {2022: 155125}, {"unit_measure": COUNT}, []),
        ("test:people", {2022: 155126}, {"unit_measure": COUNT}, ["2022"]),
        ("test:people", {2018: 9000}, {"unit_measure": COUNT}, []),
        ("test:people", {2022: 103.4}, {"unit_measure": "THS_PERSONS"}, []),
        ("test:people", {2022: 52000}, {"unit_measure": COUNT, "sex": "F"}, []),
        ("test:people", {2022: 12000}, {"unit_measure": COUNT, "age": "Y15T24"}, []),
        ("test:size", {"_U": 79.0}, {"unit_measure": "KM2"}, []),
        ("test:size", {1990: 450.0}, {"unit_measure": "KM2"}, ["1990"]),
    ],
)
def test_identity_is_that_of_the_whole_area_within_its_limits(series, points, changes, expected) -> None:
    """Inhabitants within 1.5 times and three years, size within 1.3, against the area that was asked."""
    assert kinds(points, series=series, area="BW-FR", **changes) == [(year, "identity") for year in expected]


def test_an_area_without_identity_is_taken_by_its_code_alone() -> None:
    """Nothing is published to hold it against."""
    assert kinds({2022: 9000}, series="test:people", area="BWA", unit_measure=COUNT) == []


def test_values_that_are_missing_or_limits_or_not_dated_are_left_alone() -> None:
    """No figure, less than a figure, years not stated."""
    assert kinds({2019: 38.0, 2020: math.nan, 2021: 39.0}) == []
    assert kinds({2019: 38.0, 2020: 37.0, 2021: 2.5, 2022: 39.0}, qualifier="<") == []
    assert kinds({"_U": 12.0}) == []


def test_months_are_held_against_months_and_spans_against_spans_of_their_length() -> None:
    """A year's sum beside its months is no jump."""
    months = {f"2020-{month:02}": 100.0 + month for month in range(1, 13)}
    arrived = builders.frame(
        builders.rows("BWA", months, unit_measure="TONNES"),
        builders.rows("BWA", {2020: 1278.0, 2021: 1300.0, 2022: 1310.0}, unit_measure="TONNES"),
        builders.rows("BWA", {"2011-01-01/P9Y": 11900.0}, unit_measure="TONNES"),
    )
    assert check(arrived, catalogue=builders.catalogue(units=UNITS)).flags == ()


def test_checking_twice_marks_once() -> None:
    """The mark of a value that is marked already stays as it is."""
    first = check(line({2019: 38, 2020: 0, 2021: 39}, unit_measure=COUNT, comment_obs="From the register."))
    second = check_arrivals(first.frame, NOTHING, CATALOGUE)

    assert first.frame["comment_obs"][1] == "flag:zero; expected 38..39; From the register."
    assert second.frame.equals(first.frame)


def test_nothing_arrived() -> None:
    """An empty answer has no doubts."""
    assert check_arrivals(NOTHING, line({2020: 1.0}), CATALOGUE).flags == ()


def test_what_the_bundle_holds_is_rarely_doubted() -> None:
    """Of all figures in the bundle, taken as if they arrived, two: both are far from the years around them.

    Botswana's children out of school were 39,617 in 2014 and 1,868.9 in 2022; Sweden's foreign direct investment was
    10,147 million dollars in 2009, 97 in 2010 and 12,929 in 2011.
    """
    observations = load_observations(fetched=False).observations
    found = check_arrivals(observations, observations.iloc[:0], load_catalogue())

    assert len(observations) > 15_000
    assert [(flag.series, flag.ref_area, flag.time_period, flag.kind) for flag in found.flags] == [
        ("sg:children_out_of_school_primary", "BWA", "2022", "jump"),
        ("unsdg:GF_FRN_FDI", "SWE", "2010", "jump"),
    ]
    assert check_arrivals(observations, observations, load_catalogue()).revisions == ()


def test_twenty_thousand_rows_take_well_under_a_second() -> None:
    """Measured as processor time, so that a busy machine does not fail it."""
    years = {year: 40.0 + year % 7 for year in range(1975, 2025)}
    rows = [row for number in range(400) for row in builders.rows("BWA", years, f"test:S{number}")]
    arrived = builders.frame(rows)
    start = time.process_time()
    check_arrivals(arrived, arrived, CATALOGUE)

    assert len(arrived) == 20_000
    assert time.process_time() - start < 1.0


_NUMBERS = st.one_of(
    st.just(math.nan), st.just(0.0), st.integers(-5, 400).map(float), st.floats(-1e9, 1e12, allow_nan=False)
)
_LINES = st.tuples(
    st.sampled_from(["SE-1281", "BW-FR", "BWA", "XX"]),
    st.sampled_from(["test:S", "test:people", "test:size", "test:other"]),
    st.sampled_from([SHARE, COUNT, RATE, "CELSIUS", "KM2", "YES_NO", "THS_PERSONS", "PT_YEAR", "RATIO_0_1"]),
    st.dictionaries(st.sampled_from([*range(2010, 2026), "_U", "2020-Q1", "2021-05", "2011-01-01/P5Y"]), _NUMBERS),
    st.sampled_from(["", "A note; with a mark: flag:range; in it.", "flag:jump; expected 1..2; A note."]),
)


def _make(lines: list[tuple]) -> pd.DataFrame:
    made = [
        builders.rows(area, points, series, unit_measure=unit, comment_obs=said)
        for area, series, unit, points, said in lines
    ]
    return builders.frame(*made).drop_duplicates(["ref_area", "series", "time_period"], ignore_index=True)


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES, max_size=5), st.lists(_LINES, max_size=4))
def test_no_row_and_no_value_is_ever_changed(lines: list[tuple], earlier: list[tuple]) -> None:
    """Whatever arrives: the same rows in the same order, all columns but two as they were, each doubt told there."""
    arrived, before = _make(lines), _make(earlier)
    copy = arrived.copy(deep=True)

    found = check_arrivals(arrived, before, CATALOGUE)

    untouched = arrived.columns.difference(["confidence", "comment_obs"])
    assert arrived.equals(copy)
    assert list(found.frame.columns) == list(arrived.columns)
    assert found.frame[untouched].equals(arrived[untouched])
    doubted = {(flag.ref_area, flag.series, flag.time_period): flag.kind for flag in found.flags}
    for old, new in zip(arrived.to_dict("records"), found.frame.to_dict("records"), strict=True):
        assert split_marks(new["comment_obs"])[1] == split_marks(old["comment_obs"])[1]
        if (old["ref_area"], old["series"], old["time_period"]) in doubted:
            assert new["confidence"] == "low"
            assert split_marks(new["comment_obs"])[0]
        else:
            assert (new["confidence"], new["comment_obs"]) == (old["confidence"], old["comment_obs"])
    for revision in found.revisions:
        assert revision.old != revision.new
