"""What is known, what is not, and from whom it could come.

In: a `Speaker`. Out: `show_coverage_matrix`, `show_missing`, `show_coverage_further`.
Never: a missing figure without its reason, coverage told as a score.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import Literal

from markupsafe import Markup

from compare.presentation.language import speak
from compare.presentation.narrative_coverage import (
    Lack,
    list_lacks,
    tell_known,
    tell_lack,
    tell_newest,
    tell_order,
    tell_unasked,
)
from compare.presentation.parts_base import Part, el, embed, file_name, join_markup, make_part
from compare.presentation.parts_links import Results, Speaker, further_name, page_address, page_name, tell_title
from compare.presentation.parts_sections import draw_page
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import (
    Table,
    tabulate_coverage,
    tabulate_missing,
    tabulate_origins,
    tabulate_targets,
)
from compare.presentation.tables_coverage import sort_target

_HOME = page_name("coverage")
_GOALS, _THEMES, _TARGETS, _SOURCES = (further_name(_HOME, part) for part in ("goals", "themes", "targets", "sources"))
#: Bytes of missing figures beside the table of goals, and on a page of their own: the rest goes on to another page.
_ROOM_BESIDE, _ROOM = 30_000, 46_000
#: How many targets the 2030 Agenda has.
_ALL_TARGETS = 169

Groups = list[tuple[str, list[Lack]]]
#: Which of the two that `group_lacks` gives.
_Which = Literal[0, 1]


def show_coverage_matrix(speaker: Speaker) -> Part:
    """What stands out; then goals by rows, what the figures describe by columns, and each side's newest year."""
    text, results = speaker.language.text, speaker.comparison.results
    told = tell_known(results, speaker.comparison, speaker.language)
    finding = None
    if told:
        finding = el(
            "section", el("h2", text("What stands out"), id="finding-h"), el("ul", *(el("li", line) for line in told)),
            id="finding",
        )  # fmt: skip
    table = tabulate_coverage(results, speaker.comparison, speaker.language)
    more = (
        el("li", el("a", text("How much is known, target by target"), href=_TARGETS)),
        el("li", el("a", text("Sources by number of indicators"), href=_SOURCES)),
    )
    heading = el("h2", text("How much is known, goal by goal"), id="matrix-h")
    links = _list_links(_link_table(speaker, table, "coverage-by-goal"), *more)
    note = el("p", tell_newest(speaker.language))
    matrix = el("section", heading, note, draw_table(table, "matrix"), links, id="coverage", class_="matrix")
    return make_part(finding, matrix)


def show_missing(speaker: Speaker) -> Part:
    """The figures that are missing on the themes that the cities named, each with who could give it."""
    text, language = speaker.language.text, speaker.language
    themes, goals = group_lacks(speaker)
    own, *further = _spread(speaker, 0, _ROOM_BESIDE)
    heading = el("h2", text("Figures that are missing, and who could give them"), id="missing-h")
    unasked = tell_unasked(speaker.comparison.results, language)
    more = [el("li", el("a", text("Missing figures outside these themes, goal by goal"), href=_GOALS))]
    if further:
        more.insert(0, el("li", el("a", text("More missing figures on these themes"), href=_THEMES)))
    return make_part(
        el(
            "section", heading, el("p", tell_order(language)), el("p", unasked) if unasked else None,
            _list_links(_link_missing(speaker, [*themes, *goals]), *more), *_draw_groups(speaker, own, "h3"),
            id="missing",
        )
    )  # fmt: skip


def show_coverage_further(speaker: Speaker) -> Part:
    """The further pages: coverage by target, sources by number of indicators, what is missing outside the themes."""
    return make_part(_draw_targets(speaker), _draw_sources(speaker), *_draw_missing(speaker))


def _draw_targets(speaker: Speaker) -> Markup:
    """The matrix by target, with what no indicator serves said first."""
    text, language, targets = speaker.language.text, speaker.language, speaker.catalogue.targets
    served = {result.indicator.target for result in speaker.comparison.results if result.indicator.part_of is None}
    bare = sorted(set(targets) - served, key=sort_target)
    lead = text(
        "The table has the targets that the catalogue behind these pages names: {n} of the {all} in the 2030 Agenda.",
        n=len(targets), all=_ALL_TARGETS,
    )  # fmt: skip
    without = None
    if bare:
        without = el(
            "p",
            language.plural(
                "One of them has no indicator here: {codes}.", "{n} of them have no indicator here: {codes}.",
                len(bare), codes=language.join(bare),
            ),
        )  # fmt: skip
    table = tabulate_targets(speaker.comparison.results, speaker.comparison, language)
    links = _list_links(_link_table(speaker, table, "coverage-by-target"))
    note = el("p", tell_newest(language))
    body = el("section", without, note, links, draw_table(table, "targets"), class_="matrix")
    return _draw_further(speaker, _TARGETS, text("How much is known, target by target"), lead, body)


def _draw_sources(speaker: Speaker) -> Markup:
    text = speaker.language.text
    lead = text(
        "An indicator counts for each source that it uses, and a computed figure for each source behind it. The "
        "figures of countries that stand behind a comparison are counted too."
    )
    table = tabulate_origins(speaker.comparison.results, speaker.comparison, speaker.language)
    more = el("li", el("a", text("All sources of all pages, with their terms and editions"), href=page_name("sources")))
    links = _list_links(_link_table(speaker, table, "coverage-by-source"), more)
    body = el("section", links, draw_table(table, "origins"), class_="matrix")
    return _draw_further(speaker, _SOURCES, text("Sources by number of indicators"), lead, body)


