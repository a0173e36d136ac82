"""The bundled figures as text, read once for all tests that ask them."""

from __future__ import annotations

import csv
from functools import cache

from compare.home import data_folder


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Every row of one file of the snapshot, cell by cell as written."""
    with (data_folder() / "snapshot" / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def observations() -> dict[tuple[str, str, str, str, str], dict[str, str]]:
    """Observations by their key: ref_area, series, sex, age, time_period."""
    return {
        (row["ref_area"], row["series"], row["sex"], row["age"], row["time_period"]): row
        for row in table("observations.csv")
    }
