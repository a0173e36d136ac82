"""The commands that ask services, as a person runs them: with nobody there, with a server, with damaged answers."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time

import pytest

from compare.catalogue.load import load_catalogue
from compare.observations.frame import load_observations
from compare.sources.service import SERVICES, load_service
from sources.loopback import Reply, serving
from sources.offices import Offices


def run(home, *words, **environment):
    """One command in a process of its own, with its own folder of answers."""
    return subprocess.run(
        [sys.executable, "-m", "compare", *words], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COMPARE_HOME": str(home), **environment},
    )  # fmt: skip


@pytest.fixture
def nowhere():
    """Variables by which every source is asked at a port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        yield {f"COMPARE_URL_{source.upper().replace('-', '_')}": address for source in SERVICES}


def test_with_every_service_refusing_nothing_is_lost_and_all_are_named(tmp_path, nowhere):
    """Exit code 4, within 40 seconds; the report's figures are those from before."""
    start = time.monotonic()
    done = run(tmp_path, "refresh", **nowhere)
    assert done.returncode == 4, done.stdout + done.stderr
    assert time.monotonic() - start < 40
    assert all(re.search(rf"^{source}: failed", done.stdout, re.MULTILINE) for source in SERVICES)
    assert done.stdout.splitlines()[-1].startswith("Nothing could be refreshed.")
    assert "Traceback" not in done.stderr
    found = run(tmp_path, "doctor")
    assert found.returncode == 0
    assert "15,066 observations" in found.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("refresh", "--source", "kolda"), r"Unknown live source 'kolda'. Closest: kolada"),
        (("refresh", "--since", "recently"), r"'recently' is not a year"),
        (("refresh", "--max-age", "-1"), r"'-1' is not a number of hours|expected one argument"),
        (("doctor", "--live", "--source", "x"), r"Unknown live source 'x'"),
    ],
)
def test_a_wrong_option_is_one_message_and_asks_nobody(tmp_path, words, told):
    """Exit code 2, nothing written."""
    done = run(tmp_path / "home", *words)
    assert done.returncode == 2
    assert re.search(told, done.stderr), done.stderr
    assert not (tmp_path / "home").exists()


def test_switched_off_nobody_is_asked(tmp_path):
    """With COMPARE_OFFLINE and nothing stored there is nothing to put in force."""
    done = run(tmp_path, "refresh", "--source", "worldbank", COMPARE_OFFLINE="1")
    assert done.returncode == 4
    assert "asking is switched off" in done.stdout


@pytest.fixture
def offices():
    """Kolada on loopback, with the titles and figures of the bundle."""
    loaded, catalogue = load_observations(fetched=False), load_catalogue()
    codes = {"kolada": {area.codes["kolada"]: area.code for area in catalogue.areas.values() if "kolada" in area.codes}}
    titles = dict(zip(loaded.series["series"], loaded.series["title"], strict=True))
    with serving(make=lambda url: Offices(url, figures=loaded.observations, codes=codes, titles=titles)) as server:
        yield server


def test_a_refresh_is_seen_by_the_next_command(tmp_path, offices):
    """A new value of Lund's municipal tax, and where it came from; young answers are kept the second time."""
    mine = (offices.figures["series"] == "kolada:N00901") & (offices.figures["time_period"] == "2025")
    assert mine.sum() == 1
    offices.figures.loc[mine, "obs_value"] = 21.25
    done = run(tmp_path, "refresh", "--source", "kolada", **offices.environ)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^kolada: renewed; answers: (\d+) asked for, \1 new, 0 unchanged", done.stdout, re.MULTILINE)
    assert "1 of 1 sources" in done.stdout
    told = run(tmp_path, "explain", "kolada:N00901").stdout
    assert "21.25" in told
    assert "https://api.kolada.se/v3/data/kpi/" in told
    again = run(tmp_path, "refresh", "--source", "kolada", **offices.environ)
    assert re.search(r"^kolada: renewed; answers: 0 asked for, .* \d+ young enough to keep", again.stdout, re.MULTILINE)


def test_doctor_finds_a_service_well_or_says_what_is_wrong(tmp_path, offices):
    """Reachable and of the documented shape with its newest period; else the fault in words, exit code 3."""
    done = run(tmp_path, "doctor", "--live", "--source", "kolada", **offices.environ)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^ok   kolada: reachable, shape as expected, newest period 20\d\d$", done.stdout, re.MULTILINE)
    offices.faults["kolada"] = Reply(b'{"rows": []}')
    done = run(tmp_path, "doctor", "--live", "--source", "kolada", **offices.environ)
    assert done.returncode == 3
    assert re.search(r"^FAIL kolada: .*not of the documented form", done.stdout, re.MULTILINE)


def test_doctor_names_a_damaged_answer(tmp_path, offices):
    """The file and what is wrong with it; a refresh asks for it again."""
    run(tmp_path, "refresh", "--source", "kolada", **offices.environ)
    damaged = next((tmp_path / "data" / "raw" / "kolada").rglob("*.json"))
    damaged.write_bytes(b"{}")
    done = run(tmp_path, "doctor")
    assert done.returncode == 3
    assert damaged.name in done.stdout
    assert run(tmp_path, "refresh", "--source", "kolada", **offices.environ).returncode == 0
    assert run(tmp_path, "doctor").returncode == 0


@pytest.mark.parametrize("source", list(SERVICES))
def test_every_service_can_be_asked(source):
    """It has a host, a probe, series of the catalogue or awaited ones, and an area that it knows."""
    from compare.observations.wanted import find_areas, find_wanted

    catalogue, bundled, service = load_catalogue(), load_observations(fetched=False), load_service(source)
    assert service.source == source
    assert catalogue.sources[source].hosts
    assert find_wanted(service, catalogue, bundled.series, bundled.observations)
    assert find_areas(service, catalogue)
