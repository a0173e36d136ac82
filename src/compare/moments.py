"""Moments: which one it is, and how one is written down.

In: the system's clock, or ``SOURCE_DATE_EPOCH``. Out: `tell_now`, `write_moment`.
Never: a zone of this machine; a clock read by what makes a page.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime


def tell_now() -> datetime:
    """Now, in UTC; or the moment that ``SOURCE_DATE_EPOCH`` holds, for builds that must be the same."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)


def write_moment(moment: datetime, precision: str = "seconds") -> str:
    """A moment as text, in UTC.

    Examples
    --------
    >>> write_moment(datetime(2026, 11, 25, 2, 10, tzinfo=UTC))
    '2026-11-25T02:10:00Z'
    >>> write_moment(datetime(2026, 11, 25, 2, 10, tzinfo=UTC), "milliseconds")
    '2026-11-25T02:10:00.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")
