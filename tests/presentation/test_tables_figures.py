"""The file for people: the rows of the file for programs in words; no formula, bare code or other language in it."""

from __future__ import annotations

import csv
import io
import math

import picture_scenes as scenes
import pytest

from compare.catalogue.models import Text
from compare.presentation.language import speak
from compare.presentation.tables_csv import defuse
from compare.presentation.tables_figures import tabulate_figures
from compare.presentation.tables_files import make_page_files
from compare.presentation.tables_goal import tabulate_glance
from compare.presentation.tables_tidy import TIDY, tabulate_tidy

EN, SV = speak("en"), speak("sv")
GAP = "\u00a0"
#: Columns whose words follow the page's language; all others are the same.
WORDS = {"title", "group", "area", "place", "period", "unit", "status", "comparable", "level", "role", "matched",
         "target", "sdg", "value"}  # fmt: skip


def pair_of(a, b, **more):
    """A pair of Lund and Francistown."""
    return scenes.pair(scenes.side("SE-1281", "SE-1281", a, **more), scenes.side("BW-FR", "BW-FR", b, **more), "B")


def figures(result, language=EN):
    """The rows of the file by column."""
    table = tabulate_figures((result,), scenes.comparison(result), language)
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def read(content, **how):
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), **how))


def test_each_figure_has_its_words_its_number_and_its_codes():
    """Whose, of when, how large, in what; the number whole, to be shown with the page's decimals."""
    result = scenes.result(pair_of({2021: {"obs_value": 2.25, "obs_status": "E"}}, {2021: 2.35}))
    first = figures(result, SV)[0]
    told = ("title", "area", "place", "period", "unit", "status", "ref_area", "series", "sex", "time_period")
    assert [first[key].text for key in told] == [
        "Andelen", "Lund", "Lund", "2021", "procent", "skattning", "SE-1281", "test:S", "_T", "2021",
    ]  # fmt: skip
    assert (first["value"].number, first["value"].decimals) == (2.25, 1)


def test_the_files_of_two_languages_have_the_same_rows_and_codes():
    """Only words differ; every column of words that can differ here does."""
    points = {2021: 1.5, 2022: {"obs_value": 2.0, "obs_status": "E"}, 2023: {"obs_value": math.nan, "obs_status": "Q"}}
    result = scenes.result(pair_of(points, {2021: 3.0}))
    english, swedish = figures(result), figures(result, SV)
    assert len(english) == len(swedish) == 4
    differing = {
        key for a, b in zip(english, swedish, strict=True) for key in a if (a[key].text, a[key].number) !=
        (b[key].text, b[key].number)
    }  # fmt: skip
    assert differing <= WORDS
    assert {"title", "unit", "status", "comparable", "level", "role", "matched", "sdg", "value"} <= differing
    assert [row["status"].text for row in swedish][:3] == ["", "skattning", "visas inte av källan"]


def test_the_file_for_programs_has_one_set_of_columns_and_no_language():
    """It is made without one, and says its columns itself."""
    result = scenes.result(pair_of({2021: 1.5}, {2021: 3.0}))
    lines = tabulate_tidy((result,), scenes.comparison(result)).csv().splitlines()
    assert lines[0].split(",") == list(TIDY)
    assert make_page_files("x", (result,), scenes.comparison(result), EN).tidy == make_page_files(
        "y", (result,), scenes.comparison(result), SV
    ).tidy


def test_heads_are_in_the_language_of_the_page():
    """Semicolons and a decimal comma in Swedish, a mark before both."""
    result = scenes.result(pair_of({2021: 1.5}, {2021: -2.5}))
    made = {code: make_page_files("x", (result,), scenes.comparison(result), speak(code)) for code in ("sv", "en")}
    swedish, english = read(made["sv"].sheet, delimiter=";"), read(made["en"].sheet)
    assert (swedish[0][0], english[0][0]) == ("Mått", "Indicator")
    place = swedish[0].index("Värde")
    assert [row[place] for row in swedish[1:]] == ["1,5", "-2,5"]
    assert [row[english[0].index("Value")] for row in english[1:]] == ["1.5", "-2.5"]
    assert made["sv"].sheet.startswith("\ufeff".encode())


