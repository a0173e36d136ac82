"""How much is known, by goal, target and source; what is missing, the most useful first."""

from __future__ import annotations

import base64
import csv
import dataclasses
import io
import re

import picture_scenes as scenes
import pytest

import builders
import page_scenes
from compare.catalogue.models import GoalTerm, KnownValue, OpenQuestion, TargetTerm, Text
from compare.catalogue.partnerships import ThemeTerm
from compare.presentation import parts_coverage
from compare.presentation.language import speak
from compare.presentation.narrative_coverage import list_lacks, tell_known, tell_lack, tell_order, tell_unasked
from compare.presentation.parts import Pages
from compare.presentation.tables import tabulate_coverage, tabulate_missing, tabulate_origins, tabulate_targets
from whole import real

EN, SV = speak("en"), speak("sv")
GAP = "\u00a0"


def comparison(*results):
    """Two goals and three targets, one of which nothing serves."""
    made = scenes.comparison(*results)
    made.catalogue.goals = {
        number: GoalTerm(number=number, title=Text(sv=f"Mål {number}", en=f"Goal {number}"), question=builders.text(),
                         not_answered=builders.text(), colour="#FD9D24")
        for number in ("11", "3")
    }  # fmt: skip
    made.catalogue.targets = {
        code: TargetTerm(code=code, title=Text(sv=f"Delmål {code}", en=f"Target {code}"), translation="ours")
        for code in ("11.10", "11.6", "3.d")
    }
    return made


def pair(a, b, letter="B", level="city", area_a="SE-1281", area_b="BW-FR"):
    """A pair of the first and the second city's side."""
    return scenes.pair(scenes.side("SE-1281", area_a, a), scenes.side("BW-FR", area_b, b), letter, level)


def countries(a, b, **changes):
    """A result of the two countries."""
    return scenes.result(pair(a, b, level="country", area_a="SWE", area_b="BWA"), **changes)


def alone(which, area, points, question="What?", **changes):
    """A result of a figure that only one side has."""
    known = KnownValue(side=which, series="test:S", ref_area=area, missing="not_published",
                       question=Text(sv=question, en=question), ask=Text(sv="Någon", en="Somebody"))  # fmt: skip
    place = {"a": "SE-1281", "b": "BW-FR"}[which]
    one = dataclasses.replace(scenes.one_sided(which, scenes.side(place, area, points)), known=known)
    return scenes.result(one, **changes)


def asked(question="Who knows?", **changes):
    """A result that has a question and no figure."""
    opened = OpenQuestion(question=Text(sv=question, en=question), ask=Text(sv="Alla", en="Everyone"),
                          missing_a="not_collected", missing_b="not_found")  # fmt: skip
    return scenes.result(question=opened, pairs=(), **changes)


def shown(table):
    """The printed cells of the page's columns, by row."""
    kept = [place for place, column in enumerate(table.columns) if column.where != "file"]
    return [[" / ".join(filter(None, (row[place].text, row[place].note))) for place in kept] for row in table.rows]


def read(table, language=None):
    """The table's file as a program reads it."""
    return list(csv.DictReader(io.StringIO(table.csv(language))))


# ---- by goal


def test_coverage_counts_indicators_by_goal_and_level_with_each_sides_newest_year():
    """Goals in the order of numbers; slices are not counted; Lund's own 2020 goes before Sweden's 2022."""
    results = (
        scenes.result(pair({2020: 1.0}, {2021: 1.0}), id="one"),
        countries({2022: 1.0}, {2019: 1.0}, id="two"),
        scenes.result(pair({2024: 1.0}, {2024: 1.0}), id="slice", part_of="one"),
        alone("b", "BW-FR", {2018: 1.0}, id="three"),
    )
    table = tabulate_coverage(results, comparison(*results), EN)
    assert [column.key for column in table.head] == [
        "goal", "city", "region", "country", "one-sided", "none", "indicators", "newest_a", "newest_b"
    ]  # fmt: skip
    assert shown(table) == [
        ["3 Goal 3", "0", "0", "0", "0", "0", "no indicator", "no figure", "no figure"],
        ["11 Goal 11", "1", "0", "1", "1", "0", "3", "2020", "2021"],
        ["All", "1", "0", "1", "1", "0", "3", "2020", "2021"],
    ]
    assert table.rows[1][0].href == "goal-11.html"


