"""What a site is held at after a rollback, so that no run undoes it.

In: a published path. Out: `Pin`, `find_pin`, `tell_pinned`, `refuse_pinned`.
Never: a library loaded for it: every run asks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from compare.errors import ReportError
from compare.reports.inputs import find_site, find_versions

PIN = "pin.json"  #: beside a site's versions


class Pin(NamedTuple):
    """What a site is held at."""

    edition: str  #: its day
    since: str  #: moment, UTC


def find_pin(site: Path | None) -> Pin | None:
    """What the site at a published path is held at; None where runs may renew it."""
    try:
        told = json.loads((find_versions(find_site(site)) / PIN).read_text(encoding="utf-8"))
        return Pin(str(told["edition"]), str(told["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def tell_pinned(site: Path | None, pin: Pin) -> str:
    """Why a run makes no new site."""
    return (
        f"{find_site(site)} is held at the edition of {pin.edition} since {pin.since}, by `rollback`. No page "
        "was made, so that nobody's rollback is undone. When the site may be renewed again: "
        "`python -m compare rollback --release"
        f"{f' --output {site}' if site else ''}`."
    )


def refuse_pinned(site: Path | None) -> None:
    """Refuse to make a site that is held.

    Raises
    ------
    ReportError
        With how to let go.
    """
    if pin := find_pin(site):
        raise ReportError(tell_pinned(site, pin))
