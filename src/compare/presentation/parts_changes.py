"""The page of what has changed: run by run, the newest first, by goal and indicator.

In: a `Speaker`. Out: `show_changes_title`, `show_changes`, `show_changes_further`, `link_changes`.
Never: a date of access told as a change, a change left out without a way to it, a page too heavy for a slow connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from compare.comparison.changes import Change
from compare.presentation.language import speak
from compare.presentation.narrative_changes import (
    Double,
    find_doubles,
    find_gone,
    tell_change,
    tell_counts,
    tell_moment,
    tell_title_of,
)
from compare.presentation.parts_base import Part, el, join_markup, make_part
from compare.presentation.parts_goal import draw_notice
from compare.presentation.parts_links import Speaker, further_name, page_address, page_name, tell_title
from compare.presentation.parts_sections import draw_page

HOME = page_name("changes")
FEED, FILE = "changes.atom", "../changes.json"
#: Bytes of changes on a page, and how many pages there are: what is older is in the file.
ROOM, PAGES = 40_000, 5
_HEADING = 400


@dataclass(frozen=True)
class _Item:
    """The changes of one indicator in one run, drawn; with the headings that it stands under."""

    found: str
    goal: str
    markup: Markup


def show_changes_title(speaker: Speaker) -> Part:
    """The question, and what counts as a change."""
    text = speaker.language.text
    lead = text(
        "Each time these pages are made, their figures are compared with those before: new and revised figures, and "
        "what follows from them, are listed here. That a figure was fetched again is not a change."
    )
    title = tell_title("changes", speaker.partnership, speaker.catalogue, speaker.language)
    notice = draw_notice(speaker, speaker.comparison.results)
    return make_part(el("div", el("h1", title), el("p", lead, class_="lead"), notice, class_="title"))


def show_changes(speaker: Speaker) -> Part:
    """The newest changes, or one sentence where there are none; and how to follow them."""
    text, changes = speaker.language.text, speaker.comparison.changes
    ways = el(
        "ul",
        el("li", el("a", text("Follow the changes in a feed reader (Atom)"), href=FEED, type="application/atom+xml")),
        el("li", el("a", text("All changes as a file (JSON)"), href=FILE, type="application/json")),
        class_="get",
    )
    if not changes:
        nothing = text("Nothing has changed since these pages were first published.")
        return make_part(el("section", el("p", nothing), ways, id="changes"))
    pages = _spread(speaker)
    more = el("p", el("a", text("Earlier changes"), href=further_name(HOME, 1))) if len(pages) > 1 else None
    return make_part(el("section", ways, *_draw_items(speaker, pages[0]), more, id="changes"))


def show_changes_further(speaker: Speaker) -> Part:
    """The pages of earlier changes, each with a way back and on; what is older still is in the file."""
    pages = _spread(speaker)
    return make_part(*(_draw_further(speaker, pages, place) for place in range(1, min(len(pages), PAGES))))


def link_changes(speaker: Speaker) -> Markup:
    """What changed last, in a line that leads to all of it."""
    text, changes = speaker.language.text, speaker.comparison.changes
    if not changes:
        return el("p", el("a", text("What has changed"), href=HOME), class_="small")
    latest = [change for change in changes if change.found == changes[0].found]
    told = text("Changed on {date}: {what}", date=tell_moment(changes[0].found, speaker.language),
                what=tell_counts(latest, speaker.language))  # fmt: skip
    return el("p", told, ". ", el("a", text("What has changed"), href=HOME), class_="small")


def _draw_further(speaker: Speaker, pages: list[list[_Item]], place: int) -> Markup:
    text = speaker.language.text
    asked = tell_title("changes", speaker.partnership, speaker.catalogue, speaker.language)
    title = text("Earlier changes, page {n}", n=place + 1)
    back = el("p", el("a", text("Back to: {title}", title=asked), href=HOME))
    on = None
    if place + 1 < min(len(pages), PAGES):
        on = el("p", el("a", text("Earlier changes"), href=further_name(HOME, place + 1)))
    elif place + 1 < len(pages):
        words = text("Still earlier changes are in the file of all changes (JSON)")
        on = el("p", el("a", words, href=FILE, type="application/json"))
    head = el("div", el("h1", title), back, class_="title")
    return draw_page(further_name(HOME, place), title, head, el("section", *_draw_items(speaker, pages[place]), on))


def _spread(speaker: Speaker) -> list[list[_Item]]:
    """The changes over pages, each no heavier than it may be: the same ones on a page in every language.

    A page leads to its twin by the name of its own.
    """
    told = {code: list(_list_items(replace(speaker, language=speak(code)))) for code in speaker.partnership.languages}
    pages: list[list[_Item]] = [[]]
    left = ROOM
    for place, item in enumerate(told[speaker.language.code]):
        new_goal = not pages[-1] or (pages[-1][-1].found, pages[-1][-1].goal) != (item.found, item.goal)
        weight = max(len(items[place].markup.encode()) for items in told.values()) + (_HEADING if new_goal else 0)
        if weight > left and pages[-1]:
            pages.append([])
            left = ROOM
        pages[-1].append(item)
        left -= weight
    return pages


def _list_items(speaker: Speaker) -> Iterator[_Item]:
    """Run by run; within a run goal by goal, the sources last, in the catalogue's order of indicators."""
    order = {indicator: place for place, indicator in enumerate(speaker.catalogue.indicators)}

    def place(change: Change) -> tuple[bool, int, int, str]:
        number = int(change.goal) if change.goal.isdigit() else 99
        return bool(change.source), number, order.get(change.indicator, len(order)), change.indicator or change.source

    changes = speaker.comparison.changes
    gone, doubles = find_gone(changes, speaker.language), find_doubles(changes)
    for found, run in groupby(changes, key=lambda change: change.found):
        for _, group in groupby(sorted(run, key=place), key=place):
            told = list(group)
            goal = "source" if told[0].source else told[0].goal
            yield _Item(found, goal, _draw_item(speaker, told, gone, doubles))


