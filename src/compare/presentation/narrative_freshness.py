"""How new the figures are: when an answer was fetched, and which sources gave nothing when they were last asked.

In: results, manifest rows, a `Comparison`. Out: `tell_fetched`, `tell_not_renewed`, `tell_stale`.
Never: an old figure without a word that it is from before, a failure told as if the source had no figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from compare.comparison.model import Comparison, Freshness, IndicatorResult
from compare.observations.ages import find_stale
from compare.presentation.history import find_publications
from compare.presentation.language import Language


def tell_fetched(row: Mapping[str, str], language: Language) -> str:
    """When an answer of a service was fetched; empty for a publication that was copied."""
    moment = row.get("retrieved", "")
    return language.text("fetched on {date}", date=_tell_day(moment, language)) if moment else ""


def tell_not_renewed(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> list[str]:
    """One sentence for each source of these results of which not all could be fetched when it was last asked."""
    troubled = {name: one for name, one in comparison.freshness.items() if one.state != "renewed"}
    if not troubled:
        return []
    used = _find_sources(results, comparison)
    return [_tell(one, comparison, language) for name, one in troubled.items() if name in used]


def tell_stale(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> list[str]:
    """One sentence for each source of these results whose figures are older than the partnership allows.

    The age is that on the day when sources were last asked, so a page says the same until they are asked again.
    """
    months = comparison.partnership.stale_after_months
    stale = find_stale(comparison.freshness.values(), months)
    if months is None or not stale:
        return []
    used, asked = _find_sources(results, comparison), max(one.tried for one in comparison.freshness.values())
    return [
        language.plural(
            "The figures from {source} were last renewed on {renewed}. That was more than one month before the sources "
            "were last asked, on {date}. Newer figures may exist.",
            "The figures from {source} were last renewed on {renewed}. That was more than {n} months before the "
            "sources were last asked, on {date}. Newer figures may exist.",
            months, source=_name(one, comparison, language), renewed=_tell_day(one.renewed, language),
            date=_tell_day(asked, language),
        )
        for one in stale if one.source in used
    ]  # fmt: skip


def _find_sources(results: Iterable[IndicatorResult], comparison: Comparison) -> set[str]:
    known = dict(zip(comparison.manifest["response_id"], comparison.manifest["source"], strict=True))
    return {known.get(name, "") for name in find_publications(results)}


def _tell(one: Freshness, comparison: Comparison, language: Language) -> str:
    values = {"source": _name(one, comparison, language), "date": _tell_day(one.tried, language)}
    if one.state == "partly":
        return language.text(
            "Not everything could be fetched from {source} on {date}. Where a figure could not be renewed, the "
            "earlier one stands.", **values,
        )  # fmt: skip
    if one.renewed:
        return language.text(
            "{source} gave no new figures on {date}. Its figures here are the earlier ones, last fetched on "
            "{renewed}.", renewed=_tell_day(one.renewed, language), **values,
        )  # fmt: skip
    return language.text(
        "{source} gave no figures on {date}. Its figures here are those that were already in the collection.",
        **values,
    )


def _name(one: Freshness, comparison: Comparison, language: Language) -> str:
    entry = comparison.catalogue.sources.get(one.source)
    return language.of(entry.name) if entry else one.source


def _tell_day(moment: str, language: Language) -> str:
    return language.date(date.fromisoformat(moment[:10]))
