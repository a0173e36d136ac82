"""Answers of services as they were received: kept for good, hashed, never used when damaged.

In: `Answer`; a folder. Out: `Stored` rows and the bytes that belong to them, checked on each reading.
Never: an answer overwritten by another or deleted; bytes whose hash is not the one written down.

The folder holds one file per different body, named by its SHA-256; ``manifest.csv`` with one row per answer; and
``confirmed.csv`` with one row for each time a service gave an answer again that was there already. All only grow.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from compare.errors import NotStoredError
from compare.home import state_folder
from compare.moments import write_moment
from compare.sources.session_policy import Answer
from compare.sources.store_files import Journal, write_whole

_LOG = logging.getLogger(__name__)
MANIFEST = (
    "response_id", "source", "request", "url", "retrieved", "status", "sha256", "bytes", "content_type", "licence",
    "file",
)  # fmt: skip
CONFIRMED = ("response_id", "retrieved")
#: Word in a content type -> ending, in this order: a workbook's type holds "xml" as well.
_ENDINGS = {"spreadsheetml": ".xlsx", "json": ".json", "csv": ".csv", "xml": ".xml", "html": ".html", "zip": ".zip"}


@dataclass(frozen=True)
class Stored:
    """One row of the manifest: an answer that is kept."""

    response_id: str
    source: str
    request: str
    url: str
    retrieved: str  #: when it came first, UTC, ISO 8601
    status: int
    sha256: str
    bytes: int
    content_type: str
    licence: str
    file: str  #: below the store's folder
    confirmed: str = ""  #: when the service gave it last; the same as `retrieved` if that was once
    is_new: bool = False  #: whether `save` had not seen it before


class Store:
    """The answers under one folder. Safe for threads and for two processes."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._manifest = Journal(folder / "manifest.csv", MANIFEST)
        self._confirmed = Journal(folder / "confirmed.csv", CONFIRMED)
        self._rows: dict[str, Stored] = {}
        self._guard = threading.RLock()
        self.damage: dict[str, str] = {}  #: file -> what is wrong with it, as met so far

    def save(self, answer: Answer, licence: str) -> Stored:
        """Keep an answer; one that is there and whole is only confirmed, one that is damaged is written anew.

        The body is believed, and nothing else: the same bytes to the same request are the same answer, whatever the
        service says of dates. The body reaches the disk before its row does, so a row never lacks its file.
        """
        moment = write_moment(answer.retrieved, "milliseconds")
        row = _make_row(answer, licence, moment)
        # The file is named by what is in it, so several threads may bring theirs to the disk at the same time.
        if self._fault_of(row) is not None:
            write_whole(self.folder / row.file, answer.body)
            self.damage.pop(row.file, None)
        with self._locked():
            known = self._rows.get(row.response_id)
            if known is None:
                self._manifest.append({column: str(getattr(row, column)) for column in MANIFEST})
            elif moment > known.confirmed:
                self._confirmed.append({"response_id": row.response_id, "retrieved": moment})
            self._read_on()
            return replace(self._rows[row.response_id], is_new=known is None)

    def read(self, response_id: str) -> bytes:
        """The bytes of a stored answer, as received.

        Raises
        ------
        NotStoredError
            If there is no such answer, or its file is missing, empty or not what was received; the file is named.
        """
        with self._guard:
            self._read_on()
            row = self._rows.get(response_id)
        if row is None:
            raise NotStoredError(
                f"No answer {response_id} is stored in {self.folder}. Run `python -m compare refresh`.",
                source=response_id.partition(":")[0],
            )
        content = self._content(row)
        if isinstance(content, bytes):
            return content
        raise NotStoredError(
            f"The stored answer {row.file} of {row.source} is not used: {content}. It came from {row.request} on "
            f"{row.retrieved}. `python -m compare refresh` asks for it again.", source=row.source, url=row.url,
        )  # fmt: skip

    def find_newest(self, source: str, request: str) -> Stored:
        """The answer to a request that the service gave last, among those that are whole.

        Raises
        ------
        NotStoredError
            If no whole answer to it is stored.
        """
        with self._guard:
            self._read_on()
            rows = [row for row in self._rows.values() if (row.source, row.request) == (source, request)]
        for row in sorted(rows, key=lambda row: row.confirmed, reverse=True):
            if not isinstance(self._content(row), str):
                return row
        damaged = f" ({len(rows)} stored, damaged: {', '.join(row.file for row in rows)})" if rows else ""
        raise NotStoredError(
            f"No answer of {source} to {request} is stored{damaged}. Run `python -m compare refresh` with a network.",
            source=source,
        )

    def list_rows(self) -> tuple[Stored, ...]:
        """All rows of the manifest, in the order in which the answers came."""
        with self._guard:
            self._read_on()
            return tuple(self._rows.values())

    def check(self) -> dict[str, str]:
        """Read every file; what is damaged, and how."""
        for row in self.list_rows():
            self._content(row)
        return dict(self.damage)

    def _content(self, row: Stored) -> bytes | str:
        """The bytes of a row, or what is wrong with them."""
        try:
            content = (self.folder / row.file).read_bytes()
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            return self._note(row.file, "it is missing" if missing else f"it cannot be read ({error.strerror})")
        if not content and row.bytes:
            return self._note(row.file, "it is empty")
        if hashlib.sha256(content).hexdigest() != row.sha256:
            return self._note(row.file, "its content is not what was received")
        self.damage.pop(row.file, None)
        return content

    def _fault_of(self, row: Stored) -> str | None:
        if not (self.folder / row.file).exists():
            return "new"
        content = self._content(row)
        return content if isinstance(content, str) else None

    def _note(self, file: str, fault: str) -> str:
        if self.damage.get(file) != fault:
            _LOG.warning("%s is damaged and not used: %s", self.folder / file, fault)
            self.damage[file] = fault
        return fault

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock

        self.folder.mkdir(parents=True, exist_ok=True)
        with self._guard, FileLock(self.folder / ".lock", timeout=60, poll_interval=0.01):
            self._read_on()
            yield

    def _read_on(self) -> None:
        if self._manifest.shrank() or self._confirmed.shrank():
            self._manifest.restart()
            self._confirmed.restart()
            self._rows.clear()
        for fields, line in self._manifest.read_on():
            row = _parse_row(fields) if fields else None
            if row is None:
                self._note("manifest.csv", f"a line that is no row as written: {line[:80]!r}")
            else:
                self._rows.setdefault(row.response_id, row)
        for fields, _ in self._confirmed.read_on():
            known = self._rows.get(fields["response_id"]) if fields else None
            if known and fields and fields["retrieved"] > known.confirmed:
                self._rows[known.response_id] = replace(known, confirmed=fields["retrieved"])


