"""Small hand-made results for tests: every number is invented, none may reach the bundle."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from compare.catalogue.models import Indicator, Partnership, Text
from compare.comparison import model


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
             "comment_obs": "", "response_id": "transcribed:test", "reference_year": year}
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
        edition={"number": 1, "date": date(2026, 11, 25), "status": "draft"}, themes=(),
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
