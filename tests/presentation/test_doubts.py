"""A value that was doubted when it arrived says so wherever it is printed, drawn, compared or handed out."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import picture_scenes as scenes
import pytest
from narrative_stage import EN, GAP, SV, comparison, one_sided, pair, result, side, target
from picture_reading import texts

import builders
from compare.catalogue.codes import FLAG_KINDS
from compare.comparison.build import build
from compare.observations.arrivals import check_arrivals
from compare.presentation.explain import explain
from compare.presentation.figures import draw_dots, draw_overview, draw_series
from compare.presentation.figures_lines import DOUBTED, common_letter, has_gap, list_points, list_runs, marked_points
from compare.presentation.narrative import tell_headline, tell_period, tell_reasons, tell_status, tell_value
from compare.presentation.narrative_doubts import DOUBTS, list_doubts
from compare.presentation.tables_figures import tabulate_figures
from compare.presentation.tables_history import tabulate_history
from compare.presentation.tables_tidy import tabulate_tidy

STAGE = comparison()
MANIFEST = builders.manifest().assign(citation="Office, test, 2024.", licence="CC0", second_hand="false")
DOUBT = {"confidence": "low", "comment_obs": "flag:range; expected 0..100; Household survey."}
IN_DOUBT = {
    "sv": "indikativ uppgift, ifrågasatt: utanför det möjliga",
    "en": "indicative, in doubt: outside what is possible",
}


def test_every_kind_of_doubt_has_words_in_both_languages():
    """And none calls a nought by its name, since it may be a masked count."""
    assert list(DOUBTS) == list(FLAG_KINDS)
    assert list_doubts(["jump", "range", "jump"], EN) == ["outside what is possible", "far from the rest of its series"]
    assert list_doubts(["zero"], SV) == ["ligger långt under resten av serien"]


@pytest.mark.parametrize("language", [SV, EN], ids=lambda language: language.code)
def test_a_value_in_words_says_that_it_is_in_doubt(language):
    """In its status, with its period, with its area; the word for indicative stays."""
    value = builders.value(963.0, 2020, **DOUBT)

    assert tell_status(value, STAGE, language) == IN_DOUBT[language.code]
    assert tell_period(value, STAGE, language) == f"2020, {IN_DOUBT[language.code]}"
    assert tell_value(side("b", {2020: 963.0}, value_changes=DOUBT), STAGE, language).endswith(IN_DOUBT[language.code])


def test_several_doubts_are_joined():
    """Each in words, the last with "and"."""
    value = builders.value(
        963.0, confidence="low", comment_obs="flag:range; expected 0..100; flag:jump; expected 1..2;"
    )

    assert tell_status(value, STAGE, SV) == (
        "indikativ uppgift, ifrågasatt: utanför det möjliga och avviker kraftigt från resten av serien"
    )


def test_an_ordinary_low_confidence_is_no_doubt():
    """From the press, and nothing wrong with it."""
    assert tell_status(builders.value(9.0, confidence="low", comment_obs="About flags."), STAGE, EN) == "indicative"


def test_a_headline_says_it():
    """Of both cities, and where only one has a figure."""
    both = result(pair(side("a", {2020: 97.0}), side("b", {2020: 963.0}, value_changes=DOUBT), "C"))
    alone = result(ones=[one_sided("b", side("b", {2020: 963.0}, value_changes=DOUBT))])

    assert "963.0% in Francistown (indicative, in doubt)" in tell_headline(both, comparison(both), EN)
    assert f"963,0{GAP}% i Francistown (2020, indikativ uppgift, ifrågasatt)" in tell_headline(
        alone, comparison(alone), SV
    )


def built(*, persons: bool = False, unit: str = "PT", arrived=None):
    """A comparison of figures that were checked when they arrived: 963 per cent in Francistown in 2023."""
    aim = {"direction": "higher", "target_value": target(100, 2030)} if unit == "PT" else {"direction": "none"}
    indicator = builders.indicator(persons=persons, unit=unit, **aim)
    catalogue = builders.catalogue(
        indicator, units={**builders.UNITS, "PT": builders.unit(short=builders.text("%", "%"))}
    )
    rows = arrived or [
        builders.rows("SE-1281", {year: 90.0 + year % 5 for year in range(2015, 2024)}, unit_measure=unit),
        builders.rows(
            "BW-FR", {**{year: 94.0 + year % 3 for year in range(2015, 2023)}, 2023: 963.0}, unit_measure=unit
        ),
    ]
    checked = check_arrivals(builders.frame(*rows), builders.frame([]), catalogue).frame
    return build(builders.partnership(), catalogue, checked, MANIFEST)


def test_a_doubted_value_is_compared_with_caution_only_and_says_why():
    """At most C with its reason, no arrow from it, and the value as it came."""
    made = built()
    [only] = made.result("test-share").pairs

    assert only.b.value.obs_value == 963.0
    assert only.b.value.doubts == ("range", "jump")
    assert only.grade.letter == "C"
    assert [reason.code for reason in only.grade.reasons if reason.dimension == "confidence"] == ["in_doubt"]
    assert not only.may_be_finding
    assert (
        "At least one figure is in doubt: it is not possible, does not fit its series or may be for another area."
        in tell_reasons(only.grade, made, EN)
    )
    assert (
        "Minst en av uppgifterna är ifrågasatt: den är orimlig, passar inte in i sin serie eller kan gälla ett annat "
        "område." in tell_reasons(only.grade, made, SV)
    )
    assert (only.trend_b.last, only.trend_b.observations) == ((2022, 94.0), 8)


POINTS = {2018: 92.0, 2019: 93.0, 2020: {"obs_value": 963.0, **DOUBT}, 2021: 94.0, 2022: 95.0}


def test_no_stroke_leads_to_a_doubted_value_and_it_has_its_own_letter():
    """A question mark at the point; the line stops before it and goes on after it, and no year is called missing."""
    points = list_points(scenes.side("SE-1281", "SE-1281", POINTS))

    assert [[point.year for point in run] for run in list_runs(points)] == [[2018, 2019], [2020], [2021, 2022]]
    assert [(point.year, letter) for point, letter in marked_points(points)] == [(2020, DOUBTED)]
    assert not has_gap(points)
    assert has_gap(list_points(scenes.side("SE-1281", "SE-1281", {**POINTS, 2025: 96.0})))


def test_a_series_of_doubted_values_is_marked_at_both_ends():
    """All in another unit than before: marks without a line."""
    doubted = {"confidence": "low", "comment_obs": "flag:unit; expected PT;"}
    points = list_points(scenes.side("SE-1281", "SE-1281", {2018: 9.0, 2019: 9.1, 2020: 9.2}, **doubted))

    assert common_letter(points) == ""
    assert [(point.year, letter) for point, letter in marked_points(points)] == [(2018, DOUBTED), (2020, DOUBTED)]
    assert len(list_runs(points)) == 3


@pytest.mark.parametrize(
    ("language", "legend"),
    [
        (SV, "?: ifrågasatt uppgift (utanför det möjliga)."),
        (EN, "?: in doubt (outside what is possible)."),
    ],
)
@pytest.mark.parametrize("narrow", [False, True])
def test_the_picture_explains_the_question_mark(language, legend, narrow):
    """The mark is drawn at the point, and the notes below say what it means."""
    a = scenes.side("SE-1281", "SE-1281", POINTS)
    b = scenes.side("BW-FR", "BW-FR", {2018: 90.0, 2019: 91.0, 2020: 92.0, 2021: 93.0, 2022: 94.0})
    only = scenes.result(scenes.pair(a, b, "C"))
    drawing = draw_series(only, scenes.comparison(only), language, narrow=narrow)

    assert texts(drawing).count("?") == 1
    assert legend in re.sub(r"\s+", " ", " ".join(texts(drawing, "note")))


@pytest.mark.parametrize("narrow", [False, True])
def test_a_written_number_in_doubt_has_the_question_mark_behind_it(narrow):
    """At the end of the line, where a mark of its own would stand too far away."""
    a = scenes.side("SE-1281", "SE-1281", {2020: 92.0, 2021: 93.0, 2022: {"obs_value": 963.0, **DOUBT}})
    only = scenes.result(scenes.pair(a, scenes.side("BW-FR", "BW-FR", {2021: 90.0, 2022: 91.0}), "C"))
    drawing = draw_series(only, scenes.comparison(only), EN, narrow=narrow)

    assert f"963.0%{GAP}?" in texts(drawing)
    assert "?" not in texts(drawing)
    assert "?: in doubt (outside what is possible)." in " ".join(texts(drawing, "note"))


def test_the_picture_of_newest_values_says_it_and_the_overview_leaves_it_to_its_table():
    """963 per cent on the common axis of all indicators would bend every other row."""
    b = scenes.side("BW-FR", "BW-FR", {2021: 90.0, 2022: 91.0})
    doubted = scenes.pair(scenes.side("SE-1281", "SE-1281", {2022: {"obs_value": 963.0, **DOUBT}}), b, "C")
    only = scenes.result(doubted)
    plain = scenes.result(
        scenes.pair(scenes.side("SE-1281", "SE-1281", {2022: 95.0}), b), title=builders.text("A", "A")
    )

    assert IN_DOUBT["en"] in " ".join(texts(draw_dots(only, scenes.comparison(only), EN)))
    overview = draw_overview([only, plain], scenes.comparison(only, plain), EN)
    assert "963.0%" not in texts(overview)
    assert "95.0%" in texts(overview)


def test_the_table_behind_the_picture_says_it_in_the_row():
    """In the notes of its year, and in no other."""
    a = scenes.side("SE-1281", "SE-1281", POINTS)
    only = scenes.result(scenes.pair(a, scenes.side("BW-FR", "BW-FR", {2022: 90.0}), "C"))
    table = tabulate_history(only, scenes.comparison(only), EN)
    notes = {row[0].text: row[-1].text for row in table.rows}

    assert notes["2020"] == "Lund: indicative, in doubt: outside what is possible"
    assert {year: note for year, note in notes.items() if note} == {"2020": notes["2020"]}


def tidy(made):
    """The tidy file of a comparison as rows."""
    return list(csv.DictReader(io.StringIO(tabulate_tidy(made.results, made).csv())))


def say(made, ref_area, period, code="en"):
    """What the file for people says of one figure."""
    table = tabulate_figures(made.results, made, {"en": EN, "sv": SV}[code])
    keys = [column.key for column in table.columns]
    rows = (dict(zip(keys, (cell.text for cell in row), strict=True)) for row in table.rows)
    return next(row["status"] for row in rows if (row["ref_area"], row["time_period"]) == (ref_area, period))


def test_the_file_has_the_mark_and_the_words():
    """Machines read `comment_obs` and `confidence`, people the notes, in their language."""
    [row] = [row for row in tidy(built()) if row["ref_area"] == "BW-FR" and row["time_period"] == "2023"]
    assert float(row["obs_value"]) == 963.0
    assert row["confidence"] == "low"
    assert row["comment_obs"].startswith("flag:range; expected 0..100; flag:jump; expected ")
    for code in ("sv", "en"):
        assert say(built(), "BW-FR", "2023", code).startswith(IN_DOUBT[code])


def test_a_masked_count_is_not_given_away_by_its_mark():
    """Nought among 38 and 39 persons is "fewer than 5": the file says neither nought nor what was expected."""
    arrived = [
        builders.rows("SE-1281", {2021: 38, 2022: 0, 2023: 39}, unit_measure="PERSONS"),
        builders.rows("BW-FR", {2021: 40, 2022: 41, 2023: 910}, unit_measure="PERSONS"),
    ]
    made = built(persons=True, unit="PERSONS", arrived=arrived)
    rows = {(row["ref_area"], row["time_period"]): row for row in tidy(made)}
    masked, shown = rows["SE-1281", "2022"], rows["BW-FR", "2023"]

    assert (masked["obs_value"], masked["comment_obs"]) == ("", "")
    assert say(made, "SE-1281", "2022") == "indicative, in doubt: far below the rest of its series"
    assert shown["comment_obs"] == "flag:jump;"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "in doubt: outside what is possible (expected: 0 to 100)"),
        ("sv", "ifrågasatt: utanför det möjliga (väntat: 0 till 100)"),
    ],
)
def test_an_explanation_says_what_was_expected_and_keeps_the_sources_comment_apart(language, said):
    """In the words of the language, never as the mark."""
    told = re.sub(r"\s+", " ", explain("test-share", built(), language).text)

    assert said in told
    assert "flag:" not in told


def test_an_explanation_of_persons_says_why_and_not_what_was_expected():
    """What stands beside a figure may be a count that is not shown."""
    counts = [
        builders.rows("SE-1281", {2021: 38, 2022: 39, 2023: 0}, unit_measure="PERSONS"),
        builders.rows("BW-FR", {2021: 40, 2022: 41, 2023: 910}, unit_measure="PERSONS"),
    ]
    told = re.sub(r"\s+", " ", explain("test-share", built(persons=True, unit="PERSONS", arrived=counts), "en").text)

    assert "in doubt: far from the rest of its series" in told
    assert "in doubt: far below the rest of its series" in told
    assert "expected" not in told


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("flag:range; expected 0..;", "utanför det möjliga (väntat: minst 0)"),
        ("flag:range; expected ..1.5;", "utanför det möjliga (väntat: högst 1,5)"),
        ("flag:scale; expected 53.5;", "tal mellan 0 och 1 (väntat: omkring 53,5)"),
        ("flag:unit; expected PT;", "i en annan enhet än tidigare (tidigare: procent)"),
        ("flag:part; of off:A;", "bygger på en ifrågasatt uppgift (off:A)"),
        ("flag:jump;", "avviker kraftigt från resten av serien"),
    ],
)
def test_each_expectation_in_words(comment, said):
    """From a number, to a number, about a number, a unit, a series, or nothing."""
    indicator = builders.indicator()
    units = {
        **builders.UNITS,
        "PT": builders.unit(label=builders.text("procent", "per cent"), short=builders.text("%", "%")),
    }
    rows = [builders.rows(area, {2023: 9.0}, confidence="low", comment_obs=comment) for area in ("SE-1281", "BW-FR")]
    made = build(
        builders.partnership(), builders.catalogue(indicator, units=units), builders.frame(*rows), builders.manifest()
    )

    assert said in re.sub(r"\s+", " ", explain("test-share", made, "sv").text)


def test_stage_sides_are_values_of_their_own():
    """Guards the scenes: a doubt of one side is no doubt of the other."""
    doubted = side("b", {2020: 963.0}, value_changes=DOUBT)
    assert doubted.value.doubts == ("range",)
    assert replace(doubted.value, comment_obs="").doubts == ()