def test_a_newest_year_of_a_larger_area_names_it_the_nearest_first():
    """Skåne's 2019 goes before Sweden's 2023; for Francistown there is only Botswana."""
    results = (
        scenes.result(pair({2019: 1.0}, {2018: 1.0}, "C", "region", "SE-M", "BWA"), id="one"),
        countries({2023: 1.0}, {2022: 1.0}, id="two"),
    )
    table = tabulate_coverage(results, comparison(*results), EN)
    assert shown(table)[1][-2:] == ["2019 / Skåne", "2022 / Botswana"]
    row = read(table)[1]
    assert (row["newest_a"], row["newest_a_area"], row["newest_b_area"]) == ("2019", "Skåne", "Botswana")


def test_the_year_of_a_projection_is_told_last_and_marked():
    """Lund has been counted in 2020, Francistown never."""
    ahead = {2025: {"obs_value": 1.0, "obs_status": "F"}}
    results = (
        scenes.result(pair(ahead, ahead, area_a="GHSUC-699"), id="one"),
        alone("a", "SE-1281", {2020: 1.0}, id="two"),
        countries({2019: 1.0}, {2024: 1.0}, id="three"),
    )
    made = comparison(*results)
    assert shown(tabulate_coverage(results, made, EN))[1][-2:] == ["2020", "2025 / projection"]
    assert read(tabulate_coverage(results, made, EN))[1]["newest_b_status"] == "projection"
    assert shown(tabulate_origins(results[:1], made, EN))[0][-1] == "2025 / projection"
    assert shown(tabulate_origins(results, made, EN))[0][-1] == "2024"


def test_a_newest_figure_of_a_span_is_told_as_the_span():
    """A budget year, and the years between two censuses; no single year stands for them; a month has its year."""
    budget = {2018: {"obs_value": 1.0, "time_period": "2018-04-01/P1Y"}}
    results = (
        scenes.result(pair({2021: {"obs_value": 1.0, "time_period": "2021-06"}}, budget), id="one"),
        alone("b", "BW-FR", {2017: {"obs_value": 1.0, "time_period": "2011-01-01/P12Y"}}, id="two"),
    )
    made = comparison(*results)
    for language in (EN, SV):
        assert shown(tabulate_coverage(results, made, language))[1][-2:] == ["2021", "2018/19"]
        assert shown(tabulate_coverage(results[1:], made, language))[1][-2:][1] == "2011–2022"
    assert [row["newest_b"] for row in read(tabulate_coverage(results, made, EN))[:2]] == ["", "2018/19"]
    assert shown(tabulate_origins(results[1:], made, EN))[0][-1] == "2011–2022"
    assert read(tabulate_origins(results[1:], made, EN))[0]["newest"] == "2011–2022"


def test_a_city_beside_a_country_has_a_column_only_where_there_is_one():
    """The file always has it."""
    mixed = scenes.result(pair({2020: 1.0}, {2020: 1.0}, "D", "mixed", area_b="BWA"))
    with_it, without = (tabulate_coverage((item,), comparison(item), EN) for item in (mixed, asked()))
    assert "mixed" in [column.key for column in with_it.head]
    assert "mixed" not in [column.key for column in without.head]
    assert read(without)[1]["mixed"] == "0"


# ---- by target


def test_targets_without_an_indicator_are_rows_too():
    """In the order of the Agenda; what has no target stands before the sum; the background is left out."""
    results = (
        scenes.result(pair({2020: 1.0}, {2021: 1.0}), id="one"),
        countries({2022: 1.0}, {2019: 1.0}, id="two", target=None),
        asked(id="three", goal="context", target=None),
    )
    table = tabulate_targets(results, comparison(*results), EN)
    assert [(row[0], row[-3]) for row in shown(table)] == [
        ("3.d Target 3.d", "no indicator"), ("11.6 Target 11.6", "1"), ("11.10 Target 11.10", "no indicator"),
        ("Not tied to one target", "1"), ("All", "2"),
    ]  # fmt: skip
    hrefs = [row[0].href for row in table.rows[:3]]
    assert hrefs == ["goal-03.html", "goal-11.html#one", "goal-11.html"]


# ---- by source


