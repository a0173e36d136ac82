"""The layout of SMHI's emissions workbook: title, unit, a row of years, a row of headings, one line an area and sector.

In: the bytes of a workbook. Out: `Workbook`, whose columns were found by their headings.
Never: a year taken from the place of its column, a text read as a number, more unpacked than a workbook may hold.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from compare.sources import asking

#: What a column of names says where a line adds up all of its kind.
ALL = "Alla"
HEADINGS = ("Huvudsektor", "Undersektor", "Län", "Kommun")
#: Rows in which the headings must have come.
_DEEPEST = 15
_UNIT = re.compile(r"Enhet:\s*ton(\s+CO2-ekv\.?)?\s*/\s*år")
_TITLE = "Emissioner av"
#: Bytes of a workbook once unpacked.
_LARGEST = 256 * 1024 * 1024
#: What a library of workbooks raises over a body that is none, or a damaged one.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, IndexError, ValueError, TypeError, AttributeError, EOFError,
    OSError,
)  # fmt: skip

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Line:
    """One line: sector, subsector, county, municipality, and a value for each year."""

    row: int  #: in the sheet, from 1
    sector: str
    subsector: str
    county: str
    municipality: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Workbook:
    """The first sheet of a workbook."""

    title: str
    years: tuple[int, ...]
    lines: tuple[Line, ...]


def read_workbook(source: str, body: bytes) -> Workbook:
    """The workbook, if it has the known layout.

    Raises
    ------
    FormatError
        It is no workbook, or a heading, the unit or a value is not as known; the place is named.
    """
    rows = _list_rows(source, body)
    head = _take_head(source, rows)
    title = _find_text(source, head, lambda text: text.startswith(_TITLE), f"a title, “{_TITLE} …”")
    _find_text(source, head, lambda text: bool(_UNIT.fullmatch(text)), "the unit, “Enhet: ton/år”")
    years = _read_years(source, head)
    lines = tuple(_read_lines(source, rows, len(head) + 1, years))
    if not lines:
        raise asking.malformed(source, "the sheet", "no line under the headings", "a line for each area and sector")
    return Workbook(title, years, lines)


def _list_rows(source: str, body: bytes) -> Iterator[Row]:
    """The rows of the first sheet, one after the other."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > _LARGEST:
            raise asking.malformed(source, "the workbook", f"{size} bytes unpacked", f"at most {_LARGEST}")
        sheet = load_workbook(io.BytesIO(body), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        yield from sheet.iter_rows(values_only=True)
    except _BROKEN as error:
        raise asking.malformed(source, "the whole body", body[:30], "a workbook (xlsx)") from error


def _take_head(source: str, rows: Iterator[Row]) -> list[Row]:
    """All rows down to the one with the headings, which is the last."""
    head: list[Row] = []
    for row in rows:
        head.append(row)
        named = [str(cell).strip() for cell in row if cell is not None]
        if set(HEADINGS) <= set(named):
            found = tuple("" if cell is None else str(cell).strip() for cell in row[: len(HEADINGS)])
            if found != HEADINGS:
                raise asking.malformed(source, f"row {len(head)}", found, f"the headings {HEADINGS} in this order")
            return head
        if len(head) == _DEEPEST:
            break
    raise asking.malformed(source, f"the first {len(head)} rows", "no headings", f"a row with {', '.join(HEADINGS)}")


def _find_text(source: str, head: Sequence[Row], fits: Callable[[str], bool], expected: str) -> str:
    """The one text above the headings that fits."""
    texts = [cell.strip() for row in head[:-1] for cell in row if isinstance(cell, str) and cell.strip()]
    found = next((text for text in texts if fits(text)), None)
    if found is None:
        raise asking.malformed(source, "the rows above the headings", texts, expected)
    return found


def _read_years(source: str, head: Sequence[Row]) -> tuple[int, ...]:
    """The year of each column after the headings: in the row above them or in theirs, rising, none left out."""
    named, where = head[-1][len(HEADINGS) :], f"row {len(head)}"
    if all(cell in (None, "") for cell in named) and len(head) > 1:
        named, where = head[-2][len(HEADINGS) :], f"row {len(head) - 1}"
    cells = list(named)
    while cells and cells[-1] in (None, ""):
        cells.pop()
    years = tuple(_read_year(cell) for cell in cells)
    if not years or None in years or list(years) != sorted(set(years)):
        raise asking.malformed(source, where, cells, "a year over each column, rising from left to right")
    return tuple(year for year in years if year is not None)


def _read_year(cell: Any) -> int | None:
    text = str(cell).strip().removesuffix(".0")
    return int(text) if re.fullmatch(r"(19|20)\d{2}", text) else None


def _read_lines(source: str, rows: Iterator[Row], first: int, years: Sequence[int]) -> Iterator[Line]:
    """The lines under the headings; an empty row is passed over."""
    for number, row in enumerate(rows, start=first):
        if all(cell in (None, "") for cell in row):
            continue
        names = [str(cell).strip() if isinstance(cell, str) else "" for cell in row[: len(HEADINGS)]]
        cells = [*row[len(HEADINGS) :], *[None] * len(years)]  # empty cells at the end of a row are often left out
        if len(names) < len(HEADINGS) or "" in names or any(cell not in (None, "") for cell in cells[len(years) :]):
            raise asking.malformed(source, f"row {number}", row, f"four names and at most {len(years)} values")
        values = tuple(_read_value(source, cell, f"row {number}") for cell in cells[: len(years)])
        yield Line(number, *names, values)


def _read_value(source: str, cell: Any, where: str) -> float | None:
    """A number; an empty cell is an empty value."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise asking.malformed(source, where, cell, "a number or an empty cell")
    return float(cell)
