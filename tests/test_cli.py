"""The command line: help without cost, one message where something cannot be had, and exit codes."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compare import __version__, cli
from compare.errors import BusyError, CatalogueError, ReportError, UnknownCodeError
from compare.reports import produce as producing
from compare.reports.produce import Outcome
from compare.reports.publish import OutputError


def run(*words, **environment):
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "compare", *words],
        capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_without_a_command_the_help_is_printed():
    """With every command, and exit code 0."""
    done = run()
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("report", "check", "bundle", "version"))


def test_the_version_is_told():
    """As a command and as an option."""
    assert run("version").stdout == run("--version").stdout == f"compare {__version__}\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--goal", "55"), r"Unknown goal '55'. Closest: .*5"),
        (("--goal", "5", "05"), r"Unknown goal '05'. Closest: .*5"),
        (("--language", "svenska"), r"Unknown language.*'svenska'.*sv"),
        (("--partnership", "lund-francistwon"), r"Unknown partnership 'lund-francistwon'. Closest: lund-francistown"),
        (("--partnership", "../etc"), r"Unknown partnership"),
    ],
)
def test_an_unknown_code_is_one_message_with_the_closest(tmp_path, words, told):
    """Exit code 2, one line, nothing written anywhere."""
    done = run("report", *words, "--output", str(tmp_path / "site"), COMPARE_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert re.match(told, done.stderr), done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", ["reprot", "report --jobs 0", "report --jobs x", "report --gaol"])
def test_wrong_usage_is_exit_code_2(words):
    """Told by the parser, with the usage."""
    done = run(*words.split())
    assert done.returncode == 2
    assert "usage: compare" in done.stderr


@pytest.fixture
def producing_raises(monkeypatch):
    """Let the run end with an error."""

    def put(error):
        def raising(*_, **__):
            raise error

        monkeypatch.setattr(producing, "produce", raising)

    return put


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnknownCodeError("goal", "55", ["5"]), 2),
        (CatalogueError("places.toml: kind is missing"), 2),
        (OutputError("The site cannot be written"), 2),
        (ReportError("03_goal.ipynb stopped"), 3),
        (BusyError("Another run"), 75),
        (KeyboardInterrupt(), 130),
    ],
)
def test_each_kind_of_error_has_its_exit_code_and_says_its_own_message(producing_raises, capsys, error, code):
    """On stderr, without a trace."""
    producing_raises(error)
    assert cli.main(["report"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert str(error) in err
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1


def test_an_unexpected_error_is_short_and_says_where_its_trace_is(producing_raises, capsys):
    """Exit code 1; the whole trace is in a file."""
    producing_raises(ZeroDivisionError("division by zero"))
    assert cli.main(["report"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("Unexpected ZeroDivisionError: division by zero.")
    assert len(err.splitlines()) == 1
    trace = Path(err.split("The trace is in ")[1].split(";")[0])
    assert "Traceback" in trace.read_text(encoding="utf-8")
    trace.unlink()


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), ReportError("x")])
def test_debug_shows_the_whole_trace(producing_raises, capsys, error):
    """On request only."""
    producing_raises(error)
    cli.main(["report", "--debug"])
    assert "Traceback" in capsys.readouterr().err


def test_failures_are_listed_and_the_last_good_site_is_named(monkeypatch, capsys, tmp_path):
    """Exit code 3, each failure a line, and where readers are meanwhile."""
    outcome = Outcome(tmp_path, failures=("goal 5 failed", "goal 6 failed"))
    monkeypatch.setattr(producing, "produce", lambda *_, **__: outcome)
    assert cli.main(["report"]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["goal 5 failed", "goal 6 failed"]
    assert lines[2] == f"Not published: 2 faults; there is no site yet, at {tmp_path}."
    (tmp_path / "index.html").touch()
    cli.main(["report"])
    assert "the site before stays as it was" in capsys.readouterr().err


def test_pages_that_fail_alike_are_one_line(monkeypatch, capsys, tmp_path):
    """One cause is read once, with how many pages it keeps back."""
    failures = (
        "n.ipynb (goal='1') stopped under 'X' (cell 2): KeyError: a. Open it.",
        "n.ipynb (goal='2') stopped under 'X' (cell 2): KeyError: a. Open it.",
        "n.ipynb (goal='3') stopped under 'X' (cell 2): KeyError: b. Open it.",
    )
    monkeypatch.setattr(producing, "produce", lambda *_, **__: Outcome(tmp_path, failures=failures))
    cli.main(["report"])
    assert capsys.readouterr().err.splitlines()[:2] == [failures[0] + " The same on 1 more page.", failures[2]]


def test_a_published_site_is_named_with_what_was_carried_over(monkeypatch, capsys, tmp_path):
    """The page to open, and how many pages are unchanged; all options are handed on."""
    given = {}

    def produce(partnership, **options):
        given.update(options, partnership=partnership)
        return Outcome(tmp_path, made=("sv/goal-05.html",), carried=("a", "b"))

    monkeypatch.setattr(producing, "produce", produce)
    words = ["report", "--goal", "5", "13", "--goal", "1", "--language", "sv", "--jobs", "2", "--output", "x"]
    words += ["--indicator", "fine-dust"]
    assert cli.main(words) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Carried over from the site before: 2 pages.",
        f"Made 1 page. Open {tmp_path / 'index.html'}",
    ]
    assert given == {
        "partnership": "lund-francistown", "goals": ["5", "13", "1"], "languages": ["sv"], "output": Path("x"),
        "pdf": False, "jobs": 2, "timeout": 600, "indicators": ["fine-dust"], "again": False,
    }  # fmt: skip


def test_a_stop_from_outside_ends_the_command_cleanly():
    """SIGTERM during a run: exit code 130 and one sentence."""
    code = (
        "import sys, time\nfrom compare import cli\nfrom compare.reports import produce\n"
        "def slow(*_, **__):\n    print('busy', flush=True)\n    time.sleep(60)\n"
        "produce.produce = slow\nsys.exit(cli.main(['report']))\n"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as child:
        assert child.stdout.readline() == "busy\n"
        time.sleep(0.1)
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=10) == 130
        assert child.stderr.read() == "Stopped. The site is as it was.\n"
