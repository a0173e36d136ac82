"""Source lines: where the figures of an indicator come from, under which terms, for which areas and years.

In: `IndicatorResult` and the manifest of a comparison. Out: `tell_source`.
Never: a citation in other words than the provider's, a computed figure presented as the provider's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from compare.comparison.model import Comparison, IndicatorResult, Side
from compare.presentation.language import Language, mark
from compare.presentation.narrative_values import name_area, tell_span

_CLASSES = {
    "fact": mark("single figures quoted from a publication"),
    "not_read": mark("the terms of the first publisher have not been read"),
}
_YEAR = re.compile(r"\d{4}")


@dataclass
class _Use:
    """What one publication is used for."""

    areas: dict[str, None] = field(default_factory=dict)
    series: dict[str, None] = field(default_factory=dict)
    years: set[float] = field(default_factory=set)


def tell_source(result: IndicatorResult, comparison: Comparison, language: Language) -> list[str]:
    """One line per publication behind an indicator: citation, release, terms, areas, years and codes."""
    uses: dict[str, _Use] = {}
    for side in _list_sides(result):
        known = side.history[side.history["obs_value"].notna()]
        for response_ids, rows in known.groupby("response_id", sort=True):
            for response_id in str(response_ids).split("+"):
                use = uses.setdefault(response_id, _Use())
                use.areas[name_area(side.ref_area, comparison, language)] = None
                use.series[side.series] = None
                use.years |= {float(year) for year in rows["reference_year"].dropna()}
    return [_tell_line(response_id, use, comparison, language) for response_id, use in uses.items()]


def _list_sides(result: IndicatorResult) -> Iterator[Side]:
    for pair in result.pairs:
        yield from (pair.a, pair.b)
    yield from (one.side for one in result.one_sided)
    yield from result.references


def _tell_line(response_id: str, use: _Use, comparison: Comparison, language: Language) -> str:
    rows = comparison.manifest[comparison.manifest["response_id"] == response_id]
    row = {} if rows.empty else rows.iloc[0].fillna("").to_dict()
    values = {
        "origin": _tell_origin(response_id, row, language),
        "areas": language.join(use.areas),
        "years": tell_span(use.years, language),
        "series": ", ".join(use.series),
    }
    if any(series.startswith("derived:") for series in use.series):
        # Several providers ask that a processed figure is not presented as theirs.
        return language.text(
            "{origin}. Own calculation from these figures: {areas}, {years}. Code: {series}.", **values
        )
    return language.text("{origin}. {areas}, {years}. Code: {series}.", **values)


def _tell_origin(response_id: str, row: dict[str, str], language: Language) -> str:
    """Provider, citation, release and terms, none of them twice."""
    citation = (row.get("citation") or response_id).rstrip(".")
    told = [citation]
    if row.get("provider") and row["provider"] not in citation:
        told.insert(0, row["provider"])
    release = row.get("release", "")
    if release and not (set(_YEAR.findall(release)) & set(_YEAR.findall(citation))):
        told.append(language.text("release: {release}", release=release))
    # The manifest says more of a licence than its name; that belongs on the page of sources.
    licence = re.split(r"[,;:(]", row.get("licence", ""), maxsplit=1)[0].strip()
    terms = _CLASSES.get(row.get("licence_class", ""))
    if terms is not None:
        told.append(language.text(terms))
    elif licence and licence not in citation:
        told.append(language.text("licence: {licence}", licence=licence))
    return "; ".join(told)
