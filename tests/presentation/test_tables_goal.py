"""The tables of a page: whose value, and from when."""

from __future__ import annotations

import csv
import dataclasses
import io
import math
import re

import picture_scenes as scenes

import builders
from compare.catalogue.models import OpenQuestion, Text
from compare.presentation.language import speak
from compare.presentation.tables import (
    tabulate_glance,
    tabulate_history,
    tabulate_sources,
    tabulate_tidy,
)

EN, SV = speak("en"), speak("sv")
GAP = "\u00a0"


def pair_of(a, b, letter="B", level="city", area_a="SE-1281", area_b="BW-FR", **more):
    """A pair of two sides."""
    return scenes.pair(
        scenes.side("SE-1281", area_a, a, **more), scenes.side("BW-FR", area_b, b, **more), letter, level
    )


def one_sided(points, **changes):
    """A result of a figure that only Francistown has."""
    return scenes.result(scenes.one_sided("b", scenes.side("BW-FR", "BW-FR", points)), **changes)


def cells(table):
    """The printed cells by row."""
    return [[cell.text for cell in row] for row in table.rows]


def told(make, *results, language=EN):
    """A table over some results."""
    return make(results, scenes.comparison(*results), language)


# ---- at a glance


def test_each_value_stands_with_its_year_and_its_area_where_it_is_not_the_citys_own():
    """Skåne is named; Francistown's own figure needs its year only."""
    result = scenes.result(pair_of({2023: 5.7}, {2022: 15.6}, area_a="SE-M", level="region", unit_code="UG_M3"),
                           unit="UG_M3", id="fine-dust")  # fmt: skip
    (row,) = told(tabulate_glance, result).rows
    title, a, _, _, b, *_, = row
    assert (title.text, title.href) == ("The share", "goal-11.html#fine-dust")
    assert (a.text, a.note) == (f"5.7{GAP}µg/m³", "Skåne, 2023")
    assert (b.text, b.note) == (f"15.6{GAP}µg/m³", "2022")
    assert (row[7].text, row[7].badge) == ("Yes, but for a larger area", "B")


def test_a_newer_value_is_printed_beside_the_pair():
    """Lund's turnout of 2022 beside the pair of 2006 and 2004."""
    lund = scenes.side("SE-1281", "SE-1281", {2006: 84.4, 2022: 86.6}, matched=2006)
    result = scenes.result(scenes.pair(lund, scenes.side("BW-FR", "BW-FR", {2004: 74.6}), "C"))
    assert told(tabulate_glance, result).rows[0][1].note == "2006; newest: 86.6%, 2022"
    assert told(tabulate_glance, result, language=SV).rows[0][1].note == f"2006; senaste: 86,6{GAP}%, 2022"


def test_a_citys_own_figure_stands_above_the_pair_of_countries():
    """And the other city's cell says why it is empty."""
    result = one_sided({2018: 25.0})
    country = pair_of({2023: 46.0}, {2023: 9.0}, level="country", area_a="SWE", area_b="BWA")
    result = dataclasses.replace(result, pairs=(country,))
    first, second = told(tabulate_glance, result).rows
    assert (first[1].text, first[1].missing) == ("no figure (not published)", True)
    assert (first[4].text, first[7].badge) == ("25.0%", "N")
    assert second[1].note == "Sweden, 2023"


def test_an_open_question_has_a_row_with_both_reasons():
    """Neither place has a figure; each says why."""
    asked, who = builders.text(), builders.text()
    question = OpenQuestion(question=asked, ask=who, missing_a="not_collected", missing_b="not_found")
    result = scenes.result(pairs=(), question=question)
    (row,) = told(tabulate_glance, result).rows
    assert (row[1].text, row[4].text) == ("no figure (not collected)", "no figure (not found)")


def test_women_and_men_have_a_row_each():
    """The breakdown is in the row's head."""
    result = scenes.result(*(pair_of({2021: 20.0}, {2021: 44.0}, sex=sex) for sex in "FM"))
    assert [row[0].text for row in told(tabulate_glance, result).rows] == ["The share, women", "The share, men"]


def test_several_figures_of_one_place_are_told_apart():
    """By the catalogue's label, in the row's head and in the history's columns."""
    known = [scenes.one_sided("b", scenes.side("BW-FR", "BW-FR", {2018: 25.0, 2019: 1.0}, age=label), label)
             for label in ("short", "long")]  # fmt: skip
    result = scenes.result(*known)
    assert [row[0].text for row in told(tabulate_glance, result).rows] == ["The share, short", "The share, long"]
    heads = [column.head for column in tabulate_history(result, scenes.comparison(result), EN).head]
    assert heads == ["Year", "Francistown, short", "Francistown, long"]


