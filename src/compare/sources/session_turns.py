"""Whose turn it is: the rate that each service is asked at, and the services left alone for the rest of a run.

In: source ids, moments in seconds. Out: the next moment that is free; whether a source may still be asked.
Never: a wait of its own, a clock of its own. Safe for many threads.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """At most `calls` in any `seconds`, and at least `interval` seconds between two."""

    interval: float = 0.0
    calls: int = 0  #: 0 is no limit
    seconds: float = 0.0


#: Services that state a limit, or whose users keep one by custom. SCB's own `/config` says 30 calls in 10 s for its
#: second version and its older page 10: the smaller one holds until a session is told what `/config` says.
PACES: Mapping[str, Pace] = {"scb": Pace(calls=10, seconds=10.0), "kolada": Pace(interval=0.2)}
#: For the others: no more than twenty calls in any two seconds.
USUAL = Pace(calls=20, seconds=2.0)


class Turns:
    """Gives each call of a source its moment, in the order of asking."""

    def __init__(self, paces: Mapping[str, Pace] = PACES):
        self._lock = threading.Lock()
        self._paces = dict(paces)
        self._given: dict[str, deque[float]] = {}
        self._held: dict[str, float] = {}

    def set_pace(self, source: str, pace: Pace) -> None:
        """Ask `source` at another pace from now on."""
        with self._lock:
            self._paces[source] = pace

    def hold(self, source: str, until: float) -> None:
        """Let nobody ask `source` before `until`."""
        with self._lock:
            self._held[source] = max(until, self._held.get(source, until))

    def reserve(self, source: str, earliest: float) -> float:
        """The next free moment at or after `earliest`, which is taken from now on."""
        with self._lock:
            pace = self._paces.get(source, USUAL)
            given = self._given.setdefault(source, deque(maxlen=max(1, pace.calls)))
            if given.maxlen != max(1, pace.calls):
                given = self._given[source] = deque(given, maxlen=max(1, pace.calls))
            moment = max(earliest, self._held.get(source, earliest))
            if given:
                moment = max(moment, given[-1] + pace.interval, given[-1])
            if pace.calls and len(given) == pace.calls:
                moment = max(moment, given[0] + pace.seconds)
            given.append(moment)
            return moment


class Breaker:
    """Counts the calls that failed for good; a source with too many is left alone."""

    def __init__(self, failures: int):
        self._lock = threading.Lock()
        self._failures = failures
        self._count: Counter[str] = Counter()

    def count(self, source: str, *, hopeless: bool = False) -> None:
        """One more call failed for good; a `hopeless` fault (a certificate) is the same for every call."""
        with self._lock:
            self._count[source] += self._failures if hopeless else 1

    def is_open(self, source: str) -> bool:
        """Whether `source` is left alone."""
        with self._lock:
            return self._count[source] >= self._failures

    def left_alone(self) -> tuple[str, ...]:
        """The sources that are left alone, in alphabetical order."""
        with self._lock:
            return tuple(sorted(source for source, count in self._count.items() if count >= self._failures))
