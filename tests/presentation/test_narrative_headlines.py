"""The headline is the finding; the line under it says what was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest
from narrative_stage import EN, GAP, SV, comparison, one_sided, pair, result, side

import builders
from compare.catalogue.models import Text
from compare.presentation.narrative import tell_headline, tell_measure

TITLE = Text(sv="Fint damm i luften", en="Fine dust in the air")


def headline(language, *pairs, ones=(), **changes):
    """The headline of one result."""
    made = result(*pairs, ones=ones, **{"title": TITLE, **changes})
    return tell_headline(made, comparison(made), language)


def both(a, b, unit_measure="PT", letter="B", level="city", **changes):
    """Two values of one year."""
    return pair(
        side("a", {2023: a}, unit_measure=unit_measure),
        side("b", {2023: b}, unit_measure=unit_measure),
        letter,
        level,
        **changes,
    )


@pytest.mark.parametrize(
    ("a", "b", "unit", "sv", "en"),
    [
        (5.7, 15.6, "UG_M3", "Fint damm i luften: 2,7 gånger så mycket i Francistown som i Lund",
         "Fine dust in the air: 2.7 times as much in Francistown as in Lund"),
        (9.7, 12.0, "UG_M3", f"Fint damm i luften: 9,7{GAP}µg/m³ i Lund och 12,0{GAP}µg/m³ i Francistown",
         f"Fine dust in the air: 9.7{GAP}µg/m³ in Lund and 12.0{GAP}µg/m³ in Francistown"),
        (132000, 55000, "PERSONS", "Fint damm i luften: 2,4 gånger så många i Lund som i Francistown",
         "Fine dust in the air: 2.4 times as many in Lund as in Francistown"),
        (2.0, 30.0, "PER_100K_POP", "Fint damm i luften: värdet är 15 gånger så högt i Francistown som i Lund",
         "Fine dust in the air: the rate is 15 times as high in Francistown as in Lund"),
        (10.0, 11.0, "PER_100K_POP",
         f"Fint damm i luften: 10,0{GAP}per 100{GAP}000 invånare i Lund och 11,0 i Francistown",
         f"Fine dust in the air: 10.0{GAP}per 100,000 inhabitants "
         "in Lund and 11.0 in Francistown"),
        (46.2, 25.0, "PT", f"Fint damm i luften: 46,2{GAP}% i Lund och 25,0{GAP}% i Francistown",
         "Fine dust in the air: 46.2% in Lund and 25.0% in Francistown"),
        (0.9, 0.4, "INDEX", "Fint damm i luften: 0,90 i Lund och 0,40 i Francistown",
         "Fine dust in the air: 0.90 in Lund and 0.40 in Francistown"),
        (98.96, 99.04, "PT", f"Fint damm i luften: 99,0{GAP}% både i Lund och i Francistown",
         "Fine dust in the air: 99.0% both in Lund and in Francistown"),
        (0.0, 0.04, "PT", f"Fint damm i luften: 0,0{GAP}% i Lund och mindre än 0,1{GAP}% i Francistown",
         "Fine dust in the air: 0.0% in Lund and less than 0.1% in Francistown"),
    ],
)  # fmt: skip
def test_a_comparable_pair_is_its_finding(a, b, unit, sv, en):
    """Times where the unit has a true zero and the ratio says something, else both numbers; ties as ties."""
    assert headline(SV, both(a, b, unit), unit=unit) == sv
    assert headline(EN, both(a, b, unit), unit=unit) == en


@pytest.mark.parametrize(
    ("letter", "sv", "en"),
    [("C", " – jämför med försiktighet", " – compare with caution"), ("E", " – inte jämförbara", " – not comparable")],
)
def test_what_needs_caution_is_said_in_the_headline(letter, sv, en):
    """Both numbers, no times, and the reservation."""
    assert headline(SV, both(5.7, 15.6, "UG_M3", letter), unit="UG_M3") == (
        f"Fint damm i luften: 5,7{GAP}µg/m³ i Lund och 15,6{GAP}µg/m³ i Francistown{sv}"
    )
    assert headline(EN, both(5.7, 15.6, "UG_M3", letter), unit="UG_M3").endswith(en)


def test_years_stand_in_the_headline_where_they_differ():
    """Two years at two numbers; an indicative value and old figures are called so."""
    made = pair(side("a", {2006: 46.2}), side("b", {2004: 25.0}, value_changes={"confidence": "low"}), "C", old=True)
    assert headline(EN, made) == (
        "Fine dust in the air: 46.2% in Lund (2006) and 25% in Francistown (2004, indicative)"
        " – compare with caution, old figures"
    )


def test_a_city_value_stands_above_a_pair_of_countries():
    """What one city knows comes before what two countries know."""
    countries = pair(side("a", {2023: 46.0}, ref_area="SWE"), side("b", {2023: 11.0}, ref_area="BWA"), "A", "country")
    one = one_sided("b", side("b", {2019: 25.0}))
    assert headline(EN, countries, ones=[one]) == (
        "Fine dust in the air: 25.0% in Francistown (2019), no figure for Lund"
    )
    assert headline(SV, countries, ones=[one]) == (
        f"Fint damm i luften: 25,0{GAP}% i Francistown (2019), uppgift saknas för Lund"
    )
    country = one_sided("b", side("b", {2019: 9.0}, ref_area="BWA"))
    assert headline(EN, countries, ones=[country]) == "Fine dust in the air: 46.0% in Sweden and 11.0% in Botswana"
    assert headline(EN, ones=[country]) == "Fine dust in the air: 9.0% in Botswana (2019), no figure for Sweden"
    cities = both(46.0, 25.0)
    assert headline(EN, cities, ones=[one]).startswith("Fine dust in the air: 46.0% in Lund and 25.0%")


def test_two_figures_of_different_kinds_are_not_compared():
    """Each city has a figure of its own, and they are not one measure."""
    ones = [one_sided("a", side("a", {2020: 1.0})), one_sided("b", side("b", {2019: 2.0}))]
    assert headline(EN, ones=ones) == (
        "Fine dust in the air: 1.0% in Lund (2020) and 2.0% in Francistown (2019), measured in different ways"
    )


def test_several_figures_of_one_place_are_told_apart_or_counted():
    """Women and men, or the catalogue's label; what nothing tells apart is counted."""
    sexes = [one_sided("a", side("a", {2017: x}, sex=sex)) for sex, x in (("F", 72.6), ("M", 66.5))]
    assert headline(EN, ones=sexes) == (
        "Fine dust in the air: women 72.6% and men 66.5% in Lund (2017), no figure for Francistown"
    )
    bare = [one_sided("a", side("a", {2022: x})) for x in (77.0, 86.0, 94.0)]
    assert headline(SV, ones=bare) == "Fint damm i luften: tre uppgifter för Lund, ingen för Francistown"
    mixed = [*bare, one_sided("b", side("b", {2022: 1.0}))]
    assert headline(EN, ones=mixed) == "Fine dust in the air: four figures, measured in different ways"
    labels = (Text(sv="kort utbildning", en="short schooling"), Text(sv="lång utbildning", en="long schooling"))
    told = [
        replace(one, known=one.known.model_copy(update={"label": label}))
        for one, label in zip(bare, labels, strict=False)
    ]
    assert headline(EN, ones=told) == (
        "Fine dust in the air: short schooling 77.0% and long schooling 86.0% in Lund (2022), no figure for Francistown"
    )


