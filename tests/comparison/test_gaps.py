"""The difference of two values and the distance to a target: computed unrounded, and only where they may be."""

from __future__ import annotations

import math

import pytest

import builders
from compare.catalogue.models import Indicator, TargetValue
from compare.comparison.gaps import assess_distance, assess_gap
from compare.comparison.model import Gap, Value


def aim(
    direction: str, target: float | None = None, band: tuple[float, float] | None = None, **changes: object
) -> Indicator:
    """An indicator with a direction, a target and a band."""
    origin = builders.text()
    value = None if target is None else TargetValue(value=target, origin=origin)
    return builders.indicator(direction=direction, target_value=value, band=band, **changes)


def gap(
    a: float | Value, b: float | Value, unit: str = "PT", letter: str = "A", indicator: Indicator | None = None
) -> Gap | None:
    """The gap of two numbers or values in a unit."""
    values = [item if isinstance(item, Value) else builders.value(item, unit_measure=unit) for item in (a, b)]
    return assess_gap(*values, letter=letter, indicator=indicator or aim("lower"), unit=builders.UNITS[unit])


@pytest.mark.parametrize(
    ("unit", "difference_unit", "ratio"),
    [("PT", "PP", None), ("UG_M3", "UG_M3", 2.5), ("CELSIUS", "KELVIN", None), ("PERSONS", "PERSONS", 2.5)],
)
def test_the_difference_has_a_unit_of_its_own(unit: str, difference_unit: str, ratio: float | None) -> None:
    """Percentage points for shares, and a ratio only where zero is a true zero and nothing is a share."""
    made = gap(5.0, 2.0, unit)
    assert made is not None
    assert (made.difference, made.unit_measure, made.ratio) == (3.0, difference_unit, ratio)


@pytest.mark.parametrize("letter", ["D", "E", "N"])
def test_no_difference_where_the_grade_forbids_one(letter: str) -> None:
    """D, E and N carry none, whatever the values."""
    assert gap(5.0, 2.0, letter=letter) is None


def test_the_difference_is_not_one_of_rounded_numbers() -> None:
    """98.96 and 99.04 print alike and still differ."""
    made = gap(98.96, 99.04)
    assert made is not None
    assert made.difference == pytest.approx(-0.08)


def test_nothing_is_divided_by_zero() -> None:
    """0 against 1: a difference, no ratio."""
    assert gap(1.0, 0.0, "PERSONS").ratio is None
    assert gap(0.0, 2.0, "PERSONS").ratio == 0
    assert gap(-1.0, 2.0, "UG_M3").ratio is None


@pytest.mark.parametrize(
    "odd",
    [
        builders.value(2.5, qualifier="<"),
        builders.value(2.5, qualifier=">"),
        builders.value(math.nan),
        builders.value(math.inf),
    ],
)
def test_a_limit_or_no_number_has_no_difference(odd: Value) -> None:
    """What is only known to be less than 2.5 is no number to subtract."""
    assert gap(odd, 5.0) is None
    assert gap(5.0, odd) is None


def test_a_count_too_small_to_print_has_no_difference() -> None:
    """Two deaths against four is not twice as many; seats are no persons in care."""
    persons = aim("lower", persons=True)
    assert gap(2.0, 40.0, "PERSONS", indicator=persons) is None
    assert gap(2.0, 40.0, "PERSONS") is not None
    rate = builders.value(1.2, unit_measure="PER_100K_POP", numerator=1.0)
    assert gap(rate, 9.0, "PER_100K_POP", indicator=persons) is None


