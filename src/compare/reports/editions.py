"""Editions of a site: each whole one keeps its pages in a folder of its own, inside the site that follows it.

In: the staging folder of a run, the site before, the edition. Out: `read_editions`, `list_editions`, `lay_down`.
Never: an edition of another day changed, one that was reviewed replaced by something else, a page of it left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import ReportError
from compare.presentation.parts_editions import Laid
from compare.reports.files import link_or_copy, list_files, make_folders
from compare.reports.partial import RECORD
from compare.reports.publish import MARK

if TYPE_CHECKING:
    from compare.catalogue.partnerships import Edition, Partnership

FOLDER = "editions"
LIST = f"{FOLDER}/editions.json"  #: what the site says of its editions, for machines and for the next run


def read_editions(site: Path | None, partnership: str) -> tuple[Laid, ...]:
    """The editions of a published site, the newest first; none where it has no list of them, or is another's."""
    if site is None:
        return ()
    try:
        told = json.loads((site / LIST).read_text(encoding="utf-8"))
        found = [
            Laid(int(one["number"]), date.fromisoformat(one["date"]), str(one["status"]), str(one["sha256"]))
            for one in told["editions"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(one for one in found if (site / one.folder).is_dir() and told.get("partnership") == partnership)


def list_editions(
    edition: Edition, earlier: Sequence[Laid], *, whole: bool, keep: int | None = None
) -> tuple[Laid, ...]:
    """The editions that the new site will have, the newest first; only a run of the whole site makes one.

    Parameters
    ----------
    keep : int, optional
        How many stay that were not reviewed, the newest; all where None.
    """
    kept = [one for one in earlier if not whole or one.date != edition.date]
    fresh = [Laid(edition.number, edition.date, edition.status)] if whole else []
    listed = sorted([*kept, *fresh], key=lambda one: one.date, reverse=True)
    drafts = [one for one in listed if one.status != "reviewed"]
    return tuple(one for one in listed if keep is None or one not in drafts[keep:])


def lay_down(
    staging: Path, published: Path | None, editions: Sequence[Laid], partnership: Partnership,
    inside: Mapping[str, bytes], *, whole: bool,
) -> None:  # fmt: skip
    """Give `staging` its editions: the earlier ones as they are, and this one where a whole site was made.

    Parameters
    ----------
    partnership : Partnership
        Whose pages are in `staging`, and of which edition.
    inside : mapping of str to bytes
        Pages that read otherwise when they are kept in an edition: path from the root -> content.
    whole : bool
        Whether the pages are the whole site, and so an edition.

    Raises
    ------
    ReportError
        An edition of this day was reviewed, and these pages are not what was read.
    """
    digest, edition = _digest(staging, set(inside)), partnership.edition
    before = {one.date: one for one in read_editions(published, partnership.id)}
    if whole:
        _refuse_changed(edition, before.get(edition.date), digest)
    told = []
    for one in editions:
        folder = staging / one.folder
        if whole and one.date == edition.date:
            _copy(staging, folder)
            for name, content in inside.items():
                (folder / name).unlink(missing_ok=True)
                (folder / name).write_bytes(content)
            told.append(Laid(one.number, one.date, one.status, digest))
        elif published is not None:
            _copy(published / one.folder, folder)
            told.append(one)
    entries = [
        {"number": one.number, "date": one.date.isoformat(), "status": one.status, "folder": one.folder,
         "sha256": one.sha256}
        for one in told
    ]  # fmt: skip
    (staging / FOLDER).mkdir(exist_ok=True)
    listed = {"partnership": partnership.id, "editions": entries}
    (staging / LIST).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def _refuse_changed(edition: Edition, before: Laid | None, digest: str) -> None:
    if before is None or before.status != "reviewed" or before.sha256 == digest:
        return
    raise ReportError(
        f"The edition of {edition.date} was reviewed by both cities, and these pages are not the ones that were read. "
        "Nothing was published. Give the partnership file a new edition (number and date): it is a draft until both "
        "cities have read it, and the reviewed one stays where it is."
    )


def _digest(folder: Path, but: set[str]) -> str:
    """One hash of all files of the pages themselves, by name and content."""
    whole = hashlib.sha256()
    for name in list_files(folder, without={FOLDER}):
        if name not in (MARK, RECORD, *but):
            whole.update(f"{name}\n{hashlib.sha256((folder / name).read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _copy(source: Path, target: Path) -> None:
    """All files of a site, without its editions; as links to the same bytes where the disk can."""
    names = [name for name in list_files(source, without={FOLDER}) if name not in (MARK, RECORD)]
    make_folders(target, names)
    for name in names:
        link_or_copy(source / name, target / name)
