"""Tables that belong together, in one folder: written whole, with their SHA-256, and read only when all agree.

In: text frames; a folder. Out: CSV files and one list of hashes; the same frames again.
Never: a number rewritten, a file half written, a damaged table read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import FormatError, NotStoredError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tables:
    """A kind of folder: what it is called in messages, its files in the order of hashing, and what mends it."""

    what: str  #: "The bundled figures"
    source: str
    files: tuple[str, ...]
    hashes: str  #: name of the list, one line per file, as ``sha256sum`` writes and checks it
    remedy: str

    def write(self, folder: Path, frames: Mapping[str, pd.DataFrame]) -> tuple[Path, ...]:
        """Write all tables; the same frames give the same bytes on every machine.

        All files are written beside their places first and renamed then, the hashes last: whoever reads in between
        meets a hash that does not agree, never a figure that is half old.
        """
        contents = {name: _csv_bytes(frames[name]) for name in self.files}
        contents[self.hashes] = "".join(f"{_digest(contents[name])}  {name}\n" for name in self.files).encode("ascii")
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as beside:
            for name, raw in contents.items():
                (Path(beside) / name).write_bytes(raw)
            for name in contents:
                os.replace(Path(beside) / name, folder / name)
        return tuple(folder / name for name in contents)

    def read(self, folder: Path) -> list[pd.DataFrame]:
        """The tables as text frames, after their hashes were checked.

        Raises
        ------
        NotStoredError
            The folder holds none.
        FormatError
            A file is damaged or does not belong to the others.
        """
        if not (folder / self.hashes).is_file():
            message = f"{self.what} are not in {folder}: {self.hashes} is missing. {self.remedy}"
            raise NotStoredError(message, source=self.source)
        expected = self._read_hashes(folder)
        return [_frame(self._verified(folder, name, expected)) for name in self.files]

    def _read_hashes(self, folder: Path) -> dict[str, str]:
        text = (folder / self.hashes).read_text(encoding="utf-8", errors="replace")
        pairs = (line.split(maxsplit=1) for line in text.splitlines())
        return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}

    def _verified(self, folder: Path, name: str, expected: dict[str, str]) -> bytes:
        path = folder / name
        raw = path.read_bytes() if path.is_file() else None
        found = "no file" if raw is None else _digest(raw)
        if raw is None or found != expected.get(name):
            wanted = f"the SHA-256 in {self.hashes}: {expected.get(name, 'none is given')}"
            raise FormatError(
                f"{self.what} are damaged: {path} has SHA-256 {found}, expected is {wanted}. {self.remedy}",
                source=self.source, where=str(path), found=found, expected=wanted,
            )  # fmt: skip
        return raw


def _csv_bytes(frame: pd.DataFrame) -> bytes:
    """UTF-8, LF, quotes only where needed; written by the standard library so that no number is reformatted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    rows: Iterable[tuple[str, ...]] = frame.itertuples(index=False, name=None)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _digest(raw: bytes) -> str:
    """SHA-256 with Windows line ends read as LF: a checkout may change these, and they carry no figure."""
    return hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()


def _frame(raw: bytes) -> pd.DataFrame:
    import pandas as pd

    return pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
