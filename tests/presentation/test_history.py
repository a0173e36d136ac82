"""A side's history as values."""

from __future__ import annotations

import math

import pandas as pd
import picture_scenes as scenes
import pytest

from compare.presentation.history import find_masked, list_values


def test_each_row_is_a_value_with_all_its_columns():
    """Nothing of a row is lost."""
    cells = {"obs_value": 3.5, "time_period": "2015-04-01/P1Y", "obs_status": "P", "qualifier": "<", "lower": 3.0,
             "upper": 4.0, "sample_size": 200.0, "numerator": 7.0, "confidence": "medium", "comment_obs": "A note",
             "response_id": "x+y"}  # fmt: skip
    (value,) = list_values(scenes.side("SE-1281", "SE-M", {2015: cells}, unit_code="UG_M3"))
    found = {name: getattr(value, name) for name in cells}
    assert found == cells
    assert (value.reference_year, value.unit_measure, value.indicative) == (2015, "UG_M3", False)


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
def test_a_year_that_is_not_stated_is_none(missing):
    """However the frame writes it."""
    (value,) = list_values(scenes.side("SE-1281", "SE-1281", {0: {"obs_value": 1.0, "reference_year": missing}}))
    assert value.reference_year is None
    assert not value.dated


def test_the_historys_own_flag_of_indicative_figures_is_kept():
    """A press figure of medium confidence is indicative by its publication."""
    (value,) = list_values(scenes.side("SE-1281", "SE-1281", {2020: {"obs_value": 1.0, "indicative": True}}))
    assert value.indicative


def test_counts_under_five_persons_are_masked_in_health_crime_and_care_only():
    """3 is masked, 5 is not; a count of something else never is."""
    side = scenes.side("SE-1281", "SE-1281", {2020: 3.0, 2021: 5.0}, unit_code="PERSONS")
    comparison = scenes.comparison()
    assert find_masked(side, comparison, scenes.result(unit="PERSONS", persons=True).indicator) == {"2020"}
    assert find_masked(side, comparison, scenes.result(unit="PERSONS").indicator) == frozenset()
