"""The front page: what the figures show, what they do not answer, the themes, a text to cite.

In: a `Speaker`. Out: `show_front_title`, `show_front_findings`, `show_front_questions`, `show_front_themes`,
`choose_findings`.
Never: a finding picked by its size or by which city looks better, a number without its area and year.
"""

from __future__ import annotations

from markupsafe import Markup

from compare.comparison.model import Comparison, IndicatorResult, Pair, Side
from compare.presentation.narrative import (
    tell_comparable,
    tell_gap,
    tell_number,
    tell_pair,
    tell_period,
    tell_questions,
    tell_subject,
)
from compare.presentation.narrative_freshness import tell_stale
from compare.presentation.parts_base import Part, draw_number, el, make_part
from compare.presentation.parts_changes import link_changes
from compare.presentation.parts_goal import draw_notice, list_questions
from compare.presentation.parts_grade import draw_pill
from compare.presentation.parts_links import Speaker, count_levels, page_address, page_name, tell_edition, tell_title

FINDINGS = 5
QUESTIONS = 3


def choose_findings(comparison: Comparison, most: int = FINDINGS) -> tuple[tuple[IndicatorResult, Pair], ...]:
    """The pairs told on the front page, by a rule that does not look at the values.

    Figures whose years are stated come first, then measures of which one can say what is better, then the cities
    themselves before larger areas, the more comparable, the newer, and last the catalogue's order. Each goal is told
    once, and the context comes last.

    Returns
    -------
    tuple of (IndicatorResult, Pair)
        At most `most`.
    """
    ranked = []
    for place, result in enumerate(comparison.results):
        for pair in result.pairs[:1]:
            if pair.may_be_finding and result.indicator.part_of is None:
                years = [side.value.reference_year or 0 for side in (pair.a, pair.b) if side.value is not None]
                matters = (result.indicator.goal == "context", not min(years), result.indicator.direction == "none")
                ranked.append(((*matters, pair.level != "city", pair.grade.letter, -min(years), place), result, pair))
    chosen: dict[str, tuple[IndicatorResult, Pair]] = {}
    for _, result, pair in sorted(ranked, key=lambda item: item[0]):
        chosen.setdefault(result.indicator.goal, (result, pair))
    return tuple(chosen.values())[:most]


def show_front_title(speaker: Speaker) -> Part:
    """The question, what the site is, and its edition."""
    text = speaker.language.text
    title = tell_title("index", speaker.partnership, speaker.catalogue, speaker.language)
    lead = text(
        "Open statistics on both cities, side by side, by the Sustainable Development Goals. Every figure can be "
        "followed to its source. Where the cities cannot be compared, the pages say so."
    )
    edition = tell_edition(speaker.partnership, speaker.language)
    lines = (el("h1", title), el("p", lead, class_="lead"), el("p", edition, class_="small"))
    results = speaker.comparison.results
    stale = [el("p", sentence) for sentence in tell_stale(results, speaker.comparison, speaker.language)]
    notices = (draw_notice(speaker, results), el("div", *stale, class_="notice", role="note") if stale else None)
    return make_part(el("div", *lines, link_changes(speaker), *notices, class_="title"))


def show_front_findings(speaker: Speaker) -> Part:
    """What the figures show: numbers first, whose they are and from when; and the same as a text to paste."""
    text, language = speaker.language.text, speaker.language
    chosen = choose_findings(speaker.comparison)
    heading = el(
        "h2",
        language.capital(
            language.plural("One thing that the figures show", "{count} things that the figures show", len(chosen),
                            count=language.count(len(chosen)))
        ), id="findings-h",
    )  # fmt: skip
    if not chosen:
        note = el("p", text("No pair of figures for the two cities can be compared yet."))
        return make_part(el("section", el("h2", text("What the figures show"), id="findings-h"), note, id="findings"))
    cards = el("ul", *(_draw_finding(speaker, result, pair) for result, pair in chosen), class_="findings")
    rule = text(
        "Chosen by a fixed rule: figures with a stated year first, then the cities themselves before larger areas, "
        "then the most comparable and the newest; one for each goal. The size of a difference plays no part."
    )
    return make_part(
        el("section", heading, cards, el("p", rule, class_="small"), _draw_memo(speaker, chosen), id="findings")
    )