# ---- history


def test_the_history_has_a_row_for_each_year_that_the_source_has_and_no_other():
    """Newest first; 2014–2020 have no row; 2022 has its reason; zero is printed as zero."""
    points = {2012: 31.4, 2013: 0.0, 2021: 38.2, 2022: {"obs_value": math.nan, "obs_status": "Q"}}
    result = scenes.result(pair_of(points, {2013: 22.5}))
    table = tabulate_history(result, scenes.comparison(result), EN)
    assert cells(table) == [
        ["2022", "Suppressed by the source", "no figure"], ["2021", "38.2%", "no figure"],
        ["2013", "0.0%", "22.5%"], ["2012", "31.4%", "no figure"],
    ]  # fmt: skip


def test_the_history_prints_as_the_picture_does():
    """Halves one way, the same decimals, the limit before the number."""
    points = {2021: 2.25, 2022: 98.96, 2023: {"obs_value": 0.5, "qualifier": "<"}}
    result = scenes.result(pair_of(points, {2021: 2.35, 2022: 99.04, 2023: 0.04}))
    english = cells(tabulate_history(result, scenes.comparison(result), EN))
    assert english == [["2023", "<0.5%", "<0.1%"], ["2022", "99.0%", "99.0%"], ["2021", "2.3%", "2.4%"]]
    swedish = cells(tabulate_history(result, scenes.comparison(result), SV))
    assert swedish[2] == ["2021", f"2,3{GAP}%", f"2,4{GAP}%"]


def test_a_status_is_told_once_for_a_whole_column_else_at_its_row():
    """Estimates throughout are in the head; one provisional value is in its row's note."""
    modelled = {year: {"obs_value": 1.0, "obs_status": "E"} for year in (2021, 2022)}
    result = scenes.result(pair_of(modelled, {2021: 1.0, 2022: {"obs_value": 2.0, "obs_status": "P"}}))
    table = tabulate_history(result, scenes.comparison(result), EN)
    assert [column.head for column in table.head] == ["Year", "Lund (estimate)", "Francistown", "Notes"]
    assert [row[-1].text for row in table.rows] == ["Francistown: provisional", ""]


def test_a_span_of_a_budget_year_is_told_in_the_note():
    """2015/16 is in the row of the year that holds its middle."""
    result = scenes.result(pair_of({2015: {"obs_value": 1.0, "time_period": "2015-04-01/P1Y"}}, {2015: 2.0}))
    (row,) = tabulate_history(result, scenes.comparison(result), EN).rows
    assert (row[0].text, row[-1].text) == ("2015", "Lund: 2015/16")


def test_years_not_stated_have_a_row_of_their_own():
    """A climatology is shown, last, and says that its years are not stated."""
    points = {0: {"obs_value": 5.0, "time_period": "_U", "reference_year": None}, 2020: 4.0}
    result = scenes.result(pair_of(points, {2020: 2.0}))
    assert cells(tabulate_history(result, scenes.comparison(result), EN))[-1][0] == "years not stated"


def test_references_and_masked_counts_are_in_the_history():
    """The country's figures stand in a column of their own; three persons are not told."""
    side = scenes.side("SE-1281", "SWE", {2021: 900.0}, unit_code="PERSONS")
    result = scenes.result(pair_of({2021: 3.0}, {2021: 20.0}, unit_code="PERSONS"), references=(side,), unit="PERSONS",
                           persons=True)  # fmt: skip
    table = tabulate_history(result, scenes.comparison(result), EN)
    assert [column.head for column in table.head] == ["Year", "Lund", "Francistown", "Sweden"]
    assert cells(table) == [["2021", f"fewer than 5{GAP}persons", "20", "900"]]
    for language in (None, EN):
        assert not re.search(r"\b3\b", table.csv(language))


def test_the_history_as_a_file_has_units_in_its_heads():
    """A file has no caption."""
    result = scenes.result(pair_of({2021: 2.25}, {2021: 3.5}, unit_code="UG_M3"), unit="UG_M3")
    text = tabulate_history(result, scenes.comparison(result), SV).csv(SV)
    assert text == "\ufeffÅr;Lund, µg/m³;Francistown, µg/m³\r\n2021;2,25;3,5\r\n"


