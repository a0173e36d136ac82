"""Every table of the pages: `tabulate_*` makes it, ``parts_table`` turns it into markup, `Table.csv` into a file.

In: an `IndicatorResult` or several, their `Comparison`, a language. Out: `Table`.
Never: a value without its area and year, a missing value without its reason, markup made of data without escaping.
"""

from __future__ import annotations

from compare.presentation.tables_coverage import tabulate_coverage, tabulate_targets
from compare.presentation.tables_goal import tabulate_glance
from compare.presentation.tables_history import tabulate_history
from compare.presentation.tables_model import Cell, Column, Table
from compare.presentation.tables_origins import tabulate_missing, tabulate_origins
from compare.presentation.tables_tidy import tabulate_sources, tabulate_tidy

__all__ = [
    "Cell", "Column", "Table", "tabulate_coverage", "tabulate_glance", "tabulate_history", "tabulate_missing",
    "tabulate_origins", "tabulate_sources", "tabulate_targets", "tabulate_tidy",
]  # fmt: skip
