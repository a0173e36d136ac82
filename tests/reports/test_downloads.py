"""The site's downloads: every link leads to a file of the size that is told, and the gate judges the files."""

from __future__ import annotations

import json
import re
import zipfile

import pytest

from compare.presentation.language import speak
from compare.presentation.parts import Pages
from compare.presentation.parts_downloads import tell_size
from compare.reports.downloads import measure, render_figures, render_lists
from compare.reports.lint import lint_site
from compare.reports.lint_files import judge_files
from compare.reports.partial import find_stays
from compare.reports.render import render_parts
from compare.reports.site import add_indicators, plan_site
from compare.reports.start import render_fixed
from page_scenes import catalogue, comparison, partnership
from reports.test_render import shown


@pytest.fixture(scope="module")
def files():
    """The whole invented site, as a run makes it: the pages with notebooks first."""
    site = add_indicators(plan_site(partnership(), catalogue()), comparison())
    made: dict[str, bytes] = {}
    for page in site.pages:
        if page.notebook and page.indicator is None:
            told = Pages(comparison(), page.language, goal=page.goal, kind=page.kind)
            made |= render_parts(shown(told), page, site)
    made |= render_fixed(site, comparison())
    return made | render_lists(site, comparison(), {name: len(content) for name, content in made.items()})


def lay(folder, files):
    """Write files into a folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def test_every_listed_file_is_there_and_as_large_as_told(files):
    """On the pages of downloads of both languages, in words of that language."""
    for code in ("sv", "en"):
        pages = [path for path in files if re.fullmatch(rf"{code}/downloads(-\d+)?\.html", path)]
        assert len(pages) == 2
        seen = set()
        for page in pages:
            html = files[page].decode("utf-8")
            for href, told in re.findall(r'href="((?:\.\./)?files/[^"]+)"[^>]*>([^<]*(?:</a> \([^)]*\))?)', html):
                path = href.removeprefix("../") if href.startswith("../") else f"{code}/{href}"
                assert tell_size(len(files[path]), speak(code)) in told, path
                seen.add(path)
        # What only the page itself loads needs no listing.
        kept = {path for path in files if path.startswith((f"{code}/files/", "files/"))}
        assert {path for path in kept - seen if not re.search(r"(?<!-picture)\.svg$", path)} == set()


def test_what_is_the_same_in_every_language_is_there_once(files):
    """The files for programs, beside the folders of the languages; the two others once for each."""
    shared = {path for path in files if path.startswith("files/")}
    assert {"files/all-figures.csv", "files/datapackage.json", "files/goal-11.csv", "files/overview.csv",
            "files/indicator-clean-air.csv", "files/partnership.csv"} <= shared  # fmt: skip
    for code in ("sv", "en"):
        assert f"{code}/files/goal-11.xlsx" in files
        assert f"{code}/files/goal-11.csv" not in files
    assert files["sv/files/goal-11.xlsx"] != files["en/files/goal-11.xlsx"]


def test_the_whole_site_with_its_downloads_passes_the_gate(files, tmp_path):
    """Links, sizes, workbooks, tables and the descriptor."""
    assert lint_site(lay(tmp_path, files)) == []


def test_a_file_of_one_page_is_part_of_the_file_of_all(files):
    """The same rows in the same form."""
    whole = files["files/all-figures.csv"].decode().splitlines()
    for name in ("goal-05", "goal-11", "overview"):
        head, *rows = files[f"files/{name}.csv"].decode().splitlines()
        assert head == whole[0]
        assert rows
        assert set(rows) <= set(whole)


def test_files_that_are_carried_over_are_measured_too(tmp_path):
    """A page that stays beside the new ones keeps its files, and they are listed."""
    page = b'<a href="files/a.csv">A</a><a href="../files/b.csv">B</a><img src="files/c.svg" alt="C">'
    lay(tmp_path, {"sv/goal-05.html": page, "sv/files/a.csv": b"12345", "files/b.csv": b"123", "sv/files/c.svg": b"1"})
    stays = find_stays(tmp_path, {"sv/goal-05.html": ["sv/goal-05.html"]})
    sizes = measure({"sv/goal-11.html": 2}, tmp_path, stays)
    assert sizes == {"sv/files/a.csv": 5, "files/b.csv": 3, "sv/files/c.svg": 1, "sv/goal-11.html": 2}


def test_a_site_without_the_page_has_no_files_for_it():
    """A plan that leaves the page out."""
    site = plan_site(partnership(), catalogue(), ["sv"])
    bare = type(site)(site.partnership, site.catalogue, tuple(page for page in site.pages if page.kind != "downloads"))
    assert render_figures(bare, comparison()) == render_lists(bare, comparison(), {}) == {}


def workbook(folder, sheet):
    """A workbook with one sheet of this XML."""
    with zipfile.ZipFile(folder / "a.xlsx", "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    return list(judge_files(folder, ["a.xlsx"]))


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', []),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', ["a.xlsx: holds a formula or a date in xl/worksheets/sheet1.xml"]),
        ('<c r="A1"><f ref="A1"/></c>', ["a.xlsx: holds a formula or a date in xl/worksheets/sheet1.xml"]),
        ('<c r="A1" t="d"><v>2026-11-25</v></c>', ["a.xlsx: holds a formula or a date in xl/worksheets/sheet1.xml"]),
    ],
)  # fmt: skip
def test_a_formula_or_a_date_in_a_workbook_is_found(tmp_path, sheet, told):
    """Whoever wrote it."""
    assert workbook(tmp_path, sheet) == told


def test_what_is_no_workbook_is_found(tmp_path):
    """A file cut short, and an archive without a sheet."""
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    assert next(judge_files(tmp_path, ["a.xlsx"])).startswith("a.xlsx: is no workbook: ")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as book:
        book.writestr("x", "")
    assert list(judge_files(tmp_path, ["b.xlsx"])) == ["b.xlsx: holds no sheet"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n-2.5,1\n'=x,1\n", []),
        ("\ufeffa;b\r\n-2,5;1\r\n", []),
        ("a,b\n=1+1,1\n", ["a.csv: holds a line that a spreadsheet runs: '=1+1,1'"]),
        ('a,b\n"=1,2",1\n', ["a.csv: holds a line that a spreadsheet runs: '=1,2\",1'"]),
        ("a,b\n@A1,1\n", ["a.csv: holds a line that a spreadsheet runs: '@A1,1'"]),
    ],
)
def test_a_table_that_a_spreadsheet_runs_is_found(tmp_path, text, told):
    """A number below zero is none."""
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    assert list(judge_files(tmp_path, ["a.csv"])) == told


def test_a_descriptor_that_is_not_true_of_its_files_is_found(files, tmp_path):
    """A file that changed, that is gone, and a descriptor that is none."""
    name = "files/datapackage.json"
    folder = lay(tmp_path, {path: files[path] for path in files if path.startswith("files/")})
    assert list(judge_files(folder, [name])) == []
    (folder / "files" / "units.csv").write_bytes(files["files/units.csv"] + b"\n")
    (folder / "files" / "areas.csv").unlink()
    assert list(judge_files(folder, [name])) == [
        f"{name}: describes 'areas.csv', which is not in the site",
        f"{name}: describes 'units.csv' otherwise than it is",
    ]  # fmt: skip
    (folder / name).write_text(json.dumps({"resources": [{}]}), encoding="utf-8")
    assert list(judge_files(folder, [name])) == [f"{name}: is no descriptor: KeyError('path')"]
