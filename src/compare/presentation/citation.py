"""References: the publications behind an indicator, and this report's own edition, as APA 7 and as BibTeX.

In: an indicator's id or None, a `Comparison`. Out: `cite`, `list_references`, `Reference`.
Never: a year that the publication does not have, the address of the copy that was read (``explain`` has it).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from compare.comparison.model import Comparison, IndicatorResult
from compare.errors import UnknownCodeError
from compare.observations.provenance import split_response_id
from compare.presentation.explain_model import Publication
from compare.presentation.history import list_sides
from compare.presentation.language import Language, mark, speak
from compare.presentation.parts_links import tell_title
from compare.presentation.scope import find_state

STYLES = ("apa", "bibtex")
#: What a publication is, where its kind is not plain from its title.
_KINDS = {
    **dict.fromkeys(("dataset", "register", "census", "survey", "model"), mark("Data set")),
    "press": mark("Press article"),
    "statement": mark("Statement"),
}
_LANGUAGES = {"sv": "swedish", "en": "british"}
_ESCAPES = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {character: f"\\{character}" for character in "{}$&#_%"}
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


@dataclass(frozen=True)
class Reference:
    """One entry of a list of references, in one language, not yet in a style."""

    key: str  #: stable: the publication's key, or partnership and edition
    author: str
    title: str
    published: str  #: ``2023``, ``2013-02``, ``2018-03-13``; empty where the publication has no date
    version: str = ""
    kind: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()  #: sentences
    language: str = ""

    @property
    def year(self) -> str:
        """The year alone."""
        return self.published[:4]


def cite(indicator: str | None, comparison: Comparison, style: str = "apa", language: str = "en") -> str:
    """The references of an indicator's publications, or of this edition of the report, as text.

    Parameters
    ----------
    indicator : str or None
        An indicator's id; None for the report itself.
    style : {"apa", "bibtex"}
        APA 7 as plain text, sorted by author; or BibTeX entries, sorted by key.
    language : str
        The language of the report and of the words between; titles stay as published.

    Returns
    -------
    str
        Empty where an indicator has no figure, and so no publication.

    Raises
    ------
    UnknownCodeError
        No such indicator, style or language; the closest are named.
    """
    if style not in STYLES:
        raise UnknownCodeError("style", style, STYLES, remedy="Styles of citation are apa and bibtex.")
    words = speak(language)
    if indicator is None:
        references = [_cite_report(comparison, words)]
    else:
        references = list_references(comparison.result(indicator), comparison, words)
    return _write_apa(references, words) if style == "apa" else _write_bibtex(references, words)


def cite_figures(results: Iterable[IndicatorResult], comparison: Comparison, language: Language) -> str:
    """The report in APA 7, as it is cited for figures in a file: with the day as of which these are held."""
    state = find_state(results, comparison).isoformat()
    report = replace(_cite_report(comparison, language), version="", published=state)
    return _write_apa([report], language)


def list_references(result: IndicatorResult, comparison: Comparison, language: Language) -> list[Reference]:
    """The publications behind all figures of an indicator, each once, by key."""
    wanted = {
        part
        for side in list_sides(result, also_known=True)
        for joined in side.history.loc[side.history["obs_value"].notna(), "response_id"].unique()
        for part in split_response_id(joined)
    }
    manifest = comparison.manifest
    rows = manifest[manifest["response_id"].isin(wanted)].to_dict("records")
    references = (_cite_publication(Publication.read(row), comparison, language) for row in rows)
    return sorted(references, key=lambda item: item.key)


def _cite_publication(item: Publication, comparison: Comparison, language: Language) -> Reference:
    source = comparison.catalogue.sources.get(item.source)
    notes = [language.text("Licence: {licence}.", licence=item.licence.rstrip("."))] if item.licence else []
    if item.second_hand == "true":
        notes.append(language.text("Read in a public copy, not at the provider."))
    return Reference(
        key=_make_key(item.response_id),
        author=item.provider,
        title=item.title,
        published=item.published,
        version=item.release if _says_more(item) else "",
        kind=language.text(_KINDS[item.kind]) if item.kind in _KINDS else "",
        url=source.url if source is not None else "",
        notes=tuple(notes),
    )


def _cite_report(comparison: Comparison, language: Language) -> Reference:
    """This edition of the report; its notes say that it is a draft where it is one."""
    told = comparison.partnership
    edition = told.edition
    version = language.text("edition {number}", number=edition.number)
    if edition.status == "draft":
        version = language.text("edition {number}, draft", number=edition.number)
    return Reference(
        key=f"{told.id}-{edition.number}-{language.code}",
        author=language.of(told.publisher),
        title=tell_title("index", told, comparison.catalogue, language),
        published=edition.date.isoformat(),
        version=version,
        language=_LANGUAGES.get(language.code, ""),
    )


def _make_key(response_id: str) -> str:
    """A key that BibTeX takes: the publication's own, without what says where we keep it."""
    return re.sub(r"[^A-Za-z0-9.+-]+", "-", response_id.partition(":")[2] or response_id)


