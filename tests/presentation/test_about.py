"""All about one indicator: which have a page, what stands on it, and that it tells what the goal's page tells."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from compare.comparison.model import Grade, Reason
from compare.errors import UnknownCodeError
from compare.presentation import figures
from compare.presentation.language import speak
from compare.presentation.narrative_dimensions import list_dimensions
from compare.presentation.parts import Pages
from compare.presentation.parts_about import ABOUT, show_about_pages
from compare.presentation.parts_about_links import show_about_links
from compare.presentation.parts_base import plain_text
from compare.presentation.parts_indicator import show_indicator
from compare.presentation.parts_indicator_page import IndicatorPage
from compare.presentation.parts_links import has_page, page_address
from compare.presentation.parts_table import ROWS
from page_scenes import clean_air, comparison, night_noise, pair, population, side, speaker, women_in_council

EN = speak("en")


def about(result, code="en"):
    """The page of a result as its parts give it, and as text."""
    told = speaker(code, *(item for item in (result, night_noise()) if item))
    html = "\n".join(show(told, result).html for show in ABOUT)
    return html, plain_text(html)


def only_countries():
    """An indicator of which whole countries alone are known."""
    result = women_in_council()
    return replace(result, one_sided=())


def test_a_figure_of_a_city_or_a_region_has_a_page_and_one_of_countries_has_none():
    """A pair of cities, one city's own figure; not two countries, not a country alone, not a mere question."""
    told = comparison()
    assert has_page(clean_air(), told)
    assert has_page(women_in_council(), told)
    assert not has_page(only_countries(), told)
    assert not has_page(night_noise(), told)
    alone = women_in_council()
    country = replace(alone.one_sided[0], side=side("BW-FR", "BWA", {2018: 25.0}))
    assert not has_page(replace(alone, one_sided=(country,)), told)
    unknown = replace(alone.one_sided[0], side=replace(alone.one_sided[0].side, value=None))
    assert not has_page(replace(alone, one_sided=(unknown,)), told)


def test_a_region_and_a_city_beside_a_country_have_a_page():
    """Whatever tells of a place that is smaller than a country."""
    result = clean_air()
    for level in ("region", "mixed"):
        assert has_page(replace(result, pairs=(replace(result.pairs[0], level=level),)), comparison())


def test_the_address_is_the_page_or_the_section():
    """So a link leads to all there is about an indicator."""
    told = comparison()
    assert page_address(clean_air(), told) == "indicator-clean-air.html"
    assert page_address(night_noise(), told) == "goal-11.html#night-noise"


@pytest.mark.parametrize("code", ["sv", "en"])
@pytest.mark.parametrize("result", [clean_air(), women_in_council(), population()], ids=lambda item: item.indicator.id)
def test_a_page_has_one_heading_that_is_the_finding_and_no_jump_below_it(code, result):
    """Headings, ids and the parts that every page has, in both languages."""
    html, _ = about(result, code)
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {"comparable", "figures", "sources", "on", "made"} <= set(ids)


def test_a_page_tells_everything_of_a_pair():
    """Headline, measure, picture, grade, what differs, what else is known, who decides, sources, and the ways on."""
    html, text = about(clean_air())
    for said in (
        "Goal 11: Sustainable cities · Belongs to target 11.6", "Fine dust & soot: 5.8", "One more year.",
        "Yes, with small differences", "What differs", "Nothing.", "Also known", "the municipality",
        "Invented office, Invented figures, 2024", "Code: test:S", "This figure among the others of its goal",
        "Theme: Climate",
    ):  # fmt: skip
        assert said in text, said
    for held in (
        'href="goal-11.html"', 'data-file="clean-air.svg"', 'data-file="clean-air.csv"',
        'href="goal-11.html#clean-air"', 'href="partnership.html#theme-climate"',
        'data-shared="indicator-clean-air.csv"', 'href="indicators.html"',
    ):  # fmt: skip
        assert held in html, held


