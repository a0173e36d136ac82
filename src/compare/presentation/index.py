"""The list of all indicators: in which order they stand, and by which words a reader may look for one.

In: a `Speaker`. Out: `list_entries`, `Entry`, `group_entries`.
Never: markup, an order that depends on the machine, a word that is not in the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.catalogue.models import Indicator
from compare.comparison.model import IndicatorResult
from compare.presentation.language import Language
from compare.presentation.parts_links import Speaker, page_address

#: Titles that begin with a digit or a sign stand together under this.
OTHER = "#"


@dataclass(frozen=True)
class Entry:
    """One indicator in the list."""

    title: str  #: in the page's language
    address: str  #: its own page, or its section, from any page of the language
    goal: str  #: ``"5"`` or ``"context"``
    code: str  #: the official indicator's, else the target's; a substitute does not carry the official number
    codes: tuple[str, ...]  #: what it is looked for by: the SDG indicator, a substitute's too, and another target
    themes: tuple[str, ...]  #: ids
    others: tuple[str, ...]  #: its title in the other languages


def list_entries(speaker: Speaker) -> tuple[Entry, ...]:
    """Every indicator, in the alphabetical order of the speaker's language."""
    entries = (_make_entry(speaker, result) for result in speaker.comparison.results)
    return tuple(sorted(entries, key=lambda entry: (speaker.language.sort_key(entry.title), entry.address)))


def group_entries(entries: Sequence[Entry], language: Language) -> list[tuple[str, list[Entry]]]:
    """Entries under the letter that they stand under: Å, Ä and Ö have their own in Swedish, not in English."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(find_letter(entry.title, language), []).append(entry)
    return list(groups.items())


def find_letter(title: str, language: Language) -> str:
    """The capital under which a title stands.

    Examples
    --------
    >>> from compare.presentation.language import speak
    >>> find_letter("Ängsmark", speak("sv")), find_letter("Ängsmark", speak("en")), find_letter("3D", speak("sv"))
    ('Ä', 'A', '#')
    """
    sorted_as = language.sort_key(title)[0][:1]
    if sorted_as.isalpha():
        return sorted_as.upper()
    special = {sort: letter for letter, sort in reversed(list(language.habits.alphabet.items()))}
    return special[sorted_as].upper() if sorted_as in special else OTHER


def _make_entry(speaker: Speaker, result: IndicatorResult) -> Entry:
    indicator, code = result.indicator, speaker.language.code
    others = (indicator.title.in_language(other) for other in speaker.partnership.languages if other != code)
    return Entry(
        title=speaker.language.of(indicator.title), address=page_address(result, speaker.comparison),
        goal=indicator.goal, code=_find_code(indicator), codes=_list_codes(indicator),
        themes=tuple(indicator.themes), others=tuple(dict.fromkeys(others)),
    )  # fmt: skip


def _find_code(indicator: Indicator) -> str:
    return (indicator.sdg_code if indicator.sdg_match == "official" else None) or indicator.target or ""


def _list_codes(indicator: Indicator) -> tuple[str, ...]:
    """The official code and the target; the target only where the code does not begin with it."""
    codes = [code for code in (indicator.sdg_code, indicator.target) if code]
    if len(codes) == 2 and codes[0].startswith(f"{codes[1]}."):
        codes.pop()
    return tuple(codes)
