"""Time series as drawn: what stands where, in both languages and both widths."""

from __future__ import annotations

import math
import random
import time

import picture_scenes as scenes
import pytest
from picture_reading import faults, lines, text_boxes, texts, ticks, values, years

from compare.presentation import style
from compare.presentation.figures import NothingToDrawError, choose_kind, draw_series
from compare.presentation.language import speak

EN, SV = speak("en"), speak("sv")
WHO = {"value": 5.0, "origin": {"sv": "WHO:s riktvärde", "en": "WHO guideline"}}
GOAL = {"value": 50.0, "year": 2030, "sdg": True, "origin": {"sv": "Globala målen", "en": "Global goals"}}


def draw(result, language=EN, narrow=False):
    """The drawing of one result."""
    return draw_series(result, scenes.comparison(result), language, narrow)


def pair_of(points_a, points_b, area_a="SE-1281", area_b="BW-FR", letter="B", level="city", **more):
    """A pair of two cities' series."""
    return scenes.pair(
        scenes.side("SE-1281", area_a, points_a, **more), scenes.side("BW-FR", area_b, points_b, **more), letter, level
    )


AIR = scenes.result(
    pair_of({2020: 9.0, 2021: 8.0, 2022: 8.5, 2023: 5.7}, {2020: 14.0, 2021: 13.0, 2022: 14.5, 2023: 15.6},
            area_a="SE-M", level="region", unit_code="UG_M3"),
    references=(scenes.side("BW-FR", "BWA", {1990: 30.0, 2020: 16.0, 2021: 15.0, 2022: 16.5, 2023: 13.2},
                            unit_code="UG_M3"),),
    id="fine-dust", unit="UG_M3", target_value=WHO,
)  # fmt: skip


def test_three_dated_values_make_a_series_fewer_make_dots_none_makes_nothing():
    """The kind follows from the data alone."""
    assert choose_kind(AIR) == "series"
    assert choose_kind(scenes.result(pair_of({2022: 1.0, 2023: 2.0}, {2022: 1.0}))) == "dots"
    assert choose_kind(scenes.result(pair_of({2023: math.nan}, {2022: math.nan}))) is None
    about = {year: {"obs_value": 1.0, "obs_status": "E", "comment_obs": f"about {year}"} for year in (2001, 2002, 2003)}
    assert choose_kind(scenes.result(pair_of(about, {}))) == "dots"


def test_line_ends_carry_the_area_measured_and_its_value():
    """Skåne stands for Lund, and is called Skåne."""
    drawing = draw(AIR)
    assert texts(drawing, "end-a") == ["Skåne", "5.7"]
    assert texts(drawing, "end-b") == ["Francistown", "15.6"]
    assert texts(drawing, "end-country") == ["Botswana"]
    assert texts(drawing, "unit") == ["µg/m³"]
    assert texts(drawing, "target") == ["WHO guideline: 5"]


def test_a_swedish_picture_has_no_english_and_a_decimal_comma():
    """Numbers and words in the page's language, whichever language was drawn before."""
    draw(AIR, EN)
    words = [text for text, _, _ in text_boxes(draw(AIR, SV))]
    assert "5,7" in words
    assert "15,6" in words
    assert "Jämförelsevärde: 5" in words or "WHO:s riktvärde: 5" in words
    assert "Ihåliga markeringar: ett större område än staden." in words
    assert not any("." in word.rstrip(".") for word in words)


def test_marks_are_filled_for_the_city_and_hollow_for_a_larger_area():
    """Skåne's mark is hollow, Francistown's filled; the country has a thin line without a mark at its end."""
    drawing = draw(AIR)
    (skane,) = [line for line in lines(drawing, "mark-a") if line.get_markersize() == style.MARK]
    (town,) = [line for line in lines(drawing, "mark-b") if line.get_markersize() == style.MARK]
    assert skane.get_markerfacecolor() == style.PAPER
    assert skane.get_markeredgecolor() == style.A.colour
    assert skane.get_marker() == "s"
    assert town.get_markerfacecolor() == style.B.colour
    assert town.get_marker() == "o"
    assert lines(drawing, "mark-country") == []


