"""Two builds from the same inputs are the same to the last byte, whatever the machine's time, language and order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Two machines as unlike as one machine can be made: a day apart by their clocks' zones, other words, another order.
HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "LANGUAGE": "sv"}
THERE = {
    "TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "LANGUAGE": "de_DE", "LANG": "de_DE.UTF-8",
}  # fmt: skip
#: What tells one run from another, and is no page, table or picture.
OF_THE_RUN = {".compare-site"}


def build(home: Path, environment: dict[str, str], jobs: int) -> dict[str, bytes]:
    """A site made in a process of its own: its files by name."""
    done = subprocess.run(
        [sys.executable, "-m", "compare", "report", "--goal", "5", "11", "--jobs", str(jobs)],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, **environment, "COMPARE_HOME": str(home)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    site = home / "reports" / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*") if path.is_file() and path.name not in OF_THE_RUN
    }  # fmt: skip


@pytest.mark.slow
def test_two_machines_make_the_same_site(tmp_path):
    """Pages, tables, workbooks, pictures and lists: the same names, and the same bytes under each."""
    one, other = build(tmp_path / "here", HERE, 1), build(tmp_path / "there", THERE, 2)
    assert sorted(one) == sorted(other)
    assert len(one) > 50
    assert {path.rpartition(".")[2] for path in one} >= {"html", "csv", "svg", "css", "json"}
    assert [name for name in one if one[name] != other[name]] == []
