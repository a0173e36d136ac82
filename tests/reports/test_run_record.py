"""The record of a run, the lock, the log, the ages of sources and the status that is told from them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

import compare
from compare.moments import write_moment
from compare.observations.ages import Age, find_stale, read_ages
from compare.reports.run_log import RunLog
from compare.reports.run_record import KEPT, Record, find_versions, make_entry, read_latest, tell_pages, tell_summary
from compare.reports.status import find_status, tell_status

BEGAN = datetime(2026, 11, 25, 2, 10, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "src/compare/reports/schema/run.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)


def read(folder, name="latest.json"):
    """A record, which keeps to the schema."""
    told = json.loads((folder / name).read_text(encoding="utf-8"))
    VALID.validate(told)
    return told


def test_the_schema_is_one():
    """Draft 2020-12, every entry of the record named and nothing else allowed."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == set(SCHEMA["required"])


def test_a_record_is_there_from_the_beginning_and_says_that_the_run_goes_on(tmp_path):
    """With its process, so that a later reader sees whether it still does."""
    record = Record(tmp_path, BEGAN, {"goal": ["5"]})
    told = read(tmp_path)
    assert (told["id"], told["state"], told["started"]) == ("20261125T021000Z-1", "running", "2026-11-25T02:10:00Z")
    assert (told["process"], told["exit_code"], told["ended"]) == (os.getpid(), None, None)
    assert told["options"] == {"goal": ["5"]}
    assert record.path.name == "20261125T021000Z-1.json"


def test_the_end_replaces_it(tmp_path):
    """Under its own name and as the latest."""
    Record(tmp_path, BEGAN, {}).end(BEGAN + timedelta(minutes=5), 3, "Run: so and so.")
    told = read(tmp_path)
    assert (told["state"], told["ended"], told["exit_code"]) == ("ended", "2026-11-25T02:15:00Z", 3)
    assert read(tmp_path, "20261125T021000Z-1.json") == told


def test_two_runs_of_one_second_have_two_records(tmp_path):
    """As where a clock is held for builds that must be the same."""
    for _ in range(2):
        Record(tmp_path, BEGAN, {}).end(BEGAN, 0, "Run.")
    assert sorted(path.name for path in tmp_path.glob("2*")) == ["20261125T021000Z-1.json", "20261125T021000Z-2.json"]


def test_the_newest_records_stay(tmp_path):
    """Fifty of them."""
    for day in range(KEPT + 3):
        Record(tmp_path, BEGAN + timedelta(days=day), {}).end(BEGAN, 0, "Run.")
    names = sorted(path.name for path in tmp_path.glob("2*"))
    assert len(names) == 50
    assert names[0] == "20261128T021000Z-1.json"


def test_a_run_that_died_is_called_broken_off(tmp_path):
    """By a reader at once, in its record as soon as the next run begins; a number given again is another process."""
    Record(tmp_path, BEGAN, {})
    told = read(tmp_path)
    (tmp_path / "latest.json").write_text(json.dumps(told | {"process": 2**22 + 1}))
    assert read_latest(tmp_path)["state"] == "broken off"
    (tmp_path / "latest.json").write_text(json.dumps(told | {"started": "2000-01-01T00:00:00Z"}))
    assert read_latest(tmp_path)["state"] == "broken off"
    second = Record(tmp_path, BEGAN + timedelta(days=1), {})
    assert second.broken_off == "20261125T021000Z-1"
    assert read(tmp_path, "20261125T021000Z-1.json")["state"] == "broken off"
    assert read(tmp_path)["state"] == "running"


def test_a_run_that_goes_on_is_on(tmp_path):
    """In this very process; one of another machine is believed."""
    now = datetime.now(UTC)
    Record(tmp_path, now, {})
    assert read_latest(tmp_path)["state"] == "running"
    told = read(tmp_path) | {"host": "another", "process": 2**22 + 1}
    (tmp_path / "latest.json").write_text(json.dumps(told))
    assert read_latest(tmp_path)["state"] == "running"


def test_a_damaged_record_is_none(tmp_path):
    """The next run goes on without it."""
    (tmp_path / "latest.json").write_text("{")
    assert read_latest(tmp_path) is None
    assert Record(tmp_path, BEGAN, {}).broken_off == ""


def test_versions_are_those_of_what_is_installed():
    """As the packages say themselves."""
    from importlib.metadata import version

    found = find_versions()
    assert found["compare"] == compare.__version__
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
    for package in ("pandas", "matplotlib", "papermill", "nbconvert"):
        assert found[package] == version(package)


