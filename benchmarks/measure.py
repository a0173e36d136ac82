"""Medians, and the time and memory of a function in a process of its own."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
RUNS = 5


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    ours: float
    peer: float
    unit: str
    most: float | None = None  #: the ratio that is aimed at; None where nothing is

    def __str__(self) -> str:
        ratio = self.ours / self.peer
        numbers = f"{self.ours:9.3f} {self.peer:9.3f} {self.unit:4} {ratio:7.3f} x"
        aim = "" if self.most is None else f"   at most {self.most} x  {'MISSED' if self.missed else 'ok'}"
        return f"{self.what:58} {numbers}{aim}"

    @property
    def missed(self) -> bool:
        """Whether the aim is missed."""
        return self.most is not None and self.ours / self.peer > self.most


def median(act: Callable[[], object], runs: int = RUNS) -> float:
    """The median of the seconds that `act` takes."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def alone(module: str, function: str, runs: int = RUNS) -> tuple[float, float]:
    """Median seconds and MiB of ``module.function(...)``, each run in a fresh process that says what it took.

    The function gets a callable that it wraps around what is to be measured, so that imports are not.
    """
    script = (
        f"import json, resource, sys, time; sys.path[:0] = {[str(HERE)]!r}; import {module}\n"
        "took = []\n"
        "def timed(act):\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    start = time.perf_counter(); made = act()\n"
        "    taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    took.append((taken, (after - before) / 1024))\n"
        "    return made\n"
        f"{module}.{function}(timed)\n"
        "print(json.dumps(took[0]))\n"
    )
    results = []
    for _ in range(runs):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
    return statistics.median(one[0] for one in results), statistics.median(one[1] for one in results)
