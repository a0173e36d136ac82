"""The command of a schedule, as a schedule runs it: services that answer, fail or lie, pages made by a stand-in."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from compare import cli, cli_run
from compare.catalogue.load import load_catalogue
from compare.errors import BusyError, CatalogueError, ReportError
from compare.observations.frame import load_observations
from compare.reports import produce as producing
from compare.reports.outcome import Outcome
from compare.reports.run_record import find_runs
from sources.loopback import Reply, serving
from sources.offices import Offices

SCHEMA = json.loads((Path(cli.__file__).parent / "reports/schema/run.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)


class Maker:
    """Stands in for `produce`: notes what it is told, publishes one page, and fails as a test wishes."""

    def __init__(self):
        self.told, self.words, self.failed, self.error, self.failures = [], "one", {}, {}, ()

    def __call__(self, partnership, *, output, **how):
        """As `produce`."""
        self.told.append((partnership, output, how))
        if partnership in self.error:
            raise self.error[partnership]
        output.mkdir(parents=True, exist_ok=True)
        (output / "index.html").write_text(self.words)
        digest = f"{len(self.words):064x}"
        pages = {path: {"html": [path], "sha256": digest, "inputs": "", "edition": "Edition 1"}
                 for path in ("en/index.html", "en/goal-05.html")}  # fmt: skip
        (output / "run.json").write_text(json.dumps({"partnership": partnership, "pages": pages}))
        changes = [{"id": f"change-{number}"} for number in range(len(self.told))]
        (output / "changes.json").write_text(json.dumps({"changes": changes}))
        made = tuple(path for path in pages if path not in self.failed)
        return Outcome(output, made=made, failed=self.failed, failures=self.failures, edition=date(2026, 11, 25))


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A folder of its own for everything a run writes, and no service in reach."""
    monkeypatch.setenv("COMPARE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def maker(monkeypatch):
    """In place of `produce`."""
    stand_in = Maker()
    monkeypatch.setattr(producing, "produce", stand_in)
    return stand_in


@pytest.fixture
def offices(monkeypatch):
    """Kolada and the World Bank on loopback, with the titles and figures of the bundle."""
    loaded, catalogue = load_observations(fetched=False), load_catalogue()
    codes = {source: {area.codes[source]: area.code for area in catalogue.areas.values() if source in area.codes}
             for source in ("kolada", "worldbank")}  # fmt: skip
    titles = dict(zip(loaded.series["series"], loaded.series["title"], strict=True))
    with serving(make=lambda url: Offices(url, figures=loaded.observations, codes=codes, titles=titles)) as server:
        for name, value in server.environ.items():
            monkeypatch.setenv(name, value)
        yield server


def run(*words):
    """The command in this process; its exit code."""
    return cli.main(["run", *words])


def record():
    """The record of the last run, which keeps to its schema."""
    told = json.loads((find_runs() / "latest.json").read_text(encoding="utf-8"))
    VALID.validate(told)
    assert json.loads((find_runs() / f"{told['id']}.json").read_text(encoding="utf-8")) == told
    return told


@pytest.mark.usefixtures("offices")
def test_a_run_asks_makes_and_records(home, maker, capsys):
    """Exit code 0; one line on standard output; what each source gave with its hashes, and each page."""
    assert run("--source", "kolada") == 0
    out, err = capsys.readouterr()
    told = r"Run \S+: 1 of 1 source renewed; 2 pages made, 0 unchanged, 1 change found; exit code 0\.\n"
    assert re.fullmatch(told, out)
    assert "kolada: renewed" in err
    told = record()
    assert (told["state"], told["exit_code"], told["summary"]) == ("ended", 0, out.strip())
    (source,) = told["sources"]
    assert (source["id"], source["state"], source["hosts"][0]) == ("kolada", "renewed", "api.kolada.se")
    assert len(source["answers"]) == source["asked"] > 0
    assert source["answers"][0]["status"] == 200
    assert [page["path"] for page in told["partnerships"][0]["pages"]] == ["en/goal-05.html", "en/index.html"]
    assert all(page["changed"] and page["status"] == "made" for page in told["partnerships"][0]["pages"])
    assert maker.told[0][:2] == ("lund-francistown", home / "reports" / "site")


def test_a_second_run_finds_the_same_pages(offices):
    """Nothing is asked that is young, and pages with the same bytes are not called changed."""
    run("--source", "kolada")
    asked = len(offices.asked)
    assert run("--source", "kolada") == 0
    assert len(offices.asked) == asked
    told = record()
    assert told["sources"][0]["kept"] > 0
    assert told["sources"][0]["answers"] == []
    assert not any(page["changed"] for page in told["partnerships"][0]["pages"])
    assert len(list(find_runs().glob("[0-9]*.json"))) == 2


def test_an_answer_cut_short_ends_with_3_and_nothing_of_it_is_kept(home, maker, offices, capsys):
    """The other source is renewed, the pages are made all the same."""
    offices.faults["worldbank"] = Reply(b'{"rows": [', fault="short")
    assert run("--source", "kolada", "worldbank", "--deadline", "200") == 3
    told = {one["id"]: one for one in record()["sources"]}
    assert (told["kolada"]["state"], told["worldbank"]["state"]) == ("renewed", "failed")
    assert told["worldbank"]["told"]
    assert not (home / "data/raw/worldbank").exists()
    assert len(maker.told) == 1
    assert "exit code 3." in capsys.readouterr().out


def test_an_emptied_answer_ends_with_3_and_the_values_stay(offices):
    """A valid answer with no rows, from a source that had them, is not taken for "none"."""
    standing = load_observations().observations
    had = (standing["series"] == "wdi:SP.DYN.LE00.IN").sum()
    assert had > 0
    offices.figures = offices.figures[~offices.figures["series"].str.startswith("wdi:")]
    assert run("--source", "kolada", "worldbank") == 3
    told = {one["id"]: one for one in record()["sources"]}
    assert (told["kolada"]["state"], told["worldbank"]["state"]) == ("renewed", "failed")
    assert told["worldbank"]["told"]
    standing = load_observations().observations
    assert (standing["series"] == "wdi:SP.DYN.LE00.IN").sum() == had


def test_changes_that_were_found_are_counted(maker, capsys):
    """Those that are new on the site's record."""
    maker.told += [None, None]
    run("--offline")
    assert record()["partnerships"][0]["changes"] == 3
    assert "3 changes found" in capsys.readouterr().out
    run("--offline")
    assert record()["partnerships"][0]["changes"] == 1


def test_where_nothing_could_be_had_the_pages_are_made_of_what_is_stored(maker, offices, capsys):
    """Exit code 4."""
    offices.faults["kolada"] = Reply(b"{}", status=403)
    assert run("--source", "kolada") == 4
    assert len(maker.told) == 1
    assert "0 of 1 source renewed; 2 pages made" in capsys.readouterr().out
    assert record()["exit_code"] == 4


def test_offline_nobody_is_asked_and_no_age_counts(home, offices):
    """Exit code 0 with figures that are far too old."""
    write_ages(home, "2020-01-01T00:00:00Z", "2026-11-25T00:00:00Z")
    assert run("--offline") == 0
    assert offices.asked == []
    assert record()["stale"] == []


@pytest.mark.usefixtures("offices")
def test_figures_older_than_allowed_end_with_3(home, capsys):
    """A source that a refresh should have renewed is named, with its day."""
    run("--source", "kolada")
    write_ages(home, "2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z")
    assert run("--source", "kolada") == 3
    assert record()["stale"] == ["worldbank"]
    assert "worldbank: last renewed on 2025-01-01, more than 3 months" in capsys.readouterr().err


def write_ages(home, renewed, tried):
    """As if the World Bank had been asked last at `tried`."""
    live = home / "data" / "live"
    number = (live / "current").read_text().strip() if (live / "current").exists() else "1"
    (live / number).mkdir(parents=True, exist_ok=True)
    (live / "current").write_text(number)
    table = live / number / "sources.csv"
    head = "source,tried,state,renewed,told,emptied\n"
    rows = table.read_text() if table.exists() else head
    table.write_text(f"{rows}worldbank,{tried},failed,{renewed},no answer,\n")
    if (live / number / "live.sha256").exists():
        import hashlib

        digest = hashlib.sha256(table.read_bytes()).hexdigest()
        hashes = (live / number / "live.sha256").read_text()
        fresh = re.sub(r"^\w+(  sources.csv)$", rf"{digest}\1", hashes, flags=re.MULTILINE)
        (live / number / "live.sha256").write_text(fresh)


def test_a_page_that_failed_ends_with_3_and_is_in_the_record(maker, capsys):
    """Its last good one stays; the message is in the log and in the record."""
    maker.failed = {"en/goal-05.html": "03_goal.ipynb (goal 5) stopped at cell 4."}
    assert run("--offline") == 3
    pages = {page["path"]: page for page in record()["partnerships"][0]["pages"]}
    assert pages["en/goal-05.html"]["status"] == "failed"
    assert pages["en/goal-05.html"]["message"] == "03_goal.ipynb (goal 5) stopped at cell 4."
    assert record()["partnerships"][0]["status"] == "partly"
    out, err = capsys.readouterr()
    assert "stopped at cell 4" in err
    assert "1 page made, 0 unchanged, 1 failed" in out


def test_a_site_that_was_not_published_ends_with_3(maker):
    """The pages that are there are those of before."""
    maker.failures = ("en/index.html: a fault.",)
    assert run("--offline") == 3
    (made,) = record()["partnerships"]
    assert (made["status"], made["messages"]) == ("failed", ["en/index.html: a fault."])
    assert {page["status"] for page in made["pages"]} == {"carried"}


@pytest.mark.usefixtures("two")
def test_several_partnerships_have_a_folder_each_and_one_that_fails_costs_no_other(home, maker, capsys):
    """The gravest exit code stands; each is in the record."""
    maker.error = {"a-b": ReportError("a-b: could not be made.")}
    assert run("--offline", "--partnership", "a-b", "lund-francistown", "--output", str(home / "sites")) == 3
    assert [(name, site) for name, site, _ in maker.told] == [
        ("a-b", home / "sites/a-b"), ("lund-francistown", home / "sites/lund-francistown"),
    ]  # fmt: skip
    assert [one["status"] for one in record()["partnerships"]] == ["failed", "made"]
    assert "not published: a-b" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (BusyError("Another run is making it."), 75, "busy"),
        (CatalogueError("A fault in the catalogue."), 2, "refused"),
        (RuntimeError("nobody thought of it"), 1, "failed"),
    ],
)
def test_what_ends_a_site_is_told_by_its_exit_code(maker, error, code, status):
    """And recorded; what nobody thought of leaves its trace in a file beside the record."""
    maker.error = {"lund-francistown": error}
    assert run("--offline") == code
    (made,) = record()["partnerships"]
    assert made["status"] == status
    assert bool(list(find_runs().glob("*.trace.txt"))) == (code == 1)


