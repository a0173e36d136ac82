"""All goals on one page: tiles, the goals one by one, the picture of the shares.

In: a `Speaker`. Out: `show_goal_tiles`, `show_goals`, `show_overview`.
Never: a score of a goal, a rank of the two places, a colour that means good or bad.
"""

from __future__ import annotations

from markupsafe import Markup

from compare.comparison.model import IndicatorResult
from compare.presentation.language import mark
from compare.presentation.narrative import tell_coverage, tell_findings, tell_headline
from compare.presentation.narrative_sources import tell_state
from compare.presentation.parts_base import Part, el, embed, file_name, join_markup, make_part
from compare.presentation.parts_links import Speaker, count_levels, page_name
from compare.presentation.parts_sheet import frame, link_taken, take
from compare.presentation.tables import tabulate_sources

#: Level -> what its squares stand for, in the order in which they are drawn.
LEVELS = {
    "city": mark("both cities"),
    "region": mark("a larger area"),
    "mixed": mark("a city beside a country"),
    "country": mark("whole countries"),
    "one-sided": mark("one city only"),
    "none": mark("no figure"),
}


def show_goal_tiles(speaker: Speaker) -> Part:
    """The goals as tiles with their coverage as squares and in words."""
    text = speaker.language.text
    key = el(
        "ul",
        *(el("li", draw_square(level), " ", text(words)) for level, words in LEVELS.items()),
        class_="key", aria_label=text("What the squares mean"),
    )  # fmt: skip
    tiles = el("ul", *(_draw_tile(speaker, goal) for goal in _sort_goals(speaker)), class_="tiles")
    note = el("p", text("One square for each indicator that is followed: what its figures describe."))
    heading = el("h2", text("The 17 goals"), id="goals-h")
    return make_part(el("section", heading, note, key, tiles, id="goals"))


def show_goals(speaker: Speaker) -> Part:
    """The goals one under the other: how much is known, and one finding where there is one."""
    text, language = speaker.language.text, speaker.language
    rows = []
    for goal in _sort_goals(speaker):
        results = speaker.comparison.goal(goal)
        title = text("Goal {number}: {title}", number=goal, title=language.of(speaker.catalogue.goals[goal].title))
        found = tell_findings(results, speaker.comparison, language)[:1]
        rows.append(
            el(
                "li",
                el("span", goal, class_=f"square g{goal}", aria_hidden="true"),
                el(
                    "div",
                    el("h3", el("a", title, href=page_name("goal", goal))),
                    el("p", tell_coverage(results, speaker.comparison, language), class_="measure"),
                    el("p", found[0]) if found else None,
                ),
            )
        )
    heading = el("h2", text("All goals, one by one"), id="goals-h")
    return make_part(el("section", heading, el("ol", *rows, class_="goal-list"), id="goals"))


def show_overview(speaker: Speaker) -> Part:
    """The newest pair of every share of the cities, or of the areas around them, in one picture."""
    from compare.presentation import figures

    text, language, comparison = speaker.language.text, speaker.language, speaker.comparison
    heading = el("h2", text("Shares in the two cities"), id="shares-h")
    told = (_choose_shares(speaker), comparison, language)
    try:
        drawn = {narrow: figures.draw_overview(*told, narrow=narrow) for narrow in (False, True)}
    except figures.NothingToDrawError:
        return make_part(el("section", heading, el("p", text("No share has figures for both cities.")), id="shares"))
    title = text("Shares in the two cities")
    source = text("Hollow marks: a larger area than the city. Sources: see the page of each goal.")
    svg = {key: figures.render_svg(drawing, title=title, source=source) for key, drawing in drawn.items()}
    mime = "image/svg+xml"
    picture = el(
        "picture",
        el("source", media="(max-width: 44em)", srcset=embed(svg[True], mime), data_file="shares-narrow.svg"),
        el("img", src=embed(svg[False], mime), data_file=file_name("shares", ending="svg"),
           alt=_tell_overview(speaker), loading="lazy"),
    )  # fmt: skip
    caption = el("figcaption", el("p", source))
    measure = text("The newest figures of {a} and {b}, or of a larger area around them, in per cent", **speaker.names)
    state = tell_state(_choose_shares(speaker), comparison, language)
    around = frame(speaker, title, measure, _list_providers(speaker), state, drawn[False].width)
    links = link_taken(speaker, take(drawn[False], svg[False], around), "shares")
    get = el("ul", *(el("li", link) for link in links), class_="get")
    return make_part(el("section", heading, el("figure", picture, caption), get, id="shares"))


def tell_levels(speaker: Speaker, results: tuple[IndicatorResult, ...]) -> str:
    """How many indicators describe what, in figures: ``both cities: 2 · whole countries: 3``."""
    counts = count_levels(results)
    parts = [f"{speaker.language.text(words)}: {counts[level]}" for level, words in LEVELS.items() if counts[level]]
    return speaker.language.capital(" · ".join(parts) or speaker.language.text("no indicator yet"))


def draw_square(level: str) -> Markup:
    """A small square that shows what an indicator's figures describe."""
    return el("span", class_=f"sq {level}", aria_hidden="true")


def _draw_tile(speaker: Speaker, goal: str) -> Markup:
    results = speaker.comparison.goal(goal)
    title = speaker.language.of(speaker.catalogue.goals[goal].title)
    counts = count_levels(results)
    squares = join_markup(draw_square(level) for level in LEVELS for _ in range(counts[level]))
    return el(
        "li",
        el("span", goal, class_="square", aria_hidden="true"),
        el(
            "div",
            el("h3", el("a", el("span", f"{goal}. ", class_="unseen"), title, href=page_name("goal", goal))),
            el("p", squares, class_="squares"),
            el("p", tell_levels(speaker, results), class_="small"),
        ),
        class_=f"tile g{goal}",
    )


def _choose_shares(speaker: Speaker) -> list[IndicatorResult]:
    """What the picture shows: cities and the areas around them. Whole countries would be most of its rows."""
    return [result for result in speaker.comparison.results if result.level in ("city", "region")]


def _list_providers(speaker: Speaker) -> list[str]:
    """Who published the figures of the picture, for a copy of it that leaves the page."""
    shown = [result for result in _choose_shares(speaker) if result.indicator.unit == "PT"]
    table = tabulate_sources(shown, speaker.comparison, speaker.language)
    place = [column.key for column in table.columns].index("provider")
    names = sorted({row[place].text for row in table.rows}, key=speaker.language.sort_key)
    return [f"{name};" for name in names[:-1]] + [f"{name}." for name in names[-1:]]


def _tell_overview(speaker: Speaker) -> str:
    """The text of the picture: each row's finding."""
    rows = [
        tell_headline(result, speaker.comparison, speaker.language)
        for result in _choose_shares(speaker)
        if result.indicator.unit == "PT"
    ]
    return speaker.language.text("Dot chart of shares. {rows}.", rows="; ".join(rows))


def _sort_goals(speaker: Speaker) -> list[str]:
    return sorted(speaker.catalogue.goals, key=int)
