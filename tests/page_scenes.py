"""An invented comparison of two goals for the tests of pages; none of its numbers may reach the bundle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

import builders
from compare.catalogue.load import Catalogue
from compare.catalogue.mandates import Domain, MandateRole
from compare.catalogue.models import (
    Area,
    GoalTerm,
    KnownValue,
    OpenQuestion,
    Unit,
)
from compare.catalogue.partnerships import Fact, Partnership, ThemeTerm
from compare.comparison import model
from compare.presentation.language import speak
from compare.presentation.parts_links import Speaker

GOALS = {
    "5": GoalTerm(
        number="5", title=builders.text("Jämställdhet", "Gender equality"),
        question=builders.text("Har kvinnor och män samma makt?", "Do women & men have the same power?"),
        not_answered=builders.text("Hur arbetet delas.", "How work is shared."), colour="#FF3A21",
    ),
    "11": GoalTerm(
        number="11", title=builders.text("Hållbara städer", "Sustainable cities"),
        question=builders.text("Hur är luften?", "How is the air?"),
        not_answered=builders.text("Vad bostäder kostar.", "What housing costs."), colour="#FD9D24",
    ),
}  # fmt: skip
AREAS = {
    code: Area(code=code, kind=kind, name=builders.text(sv, en), described=builders.text(sv, en), country=country)
    for code, kind, sv, en, country in (
        ("SE-1281", "municipality", "Lund", "Lund", "SWE"),
        ("BW-FR", "city", "Francistown", "Francistown", "BWA"),
        ("SWE", "country", "Sverige", "Sweden", "SWE"),
        ("BWA", "country", "Botswana", "Botswana", "BWA"),
    )
}
UNITS = {
    code: Unit(code=code, label=builders.text(*label), short=builders.text(*short), ratio_scale=True, kind=kind,
               decimals=decimals)
    for code, label, short, kind, decimals in (
        ("PT", ("procent", "per cent"), ("%", "%"), "share", 1),
        ("PP", ("procentenheter", "percentage points"), ("procentenheter", "percentage points"), "difference", 1),
        ("UG_M3", ("mikrogram per kubikmeter", "micrograms per cubic metre"), ("µg/m³", "µg/m³"), "concentration", 1),
        ("PERSONS", ("personer", "persons"), ("personer", "persons"), "count", 0),
    )
}  # fmt: skip


def partnership() -> Partnership:
    """Two themes and two dated facts."""
    themes = (
        ThemeTerm(id="women", title=builders.text("Kvinnor i beslut", "Women in decisions"),
                  named=builders.text("Staden A sade så 2020.", "City A said so in 2020.")),
        ThemeTerm(id="climate", title=builders.text("Klimat", "Climate"),
                  named=builders.text("Staden B sade så 2024.", "City B said so in 2024.")),
    )  # fmt: skip
    history = (
        Fact(when="2019-12", text=builders.text("En grupp tillsattes.", "A group was set up."), url="https://www.a.example/x"),
        Fact(when="2024-05-13", text=builders.text("Ett besök gjordes.", "A visit was made."), url="https://b.example/y"),
    )
    return builders.partnership().model_copy(update={"themes": themes, "history": history})


def catalogue() -> Catalogue:
    """Four areas, three units, two goals, one domain."""
    role = MandateRole(
        country="SWE", role="decides", actor=builders.text("kommunen", "the municipality"), level="municipality",
        basis="An act",
    )  # fmt: skip
    domain = Domain(id="air", title=builders.text("Luft", "Air"), roles=(role,))
    return Catalogue(areas=dict(AREAS), units=dict(UNITS), goals=dict(GOALS), domains={"air": domain})


def side(place: str, area: str, points: dict[int, float], unit: str = "PT") -> model.Side:
    """A side whose newest value is the matched one, in a unit of its own."""
    made = builders.side(place, area, points)
    newest = replace(made.value, unit_measure=unit)
    return replace(made, history=made.history.assign(unit_measure=unit), value=newest, newest=newest)


def pair(
    indicator: str, a: model.Side, b: model.Side, letter: str, level: str, gap: model.Gap | None, rank: int = 0
) -> model.Pair:
    """A pair without reasons, whose trends are not assessed."""
    trend = model.Trend("not_assessed", "no_target")
    return model.Pair(
        indicator, rank, a, b, level, 0, model.Grade(letter, ()), gap, None, None, trend, trend,
        builders.text("Inget.", "Nothing."),
    )  # fmt: skip


def clean_air() -> model.IndicatorResult:
    """A pair of cities over years, graded B, with a country behind it and another candidate."""
    a = side("SE-1281", "SE-1281", {2019: 7.5, 2020: 7.0, 2021: 6.0, 2022: 5.75}, "UG_M3")
    b = side("BW-FR", "BW-FR", {2019: 16.0, 2020: 15.0, 2021: 16.5, 2022: 15.5}, "UG_M3")
    behind = side("BW-FR", "BWA", {2019: 18.0, 2020: 17.0, 2021: 18.5, 2022: 17.5}, "UG_M3")
    chosen = pair("clean-air", a, b, "B", "city", model.Gap(-9.75, "UG_M3", 0.371, "a"))
    other = pair("clean-air", a, b, "C", "city", None, rank=1)
    indicator = builders.indicator(
        id="clean-air", unit="UG_M3", title=builders.text("Fint damm", "Fine dust & soot"), domain="air",
        themes=("climate",), caveat=builders.text("Ett år till.", "One more year."),
    )  # fmt: skip
    return model.IndicatorResult(indicator, (chosen,), (other,), (), (behind,))


def women_in_council() -> model.IndicatorResult:
    """A pair of countries below a figure that only the second city has, with its question."""
    a, b = side("SE-1281", "SWE", {2023: 46.5}), side("BW-FR", "BWA", {2023: 11.5})
    chosen = pair("women-in-council", a, b, "B", "country", model.Gap(35.0, "PP", None, None))
    known = KnownValue(
        side="b", series="test:S", ref_area="BW-FR", missing="not_found",
        question=builders.text("Hur många kvinnor sitter i Lund?", "How many women sit in <Lund>?"),
        ask=builders.text("kommunkansliet", "the municipal office"),
    )  # fmt: skip
    own = side("BW-FR", "BW-FR", {2018: 25.0})
    trend = model.Trend("not_assessed", "too_few")
    one = model.OneSided("women-in-council", own, "b", known, model.Grade("N", ()), None, trend)
    indicator = builders.indicator(
        id="women-in-council", goal="5", target="5.5", sdg_code="5.5.1", sdg_match="official", direction="higher",
        title=builders.text("Kvinnor i fullmäktige", "Women in council"), themes=("women",),
    )  # fmt: skip
    return model.IndicatorResult(indicator, (chosen,), (), (one,), ())


def night_noise() -> model.IndicatorResult:
    """Nobody has a figure; there is a question."""
    question = OpenQuestion(
        question=builders.text("Hur många störs av buller?", "How many are disturbed by noise?"),
        ask=builders.text("miljökontoren", "the environment offices"), missing_a="not_found", missing_b="not_collected",
    )  # fmt: skip
    indicator = builders.indicator(
        id="night-noise", sdg_code=None, title=builders.text("Buller", "Noise"), pairs=(), question=question
    )
    return model.IndicatorResult(indicator, (), (), (), ())


def population() -> model.IndicatorResult:
    """A measure of the context."""
    a = side("SE-1281", "SE-1281", {2011: 110488, 2022: 127376}, "PERSONS")
    b = side("BW-FR", "BW-FR", {2011: 98961, 2022: 103417}, "PERSONS")
    chosen = pair("population", a, b, "B", "city", model.Gap(23959.0, "PERSONS", 1.2317, None))
    indicator = builders.indicator(
        id="population", goal="context", target=None, sdg_code=None, unit="PERSONS", direction="none",
        title=builders.text("Folkmängd", "Population"),
    )  # fmt: skip
    return model.IndicatorResult(indicator, (chosen,), (), (), ())


def comparison(*results: model.IndicatorResult) -> model.Comparison:
    """The whole, or only `results`."""
    chosen = results or (women_in_council(), clean_air(), night_noise(), population())
    manifest = pd.DataFrame(
        [{
            "response_id": "transcribed:test", "provider": "Invented office", "title": "Invented figures",
            "release": "2024", "published": "2024", "licence": "CC0", "licence_class": "open",
            "citation": "Invented office, Invented figures, 2024.", "via": "", "second_hand": "false",
            "source": "office", "kind": "register", "note": "",
        }]
    )  # fmt: skip
    return model.Comparison(partnership(), catalogue(), date(2026, 11, 25), tuple(chosen), pd.DataFrame(), manifest)


def speaker(language: str = "en", *results: model.IndicatorResult) -> Speaker:
    """The comparison told in one language."""
    return Speaker(comparison(*results), speak(language))
