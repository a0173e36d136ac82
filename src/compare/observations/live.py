"""What was fetched, as observations: the vintages that stand in place of the bundled ones, and how each source fared.

In: a folder. Out: `Live`, read and written whole.
Never: a table read whose hash does not agree, a state in which half of a refresh shows.

The folder holds one numbered folder per state, and ``current``, which names the one in force. A new state is written
beside the old one, and then ``current`` is replaced: whoever reads meets one or the other.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import FormatError
from compare.home import state_folder
from compare.sources.hashed import Tables
from compare.sources.store_files import write_whole

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = (
    "response_id", "publication", "source", "provider", "title", "release", "published", "licence", "licence_class",
    "citation", "via", "second_hand", "kind", "note", "request", "retrieved", "status", "sha256", "file",
)  # fmt: skip
SERIES = ("series", "title", "title_lang", "source", "unit_measure", "sdg_indicator", "match", "note")
#: One row per source: when it was last tried (UTC), how that went, when it last gave all that was asked, in words, and
#: how many figures it had and gave no more (empty where none).
SOURCES = ("source", "tried", "state", "renewed", "told", "emptied")
RENEWED, PARTLY, FAILED = "renewed", "partly", "failed"
_KEPT = 2  #: states: the one in force, and the one before for whoever is reading it
_TABLES = Tables(
    what="The figures fetched from services",
    source="live",
    files=("observations.csv", "manifest.csv", "series.csv", "sources.csv"),
    hashes="live.sha256",
    remedy="Run `python -m compare refresh --offline` to make them anew from the stored answers.",
)


@dataclass(frozen=True)
class Live:
    """The fetched vintages as text frames: `observations` and `manifest` as the bundle has them."""

    observations: pd.DataFrame
    manifest: pd.DataFrame
    series: pd.DataFrame
    sources: pd.DataFrame = field(repr=False)


def find_live(data: Path | None = None) -> Path:
    """The folder of what was fetched: beside the bundle of `data`, else among the state of this machine."""
    return (data or state_folder() / "data") / "live"


def read_live(folder: Path) -> Live | None:
    """What stands, or None where nothing was ever fetched.

    Raises
    ------
    FormatError
        A table is damaged.
    """
    current = folder / "current"
    if not current.is_file():
        return None
    number = current.read_text(encoding="utf-8", errors="replace").strip()
    if not number.isdigit() or not (folder / number / _TABLES.hashes).is_file():
        raise FormatError(
            f"{_TABLES.what} are damaged: {current} names the state {number!r}, which is not there. {_TABLES.remedy}",
            source="live", where=str(current), found=number, expected="the number of a folder beside it",
        )  # fmt: skip
    return Live(*_TABLES.read(folder / number))


def write_live(folder: Path, live: Live) -> None:
    """Put a state in force; the caller holds the refresh's lock."""
    numbers = sorted(int(entry.name) for entry in folder.glob("*") if entry.name.isdigit()) if folder.is_dir() else []
    number = str((numbers[-1] if numbers else 0) + 1)
    frames = (live.observations, live.manifest, live.series, live.sources)
    _TABLES.write(folder / number, dict(zip(_TABLES.files, frames, strict=True)))
    write_whole(folder / "current", f"{number}\n".encode("ascii"))
    for old in numbers[: len(numbers) - _KEPT + 1]:
        shutil.rmtree(folder / str(old), ignore_errors=True)
