"""What is kept out of a run stays out of it, and nothing else does."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from compare.reports.lean import collect_seldom

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


def test_python_collects_as_before_when_a_run_is_over():
    """Also where it failed."""
    before = gc.get_threshold()
    found = []

    def fail():
        with collect_seldom():
            found.append(gc.get_threshold()[0])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert found[0] > before[0]
    assert gc.get_threshold() == before
