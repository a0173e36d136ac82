"""Which years stand beside each other, and which candidate is the pair: cases worked out by hand from the rule."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.comparison.pairing import Candidate, Match, Point, find_newest, pair_candidates, pair_periods
from compare.observations.periods import parse_period


def points(*periods: int | str, release: str = "r1") -> list[Point]:
    """One point per period, in the order given."""
    made = []
    for row, period in enumerate(periods):
        text = str(period)
        freq = "_U" if text == "_U" else "Q" if "-Q" in text else "A"
        made.append(Point(row, text, parse_period(freq, text), release))
    return made


def matched(a: list[Point], b: list[Point], tolerance: int = 3) -> tuple[str, str, int | None, str]:
    """The two periods, the gap and the code."""
    match = pair_periods(a, b, tolerance=tolerance)
    assert match is not None
    return a[match.a].time_period, b[match.b].time_period, match.gap, match.code


@pytest.mark.parametrize(
    ("a", "b", "tolerance", "expected"),
    [
        # The newest common year, not the first, and not each side's newest.
        ((2010, 2011, 2012), (2010, 2011), 3, ("2011", "2011", 0, "same_period")),
        ((2010, 2015), (2012, 2015), 3, ("2015", "2015", 0, "same_period")),
        # u = 2019 and 2018: its older year is three after c = 2015, so u.
        ((2015, 2019), (2015, 2018), 3, ("2019", "2018", 1, "years_apart")),
        # u = 2018 and 2017: its older year is two after c = 2015, so c.
        ((2015, 2018), (2015, 2017), 3, ("2015", "2015", 0, "same_period")),
        # What counts is u's older year (2017), not its newer one (2020).
        ((2015, 2020), (2015, 2017), 3, ("2015", "2015", 0, "same_period")),
        # No common year: the older year is to be newest: (2020, 2022) before (2020, 2018).
        ((2020,), (2018, 2022), 3, ("2020", "2022", 2, "years_apart")),
        # ... and comes before the smaller gap: (2019, 2022) before (2016, 2015).
        ((2016, 2019), (2015, 2022), 3, ("2019", "2022", 3, "years_apart")),
        # Then the smaller gap.
        ((2020,), (2021, 2023), 3, ("2020", "2021", 1, "years_apart")),
        # Council elections: 2006 and 2004 are within three years, 2010 and 2026 are not.
        ((2006, 2010, 2026), (2004,), 3, ("2006", "2004", 2, "years_apart")),
        # The tolerance reaches exactly as far as it says, in both directions.
        ((2020,), (2017,), 3, ("2020", "2017", 3, "years_apart")),
        ((2017,), (2020,), 3, ("2017", "2020", 3, "years_apart")),
        ((2020,), (2017,), 2, ("2020", "2017", 3, "beyond_tolerance")),
        ((2017,), (2020,), 2, ("2017", "2020", 3, "beyond_tolerance")),
        ((2020,), (2021,), 0, ("2020", "2021", 1, "beyond_tolerance")),
        # Beyond the tolerance: the newest of each, though 2010 and 2005 are nearer.
        ((2000, 2010), (2005, 2020), 3, ("2010", "2020", 10, "beyond_tolerance")),
        # A common year is taken with any tolerance.
        ((2000,), (2000,), 0, ("2000", "2000", 0, "same_period")),
    ],
)
def test_years(a: tuple[int, ...], b: tuple[int, ...], tolerance: int, expected: tuple[object, ...]) -> None:
    """c, u, and the choice between them."""
    assert matched(points(*a), points(*b), tolerance) == expected


@pytest.mark.parametrize(
    ("a", "b", "tolerance", "expected"),
    [
        # 2011-2015 holds 2015: the gap is 0, though its reference year is 2013.
        (("2011-01-01/P5Y",), (2015,), 0, ("2011-01-01/P5Y", "2015", 0, "same_period")),
        (("2011-01-01/P5Y",), (2016,), 3, ("2011-01-01/P5Y", "2016", 3, "years_apart")),
        (("2011-01-01/P5Y",), (2017,), 3, ("2011-01-01/P5Y", "2017", 4, "beyond_tolerance")),
        # A budget of 2015/16 shares January to March with 2016.
        (("2015-04-01/P1Y",), (2016,), 0, ("2015-04-01/P1Y", "2016", 0, "same_period")),
        # Its reference year is 2015, so with 2015 there it is a common year and goes first.
        (("2015-04-01/P1Y",), (2015, 2016), 3, ("2015-04-01/P1Y", "2015", 0, "same_period")),
        # Two spans that overlap the same older one: the newer.
        (("2011-01-01/P5Y",), (2014, 2015), 3, ("2011-01-01/P5Y", "2015", 0, "same_period")),
        # Newer means the year of the midpoint (2015), not the last day (May 2016).
        (("2011-01-01/P5Y",), (2015, "2012-06-01/P4Y"), 3, ("2011-01-01/P5Y", "2015", 0, "same_period")),
        # An overlapping span does not outrank a common year that is as new.
        (("2011-01-01/P5Y", 2012), (2012, 2014), 3, ("2012", "2012", 0, "same_period")),
        # Two quarters of one year: the same quarter goes first.
        (("2023-Q1", "2023-Q4"), ("2023-Q1", "2023-Q2"), 3, ("2023-Q1", "2023-Q1", 0, "same_period")),
    ],
)
def test_spans(a: tuple[object, ...], b: tuple[object, ...], tolerance: int, expected: tuple[object, ...]) -> None:
    """Overlapping spans have gap 0; else the years that hold the midpoints count."""
    assert matched(points(*a), points(*b), tolerance) == expected


def test_unstated_years_of_one_release_pair() -> None:
    """Two climatologies of one release: gap 0, "years not stated"."""
    assert matched(points("_U"), points("_U")) == ("_U", "_U", 0, "period_not_stated_same_release")


def test_unstated_years_of_two_releases_do_not() -> None:
    """Nobody knows how far apart they are."""
    assert matched(points("_U"), points("_U", release="r2")) == ("_U", "_U", None, "period_not_stated")


def test_unstated_years_beside_stated_ones_do_not() -> None:
    """A dated value beside an undated one is no pair in time."""
    assert matched(points("_U"), points(2020)) == ("_U", "2020", None, "period_not_stated")


def test_stated_years_come_before_unstated_ones() -> None:
    """Where both sides have dated values within tolerance, those are taken."""
    assert matched(points("_U", 2020), points("_U", 2021)) == ("2020", "2021", 1, "years_apart")


def test_unstated_years_of_one_release_come_before_years_too_far_apart() -> None:
    """One release has gap 0; two values 20 years apart are not a pair."""
    assert matched(points("_U", 2000), points("_U", 2020))[3] == "period_not_stated_same_release"


def test_an_unnamed_release_is_not_the_same_as_another_unnamed_one() -> None:
    """No release is no proof of one release."""
    assert matched(points("_U", release=""), points("_U", release=""))[3] == "period_not_stated"


def test_a_side_without_values_makes_no_match() -> None:
    """No value, no pair."""
    assert pair_periods([], points(2020), tolerance=3) is None
    assert pair_periods(points(2020), [], tolerance=3) is None


def test_the_newest_value_is_told_apart_from_the_matched_one() -> None:
    """The first of many is not the newest, whatever the order of the rows."""
    newest = find_newest(points(1902, 2026, 2006, "_U"))
    assert newest is not None
    assert newest.time_period == "2026"
    assert find_newest([]) is None


YEARS = st.lists(st.integers(1990, 2025), min_size=1, max_size=8, unique=True)


def by_the_rule(a: list[int], b: list[int], k: int) -> tuple[int, int] | None:
    """The rule for plain years, written a second time from its text alone."""
    c = max(set(a) & set(b), default=None)
    unequal = [(x, y) for x in a for y in b if x != y and abs(x - y) <= k]
    unequal.sort(key=lambda pair: (min(pair), -abs(pair[0] - pair[1]), max(pair)))
    u = unequal[-1] if unequal else None
    if c is None:
        return u
    return u if u is not None and min(u) > c + 2 else (c, c)


@given(YEARS, YEARS, st.integers(0, 5), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_the_rule_holds_for_any_years_in_any_order(a: list[int], b: list[int], k: int, order: random.Random) -> None:
    """The pair found is the rule's; neither the order of rows nor the order of places matters."""
    expected = by_the_rule(a, b, k)
    text_a, text_b, gap, code = matched(points(*a), points(*b), k)
    if expected is None:
        assert (int(text_a), int(text_b), code) == (max(a), max(b), "beyond_tolerance")
        assert gap > k
    else:
        assert (int(text_a), int(text_b)) == expected
        assert gap == abs(expected[0] - expected[1]) <= k
    assert matched(points(*b), points(*a), k) == (text_b, text_a, gap, code)
    order.shuffle(a)
    order.shuffle(b)
    assert matched(points(*a), points(*b), k) == (text_a, text_b, gap, code)


