"""What a page offers to take along: its figures for spreadsheets and for programs, in three files.

In: a `Speaker`, the results of a page, the page's name. Out: `draw_files`, `draw_link`, `tell_size`, `tell_subject`.
Never: a file without its kind and size, a file for programs that is there once for each language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from compare.comparison.model import IndicatorResult
from compare.presentation.language import Language
from compare.presentation.parts_base import el, embed, file_name
from compare.presentation.parts_coverage import group_lacks
from compare.presentation.parts_links import MENU, Speaker, page_name
from compare.presentation.tables import Table, tabulate_coverage, tabulate_missing, tabulate_origins, tabulate_targets
from compare.presentation.tables_files import make_page_files, make_workbook, name_book, name_sheet, name_tidy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
#: Where all languages find what is the same for all, from a page of one of them.
SHARED = "../files"
HOW_TO_OPEN = "open"  #: where the page of all downloads says so
_KILO, _MEGA = 1_000, 1_000_000


def draw_files(speaker: Speaker, results: Sequence[IndicatorResult], name: str) -> Markup:
    """The section with the files of a page.

    Parameters
    ----------
    results : sequence of IndicatorResult
        What the page is about.
    name : str
        The page's file name without its ending: ``goal-11``.
    """
    text = speaker.language.text
    listed = _list_coverage(speaker) if name == "coverage" else _list_figures(speaker, results, name)
    where = f"{page_name('downloads')}#{HOW_TO_OPEN}"
    how = el("a", text("How to open these files, and all other downloads"), href=where)
    heading = el("h2", text("Download the figures"), id="files-h")
    note = el("p", text("The same figures in each file, not rounded, each with its source."))
    if name == "coverage":
        note = el("p", text("The tables of this page and of its further pages in one workbook."))
    items = el("ul", *(el("li", item) for item in (*listed, how)), class_="get")
    return el("section", heading, note, items, id="files")


def draw_link(words: str, content: bytes, mime: str, name: str, *, shared: bool = False) -> Markup:
    """A link to a file, which it carries until the renderer lays the file beside the page."""
    place = {"data_shared" if shared else "data_file": name}
    return el("a", words, href=embed(content, mime), **place, download=name)


def tell_size(size: int, language: Language) -> str:
    """How many bytes a file has, as people read it.

    Examples
    --------
    >>> from compare.presentation.language import speak
    >>> tell_size(400, speak("en")), tell_size(39_600, speak("en")), tell_size(2_887_875, speak("en"))
    ('1\\xa0kB', '40\\xa0kB', '2.9\\xa0MB')
    """
    if size >= _MEGA:
        return f"{language.number(size / _MEGA, 1)}\u00a0MB"
    return f"{language.number(max(1, round(size / _KILO)), 0)}\u00a0kB"


def tell_subject(speaker: Speaker, name: str) -> str:
    """What a page is about, in few words, by its file name without its ending."""
    language, catalogue = speaker.language, speaker.catalogue
    kind, _, about = name.partition("-")
    if kind == "indicator":
        return language.of(speaker.comparison.result(about).indicator.title)
    if kind == "goal":
        number = str(int(about))
        return language.text("Goal {number}: {title}", number=number, title=language.of(catalogue.goals[number].title))
    return language.text(MENU[kind])


def _list_figures(speaker: Speaker, results: Sequence[IndicatorResult], name: str) -> list[Markup]:
    """The figures as a workbook, as CSV for a spreadsheet, and as CSV for programs."""
    text, language = speaker.language.text, speaker.language
    shown = _choose_shown(results) if name == "overview" else results
    files = make_page_files(tell_subject(speaker, name), shown, speaker.comparison, language)
    comma = "," in language.number(0.5, 1)
    sheet = text("CSV for a spreadsheet with decimal points") if not comma else text(
        "CSV for a spreadsheet with decimal commas"
    )
    offered = (
        (text("Workbook (XLSX)"), files.book, XLSX, name_book(name), False),
        (sheet, files.sheet, CSV, name_sheet(name), False),
        (text("CSV for programs, the same in every language"), files.tidy, CSV, name_tidy(name), True),
    )
    return [
        draw_link(f"{words}, {tell_size(len(content), language)}", content, mime, file, shared=shared)
        for words, content, mime, file, shared in offered
    ]


def _choose_shown(results: Sequence[IndicatorResult]) -> list[IndicatorResult]:
    """Whose figures stand on the page of all goals: the background, and the shares in its picture."""
    return [
        result for result in results
        if result.indicator.goal == "context" or (result.level in ("city", "region") and result.indicator.unit == "PT")
    ]  # fmt: skip


def _list_coverage(speaker: Speaker) -> list[Markup]:
    """The tables of the chapter in one workbook; for programs, level and grade of each indicator."""
    text, language = speaker.language.text, speaker.language
    book = make_workbook(tell_subject(speaker, "coverage"), (), _tabulate(speaker), speaker.comparison, language)
    indicators = text("CSV for programs: every indicator with its level and grade")
    return [
        draw_link(f"{text('Workbook (XLSX)')}, {tell_size(len(book), language)}", book, XLSX, name_book("coverage")),
        el("a", indicators, href=f"{SHARED}/{file_name('indicators', ending='csv')}", download=True),
    ]


def _tabulate(speaker: Speaker) -> dict[str, Table]:
    """The tables of the chapter by the names of their sheets."""
    text, told = speaker.language.text, (speaker.comparison, speaker.language)
    results = speaker.comparison.results
    lacks = [lack for groups in group_lacks(speaker) for lack in groups]
    # In a workbook, heads that speak of areas and indicators stand over their codes; these stand over counts.
    counts = {"region": text("A region wider than the city"), "indicators": text("In all")}
    return {
        text("Goal by goal"): _rename(tabulate_coverage(results, *told), counts),
        text("Target by target"): _rename(tabulate_targets(results, *told), counts),
        text("Missing figures"): tabulate_missing(lacks, *told),
        text("Sources"): _rename(tabulate_origins(results, *told), {"indicators": text("Number served")}),
    }


def _rename(table: Table, heads: Mapping[str, str]) -> Table:
    columns = tuple(replace(column, head=heads.get(column.key, column.head)) for column in table.columns)
    return replace(table, columns=columns)
