"""Observations made for tests, one a call."""

from __future__ import annotations

import math

import pandas as pd

from compare.observations.frame import COLUMNS

NAN = math.nan


def row(series: str, ref_area: str, period: str, value: float, **changes: object) -> dict[str, object]:
    """One observation, valid as it is."""
    return {
        "ref_area": ref_area, "series": series, "sex": "_T", "age": "_T", "freq": "A", "time_period": period,
        "obs_value": value, "unit_measure": "PT", "obs_status": "A" if value == value else "O", "qualifier": "",
        "lower": NAN, "upper": NAN, "sample_size": NAN, "numerator": NAN, "confidence": "high", "comment_obs": "",
        "response_id": "transcribed:test",
    } | changes  # fmt: skip


def line(series: str, ref_area: str, values: dict[int, float], **changes: object) -> list[dict[str, object]]:
    """One observation a year."""
    return [row(series, ref_area, str(year), value, **changes) for year, value in values.items()]


def frame(*rows: dict[str, object]) -> pd.DataFrame:
    """The rows as observations."""
    made = pd.DataFrame(list(rows), columns=list(COLUMNS))
    return made.astype({name: ("float64" if kind == "float64" else "str") for name, kind in COLUMNS.items()})
