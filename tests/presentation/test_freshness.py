"""A page says which of its figures could not be renewed, and each fetched figure when it was fetched."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from compare.comparison.model import Freshness
from compare.presentation.language import speak
from compare.presentation.narrative_freshness import tell_fetched, tell_not_renewed
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