@pytest.mark.parametrize(("area", "hollow"), [("CELL:small", False), ("CELL:wide", True), ("GHSUC-699", False)])
def test_a_cell_is_the_city_only_up_to_thirty_kilometres(area, hollow):
    """The mark follows the area's kind and width."""
    drawing = draw(scenes.result(pair_of({2021: 1.0, 2022: 2.0, 2023: 3.0}, {2023: 2.0}, area_a=area)))
    assert {line.get_markerfacecolor() == style.PAPER for line in lines(drawing, "mark-a")} == {hollow}


def test_strokes_and_dashes_tell_the_places_apart_without_colour():
    """Place a is dashed, place b solid; countries are thinner in lighter hues."""
    drawing = draw(AIR)
    (a,), (b,), (country,) = lines(drawing, "line-a"), lines(drawing, "line-b"), lines(drawing, "line-country-b")
    assert a.is_dashed()
    assert not b.is_dashed()
    assert country.get_color() == style.B.country
    assert country.get_linewidth() < b.get_linewidth()


def test_a_reference_does_not_stretch_the_axis_of_years():
    """The country's value of 1990 lies outside the cities' years."""
    drawing = draw(AIR)
    (plot,) = drawing.plots
    assert ticks(drawing, plot)[0] == (2020, "2020")
    assert min(years(drawing, "line-country-b")) == 2020


def test_a_country_of_millions_does_not_flatten_the_cities():
    """Ten million inhabitants on one axis with a hundred thousand would show neither city."""
    town = {2021: 100.0, 2022: 101.0, 2023: 102.0}
    for size, shown in ((150.0, 1), (9000.0, 0)):
        country = scenes.side("SE-1281", "SWE", {2021: size, 2023: size}, unit_code="PERSONS")
        result = scenes.result(pair_of(town, town, unit_code="PERSONS"), references=(country,), unit="PERSONS")
        assert len(texts(draw(result), "end-country")) == shown


def test_several_figures_of_one_place_have_a_panel_each_with_its_group():
    """Women, men, and what the catalogue calls a group."""
    points = {2021: 1.0, 2022: 2.0, 2023: 3.0}
    known = [scenes.one_sided("b", scenes.side("BW-FR", "BW-FR", points, sex=sex)) for sex in "FM"]
    assert texts(draw(scenes.result(*known)), "panel-title") == ["Women", "Men"]
    labelled = scenes.one_sided("b", scenes.side("BW-FR", "BW-FR", points), "short schooling")
    assert texts(draw(scenes.result(labelled)), "panel-title") == ["Short schooling"]


def test_figures_of_each_place_that_are_no_pair_share_no_axis():
    """One place's figure and the other's, of different things."""
    known = (
        scenes.one_sided("a", scenes.side("SE-1281", "SE-1281", {2021: 1.0, 2022: 2.0, 2023: 3.0})),
        scenes.one_sided("b", scenes.side("BW-FR", "BW-FR", {2021: 80.0, 2022: 81.0, 2023: 82.0})),
    )
    drawing = draw(scenes.result(*known))
    first, second = drawing.plots
    assert first.up != second.up
    assert "Each panel has its own axis: the figures cannot be compared." in " ".join(texts(drawing, "note"))


def test_a_month_is_named_since_the_axis_names_years_only():
    """The last of monthly figures is of December."""
    points = {
        2020 + number: {"obs_value": 80.0 + number, "time_period": f"2023-{number + 1:02d}", "reference_year": 2023}
        for number in range(12)
    }
    drawing = draw(scenes.result(scenes.one_sided("a", scenes.side("SE-1281", "SE-1281", points))))
    assert "(December\u00a02023)" in " ".join(texts(drawing, "end-a"))
    assert len(lines(drawing, "line-a")) == 1


def test_the_axis_of_a_true_zero_starts_at_zero_and_holds_the_target():
    """The drawn limits."""
    (plot,) = draw(AIR).plots
    assert plot.up.low == 0.0
    assert plot.up.high >= 16.5


