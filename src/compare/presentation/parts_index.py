"""The list of all indicators, and the place where a script may put a search box.

In: a `Speaker`. Out: `show_index`, `show_search`.
Never: a search box without the script that makes it work, an indicator left out of the list.
"""

from __future__ import annotations

from markupsafe import Markup

from compare.presentation.index import OTHER, Entry, group_entries, list_entries
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_links import Speaker, further_name, page_name, tell_title
from compare.presentation.parts_sections import draw_page

#: Bytes for the list on one page; what is more follows on further pages, a letter never parted.
ROOM = 46_000
_HOME = page_name("indicators")

Groups = list[tuple[str, list[Entry]]]


def show_search(speaker: Speaker) -> Part:
    """The search box of the front page, and the way to the list for those without it."""
    number = len(speaker.comparison.results)
    words = speaker.language.text(
        "All {n} indicators, breakdowns included, in alphabetical order", n=speaker.language.number(number, 0)
    )
    return make_part(el("div", _draw_box(), el("p", el("a", words, href=_HOME)), class_="find"))


def show_index(speaker: Speaker) -> Part:
    """All indicators by their titles, under the letters that these begin with."""
    text, language = speaker.language.text, speaker.language
    title = tell_title("indicators", speaker.partnership, speaker.catalogue, language)
    entries = list_entries(speaker)
    lead = text(
        "{n} indicators, including those that are parts of another one. Each stands with the target of the 2030 "
        "Agenda that it belongs to, or with its number where it is an official indicator. An indicator that "
        "describes a city or a region leads to a page of its own, the others to their section on the page of their "
        "goal.",
        n=language.number(len(entries), 0),
    )  # fmt: skip
    order = text("In alphabetical order; letters with accents are sorted as plain letters.")
    pages = _share(group_entries(entries, language))
    head = el("div", el("h1", title), el("p", lead, class_="lead"), class_="title")
    return make_part(
        head, _draw_box(), el("p", order, class_="small"), _draw_letters(speaker, pages), *map(_draw_group, pages[0]),
        *(_draw_further(speaker, pages, place) for place in range(1, len(pages))),
    )  # fmt: skip


def _draw_box() -> Markup:
    """Empty: what works by a script alone is made by the script."""
    return el("div", class_="search", data_search=True)


def _share(groups: Groups) -> list[Groups]:
    """The groups of each page, filled in order."""
    pages: list[Groups] = [[]]
    weight = 0
    for letter, entries in groups:
        size = sum(len(str(_draw_entry(entry)).encode()) for entry in entries)
        if pages[-1] and weight + size > ROOM:
            pages.append([])
            weight = 0
        pages[-1].append((letter, entries))
        weight += size
    return pages


def _draw_letters(speaker: Speaker, pages: list[Groups]) -> Markup:
    """The letters, each a way to its part of the list, from whichever of its pages."""
    links = [
        el("li", el("a", letter, href=f"{further_name(_HOME, place) if place else _HOME}#{_name_letter(letter)}"))
        for place, groups in enumerate(pages)
        for letter, _ in groups
    ]
    return el("nav", el("ul", *links), class_="letters-nav", aria_label=speaker.language.text("Letters"))


def _draw_group(group: tuple[str, list[Entry]]) -> Markup:
    letter, entries = group
    heading = el("h2", letter, id=_name_letter(letter))
    return el("div", heading, el("ul", *map(_draw_entry, entries)), class_="letter")


def _draw_entry(entry: Entry) -> Markup:
    return el("li", el("a", entry.title, href=entry.address), el("small", " ", entry.code) if entry.code else None)


def _name_letter(letter: str) -> str:
    """An id of plain letters, the same wherever it is typed: ``letter-a``, ``letter-e5`` for Å."""
    if letter == OTHER:
        return "letter-other"
    return f"letter-{letter.lower() if letter.isascii() else format(ord(letter.lower()), 'x')}"


def _draw_further(speaker: Speaker, pages: list[Groups], place: int) -> Markup:
    text = speaker.language.text
    asked = tell_title("indicators", speaker.partnership, speaker.catalogue, speaker.language)
    groups = pages[place]
    title = text("Indicators from {first} to {last}", first=groups[0][0], last=groups[-1][0])
    back = el("p", el("a", text("Back to: {title}", title=asked), href=_HOME))
    head = el("div", el("h1", title), back, class_="title")
    return draw_page(
        further_name(_HOME, place), title, head, _draw_box(), _draw_letters(speaker, pages), *map(_draw_group, groups)
    )
