"""A value in words: its number, area, period, and what qualifies it or why it is missing."""

from __future__ import annotations

import math

import pytest
from narrative_stage import EN, GAP, SV, comparison, pair, result, side

import builders
from compare.presentation.narrative import (
    tell_missing,
    tell_number,
    tell_period,
    tell_sex,
    tell_span,
    tell_status,
    tell_value,
)
from compare.presentation.narrative_values import locate, name_in_text

STAGE = comparison()


@pytest.mark.parametrize(
    ("number", "changes", "sv", "en"),
    [
        (15.6, {"unit_measure": "UG_M3"}, f"15,6{GAP}µg/m³", f"15.6{GAP}µg/m³"),
        (0.0, {}, f"0,0{GAP}%", "0.0%"),
        (0.04, {}, f"mindre än 0,1{GAP}%", "less than 0.1%"),
        (-0.04, {}, f"−0,04{GAP}%", "−0.04%"),
        (-12.5, {}, f"−12,5{GAP}%", "−12.5%"),
        (5.0, {"qualifier": "<", "unit_measure": "UG_M3"}, f"mindre än 5,0{GAP}µg/m³", f"less than 5.0{GAP}µg/m³"),
        (95.0, {"qualifier": ">"}, f"mer än 95,0{GAP}%", "more than 95.0%"),
        (5, {"qualifier": "<", "unit_measure": "PERSONS"}, f"färre än 5{GAP}personer", f"fewer than 5{GAP}persons"),
        (1, {"unit_measure": "YES_NO"}, "ja", "yes"),
        (
            math.nan,
            {"obs_status": "Q"},
            "uppgift saknas (visas inte av källan)",
            "no figure (suppressed by the source)",
        ),
        (
            math.nan,
            {"obs_status": "A"},
            "uppgift saknas (källan anger inte varför)",
            "no figure (the source gives no reason)",
        ),
    ],
)
def test_a_number_says_what_it_is(number, changes, sv, en):
    """Zero is zero, almost zero is not, a limit is not a value, and a missing one says why."""
    value = builders.value(number, **changes)
    assert tell_number(value, STAGE, SV) == sv
    assert tell_number(value, STAGE, EN) == en


@pytest.mark.parametrize("number", [0, 1, 4])
def test_small_counts_of_persons_are_masked_in_health_crime_and_care_only(number):
    """Fewer than five persons are not counted out; 5 is, and seats in a council are."""
    value = builders.value(number, unit_measure="PERSONS")
    health, council = builders.indicator(persons=True), builders.indicator(persons=False)
    assert tell_number(value, STAGE, SV, health) == f"färre än 5{GAP}personer"
    assert tell_number(value, STAGE, EN, health) == f"fewer than 5{GAP}persons"
    assert tell_number(value, STAGE, EN, council).startswith(str(number))
    assert tell_number(builders.value(5, unit_measure="PERSONS"), STAGE, EN, health) == f"5{GAP}persons"


def test_a_rate_of_a_small_count_is_masked():
    """A rate behind which fewer than five persons stand would give the count away."""
    value = builders.value(3.1, unit_measure="PER_100K_POP", numerator=4.0)
    assert tell_number(value, STAGE, EN, builders.indicator(persons=True)) == "not shown: fewer than 5 persons"
    assert tell_number(value, STAGE, SV, builders.indicator(persons=True)) == "visas inte: färre än 5 personer"


def test_a_value_names_its_own_area_and_period():
    """The area is the one that the value describes, not the place it is shown for."""
    made = side("a", {2023: 5.7}, ref_area="SE-M", unit_measure="UG_M3")
    stage = comparison(result(pair(made, side("b", {2023: 15.6}, unit_measure="UG_M3"), level="region")))
    assert tell_value(made, stage, EN) == f"5.7{GAP}µg/m³, Skåne, 2023"
    assert tell_value(made, stage, SV) == f"5,7{GAP}µg/m³, Skåne, 2023"
    empty = side("a", {}, value=None, newest=None)
    assert tell_value(empty, stage, SV) == "uppgift saknas, Lund"


def test_the_indicator_decides_the_decimals():
    """A value is printed with the indicator's decimals wherever it stands."""
    made = side("a", {2023: 5.66})
    stage = comparison(result(pair(made, side("b", {2023: 7.0})), decimals=0))
    assert tell_value(made, stage, EN) == "6%, Lund, 2023"


@pytest.mark.parametrize(
    ("changes", "sv", "en"),
    [
        ({}, "", ""),
        ({"obs_status": "E"}, "skattning", "estimate"),
        ({"obs_status": "F"}, "framskrivning", "projection"),
        ({"obs_status": "P", "confidence": "low"}, "preliminärt, indikativ uppgift", "provisional, indicative"),
        ({"obs_status": "E", "comment_obs": "about 2012"}, "ungefärligt år", "approximate year"),
        ({"obs_status": "B"}, "brott i serien", "break in the series"),
        ({"obs_value": math.nan, "obs_status": "L"}, "samlas inte in", "not collected"),
    ],
)
def test_a_status_is_put_into_words(changes, sv, en):
    """Estimates, projections, breaks and indicative figures are called what they are."""
    value = builders.value(number=1.0) if not changes else builders.value(1.0, **changes)
    assert tell_status(value, STAGE, SV) == sv
    assert tell_status(value, STAGE, EN) == en


def test_a_period_carries_its_status():
    """The word indicative is printed at the year."""
    value = builders.value(25.0, 2018, time_period="2018-04-01/P1Y", confidence="low")
    assert tell_period(value, STAGE, EN) == "2018/19, indicative"
    assert tell_period(value, STAGE, SV) == "2018/19, indikativ uppgift"


@pytest.mark.parametrize("code", ["not_collected", "not_published", "not_found", "suppressed", "not_applicable"])
def test_every_reason_of_the_catalogue_has_words(code):
    """No reason falls through to the general one."""
    for language in (SV, EN):
        assert tell_missing(code, STAGE, language) != tell_missing("?", STAGE, language)


def test_spans_and_breakdowns():
    """Years from first to last; women and men, girls and boys."""
    for age in ("Y0", "Y0T17", "Y_LE17", "Y_LT18", "M0T11"):
        assert tell_sex(side("a", {2020: 1.0}, sex="F", age=age), SV) == "flickor"
    for age in ("Y15T19", "Y_LE18", "Y_LT19", "Y_GE15", "_T"):
        assert tell_sex(side("a", {2020: 1.0}, sex="F", age=age), SV) == "kvinnor"
    assert tell_span([2005, 1998, math.nan], SV) == "1998–2005"
    assert tell_span([2005], SV) == "2005"
    assert tell_span([], SV) == "år anges inte"
    assert tell_sex(side("a", {2020: 1.0}, sex="F"), SV) == "kvinnor"
    assert tell_sex(side("a", {2020: 1.0}, sex="M", age="Y0T4"), EN) == "boys"
    assert tell_sex(side("a", {2020: 1.0}, sex="M", age="Y15T64"), EN) == "men"
    assert tell_sex(side("a", {2020: 1.0}), EN) == ""


def test_a_grid_cell_is_around_a_place_and_never_in_it():
    """A cell stands for a place but is not it."""
    assert locate("CELL:a", STAGE, SV) == "kring Lund"
    assert locate("CELL:b", STAGE, EN) == "around Francistown"
    assert locate("SE-M", STAGE, SV) == "i Skåne"
    assert name_in_text("CELL:a", STAGE, EN) == "a grid cell at Lund"
