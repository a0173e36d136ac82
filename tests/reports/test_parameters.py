"""A notebook is told only what it declares, and exactly in the declared type."""

import pytest

from compare.errors import ReportError, UnknownCodeError
from compare.reports.parameters import check_parameters, declared_parameters, read_notebook
from reports.notebooks import write_notebook

DECLARED = '''partnership: str = "lund-francistown"  # the id
year: int = 2023  # the year
share: float = 0.5
draft: bool = False
note: str | None = None
edition: int'''


@pytest.fixture
def declared(tmp_path):
    """The parameters of a notebook with one of each type, the last without a default."""
    return declared_parameters(read_notebook(write_notebook(tmp_path / "n.ipynb", parameters=DECLARED)), "n.ipynb")


def test_names_types_and_defaults_are_read_from_the_tagged_cell(declared):
    """In the cell's order, each with its type and default."""
    assert [(item.name, item.said, item.default) for item in declared] == [
        ("partnership", "str", "lund-francistown"),
        ("year", "int", 2023),
        ("share", "float", 0.5),
        ("draft", "bool", False),
        ("note", "str or None", None),
        ("edition", "int", None),
    ]


def test_what_is_not_given_keeps_its_default(declared):
    """All declared names come back, the given ones with their values as they are."""
    assert check_parameters({"edition": 2, "partnership": "0180"}, declared) == {
        "partnership": "0180", "year": 2023, "share": 0.5, "draft": False, "note": None, "edition": 2,
    }  # fmt: skip


def test_an_unknown_name_is_an_error_with_the_closest(declared):
    """papermill logs a misspelt name and goes on; here it is refused."""
    with pytest.raises(UnknownCodeError) as caught:
        check_parameters({"partnersip": "lund-francistown", "edition": 1}, declared, "03_goal.ipynb")
    assert "03_goal.ipynb 'partnersip'" in str(caught.value)
    assert caught.value.closest[0] == "partnership"


@pytest.mark.parametrize(
    ("name", "value"),
    [("year", "2023"), ("year", True), ("year", 2023.0), ("partnership", 180), ("draft", "NO"), ("draft", 0),
     ("share", 1), ("note", 3), ("partnership", None)],
)  # fmt: skip
def test_a_value_of_another_type_is_an_error(declared, name, value):
    """Nothing is converted: no number from text, no flag from a word, no number from a flag."""
    with pytest.raises(ReportError, match=rf"parameter {name} of n.ipynb must be .*found"):
        check_parameters({"edition": 1, name: value}, declared, "n.ipynb")


def test_a_parameter_without_default_must_be_given(declared):
    """The message names it and its type."""
    with pytest.raises(ReportError, match=r"edition of n.ipynb has no value.*type int"):
        check_parameters({}, declared, "n.ipynb")


@pytest.mark.parametrize(
    "cell", ["goal = 11", "import os", "goal: list = []", "goal: int = 1 + n", "goal: int = ", "x.y: int = 1"]
)
def test_a_cell_that_does_more_than_declare_is_an_error(tmp_path, cell):
    """The line is named, with how to write it."""
    notebook = read_notebook(write_notebook(tmp_path / "n.ipynb", parameters=cell))
    with pytest.raises(ReportError, match=r"Line 1 of the parameters of n.ipynb.*name: type = literal"):
        declared_parameters(notebook, "n.ipynb")


def test_a_notebook_without_the_cell_declares_nothing(tmp_path):
    """And then nothing may be given."""
    declared = declared_parameters(read_notebook(write_notebook(tmp_path / "n.ipynb", "1", parameters=None)))
    assert declared == ()
    with pytest.raises(UnknownCodeError, match="none exist"):
        check_parameters({"goal": "5"}, declared)


@pytest.mark.parametrize("text", ["", "not json", "{}", '{"nbformat": 4, "nbformat_minor": 5, "cells": [{"a": 1}]}'])
def test_a_broken_file_is_named(tmp_path, text):
    """A file that is no notebook, and one that is missing: the error names it and what to do."""
    path = tmp_path / "broken.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=r"broken.ipynb cannot be read.*JupyterLab"):
        read_notebook(path)
    with pytest.raises(ReportError, match=r"absent\.ipynb cannot be read"):
        read_notebook(tmp_path / "absent.ipynb")
