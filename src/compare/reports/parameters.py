"""What a notebook may be told: the parameters that its tagged cell declares, and a strict check against them.

In: a notebook and the values somebody wants to give it. Out: declared parameters; a whole set of values.
Never: a value guessed from text (``0180`` stays text), a misspelt name passed over.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.errors import ReportError, UnknownCodeError

if TYPE_CHECKING:
    from nbformat import NotebookNode

TAG = "parameters"
_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool, "None": type(None)}
_FORM = 'name: type = literal  # meaning (types: str, int, float, bool, or one of them "| None")'


@dataclass(frozen=True)
class Parameter:
    """One declared parameter; `types` are the types its value may have."""

    name: str
    types: tuple[type, ...]
    default: Any
    has_default: bool

    def accepts(self, value: object) -> bool:
        """Whether `value` has exactly a declared type: True is no int, and a text is no number."""
        return type(value) in self.types

    @property
    def said(self) -> str:
        """The types as a person reads them."""
        return " or ".join("None" if item is type(None) else item.__name__ for item in self.types)


def read_notebook(path: Path) -> NotebookNode:
    """The notebook of a file, current format, checked against the notebook schema.

    Raises
    ------
    ReportError
        No such file, or not a notebook.
    """
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, nbformat.ValidationError, AttributeError) as error:
        raise ReportError(
            f"The notebook {path.name} cannot be read from {path.parent}: {str(error).splitlines()[0]}. "
            "Restore the file, or save it again from JupyterLab.",
            notebook=path.name,
        ) from error
    return notebook


def declared_parameters(notebook: NotebookNode, name: str = "notebook") -> tuple[Parameter, ...]:
    """The parameters of the cell tagged ``parameters``, in its order; none where there is no such cell.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As read from a file.
    name : str
        What messages call it.

    Raises
    ------
    ReportError
        A line of the cell is not of the form ``name: type = literal``.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", []):
            try:
                body = ast.parse(cell.source).body
            except SyntaxError as error:
                raise _misformed(name, error.lineno or 1, (error.text or "").strip()) from error
            return tuple(_declaration(node, cell.source, name) for node in body)
    return ()


def check_parameters(
    given: Mapping[str, object], declared: tuple[Parameter, ...], name: str = "notebook"
) -> dict[str, Any]:
    """Every declared parameter with its value: the one given, else its default.

    Raises
    ------
    UnknownCodeError
        A name that the notebook does not declare; the closest are named.
    ReportError
        A value of another type than declared, or none where there is no default.
    """
    known = {item.name: item for item in declared}
    for key in given:
        if key not in known:
            raise UnknownCodeError(f"parameter of {name}", key, known)
    values = {}
    for item in declared:
        if item.name not in given and not item.has_default:
            raise ReportError(
                f"The parameter {item.name} of {name} has no value: none was given and the notebook has no default. "
                f"Give one of type {item.said}.",
                notebook=name,
            )
        values[item.name] = given.get(item.name, item.default)
        if not item.accepts(values[item.name]):
            raise ReportError(
                f"The parameter {item.name} of {name} must be {item.said}, found "
                f"{values[item.name]!r} ({type(values[item.name]).__name__}). Give a value of the declared type.",
                notebook=name,
            )
    return values


def _declaration(node: ast.stmt, source: str, name: str) -> Parameter:
    if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)):
        raise _misformed(name, node.lineno, ast.get_source_segment(source, node) or "")
    words = [word.strip() for word in ast.unparse(node.annotation).split("|")]
    if any(word not in _TYPES for word in words):
        raise _misformed(name, node.lineno, ast.get_source_segment(source, node) or "")
    try:
        default = ast.literal_eval(node.value) if node.value is not None else None
    except ValueError as error:
        raise _misformed(name, node.lineno, ast.get_source_segment(source, node) or "") from error
    return Parameter(node.target.id, tuple(_TYPES[word] for word in words), default, node.value is not None)


def _misformed(name: str, line: int, text: str) -> ReportError:
    return ReportError(
        f"Line {line} of the parameters of {name} is not a declaration: found {text!r}. Write it as {_FORM}.",
        notebook=name,
    )
