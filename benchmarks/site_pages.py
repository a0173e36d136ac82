"""The whole site made anew: against the two commands on the same notebooks, and against one plain process."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from measure import HERE, Line

ROUNDS = 3  #: whole sites take minutes; the contestants take turns, so that all meet the machine in the same moods
_TIMED = 10  #: notebooks that the two commands are timed on
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run() -> list[Line]:
    """Seconds a page, and the most memory that all processes of a run held at once."""
    pages = _plan()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contestants = {"cores": _report(folder, _CORES), "one": _report(folder, 1), "floor": _floor(folder)}
        taken: dict[str, list[float]] = {key: [] for key in contestants}
        commands = []
        for number in range(ROUNDS):
            for key, command in contestants.items():
                taken[key].append(_time(command, folder))
            # Each round a third of the ten notebooks, so that the commands meet the same moods too.
            commands += [_time_commands(page, folder) for page in _spread(pages)[number::ROUNDS]]
        peaks = {key: _weigh(command, folder) for key, command in contestants.items()}
    each = {key: statistics.median(found) / len(pages) for key, found in taken.items()}
    two, floor = statistics.mean(commands), each["floor"]
    many = f"{len(pages)} pages, {_CORES} jobs"
    return [
        Line(f"{many} / papermill, nbconvert (of {_TIMED})", each["cores"], two, "s", 0.12),
        Line(f"{many} / one plain process : {_CORES} cores", each["cores"], floor / _CORES, "s", 2.2),
        Line(f"{len(pages)} pages, 1 job / one plain process", each["one"], floor, "s"),
        Line(f"{many}, memory / one plain process", peaks["cores"], peaks["floor"], "MiB"),
        Line(f"{len(pages)} pages, 1 job, memory / one plain process", peaks["one"], peaks["floor"], "MiB"),
    ]


def _plan() -> list:
    from compare.catalogue.load import load_catalogue, load_partnership
    from compare.reports.site import plan_pages

    return list(plan_pages(load_partnership("lund-francistown"), load_catalogue()))


def _spread(pages: list) -> list:
    """Ten of the pages, evenly from the first to the last: both languages, chapters, goals with much and little."""
    return [pages[round(number * (len(pages) - 1) / (_TIMED - 1))] for number in range(_TIMED)]


def _report(folder: Path, jobs: int) -> Callable[[], list[str]]:
    return lambda: [
        sys.executable, "-m", "compare", "report", "--jobs", str(jobs), "--output", tempfile.mkdtemp(dir=folder),
    ]  # fmt: skip


def _floor(folder: Path) -> Callable[[], list[str]]:
    script = f"import sys; sys.path.insert(0, {str(HERE)!r}); import site_floor; site_floor.main(sys.argv[1])"
    return lambda: [sys.executable, "-c", script, tempfile.mkdtemp(dir=folder)]


def _environment(folder: Path) -> dict[str, str]:
    """What a person has fetched into the checkout is not what is measured."""
    path = os.pathsep.join(filter(None, (str(HERE.parent / "src"), os.environ.get("PYTHONPATH"))))
    return os.environ | {"COMPARE_HOME": str(folder / "home"), "PYTHONPATH": path, "PYTHONHASHSEED": "0"}


def _time(command: Callable[[], list[str]], folder: Path) -> float:
    """Seconds of a whole process, its start and its imports among them."""
    words = command()
    start = time.perf_counter()
    done = subprocess.run(words, env=_environment(folder), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def _time_commands(page, folder: Path) -> float:
    """Seconds that `papermill` and then `jupyter nbconvert` take for one page."""
    from compare.home import notebook_folder

    made, source = folder / "made.ipynb", notebook_folder() / page.notebook
    given = [word for key, value in page.parameters.items() for word in ("-r", key, value)]
    first = [sys.executable, "-m", "papermill", str(source), str(made), "-k", "python3", "--no-progress-bar", *given]
    then = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", str(made)]
    return _time(lambda: first, folder) + _time(lambda: then, folder)


def _weigh(command: Callable[[], list[str]], folder: Path) -> float:
    """MiB that a process and all it starts hold at once at most; what they share counts once."""
    most = 0.0
    with subprocess.Popen(
        command(), env=_environment(folder), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        top = psutil.Process(running.pid)
        while running.poll() is None:
            held = 0
            with contextlib.suppress(psutil.Error):
                for process in [top, *top.children(recursive=True)]:
                    with contextlib.suppress(psutil.Error, OSError):
                        held += process.memory_full_info().pss
            most = max(most, held / 2**20)
            time.sleep(0.5)
    return most
