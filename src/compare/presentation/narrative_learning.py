"""What the two cities may learn from each other, where the figures carry it; else the question to ask.

In: the `IndicatorResult`s of a goal or of all. Out: `tell_learning`, `tell_mandates`, `has_mandate`.
Never: a finding from a region, a whole country, an old or an indicative figure; one city's column longer than the
other's; a finding where no municipality has a say; a filler sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

from compare.catalogue.mandates import MandateRole
from compare.catalogue.models import Indicator
from compare.comparison.model import Comparison, IndicatorResult, OneSided, Pair, Trend
from compare.presentation.language import Language, mark
from compare.presentation.narrative_goals import tell_questions
from compare.presentation.narrative_grades import tell_caveat
from compare.presentation.narrative_pairs import looks_equal, tell_one_sided, tell_subject
from compare.presentation.narrative_trends import tell_change
from compare.presentation.narrative_values import (
    is_city_area,
    is_masked,
    is_missing,
    name_area,
    name_in_text,
    tell_aim,
    tell_number,
    tell_period,
)

#: Signs from best to worst.
_ORDER = {"achieved": 0, "on_track": 1, "moderate": 2, "stagnating": 3, "moving_away": 4}
_ROLES = {
    "decides": mark("decides"),
    "funds": mark("pays"),
    "provides": mark("provides"),
    "measures": mark("measures"),
}


def tell_learning(
    results: Iterable[IndicatorResult], comparison: Comparison, language: Language
) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """What place a may have to show, what place b may have to show, and the questions that remain.

    Both lists are equally long: the shorter is filled with figures that only that city has, each of them a question to
    the other, and what is still longer is cut, the least comparable first.
    """
    results = list(results)
    columns = {which: _find_lessons(which, results, comparison, language) for which in ("a", "b")}
    wanted = max(len(lessons) for lessons in columns.values())
    for which, lessons in columns.items():
        lessons += _find_own_figures(which, results, comparison, language)[: wanted - len(lessons)]
    length = min(len(lessons) for lessons in columns.values())
    return columns["a"][:length], columns["b"][:length], tell_questions(results, comparison, language)


def tell_mandates(
    result: IndicatorResult, comparison: Comparison, language: Language
) -> list[tuple[str, str, str, str]]:
    """Who decides, pays, provides and measures: country, role, actor (or "not verified") and the law or page.

    The actor is told with the month that it holds for: who does what is under reform, and an old page is old.
    """
    domain = comparison.catalogue.domains.get(result.indicator.domain or "")
    if domain is None:
        return []
    return [
        (
            name_area(role.country, comparison, language),
            language.text(_ROLES[role.role]),
            _tell_actor(role, language),
            role.basis,
        )
        for role in domain.roles
    ]


def has_mandate(indicator: Indicator, comparison: Comparison) -> bool:
    """Whether at least one of the two municipalities decides or provides what an indicator is about."""
    domain = comparison.catalogue.domains.get(indicator.domain or "")
    return domain is not None and any(
        role.actor is not None and role.level in ("municipality", "mixed") and role.role in ("decides", "provides")
        for role in domain.roles
    )


def _tell_actor(role: MandateRole, language: Language) -> str:
    """Who has the role, since when that is known, and how certain it is."""
    if role.actor is None:
        return language.text("not verified")
    told = [language.of(role.actor)]
    if role.as_of == "_U":
        told.append(language.text("undated"))
    elif role.as_of:
        told.append(language.text("as of {period}", period=language.period(role.as_of[:7])))
    if role.confidence == "low":
        told.append(language.text("uncertain"))
    return told[0] if len(told) == 1 else f"{told[0]} ({', '.join(told[1:])})"


def _find_lessons(which: str, results: list[IndicatorResult], comparison: Comparison, language: Language) -> list[str]:
    """The findings in which one city is nearer the target or improves faster, the most comparable first."""
    found: list[tuple[str, str]] = []
    for result in results:
        if result.indicator.direction == "none" or not has_mandate(result.indicator, comparison):
            continue
        for pair in result.pairs:
            if pair.level == "city" and pair.may_be_finding and not _is_limited(pair, result.indicator, comparison):
                clause = _tell_lesson(which, pair, result.indicator, comparison, language)
                if clause:
                    found.append((pair.grade.letter, clause))
    return [clause for _, clause in sorted(found, key=lambda item: item[0])]


def _tell_lesson(which: str, pair: Pair, indicator: Indicator, comparison: Comparison, language: Language) -> str:
    """One finding for one city, with the caveat of a C in the same sentence; empty where it has none."""
    clauses = []
    if _is_nearer(which, pair, comparison, language):
        clauses.append(_tell_nearer(which, pair, indicator, comparison, language))
    if _is_faster(which, pair):
        clauses += _tell_faster(which, pair, comparison, language)
    if not clauses:
        return ""
    told = f"{tell_subject(pair, comparison, language)}: {'; '.join(clauses)}"
    if pair.grade.letter == "C":
        caveat = tell_caveat(pair, comparison, language)
        told = language.text("{finding}, but read this with caution: {caveat}", finding=told, caveat=caveat)
    return language.sentence(told)


def _is_limited(pair: Pair, indicator: Indicator, comparison: Comparison) -> bool:
    values = (pair.a.value, pair.b.value)
    return any(is_missing(value) or value.qualifier or is_masked(value, comparison, indicator) for value in values)


def _is_nearer(which: str, pair: Pair, comparison: Comparison, language: Language) -> bool:
    gap = pair.gap
    return gap is not None and gap.clear and gap.nearer_target == which and not looks_equal(pair, comparison, language)


def _tell_nearer(which: str, pair: Pair, indicator: Indicator, comparison: Comparison, language: Language) -> str:
    own, other = (pair.a, pair.b) if which == "a" else (pair.b, pair.a)
    values = {
        "own": tell_number(own.value, comparison, language, indicator),
        "area": name_in_text(own.ref_area, comparison, language),
        "period": tell_period(own.value, comparison, language),
        "other": tell_number(other.value, comparison, language, indicator),
        "other_area": name_in_text(other.ref_area, comparison, language),
        "other_period": tell_period(other.value, comparison, language),
    }
    both = language.text("{own} in {area} ({period}) against {other} in {other_area} ({other_period})", **values)
    return f"{both}; {_tell_aim(indicator, values['area'], comparison, language)}"


def _tell_aim(indicator: Indicator, area: str, comparison: Comparison, language: Language) -> str:
    """By which measure a value is the one to learn from: a target, a band or a direction."""
    unit = comparison.catalogue.units[indicator.unit]
    target = indicator.target_value
    if target is not None:
        value = tell_aim(target.value, unit, indicator, language)
        if target.sdg:
            return language.text("{area} is nearer the target, {value}", area=area, value=value)
        return language.text("{area} is nearer the benchmark, {value}", area=area, value=value)
    if indicator.band is not None:
        low, high = (tell_aim(edge, unit, indicator, language) for edge in indicator.band)
        return language.text("{area} is nearer the range from {low} to {high}", area=area, low=low, high=high)
    if indicator.direction == "higher":
        return language.text("a higher value is the aim")
    return language.text("a lower value is the aim")


def _is_faster(which: str, pair: Pair) -> bool:
    own, other = (pair.trend_a, pair.trend_b) if which == "a" else (pair.trend_b, pair.trend_a)
    if not (_is_firm(own) and _is_firm(other)):
        return False
    # "Reached" is a state, not a pace: it says nothing of who improves faster.
    if own.sign not in ("on_track", "moderate") or other.sign == "achieved":
        return False
    return _ORDER[own.sign] < _ORDER[other.sign]


def _is_firm(trend: Trend) -> bool:
    return trend.sign in _ORDER and trend.stable is not False


def _tell_faster(which: str, pair: Pair, comparison: Comparison, language: Language) -> list[str]:
    """One clause with what the value did in either city; none where a change may not be told."""
    own, other = (pair.a, pair.b) if which == "a" else (pair.b, pair.a)
    trends = (pair.trend_a, pair.trend_b) if which == "a" else (pair.trend_b, pair.trend_a)
    changes = [tell_change(trend, side, comparison, language) for trend, side in zip(trends, (own, other), strict=True)]
    if not all(changes):
        return []
    return [
        language.text(
            "{area} is improving faster: the value {change}, while in {other_area} it {other_change}",
            area=name_in_text(own.ref_area, comparison, language),
            change=changes[0],
            other_area=name_in_text(other.ref_area, comparison, language),
            other_change=changes[1],
        )
    ]


def _find_own_figures(
    which: str, results: list[IndicatorResult], comparison: Comparison, language: Language
) -> list[str]:
    """Figures that only one city has, each with the question to the other: no finding, and not told as one."""
    return [
        f"{tell_one_sided(one, comparison, language)} {language.of(one.known.question)}"
        for result in results
        for one in result.one_sided
        if one.which == which and has_mandate(result.indicator, comparison) and _is_own(one, comparison)
    ]


def _is_own(one: OneSided, comparison: Comparison) -> bool:
    """Whether a value is the city's own, recent and more than indicative."""
    if one.old or is_missing(one.side.value) or one.side.value.indicative:
        return False
    return is_city_area(one.side.ref_area, comparison)