def test_each_page_has_its_status():
    """Carried where nothing else is known; changed where its bytes are other than before, or it is new or gone."""
    one, two = "1" * 64, "2" * 64
    before = {f"{letter}.html": {"sha256": one} for letter in "abcd"}
    now = {"a.html": {"sha256": two}, "b.html": {"sha256": one}, "c.html": {"sha256": one}, "d.html": {"sha256": one},
           "e.html": {"sha256": two}}  # fmt: skip
    told = tell_pages(before, now, made=["a.html", "b.html", "e.html"], unchanged=["c.html"], failed={"d.html": "Why."})
    assert [(page["path"], page["status"], page["changed"], page["message"]) for page in told] == [
        ("a.html", "made", True, ""), ("b.html", "made", False, ""), ("c.html", "unchanged", False, ""),
        ("d.html", "failed", False, "Why."), ("e.html", "made", True, ""),
    ]  # fmt: skip


def test_the_summary_is_one_line():
    """With what went wrong named, and nothing of what did not."""
    entry = make_entry("a-b", Path("/sites/a-b"), "made")
    pages = [{"status": "made"}, {"status": "made"}, {"status": "unchanged"}]
    told = {"id": "1", "sources": [{"state": "renewed"}, {"state": "failed"}],
            "partnerships": [entry | {"pages": pages, "changes": 3}, make_entry("c-d", Path("/c-d"))]}  # fmt: skip
    assert tell_summary(told, 3) == (
        "Run 1: 1 of 2 sources renewed; 2 pages made, 1 unchanged, 3 changes found, not published: c-d; exit code 3."
    )
    assert tell_summary({"id": "1", "sources": [], "partnerships": []}, 0) == (
        "Run 1: no source asked; 0 pages made, 0 unchanged; exit code 0."
    )


def test_the_lock_is_free_as_soon_as_its_holder_is_killed(tmp_path):
    """Also where what it had started goes on: no file has to be removed by hand."""
    code = (
        "import os, sys, time\nfrom pathlib import Path\nfrom compare.reports.run_lock import hold_run\n"
        "with hold_run(Path(sys.argv[1])):\n"
        "    if os.fork() == 0:\n        time.sleep(20); os._exit(0)\n"
        "    print('held', flush=True); time.sleep(20)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True,
                              start_new_session=True)  # fmt: skip
    try:
        assert holder.stdout.readline() == "held\n"
        tried = "import sys\nfrom pathlib import Path\nfrom compare.reports.run_lock import hold_run\n" \
                "with hold_run(Path(sys.argv[1])): print('mine')"  # fmt: skip
        words = [sys.executable, "-c", tried, str(tmp_path)]
        refused = subprocess.run(words, capture_output=True, text=True, check=False)
        assert "BusyError: Another run is on" in refused.stderr
        holder.kill()
        holder.wait()
        assert subprocess.run(words, capture_output=True, text=True, check=False).stdout == "mine\n"
    finally:
        os.killpg(holder.pid, 9)
        holder.stdout.close()


def test_both_logs_have_the_same_messages():
    """A line for people; the same with time, level, event and what belongs to it for machines."""
    people, machines = io.StringIO(), io.StringIO()
    for file, as_json in ((people, False), (machines, True)):
        RunLog(lambda: BEGAN, as_json=as_json, file=file).say("site", "Lund – Francistown: made.", pages=3)
    assert people.getvalue() == "Lund – Francistown: made.\n"
    assert json.loads(machines.getvalue()) == {
        "time": "2026-11-25T02:10:00Z", "level": "info", "event": "site", "message": "Lund – Francistown: made.",
        "pages": 3,
    }  # fmt: skip


def test_a_moment_is_written_in_utc():
    """Whatever zone it was in."""
    from datetime import timezone

    assert write_moment(datetime(2026, 3, 29, 3, 10, tzinfo=timezone(timedelta(hours=2)))) == "2026-03-29T01:10:00Z"


@pytest.mark.parametrize(
    ("renewed", "moment", "months", "stale"),
    [
        ("2026-08-25T00:00:00Z", "2026-11-25T09:00:00Z", 3, False),
        ("2026-08-24T23:00:00Z", "2026-11-25T09:00:00Z", 3, True),
        ("2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", 1, False),
        ("2026-01-31T00:00:00Z", "2026-03-01T00:00:00Z", 1, True),
        ("2025-12-15T00:00:00Z", "2026-12-14T00:00:00Z", 12, False),
        ("2025-12-15T00:00:00Z", "2026-12-16T00:00:00Z", 12, True),
        ("", "2026-12-16T00:00:00Z", 1, False),
        ("2001-01-01T00:00:00Z", "2026-12-16T00:00:00Z", None, False),
    ],
)
def test_a_source_is_stale_after_whole_months(renewed, moment, months, stale):
    """Counted by the calendar; never without months, never where it was not renewed once."""
    source = Age("kolada", "failed", "2026-01-01T00:00:00Z", renewed, "")
    assert bool(find_stale([source], months, moment)) == stale


