"""The sections of a page in their order: what is known of the cities first, whole countries as the background.

In: a `Speaker` and a goal, or the context. Out: `show_indicators`, `show_further`.
Never: a whole country before a city, a section that stands on two pages, a page too heavy for a slow connection.
"""

from __future__ import annotations

from markupsafe import Markup

from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_goal import draw_notice
from compare.presentation.parts_indicator import Told, draw_section
from compare.presentation.parts_links import (
    Kind,
    Results,
    Speaker,
    describes_countries,
    further_name,
    home_name,
    split_goal,
    tell_title,
)


def show_indicators(speaker: Speaker, goal: str) -> Part:
    """The sections of a goal's own page, and where the rest is. A stand-in is explained where it first occurs."""
    own, further = split_goal(speaker.comparison, goal)
    text, told = speaker.language.text, Told()
    cities = [draw_section(speaker, result, told) for result in own if not describes_countries(result)]
    countries = [draw_section(speaker, result, told) for result in own if describes_countries(result)]
    title = text("What kind of places are they?") if goal == "context" else text("The figures, one by one")
    blocks = []
    if cities:
        blocks.append(el("div", el("h2", title, id="figures-h"), *cities, class_="indicators"))
    if countries:
        blocks.append(el("div", el("h2", text("Whole countries"), id="countries"), *countries, class_="indicators"))
    return make_part(*blocks, _link_further(speaker, goal, further) if further else None)


def show_further(speaker: Speaker, goal: str) -> Part:
    """The further pages of a goal, each a block that the renderer takes out into a page of its own."""
    further = split_goal(speaker.comparison, goal)[1]
    return make_part(*(_draw_page(speaker, goal, further, place) for place in range(len(further))))


def draw_page(name: str, title: str, *children: Markup | None) -> Markup:
    """A block that becomes a page of its own."""
    return el("article", *children, data_page=name, data_title=title)


def _draw_page(speaker: Speaker, goal: str, further: tuple[Results, ...], place: int) -> Markup:
    text, home = speaker.language.text, home_name(goal)
    results, title = further[place], _tell_further(speaker, goal, further, place)
    onward = not all(map(describes_countries, results))
    if not onward:
        lead = text("Background: figures for whole countries, which are not figures for the cities.")
    else:
        lead = text("These sections continue another page.")
    told = Told()
    sections = [draw_section(speaker, result, told) for result in results]
    notice = draw_notice(speaker, results)
    head = el("div", el("h1", title), el("p", lead, class_="lead onward" if onward else "lead"), notice,
              link_back(speaker, goal), class_="title")  # fmt: skip
    body = el("div", el("h2", text("The figures, one by one"), id="figures-h"), *sections, class_="indicators")
    return draw_page(further_name(home, place + 1), title, head, body)


def link_back(speaker: Speaker, goal: str) -> Markup:
    """The way back to the page that a further page belongs to."""
    kind: Kind = "overview" if goal == "context" else "goal"
    title = tell_title(kind, speaker.partnership, speaker.catalogue, speaker.language, goal)
    return el("p", el("a", speaker.language.text("Back to: {title}", title=title), href=home_name(goal)))


def _link_further(speaker: Speaker, goal: str, further: tuple[Results, ...]) -> Markup:
    """What the further pages hold, and where they are."""
    text, language = speaker.language.text, speaker.language
    items = [
        el(
            "li", el("a", _tell_further(speaker, goal, further, place), href=further_name(home_name(goal), place + 1)),
            " ", language.plural("(one indicator)", "({n} indicators)", len(part)),
        )
        for place, part in enumerate(further)
    ]  # fmt: skip
    note = text("Figures for whole countries are the background of what is known about the cities, and come last.")
    return el("section", el("h2", text("More figures"), id="more-h"), el("p", note), el("ul", *items), id="more")


def _tell_further(speaker: Speaker, goal: str, further: tuple[Results, ...], place: int) -> str:
    """The title of a further page, with a number where several are alike."""
    text = speaker.language.text
    known = speaker.catalogue.goals
    title = speaker.language.of(known[goal].title) if goal in known else text("Background")
    countries = [all(map(describes_countries, results)) for results in further]
    if countries[place]:
        told = text("{title}: figures for whole countries", title=title)
    else:
        told = text("{title}: more figures", title=title)
    alike = countries.count(countries[place])
    if alike == 1:
        return told
    own = countries[: place + 1].count(countries[place])
    return text("{told}, part {place} of {number}", told=told, place=own, number=alike)