def _says_more(item: Publication) -> bool:
    """Whether the release says something that title and date do not."""
    release = item.release.strip()
    return bool(release) and release not in ("undated", item.published) and release not in item.title


# ---- APA 7, plain


def _write_apa(references: Iterable[Reference], language: Language) -> str:
    """Sorted by author, year and title; works of one author and year get a letter each."""
    ordered = sorted(references, key=lambda item: (language.sort_key(item.author), item.year, item.title))
    shared = Counter((item.author, item.year) for item in ordered)
    seen: Counter[tuple[str, str]] = Counter()
    lines = []
    for item in ordered:
        group = (item.author, item.year)
        letter = chr(ord("a") + seen[group]) if shared[group] > 1 else ""
        seen[group] += 1
        lines.append(_tell_apa(item, letter, language))
    return "\n".join(lines)


def _tell_apa(item: Reference, letter: str, language: Language) -> str:
    """``Author. (Year). Title (version) [Kind]. Address Notes``."""
    title = item.title
    if item.version:
        # Brackets inside brackets change their form.
        title += f" ({item.version.replace('(', '[').replace(')', ']')})"
    if item.kind:
        title += f" [{item.kind}]"
    parts = [_stop(item.author), f"({_tell_date(item.published, letter, language)}).", _stop(title)]
    return " ".join([*parts, *filter(None, [item.url]), *item.notes])


def _tell_date(published: str, letter: str, language: Language) -> str:
    """As APA writes dates: ``2018a, March 13``; "n.d." without one."""
    if not published:
        undated = language.text("n.d.")
        return f"{undated}-{letter}" if letter else undated
    year, *rest = (int(part) for part in published.split("-"))
    if not rest:
        return f"{year}{letter}"
    from babel.dates import format_date

    patterns = {"en": "MMMM d"} if len(rest) > 1 else {}
    pattern = patterns.get(language.code, "d MMMM" if len(rest) > 1 else "MMMM")
    day = date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    return f"{year}{letter}, {format_date(day, pattern, locale=language.habits.locale)}"


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


# ---- BibTeX


def _write_bibtex(references: Iterable[Reference], language: Language) -> str:
    """One ``@misc`` entry each: no standard type is a dataset, and the fields say the rest."""
    return "\n\n".join(_tell_entry(item, language) for item in references)


def _tell_entry(item: Reference, language: Language) -> str:
    notes = [_stop(language.capital(item.version))] if item.version else []
    fields = {
        # A second pair of braces keeps a body's name whole and a title's capitals.
        "author": f"{{{_escape(item.author)}}}",
        "title": f"{{{_escape(item.title)}}}",
        "year": item.year or language.text("n.d."),
        "howpublished": _escape(item.kind),
        "url": item.url.translate(_IN_ADDRESS),
        "langid": item.language,
        "note": _escape(" ".join([*notes, *item.notes])),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if month := item.published[5:7]:
        # The macros of all styles, without braces.
        lines.insert(3, f"  month = {_MONTHS[int(month) - 1]},")
    return "\n".join([f"@misc{{{item.key},", *lines, "}"])


def _escape(text: str) -> str:
    """Text as TeX prints it: its special characters lose their meaning, line breaks become spaces."""
    return " ".join(text.split()).translate(_ESCAPES)