def test_sources_stand_by_the_number_of_indicators_and_count_each_observation_once():
    """Two indicators with the same three figures of Francistown: three, not six; a slice is its whole."""
    shared = {2018: 1.0, 2019: 2.0, 2020: 3.0}
    other = {2021: {"obs_value": 1.0, "response_id": "transcribed:other+transcribed:test"}}
    results = (
        alone("b", "BW-FR", shared, id="one"),
        alone("b", "BW-FR", shared, id="two"),
        alone("a", "SE-1281", other, id="slice", part_of="two"),
    )
    made = comparison(*results)
    (row,) = made.manifest.to_dict("records")
    second = {**row, "response_id": "transcribed:other", "source": "agency", "provider": "Invented agency",
              "licence_class": "fact"}  # fmt: skip
    made = dataclasses.replace(made, manifest=type(made.manifest)([row, second]))
    table = tabulate_origins(results, made, EN)
    assert shown(table) == [
        ["Invented office", "open licence (1)", "2", "4", "2021"],
        ["Invented agency", "single figures quoted (1)", "1", "1", "2021"],
    ]
    assert read(table)[0]["observations"] == "4"


def test_a_row_without_a_number_is_no_figure_used():
    """The source says that it has none."""
    (row,) = shown(tabulate_origins((alone("b", "BW-FR", {2018: 1.0, 2019: {"obs_status": "M"}}),),
                                    comparison(), EN))  # fmt: skip
    assert row[3:] == ["1", "2018"]


# ---- findings


def test_what_stands_out_is_counted():
    """One of four in both cities; goal 3 has none; Lund alone once, Francistown alone never, nobody twice."""
    results = (
        scenes.result(pair({2020: 1.0}, {2021: 1.0}, "E"), id="one"),
        alone("a", "SE-1281", {2020: 1.0}, id="two"),
        countries({2022: 1.0}, {2019: 1.0}, id="three"),
        asked(id="four"),
    )
    assert tell_known(results, comparison(*results), EN) == [
        "1 of 4 indicators (25%) set figures for the two cities themselves side by side; in 0 of them the two can be "
        "compared.",
        "Goal 3 has no indicator that sets the two cities side by side.",
        "Only Lund has a figure of its own for 1 of the indicators, only Francistown for 0, and neither city for 2.",
    ]
    assert tell_known(results, comparison(*results), SV)[0] == (
        f"1 av 4 mått (25{GAP}%) ställer uppgifter om just de båda städerna bredvid varandra. I 0 av dem går "
        "uppgifterna att jämföra."
    )
    assert tell_known((), comparison(), EN) == []


def test_without_any_pair_of_cities_every_goal_is_named():
    """In the order of numbers."""
    told = tell_known((asked(),), comparison(), EN)
    assert told[:2] == [
        "No indicator sets figures for the two cities themselves side by side.",
        "Goals 3 and 11 have no indicator that sets the two cities side by side.",
    ]


def both_alone(**changes):
    """A result whose two cities each have a figure of another kind, above a pair of the two countries."""
    sides = [alone("a", "SE-1281", {2020: 1.0}), alone("b", "BW-FR", {2018: 18.0})]
    ones = tuple(one for result in sides for one in result.one_sided)
    return dataclasses.replace(countries({2022: 1.0}, {2019: 1.0}, **changes), one_sided=ones)


def test_figures_of_both_cities_that_form_no_pair_are_told():
    """So that the numbers add up to all: one pair, two of both without a pair, one alone, one unknown."""
    results = (
        scenes.result(pair({2020: 1.0}, {2021: 1.0}), id="one"),
        both_alone(id="two"),
        both_alone(id="three"),
        alone("b", "BW-FR", {2020: 1.0}, id="four"),
        asked(id="five"),
    )
    assert tell_known(results, comparison(*results), EN) == [
        "1 of 5 indicators (20%) set figures for the two cities themselves side by side; in 1 of them the two can be "
        "compared.",
        "For 2 more indicators, both cities have figures of their own, but these are not set side by side.",
        "Goal 3 has no indicator that sets the two cities side by side.",
        "Only Lund has a figure of its own for 0 of the indicators, only Francistown for 1, and neither city for 1.",
    ]
    assert tell_known(results[1:2], comparison(*results), SV)[1] == (
        "För ytterligare ett mått har båda städerna egna uppgifter, men de ställs inte bredvid varandra."
    )