def test_lines_run_through_their_values_and_numbers_stand_at_theirs():
    """Read back from the places on the sheet, across and up."""
    drawing = draw(scenes.result(pair_of({2021: 10.0, 2022: 30.0, 2023: 20.0}, {2022: 5.0})))
    (plot,) = drawing.plots
    read = [(round(year, 6), round(value, 6)) for year, value in values(drawing, "line-a")]
    assert read == [(2021, 10.0), (2022, 30.0), (2023, 20.0)]
    assert [round(value, 6) for _, value in values(drawing, "mark-b")] == [5.0]
    beside = [item for item in drawing.letterings if item.get_gid() == "tick" and item.get_ha() == "right"]
    assert [item.get_text() for item in beside] == ["0", "10", "20", "30"]
    for item in beside:  # the middle of a number is a good third of its size above its baseline
        x, y = item.get_position()
        assert plot.values_at(x, y + 0.36 * item.get_fontsize())[1] == pytest.approx(float(item.get_text()), abs=1e-6)


def test_no_stroke_over_years_without_a_figure():
    """2011–13, then 2021–23: no line artist spans the years between."""
    points = {2011: 31.0, 2012: 31.4, 2013: 31.9, 2021: 38.2, 2022: 38.8, 2023: 39.0}
    drawing = draw(scenes.result(pair_of(points, {2022: 30.0})))
    (plot,) = drawing.plots
    spans = [[round(plot.values_at(x, 0)[0], 6) for x in line.get_xdata()] for line in lines(drawing, "line-a")]
    assert spans == [[2011, 2012, 2013], [2021, 2022, 2023]]
    assert "No line is drawn over years without a figure." in texts(drawing, "note")


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("years", [(2022, 2023, 2024), (2021, 2022, 2024), tuple(range(1971, 2023))])
def test_ticks_stand_at_the_years_they_name(years, narrow):
    """Each label is the whole year at whose place it stands; first and last are among them; 2030 has room."""
    result = scenes.result(
        pair_of({year: 30.0 + year % 3 for year in years}, {years[0]: 20.0}), target_value={**GOAL}
    )
    drawing = draw(result, narrow=narrow)
    (plot,) = drawing.plots
    places, labels = zip(*ticks(drawing, plot), strict=True)
    labels = list(labels)
    assert labels == [str(int(place)) for place in places]
    assert all(place.is_integer() for place in places)
    assert len(set(labels)) == len(labels)
    assert {years[0], years[-1]} <= {int(place) for place in places}
    if not narrow:
        assert 2030 in places
        assert plot.across.high >= 2030


def test_where_the_sides_end_in_different_years_the_year_is_said():
    """A value is not shown without its year where the axis does not show it."""
    result = scenes.result(pair_of({2020: 1.0, 2021: 2.0, 2022: 3.0}, {2019: 1.0, 2020: 2.0}))
    drawing = draw(result)
    assert "3.0% (2022)" in " ".join(texts(drawing, "end-a"))
    assert "2.0% (2020)" in " ".join(texts(drawing, "end-b"))


def test_the_matched_value_is_shown_where_it_is_not_the_newest():
    """Turnout of 2006 is the pair's; 2022 is the line's end."""
    lund = scenes.side("SE-1281", "SE-1281", {2002: 83.1, 2006: 84.4, 2010: 86.4, 2022: 86.6}, matched=2006)
    town = scenes.side("BW-FR", "BW-FR", {1999: 73.0, 2004: 74.6}, matched=2004)
    drawing = draw(scenes.result(scenes.pair(lund, town, "C")))
    assert texts(drawing, "matched-a") == ["84.4% (2006)"]
    assert "86.6% (2022)" in texts(drawing, "end-a")


def test_women_and_men_share_one_axis_in_two_panels():
    """One panel per sex with the same limits; on a phone they stand below each other."""
    pairs = [
        pair_of({2021: 10.0, 2022: 11.0, 2023: high}, {2021: 9.0, 2022: 8.0, 2023: 7.0}, sex=sex)
        for sex, high in (("F", 12.0), ("M", 88.0))
    ]
    result = scenes.result(*pairs)
    wide, narrow = draw(result), draw(result, SV, narrow=True)
    assert texts(wide, "panel-title") == ["Women", "Men"]
    assert texts(narrow, "panel-title") == ["Kvinnor", "Män"]
    for drawing in (wide, narrow):
        first, second = drawing.plots
        assert first.up == second.up
    assert wide.plots[0].box.bottom == wide.plots[1].box.bottom
    assert narrow.plots[0].box.bottom > narrow.plots[1].box.bottom


