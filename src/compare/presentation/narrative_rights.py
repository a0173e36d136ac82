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


def tell_rights(result: IndicatorResult, comparison: Comparison, language: Language) -> list[str]:
    """The right in one sentence, one more for each treaty, then what was not read; none where no article was read."""
    right = comparison.catalogue.rights.get(result.indicator.target or "")
    if right is None or right.right is None:
        return []
    numbers: dict[str, list[str]] = {}
    for article in right.articles:
        numbers.setdefault(article.treaty, []).extend(
            [_tell_number(article.article, language)] if article.article else []
        )
    told = [
        _tell_treaty(comparison.catalogue.treaties[treaty], articles, comparison, language)
        for treaty, articles in numbers.items()
    ]
    return [_tell_right(right, language), *told, *([language.of(right.note)] if right.note else [])]


def _tell_right(right: Right, language: Language) -> str:
    values = {"target": right.target, "right": language.of(right.right)}
    if right.confidence == "low":
        return language.text("The right that target {target} comes nearest to, by our own reading: {right}.", **values)
    return language.text("The right that target {target} speaks to, by our own reading: {right}.", **values)


def _tell_treaty(treaty: Treaty, articles: list[str], comparison: Comparison, language: Language) -> str:
    name = language.of(treaty.name)
    if articles:
        listed = language.join(articles)
        name = language.plural(
            "{treaty}, article {articles}", "{treaty}, articles {articles}", len(articles), treaty=name, articles=listed
        )
    statuses = {status.country: status for status in treaty.statuses}
    partnership = comparison.partnership
    told = [
        _tell_status(statuses.get(country), name_area(country, comparison, language), language)
        for country in (partnership.country_a, partnership.country_b)
    ]
    return language.sentence(f"{name}: {'; '.join(told)}")


def _tell_status(status: TreatyStatus | None, country: str, language: Language) -> str:
    if status is None or status.binds == "not_verified":
        return language.text("whether it binds {country} is not verified", country=country)
    if status.status == "not_applicable":
        return language.text("{country} is outside its region", country=country)
    period = language.period(status.date[:7]) if status.date else ""
    if status.binds == "yes":
        told, year = language.text("{country} is bound", country=country), status.date[:4]
        return f"{told} ({year})" if year else told
    told = language.text("{country} is not a party", country=country)
    if status.status == "signed":
        told = language.text("{country} has signed it but is not bound", country=country)
    return f"{told} ({language.text('as of {period}', period=period)})" if period else told


def _tell_number(article: str, language: Language) -> str:
    """``24(2)`` as the language writes it: ``24.2`` in Swedish."""
    found = _PARAGRAPH.match(article)
    if found is None:
        return article.replace("-", "–")
    return language.text("{article}({paragraph})", article=found[1], paragraph=found[2])
