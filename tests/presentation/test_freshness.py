"""A page says which of its figures could not be renewed, and each fetched figure when it was fetched."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from compare.comparison.model import Freshness
from compare.presentation.language import speak
from compare.presentation.narrative_freshness import tell_fetched, tell_not_renewed, tell_stale
from compare.presentation.narrative_sources import tell_source
from compare.presentation.parts_front import show_front_title
from compare.presentation.parts_goal import show_title
from compare.presentation.parts_links import Speaker
from compare.presentation.parts_sections import show_further
from compare.presentation.tables import tabulate_sources
from whole import real

TRIED, RENEWED = "2026-11-25T02:10:00Z", "2026-11-24T02:11:30Z"


def troubled(**states):
    """The whole comparison, after a refresh in which sources fared as said."""
    told = {name: Freshness(name, state, TRIED, renewed) for name, (state, renewed) in states.items()}
    return replace(real(), freshness=told)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "World Bank, World Development Indicators gave no new figures on 25 November 2026. Its figures "
               "here are the earlier ones, last fetched on 24 November 2026."),
        ("sv", "Världsbanken, World Development Indicators lämnade inga nya uppgifter den 25 november 2026. "
               "Uppgifterna därifrån är kvar sedan tidigare och hämtades senast den 24 november 2026."),
    ],
)  # fmt: skip
def test_a_source_that_failed_is_named_with_both_days(language, words):
    """The day it was asked, and the day of the figures that stay."""
    comparison = troubled(worldbank=("failed", RENEWED), kolada=("renewed", TRIED))
    told = tell_not_renewed(comparison.goal("3"), comparison, speak(language))
    assert [sentence.replace("\u00a0", " ") for sentence in told] == [words]


def test_never_fetched_and_partly_fetched_are_said_differently():
    """Three states, three sentences; a renewed source needs none."""
    results = real().goal("3")
    told = {
        state: tell_not_renewed(results, comparison, speak("en"))[0]
        for state, comparison in {
            "failed": troubled(worldbank=("failed", "")), "partly": troubled(worldbank=("partly", TRIED)),
        }.items()
    }  # fmt: skip
    assert "that were already in the collection" in told["failed"]
    assert told["partly"].startswith("Not everything could be fetched from World Bank")
    assert tell_not_renewed(results, troubled(worldbank=("renewed", TRIED)), speak("en")) == []


def test_a_page_speaks_only_of_its_own_sources():
    """Valmyndigheten is behind no figure of goal 3."""
    comparison = troubled(valmyndigheten=("failed", ""))
    assert tell_not_renewed(comparison.goal("3"), comparison, speak("en")) == []
    assert len(tell_not_renewed(comparison.goal("16"), comparison, speak("en"))) == 1


def test_the_notice_stands_at_the_top_of_every_page_it_concerns():
    """On the goal's own page, its further pages and the front; on none of them where all is well."""
    for comparison, found in ((troubled(worldbank=("failed", RENEWED)), True), (real(), False)):
        speaker = Speaker(comparison, speak("en"))
        own = show_title(speaker, "goal", comparison.goal("3"), "3").html
        further = show_further(speaker, "3").html
        for html in (own, further, show_front_title(speaker).html):
            assert ('<div class="notice" role="note">' in html) is found


def fetched():
    """The comparison with the publication of the World Bank as if it had come in two answers of one day."""
    comparison = real()
    manifest = comparison.manifest
    mine = manifest["response_id"] == "transcribed:wdi-2026-07-01"
    assert mine.any()
    changed = manifest.assign(
        retrieved=manifest["retrieved"].where(~mine, TRIED), request=manifest["request"].where(~mine, "GET https://x"),
        publication=manifest["publication"].where(~mine, "worldbank-2026-11-25"),
    )  # fmt: skip
    return replace(comparison, manifest=changed)


def test_a_fetched_figure_says_when():
    """In its source line and in the list of sources, as a date of the page's language; answers of a day are one row."""
    comparison = fetched()
    result = comparison.result("under-five-mortality")
    assert any("fetched on 25 November 2026" in line for line in tell_source(result, comparison, speak("en")))
    table = tabulate_sources([result], comparison, speak("sv"))
    releases = [str(cell.text) for row in table.rows for cell in row]
    assert any(text.replace("\u00a0", " ") == "hämtat 25 november 2026" for text in releases)
    assert tell_fetched({"retrieved": ""}, speak("sv")) == ""


def test_answers_of_one_day_are_one_row_in_the_list_of_sources():
    """However many questions they answered."""
    comparison = fetched()
    twice = pd.concat([
        comparison.manifest,
        comparison.manifest[comparison.manifest["publication"] == "worldbank-2026-11-25"].assign(
            response_id="worldbank:0123456789abcdef"
        ),
    ])  # fmt: skip
    result = comparison.result("under-five-mortality")
    side = result.pairs[0].b
    other = replace(side, history=side.history.assign(response_id="worldbank:0123456789abcdef"))
    changed = replace(result, pairs=(replace(result.pairs[0], b=other),))
    table = tabulate_sources([changed], replace(comparison, manifest=twice), speak("en"))
    assert sum("World Development Indicators" in row[0].text for row in table.rows) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The figures from World Bank, World Development Indicators were last renewed on 24 August 2026. That "
               "was more than 3 months before the sources were last asked, on 25 November 2026. Newer figures may "
               "exist."),
        ("sv", "Uppgifterna från Världsbanken, World Development Indicators förnyades senast den 24 augusti 2026. Det "
               "var mer än 3 månader innan källorna tillfrågades senast, den 25 november 2026. Det kan finnas nyare "
               "uppgifter."),
    ],
)  # fmt: skip
def test_the_front_page_names_what_is_older_than_allowed(language, words):
    """Against the day when any source was last asked; a source that is within the months is not named."""
    comparison = allowing(3, worldbank=("failed", "2026-08-24T02:11:30Z"), kolada=("renewed", TRIED))
    told = tell_stale(comparison.results, comparison, speak(language))
    assert [sentence.replace("\u00a0", " ") for sentence in told] == [words]
    shown = show_front_title(Speaker(comparison, speak(language))).html
    assert words.split(".")[0] in shown.replace("\u00a0", " ")


def test_three_months_to_the_day_are_allowed():
    """One day more is not; without months in the partnership file no age is too great; nor is one never asked."""
    for renewed, count in (("2026-08-25T23:00:00Z", 0), ("2026-08-24T00:00:00Z", 1), ("", 0)):
        comparison = allowing(3, worldbank=("failed", renewed))
        assert len(tell_stale(comparison.results, comparison, speak("en"))) == count
    assert tell_stale(real().results, allowing(None, worldbank=("failed", "2001-01-01T00:00:00Z")), speak("en")) == []
    assert tell_stale(real().results, replace(allowing(1), freshness={}), speak("en")) == []


def test_one_month_is_said_in_the_singular():
    """In both languages."""
    comparison = allowing(1, worldbank=("failed", "2026-10-24T00:00:00Z"))
    assert "more than one month before" in tell_stale(comparison.results, comparison, speak("en"))[0]
    assert "mer än en månad innan" in tell_stale(comparison.results, comparison, speak("sv"))[0]


def allowing(months, **states):
    """As `troubled`, with the months that the partnership allows."""
    comparison = troubled(**states)
    return replace(comparison, partnership=comparison.partnership.model_copy(update={"stale_after_months": months}))
