"""Reads ``data/transcribed``: figures carried over by hand or script from cited publications.

In: one CSV per provider family, publications.csv, series.csv, conflicts.csv.
Out: `Transcribed`, text as it was written; or one `FormatError` that lists every faulty cell with file and line.
Never: a part of what was written, a repaired cell, a number read as another number.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from compare.catalogue.reading import EncodingFault, decode_text
from compare.errors import FormatError, NotStoredError
from compare.sources import cells
from compare.sources.snapshot import Snapshot, read_snapshot, write_snapshot

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CellFault", "Snapshot", "Transcribed", "parse_transcribed", "read_snapshot", "write_snapshot"]

#: The columns that no two observations share.
KEY = ("ref_area", "series", "sex", "age", "time_period")
OBSERVATION_COLUMNS = (
    "ref_area", "series", "sex", "age", "freq", "time_period", "obs_value", "unit_measure", "obs_status", "qualifier",
    "lower", "upper", "sample_size", "numerator", "confidence", "comment_obs", "publication",
)  # fmt: skip
PUBLICATION_COLUMNS = (
    "publication", "source", "provider", "title", "release", "published", "licence", "licence_class", "citation",
    "via", "second_hand", "kind", "note",
)  # fmt: skip
SERIES_COLUMNS = ("series", "title", "title_lang", "source", "unit_measure", "sdg_indicator", "match", "note")
CONFLICT_COLUMNS = (*KEY, "obs_value", "unit_measure", "publication", "reason")
_REGISTERS = ("publications.csv", "series.csv", "conflicts.csv")
#: Faults printed in the message; all lie in ``.faults``.
_SHOWN = 25


@dataclass(frozen=True)
class CellFault:
    """One faulty cell, or a whole file where `line` is 0."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    @property
    def where(self) -> str:
        """File, line and column."""
        return ", ".join(filter(None, (self.file, f"line {self.line}" if self.line else "", self.column)))

    def __str__(self) -> str:
        return f"{self.where}: found {self.found!r}; expected {self.expected}"


@dataclass(frozen=True)
class Transcribed:
    """What was written, as text frames; `origin` tells for each publication its files and their SHA-256."""

    observations: pd.DataFrame
    publications: pd.DataFrame
    series: pd.DataFrame
    conflicts: pd.DataFrame
    origin: dict[str, tuple[tuple[str, ...], str]] = field(repr=False)


@dataclass(frozen=True)
class _Table:
    file: str
    raw: bytes
    rows: list[dict[str, str]]
    lines: list[int]  #: the line on which each row begins

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        return zip(self.lines, self.rows, strict=True)


def parse_transcribed(folder: Path) -> Transcribed:
    """Everything in a folder of transcribed figures, or nothing.

    Parameters
    ----------
    folder : pathlib.Path
        The folder ``data/transcribed``.

    Raises
    ------
    NotStoredError
        There is no such folder, or no figures in it.
    FormatError
        With every faulty cell: ``.where``, ``.found`` and ``.expected`` of the first, and all in ``.faults``.
    """
    families = sorted(path for path in folder.glob("*.csv") if path.name not in _REGISTERS)
    if not families:
        raise NotStoredError(f"No transcribed figures: {folder} holds no CSV of observations.", source="transcribed")
    faults: list[CellFault] = []
    publications = _read(folder / "publications.csv", PUBLICATION_COLUMNS, cells.check_publication, faults)
    series = _read(folder / "series.csv", SERIES_COLUMNS, cells.check_series, faults)
    conflicts = _read(folder / "conflicts.csv", CONFLICT_COLUMNS, cells.check_conflict, faults)
    tables = [_read(path, OBSERVATION_COLUMNS, cells.check_observation, faults) for path in families]
    for table in tables:
        faults += _ambiguous(table)
    faults += _twice([publications], ("publication",), "once")
    faults += _twice([series], ("series",), "once")
    faults += _twice(tables, KEY, "one value per key, the others in conflicts.csv")
    faults += _unknown([*tables, conflicts], "publication", publications)
    faults += _unknown([*tables, conflicts], "series", series)
    faults += _other_unit(tables, series)
    if faults:
        raise _combine(sorted(faults, key=lambda fault: (fault.file, fault.line)))
    return _frames(tables, publications, series, conflicts)


def _read(
    path: Path, columns: tuple[str, ...], check: Callable[[cells.Row], Iterable[cells.Wrong]], faults: list[CellFault]
) -> _Table:
    """The rows of one file; what is wrong in them is added to `faults`."""
    table = _Table(path.name, b"", [], [])
    try:
        raw = path.read_bytes()
        records = list(_records(decode_text(raw)))
    except FileNotFoundError:
        faults.append(CellFault(path.name, 0, "", "no file", "the file, if only its header"))
        return table
    except EncodingFault as error:
        faults.append(CellFault(path.name, 0, "", "another encoding", str(error)))
        return table
    except csv.Error as error:
        faults.append(CellFault(path.name, 0, "", str(error), "comma-separated values, quotes doubled inside quotes"))
        return table
    header = tuple(records[0][1]) if records else ()
    if header != columns:
        faults.append(_header_fault(path.name, header, columns))
        return table
    table = _Table(path.name, raw, [], [])
    for line, record in records[1:]:
        if len(record) != len(columns):
            expected = f"{len(columns)} cells; a text with a comma stands in quotes"
            faults.append(CellFault(path.name, line, "", f"{len(record)} cells", expected))
            continue
        row = dict(zip(columns, record, strict=True))
        table.rows.append(row)
        table.lines.append(line)
        faults += (CellFault(path.name, line, *wrong) for wrong in (*cells.check_text(row), *check(row)))
    return table


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it begins on; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for record in reader:
        if record:
            yield begins, record
        begins = reader.line_num + 1


