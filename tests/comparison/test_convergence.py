"""Whether two sides move together or apart: the distance at the first and at the last common year."""

from __future__ import annotations

import pytest

import builders
from compare.comparison.convergence import converge
from compare.comparison.model import Gap, Grade, Pair, Side, Trend

TREND = Trend("not_assessed")


def pair(a: Side, b: Side, *, level: str = "city", letter: str = "A", gap: bool = True) -> Pair:
    """A pair of two sides, with a difference unless `gap` is False."""
    difference = Gap(1.0, "PP", None, None) if gap else None
    return Pair(
        indicator="x", rank=0, a=a, b=b, level=level, period_gap=0, grade=Grade(letter, ()), gap=difference,
        distance_a=None, distance_b=None, trend_a=TREND, trend_b=TREND, differs=builders.text(),
    )  # fmt: skip


def movement(a: dict[int, float], b: dict[int, float], **changes: object) -> str:
    """How two histories move."""
    return converge(pair(builders.side("SE-1281", "SE-1281", a), builders.side("BW-FR", "BW-FR", b), **changes))


A = {2015: 30.0, 2017: 31.0, 2019: 32.0}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (A, {2015: 10.0, 2017: 15.0, 2019: 22.0}, "together"),  # 20, then 10
        (A, {2015: 10.0, 2017: 8.0, 2019: 2.0}, "apart"),  # 20, then 30
        (A, {2015: 10.0, 2017: 11.0, 2019: 12.0}, "parallel"),  # 20, then 20
        (A, {2015: 10.0, 2017: 11.0, 2019: 13.9}, "parallel"),  # 18.1 of 20: less than a tenth
        (A, {2015: 10.0, 2017: 11.0, 2019: 14.1}, "together"),  # 17.9
        (A, {2015: 30.1, 2017: 31.0, 2019: 32.3}, "parallel"),  # 0.1, then 0.3 of 32: nothing to speak of
        (A, {2015: 50.0, 2017: 31.0, 2019: 27.0}, "together"),  # changed places, and came nearer
        (A, {2015: 50.0, 2017: 31.0, 2019: 12.0}, "not_assessed"),  # changed places at the same distance
        ({2015: 1.0, 2017: 1.0, 2019: 1.0}, {2015: 1.0, 2017: 1.0, 2019: 1.0}, "parallel"),
        # Only common years count: 2014 and 2024 are each one side's own.
        ({**A, 2024: 90.0}, {2014: 90.0, 2015: 10.0, 2017: 11.0, 2019: 12.0}, "parallel"),
        (A, {2015: 10.0, 2019: 22.0}, "not_assessed"),  # two common years
        ({2015: 1.0, 2016: 2.0, 2018: 3.0}, {2015: 5.0, 2016: 5.0, 2018: 5.0}, "not_assessed"),  # over three years
        (A, {2015: 10.0, 2017: float("nan"), 2019: 22.0}, "not_assessed"),
        (A, {}, "not_assessed"),
    ],
)
def test_movement(a: dict[int, float], b: dict[int, float], expected: str) -> None:
    """By the distance alone, whichever side is which."""
    b_side = builders.side("BW-FR", "BW-FR", b or {2015: 1.0})
    if not b:
        b_side = builders.side("BW-FR", "BW-FR", {2015: 1.0}, history=b_side.history.iloc[:0])
    a_side = builders.side("SE-1281", "SE-1281", a)
    assert converge(pair(a_side, b_side)) == expected
    assert converge(pair(b_side, a_side)) == expected


@pytest.mark.parametrize("changes", [{"level": "mixed"}, {"gap": False}, {"letter": "E", "gap": False}])
def test_only_pairs_of_one_level_that_carry_a_difference(changes: dict[str, object]) -> None:
    """D, E and mixed levels are not said to move together or apart."""
    assert movement(A, {2015: 10.0, 2017: 15.0, 2019: 22.0}) == "together"
    assert movement(A, {2015: 10.0, 2017: 15.0, 2019: 22.0}, **changes) == "not_assessed"


@pytest.mark.parametrize(
    "odd",
    [
        {"indicative": True},
        {"qualifier": "<"},
        {"obs_status": "F"},
        {"obs_status": "E", "comment_obs": "About 2017"},
        {"obs_status": "B"},  # the break leaves 2017 and 2019
    ],
)
def test_values_that_do_not_count(odd: dict[str, object]) -> None:
    """An indicative, censored, projected or approximate value is no common year; a break cuts what lies before."""
    other = builders.side("BW-FR", "BW-FR", {2015: 10.0, 2017: 15.0, 2019: 22.0})
    history = other.history.copy()
    for column, cell in odd.items():
        history.loc[history["reference_year"] == 2017, column] = cell
    changed = builders.side("BW-FR", "BW-FR", {2019: 22.0}, history=history)
    assert converge(pair(builders.side("SE-1281", "SE-1281", A), changed)) == "not_assessed"
