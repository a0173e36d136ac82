"""Parts of a page: what stands in which order, escaped once, with addresses that stay."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from compare.errors import UnknownCodeError
from compare.presentation import parts_links
from compare.presentation.parts import Pages
from compare.presentation.parts_base import Part, el, embed, file_name, make_part, plain_text
from compare.presentation.parts_front import choose_findings, show_front_findings, show_front_questions
from compare.presentation.parts_goal import show_learning, show_summary, show_title
from compare.presentation.parts_indicator import show_indicator
from compare.presentation.parts_links import address, count_levels, describes_countries, page_name, split_goal
from compare.presentation.parts_overview import show_goal_tiles
from compare.presentation.parts_partnership import show_history, show_theme
from compare.presentation.parts_sections import show_further, show_indicators
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import Cell, Column, Table
from page_scenes import clean_air, comparison, night_noise, population, side, speaker, women_in_council

LANGUAGES = ("sv", "en")


def test_text_is_escaped_once_and_markup_not_again():
    """Text becomes markup at one place; what is markup stays as it is."""
    inner = el("b", "A & B <c>")
    assert str(el("p", inner, " & ", title='5" > 4')) == (
        '<p title="5&#34; &gt; 4"><b>A &amp; B &lt;c&gt;</b> &amp; </p>'
    )


def test_attributes_keep_their_order_and_false_ones_are_left_out():
    """An attribute that is None or False is not written; True is written without a value."""
    assert str(el("a", "x", href="y", hreflang=None, hidden=False, download=True, class_="z")) == (
        '<a href="y" download class="z">x</a>'
    )


def test_a_part_is_markup_for_jupyter_and_text_for_a_terminal():
    """Both say the same; a folded table is left out of the text, a picture is told by its alternative text."""
    part = make_part(
        el("h2", "Air"), el("p", "5 µg/m³"), el("details", el("summary", "Table"), el("p", "1998")),
        el("figure", el("img", src="x.svg", alt="A line."), el("figcaption", "Under it")),
        el("table", el("tr", el("th", "Lund"), el("td", "5"))),
    )  # fmt: skip
    assert part._repr_mimebundle_() == {"text/html": part.html, "text/plain": part.text}
    assert part.text.splitlines() == ["Air", "5 µg/m³", "[A line.]", "Under it", "Lund | 5"]
    assert str(part) == part.text


def test_a_part_cannot_be_changed():
    """A part is a value."""
    with pytest.raises(AttributeError):
        Part("<p>", "x").html = "y"


def test_decoration_is_left_out_of_the_text():
    """What screen readers skip, the text skips."""
    assert plain_text('<p><span aria-hidden="true"><b>11</b></span>Goal 11</p>') == "Goal 11"


@pytest.mark.parametrize("name", ["Fine Dust", "å", "a/b", "", "-a"])
def test_a_file_name_that_no_disk_or_address_could_bear_is_refused(name):
    """Names of files are small letters, digits and hyphens."""
    with pytest.raises(ValueError, match="small letters"):
        file_name(name, ending="svg")


def test_a_file_travels_as_an_address():
    """The bytes of a file are in the address."""
    assert embed("å", "text/csv") == "data:text/csv;base64,w6U="


@pytest.mark.parametrize("code", LANGUAGES)
def test_ids_of_a_page_are_unique_and_do_not_depend_on_the_language(code):
    """An address that was mailed leads to the same section, in each language and edition."""
    page = Pages(comparison(), code, goal="11")
    html = "".join(
        part.html
        for part in (page.title(), page.summary(), page.glance(), page.indicators(), page.learning(), page.sources(),
                     page.made())
    )  # fmt: skip
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {"clean-air", "night-noise", "glance", "learning", "sources", "made"} <= set(ids)
    other = Pages(comparison(), "en", goal="11")
    assert re.findall(r' id="([^"]+)"', page.indicators().html) == re.findall(r' id="([^"]+)"', other.indicators().html)


def test_the_title_asks_and_says_how_much_is_known():
    """The goal's own question is the heading, its number and name stand above it."""
    part = show_title(speaker(), "goal", (women_in_council(),), "5")
    assert "<h1>Do women &amp; men have the same power?</h1>" in part.html
    assert part.text.splitlines()[:2] == ["Goal 5: Gender equality", "Do women & men have the same power?"]
    assert "whole countries only" in part.text


