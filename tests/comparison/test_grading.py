"""The worst dimension decides the grade, each dimension gives its reason, and two things keep it from being better."""

from __future__ import annotations

import pytest

import builders
from compare.catalogue.models import CandidatePair, KnownValue
from compare.comparison.grading import find_old_year, grade_one_sided, grade_pair
from compare.comparison.model import Grade, Value
from compare.comparison.pairing import Match

SAME = Match(0, 0, 0, "same_period")


def grade(
    match: Match = SAME,
    *,
    level: str = "city",
    territory: tuple[int, str] = (0, "same_kind"),
    values: tuple[Value, Value] | None = None,
    **scores: int,
) -> Grade:
    """The grade of a candidate judged 0 everywhere but where `scores` say otherwise; the edition is of 2026."""
    candidate = CandidatePair.model_validate(builders.candidate(**scores))
    pair = values or (builders.value(1.0), builders.value(2.0))
    return grade_pair(candidate, match, level=level, territory=territory, values=pair, edition_year=2026)


@pytest.mark.parametrize("dimension", ["concept", "measurement", "base"])
@pytest.mark.parametrize(("score", "letter"), [(0, "A"), (1, "B"), (2, "C"), (3, "E")])
def test_the_worst_judged_dimension_decides(dimension: str, score: int, letter: str) -> None:
    """All 0 is A; one dimension alone can make it B, C or E."""
    assert grade(**{dimension: score}).letter == letter


@pytest.mark.parametrize(
    ("match", "score", "letter"),
    [
        (Match(0, 0, 0, "same_period"), 0, "A"),
        (Match(0, 0, 1, "years_apart"), 1, "B"),
        (Match(0, 0, 2, "years_apart"), 1, "B"),
        (Match(0, 0, 3, "years_apart"), 2, "C"),
        (Match(0, 0, 5, "years_apart"), 2, "C"),
        (Match(0, 0, 2, "beyond_tolerance"), 3, "E"),
        (Match(0, 0, 6, "beyond_tolerance"), 3, "E"),
        (Match(0, 0, 0, "period_not_stated_same_release"), 0, "A"),
        (Match(0, 0, None, "period_not_stated"), 3, "E"),
    ],
)
def test_the_years_between_are_scored(match: Match, score: int, letter: str) -> None:
    """0, 1-2, 3-5 years, and beyond the tolerance."""
    made = grade(match)
    reason = next(reason for reason in made.reasons if reason.dimension == "period")
    assert (reason.score, reason.code, made.letter) == (score, match.code, letter)


def test_the_distance_is_said_with_the_reason() -> None:
    """A page can say how many years lie between."""
    assert [reason.number for reason in grade(Match(0, 0, 9, "beyond_tolerance")).reasons if reason.number] == [9]


def test_a_mixed_level_is_d_unless_something_is_three() -> None:
    """A city beside a country: D with 0, 1 or 2, E with 3."""
    mixed = {"level": "mixed", "territory": (1, "mixed_level")}
    assert grade(**mixed).letter == "D"
    assert grade(**mixed, concept=2).letter == "D"
    assert grade(**mixed, concept=3).letter == "E"


def test_an_area_without_relation_is_not_comparable() -> None:
    """A district that does not hold the city makes E."""
    assert grade(territory=(3, "no_relation")).letter == "E"


@pytest.mark.parametrize(
    "value",
    [
        builders.value(1.0, confidence="low"),
        builders.value(1.0, kind="press"),
        builders.value(1.0, kind="census+statement"),
    ],
)
def test_an_indicative_value_on_either_side_is_at_most_c(value: Value) -> None:
    """Press, a statement or low confidence: C with its reason, where the dimensions alone would give A."""
    for values in ((value, builders.value(2.0)), (builders.value(2.0), value)):
        made = grade(values=values)
        assert made.letter == "C"
        assert "indicative" in [reason.code for reason in made.reasons]


def test_an_indicative_value_makes_nothing_better() -> None:
    """D and E stay what they are."""
    values = (builders.value(1.0, confidence="low"), builders.value(2.0))
    assert grade(values=values, concept=3).letter == "E"
    assert grade(values=values, level="mixed").letter == "D"


@pytest.mark.parametrize(
    ("years", "letter", "old"),
    [((2016, 2016), "A", None), ((2015, 2015), "C", 2015), ((2014, 2017), "C", 2014), ((None, None), "A", None)],
)
def test_a_pair_older_than_ten_years_is_at_most_c(years: tuple[int, int], letter: str, old: int | None) -> None:
    """Ten years before the edition is not old, eleven is; a pair is as old as its older value."""
    values = (builders.value(1.0, years[0]), builders.value(2.0, years[1]))
    made = grade(values=values)
    assert made.letter == letter
    assert find_old_year(values, 2026) == old
    assert [reason.number for reason in made.reasons if reason.code == "old"] == ([old] if old else [])


def test_every_dimension_gives_one_reason() -> None:
    """Five dimensions, each once; what a person wrote stands with the worst judged one."""
    made = grade(Match(0, 0, 1, "years_apart"), territory=(1, "kinds_differ"), measurement=2, base=1)
    assert [reason.dimension for reason in made.reasons] == ["concept", "measurement", "base", "territory", "period"]
    assert [reason.dimension for reason in made.reasons if reason.note] == ["measurement"]


@pytest.mark.parametrize("missing", ["not_collected", "not_published", "not_found", "suppressed", "not_applicable"])
def test_a_value_of_one_place_is_n_and_says_why(missing: str) -> None:
    """N carries the catalogue's reason for the missing other."""
    known = KnownValue(
        side="b", series="test:S", ref_area="BW-FR", missing=missing, question=builders.text(), ask=builders.text()
    )
    made = grade_one_sided(known, builders.value(25.0), edition_year=2026)
    assert made.letter == "N"
    assert [reason.code for reason in made.reasons] == ["one_sided", missing]
    assert not made.allows_gap
