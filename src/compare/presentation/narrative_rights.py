"""The human right that an indicator's target speaks to, and whether the treaties behind it bind the two countries.

In: an `IndicatorResult`, the comparison, a language. Out: `tell_rights`.
Never: the link from a target to a right told as anything but our own reading; a treaty of one country only.
"""

from __future__ import annotations

import re

from compare.catalogue.mandates import Right, Treaty, TreatyStatus
from compare.comparison.model import Comparison, IndicatorResult
from compare.presentation.language import Language
from compare.presentation.narrative_values import name_area

_PARAGRAPH = re.compile(r"^(\d+)\((\d+)\)$")
_ACRONYM = re.compile(r"^(?P<name>.+) \((?P<acronym>[A-Z]+)\)$")
#: A longer name is told by its acronym where it has one.
_LONGEST_NAME = 20
#: Short for article and articles, the same in both languages.
_ARTICLE = "art."


def tell_rights(result: IndicatorResult, comparison: Comparison, language: Language) -> list[str]:
    """The right, then one line for each country with what binds it and what does not; none where no article was read.

    A treaty of another part of the world is left out of a country's line.
    """
    right = _find_right(result, comparison)
    if right is None:
        return []
    numbers = _list_articles(right, language)
    partnership = comparison.partnership
    countries = (partnership.country_a, partnership.country_b)
    told = [_tell_country(country, numbers, comparison, language) for country in countries]
    return [_tell_right(right, language), *(line for line in told if line)]


def _find_right(result: IndicatorResult, comparison: Comparison) -> Right | None:
    right = comparison.catalogue.rights.get(result.indicator.target or "")
    return None if right is None or right.right is None else right


def _list_articles(right: Right, language: Language) -> dict[str, list[str]]:
    """The articles of each treaty, as the language writes them."""
    numbers: dict[str, list[str]] = {}
    for article in right.articles:
        numbers.setdefault(article.treaty, []).extend(
            [_tell_number(article.article, language)] if article.article else []
        )
    return numbers


def _tell_right(right: Right, language: Language) -> str:
    values = {"target": right.target, "right": language.of(right.right)}
    if right.confidence == "low":
        return language.text("The right that target {target} comes nearest to, by our own reading: {right}.", **values)
    return language.text("The right that target {target} speaks to, by our own reading: {right}.", **values)


def _tell_country(country: str, numbers: dict[str, list[str]], comparison: Comparison, language: Language) -> str:
    """What binds a country, since when, what does not, and what was not verified; empty where there is nothing."""
    kinds: dict[str, list[str]] = {"yes": [], "no": [], "not_verified": []}
    for key, articles in numbers.items():
        treaty = comparison.catalogue.treaties[key]
        status = next((item for item in treaty.statuses if item.country == country), None)
        binds = "not_verified" if status is None else status.binds
        if status is None or status.status != "not_applicable":
            kinds[binds].append(_tell_short(treaty, articles, status, language))
    name = name_area(country, comparison, language)
    bound, unbound, open_ = (language.join(kinds[kind]) for kind in ("yes", "no", "not_verified"))
    clauses = []
    if bound:
        clauses.append(language.text("{country} is bound by {treaties}", country=name, treaties=bound))
    if unbound and bound:
        clauses.append(language.text("not by {treaties}", treaties=unbound))
    elif unbound:
        clauses.append(language.text("{country} is not bound by {treaties}", country=name, treaties=unbound))
    if open_:
        told = language.text("not verified: {treaties}", treaties=open_)
        clauses.append(told if clauses else f"{name}: {told}")
    return language.sentence("; ".join(clauses))


def _tell_short(treaty: Treaty, articles: list[str], status: TreatyStatus | None, language: Language) -> str:
    """A treaty by its short name, with its articles and the year or the date that was read."""
    name = language.of(treaty.name)
    named = _ACRONYM.match(name)
    if named is not None:
        name = named["name"] if len(named["name"]) <= _LONGEST_NAME else named["acronym"]
    if articles:
        name = f"{name} {_ARTICLE} {language.join(articles)}"
    notes = [] if status is None else _list_notes(status, language)
    return f"{name} ({', '.join(notes)})" if notes else name


def _list_notes(status: TreatyStatus, language: Language) -> list[str]:
    """Since when a treaty binds; where it does not, whether it was signed and how late that was seen."""
    if status.binds == "yes":
        return [status.date[:4]] if status.date else []
    if status.binds == "not_verified":
        return []
    signed = [language.text("only signed")] if status.status == "signed" else []
    return signed + ([language.text("as of {period}", period=language.period(status.date[:7]))] if status.date else [])


def _tell_number(article: str, language: Language) -> str:
    """``24(2)`` as the language writes it: ``24.2`` in Swedish."""
    found = _PARAGRAPH.match(article)
    if found is None:
        return article.replace("-", "–")
    return language.text("{article}({paragraph})", article=found[1], paragraph=found[2])