def _header_fault(file: str, header: tuple[str, ...], columns: tuple[str, ...]) -> CellFault:
    if len(header) == 1 and ";" in header[0]:
        return CellFault(file, 1, "", header[0], "commas between columns, decimal points in numbers")
    missing = [name for name in columns if name not in header]
    added = [name for name in header if name not in columns]
    said = [f"without {', '.join(missing)}"] if missing else []
    said += [f"with {', '.join(added)}"] if added else []
    return CellFault(file, 1, "", " and ".join(said) or "another order of columns", "the header " + ",".join(columns))


def _ambiguous(table: _Table) -> Iterator[CellFault]:
    comma_line = next((line for line, row in table if cells.has_decimal_comma(row)), None)
    if comma_line is not None:
        for line, row in table:
            for wrong in cells.check_ambiguous(row, comma_line):
                yield CellFault(table.file, line, *wrong)


def _twice(tables: list[_Table], key: tuple[str, ...], expected: str) -> Iterator[CellFault]:
    """Keys that were met before, in whichever file; both places are named."""
    first: dict[tuple[str, ...], str] = {}
    for table in tables:
        for line, row in table:
            found = tuple(row[column] for column in key)
            if found in first:
                column = key[0] if len(key) == 1 else "key"
                yield CellFault(table.file, line, column, " ".join(found), f"{expected}; first in {first[found]}")
            else:
                first[found] = f"{table.file}, line {line}"


def _unknown(tables: list[_Table], column: str, register: _Table) -> Iterator[CellFault]:
    """Codes that the register does not hold: each once per file, where it stands first."""
    if not register.raw:  # its own fault is in the list already
        return
    known = {row[column] for row in register.rows}
    for table in tables:
        met: set[str] = set()
        for line, row in table:
            if row[column] not in known and row[column] not in met:
                met.add(row[column])
                yield CellFault(table.file, line, column, row[column], f"an entry of {register.file}")


def _other_unit(tables: list[_Table], series: _Table) -> Iterator[CellFault]:
    units = {row["series"]: row["unit_measure"] for row in series.rows}
    for table in tables:
        for line, row in table:
            unit = units.get(row["series"], row["unit_measure"])
            if row["unit_measure"] != unit:
                yield CellFault(table.file, line, "unit_measure", row["unit_measure"], f"{unit}, as in series.csv")


def _combine(faults: list[CellFault]) -> FormatError:
    first = faults[0]
    lines = [f"The transcribed figures cannot be used: {len(faults)} fault(s). Nothing was taken in."]
    lines += [f"  - {fault}" for fault in faults[:_SHOWN]]
    if len(faults) > _SHOWN:
        lines.append(f"  - and {len(faults) - _SHOWN} more")
    lines.append("Mend the cells from the publication, then run `python -m compare bundle`.")
    return FormatError(
        "\n".join(lines),
        source="transcribed",
        where=first.where,
        found=first.found,
        expected=first.expected,
        faults=faults,
    )


def _frames(tables: list[_Table], publications: _Table, series: _Table, conflicts: _Table) -> Transcribed:
    import pandas as pd

    def frame(rows: list[dict[str, str]], columns: tuple[str, ...], by: tuple[str, ...]) -> pd.DataFrame:
        ordered = sorted(rows, key=lambda row: [row[column] for column in by])
        return pd.DataFrame(ordered, columns=list(columns), dtype="str")

    return Transcribed(
        observations=frame([row for table in tables for row in table.rows], OBSERVATION_COLUMNS, KEY),
        publications=frame(publications.rows, PUBLICATION_COLUMNS, ("publication",)),
        series=frame(series.rows, SERIES_COLUMNS, ("series",)),
        conflicts=frame(conflicts.rows, CONFLICT_COLUMNS, (*KEY, "publication", "obs_value")),
        origin=_origins([*tables, conflicts]),
    )


def _origins(tables: list[_Table]) -> dict[str, tuple[tuple[str, ...], str]]:
    """Publication -> the files that carry its figures, and the SHA-256 of these files one after the other.

    Line ends and a byte order mark are left out of the hash: they change with the editor, the figures do not.
    """
    held: dict[str, list[_Table]] = {}
    for table in tables:
        for publication in sorted({row["publication"] for row in table.rows}):
            held.setdefault(publication, []).append(table)
    return {
        publication: (tuple(table.file for table in found), hashlib.sha256(b"".join(map(_plain, found))).hexdigest())
        for publication, found in held.items()
    }


def _plain(table: _Table) -> bytes:
    return table.raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