def test_the_two_boxes_stand_side_by_side_in_one_row():
    """What the figures say and what they cannot say have equal weight, also where they say nothing."""
    told = comparison(women_in_council())
    part = Pages(told, "en", goal="5").summary()
    assert part.html.count('class="box ') == 2
    assert "no figures for them can be compared" in part.text
    assert part.text.splitlines()[-1] == "How work is shared."


def test_more_findings_than_the_box_holds_are_counted():
    """Six pairs of cities: five are told, and one is said to be in the table."""
    part = show_summary(speaker("en", clean_air()), (clean_air(),) * 6)
    assert part.text.count("5.8\u00a0µg/m³") == 5
    assert "One more comparison is in the table below." in part.text


def test_a_citys_own_figure_stands_above_the_pair_of_countries():
    """The one-sided value and its question come first; the countries are named as countries below it."""
    text = show_indicator(speaker("en", women_in_council()), women_in_council()).text
    own, countries = text.index("25.0%"), text.index("46.5% in Sweden")
    assert own < text.index("How many women sit in <Lund>?") < text.index("the municipal office") < countries
    assert "46.5% in Lund" not in text


def test_the_countries_letter_does_not_stand_alone_beside_a_citys_own_figure():
    """The city's value has an N of its own, above the countries' letter; with a figure in both cities there is no N."""
    result = women_in_council()
    html = show_indicator(speaker("en", result), result).html
    assert html.index("<b>N</b> <span>No figure for Lund</span>") < html.index("<b>B</b> <span>Whole countries only")
    other = replace(result.one_sided[0], which="a", side=side("SE-1281", "SE-1281", {2018: 40.0}))
    both = replace(result, one_sided=(*result.one_sided, other))
    assert "<b>N</b>" not in show_indicator(speaker("en", both), both).html


def test_a_section_has_figure_table_file_source_and_grade():
    """Everything that a reader needs to check a figure is in its section."""
    html = show_indicator(speaker("en", clean_air()), clean_air()).html
    for piece in (
        '<section id="clean-air" class="indicator">', "<h3>Fine dust &amp;",
        'data-file="clean-air-narrow.svg"', 'data-file="clean-air.svg"', 'data-file="clean-air.csv"', "<figcaption>",
        "Code: test:S", "<b>B</b> <span>Yes, with small differences</span>", "the municipality", "One more year.",
        "Also known: one other pair",
    ):  # fmt: skip
        assert piece in html, piece
    assert re.search(r'<img src="data:image/svg[^"]+" data-file="clean-air.svg" alt="Line chart: [^"]+"', html)


def test_a_section_without_a_figure_has_no_picture_and_no_file():
    """Where neither place has a figure there is nothing to draw, to fold or to load."""
    html = show_indicator(speaker("en", night_noise()), night_noise()).html
    assert "<figure" not in html
    assert "data-file" not in html
    assert '<span class="pill apart"><b>N</b>' in html


def test_a_stand_in_is_explained_once_a_page():
    """The second section does not repeat what the first has said."""
    html = show_indicators(speaker("en", women_in_council(), renamed(women_in_council(), "again")), "5").html
    assert html.count("neither says what the value is in the cities") == 1


def renamed(result, name, **changes):
    """The same result as that of another indicator."""
    indicator = result.indicator.model_copy(update={"id": name, **changes})
    return replace(
        result, indicator=indicator, pairs=tuple(replace(pair, indicator=name) for pair in result.pairs),
        one_sided=tuple(replace(one, indicator=name) for one in result.one_sided), also_known=(),
    )  # fmt: skip


def crowd(cities, countries):
    """A goal with so many indicators of cities and of countries, countries first in the catalogue."""
    country = replace(women_in_council(), one_sided=())
    results = [renamed(country, f"country-{'x' * n}", goal="11", target="11.6") for n in range(1, countries + 1)]
    return [*results, *(renamed(clean_air(), f"city-{'x' * n}") for n in range(1, cities + 1))]


