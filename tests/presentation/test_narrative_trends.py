"""Trends in words: a direction, a target, and why there is none."""

from __future__ import annotations

import pytest
from narrative_stage import EN, GAP, SV, comparison, pair, result, side, target

from compare.comparison.model import Trend
from compare.presentation.narrative import tell_change, tell_sign, tell_target, tell_trend

SIGNS = ("achieved", "on_track", "moderate", "stagnating", "moving_away")
REASONS = (
    "no_target", "no_target_year", "too_few", "too_short", "not_dated", "indicative", "direction_none", "target_past",
    "series_break", "not_finite", "not_annual", "projection", "censored",
)  # fmt: skip


def stage_for(trend, points, **changes):
    """A comparison whose side a has these points and this trend."""
    unit = changes.get("unit", "PT")
    made = pair(side("a", points, unit_measure=unit), side("b", {2023: 1.0}, unit_measure=unit), trend_a=trend)
    stage = comparison(result(made, **changes))
    return stage, stage.results[0].pairs[0].a


def made(sign="on_track", reason="", first=(2015, 22.0), last=(2023, 14.9), **changes):
    """A trend from first to last."""
    return Trend(sign, reason, {}, changes.pop("agreement", (3, 3)), changes.pop("stable", True), first, last, 5)


def test_an_assessed_trend_tells_the_change_the_sign_and_the_agreement():
    """A falling number that is an improvement is told by both words."""
    trend = made()
    stage, own = stage_for(trend, {2015: 22.0, 2023: 14.9}, target_value=target(5, 2030, sdg=True), unit="UG_M3")
    assert tell_trend(trend, own, stage, EN) == (
        f"Lund: fell from 22.0{GAP}µg/m³ in 2015 to 14.9{GAP}µg/m³ in 2023; on track to reach the target by 2030, "
        "the methods agree (3 of 3)."
    )
    assert tell_trend(trend, own, stage, SV) == (
        f"Lund: sjönk från 22,0{GAP}µg/m³ (2015) till 14,9{GAP}µg/m³ (2023); i rätt takt för att nå målet 2030, "
        "metoderna ger samma svar (3 av 3)."
    )


def test_disagreement_and_instability_are_said():
    """Where the methods differ, or one year decides, the sentence says so."""
    trend = made("moving_away", agreement=(1, 3), stable=False, first=(2015, 8.0), last=(2023, 11.7))
    stage, own = stage_for(trend, {2015: 8.0, 2023: 11.7}, target_value=target(5, 2030))
    assert tell_trend(trend, own, stage, EN) == (
        "Lund: rose from 8.0% in 2015 to 11.7% in 2023; moving away from the benchmark, "
        "but only one of three methods gives this result, not stable: one year more or less changes the result."
    )


def test_counts_of_methods_are_words_and_a_change_names_its_periods():
    """No word beside a digit; a budget year is told as one."""
    trend = made("stagnating", agreement=(2, 3), first=(2015, 8.0), last=(2023, 11.7))
    stage, own = stage_for(trend, {2015: 8.0, 2023: 11.7}, target_value=target(50, 2030, sdg=True))
    own.history["time_period"] = ["2015-04-01/P1Y", "2023"]
    assert tell_trend(trend, own, stage, SV) == (
        f"Lund: steg från 8,0{GAP}% (2015/16) till 11,7{GAP}% (2023); nästan ingen rörelse mot målet, "
        "men bara två av tre metoder ger det svaret."
    )
    assert tell_trend(trend, own, stage, EN) == (
        "Lund: rose from 8.0% in 2015/16 to 11.7% in 2023; hardly any progress towards the target, "
        "but only two of three methods give this result."
    )


@pytest.mark.parametrize("language", [SV, EN])
def test_a_benchmark_is_never_called_a_target_of_the_agenda(language):
    """The word differs by who set the number, for every sign."""
    word, other = ("målet", "jämförelsevärdet") if language is SV else ("target", "benchmark")
    for sign in SIGNS:
        own = result(pair(side("a", {2023: 1.0}), side("b", {2023: 1.0})), target_value=target(5, 2030, sdg=True))
        benchmark = result(pair(side("a", {2023: 1.0}), side("b", {2023: 1.0})), target_value=target(5, 2030))
        assert word in tell_sign(made(sign), own.indicator, language)
        assert other in tell_sign(made(sign), benchmark.indicator, language)
        assert word not in tell_sign(made(sign), benchmark.indicator, language)


