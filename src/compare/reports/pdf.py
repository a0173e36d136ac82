"""The PDFs of a site: a brief of two pages and the full report in each language, laid beside the pages and linked.

In: a folder with all pages of a site, its plan and comparison. Out: `check_engine`, `make_papers`, `link_pages`,
`relink`.
Never: a document of other pages than those beside it, a link to one that was not made, a document of the run before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from compare.presentation.language import speak
from compare.presentation.parts_base import el
from compare.presentation.parts_papers import PAPERS, Paper, name_paper, tell_paper
from compare.reports.pdf_brief import PAGES, SIZES, compose_brief
from compare.reports.pdf_engine import Printed, Sheet, check_engine, print_sheets
from compare.reports.pdf_frame import build_style
from compare.reports.pdf_report import compose_report

if TYPE_CHECKING:
    from compare.comparison.model import Comparison
    from compare.reports.site import Site

__all__ = ["Papers", "check_engine", "link_pages", "make_papers", "relink"]

#: Language -> its documents, in the order in which they are named.
Papers = dict[str, tuple[Paper, ...]]
#: The list of links in the foot of a page, with the documents that a run before put in front of it.
_FOOT = re.compile(r'(<ul class="links">\n)(?:<li class="paper">.*?</li>\n)*')


def make_papers(folder: Path, site: Site, comparison: Comparison, at_once: int = 1) -> tuple[Papers, list[str]]:
    """Print the documents into `folder`.

    Parameters
    ----------
    folder : pathlib.Path
        All pages of `site` with their files.
    at_once : int
        How many documents are laid out side by side, if there is memory for them.

    Returns
    -------
    papers : dict
        What was made, by language.
    faults : list of str
        What is wrong with it, each with its document.
    """
    codes = site.languages
    sheets = [sheet for kind in ("report", "brief") for sheet in _compose(kind, codes, folder, site, comparison)]
    done = {printed.name: printed for printed in print_sheets(sheets, at_once)}
    for name, printed in done.items():
        (folder / name).write_bytes(printed.content)
    papers = {code: tuple(_describe(kind, done[f"{code}/{name_paper(kind)}"]) for kind in PAPERS) for code in codes}
    return papers, [fault for sheet in sheets for fault in done[sheet.name].faults]


def link_pages(pages: Mapping[str, bytes], papers: Papers) -> dict[str, bytes]:
    """Pages with the documents of their language in their foot, and no link to one that is not there.

    Parameters
    ----------
    pages : mapping of str to bytes
        Path from the site's root -> content; other files and pages of no language are given back as they are.
    """
    linked = {}
    for name, content in pages.items():
        language = name.partition("/")[0] if name.endswith(".html") and name.count("/") == 1 else ""
        linked[name] = _link(content, language, papers.get(language, ())) if language else content
    return linked


def relink(folder: Path, papers: Papers) -> None:
    """Let all pages in `folder` link to `papers`, and remove the documents of the run before that came along."""
    made = {f"{code}/{name_paper(paper.kind)}" for code, some in papers.items() for paper in some}
    for kind in PAPERS:
        for path in folder.glob(f"*/{name_paper(kind)}"):
            if path.relative_to(folder).as_posix() not in made:
                path.unlink()
    for path in folder.glob("*/*.html"):
        before = path.read_bytes()
        (after,) = link_pages({path.relative_to(folder).as_posix(): before}, papers).values()
        if after != before:
            path.write_bytes(after)


def _compose(kind: str, codes: Sequence[str], folder: Path, site: Site, comparison: Comparison) -> list[Sheet]:
    sheets = []
    for code in codes:
        brief = kind == "brief"
        html = compose_brief(comparison, site, code) if brief else compose_report(folder, site, code)
        fit = {"pages": PAGES, "sizes": SIZES} if brief else {}
        name, style = f"{code}/{name_paper(kind)}", build_style(site, speak(code))
        sheets.append(Sheet(name, html, style, folder / code, site.partnership.edition.date, **fit))
    return sheets


def _describe(kind: str, printed: Printed) -> Paper:
    return Paper(kind, printed.pages, len(printed.content))


def _link(content: bytes, language: str, papers: Sequence[Paper]) -> bytes:
    spoken = speak(language) if papers else None
    links = Markup("").join(
        el("li", el("a", tell_paper(paper.kind, spoken), href=name_paper(paper.kind)), class_="paper") + Markup("\n")
        for paper in papers
    )
    return _FOOT.sub(lambda match: match[1] + str(links), content.decode("utf-8"), count=1).encode("utf-8")