def test_figures_that_cannot_be_compared_have_two_panels_and_two_axes():
    """Grade E: nothing is shared, and it is said."""
    result = scenes.result(
        pair_of({2021: 3.0, 2022: 4.0, 2023: 3.9}, {2003: 50.0, 2009: 51.0, 2013: 49.6}, letter="E")
    )
    drawing = draw(result)
    left, right = drawing.plots
    assert texts(drawing, "panel-title") == ["Lund", "Francistown"]
    assert left.up != right.up
    for plot, role in ((left, "line-a"), (right, "line-b")):
        (line,) = lines(drawing, role)
        assert all(plot.box.left <= x <= plot.box.right for x in line.get_xdata())
    assert "Each panel has its own axis: the figures cannot be compared." in " ".join(texts(drawing, "note"))


def test_breaks_and_estimates_are_marked_and_explained():
    """A letter at the point, its meaning under the picture, in the page's language."""
    points = {2018: 1.0, 2019: 1.2, 2020: {"obs_value": 2.0, "obs_status": "B"}, 2021: 2.1,
              2022: {"obs_value": 2.2, "obs_status": "E"}}  # fmt: skip
    drawing = draw(scenes.result(pair_of(points, {2022: 1.0})))
    assert sorted(texts(drawing, "flag-a")) == ["b", "e"]
    note = " ".join(texts(drawing, "note"))
    assert "b: break in the series." in note
    assert "e: estimate." in note


def test_what_qualifies_a_whole_series_is_said_once():
    """Modelled figures throughout: a sentence, no letters."""
    points = {year: {"obs_value": 1.0, "obs_status": "E"} for year in (2021, 2022, 2023)}
    drawing = draw(scenes.result(pair_of(points, points, area_a="SE-M")))
    assert texts(drawing, "flag") == []
    assert "Skåne and Francistown: estimate." in " ".join(texts(drawing, "note"))
    press = {year: {"obs_value": 1.0, "confidence": "low"} for year in (2021, 2022, 2023)}
    assert "Lund: indicative." in " ".join(texts(draw(scenes.result(pair_of(press, points))), "note"))


def test_a_projection_beyond_the_edition_is_no_end_of_a_line():
    """The edition is of 2026; a value for 2030 is not drawn."""
    points = {2015: 1.0, 2020: 2.0, 2025: 3.0, 2030: {"obs_value": 4.0, "obs_status": "F"}}
    drawing = draw(scenes.result(pair_of(points, points)))
    assert max(years(drawing, "line-a")) == 2025
    assert "3.0%" in texts(drawing, "end-a")


def test_a_cut_axis_says_where_it_starts():
    """Length of life is drawn from 60; the picture says so."""
    result = scenes.result(
        pair_of({2019: 83.0, 2020: 82.4, 2021: 83.1}, {2019: 69.0, 2020: 65.6, 2021: 61.1}, unit_code="YEARS"),
        unit="YEARS",
    )
    drawing = draw(result)
    low = drawing.plots[0].up.low
    assert low > 0
    assert f"The axis starts at {low:.0f}, not at zero." in texts(drawing, "note")


def test_zeros_are_drawn_and_near_zeros_never_read_as_zero():
    """0 is a mark at 0; 0.04 is printed as less than 0.1, −0.04 keeps its digit, a missing year has no mark."""
    points = {2020: 0.0, 2021: 0.04, 2022: math.nan, 2023: -0.04, 2024: 0.04}
    drawing = draw(scenes.result(pair_of(points, {2024: 0.0, 2023: 0.0, 2021: 0.0})))
    assert sorted(years(drawing, "mark-a")) == [2020, 2021, 2023, 2024]
    assert "<0.1%" in texts(drawing, "end-a")
    assert "0.0%" in texts(drawing, "end-b")


