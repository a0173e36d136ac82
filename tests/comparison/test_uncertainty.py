"""Intervals against the figures that their own papers print, and when none applies."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

import builders
from compare.comparison.uncertainty import (
    excludes_zero,
    find_interval,
    interval_difference,
    interval_garwood,
    interval_wilson,
)

NAN = math.nan


@pytest.mark.parametrize(
    ("count", "size", "low", "high"),
    [  # Newcombe 1998, two-sided intervals for the single proportion, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(count: int, size: int, low: float, high: float) -> None:
    """The printed limits, to the printed digits."""
    assert interval_wilson(count / size, size) == pytest.approx((low, high), abs=5e-5)


def test_wilson_stays_within_all_and_nothing() -> None:
    """A share of 0 or 1 is its own limit."""
    assert interval_wilson(0.0, 7)[0] == 0
    assert interval_wilson(1.0, 7)[1] == 1


@pytest.mark.parametrize(("share", "size"), [(1.2, 10), (-0.1, 10), (0.5, 0), (0.5, math.inf), (NAN, 10)])
def test_wilson_refuses_what_is_no_share(share: float, size: float) -> None:
    """A share of a sample that has somebody in it."""
    with pytest.raises(ValueError, match="Wilson"):
        interval_wilson(share, size)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)],
)
def test_garwood(count: int, low: float, high: float) -> None:
    """The exact limits as tabled."""
    assert interval_garwood(count) == pytest.approx((low, high), abs=6e-4)


@pytest.mark.parametrize("count", [-1, NAN, math.inf])
def test_garwood_refuses_what_is_no_count(count: float) -> None:
    """A count is 0 or more."""
    with pytest.raises(ValueError, match="Poisson"):
        interval_garwood(count)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [  # Newcombe 1998, independent proportions, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe(a: tuple[int, int], b: tuple[int, int], low: float, high: float) -> None:
    """The printed limits of a difference of two sampled shares."""
    shares = [count / size for count, size in (a, b)]
    limits = [interval_wilson(share, size) for share, (_, size) in zip(shares, (a, b), strict=True)]
    assert interval_difference(shares[0], limits[0], shares[1], limits[1]) == pytest.approx((low, high), abs=5e-5)


def test_a_side_without_interval_counts_as_exact() -> None:
    """The other's limits alone decide."""
    assert interval_difference(5.0, (4.0, 7.0), 2.0, None) == (2.0, 5.0)
    assert interval_difference(2.0, None, 5.0, (4.0, 7.0)) == (-5.0, -2.0)
    assert interval_difference(5.0, None, 2.0, None) is None


def test_zero_must_lie_outside() -> None:
    """An interval that touches 0 does not exclude it."""
    assert excludes_zero((0.1, 2.0))
    assert excludes_zero((-2.0, -0.1))
    assert not excludes_zero((0.0, 2.0))
    assert not excludes_zero((-1.0, 1.0))


def found(
    value: float, unit: str = "PT", *, lower: float = NAN, upper: float = NAN, size: float = NAN,
    numerator: float = NAN, events: bool = False,
) -> tuple[object, str]:  # fmt: skip
    """The interval of one value, and where it comes from."""
    return find_interval(
        value, builders.UNITS[unit], lower=lower, upper=upper, sample_size=size, numerator=numerator, events=events
    )


def test_a_published_interval_comes_first() -> None:
    """What the source computed knows its design; ours does not."""
    assert found(30.0, lower=25.0, upper=36.0, size=263) == ((25.0, 36.0), "published")


def test_a_sampled_share_gets_wilsons_in_its_own_unit() -> None:
    """Per cent in, per cent out; a fraction stays a fraction."""
    interval, origin = found(100 * 81 / 263, size=263)
    assert origin == "wilson"
    assert interval == pytest.approx((25.53, 36.62), abs=5e-3)
    assert found(81 / 263, "RATIO_0_1", size=263)[0] == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert found(30.8, size=263, numerator=81)[0] == pytest.approx((25.53, 36.62), abs=5e-3)


def test_an_event_count_gets_garwoods() -> None:
    """Ten deaths; and the rate behind which ten deaths stand, scaled."""
    interval, origin = found(10.0, "PERSONS", events=True)
    assert origin == "garwood"
    assert interval == pytest.approx((4.795, 18.39), rel=1e-3)
    interval, _ = found(8.0, "PER_100K_POP", numerator=10, events=True)
    assert interval == pytest.approx((0.8 * 4.795, 0.8 * 18.39), rel=1e-3)


@pytest.mark.parametrize(
    "case",
    [
        {"value": 25.0},  # 6 of 24 seats: a full count
        {"value": 25.0, "numerator": 6.0},
        {"value": 103417.0, "unit": "PERSONS"},  # a census
        {"value": 0.0, "unit": "PER_100K_POP", "numerator": 0.0, "events": True},  # the population is not known
        {"value": 8.0, "unit": "PER_100K_POP", "events": True},  # the count is not known
        {"value": 130.0, "size": 100},  # a gross rate above 100 % is no share of the sample
        {"value": 15.6, "unit": "UG_M3"},
    ],
)
def test_no_interval_where_none_applies(case: dict[str, object]) -> None:
    """Full counts have none, and what cannot be computed is not invented."""
    assert found(**case) == (None, "")


def test_scipy_is_not_imported_before_a_count_needs_it() -> None:
    """Reading and pairing must not wait for it."""
    code = "import sys, compare.comparison.build; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
