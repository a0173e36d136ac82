"""The box beside a figure: whether the two can be compared, why, where they are heading, and who decides.

In: a `Speaker` and an `IndicatorResult`. Out: `draw_pill`, `draw_grade_box`, `list_graded`, `list_trends`,
`draw_mandates`.
Never: a letter without its words, a trend that was not assessed called one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from compare.comparison.model import Grade, IndicatorResult, OneSided, Pair
from compare.presentation.narrative import (
    tell_comparable,
    tell_level,
    tell_mandates,
    tell_reasons,
    tell_sex,
    tell_target,
    tell_trend,
)
from compare.presentation.parts_base import el
from compare.presentation.parts_links import Speaker

#: Letters whose two values may not be set against each other: their mark has a dashed outline.
_APART = {"D", "E", "N"}


def draw_pill(letter: str, words: str) -> Markup:
    """The grade's words beside its letter."""
    apart = " apart" if letter in _APART else ""
    return el("span", el("b", letter), " ", el("span", words), class_=f"pill{apart}")


def draw_grade_box(speaker: Speaker, result: IndicatorResult, told: dict[str, str]) -> Markup:
    """Grade and level, the reasons, the trends and, where it is known, who decides.

    Parameters
    ----------
    told : dict of str to str
        The service domains that the page has told so far, to the indicator beside which it did; it is added to.
    """
    text, comparison, language = speaker.language.text, speaker.comparison, speaker.language
    graded = list(list_graded(result))
    blocks: list[Markup | None] = []
    for thing in graded:
        side = thing.a if isinstance(thing, Pair) else thing.side
        sex = tell_sex(side, language, result) if len(graded) > 1 else ""
        level = "one-sided" if isinstance(thing, OneSided) else thing.level
        # The words of a pair of countries or of one city say it already.
        whose = tell_level(level, comparison, language) if level in ("city", "region", "mixed") else ""
        whose = " · ".join(part for part in (whose, sex) if part)
        blocks += [
            el("p", draw_pill(thing.grade.letter, tell_comparable(thing, comparison, language))),
            el("p", language.capital(whose)) if whose else None,
        ]
        reasons = tell_reasons(_keep_telling(thing.grade), comparison, language)
        if reasons:
            blocks += [el("h4", text("Why this grade")), el("ul", *(el("li", reason) for reason in reasons))]
    if not graded:
        blocks.append(el("p", draw_pill(result.letter, tell_comparable(result, comparison, language))))
    blocks += [*_draw_trends(speaker, result), *draw_mandates(speaker, result, told)]
    return el("div", *blocks, class_="grade")


def list_graded(result: IndicatorResult) -> Iterator[Pair | OneSided]:
    """Each different grade once: pairs by sex mostly share one.

    A figure that only one city has stands above a pair of whole countries, and so does its grade: the countries' letter
    says nothing about it.
    """
    seen = set()
    only_one = result.level == "country" and len({one.which for one in result.one_sided}) == 1
    for thing in (*(result.one_sided if only_one or not result.pairs else ()), *result.pairs):
        key = (thing.grade, getattr(thing, "level", "one-sided"))
        if key not in seen:
            seen.add(key)
            yield thing


def _keep_telling(grade: Grade) -> Grade:
    """The grade with the reasons that keep it from an A; all of them where it is one."""
    telling = tuple(reason for reason in grade.reasons if reason.score != 0)
    return replace(grade, reasons=telling or grade.reasons)


def _draw_trends(speaker: Speaker, result: IndicatorResult) -> list[Markup]:
    lines = list_trends(speaker, result)
    if not lines:
        return []
    return [el("h4", speaker.language.text("Over time")), el("ul", *(el("li", line) for line in lines))]


def list_trends(speaker: Speaker, result: IndicatorResult) -> list[str]:
    """The target, and where each side is heading or why that cannot be said."""
    told = []
    for pair in result.pairs:
        sex = tell_sex(pair.a, speaker.language, result) if len(result.pairs) > 1 else ""
        for trend, side in ((pair.trend_a, pair.a), (pair.trend_b, pair.b)):
            line = tell_trend(trend, side, speaker.comparison, speaker.language)
            told.append(f"{speaker.language.capital(sex)}. {line}" if sex else line)
    told += [tell_trend(one.trend, one.side, speaker.comparison, speaker.language) for one in result.one_sided]
    target = tell_target(result, speaker.comparison, speaker.language)
    return [line for line in dict.fromkeys((target, *told)) if line]


def draw_mandates(
    speaker: Speaker, result: IndicatorResult, told: dict[str, str], heading: str = "h4"
) -> list[Markup | None]:
    """Who decides, and by which law, once a page; who pays, provides and measures folded below it."""
    roles = tell_mandates(result, speaker.comparison, speaker.language)
    domain = result.indicator.domain
    if not roles or domain is None:
        return []
    first = told.setdefault(domain, result.indicator.id)
    if first != result.indicator.id:
        title = speaker.language.of(speaker.catalogue.domains[domain].title)
        words = speaker.language.text("Who decides: {domain}", domain=title)
        return [el("p", el("a", words, href=f"#{first}"))]
    decides, rest = [], []
    # In the order of the catalogue, so that each line can be matched with its role.
    for role, (country, verb, actor, basis) in zip(speaker.catalogue.domains[domain].roles, roles, strict=True):
        line = f"{country}: {actor}" if role.role == "decides" else f"{country}, {verb}: {actor}"
        item = el("li", line, el("small", f" {basis}") if basis else None)
        (decides if role.role == "decides" else rest).append(item)
    more = el("details", el("summary", speaker.language.text("Who pays, provides and measures")), el("ul", *rest))
    return [el(heading, speaker.language.text("Who decides")), el("ul", *decides), more if rest else None]