def test_a_goal_that_one_page_can_hold_has_no_further_page():
    """Four sections stay together, cities before countries."""
    told = speaker("en", *crowd(2, 2))
    own, further = split_goal(told.comparison, "11")
    assert [result.indicator.id for result in own] == ["city-x", "city-xx", "country-x", "country-xx"]
    assert further == ()
    assert show_further(told, "11") == Part("", "")


@pytest.fixture
def small_pages(monkeypatch):
    """Pages that hold two or three sections, so that few are enough to fill them."""
    monkeypatch.setattr(parts_links, "ROOM", 12_000)
    monkeypatch.setattr(parts_links, "FURTHER_ROOM", 8_000)


@pytest.mark.usefixtures("small_pages")
def test_what_one_page_cannot_hold_follows_on_further_pages_countries_last():
    """Every section has one place, its address leads there, and a page has either cities or countries."""
    told = speaker("en", *crowd(4, 4))
    own, further = split_goal(told.comparison, "11")
    placed = [result.indicator.id for results in (own, *further) for result in results]
    assert placed == [f"{kind}-{'x' * n}" for kind in ("city", "country") for n in range(1, 5)]
    assert all(len(set(map(describes_countries, results))) == 1 for results in further)
    html, first = show_further(told, "11").html, show_indicators(told, "11").html
    for place, results in enumerate(further, 1):
        name = f"goal-11-{place + 1}.html"
        page = html.partition(f'<article data-page="{name}"')[2].partition("</article>")[0]
        for result in results:
            assert address(result.indicator, told.comparison) == f"{name}#{result.indicator.id}"
            assert f'<section id="{result.indicator.id}"' in page
        assert f'href="{name}"' in first


@pytest.mark.usefixtures("small_pages")
def test_further_pages_have_titles_of_their_own_and_a_way_back():
    """Two pages that are alike are numbered; pages of countries say that they are the background."""
    html = show_further(speaker("en", *crowd(4, 4)), "11").html
    titles = re.findall(r'data-title="([^"]+)"', html)
    assert titles == [
        "Sustainable cities: more figures",
        "Sustainable cities: figures for whole countries, part 1 of 2",
        "Sustainable cities: figures for whole countries, part 2 of 2",
    ]
    assert html.count('<a href="goal-11.html">Back to: How is the air?</a>') == len(titles)


def test_each_theme_has_a_page_with_all_its_figures_and_questions():
    """The chapter tells a theme in short and links to it."""
    page = Pages(comparison(), "en", kind="partnership")
    assert 'href="partnership-women.html"' in page.themes().html
    html = page.further().html
    assert '<article data-page="partnership-women.html" data-title="Theme: Women in decisions">' in html
    assert 'href="partnership.html#theme-women"' in html
    assert "11.5%" in html


def test_a_long_history_shows_its_newest_rows_and_says_so():
    """All years of both places are in the file; the page has the newest thirty."""
    years = {year: float(year - 1900) for year in range(1950, 2020)}
    result = clean_air()
    long = side("SE-1281", "SE-1281", years, "UG_M3")
    result = replace(result, pairs=(replace(result.pairs[0], a=long),), references=(), also_known=())
    html = show_indicator(speaker("en", result), result).html
    assert "The figures as a table (the newest 30 of 73 rows; the file has all)" in html
    assert '<th scope="row">2022</th>' in html
    assert '<th scope="row">1993</th>' in html
    assert '<th scope="row">1992</th>' not in html


def test_tables_at_a_glance_carry_their_heads_for_phones():
    """Each head is said once, as a string of CSS that a quote in a name does not break."""
    table = Table("All", (Column("x", "Measure"), Column("a", "L'Aquila")), ((Cell("Air"), Cell("5", note="2023")),))
    html = str(draw_table(table, "air"))
    assert 'style="--h2:&#39;L\\&#39;Aquila: &#39;"' in html
    assert '<caption id="air-caption">All</caption>' in html
    assert 'role="region" aria-labelledby="air-caption" tabindex="0"' in html
    assert "<td>5 <small>2023</small></td>" in html


