"""Small counts of persons are hidden, and stay hidden when everything printed is put together."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from compare.comparison.masking import is_small, mask
from compare.errors import ObservationError


@pytest.mark.parametrize(
    ("value", "unit", "numerator", "persons", "expected"),
    [
        (4.0, "PERSONS", math.nan, True, True),
        (0.0, "PERSONS", math.nan, True, True),
        (5.0, "PERSONS", math.nan, True, False),
        (4.0, "PERSONS", math.nan, False, False),  # seats, buildings
        (0.9, "PER_100K_POP", 1.0, True, True),
        (0.9, "PER_100K_POP", math.nan, True, False),  # a rate whose count is not known
        (90.0, "PER_100K_POP", 12.0, True, False),
        (math.nan, "PERSONS", math.nan, True, False),
    ],
)
def test_what_is_small(value: float, unit: str, numerator: float, persons: bool, expected: bool) -> None:
    """Fewer than five persons in health, crime or care, by the count or the count behind the rate."""
    assert is_small(value, builders.UNITS[unit], numerator=numerator, persons=persons) is expected


ALL = {"all": ("women", "men")}


@pytest.mark.parametrize(
    ("counts", "totals", "expected"),
    [
        ({"women": 12, "men": 30, "all": 42}, ALL, {}),
        # 15 - 12 would give the 3 away: the other group is not shown either.
        ({"women": 3, "men": 12, "all": 15}, ALL, {"women": "small", "men": "protecting"}),
        ({"women": 3, "men": 12}, {}, {"women": "small"}),
        # 3 and 4 of 7: nobody can tell which is which.
        ({"women": 3, "men": 4, "all": 7}, ALL, {"women": "small", "men": "small"}),
        # Two below five that make 8 are four and four: the total must go.
        ({"women": 4, "men": 4, "all": 8}, ALL, {"women": "small", "men": "small", "all": "protecting"}),
        # Two hidden zeros beside a shown 20 of 20: the 20 must go too.
        (
            {"a": 0, "b": 0, "c": 20, "all": 20},
            {"all": ("a", "b", "c")},
            {"a": "small", "b": "small", "c": "protecting"},
        ),
        # A protecting count is known to be five or more: 5 with 0 makes 5, so the total goes too.
        ({"women": 0, "men": 5, "all": 5}, ALL, {"women": "small", "men": "protecting", "all": "protecting"}),
        # The smallest of the others protects.
        ({"a": 2, "b": 90, "c": 11, "all": 103}, {"all": ("a", "b", "c")}, {"a": "small", "c": "protecting"}),
        # All small, the total too.
        ({"women": 1, "men": 2, "all": 3}, ALL, {"women": "small", "men": "small", "all": "small"}),
        # A group without a figure is unknown already.
        ({"women": 3, "men": math.nan, "all": 15}, ALL, {"women": "small"}),
    ],
)
def test_mask(counts: dict[str, float], totals: dict[str, tuple[str, ...]], expected: dict[str, str]) -> None:
    """Which counts are hidden, and whether for themselves or for another."""
    assert mask(counts, totals) == expected


@given(st.lists(st.integers(0, 14), min_size=2, max_size=4))
@settings(max_examples=200, deadline=None)
def test_a_small_count_is_never_certain(groups: list[int]) -> None:
    """Whoever tries every set of groups that fits what is printed finds two values for each small one."""
    counts = {f"g{index}": count for index, count in enumerate(groups)} | {"all": sum(groups)}
    names = tuple(key for key in counts if key != "all")
    masked = mask(counts, {"all": names})
    choices = {"small": range(5), "protecting": range(5, 61)}
    fits = [
        guess
        for guess in itertools.product(*(choices[masked[key]] if key in masked else (counts[key],) for key in names))
        if (sum(guess) == counts["all"] if "all" not in masked else sum(guess) in choices[masked["all"]])
    ]
    for place, key in enumerate(names):
        if masked.get(key) == "small":
            assert len({guess[place] for guess in fits}) > 1, (counts, masked)


@pytest.mark.parametrize(
    ("counts", "totals", "message"),
    [({"women": -1}, {}, "negative"), ({"women": 3}, {"all": ("women", "men")}, "all, men")],
)
def test_bad_counts_are_named(counts: dict[str, float], totals: dict[str, tuple[str, ...]], message: str) -> None:
    """A negative count, or a total of groups that nobody counted."""
    with pytest.raises(ObservationError, match=message):
        mask(counts, totals)
