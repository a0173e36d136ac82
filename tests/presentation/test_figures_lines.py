"""Strokes join only what may be joined: no year without a figure, no break, no decade between two censuses."""

from __future__ import annotations

import math

import pandas as pd
import picture_scenes as scenes
import pytest

from compare.presentation.figures_lines import common_letter, has_gap, list_points, list_runs, marked_points


def runs(points, **columns):
    """The runs of a series as tuples of years."""
    made = list_points(scenes.side("SE-1281", "SE-1281", points, **columns))
    return [tuple(point.year for point in run) for run in list_runs(made)]


def test_no_stroke_over_missing_years_of_a_yearly_series():
    """2011–13 and 2021–23 are two strokes."""
    points = {2011: 31.0, 2012: 31.4, 2013: 31.9, 2021: 38.2, 2022: 38.8, 2023: 39.0}
    assert runs(points) == [(2011, 2012, 2013), (2021, 2022, 2023)]


def test_one_missing_year_is_a_gap_too():
    """A yearly series without 2012 is not joined over it."""
    assert runs({2010: 1.0, 2011: 2.0, 2013: 3.0, 2014: 4.0}) == [(2010, 2011), (2013, 2014)]


def test_a_year_without_a_figure_is_a_gap_and_zero_is_a_figure():
    """Zero is drawn; a missing value is not."""
    points = {2020: 0.0, 2021: 0.04, 2022: math.nan, 2023: -0.04, 2024: 0.0}
    made = list_points(scenes.side("SE-1281", "SE-1281", points))
    assert [tuple(point.year for point in run) for run in list_runs(made)] == [(2020, 2021), (2023, 2024)]
    assert has_gap(made)


def test_elections_every_fourth_year_are_joined():
    """A regular series of four years has no gaps."""
    assert runs({2002: 80, 2006: 81, 2010: 84, 2014: 85}) == [(2002, 2006, 2010, 2014)]


def test_censuses_are_marks_without_a_line():
    """What happened in the ten years between is not known."""
    assert runs({2001: 83023, 2011: 98961, 2022: 102444}) == [(2001,), (2011,), (2022,)]


def test_two_values_are_joined_only_when_next_to_each_other():
    """Two points tell no usual step."""
    assert runs({2022: 1.0, 2023: 2.0}) == [(2022, 2023)]
    assert runs({2011: 1.0, 2022: 2.0}) == [(2011,), (2022,)]


def test_a_break_in_the_series_cuts_the_line_and_is_marked():
    """Status B starts a new stroke and carries its letter."""
    points = {2010: 1.0, 2011: 2.0, 2012: {"obs_value": 9.0, "obs_status": "B"}, 2013: 9.5}
    made = list_points(scenes.side("SE-1281", "SE-1281", points))
    assert [tuple(point.year for point in run) for run in list_runs(made)] == [(2010, 2011), (2012, 2013)]
    assert [(point.year, letter) for point, letter in marked_points(made)] == [(2012, "b")]
    assert not has_gap(made)


def test_an_approximate_year_stands_alone():
    """"About 2012" is never joined to its neighbours."""
    points = {2011: 1.0, 2012: {"obs_value": 2.0, "obs_status": "E", "comment_obs": "about 2012"}, 2013: 3.0}
    assert runs(points) == [(2011,), (2012,), (2013,)]


def test_what_holds_for_the_whole_series_is_not_marked_at_each_point():
    """A modelled series has the status E throughout; no letter is needed at every mark."""
    every = {year: {"obs_value": 1.0, "obs_status": "E"} for year in range(2000, 2010)}
    assert marked_points(list_points(scenes.side("SE-1281", "SE-1281", every))) == ()
    some = {**dict.fromkeys(range(2000, 2005), 1.0), **{year: every[year] for year in range(2005, 2010)}}
    marked = marked_points(list_points(scenes.side("SE-1281", "SE-1281", some)))
    assert [(point.year, letter) for point, letter in marked] == [(2005, "e"), (2009, "e")]


def test_an_indicative_figure_is_marked_wherever_it_stands():
    """A figure from the press carries its letter among others; a series of such figures carries it once."""
    press = {"obs_value": 2.0, "confidence": "low"}
    made = list_points(scenes.side("SE-1281", "SE-1281", {2010: 1.0, 2011: press}))
    assert [(point.year, letter) for point, letter in marked_points(made)] == [(2011, "i")]
    made = list_points(scenes.side("SE-1281", "SE-1281", {2010: press, 2011: press}))
    assert marked_points(made) == ()
    assert common_letter(made) == "i"


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
def test_years_that_are_not_stated_have_no_place_on_the_axis(missing):
    """A value of period _U is in the table, not on the time axis."""
    points = {2020: 1.0, 2021: {"obs_value": 2.0, "time_period": "_U", "reference_year": missing}}
    assert runs(points) == [(2020,)]


def test_quarters_and_months_lie_inside_their_year():
    """The third quarter of 2020 is 2020.5; a July is half a year in."""
    points = {2020: {"obs_value": 1.0, "time_period": "2020-Q3"}, 2021: {"obs_value": 1.0, "time_period": "2021-07"}}
    assert [point.x for point in list_points(scenes.side("SE-1281", "SE-1281", points))] == [2020.5, 2021.5]


def test_masked_periods_have_no_figure():
    """Where a mark lies would tell the number that is not to be told."""
    made = list_points(scenes.side("SE-1281", "SE-1281", {2020: 3.0, 2021: 12.0}), masked={"2020"})
    assert [point.known for point in made] == [False, True]
