"""Small hand-made results, observations and catalogues for tests: every number is invented, none reaches the bundle."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from compare.catalogue.load import Catalogue
from compare.catalogue.models import Area, Conversion, Indicator, Text, Unit
from compare.catalogue.partnerships import Partnership
from compare.comparison import model
from compare.observations.frame import COLUMNS


def text(sv: str = "Svensk text.", en: str = "English text.") -> Text:
    """A two-language text."""
    return Text(sv=sv, en=en)


def value(number: float, year: int | None = 2023, **changes: object) -> model.Value:
    """One value of one year."""
    fields = {
        "obs_value": number, "time_period": str(year) if year else "_U", "reference_year": year, "unit_measure": "PT",
        "obs_status": "A", "qualifier": "", "lower": math.nan, "upper": math.nan, "confidence": "high",
        "comment_obs": "", "response_id": "transcribed:test",
    }
    return model.Value(**{**fields, **changes})


def side(place: str, ref_area: str, points: dict[int, float], **changes: object) -> model.Side:
    """A side with one value a year; the newest year is the matched one unless `value` is given."""
    history = pd.DataFrame(
        [
            {"ref_area": ref_area, "series": "test:S", "sex": "_T", "age": "_T", "freq": "A", "time_period": str(year),
             "obs_value": number, "unit_measure": "PT", "obs_status": "A" if number == number else "M", "qualifier": "",
             "lower": math.nan, "upper": math.nan, "sample_size": math.nan, "numerator": math.nan, "confidence": "high",
             "comment_obs": "", "response_id": "transcribed:test", "reference_year": year, "indicative": False}
            for year, number in sorted(points.items())
        ]
    )
    newest = value(points[max(points)], max(points)) if points else None
    fields = {"place": place, "ref_area": ref_area, "series": "test:S", "sex": "_T", "age": "_T", "history": history,
              "value": newest, "newest": newest}
    return model.Side(**{**fields, **changes})


def partnership() -> Partnership:
    """The smallest valid partnership."""
    return Partnership(
        id="lund-francistown", a="SE-1281", b="BW-FR", country_a="SWE", country_b="BWA",
        title=text("Lund och Francistown", "Lund and Francistown"), languages=("sv", "en"),
        publisher=text("Utgivaren", "The publisher"), contact="a@example.org",
        edition={"number": 1, "date": date(2026, 11, 25)}, themes=(),
    )


def indicator(**changes: object) -> Indicator:
    """The smallest valid indicator with one pair."""
    pair_side = {"series": "test:S", "ref_area": "SE-1281"}
    fields = {
        "id": "test-share", "goal": "11", "target": "11.6", "sdg_code": "11.6.2", "title": text("Andelen", "The share"),
        "definition": text("Andelen av något.", "The share of something."), "unit": "PT", "direction": "lower",
        "pairs": ({"a": pair_side, "b": {**pair_side, "ref_area": "BW-FR"}, "concept": 0, "measurement": 0, "base": 0,
                   "differs": text("Inget skiljer.", "Nothing differs.")},),
    }
    return Indicator(**{**fields, **changes})


def candidate(
    series_a: str = "test:S", area_a: str = "SE-1281", series_b: str = "test:S", area_b: str = "BW-FR",
    sex: str = "_T", **changes: object,
) -> dict[str, object]:
    """A candidate pair, judged 0 on all three dimensions unless `changes` say otherwise."""
    fields = {
        "a": {"series": series_a, "ref_area": area_a, "sex": sex},
        "b": {"series": series_b, "ref_area": area_b, "sex": sex},
        "concept": 0, "measurement": 0, "base": 0, "differs": text("Inget skiljer.", "Nothing differs."),
    }
    return {**fields, **changes}


def rows(
    ref_area: str, points: dict[int | str, float], series: str = "test:S", **changes: object
) -> list[dict[str, object]]:
    """Observations of one series of one area: period -> value. A NaN is a value that cannot exist."""
    made = []
    for period, number in points.items():
        spelled = str(period)
        freq = "_U" if spelled == "_U" else "Q" if "-Q" in spelled else "M" if spelled.count("-") == 1 else "A"
        fields = {
            **{column: math.nan if dtype == "float64" else "" for column, dtype in COLUMNS.items()},
            "ref_area": ref_area, "series": series, "sex": "_T", "age": "_T", "freq": freq, "time_period": spelled,
            "obs_value": number, "unit_measure": "PT", "obs_status": "A" if number == number else "M",
            "confidence": "high", "response_id": "transcribed:test",
        }
        made.append({**fields, **changes})
    return made


def frame(*lists: list[dict[str, object]]) -> pd.DataFrame:
    """Rows as a frame with the contract's columns and dtypes."""
    return pd.DataFrame([row for part in lists for row in part], columns=list(COLUMNS)).astype(COLUMNS)


