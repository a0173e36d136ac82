"""Tables as markup and as files: read by everyone, safe to open, equal in both languages where they must be."""

from __future__ import annotations

import csv
import io
import math
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from compare.presentation.language import speak
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import Cell, Column, Table
from compare.presentation.tables_csv import defuse, plain_number

EN, SV = speak("en"), speak("sv")
COLUMNS = (
    Column("area", "Area"), Column("a", "Lund", "number", which="a"), Column("code", "Code", "code", where="file"),
    Column("why", "Why", where="page"),
)  # fmt: skip


def table(*rows, **changes):
    """A small table; rows are tuples of cells."""
    return Table("What it is", COLUMNS, tuple(rows), **changes)


ROW = (Cell("Skåne"), Cell("2.3%", 2.25, "2023"), Cell("0180"), Cell("No figure", missing=True))


class Outline(HTMLParser):
    """The elements with their attributes, and the ids."""

    def __init__(self, markup):
        super().__init__()
        self.elements = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def all(self, tag):
        """The attributes of every element of a kind."""
        return [attrs for name, attrs in self.elements if name == tag]


def read(text, **how):
    """The rows of a CSV."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), **how))


def test_a_table_has_caption_scopes_and_a_region_that_keyboards_reach():
    """What a screen reader and a keyboard need."""
    outline = Outline(str(draw_table(table(ROW), "air")))
    (region,) = outline.all("div")
    assert region["role"] == "region"
    assert region["tabindex"] == "0"
    assert region["aria-labelledby"] == "air-caption"
    (caption,) = outline.all("caption")
    assert caption["id"] == "air-caption"
    assert [cell["scope"] for cell in outline.all("th")] == ["col", "col", "col", "row"]


def test_on_a_phone_each_cell_names_its_column():
    """The heads are said once, for a style sheet that prints each before its cells."""
    (whole,) = Outline(str(draw_table(table(ROW), "air"))).all("table")
    assert whole == {"class": "cards", "style": "--h2:'Lund: ';--h3:'Why: '"}


def test_a_notebook_shows_all_rows_in_the_form_of_the_pages():
    """The same markup; two tables of one notebook share no id, and a table has the same at every run."""
    rows = [(Cell(str(year)), Cell("12.3%", 12.3), Cell(), Cell()) for year in range(100)]
    long, other = table(*rows, stacks=False), Table("Another", COLUMNS, (ROW,))
    first, second = Outline(long._repr_html_()), Outline(other._repr_html_())
    assert len(first.all("tr")) == 1 + 100
    assert first.all("table") == [{"class": "plain"}]
    assert first.all("caption")[0]["id"] != second.all("caption")[0]["id"]
    assert long._repr_html_() == table(*rows, stacks=False)._repr_html_()
    assert len(Outline(str(draw_table(long, "air", most=30))).all("tr")) == 1 + 30


def test_a_table_of_figures_is_bare():
    """A hundred rows of figures need no label in each cell; no number costs more than its markup."""
    rows = [(Cell(str(year)), Cell("12.3%", 12.3), Cell(), Cell()) for year in range(100)]
    markup = str(draw_table(table(*rows, stacks=False), "air"))
    assert "style=" not in markup
    assert len(markup) / 100 < 100


def test_text_from_outside_is_escaped_once():
    """No markup of data survives, and nothing is escaped twice."""
    row = (Cell("<b>R&D</b>", note='"x"', href="a.html?x=1&y=2"), Cell("<i>", 1.0), Cell(), Cell("a < b"))
    markup = str(draw_table(table(row), "x"))
    assert "<b>R" not in markup
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in markup
    assert 'href="a.html?x=1&amp;y=2"' in markup
    assert "&amp;amp;" not in markup
    assert "&amp;lt;" not in markup


def test_two_tables_with_equal_columns_share_no_id():
    """Ids are made of the table's own id, never of a column's name."""
    ids = [re.findall(r'\sid="([^"]+)"', str(draw_table(table(ROW), name))) for name in ("one", "two")]
    assert not set(ids[0]) & set(ids[1])
    assert all(" " not in item for group in ids for item in group)


def test_a_row_of_another_length_is_refused():
    """A shifted cell would give a number another meaning."""
    with pytest.raises(ValueError, match="row 0 has 1 cells, expected 4"):
        table((Cell("x"),))


def test_files_hold_the_number_and_not_its_print():
    """2.25 is 2.25 in the file, with the comma where the language has one."""
    assert read(table(ROW).csv()) == [["area", "a", "code"], ["Skåne", "2.25", "0180"]]
    assert read(table(ROW).csv(EN)) == [["Area", "Lund", "Code"], ["Skåne", "2.25", "0180"]]
    assert read(table(ROW).csv(SV), delimiter=";") == [["Area", "Lund", "Code"], ["Skåne", "2,25", "0180"]]


def test_only_files_for_spreadsheets_begin_with_the_mark_that_they_need():
    """Excel reads UTF-8 with the mark only; a program is better off without."""
    assert table(ROW).csv(SV).startswith("\ufeff")
    assert table(ROW).csv(EN).startswith("\ufeff")
    assert table(ROW).csv().startswith("area,")
    assert "\r" not in table(ROW).csv()


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(\"http://127.0.0.1/\")", "+2+5", "@SUM(A1:A9)", "-2 grader", "\tKälla", "\r=1", "＝1+1", "-A1"]
)
@pytest.mark.parametrize("language", [None, EN, SV])
def test_a_formula_is_made_harmless_in_every_file(text, language):
    """An apostrophe before it, and the text behind it whole."""
    row = (Cell(text), Cell("1", 1.0), Cell(text), Cell())
    written = table(row).csv(language)
    (_, cells) = read(written, delimiter=";" if language is SV else ",")
    safe = "'" + text.replace("\r", "\n")
    assert (cells[0], cells[2]) == (safe, safe)


@pytest.mark.parametrize("language", [None, EN, SV])
def test_a_negative_number_stays_a_number(language):
    """−2.5 is −2.5 as a value, and as text that is nothing but a number."""
    row = (Cell("-2.5"), Cell("−2.5%", -2.5), Cell("-2,5"), Cell())
    (_, cells) = read(table(row).csv(language), delimiter=";" if language is SV else ",")
    assert cells == ["-2.5", "-2,5" if language is SV else "-2.5", "-2,5"]


def test_codes_survive_our_own_round_trip():
    """0180, NA, 8.10 and 1E5 come back as they were, read as the downloads' readme says."""
    codes = ["0180", "NA", "8.10", "1E5", "5-9", "007"]
    text = table(*((Cell(code), Cell("1", 1.0), Cell(code), Cell()) for code in codes)).csv()
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert frame["code"].tolist() == codes
    assert frame["area"].tolist() == codes


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (-0.0, "0"), (2.35, "2.35"), (1e-9, "0.000000001"), (1e17, "100000000000000000"), (-12.5, "-12.5")],
)
def test_a_number_is_written_whole_and_without_an_exponent(value, written):
    """It reads back as the same number."""
    assert plain_number(value) == written
    assert float(plain_number(value)) == value


def test_a_missing_number_is_empty_for_programs_and_a_reason_for_people():
    """Neither is a zero."""
    row = (Cell("Skåne"), Cell("Not published", math.nan, missing=True), Cell(), Cell())
    assert read(table(row).csv())[1] == ["Skåne", "", ""]
    assert read(table(row).csv(EN))[1] == ["Skåne", "Not published", ""]


def test_zero_is_a_number():
    """0 is not taken for nothing."""
    assert read(table((Cell("x"), Cell("0.0%", 0.0), Cell(), Cell())).csv())[1][1] == "0"


def test_quotes_separators_and_line_ends_in_text_do_not_break_a_file():
    """They come back as they were."""
    text = 'a "b"; c, d\ne'
    for language, separator in ((None, ","), (SV, ";")):
        rows = read(table((Cell(text), Cell("1", 1.0), Cell(), Cell())).csv(language), delimiter=separator)
        assert rows[1][0] == text


def test_only_what_begins_like_a_formula_is_touched():
    """Ordinary text is left alone."""
    assert defuse("Lund = staden") == "Lund = staden"
    assert defuse("") == ""
