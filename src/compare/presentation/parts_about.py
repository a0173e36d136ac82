"""All about one indicator, for a page of its own: the finding, why it may or may not be compared, every year, what else
is known, what to ask, the sources, and where to go on.

In: a `Speaker` and an `IndicatorResult`. Out: the `show_about_*` functions, `ABOUT` (their order), `show_about_pages`.
Never: a picture, a number or a sentence that differs from the section on the goal's page; a grade without its reasons.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from compare.comparison.model import IndicatorResult, OneSided, Pair
from compare.presentation.narrative import (
    tell_comparable,
    tell_headline,
    tell_level,
    tell_measure,
    tell_questions,
    tell_sex,
    tell_values,
)
from compare.presentation.narrative_dimensions import list_dimensions
from compare.presentation.parts_about_links import show_about_links
from compare.presentation.parts_base import Part, el, join_markup, make_part
from compare.presentation.parts_goal import draw_notice, list_questions
from compare.presentation.parts_grade import draw_mandates, draw_pill, list_graded, list_trends
from compare.presentation.parts_indicator import (
    Material,
    draw_alone,
    draw_caveat,
    draw_downloads,
    draw_figure,
    draw_source_lines,
    explain_stand_ins,
    tell_code,
)
from compare.presentation.parts_links import Speaker, has_page, home_name, indicator_name, page_name
from compare.presentation.parts_sections import draw_page
from compare.presentation.parts_sources import show_made
from compare.presentation.parts_table import draw_table

#: So many columns of a table fit beside another block.
_COLUMNS = 5
#: Keys of grades that stand in no pair.
_ALONE = "one-sided"


def show_about_title(speaker: Speaker, result: IndicatorResult) -> Part:
    """The finding as the heading, under its goal; what was measured below it."""
    language, goal = speaker.language, result.indicator.goal
    told = (result, speaker.comparison, language)
    if goal == "context":
        title, square = language.text("What kind of places are they?"), None
    else:
        name = language.of(speaker.catalogue.goals[goal].title)
        title = language.text("Goal {number}: {title}", number=goal, title=name)
        square = el("span", goal, class_="square", aria_hidden="true")
    kicker = el("p", el("a", title, href=home_name(goal)), f" · {tell_code(speaker, result)}", class_="kicker")
    heading, measure = el("h1", tell_headline(*told)), el("p", tell_measure(*told), class_="lead")
    block = el("div", kicker, heading, measure, draw_notice(speaker, [result]))
    return make_part(el("div", square, block, class_=f"title about{f' with-square g{goal}' if square else ''}"))


def show_about_finding(speaker: Speaker, result: IndicatorResult) -> Part:
    """What one city alone knows, the picture with both values in words, and what to mind."""
    material = Material(speaker, result)
    return make_part(
        el(
            "div",
            *(draw_alone(speaker, one, ask=False) for one in result.one_sided),
            explain_stand_ins(speaker, result, set()),
            draw_figure(material),
            draw_caveat(speaker, result),
            class_=f"evidence{_tell_width(material)}",
        )
    )


def show_about_grade(speaker: Speaker, result: IndicatorResult) -> Part:
    """Whether the two can be compared, dimension by dimension, and what differs."""
    text = speaker.language.text
    graded = list(list_graded(result))
    blocks = [block for thing in graded for block in _draw_grade(speaker, result, thing, several=len(graded) > 1)]
    if not graded:
        words = tell_comparable(result, speaker.comparison, speaker.language)
        blocks.append(el("p", draw_pill(result.letter, words)))
    differs = list(dict.fromkeys(speaker.language.of(pair.differs) for pair in result.pairs))
    if differs:
        blocks += [el("h3", text("What differs")), *(el("p", line) for line in differs)]
    method = el("p", el("a", text("What the letters mean"), href=f"{page_name('method')}#grades"))
    return _make_section("comparable", text("Can the two be compared?"), *blocks, method)


def show_about_table(speaker: Speaker, result: IndicatorResult) -> Part:
    """Every figure of every year, open, and the same as files."""
    material = Material(speaker, result)
    heading = speaker.language.text("All figures, year by year")
    if material.table is None:
        return _make_section("figures", heading, el("p", speaker.language.text("There is no figure yet.")))
    blocks = (draw_table(material.table, material.key), draw_downloads(material))
    return _make_section("figures", heading, *blocks, class_=_tell_width(material).strip() or None)


def show_about_candidates(speaker: Speaker, result: IndicatorResult) -> Part:
    """The other pairs that were found, each with what keeps it from standing first; nothing where there is none."""
    if not result.also_known:
        return Part("", "")
    text = speaker.language.text
    note = text(
        "These pairs of figures were found too. A fixed order decides which pair comes first: official full counts "
        "and registers before models, and one method for both places before two."
    )
    listed = el("ul", *(_draw_candidate(speaker, pair) for pair in result.also_known), class_="candidates")
    return _make_section("also-known", text("Also known"), el("p", note), listed)


def show_about_course(speaker: Speaker, result: IndicatorResult) -> Part:
    """Where each side is heading, and who decides."""
    text = speaker.language.text
    lines = list_trends(speaker, result)
    decides = draw_mandates(speaker, result, {}, "h3")
    if not lines and not decides:
        return Part("", "")
    listed = el("ul", *(el("li", line) for line in lines)) if lines else None
    heading = text("Over time, and who decides") if lines and decides else text("Over time")
    if not lines:
        heading, decides = text("Who decides"), decides[1:]
    return _make_section("course", heading, listed, *decides)


def show_about_questions(speaker: Speaker, result: IndicatorResult) -> Part:
    """What to ask each other; nothing where no question was left."""
    questions = tell_questions([result], speaker.comparison, speaker.language)
    if not questions:
        return Part("", "")
    return _make_section("ask", speaker.language.text("What to ask"), list_questions(speaker, questions))


def show_about_sources(speaker: Speaker, result: IndicatorResult) -> Part:
    """Every publication with its date and terms, and what was taken from it."""
    text = speaker.language.text
    lines = draw_source_lines(speaker, result)
    listed = el("ul", *(el("li", line) for line in lines), class_="source") if lines else None
    link = el("a", text("All sources of all pages, with their terms and editions"), href=page_name("sources"))
    return _make_section("sources", text("Sources and licences"), listed, el("p", link))


def show_about_made(speaker: Speaker, result: IndicatorResult) -> Part:
    """How the page was made, and its figures in one tidy file."""
    return show_made(speaker, (result,), indicator_name(result.indicator.id).removesuffix(".html"))


#: What stands on an indicator's page, in this order; the notebook has a cell for each.
ABOUT: tuple[Callable[[Speaker, IndicatorResult], Part], ...] = (
    show_about_title, show_about_finding, show_about_grade, show_about_table, show_about_candidates,
    show_about_course, show_about_questions, show_about_sources, show_about_links, show_about_made,
)  # fmt: skip


def show_about_pages(speaker: Speaker, goal: str) -> Part:
    """A page for each indicator of a goal (or of the context) that has one; the renderer takes each out."""
    results = (result for result in speaker.comparison.goal(goal) if has_page(result, speaker.comparison))
    return make_part(*(_draw_page(speaker, result) for result in results))


def _draw_page(speaker: Speaker, result: IndicatorResult) -> Markup:
    parts = (show(speaker, result) for show in ABOUT)
    content = Markup("\n").join(Markup(part.html) for part in parts if part.html)
    return draw_page(indicator_name(result.indicator.id), speaker.language.of(result.indicator.title), content)


def _draw_grade(
    speaker: Speaker, result: IndicatorResult, thing: Pair | OneSided, *, several: bool
) -> list[Markup | None]:
    """One grade: the letter in words, what was measured, and what each dimension adds."""
    comparison, language = speaker.comparison, speaker.language
    side, level = (thing.a, thing.level) if isinstance(thing, Pair) else (thing.side, _ALONE)
    sex = tell_sex(side, language, result) if several else ""
    whose = " · ".join(part for part in (tell_level(level, comparison, language), sex) if part)
    rows = [
        el("div", el("dt", told.name), el("dd", told.words, el("b", " ", language.text("This decides the grade."))
           if told.decides else None))
        for told in list_dimensions(thing.grade, comparison, language)
    ]  # fmt: skip
    return [
        el("p", draw_pill(thing.grade.letter, tell_comparable(thing, comparison, language))),
        el("p", language.capital(whose)),
        el("dl", *rows, class_="dimensions") if rows else None,
    ]


def _draw_candidate(speaker: Speaker, pair: Pair) -> Markup:
    """Both values, whether they could be compared, what differs, and the codes of their series."""
    told = (pair, speaker.comparison, speaker.language)
    series = " · ".join(dict.fromkeys((pair.a.series, pair.b.series)))
    return el(
        "li",
        el("p", tell_values(*told)),
        el("p", draw_pill(pair.grade.letter, tell_comparable(*told))),
        el("p", join_markup((speaker.language.of(pair.differs), el("small", series)), " ")),
    )


def _tell_width(material: Material) -> str:
    """A class for where the table has more columns than fit beside another block."""
    return " whole" if material.table is not None and len(material.table.head) > _COLUMNS else ""


def _make_section(key: str, heading: str, *blocks: Markup | None, class_: str | None = None) -> Part:
    return make_part(el("section", el("h2", heading, id=f"{key}-h"), *blocks, id=key, class_=class_))