def test_the_table_of_years_is_open_and_whole():
    """On the goal's page it is folded and may be cut; here every year stands."""
    years = {1950 + number: 10.0 + number for number in range(ROWS + 10)}
    result = clean_air()
    long = replace(result, pairs=(replace(result.pairs[0], a=side("SE-1281", "SE-1281", years, "UG_M3")),))
    html = about(long)[0]
    table = html[html.index('<div class="scroll"') : html.index("</table>")]
    assert "<details" not in html[: html.index("</table>")]
    assert all(f">{year}<" in table for year in years)


def test_a_question_stands_once_below_what_one_city_knows():
    """In its own section, with who could answer; the countries' grade does not stand for the city's figure."""
    html, text = about(women_in_council())
    assert text.count("How many women sit in <Lund>?") == 1
    assert text.index("25.0%") < text.index("46.5% in Sweden") < text.index("How many women sit in <Lund>?")
    assert text.index("No figure for Lund") < text.index("Whole countries only")
    assert "<Lund>" not in html


def test_what_is_absent_leaves_no_empty_section():
    """No other pair, no question, no trend and no service: no heading for them."""
    html, text = about(only_countries())
    for heading in ("Also known", "What to ask"):
        assert heading not in text
    assert not re.findall(r"<ul[^>]*></ul>|<p[^>]*></p>|<dl[^>]*></dl>", html)


def test_an_indicator_without_any_figure_can_be_shown_too():
    """The notebook takes any; it says that there is no figure."""
    html, text = about(night_noise())
    assert "No figure for either city" in text
    assert "There is no figure yet." in text
    assert "How many are disturbed by noise?" in text
    assert "<img" not in html


def test_the_picture_and_the_words_are_those_of_the_section(monkeypatch):
    """Drawn once for both places, and equal to the last byte."""
    drawn = []
    original = figures.render_svg
    monkeypatch.setattr(figures, "render_svg", lambda *given, **more: drawn.append(1) or original(*given, **more))
    told = speaker("en")
    section, page = show_indicator(told, told.comparison.result("clean-air")).html, show_about_pages(told, "11").html
    assert len(drawn) == 2, "one wide, one narrow"
    figure = section[section.index("<figure>") : section.index("</figure>")]
    assert figure in page


def test_a_changed_result_is_drawn_anew():
    """A picture is kept for the very result that it was drawn of."""
    told = speaker("en")
    less = side("SE-1281", "SE-1281", {2022: 1.0}, "UG_M3")
    other = replace(clean_air(), pairs=(replace(clean_air().pairs[0], a=less),))
    assert show_indicator(told, clean_air()).html.count("5.8") > 0
    one, two = show_indicator(told, clean_air()).html, show_indicator(told, other).html
    pictures = [re.search(r'<img src="([^"]+)"', html)[1] for html in (one, two)]
    assert pictures[0] != pictures[1]


def test_the_pages_of_a_goal_are_blocks_for_the_renderer():
    """One for each indicator of a city or a region, titled with the indicator's name."""
    page = Pages(comparison(), "sv", goal="11")
    html = page.indicator_pages().html
    assert re.findall(r'<article data-page="([^"]+)" data-title="([^"]+)">', html) == [
        ("indicator-clean-air.html", "Fint damm"),
    ]
    overview = Pages(comparison(), "sv", kind="overview").indicator_pages().html
    assert 'data-page="indicator-population.html"' in overview


def test_the_section_leads_to_the_page_where_there_is_one():
    """Its words say which figure to those who hear links one by one."""
    link = '<a href="indicator-clean-air.html">All about this figure<span class="unseen">: Fine dust &amp; soot</span>'
    assert link in show_indicator(speaker("en"), clean_air()).html
    assert "All about this figure" not in show_indicator(speaker("en"), night_noise()).html


