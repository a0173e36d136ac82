"""Tables as CSV, for machines and for spreadsheets, safe to open in either.

In: a `Table`, a language or none. Out: text; the caller writes it as UTF-8.
Never: text that a spreadsheet runs as a formula, a negative number turned into text, a rounded number.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from functools import lru_cache

from compare.presentation.language import Language
from compare.presentation.tables_model import Cell, Column, Table

BYTE_ORDER_MARK = "\ufeff"
#: What a spreadsheet takes for the beginning of a formula; also in the wide letters of East Asian sets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")
#: The same behind a separator: a spreadsheet that is set to another one would begin a cell there. A number may stay.
_INSIDE = re.compile(r"(?<=[;,\t])(?=[=@]|[+-](?!\d+(?:[.,]\d+)?(?:[;,\s]|$)))")


def write_csv(table: Table, language: Language | None) -> str:
    """The table as CSV; see `Table.csv`."""
    comma = language is not None and "," in language.number(0.5, 1)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";" if comma else ",", lineterminator="\n" if language is None else "\r\n")
    kept = [column.where != "page" for column in table.columns]
    columns = [column for column, keep in zip(table.columns, kept, strict=True) if keep]
    heads = [f"{column.head}, {column.unit}" if column.unit else column.head for column in columns]
    writer.writerow([defuse(head) for head in ([column.key for column in columns] if language is None else heads)])
    for row in table.rows:
        cells = [cell for cell, keep in zip(row, kept, strict=True) if keep]
        pairs = zip(columns, cells, strict=True)
        writer.writerow([_write(column, cell, comma, language is None) for column, cell in pairs])
    return (BYTE_ORDER_MARK if language is not None else "") + stream.getvalue()


def defuse(text: str) -> str:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it; other text as it is.

    That is the way that OWASP documents; cells that hold separators are quoted by the writer.

    Examples
    --------
    >>> defuse("=SUM(A1:A9)"), defuse("-2.5"), defuse("Lund")
    ("'=SUM(A1:A9)", '-2.5', 'Lund')
    """
    if text.startswith(_FORMULA) and not _NUMBER.match(text):
        text = f"'{text}"
    return _INSIDE.sub("'", text) if ";" in text or "," in text or "\t" in text else text


def plain_number(value: float) -> str:
    """A number with all its digits and no exponent, so that it reads back as the same number.

    Examples
    --------
    >>> plain_number(2.25), plain_number(116200.0), plain_number(-0.0), plain_number(1e-7)
    ('2.25', '116200', '0', '0.0000001')
    """
    digits = repr(float(value))
    if "e" in digits:
        digits = format(Decimal(digits), "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def _write(column: Column, cell: Cell, comma: bool, machine: bool) -> str:
    if cell.number is not None:
        digits = plain_number(cell.number)
        return digits.replace(".", ",") if comma else digits
    if machine and (column.kind == "number" or (column.kind == "code" and cell.missing)):
        return ""  # a program finds numbers and codes only; a person finds the reason why there is none
    return _write_text(cell.text)


@lru_cache(maxsize=16_384)  # few texts stand in many rows
def _write_text(text: str) -> str:
    return defuse(text.replace("\r\n", "\n").replace("\r", "\n"))
