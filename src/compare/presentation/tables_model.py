"""Tables: what their columns and cells are, before they are markup or a file.

In: words and numbers, already in a language. Out: `Column`, `Cell`, `Table`.
Never: markup in a cell, a number that is only text, a blank that does not say why.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from compare.presentation.language import Language


@dataclass(frozen=True)
class Column:
    """A column: its name for machines, which is the same in every language, and its head for readers.

    `where` says whether it is on the page, in the file, or in both.
    """

    key: str
    head: str
    kind: Literal["text", "number", "code"] = "text"
    where: Literal["both", "page", "file"] = "both"
    which: str = ""  #: "a" or "b": the column of one of the two places
    unit: str = ""  #: behind the head in a file, where no caption says it


@dataclass(frozen=True)
class Cell:
    """A cell: text for readers, and the number behind it for files.

    Attributes
    ----------
    text : str
        As printed; where there is no figure, why.
    value : float or None
        The number, not rounded; None for text.
    note : str
        Printed smaller behind the text: whose figure it is, and from when.
    href, badge, lang, missing
        A relative address; a grade's letter; the language of the text where it is not the page's; whether the text
        says why there is nothing.
    decimals, limit
        How many decimals a workbook shows of the number, all where None; ``<`` or ``>`` where the number is a limit.
    """

    text: str = ""
    value: float | None = None
    note: str = ""
    href: str = ""
    badge: str = ""
    lang: str = ""
    missing: bool = False
    decimals: int | None = None
    limit: str = ""

    @property
    def number(self) -> float | None:
        """The number where there is a finite one."""
        return self.value if self.value is not None and math.isfinite(self.value) else None


@lru_cache(maxsize=16_384)
def as_words(text: str) -> Cell:
    """A cell of text alone; there is one for all rows and tables that say the same."""
    return Cell(text)


@dataclass(frozen=True)
class Table:
    """A table with a caption; its first column heads the rows.

    On a phone a table of words `stacks`: each cell stands below the other and carries its column's head. A table of
    mere figures stays a table and scrolls; it may have a hundred rows, so its markup is kept bare.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    stacks: bool = True

    def __post_init__(self) -> None:
        wrong = [index for index, row in enumerate(self.rows) if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(
                f"Table {self.caption!r}: row {wrong[0]} has {len(self.rows[wrong[0]])} cells, "
                f"expected {len(self.columns)}. Give one cell for each column."
            )

    @property
    def head(self) -> tuple[Column, ...]:
        """The columns that stand on the page."""
        return tuple(column for column in self.columns if column.where != "file")

    def _repr_html_(self) -> str:
        """What a notebook shows: the table as on a page, with all its rows."""
        from compare.presentation.parts_table import draw_table

        # Two tables in one notebook share no id, and the same table has the same at every run.
        return str(draw_table(self, f"table-{zlib.crc32(self.caption.encode()):08x}"))

    def csv(self, language: Language | None = None) -> str:
        """The table as CSV: for machines where `language` is None, else for a spreadsheet of that language.

        For machines: UTF-8 without mark, comma, decimal point, column names equal in every language. For a
        spreadsheet: heads in the language, a byte order mark, and where the language has a decimal comma, the comma in
        numbers and semicolons between cells. In both, text that a spreadsheet would take for a formula begins with an
        apostrophe.
        """
        from compare.presentation.tables_csv import write_csv

        return write_csv(self, language)
