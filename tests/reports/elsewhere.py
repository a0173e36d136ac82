"""Tasks that tests send to workers: real pages' frames around a tiny notebook that leaves a trace of each run."""

import os
import time
from dataclasses import replace
from types import SimpleNamespace

import psutil

from compare.catalogue.load import load_catalogue, load_partnership
from compare.reports.site import plan_pages, plan_site
from compare.reports.work import Task
from reports.notebooks import write_notebook

PARAMETERS = 'goal: str = "1"\nlog: str = ""\nseconds: float = 0.0'
CELL = """import os, time
from IPython.display import HTML
with open(log, "a", encoding="utf-8") as file:
    file.write(f"begin {goal} {os.getpid()} {os.getppid()}\\n")
time.sleep(seconds)
with open(log, "a", encoding="utf-8") as file:
    file.write(f"end {goal}\\n")
HTML(f"<h1>goal {goal}</h1>")"""


def make_tasks(folder, goals, *cells, seconds=0.0, timeout=60.0):
    """A task for each goal, in Swedish; each run of its notebook writes into ``folder/log``."""
    path = write_notebook(folder / "tiny.ipynb", *(cells or (CELL,)), parameters=PARAMETERS)
    partnership, catalogue = load_partnership("lund-francistown"), load_catalogue()
    site = plan_site(partnership, catalogue)
    comparison = SimpleNamespace(partnership=SimpleNamespace(id="lund-francistown"))
    pages = plan_pages(partnership, catalogue, [str(goal) for goal in goals], ["sv"])
    return [
        # A whole path in place of a file name, so that no worker looks for it among the project's own.
        Task(replace(page, notebook=str(path), parameters=tell(folder, page, seconds)), site, comparison, timeout)
        for page in pages
    ]


def tell(folder, page, seconds):
    """The parameters of one run."""
    return {"goal": page.goal, "log": str(folder / "log"), "seconds": float(seconds)}


def read_log(folder, word):
    """The goals whose notebooks have begun, or ended, in the order in which they did."""
    path = folder / "log"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.split()[1] for line in lines if line.startswith(word)]


def find_kernels(folder):
    """The processes of the kernels that the log names, and their parents, that still run."""
    lines = (folder / "log").read_text(encoding="utf-8").splitlines()
    pids = {int(pid) for line in lines if line.startswith("begin") for pid in line.split()[2:]} - {1, os.getpid()}
    return [pid for pid in pids if runs(pid)]


def runs(pid):
    """Whether a process is alive."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def soon(done, seconds=10):
    """Whether `done` comes true within some seconds."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.05)
    return done()
