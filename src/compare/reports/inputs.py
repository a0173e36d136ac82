"""What a site was made from, in digests: of everything at once and quickly, and page by page.

In: the project's files, the versions of what is installed, a site's folder. Out: `find_unchanged`, `write_inputs`,
`digest_everything`, `digest_program`, `digest_file`.
Never: a heavy library loaded; a change missed because a file kept its size.

Two looks: whether anything at all is new since the site was published is seen from the files themselves, before any
library is loaded. If so, each page is told by its own digest (`pages.digest_page`), of what that page reads.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from compare.home import data_folder, notebook_folder, state_folder

STATE = "inputs.json"  #: beside a site's versions: what the published one was made from
PACKAGE = Path(__file__).resolve().parents[1]
DATA = ("catalogue", "partnerships", "snapshot", "boundaries")
#: A file changed this short a time (nanoseconds) before it was looked at may change again within the same moment.
_FRESH = 2_000_000_000


def find_site(output: Path | None) -> Path:
    """Where a site is published: where somebody says, else ``reports/site``."""
    return output or state_folder() / "reports" / "site"


def make_request(
    partnership: str,
    goals: Iterable[str] | None = None,
    languages: Iterable[str] | None = None,
    indicators: Iterable[str] | None = None,
    pdf: bool = False,
    keep: int | None = None,
) -> dict[str, object]:
    """What a run is asked for, as it is remembered: the options that decide what the site is."""
    chosen = [None if some is None else list(some) for some in (goals, languages, indicators)]
    return {"partnership": partnership, "chosen": chosen, "pdf": pdf, "keep": keep}


def find_unchanged(site: Path, request: Mapping[str, object]) -> dict[str, object] | None:
    """What is recorded of the published site if the same request would make the same site again; else None.

    Parameters
    ----------
    site : pathlib.Path
        The published path.
    request : mapping
        From `make_request`.
    """
    known = _read(find_versions(site) / STATE)
    if known.get("request") != request or not _is_whole(site, known):
        return None
    if known.get("seen") and known["seen"] == _look(_list_files()):
        return known
    return known if known.get("digest") == digest_everything() else None


def write_inputs(site: Path, request: Mapping[str, object], digest: str, **more: object) -> None:
    """Remember what the site that was just published was made from.

    Parameters
    ----------
    digest : str
        `digest_everything` from before the run read anything, so that what changed meanwhile is not taken as read.
    more
        Further plain values, which `find_unchanged` gives back.
    """
    listed = list(_list_files())
    settled = digest == digest_everything() and not _is_fresh(listed)
    told = {"request": request, "digest": digest, "seen": _look(listed) if settled else "", **_describe(site), **more}
    target = find_versions(site) / STATE
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, target)


def list_pages(site: Path) -> list[str]:
    """The pages of a published site, by its record."""
    return sorted(_read(site / "run.json").get("pages", {}))


def forget_inputs(site: Path) -> None:
    """The next run looks at every page."""
    (find_versions(site) / STATE).unlink(missing_ok=True)


def digest_everything() -> str:
    """SHA-256 of every file that a site is made from, and of the versions that make it."""
    whole = hashlib.sha256(_tell_versions().encode("utf-8"))
    for name, path in _list_files():
        whole.update(f"{name}\0{digest_file(path)}\n".encode())
    return whole.hexdigest()


def digest_program() -> str:
    """SHA-256 of the code, templates, texts and outlines that all pages share, and of the versions they run with."""
    whole = hashlib.sha256(_tell_versions().encode("utf-8"))
    for name, path in (*walk("code", PACKAGE), *walk("boundaries", data_folder() / "boundaries")):
        whole.update(f"{name}\0{digest_file(path)}\n".encode())
    return whole.hexdigest()


def digest_file(path: Path | str) -> str:
    """SHA-256 of a file's bytes."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def _tell_versions() -> str:
    """Python and every distribution that is installed, as their folders are called: reading each would take long."""
    names = set()
    for folder in sys.path:
        if os.path.isdir(folder):
            names |= {name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))}
    return "\n".join((sys.version, sys.platform, *sorted(names)))


def _list_files() -> Iterator[tuple[str, str]]:
    """Each file with a name that is the same on every machine."""
    yield from walk("code", PACKAGE)
    yield from walk("notebooks", notebook_folder())
    for part in DATA:
        yield from walk(part, data_folder() / part)
    live = state_folder() / "data" / "live"
    if (live / "current").is_file():
        # The state in force is written once and named by a number that no other state gets; its hashes tell its tables.
        yield "live", str(live / "current")
        number = (live / "current").read_text(encoding="utf-8", errors="replace").strip()
        if number.isdigit() and (live / number / "live.sha256").is_file():
            yield "live.sha256", str(live / number / "live.sha256")


def walk(name: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The files below a folder that are neither caches nor hidden, sorted: ``name/...`` -> where it lies."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith((".", "__pycache__")))
        inside = os.path.relpath(root, folder).replace(os.sep, "/")
        for file in sorted(files):
            if not file.startswith(".") and not file.endswith((".pyc", "~")):
                yield f"{name}/{inside}/{file}", os.path.join(root, file)


def _look(files: Iterable[tuple[str, str]]) -> str:
    """Sizes and moments of change, in place of what the files hold."""
    whole = hashlib.sha256(_tell_versions().encode("utf-8"))
    for name, path in files:
        seen = os.stat(path)
        whole.update(f"{name}\0{seen.st_size} {seen.st_mtime_ns} {seen.st_ino}\n".encode())
    return whole.hexdigest()


def _is_fresh(files: Iterable[tuple[str, str]]) -> bool:
    import time

    return any(os.stat(path).st_mtime_ns > time.time_ns() - _FRESH for _, path in files)


def find_versions(site: Path) -> Path:
    """The folder with the versions of the site at a published path, and with what is remembered of it."""
    site = Path(os.path.abspath(site))  # not resolve(): the path itself may be the link
    return site.parent / ".versions" / site.name


def _describe(site: Path) -> dict[str, object]:
    """The published version by what only it has: its place, its record, and what its folders hold."""
    folders = sorted(entry.name for entry in os.scandir(site) if entry.is_dir() and entry.name != "editions")
    names = [os.listdir(site / folder) for folder in folders]
    listed = hashlib.sha256("\n".join(name for some in names for name in sorted(some)).encode("utf-8")).hexdigest()
    return {"version": os.path.realpath(site), "record": digest_file(site / "run.json"), "files": listed}


def _is_whole(site: Path, known: Mapping[str, object]) -> bool:
    try:
        return all(known.get(key) == value for key, value in _describe(site).items())
    except OSError:
        return False


def _read(path: Path) -> dict[str, object]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
