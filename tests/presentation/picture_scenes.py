"""Invented results for the tests of pictures and tables; none of their numbers may reach the bundle."""

from __future__ import annotations

import math
from datetime import date
from types import SimpleNamespace

import pandas as pd

import builders
from compare.catalogue.models import Area, CandidatePair, KnownValue, Text, Unit
from compare.comparison import model

LEVELS = {"city": "city", "region": "region", "country": "country"}


def area(code: str, kind: str, sv: str, en: str, country: str, **more: object) -> Area:
    """An area with a short name in two languages."""
    return Area(code=code, kind=kind, name=Text(sv=sv, en=en), described=Text(sv=sv, en=en), country=country, **more)


AREAS = {
    item.code: item
    for item in (
        area("SE-1281", "municipality", "Lund", "Lund", "SWE"),
        area("BW-FR", "city", "Francistown", "Francistown", "BWA"),
        area("SE-M", "county", "Skåne", "Skåne", "SWE"),
        area("SWE", "country", "Sverige", "Sweden", "SWE"),
        area("BWA", "country", "Botswana", "Botswana", "BWA"),
        area("GHSUC-699", "urban_centre", "Lunds stadskärna", "Lund’s urban centre", "SWE"),
        area("GDL-BWAr106", "statistical_region", "Nordöstra Botswana med Francistown",
             "North-east Botswana with Francistown", "BWA"),
        area("CELL:wide", "cell", "En vid ruta", "A wide cell", "SWE", cell_width_km=50.0),
        area("CELL:small", "cell", "En liten ruta", "A small cell", "SWE", cell_width_km=25.0),
    )
}  # fmt: skip


def unit(code: str, sv: str, en: str, short_sv: str = "", short_en: str = "", **more: object) -> Unit:
    """A unit with labels in two languages."""
    short = Text(sv=short_sv, en=short_en) if short_sv else None
    fields = {"ratio_scale": True, "kind": "share", "decimals": 1, **more}
    return Unit(code=code, label=Text(sv=sv, en=en), short=short, **fields)


UNITS = {
    item.code: item
    for item in (
        unit("PT", "procent", "per cent", "%", "%"),
        unit("UG_M3", "mikrogram per kubikmeter", "micrograms per cubic metre", "µg/m³", "µg/m³", kind="concentration"),
        unit("PERSONS", "personer", "persons", "personer", "persons", kind="count", decimals=0),
        unit("YEARS", "år", "years", "år", "years", kind="years", minimum=0),
        unit("INDEX_0_1", "index mellan 0 och 1", "index between 0 and 1", ratio_scale=False, kind="index", decimals=3,
             minimum=0, maximum=1),
        unit("PT_YEAR", "procent per år", "per cent a year", "% per år", "% a year", ratio_scale=False, kind="growth"),
    )
}  # fmt: skip

CANDIDATE = CandidatePair(
    a={"series": "test:S", "ref_area": "SE-1281"}, b={"series": "test:S", "ref_area": "BW-FR"},
    concept=0, measurement=0, base=0, differs=builders.text(),
)  # fmt: skip


def catalogue() -> SimpleNamespace:
    """What presentation reads of a catalogue."""
    return SimpleNamespace(areas=AREAS, units=UNITS, goals={}, sources={}, indicators={}, targets={})


def history(points: dict[int, object], unit_code: str = "PT", **columns: object) -> pd.DataFrame:
    """A history; a value is a number, or a mapping of columns that differ from the ordinary."""
    rows = []
    for year, item in sorted(points.items()):
        cells = item if isinstance(item, dict) else {"obs_value": item}
        number = cells.get("obs_value", math.nan)
        row = {
            "ref_area": "", "series": "test:S", "sex": "_T", "age": "_T", "freq": "A", "time_period": str(year),
            "obs_value": number, "unit_measure": unit_code, "obs_status": "A" if number == number else "M",
            "qualifier": "", "lower": math.nan, "upper": math.nan, "sample_size": math.nan, "numerator": math.nan,
            "confidence": "high", "comment_obs": "", "response_id": "transcribed:test", "reference_year": year,
        }  # fmt: skip
        rows.append({**row, **columns, **cells})
    return pd.DataFrame(rows)


def side(
    place: str, ref_area: str, points: dict[int, object], *, unit_code: str = "PT", matched: int | None = None,
    sex: str = "_T", age: str = "_T", **columns: object,
) -> model.Side:  # fmt: skip
    """A side with a history; the newest figure is the matched one unless `matched` names its year."""
    frame = history(points, unit_code, ref_area=ref_area, sex=sex, age=age, **columns)
    made = builders.side(place, ref_area, {}, history=frame, sex=sex, age=age)
    from compare.presentation.history import list_values

    values = [value for value in list_values(made) if value.obs_value == value.obs_value]
    newest = values[-1] if values else None
    chosen = next((value for value in values if value.reference_year == matched), newest)
    return builders.side(place, ref_area, {}, history=frame, sex=sex, age=age, value=chosen, newest=newest)


def pair(a: model.Side, b: model.Side, letter: str = "B", level: str = "city") -> model.Pair:
    """A pair with a grade; it carries a difference only where the letter allows one."""
    grade = model.Grade(letter, ())
    both = a.value is not None and b.value is not None
    gap = model.Gap(a.value.obs_value - b.value.obs_value, "PP", None, None) if grade.allows_gap and both else None
    trend = model.Trend("not_assessed", "no_target")
    return model.Pair(
        "test-share", 0, a, b, level, 0, grade, gap, None, None, trend, trend, builders.text("Inget.", "Nothing.")
    )


def one_sided(which: str, known: model.Side, label: str = "", **changes: object) -> model.OneSided:
    """A figure that only one place has, with a label where the place has several."""
    entry = KnownValue(
        side=which, series="test:S", ref_area=known.ref_area, missing="not_published", question=builders.text(),
        ask=builders.text(), label=Text(sv=label, en=label) if label else None, **changes,
    )  # fmt: skip
    return model.OneSided("test-share", known, which, entry, model.Grade("N", ()), None, model.Trend("not_assessed"))


def result(
    *pairs: model.Pair | model.OneSided, references: tuple[model.Side, ...] = (), **changes: object
) -> model.IndicatorResult:
    """A result of pairs or of one-sided figures, of an indicator whose fields are `changes`."""
    known = tuple(item for item in pairs if isinstance(item, model.OneSided))
    both = tuple(item for item in pairs if isinstance(item, model.Pair))
    return model.IndicatorResult(builders.indicator(**changes), both, (), known, tuple(references))


def comparison(*results: model.IndicatorResult) -> model.Comparison:
    """A comparison that holds the results."""
    manifest = pd.DataFrame(
        [
            {
                "response_id": "transcribed:test", "provider": "Invented office", "title": "Invented figures",
                "release": "2024", "published": "2024", "licence": "CC0", "licence_class": "open",
                "citation": "Invented office, Invented figures, 2024.", "via": "", "second_hand": "false",
                "source": "office", "kind": "register", "note": "",
            }
        ]
    )  # fmt: skip
    return model.Comparison(
        builders.partnership(), catalogue(), date(2026, 11, 25), tuple(results), pd.DataFrame(), manifest
    )
