"""The site made anew, whole and in part: against the two commands on its notebooks, one plain process, a bare start."""

from __future__ import annotations

import contextlib
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
from measure import HERE, RUNS, Line, median
from site_copy import copy_project, put_in_force

#: Goals whose notebooks draw up to a dozen charts or so; what is measured five times must not take minutes.
GOALS = ("2", "7", "12", "14")
#: One goal for what grows with the number of partnerships, or of workers.
SMALL = ("14",)
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
Command = Callable[[], Sequence[str]]


def run() -> Iterator[Line]:
    """Seconds a page of some goals, by everyone; and what all processes of a run held at once."""
    with _bench() as bench:
        pages = bench.plan(GOALS)
        contestants = {jobs: bench.report(jobs, GOALS) for jobs in sorted({1, 2, 4, _CORES})}
        taken = bench.take_turns({**contestants, "floor": bench.floor(GOALS)})
        two = statistics.mean(bench.time_commands(page) for page in pages)
        each = {key: seconds / len(pages) for key, seconds in taken.items()}
        many = f"{len(pages)} pages, {_CORES} jobs"
        yield Line(f"{many} / papermill, then nbconvert", each[_CORES], two, "s", 0.12)
        yield Line(f"{many} / one plain process : {_CORES} cores", each[_CORES], each["floor"] / _CORES, "s", 2.2)
        for jobs in contestants:
            yield Line(f"{len(pages)} pages, {jobs} jobs / one plain process", each[jobs], each["floor"], "s")
        yield from _weigh_all(bench)


def run_whole() -> Iterator[Line]:
    """The whole site: by everyone, after one value was revised, and when nothing is new."""
    with _bench() as bench:
        pages = bench.plan(None)
        taken = bench.take_turns({"ours": bench.report(_CORES), "floor": bench.floor(None)})
        ours, floor = (taken[key] / len(pages) for key in ("ours", "floor"))
        spread = [pages[round(number * (len(pages) - 1) / 9)] for number in range(10)]
        two = statistics.mean(bench.time_commands(page) for page in spread)
        yield Line(f"all {len(pages)} pages, {_CORES} jobs / the two commands (of 10)", ours, two, "s", 0.12)
        yield Line(f"all {len(pages)} pages / one plain process : {_CORES} cores", ours, floor / _CORES, "s", 2.2)
        yield from _time_again(bench, ours)


def _time_again(bench: Bench, whole: float) -> Iterator[Line]:
    """Runs on a site that is there; `whole` are the seconds a page of one that is not."""
    site, days = bench.folder / "again", itertools.count(1)
    command = bench.report(_CORES, site=site)
    put_in_force(bench.home, next(days))
    bench.time(command)
    taken, counts = [], set()
    for _ in range(RUNS):
        before = bench.read_inputs(site)
        put_in_force(bench.home, next(days))
        taken.append(bench.time(command))
        counts.add(len(set(bench.read_inputs(site).items()) - set(before.items())))
    (count,) = counts
    yield Line(f"one value, seconds a page of {count} / of all", statistics.median(taken) / count, whole, "s", 1.3)
    bench.time(command)
    bare = median(lambda: bench.time(lambda: [sys.executable, "-c", "pass"]), 15)
    same = median(lambda: bench.time(command), 15)
    yield Line("nothing new / a bare start of Python", same, bare, "s", 6)


def run_many() -> Iterator[Line]:
    """Eight partnerships against one."""
    with _bench() as bench:
        names = copy_project(bench.folder / "copy", 8)
        bench.source = bench.folder / "copy" / "src"
        taken, peaks = {}, {}
        for count in (1, 8):
            command = bench.run(names[:count], SMALL)
            taken[count] = statistics.median(bench.time(command) for _ in range(RUNS))
            peaks[count] = bench.weigh(command)
        yield Line("8 partnerships / 1", taken[8], taken[1], "s", 8.5)
        yield Line("8 partnerships / 1, memory", peaks[8], peaks[1], "MiB", 1.1)


