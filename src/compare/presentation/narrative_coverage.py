"""How much is known as a finding of its own, and the questions behind what is missing, the most useful first.

In: results and their `Comparison`, a language. Out: `tell_known`, `tell_unasked`, `tell_order`, `tell_newest`, `Lack`,
`list_lacks`, `tell_lack`.
Never: coverage told as a score, a missing figure without the place that lacks it and the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compare.comparison.model import Comparison, IndicatorResult, OneSided
from compare.presentation.language import Language
from compare.presentation.narrative_values import (
    is_city_area,
    is_missing,
    name_lacking,
    name_place,
    tell_missing,
)

#: How near an indicator is to the Agenda's own; the nearest first.
_MATCHES = ("official", "proxy", "context")


@dataclass(frozen=True)
class Lack:
    """A figure that is missing: what to ask, whom, and why each side has none.

    A reason is None where that side has a figure.
    """

    result: IndicatorResult
    question: str
    ask: str
    reason_a: str | None
    reason_b: str | None
    one: OneSided | None = None  #: the figure that the other side has

    def rank(self, comparison: Comparison) -> tuple[int, int]:
        """How much an answer would help; the least number most.

        Official indicators before substitutes and others; then those where one answer gives both cities a figure, then
        those that both would have to answer, then those where only a larger area has a figure.
        """
        match = _MATCHES.index(self.result.indicator.sdg_match)
        if self.one is None:
            return match, 1
        return match, 0 if is_city_area(self.one.side.ref_area, comparison) else 2


def tell_known(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> list[str]:
    """What stands out: how many indicators set the cities side by side, which goals have none, who lacks more.

    The numbers add up: an indicator has such a pair, or figures of both cities that form none, or one city's, or none.
    """
    counted = [result for result in results if result.indicator.part_of is None]
    if not counted:
        return []
    own = Counter(
        tuple(_has_own(which, result, comparison) for which in ("a", "b"))
        for result in counted
        if not _is_paired(result)
    )
    told = [
        _tell_both(counted, comparison, language),
        _tell_unpaired(own[True, True], language),
        _tell_goals(counted, comparison, language),
        language.text(
            "Only {a} has a figure of its own for {n_a} of the indicators, only {b} for {n_b}, and neither city for "
            "{n_none}.",
            a=name_place("a", comparison, language), b=name_place("b", comparison, language),
            n_a=own[True, False], n_b=own[False, True], n_none=own[False, False],
        ),
    ]  # fmt: skip
    return [sentence for sentence in told if sentence]


def tell_unasked(results: Iterable[IndicatorResult], language: Language) -> str:
    """How many indicators are known for whole countries only while nobody has been asked about the cities."""
    n = sum(
        result.level == "country" and not result.one_sided and result.indicator.question is None
        for result in results
        if result.indicator.part_of is None
    )
    if not n:
        return ""
    return language.plural(
        "For one indicator that describes whole countries only, no question has been written yet.",
        "For {n} indicators that describe whole countries only, no question has been written yet.",
        n,
    )


def tell_order(language: Language) -> str:
    """The rule by which questions stand in their order."""
    return language.text(
        "Under each heading, questions about the official indicators of the 2030 Agenda come first, then about close "
        "substitutes, then about other indicators; among these, first those where a single answer gives both cities a "
        "figure."
    )


def tell_newest(language: Language) -> str:
    """Of which area a newest year is."""
    return language.text(
        "An indicator that is a part of another one is not counted. The newest year is that of the city's own "
        "figures; where the city has none, that of the nearest larger area, which is named. The year of a projection "
        "is shown only where that area has no other figure, and is marked."
    )


def list_lacks(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> list[Lack]:
    """The missing figures of `results`, the most useful first; none of them twice."""
    found: dict[tuple[str, str], Lack] = {}
    lacks = (lack for result in results for lack in _list_of(result, language))
    for lack in sorted(lacks, key=lambda lack: lack.rank(comparison)):
        found.setdefault((lack.question, lack.ask), lack)
    return list(found.values())


def tell_lack(lack: Lack, comparison: Comparison, language: Language) -> str:
    """Which place lacks the figure, and why."""
    a, b = (name_place(which, comparison, language) for which in ("a", "b"))
    if lack.one is not None:
        return language.text(
            "Missing for {place} ({why}).",
            place=name_lacking(lack.one, comparison, language),
            why=tell_missing(lack.reason_a or lack.reason_b or "", comparison, language),
        )
    why_a, why_b = (tell_missing(reason or "", comparison, language) for reason in (lack.reason_a, lack.reason_b))
    if why_a == why_b:
        return language.text("Missing for both {a} and {b} ({why}).", a=a, b=b, why=why_a)
    return language.text("Missing for {a} ({why_a}) and {b} ({why_b}).", a=a, b=b, why_a=why_a, why_b=why_b)


def _tell_both(counted: list[IndicatorResult], comparison: Comparison, language: Language) -> str:
    both = [result for result in counted if _is_paired(result)]
    if not both:
        return language.text("No indicator sets figures for the two cities themselves side by side.")
    share = language.quantity(100 * len(both) / len(counted), comparison.catalogue.units["PT"], 0)
    return language.text(
        "{n} of {total} indicators ({share}) set figures for the two cities themselves side by side; in {m} of them "
        "the two can be compared.",
        n=len(both), total=len(counted), share=share, m=sum(result.pairs[0].grade.allows_gap for result in both),
    )  # fmt: skip


def _tell_unpaired(number: int, language: Language) -> str:
    """How many indicators have figures of both cities in no pair, since they are of two kinds; empty where none."""
    if not number:
        return ""
    return language.plural(
        "For one more indicator, both cities have figures of their own, but these are not set side by side.",
        "For {n} more indicators, both cities have figures of their own, but these are not set side by side.",
        number,
    )


def _tell_goals(counted: list[IndicatorResult], comparison: Comparison, language: Language) -> str:
    """Which goals have no indicator with a pair of the two cities; empty where each has one."""
    having = {result.indicator.goal for result in counted if _is_paired(result)}
    without = sorted(set(comparison.catalogue.goals) - having, key=int)
    if not without:
        return ""
    return language.plural(
        "Goal {goals} has no indicator that sets the two cities side by side.",
        "Goals {goals} have no indicator that sets the two cities side by side.",
        len(without), goals=language.join(without),
    )  # fmt: skip


def _is_paired(result: IndicatorResult) -> bool:
    return result.level == "city"


def _has_own(which: str, result: IndicatorResult, comparison: Comparison) -> bool:
    """Whether a city has a figure of its own, beside whatever the other one has."""
    sides = [pair.a if which == "a" else pair.b for pair in result.pairs]
    sides += [one.side for one in result.one_sided if one.which == which]
    return any(is_city_area(side.ref_area, comparison) and not is_missing(side.value) for side in sides)


def _list_of(result: IndicatorResult, language: Language) -> Iterator[Lack]:
    for one in result.one_sided:
        known, other = one.known, "b" if one.which == "a" else "a"
        reasons = {one.which: None, other: known.missing}
        yield Lack(result, language.of(known.question), language.of(known.ask), reasons["a"], reasons["b"], one)
    asked = result.indicator.question
    if asked is not None:
        yield Lack(result, language.of(asked.question), language.of(asked.ask), asked.missing_a, asked.missing_b)
