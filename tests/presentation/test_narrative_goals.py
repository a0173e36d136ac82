"""Many indicators: how much is known, what is found, what cannot be said, what to ask."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from narrative_stage import EN, SV, comparison, one_sided, pair, result, side

from compare.catalogue.models import Text
from compare.presentation.narrative import tell_cannot, tell_coverage, tell_findings, tell_questions

QUESTION = {
    "question": Text(sv="Hur ofta?", en="How often?"), "ask": Text(sv="Kommunen", en="The council"),
    "missing_a": "not_found", "missing_b": "not_found",
}  # fmt: skip


def titled(name, *pairs, **changes):
    """A result of its own with a title."""
    return result(*pairs, indicator_id=name.lower(), title=Text(sv=f"{name} sv", en=name), **changes)


def cities(a=1.0, b=2.0, letter="B", **changes):
    """Both cities."""
    return pair(side("a", {2023: a}), side("b", {2023: b}), letter, **changes)


def countries(letter="A"):
    """Both countries."""
    return pair(side("a", {2023: 1.0}, ref_area="SWE"), side("b", {2023: 2.0}, ref_area="BWA"), letter, "country")


def region(letter="B"):
    """A county beside a city."""
    return pair(side("a", {2023: 1.0}, ref_area="SE-M"), side("b", {2023: 2.0}), letter, "region")


EVERYTHING = (
    titled("Alpha", cities()),
    titled("Beta", cities(letter="E")),
    titled("Iota", cities(letter="E")),
    titled("Gamma", region()),
    titled("Delta", countries()),
    titled("Epsilon", countries("C"), ones=[one_sided("b", side("b", {2019: 5.0}))]),
    titled("Zeta", ones=[one_sided("a", side("a", {2019: 5.0}), missing="not_collected")]),
    titled("Eta", pairs=(), question=QUESTION),
    titled("Theta", pair(side("a", {2023: 1.0}), side("b", {2023: 2.0}, ref_area="BWA"), "D", "mixed")),
)


def test_coverage_counts_every_level_once():
    """One sentence with a count for each level that occurs, and the pairs that cannot be compared."""
    stage = comparison(*EVERYTHING)
    assert tell_coverage(EVERYTHING, stage, EN) == (
        "Nine indicators: three have figures for both cities, in one a larger area stands in for a city, one sets a "
        "city beside a whole country, two describe whole countries only, one is known for one side only, one has no "
        "figure at all and two of the pairs cannot be compared."
    )
    assert tell_coverage(EVERYTHING, stage, SV) == (
        "Nio mått: tre har uppgifter för båda städerna, ett gäller ett större område än staden, ett ställer en stad "
        "bredvid ett helt land, två gäller bara hela länder, ett är känt bara för den ena sidan, ett saknar uppgift "
        "helt och två av paren går inte att jämföra."
    )


def test_coverage_leaves_out_slices_and_says_when_nothing_is_followed():
    """A slice of another indicator is not counted as one; no indicator is said, not counted to zero."""
    whole, part = titled("Alpha", cities()), titled("Beta", cities(), part_of="alpha")
    stage = comparison(whole, part)
    assert tell_coverage([whole, part], stage, EN) == "One indicator: one has figures for both cities."
    assert tell_coverage([whole], stage, SV) == "Ett mått: ett har uppgifter för båda städerna."
    assert tell_coverage([], stage, SV) == "Inget mått följs här ännu."


def test_findings_come_from_cities_and_regions_only():
    """Countries, unlike pairs, old and indicative figures are no findings; cities come first, then the grade."""
    old = titled("Old", cities(letter="C", old=True))
    shaky = titled(
        "Shaky", pair(side("a", {2023: 1.0}), side("b", {2023: 2.0}, value_changes={"confidence": "low"}), "C")
    )
    cautious, gamma = titled("Cautious", cities(letter="C")), titled("Gamma", region("A"))
    results = (gamma, cautious, *EVERYTHING[:3], EVERYTHING[4], old, shaky)
    told = tell_findings(results, comparison(*results), EN)
    assert [sentence.split(":")[0] for sentence in told] == ["Alpha", "Cautious", "Gamma"]


def test_what_the_figures_cannot_say():
    """Every kind of gap in the knowledge has its sentence, with the indicators it concerns."""
    stage = comparison(*EVERYTHING)
    assert tell_cannot(EVERYTHING, stage, EN) == [
        "Figures for the whole countries, Sweden and Botswana, say nothing certain about the cities: Delta; Epsilon.",
        "The figure describes Skåne, the region of Lund, not Lund itself: Gamma.",
        "Lund has no figure of its own (not published) for: Epsilon.",
        "Francistown has no figure of its own (not collected) for: Zeta.",
        "Neither city has a figure for: Eta.",
        "A city stands beside a whole country, so no difference is calculated: Theta.",
        "The two figures cannot be compared: Beta; Iota.",
    ]
    assert tell_cannot(EVERYTHING, stage, SV)[2] == "För Lund saknas en egen uppgift (publiceras inte): Epsilon sv."
    assert tell_cannot([titled("Alpha", cities())], stage, EN) == []


def test_a_place_with_a_figure_of_its_own_lacks_none():
    """Where both have a figure of their own, neither is said to lack it."""
    ones = [one_sided("a", side("a", {2019: 5.0})), one_sided("b", side("b", {2019: 5.0}))]
    made = titled("Alpha", countries(), ones=ones)
    assert not any("of its own" in sentence for sentence in tell_cannot([made], comparison(made), EN))


def test_a_city_with_a_figure_in_the_pair_lacks_none():
    """What only one city knows besides a pair of both is no lack of the other."""
    made = titled("Alpha", cities(), ones=[one_sided("b", side("b", {2024: 29.0}))])
    assert not any("of its own" in sentence for sentence in tell_cannot([made], comparison(made), EN))


def test_each_reason_of_a_lack_is_told_once():
    """Indicators that are missing for one reason share a sentence."""
    made = [
        titled(name, ones=[one_sided("a", side("a", {2020: 1.0}), missing)])
        for name, missing in (("Alpha", "not_found"), ("Beta", "not_published"), ("Gamma", "not_found"))
    ]
    assert tell_cannot(made, comparison(*made), SV) == [
        "För Francistown saknas en egen uppgift (har inte hittats): Alpha sv; Gamma sv.",
        "För Francistown saknas en egen uppgift (publiceras inte): Beta sv.",
    ]


def test_two_larger_areas_share_a_sentence():
    """Where both cities have a stand-in, the reader is told so once."""
    wide = side("b", {2023: 1.0}, ref_area="CELL:wide")
    made = titled("Alpha", pair(side("a", {2023: 1.0}, ref_area="SE-M"), wide, level="region"))
    assert tell_cannot([made], comparison(made), EN) == [
        "The figures describe Skåne, the region of Lund and a wide grid cell at Lund, not the cities themselves: Alpha."
    ]
    assert tell_cannot([made], comparison(made), SV) == [
        "Uppgifterna gäller Skåne, regionen kring Lund och en vid ruta vid Lund, inte själva städerna: Alpha sv."
    ]


def test_a_country_lacks_what_another_country_has():
    """A value of a whole country leaves the other country without one, not the city."""
    made = titled("Alpha", ones=[one_sided("b", side("b", {2007: 28.9}, ref_area="BWA"))])
    assert tell_cannot([made], comparison(made), SV) == [
        "För Sverige saknas en egen uppgift (publiceras inte): Alpha sv."
    ]


def test_a_long_list_is_summed_up_and_slices_are_left_out():
    """Five titles and how many more; a slice of another indicator is not one more."""
    many = [titled(f"I{number}", countries()) for number in range(8)]
    part = titled("Part", countries(), part_of="i0")
    (told,) = tell_cannot([*many, part], comparison(*many, part), EN)
    assert told.endswith("the cities: I0; I1; I2; I3; I4; and three more indicators.")
    assert tell_cannot(many[:6], comparison(*many), SV)[0].endswith("I3 sv; I4 sv; I5 sv.")


def test_an_unclear_difference_is_something_the_figures_cannot_say():
    """An interval that holds zero is told as such; numbers that print the same need no such sentence."""
    made = cities(10.0, 12.0)
    unclear = titled("Alpha", replace(made, gap=replace(made.gap, clear=False)))
    assert tell_cannot([unclear], comparison(unclear), EN) == ["The figures show no clear difference: Alpha."]


def test_questions_come_with_who_could_answer():
    """Each question once, from what one city lacks and from what neither has."""
    stage = comparison(*EVERYTHING)
    assert tell_questions(EVERYTHING, stage, EN) == [("How many?", "The office"), ("How often?", "The council")]
    assert tell_questions(EVERYTHING, stage, SV) == [("Hur många?", "Byrån"), ("Hur ofta?", "Kommunen")]


@pytest.mark.parametrize("language", [SV, EN])
def test_no_sentence_ranks_the_cities(language):
    """No score, no winner, no better or worse anywhere."""
    stage = comparison(*EVERYTHING)
    told = [tell_coverage(EVERYTHING, stage, language), *tell_findings(EVERYTHING, stage, language),
            *tell_cannot(EVERYTHING, stage, language)]  # fmt: skip
    assert not re.search("better|worse|best|wins|score|rank|bättre|sämre|vinner|poäng", " ".join(told))
