"""The brief and the report as PDFs: read back with a library that did not write them."""

import itertools
import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, IndirectObject

from compare.cli import main
from compare.presentation.language import speak
from compare.reports import pdf, produce
from compare.reports.pdf_brief import PAGES, SIZES, compose_brief
from compare.reports.pdf_engine import Sheet, print_sheet, print_sheets
from compare.reports.pdf_frame import build_style
from compare.reports.pdf_report import compose_report
from compare.reports.pdf_tree import read_fragment
from compare.reports.site import plan_site
from whole import real

LANGUAGES = ("sv", "en")
#: Pages that list the documents, beside the foot that each page has.
LISTED = ("index.html", "downloads.html")
#: A chapter of each kind, and one of the goals: the whole report takes minutes.
KINDS = ("index", "partnership", "coverage", "method", "indicators")
DAY = date(2026, 11, 25)


def plan():
    """The site of the project with a few of its pages."""
    comparison = real()
    site = plan_site(comparison.partnership, comparison.catalogue)
    return replace(site, pages=tuple(page for page in site.pages if page.kind in KINDS or page.goal == "11"))


def compose(kind, code, folder):
    """A document of the project, ready to be printed."""
    site = plan()
    html = compose_brief(real(), site, code) if kind == "brief" else compose_report(folder, site, code)
    fit = {"pages": PAGES, "sizes": SIZES} if kind == "brief" else {}
    style = build_style(site, speak(code))
    return Sheet(f"{code}/{kind}.pdf", html, style, folder / code, site.partnership.edition.date, **fit)


@pytest.fixture(scope="session")
def sheets(made_site):
    """Both documents in both languages, to be printed."""
    return {(kind, code): compose(kind, code, made_site) for kind in ("report", "brief") for code in LANGUAGES}


@pytest.fixture(scope="session")
def printed(sheets):
    """The same, printed."""
    return dict(zip(sheets, print_sheets(list(sheets.values()), 2), strict=True))


@pytest.fixture(scope="session")
def documents(printed, tmp_path_factory):
    """The same, read back."""
    folder = tmp_path_factory.mktemp("pdf")
    read = {}
    for (kind, code), one in printed.items():
        path = folder / f"{kind}-{code}.pdf"
        path.write_bytes(one.content)
        read[kind, code] = PdfReader(path)
    return read


def walk(element):
    """The elements of a document's structure, in reading order."""
    element = element.get_object()
    if isinstance(element, ArrayObject):
        for child in element:
            yield from walk(child)
    elif hasattr(element, "get") and "/S" in element and element.get("/Type", "/StructElem") == "/StructElem":
        yield element
        if "/K" in element:
            yield from walk(element["/K"])


def list_structure(document):
    """Every element of a document's structure."""
    return list(walk(document.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def flatten(outline):
    """The titles of bookmarks of the first level."""
    return [item for item in outline if not isinstance(item, list)]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["brief", "report"])
def test_a_document_has_no_fault(printed, kind, code):
    """No picture missing, no link to nowhere, no property that the printer does not know, nothing clipped."""
    assert printed[kind, code].faults == ()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_brief_has_two_pages_of_a4(documents, code):
    """In both languages."""
    document = documents["brief", code]
    assert len(document.pages) == 2
    for page in document.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("sv", ["Fem saker som siffrorna visar", "Hur mycket vi vet, mål för mål", "Tre frågor som de inte svarar på",
                "Källor till resultaten", "Utgåva", "Anmäl fel: project-group@example.org"]),
        ("en", ["Five things that the figures show", "How much is known, goal by goal",
                "Three questions that they do not answer", "Sources of the findings", "Edition",
                "Report an error: project-group@example.org"]),
    ],
)  # fmt: skip
def test_the_brief_has_all_that_a_meeting_needs(documents, code, expected):
    """Findings, coverage, questions, sources, edition and contact."""
    text = " ".join(" ".join(page.extract_text() for page in documents["brief", code].pages).split())
    assert [words for words in expected if words not in text] == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["brief", "report"])
