"""Values side by side: every number with its area and year, none on a mark, no bar where none is allowed."""

from __future__ import annotations

import dataclasses
import math
import random

import picture_scenes as scenes
import pytest
from picture_reading import faults, lines, text_boxes, texts, ticks, values

import builders
from compare.catalogue.models import Text
from compare.presentation import style
from compare.presentation.figures import NothingToDrawError, draw_dots, draw_overview
from compare.presentation.language import speak

EN, SV = speak("en"), speak("sv")
GOAL = {"value": 50.0, "year": 2030, "sdg": True, "origin": {"sv": "Globala målen", "en": "Global goals"}}


def pair_of(a, b, letter="B", level="city", area_a="SE-1281", area_b="BW-FR", **more):
    """A pair of one value each; values are year -> value."""
    return scenes.pair(
        scenes.side("SE-1281", area_a, a, **more), scenes.side("BW-FR", area_b, b, **more), letter, level
    )


def dots(result, language=EN, narrow=False):
    """The dots of one result."""
    return draw_dots(result, scenes.comparison(result), language, narrow)


def overview(*results, language=EN, narrow=False):
    """The overview of some results."""
    return draw_overview(results, scenes.comparison(*results), language, narrow)


def test_each_row_names_area_and_year_and_prints_its_value():
    """In the page's language."""
    result = scenes.result(pair_of({2023: 32.9}, {2022: 19.6}, area_a="SE-M", level="region"))
    assert texts(dots(result), "row") == ["Skåne, 2023", "Francistown, 2022"]
    assert texts(dots(result), "value") == ["32.9%", "19.6%"]
    assert texts(dots(result, SV), "value") == ["32,9\u00a0%", "19,6\u00a0%"]


def test_marks_stand_at_their_values():
    """The drawn place, read back through the axis."""
    drawing = dots(scenes.result(pair_of({2023: 32.9}, {2022: 19.6})))
    for role, value in (("mark-a", 32.9), ("mark-b", 19.6)):
        ((read, _),) = values(drawing, role)
        assert read == pytest.approx(value)
    (plot,) = drawing.plots
    assert [str(int(place)) for place, _ in ticks(drawing, plot)] == [words for _, words in ticks(drawing, plot)]


def test_stems_start_at_zero():
    """A bar's length is honest only from zero."""
    drawing = dots(scenes.result(pair_of({2023: 96.0}, {2022: 98.0})))
    (plot,) = drawing.plots
    assert plot.across.low == 0.0
    assert values(drawing, "stem")[0][0] == pytest.approx(0.0)


def test_a_missing_figure_says_why():
    """A side without a value keeps its row."""
    result = scenes.result(pair_of({2023: 32.9}, {2022: {"obs_value": math.nan, "obs_status": "Q"}}))
    side = dataclasses.replace(result.pairs[0].b, value=builders.value(math.nan, 2022, obs_status="Q"))
    result = dataclasses.replace(result, pairs=(dataclasses.replace(result.pairs[0], b=side),))
    assert texts(dots(result), "absent") == ["no figure (suppressed by the source)"]
    assert texts(dots(result), "row") == ["Lund, 2023", "Francistown, 2022"]


def test_a_one_sided_value_shows_the_other_place_without_a_figure():
    """Francistown has a figure, Lund has none, and why."""
    result = scenes.result(scenes.one_sided("b", scenes.side("BW-FR", "BW-FR", {2018: 25.0})))
    assert texts(dots(result), "row") == ["Lund", "Francistown, 2018"]
    assert texts(dots(result), "absent") == ["no figure (not published)"]


def test_several_figures_of_one_place_are_told_apart_and_the_other_is_named_once():
    """Each row carries its group; that Lund has none is said once."""
    known = [scenes.one_sided("b", scenes.side("BW-FR", "BW-FR", {2018: 25.0}), label) for label in ("short", "long")]
    drawing = dots(scenes.result(*known))
    assert texts(drawing, "row") == ["Lund", "Francistown, short, 2018", "Francistown, long, 2018"]
    assert texts(drawing, "absent") == ["no figure (not published)"]


def test_no_stem_starts_where_no_zero_is():
    """An index between 0.7 and 0.9 has marks on a cut axis, and no bars whose length would mislead."""
    result = scenes.result(pair_of({2021: 0.72}, {2021: 0.94}, unit_code="INDEX_0_1"), unit="INDEX_0_1")
    drawing = dots(result)
    assert drawing.plots[0].across.low > 0
    assert lines(drawing, "stem") == []
    assert "not at zero" in " ".join(texts(drawing, "note"))


def test_figures_that_cannot_be_compared_stand_on_two_axes():
    """Grade E: two strips, and the note says it."""
    drawing = dots(scenes.result(pair_of({2023: 3.9}, {2009: 51.0}, letter="E")))
    first, second = drawing.plots
    assert first.across != second.across
    assert "Each panel has its own axis: the figures cannot be compared." in texts(drawing, "note")


def test_women_and_men_are_two_groups_of_rows():
    """One heading each."""
    pairs = [pair_of({2021: 20.0}, {2021: 44.0}, sex=sex) for sex in "FM"]
    drawing = dots(scenes.result(*pairs))
    assert texts(drawing, "panel-title") == ["Women", "Men"]
    assert len(texts(drawing, "value")) == 4


