"""Level, grade and reasons in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from narrative_stage import EN, SV, comparison, grade, one_sided, pair, result, side

from compare.catalogue.load import load_catalogue
from compare.catalogue.models import Text
from compare.comparison.model import Reason
from compare.presentation.narrative import (
    tell_caveat,
    tell_comparable,
    tell_grade,
    tell_letters,
    tell_level,
    tell_reasons,
    tell_stand_in,
)
from compare.presentation.narrative_grades import split_note

STAGE = comparison()
A, B = side("a", {2023: 1.0}), side("b", {2023: 2.0})


@pytest.mark.parametrize(
    ("letter", "level", "sv", "en"),
    [
        ("A", "city", "Ja, mäts på samma sätt", "Yes, measured the same way"),
        ("B", "city", "Ja, med små skillnader", "Yes, with small differences"),
        ("C", "city", "Med försiktighet", "With caution"),
        ("B", "region", "Ja, men för ett större område", "Yes, but for a larger area"),
        ("C", "region", "Med försiktighet, större område", "With caution, larger area"),
        ("A", "country", "Bara hela länder", "Whole countries only"),
        ("C", "country", "Hela länder, med försiktighet", "Whole countries, with caution"),
        ("D", "mixed", "Nej, en stad bredvid ett land", "No, a city beside a country"),
        ("E", "city", "Nej, för olika", "No, too different"),
        ("E", "country", "Nej, för olika", "No, too different"),
    ],
)
def test_whether_they_can_be_compared(letter, level, sv, en):
    """Short words for every grade and level, so that a reader never needs the letter."""
    made = pair(A, B, letter, level)
    assert tell_comparable(made, STAGE, SV) == sv
    assert tell_comparable(made, STAGE, EN) == en
    assert tell_comparable(result(made), STAGE, EN) == en


def test_a_missing_figure_names_the_place_that_lacks_it():
    """The place without the figure is named, whoever asks."""
    one = one_sided("b", B)
    assert tell_comparable(one, STAGE, SV) == "Uppgift saknas för Lund"
    assert tell_comparable(result(ones=[one]), STAGE, EN) == "No figure for Lund"
    assert tell_comparable(result(ones=[one_sided("a", A)]), STAGE, EN) == "No figure for Francistown"
    question = {"question": Text(sv="?", en="?"), "ask": Text(sv="-", en="-"), "missing_a": "not_found",
                "missing_b": "not_found"}  # fmt: skip
    assert tell_comparable(result(pairs=(), question=question), STAGE, SV) == "Uppgift saknas för båda städerna"
    assert tell_comparable(pair(A, side("b", {}, value=None), "N"), STAGE, EN) == "No figure for Francistown"
    country = one_sided("b", side("b", {2007: 28.9}, ref_area="BWA"))
    assert tell_comparable(result(ones=[country]), STAGE, SV) == "Uppgift saknas för Sverige"
    asked = Text(sv="Hur många barn i Lund?", en="How many of Lund's children?")
    city = replace(country, known=country.known.model_copy(update={"question": asked}))
    assert tell_comparable(result(ones=[city]), STAGE, SV) == "Uppgift saknas för Lund"
    assert tell_comparable(result(ones=[city]), STAGE, EN) == "No figure for Lund"


def test_a_grade_is_told_with_its_level():
    """The letter never stands without what was measured."""
    assert tell_grade(pair(A, B, "B"), STAGE, EN) == "B · both cities"
    assert tell_grade(pair(A, B, "B", "country"), STAGE, SV) == "B · hela länder"
    assert tell_grade(one_sided("b", B), STAGE, SV) == "N · bara den ena sidan"


@pytest.mark.parametrize("language", [SV, EN])
def test_every_level_and_letter_has_words(language):
    """No level or letter is left out of the legend."""
    words = [
        tell_level(level, STAGE, language) for level in ("city", "region", "country", "mixed", "one-sided", "none")
    ]
    assert len(set(words)) == 6
    assert [letter for letter, _ in tell_letters(language)] == list("ABCDEN")


def test_reasons_are_sentences_with_what_differs_last():
    """Each dimension has its sentence; a note that several share is told once."""
    note = Text(sv="Stationerna skiljer sig.", en="The stations differ.")
    told = grade(
        "C", Reason("concept", 1, "", note), Reason("measurement", 2, "", note), Reason("base", 0, ""),
        Reason("territory", 1, "city_beside_region"), Reason("period", 2, "years_apart", number=4),
    )  # fmt: skip
    assert tell_reasons(told, STAGE, EN) == [
        "The same concept, with a documented difference.",
        "Measured in ways of unequal quality.",
        "The same population group.",
        "A city beside a larger area.",
        "Four years lie between the figures.",
        "The stations differ.",
    ]
    assert tell_reasons(told, STAGE, SV)[-2:] == ["Det skiljer fyra år mellan uppgifterna.", "Stationerna skiljer sig."]


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("same_kind", None), ("kinds_differ", None), ("city_beside_region", None), ("no_relation", None),
        ("mixed_level", None), ("same_period", None), ("years_apart", 1), ("beyond_tolerance", 7),
        ("period_not_stated_same_release", None), ("period_not_stated", None), ("indicative", None), ("old", 2009),
        ("one_sided", None), ("not_collected", None), ("not_published", None), ("not_found", None),
        ("suppressed", None), ("not_applicable", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", [SV, EN])
def test_every_computed_reason_has_a_sentence(code, number, language):
    """A reason that the comparison may give is never silent; a year is never grouped, a small count is a word."""
    (told,) = tell_reasons(grade("C", Reason("level", None, code, number=number)), STAGE, language)
    assert told.endswith(".")
    assert "{" not in told
    if number is not None:
        assert (str(number) if number > 12 else language.count(number)) in told.casefold()


def test_the_caveat_is_what_weighs_most():
    """The worst dimension, and that a figure is old or indicative where that caps the grade."""
    period = pair(A, B, grade=grade("C", Reason("concept", 1, ""), Reason("period", 2, "years_apart", number=4)))
    assert tell_caveat(period, STAGE, EN) == "four years lie between the figures"
    old = pair(A, B, grade=grade("C", Reason("concept", 0, ""), Reason("age_of_figure", None, "old", number=2009)))
    assert tell_caveat(old, STAGE, SV) == "gammal uppgift, från 2009"
    assert tell_caveat(pair(A, B, "C"), STAGE, SV) == "stationerna skiljer sig"
    note = Text(sv="Stationerna skiljer sig.", en="The stations differ.")
    both = (Reason("concept", 1, "judged"), Reason("base", 1, "judged", note), Reason("confidence", None, "indicative"))
    assert tell_caveat(pair(A, B, grade=grade("C", *both)), STAGE, EN) == (
        "at least one figure is indicative: from the press, a statement or another uncertain source; "
        "the stations differ"
    )
    unlike = (Reason("concept", 3, "judged", note), Reason("age_of_figure", None, "old", number=2009))
    assert tell_caveat(pair(A, B, grade=grade("E", *unlike)), STAGE, EN) == "the stations differ"
    bare = pair(A, B, grade=grade("C", Reason("base", 2, "judged")))
    assert tell_caveat(bare, STAGE, EN) == "population groups that differ"


def noted(sv, en):
    """A pair graded C for a note of these sentences."""
    reasons = (Reason("measurement", 2, "judged", Text(sv=sv, en=en)),)
    return pair(A, B, grade=grade("C", Reason("age_of_figure", None, "old", number=2015), *reasons))


def test_a_caveat_of_several_sentences_stays_one_clause():
    """Its sentences are joined, and small where no name opens them."""
    made = noted(
        "Samma gräns för båda. Sveriges tal gäller inkomst. FN:s skattning. Vilket år framgår inte.",
        "The same line for both. Sweden's figure is of income. GDP is estimated. Which year is not said.",
    )
    assert tell_caveat(made, STAGE, SV) == (
        "gammal uppgift, från 2015; samma gräns för båda; Sveriges tal gäller inkomst; FN:s skattning; "
        "vilket år framgår inte"
    )
    assert tell_caveat(made, STAGE, EN) == (
        "old figure, from 2015; the same line for both; Sweden's figure is of income; GDP is estimated; "
        "which year is not said"
    )


@pytest.mark.parametrize("code", ["sv", "en"])
def test_no_name_of_the_catalogues_notes_loses_its_capital(code):
    """A word that the notes write with a capital inside a sentence keeps it where it opens one."""
    catalogue = load_catalogue()
    notes = [getattr(item.differs, code) for one in catalogue.indicators.values() for item in one.pairs]
    inside = {word for note in notes for word in re.findall(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][\w':-]+", note)}
    stage = replace(STAGE, catalogue=catalogue)
    for note in notes:
        for part in split_note(note, stage):
            opening = re.match(r"[\w':-]+", part)[0]
            assert opening.capitalize() == opening or opening.capitalize() not in inside, part


def test_a_stand_in_is_explained_and_a_city_is_not():
    """A larger area is called a stand-in; the city itself, its cell or a country pair is not called one."""
    region = pair(side("a", {2023: 1.0}, ref_area="SE-M"), B, level="region")
    assert tell_stand_in(region, STAGE, EN) == (
        "Instead of Lund itself, the figure describes Skåne, the region of Lund. It is a stand-in: the value of a "
        "larger area, shown because there is no figure for the city itself to use here."
    )
    assert tell_stand_in(region, STAGE, SV).startswith(
        "I stället för själva Lund gäller uppgiften Skåne, regionen kring"
    )
    assert "ersättningsvärde" in tell_stand_in(region, STAGE, SV)
    assert tell_stand_in(pair(A, B), STAGE, EN) == ""
    assert tell_stand_in(pair(side("a", {2023: 1.0}, ref_area="CELL:a"), B), STAGE, EN) == ""
    assert "wide grid cell" in tell_stand_in(pair(side("a", {2023: 1.0}, ref_area="CELL:wide"), B), STAGE, EN)
    both = pair(side("a", {2023: 1.0}, ref_area="SE-M"), side("b", {2023: 1.0}, ref_area="CELL:wide"), level="region")
    assert tell_stand_in(both, STAGE, EN).startswith(
        "Instead of Lund and Francistown themselves, the figures describe Skåne, the region of Lund and "
    )
    assert tell_stand_in(both, STAGE, EN).count("stand-in") == 1
    assert tell_stand_in(both, STAGE, SV).count("ersättningsvärde") == 1
    countries = pair(side("a", {2023: 1.0}, ref_area="SWE"), side("b", {2023: 1.0}, ref_area="BWA"), level="country")
    assert tell_stand_in(countries, STAGE, SV) == (
        "Uppgifterna gäller hela länderna, Sverige och Botswana. De säger inte hur det är i städerna."
    )
