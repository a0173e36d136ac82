"""Tables as they stand on a page and in a notebook, with no more markup than a light page can carry.

In: a `Table`. Out: `draw_table`.
Never: a caption, a head or a reason for a missing figure left out to save room; a cell that on a phone does not say
whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from compare.presentation.parts_base import el, join_markup
from compare.presentation.parts_grade import draw_pill
from compare.presentation.tables_model import Cell, Column, Table

#: So many rows of a history stand on the page; its file has all of them.
ROWS = 30


def draw_table(table: Table, key: str, *, skip: Sequence[str] = (), most: int | None = None) -> Markup:
    """A table in one of two forms: where it `stacks`, its rows become cards on a phone, else its cells are bare.

    Parameters
    ----------
    key : str
        Begins the id of the caption.
    skip : sequence of str
        Keys of columns that are left out.
    most : int, optional
        So many rows at most; all where None.
    """
    kept = [place for place, column in enumerate(table.columns) if column.where != "file" and column.key not in skip]
    draw = _draw_card_row if table.stacks else _draw_plain_row
    rows = [draw([(table.columns[place], row[place]) for place in kept]) for row in table.rows[:most]]
    return _frame(table, [table.columns[place] for place in kept], rows, key)


def _draw_plain_row(cells: Sequence[tuple[Column, Cell]]) -> Markup:
    """Mere text: histories are most of what a page weighs."""
    head, *rest = (cell for _, cell in cells)
    data = (el("td", cell.text, class_="missing" if cell.missing else None) for cell in rest)
    return el("tr", el("th", head.text, scope="row"), *data)


def _draw_card_row(cells: Sequence[tuple[Column, Cell]]) -> Markup:
    head, *rest = cells
    data = (el("td", _draw_cell(*pair), class_="missing" if pair[1].missing else None) for pair in rest)
    return el("tr", el("th", _draw_cell(*head), scope="row"), *data)


def _frame(table: Table, columns: list[Column], rows: list[Markup], key: str) -> Markup:
    """Caption, heads and body, in a region that can be reached and scrolled by keyboard.

    The heads of cards are said once, as custom properties that the style sheet prints before each cell.
    """
    heads = [el("th", column.head, scope="col", class_=_class(column)) for column in columns]
    labels = None
    if table.stacks:
        labels = ";".join(f"--h{place}:{_quote(column.head)}" for place, column in enumerate(columns[1:], 2))
    return el(
        "div",
        el("table", el("caption", table.caption, id=f"{key}-caption"), el("thead", el("tr", *heads)),
           el("tbody", *rows), class_="cards" if table.stacks else "plain", style=labels),
        class_="scroll", role="region", aria_labelledby=f"{key}-caption", tabindex=0,
    )  # fmt: skip


def _class(column: Column) -> str | None:
    return " ".join(filter(None, ("number" if column.kind == "number" else "", column.which))) or None


def _quote(words: str) -> str:
    """A text as a string of CSS."""
    escaped = words.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ")
    return f"'{escaped}{'' if escaped.endswith('?') else ':'} '"


def _draw_cell(column: Column, cell: Cell) -> Markup:
    content: Markup | str = cell.text
    if cell.lang:
        content = el("span", content, lang=cell.lang)
    if cell.href:
        content = el("a", content, href=cell.href)
    if cell.badge:
        content = draw_pill(cell.badge, cell.text)
    elif column.which and cell.text and not cell.missing:
        content = el("b", content, class_=column.which)
    return join_markup((content, el("small", cell.note) if cell.note else None), " ")