@pytest.fixture
def two(tmp_path, monkeypatch):
    """A second partnership, by the id a-b."""
    folder = tmp_path / "more" / "partnerships"
    folder.mkdir(parents=True)
    for name in ("a-b", "lund-francistown"):
        (folder / f"{name}.toml").write_text("")
    monkeypatch.setattr(cli_run, "data_folder", lambda: tmp_path / "more")


@pytest.mark.usefixtures("two")
def test_a_part_of_the_partnerships_is_made_by_each_machine(home, maker):
    """Sorted by their ids, every second one; where there are fewer than machines, nothing is to do."""
    named = ("--offline", "--partnership", "lund-francistown", "a-b")
    assert run(*named, "--shard", "1/2") == 0
    assert run(*named, "--shard", "2/2") == 0
    assert run(*named, "--shard", "3/3") == 0
    assert [name for name, _, _ in maker.told] == ["a-b", "lund-francistown"]
    assert maker.told[0][1] == home / "reports/sites/a-b"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--shard", "4/3"), r"The part '4/3' of the partnerships cannot be made: it must be i/n"),
        (("--shard", "x"), r"The part 'x'"),
        (("--partnership", "lund"), r"Unknown partnership 'lund'. Closest: lund-francistown"),
        (("--goal", "55"), r"Unknown goal '55'"),
        (("--source", "kolda"), r"Unknown live source 'kolda'. Closest: kolada"),
        (("--scheduler", "somewhere"), r"No scheduler can be reached at 'somewhere'"),
        (("--notify-command", "mail 'x"), r"cannot be used: No closing quotation"),
        (("--notify-command", " "), r"cannot be used: it is empty"),
    ],
)
def test_a_wrong_option_is_one_message_and_nothing_is_done(maker, capsys, words, told):
    """Exit code 2; no record, nobody asked."""
    assert run(*words) == 2
    assert re.search(told, capsys.readouterr().err)
    assert maker.told == []
    assert not find_runs().exists()


