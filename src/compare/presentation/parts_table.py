"""Tables as they stand on a page: the same `Table`, with no more markup than a light page can carry.

In: a `Table`. Out: `draw_plain_table` for the figures behind a picture, `draw_card_table` for tables at a glance.
Never: a caption, a head or a reason for a missing figure left out to save room; a cell that on a phone does not say
whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from compare.presentation.parts_base import el, join_markup
from compare.presentation.parts_grade import draw_pill
from compare.presentation.tables import Cell, Column, Table

#: So many rows of a history stand on the page; its file has all of them.
ROWS = 30


def draw_plain_table(table: Table, key: str) -> Markup:
    """A table of few columns, whose cells are bare: histories are most of what a page weighs."""
    kept = _keep(table)
    rows = [
        el(
            "tr", el("th", row[kept[0]].text, scope="row"),
            *(el("td", row[place].text, class_="missing" if row[place].missing else None) for place in kept[1:]),
        )
        for row in table.rows[:ROWS]
    ]  # fmt: skip
    return _frame(table, kept, rows, key, "plain")


def draw_card_table(table: Table, key: str, skip: Sequence[str] = ()) -> Markup:
    """A table whose rows become cards on a phone, each value with the head of its column.

    The heads are said once, as custom properties that the style sheet prints before each cell.

    Parameters
    ----------
    skip : sequence of str
        Keys of columns that are left out.
    """
    kept = [place for place in _keep(table) if table.columns[place].key not in skip]
    rows = []
    for row in table.rows:
        cells = [_draw_cell(table.columns[place], row[place]) for place in kept]
        kinds = ["missing" if row[place].missing else None for place in kept]
        rows.append(
            el("tr", el("th", cells[0], scope="row"),
               *(el("td", cell, class_=kind) for cell, kind in zip(cells[1:], kinds[1:], strict=True)))
        )  # fmt: skip
    return _frame(table, kept, rows, key, "cards")


def _keep(table: Table) -> list[int]:
    return [place for place, column in enumerate(table.columns) if column.where != "file"]


def _frame(table: Table, kept: list[int], rows: list[Markup], key: str, form: str) -> Markup:
    """Caption, heads and body, in a region that can be reached and scrolled by keyboard."""
    columns = [table.columns[place] for place in kept]
    heads = [el("th", column.head, scope="col", class_=_class(column)) for column in columns]
    labels = None
    if form == "cards":
        labels = ";".join(f"--h{place}:{_quote(column.head)}" for place, column in enumerate(columns[1:], 2))
    return el(
        "div",
        el("table", el("caption", table.caption, id=f"{key}-caption"), el("thead", el("tr", *heads)),
           el("tbody", *rows), class_=form, style=labels),
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
