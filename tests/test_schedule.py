"""The recipes for schedules: what can be tried here is tried, the rest is read as its programs would read it."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
import yaml

from compare.cli import make_parser
from compare.reports.status import CODES

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
STOCKHOLM, GABORONE = ZoneInfo("Europe/Stockholm"), ZoneInfo("Africa/Gaborone")
SCHEDULE = (ROOT / "docs/schedule.md").read_text(encoding="utf-8")
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
#: Nights in which clocks are changed in Sweden.
NIGHTS = [("2027-03-27 12:00", "2027-03-28"), ("2027-10-30 12:00", "2027-10-31")]


def read(name):
    """A file of the recipes."""
    return (DEPLOY / name).read_text(encoding="utf-8")


def section(name):
    """One recipe in the document."""
    return re.search(rf"### {re.escape(name)}\n(.*?)(?=\n##|\Z)", SCHEDULE, re.DOTALL)[1]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_finds_no_fault_in_the_units(tmp_path):
    """With the paths of this machine, since it looks whether the program exists."""
    for path in (DEPLOY / "systemd").iterdir():
        here = path.read_text().replace("/opt/compare/.venv/bin/python", sys.executable)
        (tmp_path / path.name).write_text(here.replace("/opt/compare", str(ROOT)))
    words = ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    # What this machine's own units have is not about these.
    told = [line for line in (done.stdout + done.stderr).splitlines() if "compare" in line or str(tmp_path) in line]
    assert told == []
    broken = (tmp_path / "compare.timer").read_text().replace("03:40:00 UTC", "25:40:00 UTC")
    (tmp_path / "compare.timer").write_text(broken)
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "compare.timer" in done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
@pytest.mark.parametrize(("base", "day"), NIGHTS)
def test_the_timer_elapses_once_on_a_day_when_clocks_are_changed(base, day):
    """As systemd itself reckons it."""
    (when,) = re.findall(r"^OnCalendar=(.*)$", read("systemd/compare.timer"), re.MULTILINE)
    words = ["systemd-analyze", "calendar", f"--base-time={base}", "--iterations=3", when]
    environ = {"TZ": "Europe/Stockholm", "LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environ)
    assert len(re.findall(rf"(?:elapse|Iter\. #\d): \w+ {day}", done.stdout)) == 1, done.stdout


def utc_times():
    """Each recipe's time of day in UTC, as written in it."""
    cron = re.compile(r'"(\d+) (\d+) \* \* \*"')
    found = {}
    for name in ("github-actions.yml", "gitlab-ci.yml", "airflow_dag.py"):
        minute, hour = cron.search(read(name)).groups()
        found[name] = (int(hour), int(minute))
    found["systemd/compare.timer"] = tuple(map(int, re.search(r"OnCalendar=\*-\*-\* (\d+):(\d+):00 UTC", read(
        "systemd/compare.timer")).groups()))  # fmt: skip
    found["compare-task.xml"] = tuple(map(int, re.search(r"T(\d+):(\d+):00Z</StartBoundary>", read(
        "compare-task.xml")).groups()))  # fmt: skip
    return found


@pytest.mark.parametrize("name", list(utc_times()))
def test_no_time_lies_in_the_hour_that_is_missing_or_twice(name):
    """In either city, on every day of a year: one run a day, and none between two and three at night."""
    hour, minute = utc_times()[name]
    moments = [datetime(2027, 1, 1, hour, minute, tzinfo=UTC) + timedelta(days=day) for day in range(365)]
    for zone in (STOCKHOLM, GABORONE):
        local = [moment.astimezone(zone) for moment in moments]
        assert len({one.date() for one in local}) == 365
        assert not any(one.hour == 2 for one in local)


def test_the_local_time_of_cron_exists_on_every_day():
    """Outside the hours in which Europe changes its clocks."""
    hour = int(re.search(r"^\d+ (\d+) \* \* \* ", read("compare.cron"), re.MULTILINE)[1])
    assert hour not in (1, 2, 3)


def test_what_a_timer_missed_is_made_up_for_and_two_never_run_at_once():
    """Each in the words of its program."""
    assert "Persistent=true" in read("systemd/compare.timer")
    assert "RandomizedDelaySec=" in read("systemd/compare.timer")
    assert "<StartWhenAvailable>true<" in read("compare-task.xml")
    assert "<MultipleInstancesPolicy>IgnoreNew<" in read("compare-task.xml")
    assert yaml.safe_load(read("github-actions.yml"))["concurrency"]["cancel-in-progress"] is False
    assert yaml.safe_load(read("gitlab-ci.yml"))["compare"]["resource_group"]
    assert "max_active_runs=1" in read("airflow_dag.py")


def test_that_another_run_was_on_is_no_failure():
    """75, where a program can be told so."""
    assert "SuccessExitStatus=75" in read("systemd/compare.service")
    assert yaml.safe_load(read("gitlab-ci.yml"))["compare"]["allow_failure"]["exit_codes"] == [75]
    assert "skip_on_exit_code=75" in read("airflow_dag.py")