def _weigh_all(bench: Bench) -> Iterator[Line]:
    floor = bench.weigh(bench.floor(GOALS))
    for goals, jobs in ((SMALL, _CORES), (GOALS, 1), (GOALS, _CORES)):
        held = bench.weigh(bench.report(jobs, goals))
        yield Line(f"{2 * len(goals)} pages, {jobs} jobs, memory / one plain process", held, floor, "MiB")


@contextlib.contextmanager
def _bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as name:
        yield Bench(Path(name))


class Bench:
    """A folder to work in, and commands that are timed there."""

    def __init__(self, folder: Path):
        self.folder, self.home, self.source = folder, folder / "home", HERE.parent / "src"

    def plan(self, goals: Sequence[str] | None) -> list:
        """The pages with a notebook."""
        from compare.catalogue.load import load_catalogue, load_partnership
        from compare.reports.site import plan_pages

        return list(plan_pages(load_partnership("lund-francistown"), load_catalogue(), goals))

    def report(self, jobs: int, goals: Sequence[str] = (), site: Path | None = None) -> Command:
        """Our own command, into a new place each time where none is given."""
        words = [sys.executable, "-m", "compare", "report", "--jobs", str(jobs), *(["--goal", *goals] if goals else [])]
        return lambda: [*words, "--output", str(site or tempfile.mkdtemp(dir=self.folder))]

    def read_inputs(self, site: Path) -> dict[str, str]:
        """What each page with a notebook was made from, as the site's own record has it."""
        from compare.reports.partial import read_record

        record = read_record(site.resolve(), "lund-francistown")
        return {page.path: record[page.path]["inputs"] for page in self.plan(None)}

    def run(self, partnerships: Sequence[str], goals: Sequence[str]) -> Command:
        """The command of a schedule, without the services."""
        words = [sys.executable, "-m", "compare", "run", "--offline", "--partnership", *partnerships, "--goal", *goals]
        return lambda: [*words, "--output", tempfile.mkdtemp(dir=self.folder)]

    def floor(self, goals: Sequence[str] | None) -> Command:
        """The same in one plain process."""
        told = f"site_floor.main(sys.argv[1], {goals!r})"
        script = f"import sys; sys.path.insert(0, {str(HERE)!r}); import site_floor; {told}"
        return lambda: [sys.executable, "-c", script, tempfile.mkdtemp(dir=self.folder)]

    def take_turns(self, contestants: dict) -> dict:
        """Median seconds of each; they take turns, so that all meet the machine in the same moods."""
        taken: dict = {key: [] for key in contestants}
        for _ in range(RUNS):
            for key, command in contestants.items():
                taken[key].append(self.time(command))
        return {key: statistics.median(found) for key, found in taken.items()}

    def time(self, command: Command) -> float:
        """Seconds of a whole process, its start and its imports among them."""
        words, start = command(), time.perf_counter()
        done = subprocess.run(
            words, env=self._environment(), cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
        return time.perf_counter() - start

    def time_commands(self, page) -> float:
        """Seconds that `papermill` and then `jupyter nbconvert` take for one page."""
        from compare.home import notebook_folder

        made, source = self.folder / "made.ipynb", notebook_folder() / page.notebook
        given = [word for key, value in page.parameters.items() for word in ("-r", key, value)]
        papermill = [sys.executable, "-m", "papermill", "-k", "python3", "--no-progress-bar"]
        first = [*papermill, str(source), str(made), *given]
        then = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", str(made)]
        return self.time(lambda: first) + self.time(lambda: then)

    def weigh(self, command: Command) -> float:
        """MiB that a process and all it starts hold at once at most; what they share counts once."""
        most = 0.0
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command(), env=self._environment(), cwd=self.folder, **quiet) as running:
            top = psutil.Process(running.pid)
            while running.poll() is None:
                held = 0
                with contextlib.suppress(psutil.Error):
                    for process in [top, *top.children(recursive=True)]:
                        with contextlib.suppress(psutil.Error, OSError):
                            held += process.memory_full_info().pss
                most = max(most, held / 2**20)
                time.sleep(0.25)
        return most

    def _environment(self) -> dict[str, str]:
        """What a person has fetched into the checkout is not what is measured."""
        path = os.pathsep.join(filter(None, (str(self.source), os.environ.get("PYTHONPATH"))))
        return os.environ | {"COMPARE_HOME": str(self.home), "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
