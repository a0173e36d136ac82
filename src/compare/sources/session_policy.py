"""What an exchange with a service means and what to do next, decided without a network.

In: statuses, headers, both ends of a body. Out: `Answer`, `Fault`, and the waits between tries.
Never: a connection, a clock that is read, a thing of requests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from compare.errors import FormatError, RefusedError, SourceError

#: What the body of an answer must be: complete JSON, or anything that is not a web page.
Expected = Literal["json", "file"]

MEBIBYTE = 1024 * 1024
#: Statuses that pass by themselves.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524})
#: Statuses that say something about one question, and nothing about the service.
ABOUT_THE_QUESTION = frozenset({400, 404, 405, 406, 410, 413, 414, 422})


@dataclass(frozen=True)
class Policy:
    """How long and how often one call is tried; times in seconds, sizes in bytes."""

    attempts: int = 4
    backoff: float = 1.0  #: the first wait; each further one is twice as long
    longest_wait: float = 60.0  #: a service that asks for more is left for another day
    connect: float = 6.0
    read: float = 60.0  #: between two pieces of an answer
    call: float = 240.0  #: all attempts of one call together
    largest: int = 64 * MEBIBYTE  #: of an answer once unpacked
    failures: int = 3  #: calls that failed for good before a source is left alone
    redirects: int = 5


@dataclass(frozen=True)
class Answer:
    """One answer of a service, whole and as received (transport compression undone)."""

    source: str
    request: str  #: method, address at the service and any JSON sent: the key under which it is stored
    body: bytes
    url: str  #: where the bytes came from: after redirects, or from a mirror
    status: int
    content_type: str
    retrieved: datetime  #: UTC
    attempts: int = 1

    @property
    def sha256(self) -> str:
        """SHA-256 of the body, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    def json(self) -> Any:
        """The body as JSON; a byte order mark is no part of it.

        Raises
        ------
        FormatError
            If it is no JSON.
        """
        try:
            return json.loads(self.body.decode("utf-8-sig"))
        except ValueError as error:
            found = self.body[:80].decode("utf-8", "replace")
            raise FormatError(
                f"{self.source}: the answer to {self.request} is not JSON: {error}. It begins with {found!r}. "
                "Nothing of it was used; if it stays so, the service has changed.",
                source=self.source, url=self.url, where=self.request, found=found, expected="JSON",
            ) from error  # fmt: skip


class Fault(Exception):
    """One try failed in a way that may pass: caught by the session, never seen outside it."""

    def __init__(self, found: str, *, status: int | None = None, wait: float | None = None):
        super().__init__(found)
        self.found, self.status, self.wait = found, status, wait


def judge_status(
    source: str, url: str, status: int, headers: Mapping[str, str], now: datetime, said: str = ""
) -> None:
    """Nothing for a success; a `Fault` for what may pass by itself, a `RefusedError` for a no.

    Raises
    ------
    Fault
        For 429, 408 and the statuses of a service in trouble.
    RefusedError
        For all others.
    """
    if status in (200, 203):
        return
    if status in PASSING:
        raise Fault(f"status {status}", status=status, wait=asked_wait(headers.get("Retry-After"), now))
    words = f", saying {said!r}" if said else ""
    raise RefusedError(
        f"{source} refused: status {status} on {url}{words}. Nothing was stored from it and earlier answers stay. "
        "Open the address in a browser: a code may have been withdrawn, or the service closed to this network.",
        source=source, url=url, status=status,
    )  # fmt: skip


def asked_wait(header: str | None, now: datetime) -> float | None:
    """The seconds that a ``Retry-After`` asks for, written as seconds or as a date; None where it says nothing."""
    if not header or not header.strip():
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def wait_before(attempt: int, fault: Fault, policy: Policy) -> float | None:
    """Seconds to wait before try number `attempt` (2 is the first repetition); None to give up."""
    if attempt > policy.attempts:
        return None
    own = min(policy.backoff * 2 ** (attempt - 2), policy.longest_wait)
    if fault.wait is None:
        return own
    return None if fault.wait > policy.longest_wait else max(own, fault.wait)


def judge_body(body: bytes, content_type: str, expected: Expected) -> None:
    """Nothing for a body of the expected kind; a `Fault` for an empty one, a web page or JSON that stops early.

    Only both ends are looked at: a full reading is the parser's work.

    Raises
    ------
    Fault
        If the body cannot be what was asked for.
    """
    start = body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise Fault("an empty answer")
    page = start.startswith(b"<") and (b"<html" in start or start.startswith(b"<!doctype html"))
    if page or (content_type.lower().startswith("text/html") and start[:1] not in b"{["):
        raise Fault("a web page instead of figures")
    if expected == "json":
        # "<" passes: some services report a fault of the question as XML, with status 200. Their parsers say so.
        if start[:1] not in b"{[<":
            raise Fault(f"text instead of figures, beginning {start[:40].decode('utf-8', 'replace')!r}")
        closing = {b"{": b"}", b"[": b"]"}.get(start[:1])
        if closing and not body.rstrip().endswith(closing):
            raise Fault("JSON that stops before its end")


def told_apart(error: SourceError) -> bool:
    """Whether an error is about one question only, so that it does not count against the service."""
    return isinstance(error, RefusedError) and error.status in ABOUT_THE_QUESTION
