"""Notebooks ask, call and read: static rules for every notebook of the project."""

from __future__ import annotations

import ast
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import compare
from compare.presentation.parts import Pages
from compare.presentation.parts_indicator_page import IndicatorPage
from compare.reports.engine import declared_parameters
from compare.reports.site import NOTEBOOKS

FOLDER = Path(__file__).parents[2] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
LINE = re.compile(r"^[a-z_]+: (str|int|float|bool)( \| None)? = \S.*  # [^=]+$")


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def notebook(request):
    """One notebook."""
    return nbformat.read(request.param, as_version=4)


def code_of(notebook):
    """Its code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def calls_of(source):
    """The calls in a cell."""
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def test_there_is_a_notebook_for_each_kind_of_page():
    """One template per kind of page, and no copies."""
    assert {path.name for path in PATHS} >= set(NOTEBOOKS.values())


def test_notebooks_are_valid_and_stripped(notebook):
    """No outputs, no counts, no traces of a run; the kernel has the name that every Jupyter knows."""
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert set(notebook.metadata.language_info) == {"name"}
    for cell in code_of(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags"}


def test_cell_ids_are_words_that_stay(notebook):
    """An id names what the cell is for, so that a change of order is no change of ids."""
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one) for one in ids)


def test_the_title_is_a_question_and_says_what_is_not_answered(notebook):
    """The first cell asks, and names the limit."""
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.splitlines()[0].startswith("# ")
    assert first.source.splitlines()[0].endswith("?")
    assert re.search(r"does not answer", first.source)


def test_the_first_code_cell_declares_the_parameters(notebook):
    """Each on a line of its own, with type, default and meaning."""
    first = code_of(notebook)[0]
    assert first.metadata.tags == ["parameters"]
    assert all(LINE.match(line) for line in first.source.splitlines()), first.source
    names = [item.name for item in declared_parameters(notebook)]
    assert names[:2] == ["partnership", "language"]


def test_cells_are_short_and_have_one_call(notebook):
    """Median one line, at most six; no logic, no definitions, no arithmetic, no import but of the package."""
    lines = [len(cell.source.splitlines()) for cell in code_of(notebook)]
    assert statistics.median(lines) == 1
    assert max(lines) <= 6
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.IfExp, ast.BinOp, ast.With,
                 ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.Try, ast.Compare)  # fmt: skip
    for cell in code_of(notebook):
        tree = ast.parse(cell.source)
        assert not [node for node in ast.walk(tree) if isinstance(node, forbidden)], cell.source
        assert len(calls_of(cell.source)) <= 1, cell.source
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert all([alias.name for alias in node.names] == ["compare"] for node in imports)
        constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        assert not [value for value in constants if isinstance(value, int | float)], cell.source


def test_prose_comes_before_the_calls(notebook):
    """The calls of a page stand under a note, from the second heading on."""
    kinds = [cell.cell_type for cell in notebook.cells]
    assert kinds[:2] == ["markdown", "markdown"]
    assert kinds[-1] == "code"
    assert kinds.count("markdown") >= 4


def test_every_call_exists(notebook):
    """A misspelt block would only be found by running the notebook."""
    declared = {item.name for item in declared_parameters(notebook)}
    page = IndicatorPage if "indicator" in declared else Pages
    for cell in code_of(notebook)[1:]:
        for call in calls_of(cell.source):
            owner = {"compare": compare, "page": page}[call.func.value.id]
            assert callable(getattr(owner, call.func.attr)), cell.source


def test_papermill_alone_runs_a_goal_and_its_number_may_be_a_number(tmp_path):
    """As anybody types it; what the page says is what the call says here."""
    out = tmp_path / "out.ipynb"
    words = ["notebooks/03_goal.ipynb", str(out), "-p", "goal", "14", "-p", "language", "sv", "--no-progress-bar"]
    done = subprocess.run(
        [sys.executable, "-m", "papermill", *words], cwd=FOLDER.parent, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(FOLDER.parent / "src"), "JUPYTER_PLATFORM_DIRS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = [output.data["text/html"] for cell in code_of(nbformat.read(out, as_version=4)) for output in cell.outputs]
    assert shown[0] == compare.open_page("lund-francistown", "sv", goal="14").title().html
    assert len(shown) > 5
