"""Notebooks executed by papermill, or an error that names the notebook and the heading where it stopped.

In: a notebook file, typed parameters, a deadline. Out: the executed notebook, every cell of it completed.
Never: text parsed into a parameter, a status left over from an earlier run believed, a cell tried twice,
a half-run notebook handed on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.errors import ReportError
from compare.reports.kernels import NAME, Kernel, end_kernel, start_kernel, watch
from compare.reports.parameters import check_parameters, declared_parameters, read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["TIMEOUT", "declared_parameters", "run_notebook"]

TIMEOUT = 600.0  #: seconds that one notebook may take
_ENGINE = "compare"
_INJECTED = "injected-parameters"
_ADDED = {_INJECTED, "papermill-error-cell-tag"}  #: cells that papermill puts in
_ENDED = "the cell ended the kernel itself (exit or quit), and a notebook must run to its end"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def run_notebook(
    path: Path,
    parameters: Mapping[str, object],
    out: Path | None = None,
    *,
    timeout: float = TIMEOUT,
    start: Callable[[], Kernel] = start_kernel,
) -> NotebookNode:
    """Execute the notebook of `path` with `parameters` in a kernel of its own.

    Parameters
    ----------
    path : pathlib.Path
        The notebook; never changed.
    parameters : mapping
        Values for parameters that the notebook declares; the others keep their defaults.
    out : pathlib.Path, optional
        Where the executed notebook is written, once every cell has completed.
    timeout : float
        Seconds for the whole notebook; then its kernel and all that it started are ended.
    start : callable
        What gives a ready kernel.

    Returns
    -------
    nbformat.NotebookNode
        With outputs.

    Raises
    ------
    UnknownCodeError
        A parameter that the notebook does not declare.
    ReportError
        The notebook cannot be read, asks for another kernel, or did not complete.
    """
    notebook = _clean(read_notebook(path), path.name)
    values = check_parameters(parameters, declared_parameters(notebook, path.name), path.name)
    run = _Run(path.name, values, notebook)
    kernel = start()
    timer = watch(kernel, timeout)
    try:
        executed = _execute(run, kernel)
    except Exception as error:
        raise run.failure(error, timeout if kernel.expired else None) from error
    finally:
        timer.cancel()
        end_kernel(kernel)
    _assert_completed(run, executed)
    if out is not None:
        import nbformat

        out.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(executed, out)
    return executed


class _Run:
    """One execution: what is run, and the notebook as far as it has come."""

    def __init__(self, name: str, values: dict[str, Any], notebook: NotebookNode):
        self.name, self.values, self.notebook = name, values, notebook

    @property
    def reached(self) -> int:
        """The place of the last cell that was begun."""
        cells = enumerate(self.notebook.cells)
        return max((place for place, cell in cells if cell.metadata.get("papermill", {}).get("start_time")), default=0)

    def failure(self, error: Exception, expired: float | None) -> ReportError:
        """The error that a person reads, made of papermill's."""
        kind, said = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
        if expired is not None:
            found = f"it was still running after {expired:.0f} s and was ended"
        elif kind == "DeadKernelError":
            found = "its kernel died (out of memory, or ended from outside)"
        elif isinstance(error, _ExitAskedError):
            found = _ENDED
        else:
            found = f"{kind}: {said}"
        return self.error(found, self.reached)

    def error(self, found: str, place: int) -> ReportError:
        """A `ReportError` on the cell at `place`."""
        where = _where(self.notebook, place)
        given = ", ".join(f"{key}={value!r}" for key, value in self.values.items())
        lines = [line for line in _COLOURS.sub("", found).strip().splitlines() if line.strip()]
        return ReportError(
            f"{self.name} ({given or 'no parameters'}) stopped {where}: {' '.join(lines)[:600]}. "
            "Open the notebook in JupyterLab with these parameters and run it up to there.",
            notebook=self.name,
            cell=where,
        )


def _clean(notebook: NotebookNode, name: str) -> NotebookNode:
    """The notebook without anything that an earlier run left: outputs, counts, statuses, injected cells."""
    asked = notebook.metadata.get("kernelspec", {}).get("name", NAME)
    if asked != NAME:
        raise ReportError(
            f"{name} asks for the kernel {asked!r}; reports run in {NAME!r} alone. "
            f"Choose a Python 3 kernel in JupyterLab and save the notebook.",
            notebook=name,
        )
    notebook.metadata.pop("papermill", None)
    notebook.cells = [cell for cell in notebook.cells if _INJECTED not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def load_tools() -> None:
    """Import what executes notebooks."""
    import papermill.clientwrap
    import papermill.engines  # noqa: F401


def _execute(run: _Run, kernel: Kernel) -> NotebookNode:
    import papermill
    from papermill.engines import NBClientEngine, papermill_engines

    if _ENGINE not in papermill_engines._engines:
        papermill_engines.register(_ENGINE, _make_engine(NBClientEngine))
    # Neither cwd nor output_path: papermill would change the folder of the whole process, which other threads share.
    executed = papermill.execute_notebook(
        run.notebook,
        None,
        parameters=run.values,
        engine_name=_ENGINE,
        kernel_name=NAME,
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        run=run,
        kernel=kernel,
    )
    for cell in executed.cells:
        if _INJECTED in cell.metadata.get("tags", []):
            cell["id"] = _INJECTED  # papermill's own is random
    return executed


def _make_engine(base: type) -> type:
    """papermill's own engine, in a kernel that we start and end, with the notebook visible as it is filled."""
    from papermill.clientwrap import PapermillNotebookClient

    class CompareEngine(base):
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, run: _Run, kernel: Kernel, **_: Any) -> Any:
            run.notebook = nb_man.nb
            client = PapermillNotebookClient(nb_man, km=kernel.manager, kernel_name=kernel_name, timeout=None)
            client.kc = kernel.client
            client.on_cell_executed = _refuse_exit
            return client.execute()

    return CompareEngine


def _refuse_exit(cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:  # noqa: ARG001
    # `quit()` only asks the kernel to end soon: how many later cells still run would be a matter of luck.
    if any(item.get("source") == "ask_exit" for item in execute_reply["content"].get("payload", [])):
        raise _ExitAskedError


class _ExitAskedError(Exception):
    """A cell asked the kernel to end."""


def _assert_completed(run: _Run, executed: NotebookNode) -> None:
    # papermill lets `sys.exit(0)` in a cell pass as a success, with the rest of the cells unrun.
    run.notebook = executed
    for place, cell in enumerate(executed.cells):
        status = cell.metadata.get("papermill", {}).get("status")
        if status == "failed":
            raise run.error(_ENDED, place)
        if status != "completed":
            raise run.error(f"the cell is {status or 'not run'}, not completed", place)


def _where(notebook: NotebookNode, place: int) -> str:
    """``under 'Findings' (cell 7)``: the nearest heading at or above the cell, and its number in the template."""
    own = [cell for cell in notebook.cells[: place + 1] if not _ADDED & set(cell.metadata.get("tags", []))]
    for cell in reversed(own):
        headings = _HEADING.findall(cell.source) if cell.cell_type == "markdown" else []
        if headings:
            return f"under {headings[-1]!r} (cell {len(own)})"
    return f"in cell {len(own)}"