def test_the_notebooks_object_gives_the_same_blocks():
    """What an analyst sees is what the site shows, in the same order."""
    page = IndicatorPage(comparison(), "sv", "clean-air")
    calls = (page.title, page.finding, page.grade, page.table, page.candidates, page.course, page.questions,
             page.sources, page.links, page.made)  # fmt: skip
    told = speaker("sv")
    result = told.comparison.result("clean-air")
    assert [call().html for call in calls] == [show(told, result).html for show in ABOUT]


@pytest.mark.parametrize(("language", "indicator"), [("de", "clean-air"), ("sv", "clean-hair")])
def test_an_unknown_indicator_or_language_is_named(language, indicator):
    """With the closest that exist."""
    with pytest.raises(UnknownCodeError, match=r"de|clean-air"):
        IndicatorPage(comparison(), language, indicator)


def test_an_indicator_leads_to_what_it_is_a_part_of_and_back():
    """A breakdown to the whole, the whole to its parts."""
    indicator = population().indicator.model_copy(update={"id": "p", "part_of": "population"})
    part = replace(population(), indicator=indicator)
    told = speaker("en", population(), part)
    assert '<a href="indicator-population.html">The whole: Population</a>' in show_about_links(told, part).html
    assert '<a href="indicator-p.html">A part: Population</a>' in show_about_links(told, population()).html


def reasons(**scores):
    """Reasons of the judged dimensions, the others 0."""
    judged = {"concept": 0, "measurement": 0, "base": 0} | scores
    return [Reason(name, score, "judged") for name, score in judged.items()]


@pytest.mark.parametrize(
    ("letter", "given", "deciding"),
    [
        ("A", reasons(), []),
        ("B", reasons(measurement=1), ["Measurement"]),
        ("C", reasons(concept=1, base=2), ["Population base"]),
        ("E", reasons(concept=3, base=3, measurement=2), ["Concept", "Population base"]),
        ("C", [*reasons(base=1), Reason("age_of_figure", None, "old", number=2009)], ["Age of the figure"]),
        ("C", [*reasons(base=2), Reason("confidence", None, "indicative")], ["Population base"]),
        ("E", [*reasons(base=3), Reason("confidence", None, "indicative")], ["Population base"]),
        ("D", [*reasons(base=1), Reason("territory", 2, "mixed_level")], ["Territory"]),
        ("N", [Reason("level", None, "one_sided"), Reason("level", None, "not_found")], []),
    ],
)
def test_what_decides_a_grade_is_marked(letter, given, deciding):
    """The worst dimension, or what keeps a grade from being better than C; nothing for an A and where there is none."""
    told = list_dimensions(Grade(letter, tuple(given)), comparison(), EN)
    assert [item.name for item in told if item.decides] == deciding
    assert all(item.words for item in told)


def test_every_dimension_is_told_also_one_that_speaks_for_the_pair():
    """Five dimensions in the order of the grade; what differs is not repeated in each."""
    note = clean_air().pairs[0].differs
    grade = Grade("B", (Reason("concept", 0, "judged"), Reason("measurement", 1, "judged", note=note),
                        Reason("base", 0, "judged"), Reason("territory", 0, "same_kind"),
                        Reason("period", 0, "same_period")))  # fmt: skip
    told = list_dimensions(grade, comparison(), EN)
    assert [item.name for item in told] == ["Concept", "Measurement", "Population base", "Territory", "Time"]
    assert told[0].words == "The same definition."
    assert told[1].words == "Measured in two recognised ways."


def test_two_pairs_of_one_grade_share_their_dimensions():
    """By sex, each grade once; two grades are told apart by their sex."""
    one = clean_air().pairs[0]
    two = pair("clean-air", one.a, one.b, "C", "city", None)
    pages = [about(replace(clean_air(), pairs=pairs))[0] for pairs in ((one, one), (one, two))]
    graded = [html[html.index('id="comparable"') : html.index('id="figures"')] for html in pages]
    assert [html.count('class="pill') for html in graded] == [1, 2]
