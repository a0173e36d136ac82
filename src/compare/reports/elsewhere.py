"""The notebooks of a run on any executor: sent out, taken back and looked through, until all are there or time is over.

In: tasks, an executor, a deadline. Out: `make_elsewhere`, which gives `Made` as `make_here` does.
Never: a wait without an end, a page in the result twice, a page from a worker that is not as this machine is, a file
taken that is not the page's own, a worker's error loose in this process.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compare.reports.agree import describe_program
from compare.reports.worker import pack, release, serve

if TYPE_CHECKING:
    from compare.reports.site import Page, Site
    from compare.reports.work import Keep, Made, Task

TRIES = 3  #: how often a page is sent out where workers are lost or refuse it
SILENCE = 120.0  #: seconds beyond the longest notebook after which, with nothing come back, nobody is there
#: Errors of executors that have sent a task to several workers by themselves, and lost each.
_FINAL = {"KilledWorker"}
_ADVICE = "See that the workers run and are as this machine is (docs/many-machines.md), or make the pages here."
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def make_elsewhere(
    tasks: Iterable[Task], executor: Executor, *, deadline: float | None = None, progress: bool = False,
    keep: Keep | None = None,
) -> Made:  # fmt: skip
    """Make pages wherever `executor` carries out `serve`; the executor stays open.

    Parameters
    ----------
    tasks : iterable of Task
        One for each page.
    executor : concurrent.futures.Executor
        Any whose workers can import this package.
    deadline : float, optional
        The moment, on the clock of `time.monotonic`, at which this returns at the latest. Without one, it returns when
        nothing has come back for longer than a notebook may take.
    progress : bool
        Whether to show a bar.
    keep : callable, optional
        Puts the files of a page away as soon as they are here.

    Returns
    -------
    Made
        Each page's files, or in words why there are none.
    """
    errands = _Errands(executor, deadline, keep)
    try:
        with _show(progress) as bar:
            for task in {task.page.path: task for task in tasks}.values():
                errands.begin(task)
            if bar is not None:
                bar.reset(total=len(errands.out) + len(errands.made.failures))
            while errands.out:
                done, _ = wait(errands.out, errands.left(), return_when=FIRST_COMPLETED)
                if not done:
                    errands.give_up()
                for future in done:
                    errands.take(future)
                if bar is not None:
                    bar.update(len(errands.made.files) + len(errands.made.failures) - bar.n)
    finally:
        # Where the executor's workers are threads of this process, kernels that nobody waits for any more end here.
        release(at_once=not errands.is_done)
        errands.cancel()
    return errands.made


@dataclass
class _Errand:
    """A task on its way."""

    task: Task
    parcel: tuple[bytes, bytes]
    sent: int = 0


class _Errands:
    """All tasks of a call, and what came of them."""

    def __init__(self, executor: Executor, deadline: float | None, keep: Keep | None):
        from compare.reports.work import Made

        self.made: Made = Made(keep)
        self.out: dict[Future[Any], _Errand] = {}
        self._executor, self._deadline = executor, deadline
        self._program = describe_program()
        self._heard, self._longest = time.monotonic(), 0.0
        self._packed: dict[int, tuple[object, bytes]] = {}  # with what was packed, so that its id stays its own
        self._gave_up = False

    @property
    def is_done(self) -> bool:
        """Whether every task has come back."""
        return not self.out and not self._gave_up

    def begin(self, task: Task) -> None:
        """Send a task out for the first time."""
        key = id(task.comparison)
        if key not in self._packed:
            self._packed[key] = (task.comparison, pack(task.comparison))
        timeout = task.timeout
        if self._deadline is not None:
            # Nobody can end a notebook on another machine: it must not go on long after this run has ended.
            timeout = max(1.0, min(timeout, self._deadline - time.monotonic()))
        self._longest = max(self._longest, timeout)
        self._send(_Errand(task, (self._packed[key][1], pack((task.page, task.site, timeout)))))

    def left(self) -> float:
        """Seconds until the next answer must be there."""
        ends = [self._heard + self._longest + SILENCE, *([] if self._deadline is None else [self._deadline])]
        return max(0.0, min(ends) - time.monotonic())

    def take(self, future: Future[Any]) -> None:
        """Look through what came back; send the task out again where a worker was lost or refused it."""
        errand = self.out.pop(future)
        self._heard = time.monotonic()
        try:
            answer = future.result()
        except (BrokenExecutor, CancelledError) as error:
            self._fail(errand, f"the workers ended before it was made ({_tell(error)})")
        except Exception as error:
            self._again(errand, f"its worker was lost or cannot do it ({_tell(error)})", type(error).__name__ in _FINAL)
        else:
            self._sort(errand, answer)

    def give_up(self) -> None:
        """Nothing came in time: what is still out fails."""
        self._gave_up = True
        errands = list(self.out.values())
        over = self._deadline is not None and time.monotonic() >= self._deadline
        found = "no worker had made it when the time was over" if over else "no worker answers any more"
        self.cancel()
        for errand in errands:
            self._fail(errand, found)

    def cancel(self) -> None:
        """Forget all that is out."""
        out, self.out = self.out, {}
        for future in out:
            future.cancel()

    def _send(self, errand: _Errand) -> None:
        errand.sent += 1
        try:
            future = self._executor.submit(serve, self._program, *errand.parcel)
        except Exception as error:
            self._fail(errand, f"it could not be sent to a worker ({_tell(error)})")
        else:
            self.out[future] = errand

    def _sort(self, errand: _Errand, answer: Any) -> None:
        page = errand.task.page
        told = answer if isinstance(answer, Mapping) else {}
        worker = str(told.get("worker", "unknown"))
        if "refused" in told:
            self._again(errand, f"the worker {worker} has another project than this machine: {told['refused']}")
        elif "failed" in told:
            self.made.failures[page.path] = str(told["failed"])
        elif fault := find_fault(told.get("files"), page, errand.task.site):
            self._fail(errand, f"the worker {worker} sent {fault}")
        else:
            self.made.take(page.path, dict(told["files"]))

    def _again(self, errand: _Errand, found: str, final: bool = False) -> None:
        over = self._deadline is not None and time.monotonic() >= self._deadline
        if final or over or errand.sent >= TRIES:
            self._fail(errand, found)
        else:
            self._send(errand)

    def _fail(self, errand: _Errand, found: str) -> None:
        page = errand.task.page
        self.made.failures[page.path] = f"The page {page.path} ({page.label}) was not made: {found}. {_ADVICE}"


def find_fault(files: object, page: Page, site: Site) -> str | None:
    """What is wrong with the files that a worker sent for `page`; None where they are such as its notebook makes.

    These are the page, the further pages of a goal, the pages of indicators beside it, and files to look at and take
    along in ``files/``.
    """
    if not isinstance(files, Mapping) or not files:
        return "nothing that is a page"
    if page.path not in files:
        return "files without the page itself"
    beside = {one.path for one in site.beside([page])}
    planned = {one.path for one in site.pages} - beside - {page.path}
    stem = page.path.removesuffix(".html")
    for name, content in files.items():
        if not isinstance(name, str) or not isinstance(content, bytes):
            return "something that is no file"
        folder, _, last = name.rpartition("/")
        own = name == page.path or name in beside or re.fullmatch(re.escape(stem) + r"-[a-z0-9-]+\.html", name)
        beside_it = folder in ("files", f"{page.language}/files") and _FILE.fullmatch(last)
        if name in planned or not (own or beside_it):
            return f"the file {name[:80]!r}, which is not this page's own"
    return None


def _tell(error: BaseException) -> str:
    said = (str(error) or "no more is known").splitlines()[0][:200]
    return f"{type(error).__name__}: {said}"


def _show(progress: bool) -> Any:
    """A bar on a terminal, or nothing."""
    if not progress:
        return nullcontext()
    from tqdm import tqdm

    return tqdm(unit="page", file=sys.stderr, dynamic_ncols=True)
