"""A pair in words: what its grade allows, and nothing more."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from narrative_stage import EN, GAP, SV, comparison, grade, one_sided, pair, result, side

import builders
from compare.catalogue.models import Text
from compare.comparison.model import Reason
from compare.presentation.narrative import (
    tell_gap,
    tell_headline,
    tell_movement,
    tell_one_sided,
    tell_pair,
    tell_subject,
)

DUST = Text(sv="Fint damm i luften", en="Fine dust in the air")
WOMEN = Text(sv="Kvinnor i fullmäktige", en="Women in the council")
CITIES = re.compile("Lund|Francistown")
DIFFERENCE = re.compile("higher|times|percentage points|högre|gånger|procentenhet|better|worse|bättre|sämre")


def tell(made, language, **changes):
    """The sentences of one pair."""
    stage = comparison(result(made, **{"title": WOMEN, **changes}))
    return tell_pair(stage.results[0].pairs[0], stage, language)


def dust(letter="B", **changes):
    """Skåne beside Francistown, in a unit with a true zero."""
    a = side("a", {2023: 5.7}, ref_area="SE-M", unit_measure="UG_M3")
    b = side("b", {2023: 15.6}, unit_measure="UG_M3")
    return pair(a, b, letter, "region", **changes)


def test_a_comparable_pair_states_both_values_and_the_ratio():
    """Both areas and years at the numbers; the ratio from the unrounded values; the region named as a region."""
    assert tell(dust(), EN, title=DUST, unit="UG_M3") == (
        f"Fine dust in the air: 5.7{GAP}µg/m³ in Skåne, the region of Lund (2023) and 15.6{GAP}µg/m³ in Francistown "
        "(2023). The value is 2.7 times as high in Francistown as in Skåne."
    )
    assert tell(dust(), SV, title=DUST, unit="UG_M3") == (
        f"Fint damm i luften: 5,7{GAP}µg/m³ i Skåne, regionen kring Lund (2023) och 15,6{GAP}µg/m³ i Francistown "
        "(2023). Värdet är 2,7 gånger så högt i Francistown som i Skåne."
    )


def test_shares_differ_in_percentage_points_and_not_in_ratios():
    """46.2 against 25.0 per cent is 21.2 percentage points, never 1.8 times."""
    made = pair(side("a", {2022: 46.2}), side("b", {2022: 25.0}), "A")
    assert tell(made, EN) == (
        "Women in the council: 46.2% in Lund (2022) and 25.0% in Francistown (2022). "
        f"The value is 21.2{GAP}percentage points higher in Lund than in Francistown."
    )
    assert tell(made, SV).endswith(f"Värdet är 21,2{GAP}procentenheter högre i Lund än i Francistown.")


def test_caution_is_in_the_same_sentence_as_the_difference():
    """C never states a difference without its caveat before the full stop."""
    made = dust("C", grade=grade("C", Reason("period", 2, "years_apart", number=4)))
    for language, caveat in (
        (EN, "four years lie between the figures."),
        (SV, "det skiljer fyra år mellan uppgifterna."),
    ):
        last = tell(made, language, title=DUST, unit="UG_M3").split(") ")[-1].split(". ")[-1]
        assert DIFFERENCE.search(last)
        assert last.endswith(caveat)


@pytest.mark.parametrize("letter", ["D", "E"])
@pytest.mark.parametrize("language", [SV, EN])
def test_no_difference_where_the_grade_forbids_one(letter, language):
    """D and E give both values and say why there is no difference, even if a gap were handed in by mistake."""
    made = replace(pair(side("a", {2020: 98.8}), side("b", {2020: 77.0}, ref_area="BWA"), "B"), grade=grade(letter))
    told = tell(made, language)
    assert not DIFFERENCE.search(told)
    assert "Botswana" in told
    assert ("no difference is calculated" if language is EN else "ingen skillnad beräknas") in told
    assert ("whole country" in told or "helt land" in told) == (letter == "D")


@pytest.mark.parametrize("letter", list("ABCE"))
@pytest.mark.parametrize("language", [SV, EN])
def test_countries_are_never_called_by_the_cities_names(letter, language):
    """A pair of countries is Sweden and Botswana in sentence, difference and headline."""
    made = pair(side("a", {2020: 98.8}, ref_area="SWE"), side("b", {2020: 77.0}, ref_area="BWA"), letter, "country")
    stage = comparison(result(made, title=WOMEN))
    made = stage.results[0].pairs[0]
    for told in (tell_pair(made, stage, language), tell_headline(stage.results[0], stage, language)):
        assert not CITIES.search(told)
        assert ("Sweden" if language is EN else "Sverige") in told


@pytest.mark.parametrize(
    ("a", "b", "sv", "en"),
    [
        (98.96, 99.04, "Avrundade är de två värdena lika.", "Rounded, the two values are the same."),
        (5.0, 5.0, "De två värdena är lika.", "The two values are the same."),
        (0.0, 0.0, "De två värdena är lika.", "The two values are the same."),
        (2.25, 2.35, f"Värdet är 0,1{GAP}procentenheter högre i Francistown än i Lund.",
         f"The value is 0.1{GAP}percentage points higher in Francistown than in Lund."),
        (0.5, 1.5, f"Värdet är 1,0{GAP}procentenheter högre i Francistown än i Lund.",
         f"The value is 1.0{GAP}percentage points higher in Francistown than in Lund."),
        (2.24, 2.26,
         f"Värdet är mindre än 0,1{GAP}procentenheter högre i Francistown än i Lund, räknat före avrundning.",
         f"The value is less than 0.1{GAP}percentage points higher in Francistown than in Lund, calculated before "
         "rounding."),
        (-1.0, -3.0, f"Värdet är 2,0{GAP}procentenheter högre i Lund än i Francistown.",
         f"The value is 2.0{GAP}percentage points higher in Lund than in Francistown."),
    ],
)  # fmt: skip
def test_words_never_contradict_the_printed_numbers(a, b, sv, en):
    """Tied, zero, negative and rounded-to-equal values; the difference is computed before rounding."""
    made = pair(side("a", {2023: a}), side("b", {2023: b}), "A")
    stage = comparison(result(made))
    made = stage.results[0].pairs[0]
    assert tell_gap(made, stage, SV) == sv
    assert tell_gap(made, stage, EN) == en


def test_a_ratio_needs_a_true_zero_that_is_not_the_value():
    """A zero or negative side gives a difference, never a division."""
    for a, b in ((0.0, 3.0), (-2.0, 3.0)):
        made = pair(side("a", {2023: a}, unit_measure="UG_M3"), side("b", {2023: b}, unit_measure="UG_M3"), "A")
        stage = comparison(result(made, unit="UG_M3"))
        told = tell_gap(stage.results[0].pairs[0], stage, EN)
        assert told == f"The value is {b - a:.1f}{GAP}µg/m³ higher in Francistown than in Lund."


def test_counts_are_told_as_numbers_and_degrees_as_degrees():
    """A count is a number, not a value; a difference in kelvin is printed in the degrees of its values."""
    persons = pair(side("a", {2022: 128384}, unit_measure="PERSONS"), side("b", {2022: 103417}, unit_measure="PERSONS"))
    stage = comparison(result(persons, unit="PERSONS"))
    assert tell_gap(stage.results[0].pairs[0], stage, EN) == "The number is 24,967 higher in Lund than in Francistown."
    seats = pair(side("a", {2022: 65}, unit_measure="PERSONS"), side("b", {2022: 24}, unit_measure="PERSONS"))
    stage = comparison(result(seats, unit="PERSONS"))
    assert tell_gap(stage.results[0].pairs[0], stage, SV) == "Antalet är 2,7 gånger så stort i Lund som i Francistown."
    warm = pair(side("a", {2022: 8.0}, unit_measure="CEL"), side("b", {2022: 20.6}, unit_measure="CEL"))
    stage = comparison(result(replace(warm, gap=replace(warm.gap, unit_measure="K", ratio=None)), unit="CEL"))
    assert tell_gap(stage.results[0].pairs[0], stage, SV) == (
        f"Temperaturen är 12,6{GAP}°C högre i Francistown än i Lund."
    )


def test_a_difference_that_the_printed_values_do_not_give_says_why():
    """12.8 and 9.8 with a difference of 2.9 was computed before rounding, and says so."""
    stage = comparison(result(pair(side("a", {2019: 12.75}), side("b", {2019: 9.84}))))
    told = f"The value is 2.9{GAP}percentage points higher in Lund than in Francistown"
    assert tell_gap(stage.results[0].pairs[0], stage, EN) == f"{told}, calculated before rounding."
    stage = comparison(result(pair(side("a", {2019: 12.7}), side("b", {2019: 9.8}))))
    assert tell_gap(stage.results[0].pairs[0], stage, EN) == f"{told}."


@pytest.mark.parametrize(
    ("unit", "a", "b", "sv", "en"),
    [
        ("MINUTES", 28.0, 11.2, "Tiden är 2,5 gånger så lång i Lund som i Francistown.",
         "The time is 2.5 times as long in Lund as in Francistown."),
        ("MINUTES", 12.0, 11.0, f"Tiden är 1,0{GAP}min längre i Lund än i Francistown.",
         f"The time is 1.0{GAP}min longer in Lund than in Francistown."),
        ("YEARS", 82.6, 66.8, f"Det är 15,8{GAP}år mer i Lund än i Francistown.",
         f"That is 15.8{GAP}years more in Lund than in Francistown."),
        ("YEARS", 1.0, 2.0, "Det är 2,0 gånger så många år i Francistown som i Lund.",
         "That is 2.0 times as many years in Francistown as in Lund."),
        ("USD", 300, 100, "Beloppet är 3,0 gånger så stort i Lund som i Francistown.",
         "The amount is 3.0 times as large in Lund as in Francistown."),
        ("KM2", 27, 33, f"Ytan är 6{GAP}km² större i Francistown än i Lund.",
         f"The area is 6{GAP}km² larger in Francistown than in Lund."),
        ("KM2", 60, 30, "Ytan är 2,0 gånger så stor i Lund som i Francistown.",
         "The area is 2.0 times as large in Lund as in Francistown."),
        ("KM", 1000, 400, "Längden är 2,5 gånger så stor i Lund som i Francistown.",
         "The length is 2.5 times as great in Lund as in Francistown."),
        ("PER_100K_POP", 14.2, 11.1, "Värdet är 3,1 högre i Lund än i Francistown.",
         "The value is 3.1 higher in Lund than in Francistown."),
    ],
)  # fmt: skip
def test_the_words_of_a_difference_fit_what_is_measured(unit, a, b, sv, en):
    """A time is longer, an area larger, an amount larger; "per so many" does not part the words."""
    made = pair(side("a", {2022: a}, unit_measure=unit), side("b", {2022: b}, unit_measure=unit), "A")
    stage = comparison(result(made, unit=unit))
    assert tell_gap(stage.results[0].pairs[0], stage, SV) == sv
    assert tell_gap(stage.results[0].pairs[0], stage, EN) == en


@pytest.mark.parametrize(("a", "b", "off"), [(0.35, 0.14, True), (3.0, 1.5, False), (0.4, 0.04, True)])
def test_a_ratio_that_the_printed_values_do_not_give_says_so(a, b, off):
    """0.4 by 0.1 as printed is 4.0; what lies behind is 2.5."""
    made = pair(side("a", {2022: a}, unit_measure="UG_M3"), side("b", {2022: b}, unit_measure="UG_M3"), "A")
    stage = comparison(result(made, unit="UG_M3"))
    assert tell_gap(stage.results[0].pairs[0], stage, SV).endswith(", räknat före avrundning.") == off
    assert tell_gap(stage.results[0].pairs[0], stage, EN).endswith(", calculated before rounding.") == off


@pytest.mark.parametrize(
    ("movement", "sv", "en"),
    [
        ("together", "Värdena för Lund och Francistown har närmat sig varandra.",
         "The values of Lund and Francistown have come nearer each other."),
        ("apart", "Värdena för Lund och Francistown har rört sig längre från varandra.",
         "The values of Lund and Francistown have moved further apart."),
        ("not_assessed", "", ""),
    ],
)  # fmt: skip
def test_movement_is_told_only_where_it_is_assessed(movement, sv, en):
    """Nearer or further apart, without a word for good or bad."""
    stage = comparison(result(pair(side("a", {2019: 1.0}), side("b", {2019: 2.0}), movement=movement)))
    assert tell_movement(stage.results[0].pairs[0], stage, SV) == sv
    assert tell_movement(stage.results[0].pairs[0], stage, EN) == en


def test_uncertainty_forbids_higher_and_lower():
    """Where the interval of the difference holds zero there is no clear difference, in pair and headline."""
    made = pair(side("a", {2023: 10.0}), side("b", {2023: 12.0}), "A")
    stage = comparison(result(replace(made, gap=replace(made.gap, clear=False)), title=WOMEN))
    made = stage.results[0].pairs[0]
    assert tell_gap(made, stage, EN) == (
        "There is no clear difference when the uncertainty of the figures is counted in."
    )
    assert tell_gap(made, stage, SV) == "Det finns ingen säker skillnad när uppgifternas osäkerhet räknas in."
    assert tell_headline(stage.results[0], stage, SV).startswith("Kvinnor i fullmäktige: ingen säker skillnad, 10,0")


@pytest.mark.parametrize(("qualifier", "en", "sv"), [("<", "less than", "mindre än"), (">", "more than", "mer än")])
def test_a_limit_gives_no_difference(qualifier, en, sv):
    """A censored value is told as a limit, and nothing is subtracted from it."""
    made = pair(side("a", {2023: 95.0}, value_changes={"qualifier": qualifier}), side("b", {2023: 12.0}), "A")
    assert f"{en} 95.0% in Lund" in tell(made, EN)
    assert f"{sv} 95,0{GAP}% i Lund" in tell(made, SV)
    assert not DIFFERENCE.search(tell(made, EN))
    assert "a limit, not an exact value" in tell(made, EN)


def test_small_counts_give_no_difference_and_no_ratio():
    """Two deaths against four is no "twice as many"."""
    made = pair(side("a", {2023: 2}, unit_measure="PERSONS"), side("b", {2023: 40}, unit_measure="PERSONS"), "A")
    told = tell(made, SV, unit="PERSONS", persons=True)
    assert told == (
        f"Kvinnor i fullmäktige: färre än 5{GAP}personer i Lund (2023) och 40{GAP}personer i Francistown (2023). "
        "Ingen skillnad beräknas: minst en av uppgifterna gäller färre än fem personer."
    )
    stage = comparison(result(made, unit="PERSONS", persons=True, title=WOMEN))
    assert not DIFFERENCE.search(tell_headline(stage.results[0], stage, EN))


def test_a_missing_side_says_why():
    """A row without a number is told with its reason, and no difference."""
    lacking = side("a", {2022: math.nan}, value_changes={"obs_status": "Q"})
    made = pair(lacking, side("b", {2023: 12.0}), "E")
    assert tell(made, EN) == (
        "Women in the council: no figure for Lund (2022, suppressed by the source) and 12.0% in Francistown (2023)."
    )
    assert tell(made, SV).startswith(
        "Kvinnor i fullmäktige: uppgift saknas för Lund (2022, visas inte av källan) och 12,0"
    )


def test_old_and_indicative_figures_are_called_so():
    """The words stand at the number and after it."""
    made = pair(side("a", {2010: 46.2}), side("b", {2009: 25.0}, value_changes={"confidence": "low"}), "C", old=True)
    assert "25% in Francistown (2009, indicative)" in tell(made, EN)
    assert tell(made, EN).endswith("These are old figures.")
    assert tell(made, SV).endswith("Uppgifterna är gamla.")
    said = replace(made, grade=grade("C", Reason("age_of_figure", None, "old", number=2009)))
    assert tell(said, EN).endswith("but read this with caution: old figure, from 2009.")


def test_a_newer_value_than_the_matched_one_is_told():
    """The pair keeps its years, and the newer value is printed beside it."""
    newer = builders.value(52.0, 2026)
    made = pair(side("a", {2006: 46.2}, newest=newer), side("b", {2004: 25.0}), "B")
    assert tell(made, EN).endswith("A newer figure for Lund: 52.0% (2026).")
    assert tell(made, SV).endswith(f"En nyare uppgift för Lund: 52,0{GAP}% (2026).")


def test_cells_are_told_as_cells():
    """A cell is described at first and then located around its place."""
    made = pair(side("a", {2020: 2.0}, ref_area="CELL:a", unit_measure="UG_M3"),
                side("b", {2020: 1.5}, ref_area="CELL:b", unit_measure="UG_M3"), "A")  # fmt: skip
    assert tell(made, EN, unit="UG_M3").endswith(
        f"2.0{GAP}µg/m³ in a grid cell at Lund (2020) and 1.5{GAP}µg/m³ in a grid cell at Francistown (2020). "
        f"The value is 0.5{GAP}µg/m³ higher around Lund than around Francistown."
    )


def test_a_pair_of_one_sex_says_so():
    """No total is told where figures exist by sex only."""
    stage = comparison(result(pair(side("a", {2020: 84.5}, sex="F"), side("b", {2020: 66.0}, sex="F"))))
    assert tell_subject(stage.results[0].pairs[0], stage, SV) == "Andelen, kvinnor"
    one = one_sided("a", side("a", {2022: 77.0}))
    labelled = replace(
        one, known=one.known.model_copy(update={"label": Text(sv="kort utbildning", en="short schooling")})
    )
    assert tell_subject(labelled, stage, SV) == "Andelen, kort utbildning"


def test_a_title_about_one_sex_is_not_told_it_again():
    """Where an indicator asks for figures of one sex only, nothing needs to be told apart."""
    women = result(
        pair(side("a", {2018: 44.0}, sex="F"), side("b", {2018: 13.0}, sex="F")),
        ones=[one_sided("b", side("b", {2018: 25.0}, sex="F"))],
        title=WOMEN,
        pairs=(builders.candidate(sex="F"),),
    )
    stage = comparison(women)
    for thing in (*stage.results[0].pairs, *stage.results[0].one_sided):
        assert tell_subject(thing, stage, SV) == "Kvinnor i fullmäktige"
        assert tell_subject(thing, stage, EN) == "Women in the council"


def test_children_are_girls_and_boys():
    """An indicator about children has girls, whatever its age code."""
    made = pair(side("a", {2020: 98.0}, sex="F"), side("b", {2020: 21.5}, sex="F"))
    stage = comparison(result(made, children=True))
    assert tell_subject(stage.results[0].pairs[0], stage, SV) == "Andelen, flickor"
    assert tell_subject(stage.results[0].pairs[0], stage, EN) == "The share, girls"


def test_a_value_of_one_place_stands_alone_with_the_reason_of_the_other():
    """One city's value, and why the other has none."""
    stage = comparison(result(ones=[one_sided("b", side("b", {2014: 74.3}), old=True)], title=WOMEN))
    one = stage.results[0].one_sided[0]
    assert tell_one_sided(one, stage, EN) == (
        "Women in the council: 74.3% in Francistown (2014); Lund has no figure to set beside it (not published). "
        "This is an old figure."
    )
    assert tell_one_sided(one, stage, SV) == (
        f"Kvinnor i fullmäktige: 74,3{GAP}% i Francistown (2014). En motsvarande uppgift för Lund saknas (publiceras "
        "inte). Uppgiften är gammal."
    )


