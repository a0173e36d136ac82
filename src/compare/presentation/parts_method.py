"""How the two places are compared, in plain words, and the accessibility statement.

In: a `Speaker`. Out: `show_method`, `show_accessibility`.
Never: a rule that the code does not follow, a promise of a check that is not made.
"""

from __future__ import annotations

from markupsafe import Markup

from compare.presentation import style
from compare.presentation.language import mark
from compare.presentation.narrative import tell_letters
from compare.presentation.parts_base import Part, el, join_markup, make_part
from compare.presentation.parts_grade import draw_pill
from compare.presentation.parts_links import Kind, Speaker, tell_title

#: key of a section -> its title and paragraphs; some sections get a list of their own besides.
Sections = dict[str, tuple[str, tuple[str, ...]]]

_METHOD: Sections = {
    "areas": (mark("Whose value is it?"), (
        mark("A value keeps the area it describes. A figure for {country} is never called a figure for {a}."),
        mark("Where no figure for a city itself is used, a larger area may stand in for it, and is named as such."),
        mark("A figure that only one city has stands above figures for whole countries, with a question to the other."),
    )),
    "grades": (mark("Can the two be compared?"), (
        mark(
            "Five things are judged: whether both figures mean the same, were measured in the same way, count the same "
            "people, describe the same kind of area, and how many years lie between them. The worst of the five "
            "decides the letter."
        ),
    )),
    "marks": (mark("How to read the pictures"), ()),
    "trends": (mark("Where are they heading?"), (
        mark(
            "A trend is assessed only from three figures over at least four years, with a number to reach and a year "
            "to reach it in. The pace so far is set against the pace that is needed."
        ),
        mark("Two further methods are worked out beside it; where they disagree, the page says so."),
    )),
    "limits": (mark("What is never done"), (
        mark("The two cities get no total score and are not ranked."),
        mark("Figures from the press or from a statement are called indicative and carry no finding."),
        mark(
            "A fetched figure that is not possible, or that does not fit its series, is neither removed nor "
            "corrected: it is shown as indicative and in doubt, with the reason."
        ),
        mark("A missing figure is not estimated. The page says why it is missing and who could give it."),
    )),
}  # fmt: skip

#: The items that the Swedish agency in charge asks for, as listed at
#: https://www.digg.se/kunskap-och-stod/digital-tillganglighet/skapa-en-tillganglighetsredogorelse.
_ACCESSIBILITY: Sections = {
    "covered": (mark("What this statement covers"), (
        mark("It covers the pages “{title}”, and the files that can be downloaded from them."),
        mark("Published by: {publisher}"),
    )),
    "met": (mark("How far the requirements are met"), (
        mark("The pages are made to meet level AA of the Web Content Accessibility Guidelines, version 2.2."),
    )),
    "shortcomings": (mark("Known limits"), (
        mark("The pages have not been tested by people who use screen readers or other aids. That remains to be done."),
        mark("The files that can be downloaded have not been tested with aids."),
        mark("Names of publications stand in the language they were published in, so that they can be found."),
        mark("The words inside a picture do not grow with the browser's text size; the table below it does."),
    )),
    "how": (mark("How they are made"), (
        mark("Every picture has a text that says what it shows, and its figures as a table and as a file."),
        mark("Colour never carries a meaning alone: marks differ in shape, lines in dash, and grades have words."),
        mark("The pages work without scripts, with the keyboard alone, on narrow screens, enlarged and on paper."),
    )),
    "checked": (mark("How that was checked"), (
        mark("The assessment is our own, made by programs. Nobody from outside has reviewed the pages."),
        mark(
            "Each page is checked by a program before it is published: language, headings, alternative texts, tables, "
            "links and size. A page with a fault is not published."
        ),
        mark(
            "When the program behind the pages is changed, pages of every kind are tested in a browser with axe-core, "
            "on wide and narrow screens."
        ),
        mark("Assessed, and last updated: {date}."),
    )),
    "tell": (mark("Tell us"), (mark("If something on these pages cannot be read or used, write to:"),)),
}  # fmt: skip