def test_masked_counts_are_neither_drawn_nor_printed():
    """Three persons in care: no mark tells it."""
    points = {2021: 3.0, 2022: 12.0, 2023: 14.0}
    result = scenes.result(pair_of(points, {2023: 20.0}, unit_code="PERSONS"), unit="PERSONS", persons=True)
    drawing = draw(result)
    assert sorted(years(drawing, "mark-a")) == [2022, 2023]
    counts = pair_of({2020: 1.0, 2021: 2.0, 2022: 3.0}, {}, unit_code="PERSONS")
    few = scenes.result(counts, unit="PERSONS", persons=True)
    with pytest.raises(NothingToDrawError, match="too few persons"):
        draw(few)


def test_nothing_to_draw_is_an_error_that_says_so():
    """A page asks choose_kind first."""
    with pytest.raises(NothingToDrawError, match="test-share"):
        draw(scenes.result(pair_of({2023: math.nan}, {})))


def test_signs_in_names_are_no_formulas():
    """A dollar sign or a brace in a name is printed as it is."""
    area = scenes.area("X:$", "city", "A$B_{c}$", "A$B_{c}$", "SWE")
    scenes.AREAS[area.code] = area
    try:
        drawing = draw(scenes.result(pair_of({2021: 1.0, 2022: 2.0, 2023: 3.0}, {2023: 2.0}, area_a="X:$")))
        assert "A$B_{c}$" in texts(drawing, "end-a")
        assert not any(text.get_parse_math() for text in drawing.letterings)
    finally:
        del scenes.AREAS[area.code]


def random_result(seed):
    """A result with random series: meeting values, gaps, flags, targets, references, long names."""
    dice = random.Random(seed)
    unit = dice.choice(["PT", "UG_M3", "PERSONS", "YEARS"])
    top = {"PT": 100.0, "UG_M3": 30.0, "PERSONS": 150000.0, "YEARS": 85.0}[unit]

    def series(level):
        first, last = dice.randint(1990, 2018), dice.randint(2019, 2025)
        step = dice.choice([1, 1, 1, 4, 10])
        points, value = {}, level
        for year in range(first, last + 1, step):
            value = min(max(value + dice.uniform(-0.06, 0.06) * top, 0.0), top)
            if dice.random() < 0.9:
                points[year] = {"obs_value": round(value, 2), "obs_status": dice.choice("AAAAAAEBP")}
                if unit == "PT" and dice.random() < 0.1:
                    points[year] |= {"lower": max(0.0, value - 4), "upper": value + 4}
        return points or {2020: 1.0}

    level = dice.uniform(0.05, 0.95) * top
    near = level if dice.random() < 0.5 else dice.uniform(0.05, 0.95) * top
    a = scenes.side("SE-1281", dice.choice(["SE-1281", "SE-M", "GHSUC-699"]), series(level), unit_code=unit)
    b = scenes.side("BW-FR", dice.choice(["BW-FR", "GDL-BWAr106"]), series(near), unit_code=unit)
    countries = [
        scenes.side("SE-1281", "SWE", series(level), unit_code=unit),
        scenes.side("BW-FR", "BWA", series(near), unit_code=unit),
    ][: dice.randint(0, 2)]
    target = {"value": round(dice.uniform(0, 1) * top), "origin": {"sv": "Riktlinjen", "en": "The guideline"}}
    if dice.random() < 0.5:
        target |= {"year": 2030, "sdg": True}
    changes = {"target_value": target} if dice.random() < 0.7 else {}
    return scenes.result(scenes.pair(a, b), references=tuple(countries), unit=unit, **changes)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_no_word_touches_a_word_a_line_a_mark_or_the_edge(seed, narrow):
    """Many random pictures, looked at closely."""
    result = random_result(seed)
    if choose_kind(result) is not None:
        assert faults(draw(result, SV if seed % 2 else EN, narrow)) == []


def test_a_picture_is_drawn_fast():
    """The median of seven, after one to warm up."""
    draw(AIR)
    times = []
    for _ in range(7):
        start = time.perf_counter()
        draw(AIR)
        times.append(time.perf_counter() - start)
    assert sorted(times)[3] < 0.15