def test_who_decides_is_told_once_a_page_with_the_law_behind_it():
    """The first section of a domain tells it, the next leads there."""
    html = show_indicators(speaker("en", clean_air(), renamed(clean_air(), "again")), "11").html
    assert html.count("<li>Sweden: the municipality<small> An act</small></li>") == 1
    assert html.count('<a href="#clean-air">Who decides: Air</a>') == 1


def test_learning_shows_questions_where_no_figure_carries_a_finding():
    """Without columns the questions stand by themselves, and there is no filler."""
    part = show_learning(speaker("en", night_noise()), (night_noise(),))
    assert "column" not in part.html
    assert "How many are disturbed by noise?" in part.text


def test_an_address_of_an_indicator_is_its_page_and_its_id():
    """Context stands on the page of all goals."""
    assert address(clean_air().indicator, comparison()) == "goal-11.html#clean-air"
    assert address(population().indicator, comparison()) == "overview.html#population"
    assert page_name("goal", "5") == "goal-05.html"


def test_a_slice_of_another_indicator_is_not_counted():
    """Coverage counts indicators, not their parts."""
    part = clean_air()
    piece = part.indicator.model_copy(update={"id": "piece", "part_of": "clean-air"})
    results = (part, type(part)(piece, part.pairs, (), (), ()))
    assert count_levels(results)["city"] == 1


def test_findings_of_the_front_page_follow_the_rule_and_not_the_size():
    """Countries and missing figures never; a theme's indicator before the context's."""
    chosen = choose_findings(comparison())
    assert [result.indicator.id for result, _ in chosen] == ["clean-air", "population"]


def test_front_findings_have_both_numbers_first_with_area_and_year():
    """A reader sees the two numbers and whose they are before any sentence."""
    text = show_front_findings(speaker()).text.replace("\u00a0", " ")
    start = text.index("5.8 µg/m³ Lund, 2022")
    assert start < text.index("15.5 µg/m³ Francistown, 2022") < text.index("2.7 times as high in Francistown")


def test_front_questions_name_who_could_answer():
    """Each question comes with its addressee, those of the themes first."""
    lines = show_front_questions(speaker()).text.splitlines()
    assert lines[0] == "Two questions that they do not answer"
    assert lines[1] == "How many women sit in <Lund>? Who could answer: the municipal office"


def test_tiles_tell_their_squares_in_words():
    """The squares are decoration; the counts stand in words."""
    text = show_goal_tiles(speaker()).text
    assert "Both cities: 1 · no figure: 1" in text
    assert "Whole countries: 1" in text


@pytest.mark.parametrize(("code", "day"), [("en", "13 May 2024"), ("sv", "13 maj 2024")])
def test_history_is_dated(code, day):
    """Each event has its date as exactly as the page that tells it, and a link to it."""
    part = show_history(speaker(code))
    assert day in part.text
    assert "December 2019" in part.text
    in_the_link = {"sv": ", december 2019</a>", "en": ", December 2019</a>"}
    assert in_the_link[code] in part.html, "inside a sentence a Swedish month has a small letter"
    assert 'href="https://b.example/y"' in part.html


def test_an_unknown_theme_goal_or_language_is_an_error():
    """A misspelt code never gives an empty block."""
    with pytest.raises(UnknownCodeError, match="women"):
        show_theme(speaker(), "woman")
    with pytest.raises(UnknownCodeError, match="goal"):
        Pages(comparison(), "en", goal="18")
    with pytest.raises(UnknownCodeError, match="language"):
        Pages(comparison(), "de")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["partnership", "overview", "coverage", "changes"])
def test_every_block_of_every_chapter_can_be_shown(code, kind):
    """Each method gives a part with words in it, in both languages."""
    page = Pages(comparison(), code, kind=kind)
    for name in ("title", "summary", "glance", "indicators", "learning", "questions", "history", "themes", "context",
                 "goals", "shares", "tiles", "coverage", "missing", "changes", "sources", "made"):  # fmt: skip
        assert getattr(page, name)().text, name
    assert page.indicator("clean-air").text
    assert page.theme("women").text


def test_the_same_comparison_gives_the_same_bytes():
    """Two runs differ in nothing."""
    first, second = (Pages(comparison(), "sv", goal="11").indicators().html for _ in range(2))
    assert first == second
