"""A run that is killed anywhere leaves a whole site, and the next one needs no help."""

import functools
import os
import signal
import sys
import threading
import time

import pytest

from compare.errors import BusyError
from compare.reports import editions, partial, publish
from compare.reports import run as steps
from compare.reports.produce import produce
from compare.reports.publish import Publication, hold
from compare.reports.work import Made
from reports.world import WHOLE, fill, rewrite, texts

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process is forked and killed")
NEW = {path: text.replace("one", "two") for path, text in WHOLE.items()}


def die(*_, **__):
    """As if the power were cut."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(times, function):
    """`function`, which dies when it is called so many times and once more."""
    calls = []

    def call(*given, **how):
        calls.append(1)
        if len(calls) > times:
            die()
        return function(*given, **how)

    return call


def make_without_kernels(todo, *_, keep, said="two", **__):
    """What the notebooks would give, at once: a forked process must not start kernels."""
    made = Made(keep)
    for page in todo:
        made.take(page.path, fill(page, f"goal {page.goal} {said}"))
    return made


#: At which step -> what dies, and how far it comes before.
STAGES = {
    "while notebooks run": lambda patch: patch(steps, "make_here", die),
    "before anything is written": lambda patch: patch(steps, "fill", die),
    "with half of the files written": lambda patch: patch(os, "mkdir", after(2, os.mkdir)),
    "before editions are laid down": lambda patch: patch(editions, "lay_down", die),
    "with half of an edition": lambda patch: patch(os, "link", after(3, os.link)),
    "while it is judged": lambda patch: patch(steps, "_judge", die),
    "before the record": lambda patch: patch(partial, "_digest", die),
    "before the new version is named": lambda patch: patch(publish, "_rename", die),
    "before the switch": lambda patch: patch(Publication, "_switch", die),
    "in the switch": lambda patch: patch(os, "replace", after(1, os.replace)),
    "after the switch": lambda patch: patch(Publication, "_prune", die),
    "before the inputs are remembered": lambda patch: patch(steps.Run, "_tell", die),
}


def run_and_die(world, stage, monkeypatch):
    """Run in a process of its own that is killed at `stage`; whether it was."""
    pid = os.fork()
    if pid == 0:
        try:
            STAGES[stage](monkeypatch.setattr)
            produce("x", output=world / "site")
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL


@pytest.fixture
def quick(world, monkeypatch):
    """The small site, published once; its notebooks say something new."""
    produce("x", output=world / "site")
    rewrite(world, "print(f'goal {goal} two')")
    monkeypatch.setattr(steps, "make_here", make_without_kernels)
    return world


def test_a_killed_run_leaves_a_whole_site_and_the_next_run_needs_no_help(quick, monkeypatch):
    """At every stage: the old site or the new one, never a part of each, nothing held, and then the new one."""
    seen = {}
    for stage in STAGES:
        assert run_and_die(quick, stage, monkeypatch), f"{stage}: the run came to its end"
        found = texts(quick / "site")
        assert found in (WHOLE, NEW), stage
        seen[stage] = "new" if found == NEW else "old"
        with hold(quick / "site"):
            pass
        rewrite(quick, f"print(f'goal {{goal}} one')  # before {stage}")
        with monkeypatch.context() as patch:
            patch.setattr(steps, "make_here", functools.partial(make_without_kernels, said="one"))
            assert produce("x", output=quick / "site", again=True).published, stage
        assert texts(quick / "site") == WHOLE, stage
        assert not (quick / ".versions" / "site" / "staging").exists(), stage
        rewrite(quick, f"print(f'goal {{goal}} two')  # after {stage}")
    assert set(seen.values()) == {"old", "new"}
    assert seen["before the switch"] == "old"
    assert seen["after the switch"] == "new"


def test_readers_meet_whole_sites_while_runs_publish(quick, monkeypatch):
    """Whoever resolves the path once and reads on has pages of one run, and none that is cut off or missing."""
    faults, versions, over = [], set(), threading.Event()

    def read():
        while not over.is_set():
            here = (quick / "site").resolve()
            try:
                pages = {path.name: path.read_text(encoding="utf-8") for path in sorted(here.glob("*/*.html"))}
            except OSError as error:
                faults.append(error)
                continue
            told = {text.split("<p>")[2].split("<")[0].split()[-1] for name, text in pages.items() if "goal" in name}
            if len(told) != 1 or not all(text.rstrip().endswith("</html>") for text in pages.values()):
                faults.append((told, len(pages)))
            versions.add(here.name)
            time.sleep(0.001)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(4):
            make = functools.partial(make_without_kernels, said=f"number{number}")
            monkeypatch.setattr(steps, "make_here", make)
            assert produce("x", output=quick / "site", again=True).published
    finally:
        over.set()
        reader.join()
    assert faults == []
    assert len(versions) > 1


def test_two_runs_at_once(quick):
    """The second is told at once, and leaves the first alone."""
    with hold(quick / "site"):
        begun = time.monotonic()
        with pytest.raises(BusyError, match="Another run is making the site"):
            produce("x", output=quick / "site")
        assert time.monotonic() - begun < 5
    assert texts(quick / "site") == WHOLE