def find_folder() -> Path:
    """Where the answers lie: ``data/raw`` of the checkout, of ``COMPARE_HOME`` or of the user's data folder."""
    return state_folder() / "data" / "raw"


def name_response(source: str, request: str, sha256: str) -> str:
    """The key of an answer: the same for the same bytes to the same request, on every machine."""
    return f"{source}:{hashlib.sha256(f'{request} {sha256}'.encode()).hexdigest()[:16]}"


def _make_row(answer: Answer, licence: str, moment: str) -> Stored:
    ending = next((ending for word, ending in _ENDINGS.items() if word in answer.content_type.lower()), ".bin")
    digest = answer.sha256
    return Stored(
        name_response(answer.source, answer.request, digest), answer.source, answer.request, answer.url, moment,
        answer.status, digest, len(answer.body), answer.content_type, licence, _stem(answer.source, digest) + ending,
        moment,
    )  # fmt: skip


def _stem(source: str, digest: str) -> str:
    return f"{source}/{digest[:2]}/{digest}"


def _parse_row(fields: dict[str, str]) -> Stored | None:
    """A row as written; None where an edit made it say something that was never received.

    The key is made of source, request and hash, and the file's name of the hash: a changed one does not fit the rest.
    """
    stem = _stem(fields["source"], fields["sha256"])
    own = name_response(fields["source"], fields["request"], fields["sha256"]) == fields["response_id"]
    numbers = fields["status"].isdigit() and fields["bytes"].isdigit()
    if not (own and numbers and fields["file"] in {stem + ending for ending in (*_ENDINGS.values(), ".bin")}):
        return None
    text = {column: fields[column] for column in MANIFEST if column not in ("status", "bytes")}
    return Stored(**text, status=int(fields["status"]), bytes=int(fields["bytes"]), confirmed=fields["retrieved"])
