"""Where a reader of an indicator's page can go on: its goal, its themes, what it is a part of.

In: a `Speaker` and an `IndicatorResult`. Out: `show_about_links`.
Never: a link to a page that no site has.
"""

from __future__ import annotations

from markupsafe import Markup

from compare.comparison.model import IndicatorResult
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_links import Speaker, address, page_address, page_name


def show_about_links(speaker: Speaker, result: IndicatorResult) -> Part:
    """The section among its goal's, the pages of its themes, the indicator it breaks down, and the list of all."""
    text, language, indicator = speaker.language.text, speaker.language, result.indicator
    among = text("This figure among the others of its goal")
    if indicator.goal == "context":
        among = text("This figure among the others of the background")
    items = [_link(among, address(indicator, speaker.comparison))]
    for theme in speaker.partnership.themes:
        if theme.id in indicator.themes:
            title = text("Theme: {title}", title=language.of(theme.title))
            items.append(_link(title, f"{page_name('partnership')}#theme-{theme.id}"))
    items += [_link(told, page_address(other, speaker.comparison)) for told, other in _list_kin(speaker, result)]
    items.append(_link(text("All indicators in alphabetical order"), page_name("indicators")))
    heading = el("h2", text("Where to go on"), id="on-h")
    return make_part(el("section", heading, el("ul", *items), id="on"))


def _list_kin(speaker: Speaker, result: IndicatorResult) -> list[tuple[str, IndicatorResult]]:
    """The indicator that this one breaks down, or those that break down this one."""
    text, language = speaker.language.text, speaker.language
    indicator, kin = result.indicator, []
    for other in speaker.comparison.results:
        title = language.of(other.indicator.title)
        if other.indicator.id == indicator.part_of:
            kin.append((text("The whole: {title}", title=title), other))
        elif other.indicator.part_of == indicator.id:
            kin.append((text("A part: {title}", title=title), other))
    return kin


def _link(words: str, href: str) -> Markup:
    return el("li", el("a", words, href=href))
