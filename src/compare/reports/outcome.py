"""What a run is asked for, how it is carried out, and what became of it.

In: nothing. Out: `Wish`, `Means`, `Outcome`, `find_outcome` (of a run for which nothing is new).
Never: a wish that changes in a run.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from compare.reports.inputs import find_unchanged, list_pages, make_request

if TYPE_CHECKING:
    from concurrent.futures import Executor


@dataclass(frozen=True)
class Wish:
    """What a run is asked for; see `produce`."""

    partnership: str
    goals: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    indicators: tuple[str, ...] | None = None
    pdf: bool = False
    keep: int | None = None

    @property
    def whole(self) -> bool:
        """Whether the whole site is wanted, which makes an edition."""
        return self.goals is None and self.languages is None and self.indicators is None


@dataclass(frozen=True)
class Means:
    """How a run is to be carried out, which changes nothing of what it makes."""

    moment: datetime  #: when it is, for the changes that it finds
    jobs: int = 1
    timeout: float = 600.0  #: seconds for a notebook
    progress: bool = False
    executor: Executor | None = None  #: where the notebooks run; on this machine where None
    deadline: float | None = None  #: when it must be over, on the clock of `time.monotonic`
    begun: float = field(default_factory=time.monotonic)

    @property
    def last_call(self) -> float | None:
        """Until when notebooks may run: pages are put together and judged after that, in a fifth of the time."""
        return None if self.deadline is None else self.deadline - min(60.0, (self.deadline - self.begun) / 5)


@dataclass(frozen=True)
class Outcome:
    """What became of a run."""

    site: Path
    made: tuple[str, ...] = ()  #: the pages made in this run, by their path in the site
    carried: tuple[str, ...] = ()  #: the pages taken over from the site before: not wanted, or not to be had
    unchanged: tuple[str, ...] = ()  #: wanted pages that were there already, from the same inputs
    failed: Mapping[str, str] = field(default_factory=dict)  #: pages whose last good ones stay -> why
    failures: tuple[str, ...] = ()  #: what kept the new site from being published; empty where it was
    edition: date | None = None

    @property
    def published(self) -> bool:
        """Whether the site is in place as this run would have it."""
        return not self.failures


def find_outcome(site: Path, wish: Wish) -> Outcome | None:
    """The outcome of a run that has nothing to do, since the site is there from the same inputs; None where it has."""
    known = find_unchanged(site, make_request(**vars(wish)))
    if known is None:
        return None
    return Outcome(site, unchanged=tuple(list_pages(site)), edition=date.fromisoformat(str(known["edition"])))
