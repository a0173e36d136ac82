"""Workbooks: codes are text, values numbers, nothing is a formula or a date, and no clock is inside."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from compare.presentation.language import speak
from compare.presentation.tables import Cell, Column, Table
from compare.presentation.tables_ooxml import TooLongError
from compare.presentation.tables_workbook import Note, write_workbook

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


# ---- notes, display, what outside text could do


def whole(tables, **more):
    """A workbook as a program reads it back."""
    return openpyxl.load_workbook(io.BytesIO(write_workbook(tables, speak("sv"), DAY, **more)))


def parts(content):
    """The parts of the file and the dates that they carry."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: (archive.read(entry), entry.date_time) for entry in archive.infolist()}


def test_the_notes_come_first_and_the_heads_of_each_table_stay_in_view():
    """A reader finds what the file is before its figures; the first row and column do not scroll away."""
    book = whole({"Data": table((Cell("a"), Cell("1", 1.5), Cell()))}, notes=[Note(("Vad det är",), "title")])
    assert book.sheetnames == ["Läs mig", "Data"]
    assert book["Läs mig"]["A1"].value == "Vad det är"
    assert book["Läs mig"].freeze_panes is None
    assert book["Data"].freeze_panes == "B2"
    assert book["Data"].auto_filter.ref == "A1:B2"
    assert book["Data"].print_title_rows == "$1:$1"


@pytest.mark.parametrize(
    ("value", "decimals", "limit", "shown"),
    [
        (2.25, 1, "", "#,##0.0"), (116200.0, 0, "", "#,##0"), (0.0, 1, "", "#,##0.0"),
        # What rounds to nought is not nought, and is not shown as nought.
        (0.04, 1, "", "#,##0.00"), (-0.04, 1, "", "#,##0.00"), (0.0004, 0, "", "#,##0.0000"),
        (5.0, 0, "<", '"<"#,##0'), (95.0, 0, ">", '">"#,##0'), (2023.0, None, "", "General"),
    ],
)  # fmt: skip
def test_a_number_is_whole_and_shown_with_the_decimals_of_the_page(value, decimals, limit, shown):
    """The cell holds the number; its format holds the decimals."""
    cell = whole({"Data": table((Cell("a"), Cell("", value, decimals=decimals, limit=limit), Cell()))})["Data"]["B2"]
    assert (cell.value, cell.number_format) == (value, shown)
    assert not cell.is_date


def test_a_title_with_markup_is_text_and_signs_that_xml_cannot_hold_do_no_harm():
    """As given; a sign by its number stays letters; a control sign leaves a mark."""
    texts = ["<18 år & \"unga\" <img src=x onerror=alert(1)> {{7*7}} &amp;", "_x0041_", "ett\nbrott", "slut\x00\x0b"]
    sheet = whole({"Data": table(*((Cell(text), Cell("1", 1.0), Cell()) for text in texts))})["Data"]
    assert [cell.value for cell in sheet["A"]][1:] == [*texts[:3], "slut\ufffd\ufffd"]


def test_a_text_that_a_cell_cannot_hold_is_refused():
    """Nothing is cut off unseen."""
    with pytest.raises(TooLongError, match="a cell would hold 40000 letters"):
        write_workbook({"Data": table((Cell("x" * 40_000), Cell("1", 1.0), Cell()))}, speak("sv"), DAY)


def test_text_asks_to_stay_text_when_it_is_edited():
    """Its format is text, and it carries the apostrophe that spreadsheets know."""
    cell = whole({"Data": table((Cell("=1+1"), Cell("1", 1.0), Cell()))})["Data"]["A2"]
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)


def test_the_file_says_its_language_its_author_and_the_editions_date():
    """And no other date: neither in its description nor in its archive."""
    content = write_workbook({"Data": table()}, speak("sv"), DAY, title="Mål <5>", author="Gruppen & co")
    told = openpyxl.load_workbook(io.BytesIO(content)).properties
    assert (told.title, told.creator, told.language) == ("Mål <5>", "Gruppen & co", "sv")
    assert (told.created, told.modified) == (datetime(2026, 11, 25), datetime(2026, 11, 25))
    assert {date_time for _, date_time in parts(content).values()} == {(2026, 11, 25, 0, 0, 0)}


def test_the_same_tables_are_the_same_bytes_in_any_zone_and_locale():
    """Written by processes on other clocks and with other decimal signs."""
    write = (
        "import hashlib, locale, sys, time; from datetime import date; time.tzset()\n"
        "try: locale.setlocale(locale.LC_ALL, sys.argv[1])\n"
        "except locale.Error: pass\n"
        "from compare.presentation.language import speak\n"
        "from compare.presentation.tables import Cell, Column, Table\n"
        "from compare.presentation.tables_workbook import write_workbook\n"
        "table = Table('What', (Column('a', 'Å', 'code'), Column('b', 'Värde', 'number')),\n"
        "              ((Cell('0180'), Cell('x', -1234.5, decimals=1)),))\n"
        "book = write_workbook({'Data': table}, speak('sv'), date(2026, 11, 25), title='T', author='A')\n"
        "files = (book, table.csv(speak('sv')).encode(), table.csv().encode())\n"
        "print([hashlib.sha256(file).hexdigest() for file in files])\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", write, where], check=True, capture_output=True, text=True, encoding="utf-8",
            env={**os.environ, "TZ": zone, "LC_ALL": where, "PYTHONHASHSEED": seed},
        ).stdout
        for zone, where, seed in (("Pacific/Kiritimati", "C", "1"), ("America/Lima", "de_DE.UTF-8", "2"))
    }  # fmt: skip
    assert len(told) == 1


def test_a_workbook_of_a_whole_site_is_soon_written():
    """15 000 rows of thirty columns, two of them values, in less than five seconds."""
    columns = tuple(Column(f"c{place}", f"C{place}", "number" if place < 2 else "code") for place in range(30))
    words = [Cell(f"ord {place}") for place in range(500)]
    rows = tuple(
        tuple(
            Cell("", line + place / 7, decimals=1) if place < 2 else words[(line * place) % 500] for place in range(30)
        )
        for line in range(15_000)
    )
    start = time.process_time()
    content = write_workbook({"Data": Table("What", columns, rows)}, speak("sv"), DAY)
    assert time.process_time() - start < 5
    assert len(content) < 3_000_000