def manifest(**kinds: str) -> pd.DataFrame:
    """One publication per name: ``test`` -> the response ``transcribed:test``, with its kind; a dataset by default."""
    return pd.DataFrame(
        [
            {"response_id": f"transcribed:{name}", "provider": "Office", "title": name, "release": "2024", "kind": kind}
            for name, kind in {"test": "dataset", **kinds}.items()
        ]
    )


#: code -> kind, place it stands for, width of a cell.
_AREAS = {
    "SE-1281": ("municipality", "SE-1281", None),
    "BW-FR": ("city", "BW-FR", None),
    "SWE": ("country", "SE-1281", None),
    "BWA": ("country", "BW-FR", None),
    "NAM": ("country", None, None),
    "SE-M": ("county", "SE-1281", None),
    "GDL-BWAr106": ("statistical_region", "BW-FR", None),
    "BW-NE": ("district", None, None),
    "GHSUC-699": ("urban_centre", "SE-1281", None),
    "GHSUC-859": ("urban_centre", "BW-FR", None),
    "GHSFUA-624": ("functional_area", "SE-1281", None),
    "GHSFUA-932": ("functional_area", "BW-FR", None),
    "CELL:small:a": ("cell", "SE-1281", 28),
    "CELL:small:b": ("cell", "BW-FR", 30),
    "CELL:wide:a": ("cell", "SE-1281", 83),
    "CELL:wide:b": ("cell", "BW-FR", 30.1),
    "CELL:unknown:b": ("cell", "BW-FR", None),
}


def area(code: str) -> Area:
    """One of the areas that tests use, by its code."""
    kind, stands_for, width = _AREAS[code]
    country = "SWE" if stands_for == "SE-1281" else "BWA"
    return Area(code=code, kind=kind, name=text(code, code), described=text(code, code), country=country,
                stands_for=stands_for, cell_width_km=width)


def unit(code: str = "PT", kind: str = "share", **changes: object) -> Unit:
    """A unit of measure."""
    return Unit(**{"code": code, "label": text(code, code), "ratio_scale": True, "kind": kind, **changes})


UNITS = {
    item.code: item
    for item in (
        unit(), unit("RATIO_0_1", maximum=1), unit("PP", "difference", ratio_scale=False), unit("PERSONS", "count"),
        unit("PER_100K_POP", "rate"), unit("KELVIN", "physical", ratio_scale=False), unit("UG_M3", "physical"),
        unit("CELSIUS", "physical", ratio_scale=False), unit("TONNES", "physical"), unit("KTONNES", "physical"),
    )
}
CONVERSIONS = tuple(
    Conversion(**{"from": start, "to": end, "factor": factor, "offset": offset})
    for start, end, factor, offset in (
        ("RATIO_0_1", "PT", 100, 0), ("KELVIN", "CELSIUS", 1, -273.15), ("TONNES", "KTONNES", 0.001, 0)
    )
)


def catalogue(*indicators: Indicator, **changes: object) -> Catalogue:
    """A catalogue with the tests' areas and units and some indicators."""
    fields = {
        "areas": {code: area(code) for code in _AREAS}, "units": UNITS, "conversions": CONVERSIONS,
        "indicators": {item.id: item for item in indicators},
    }
    return Catalogue(**{**fields, **changes})
