"""How each source fared in the refresh of a run, for its record.

In: a `Renewal`, the stored answers, ages. Out: `tell_sources`, `tell_stale`.
Never: an answer named that did not come in this run, a figure copied into the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from compare.catalogue.load import load_catalogue, load_partnership
from compare.moments import write_moment
from compare.observations.ages import Age, find_stale
from compare.sources.store import Store, Stored, find_folder

if TYPE_CHECKING:
    from compare.observations.renewal import Fared, Renewal

_SHOWN = 20  #: messages of one kind


def tell_sources(renewal: Renewal) -> list[dict[str, Any]]:
    """An entry for each source that was asked, in the order of asking."""
    began = write_moment(renewal.moment, "milliseconds")
    came = [row for row in Store(find_folder()).list_rows() if row.confirmed >= began]
    known = load_catalogue().sources
    return [_tell(fared, list(known[fared.source].hosts), came, write_moment(renewal.moment))
            for fared in renewal.sources]  # fmt: skip


def tell_stale(partnership: str, ages: Iterable[Age]) -> dict[str, str]:
    """The sources that have given nothing for longer than a partnership allows, each with words."""
    months = load_partnership(partnership).stale_after_months
    return {
        one.source: f"{one.source}: last renewed on {one.renewed[:10]}, more than {months} months before sources were "
                    f"last asked. {partnership} allows no older figures; its front page says so."
        for one in find_stale(ages, months)
    }  # fmt: skip


def _tell(fared: Fared, hosts: list[str], came: Iterable[Stored], moment: str) -> dict[str, Any]:
    troubles = [*fared.failures, *map(str, fared.kept_out), *fared.refused]
    return {
        "id": fared.source, "state": fared.state, "asked_at": moment, "hosts": hosts, "asked": fared.tally.asked,
        "new": fared.tally.new, "kept": fared.tally.kept, "series": len(fared.series), "rows": fared.rows,
        "revised": len(fared.revisions), "withdrawn": fared.withdrawn, "told": troubles[:_SHOWN],
        "answers": [_tell_answer(row) for row in came if row.source == fared.source],
    }  # fmt: skip


def _tell_answer(row: Stored) -> Mapping[str, Any]:
    return {"url": row.url, "status": row.status, "sha256": row.sha256, "bytes": row.bytes, "fetched_at": row.confirmed}