@pytest.mark.parametrize(
    ("direction", "target", "band", "a", "b", "nearer"),
    [
        ("lower", 5.0, None, 5.7, 15.6, "a"),
        ("lower", 5.0, None, 15.6, 5.7, "b"),
        ("higher", 100.0, None, 76.0, 99.0, "b"),
        ("lower", 5.0, None, 4.0, 1.0, "tied"),  # both have arrived: nobody is nearer
        ("lower", 5.0, None, 4.0, 5.1, "a"),
        ("higher", None, None, 3.0, 2.0, "a"),
        ("lower", None, None, 3.0, 2.0, "b"),
        ("lower", None, None, -3.0, -2.0, "a"),
        ("lower", None, None, 2.0, 2.0, "tied"),
        ("value", 50.0, (40.0, 60.0), 45.0, 25.0, "a"),
        ("value", 50.0, (40.0, 60.0), 41.0, 59.0, "tied"),  # both inside the band
        ("value", 50.0, (40.0, 60.0), 65.0, 30.0, "a"),  # 5 above its nearer edge, 10 below
        ("none", None, None, 3.0, 2.0, None),
    ],
)
def test_which_side_is_nearer(
    direction: str, target: float | None, band: tuple[float, float] | None, a: float, b: float, nearer: str | None
) -> None:
    """By the target where there is one, else by direction; direction none has no better."""
    assert gap(a, b, indicator=aim(direction, target, band)).nearer_target == nearer


def sampled(share: float, size: float) -> Value:
    """A share with limits far enough that they matter."""
    half = 100 / math.sqrt(size)
    return builders.value(share, lower=share - half, upper=share + half, interval="published")


def test_an_unclear_difference_names_nobody() -> None:
    """Where the interval of the difference holds 0, neither side is nearer."""
    unclear = gap(sampled(50.0, 100), sampled(52.0, 100))
    assert (unclear.clear, unclear.nearer_target) == (False, None)
    assert unclear.lower < 0 < unclear.upper
    assert unclear.difference == -2.0


def test_a_clear_difference_is_one() -> None:
    """Ten to ninety of a hundred each."""
    clear = gap(sampled(10.0, 100), sampled(90.0, 100))
    assert (clear.clear, clear.nearer_target) == (True, "a")


def test_a_full_count_has_no_interval_and_its_difference_is_clear() -> None:
    """6 of 24 seats is a lower share than 29 of 65."""
    made = gap(builders.value(25.0, kind="register"), builders.value(29 / 65 * 100, kind="register"))
    assert made.clear
    assert math.isnan(made.lower)


@pytest.mark.parametrize(
    ("direction", "target", "band", "value", "remaining", "achieved"),
    [
        ("lower", 5.0, None, 15.6, 10.6, False),
        ("lower", 5.0, None, 5.0, 0.0, True),
        ("lower", 5.0, None, 4.0, -1.0, True),
        ("higher", 100.0, None, 76.0, 24.0, False),
        ("lower", 0.0, None, 0.0, 0.0, True),
        ("value", 50.0, (40.0, 60.0), 25.0, 15.0, False),
        ("value", 50.0, (40.0, 60.0), 61.0, 1.0, False),
        ("value", 50.0, (40.0, 60.0), 40.0, 0.0, True),
    ],
)
def test_distance_to_the_target(
    direction: str, target: float, band: tuple[float, float] | None, value: float, remaining: float, achieved: bool
) -> None:
    """Positive means still to go; inside a band there is nothing to go."""
    distance = assess_distance(builders.value(value), aim(direction, target, band))
    assert distance is not None
    assert distance.remaining == pytest.approx(remaining)
    assert distance.achieved is achieved


@pytest.mark.parametrize(
    ("value", "direction", "target"),
    [
        (builders.value(3.0), "lower", None),
        (builders.value(3.0), "none", 5.0),
        (builders.value(math.nan), "lower", 5.0),
        (builders.value(2.5, qualifier="<"), "lower", 0.0),
        (None, "lower", 5.0),
    ],
)
def test_no_distance_without_number_target_or_direction(
    value: Value | None, direction: str, target: float | None
) -> None:
    """None, not a guess."""
    assert assess_distance(value, aim(direction, target)) is None
