"""One run at a time: a lock that the system frees by itself, however a run ends.

In: a folder. Out: `hold_run`.
Never: a wait for another run, a lock left behind, a library loaded for it: a run with nothing to do must be short.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from compare.errors import BusyError, ReportError


@contextlib.contextmanager
def hold_run(folder: Path) -> Iterator[None]:
    """Hold the runs of `folder` for this process alone.

    Raises
    ------
    BusyError
        Another run holds them; nothing was asked or made.
    ReportError
        The folder cannot be written.
    """
    path = folder / "lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = open(path, "a+b")  # noqa: SIM115
    except OSError as error:
        raise ReportError(
            f"The record of the run cannot be written at {folder}: {error.strerror or error}. Set COMPARE_HOME to a "
            "folder that can be written. Nothing was asked or made."
        ) from error
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise BusyError(
                f"Another run is on: it holds {path}. Nothing was asked or made. Wait for it to end; the next run at "
                "its own time needs no help."
            ) from error
        yield


def _lock(descriptor: int) -> None:
    """Closing the file, or the end of the process, frees it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        # Not flock: what this process forks would hold that one as well, and outlive a run that is killed.
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
