"""The record of a run: when, with what, how each source and page fared, and the exit code.

In: what happens in a run. Out: ``<id>.json`` and ``latest.json`` in the folder of runs; `Record`, `read_latest`.
Never: half a record, a run that ended without one, a record that says of a dead run that it goes on.

Its form is written down in ``schema/run.schema.json``. A site has a record of its own, which is the same for the same
inputs; this one tells of one run and is never twice the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import compare
from compare.home import state_folder
from compare.moments import write_moment
from compare.sources.store_files import write_whole

LATEST = "latest.json"
KEPT = 50  #: records that stay, the newest
RUNNING, ENDED, BROKEN_OFF = "running", "ended", "broken off"
_TOLD = ("pandas", "matplotlib", "papermill", "nbconvert", "ipykernel", "requests", "jupyter_client", "weasyprint")


def find_runs() -> Path:
    """The folder of the records of this machine."""
    return state_folder() / "reports" / "runs"


class Record:
    """The record of the run that is going on; the caller holds the lock of `folder`.

    Parameters
    ----------
    moment : datetime
        When the run began, in UTC.
    options : mapping
        What was asked for.
    at_once : bool
        Whether it is on the disk from the beginning; needless for a run that is over in a moment.
    """

    def __init__(self, folder: Path, moment: datetime, options: Mapping[str, Any], *, at_once: bool = True):
        self.folder = folder
        self.broken_off = _settle(folder)  #: the run before, where it never came to its end
        self.told: dict[str, Any] = {
            "id": _name(folder, moment), "state": RUNNING, "process": os.getpid(), "host": _name_host(),
            "started": write_moment(moment), "ended": None, "versions": find_versions(), "options": dict(options),
            "refreshed": None, "sources": [], "stale": [], "partnerships": [], "notified": None, "summary": "",
            "exit_code": None,
        }  # fmt: skip
        if at_once:
            self.write()

    @property
    def path(self) -> Path:
        """The file of this record."""
        return self.folder / f"{self.told['id']}.json"

    def end(self, moment: datetime, exit_code: int, summary: str) -> None:
        """The run is over; older records than the last are forgotten."""
        self.told |= {"state": ENDED, "ended": write_moment(moment), "exit_code": exit_code, "summary": summary}
        self.write()
        for old in sorted(self.folder.glob("[0-9]*.json"))[:-KEPT]:
            old.unlink(missing_ok=True)

    def write(self) -> None:
        """Write it as it stands, as its own file and as the latest."""
        content = (json.dumps(self.told, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
        write_whole(self.path, content)
        write_whole(self.folder / LATEST, content)


def read_latest(folder: Path) -> dict[str, Any] | None:
    """The record of the last run, or None where there was none; a dead one that says it goes on is called broken off.

    Unlike `Record` this changes nothing.
    """
    told = _read(folder / LATEST)
    if told and told.get("state") == RUNNING and not _is_alive(told):
        told["state"] = BROKEN_OFF
    return told


def find_versions() -> dict[str, str]:
    """Versions of this program, Python and what pages are made with, as the folders of what is installed say."""
    found = {"compare": compare.__version__, "python": sys.version.split()[0]}
    for folder in reversed(sys.path):
        with contextlib.suppress(OSError):
            for name in os.listdir(folder) if folder else ():
                package, _, rest = name.partition("-")
                if name.endswith(".dist-info") and package.lower() in _TOLD:
                    found[package.lower()] = rest.removesuffix(".dist-info")
    return dict(sorted(found.items()))


def read_pages(site: Path) -> dict[str, dict[str, Any]]:
    """The pages in a published site's own record, by their path."""
    told = _read(site / "run.json") or {}
    return dict(told.get("pages", {}))


def read_changes(site: Path) -> frozenset[str]:
    """The ids of the changes that a published site has on record."""
    told = _read(site / "changes.json") or {}
    return frozenset(str(change.get("id")) for change in told.get("changes", ()))


def tell_pages(
    before: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]], *, made: Iterable[str],
    unchanged: Iterable[str], failed: Mapping[str, str],
) -> list[dict[str, Any]]:  # fmt: skip
    """What became of each page of a site: made, unchanged, carried, or failed with its message."""
    known = {**dict.fromkeys(made, "made"), **dict.fromkeys(unchanged, "unchanged"), **dict.fromkeys(failed, "failed")}
    pages = []
    for path in sorted({*now, *failed}):
        digest, old = now.get(path, {}).get("sha256", ""), before.get(path, {}).get("sha256", "")
        pages.append({"path": path, "status": known.get(path, "carried"), "changed": digest != old, "sha256": digest,
                      "message": failed.get(path, "")})  # fmt: skip
    return pages


def make_entry(partnership: str, site: Path, status: str = "failed", edition: str | None = None) -> dict[str, Any]:
    """What a record has for each partnership, before anything is known of its pages."""
    return {"id": partnership, "site": str(site), "status": status, "edition": edition, "changes": 0, "messages": [],
            "pages": []}  # fmt: skip


def tell_summary(told: Mapping[str, Any], exit_code: int) -> str:
    """A run in one line."""
    made = told["partnerships"]
    tally = {status: sum(page["status"] == status for one in made for page in one["pages"])
             for status in ("made", "unchanged", "failed")}  # fmt: skip
    words = [f"{_count(tally['made'], 'page')} made", f"{tally['unchanged']} unchanged"]
    words += [f"{tally['failed']} failed"] * bool(tally["failed"])
    changes = sum(one["changes"] for one in made)
    words += [f"{_count(changes, 'change')} found"] * bool(changes)
    missed = [one["id"] for one in made if one["status"] not in ("made", "partly", "unchanged")]
    words += [f"not published: {', '.join(missed)}"] * bool(missed)
    sources = told["sources"]
    renewed = sum(one["state"] == "renewed" for one in sources)
    asked = f"{renewed} of {_count(len(sources), 'source')} renewed" if sources else "no source asked"
    return f"Run {told['id']}: {asked}; {', '.join(words)}; exit code {exit_code}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _settle(folder: Path) -> str:
    """The id of a run that was broken off, which its record says from now on; empty where there is none."""
    told = _read(folder / LATEST)
    if not told or told.get("state") != RUNNING:
        return ""
    told["state"] = BROKEN_OFF
    content = (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
    write_whole(folder / f"{told['id']}.json", content)
    return str(told["id"])


def _name(folder: Path, moment: datetime) -> str:
    """Sorted by name they are sorted by time; two of one second differ."""
    stem = f"{moment:%Y%m%dT%H%M%SZ}"
    names = (f"{stem}-{number}" for number in range(1, 10**6))
    return next(name for name in names if not (folder / f"{name}.json").exists())


def _name_host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _is_alive(told: Mapping[str, Any]) -> bool:
    """Whether the process of a record still runs; one on another machine cannot be seen from here, and is believed."""
    if told.get("host") != _name_host():
        return True
    import psutil

    try:
        began = psutil.Process(int(told["process"])).create_time()
    except (psutil.Error, ValueError, KeyError):
        return False
    # A number is given again: a process that began after the run is another one.
    return began < datetime.fromisoformat(str(told["started"])).timestamp() + 2


def _read(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None
