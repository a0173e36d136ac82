"""The changes of a site so far: read from the site before, renewed in a run, written into the new site.

In: the published site, a `Comparison`, the moment of the run. Out: `Log`, `read_log`, `renew_log`, `tell_log`,
`render_log`: ``facts.json``, ``changes.json`` and a feed for each language.
Never: a clock read here; old changes lost without a word; other bytes where nothing changed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.comparison.changes import KINDS, Change, find_changes
from compare.comparison.facts import FORMAT, tell_facts, write_facts
from compare.errors import ReportError
from compare.moments import write_moment
from compare.presentation.parts_changes import FEED
from compare.reports.feed import write_feed

if TYPE_CHECKING:
    from compare.comparison.model import Comparison
    from compare.reports.site import Site

_LOG = logging.getLogger(__name__)
FACTS, CHANGES = "facts.json", "changes.json"
LIMIT = 2000  #: changes that stay on record, the newest
_TUPLES = frozenset({"values", "titles"})


@dataclass(frozen=True)
class Log:
    """What a site said last, and how it came to say so."""

    partnership: str
    facts: Mapping[str, Any] = field(repr=False)
    changes: tuple[Change, ...] = ()  #: the newest first


def read_log(site: Path | None, partnership: str) -> Log | None:
    """What the site before has on record; None where there is none, or another partnership's.

    Where its files are damaged, the record that was kept with its newest edition stands in: what changed since then is
    found once more.

    Raises
    ------
    ReportError
        The record is damaged, and no edition has a whole one.
    """
    if site is None or not any((site / name).is_file() for name in (FACTS, CHANGES)):
        return None
    damage = ""
    for folder in (site, *_list_editions(site)):
        try:
            log = _read(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            damage = damage or f"{type(error).__name__}: {error}"
            continue
        if damage:
            _LOG.warning("The list of changes in %s is damaged (%s). The one kept in %s is used; what changed since "
                         "then is found again.", site, damage, folder)  # fmt: skip
        return log if log.partnership == partnership else None
    raise ReportError(
        f"The list of changes could not be read: {FACTS} and {CHANGES} in {site} are damaged ({damage}). Nothing was "
        f"published, and nothing of the list is lost yet. Put back both files from a copy, or remove both to begin the "
        "list anew."
    )


def renew_log(log: Log | None, comparison: Comparison, moment: datetime) -> Log:
    """The record with what this run found; without a site before, nothing has changed.

    Parameters
    ----------
    moment : datetime.datetime
        When this run is; UTC where it names no zone. Only what is found in it carries it.
    """
    facts = tell_facts(comparison)
    if log is None:
        return Log(comparison.partnership.id, facts)
    if log.facts["format"] != FORMAT:
        _LOG.warning("The facts of the site before have another form (%s, not %s): changes are counted from now on.",
                     log.facts["format"], FORMAT)  # fmt: skip
        return Log(log.partnership, facts, log.changes)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    found = write_moment(moment)
    taken = {change.id for change in log.changes}
    fresh = find_changes(log.facts, facts, found=found, edition=comparison.partnership.edition, taken=taken)
    # By their moments, however the clock was set: a later run's changes stand before those of an earlier one.
    changes = sorted((*fresh, *log.changes), key=lambda change: change.found, reverse=True)
    return Log(log.partnership, facts, tuple(changes[:LIMIT]))


def tell_log(comparison: Comparison) -> Log:
    """The record that belongs to a comparison which was given its changes."""
    return Log(comparison.partnership.id, tell_facts(comparison), comparison.changes)


def render_log(log: Log, site: Site) -> dict[str, bytes]:
    """The record as files of the site: path from its root -> content."""
    files = {FACTS: write_facts(dict(log.facts)), CHANGES: _write(log)}
    for code in site.languages:
        files[f"{code}/{FEED}"] = write_feed(log.changes, site, code)
    return files


def _write(log: Log) -> bytes:
    lines = ",\n".join(json.dumps(_tell(change), ensure_ascii=False) for change in log.changes)
    head = json.dumps({"format": FORMAT, "partnership": log.partnership, "limit": LIMIT}, ensure_ascii=False)
    return f'{head[:-1]}, "changes": [\n{lines}\n]}}\n'.encode()


def _tell(change: Change) -> dict[str, Any]:
    """A change as JSON has it: what does not apply is left out."""
    return {key: value for key, value in asdict(change).items() if value or key in ("id", "kind", "found", "edition")}


def _list_editions(site: Path) -> Iterator[Path]:
    """The folders of the editions, the newest first."""
    yield from sorted((path.parent for path in (site / "editions").glob(f"*/{CHANGES}")), reverse=True)


def _read(folder: Path) -> Log:
    facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    told = json.loads((folder / CHANGES).read_text(encoding="utf-8"))
    if facts["partnership"] != told["partnership"]:
        raise ValueError(f"facts of {facts['partnership']!r} beside changes of {told['partnership']!r}")
    if facts["format"] == FORMAT and not (isinstance(facts["sources"], dict) and isinstance(facts["indicators"], dict)):
        raise ValueError("facts without indicators")
    return Log(str(told["partnership"]), facts, tuple(_take(entry) for entry in told["changes"]))


def _take(entry: Mapping[str, Any]) -> Change:
    """A change from its JSON; one that is not whole is damage."""
    known = {one.name for one in fields(Change)}
    kept = {key: tuple(map(tuple, value)) if key in _TUPLES else value for key, value in entry.items() if key in known}
    change = Change(**kept)
    if change.kind not in KINDS or not isinstance(change.edition, int):
        raise ValueError(f"a change of an unknown kind: {change.kind!r}")
    datetime.fromisoformat(change.found)
    return change
