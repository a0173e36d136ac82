"""The second and third opinion: rates worked out by hand, and where a rate means nothing."""

from __future__ import annotations

import pytest

from compare.comparison.opinions import count_agreement, find_compound_class, find_un_class


def compound(first: float, last: float, target: float | None, direction: str = "higher", **changes: object) -> str:
    """Over 8 years, with 15 to the target, unless `changes` say otherwise."""
    settings = {"years": 8, "years_to_target": 15 if target is not None else None, **changes}
    return find_compound_class(first, last, target=target, direction=direction, **settings)


def un(first: float, last: float, target: float | None, direction: str = "higher", **changes: object) -> str:
    """Over 8 years, with 15 to the target."""
    settings = {"years": 8, "years_to_target": 15 if target is not None else None, **changes}
    return find_un_class(first, last, target=target, direction=direction, **settings)


@pytest.mark.parametrize(
    ("last", "said"),
    [  # from 10 to 20 in 15 years needs 4.7294 % a year; 95 % of it is 4.493 %, 60 % is 2.838 %
        (10 * 1.0474**8, "significant_progress"),
        (10 * 1.0450**8, "significant_progress"),
        (10 * 1.0449**8, "moderate_progress"),
        (10 * 1.0284**8, "moderate_progress"),
        (10 * 1.0283**8, "insufficient_progress"),
        (10.0, "insufficient_progress"),
        (9.9, "movement_away"),
    ],
)
def test_the_rate_kept_against_the_rate_needed(last: float, said: str) -> None:
    """95 %, 60 % and 0 % of the rate needed."""
    assert compound(10.0, last, 20.0) == said


def test_a_fall_towards_a_lower_target_is_progress() -> None:
    """From 22 to 14.9 in 8 years: -4.75 % a year; to 5 in 15 years: -9.41 %: about half."""
    assert compound(22.0, 14.9, 5.0, "lower") == "insufficient_progress"
    assert compound(22.0, 9.0, 5.0, "lower") == "significant_progress"
    assert compound(22.0, 23.0, 5.0, "lower") == "movement_away"


@pytest.mark.parametrize(
    ("percent", "higher", "lower"),
    [
        (1.1, "significant_progress", "significant_movement_away"),
        (0.9, "moderate_progress", "moderate_movement_away"),
        (0.05, "neutral", "neutral"),
        (0.0, "neutral", "neutral"),
        (-0.05, "neutral", "neutral"),
        (-0.9, "moderate_movement_away", "moderate_progress"),
        (-1.1, "significant_movement_away", "significant_progress"),
    ],
)
def test_without_a_target_the_rate_itself_is_judged(percent: float, higher: str, lower: str) -> None:
    """1 % and 0.1 % a year, by direction."""
    last = 50 * (1 + percent / 100) ** 8
    assert compound(50.0, last, None, "higher") == higher
    assert compound(50.0, last, None, "lower") == lower


@pytest.mark.parametrize(
    ("last", "said"),
    [  # v in year 15 = last * (last / 10) ** (7 / 8); share of the way from 10 to 20
        (10 * 1.0467**8, "met_or_on_track"),  # 10 * 1.0467 ** 15 = 19.83: 0.98
        (10 * 1.0450**8, "fair_progress"),  # 19.35: 0.94
        (10 * 1.0070**8, "fair_progress"),  # 11.10: 0.11
        (10 * 1.0060**8, "stagnation_or_regression"),  # 10.94: 0.09
        (9.0, "stagnation_or_regression"),
    ],
)
def test_the_share_of_the_way(last: float, said: str) -> None:
    """0.95 and 0.10 of the way in the target's year."""
    assert un(10.0, last, 20.0) == said


@pytest.mark.parametrize("ask", [compound, un])
@pytest.mark.parametrize(
    ("first", "last", "target", "direction", "changes"),
    [
        (0.0, 5.0, 20.0, "higher", {}),  # a baseline of zero
        (5.0, 0.0, 20.0, "higher", {}),
        (-5.0, 5.0, 20.0, "higher", {}),  # a change of sign
        (-5.0, -3.0, -1.0, "higher", {}),
        (20.0, 22.0, 20.0, "higher", {}),  # the target did not lie ahead
        (25.0, 18.0, 20.0, "higher", {}),
        (4.0, 6.0, 5.0, "lower", {}),
        (30.0, 40.0, 50.0, "value", {}),
        (30.0, 40.0, 50.0, "none", {}),
        (10.0, 15.0, 20.0, "higher", {"years": 0}),
        (95.0, 97.0, 99.0, "higher", {"bounds": (0, 100)}),
        (5.0, 7.0, 50.0, "higher", {"bounds": (0, 100)}),
        (40.0, 91.0, 95.0, "higher", {"bounds": (0, 100)}),
    ],
)
def test_not_applicable(
    ask: object, first: float, last: float, target: float, direction: str, changes: dict[str, object]
) -> None:
    """Zero, a change of sign, a target behind, no direction, a share near its bounds: said, never patched."""
    assert ask(first, last, target, direction, **changes) == "not_applicable"


def test_a_target_of_zero_stops_the_compound_rate_alone() -> None:
    """No rate reaches zero; the share of the way can still be told."""
    assert compound(10.0, 6.0, 0.0, "lower") == "not_applicable"
    assert un(10.0, 6.0, 0.0, "lower") == "fair_progress"  # 6 * 0.6 ** (7 / 8) = 3.84; 6.16 of 10


def test_a_target_near_a_bound_stops_the_compound_rate() -> None:
    """From 40 to 100 per cent the needed rate says little."""
    assert compound(40.0, 50.0, 100.0, bounds=(0, 100)) == "not_applicable"


@pytest.mark.parametrize(
    ("sign", "compound_rate", "un_progress", "agreement"),
    [
        ("on_track", "significant_progress", "met_or_on_track", (3, 3)),
        ("achieved", "significant_progress", "met_or_on_track", (3, 3)),
        ("moderate", "insufficient_progress", "fair_progress", (2, 3)),
        ("stagnating", "insufficient_progress", "stagnation_or_regression", (3, 3)),
        ("moving_away", "movement_away", "stagnation_or_regression", (3, 3)),
        ("stagnating", "movement_away", "fair_progress", (1, 3)),
        ("moderate", "not_applicable", "fair_progress", (2, 2)),
        ("moderate", "not_applicable", "not_applicable", (1, 1)),
    ],
)
def test_agreement(sign: str, compound_rate: str, un_progress: str, agreement: tuple[int, int]) -> None:
    """How many say the same as the primary, itself counted, of those that apply."""
    methods = {"linear_pace": sign, "compound_rate": compound_rate, "un_progress": un_progress}
    assert count_agreement(sign, methods) == agreement
