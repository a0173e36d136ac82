"""The bundle under ``data/snapshot``: written from what was transcribed, byte for byte the same each time.

In: `Transcribed`; a folder. Out: four CSV files and their SHA-256; the same as text frames, verified.
Never: a number rewritten, a file half written, a damaged bundle read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import FormatError, NotStoredError

if TYPE_CHECKING:
    import pandas as pd

    from compare.sources.transcribed import Transcribed

#: The files of a snapshot, in the order in which they are hashed.
FILES = ("observations.csv", "manifest.csv", "series.csv", "conflicts.csv")
#: One line per file, as ``sha256sum`` writes and checks it.
HASHES = "snapshot.sha256"
#: Prefix of the `response_id` of a transcribed publication.
PREFIX = "transcribed:"
_REMEDY = "Run `python -m compare bundle` to make it anew from data/transcribed."


@dataclass(frozen=True)
class Snapshot:
    """The bundle as text frames, exactly as written; `manifest` has one row per `response_id`."""

    observations: pd.DataFrame
    manifest: pd.DataFrame
    series: pd.DataFrame
    conflicts: pd.DataFrame


def write_snapshot(transcribed: Transcribed, folder: Path) -> tuple[Path, ...]:
    """Write the bundle; the same figures give the same bytes on every machine.

    All files are written beside their places first and renamed then, the hashes last: whoever reads in between
    meets a hash that does not agree, never a figure that is half old.
    """
    contents = {
        "observations.csv": _csv_bytes(_with_response_id(transcribed.observations)),
        "manifest.csv": _csv_bytes(_manifest(transcribed)),
        "series.csv": _csv_bytes(transcribed.series),
        "conflicts.csv": _csv_bytes(_with_response_id(transcribed.conflicts)),
    }
    contents[HASHES] = "".join(f"{_digest(contents[name])}  {name}\n" for name in FILES).encode("ascii")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as beside:
        for name, raw in contents.items():
            (Path(beside) / name).write_bytes(raw)
        for name in contents:
            os.replace(Path(beside) / name, folder / name)
    return tuple(folder / name for name in contents)


def read_snapshot(folder: Path) -> Snapshot:
    """The bundle of a folder, after its hashes were checked.

    Raises
    ------
    NotStoredError
        There is no bundle.
    FormatError
        A file is damaged or does not belong to the others.
    """
    if not (folder / HASHES).is_file():
        raise NotStoredError(f"No bundled figures in {folder}: {HASHES} is missing. {_REMEDY}", source="transcribed")
    expected = _read_hashes(folder)
    frames = [_frame(_verified(folder, name, expected)) for name in FILES]
    return Snapshot(*frames)


def _with_response_id(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(publication=PREFIX + frame["publication"]).rename(columns={"publication": "response_id"})


def _manifest(transcribed: Transcribed) -> pd.DataFrame:
    """One row per publication that carries a figure; nothing was asked of a service, and it says so by being empty."""
    used = transcribed.publications[transcribed.publications["publication"].isin(transcribed.origin)]
    manifest = used.reset_index(drop=True)
    manifest.insert(0, "response_id", PREFIX + manifest["publication"])
    origins = [transcribed.origin[publication] for publication in manifest["publication"]]
    return manifest.assign(
        request="", retrieved="", status="",
        sha256=[digest for _, digest in origins], file=[" ".join(files) for files, _ in origins],
    )  # fmt: skip


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


def _read_hashes(folder: Path) -> dict[str, str]:
    text = (folder / HASHES).read_text(encoding="utf-8", errors="replace")
    pairs = (line.split(maxsplit=1) for line in text.splitlines())
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def _verified(folder: Path, name: str, expected: dict[str, str]) -> bytes:
    path = folder / name
    raw = path.read_bytes() if path.is_file() else None
    found = "no file" if raw is None else _digest(raw)
    if raw is None or found != expected.get(name):
        wanted = f"the SHA-256 in {HASHES}: {expected.get(name, 'none is given')}"
        raise FormatError(
            f"The bundled figures are damaged: {path} has SHA-256 {found}, expected is {wanted}. {_REMEDY}",
            source="transcribed", where=str(path), found=found, expected=wanted,
        )  # fmt: skip
    return raw


def _frame(raw: bytes) -> pd.DataFrame:
    import pandas as pd

    return pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
