"""Many indicators in words: how much is known, what the figures say, what they cannot say, what to ask.

In: the `IndicatorResult`s of a goal, a theme or all. Out: `tell_coverage`, `tell_findings`, `tell_cannot`,
`tell_questions`.
Never: a total score, a rank of the two places, a finding from whole countries, old or indicative figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from compare.comparison.model import Comparison, IndicatorResult, Pair
from compare.presentation.language import Language
from compare.presentation.narrative_pairs import looks_equal, tell_pair
from compare.presentation.narrative_values import (
    describe_area,
    is_city_area,
    is_missing,
    name_area,
    name_lacking,
    tell_missing,
)


def tell_coverage(
    results: Iterable[IndicatorResult],
    comparison: Comparison,  # noqa: ARG001 - one form for all
    language: Language,
) -> str:
    """One honest sentence on how much is known, counted by level; slices of another indicator are not counted."""
    counted = [result for result in results if result.indicator.part_of is None]
    if not counted:
        return language.text("No indicator is followed here yet.")
    opening = language.plural(
        "One indicator", "{count} indicators", len(counted), count=language.capital(language.count(len(counted)))
    )
    parts = [part for level in _COUNTERS if (part := _count(level, counted, language))]
    unlike = sum(result.letter == "E" for result in counted)
    if unlike:
        parts.append(
            language.plural(
                "one of the pairs cannot be compared",
                "{count} of the pairs cannot be compared",
                unlike,
                count=language.count(unlike),
            )
        )
    return language.sentence(f"{opening}: {language.join(parts)}")


def tell_findings(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> list[str]:
    """What the figures say of the cities or their regions, cities first, then the most comparable."""
    pairs = [pair for result in results for pair in result.pairs if pair.may_be_finding]
    pairs.sort(key=lambda pair: (pair.level != "city", pair.grade.letter))
    return [tell_pair(pair, comparison, language) for pair in pairs]


def tell_cannot(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> list[str]:
    """What the figures cannot say, in as few sentences as it takes."""
    results = [result for result in results if result.indicator.part_of is None]
    told = [
        _tell_countries(results, comparison, language),
        *_tell_stand_ins(results, comparison, language),
        *_tell_lacking(results, comparison, language),
        _tell_list(
            results,
            lambda result: result.level == "none",
            lambda titles: language.text("Neither city has a figure for: {titles}.", titles=titles),
            language,
        ),
        _tell_list(
            results,
            lambda result: result.letter == "D",
            lambda titles: language.text(
                "A city stands beside a whole country, so no difference is calculated: {titles}.", titles=titles
            ),
            language,
        ),
        _tell_list(
            results,
            lambda result: result.letter == "E",
            lambda titles: language.text("The two figures cannot be compared: {titles}.", titles=titles),
            language,
        ),
        _tell_list(
            results,
            lambda result: any(_is_unclear(pair, comparison, language) for pair in result.pairs),
            lambda titles: language.text("The figures show no clear difference: {titles}.", titles=titles),
            language,
        ),
    ]
    return [sentence for sentence in told if sentence]


def tell_questions(
    results: Iterable[IndicatorResult],
    comparison: Comparison,  # noqa: ARG001 - one form for all
    language: Language,
) -> list[tuple[str, str]]:
    """The questions that missing figures leave, each with who could answer."""
    found: dict[tuple[str, str], None] = {}
    for result in results:
        for one in result.one_sided:
            found[language.of(one.known.question), language.of(one.known.ask)] = None
        if result.indicator.question is not None:
            question = result.indicator.question
            found[language.of(question.question), language.of(question.ask)] = None
    return list(found)


#: More titles than this (and one) are summed up: a box on a page is no list.
_LISTED_TITLES = 5
_COUNTERS = ("city", "region", "mixed", "country", "one-sided", "none")


def _count(level: str, results: list[IndicatorResult], language: Language) -> str:
    """How many of `results` have a level, as a clause; empty for none."""
    n = sum(result.level == level for result in results)
    if not n:
        return ""
    values = {"count": language.count(n)}
    if level == "city":
        return language.plural("one has figures for both cities", "{count} have figures for both cities", n, **values)
    if level == "region":
        return language.plural(
            "in one a larger area stands in for a city", "in {count} a larger area stands in for a city", n, **values
        )
    if level == "mixed":
        return language.plural(
            "one sets a city beside a whole country", "{count} set a city beside a whole country", n, **values
        )
    if level == "country":
        return language.plural(
            "one describes whole countries only", "{count} describe whole countries only", n, **values
        )
    if level == "one-sided":
        return language.plural("one is known for one side only", "{count} are known for one side only", n, **values)
    return language.plural("one has no figure at all", "{count} have no figure at all", n, **values)


def _tell_countries(results: list[IndicatorResult], comparison: Comparison, language: Language) -> str:
    named = comparison.partnership
    return _tell_list(
        results,
        lambda result: result.level == "country",
        lambda titles: language.text(
            "Figures for the whole countries, {a} and {b}, say nothing certain about the cities: {titles}.",
            a=name_area(named.country_a, comparison, language),
            b=name_area(named.country_b, comparison, language),
            titles=titles,
        ),
        language,
    )


def _tell_stand_ins(results: list[IndicatorResult], comparison: Comparison, language: Language) -> list[str]:
    """For the larger areas that stand in for the cities, the indicators where they do; both cities' in one sentence."""
    titles: dict[tuple[tuple[str, str], ...], dict[str, None]] = {}
    for result in results:
        for pair in result.pairs if result.level == "region" else ():
            larger = tuple(
                (side.ref_area, side.place) for side in (pair.a, pair.b) if not is_city_area(side.ref_area, comparison)
            )
            titles.setdefault(larger, {})[language.of(result.indicator.title)] = None
    told = []
    for larger, found in titles.items():
        areas = language.join(describe_area(ref_area, comparison, language) for ref_area, _ in larger)
        listed = _list(found, language)
        if len(larger) > 1:
            told.append(language.text("The figures describe {areas}, not the cities themselves: {titles}.",
                                      areas=areas, titles=listed))  # fmt: skip
        else:
            place = name_area(larger[0][1], comparison, language)
            told.append(language.text("The figure describes {area}, not {place} itself: {titles}.",
                                      area=areas, place=place, titles=listed))  # fmt: skip
    return told


