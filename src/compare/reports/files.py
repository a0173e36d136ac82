"""The files of a folder, by their names in it.

In: a folder, a file. Out: `list_files`, `make_folders`, `link_or_copy`.
Never: a name that differs between systems, another order on another disk.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path


def list_files(folder: Path, *, without: Collection[str] = ()) -> list[str]:
    """Names of all files below `folder`, relative to it and with ``/``, sorted.

    Parameters
    ----------
    without : collection of str
        Folders directly below `folder` that are passed over.
    """
    names = []
    for root, folders, files in os.walk(folder):
        inside = os.path.relpath(root, folder).replace(os.sep, "/")
        if inside == ".":
            folders[:] = [name for name in folders if name not in without]
        names += files if inside == "." else [f"{inside}/{name}" for name in files]
    return sorted(names)


def make_folders(folder: Path, names: Iterable[str]) -> None:
    """The folders below `folder` in which files of these names lie, each made once."""
    for one in sorted({os.path.dirname(name) for name in names}):
        (folder / one).mkdir(parents=True, exist_ok=True)


def link_or_copy(one: Path | str, other: Path | str) -> None:
    """Let `other` be the file `one`: the same bytes on the disk where it can, else a copy."""
    try:
        os.link(one, other)
    except OSError:
        shutil.copyfile(one, other)
