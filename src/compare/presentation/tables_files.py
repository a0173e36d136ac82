"""The files that a page and the whole site offer: which there are, and their bytes.

In: results, their `Comparison`, a language. Out: `make_page_files`, `make_shared_files`, `make_whole_workbook`, names.
Never: a file for programs that differs between languages, a file without the edition that it is of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compare.comparison.model import Comparison, IndicatorResult
from compare.observations.provenance import split_response_id
from compare.presentation.language import Language
from compare.presentation.parts_base import file_name
from compare.presentation.scope import find_state
from compare.presentation.tables_figures import figure_records
from compare.presentation.tables_goal import tabulate_glance
from compare.presentation.tables_lookups import make_lookups
from compare.presentation.tables_model import Table
from compare.presentation.tables_notes import list_notes
from compare.presentation.tables_package import FIGURES, describe_package
from compare.presentation.tables_records import Record, list_records
from compare.presentation.tables_tidy import tidy_records
from compare.presentation.tables_workbook import write_workbook

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class PageFiles:
    """The figures of a page, three times over."""

    tidy: bytes  #: for programs, the same in every language
    sheet: bytes  #: CSV for a spreadsheet that is set to the language
    book: bytes  #: XLSX


def name_tidy(stem: str) -> str:
    """The file for programs; it lies where all languages find it."""
    return file_name(stem, ending="csv")


def name_sheet(stem: str) -> str:
    """The CSV for a spreadsheet."""
    return file_name(stem, "excel", ending="csv")


def name_book(stem: str) -> str:
    """The workbook."""
    return file_name(stem, ending="xlsx")


def make_page_files(
    subject: str, results: Sequence[IndicatorResult], comparison: Comparison, language: Language
) -> PageFiles:
    """The files of one page.

    Parameters
    ----------
    subject : str
        The page's title.
    """
    records = list_records(results, comparison)
    figures = figure_records(records, comparison, language)
    return PageFiles(
        tidy_records(records, comparison).csv().encode("utf-8"),
        figures.csv(language).encode("utf-8"),
        make_workbook(subject, results, _name_sheets(results, figures, comparison, language), comparison, language),
    )


def make_workbook(
    subject: str, results: Sequence[IndicatorResult], tables: Mapping[str, Table], comparison: Comparison,
    language: Language,
) -> bytes:  # fmt: skip
    """A workbook of these tables with its notes."""
    partnership = comparison.partnership
    title = f"{language.of(partnership.title)}: {subject}"
    return write_workbook(
        tables, language, find_state(results, comparison), title=title, author=language.of(partnership.publisher),
        notes=list_notes(title, results, tables, comparison, language),
    )  # fmt: skip


def make_whole_workbook(records: Sequence[Record], comparison: Comparison, language: Language) -> bytes:
    """All figures of all pages in one workbook."""
    figures = figure_records(records, comparison, language)
    tables = _name_sheets(comparison.results, figures, comparison, language)
    return make_workbook(language.text("all figures"), comparison.results, tables, comparison, language)


def make_shared_files(records: Sequence[Record], comparison: Comparison) -> dict[str, bytes]:
    """What programs read of the whole site: all figures, what their codes stand for, and the descriptor of both."""
    tables = {FIGURES: tidy_records(records, comparison), **make_lookups(records, comparison)}
    files = {name: table.csv().encode("utf-8") for name, table in tables.items()}
    used = sorted({part for record in records for part in split_response_id(record.value.response_id)})
    made = {file_name(name, ending="csv"): content for name, content in files.items()}
    return made | {DESCRIPTOR: describe_package(files, used, comparison)}


def _name_sheets(
    results: Sequence[IndicatorResult], figures: Table, comparison: Comparison, language: Language
) -> dict[str, Table]:
    return {
        language.text("At a glance"): tabulate_glance(results, comparison, language),
        language.text("All figures"): figures,
    }
