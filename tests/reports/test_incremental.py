"""A revised value makes the pages that read it and no other, and the site is the one that a run of all pages makes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from compare.home import data_folder
from compare.observations.live import MANIFEST, SERIES, SOURCES, Live, write_live
from compare.sources.snapshot import read_snapshot

#: A series of an indicator of goal 14 alone, and the figure of it that is revised.
REVISED = ("unsdg:ER_MRN_MPA", "SWE")
#: A moment for the runs, so that two of them say the same of what they found.
CLOCK = "1796104800"  # 2026-12-01T06:00:00Z


def put_in_force(home: Path, day: str, value: str) -> None:
    """Let the newest value of the revised series be another one, from an answer of `day`."""
    stored = read_snapshot(data_folder() / "snapshot")
    rows = stored.observations[stored.observations["series"] == REVISED[0]].copy()
    newest = rows[rows["ref_area"] == REVISED[1]]["time_period"].max()
    rows.loc[(rows["ref_area"] == REVISED[1]) & (rows["time_period"] == newest), "obs_value"] = value
    answer = stored.manifest[stored.manifest["response_id"].isin(rows["response_id"])].iloc[0].to_dict()
    answer |= {"response_id": f"unsdg:{day}", "retrieved": f"{day}T02:00:00Z", "release": f"answer of {day}"}
    told = dict.fromkeys(SOURCES, "") | {"source": "unsdg", "state": "renewed", "tried": f"{day}T02:00:00Z",
                                         "renewed": f"{day}T02:00:00Z"}  # fmt: skip
    write_live(
        home / "data" / "live",
        Live(
            rows.assign(response_id=f"unsdg:{day}").reset_index(drop=True),
            pd.DataFrame([{key: str(answer.get(key, "")) for key in MANIFEST}]),
            pd.DataFrame([], columns=list(SERIES)).astype(str), pd.DataFrame([told], columns=list(SOURCES)),
        ),
    )  # fmt: skip


def report(home: Path, *words: str) -> str:
    """What a run of two goals says."""
    done = subprocess.run(
        [sys.executable, "-m", "compare", "report", "--goal", "14", "15", *words],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COMPARE_HOME": str(home), "SOURCE_DATE_EPOCH": CLOCK},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def read(home: Path) -> dict[str, bytes]:
    """The files of the site, but for the version's mark."""
    site = home / "reports" / "site"
    names = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return {name: (site / name).read_bytes() for name in names if name != ".compare-site"}


@pytest.mark.slow
def test_a_revised_value_makes_its_pages_and_the_site_is_as_if_all_were_made(tmp_path):
    """Two notebooks of four; the pages that stay tell the new edition; every byte is that of a run of all."""
    sites = []
    for again in ((), ("--again",)):
        home = tmp_path / ("all" if again else "new")
        put_in_force(home, "2026-12-01", "42")
        report(home)
        assert "Nothing is new" in report(home)
        put_in_force(home, "2026-12-02", "43")
        told = report(home, *again)
        if not again:
            made, same = re.search(r"Made (\d+) pages, (\d+) unchanged", told).groups()
            assert int(same) >= 2, "both languages of goal 15"
            before = (home / "reports" / "site" / "sv" / "goal-15.html").read_text(encoding="utf-8")
            assert re.search(r"Utgåva\s2 ·\s2\sdecember\s2026", before)
            assert not re.search(r"·\s1\sdecember\s2026", before)
            # The two pages of goal 14, those of its indicators, and what has no notebook.
            assert int(made) < 2 * (1 + 8 + 9)
        sites.append(read(home))
    assert sorted(sites[0]) == sorted(sites[1])
    assert [name for name in sites[0] if sites[0][name] != sites[1][name]] == []
    assert b"43" in sites[0]["sv/goal-14.html"]
