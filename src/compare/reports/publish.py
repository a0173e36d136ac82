"""A site put in place in one switch: readers see the old one or the new one, whole, and never half of either.

In: a folder that is ready. Out: the same folder at the published path, the one before it kept.
Never: a page copied into a site that people are reading, somebody else's folder replaced, two runs at once.

The published path is a link into ``.versions/`` beside it. Where links need rights (Windows), or the disk has
none, it is a plain folder that is switched by rename; a run that was broken off between the two renames is
mended by the next.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from compare.errors import BusyError, ReportError
from compare.reports.files import list_files
from compare.reports.inputs import find_versions

KEPT = 2  #: how many versions stay: the published one and the one before, which open pages still link into
MARK = ".compare-site"  #: the file by which a folder is known as one that this module made
_RETRIES = 20


class OutputError(ReportError):
    """The place that was named for the site cannot be used."""

    exit_code = 2


class Publication:
    """The published path `site`, held by this run alone, and the folder where the next version is made."""

    def __init__(self, site: Path):
        self.site = site
        self.versions = find_versions(site)
        self.staging = self.versions / "staging"

    @property
    def current(self) -> Path | None:
        """The folder of the published version, or None where nothing is published."""
        return self.site.resolve() if _number(self.site) else None

    def publish(self, *, link: bool = True) -> Path:
        """Switch the staging folder into place and forget all but the last versions.

        Parameters
        ----------
        link : bool
            Publish by a link where the system has them.

        Raises
        ------
        ReportError
            The switch was refused; what was published before is in place.
        """
        number = max((*self._numbers(), _number(self.site)), default=0) + 1
        version = self.versions / str(number)
        try:
            (self.staging / MARK).write_text(f"{number}\n", encoding="utf-8")
            _rename(self.staging, version)
            self._switch(version, link=link)
        except OSError as error:
            shutil.rmtree(version, ignore_errors=True)
            self.recover()
            raise ReportError(
                f"The new site could not be put in place at {self.site}: {error.strerror or error}. The site before "
                "it is still there. Close programs that hold files of it, check the rights, and run again."
            ) from error
        self._prune()
        return self.site

    def recover(self) -> None:
        """Mend what a run left that was broken off: the newest whole version is published, scraps are removed."""
        shutil.rmtree(self.staging, ignore_errors=True)
        (self.versions / "link").unlink(missing_ok=True)
        if not self.site.exists() and (numbers := self._numbers()):
            self._switch(self.versions / str(max(numbers)))

    def _switch(self, version: Path, *, link: bool = True) -> None:
        """Put `version` at the published path: by one replaced link, else by two renames."""
        # Windows has links for some users only, and cannot replace one to a folder in one step.
        fresh = self.versions / "link" if link and os.name != "nt" else None
        try:
            if fresh:
                fresh.symlink_to(Path(".versions", self.site.name, version.name), target_is_directory=True)
        except (OSError, NotImplementedError):
            fresh = None
        if self.site.is_symlink() and not fresh:
            self.site.unlink()
        elif self.site.is_dir() and not self.site.is_symlink():
            self._move_away()
        if fresh:
            os.replace(fresh, self.site)
        else:
            _rename(version, self.site)

    def _move_away(self) -> None:
        """Take a plain folder out of the published path: among the versions, or away where it is empty."""
        number = _number(self.site)
        if number:
            shutil.rmtree(self.versions / str(number), ignore_errors=True)
            _rename(self.site, self.versions / str(number))
        else:
            self.site.rmdir()

    def _prune(self) -> None:
        """Forget older versions, and what a run that was broken off had begun to remove."""
        older = {number for number in self._numbers() if (self.versions / str(number)).resolve() != self.current}
        kept = {str(number) for number in sorted(older)[len(older) - KEPT + 1 :]} if KEPT > 1 else set()
        for entry in self.versions.iterdir():
            if entry.name.isdigit() and entry.name not in kept and entry.resolve() != self.current:
                shutil.rmtree(entry, ignore_errors=True)

    def _numbers(self) -> list[int]:
        return [int(entry.name) for entry in self.versions.iterdir() if entry.name.isdigit() and _number(entry)]


@contextlib.contextmanager
def hold(site: Path) -> Iterator[Publication]:
    """Hold the published path `site` for one run, mended and with an empty staging folder.

    Raises
    ------
    BusyError
        Another run holds it.
    OutputError
        The place holds something that is not a site made here.
    ReportError
        The place cannot be written.
    """
    import filelock

    publication = Publication(Path(os.path.abspath(site)))  # not resolve(): the path itself may be the link
    _check_place(publication.site)
    try:
        publication.versions.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(publication.versions / "lock")
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise BusyError(
            f"Another run is making the site at {publication.site}. Wait for it to end, or give another --output."
        ) from error
    except OSError as error:
        raise _not_writable(publication.site, error) from error
    try:
        try:
            publication.recover()
            publication.staging.mkdir()
            (publication.staging / MARK).touch()
        except OSError as error:
            raise _not_writable(publication.site, error) from error
        yield publication
    finally:
        shutil.rmtree(publication.staging, ignore_errors=True)
        lock.release()


def _check_place(site: Path) -> None:
    """Refuse a place that holds anything but a site made here: publishing replaces it whole."""
    versions = find_versions(site)
    if site.is_symlink():
        ours = Path(os.path.abspath(site.parent / os.readlink(site))).parent == versions
    else:
        ours = not site.exists() or (site.is_dir() and (_number(site) > 0 or not any(site.iterdir())))
    if not ours:
        raise OutputError(
            f"{site} holds something that is not a site made by this program, and publishing would replace it. "
            "Give a folder that is new or empty as --output."
        )


def is_same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files with the same bytes, but for the mark of the version."""
    names = [[name for name in list_files(folder) if name != MARK] for folder in (one, other)]
    return names[0] == names[1] and all(_is_same_file(one / name, other / name) for name in names[0])


def _is_same_file(one: Path, other: Path) -> bool:
    return one.samefile(other) or one.read_bytes() == other.read_bytes()


def _number(folder: Path) -> int:
    """The number of the version in `folder`; 0 where it is no whole version."""
    try:
        return int((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def _rename(old: Path, new: Path) -> None:
    """Rename a folder; on Windows a reader may hold a file in it for a moment, so a refusal is tried again."""
    for attempt in range(_RETRIES):
        try:
            return os.replace(old, new)
        except PermissionError:
            if attempt == _RETRIES - 1 or os.name != "nt":
                raise
            time.sleep(0.1)
    return None


def _not_writable(site: Path, error: OSError) -> ReportError:
    return ReportError(
        f"The site cannot be written at {site}: {error.strerror or error}. "
        "Give another folder as --output, or get the right to write there. No notebook was run."
    )