def test_what_the_title_says_is_not_said_again():
    """A sex that every figure is about, or a long unit, stands in the title and not at the number."""
    women = {"title": Text(sv="Kvinnor i nämnden", en="Women on the board"), "pairs": (builders.candidate(sex="F"),)}
    one = one_sided("b", side("b", {2018: 25.0}, sex="F"))
    assert headline(SV, ones=[one], **women) == (
        f"Kvinnor i nämnden: 25,0{GAP}% i Francistown (2018), uppgift saknas för Lund"
    )
    assert headline(EN, ones=[one], **women) == "Women on the board: 25.0% in Francistown (2018), no figure for Lund"
    cars = {"title": Text(sv="Bilar per 100 000 invånare", en="Cars per 100,000 inhabitants"), "unit": "PER_100K_POP"}
    one = one_sided("a", side("a", {2025: 348.0}, unit_measure="PER_100K_POP"))
    assert headline(SV, ones=[one], **cars) == (
        "Bilar per 100 000 invånare: 348,0 i Lund (2025), uppgift saknas för Francistown"
    )


def test_a_countrys_value_is_told_beside_the_city_that_is_asked():
    """The question to a city stands beside the city's name, in headline and section."""
    one = one_sided("b", side("b", {2019: 9.0}, ref_area="BWA"))
    asked = Text(sv="Hur många barn i Lund?", en="How many of Lund's children?")
    one = replace(one, known=one.known.model_copy(update={"question": asked}))
    assert headline(EN, ones=[one]) == "Fine dust in the air: 9.0% in Botswana (2019), no figure for Lund"
    assert headline(SV, ones=[one]).endswith("i Botswana (2019), uppgift saknas för Lund")


