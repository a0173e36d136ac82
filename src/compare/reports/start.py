"""The pages without a notebook: each language's start, sources, method, rights, accessibility; the choice of language.

In: the `Site` and its `Comparison`. Out: `render_fixed`, paths from the site's root to bytes.
Never: a part that a notebook could not show, a redirect, a script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from compare.presentation.language import speak
from compare.presentation.parts_base import Part
from compare.presentation.parts_editions import show_editions
from compare.presentation.parts_front import (
    show_front_findings,
    show_front_questions,
    show_front_themes,
    show_front_title,
)
from compare.presentation.parts_index import show_index, show_search
from compare.presentation.parts_links import Speaker
from compare.presentation.parts_method import show_accessibility, show_method
from compare.presentation.parts_overview import show_goal_tiles
from compare.presentation.parts_papers import Paper, show_papers
from compare.presentation.parts_rights import show_rights
from compare.presentation.parts_sources import show_all_sources
from compare.reports.changes_log import render_log, tell_log
from compare.reports.downloads import render_figures, render_lists, weigh
from compare.reports.render import render_assets, render_entrance, render_parts
from compare.reports.search import render_search
from compare.reports.site import Site

if TYPE_CHECKING:
    from pathlib import Path

    from compare.comparison.model import Comparison

#: Kind of page -> its parts, in order.
PARTS: dict[str, tuple[Callable[[Speaker], Part], ...]] = {
    "index": (
        show_front_title, show_search, show_front_findings, show_front_questions, show_front_themes,
        show_goal_tiles,
    ),
    "indicators": (show_index,),
    "sources": (show_all_sources,),
    "method": (show_method,),
    "rights": (show_rights,),
    "accessibility": (show_accessibility,),
}  # fmt: skip
#: Before which part of the start the documents to print are named.
_PAPERS_AT = PARTS["index"].index(show_front_themes)


def render_fixed(site: Site, comparison: Comparison) -> dict[str, bytes]:
    """Every page of the site without a notebook, the page where a language is chosen, and what all pages share.

    The pages that list every file are left out: `downloads.render_lists` makes them once there is every file.
    """
    files = {**render_assets(site), **render_entrance(site), **render_search(site, comparison)}
    files |= render_log(tell_log(comparison), site)
    for page in site.pages:
        if page.kind in PARTS:
            speaker = Speaker(comparison, speak(page.language))
            files |= render_parts([show(speaker) for show in PARTS[page.kind]], page, site)
    return files | render_editions(site, comparison) | render_figures(site, comparison)


def render_front(
    site: Site, comparison: Comparison, papers: Mapping[str, Sequence[Paper]], folder: Path
) -> dict[str, bytes]:
    """Each language's start and list of files once more, with the documents made of the pages in `folder`."""
    files = render_lists(site, comparison, weigh(folder), papers)
    for page in site.pages:
        if page.kind == "index":
            speaker = Speaker(comparison, speak(page.language))
            parts = [show(speaker) for show in PARTS[page.kind]]
            parts.insert(_PAPERS_AT, show_papers(speaker, papers.get(page.language, ())))
            files |= render_parts(parts, page, site)
    return files


def render_editions(site: Site, comparison: Comparison, inside: date | None = None) -> dict[str, bytes]:
    """The list of editions in each language: of the newest pages, or as it is kept in the edition of a day."""
    files: dict[str, bytes] = {}
    for page in site.pages:
        if page.kind == "editions":
            speaker = Speaker(comparison, speak(page.language))
            files |= render_parts([show_editions(speaker, site.editions, inside)], page, site)
    return files
