"""The tables of the Air Quality Life Index: one line a unit of GADM, one column a measure and year.

In: the bytes of a table, or of an archive that holds it. Out: `find_lines` -> `Line`.
Never: the whole table held at once, one of two units that bear the same names, a pointer or a cut table read as one.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TextIO

from compare.sources.asking import malformed

SOURCE = "aqli"
#: Country, and below it the unit of level 1 and of level 2, as far as the table goes.
Names = tuple[str, ...]
#: What a table of each level calls its names, from the country down; releases differ in the last one.
_NAMES = {1: (("name0",), ("name", "name1")), 2: (("name0",), ("name1",), ("name", "name2"))}
_MEASURE = re.compile(r"(pm|who|nat)(\d{4})")
_POINTER = b"version https://git-lfs.github.com/spec/"
_ZIP = b"PK\x03\x04"
#: A table is some 20 MB; an archive with more than this in it is not looked into.
_MOST = 512 * 1024 * 1024


@dataclass(frozen=True)
class Line:
    """One unit: its cells by column, as text."""

    names: Names
    cells: Mapping[str, str]

    def list_years(self, measure: str) -> dict[int, str]:
        """The cell of each year of a measure (``pm``, ``who``), in the order of years."""
        found = {int(match[2]): self.cells[column] for column in self.cells if (match := _fits(column, measure))}
        return dict(sorted(found.items()))


def find_lines(body: bytes, level: int, wanted: Collection[Names]) -> dict[Names, Line]:
    """The lines of the wanted units, each of which is in the table exactly once.

    Raises
    ------
    FormatError
        A unit is missing or there twice; or the body is no table of that level, a git-lfs pointer, or was cut.
    """
    found: dict[Names, Line] = {}
    with open_table(body, level) as (header, rows):
        places = [header.index(name) for name in name_columns(header, level) or ()]
        for number, cells in enumerate(rows, start=2):
            if len(cells) != len(header):
                raise malformed(SOURCE, f"line {number}", f"{len(cells)} cells", f"{len(header)}, as in the first line")
            names = tuple(cells[place] for place in places)
            if names in found:
                raise malformed(SOURCE, f"line {number}", ", ".join(names), "a unit that is in the table once")
            if names in wanted:
                found[names] = Line(names, dict(zip(header, cells, strict=True)))
    for names in wanted:
        if names not in found:
            raise malformed(SOURCE, f"the table of level {level}", f"no unit {', '.join(names)}", "exactly one")
    return found


def name_columns(header: Sequence[str], level: int) -> Names | None:
    """The columns that name a unit, from the country down; None where the table is none of that level."""
    # The table of the next level has one name more; a release may call the last one just "name".
    below = f"name{level + 1}" in header or ("name" in header and f"name{level}" in header)
    chosen = [next((name for name in names if name in header), None) for names in _NAMES[level]]
    years = any(_fits(column, "pm") for column in header)
    return tuple(filter(None, chosen)) if all(chosen) and years and not below else None


@contextmanager
def open_table(body: bytes, level: int) -> Iterator[tuple[list[str], Iterator[list[str]]]]:
    """The first line and, one after the other, the lines below it.

    Raises
    ------
    FormatError
        As `find_lines`.
    """
    if body.startswith(_POINTER):
        size = re.search(rb"size (\d+)", body)
        found = f"a git-lfs pointer to a file of {size[1].decode() if size else 'unknown'} bytes"
        raise malformed(SOURCE, "the whole body", found, "the table itself, which lies elsewhere then")
    try:
        if body.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(body)) as archive, _open_member(archive, level) as text:
                yield _read(text, level)
        else:
            with io.TextIOWrapper(io.BytesIO(body), encoding="utf-8-sig", newline="") as text:
                yield _read(text, level)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, csv.Error) as error:
        raise malformed(SOURCE, "the table", str(error) or type(error).__name__, "a whole table in UTF-8") from error


def _read(text: TextIO, level: int) -> tuple[list[str], Iterator[list[str]]]:
    rows = csv.reader(text, strict=True)
    header = next(rows, [])
    if name_columns(header, level) is None or len(set(header)) != len(header):
        columns = " and ".join("/".join(names) for names in _NAMES[level])
        raise malformed(SOURCE, "line 1", ",".join(header), f"the columns {columns} and pm2023 and its like, each once")
    return header, rows


@contextmanager
def _open_member(archive: zipfile.ZipFile, level: int) -> Iterator[TextIO]:
    """The one table of an archive that has a column for each year; it may hold the same in other layouts."""
    tables = [member for member in archive.infolist() if _is_table(member)]
    fitting = [member for member in tables if _has_years(archive, member, level)]
    if len(fitting) != 1:
        names = [member.filename for member in fitting or archive.infolist()]
        raise malformed(SOURCE, "the archive", names, f"one table of level {level} with a column for each year")
    with archive.open(fitting[0]) as packed, io.TextIOWrapper(packed, encoding="utf-8-sig", newline="") as text:
        yield text


def _is_table(member: zipfile.ZipInfo) -> bool:
    return PurePosixPath(member.filename).suffix.lower() == ".csv" and member.file_size <= _MOST


def _has_years(archive: zipfile.ZipFile, member: zipfile.ZipInfo, level: int) -> bool:
    with archive.open(member) as packed, io.TextIOWrapper(packed, "utf-8-sig", errors="replace", newline="") as text:
        return name_columns(next(csv.reader(text), []), level) is not None


def _fits(column: str, measure: str) -> re.Match[str] | None:
    match = _MEASURE.fullmatch(column)
    return match if match and match[1] == measure else None