def test_a_document_says_what_it_is(documents, kind, code):
    """Language, title that a window shows, author, the edition's date, tags, and the standard that it follows."""
    document = documents[kind, code]
    root = document.trailer["/Root"]
    assert root["/Lang"] == code
    assert root["/MarkInfo"]["/Marked"]  # noqa: E712: an object of the library
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert "Lund" in document.metadata.title
    assert "Francistown" in document.metadata.title
    assert document.metadata.author == real().partnership.publisher.in_language(code)
    assert document.metadata.creation_date.date() == real().partnership.edition.date
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["brief", "report"])
def test_every_picture_keeps_its_text(documents, sheets, kind, code):
    """In the order of the document, word for word."""
    expected = [image.get("alt") for image in read_fragment(sheets[kind, code].html).iter("img")]
    found = [element.get("/Alt") for element in list_structure(documents[kind, code]) if element["/S"] == "/Figure"]
    assert len(expected) >= (2 if kind == "brief" else 20)
    assert found == expected


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["brief", "report"])
def test_every_table_keeps_its_header_cells(documents, kind, code):
    """Each data cell names the header cells that it stands under, and those exist."""
    elements = list_structure(documents[kind, code])
    heads = {element["/ID"] for element in elements if element["/S"] == "/TH"}
    cells = [element for element in elements if element["/S"] == "/TD"]
    assert heads
    assert cells
    assert [cell for cell in cells if not cell["/A"].get("/Headers")] == []
    assert {name for cell in cells for name in cell["/A"]["/Headers"]} <= heads


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["brief", "report"])
def test_headings_go_down_step_by_step(documents, kind, code):
    """One at the top, no level left out."""
    levels = [int(match[1]) for element in list_structure(documents[kind, code])
              if (match := re.fullmatch(r"/H(\d)", element["/S"]))]  # fmt: skip
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("sv", ["Innehåll", "Fem saker som siffrorna visar", "Tre frågor som de inte svarar på", "Partnerskapet",
                "Mål 11: Hållbara städer och samhällen"]),
        ("en", ["Contents", "Five things that the figures show", "Three questions that they do not answer",
                "The partnership", "Goal 11: Sustainable cities and communities"]),
    ],
)  # fmt: skip
def test_bookmarks_and_contents_name_the_chapters_and_agree(documents, code, expected):
    """The contents print the page on which a bookmark leads."""
    document = documents["report", code]
    marks = flatten(document.outline)
    assert [mark.title for mark in marks][: len(expected)] == expected
    goal = next(mark for mark in marks if mark.title == expected[-1])
    contents = document.pages[1].extract_text()
    line = next(line for line in contents.splitlines() if line.startswith(expected[-1]))
    assert int(line.rstrip().rpartition(".")[2]) == document.get_destination_page_number(goal) + 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_page_says_its_number_and_edition(documents, code):
    """All but the title page."""
    document = documents["report", code]
    word = {"sv": "Utgåva", "en": "Edition"}[code]
    for number, page in enumerate(document.pages[1:], 2):
        text = page.extract_text()
        assert f"{number} / {len(document.pages)}" in text
        assert f"{word} 1" in text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["brief", "report"])
def test_links_lead_to_addresses_or_into_the_document(documents, kind, code):
    """None to a file of the machine that printed it, none to a page of the site that is not there."""
    document = documents[kind, code]
    known = set(document.named_destinations)
    addresses = []
    for page in document.pages:
        for note in (one.get_object() for one in page.get("/Annots", [])):
            if "/A" in note:
                addresses.append(note["/A"]["/URI"])
            elif not isinstance(note["/Dest"], ArrayObject | IndirectObject):
                assert str(note["/Dest"]) in known
    assert addresses
    assert [address for address in addresses if not address.startswith(("https://", "mailto:"))] == []


def test_an_address_is_printed_where_it_is_linked(documents):
    """Paper has no links."""
    text = "".join("".join(page.extract_text().split()) for page in documents["report", "en"].pages)
    assert "(https://icld.se/" in text


def test_a_page_and_its_further_ones_are_one_chapter(documents, made_site):
    """Each indicator of the goal stands in it with its finding, each picture once."""
    text = " ".join(" ".join(page.extract_text() for page in documents["report", "en"].pages).split())
    pages = sorted((made_site / "en").glob("goal-11*.html"))
    assert len(pages) > 1
    found = [
        "".join(heading.itertext())
        for path in pages for section in read_fragment(path.read_text(encoding="utf-8")).iter("section")
        if section.get("class") == "indicator" for heading in section.iter("h3")
    ]  # fmt: skip
    assert len(found) > 20
    assert [words for words in found if " ".join(words.split()) not in text] == []
    assert "These sections continue another page" not in text, "that is so on the site alone"


