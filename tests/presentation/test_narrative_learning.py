"""What the two cities may learn: only where the figures carry it, and as much for one as for the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from narrative_stage import EN, SV, comparison, grade, one_sided, pair, result, side, target

from compare.catalogue.mandates import MandateRole
from compare.catalogue.models import Text
from compare.comparison.model import Reason, Trend
from compare.presentation.narrative import tell_learning, tell_mandates


def lesson(name, a, b, nearer, letter="B", level="city", **changes):
    """A result in which one side is nearer the target."""
    made = pair(side("a", {2023: a}), side("b", {2023: b}), letter, level, **changes.pop("pair_changes", {}))
    if made.gap is not None:
        made = replace(made, gap=replace(made.gap, nearer_target=nearer))
    fields = {"domain": "air", "target_value": target(5, None), "title": Text(sv=f"{name} sv", en=name), **changes}
    return result(made, indicator_id=name.lower(), **fields)


def learn(*results, language=EN):
    """The three parts for these results."""
    return tell_learning(results, comparison(*results), language)


def test_each_city_gets_what_it_is_nearer_in_with_both_values():
    """Two lists of equal length, each with both values, years and the number to reach."""
    for_a, for_b, questions = learn(lesson("Alpha", 6.0, 15.0, "a"), lesson("Beta", 20.0, 7.0, "b"))
    assert for_a == [
        "Alpha: 6.0% in Lund (2023) against 15.0% in Francistown (2023); Lund is nearer the benchmark, 5%."
    ]
    assert for_b == [
        "Beta: 7.0% in Francistown (2023) against 20.0% in Lund (2023); Francistown is nearer the benchmark, 5%."
    ]
    assert questions == []
    for_a, _, _ = learn(lesson("Alpha", 6.0, 15.0, "a"), lesson("Beta", 20.0, 7.0, "b"), language=SV)
    gap = "\u00a0"
    assert for_a == [
        f"Alpha sv: 6,0{gap}% i Lund (2023) mot 15,0{gap}% i Francistown (2023); Lund är närmare jämförelsevärdet, "
        f"5{gap}%."
    ]


def test_the_longer_list_is_cut_to_the_shorter():
    """The most comparable lessons stay; a city without any leaves the other without any."""
    many = [lesson("Alpha", 6.0, 15.0, "a", "C"), lesson("Gamma", 6.0, 15.0, "a", "A")]
    for_a, for_b, _ = learn(*many, lesson("Beta", 20.0, 7.0, "b"))
    assert [text.split(":")[0] for text in for_a] == ["Gamma"]
    assert len(for_b) == 1
    assert learn(*many)[:2] == ([], [])


def test_the_shorter_list_is_filled_with_questions_about_the_citys_own_figures():
    """A figure that only one city has is a question to the other, not a finding."""
    own = result(ones=[one_sided("b", side("b", {2024: 74.3}))], indicator_id="own", domain="air")
    for_a, for_b, questions = learn(lesson("Alpha", 6.0, 15.0, "a"), own)
    assert len(for_a) == len(for_b) == 1
    assert for_b == [
        "The share: 74.3% in Francistown (2024); Lund has no figure to set beside it (not published). How many?"
    ]
    assert questions == [("How many?", "The office")]
    old = result(ones=[one_sided("b", side("b", {2004: 74.3}), old=True)], indicator_id="own", domain="air")
    assert learn(lesson("Alpha", 6.0, 15.0, "a"), old)[:2] == ([], [])


PARTNER = lesson("Partner", 20.0, 7.0, "b")


@pytest.mark.parametrize(
    "excluded",
    [
        lesson("Alpha", 6.0, 15.0, "a", level="region"),
        lesson("Alpha", 6.0, 15.0, "a", level="country"),
        lesson("Alpha", 6.0, 15.0, "a", "E"),
        lesson("Alpha", 6.0, 15.0, "a", "C", pair_changes={"old": True}),
        lesson("Alpha", 6.0, 15.0, "a", domain="army"),
        lesson("Alpha", 6.0, 15.0, "a", domain=None),
        lesson("Alpha", 6.0, 15.0, "a", direction="none", target_value=None),
        lesson("Alpha", 98.96, 99.04, "a"),
        lesson("Alpha", 6.0, 15.0, "tied"),
    ],
)
def test_nothing_is_learnt_from_what_carries_no_finding(excluded):
    """Regions, countries, unlike or old figures, no mandate, no direction, equal as printed, tied."""
    assert learn(excluded, PARTNER)[:2] == ([], [])


def test_an_unclear_difference_is_no_lesson():
    """An interval that holds zero credits nobody."""
    made = lesson("Alpha", 6.0, 15.0, "a")
    unclear = replace(made.pairs[0], gap=replace(made.pairs[0].gap, clear=False))
    assert learn(replace(made, pairs=(unclear,)), PARTNER)[:2] == ([], [])


def test_caution_is_in_the_same_sentence():
    """A lesson of grade C carries its caveat before the full stop."""
    told = grade("C", Reason("period", 2, "years_apart", number=4))
    for_a, _, _ = learn(lesson("Alpha", 6.0, 15.0, "a", "C", pair_changes={"grade": told}), PARTNER)
    assert for_a[0].endswith("but read this with caution: four years lie between the figures.")


@pytest.mark.parametrize(
    ("changes", "sv", "en"),
    [
        ({"target_value": target(5, 2030, sdg=True)}, "Lund är närmare målet, 5\u00a0%.",
         "Lund is nearer the target, 5%."),
        ({"target_value": None}, "ett lägre värde är det som eftersträvas.", "a lower value is the aim."),
        ({"target_value": None, "direction": "higher"}, "ett högre värde är det som eftersträvas.",
         "a higher value is the aim."),
        ({"target_value": None, "direction": "value", "band": (40.0, 60.0)},
         "Lund är närmare intervallet från 40\u00a0% till 60\u00a0%.", "Lund is nearer the range from 40% to 60%."),
    ],
)  # fmt: skip
def test_the_aim_is_named(changes, sv, en):
    """A target, a direction or a range: by which measure a value is the one to learn from."""
    made = lesson("Alpha", 6.0, 15.0, "a", **changes)
    assert learn(made, PARTNER, language=SV)[0][0].endswith(sv)
    assert learn(made, PARTNER)[0][0].endswith(en)


def test_improving_faster_needs_two_firm_trends():
    """Both directions are told; an unstable trend says nothing."""
    fast = Trend("on_track", "", {}, (3, 3), True, (2015, 22.0), (2023, 15.0), 5)
    slow = Trend("moving_away", "", {}, (3, 3), True, (2015, 5.5), (2023, 6.0), 5)
    made = lesson("Alpha", 6.0, 15.0, "a", pair_changes={"trend_a": slow, "trend_b": fast})
    for_a, for_b, _ = learn(made)
    assert for_a[0].startswith("Alpha: 6.0% in Lund")
    assert for_b == [
        "Alpha: Francistown is improving faster: the value fell from 22.0% in 2015 to 15.0% in 2023, while in Lund it "
        "rose from 5.5% in 2015 to 6.0% in 2023."
    ]
    gap = "\u00a0"
    assert learn(made, language=SV)[1] == [
        f"Alpha sv: Francistown förbättras snabbare: värdet sjönk från 22,0{gap}% (2015) till 15,0{gap}% (2023), "
        f"medan det i Lund steg från 5,5{gap}% (2015) till 6,0{gap}% (2023)."
    ]
    shaky = lesson("Alpha", 6.0, 15.0, "a", pair_changes={"trend_a": slow, "trend_b": replace(fast, stable=False)})
    assert learn(shaky)[:2] == ([], [])


def test_mandates_name_the_actor_or_say_that_it_is_not_verified():
    """Who decides in each country, with the law; nothing where it could not be verified."""
    made = lesson("Alpha", 6.0, 15.0, "a")
    stage = comparison(made)
    assert tell_mandates(made, stage, SV) == [
        ("Sverige", "beslutar", "aktör SWE", "Act 1 §"),
        ("Botswana", "beslutar", "inte bekräftat", ""),
    ]
    assert tell_mandates(lesson("Beta", 1.0, 2.0, "a", domain=None), stage, EN) == []


def test_an_actor_is_told_with_the_month_it_holds_for_and_how_certain_it_is():
    """An act in force has no date; a page has its month, or is undated."""
    told = {
        ("", "high"): ("kommunen", "the municipality"),
        ("2025-07-24", "high"): ("kommunen (uppgift från juli 2025)", "the municipality (as of July 2025)"),
        ("2018", "medium"): ("kommunen (uppgift från 2018)", "the municipality (as of 2018)"),
        ("_U", "low"): ("kommunen (odaterad uppgift, osäker)", "the municipality (undated, uncertain)"),
    }
    made = lesson("Alpha", 6.0, 15.0, "a")
    for (as_of, confidence), (swedish, english) in told.items():
        line = MandateRole(
            country="BWA", role="provides", actor=Text(sv="kommunen", en="the municipality"), level="municipality",
            basis="Act 1 §", as_of=as_of, confidence=confidence,
        )  # fmt: skip
        stage = comparison(made)
        domain = stage.catalogue.domains["air"].model_copy(update={"roles": (line,)})
        stage = replace(stage, catalogue=replace(stage.catalogue, domains={"air": domain}))
        assert tell_mandates(made, stage, SV) == [("Botswana", "utför", swedish, "Act 1 §")]
        assert tell_mandates(made, stage, EN) == [("Botswana", "provides", english, "Act 1 §")]
