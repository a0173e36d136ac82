"""The chapter on the partnership: what happened, as dated, and what is known of each theme that the cities named.

In: a `Speaker`. Out: `show_history`, `show_themes`, `show_theme`, `show_theme_pages`.
Never: a past event told as a present fact, a theme without a word on what is not known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from compare.catalogue.partnerships import ThemeTerm
from compare.errors import UnknownCodeError
from compare.presentation.language import Language
from compare.presentation.narrative import tell_cannot, tell_coverage, tell_findings, tell_questions
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_goal import list_questions
from compare.presentation.parts_links import Speaker, further_name, page_name, tell_title
from compare.presentation.parts_sections import draw_page
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import tabulate_glance

#: So many findings and questions are told of a theme; its own page has all.
_MOST = 3


def show_history(speaker: Speaker) -> Part:
    """What public pages say happened, in order, each with its date and page."""
    text = speaker.language.text
    items = [
        el(
            "li", el("b", speaker.language.capital(when)), " ", speaker.language.of(fact.text), " ",
            el("a", text("Source: {site}, {when}", site=urlsplit(fact.url).netloc.removeprefix("www."), when=when),
               href=fact.url),
        )
        for fact in speaker.partnership.history
        for when in (tell_when(fact.when, speaker.language),)
    ]  # fmt: skip
    heading = el("h2", text("What happened, according to public web pages"), id="history-h")
    note = el("p", text("What has happened since then is not stated on any of the pages that were read."))
    return make_part(el("section", heading, el("ol", *items, class_="history"), note if items else None, id="history"))


def show_themes(speaker: Speaker) -> Part:
    """All themes, one after the other."""
    heading = el("h2", speaker.language.text("The partnership's themes and where they come from"), id="themes-h")
    themes = (_draw_theme(speaker, theme) for theme in speaker.partnership.themes)
    return make_part(el("div", heading, *themes, class_="indicators"))


def show_theme(speaker: Speaker, theme: str) -> Part:
    """One theme by itself."""
    terms = {term.id: term for term in speaker.partnership.themes}
    if theme not in terms:
        raise UnknownCodeError("theme", theme, terms)
    return make_part(_draw_theme(speaker, terms[theme]))


def tell_when(when: str, language: Language) -> str:
    """A date as it stands inside a sentence, however exact it is: ``13 May 2024``, ``december 2019``, ``2020``."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", when):
        return language.date(date.fromisoformat(when))
    return language.period(when)


def show_theme_pages(speaker: Speaker) -> Part:
    """A page for each theme with all its figures and questions."""
    return make_part(*(_draw_theme_page(speaker, theme) for theme in speaker.partnership.themes))


def _draw_theme(speaker: Speaker, theme: ThemeTerm) -> Markup:
    text, language = speaker.language.text, speaker.language
    told = (speaker.comparison.theme(theme.id), speaker.comparison, language)
    known = tell_findings(*told)[:_MOST] or [text("No pair of figures for the two cities can be compared.")]
    unknown = tell_cannot(*told) or [text("Nothing that the indicators here ask for is missing.")]
    questions: Sequence[tuple[str, str]] = tell_questions(*told)[:_MOST]
    return el(
        "section",
        el("h3", language.of(theme.title)),
        el("p", language.of(theme.named)),
        el("p", tell_coverage(*told)),
        el(
            "div",
            _draw_lines("says", text("What is known"), known),
            _draw_lines("cannot", text("What is not known"), unknown),
            class_="boxes",
        ),
        el("h4", text("Questions to ask each other")) if questions else None,
        list_questions(speaker, questions) if questions else None,
        el("p", el("a", text("All figures on this theme, and all questions"), href=_theme_name(theme))),
        id=f"theme-{theme.id}", class_="theme",
    )  # fmt: skip


def _draw_theme_page(speaker: Speaker, theme: ThemeTerm) -> Markup:
    text, language = speaker.language.text, speaker.language
    told = (speaker.comparison.theme(theme.id), speaker.comparison, language)
    title, home = text("Theme: {title}", title=language.of(theme.title)), page_name("partnership")
    asked = tell_title("partnership", speaker.partnership, speaker.catalogue, language)
    back = el("p", el("a", text("Back to: {title}", title=asked), href=f"{home}#theme-{theme.id}"))
    head = el("div", el("h1", title), el("p", tell_coverage(*told), class_="lead"), back, class_="title")
    table = draw_table(tabulate_glance(*told), "theme") if told[0] else None
    questions = tell_questions(*told)
    asked_all = el("section", el("h2", text("Questions to ask each other")), list_questions(speaker, questions))
    shown = el("section", el("h2", text("At a glance")), table) if table else None
    return draw_page(_theme_name(theme), title, head, shown, asked_all if questions else None)


def _theme_name(theme: ThemeTerm) -> str:
    return further_name(page_name("partnership"), theme.id)


def _draw_lines(kind: str, title: str, lines: Sequence[str]) -> Markup:
    return el("div", el("h4", title), el("ul", *(el("li", line) for line in lines)), class_=f"box {kind}")
