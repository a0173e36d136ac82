"""What a page offers to take along, and the pages that list all of it."""

from __future__ import annotations

import base64
import io
import re

import openpyxl
import pytest

import page_scenes as scenes
from compare.presentation.language import speak
from compare.presentation.parts import Pages
from compare.presentation.parts_downloads import draw_files, tell_size
from compare.presentation.parts_downloads_page import show_downloads
from compare.presentation.parts_indicator import show_indicator


def offered(html):
    """The files that a part carries: name -> (bytes, whether all languages share it)."""
    found = re.findall(r'href="data:[^;"]+;base64,([^"]+)" data-(file|shared)="([^"]+)"', html)
    return {name: (base64.b64decode(content), kind == "shared") for content, kind, name in found}


def book(content):
    """A workbook as rows of text by sheet."""
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in sheets}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_about_a_goal_offers_its_figures_in_three_files(language):
    """A workbook and a CSV in the page's language, and a CSV for programs that all languages share."""
    html = Pages(scenes.comparison(), language, goal="11").made().html
    files = offered(html)
    assert {name: shared for name, (_, shared) in files.items()} == {
        "goal-11.xlsx": False, "goal-11-excel.csv": False, "goal-11.csv": True,
    }  # fmt: skip
    assert 'href="downloads.html#open"' in html
    for name, (content, _) in files.items():
        size = tell_size(len(content), speak(language))
        assert re.search(rf'data-(file|shared)="{name}"', html)
        assert size in html


def test_the_file_for_programs_is_the_same_in_every_language():
    """It is laid down once; a difference would be a fault of the run."""
    told = [offered(Pages(scenes.comparison(), code, goal="11").made().html)["goal-11.csv"] for code in ("sv", "en")]
    assert told[0] == told[1]


def test_the_workbook_says_what_it_is_as_of_which_day_how_comparable_and_from_whom():
    """Before any figure, in the page's language."""
    (content, _) = offered(Pages(scenes.comparison(), "sv", goal="11").made().html)["goal-11.xlsx"]
    sheets = book(content)
    assert list(sheets) == ["Läs mig", "I korthet", "Alla uppgifter"]
    notes = sheets["Läs mig"]
    told = {row[0]: row[1] for row in notes}
    assert notes[0][0] == "Lund och Francistown: Mål 11: Hållbara städer"
    assert told["Läge"] == "Uppgifter per den 25 november 2026."
    cited = "Utgivaren. (2026, 25 november). Vad vet vi om Lund och Francistown, och vad kan de lära av varandra?"
    assert told["Ange källan så här"] == cited
    assert told["B"] == "jämförbara, med små skillnader som anges"
    assert ["Fint damm", "Båda städerna", "B · Ja, med små skillnader"] in [[row[0], row[2], row[3]] for row in notes]
    assert ["Invented figures", "Invented office", "2024", "CC0"] in notes
    figures = sheets["Alla uppgifter"]
    assert figures[0][:3] == ["Mått", "Vilka som räknas", "Område"]
    assert [row[figures[0].index("Värde")] for row in figures[1:5]] == [7.5, 7, 6, 5.75]
    assert {type(row[figures[0].index("Kod för område")]) for row in figures[1:]} == {str}


def test_the_page_of_all_goals_offers_what_stands_on_it():
    """The background and the shares in its picture, not the figures of all goals."""
    files = offered(Pages(scenes.comparison(), "en", kind="overview").made().html)
    assert set(files) == {"overview.xlsx", "overview-excel.csv", "overview.csv"}
    lines = files["overview.csv"][0].decode().splitlines()
    assert {line.split(",")[0] for line in lines} == {"indicator", "population"}


def test_the_page_of_what_is_known_offers_its_tables():
    """In one workbook; level and grade of each indicator are in the file of the indicators."""
    html = str(draw_files(scenes.speaker("sv"), scenes.comparison().results, "coverage"))
    sheets = book(offered(html)["coverage.xlsx"][0])
    assert list(sheets) == ["Läs mig", "Mål för mål", "Delmål för delmål", "Uppgifter som saknas", "Källor"]
    assert 'href="../files/indicators.csv"' in html


