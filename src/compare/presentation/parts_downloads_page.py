"""The pages that list every file of the site, with its kind and size, and say how to open them.

In: a `Speaker`, the files that the site has and how large they are, its documents. Out: `show_downloads`.
Never: a file that the site does not have, a page that is there in one language only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from compare.comparison.model import IndicatorResult
from compare.presentation.language import mark
from compare.presentation.parts_base import Part, el, file_name, join_markup, make_part
from compare.presentation.parts_downloads import HOW_TO_OPEN, SHARED, tell_size, tell_subject
from compare.presentation.parts_links import Speaker, further_name, page_address, page_name, tell_title
from compare.presentation.parts_papers import Paper, show_papers
from compare.presentation.parts_sections import draw_page
from compare.presentation.parts_table import draw_table
from compare.presentation.tables import Cell, Column, Table
from compare.presentation.tables_files import DESCRIPTOR, name_book, name_sheet, name_tidy
from compare.presentation.tables_package import FIGURES, TITLES
from compare.presentation.tables_tidy import TIDY

#: Goals with their indicators.
Groups = list[tuple[str, Sequence[IndicatorResult]]]

_HOME = page_name("downloads")
#: So many rows stand on a further page: the same number in every language, so that each page has its twin.
_ROWS = 70
#: Files of chapters beside the three of each page -> their endings, and what they hold.
_OTHERS = {
    "map-picture": (("svg", "png"), mark("How large are they?")),
    "shares-picture": (("svg", "png"), mark("Shares in the two cities")),
    "coverage-by-goal": (("csv",), mark("How much is known, goal by goal")),
    "coverage-by-target": (("csv",), mark("How much is known, target by target")),
    "coverage-by-source": (("csv",), mark("Sources by number of indicators")),
    "missing-figures": (("csv",), mark("Figures that are missing, and who could give them")),
}
#: How to read the file for programs; what a program would guess is told to it.
_PANDAS = (
    'frame = pandas.read_csv("all-figures.csv", dtype=str, keep_default_na=False)\n'
    'frame["obs_value"] = pandas.to_numeric(frame["obs_value"])'
)
_R = 'frame <- readr::read_csv("all-figures.csv", col_types = readr::cols(.default = "c"), na = character())'
_HOW = (
    (mark("Workbook (XLSX)"), (
        mark("Open it in Excel, LibreOffice or another program for spreadsheets. The first sheet says what the file "
             "is, as of which day its figures are held, how comparable the figures are and who published them."),
        mark("Values are numbers that are not rounded; a cell shows as many decimals as the pages. Codes, ages and "
             "periods are text, so nothing becomes a date and no code loses a zero."),
    )),
    (mark("CSV for a spreadsheet"), (
        mark("Open it by double-clicking. From a Swedish page it has semicolons and decimal commas, from an English "
             "one commas and decimal points. Where your computer is set otherwise, take the workbook; or choose "
             "Data, From Text/CSV in Excel, with the encoding UTF-8 and the type Text for the columns of codes."),
        mark("Excel may take a code such as 2023-07 for a date when a CSV file is opened by double-clicking. In the "
             "workbook this does not happen."),
    )),
    (mark("CSV for programs"), (
        mark("UTF-8, commas, decimal points, one row for each figure. The names of the columns and all codes are the "
             "same in every language, and there is one file for all languages. What the codes stand for is in the "
             "files of indicators, areas, units and publications, in all languages."),
        mark("Read all columns as text first: otherwise the age 0, the country code NA or the target 8.10 may become "
             "something else. In pandas:"),
    )),
)  # fmt: skip


def show_downloads(speaker: Speaker, offered: Mapping[str, int], papers: Sequence[Paper] = ()) -> Part:
    """The page, and behind it the further pages with the files of each indicator.

    Parameters
    ----------
    offered : mapping of str to int
        The files of the site, by their path from its root -> bytes.
    papers : sequence of Paper
        The documents to print and to send, where the run made any.
    """
    shelf = _Shelf(speaker, offered)
    text = speaker.language.text
    title = tell_title("downloads", speaker.partnership, speaker.catalogue, speaker.language)
    lead = text("Every figure, table and picture on these pages can be downloaded, with its source.")
    groups = _group(speaker)
    return make_part(
        el("div", el("h1", title), el("p", lead, class_="lead"), class_="title"),
        _draw_whole(shelf),
        Markup(show_papers(speaker, papers).html),
        _draw_pages(shelf),
        _link_further(speaker, groups),
        _draw_how(speaker),
        _draw_columns(speaker),
        *(_draw_further(shelf, groups, place) for place in range(len(groups))),
    )


class _Shelf:
    """The files of the site as cells and links of one language."""

    def __init__(self, speaker: Speaker, offered: Mapping[str, int]):
        self.speaker, self.offered = speaker, offered

    def weigh(self, name: str, *, shared: bool = False) -> int | None:
        """How large a file is; None where the site does not have it."""
        return self.offered.get(f"files/{name}" if shared else f"{self.speaker.language.code}/files/{name}")

    def put(self, name: str, absent: str, *, shared: bool = False) -> Cell:
        """A file as a cell with its size, or why there is none."""
        size = self.weigh(name, shared=shared)
        if size is None:
            return Cell(absent, missing=True)
        return Cell(tell_size(size, self.speaker.language), href=f"{SHARED if shared else 'files'}/{name}")

    def link(self, words: str, name: str, *, shared: bool = False) -> Markup | None:
        """A file as an item of a list; nothing where the site does not have it."""
        size = self.weigh(name, shared=shared)
        if size is None:
            return None
        href = f"{SHARED if shared else 'files'}/{name}"
        return el("li", el("a", words, href=href, download=True), f" ({tell_size(size, self.speaker.language)})")


def _draw_whole(shelf: _Shelf) -> Markup:
    """All figures of all pages, for people and for programs."""
    speaker = shelf.speaker
    text = speaker.language.text
    named = {FIGURES: text("CSV for programs: all figures, one row for each")}
    named |= {name: text("CSV for programs: {what}", what=_lower(text(words))) for name, words in TITLES.items()
              if name != FIGURES}
    items = [shelf.link(text("Workbook (XLSX) with all figures"), name_book(FIGURES))]
    items += [shelf.link(words, file_name(name, ending="csv"), shared=True) for name, words in named.items()]
    package = text("Data package: the columns, sources and terms for programs (JSON)")
    items.append(shelf.link(package, DESCRIPTOR, shared=True))
    terms = join_markup((
        text("Each publication behind the figures has its own terms."), " ",
        el("a", text("All sources of all pages, with their terms and editions"), href=page_name("sources")),
    ))  # fmt: skip
    heading = el("h2", text("Everything at once"), id="whole-h")
    return el("section", heading, el("ul", *(item for item in items if item)), el("p", terms), id="whole")


def _draw_pages(shelf: _Shelf) -> Markup:
    """The three files of each page about a goal or about all."""
    speaker = shelf.speaker
    text = speaker.language.text
    goals = sorted(speaker.catalogue.goals, key=int)
    stems = ["partnership", "overview", *(page_name("goal", goal).removesuffix(".html") for goal in goals), "coverage"]
    columns = (
        Column("page", text("Page")), Column("book", text("Workbook (XLSX)")),
        Column("sheet", text("CSV for a spreadsheet")), Column("tidy", text("CSV for programs")),
    )  # fmt: skip
    none = text("none")
    rows = tuple(
        (
            Cell(tell_subject(speaker, stem), href=f"{stem}.html"), shelf.put(name_book(stem), none),
            shelf.put(name_sheet(stem), none), shelf.put(name_tidy(stem), none, shared=True),
        )
        for stem in stems if shelf.weigh(name_book(stem)) is not None
    )  # fmt: skip
    heading = el("h2", text("Page by page"), id="pages-h")
    table = draw_table(Table(text("The files of each page, with their sizes"), columns, rows), "pages")
    others = [
        shelf.link(f"{text(words)} ({ending.upper()})", file_name(stem, ending=ending))
        for stem, (endings, words) in _OTHERS.items() for ending in endings
    ]  # fmt: skip
    listed = el("ul", *others) if any(others) else None
    more = el("h3", text("Pictures and tables of these pages")) if listed else None
    return el("section", heading, table, more, listed, id="pages")


def _group(speaker: Speaker) -> list[Groups]:
    """Indicators by goal over pages, the background last: the same in every language and for any part of a site."""
    pages: list[Groups] = []
    room = 0
    for goal in (*sorted(speaker.catalogue.goals, key=int), "context"):
        results = speaker.comparison.goal(goal)
        if results and len(results) > room:
            pages.append([])
            room = _ROWS
        if results:
            pages[-1].append((goal, results))
            room -= len(results)
    return pages


def _link_further(speaker: Speaker, groups: Sequence[Groups]) -> Markup | None:
    if not groups:
        return None
    text = speaker.language.text
    items = [el("li", el("a", _tell_page(speaker, groups, place), href=_name(place))) for place in range(len(groups))]
    heading = el("h2", text("Indicator by indicator"), id="indicators-h")
    note = text("The table and the picture of each indicator, and the files of its own page where it has one.")
    return el("section", heading, el("p", note), el("ul", *items), id="indicators")


def _name(place: int) -> str:
    return further_name(_HOME, place + 1)


def _tell_page(speaker: Speaker, groups: Sequence[Groups], place: int) -> str:
    """The title of a further page, by the goals that it has."""
    text, goals = speaker.language.text, [goal for goal, _ in groups[place] if goal != "context"]
    if not goals:
        return text("Files of the background")
    told = text("Files of goal {number}", number=goals[0])
    if len(goals) > 1:
        told = text("Files of goals {first} to {last}", first=goals[0], last=goals[-1])
    return told if len(goals) == len(groups[place]) else text("{told} and of the background", told=told)


def _draw_further(shelf: _Shelf, groups: Sequence[Groups], place: int) -> Markup:
    speaker = shelf.speaker
    text = speaker.language.text
    title = _tell_page(speaker, groups, place)
    asked = tell_title("downloads", speaker.partnership, speaker.catalogue, speaker.language)
    back = el("p", el("a", text("Back to: {title}", title=asked), href=_HOME))
    head = el("div", el("h1", title), back, class_="title")
    tables = (_draw_goal(shelf, goal, results) for goal, results in groups[place])
    return draw_page(_name(place), title, head, *tables)


def _draw_goal(shelf: _Shelf, goal: str, results: Sequence[IndicatorResult]) -> Markup:
    """The files of some indicators of one goal."""
    speaker = shelf.speaker
    text = speaker.language.text
    title = text("Background") if goal == "context" else tell_subject(speaker, f"goal-{goal}")
    columns = (
        Column("indicator", text("Indicator")), Column("table", text("Table (CSV)")),
        Column("svg", text("Picture (SVG)")), Column("png", text("Picture (PNG)")),
        Column("book", text("Workbook (XLSX)")), Column("sheet", text("CSV for a spreadsheet")),
        Column("tidy", text("CSV for programs")),
    )  # fmt: skip
    rows = tuple(row for result in results if (row := _list_row(shelf, result)))
    heading = el("h2", title)
    if not rows:
        return el("section", heading, el("p", text("There is no file.")))
    caption = text("The files of each indicator, with their sizes: {title}", title=title)
    return el("section", heading, draw_table(Table(caption, columns, rows), f"files-{goal}"))


def _list_row(shelf: _Shelf, result: IndicatorResult) -> tuple[Cell, ...]:
    """The files of one indicator; nothing where it has none."""
    speaker, key = shelf.speaker, result.indicator.id
    if shelf.weigh(file_name(key, ending="csv")) is None:
        return ()
    own, text = f"indicator-{key}", speaker.language.text
    no_page, no_picture = text("with its goal"), text("no picture")
    return (
        Cell(speaker.language.of(result.indicator.title), href=page_address(result, speaker.comparison)),
        shelf.put(file_name(key, ending="csv"), text("none")),
        shelf.put(file_name(key, "picture", ending="svg"), no_picture),
        shelf.put(file_name(key, "picture", ending="png"), no_picture),
        shelf.put(name_book(own), no_page), shelf.put(name_sheet(own), no_page),
        shelf.put(name_tidy(own), no_page, shared=True),
    )  # fmt: skip


def _draw_how(speaker: Speaker) -> Markup:
    """How to open each kind of file."""
    text = speaker.language.text
    blocks: list[Markup] = []
    for heading, paragraphs in _HOW:
        blocks += [el("h3", text(heading)), *(el("p", text(words)) for words in paragraphs)]
    blocks += [
        _draw_code(_PANDAS), el("p", text("In R:")), _draw_code(_R),
        el("p", text("The data package describes these files: the type and meaning of each column, the keys, the "
                     "sources with their terms, and the size and checksum of each file.")),
        el("p", text("In all CSV files, an apostrophe stands before a text that begins with =, +, - or @, so that no "
                     "spreadsheet runs it. Numbers below zero have none.")),
    ]  # fmt: skip
    return el("section", el("h2", text("How to open the files"), id="open-h"), *blocks, id=HOW_TO_OPEN)


def _draw_code(lines: str) -> Markup:
    """Lines to copy: in a region that can be reached and scrolled by keyboard."""
    return el("pre", el("code", lines), tabindex=0, lang="en")


def _draw_columns(speaker: Speaker) -> Markup:
    """What each column of the file for programs holds."""
    text = speaker.language.text
    columns = (Column("name", text("Column")), Column("told", text("What it holds")))
    rows = tuple((Cell(key), Cell(text(told))) for key, (_, told) in TIDY.items())
    caption = text("The columns of the CSV for programs; their names are the same in every language")
    heading = el("h2", text("The columns of the CSV for programs"), id="columns-h")
    return el("section", heading, draw_table(Table(caption, columns, rows), "columns"), id="columns")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
