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
            "A fetched figure that cannot be, or that does not fit its series, is neither removed nor corrected: it is "
            "shown as indicative and in doubt, with the reason."
        ),
        mark("A missing figure is not estimated. The page says why it is missing and who could give it."),
    )),
}  # fmt: skip

_ACCESSIBILITY: Sections = {
    "how": (mark("How they are made"), (
        mark("Every picture has a text that says what it shows, and its figures as a table and as a file."),
        mark("Colour never carries a meaning alone: marks differ in shape, lines in dash, and grades have words."),
        mark("The pages work without scripts, with the keyboard alone, on narrow screens, enlarged and on paper."),
    )),
    "checked": (mark("How that was checked"), (
        mark(
            "Each page is checked by a program before it is published: language, headings, alternative texts, tables, "
            "links and size. A page with a fault is not published."
        ),
        mark("The pages have not been tested by people who use screen readers or other aids. That remains to be done."),
    )),
    "shortcomings": (mark("Known limits"), (
        mark("Names of publications stand in the language they were published in."),
        mark("The words inside a picture do not grow with the browser's text size; the table below it does."),
    )),
    "tell": (mark("Tell us"), (mark("If something on these pages cannot be read or used, write to:"),)),
}  # fmt: skip

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
    """What the pages are made to meet, how that was checked, what is known to fall short, whom to tell."""
    lead = speaker.language.text(
        "The pages are made to meet level AA of the Web Content Accessibility Guidelines, version 2.2."
    )
    contact = speaker.partnership.contact
    lists = {"tell": el("p", el("a", contact, href=f"mailto:{contact}"))}
    return make_part(_head(speaker, "accessibility", lead), *_draw_sections(speaker, _ACCESSIBILITY, lists))


def _head(speaker: Speaker, kind: Kind, lead: str) -> Markup:
    title = tell_title(kind, speaker.partnership, speaker.catalogue, speaker.language)
    return el("div", el("h1", title), el("p", lead, class_="lead"), class_="title")


def _draw_sections(speaker: Speaker, sections: Sections, lists: dict[str, Markup]) -> list[Markup]:
    text = speaker.language.text
    fields = {**speaker.names, "country": speaker.name(speaker.partnership.country_a)}
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
