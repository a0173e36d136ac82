"""Invented results for the tests of sentences; none of their numbers may reach the bundle."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

import builders
from compare.catalogue.load import Catalogue
from compare.catalogue.mandates import Domain, MandateRole
from compare.catalogue.models import Area, KnownValue, TargetValue, Text, Unit
from compare.comparison import model
from compare.presentation.language import speak

SV, EN = speak("sv"), speak("en")
GAP = "\u00a0"

CATALOGUE = Path(__file__).parents[2] / "data" / "catalogue"


def area(code: str, kind: str, sv: str, en: str, country: str, described_sv: str = "", described_en: str = "", **more):
    """An area with its names in two languages."""
    described = Text(sv=described_sv or sv, en=described_en or en)
    return Area(code=code, kind=kind, name=Text(sv=sv, en=en), described=described, country=country, **more)


AREAS = (
    area("SE-1281", "municipality", "Lund", "Lund", "SWE", "Lunds kommun", "the municipality of Lund"),
    area("BW-FR", "city", "Francistown", "Francistown", "BWA", "staden Francistown", "the city of Francistown"),
    area("SE-M", "county", "Skåne", "Skåne", "SWE", "Skåne, regionen kring Lund", "Skåne, the region of Lund"),
    area("SWE", "country", "Sverige", "Sweden", "SWE", "hela Sverige", "the whole of Sweden"),
    area("BWA", "country", "Botswana", "Botswana", "BWA", "hela Botswana", "the whole of Botswana"),
    area("CELL:a", "cell", "Lund, ruta", "Lund, cell", "SWE", "en ruta vid Lund", "a grid cell at Lund",
         cell_width_km=28, stands_for="SE-1281"),
    area("CELL:b", "cell", "Francistown, ruta", "Francistown, cell", "BWA", "en ruta vid Francistown",
         "a grid cell at Francistown", cell_width_km=28, stands_for="BW-FR"),
    area("CELL:wide", "cell", "Lund, vid ruta", "Lund, wide cell", "SWE", "en vid ruta vid Lund",
         "a wide grid cell at Lund", cell_width_km=83, stands_for="SE-1281"),
)  # fmt: skip


def unit(code: str, sv: str, en: str, short_sv: str, short_en: str, kind: str, decimals: int, *, ratio: bool = True):
    """A unit; no short form where it is empty."""
    short = Text(sv=short_sv, en=short_en) if short_sv else None
    return Unit(code=code, label=Text(sv=sv, en=en), short=short, kind=kind, decimals=decimals, ratio_scale=ratio)


UNITS = (
    unit("PT", "procent", "per cent", "%", "%", "share", 1),
    unit("UG_M3", "mikrogram per kubikmeter", "micrograms per cubic metre", "µg/m³", "µg/m³", "physical", 1),
    unit("PERSONS", "personer", "persons", "personer", "persons", "count", 0),
    unit("PER_100K_POP", "per 100 000 invånare", "per 100,000 inhabitants", "per 100 000 invånare",
         "per 100,000 inhabitants", "rate", 1),
    unit("YES_NO", "ja (1) eller nej (0)", "yes (1) or no (0)", "", "", "flag", 0, ratio=False),
    unit("MINUTES", "minuter", "minutes", "min", "min", "duration", 1),
    unit("YEARS", "år", "years", "år", "years", "years", 1),
    unit("USD", "US-dollar", "US dollars", "US-dollar", "US dollars", "money", 0),
    unit("KM2", "kvadratkilometer", "square kilometres", "km²", "km²", "physical", 0),
    unit("KM", "kilometer", "kilometres", "km", "km", "physical", 0),
    unit("CEL", "grader Celsius", "degrees Celsius", "°C", "°C", "temperature", 1, ratio=False),
    unit("INDEX", "index", "index", "", "", "index", 2, ratio=False),
)  # fmt: skip


def role(country: str, name: str, level: str | None) -> MandateRole:
    """Who has a role; not verified where there is no level."""
    actor = None if level is None else Text(sv=f"aktör {country}", en=f"actor {country}")
    return MandateRole(country=country, role=name, actor=actor, level=level, basis="" if level is None else "Act 1 §")


DOMAINS = (
    Domain(
        id="air", title=builders.text(), roles=(role("SWE", "decides", "municipality"), role("BWA", "decides", None))
    ),
    Domain(id="army", title=builders.text(), roles=(role("SWE", "decides", "state"), role("BWA", "decides", "state"))),
)


def catalogue(**changes) -> Catalogue:
    """The areas, units and domains that the tests speak of."""
    fields = {
        "areas": {item.code: item for item in AREAS},
        "units": {item.code: item for item in UNITS},
        "domains": {item.id: item for item in DOMAINS},
    }
    return Catalogue(**{**fields, **changes})


def side(which: str, points: dict[int, float], *, ref_area: str = "", unit_measure: str = "PT", **changes):
    """One side of a pair; the value may be changed by `value_changes`, the side by the rest."""
    place = {"a": "SE-1281", "b": "BW-FR"}[which]
    value_changes = {"unit_measure": unit_measure, **changes.pop("value_changes", {})}
    made = builders.side(place, ref_area or place, points)
    history = made.history.assign(**{"unit_measure": unit_measure, **changes.pop("history_changes", {})})
    value = None if made.value is None else replace(made.value, **value_changes)
    return replace(made, **{"history": history, "value": value, "newest": value, **changes})


NO_TREND = model.Trend("not_assessed", "too_few")


def grade(letter: str, *reasons: model.Reason) -> model.Grade:
    """A grade with its reasons."""
    return model.Grade(letter, reasons)


def pair(a: model.Side, b: model.Side, letter: str = "B", level: str = "city", **changes) -> model.Pair:
    """A pair whose gap is computed as the comparison does: a minus b, a ratio where there is a true zero."""
    gap = None
    numbers = [item.value.obs_value if item.value else math.nan for item in (a, b)]
    if letter in "ABC" and not any(math.isnan(number) for number in numbers):
        shares = a.value.unit_measure == "PT"
        ratio = None if shares or numbers[1] == 0 or a.value.unit_measure == "INDEX" else numbers[0] / numbers[1]
        gap = model.Gap(numbers[0] - numbers[1], "PP" if shares else a.value.unit_measure, ratio, None)
    fields = {
        "indicator": "test-share", "rank": 0, "a": a, "b": b, "level": level, "period_gap": 0, "grade": grade(letter),
        "gap": gap, "distance_a": None, "distance_b": None, "trend_a": NO_TREND, "trend_b": NO_TREND,
        "differs": Text(sv="Stationerna skiljer sig.", en="The stations differ."),
    }  # fmt: skip
    return model.Pair(**{**fields, **changes})


def one_sided(which: str, made: model.Side, missing: str = "not_published", **changes) -> model.OneSided:
    """A value that only one place has."""
    known = KnownValue(
        side=which, series="test:S", ref_area=made.ref_area, missing=missing,
        question=Text(sv="Hur många?", en="How many?"), ask=Text(sv="Byrån", en="The office"),
    )  # fmt: skip
    fields = {
        "indicator": "test-share", "side": made, "which": which, "known": known,
        "grade": grade("N", model.Reason("level", None, "one_sided")), "distance": None, "trend": NO_TREND,
    }  # fmt: skip
    return model.OneSided(**{**fields, **changes})


def result(*pairs: model.Pair, ones=(), references=(), indicator_id: str = "test-share", **changes):
    """A result with these pairs; other changes are the indicator's."""
    indicator = builders.indicator(id=indicator_id, **changes)
    moved = tuple(replace(item, indicator=indicator_id) for item in pairs)
    return model.IndicatorResult(
        indicator, moved, (), tuple(replace(item, indicator=indicator_id) for item in ones), tuple(references)
    )


def comparison(*results: model.IndicatorResult, manifest: pd.DataFrame | None = None) -> model.Comparison:
    """A comparison of these results."""
    return model.Comparison(
        builders.partnership(),
        catalogue(),
        date(2026, 11, 25),
        tuple(results),
        pd.DataFrame(),
        pd.DataFrame({"response_id": []}) if manifest is None else manifest,
    )


def target(value: float, year: int | None, *, sdg: bool = False) -> TargetValue:
    """A number to reach."""
    return TargetValue(value=value, year=year, sdg=sdg, origin=Text(sv="WHO:s riktvärde", en="WHO guideline"))
