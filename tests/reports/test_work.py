"""What several threads of a run use is there before they begin."""

from __future__ import annotations

import subprocess
import sys

from compare.comparison import handed
from compare.reports import run as steps
from compare.reports.produce import produce
from compare.reports.work import Made
from reports.world import fill

ASK = """
import sys
from compare.reports.work import load_tools
load_tools()
tools = {"nbconvert", "papermill", "nbclient", "jupyter_client"}
before = {name for name in sys.modules if name.split(".")[0] in tools}
import compare.reports.engine, compare.reports.render
import papermill.clientwrap, nbconvert.exporters.templateexporter
compare.reports.render._exporter()
after = {name for name in sys.modules if name.split(".")[0] in tools}
print(sorted(after - before))
"""


def test_threads_import_nothing_that_imports_itself_in_circles():
    """nbconvert begun by two threads at once ends in an error of Python's; its parts are loaded by then."""
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_tools_are_loaded_before_a_second_thread_begins(world, monkeypatch):
    """And the comparison is handed over before anything else reads it."""
    order = []
    begin, load, hand = steps._begin, steps.load_tools, handed.hand_over

    def make(todo, *_, keep, **__):
        order.append("notebooks")
        made = Made(keep)
        for page in todo:
            made.take(page.path, fill(page, "made"))
        return made

    monkeypatch.setattr(handed, "hand_over", lambda *given: order.append("handed") or hand(*given))
    monkeypatch.setattr(steps, "load_tools", lambda: order.append("tools") or load())
    monkeypatch.setattr(steps, "_begin", lambda *given: order.append("second thread") or begin(*given))
    monkeypatch.setattr(steps, "make_here", make)
    assert produce("x", output=world / "site").published
    assert order == ["handed", "tools", "second thread", "notebooks"]
