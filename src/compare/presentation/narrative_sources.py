"""Source lines: where the figures of an indicator come from, under which terms, for which areas and years.

In: `IndicatorResult` and the manifest of a comparison. Out: `tell_source`, `list_sources`, `SourceLine`,
`find_language`, `tell_licence`, `tell_release`.
Never: a citation in other words than the provider's, a computed figure presented as the provider's own, our own English
notes on a release in a line of another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from compare.comparison.model import Comparison, IndicatorResult
from compare.observations.provenance import split_response_id
from compare.presentation.history import list_sides, list_values
from compare.presentation.language import ORIGINAL, Language, mark
from compare.presentation.narrative_freshness import tell_fetched
from compare.presentation.narrative_periods import tell_years
from compare.presentation.narrative_values import name_area
from compare.presentation.scope import find_state

_CLASSES = {
    "fact": mark("single figures quoted from a publication"),
    "not_read": mark("the terms of the first publisher have not been read"),
}
#: Licences that are no proper names.
_LICENCES = {
    "public domain": mark("public domain"),
    "Terms of Kolada": mark("Terms of Kolada"),
}
_YEAR = re.compile(r"\d{4}")
#: Letters and words that a Swedish citation has and an English one has not.
_SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(och|enligt|hämtat|statistik)\b")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{4}})\b")
_SPAN = re.compile(r"\b(\d{4})-(\d{4})\b")
#: What tells two states of a file apart, which no reader can look up from its short form alone.
_COMMIT = re.compile(r"\bcommit [0-9a-f]{8,}\b")
#: Small words of a note on a release, with the comma before them.
_NOTE_WORDS = re.compile(r"(?:,?\s*(?<![\w.-])[a-z]{2,}\b)+\s*")


@dataclass(frozen=True)
class SourceLine:
    """One publication in two parts, so that a page can say which language the first is in."""

    cited: str  #: provider and citation, as published
    language: str  #: two-letter code of `cited`
    told: str  #: release, terms, areas, years and codes, in the page's language

    def __str__(self) -> str:
        return f"{self.cited}{self.told}"


@dataclass
class _Use:
    """What one publication is used for."""

    areas: dict[str, None] = field(default_factory=dict)
    series: dict[str, None] = field(default_factory=dict)
    periods: dict[str, None] = field(default_factory=dict)


def tell_state(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> str:
    """As of which day the figures of these results are held."""
    return language.text("Figures as of {date}.", date=language.date(find_state(results, comparison)))


def tell_source(result: IndicatorResult, comparison: Comparison, language: Language) -> list[str]:
    """One line per publication behind an indicator: citation, release, terms, areas, years and codes."""
    return [str(line) for line in list_sources(result, comparison, language)]


def list_sources(result: IndicatorResult, comparison: Comparison, language: Language) -> list[SourceLine]:
    """The lines of `tell_source`, each in what is cited and what is told."""
    uses: dict[str, _Use] = {}
    for side in list_sides(result):
        known = [value for value in list_values(side) if value.obs_value == value.obs_value]
        for value in sorted(known, key=attrgetter("response_id")):
            for response_id in split_response_id(value.response_id):
                use = uses.setdefault(response_id, _Use())
                use.areas[name_area(side.ref_area, comparison, language)] = None
                use.series[side.series] = None
                use.periods[value.time_period] = None
    return [_tell_line(response_id, use, comparison, language) for response_id, use in uses.items()]


def _tell_line(response_id: str, use: _Use, comparison: Comparison, language: Language) -> SourceLine:
    row = comparison.publications.get(response_id, {})
    values = {
        "areas": language.join(use.areas),
        "years": tell_years(use.periods, language),
        "series": ", ".join(use.series),
    }
    if any(series.startswith("derived:") for series in use.series):
        # Several providers ask that a processed figure is not presented as theirs.
        told = language.text("Own calculation from these figures: {areas}, {years}. Code: {series}.", **values)
    else:
        told = language.text("{areas}, {years}. Code: {series}.", **values)
    cited = _cite(response_id, row)
    terms = "".join(f"; {part}" for part in _tell_terms(row, language))
    return SourceLine(cited, find_language(cited), f"{terms}. {told}")


def _cite(response_id: str, row: dict[str, str]) -> str:
    """Provider and citation, the provider only where the citation does not name it."""
    citation = (row.get("citation") or response_id).rstrip(".")
    provider = row.get("provider", "")
    return f"{provider}; {citation}" if provider and provider not in citation else citation


def _tell_terms(row: dict[str, str], language: Language) -> Iterator[str]:
    """Release and terms, where the citation does not hold them."""
    citation = row.get("citation", "")
    release = row.get("release", "")
    if row.get("retrieved"):
        yield tell_fetched(row, language)
    elif release == "undated":
        yield language.text("undated")
    elif release and not (set(_YEAR.findall(release)) & set(_YEAR.findall(citation))):
        release = tell_release(release, language)
        if release and release not in citation:
            yield language.text("release: {release}", release=release)
    licence = tell_licence(row, language)
    if row.get("licence_class", "") in _CLASSES:
        yield licence
    elif licence and _name_licence(row) not in citation:
        yield language.text("licence: {licence}", licence=licence)


def find_language(words: str) -> str:
    """The language that a title, a provider or a citation is in: ``sv`` or ``en``."""
    return "sv" if _SWEDISH.search(words) else "en"


def tell_licence(row: Mapping[str, str], language: Language) -> str:
    """The terms of a publication: its class where that says it all, else the licence's name; empty where none is given.

    The manifest says more of a licence than its name, in English; `explain` prints that in full.
    """
    terms = _CLASSES.get(row.get("licence_class", ""))
    if terms is not None:
        return language.text(terms)
    name = _name_licence(row)
    return language.text(_LICENCES[name]) if name in _LICENCES else name


def _name_licence(row: Mapping[str, str]) -> str:
    return re.split(r"[,;:(]| under ", row.get("licence", ""), maxsplit=1)[0].strip()


def tell_release(release: str, language: Language) -> str:
    """A release as the manifest notes it; in another language than English only its names, numbers and dates.

    Examples
    --------
    >>> from compare.presentation.language import speak
    >>> tell_release("to 2019, package of 2024-08-21", speak("sv")), tell_release("2022-08 and 2023", speak("sv"))
    ('2019, 2024-08-21', '2022-08, 2023')
    """
    release = _SPAN.sub("\\1–\\2", release)
    if language.code == ORIGINAL:
        return release
    bare = _NOTE_WORDS.sub(", ", _COMMIT.sub("", release)).strip(", ")
    return _MONTH.sub(lambda found: language.period(f"{found[2]}-{_MONTHS.index(found[1]) + 1:02d}"), bare)
