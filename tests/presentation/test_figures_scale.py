"""Axes: zero where it is true, whole years only, no tick twice."""

from __future__ import annotations

import itertools
import math

import picture_scenes as scenes
import pytest

from compare.presentation.figures_scale import nice_step, value_scale, year_ticks

PT, YEARS, INDEX = scenes.UNITS["PT"], scenes.UNITS["YEARS"], scenes.UNITS["INDEX_0_1"]


@pytest.mark.parametrize(
    ("span", "most", "step"), [(10, 5, 2), (11, 5, 5), (100, 5, 20), (0.4, 4, 0.1), (26, 5, 10), (1, 5, 0.2)]
)
def test_a_step_is_one_two_or_five_times_a_power_of_ten(span, most, step):
    """By hand: the smallest such step that gives at most so many parts."""
    assert nice_step(span, most) == pytest.approx(step)


def test_a_share_starts_at_zero_however_high_its_values():
    """96 and 99 per cent are both drawn near the top, as they are."""
    scale = value_scale([96.0, 99.0], PT)
    assert (scale.low, scale.high, scale.cut) == (0.0, 100.0, False)
    assert scale.ticks == (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)


def test_a_share_over_a_hundred_is_not_cut_off():
    """Gross enrolment can be 104 per cent."""
    assert value_scale([88.0, 104.0], PT).high >= 104.0


def test_length_of_life_may_start_higher_and_says_so():
    """Nobody's expected life is near zero; a cut axis is known as cut."""
    scale = value_scale([61.0, 83.5], YEARS)
    assert scale.low > 0
    assert scale.cut


def test_an_index_stays_within_its_bounds():
    """An index of 0 to 1 has no tick above 1."""
    scale = value_scale([0.70, 0.99], INDEX)
    assert scale.high <= 1.0
    assert scale.cut


def test_a_yes_or_no_has_both_answers_on_its_axis():
    """Two yeses are drawn at yes, as far from no as they are; nothing lies between."""
    unit = YEARS.model_copy(update={"kind": "flag", "ratio_scale": False})
    for values in ([1.0, 1.0], [0.0], [0.0, 1.0]):
        scale = value_scale(values, unit)
        assert (scale.ticks, scale.decimals, scale.cut) == ((0.0, 1.0), 0, False)


def test_negative_values_get_room_below_zero():
    """−12.5 and 1,301 share an axis that holds both."""
    scale = value_scale([1301.0, -12.5], PT)
    assert scale.low <= -12.5
    assert scale.high >= 1301.0
    assert 0.0 in scale.ticks


@pytest.mark.parametrize("values", [[], [math.nan], [0.0, 0.0], [math.inf, 3.0]])
def test_no_value_or_only_zeros_still_make_an_axis(values):
    """An axis has a length."""
    scale = value_scale(values, PT)
    assert scale.low == 0.0
    assert scale.high > scale.low


@pytest.mark.parametrize(
    "years", [[2022, 2023, 2024], [2022, 2023], [2023], list(range(1971, 2023)), [2001, 2011, 2022]]
)
@pytest.mark.parametrize("width", [150.0, 200.0, 560.0])
@pytest.mark.parametrize("target", [None, 2030])
def test_year_ticks_are_whole_years_first_and_last_included_none_twice(years, width, target):
    """Every tick is a whole year, ascending, and far enough from the next to be read."""
    ticks = year_ticks(years, width=width, label=45.0, target_year=target)
    assert all(isinstance(tick, int) for tick in ticks)
    assert list(ticks) == sorted(set(ticks))
    assert ticks[0] == years[0]
    end = max([*years, *([target] if target else [])])
    if end == years[0] or (years[-1] - years[0]) * width / (end - years[0]) >= 45.0:
        assert years[-1] in ticks
    if end > years[0]:
        assert all((b - a) * width / (end - years[0]) >= 45.0 for a, b in itertools.pairwise(ticks))
    if target and (target - years[-1]) * width / (end - years[0]) >= 45.0:
        assert target in ticks


def test_no_years_no_ticks():
    """An empty series has no axis of years."""
    assert year_ticks([], width=100.0, label=40.0) == ()
