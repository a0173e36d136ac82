"""The full report as one document: the pages of a site as chapters, with a title page, contents and an index.

In: the folder of a site, its plan, a language. Out: `compose_report`.
Never: a sentence that the pages do not have, a page that was made left out of its chapter, an id used twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markupsafe import Markup

from compare.presentation.language import speak
from compare.presentation.parts_base import el, join_markup
from compare.presentation.parts_links import MENU
from compare.presentation.parts_table import ROWS
from compare.reports.pdf_frame import frame_document
from compare.reports.pdf_tree import (
    collect_ids,
    drop_ids,
    is_way,
    link_up,
    read_main,
    remove,
    rename_ids,
    shift_headings,
    thin,
    write,
)
from compare.reports.site import Page, Site

if TYPE_CHECKING:
    from compare.presentation.language import Language

#: Chapters in the order of the site; a kind that stands here is one, what is left is for screens.
_ORDER = ("index", "partnership", "goal", "overview", "coverage", "method", "sources", "rights", "indicators")
#: Sections that a chapter has no use for: tiles that lead to other pages, and what is told once in the document.
_LEFT_OUT = {"made", "files", "themes", "goals"}
#: The section of a page that leads to its further pages: these stand in its place.
_MORE = "more"


@dataclass
class _Chapter:
    """A page of the site with its further ones, as one chapter."""

    page: Page
    body: Element

    @property
    def key(self) -> str:
        return self.page.name.removesuffix(".html")


def compose_report(folder: Path, site: Site, language: str) -> str:
    """The report as an HTML document.

    Parameters
    ----------
    folder : pathlib.Path
        The site as it will be published: its pages of one language lie in a folder of that name.
    site : Site
        Which pages it has.
    language : str
        Of the pages and the document.
    """
    spoken = speak(language)
    chapters = [_read_chapter(folder / language, page) for page in _list_pages(site, language)]
    find = _make_finder(chapters)
    for chapter in chapters:
        link_up(chapter.body, find)
    drop_ids(chapter.body for chapter in chapters)
    cover = _draw_cover(chapters, site, spoken)
    contents = _draw_contents(chapters, site, spoken)
    sections = [_draw_chapter(chapter, site, spoken) for chapter in chapters]
    return frame_document(join_markup((cover, contents, *sections), "\n"), site, spoken, "report")


def _list_pages(site: Site, language: str) -> list[Page]:
    """The pages that begin a chapter, in order."""
    own = [page for page in site.pages if page.language == language and page.kind in _ORDER]
    return sorted(own, key=lambda page: (_ORDER.index(page.kind), int(page.goal or 0)))


def _read_chapter(folder: Path, page: Page) -> _Chapter:
    """A page and its further ones, thinned, with ids of their own."""
    key = page.name.removesuffix(".html")
    html = (folder / page.name).read_text(encoding="utf-8")
    body = thin(read_main(html), lambda element: element.get("id") in _LEFT_OUT)
    if page.kind == "indicators":
        _set_as_index(body)
    shift_headings(body, lambda level: level if page.kind == "index" else level + 1)
    rename_ids(body, key)
    place = next((element for element in body.iter("section") if element.get("id") == f"{key}.{_MORE}"), None)
    parts = [_read_further(folder, name) for name in _list_further(folder, page.name, html)]
    if place is None:
        body.extend(parts)
    else:
        place.clear()
        place.tag, place.attrib["class"] = "div", "further"
        place.extend(parts)
    return _Chapter(page, body)


def _read_further(folder: Path, name: str) -> Element:
    """A further page as a part of its chapter: its title is a heading there, and the way back is left out."""
    body = thin(read_main((folder / name).read_text(encoding="utf-8")), is_way)
    sections = any(element.get("class") == "indicator" for element in body.iter("section"))
    if sections:  # the part's heading says what they are
        for parent in list(body.iter()):
            for child in [child for child in parent if child.get("id") == "figures-h"]:
                remove(parent, child)
    shift_headings(body, lambda level: level + (2 if level == 1 or not sections else 1))
    body.set("id", "")
    rename_ids(body, name.removesuffix(".html"))
    body.set("id", name.removesuffix(".html"))
    body.set("class", "further")
    return body


def _set_as_index(body: Element) -> None:
    """The list of indicators as an index: codes before the page number, and no word on where links lead on the site."""
    for parent in list(body.iter()):
        for child in [child for child in parent if child.get("class") == "lead"]:
            remove(parent, child)
        link = parent[0] if parent.tag == "li" and len(parent) == 2 else None
        if link is not None:
            code = parent[1]
            parent.remove(code)
            link.append(code)


def _list_further(folder: Path, name: str, html: str) -> list[str]:
    """The further pages of a page, in the order in which they are led to, one from the other."""
    stem = name.removesuffix(".html")
    pattern = re.compile(rf'href="({re.escape(stem)}-[a-z0-9-]+\.html)[#"]')
    found: list[str] = []
    waiting = [html]
    while waiting:
        for other in pattern.findall(waiting.pop(0)):
            if other not in found and other != name:
                found.append(other)
                waiting.append((folder / other).read_text(encoding="utf-8"))
    return found


def _make_finder(chapters: Iterable[_Chapter]):
    """What gives the place in the document that an address of the site means, or None."""
    ids = {one for chapter in chapters for one in collect_ids(chapter.body)}
    keys = {chapter.key for chapter in chapters}
    # An indicator that has a page of its own has its section in the chapter of its goal all the same.
    sections = {
        element.get("id", "").partition(".")[2]: element.get("id", "")
        for chapter in chapters for element in chapter.body.iter("section") if element.get("class") == "indicator"
    }  # fmt: skip

    def find(href: str) -> str | None:
        page, _, part = href.partition("#")
        stem = page.removesuffix(".html")
        if part and f"{stem}.{part}" in ids:
            return f"{stem}.{part}"
        if stem.startswith("indicator-"):
            return sections.get(stem.removeprefix("indicator-"))
        return stem if stem in keys | ids else None

    return find


def _draw_cover(chapters: list[_Chapter], site: Site, language: Language) -> Markup:
    """Whose report it is, of when, and what it holds; the words are those of the front page."""
    text = language.text
    front = next(chapter for chapter in chapters if chapter.page.kind == "index")
    title = next(element for element in front.body.iter("div") if element.get("class") == "title")
    parent = next(element for element in front.body.iter() if title in list(element))
    remove(parent, title)
    holds = text(
        "This document holds the pages of this edition in one piece. A table by year has the newest {n} rows at most, "
        "as on the pages; the files beside the pages have every year.", n=language.number(ROWS, 0),
    )  # fmt: skip
    contact, publisher = site.partnership.contact, language.of(site.partnership.publisher)
    return el(
        "section", el("p", language.of(site.partnership.title), class_="brand"), Markup(write([title])),
        el("p", text("Published by: {publisher}", publisher=publisher)),
        el("p", el("a", text("Report an error: {contact}", contact=contact), href=f"mailto:{contact}")),
        el("p", holds), el("p", _tell_disclaimer(language), class_="small"), class_="cover",
    )  # fmt: skip


def _tell_disclaimer(language: Language) -> str:
    return language.text(
        "The colours and numbers of the Sustainable Development Goals are used for orientation. The United Nations has not "  # noqa: E501
        "approved this content, and it does not reflect the views of the United Nations, its officials or its member "
        "states."
    )


def _draw_contents(chapters: list[_Chapter], site: Site, language: Language) -> Markup:
    """Every chapter with its page number, which the style sheet counts."""
    items = [
        el("li", el("a", _name(chapter, site, language), href=f"#{chapter.key}"),
           el("small", chapter.page.title) if chapter.page.kind not in ("index", "indicators") else None)
        for chapter in chapters
    ]  # fmt: skip
    return el("section", el("h2", language.text("Contents")), el("ul", *items), class_="contents")


def _draw_chapter(chapter: _Chapter, site: Site, language: Language) -> Markup:
    goal = chapter.page.goal
    name = _name(chapter, site, language)
    heading = next(chapter.body.iter("h2"))
    heading.set("data-name", name)
    return el(
        "section", Markup(write(list(chapter.body))), id=chapter.key,
        class_=f"chapter {chapter.page.kind}{f' g{goal}' if goal else ''}",
    )  # fmt: skip


def _name(chapter: _Chapter, site: Site, language: Language) -> str:
    """What the contents and the bookmarks call a chapter."""
    if chapter.page.kind == "index":
        return "".join(next(chapter.body.iter("h2")).itertext())
    if chapter.page.goal is None:
        return language.text(MENU[chapter.page.kind])
    title = language.of(site.catalogue.goals[chapter.page.goal].title)
    return language.text("Goal {number}: {title}", number=chapter.page.goal, title=title)
