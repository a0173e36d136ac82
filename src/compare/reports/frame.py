"""What stands around a page's content: names, menu, links to the other language, edition, footer.

In: a `Page` and its `Site`. Out: `build_frame`, `build_choice`: plain data for the template.
Never: markup, a link to a page that the site does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from compare.presentation.language import Language, mark, speak
from compare.presentation.parts_changes import FEED
from compare.presentation.parts_links import MENU, page_name, tell_edition, tell_title
from compare.reports.search import SCRIPT, name_data
from compare.reports.site import Page, Site

#: How a language calls itself.
OWN_NAMES = {"sv": "Svenska", "en": "English"}
#: Pages on which a script may put a search box.
SEARCHED = ("index", "indicators")
#: What stands before and after a page: goals, or indicators.
_NEIGHBOURS = {False: mark("Goals before and after"), True: mark("Indicators before and after")}
_DESCRIPTION = mark("Open statistics on {a} and {b}, side by side, with the source of every figure.")


def build_frame(page: Page, site: Site) -> tuple[dict[str, Any], Callable[..., str]]:
    """The frame's data and the function that puts the template's own words into the page's language."""
    language = speak(page.language)
    partnership = site.partnership
    name = language.of(partnership.title)
    return {
        # Not "indicator": a section of a goal's page is called so.
        "language": page.language, "kind": "single" if page.indicator else page.kind,
        "goal": page.goal, "title": page.title,
        "site_name": name, "brand": name, "description": _describe(page, site, language), "root": "../",
        "twins": [
            {"language": twin.language, "href": f"../{twin.path}", "label": OWN_NAMES.get(twin.language, twin.language)}
            for twin in site.twins(page)
        ],
        "menu": _menu(page, site, language),
        "neighbours": _neighbours(page, site, language),
        "neighbours_are": language.text(_NEIGHBOURS[page.indicator is not None]),
        "feed": FEED if site.find("changes", page.language) is not None else "",
        "scripts": [name_data(page.language), SCRIPT] if page.kind in SEARCHED else [],
        "edition": tell_edition(partnership, language),
        "published_by": language.text("Published by: {publisher}", publisher=language.of(partnership.publisher)),
        "foot": _foot(page, site, language),
    }, language.text  # fmt: skip


def build_choice(code: str, site: Site) -> dict[str, str]:
    """What the page at the site's root says of one language, in that language."""
    language, partnership = speak(code), site.partnership
    return {
        "language": code, "own_name": OWN_NAMES.get(code, code), "href": f"{code}/{page_name('index')}",
        "site_name": language.of(partnership.title), "skip": language.text("Skip to the content"),
        "title": tell_title("index", partnership, site.catalogue, language),
        "description": language.text(_DESCRIPTION, **site.names(language)),
        "edition": tell_edition(partnership, language),
        "published_by": language.text("Published by: {publisher}", publisher=language.of(partnership.publisher)),
    }  # fmt: skip


def _describe(page: Page, site: Site, language: Language) -> str:
    names = site.names(language)
    if page.indicator is not None:
        return language.text("{title}: open statistics on {a} and {b}, with the source of every figure.",
                             title=page.title, **names)  # fmt: skip
    if page.goal is None:
        return language.text(_DESCRIPTION, **names)
    title = language.of(site.catalogue.goals[page.goal].title)
    return language.text(
        "Goal {number}, {title}: open statistics on {a} and {b}, side by side, with the source of every figure.",
        number=page.goal, title=title, **names,
    )  # fmt: skip


def _menu(page: Page, site: Site, language: Language) -> list[dict[str, object]]:
    items = []
    for kind in ("partnership", "overview", "indicators", "coverage", "method"):
        if site.find(kind, page.language) is not None:
            items.append({"href": page_name(kind), "label": language.text(MENU[kind]), "current": _mark(page, kind)})
    if site.goals(page.language):
        goals = {"href": f"{page_name('index')}#goals", "label": language.text("The 17 goals"), "current": ""}
        items.insert(1, goals)
    return items


def _mark(page: Page, kind: str) -> str:
    """Whether an item of the menu leads to this very page, or to the page that this one continues."""
    if page.kind != kind:
        return ""
    return "page" if page.name == page_name(kind) else "true"


def _neighbours(page: Page, site: Site, language: Language) -> list[dict[str, str]]:
    """The goals before and after a goal's page, or the indicators of the same goal before and after an indicator's."""
    if page.indicator is not None:
        near = site.neighbours(page)
        return _take_near([{"href": item.name, "label": item.title} for item in near], near.index(page))
    if page.goal is None:
        return []
    row = [item.goal for item in site.goals(page.language)]
    place = row.index(page.goal) if page.goal in row else -1
    known = site.catalogue.goals
    links = [
        {
            "href": page_name("goal", goal),
            "label": language.text("Goal {number}: {title}", number=goal, title=language.of(known[goal].title)),
        }
        for goal in row
    ]
    return _take_near(links, place) if place >= 0 else []


def _take_near(links: list[dict[str, str]], place: int) -> list[dict[str, str]]:
    """The link before and the one after a place in a row."""
    found = [("prev", place - 1), ("next", place + 1)]
    return [{"rel": rel, **links[index]} for rel, index in found if 0 <= index < len(links)]


def _foot(page: Page, site: Site, language: Language) -> list[dict[str, str]]:
    links = []
    if site.find("changes", page.language) is not None:
        links.append({"href": page_name("changes"), "label": language.text("What has changed")})
    if site.find("sources", page.language) is not None:
        links.append({"href": page_name("sources"), "label": language.text("Sources and licences")})
    if site.find("downloads", page.language) is not None:
        links.append({"href": page_name("downloads"), "label": language.text("Downloads")})
    if site.find("editions", page.language) is not None:
        links.append({"href": page_name("editions"), "label": language.text("All editions")})
    if site.find("accessibility", page.language) is not None:
        links.append({"href": page_name("accessibility"), "label": language.text("Accessibility statement")})
    contact = site.partnership.contact
    links.append({"href": f"mailto:{contact}", "label": language.text("Report an error: {contact}", contact=contact)})
    return links
