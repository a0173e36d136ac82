"""The notebooks of a run, each a task of its own: executed and rendered side by side.

In: pages, the site around them, a way to kernels. Out: `Made`; `Task`, for executors elsewhere.
Never: a task that needs another's result, a failure of one page that ends the others, a page made twice in a run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compare.errors import CompareError, ReportError
from compare.home import notebook_folder
from compare.reports.engine import TIMEOUT, run_notebook
from compare.reports.kernels import Kernel, Starter, start_kernel

if TYPE_CHECKING:
    from compare.comparison.model import Comparison
    from compare.reports.site import Page, Site

#: Puts the files of the page at a path away, and gives their paths in the site.
Keep = Callable[[str, Mapping[str, bytes]], Collection[str]]


@dataclass
class Made:
    """What became of the notebooks of a run, by the path of each one's page.

    `keep`, where given, puts a page's files away as soon as they are there.
    """

    keep: Keep | None = None
    files: dict[str, Collection[str]] = field(default_factory=dict)  #: paths of the page's files, with them if not kept
    failures: dict[str, str] = field(default_factory=dict)  #: what to tell a person

    def take(self, path: str, files: Mapping[str, bytes]) -> None:
        """The page at `path` has been made."""
        self.files[path] = self.keep(path, files) if self.keep else files


@dataclass(frozen=True)
class Task:
    """One notebook and all that making its pages needs; it can be sent to another process as it is."""

    page: Page
    site: Site
    comparison: Comparison
    timeout: float = TIMEOUT


def execute_page(
    page: Page, site: Site, timeout: float = TIMEOUT, start: Callable[[], Kernel] = start_kernel
) -> dict[str, bytes]:
    """Run the notebook of `page` in a kernel that `start` gives, and render it."""
    from compare.reports.render import render_page

    executed = run_notebook(notebook_folder() / page.notebook, page.parameters, timeout=timeout, start=start)
    return render_page(executed, page, site)


def load_tools() -> None:
    """Import what the threads of a run share, in one thread: its modules import each other in circles.

    Python ends such an import with an error where two threads begin it in different places.
    """
    from compare.reports import engine, render

    engine.load_tools()
    render.load_tools()


def make_here(
    pages: Iterable[Page], site: Site, start: Starter, *, jobs: int, timeout: float = TIMEOUT, progress: bool = False,
    deadline: float | None = None, keep: Keep | None = None,
) -> Made:  # fmt: skip
    """Make the pages on this machine, `jobs` at a time: a kernel is a process already, so threads use every core.

    Parameters
    ----------
    deadline : float, optional
        The moment, on the clock of `time.monotonic`, after which no notebook runs on and none is begun.
    keep : callable, optional
        Puts the files of a page away as soon as they are made, in the thread that made them.
    """
    made, wanted = Made(keep), list(pages)
    with ThreadPoolExecutor(max(1, min(jobs, len(wanted) or 1))) as pool:
        shared = (made, site, timeout, start, deadline)
        futures = {pool.submit(_execute_in_time, page, *shared): page for page in wanted}
        try:
            gather(futures, made, progress)
        except BaseException:
            # The run itself is broken off: nothing is waited for, nothing is left.
            pool.shutdown(wait=False, cancel_futures=True)
            start.close()
            raise
    return made


def _execute_in_time(
    page: Page, made: Made, site: Site, timeout: float, start: Callable[[], Kernel], deadline: float | None
) -> None:
    left = timeout if deadline is None else min(timeout, deadline - time.monotonic())
    if left <= 0:
        raise ReportError(
            f"{page.notebook} ({page.label}) was not begun: the time of the run was over. Give it more (--deadline).",
            notebook=page.notebook,
        )
    made.take(page.path, execute_page(page, site, left, start))


def gather(futures: Mapping[Future[Any], Page], made: Made, progress: bool) -> None:
    """Wait for all `futures`; a page that failed is told and costs no other."""
    for future in _shown(futures, progress):
        try:
            future.result()
        except CompareError as error:
            made.failures[futures[future].path] = str(error)


def _shown(futures: Mapping[Future[Any], Page], progress: bool) -> Iterator[Future[Any]]:
    """The futures as they are done, with a bar on a terminal."""
    if not progress:
        yield from as_completed(futures)
        return
    from tqdm import tqdm

    with tqdm(total=len(futures), unit="page", file=sys.stderr, dynamic_ncols=True) as bar:
        for future in as_completed(futures):
            bar.set_postfix_str(futures[future].label, refresh=False)
            bar.update()
            yield future
