"""Tables as a workbook: codes stay text, values numbers, nothing is run, and the same tables are the same bytes.

In: tables by sheet name, a language, a date. Out: the bytes of an XLSX file.
Never: a formula, a date made of a period, the time of the machine.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime

from compare.presentation.language import Language
from compare.presentation.tables_model import Cell, Table

_LONGEST_NAME = 31  #: letters of a sheet's name
_WIDEST = 60  #: letters that a column is made wide for


def write_workbook(tables: Mapping[str, Table], language: Language, made: date) -> bytes:
    """The workbook with one sheet for each table.

    Parameters
    ----------
    tables : mapping of str to Table
        Name of the sheet -> its table, in order.
    language : Language
        Of the file's own description.
    made : datetime.date
        The edition's date, which the file carries instead of the clock's.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        sheet = book.create_sheet(_sheet_name(name))
        kept = [index for index, column in enumerate(table.columns) if column.where != "page"]
        heads = [table.columns[index] for index in kept]
        rows = [[Cell(f"{head.head}, {head.unit}" if head.unit else head.head) for head in heads]]
        rows += [[row[index] for index in kept] for row in table.rows]
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row, start=1):
                _fill(sheet.cell(number, place), cell, bold=Font(bold=True) if number == 1 else None)
        sheet.freeze_panes = "B2"
        for place, letters in enumerate(_widths(rows)):
            sheet.column_dimensions[sheet.cell(1, place + 1).column_letter].width = letters
    moment = datetime(made.year, made.month, made.day)
    book.properties.created = book.properties.modified = moment
    book.properties.creator, book.properties.language = "compare", language.code
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue(), moment)


def _fill(target: object, cell: Cell, *, bold: object) -> None:
    if cell.number is not None:
        target.value = int(cell.number) if float(cell.number).is_integer() else cell.number
    elif cell.text:
        target.value = cell.text
        target.data_type = "s"  # text beginning with "=" would be kept as a formula
        target.number_format = "@"  # and a code is not guessed to be a number or a date when it is edited
    if bold is not None:
        target.font = bold


def _sheet_name(name: str) -> str:
    """A name that a workbook allows: no ``[ ] : * ? / \\`` and at most 31 letters."""
    allowed = "".join("-" if letter in "[]:*?/\\" else letter for letter in name)
    return allowed[:_LONGEST_NAME]


def _widths(rows: list[list[Cell]]) -> list[float]:
    longest = [max(len(cell.text) for cell in column) for column in zip(*rows, strict=True)]
    return [float(min(letters, _WIDEST) + 2) for letters in longest]


def _without_clock(content: bytes, moment: datetime) -> bytes:
    """The same archive, every part of it dated alike."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, _dated(old.read(name), name, moment))
    return packed.getvalue()


def _dated(part: bytes, name: str, moment: datetime) -> bytes:
    """openpyxl writes the time of saving into the properties whatever they said before."""
    if name != "docProps/core.xml":
        return part
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
