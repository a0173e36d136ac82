"""The floor: the whole site made in one plain Python process, each notebook's cells evaluated where they are."""

from __future__ import annotations

import ast
import contextlib
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nbformat import NotebookNode, v4


def main(output: str, goals: tuple[str, ...] | None) -> None:
    """Everything that a run does, except that no notebook gets a kernel: same comparison, pages, gate, publishing."""
    from compare.comparison import handed
    from compare.reports import produce, run, work

    kept: list[Any] = []

    def hand_over(comparison: Any, _: Path) -> dict[str, str]:
        kept.append(comparison)
        return {}

    handed.hand_over = hand_over
    handed.take_handed = lambda _: kept[-1] if kept else None
    run.warm_start = lambda _: contextlib.nullcontext(SimpleNamespace(close=lambda: None))
    run._begin = lambda work, *given: SimpleNamespace(result=lambda: work(*given))  # one thing after the other
    work.run_notebook = evaluate
    outcome = produce.produce(goals=goals, output=Path(output), jobs=1, progress=False)
    sys.exit("\n".join(outcome.failures) or 0)


def evaluate(path: Path, parameters: dict[str, object], **_: object) -> NotebookNode:
    """The notebook with what its cells show, in a namespace of its own."""
    import nbformat

    notebook, names = nbformat.read(path, as_version=4), {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            body = ast.parse(cell.source).body
            last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
            exec(compile(ast.Module(body, []), path.name, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names |= parameters
            shown = eval(compile(ast.Expression(last.value), path.name, "eval"), names) if last else None
            cell.outputs = [] if shown is None else [v4.new_output("display_data", shown._repr_mimebundle_())]
    return notebook