SPELLED = st.lists(
    st.sampled_from(
        ["2010", "2011", "2012", "2011-01-01/P5Y", "2010-04-01/P1Y", "2012-07-01/P1Y", "2009-01-01/P10Y", "_U"]
    ),
    min_size=1, max_size=6, unique=True,
)  # fmt: skip


@given(SPELLED, SPELLED, st.integers(0, 5), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_ties_between_spans_are_decided_the_same_way_always(
    a: list[str], b: list[str], k: int, order: random.Random
) -> None:
    """With spans of many lengths too: the same pair in any order of rows, and mirrored for mirrored places."""
    found = matched(points(*a), points(*b), k)
    assert matched(points(*b), points(*a), k) == (found[1], found[0], *found[2:])
    order.shuffle(a)
    order.shuffle(b)
    assert matched(points(*a), points(*b), k) == found


WITHIN = Match(0, 0, 0, "same_period")
BEYOND = Match(0, 0, 9, "beyond_tolerance")


def chosen(*described: tuple[str, str, Match | None]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What is chosen among candidates given as (sex, level, match)."""
    return pair_candidates([Candidate(rank, *item) for rank, item in enumerate(described)])


@pytest.mark.parametrize(
    ("candidates", "pair", "also"),
    [
        # The first within tolerance, the rest also known.
        ([("_T", "city", WITHIN), ("_T", "country", WITHIN)], (0,), (1,)),
        ([("_T", "city", BEYOND), ("_T", "country", WITHIN)], (1,), (0,)),
        # None within tolerance: the first with values on both sides stands.
        ([("_T", "city", None), ("_T", "region", BEYOND), ("_T", "country", BEYOND)], (1,), (2,)),
        # No values on a side: no pair at all.
        ([("_T", "city", None)], (), ()),
        ([], (), ()),
        # One pair per sex where the figures exist by sex only.
        ([("F", "country", WITHIN), ("M", "country", WITHIN)], (0, 1), ()),
        ([("F", "country", WITHIN), ("M", "country", BEYOND)], (0, 1), ()),
        ([("F", "country", WITHIN), ("M", "country", None)], (0,), ()),
        ([("F", "city", BEYOND), ("F", "city", WITHIN), ("M", "city", WITHIN)], (1, 2), (0,)),
        # A total that comes first is the pair; the sexes are also known.
        ([("_T", "country", WITHIN), ("F", "country", WITHIN), ("M", "country", WITHIN)], (0,), (1, 2)),
        # The sexes come first: a total of the countries does not join them.
        ([("F", "city", WITHIN), ("M", "city", WITHIN), ("_T", "country", WITHIN)], (0, 1), (2,)),
        # One section has one level: the men of the countries do not stand beside the women of the cities.
        ([("F", "city", WITHIN), ("M", "country", WITHIN)], (0,), (1,)),
    ],
)
def test_which_candidate_is_the_pair(
    candidates: list[tuple[str, str, Match | None]], pair: tuple[int, ...], also: tuple[int, ...]
) -> None:
    """The catalogue's order, values on both sides, the tolerance, and one pair per sex."""
    assert chosen(*candidates) == (pair, also)
