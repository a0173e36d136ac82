"""How large the two places are, in words: inhabitants with their year, the area of the outline, a map's text.

In: a `Comparison`, the outlines of its places, a language. Out: `PlaceFacts`, `find_facts`, `tell_population`,
`tell_size`, `tell_town`, `tell_map`, `tell_credits`.
Never: a number that is neither an observation nor a published identity of the area; a distance measured on an outline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.comparison.model import Comparison, Value
from compare.observations.units import convert
from compare.presentation.language import Language
from compare.presentation.narrative_values import describe_area, is_missing, name_area, tell_number, tell_period
from compare.sources.boundaries import Outline
from compare.sources.snapshot import PREFIX

#: The indicator of the catalogue that counts inhabitants, and the unit that areas are told in.
POPULATION = "population"
AREA_UNIT = "KM2"


@dataclass(frozen=True)
class PlaceFacts:
    """What is known of the size of one place."""

    which: str  #: "a" or "b"
    ref_area: str
    population: Value | None  #: the newest
    area: float | None  #: square kilometres, of the outline where it has a figure, else as the area is known by
    area_source: str  #: `response_id` of the area


def find_facts(comparison: Comparison, outlines: Sequence[Outline]) -> tuple[PlaceFacts, PlaceFacts]:
    """The facts of both places, from the observations."""
    a, b = (_find_facts(which, comparison, outlines) for which in ("a", "b"))
    return a, b


def tell_population(facts: PlaceFacts, comparison: Comparison, language: Language) -> str:
    """``131,590 inhabitants, 2024``; why there is none where there is none."""
    value = facts.population
    if value is None:
        return language.text("no figure for inhabitants")
    if is_missing(value):
        return tell_number(value, comparison, language)
    return language.text(
        "{number} inhabitants, {year}",
        number=language.number(value.obs_value, 0), year=tell_period(value, comparison, language),
    )  # fmt: skip


def tell_size(facts: PlaceFacts, comparison: Comparison, language: Language) -> str:
    """``about 441 km²``: to whole kilometres, since the outline is coarse."""
    if facts.area is None:
        return language.text("no figure for the area")
    unit = comparison.catalogue.units[AREA_UNIT]
    return language.text("about {area}", area=language.quantity(facts.area, unit, 0))


def tell_town(ref_area: str, comparison: Comparison, language: Language) -> str:
    """The town inside a larger area: "the town of Lund"."""
    return language.text("the town of {place}", place=name_area(ref_area, comparison, language))


def tell_map(comparison: Comparison, language: Language, outlines: Sequence[Outline]) -> str:
    """The alternative text of the map."""
    told = [language.text("Map: the outlines of both places at one scale, north up.")]
    towns = {outline.ref_area for outline in outlines if outline.part == "town"}
    for facts in find_facts(comparison, outlines):
        parts = [tell_population(facts, comparison, language), tell_size(facts, comparison, language)]
        name = language.capital(describe_area(facts.ref_area, comparison, language))
        told.append(f"{name}: {'; '.join(parts)}.")
        if facts.ref_area in towns:
            town = tell_town(facts.ref_area, comparison, language)
            told.append(language.text("Inside it, {town} is filled.", town=town))
    return " ".join(told)


def tell_credits(comparison: Comparison, language: Language, outlines: Sequence[Outline]) -> list[str]:
    """For each outline of the two places: whose it is, and under which terms."""
    places = (comparison.partnership.a, comparison.partnership.b)
    told = []
    for outline in sorted(outlines, key=lambda item: (item.part == "town", item.ref_area != comparison.partnership.a)):
        if outline.ref_area not in places:
            continue
        tell = tell_town if outline.part == "town" else describe_area
        what = language.capital(tell(outline.ref_area, comparison, language))
        terms = outline.licence
        if outline.licence_class == "not_read":
            terms = language.text("probably {licence}, but the terms have not been read", licence=outline.licence)
        told.append(f"{what}: {outline.credit}; {terms}.")
    return told


def _find_facts(which: str, comparison: Comparison, outlines: Sequence[Outline]) -> PlaceFacts:
    code = getattr(comparison.partnership, which)
    area, source = _find_area(code, comparison, outlines)
    return PlaceFacts(which, code, _find_population(code, comparison), area, source)


def _find_population(code: str, comparison: Comparison) -> Value | None:
    """The newest value of the place itself among the pairs of the catalogue's indicator."""
    found = (result for result in comparison.results if result.indicator.id == POPULATION)
    for result in found:
        for pair in (*result.pairs, *result.also_known):
            for side in (pair.a, pair.b):
                if side.ref_area == code and side.newest is not None:
                    return side.newest
    return None


def _find_area(code: str, comparison: Comparison, outlines: Sequence[Outline]) -> tuple[float | None, str]:
    """The area that came with the outline; else the area that the place is known by; with its publication."""
    sources = [f"{PREFIX}{item.publication}" for item in outlines if item.ref_area == code and item.part == "whole"]
    frame = comparison.observations
    if len(frame):
        catalogue = comparison.catalogue
        convertible = {item.from_unit for item in catalogue.conversions if item.to == AREA_UNIT} | {AREA_UNIT}
        own = frame[(frame["ref_area"] == code) & frame["response_id"].isin(sources)]
        rows = own[own["unit_measure"].isin(convertible)]
        if len(rows):
            row = convert(rows, AREA_UNIT, catalogue).iloc[0]
            return float(row["obs_value"]), str(row["response_id"])
    identity = comparison.catalogue.areas[code].identity
    if identity.area_km2 is None:
        return None, ""
    return identity.area_km2, f"{PREFIX}{identity.publication}" if identity.publication else ""