def _tell_lacking(results: list[IndicatorResult], comparison: Comparison, language: Language) -> list[str]:
    """What one place (or country) has no figure for while the other has, a sentence for each reason."""
    titles: dict[tuple[str, str, str], dict[str, None]] = {}
    for result in results:
        held = {one.which for one in result.one_sided}
        for one in result.one_sided:
            which = "b" if one.which == "a" else "a"
            if len(held) == 1 and not _holds_city(which, result, comparison):
                # Place a comes first, whichever indicator lacks its figure first.
                why = tell_missing(one.known.missing, comparison, language)
                key = (which, name_lacking(one, comparison, language), why)
                titles.setdefault(key, {})[language.of(result.indicator.title)] = None
    return [
        language.text(
            "{place} has no figure of its own ({why}) for: {titles}.",
            place=place,
            why=why,
            titles=_list(found, language),
        )
        for (_, place, why), found in sorted(titles.items(), key=lambda item: item[0][0])
    ]


def _holds_city(which: str, result: IndicatorResult, comparison: Comparison) -> bool:
    """Whether a city has a figure of its own in a pair, beside what only the other one knows."""
    sides = [pair.a if which == "a" else pair.b for pair in result.pairs]
    return any(is_city_area(side.ref_area, comparison) and not is_missing(side.value) for side in sides)


def _tell_list(
    results: list[IndicatorResult],
    belongs: Callable[[IndicatorResult], bool],
    say: Callable[[str], str],
    language: Language,
) -> str:
    """A sentence about the titles of the results that belong to it; empty where none does."""
    titles = dict.fromkeys(language.of(result.indicator.title) for result in results if belongs(result))
    return say(_list(titles, language)) if titles else ""


def _list(titles: Iterable[str], language: Language) -> str:
    """Titles in a row; of very many the first and how many more there are."""
    told = list(titles)
    if len(told) <= _LISTED_TITLES + 1:
        return "; ".join(told)
    rest = len(told) - _LISTED_TITLES
    more = language.text("and {count} more indicators", count=language.count(rest))
    return "; ".join([*told[:_LISTED_TITLES], more])


def _is_unclear(pair: Pair, comparison: Comparison, language: Language) -> bool:
    """Whether the interval of the difference holds zero although the printed values differ."""
    if pair.gap is None or pair.gap.clear or is_missing(pair.a.value) or is_missing(pair.b.value):
        return False
    return not looks_equal(pair, comparison, language)
