"""Tables as markup that everyone can read: caption, scope, a region that scrolls, each cell with its own head.

In: a `Table`. Out: markup, escaped once.
Never: a table without a caption, an id made of a column's name, a cell that loses its meaning on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from compare.presentation.tables_model import Cell, Column, Table

#: Grades whose two values may not be set against each other: a dashed outline, as everywhere.
_APART = "DEN"


def render_table(table: Table, id_: str) -> Markup:
    """The table inside a region that can be reached and scrolled by keyboard.

    Where a table stacks on phones, roles are written out, since a style sheet that stacks cells takes a table's own
    meaning away in several browsers, and ``data-label`` carries the column's head for such a style sheet.
    """
    parts = {
        "id": id_,
        "kind": Markup('class="stack" role="table"') if table.stacks else Markup('class="figures"'),
        "caption": table.caption,
        "group": _role("rowgroup", table),
        "row": _role("row", table),
        "head": _join(_render_head(column, table) for column in table.head),
        "body": _join(_render_row(row, table) for row in table.rows),
    }
    return Markup(
        '<div class="scroll" role="region" aria-labelledby="{id}-caption" tabindex="0">'
        '<table id="{id}" {kind}><caption id="{id}-caption">{caption}</caption>'
        "<thead{group}><tr{row}>{head}</tr></thead><tbody{group}>{body}</tbody></table></div>"
    ).format(**parts)


def _join(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)


def _role(name: str, table: Table) -> Markup:
    return Markup(' role="{}"').format(name) if table.stacks else Markup("")


def _class(*names: str) -> Markup:
    given = " ".join(name for name in names if name)
    return Markup(' class="{}"').format(given) if given else Markup("")


def _render_head(column: Column, table: Table) -> Markup:
    marks = _class("number" if column.kind == "number" else "", "" if table.stacks else column.which)
    return Markup('<th scope="col"{}{}>{}</th>').format(_role("columnheader", table), marks, column.head)


def _render_row(row: tuple[Cell, ...], table: Table) -> Markup:
    shown = [(column, cell) for column, cell in zip(table.columns, row, strict=True) if column.where != "file"]
    head = Markup('<th scope="row"{}>{}</th>').format(_role("rowheader", table), _render_cell(*shown[0], table))
    cells = (_render_data(column, cell, table) for column, cell in shown[1:])
    return Markup("<tr{}>{}{}</tr>").format(_role("row", table), head, _join(cells))


def _render_data(column: Column, cell: Cell, table: Table) -> Markup:
    content = _render_cell(column, cell, table)
    if not table.stacks:
        marks = _class("" if column.kind == "number" else "text", "missing" if cell.missing else "")
        return Markup("<td{}>{}</td>").format(marks, content)
    marks = _class("number" if column.kind == "number" else "", "missing" if cell.missing else "")
    label = Markup(' data-label="{}"').format(column.head) if content else Markup("")
    return Markup('<td role="cell"{}{}>{}</td>').format(marks, label, content)


def _render_cell(column: Column, cell: Cell, table: Table) -> Markup:
    text = Markup("{}").format(cell.text)
    if cell.lang:
        text = Markup('<span lang="{}">{}</span>').format(cell.lang, text)
    if cell.href:
        text = Markup('<a href="{}">{}</a>').format(cell.href, text)
    if cell.badge:
        apart = " apart" if cell.badge in _APART else ""
        text = Markup('<span class="pill{}"><b>{}</b> <span>{}</span></span>').format(apart, cell.badge, text)
    if table.stacks and column.which and cell.text and not cell.missing:
        text = Markup('<b class="{}">{}</b>').format(column.which, text)
    if cell.note:
        text += Markup(' <span class="note">{}</span>').format(cell.note)
    return text