# ---- sources and the tidy file


def test_sources_name_each_publication_once_with_what_it_is_used_for():
    """Provider, edition, terms; the English terms are marked as English on a Swedish page."""
    results = (
        scenes.result(pair_of({2020: 1.0}, {2021: 1.0}), id="one", title=Text(sv="Ett", en="One")),
        scenes.result(pair_of({2019: 1.0}, {2019: 1.0}), id="two", title=Text(sv="Två", en="Two")),
    )
    (row,) = told(tabulate_sources, *results, language=SV).rows
    assert [cell.text for cell in row[:5]] == ["Invented figures", "Invented office", "2024", "CC0", "Ett och Två"]
    assert [cell.lang for cell in row[:2]] == ["en", "en"], "what is published in English is marked on a Swedish page"
    assert row[3].lang == "", "a licence's name is no phrase, and a phrase is translated"
    assert told(tabulate_sources, *results).rows[0][3].lang == ""


def test_a_derived_value_names_every_publication_behind_it():
    """A response_id of two parts is two rows."""
    points = {2020: {"obs_value": 1.0, "response_id": "transcribed:other+transcribed:test"}}
    result = scenes.result(pair_of(points, {2020: 2.0}))
    keys = {row[-1].text for row in told(tabulate_sources, result).rows}
    assert keys == {"transcribed:other", "transcribed:test"}


def tidy(*results):
    """The rows of the tidy file as a program reads them."""
    return list(csv.DictReader(io.StringIO(tabulate_tidy(results, scenes.comparison(*results)).csv())))


def test_the_tidy_file_has_every_observation_once_with_its_source():
    """Both sides, references and other candidates; values not rounded; which value was matched."""
    shared = scenes.side("BW-FR", "BW-FR", {2021: 1.0, 2022: 2.25})
    result = scenes.result(
        scenes.pair(scenes.side("SE-1281", "SE-M", {2022: 9.0}), shared, "B", "region"),
        references=(scenes.side("SE-1281", "SWE", {2022: 7.0}),),
    )
    other = scenes.pair(scenes.side("SE-1281", "SE-1281", {2022: 8.0}), shared, "C")
    result = dataclasses.replace(result, also_known=(dataclasses.replace(other, rank=1),))
    rows = tidy(result)
    assert [(row["role"], row["ref_area"], row["time_period"], row["obs_value"], row["matched"]) for row in rows] == [
        ("pair", "SE-M", "2022", "9", "yes"), ("pair", "BW-FR", "2021", "1", "no"),
        ("pair", "BW-FR", "2022", "2.25", "yes"), ("also_known", "SE-1281", "2022", "8", "yes"),
        ("reference", "SWE", "2022", "7", "no"),
    ]  # fmt: skip
    assert rows[0]["level"] == "region"
    assert rows[0]["place"] == "SE-1281"
    assert rows[0]["citation"] == "Invented office, Invented figures, 2024. Licence: CC0."


def test_the_tidy_file_keeps_missing_zero_and_masked_values_apart():
    """Missing: empty with a reason. Zero: 0. Masked: empty, and no other column tells the number."""
    points = {2020: 0.0, 2021: {"obs_value": math.nan, "obs_status": "Q"}, 2022: {"obs_value": 3.0, "numerator": 3.0}}
    result = scenes.result(pair_of(points, {2020: 20.0}, unit_code="PERSONS"), unit="PERSONS", persons=True)
    zero, missing, masked = tidy(result)[:3]
    assert (zero["obs_value"], zero["masked"]) == ("", "yes"), "nought persons are fewer than five"
    assert (missing["obs_value"], missing["masked"], missing["obs_status"]) == ("", "no", "Q")
    assert (masked["obs_value"], masked["numerator"], masked["masked"]) == ("", "", "yes")
    plain = tidy(scenes.result(pair_of({2020: 0.0}, {2020: 1.0})))
    assert (plain[0]["obs_value"], plain[0]["masked"]) == ("0", "no")


def test_a_footnote_that_begins_like_a_formula_is_harmless():
    """Text from a source goes through the same door."""
    result = scenes.result(pair_of({2020: {"obs_value": 1.0, "comment_obs": "=cmd|' /C calc'!A0"}}, {2020: 1.0}))
    assert tidy(result)[0]["comment_obs"] == "'=cmd|' /C calc'!A0"