def _draw_missing(speaker: Speaker) -> list[Markup]:
    """What did not fit on the chapter's own page, each page with a way on to the next of its kind."""
    text = speaker.language.text
    kinds = (
        (text("More missing figures on these themes"), _THEMES, _spread(speaker, 0, _ROOM_BESIDE)[1:]),
        (text("Missing figures outside these themes, goal by goal"), _GOALS, _spread(speaker, 1, _ROOM)),
    )
    return [
        _draw_list(speaker, title, name, pages, place) for title, name, pages in kinds for place in range(len(pages))
    ]


def _draw_list(speaker: Speaker, title: str, name: str, pages: list[Groups], place: int) -> Markup:
    names = [name, *(further_name(name, str(number)) for number in range(2, len(pages) + 1))]
    told = title
    if place:
        told = speaker.language.text("{title}, page {n} of {all}", title=title, n=place + 1, all=len(pages))
    on = None
    if place + 1 < len(pages):
        on = el("p", el("a", speaker.language.text("The rest on the next page"), href=names[place + 1]))
    body = el("section", *_draw_groups(speaker, pages[place], "h2"), on)
    return _draw_further(speaker, names[place], told, tell_order(speaker.language), body)


def _spread(speaker: Speaker, which: _Which, first: int) -> list[Groups]:
    """Missing figures over pages, each no heavier than it may be; a group goes on where it does not fit.

    Pages break at the same places in every language, since each leads to its twins.
    """
    pages: list[Groups] = [[]]
    left, weights = first, iter(_weigh(speaker, which))
    for title, lacks in group_lacks(speaker)[which]:
        for lack in lacks:
            weight = next(weights)
            if weight > left and pages[-1]:
                pages.append([])
                left = _ROOM
            if not pages[-1] or pages[-1][-1][0] != title:
                pages[-1].append((title, []))
            pages[-1][-1][1].append(lack)
            left -= weight
    return pages


def _weigh(speaker: Speaker, which: _Which) -> list[int]:
    """The bytes of each missing figure, in the language in which it takes most."""
    told = (replace(speaker, language=speak(code)) for code in speaker.partnership.languages)
    each = [[len(_draw_lack(one, lack).encode()) for _, lacks in group_lacks(one)[which] for lack in lacks]
            for one in told]  # fmt: skip
    return [max(weights) for weights in zip_longest(*each, fillvalue=0)]


def _draw_further(speaker: Speaker, name: str, title: str, lead: str, body: Markup) -> Markup:
    """A further page of this chapter, with the way back."""
    asked = tell_title("coverage", speaker.partnership, speaker.catalogue, speaker.language)
    back = el("p", el("a", speaker.language.text("Back to: {title}", title=asked), href=_HOME))
    return draw_page(name, title, el("div", el("h1", title), el("p", lead, class_="lead"), back, class_="title"), body)


def group_lacks(speaker: Speaker) -> tuple[Groups, Groups]:
    """The missing figures by theme, and those outside the themes by goal; none of them twice."""
    text, language, comparison = speaker.language.text, speaker.language, speaker.comparison
    told: set[tuple[str, str]] = set()
    themes = [(language.of(theme.title), comparison.theme(theme.id)) for theme in speaker.partnership.themes]
    goals = [
        (text("Goal {number}: {title}", number=goal, title=language.of(term.title)), comparison.goal(goal))
        for goal, term in sorted(speaker.catalogue.goals.items(), key=lambda item: int(item[0]))
    ]
    goals.append((text("Background"), comparison.goal("context")))
    return _leave_told(speaker, themes, told), _leave_told(speaker, goals, told)


def _leave_told(speaker: Speaker, groups: list[tuple[str, Results]], told: set[tuple[str, str]]) -> Groups:
    """Groups with what has not been told before; `told` grows."""
    fresh: Groups = []
    for title, results in groups:
        lacks = list_lacks(results, speaker.comparison, speaker.language)
        kept = [lack for lack in lacks if (lack.question, lack.ask) not in told]
        told.update((lack.question, lack.ask) for lack in kept)
        if kept:
            fresh.append((title, kept))
    return fresh


def _draw_groups(speaker: Speaker, groups: Groups, heading: str) -> list[Markup]:
    blocks = []
    for title, lacks in groups:
        blocks += [el(heading, title), el("ul", *(_draw_lack(speaker, lack) for lack in lacks), class_="questions")]
    return blocks


def _draw_lack(speaker: Speaker, lack: Lack) -> Markup:
    """The question, its indicator, which place lacks the figure and who could give it."""
    indicator, language = lack.result.indicator, speaker.language
    title = el("a", language.of(indicator.title), href=page_address(lack.result, speaker.comparison))
    code = f" ({indicator.sdg_code})" if indicator.sdg_code and indicator.sdg_match == "official" else ""
    lacking = tell_lack(lack, speaker.comparison, language)
    who = language.text("Who could answer: {who}", who=lack.ask)
    return el("li", el("b", lack.question), " ", el("small", join_markup((title, f"{code}. {lacking} {who}"))))


def _link_table(speaker: Speaker, table: Table, name: str) -> Markup:
    return _link_file(speaker, speaker.language.text("This table as a file (CSV)"), table, name)


def _link_missing(speaker: Speaker, groups: Groups) -> Markup:
    table = tabulate_missing(groups, speaker.comparison, speaker.language)
    return _link_file(speaker, speaker.language.text("All missing figures as a file (CSV)"), table, "missing-figures")


def _link_file(speaker: Speaker, words: str, table: Table, name: str) -> Markup:
    file = file_name(name, ending="csv")
    content = table.csv(speaker.language)
    return el("li", el("a", words, href=embed(content, "text/csv"), data_file=file, download=file))


def _list_links(*items: Markup) -> Markup:
    return el("ul", *items, class_="get")
