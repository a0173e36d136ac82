"""The part of the gate that judges files which are no pages: workbooks and the descriptor of the files for programs.

In: the folder of a whole site, the names of its files. Out: `judge_files`, faults, each with its file.
Never: a repair, a file opened that the site did not have.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

#: A cell that is run, and a cell that holds a moment.
_FORMULA = (b"<f ", b"<f/", b"<f>", b't="d"')
#: What begins a text that a spreadsheet runs.
_RUN = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def judge_files(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """The faults of the workbooks, the tables and the descriptors among `names`."""
    for name in names:
        if name.endswith(".xlsx"):
            found = _judge_book(folder / name)
        elif name.endswith(".csv"):
            found = _judge_table((folder / name).read_text(encoding="utf-8"))
        elif posixpath.basename(name) == "datapackage.json":
            found = _judge_package(folder, name)
        else:
            continue
        yield from (f"{name}: {fault}" for fault in found)


def _judge_book(path: Path) -> Iterator[str]:
    """A workbook that opens, runs nothing and dates nothing."""
    try:
        with zipfile.ZipFile(path) as book:
            sheets = [part for part in book.namelist() if part.startswith("xl/worksheets/")]
            if not sheets:
                yield "holds no sheet"
            for part in sheets:
                content = book.read(part)
                if any(piece in content for piece in _FORMULA):
                    yield f"holds a formula or a date in {part}"
    except (OSError, zipfile.BadZipFile) as error:
        yield f"is no workbook: {error}"


def _judge_table(text: str) -> Iterator[str]:
    """A table whose first cells a spreadsheet does not run; cells behind them are made by the same writer."""
    for line in text.removeprefix("\ufeff").splitlines():
        cell = line.removeprefix('"')
        if cell.startswith(_RUN) and not _NUMBER.match(cell):
            yield f"holds a line that a spreadsheet runs: {cell[:40]!r}"
            return


def _judge_package(folder: Path, name: str) -> Iterator[str]:
    """A descriptor whose files are there, as large and as they were when they were described."""
    try:
        resources = json.loads((folder / name).read_text(encoding="utf-8"))["resources"]
        told = [(one["path"], one["bytes"], one["hash"]) for one in resources]
    except (ValueError, KeyError, TypeError) as error:
        yield f"is no descriptor: {error!r}"
        return
    for path, size, digest in told:
        file = folder / posixpath.join(posixpath.dirname(name), path)
        if not file.is_file():
            yield f"describes {path!r}, which is not in the site"
        elif (content := file.read_bytes()) and (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") != (
            size, digest,
        ):  # fmt: skip
            yield f"describes {path!r} otherwise than it is"
