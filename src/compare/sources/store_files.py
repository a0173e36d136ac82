"""Files that survive a kill: bodies written beside and renamed, journals that only grow by whole lines.

In: bytes, rows of text, paths. Out: files that are whole or not there.
Never: a byte that was written before, changed; a line that was cut, read.
"""

from __future__ import annotations

import csv
import io
import os
import re
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, make sure it is on the disk, and rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".writing-{os.getpid()}-{threading.get_ident()}-{path.name[:16]}")
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


class Journal:
    """A CSV file that only grows, read on from where it was read last.

    Parameters
    ----------
    path : Path
        The file; it need not exist.
    columns : sequence of str
        Its head; each row has as many fields.
    """

    def __init__(self, path: Path, columns: Sequence[str]):
        self.path, self.columns = path, tuple(columns)
        self._read = 0

    def restart(self) -> None:
        """Read from the beginning next time."""
        self._read = 0

    def shrank(self) -> bool:
        """Whether the file is shorter than what was read of it: somebody replaced or edited it."""
        return self._size() < self._read

    def read_on(self) -> Iterable[tuple[dict[str, str] | None, str]]:
        """The rows since the last reading, each with its line; None for a line that is no row.

        A last line without an end is what a kill leaves: it is not read, and `append` removes it.
        """
        if not self._size() > self._read:
            return
        with open(self.path, "rb") as file:
            file.seek(self._read)
            fresh = file.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._read += len(whole)
        # Only line feeds end a row: a text may hold other characters that Python takes for line ends.
        for line in whole.decode("utf-8-sig", "replace").split("\n"):
            fields = next(csv.reader([line.rstrip("\r")]), [])
            if tuple(fields) != self.columns and fields:
                yield (dict(zip(self.columns, fields, strict=True)) if len(fields) == len(self.columns) else None), line

    def append(self, row: dict[str, str]) -> None:
        """Add one row and see it on the disk. The caller holds the lock."""
        if not self._size():
            write_whole(self.path, self._line(self.columns))
        with open(self.path, "r+b") as file:
            file.seek(_end_of_whole_lines(file))
            file.truncate()
            file.write(self._line([row[column] for column in self.columns]))
            file.flush()
            os.fsync(file.fileno())

    def _size(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    @staticmethod
    def _line(fields: Sequence[str]) -> bytes:
        out = io.StringIO()
        # A line break inside a field would make one row two lines.
        csv.writer(out, lineterminator="\n").writerow([re.sub(r"[\r\n]+", " ", field) for field in fields])
        return out.getvalue().encode("utf-8")


def _end_of_whole_lines(file: io.BufferedRandom) -> int:
    end = file.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - 4096)
        file.seek(start)
        at = file.read(end - start).rfind(b"\n")
        if at >= 0:
            return start + at + 1
        end = start
    return 0


def _sync_folder(folder: Path) -> None:
    # A rename is safe on the disk only once its folder is. Windows knows no such thing.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
