"""Alternative texts come from the data, in the page's language."""

from __future__ import annotations

import math
from dataclasses import replace

from narrative_stage import EN, GAP, SV, comparison, one_sided, pair, result, side, target

from compare.catalogue.models import Text
from compare.presentation.narrative import tell_alt

DUST = {"title": Text(sv="Fint damm", en="Fine dust"), "unit": "UG_M3"}


def alt(language, kind, *pairs, ones=(), references=(), **changes):
    """The alternative text of one result."""
    made = result(*pairs, ones=ones, references=references, **{**DUST, **changes})
    return tell_alt(made, comparison(made), language, kind)


def dust(points, which="a", **changes):
    """A side in micrograms."""
    return side(which, points, unit_measure="UG_M3", **changes)


def test_a_line_tells_its_ends_its_extremes_and_its_gaps():
    """Years without figures are named, and nothing is drawn or told over them."""
    a = dust({2011: 8.0, 2012: 9.5, 2013: 7.0, 2021: 6.0, 2022: 5.5, 2023: 5.7}, ref_area="SE-M")
    made = pair(a, dust({2022: 15.0, 2023: 15.6}, "b"), level="region")
    assert alt(EN, "series", made, target_value=target(5, None)) == (
        "Line chart: Fine dust, micrograms per cubic metre. "
        "Skåne: 8.0 in 2011, 5.7 in 2023. Lowest 5.5 (2022), highest 9.5 (2012). No figures for 2014–2020. "
        f"Francistown: 15.0 in 2022, 15.6 in 2023. Benchmark: 5{GAP}µg/m³ (WHO guideline)."
    )
    assert alt(SV, "series", made) == (
        "Linjediagram: Fint damm, mikrogram per kubikmeter. "
        "Skåne: 8,0 (2011), 5,7 (2023). Lägst 5,5 (2022), högst 9,5 (2012). Uppgifter saknas för 2014–2020. "
        "Francistown: 15,0 (2022), 15,6 (2023)."
    )


def test_zero_and_null_are_two_things():
    """Zero is a figure, a year without a number is none, almost zero is not zero, minus zero is not printed."""
    made = pair(dust({2020: 0.0, 2021: 0.04, 2022: math.nan, 2023: -0.04, 2024: 0.0}), dust({2024: 1.0}, "b"))
    assert alt(SV, "series", made).startswith(
        "Linjediagram: Fint damm, mikrogram per kubikmeter. Lund: 0,0 (2020), 0,0 (2024). "
        "Lägst −0,04 (2023), högst mindre än 0,1 (2021). Uppgifter saknas för 2022."
    )


def test_many_gaps_are_summed_up():
    """Every other year is not listed year by year."""
    made = pair(dust({year: 1.0 + year / 1000 for year in range(2000, 2012, 2)}), dust({2010: 1.0}, "b"))
    assert "No figures for 5 of the years in between." in alt(EN, "series", made)


def test_single_and_missing_figures():
    """One figure is one figure; none is said."""
    made = pair(dust({2023: 5.7}), side("b", {}, value=None, newest=None))
    assert alt(EN, "series", made) == (
        "Line chart: Fine dust, micrograms per cubic metre. Lund: a single figure, 5.7 in 2023. "
        "Francistown: no figures."
    )


def test_a_value_without_a_year_is_a_figure_too():
    """Beside a line, what has no year is told with its value, and a long period with its own years."""
    undated = {"reference_year": None, "time_period": "_U"}
    lund = dust({2020: 5.7}, value_changes=undated, history_changes=undated)
    rain = {"time_period": "1921-01-01/P65Y"}
    made = pair(lund, dust({1953: 15.6}, "b", value_changes=rain, history_changes=rain))
    assert alt(EN, "series", made) == (
        "Line chart: Fine dust, micrograms per cubic metre. Lund: a single figure, 5.7 (years not stated). "
        "Francistown: a single figure, 15.6 in 1921–1985."
    )
    assert alt(SV, "series", made).endswith(
        "Lund: en enda uppgift, 5,7 (år anges inte). Francistown: en enda uppgift, 15,6 (1921–1985)."
    )


