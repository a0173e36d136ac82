"""Back to an earlier edition, and held there until somebody lets go.

In: a published site, the day of an edition. Out: that edition's pages as the site, in one switch; a pin beside it.
Never: an edition lost or left out of the list, a rollback that the next run undoes by itself, half a site.

Beside a site's versions lie ``pin.json``, which says what it is held at, and ``before/``, the site as it was before the
first rollback, from which it comes back.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from compare.errors import CompareError, ReportError, UnknownCodeError
from compare.reports.pin import PIN, find_pin

BEFORE = "before"


class RollbackError(CompareError):
    """There is nothing to go back to."""


def roll_back(site: Path | None, edition: date | None, moment: str) -> tuple[date, Sequence[date]]:
    """Publish an earlier edition's pages as the site, and hold it there.

    Parameters
    ----------
    edition : date, optional
        The day of the edition; the one before the present where None.
    moment : str
        Now, for the pin.

    Returns
    -------
    tuple of date and sequence of date
        The edition that is published now, and all that there are.

    Raises
    ------
    RollbackError
        Nothing is published, or no edition is older than the present one.
    UnknownCodeError
        There is no such edition.
    BusyError, ReportError
        Another run holds the site, or it cannot be written.
    """
    from compare.reports.inputs import find_site, find_versions, forget_inputs
    from compare.reports.publish import hold
    from compare.sources.store_files import write_whole

    place = find_site(site)
    nothing = RollbackError(f"Nothing is published at {place}. Give the site's folder as --output.")
    if not os.path.lexists(place) and not find_versions(place).is_dir():
        raise nothing
    with hold(place) as publication:
        current, pin = publication.current, find_pin(place)
        if current is None:
            raise nothing
        days = _list_days(current)
        chosen = _choose(days, edition, date.fromisoformat(pin.edition) if pin else None)
        _lay_out(publication.staging, current, chosen)
        if pin is None:
            _keep(current, publication.versions / BEFORE)
        # First the pin: a run after a kill at any point here finds the site whole, and held.
        told = {"edition": chosen.isoformat(), "since": moment}
        write_whole(publication.versions / PIN, (json.dumps(told, indent=1) + "\n").encode("utf-8"))
        try:
            publication.publish()
        except ReportError:
            if pin is None:
                (publication.versions / PIN).unlink()
            raise
        forget_inputs(place)
    return chosen, days


def release(site: Path | None) -> bool:
    """Let a site go: it is as it was before the rollback, and the next run renews it; False where it was not held.

    Raises
    ------
    BusyError, ReportError
        Another run holds the site, or it cannot be written.
    """
    from compare.reports.inputs import find_site, forget_inputs
    from compare.reports.publish import hold

    place = find_site(site)
    if find_pin(place) is None:
        return False
    with hold(place) as publication:
        before = publication.versions / BEFORE
        if before.is_dir():
            shutil.rmtree(publication.staging)
            _copy(before, publication.staging)
            publication.publish()
        (publication.versions / PIN).unlink(missing_ok=True)
        shutil.rmtree(before, ignore_errors=True)
        forget_inputs(place)
    return True


def _choose(days: Sequence[date], wanted: date | None, held: date | None) -> date:
    """The edition to go back to, of those there are, the newest first."""
    if wanted is not None:
        if wanted not in days:
            raise UnknownCodeError("edition", wanted.isoformat(), [day.isoformat() for day in days],
                                   remedy=f"There are: {', '.join(day.isoformat() for day in days)}.")  # fmt: skip
        return wanted
    present = held or max(days, default=date.min)
    older = [day for day in days if day < present]
    if not older:
        raise RollbackError(
            "There is no edition before the one that is published, so there is nothing to go back to. "
            f"Editions: {', '.join(day.isoformat() for day in days) or 'none'}."
        )
    return max(older)


def _list_days(site: Path) -> list[date]:
    """The editions whose pages the site holds, the newest first."""
    from compare.reports.editions import LIST

    try:
        told = json.loads((site / LIST).read_text(encoding="utf-8"))["editions"]
        days = [date.fromisoformat(one["date"]) for one in told if (site / one["folder"]).is_dir()]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return sorted(days, reverse=True)


def _lay_out(staging: Path, current: Path, chosen: date) -> None:
    """The pages of the edition as the site, with all editions, and the list of them that is the newest."""
    from compare.reports.editions import FOLDER
    from compare.reports.files import list_files
    from compare.reports.partial import unlink_dead

    kept = current / FOLDER / chosen.isoformat()
    for name in list_files(kept):
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept / name, staging / name)
    _copy(current / FOLDER, staging / FOLDER)
    lists = []
    for path in sorted(current.glob("*/editions.html")):
        name = path.relative_to(current).as_posix()
        if (staging / name).is_file():
            shutil.copyfile(path, staging / name)
            lists.append(name)
    # The newest list may lead to pages that this edition does not have.
    unlink_dead(staging, set(lists))
    _write_record(staging, current)


def _write_record(staging: Path, current: Path) -> None:
    """Whose site it is and its pages; a run makes each of them anew, since none says from what it was made."""
    from compare.reports.inputs import digest_file
    from compare.reports.partial import RECORD

    try:
        known = json.loads((current / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    names = sorted(path.relative_to(staging).as_posix() for path in staging.glob("*/*.html"))
    pages = {name: {"html": [name], "sha256": digest_file(staging / name), "inputs": "", "edition": ""}
             for name in ["index.html", *names] if (staging / name).is_file()}  # fmt: skip
    told = {"partnership": known.get("partnership", ""), "edition": known.get("edition", 0), "pages": pages}
    (staging / RECORD).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _keep(current: Path, before: Path) -> None:
    fresh = before.with_name(f"{BEFORE}-new")
    for folder in (fresh, before):
        shutil.rmtree(folder, ignore_errors=True)
    _copy(current, fresh)
    os.replace(fresh, before)


def _copy(source: Path, target: Path) -> None:
    """A folder's files, as links to the same bytes where the disk can; what each version writes anew is copied."""
    from compare.reports.files import link_or_copy
    from compare.reports.partial import RECORD
    from compare.reports.publish import MARK

    def copy(one: str, other: str) -> None:
        (shutil.copyfile if os.path.basename(one) in (MARK, RECORD) else link_or_copy)(one, other)

    shutil.copytree(source, target, copy_function=copy)
