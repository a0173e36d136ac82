"""Small notebooks for tests of the engine, written to a file."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def write_notebook(path, *cells, parameters='goal: str = "11"  # the goal', kernel="python3"):
    """A notebook with a parameters cell and `cells`: texts that begin with # are headings, the others code."""
    notebook = new_notebook()
    notebook.metadata.kernelspec = {"name": kernel, "display_name": "Python 3", "language": "python"}
    if parameters is not None:
        notebook.cells.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    for text in cells:
        notebook.cells.append(new_markdown_cell(text) if text.startswith("#") else new_code_cell(text))
    nbformat.write(notebook, path)
    return path
