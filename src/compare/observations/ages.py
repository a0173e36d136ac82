"""How long ago each source last gave what it was asked for, read without loading what figures need.

In: the folder of what was fetched, months. Out: `Age`, `read_ages`, `find_stale`.
Never: a clock read, a heavy library loaded, a source called stale before it was ever asked.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar


class Dated(Protocol):
    """What has the two moments of a source: UTC, ISO 8601; `renewed` is empty where it never gave anything."""

    @property
    def tried(self) -> str:
        """When it was last asked."""

    @property
    def renewed(self) -> str:
        """When it last gave something."""


AnyDated = TypeVar("AnyDated", bound=Dated)


class Age(NamedTuple):
    """A source, as the last refresh that asked it left it."""

    source: str
    state: str  #: renewed, partly, failed
    tried: str
    renewed: str
    told: str  #: what went wrong, in words


def read_ages(folder: Path) -> tuple[Age, ...]:
    """Every source that was ever asked; none before a first refresh, or where the state cannot be read.

    Parameters
    ----------
    folder : pathlib.Path
        As `live.find_live` gives it.
    """
    try:
        number = (folder / "current").read_text(encoding="utf-8").strip()
        with open(folder / number / "sources.csv", encoding="utf-8", newline="") as file:
            return tuple(Age(*(row[column] for column in Age._fields)) for row in csv.DictReader(file))
    except (OSError, ValueError, KeyError):
        return ()


def find_stale(sources: Iterable[AnyDated], months: int | None, moment: str = "") -> tuple[AnyDated, ...]:
    """The sources that last gave something more than `months` months before.

    Parameters
    ----------
    months : int, optional
        None: however old, nothing is stale.
    moment : str
        Before when; where empty, before any of the sources was last asked, which is the same on every day.
    """
    listed = list(sources)
    now = moment or max((one.tried for one in listed), default="")
    if months is None or not now:
        return ()
    return tuple(one for one in listed if one.renewed and _is_older(one.renewed, now, months))


def _is_older(before: str, now: str, months: int) -> bool:
    """Whether more than `months` months lie between two days: from a 31st, one month ends with the next month."""
    between = 12 * (int(now[:4]) - int(before[:4])) + int(now[5:7]) - int(before[5:7])
    return (between, now[8:10]) > (months, before[8:10])