def test_each_figure_offers_its_table_and_its_picture_in_two_kinds():
    """The picture that is taken along is not the one that the page loads."""
    html = show_indicator(scenes.speaker("sv"), scenes.clean_air()).html
    files = offered(html)
    assert list(files) == ["clean-air.csv", "clean-air-picture.svg", "clean-air-picture.png"]
    svg = files["clean-air-picture.svg"][0].decode()
    state = "Uppgifter per den 25 november 2026."
    for words in ("Fint damm", "Källa:", "Invented office", state, "B · Ja, med små skillnader"):
        assert words in svg, words
    assert files["clean-air-picture.png"][0].startswith(b"\x89PNG")
    assert not re.search(r'<(?:img|source)[^>]*-picture', html)


def listed(language, *names):
    """The pages of downloads where the site has these files, each of 1 500 bytes."""
    return show_downloads(scenes.speaker(language), dict.fromkeys(names, 1_500)).html


def test_all_files_are_listed_with_kind_and_size():
    """The whole, each page, and on further pages each indicator."""
    html = listed(
        "sv", "sv/files/all-figures.xlsx", "files/all-figures.csv", "files/datapackage.json", "sv/files/goal-05.xlsx",
        "sv/files/goal-05-excel.csv", "files/goal-05.csv", "sv/files/clean-air.csv", "sv/files/clean-air-picture.png",
        "sv/files/clean-air-picture.svg",
    )  # fmt: skip
    own, _, further = html.partition("<article")
    assert re.findall(r'href="([^"]*files/[^"]+)"', own) == [
        "files/all-figures.xlsx", "../files/all-figures.csv", "../files/datapackage.json", "files/goal-05.xlsx",
        "files/goal-05-excel.csv", "../files/goal-05.csv",
    ]  # fmt: skip
    assert re.findall(r'href="([^"]*files/[^"]+)"', further) == [
        "files/clean-air.csv", "files/clean-air-picture.svg", "files/clean-air-picture.png",
    ]  # fmt: skip
    assert own.count("2\u00a0kB") == 6
    assert 'dtype=str, keep_default_na=False' in own.replace("&#34;", '"')


def test_nothing_is_listed_that_the_site_does_not_have():
    """A part of a site has part of the files; every page is there all the same, in both languages."""
    told = [listed(code, f"{code}/files/clean-air.csv") for code in ("sv", "en")]
    pages = [re.findall(r'<article data-page="([^"]+)"', html) for html in told]
    assert pages[0] == pages[1] == ["downloads-2.html"]
    assert [re.findall(r'href="([^"]*files/[^"]+)"', html) for html in told] == [["files/clean-air.csv"]] * 2
    assert "finns inte" not in told[0].partition("<article")[0]
    assert "ingen bild" in told[0]


def test_the_readme_names_every_column_of_the_file_for_programs():
    """In the language of the page; the names are the file's own."""
    from compare.presentation.tables_tidy import TIDY

    for code in ("sv", "en"):
        own = listed(code).partition("<article")[0]
        assert re.findall(r'<th scope="row">([^<]+)</th>', own) == list(TIDY)


def test_no_number_of_a_workbook_stands_under_a_head_that_promises_codes():
    """Neither counts of what is known nor any other number; and no number is kept as text."""
    codes = re.compile("code|kod|area|series|serie|indicator|indikator|age|ålder", re.IGNORECASE)
    for code in ("sv", "en"):
        made = Pages(scenes.comparison(), code, goal="11").made().html
        made += str(draw_files(scenes.speaker(code), scenes.comparison().results, "coverage"))
        for name, (content, _) in offered(made).items():
            for title, (heads, *rows) in book(content).items() if name.endswith("xlsx") else ():
                pairs = [pair for row in rows for pair in zip(heads, row, strict=True)]
                numbers = {str(head) for head, cell in pairs if isinstance(cell, int | float)}
                assert [head for head in numbers if codes.search(head)] == [], (name, title)
                texts = [cell for _, cell in pairs if isinstance(cell, str)]
                assert [text for text in texts if re.fullmatch(r"-?\d+[.,]\d+", text)] == []
