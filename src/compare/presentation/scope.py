"""What a page is about: the part of a comparison that it reads, and one digest of all that stands in it.

In: a `Comparison`, what the page is about. Out: `narrow`, `digest`, `find_state`.
Never: a page given what its digest does not cover; a digest that changes with a clock or an edition's number.

A page of a goal is given that goal's part and nothing else. So whether it has to be made anew is seen from the digest
alone, and is no matter of somebody's list of what it reads.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from compare.comparison.model import Comparison, Freshness, IndicatorResult
from compare.presentation.history import find_publications, list_sides

if TYPE_CHECKING:
    from compare.catalogue.load import Catalogue

#: Parts of the catalogue that no page reads: where entries were written, and what is asked of services.
_UNREAD = ("files", "asked", "awaited")


def narrow(comparison: Comparison, goal: str | None) -> Comparison:
    """The part of a comparison that is about a goal; itself where None: other pages lead everywhere.

    With the whole of which an indicator is a part, if that belongs to another goal, since pages link to it.
    """
    if goal is None:
        return comparison
    wanted = _with_kin(comparison, goal)
    results = tuple(result for result in comparison.results if result.indicator.goal in wanted)
    series = {side.series for result in results for side in list_sides(result, also_known=True)}
    used = find_publications(results, also_known=True)
    frame, manifest = comparison.observations, comparison.manifest
    manifest = manifest[manifest["response_id"].isin(used)] if len(manifest) else manifest
    sources = set(manifest["source"]) if len(manifest) else set()
    return replace(
        comparison,
        catalogue=_narrow_catalogue(comparison.catalogue, results),
        results=results,
        observations=frame[frame["series"].isin(series)],
        manifest=manifest,
        changes=(),
        freshness={name: one if name in sources else Freshness(name, "renewed", "", "")
                   for name, one in comparison.freshness.items()},
    )  # fmt: skip


def digest(comparison: Comparison) -> str:
    """SHA-256 of everything that pages of this comparison say, but for the edition that they are of.

    Of the edition only the year counts: an older figure is called old, a later one a projection.
    """
    whole = hashlib.sha256()
    for part in _list_parts(comparison):
        whole.update(part.encode("utf-8"))
        whole.update(b"\0")
    return whole.hexdigest()


def find_state(results: Iterable[IndicatorResult], comparison: Comparison) -> date:
    """As of which day the figures of these results are held: the newest answer's behind them, or the collection's own.

    It stays the same as long as they do. So a file that is taken along says it in place of the edition, which is a new
    one as soon as any figure of any page is new.
    """
    used, rows = find_publications(results, also_known=True), comparison.publications
    days = (str(rows.get(name, {}).get("retrieved", ""))[:10] for name in used)
    edition = comparison.partnership.edition
    return max([edition.declared or edition.date, *(date.fromisoformat(day) for day in days if day)])


def _with_kin(comparison: Comparison, goal: str) -> set[str]:
    """This goal, and those that an indicator of it is a part of or has parts in."""
    known = {result.indicator.id: result.indicator for result in comparison.results}
    ties = ({item.goal, known[item.part_of].goal} for item in known.values() if item.part_of in known)
    return {goal}.union(*(tie for tie in ties if goal in tie))


def _narrow_catalogue(catalogue: Catalogue, results: Iterable[IndicatorResult]) -> Catalogue:
    indicators = {result.indicator.id: result.indicator for result in results}
    return replace(catalogue, indicators=indicators, awaited={}, asked={}, files={})


def _list_parts(comparison: Comparison) -> Iterator[str]:
    """All that a page may say, as text that is the same for the same."""
    partnership = comparison.partnership
    yield partnership.model_dump_json(exclude={"edition"})
    yield f"{partnership.edition.date.year} {partnership.edition.declared}"
    for part in fields(comparison.catalogue):
        if part.name not in _UNREAD:
            yield json.dumps(_write_plain(getattr(comparison.catalogue, part.name)), ensure_ascii=False)
    for frame in (comparison.observations, comparison.manifest):
        yield frame.to_csv(index=False, lineterminator="\n")
    yield json.dumps([vars(one) for one in comparison.freshness.values() if one.state != "renewed"])
    yield str(bool(comparison.freshness))
    yield json.dumps([asdict(change) for change in comparison.changes])


def _write_plain(entries: Any) -> Any:
    """Entries of the catalogue, in its order, as JSON has them."""
    if isinstance(entries, dict):
        return {key: entry.model_dump(mode="json") for key, entry in entries.items()}
    return [entry.model_dump(mode="json") for entry in entries]