def test_the_years_of_a_long_period_are_no_gap():
    """Figures for 2011-2015 and 2016-2020 leave no year without one."""
    points = dust({2013: 1.0, 2018: 2.0})
    points.history["time_period"] = ["2011-01-01/P5Y", "2016-01-01/P5Y"]
    assert "Lund: 1.0 in 2011–2015, 2.0 in 2016–2020. Francistown" in alt(
        EN, "series", pair(points, dust({2018: 1.0}, "b"))
    )


def test_references_are_named_as_thin_lines():
    """The country behind a city is told as what it is, over the years that are drawn, and once."""
    made = pair(dust({2015: 1.0, 2023: 1.5}), dust({2023: 1.0}, "b"))
    reference = dust({2000: 9.0, 2020: 9.0, 2023: 8.0}, "b", ref_area="BWA")
    assert alt(SV, "series", made, references=[reference]).endswith("Tunn linje: Botswana, 2020–2023.")
    assert "Thin line" not in alt(EN, "series", made, references=[made.b])
    assert "Thin line" not in alt(EN, "series", made, references=[dust({2000: 9.0}, "b", ref_area="BWA")])


def test_small_counts_stay_masked():
    """What may not be printed is not read out either."""
    made = pair(side("a", {2019: 2, 2023: 3}, unit_measure="PERSONS"), side("b", {2023: 40}, unit_measure="PERSONS"))
    told = alt(EN, "series", made, unit="PERSONS", persons=True)
    assert "Lund: fewer than 5 in 2019, fewer than 5 in 2023." in told


def test_dots_tell_both_values_and_one_sided_ones():
    """A picture of dots is told with values, areas and years; women and men apart."""
    made = [pair(dust({2020: 1.0}, sex=sex), dust({2020: 2.0}, "b", sex=sex)) for sex in "FM"]
    assert alt(EN, "dots", *made) == (
        "Dot chart: Fine dust, micrograms per cubic metre. "
        f"Women: 1.0{GAP}µg/m³ in Lund (2020) and 2.0{GAP}µg/m³ in Francistown (2020). "
        f"Men: 1.0{GAP}µg/m³ in Lund (2020) and 2.0{GAP}µg/m³ in Francistown (2020)."
    )
    assert alt(SV, "dots", ones=[one_sided("b", dust({2014: 3.0}, "b"))]).endswith("för Lund saknas (publiceras inte).")


def test_nothing_is_read_out_twice():
    """The title opens the text and is not repeated; a line that stays level has no lowest and highest."""
    one = one_sided("b", dust({2014: 3.0}, "b", sex="F"))
    assert alt(EN, "dots", ones=[one]) == (
        f"Dot chart: Fine dust, micrograms per cubic metre. Women: 3.0{GAP}µg/m³ in Francistown (2014); Lund has no "
        "figure to set beside it (not published)."
    )
    assert alt(SV, "dots", ones=[one]) == (
        f"Punktdiagram: Fint damm, mikrogram per kubikmeter. Kvinnor: 3,0{GAP}µg/m³ i Francistown (2014). "
        "En motsvarande uppgift för Lund saknas (publiceras inte)."
    )
    level = pair(dust({2020: 65.0, 2021: 65.0, 2022: 65.0}), dust({2022: 24.0}, "b"))
    assert alt(SV, "series", level).startswith(
        "Linjediagram: Fint damm, mikrogram per kubikmeter. Lund: 65,0 (2020), 65,0 (2022). Francistown"
    )


def test_several_figures_of_one_place_keep_their_labels():
    """Lines of one place are told apart by the catalogue's label."""
    one = one_sided("a", dust({2022: 7.0}))
    label = Text(sv="kort utbildning", en="short schooling")
    told = replace(one, known=one.known.model_copy(update={"label": label}))
    assert "Lund, short schooling: a single figure, 7.0 in 2022." in alt(EN, "series", ones=[told])


def test_a_map_names_its_areas():
    """A map is told by the areas that it shows."""
    made = pair(dust({2020: 1.0}, ref_area="SE-M"), dust({2020: 2.0}, "b"), level="region")
    assert alt(EN, "map", made) == "Map: the areas of Fine dust: Skåne, the region of Lund and the city of Francistown."
