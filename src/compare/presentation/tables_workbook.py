"""Tables as a workbook: codes stay text, values numbers, nothing is run, and the same tables are the same bytes.

In: tables by sheet name, notes, a language, a date. Out: `write_workbook`, `Note`, `show_decimals`.
Never: a formula, a number rounded, a value that is not nought shown as nought, the time of the machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from compare.presentation.language import Language, round_half_up
from compare.presentation.tables_model import Cell, Table
from compare.presentation.tables_ooxml import Content, Look, Sheet, pack

_LONGEST_NAME = 31  #: letters of a sheet's name
_WIDEST = 60  #: letters that a column is made wide for
_NOTE_WIDTHS = (44.0, 80.0, 34.0, 44.0)


@dataclass(frozen=True)
class Note:
    """One row of the sheet of notes."""

    cells: tuple[str, ...]
    look: Look = "note"


def write_workbook(
    tables: Mapping[str, Table], language: Language, made: date, *, notes: Sequence[Note] = (), title: str = "",
    author: str = "",
) -> bytes:  # fmt: skip
    """The workbook with one sheet for each table, after the notes where there are any.

    Parameters
    ----------
    tables : mapping of str to Table
        Name of the sheet -> its table, in order.
    language : Language
        Of the file.
    made : datetime.date
        The day as of which the figures are held, which the file carries instead of the clock's.
    notes : sequence of Note
        What the file is, how to open it, whose figures it holds.
    title, author : str
        What the file says of itself.
    """
    sheets = [_draw_notes(notes, language)] if notes else []
    sheets += [_draw_table(name, table) for name, table in tables.items()]
    return pack(sheets, title=title, author=author, language=language.code, made=made)


@lru_cache(maxsize=4096)
def show_decimals(value: float, decimals: int | None, limit: str = "") -> str:
    """The format that shows a number with the decimals that the pages print; the number itself stays whole.

    A value too small for them gets as many as its first digit needs. `limit` is ``<`` or ``>`` before a censored value.

    Examples
    --------
    >>> show_decimals(47.7, 1), show_decimals(0.04, 1), show_decimals(5.0, 0, "<"), show_decimals(2024.0, None)
    ('#,##0.0', '#,##0.00', '"<"#,##0', '')
    """
    if decimals is None:
        return ""
    if value and abs(value) < 1 and round_half_up(value, decimals) == 0:
        decimals = -math.floor(math.log10(abs(value)))
    return (f'"{limit}"' if limit else "") + "#,##0" + ("." + "0" * decimals if decimals > 0 else "")


def _draw_notes(notes: Sequence[Note], language: Language) -> Sheet:
    rows = [[(words, note.look) if words else None for words in note.cells] for note in notes]
    return Sheet(language.text("Read me"), rows, _NOTE_WIDTHS, has_heads=False)


def _draw_table(name: str, table: Table) -> Sheet:
    kept = [index for index, column in enumerate(table.columns) if column.where != "page"]
    columns = [table.columns[index] for index in kept]
    heads = [f"{column.head}, {column.unit}" if column.unit else column.head for column in columns]
    rows: list[Sequence[Content]] = [[(head, "head") for head in heads]]
    rows += [[_content(row[index]) for index in kept] for row in table.rows]
    # Many cells of a column say the same: the set leaves few texts to measure.
    widths = [_measure(head, {row[index].text for row in table.rows}) for head, index in zip(heads, kept, strict=True)]
    return Sheet(_sheet_name(name), rows, widths)


def _content(cell: Cell) -> Content:
    number = cell.number
    if number is not None:
        return number, show_decimals(number, cell.decimals, cell.limit)
    return (cell.text, "text") if cell.text else None


def _sheet_name(name: str) -> str:
    """A name that a workbook allows: no ``[ ] : * ? / \\`` and at most 31 letters."""
    allowed = "".join("-" if letter in "[]:*?/\\" else letter for letter in name)
    return allowed[:_LONGEST_NAME].strip("'")


def _measure(head: str, texts: Iterable[str]) -> float:
    """How wide a column is made: for its longest cell, a long head breaks over lines."""
    longest = max((len(text) for text in texts), default=0)
    return float(min(max(longest, min(len(head), 18), 6), _WIDEST) + 2)
