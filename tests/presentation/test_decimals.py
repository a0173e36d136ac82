"""How many decimals a number is printed with: no more than its source gave, and the same wherever it is printed."""

from __future__ import annotations

import math

import picture_scenes as scenes
import pytest
from picture_reading import texts

import builders
from compare.comparison.model import Trend
from compare.presentation.figures import draw_dots, draw_overview, draw_series
from compare.presentation.language import speak
from compare.presentation.narrative import (
    tell_alt,
    tell_change,
    tell_headline,
    tell_number,
    tell_one_sided,
    tell_pair,
    tell_value,
)
from compare.presentation.tables import tabulate_glance, tabulate_history
from whole import real

EN, SV = speak("en"), speak("sv")
GAP = "\u00a0"
SAID = {"obs_value": 18.0, "indicative": True, "confidence": "low"}


def meet(number_a, cells_b, letter="C"):
    """Lund's ordinary figures beside Francistown's, whose newest is `cells_b`, and their comparison."""
    a = scenes.side("SE-1281", "SE-1281", {2021: 15.0, 2022: 15.5, 2023: number_a}, indicative=False)
    b = scenes.side("BW-FR", "BW-FR", {2021: 17.0, 2022: 17.5, 2023: cells_b}, indicative=False)
    result = scenes.result(scenes.pair(a, b, letter), id="test-share")
    return result, scenes.comparison(result)


@pytest.mark.parametrize(
    ("number", "changes", "printed"),
    [
        (18.0, {"kind": "press"}, "18%"),
        (18.0, {"kind": "dataset+statement"}, "18%"),
        (18.0, {"confidence": "low"}, "18%"),
        (18.2, {"kind": "press"}, "18.2%"),
        (18.27, {"kind": "press"}, "18.3%"),
        (0.28 * 100, {"kind": "press"}, "28%"),
        (100 / 3, {"kind": "press"}, "33.3%"),
        (18.0, {"kind": "press", "qualifier": ">"}, "more than 18%"),
        (18.0, {"kind": "survey"}, "18.0%"),
        (18.0, {"confidence": "medium"}, "18.0%"),
    ],
)
def test_an_indicative_figure_has_no_decimal_that_its_source_did_not_give(number, changes, printed):
    """28 % is 28 also where it was 0.28; what was divided has the usual decimals; official figures are as before."""
    assert tell_number(builders.value(number, **changes), scenes.comparison(), EN) == printed


def test_a_figure_in_doubt_keeps_the_decimals_of_its_series():
    """A service writes 18.0 as 18; that it was doubted on arrival says nothing of how exactly it was measured."""
    doubted = builders.value(18.0, confidence="low", comment_obs="flag:jump;")
    assert doubted.doubts
    assert tell_number(doubted, scenes.comparison(), EN) == "18.0%"


@pytest.mark.parametrize(("language", "said", "before"), [(EN, "18%", "17.5%"), (SV, f"18{GAP}%", f"17,5{GAP}%")])
def test_picture_table_sentence_headline_and_alternative_text_print_the_same(language, said, before):
    """What was said as 18 is 18 in each of them; the measured figures beside it keep their decimal."""
    result, comparison = meet(16.4, SAID)
    (pair,) = result.pairs
    row = tabulate_history(result, comparison, language).rows[0]
    glance = tabulate_glance((result,), comparison, language).rows[0]
    printed = {
        "sentence": tell_pair(pair, comparison, language),
        "value": tell_value(pair.b, comparison, language),
        "headline": tell_headline(result, comparison, language),
        "alternative text": tell_alt(result, comparison, language, "series"),
        "alternative text of dots": tell_alt(result, comparison, language, "dots"),
        "series": " ".join(texts(draw_series(result, comparison, language), "end-b")),
        "dots": " ".join(texts(draw_dots(result, comparison, language))),
        "overview": " ".join(texts(draw_overview([result], comparison, language))),
        "history": " ".join(cell.text for cell in row),
        "glance": " ".join(cell.text for cell in glance),
    }
    for name, text in printed.items():
        assert said in text, name
        assert f"18{'.,'[language is SV]}0" not in text, name
    assert before in tabulate_history(result, comparison, language).rows[1][2].text


def test_files_hold_the_number_as_ever():
    """18 is 18 there, and the measured figures are not rounded."""
    result, comparison = meet(16.44, SAID)
    lines = tabulate_history(result, comparison, EN).csv().splitlines()
    assert lines[1].split(",")[1:3] == ["16.44", "18"]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (16.4, f"The value is 2{GAP}percentage points higher in Francistown than in Lund"),
        (20.9, f"The value is 3{GAP}percentage points higher in Lund than in Francistown"),
        (18.3, "Rounded, the two values are the same"),
    ],
)
def test_a_difference_is_as_coarse_as_the_coarser_figure(number, told):
    """18.3 and 18 may be the same number."""
    result, comparison = meet(number, SAID)
    assert told in tell_pair(result.pairs[0], comparison, EN)


def test_a_headline_of_two_equal_figures_prints_the_coarser():
    """18.3 in Lund is not what the mayor said."""
    result, comparison = meet(18.3, SAID)
    assert "18% both in Lund and in Francistown" in tell_headline(result, comparison, EN)


def test_a_change_prints_its_ends_as_everywhere_and_says_nothing_that_they_do_not_show():
    """From 17 to "18" it rose; from 18.2 to "18" nobody knows."""
    for first, told in ((17.0, "rose from 17.0% in 2021 to 18% in 2023"), (18.2, "")):
        points = {2021: first, 2022: 17.5, 2023: SAID}
        side = scenes.side("BW-FR", "BW-FR", points, indicative=False)
        trend = Trend("not_assessed", "indicative", first=(2021, first), last=(2023, 18.0))
        assert tell_change(trend, side, scenes.comparison(), EN) == told


def test_a_statement_of_the_bundle_has_the_digits_that_were_said():
    """The mayor said 18 per cent; nobody measured a tenth."""
    one = next(one for one in real().result("unemployment").one_sided if one.which == "b")
    assert (one.side.value.obs_value, one.side.value.indicative) == (18.0, True)
    assert "Unemployment: 18% in Francistown" in tell_one_sided(one, real(), EN)
    assert f"Arbetslöshet: 18{GAP}% i Francistown" in tell_one_sided(one, real(), SV)


def test_no_indicative_figure_of_the_bundle_is_printed_finer_than_it_is_stored():
    """Whichever it is: what is printed reads back as no more digits than the bundle has."""
    seen = 0
    for result in real():
        sides = [side for pair in (*result.pairs, *result.also_known) for side in (pair.a, pair.b)]
        for side in [*sides, *(one.side for one in result.one_sided)]:
            value = side.value
            if value is None or not value.indicative or math.isnan(value.obs_value):
                continue
            printed = tell_number(value, real(), EN, result.indicator).partition(GAP)[0]
            decimals = len("".join(letter for letter in printed.partition(".")[2] if letter.isdigit()))
            stored = len(f"{value.obs_value:.10f}".rstrip("0").partition(".")[2])
            assert decimals <= stored, (result.indicator.id, printed)
            seen += 1
    assert seen > 5
