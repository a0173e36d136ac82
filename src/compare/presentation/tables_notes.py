"""The first sheet of every workbook: what it is, as of which day, how to read it, how comparable, and from whom.

In: what the workbook is about, results, their `Comparison`, a language. Out: `list_notes`.
Never: a grade without its words, a publication behind the file's rows left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compare.comparison.model import Comparison, IndicatorResult, OneSided, Pair
from compare.presentation.citation import cite_figures
from compare.presentation.language import Language
from compare.presentation.narrative_grades import tell_comparable, tell_letters, tell_level, tell_reasons
from compare.presentation.narrative_sources import tell_state
from compare.presentation.narrative_values import tell_group, tell_sex
from compare.presentation.parts_links import name_places
from compare.presentation.tables_model import Table
from compare.presentation.tables_tidy import tabulate_sources
from compare.presentation.tables_workbook import Note

_SOURCE = ("title", "provider", "release", "licence")


def list_notes(
    subject: str, results: Sequence[IndicatorResult], tables: Mapping[str, Table], comparison: Comparison,
    language: Language,
) -> list[Note]:  # fmt: skip
    """The rows of the sheet.

    Parameters
    ----------
    subject : str
        The title of the page, or of the site, whose figures the workbook holds.
    results : sequence of IndicatorResult
        Whose figures they are.
    tables : mapping of str to Table
        The other sheets, by name.
    """
    text = language.text
    return [
        Note((subject,), "title"),
        *_tell_file(results, comparison, language),
        Note((text("How to read the sheets"),), "head"),
        *_tell_sheets(tables, language),
        Note((text("What the letters mean"),), "head"),
        *(Note((letter, words)) for letter, words in tell_letters(language)),
        Note(
            (text("How comparable the figures are"), text("Why"), text("What the figures describe"), text("Grade")),
            "head",
        ),
        *_tell_grades(results, comparison, language),
        *_tell_sources(results, comparison, language),
    ]


def _tell_file(results: Sequence[IndicatorResult], comparison: Comparison, language: Language) -> Iterator[Note]:
    """What it is, as of which day, from whom, how to cite it."""
    text, partnership = language.text, comparison.partnership
    names = name_places(partnership, comparison.catalogue, language)
    what = text("Open statistics on {a} and {b}, side by side, with the source of every figure.", **names)
    yield Note((text("What this is"), what))
    yield Note((text("State"), tell_state(results, comparison, language)))
    yield Note((text("Published by"), language.of(partnership.publisher)))
    yield Note((text("Contact"), partnership.contact))
    if partnership.address:
        yield Note((text("Address"), partnership.address))
    yield Note((text("Cite as"), cite_figures(results, comparison, language)))


def _tell_sheets(tables: Mapping[str, Table], language: Language) -> Iterator[Note]:
    text = language.text
    for name, table in tables.items():
        yield Note((text("Sheet: {name}", name=name), table.caption))
    yield Note((
        text("Numbers"),
        text("Values are numbers and not rounded. A cell shows them with the decimals that the pages print."),
    ))  # fmt: skip
    yield Note((
        text("Codes, ages and periods"),
        text("These are text, so that 8.10 does not become 8.1 and no period becomes a date. Codes are the same in "
             "every language."),
    ))  # fmt: skip
    yield Note((
        text("Missing values"),
        text("Where there is no value, its cell says why. An empty cell elsewhere means that the source says nothing."),
    ))  # fmt: skip


def _tell_grades(
    results: Sequence[IndicatorResult], comparison: Comparison, language: Language
) -> Iterator[Note]:
    """One row for each pair, each figure of one side, and each open question."""
    for result in results:
        title = language.of(result.indicator.title)
        for thing in (*result.one_sided, *result.pairs):
            group = _name_group(thing, result, language)
            told = f"{title}, {group}" if group else title
            level = "one-sided" if isinstance(thing, OneSided) else thing.level
            reasons = " ".join(tell_reasons(thing.grade, comparison, language))
            yield _note_grade(told, reasons, level, thing, thing.grade.letter, comparison, language)
        if not result.one_sided and not result.pairs:
            yield _note_grade(title, "", "none", result, result.letter, comparison, language)


def _note_grade(
    title: str, reasons: str, level: str, thing: Pair | OneSided | IndicatorResult, letter: str,
    comparison: Comparison, language: Language,
) -> Note:  # fmt: skip
    words = f"{letter} · {tell_comparable(thing, comparison, language)}"
    return Note((title, reasons, language.capital(tell_level(level, comparison, language)), words))


def _name_group(thing: Pair | OneSided, result: IndicatorResult, language: Language) -> str:
    return tell_group(thing, language, result) if isinstance(thing, OneSided) else tell_sex(thing.a, language, result)


def _tell_sources(
    results: Sequence[IndicatorResult], comparison: Comparison, language: Language
) -> Iterator[Note]:
    """Each publication with its edition or date, and its terms."""
    table = tabulate_sources(results, comparison, language, also_known=True)
    if not table.rows:
        return
    places = [next(place for place, column in enumerate(table.columns) if column.key == key) for key in _SOURCE]
    heads = [table.columns[place].head for place in places]
    yield Note((f"{language.text('Sources and licences')}: {heads[0]}", *heads[1:]), "head")
    for row in table.rows:
        yield Note(tuple(row[place].text for place in places))
