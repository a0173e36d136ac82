"""The top and the foot of a page about a goal: title, summary, table at a glance, what to learn and to ask.

In: a `Speaker` and results. Out: `show_title`, `show_summary`, `show_glance`, `show_learning`, `show_questions`.
Never: a sentence with a number that narrative did not make, one box or column longer by choice than its twin.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from compare.comparison.model import IndicatorResult
from compare.presentation.narrative import tell_cannot, tell_coverage, tell_findings, tell_learning, tell_questions
from compare.presentation.narrative_freshness import tell_not_renewed
from compare.presentation.parts_base import Part, el, join_markup, make_part
from compare.presentation.parts_links import Kind, Speaker, page_name, tell_title
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import tabulate_glance

Results = Sequence[IndicatorResult]
#: So many findings are told in the box; the table and the sections have them all.
_MOST = 5


def show_title(speaker: Speaker, kind: Kind, results: Results, goal: str | None = None) -> Part:
    """The question that the page asks, and one sentence on how much is known."""
    text = speaker.language.text
    heading = el("h1", tell_title(kind, speaker.partnership, speaker.catalogue, speaker.language, goal))
    lead = el("p", tell_coverage(results, speaker.comparison, speaker.language), class_="lead") if results else None
    notice = draw_notice(speaker, results)
    if goal is None:
        return make_part(el("div", heading, lead, notice, class_="title"))
    title = speaker.language.of(speaker.catalogue.goals[goal].title)
    kicker = el("p", text("Goal {number}: {title}", number=goal, title=title), class_="kicker")
    square = el("span", goal, class_="square", aria_hidden="true")
    return make_part(el("div", square, el("div", kicker, heading, lead, notice), class_=f"title with-square g{goal}"))


def draw_notice(speaker: Speaker, results: Results) -> Markup | None:
    """What could not be renewed when it was last asked for; nothing where all could."""
    told = tell_not_renewed(results, speaker.comparison, speaker.language)
    return el("div", *(el("p", sentence) for sentence in told), class_="notice", role="note") if told else None


def show_summary(speaker: Speaker, results: Results, goal: str | None = None) -> Part:
    """Two boxes of equal weight: what the figures text, and what they cannot say."""
    text = speaker.language.text
    told = tell_findings(results, speaker.comparison, speaker.language)
    says = told[:_MOST] or [
        text("Nothing can be said about the two cities themselves: no figures for them can be compared.")
    ]
    if len(told) > _MOST:
        says.append(
            speaker.language.plural(
                "One more comparison is in the table below.", "{n} more comparisons are in the table below.",
                len(told) - _MOST,
            )
        )  # fmt: skip
    cannot = tell_cannot(results, speaker.comparison, speaker.language)
    if goal is not None:
        cannot.append(speaker.language.of(speaker.catalogue.goals[goal].not_answered))
    cannot = cannot or [text("Nothing that the indicators here ask for is missing.")]
    return make_part(
        el(
            "div",
            _box("says", text("What the figures say"), says),
            _box("cannot", text("What they cannot say"), cannot),
            class_="boxes",
        )
    )


def show_glance(speaker: Speaker, results: Results) -> Part:
    """One table for all results: each value with its area and year, and whether the two can be compared."""
    text = speaker.language.text
    table = tabulate_glance(results, speaker.comparison, speaker.language)
    heading = el("h2", text("At a glance"), id="glance-h")
    letters = el("p", el("a", text("What the letters mean"), href=f"{page_name('method')}#grades"))
    return make_part(el("section", heading, draw_table(table, "glance"), letters, id="glance"))


def show_learning(speaker: Speaker, results: Results) -> Part:
    """Two columns of equal length where the figures carry them, and the questions the two should ask each other."""
    text = speaker.language.text
    left, right, questions = tell_learning(results, speaker.comparison, speaker.language)
    columns = None
    if left and right:
        columns = el(
            "div",
            *(_column(speaker, which, lessons) for which, lessons in (("a", left), ("b", right))),
            class_="columns",
        )
    asked = None
    if questions:
        asked = join_markup((el("h3", text("Questions to ask each other")), list_questions(speaker, questions)))
    if not (columns or asked):
        asked = el("p", text("Every indicator here has a figure for both sides, and no question is left open."))
    heading = el("h2", text("What can they learn from each other?"), id="learning-h")
    return make_part(el("section", heading, columns, asked, id="learning"))


def show_questions(speaker: Speaker, results: Results, most: int | None = None) -> Part:
    """The questions that missing figures leave, each with who could answer."""
    questions = tell_questions(results, speaker.comparison, speaker.language)[:most]
    heading = el("h2", speaker.language.text("What the figures do not answer"), id="questions-h")
    return make_part(el("section", heading, list_questions(speaker, questions), id="questions"))


def list_questions(speaker: Speaker, questions: Sequence[tuple[str, str]]) -> Markup:
    """Questions, each with who could answer it."""
    return el(
        "ul",
        *(
            el("li", el("b", question), " ", el("small", _tell_who(speaker, who)))
            for question, who in questions
        ),
        class_="questions",
    )


def _tell_who(speaker: Speaker, who: str) -> str:
    return speaker.language.text("Who could answer: {who}", who=who)


def _box(kind: str, title: str, lines: Sequence[str]) -> Markup:
    return el("section", el("h2", title), el("ul", *(el("li", line) for line in lines)), class_=f"box {kind}")


def _column(speaker: Speaker, which: str, lessons: Sequence[str]) -> Markup:
    title = speaker.language.text("Where {place} may have experience to share", place=speaker.names[which])
    return el("div", el("h3", title), el("ul", *(el("li", lesson) for lesson in lessons)), class_=f"column {which}")