@pytest.mark.parametrize("language", [EN, SV])
def test_what_stands_out_of_the_bundle_adds_up_to_all_indicators(language):
    """Its pairs, unemployment (both cities, two kinds of figure), those of one city, those of none."""
    told = tell_known(real(), real(), language)
    paired, total = (int(number) for number in re.findall(r"\d+", told[0])[:2])
    lone = [int(number) for number in re.findall(r"\d+", told[-1])]
    assert told[1].startswith(("For one more indicator", "För ytterligare ett mått"))
    assert paired + 1 + sum(lone) == total == sum(result.indicator.part_of is None for result in real())


def test_countries_without_a_question_are_counted():
    """One that has a question is not among them."""
    results = (countries({2020: 1.0}, {2020: 1.0}, id="one"), asked(id="two"), alone("a", "SE-1281", {2020: 1.0}))
    assert tell_unasked(results, EN) == (
        "For one indicator that describes whole countries only, no question has been written yet."
    )
    assert tell_unasked(results[1:], EN) == ""


# ---- what is missing


def test_official_indicators_come_first_then_what_one_answer_would_complete():
    """Five questions in the wrong order; the rule puts each in its place."""
    results = (
        alone("b", "BWA", {2020: 1.0}, "country", id="a", sdg_match="official"),
        asked("other", id="b", sdg_match="context"),
        alone("b", "BW-FR", {2020: 1.0}, "substitute", id="c", sdg_match="proxy"),
        asked("both", id="d", sdg_match="official"),
        alone("b", "BW-FR", {2020: 1.0}, "one answer", id="e", sdg_match="official"),
        alone("b", "BW-FR", {2020: 1.0}, "one answer", id="f", sdg_match="context"),
    )
    lacks = list_lacks(results, comparison(*results), EN)
    assert [lack.question for lack in lacks] == ["one answer", "both", "country", "substitute", "other"]
    assert [lack.result.indicator.id for lack in lacks[:1]] == ["e"]


def test_who_lacks_the_figure_is_told_with_the_reason():
    """Lund lacks what Francistown has; a country's figure lacks its counterpart; nobody has the last."""
    results = (alone("b", "BW-FR", {2020: 1.0}, "x"), alone("b", "BWA", {2020: 1.0}, "y"), asked("z"))
    told = {lack.question: tell_lack(lack, comparison(), EN) for lack in list_lacks(results, comparison(), EN)}
    assert told == {
        "x": "Missing for Lund (not published).",
        "y": "Missing for Sweden (not published).",
        "z": "Missing for Lund (not collected) and Francistown (not found).",
    }


def test_the_file_of_missing_figures_says_what_each_side_has_or_why_not():
    """One row a question, in the order of the page."""
    result = alone("b", "BW-FR", {2020: 1.0}, "x", sdg_match="official")
    lacks = list_lacks((result, asked("z")), comparison(), EN)
    first, second = read(tabulate_missing([("Youth", lacks)], comparison(), EN))
    assert first == {
        "heading": "Youth", "goal": "11", "indicator": "The share", "sdg_code": "11.6.2", "match": "official indicator",
        "question": "x", "ask": "Somebody", "missing_a": "not published", "missing_b": "has a figure",
    }  # fmt: skip
    assert (second["missing_a"], second["missing_b"]) == ("not collected", "not found")


# ---- the pages


@pytest.fixture
def page():
    """The chapter over an invented comparison with one theme."""
    results = (
        dataclasses.replace(alone("b", "BW-FR", {2018: 25.0}, "Theme?", id="one", themes=("women",))),
        asked("Outside?", id="two"),
        scenes.result(pair({2020: 1.0}, {2021: 1.0}), id="three"),
    )
    made = page_scenes.comparison(*results)
    theme = ThemeTerm(id="women", title=builders.text("Kvinnor", "Women"), named=builders.text())
    made.catalogue.targets["5.1"] = TargetTerm(code="5.1", title=builders.text(), translation="ours")
    made.catalogue.targets["11.6"] = TargetTerm(code="11.6", title=builders.text(), translation="ours")
    return Pages(dataclasses.replace(made, partnership=made.partnership.model_copy(update={"themes": (theme,)})),
                 "en", kind="coverage")  # fmt: skip