@pytest.mark.parametrize("words", [("--deadline", "0"), ("--keep", "-1"), ("--jobs", "many"), ("--since", "recently")])
def test_a_wrong_number_is_told_by_the_option(capsys, words):
    """Exit code 2, before anything."""
    with pytest.raises(SystemExit) as left:
        run(*words)
    assert left.value.code == 2
    assert words[0] in capsys.readouterr().err


def test_what_is_left_of_the_time_bounds_the_refresh_and_each_notebook(maker, monkeypatch):
    """Half of it for the services, the rest for pages; never longer than ten minutes for one notebook."""
    heard = []
    monkeypatch.setattr("compare.cli_live.renew", lambda *_, deadline, **__: heard.append(deadline) or 1 / 0)
    assert run("--deadline", "100") == 1
    assert 40 < heard[0] <= 50
    assert 90 < maker.told[0][2]["timeout"] <= 100
    run("--offline", "--deadline", "5000")
    assert maker.told[1][2]["timeout"] == 600


@pytest.mark.usefixtures("two")
def test_a_site_whose_turn_comes_too_late_is_not_begun(maker, monkeypatch):
    """Exit code 3, and the record says so."""
    clock = iter([0.0, 0.0, *[99.5] * 20])
    monkeypatch.setattr("compare.reports.unattended.time.monotonic", lambda: next(clock))
    assert run("--offline", "--deadline", "100", "--partnership", "a-b", "lund-francistown") == 3
    assert [name for name, _, _ in maker.told] == ["a-b"]
    assert [one["status"] for one in record()["partnerships"]] == ["made", "late"]


