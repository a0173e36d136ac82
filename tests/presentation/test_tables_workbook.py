"""Workbooks: codes are text, values numbers, nothing is a formula or a date, and no clock is inside."""

from __future__ import annotations

import io
import time
from datetime import date

import openpyxl

from compare.presentation.language import speak
from compare.presentation.tables import Cell, Column, Table
from compare.presentation.tables_workbook import write_workbook

DAY = date(2026, 11, 25)
COLUMNS = (
    Column("code", "Kod", "code"), Column("a", "Lund", "number", unit="%"), Column("page", "Sidan", where="page"),
)  # fmt: skip


def table(*rows):
    """A small table."""
    return Table("What it is", COLUMNS, tuple(rows))


def read(*rows, name="Data"):
    """The sheet as a program reads it back."""
    content = write_workbook({name: table(*rows)}, speak("sv"), DAY)
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_codes_are_text_and_values_numbers():
    """0180 keeps its zero, 5-9 is no date, 1E5 no number, −2.5 a number."""
    codes = ["0180", "5-9", "8.10", "1E5", "NA", "2023-07"]
    sheet = read(*((Cell(code), Cell("x", -2.5), Cell("not in the file")) for code in codes))
    assert [cell.value for cell in sheet["A"]] == ["Kod", *codes]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert [cell.value for cell in sheet["B"]] == ["Lund, %", *[-2.5] * 6]
    assert {cell.data_type for cell in sheet["B"][1:]} == {"n"}
    assert not any(cell.is_date for row in sheet.iter_rows() for cell in row)
    assert sheet.max_column == 2


def test_no_text_becomes_a_formula():
    """A title that begins with an equals sign is a title."""
    texts = ['=HYPERLINK("http://127.0.0.1/")', "+2+5", "@SUM(A1:A9)", "-2 grader", "\tx"]
    sheet = read(*((Cell(text), Cell("1", 1.0), Cell()) for text in texts))
    assert [cell.value for cell in sheet["A"]][1:] == texts
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_zero_is_zero_and_a_missing_value_says_why():
    """Neither is the other."""
    sheet = read((Cell("a"), Cell("0", 0.0), Cell()), (Cell("b"), Cell("Not published", missing=True), Cell()))
    assert [cell.value for cell in sheet["B"]][1:] == [0, "Not published"]


def test_the_same_tables_are_the_same_bytes():
    """Made at another moment, too."""
    first = write_workbook({"Data": table((Cell("a"), Cell("1", 1.5), Cell()))}, speak("sv"), DAY)
    time.sleep(2.1)  # an archive's clock counts in steps of two seconds
    assert write_workbook({"Data": table((Cell("a"), Cell("1", 1.5), Cell()))}, speak("sv"), DAY) == first


def test_a_sheets_name_is_one_that_workbooks_allow():
    """A long title with a colon is shortened."""
    assert read(name="Mål 11: hållbara städer och samhällen").title == "Mål 11- hållbara städer och sam"
