"""A small site for tests of runs: three goals in two languages, their notebook, and a start page for each language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from compare.catalogue.partnerships import Edition
from compare.reports import downloads, inputs, pages, render, start, work
from compare.reports import produce as module
from compare.reports import run as steps
from reports.notebooks import write_notebook

DAY = date(2026, 11, 25)
PAGE = """<!doctype html>
<html lang="{language}"><head><title>{path}</title><meta name="viewport" content="width=device-width"></head>
<body><a href="#content">Skip</a><header><p>Two places</p></header><nav><a href="{start}">Start</a></nav>
<main id="content"><h1>{path}</h1><p>{text}</p><p><a href="{files}/{stem}.csv">CSV</a></p>
<p><a class="c" href="goal-03.html#content">third goal</a></p></main>
<footer><p>End</p></footer></body></html>
"""


@dataclass(frozen=True)
class Page:
    """A page as the plan has it."""

    path: str
    language: str
    goal: str | None = None
    notebook: str = ""
    parameters: dict = field(default_factory=dict, compare=False)
    label: str = "page"
    indicator: str | None = None
    kind: str = "goal"


@dataclass(frozen=True)
class Site:
    """A site as the plan has it."""

    partnership: SimpleNamespace
    pages: tuple
    editions: tuple = ()
    goals_have_indicators: bool = False

    def beside(self, wanted):
        """The pages of indicators that come with those of the wanted goals."""
        homes = {(page.language, page.goal) for page in wanted if page.kind == "goal"}
        return tuple(page for page in self.pages if page.indicator and (page.language, page.goal) in homes)


class Digests:
    """The notebook and what the page is asked for."""

    def __init__(self, *_):
        self.notebooks = work.notebook_folder()

    def of(self, page):
        """The digest of a page."""
        return f"{page.path} {inputs.digest_file(self.notebooks / page.notebook)} {FIGURES.get(page.goal, '')}"


#: Goal -> its figures, where a test revises them.
FIGURES = {}


def told(partnership):
    """How pages tell their edition."""
    return f"Edition {partnership.edition.number} of {partnership.edition.date}"


def lay_out(partnership, published=()):
    """A comparison, as far as a run looks at it."""
    edition = Edition(number=published.get(DAY, 1), date=DAY)
    return SimpleNamespace(partnership=SimpleNamespace(id=partnership, edition=edition))


def fill(page, text):
    """The files of a page that says `text`."""
    folder, stem = page.path.rpartition("/")[0], page.path.rpartition("/")[2].removesuffix(".html")
    html = PAGE.format(path=page.path, language=page.language, start="index.html", files="files", stem=stem, text=text)
    return {page.path: html.encode(), f"{folder}/files/{stem}.csv": f"text\n{text}\n".encode()}


def build(folder, monkeypatch):
    """Let runs plan, lay out and render this small site, from notebooks in `folder`."""
    write_notebook(folder / "goal.ipynb", "## Findings", "print(f'goal {goal} one')", parameters='goal: str = "1"')
    goals = [Page(f"{code}/goal-0{n}.html", code, n, "goal.ipynb", {"goal": n}) for code in ("sv", "en") for n in "123"]
    fixed = [Page(f"{code}/index.html", code) for code in ("sv", "en")]

    def plan(partnership, wanted, languages, _):
        chosen = [page for page in goals if (not wanted or page.goal in wanted)]
        chosen = [page for page in chosen if (not languages or page.language in languages)]
        return chosen, Site(SimpleNamespace(id=partnership), (*fixed, *goals))

    def shared(site, comparison):
        pages = [page for page in site.pages if not page.notebook]
        text = f"start of {comparison.partnership.id}"
        return {name: content for page in pages for name, content in fill(page, text).items()}

    def render_page(executed, page, _):
        return fill(page, "".join(item.text for cell in executed.cells for item in cell.get("outputs", [])))

    monkeypatch.setattr(module, "plan", plan)
    monkeypatch.setattr(steps, "_add_indicators", lambda whole, *_: (whole, ()))
    monkeypatch.setattr(steps, "_shared", shared)
    monkeypatch.setattr(work, "notebook_folder", lambda: folder)
    monkeypatch.setattr(pages, "Digests", Digests)
    monkeypatch.setattr(pages, "tell_editions", lambda site: dict.fromkeys(("sv", "en"), told(site.partnership)))
    monkeypatch.setattr(inputs, "notebook_folder", lambda: folder)
    monkeypatch.setattr(start, "render_editions", lambda *_: {})
    monkeypatch.setattr(downloads, "render_lists", lambda *_: {})
    monkeypatch.setattr(steps, "_lay_out", lambda partnership, published, *_: lay_out(partnership, published))
    monkeypatch.setattr(render, "render_page", render_page)


def rewrite(world, cell):
    """Change what the notebook does."""
    write_notebook(world / "goal.ipynb", "## Findings", cell, parameters='goal: str = "1"')


def texts(site):
    """What each page of the site says."""
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8").split("<p>")[2].split("<")[0].strip()
        for path in sorted(site.rglob("*.html"))
        if path.relative_to(site).parts[0] != "editions"
    }


WHOLE = {f"{code}/goal-0{n}.html": f"goal {n} one" for code in ("en", "sv") for n in "123"} | {
    "en/index.html": "start of x", "sv/index.html": "start of x",
}  # fmt: skip