def test_each_table_can_be_taken_as_a_file(page):
    """By goal, by target, by source, and the missing figures, with a name of its own each."""
    html = page.coverage().html + page.missing().html + page.further().html
    found = re.findall(r'href="data:text/csv;base64,([^"]+)" data-file="([^"]+)"', html)
    assert [name for _, name in found] == [
        "coverage-by-goal.csv", "missing-figures.csv", "coverage-by-target.csv", "coverage-by-source.csv"
    ]  # fmt: skip
    missing = base64.b64decode(found[1][0]).decode("utf-8-sig")
    assert [row.split(",")[0] for row in missing.splitlines()[1:]] == ["Women", "Goal 11: Sustainable cities"]


def test_the_further_pages_are_linked_and_say_what_they_leave_out(page):
    """Targets, sources, and the questions outside the themes."""
    html, further = page.coverage().html + page.missing().html, page.further()
    pages = re.findall(r'data-page="([^"]+)"', further.html)
    assert pages == ["coverage-targets.html", "coverage-sources.html", "coverage-goals.html"]
    assert all(f'href="{name}"' in html for name in pages)
    assert "names: 2 of the 169 in the 2030 Agenda." in further.text
    assert "One of them has no indicator here: 5.1." in further.text


def test_a_question_is_asked_once_with_its_indicator_its_place_and_whom_to_ask(page):
    """That of the theme is not repeated on the page of the goals; the rule stands above both."""
    own, further = page.missing(), page.further()
    assert own.text.count("Theme?") == 1
    assert "Theme?" not in further.text
    assert "Outside?" in further.text
    assert "The share (11.6.2)" not in own.text, "a substitute does not carry the official number"
    assert "Missing for Lund (not published). Who could answer: Somebody" in own.text
    assert '<a href="indicator-one.html">The share</a>' in own.html, "what is known of a city has a page of its own"
    assert tell_order(EN) in own.text
    assert tell_order(EN) in further.text


def test_the_finding_stands_above_the_matrix(page):
    """And the chapter does not repeat the list of publications."""
    text = page.coverage().text
    assert text.index("1 of 3 indicators (33%)") < text.index("How much is known, goal by goal")
    assert "Invented figures" not in page.sources().text


def test_a_long_list_of_missing_figures_goes_on_to_further_pages(monkeypatch):
    """None is lost or told twice, no page is heavier than it may be, and each page leads to the next."""
    speaker = page_scenes.Speaker(real(), speak("en"))
    whole = parts_coverage.show_missing(speaker).html + parts_coverage.show_coverage_further(speaker).html
    asked = re.findall(r"<li><b>(.*?)</b>", whole)
    monkeypatch.setattr(parts_coverage, "_ROOM_BESIDE", 4_000)
    monkeypatch.setattr(parts_coverage, "_ROOM", 9_000)
    own, further = parts_coverage.show_missing(speaker).html, parts_coverage.show_coverage_further(speaker).html
    assert re.findall(r"<li><b>(.*?)</b>", own + further) == asked
    found = re.findall(r'<article data-page="(coverage-(?:themes|goals).*?)".*?>(.*?)</article>', further, re.DOTALL)
    pages = dict(found)
    assert len(pages) > 3
    assert all(len(page.encode()) < 11_000 for page in pages.values())
    assert 'href="coverage-themes.html"' in own
    for name, following in zip(pages, list(pages)[1:], strict=False):
        if following.rpartition("-")[0] == name.removesuffix(".html"):
            assert f'href="{following}"' in pages[name]


@pytest.mark.parametrize("room", [3_000, 5_000, 7_000])
def test_pages_break_alike_in_every_language(monkeypatch, room):
    """A page leads to its twin, so there must be as many of them."""
    monkeypatch.setattr(parts_coverage, "_ROOM_BESIDE", room)
    monkeypatch.setattr(parts_coverage, "_ROOM", room)
    names = []
    for code in ("sv", "en"):
        further = parts_coverage.show_coverage_further(page_scenes.Speaker(real(), speak(code))).html
        names.append(re.findall(r'<article data-page="(.*?)"', further))
    assert names[0] == names[1]