def test_two_runs_give_the_same_bytes(sheets, printed, monkeypatch):
    """Whatever time zone, locale, hash seed and order."""
    for name, value in {"TZ": "Pacific/Auckland", "LC_ALL": "sv_SE.UTF-8", "LANG": "de_DE.UTF-8",
                        "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    keys = [("brief", "en"), ("report", "sv"), ("brief", "sv")]
    again = print_sheets([sheets[key] for key in keys], 1)
    assert [one.content == printed[key].content for one, key in zip(again, keys, strict=True)] == [True] * 3


def print_small(body, folder=Path(), **changes):
    """A small document."""
    html = f"<!doctype html><html lang='en'><head><title>Small</title></head><body><h1>Small</h1>{body}</body></html>"
    return print_sheet(Sheet("en/small.pdf", html, "@page{size:A4;margin:2cm}", folder, DAY, **changes))


def test_a_picture_that_is_missing_is_a_fault(tmp_path):
    """It is named."""
    (fault, *_) = print_small('<img src="gone.svg" alt="Gone">', tmp_path).faults
    assert "gone.svg" in fault


def test_a_picture_without_words_is_a_fault(tmp_path):
    """Screen readers have nothing else."""
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")  # noqa: E501
    assert any("alt" in fault for fault in print_small('<img src="dot.svg">', tmp_path).faults)


def test_a_link_to_nowhere_is_a_fault(tmp_path):
    """In the document."""
    assert any("#nowhere" in fault for fault in print_small('<a href="#nowhere">x</a>', tmp_path).faults)


@pytest.mark.parametrize("address", ["https://example.org/x.svg", "../outside.svg", "file:///etc/hostname"])
def test_nothing_is_loaded_from_outside_the_folder(tmp_path, address):
    """Neither from another server nor from this machine."""
    (tmp_path / "outside.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (tmp_path / "en").mkdir()
    faults = print_small(f'<img src="{address}" alt="Out">', tmp_path / "en").faults
    assert any("outside its folder" in fault for fault in faults)


def test_words_that_reach_beyond_the_paper_are_a_fault(tmp_path):
    """A table that is too wide is not cut off unseen."""
    wide = '<table style="width:400mm"><tr><th>a</th><td style="text-align:right">cut off</td></tr></table>'
    assert any("cut" in fault for fault in print_small(wide, tmp_path).faults)


def test_a_document_that_does_not_fit_is_a_fault(tmp_path):
    """The sizes of the letters are tried in turn first."""
    text = "<p style='font-size:1rem'>" + "word " * 3000 + "</p>"
    sizes = ("html{font-size:40pt}", "html{font-size:6pt}")
    assert print_small(text, tmp_path, pages=2, sizes=sizes).faults == ()
    (fault,) = print_small(text, tmp_path, pages=1, sizes=sizes).faults
    assert "must have 1" in fault


class _Absent:
    """Stands for a package that cannot be imported."""

    def __init__(self, error):
        self.error = error

    def find_spec(self, name, path=None, target=None):  # noqa: ARG002
        """Refuse one package."""
        if name == "weasyprint":
            raise self.error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ImportError("No module named 'weasyprint'"), ["pip install", "compare[pdf]", "No notebook was run"]),
        (OSError("cannot load library 'libpango-1.0-0'"), ["libpango", "apt install libpango-1.0-0", "No notebook was run"]),  # noqa: E501
    ],
)  # fmt: skip
def test_without_what_prints_a_run_says_how_to_get_it(monkeypatch, capsys, tmp_path, error, expected):
    """Before any notebook is run, with the code for a wrong call."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_Absent(error), *sys.meta_path])
    monkeypatch.setattr(produce, "plan", lambda *_: pytest.fail("the run went on"))
    assert main(["report", "--pdf", "--output", str(tmp_path / "site")]) == 2
    told = capsys.readouterr().err
    assert [words for words in expected if words not in told] == []
    assert not (tmp_path / "site").exists()


FOOT = '<footer><ul class="links">\n{papers}<li><a href="sources.html">Sources</a></li>\n</ul></footer>'


def test_pages_name_the_documents_of_their_language_once():
    """However often; other files and pages of no language stay as they are."""
    papers = {"en": (pdf.Paper("brief", 2, 40_000), pdf.Paper("report", 400, 6_000_000))}
    before = FOOT.format(papers="").encode()
    pages = dict.fromkeys(("en/a.html", "sv/a.html", "index.html", "en/a.csv", "editions/1/en/a.html"), before)
    once = pdf.link_pages(pages, papers)
    assert pdf.link_pages(once, papers) == once
    assert once["en/a.html"].count(b".pdf") == 2
    assert [name for name in once if once[name] != before] == ["en/a.html"]
    assert pdf.link_pages(once, {}) == pages


def test_documents_of_the_run_before_go_with_their_links(tmp_path):
    """A page that was carried over names no document of older pages; an edition keeps its own."""
    paper = '<li class="paper"><a href="report.pdf">Report</a></li>\n'
    kept = ("en/report.pdf", "editions/2026-11-25/en/report.pdf")
    for name in (*kept, "en/a.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(FOOT.format(papers=paper), encoding="utf-8")
    pdf.relink(tmp_path, {})
    assert [(tmp_path / name).exists() for name in kept] == [False, True]
    assert (tmp_path / "en/a.html").read_text(encoding="utf-8") == FOOT.format(papers="")


@pytest.mark.slow
def test_documents_come_with_the_run_that_makes_them_and_go_with_the_next(tmp_path):
    """Two pages name them with their length and size, the foot of each page links to them; a run without has none."""
    site, wanted = tmp_path / "site", ["--goal", "14", "--language", "sv"]
    assert main(["report", "--pdf", *wanted, "--output", str(site)]) == 0
    pages = {path.name: path.read_text(encoding="utf-8") for path in (site / "sv").glob("*.html")}
    named = {name: html.count('href="report.pdf"') for name, html in pages.items()}
    assert named == {name: 1 + (name in LISTED) for name in pages}
    length = len(PdfReader(site / "sv" / "report.pdf").pages)
    for name in LISTED:
        assert re.search(rf"pdf, {length} sidor, \d+\s+kB", pages[name]), name
    assert len(PdfReader(site / "sv" / "brief.pdf").pages) == PAGES
    assert main(["report", *wanted, "--output", str(site)]) == 0
    assert list(site.rglob("*.pdf")) == []
    assert [path for path in site.rglob("*.html") if ".pdf" in path.read_text(encoding="utf-8")] == []
