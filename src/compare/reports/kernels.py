"""Kernels: started clean from this very environment, ended with everything they began.

In: the environment of this process. Out: a kernel that is ready to execute.
Never: a user's own Jupyter or IPython settings, another interpreter, a process left behind.

`start_kernel` is a seam: the engine takes any function that returns a `Kernel`, so that a quicker way to one
(`forked.warm_start`) needs no change elsewhere.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import queue
import shutil
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compare.errors import ReportError
from compare.home import checkout, state_folder

NAME = "python3"
START_TIMEOUT = 60.0  #: seconds until a kernel must have answered
_END_TIMEOUT = 5.0  #: seconds in which the system ends a killed process
TOKEN = "COMPARE_KERNEL"  #: the variable by which a kernel, and all that it started, is found
_PRIVATE = ("JUPYTER", "JPY_", "IPYTHON", "PYDEVD")
_DROPPED = {"PYTHONSTARTUP", "PYTHONINSPECT"}
_live: set[Kernel] = set()


@dataclass(eq=False)
class Kernel:
    """A running kernel: Jupyter's manager and client of it, its private folder, and how to end it."""

    manager: Any
    client: Any
    folder: Path
    token: str
    process_group: int | None
    expired: bool = field(default=False)

    def kill(self) -> None:
        """End the kernel's processes at once, from any thread; what waits for them is told by their absence."""
        if self.process_group and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process_group, signal.SIGKILL)
        end_marked({self.token})

    def expire(self) -> None:
        """End the kernel because its time is over."""
        self.expired = True
        self.kill()


def start_kernel(variables: Mapping[str, str] | None = None, provision: Callable[[Any], Any] | None = None) -> Kernel:
    """A new Python kernel of this interpreter, ready to execute.

    The plain *start* is tried twice, since two kernels that start at once can meet on a port; a cell never is.

    Parameters
    ----------
    variables : mapping, optional
        Environment variables that the kernel gets besides its own.
    provision : callable, optional
        Gives Jupyter's manager another source of the kernel's process, which is asked once.

    Raises
    ------
    ReportError
        The kernel cannot be started or does not answer.
    """
    if provision is not None:
        return _start_once(variables or {}, provision)
    try:
        return _start_once(variables or {})
    except ReportError:
        return _start_once(variables or {})


def end_kernel(kernel: Kernel) -> None:
    """End `kernel` and all it started, and remove its folder. A second call does nothing."""
    from jupyter_core.utils import run_sync

    if kernel not in _live:
        return
    _live.discard(kernel)
    # Nothing in a kernel is worth waiting for once its outputs are here: a polite shutdown takes half a second.
    kernel.kill()
    with contextlib.suppress(Exception):
        kernel.manager.provisioner.process.wait(_END_TIMEOUT)  # Jupyter itself would look only ten times a second
    with contextlib.suppress(Exception):
        kernel.client.stop_channels()
    with contextlib.suppress(Exception):
        run_sync(kernel.manager.shutdown_kernel)(now=True)
    shutil.rmtree(kernel.folder, ignore_errors=True)


class Starter:
    """A way to kernels that can be closed: the ones it gave are ended, and it gives no more.

    Parameters
    ----------
    start : callable
        What gives a ready kernel.
    """

    def __init__(self, start: Callable[[], Kernel] = start_kernel):
        self._start = start
        self._given: list[Kernel] = []
        self._closed = threading.Event()

    def __call__(self) -> Kernel:
        """A ready kernel; raises `ReportError` once closed."""
        if not self._closed.is_set():
            kernel = self._start()
            self._given.append(kernel)
            if not self._closed.is_set():
                return kernel
            end_kernel(kernel)
        raise ReportError("No notebook is started any more: the run is being stopped. Run again.")

    def close(self) -> None:
        """End the processes of every kernel that was given, from any thread."""
        self._closed.set()
        for kernel in self._given:
            if kernel in _live:
                kernel.kill()