def _draw_item(speaker: Speaker, changes: Sequence[Change], gone: dict[str, str], doubles: set[Double]) -> Markup:
    """An indicator, or a source, with its changes."""
    language, catalogue = speaker.language, speaker.catalogue
    title: Markup | str = tell_title_of(changes[0], catalogue, language, gone)
    shown = next((one for one in speaker.comparison.results if one.indicator.id == changes[0].indicator), None)
    if shown is not None:
        title = el("a", title, href=page_address(shown, speaker.comparison))
    told = (tell_change(change, catalogue, language, doubles).sentence(language) for change in changes)
    return el("li", el("b", title), el("ul", *(el("li", sentence) for sentence in told)))


def _draw_items(speaker: Speaker, items: Iterable[_Item]) -> Iterator[Markup]:
    """Headings for runs and goals, with the items under them."""
    days = [found[:10] for found in {change.found for change in speaker.comparison.changes}]
    for found, run in groupby(items, key=lambda item: item.found):
        yield _draw_run(speaker, found, clock=days.count(found[:10]) > 1)
        for goal, group in groupby(run, key=lambda item: item.goal):
            yield el("h3", _name_goal(speaker, goal))
            yield el("ul", *(item.markup for item in group))


def _draw_run(speaker: Speaker, found: str, *, clock: bool) -> Markup:
    """When it was, with which edition the changes came, and how many there are."""
    language = speaker.language
    run = [change for change in speaker.comparison.changes if change.found == found]
    moment = tell_moment(found, language, clock=clock)
    words = language.text("{moment}: edition {number}", moment=moment, number=run[0].edition)
    heading = el("h2", language.capital(words), id=f"found-{found.replace(':', '')}")
    return join_markup((heading, el("p", language.sentence(tell_counts(run, language)))), "\n")


def _name_goal(speaker: Speaker, goal: str) -> str:
    text = speaker.language.text
    if goal == "source":
        return text("Sources")
    if goal not in speaker.catalogue.goals:
        return text("Background")
    title = speaker.language.of(speaker.catalogue.goals[goal].title)
    return text("Goal {number}: {title}", number=goal, title=title)