def test_a_number_steps_over_the_line_of_the_target():
    """49.2 beside a target of 50: the number stands right of the dotted line."""
    drawing = dots(scenes.result(pair_of({2022: 49.2}, {2019: 25.0}), target_value=GOAL))
    assert texts(drawing, "target") == ["Target 2030: 50%"]
    assert faults(drawing) == []


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("goal", [0.0, 2.0, 10.0, 25.0])
def test_the_words_for_a_missing_figure_touch_no_line(narrow, goal):
    """Wherever the target lies."""
    known = scenes.one_sided("a", scenes.side("SE-1281", "SE-1281", {2023: 30.0}))
    result = scenes.result(known, target_value={**GOAL, "value": goal})
    assert faults(dots(result, SV, narrow)) == []


def test_the_overview_prints_both_values_with_areas_and_years():
    """A row an indicator; the key names the two places."""
    drawing = overview(
        scenes.result(pair_of({2020: 99.9}, {2020: 76.2}, level="country", area_a="SWE", area_b="BWA"),
                      id="power", title=Text(sv="El", en="Electricity")),
    )  # fmt: skip
    assert texts(drawing, "row") == ["Electricity", "Sweden 2020 · Botswana 2020"]
    assert sorted(texts(drawing, "value")) == ["76.2%", "99.9%"]
    assert texts(drawing, "key") == ["Lund", "Francistown"]
    assert "Hollow marks: the whole country." in texts(drawing, "note")


def test_a_bar_joins_two_marks_only_where_a_difference_is_allowed():
    """A to C yes; D no; E is not on the axis at all; other units neither."""
    made = {letter: scenes.result(pair_of({2020: 60.0}, {2020: 20.0}, letter=letter), id=f"x{letter.lower()}")
            for letter in "ABCDE"}  # fmt: skip
    for letter, bars in (("A", 1), ("B", 1), ("C", 1), ("D", 0)):
        assert len(lines(overview(made[letter]), "joined")) == bars
    with pytest.raises(NothingToDrawError):
        overview(made["E"])
    with pytest.raises(NothingToDrawError):
        overview(scenes.result(pair_of({2020: 6.0}, {2020: 2.0}, unit_code="YEARS"), unit="YEARS"))


def test_equal_values_are_both_seen():
    """Two marks at one value stand one above the other."""
    drawing = overview(scenes.result(pair_of({2020: 33.0}, {2020: 33.0})))
    (a,), (b,) = lines(drawing, "mark-a"), lines(drawing, "mark-b")
    assert a.get_xdata()[0] == b.get_xdata()[0]
    assert abs(a.get_ydata()[0] - b.get_ydata()[0]) >= style.MARK


def test_no_value_is_an_error():
    """A page asks choose_kind first."""
    with pytest.raises(NothingToDrawError, match="no value on either side"):
        dots(scenes.result(pair_of({2020: math.nan}, {2020: math.nan})))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_no_word_of_a_strip_touches_another_a_mark_or_the_edge(seed, narrow):
    """Random values, areas, units, targets and intervals."""
    dice = random.Random(seed)
    language = SV if seed % 2 else EN
    unit, top = dice.choice([("PT", 100), ("PERSONS", 1_200_000), ("YEARS", 90), ("PT_YEAR", 5)])
    results = []
    for number in range(dice.randint(1, 6)):
        values = [dice.choice([dice.uniform(-1 if unit == "PT_YEAR" else 0, 1) * top, 0.0, top]) for _ in "ab"]
        cells = [{"obs_value": value} for value in values]
        if dice.random() < 0.3:
            cells[0] |= {"lower": values[0] * 0.9, "upper": min(values[0] * 1.1, top)}
        letter = dice.choice("ABCD" if number else "ABCDE")
        target = {"target_value": {**GOAL, "value": round(dice.random() * top)}} if dice.random() < 0.5 else {}
        results.append(
            scenes.result(
                pair_of({2020: cells[0]}, {2018: cells[1]}, letter=letter, unit_code=unit,
                        area_a=dice.choice(["SE-1281", "GHSUC-699"]), area_b=dice.choice(["BW-FR", "GDL-BWAr106"])),
                id=f"row{number}", unit=unit, title=Text(sv="Andelen unga vuxna utan arbete eller studier",
                                                         en="Share of young adults neither in work nor in studies"),
                **target,
            )
        )  # fmt: skip
    assert faults(dots(results[0], language, narrow)) == []
    if unit == "PT" and any(result.letter != "E" for result in results):
        assert faults(overview(*results, language=language, narrow=narrow)) == []


def test_everything_in_a_swedish_strip_is_swedish():
    """Notes and statuses too."""
    result = scenes.result(pair_of({2020: {"obs_value": 3.0, "obs_status": "E"}}, {2020: 4.0}, area_a="SWE"))
    words = " ".join(text for text, _, _ in text_boxes(dots(result, SV)))
    assert "Sverige, 2020, skattning" in words
    assert "Hollow" not in words
