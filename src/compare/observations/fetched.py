"""What was fetched, put into the tables that stand: rows as text, a manifest row for each answer, the state of sources.

In: accepted frames, what stood, the store's rows. Out: `make_live`, `write_number`.
Never: an observation without its answer in the manifest, a source's own date of an answer taken for ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from compare.moments import write_moment
from compare.observations.frame import NUMBERS
from compare.observations.live import FAILED, MANIFEST, SERIES, SOURCES, Live
from compare.sources.transcribed import KEY

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.catalogue.models import Source
    from compare.observations.renewal import Fared
    from compare.sources.store import Store, Stored


def make_live(
    before: Live | None, frames: Sequence[pd.DataFrame], fared: Sequence[Fared], catalogue: Catalogue, store: Store,
    moment: datetime,
) -> Live:  # fmt: skip
    """The state after a refresh: what was accepted, and of all other series what stood."""
    import pandas as pd

    fresh = pd.concat([_write_text(frame) for frame in frames], ignore_index=True)
    if before is not None:
        rest = before.observations[~before.observations["series"].isin(fresh["series"].unique())]
        fresh = pd.concat([rest, fresh], ignore_index=True)
    observations = fresh.sort_values(list(KEY), kind="stable", ignore_index=True)
    return Live(
        observations,
        _make_manifest(set(observations["response_id"]), before, catalogue, store),
        _make_series(set(observations["series"]), catalogue),
        _make_sources(before, fared, moment),
    )


def _write_text(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{column: [write_number(value) for value in frame[column]] for column in NUMBERS})


def write_number(value: float) -> str:
    """The shortest text that is this number again; empty for none.

    Examples
    --------
    >>> write_number(12.0), write_number(0.1), write_number(-0.0), write_number(float("nan"))
    ('12', '0.1', '0', '')
    """
    if math.isnan(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))


def _make_manifest(wanted: set[str], before: Live | None, catalogue: Catalogue, store: Store) -> pd.DataFrame:
    import pandas as pd

    rows = {} if before is None else {row["response_id"]: row for row in before.manifest.to_dict("records")}
    rows |= {stored.response_id: _cite(stored, catalogue.sources[stored.source])
             for stored in store.list_rows() if stored.response_id in wanted}  # fmt: skip
    return pd.DataFrame([rows[name] for name in sorted(wanted)], columns=list(MANIFEST))


def _cite(stored: Stored, source: Source) -> dict[str, str]:
    """A manifest row of an answer. All answers of a service on one day are one publication."""
    day = stored.retrieved[:10]
    return {
        "response_id": stored.response_id, "publication": f"{source.id}-{day}", "source": source.id,
        "provider": source.provider, "title": source.name.en, "release": f"answer of {day}", "published": "",
        "licence": source.licence, "licence_class": source.licence_class, "citation": source.attribution, "via": "",
        "second_hand": "false", "kind": "dataset", "note": "", "request": stored.request,
        "retrieved": stored.retrieved, "status": str(stored.status), "sha256": stored.sha256, "file": stored.file,
    }  # fmt: skip


def _make_series(wanted: set[str], catalogue: Catalogue) -> pd.DataFrame:
    """Rows for the series that the collection itself does not have."""
    import pandas as pd

    rows = [
        {"series": entry.series, "title": entry.title.sv, "title_lang": "sv", "source": entry.source,
         "unit_measure": entry.unit, "sdg_indicator": entry.target or "", "match": "context", "note": ""}
        for entry in catalogue.awaited.values() if entry.series in wanted
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(SERIES)).astype(str)


def _make_sources(before: Live | None, fared: Sequence[Fared], moment: datetime) -> pd.DataFrame:
    import pandas as pd

    rows: dict[str, dict[str, Any]] = {}
    if before is not None:
        rows = {row["source"]: {"emptied": "", **row} for row in before.sources.to_dict("records")}
    now = write_moment(moment)
    for one in fared:
        renewed = now if one.state != FAILED else rows.get(one.source, {}).get("renewed", "")
        told = next(iter([*one.failures, *map(str, one.kept_out), *one.refused]), "") if one.state != "renewed" else ""
        emptied = sum(kept.had - kept.found for kept in one.kept_out)
        rows[one.source] = {"source": one.source, "tried": now, "state": one.state, "renewed": renewed, "told": told,
                            "emptied": str(emptied or "")}  # fmt: skip
    return pd.DataFrame([rows[name] for name in sorted(rows)], columns=list(SOURCES))
