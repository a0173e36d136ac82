"""What is kept out of a run stays out of it, and nothing else does."""

from __future__ import annotations

import subprocess
import sys

ASK = """
import sys
from compare.reports.lean import GRAMMAR, import_nbformat
import_nbformat()
import nbformat
print(GRAMMAR in sys.modules, "lark" in sys.modules, "jsonschema" in sys.modules)
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
nbformat.validate(notebook)
notebook.cells[0]["cell_type"] = "no such"
try:
    nbformat.validate(notebook)
except nbformat.ValidationError:
    print("refused")
__import__(GRAMMAR)
print("to be had")
"""


def test_a_notebook_is_checked_without_the_grammar_of_addresses():
    """It is not imported, a broken notebook is refused, and whoever wants the grammar later gets it."""
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False False True", "refused", "to be had"]
