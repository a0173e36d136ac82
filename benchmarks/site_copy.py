"""What the benchmarks of a site change: a revised value in force, a copy of the project with more partnerships."""

from __future__ import annotations

import shutil
from pathlib import Path

from measure import HERE

#: A series that one goal's pages alone read, and the area whose newest value is revised.
SERIES, AREA = "unsdg:ER_MRN_MPA", "SWE"


def put_in_force(home: Path, number: int) -> None:
    """Let the newest value of the series be `number`, as if a service had answered so on that day of December."""
    import pandas as pd

    from compare.home import data_folder
    from compare.observations import live
    from compare.sources.snapshot import read_snapshot

    stored, moment = read_snapshot(data_folder() / "snapshot"), f"2026-12-{number:02d}T02:00:00Z"
    rows = stored.observations[stored.observations["series"] == SERIES].reset_index(drop=True)
    newest = rows.loc[rows["ref_area"] == AREA, "time_period"].max()
    answer = stored.manifest[stored.manifest["response_id"].isin(rows["response_id"])].iloc[0].to_dict()
    answer |= {"response_id": f"unsdg:{number}", "retrieved": moment}
    rows.loc[(rows["ref_area"] == AREA) & (rows["time_period"] == newest), "obs_value"] = str(number)
    told = dict.fromkeys(live.SOURCES, "") | {"source": "unsdg", "state": "renewed", "tried": moment, "renewed": moment}
    live.write_live(home / "data" / "live", live.Live(
        rows.assign(response_id=f"unsdg:{number}"),
        pd.DataFrame([{key: str(answer.get(key, "")) for key in live.MANIFEST}]),
        pd.DataFrame([], columns=list(live.SERIES)).astype(str), pd.DataFrame([told], columns=list(live.SOURCES)),
    ))  # fmt: skip


def copy_project(folder: Path, count: int) -> list[str]:
    """A copy of the project with so many partnerships, which differ in their name alone; the names."""
    for part in ("src", "data", "notebooks"):
        shutil.copytree(HERE.parent / part, folder / part, ignore=shutil.ignore_patterns("raw", "live", "__pycache__"))
    shutil.copy(HERE.parent / "pyproject.toml", folder)
    source = folder / "data" / "partnerships" / "lund-francistown.toml"
    names = [f"partnership-{number}" for number in range(1, count + 1)]
    for name in names:
        text = source.read_text(encoding="utf-8").replace('id = "lund-francistown"', f'id = "{name}"', 1)
        source.with_name(f"{name}.toml").write_text(text, encoding="utf-8")
    return names