def kernel_environment(folder: Path, token: str) -> dict[str, str]:
    """The variables a kernel starts with: this process's, without what would make one machine's pages differ."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_PRIVATE) and key not in _DROPPED}
    root = checkout()
    if root:
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (str(root / "src"), kept.get("PYTHONPATH", ""))))
    if matplotlib := importlib.util.find_spec("matplotlib"):
        kept["MATPLOTLIBRC"] = str(Path(matplotlib.origin or "").parent / "mpl-data" / "matplotlibrc")
    return kept | {
        "COMPARE_HOME": str(state_folder()),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTER_RUNTIME_DIR": str(folder),
        "MPLBACKEND": "agg",
        "OPENBLAS_NUM_THREADS": "1",  # the cores are for notebooks side by side
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # a debugger's advice is not for the log of a run
        "PYTHONHASHSEED": "0",  # the same bytes in every run
        "PYTHONUTF8": "1",
        TOKEN: token,
    }


def _start_once(variables: Mapping[str, str], provision: Callable[[Any], Any] | None = None) -> Kernel:
    from jupyter_core.utils import run_sync

    token = uuid.uuid4().hex
    folder = Path(tempfile.mkdtemp(prefix="compare-"))
    try:
        manager = _manager(folder)
        manager.provisioner = provision(manager) if provision else None
        (folder / "work").mkdir()
        run_sync(manager.start_kernel)(cwd=str(folder / "work"), env=kernel_environment(folder, token) | variables)
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _not_started(error) from error
    kernel = Kernel(manager, manager.client(), folder, token, getattr(manager.provisioner, "pgid", None))
    _live.add(kernel)
    try:
        kernel.client.start_channels()
        run_sync(_await_ready)(kernel)
    except Exception as error:
        end_kernel(kernel)
        raise _not_started(error) from error
    kernel.client.allow_stdin = False
    return kernel


async def _await_ready(kernel: Kernel) -> None:
    """Ask until both ways back are open: the answer, and what a cell prints.

    Jupyter's own wait goes on until nothing has come for a fifth of a second. Nothing has to be waited for: a
    notebook takes no notice of messages that are not about its own cells.
    """
    end = time.monotonic() + START_TIMEOUT
    while time.monotonic() < end:
        kernel.client.kernel_info()
        with contextlib.suppress(queue.Empty):
            await kernel.client.get_shell_msg(timeout=1)
            await kernel.client.get_iopub_msg(timeout=0.2)
            return
        if not await kernel.manager.is_alive():
            raise ChildProcessError("the kernel ended before it answered")
    raise TimeoutError(f"the kernel did not answer in {START_TIMEOUT:.0f} seconds")


def _manager(folder: Path) -> Any:
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    # No folder is searched for kernels, so "python3" is this interpreter's own and no other that a user registered.
    manager = AsyncKernelManager(kernel_name=NAME, kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    manager.connection_file = str(folder / "kernel.json")
    if os.name == "posix" and len(str(folder)) < 80:  # a socket's path holds about 100 characters
        manager.transport, manager.ip = "ipc", str(folder / "socket")
    return manager


def _not_started(error: Exception) -> ReportError:
    said = (str(error) or type(error).__name__).splitlines()[0]
    return ReportError(
        f"No notebook kernel could be started with {sys.executable}: {said}. "
        "Check that ipykernel is installed there (`make report` makes an environment that has it)."
    )


def end_marked(tokens: Collection[str]) -> None:
    """End every process that carries one of these tokens, in whatever session it is, except this one."""
    import psutil

    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(TOKEN) in tokens:
                process.kill()


def watch(kernel: Kernel, seconds: float) -> threading.Timer:
    """A running timer that ends `kernel` after `seconds`; cancel it when the work is done."""
    timer = threading.Timer(seconds, kernel.expire)
    timer.daemon = True
    timer.start()
    return timer