#: What is added where a place lies in the country of the act, and where its agency takes reports.
_ACT_COUNTRY = "SWE"
_REPORTS = "https://www.digg.se/tdosanmalan"
_ACT: dict[str, tuple[str, ...]] = {
    "met": (
        mark(
            "By the terms of the Swedish act on the accessibility of digital public services (2018:1937) they count as "
            "partially compliant, because of the limits below."
        ),
    ),
    "shortcomings": (mark("Nothing has been exempted as an unreasonable burden (section 12 of the act)."),),
}

_MARKS = (
    ("a", mark("{place}: square marks and a dashed line, in blue")),
    ("b", mark("{place}: round marks and a solid line, in rust red")),
)
_OTHER_MARKS = (
    mark("Filled marks: the city itself. Hollow marks: a larger area or the whole country."),
    mark("Thin lines: the whole country, for orientation."),
    mark("Dotted line: the number to reach, with its name."),
    mark("Question mark: a figure in doubt. The words below the picture say why, and no line leads to it."),
)


def show_method(speaker: Speaker) -> Part:
    """What a pair, a level and a grade are, and what follows from them."""
    lead = speaker.language.text(
        "Two numbers may stand side by side only where it is said what each of them describes. These are the rules."
    )
    lists = {"grades": _list_letters(speaker), "marks": _list_marks(speaker)}
    return make_part(_head(speaker, "method", lead), *_draw_sections(speaker, _METHOD, lists))


def show_accessibility(speaker: Speaker) -> Part:
    """What is covered, how far it meets the requirements, what falls short, how that was checked, whom to tell."""
    partnership, language = speaker.partnership, speaker.language
    title = language.of(partnership.title)
    lists = {"tell": el("p", el("a", partnership.contact, href=f"mailto:{partnership.contact}"))}
    sections = _ACCESSIBILITY
    if _ACT_COUNTRY in (partnership.country_a, partnership.country_b):
        sections = {key: (head, (*lines, *_ACT.get(key, ()))) for key, (head, lines) in sections.items()}
        lists["tell"] = join_markup((lists["tell"], _draw_report(speaker)))
    date = language.date(partnership.edition.date)
    fields = {"title": title, "publisher": language.of(partnership.publisher), "date": date}
    lead = language.text("Accessibility statement for the pages “{title}”.", title=title)
    return make_part(_head(speaker, "accessibility", lead), *_draw_sections(speaker, sections, lists, fields))


def _draw_report(speaker: Speaker) -> Markup:
    """Where the answer is not good enough, an agency can be told."""
    text = speaker.language.text
    told = text(
        "If you are not satisfied with our answer, you can tell the Swedish Agency for Digital Government (Digg), "
        "which supervises that the act is followed."
    )
    return join_markup((
        el("p", told),
        el("p", el("a", text("Report poor accessibility to Digg (in Swedish)"), href=_REPORTS, hreflang="sv")),
    ))  # fmt: skip


def _head(speaker: Speaker, kind: Kind, lead: str) -> Markup:
    title = tell_title(kind, speaker.partnership, speaker.catalogue, speaker.language)
    return el("div", el("h1", title), el("p", lead, class_="lead"), class_="title")


def _draw_sections(
    speaker: Speaker, sections: Sections, lists: dict[str, Markup], fields: dict[str, str] | None = None
) -> list[Markup]:
    text = speaker.language.text
    fields = {**speaker.names, "country": speaker.name(speaker.partnership.country_a), **(fields or {})}
    return [
        el(
            "section",
            el("h2", text(title), id=f"{key}-h"),
            join_markup(el("p", text(line, **fields)) for line in lines),
            lists.get(key),
            id=key, class_="prose",
        )
        for key, (title, lines) in sections.items()
    ]  # fmt: skip


def _list_letters(speaker: Speaker) -> Markup:
    letters = [(letter, speaker.language.capital(words)) for letter, words in tell_letters(speaker.language)]
    return el("ul", *(el("li", draw_pill(letter, words)) for letter, words in letters), class_="letters")


def _list_marks(speaker: Speaker) -> Markup:
    text = speaker.language.text
    rows = [
        el("li", el("span", style.PLACES[which].shape, class_=which, aria_hidden="true"), " ",
           text(words, place=speaker.names[which]))
        for which, words in _MARKS
    ]  # fmt: skip
    return el("ul", *rows, *(el("li", text(words)) for words in _OTHER_MARKS))
