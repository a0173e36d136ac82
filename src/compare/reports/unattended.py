"""One run with nobody there: refresh, then the pages of each partnership, then the record, the notice and one line.

In: an `Order`, a log, ways to refresh and to make pages. Out: an exit code; the record of the run.
Never: a partnership or a source that costs the others theirs, a run without a record, a command that tells twice.
"""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.errors import CompareError
from compare.reports.pin import find_pin, tell_pinned
from compare.reports.run_log import RunLog
from compare.reports.run_record import Record, make_entry, read_changes, read_pages, tell_pages, tell_summary

if TYPE_CHECKING:
    from compare.observations.renewal import Renewal
    from compare.reports.outcome import Outcome

DONE, UNEXPECTED, USAGE, FAILED, NOTHING, BUSY = 0, 1, 2, 3, 4, 75
#: Which exit code stands where several would: the first of them that is among those of the run.
_GRAVEST = (UNEXPECTED, USAGE, NOTHING, FAILED, BUSY, DONE)

_WORDS = {
    "failed": "nothing was published; what was there stays", "made": "published", "unchanged": "nothing is new",
    "partly": "published; pages that failed are the last good ones, and say so",
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """What a run is to do."""

    sites: Mapping[str, Path]  #: partnership -> where its site is published
    deadline: float  #: seconds for all of it
    pages: Mapping[str, Any] = field(default_factory=dict)  #: what `produce` is told besides
    longest: float = 600.0  #: seconds that one notebook may take at most
    notify: str = ""


class Unattended:
    """One run, step by step; the caller holds its lock.

    Parameters
    ----------
    refresh : callable, optional
        Asks the services within so many seconds; None where nobody is to be asked, and nothing can be too old.
    find_stale : callable
        The sources whose figures are older than a partnership allows, each with words for it.
    produce : callable
        `compare.reports.produce.produce`, or what stands in for it.
    clock : callable
        The moment now, in UTC.
    """

    def __init__(
        self, order: Order, log: RunLog, record: Record, clock: Callable[[], datetime],
        refresh: Callable[[float], Renewal] | None, find_stale: Callable[[str], Mapping[str, str]],
        produce: Callable[..., Outcome],
    ):  # fmt: skip
        self.order, self.log, self.record, self.clock = order, log, record, clock
        self._refresh, self._find_stale, self._produce = refresh, find_stale, produce
        self._end = time.monotonic() + order.deadline
        self._codes = {DONE}

    def carry_out(self) -> int:
        """All steps; the exit code."""
        if self.record.broken_off:
            self.log.say("broken-off", f"The run {self.record.broken_off} before this one was broken off.", "warning")
        if self._refresh is not None:
            self._renew(self._refresh)
            self._tell_stale()
        if BUSY not in self._codes:
            for partnership, site in self.order.sites.items():
                self.record.told["partnerships"].append(self._make(partnership, site))
                self._save(self.record.write)
        self._end_record()
        if self.order.notify and self.exit_code != BUSY:
            self._notify()
        return self.exit_code

    @property
    def exit_code(self) -> int:
        """Of all that happened so far."""
        return next(code for code in _GRAVEST if code in self._codes)

    def tell_summary(self) -> str:
        """The run in one line."""
        return tell_summary(self.record.told, self.exit_code)

    def _renew(self, refresh: Callable[[float], Renewal]) -> None:
        """Ask the services; whatever comes of it, pages can be made from what is stored."""
        # Half of the time at most: what was fetched shall also be told.
        code, message, trace = DONE, "", ""
        try:
            renewal = refresh(self._left() / 2)
        except CompareError as error:
            code, message = error.exit_code, str(error)
        except OSError as error:
            code, message = NOTHING, f"Nothing could be refreshed, since files could not be written: {error}."
        except Exception as error:
            code, message = UNEXPECTED, f"Unexpected {type(error).__name__} while asking the services: {error}."
            trace = traceback.format_exc()
        else:
            from compare.reports.run_sources import tell_sources

            self.record.told["sources"] = tell_sources(renewal)
            self.record.told["refreshed"] = self.record.told["sources"][0]["asked_at"] if renewal.sources else None
            code = renewal.exit_code
        if message:
            self._trouble("refresh", message, trace)
        self._codes.add(code)
        self._save(self.record.write)

    def _tell_stale(self) -> None:
        """Say what is older than each partnership allows."""
        for partnership in self.order.sites:
            found: Mapping[str, str] = {}
            with contextlib.suppress(CompareError):  # a fault in its file is told when its pages are made
                found = self._find_stale(partnership)
            for source, words in found.items():
                if source not in self.record.told["stale"]:
                    self.record.told["stale"].append(source)
                    self.log.say("stale", words, "warning", source=source, partnership=partnership)
                    self._codes.add(FAILED)

    def _make(self, partnership: str, site: Path) -> dict[str, Any]:
        """The pages of one partnership; what became of them, for the record."""
        entry = make_entry(partnership, site)
        if pin := find_pin(site):
            return self._miss(entry | {"edition": pin.edition}, "pinned", FAILED, tell_pinned(site, pin))
        left = self._left()
        if left < 1:
            return self._miss(entry, "late", FAILED, f"{partnership}: no time was left for its pages (--deadline).")
        before, known = read_pages(site), read_changes(site)
        try:
            outcome = self._produce(
                partnership, output=site, timeout=min(left, self.order.longest), deadline=self._end,
                moment=self.clock(), progress=False if self.log.as_json else None, **self.order.pages,
            )  # fmt: skip
        except CompareError as error:
            code = error.exit_code
            status = {BUSY: "busy", USAGE: "refused"}.get(code, "failed")
            return self._miss(entry, status, code, str(error))
        except Exception as error:
            told = f"{partnership}: unexpected {type(error).__name__}: {error}. What was published stays."
            return self._miss(entry, "failed", UNEXPECTED, told, traceback.format_exc())
        return self._tell(entry, outcome, before) | {"changes": len(read_changes(site) - known)}

    def _tell(
        self, entry: dict[str, Any], outcome: Outcome, before: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        """What `produce` made of it."""
        pages = tell_pages(before, read_pages(outcome.site), made=outcome.made, unchanged=outcome.unchanged,
                           failed=outcome.failed)  # fmt: skip
        found = {"failed": outcome.failures, "partly": outcome.failed, "made": outcome.made}
        status = next((name for name, pages_ in found.items() if pages_), "unchanged")
        if outcome.failures:
            # The pages that would have been made are not there: those that are, are the ones before.
            pages = [page | {"status": "carried", "changed": False} for page in pages]
        entry |= {"status": status, "edition": str(outcome.edition) if outcome.edition else None, "pages": pages,
                  "messages": list(outcome.failures)}  # fmt: skip
        for message in outcome.failures:
            self.log.say("failed", message, "error", partnership=entry["id"])
        for path, message in outcome.failed.items():
            self.log.say("page-failed", message, "error", partnership=entry["id"], page=path)
        if outcome.failures or outcome.failed:
            self._codes.add(FAILED)
        told = f"{entry['id']}: {_WORDS[status]}, at {outcome.site}."
        self.log.say("site", told, partnership=entry["id"], status=status)
        return entry

    def _miss(self, entry: dict[str, Any], status: str, code: int, message: str, trace: str = "") -> dict[str, Any]:
        self._codes.add(code)
        self._trouble(status, message, trace, partnership=entry["id"])
        return entry | {"status": status, "messages": [message]}

    def _trouble(self, event: str, message: str, trace: str, **more: str) -> None:
        if trace:
            path = self.record.path.with_suffix(".trace.txt")
            with contextlib.suppress(OSError):
                path.write_text(trace, encoding="utf-8")
            message = f"{message} The trace is in {path}; please report it with that file."
        self.log.say(event, message, "error", **more)

    def _notify(self) -> None:
        from compare.reports.notify import notify

        fault = notify(self.order.notify, self.record.path)
        self.record.told["notified"] = {"command": self.order.notify, "fault": fault}
        if fault:
            self.log.say("notify", f"The notice was not sent: {fault} The run itself is not touched by it.", "error")
            self._codes.add(FAILED)
        self._end_record()

    def _end_record(self) -> None:
        self._save(lambda: self.record.end(self.clock(), self.exit_code, self.tell_summary()))

    def _save(self, write: Callable[[], None]) -> None:
        """Write the record; where that cannot be, the run goes on and says so."""
        try:
            write()
        except OSError as error:
            told = f"The record could not be written: {error}. Make room on the disk at {self.record.folder}."
            self.log.say("record", told, "error")
            self._codes.add(FAILED)

    def _left(self) -> float:
        return self._end - time.monotonic()