def test_the_log_for_machines_is_one_object_a_line_with_the_same_messages(maker, offices, capsys):
    """Time, level, event, message; standard output is the same line as for people."""
    offices.faults["worldbank"] = Reply(b"{}", status=403)
    maker.failed = {"en/goal-05.html": "It failed."}
    run("--source", "kolada", "worldbank", "--log-json")
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in err.splitlines()]
    assert all({"time", "level", "event", "message"} <= set(line) for line in lines)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["time"]) for line in lines)
    events = {line["event"]: line for line in lines}
    assert events["page-failed"]["page"] == "en/goal-05.html"
    assert events["page-failed"]["level"] == "error"
    assert out.startswith("Run ")
    assert out.count("\n") == 1
    run("--source", "kolada", "worldbank")
    said = capsys.readouterr().err
    assert "It failed." in said
    assert "{" not in said.split("It failed.")[1]


def test_an_error_before_the_run_is_json_too(capsys):
    """A wrong partnership, for a machine that reads the log."""
    assert run("--partnership", "lund", "--log-json") == 2
    assert json.loads(capsys.readouterr().err)["event"] == "refused"


def test_the_notice_gets_the_record_once_after_the_end(home):
    """As its last argument, without a shell; the record it reads has the exit code."""
    script = home / "tell.py"
    script.write_text(
        "import json, sys\n"
        "told = json.load(open(sys.argv[-1], encoding='utf-8'))\n"
        "open(sys.argv[1], 'a').write(f\"{told['state']} {told['exit_code']} {sys.argv[2]}\\n\")\n"
    )
    told = home / "told.txt"
    assert run("--offline", "--notify-command", f"{sys.executable} {script} {told} '$HOME;x'") == 0
    assert told.read_text() == "ended 0 $HOME;x\n"
    assert record()["notified"]["fault"] == ""


@pytest.mark.parametrize(
    ("program", "told"),
    [("import sys; print('no mail today'); sys.exit(9)", "ended with exit code 9. It said: no mail today"),
     ("import time; time.sleep(60)", "did not end within 0.5 seconds")],
)  # fmt: skip
def test_a_notice_that_fails_or_hangs_is_told_and_not_repeated(monkeypatch, capsys, program, told):
    """Exit code 3; the pages are as they were made."""
    monkeypatch.setattr("compare.reports.notify.notify.__kwdefaults__", {"wait": 0.5 if "sleep" in program else 60.0})
    start = time.monotonic()
    assert run("--offline", "--notify-command", f'{sys.executable} -c "{program}"') == 3
    assert time.monotonic() - start < 20
    assert told in capsys.readouterr().err
    assert told in record()["notified"]["fault"]
    assert record()["partnerships"][0]["status"] == "made"


