"""SMHI's workbook made of a table in words, for the tests of its reading."""

from __future__ import annotations

import csv
import io
import re

from openpyxl import Workbook

from sources.recorded import read

ROWS = tuple(csv.reader(io.StringIO(read("smhi/workbook.csv").decode("utf-8"))))
#: Places in `ROWS`.
TITLE, UNIT, YEARS, HEADINGS, TOTAL = 0, 1, 3, 4, 7


def workbook(alter=len) -> bytes:
    """The recorded table as a workbook, its cells changed in place by `alter`."""
    rows = [[_typed(text) for text in row] for row in ROWS]
    alter(rows)
    book = Workbook()
    for row in rows:
        book.active.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _typed(text: str):
    if re.fullmatch(r"\d{4}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text or None