def test_a_missing_and_a_masked_value_say_why_and_nought_is_nought():
    """Neither is the other, and no column gives the masked count away."""
    points = {2020: 0.0, 2021: {"obs_value": math.nan, "obs_status": "Q"}, 2022: {"obs_value": 3.0, "numerator": 3.0}}
    result = scenes.result(pair_of(points, {2020: 20.0}, unit_code="PERSONS"), unit="PERSONS", persons=True)
    _, missing, masked, _ = figures(result)
    assert (missing["value"].text, missing["value"].number) == ("no figure (suppressed by the source)", None)
    assert (masked["value"].text, masked["value"].number) == (f"fewer than 5{GAP}persons", None)
    assert all(cell.number != 3.0 for cell in masked.values())
    assert figures(scenes.result(pair_of({2020: 0.0}, {2020: 1.0})))[0]["value"].number == 0.0


def test_no_code_stands_bare_where_a_spreadsheet_would_take_it_for_something_else():
    """8.10 with its title or its word, 8.10.1 with how near it is."""
    result = scenes.result(pair_of({2020: 1.0}, {2020: 1.0}), goal="8", target="8.10", sdg_code="8.10.1")
    (first, _), (swedish, _) = figures(result), figures(result, SV)
    assert first["target"].text == "Target 8.10"
    assert swedish["target"].text == "Delmål 8.10"
    assert first["sdg"].text == "8.10.1, other indicator"


@pytest.mark.parametrize(
    "title", ['=HYPERLINK("http://127.0.0.1/","klicka")', "+2+5 är inte en formel.", "@SUM(A1:A9)", "-2 grader",
              "\tKälla: prov."]
)  # fmt: skip
def test_a_title_that_begins_like_a_formula_is_harmless_in_both_csv_files(title):
    """An apostrophe before it; in the workbook it is text as it is (see the tests of the workbook)."""
    comment = {"obs_value": -2.5, "comment_obs": title}
    result = scenes.result(pair_of({2020: comment}, {2020: 1.0}), title=Text.model_construct(sv=title, en=title))
    made = make_page_files("x", (result,), scenes.comparison(result), SV)
    heads, row, *_ = read(made.sheet, delimiter=";")
    assert row[0] == f"'{title}"
    assert (row[heads.index("Källans kommentar")], row[heads.index("Värde")]) == (f"'{title}", "-2,5")
    heads, row, *_ = read(made.tidy)
    assert (row[heads.index("comment_obs")], row[heads.index("obs_value")]) == (f"'{title}", "-2.5")


def test_markup_in_a_title_is_text_in_the_files():
    """Exactly as given: no entity, nothing evaluated, nothing twice."""
    title = "Andel <18 år & \"unga vuxna\" i kommun' <img src=x onerror=alert(1)> ${7*7} {{7*7}} &amp;"
    result = scenes.result(pair_of({2020: 1.0}, {2020: 1.0}), title=Text(sv=title, en=title))
    made = make_page_files("x", (result,), scenes.comparison(result), SV)
    assert read(made.sheet, delimiter=";")[1][0] == title


def test_a_separator_of_another_spreadsheet_opens_no_door():
    """A file with semicolons opened with commas, or the other way, still finds no formula at the head of a cell."""
    assert defuse("a;=1+1") == "a;'=1+1"
    assert defuse("a,+SUM(B1)") == "a,'+SUM(B1)"
    assert defuse("x\t@A1") == "x\t'@A1"
    assert defuse("0,-1; from -2 to 3, -4") == "0,-1; from -2 to 3, -4"


def test_the_table_at_a_glance_says_its_units_and_shows_as_many_decimals_as_the_page():
    """2.25 is shown as 2.3 and is 2.25."""
    result = scenes.result(pair_of({2021: 2.25}, {2021: 2.35}))
    table = tabulate_glance((result,), scenes.comparison(result), EN)
    keys = [column.key for column in table.columns]
    row = dict(zip(keys, table.rows[0], strict=True))
    assert row["unit"].text == "per cent"
    assert (row["a"].text, row["a"].number, row["a"].decimals) == ("2.3%", 2.25, 1)
