"""Statistics Sweden (SCB) as a service: the series of the catalogue, in the tables where they lie.

In: series to ask for. Out: `SERVICE`.
Never: a table asked for whose id was not read somewhere; a series without one is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compare.sources import asking
from compare.sources.asking import Asker, Gathered, Wanted
from compare.sources.jsonstat import read_jsonstat
from compare.sources.pxweb import fetch_pxweb, make_description
from compare.sources.pxweb_tables import TABLES
from compare.sources.service import Probe, Service

_ID = "scb"
_KNOWN = frozenset(table.wanted.series for table in TABLES)


def fetch_scb(asker: Asker, wanted: Sequence[Wanted], areas: Mapping[str, str], since: int | None = None) -> Gathered:
    """Ask for the series whose table is known."""
    series = {one.series for one in wanted}
    gathered = fetch_pxweb(asker, [table for table in TABLES if table.wanted.series in series], areas, since)
    why = "the ids of their tables in the second version of SCB's service are not known (pxweb_tables.py)"
    gathered.warnings += asking.tell_unasked(series - _KNOWN, why)
    return gathered


def _newest(body: bytes) -> str:
    return max(read_jsonstat(_ID, body, with_values=False).codes["Tid"])


_DESCRIPTION = make_description("TAB638")
SERVICE = Service(_ID, ("scb",), fetch_scb, Probe(_DESCRIPTION.path, _newest, _DESCRIPTION.params))
