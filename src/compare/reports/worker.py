"""What a worker does: one notebook of another machine's run, in a kernel of its own, if both would make the same page.

In: what the run's machine has and is, the comparison, one page with its site. Out: `serve`, which answers in plain
values; `release`.
Never: a page made with other code, data or versions than the run's; anything of a run unpacked before that is known;
a kernel or a warm process that outlives this process, or the runs that it served by more than a minute.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing.util
import os
import pickle
import shutil
import socket
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compare.comparison.handed import VARIABLE
from compare.errors import CompareError
from compare.reports.agree import describe_program, find_differences
from compare.reports.forked import warm_start
from compare.reports.kernels import Starter

IDLE = 60.0  #: seconds after which a warm process that nobody asks is ended
_REST = 1.0  #: seconds that a refusal takes: a worker that refuses quickly would draw all pages of the run to itself
#: What this process has loaded, or will: its code may be replaced on the disk while it waits for the next run.
_LOADED = describe_program()


def serve(program: Mapping[str, str], comparison: bytes, errand: bytes) -> dict[str, Any]:
    """Make one page here.

    Parameters
    ----------
    program : mapping
        `describe_program` of the machine that asks.
    comparison, errand : bytes
        As `pack` makes them: the comparison of the run; page, site and seconds.

    Returns
    -------
    dict
        ``worker``, and one of ``files`` (path in the site -> bytes), ``failed`` (what to tell a person) and
        ``refused`` (what differs here).
    """
    answer: dict[str, Any] = {"worker": name_worker()}
    if differences := find_disagreement(program):
        time.sleep(_REST)
        return answer | {"refused": "; ".join(differences)}
    from compare.reports.work import execute_page

    page, site, timeout = pickle.loads(zlib.decompress(errand))
    try:
        with _borrow(comparison) as start:
            return answer | {"files": execute_page(page, site, timeout, start)}
    except CompareError as error:
        return answer | {"failed": str(error)}


def pack(content: object) -> bytes:
    """Anything as bytes that travel."""
    return zlib.compress(pickle.dumps(content, protocol=5), 1)


def name_worker() -> str:
    """The machine and process."""
    return f"{socket.gethostname()}, process {os.getpid()}"


def find_disagreement(program: Mapping[str, str]) -> list[str]:
    """What would make this process's pages differ from those of the machine that has `program`."""
    now = describe_program()
    if found := find_differences(program, now):
        return found
    if changed := find_differences(now, _LOADED):
        return [f"{', '.join(changed)} changed after the worker was started; start it again"]
    return []


@dataclass(eq=False)
class _Warm:
    """The way to kernels that have one comparison, for all tasks that need it."""

    key: str
    start: Starter
    stack: contextlib.ExitStack
    users: int = 0
    timer: threading.Timer | None = field(default=None)


_lock = threading.RLock()
_current: _Warm | None = None
_inherited: list[Any] = []


@contextlib.contextmanager
def _borrow(comparison: bytes) -> Iterator[Starter]:
    """The way to kernels for a comparison: kept from the last task where it was for the same."""
    with _lock:
        warm = _get(comparison)
        warm.users += 1
    try:
        yield warm.start
    finally:
        with _lock:
            warm.users -= 1
            _settle(warm)


def _get(comparison: bytes) -> _Warm:
    global _current
    key = hashlib.sha256(comparison).hexdigest()
    if _current is None or _current.key != key:
        release()
        _current = _make(key, comparison)
    if _current.timer:
        _current.timer.cancel()
    return _current


def _make(key: str, comparison: bytes) -> _Warm:
    """A new warm process; the system ends it with this one, and this one ends it sooner where it can."""
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="compare-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        file = folder / "comparison.pickle"
        file.write_bytes(zlib.decompress(comparison))
        start = stack.enter_context(warm_start({VARIABLE: str(file)}))
        # Not atexit alone: processes that multiprocessing starts end without it.
        multiprocessing.util.Finalize(None, release, (True,), exitpriority=10)
        return _Warm(key, start, stack.pop_all())


def _settle(warm: _Warm) -> None:
    """After a task: end what no task will ask for again, at once or after a while."""
    if warm.users:
        return
    if warm is not _current:
        warm.stack.close()
        return
    warm.timer = threading.Timer(IDLE, _expire, (warm,))
    warm.timer.daemon = True
    warm.timer.start()


def _expire(warm: _Warm) -> None:
    with _lock:
        if warm is _current and not warm.users:
            release()


def release(at_once: bool = False) -> None:
    """End the warm process of this process where there is one; tasks that still use it finish first, or fail."""
    global _current
    with _lock:
        warm, _current = _current, None
        if warm and warm.timer:
            warm.timer.cancel()
        if warm and (at_once or not warm.users):
            warm.stack.close()


def _forget() -> None:
    """In a fork of this process: what it would end is its parent's, and must not even be dropped."""
    global _current, _lock
    _inherited.append(_current)
    _current, _lock = None, threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