def test_without_a_moment_the_newest_asking_counts():
    """So a page says the same on every day."""
    old = Age("kolada", "failed", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "")
    new = Age("scb", "renewed", "2026-05-02T00:00:00Z", "2026-05-02T00:00:00Z", "")
    assert find_stale([old, new], 3) == (old,)
    assert find_stale([old], 3) == ()
    assert find_stale([], 3) == ()


def test_before_a_first_refresh_there_are_no_ages(tmp_path):
    """Nor where the state is damaged."""
    assert read_ages(tmp_path) == ()
    (tmp_path / "current").write_text("9\n")
    assert read_ages(tmp_path) == ()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A machine with two sources that were asked, one of them long ago."""
    monkeypatch.setenv("COMPARE_HOME", str(tmp_path))
    live = tmp_path / "data" / "live"
    (live / "1").mkdir(parents=True)
    (live / "current").write_text("1\n")
    (live / "1" / "sources.csv").write_text(
        "source,tried,state,renewed,told,emptied\nkolada,2026-11-24T00:00:00Z,renewed,2026-11-24T00:00:00Z,,\n"
        "worldbank,2026-11-24T00:00:00Z,failed,2026-06-01T00:00:00Z,no answer within 30 s,\n"
    )
    return tmp_path


def test_status_tells_the_last_run_each_source_and_what_is_published(home):
    """In words; as plain values it is the same."""
    site = home / "reports" / "site"
    (site / "en").mkdir(parents=True)
    (site / "index.html").touch()
    (site / "editions").mkdir()
    (site / "editions/editions.json").write_text('{"editions": [{"date": "2026-11-25"}, {"date": "2026-12-01"}]}')
    editions = {"en/index.html": "Edition 2", "en/goal-05.html": "Edition 1", "en/goal-06.html": "Edition 2"}
    pages = {name: {"sha256": "", "edition": edition} for name, edition in editions.items()}
    (site / "run.json").write_text(json.dumps({"pages": pages}))
    record = Record(home / "reports" / "runs", BEGAN, {})
    failed = {"path": "en/goal-05.html", "status": "failed", "message": "It stopped."}
    record.told["partnerships"] = [make_entry("lund-francistown", site, "partly") | {"pages": [failed]}]
    record.end(BEGAN, 3, "Run.")
    status = find_status({}, BEGAN)
    assert list(tell_status(status)) == [
        "Last run: 20261125T021000Z-1, begun 2026-11-25T02:10:00Z: ended 2026-11-25T02:10:00Z, exit code 3: a page, a "
        "source or a notice failed, or figures are older than allowed; the last good pages stay.",
        f"lund-francistown: edition of 2026-12-01, 3 pages, at {site}.",
        "lund-francistown: of an earlier edition: en/goal-05.html.",
        "lund-francistown: not made in the last run, the last good one stays: en/goal-05.html: It stopped.",
        "kolada: renewed; renewed 2026-11-24, 1 day ago",
        "worldbank: failed; renewed 2026-06-01, 177 days ago; STALE; no answer within 30 s",
    ]
    assert json.loads(json.dumps(status)) == status


def test_status_without_anything_says_what_to_do(tmp_path, monkeypatch):
    """Before the first run."""
    monkeypatch.setenv("COMPARE_HOME", str(tmp_path))
    told = list(tell_status(find_status({}, BEGAN)))
    assert told[0] == "No run is on record yet: `python -m compare run` makes the first."
    assert told[1] == f"lund-francistown: nothing is published at {tmp_path / 'reports' / 'site'}."


def test_status_loads_no_heavy_library(home):
    """It is asked often, and by monitors; --json is one object."""
    code = ("import sys; from compare.cli import main; main(['status', '--json']); "
            "print({'pandas', 'matplotlib', 'papermill'} & set(sys.modules), file=sys.stderr)")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, "COMPARE_HOME": str(home)})  # fmt: skip
    assert done.stderr == "set()\n"
    assert {one["source"] for one in json.loads(done.stdout)["sources"]} == {"kolada", "worldbank"}