@pytest.mark.parametrize("reason", REASONS)
def test_a_trend_that_is_not_assessed_says_why(reason):
    """Every reason has words; what is dated and plain is told as a change."""
    trend = made("not_assessed", reason, first=(2011, 10.0), last=(2022, 12.0), agreement=(0, 0), stable=None)
    stage, own = stage_for(trend, {2011: 10.0, 2022: 12.0})
    for language, none, rose in ((EN, "no trend is assessed: ", "rose"), (SV, "ingen trend bedöms: ", "steg")):
        told = tell_trend(trend, own, stage, language)
        assert none in told
        assert "it was not possible" not in told
        assert "det har inte varit möjligt" not in told
        assert rose in told


def test_two_census_points_are_a_change_in_words():
    """Too few for an arrow, enough for what happened between two years."""
    trend = Trend("not_assessed", "too_few", first=(2011, 99.0), last=(2022, 103.4), observations=2)
    stage, own = stage_for(trend, {2011: 99.0, 2022: 103.4})
    assert tell_trend(trend, own, stage, SV) == (
        f"Lund: steg från 99,0{GAP}% (2011) till 103,4{GAP}% (2022); ingen trend bedöms: "
        "det finns för få observationer."
    )


@pytest.mark.parametrize(
    ("first", "last", "sv", "en"),
    [
        (98.96, 99.04, f"var 99,0{GAP}% både 2015 och 2023", "was 99.0% in both 2015 and 2023"),
        (0.0, 0.04, f"steg från 0,0{GAP}% (2015) till mindre än 0,1{GAP}% (2023)",
         "rose from 0.0% in 2015 to less than 0.1% in 2023"),
        (1.0, -0.5, f"sjönk från 1,0{GAP}% (2015) till −0,5{GAP}% (2023)", "fell from 1.0% in 2015 to −0.5% in 2023"),
    ],
)  # fmt: skip
def test_rose_and_fell_follow_the_printed_values(first, last, sv, en):
    """Equal as printed is neither, and almost zero is not zero."""
    trend = made("not_assessed", "no_target", first=(2015, first), last=(2023, last))
    stage, own = stage_for(trend, {2015: first, 2023: last})
    assert tell_change(trend, own, stage, SV) == sv
    assert tell_change(trend, own, stage, EN) == en


def test_a_single_observation_is_no_change():
    """One year is a value, not a movement."""
    trend = Trend("not_assessed", "too_few", first=(2023, 5.0), last=(2023, 5.0), observations=1)
    stage, own = stage_for(trend, {2023: 5.0})
    assert tell_trend(trend, own, stage, EN) == "Lund: no trend is assessed: there are too few observations."


def test_small_counts_have_no_change():
    """From two to three deaths nothing rose: the comparison hands over no ends."""
    trend = Trend("not_assessed", "small_counts")
    stage, own = stage_for(trend, {2019: 2, 2020: 0, 2023: 3}, unit="PERSONS", persons=True)
    assert tell_trend(trend, own, stage, EN) == "Lund: no trend is assessed: the counts are too small."


@pytest.mark.parametrize(
    ("goal", "sv", "en"),
    [
        (None, "", ""),
        (target(5, None), f"Jämförelsevärde: 5{GAP}% (WHO:s riktvärde).", "Benchmark: 5% (WHO guideline)."),
        (target(2.5, 2035), f"Jämförelsevärde för 2035: 2,5{GAP}% (WHO:s riktvärde).",
         "Benchmark for 2035: 2.5% (WHO guideline)."),
        (target(50, 2030, sdg=True), f"Mål för 2030: 50{GAP}% (WHO:s riktvärde).",
         "Target for 2030: 50% (WHO guideline)."),
    ],
)  # fmt: skip
def test_a_target_names_its_origin(goal, sv, en):
    """A number to reach, by when, and who set it."""
    stage, _ = stage_for(made(), {2023: 1.0}, target_value=goal)
    assert tell_target(stage.results[0], stage, SV) == sv
    assert tell_target(stage.results[0], stage, EN) == en
