"""A page is what its notebook's calls gave, in a frame of its own language; nothing is lost, nothing else is on it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from nbformat import v4

from compare.errors import ReportError, UnknownCodeError
from compare.presentation.parts import Pages
from compare.presentation.parts_base import Part, el, embed, make_part
from compare.reports import render
from compare.reports.downloads import render_lists
from compare.reports.lint import lint_site
from compare.reports.render import render_assets, render_entrance, render_page, render_parts, style_on
from compare.reports.site import Site, add_indicators, make_page, plan_fixed, plan_pages, plan_site
from compare.reports.start import render_fixed
from page_scenes import catalogue, comparison, partnership


@pytest.fixture(scope="module")
def site() -> Site:
    """The plan of the invented site: two goals, two languages."""
    return plan_site(partnership(), catalogue())


def notebook(*outputs: dict[str, str], **more: object) -> object:
    """An executed notebook whose code cells gave `outputs`."""
    cells = [v4.new_markdown_cell("# A note to analysts")]
    for data in outputs:
        output = v4.new_output("execute_result", data=data, execution_count=1, **more)
        cells.append(v4.new_code_cell("secret_call()", outputs=[output]))
    return v4.new_notebook(cells=cells)


def html_of(files: dict[str, bytes]) -> str:
    """The page among the files of `render_page`."""
    return next(content for path, content in files.items() if path.endswith(".html")).decode("utf-8")


def test_the_plan_has_a_page_for_each_goal_and_chapter_in_each_language():
    """Two goals and four chapters in two languages; with seventeen goals it is forty-two pages."""
    pages = plan_pages(partnership(), catalogue())
    assert [page.path for page in pages if page.language == "sv"] == [
        "sv/partnership.html", "sv/overview.html", "sv/goal-05.html", "sv/goal-11.html", "sv/coverage.html",
        "sv/changes.html",
    ]  # fmt: skip
    assert len(pages) == 12
    names = [[page.name for page in pages if page.language == code] for code in ("sv", "en")]
    assert names[0] == names[1]
    goals = {str(n): catalogue().goals["5"].model_copy(update={"number": str(n)}) for n in range(1, 18)}
    assert len(plan_pages(partnership(), replace(catalogue(), goals=goals))) == 42


def test_a_plan_for_some_goals_and_languages():
    """Only what was asked for; codes that do not exist are errors."""
    pages = plan_pages(partnership(), catalogue(), goals=["11"], languages=["en"])
    assert [(page.path, page.notebook, page.parameters) for page in pages] == [
        ("en/goal-11.html", "03_goal.ipynb", {"partnership": "lund-francistown", "language": "en", "goal": "11"}),
    ]
    with pytest.raises(UnknownCodeError, match="goal '12'"):
        plan_pages(partnership(), catalogue(), goals=["12"])
    with pytest.raises(UnknownCodeError, match="language"):
        plan_pages(partnership(), catalogue(), languages=["de"])


def test_titles_of_pages_are_unique_in_each_language(site):
    """Two tabs of a browser can be told apart."""
    for code in site.languages:
        titles = [page.title for page in site.pages if page.language == code]
        assert len(titles) == len(set(titles))


def test_outputs_stand_in_order_and_nothing_else_of_the_notebook(site):
    """Code, notes, prompts, streams and text twins stay in the notebook."""
    page = site.find("goal", "en", "11")
    made = notebook({"text/html": "<h1>First</h1>", "text/plain": "TWIN"}, {"text/html": "<p>Second</p>"})
    made.cells[1].outputs.append(v4.new_output("stream", name="stderr", text="/home/someone/x.py: Warning"))
    html = html_of(render_page(made, page, site))
    assert html.index("<h1>First</h1>") < html.index("<p>Second</p>")
    for word in ("secret_call", "note to analysts", "TWIN", "someone", "In [", "<script", "<style"):
        assert word not in html


def test_the_frame_speaks_the_pages_language_and_leads_to_its_twin(site):
    """Language, title, menu and the link to the same page in the other language."""
    page = site.find("goal", "sv", "11")
    html = html_of(render_page(notebook({"text/html": "<h1>x</h1>"}), page, site))
    assert '<html lang="sv">' in html
    assert "<title>Hur är luften? – Lund och Francistown</title>" in html
    assert '<a href="../en/goal-11.html" hreflang="en" lang="en">English</a>' in html
    assert '<link rel="alternate" hreflang="en" href="../en/goal-11.html">' in html
    assert '<a class="skip" href="#content">Hoppa till innehållet</a>' in html
    assert "Utgåva 1 · 25 november 2026 · utkast" in html
    assert '<a href="goal-05.html" rel="prev">Mål 5: Jämställdhet</a>' in html
    assert 'rel="next"' not in html


def test_the_frame_links_only_to_pages_that_the_site_has():
    """A run for one goal in one language has no twin, no neighbour and no chapter to lead to."""
    alone = Site(partnership(), catalogue(), plan_pages(partnership(), catalogue(), ["5"], ["en"]))
    html = html_of(render_page(notebook({"text/html": "<h1>x</h1>"}), alone.pages[0], alone))
    for name in ("goal-11.html", "partnership.html", "coverage.html", "accessibility.html", "../sv/"):
        assert name not in html


def test_the_page_that_is_open_is_marked_in_the_menu(site):
    """One item of the menu, and only on its own page."""
    made = notebook({"text/html": "<h1>x</h1>"})
    html = html_of(render_page(made, site.find("coverage", "en"), site))
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', html) == ["coverage.html"]


def test_a_further_page_marks_the_page_that_it_continues(site):
    """The menu says where the reader is, and not that the link leads to the page that is open."""
    block = el("article", el("h1", "More"), data_page="coverage-goals.html", data_title="More")
    files = render_parts([make_part(el("h1", "First")), make_part(block)], site.find("coverage", "en"), site)
    further = files["en/coverage-goals.html"].decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="true">', further) == ["coverage.html"]
    assert 'aria-current="page"' not in further


def test_embedded_files_become_files_beside_the_page(site):
    """Pictures and downloads leave the page, and relative links to them stay."""
    part = make_part(
        el("figure", el("picture", el("source", srcset=embed("narrow", "image/svg+xml"), data_file="a-narrow.svg"),
           el("img", src=embed("wide", "image/svg+xml"), data_file="a.svg", alt="A > B")), el("figcaption", "F")),
        el("a", "CSV", href=embed("x;y\n", "text/csv"), data_file="a.csv", download="a.csv"),
    )  # fmt: skip
    files = render_parts([part], site.find("coverage", "en"), site)
    assert {path: files[path] for path in files if "/files/" in path} == {
        "en/files/a-narrow.svg": b"narrow", "en/files/a.svg": b"wide", "en/files/a.csv": b"x;y\n",
    }  # fmt: skip
    html = html_of(files)
    assert '<source srcset="files/a-narrow.svg">' in html
    assert '<img src="files/a.svg" alt="A &gt; B">' in html
    assert '<a href="files/a.csv" download>CSV</a>' in html
    assert "data:" not in html
    assert "data-file" not in html


def test_a_file_that_all_languages_share_lies_beside_their_folders(site):
    """It is there once, and each page leads to it."""
    link = el("a", "CSV", href=embed("a,b\n", "text/csv"), data_shared="a.csv", download="a.csv")
    made = [render_parts([make_part(link)], site.find("coverage", code), site) for code in ("sv", "en")]
    assert made[0]["files/a.csv"] == made[1]["files/a.csv"] == b"a,b\n"
    assert '<a href="../files/a.csv" download>CSV</a>' in html_of(made[0])
    assert "data-shared" not in html_of(made[0])


def test_a_block_for_a_further_page_becomes_a_page_of_its_own(site):
    """It has its own title, its files, and the same page of the other language as its twin."""
    link = el("a", "CSV", href=embed("x", "text/csv"), data_file="b.csv", download="b.csv")
    block = el("article", el("h1", "More"), link, data_page="goal-11-2.html", data_title="More & more")
    page = site.find("goal", "en", "11")
    files = render_parts([make_part(el("h1", "First")), make_part(block)], page, site)
    assert list(files) == ["en/goal-11.html", "en/goal-11-2.html", "en/files/b.csv"]
    first, second = files["en/goal-11.html"].decode(), files["en/goal-11-2.html"].decode()
    assert "More" not in first.partition("<main")[2].partition("</main>")[0]
    assert "<title>More &amp; more – Lund and Francistown</title>" in second
    assert '<a href="../sv/goal-11-2.html" hreflang="sv" lang="sv">' in second
    assert "<article" not in second


def test_two_files_of_one_name_are_a_fault(site):
    """One would overwrite the other without a word."""
    links = [el("a", "x", href=embed(content, "text/csv"), data_file="a.csv") for content in ("1", "2")]
    with pytest.raises(ReportError, match=r"two different files are called a\.csv"):
        render_parts([make_part(*links)], site.find("coverage", "en"), site)


def test_an_embedded_file_without_a_name_is_a_fault(site):
    """It would stay inside the page and make it heavy."""
    with pytest.raises(ReportError, match="without a name"):
        render_parts([make_part(el("img", src=embed("x", "image/png"), alt="x"))], site.find("coverage", "en"), site)


def test_a_template_that_drops_outputs_is_found(site, monkeypatch):
    """A page that lost its figures has no fault that a checker of accessibility would see."""
    original = render._export
    monkeypatch.setattr(render, "_export", lambda *given: original(*given).replace("<figure>", "<div>"))
    figure = make_part(el("figure", el("figcaption", "F")), el("figure", el("figcaption", "G")))
    with pytest.raises(ReportError, match="2 <figure> were made and 0 arrived"):
        render_parts([figure], site.find("coverage", "en"), site)


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (v4.new_notebook(), "no output to show"),
        (notebook({"text/plain": "<object at 0x1>"}), "no part of a page: <object"),
        (v4.new_notebook(cells=[v4.new_code_cell(outputs=[v4.new_output("error", ename="KeyError", evalue="'x'")])]),
         "KeyError"),
    ],
)  # fmt: skip
def test_a_notebook_that_gave_no_whole_page_is_a_fault(site, made, found):
    """No output, an output that is not a part, and a failed cell are told apart."""
    with pytest.raises(ReportError, match=found):
        render_page(made, site.find("coverage", "en"), site)


def test_rendering_twice_gives_the_same_bytes(site):
    """Nothing on a page depends on chance or the clock."""
    page = site.find("goal", "sv", "11")
    told = Pages(comparison(), "sv", goal="11")
    runs = [render_parts([told.title(), told.indicators()], page, site) for _ in range(2)]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 3


def test_goal_colours_get_readable_numbers():
    """White where it reaches 4.5:1, else black: yellow and orange get black numbers."""
    assert {style_on(colour) for colour in ("#FCC30B", "#FD9D24", "#FF3A21")} == {"#000"}
    assert {style_on(colour) for colour in ("#A21942", "#19486A", "#E5243B")} == {"#fff"}


def test_the_style_sheet_asks_nobody_and_has_the_goals_colours(site):
    """No address elsewhere, no import; one class for each goal of the catalogue."""
    sheet = render_assets(site)["assets/site.css"].decode("utf-8")
    assert "url(" not in sheet
    assert "@import" not in sheet
    assert ".g11{--goal:#FD9D24;--on-goal:#000}" in sheet


def test_the_entrance_offers_each_language_in_itself(site):
    """A reader finds the own language without knowing another."""
    html = html_of(render_entrance(site))
    assert '<a href="sv/index.html" hreflang="sv" lang="sv">Svenska</a>' in html
    assert '<section class="box" lang="en">' in html
    assert "http-equiv" not in html


def test_the_whole_invented_site_passes_the_gate(site, tmp_path):
    """Every page of both languages, linked to each other, without a fault."""
    site = add_indicators(site, comparison())
    files = render_fixed(site, comparison())
    for page in site.pages:
        if page.notebook and page.indicator is None:
            told = Pages(comparison(), page.language, goal=page.goal, kind=page.kind)
            files |= render_parts(shown(told), page, site)
    files |= render_lists(site, comparison(), {})
    for path, content in files.items():
        target: Path = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    assert lint_site(tmp_path, {page.path: {"language": page.language} for page in site.pages}) == []


def shown(page: Pages) -> list[Part]:
    """What the notebook of a page shows."""
    blocks = {
        "goal": ("title", "summary", "glance", "indicators", "learning", "further", "indicator_pages", "sources",
                 "made"),
        "partnership": ("title", "history", "themes", "further", "sources", "made"),
        "overview": ("title", "context", "further", "indicator_pages", "shares", "goals", "sources", "made"),
        "coverage": ("title", "coverage", "missing", "further", "sources", "made"),
        "changes": ("title", "changes", "further"),
    }[page.kind]
    return [getattr(page, block)() for block in blocks]


def test_fixed_pages_are_planned_beside_the_notebooks():
    """Start, list, sources, method, rights and accessibility exist in each language and have no notebook."""
    fixed = plan_fixed(partnership(), catalogue(), ["en"])
    names = ["index", "indicators", "sources", "downloads", "method", "rights", "editions", "accessibility"]
    assert [page.path for page in fixed] == [f"en/{name}.html" for name in names]
    assert not any(page.notebook or page.parameters for page in fixed)
    assert make_page("goal", "en", partnership(), catalogue(), "5").label == "goal 5, en"