NUMBERS = [-12.5, -0.04, 0.0, 0.04, 0.06, 1.0, 2.25, 2.35, 5.7, 15.6, 98.96, 99.04, 1234.5]


def written(number: float, decimals: int = 1) -> Decimal:
    """A number rounded half up on paper, by another way than the project's."""
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(("language", "point", "than"), [(EN, ".", "than"), (SV, ",", "än")])
def test_every_difference_follows_from_the_frame(language, point, than):
    """For every two numbers: the higher is the higher one, the size is the unrounded difference, a tie is a tie."""
    for a, b in itertools.product(NUMBERS, repeat=2):
        stage = comparison(result(pair(side("a", {2023: a}), side("b", {2023: b}), "B")))
        told = tell_gap(stage.results[0].pairs[0], stage, language)
        found = re.search(rf"([\d.,{GAP}]+){GAP}procentenheter|([\d.,{GAP}]+){GAP}percentage points", told)
        if found is None:
            assert written(a) == written(b)
            continue
        order = re.search(rf"(Lund|Francistown) {than} \w+ (Lund|Francistown)", told).groups()
        assert order == (("Lund", "Francistown") if a > b else ("Francistown", "Lund"))
        size = Decimal((found[1] or found[2]).replace(point, ".").replace(",", "").replace(GAP, ""))
        exact = abs(Decimal(str(a)) - Decimal(str(b)))
        assert size == (written(exact) or Decimal("0.1"))
