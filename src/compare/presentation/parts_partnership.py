"""The chapter on the partnership: what happened, as dated, and what is known of each theme that the cities named.

In: a `Speaker`. Out: `show_history`, `show_themes`, `show_theme`.
Never: a past event told as a present fact, a theme without a word on what is not known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from compare.catalogue.models import ThemeTerm
from compare.errors import UnknownCodeError
from compare.presentation.language import Language
from compare.presentation.narrative import tell_cannot, tell_coverage, tell_findings, tell_questions
from compare.presentation.parts_base import Part, el, make_part
from compare.presentation.parts_goal import list_questions
from compare.presentation.parts_links import Speaker
from compare.presentation.tables import tabulate_glance

#: So many findings are told of a theme; the table below it has all values.
_MOST = 3


def show_history(speaker: Speaker) -> Part:
    """What public pages say happened, in order, each with its date and page."""
    text = speaker.language.text
    items = [
        el(
            "li", el("b", tell_when(fact.when, speaker.language)), " ", speaker.language.of(fact.text), " ",
            el("a", text("Source: {site}, {when}", site=urlsplit(fact.url).netloc.removeprefix("www."), when=when),
               href=fact.url),
        )
        for fact in speaker.partnership.history
        for when in (tell_when(fact.when, speaker.language),)
    ]  # fmt: skip
    heading = el("h2", text("What happened, according to public pages"), id="history-h")
    note = el("p", text("What has happened since the last of these dates is not on any page that was read."))
    return make_part(el("section", heading, el("ol", *items, class_="history"), note if items else None, id="history"))


def show_themes(speaker: Speaker) -> Part:
    """All themes, one after the other."""
    heading = el("h2", speaker.language.text("The themes that the two cities named"), id="themes-h")
    return make_part(el("div", heading, *(_draw_theme(speaker, theme) for theme in speaker.partnership.themes)))


def show_theme(speaker: Speaker, theme: str) -> Part:
    """One theme by itself."""
    terms = {term.id: term for term in speaker.partnership.themes}
    if theme not in terms:
        raise UnknownCodeError("theme", theme, terms)
    return make_part(_draw_theme(speaker, terms[theme]))


def tell_when(when: str, language: Language) -> str:
    """A date as people write it, however exact it is: ``13 May 2024``, ``December 2019``, ``2020``."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", when):
        return language.date(date.fromisoformat(when))
    return language.capital(language.period(when))


def _draw_theme(speaker: Speaker, theme: ThemeTerm) -> Markup:
    text, language = speaker.language.text, speaker.language
    results = speaker.comparison.theme(theme.id)
    told = (results, speaker.comparison, language)
    known = tell_findings(*told)[:_MOST] or [text("No pair of figures for the two cities can be compared.")]
    unknown = tell_cannot(*told) or [text("Nothing that the indicators here ask for is missing.")]
    questions: Sequence[tuple[str, str]] = tell_questions(*told)[:_MOST]
    table = tabulate_glance(*told).html(f"theme-{theme.id}-table") if results else None
    return el(
        "section",
        el("h3", language.of(theme.title), id=f"theme-{theme.id}-h"),
        el("p", language.of(theme.named)),
        el("p", tell_coverage(*told)),
        el(
            "div",
            _draw_lines("says", text("What is known"), known),
            _draw_lines("cannot", text("What is not known"), unknown),
            class_="boxes",
        ),
        table,
        el("h4", text("Questions to ask each other")) if questions else None,
        list_questions(speaker, questions) if questions else None,
        id=f"theme-{theme.id}", class_="theme", aria_labelledby=f"theme-{theme.id}-h",
    )  # fmt: skip


def _draw_lines(kind: str, title: str, lines: Sequence[str]) -> Markup:
    return el("div", el("h4", title), el("ul", *(el("li", line) for line in lines)), class_=f"box {kind}")