def test_a_program_that_is_not_there_is_told(capsys):
    """Exit code 3."""
    assert run("--offline", "--notify-command", "/nowhere/at-all") == 3
    assert "/nowhere/at-all could not be started" in capsys.readouterr().err


def test_a_second_run_ends_at_once_with_75_and_asks_nobody(offices):
    """Before any request, while the first still waits for its answers; the first is not touched by it."""
    offices.delay = 1.0
    words = [sys.executable, "-m", "compare", "run", "--source", "kolada", "--goal", "5", "--language", "en"]
    how = {"env": {**os.environ}, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    first = subprocess.Popen(words, **how)
    try:
        wait_for(lambda: offices.asked)
        before = record()
        second = subprocess.run([*words[:-4], "--deadline", "5"], timeout=60, check=False, **how)
        assert second.returncode == 75
        assert "Another run is on" in second.stderr
        assert record()["id"] == before["id"]
        assert record()["state"] == "running"
    finally:
        first.kill()
        first.communicate()
    from compare.reports.run_record import read_latest

    assert read_latest(find_runs())["state"] == "broken off"
    assert record()["state"] == "running"


def wait_for(there, seconds=60):
    """Until `there` gives something."""
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end
        threading.Event().wait(0.05)


def test_after_a_run_that_was_killed_the_next_says_so(capsys):
    """The dead one's record says from then on that it was broken off."""
    find_runs().mkdir(parents=True)
    dead = {"id": "20261124T021000Z-1", "state": "running", "process": 2**22 + 1, "host": os.uname().nodename}
    for name in ("latest.json", "20261124T021000Z-1.json"):
        (find_runs() / name).write_text(json.dumps(dead))
    assert cli.main(["status"]) == 0
    assert "broken off" in capsys.readouterr().out
    assert run("--offline") == 0
    assert "20261124T021000Z-1 before this one was broken off" in capsys.readouterr().err
    assert json.loads((find_runs() / "20261124T021000Z-1.json").read_text())["state"] == "broken off"
    assert record()["state"] == "ended"


def test_a_stop_is_in_the_record(maker):
    """A service manager's stop, or Ctrl-C: exit code 130."""
    maker.error = {"lund-francistown": KeyboardInterrupt()}
    assert run("--offline") == 130
    assert (record()["state"], record()["exit_code"]) == ("ended", 130)


def test_a_run_that_finds_no_machines_is_over_and_its_record_says_so(maker, monkeypatch, capsys):
    """Exit code 3; nobody was asked and no page made."""

    def refuse(_address):
        raise ReportError("No scheduler answers there.")

    monkeypatch.setattr("compare.reports.scheduler.open_executor", refuse)
    assert run("--offline", "--scheduler", "tcp://127.0.0.1:9") == 3
    assert "No scheduler answers there." in capsys.readouterr().err
    assert (record()["state"], record()["exit_code"], maker.told) == ("ended", 3, [])


def test_pages_are_made_where_the_scheduler_says(maker, monkeypatch):
    """Its executor is handed on."""
    monkeypatch.setattr("compare.reports.scheduler.open_executor", lambda address: contextlib.nullcontext([address]))
    assert run("--offline", "--scheduler", "tcp://127.0.0.1:9") == 0
    assert maker.told[0][2]["executor"] == ["tcp://127.0.0.1:9"]


@pytest.mark.slow
def test_a_run_with_nothing_to_do_loads_no_heavy_library_and_says_the_same(tmp_path):
    """Real pages of one goal, then the same run again: no pandas, every page unchanged, a record all the same."""
    words = ("run", "--offline", "--goal", "5", "--language", "en")
    code = (
        f"import sys; from compare.cli import main; code = main({list(words)!r}); "
        "print(code, *sorted({'pandas', 'pydantic', 'papermill', 'dataclasses'} & set(sys.modules)))"
    )
    told = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "COMPARE_HOME": str(tmp_path)},
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        told.append(done.stdout.splitlines())
    assert told[0][-1].startswith("0 ")
    assert "pandas" in told[0][-1]
    assert told[1][-1] == "0"
    assert "0 pages made" in told[1][0]
    VALID.validate(json.loads((tmp_path / "reports/runs/latest.json").read_text(encoding="utf-8")))