@pytest.mark.parametrize(("code", "mail"), [(0, False), (75, False), (1, True), (2, True), (3, True), (4, True)])
def test_cron_sends_a_mail_only_where_something_is_to_be_done(tmp_path, code, mail):
    """Its line, run by a shell as cron runs it; what it prints is what is mailed. The log has every run."""
    line = next(line for line in read("compare.cron").splitlines() if line.startswith("40 "))
    command = re.sub("/opt/compare|/var/log/compare", str(tmp_path), line.split(maxsplit=6)[6])
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\necho words: $*\nexit {code}\n")
    python.chmod(0o755)
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("words: -m compare run\n" if mail else "", "")
    assert (tmp_path / "run.log").read_text() == "words: -m compare run\n"
    assert "%" not in line  # cron would read it as the end of the line


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_command_in_a_recipe_is_one_of_the_command_line(path):
    """With options that it knows; and the deadline is shorter than the time that the schedule gives."""
    text = path.read_text(encoding="utf-8").replace("<Arguments>", "python ").replace("</Arguments>", "")
    found = re.findall(r"-m compare ((?:run|status)(?: --[a-z-]+(?: \d+)?)*)", text)
    for words in found:
        told = make_parser().parse_args(words.split())
        assert getattr(told, "deadline", 0) <= 7200
    if path.name not in ("compare.timer", "Containerfile"):
        assert found


def test_the_limits_of_the_schedules_are_longer_than_the_deadline():
    """Two hours and a quarter: a run ends by itself."""
    assert "TimeoutStartSec=2h 15min" in read("systemd/compare.service")
    assert "<ExecutionTimeLimit>PT2H15M<" in read("compare-task.xml")
    assert yaml.safe_load(read("github-actions.yml"))["jobs"]["run"]["timeout-minutes"] == 135
    assert yaml.safe_load(read("gitlab-ci.yml"))["compare"]["timeout"] == "2h 15m"
    assert "timedelta(hours=2, minutes=15)" in read("airflow_dag.py")


def test_the_task_for_windows_is_what_its_program_reads():
    """Well-formed, in its namespace, with one command."""
    root = ElementTree.fromstring(read("compare-task.xml"))
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    assert root.tag == f"{space}Task"
    assert [one.text for one in root.iter(f"{space}Command")] == ["C:\\compare\\.venv\\Scripts\\python.exe"]


def test_the_workflow_publishes_what_there_is_after_a_failure_too():
    """The state is kept between runs; the site and the record are there after every exit code."""
    steps = yaml.safe_load(read("github-actions.yml"))["jobs"]["run"]["steps"]
    kept = next(step for step in steps if step.get("uses", "").startswith("actions/cache"))
    assert kept["with"]["path"] == "state"
    assert {step["with"]["name"] for step in steps if step.get("if") == "always()"} == {"site", "record"}


def test_what_the_container_copies_exists():
    """And all of data/ that the command reads is among it."""
    text = read("Containerfile")
    sources = [word for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert all((ROOT / source).exists() for source in sources)
    data = {f"data/{part}" for part in ("catalogue", "partnerships", "snapshot", "boundaries")}
    assert data | {"notebooks", "src"} <= set(sources)
    assert json.loads(re.search(r"^CMD (.*)$", text, re.MULTILINE)[1]) == ["run"]


def test_the_dag_is_python():
    """It needs Airflow to run; that is not here."""
    tree = ast.parse(read("airflow_dag.py"))
    assert ast.get_docstring(tree)


@pytest.mark.parametrize(
    "recipe", ["systemd", "cron", "Windows Task Scheduler", "GitHub Actions", "GitLab", "A container", "Airflow"]
)
def test_each_recipe_names_its_file_and_says_whether_it_was_tried(recipe):
    """In so many words."""
    text = section(recipe)
    named = re.findall(r"`(deploy/[\w./-]+)`", text)
    assert named
    assert all((ROOT / name).is_file() for name in named)
    assert re.search(r"^(Tried|Not tried): ", text, re.MULTILINE)


def test_every_file_is_in_a_recipe():
    """None is left without a word."""
    assert {path.relative_to(ROOT).as_posix() for path in FILES} == set(re.findall(r"`(deploy/[\w./-]+)`", SCHEDULE))


def test_the_document_and_status_know_the_same_exit_codes():
    """All of those that a run can end with."""
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", SCHEDULE, re.MULTILINE)] == list(CODES)
    schema = json.loads((ROOT / "src/compare/reports/schema/run.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["exit_code"]["anyOf"][0]["enum"] == list(CODES)


def test_each_field_of_the_record_is_in_its_document():
    """Of the run, of a source and of a partnership."""
    text = (ROOT / "docs/run.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "src/compare/reports/schema/run.schema.json").read_text(encoding="utf-8"))
    fields = [schema, schema["$defs"]["source"], schema["$defs"]["partnership"]]
    fields.append(schema["$defs"]["partnership"]["properties"]["pages"]["items"])
    fields.append(schema["$defs"]["source"]["properties"]["answers"]["items"])
    assert [name for part in fields for name in part["properties"] if f"`{name}`" not in text] == []
    states = schema["$defs"]["partnership"]["properties"]["status"]["enum"]
    assert [state for state in states if f"`{state}`" not in text] == []
