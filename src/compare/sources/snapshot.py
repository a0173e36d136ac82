"""The bundle under ``data/snapshot``: written from what was transcribed, byte for byte the same each time.

In: `Transcribed`; a folder. Out: four CSV files and their SHA-256; the same as text frames, verified.
Never: a number rewritten, a file half written, a damaged bundle read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from compare.sources.hashed import Tables

if TYPE_CHECKING:
    import pandas as pd

    from compare.sources.transcribed import Transcribed

#: Prefix of the `response_id` of a transcribed publication.
PREFIX = "transcribed:"
_TABLES = Tables(
    what="The bundled figures",
    source="transcribed",
    files=("observations.csv", "manifest.csv", "series.csv", "conflicts.csv"),
    hashes="snapshot.sha256",
    remedy="Run `python -m compare bundle` to make it anew from data/transcribed.",
)


@dataclass(frozen=True)
class Snapshot:
    """The bundle as text frames, exactly as written; `manifest` has one row per `response_id`."""

    observations: pd.DataFrame
    manifest: pd.DataFrame
    series: pd.DataFrame
    conflicts: pd.DataFrame


def write_snapshot(transcribed: Transcribed, folder: Path) -> tuple[Path, ...]:
    """Write the bundle; the same figures give the same bytes on every machine."""
    return _TABLES.write(
        folder,
        {
            "observations.csv": _with_response_id(transcribed.observations),
            "manifest.csv": _manifest(transcribed),
            "series.csv": transcribed.series,
            "conflicts.csv": _with_response_id(transcribed.conflicts),
        },
    )


def read_snapshot(folder: Path) -> Snapshot:
    """The bundle of a folder, after its hashes were checked.

    Raises
    ------
    NotStoredError
        There is no bundle.
    FormatError
        A file is damaged or does not belong to the others.
    """
    return Snapshot(*_TABLES.read(folder))


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