def show_front_questions(speaker: Speaker) -> Part:
    """Questions that the figures leave open: those that the partnership file puts first, one of each indicator."""
    text, language = speaker.language.text, speaker.language
    first = [speaker.comparison.result(indicator) for indicator in speaker.partnership.questions]
    others = [result for result in speaker.comparison.results if result not in first]
    rest = sorted(others, key=lambda result: not result.indicator.themes)
    told = [tell_questions([result], speaker.comparison, language)[:1] for result in (*first, *rest)]
    questions = [question for part in told for question in part][:QUESTIONS]
    heading = language.capital(
        language.plural("One question that they do not answer", "{count} questions that they do not answer",
                        len(questions), count=language.count(len(questions)))
    )  # fmt: skip
    more = el("p", el("a", text("All figures that are missing"), href=f"{page_name('coverage')}#missing"))
    return make_part(el("section", el("h2", heading, id="open-h"), list_questions(speaker, questions), more, id="open"))


def show_front_themes(speaker: Speaker) -> Part:
    """The themes that the two cities named, with how much is known of each."""
    tiles = el("ul", *(_draw_theme(speaker, theme.id, speaker.language.of(theme.title))
                       for theme in speaker.partnership.themes), class_="tiles")  # fmt: skip
    heading = el("h2", speaker.language.text("The partnership's themes"), id="themes-h")
    return make_part(el("section", heading, tiles, id="themes"))


def _draw_finding(speaker: Speaker, result: IndicatorResult, pair: Pair) -> Markup:
    told = (pair, speaker.comparison, speaker.language)
    goal = result.indicator.goal
    label = (
        speaker.language.text("What kind of places are they?") if goal == "context"
        else speaker.language.text("Goal {number}: {title}", number=goal,
                                   title=speaker.language.of(speaker.catalogue.goals[goal].title))
    )  # fmt: skip
    return el(
        "li",
        _draw_number(speaker, result, pair.a, "a"),
        _draw_number(speaker, result, pair.b, "b"),
        el(
            "div",
            el("h3", el("a", tell_subject(pair, *told[1:]), href=page_address(result, speaker.comparison))),
            el("p", tell_gap(*told)),
            el("p", label, class_="small"),
            el("p", draw_pill(pair.grade.letter, tell_comparable(*told))),
            class_="said",
        ),
        class_="finding",
    )


def _draw_number(speaker: Speaker, result: IndicatorResult, side: Side, which: str) -> Markup:
    if side.value is None:
        return el("p", speaker.language.text("no figure"), class_="number")
    number = tell_number(side.value, speaker.comparison, speaker.language, result.indicator)
    whose = f"{speaker.name(side.ref_area)}, {tell_period(side.value, speaker.comparison, speaker.language)}"
    short = speaker.language.of(speaker.catalogue.units[side.value.unit_measure].short)
    return draw_number(number, short, which, whose)


def _draw_memo(speaker: Speaker, chosen: tuple[tuple[IndicatorResult, Pair], ...]) -> Markup:
    """The findings as running text with the edition, for a memo."""
    text, language = speaker.language.text, speaker.language
    lines = [tell_pair(pair, speaker.comparison, language) for _, pair in chosen]
    origin = text(
        "From: {title}. {edition}. {publisher}.",
        title=tell_title("index", speaker.partnership, speaker.catalogue, language).rstrip("?"),
        edition=tell_edition(speaker.partnership, language), publisher=language.of(speaker.partnership.publisher),
    )  # fmt: skip
    return el(
        "details",
        el("summary", text("A text to paste into a memo, and how to cite this edition")),
        *(el("p", line) for line in (*lines, origin)),
        class_="memo",
    )


def _draw_theme(speaker: Speaker, theme: str, title: str) -> Markup:
    language = speaker.language
    counts = count_levels(speaker.comparison.theme(theme))
    total = sum(counts.values())
    told = language.plural("One indicator", "{count} indicators", total, count=str(total)) if total else language.text(
        "no indicator yet"
    )
    city = (
        language.text("{n} with figures for both cities", n=counts["city"]) if counts["city"]
        else language.text("none with figures for both cities")
    )  # fmt: skip
    return el(
        "li",
        el("div", el("h3", el("a", title, href=f"{page_name('partnership')}#theme-{theme}")),
           el("p", f"{told}, {city}" if total else told, class_="small")),
        class_="tile",
    )  # fmt: skip