def test_pairs_by_sex_share_one_headline():
    """No total is averaged: women and men each have their numbers."""
    made = [
        pair(
            side("a", {2020: a}, ref_area="SWE", sex=sex), side("b", {2020: b}, ref_area="BWA", sex=sex), "A", "country"
        )
        for sex, a, b in (("F", 10.0, 5.0), ("M", 12.0, 30.0))
    ]
    assert headline(SV, *made) == (
        f"Fint damm i luften: kvinnor 10,0{GAP}% i Sverige och 5,0{GAP}% i Botswana; "
        f"män 12,0{GAP}% i Sverige och 30,0{GAP}% i Botswana"
    )


def test_nothing_known_is_said():
    """A question without a figure has a headline too."""
    question = {"question": TITLE, "ask": TITLE, "missing_a": "not_found", "missing_b": "not_found"}
    assert headline(EN, question=question, pairs=()) == "Fine dust in the air: no figure for either city"
    assert headline(SV, question=question, pairs=()) == "Fint damm i luften: uppgift saknas för båda städerna"


def test_the_measure_names_unit_areas_and_years():
    """One span where both have the same, one for each where they differ."""
    same = pair(side("a", {1998: 1.0, 2023: 2.0}, ref_area="SE-M"), side("b", {1998: 1.0, 2023: 2.0}), level="region")
    made = result(same)
    assert tell_measure(made, comparison(made), EN) == (
        "The share of something. Unit: per cent. Skåne and Francistown, 1998–2023."
    )
    made = result(pair(side("a", {2022: 1.0}), side("b", {2019: 1.0})))
    assert (
        tell_measure(made, comparison(made), SV)
        == "Andelen av något. Enhet: procent. Lund (2022) och Francistown (2019)."
    )


def test_the_measure_prints_whole_periods_in_brackets():
    """A long period by its own years; areas of the same years together; no year where none is stated."""
    undated = {"history_changes": {"time_period": "_U"}}
    made = result(
        pair(
            side("a", {2000: 1.0}, ref_area="CELL:a", **undated), side("b", {2000: 1.0}, ref_area="CELL:b", **undated)
        ),
        ones=[one_sided("b", side("b", {1953: 1.0}, history_changes={"time_period": "1921-01-01/P65Y"}))],
    )
    assert tell_measure(made, comparison(made), EN) == (
        "The share of something. Unit: per cent. A grid cell at Lund and a grid cell at Francistown (years not "
        "stated); Francistown (1921–1985)."
    )
    assert tell_measure(made, comparison(made), SV) == (
        "Andelen av något. Enhet: procent. En ruta vid Lund och en ruta vid Francistown (år anges inte); "
        "Francistown (1921–1985)."
    )


def test_a_unit_that_the_definition_names_is_not_named_again():
    """Nor is one of a yes or no."""
    definition = Text(sv="Vård i procent av utgifterna.", en="Care in per cent of expenditure.")
    made = result(both(1.0, 2.0), definition=definition)
    assert tell_measure(made, comparison(made), SV) == "Vård i procent av utgifterna. Lund och Francistown, 2023."
    assert tell_measure(made, comparison(made), EN) == "Care in per cent of expenditure. Lund and Francistown, 2023."
    made = result(both(1, 0, "YES_NO"), unit="YES_NO")
    assert tell_measure(made, comparison(made), EN) == "The share of something. Lund and Francistown, 2023."
