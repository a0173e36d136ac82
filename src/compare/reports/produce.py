"""One run, in order: plan, hold the place, execute, render, judge, publish.

In: a partnership, and which of its pages are wanted. Out: an `Outcome`; the site at its path.
Never: a notebook run for a site that could not be written, a site published with a fault in it, a page of one
partnership carried into the site of another.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.errors import CompareError
from compare.home import notebook_folder, state_folder
from compare.reports.engine import TIMEOUT, run_notebook
from compare.reports.forked import warm_start
from compare.reports.kernels import Kernel, Starter, start_kernel
from compare.reports.lint import lint_site
from compare.reports.partial import carry_over, choose, fill, unlink, write_record
from compare.reports.publish import hold

if TYPE_CHECKING:
    from compare.comparison.model import Comparison
    from compare.reports.pdf import Papers
    from compare.reports.site import Page, Site

_rendering = threading.Lock()


@dataclass(frozen=True)
class Outcome:
    """What became of a run."""

    site: Path
    made: tuple[str, ...] = ()  #: the pages made in this run, by their path in the site
    carried: tuple[str, ...] = ()  #: the pages taken over from the site before
    failures: tuple[str, ...] = ()  #: what kept the new site from being published; empty where it was

    @property
    def published(self) -> bool:
        """Whether the new site is in place."""
        return not self.failures


def produce(
    partnership: str = "lund-francistown",
    *,
    goals: Iterable[str] | None = None,
    languages: Iterable[str] | None = None,
    indicators: Iterable[str] | None = None,
    output: Path | None = None,
    jobs: int | None = None,
    progress: bool | None = None,
    timeout: float = TIMEOUT,
    pdf: bool = False,
) -> Outcome:
    """Make the pages of a partnership and publish them.

    Parameters
    ----------
    partnership : str
        The id of a file in ``data/partnerships``.
    goals, languages : iterable of str, optional
        Only the pages of these; all where None. Pages that the published site has beside them are carried over.
    indicators : iterable of str, optional
        Only the pages on which these stand: those of their goals, and their own.
    output : pathlib.Path, optional
        Where the site is published; ``reports/site`` where None.
    jobs : int, optional
        How many notebooks run side by side; one per processor where None.
    progress : bool, optional
        Whether to show a progress bar; on a terminal only where None.
    timeout : float
        Seconds that one notebook may take.
    pdf : bool
        Whether to print the pages, too: a brief and the full report in each language.

    Returns
    -------
    Outcome
        With `failures`, nothing was published and the site before is in place, whole.

    Raises
    ------
    UnknownCodeError
        A partnership, goal or language that does not exist.
    CatalogueError, ObservationError, SourceError
        What people wrote, or what is stored, breaks a rule.
    OutputError
        The place cannot be written or holds something else; no notebook was run.
    BusyError
        Another run holds the place.
    MissingEngineError
        PDFs are wanted, and what makes them is not installed; no notebook was run.
    """
    from compare import compare
    from compare.comparison.handed import hand_over
    from compare.reports.downloads import measure
    from compare.reports.editions import lay_down, list_editions, read_editions
    from compare.reports.pdf import check_engine, link_pages
    from compare.reports.start import render_editions

    if pdf:
        check_engine()
    wanted, whole = _plan(partnership, goals, languages, indicators)
    is_whole = goals is None and languages is None and indicators is None
    with hold(output or state_folder() / "reports" / "site") as publication:
        earlier = read_editions(publication.current, partnership)
        comparison = compare(partnership, published={one.date: one.number for one in earlier})
        edition = comparison.partnership.edition
        editions = list_editions(edition, earlier, whole=is_whole)
        whole = replace(whole, partnership=comparison.partnership, editions=editions)
        whole, along = _add_indicators(whole, comparison, wanted)
        carried = carry_over(publication.current, whole, [*wanted, *along])
        site = choose(whole, {page.path for page in (*wanted, *along)} | set(carried))
        progress = sys.stderr.isatty() if progress is None else progress
        with (
            tempfile.TemporaryDirectory(prefix="compare-") as private,
            warm_start(hand_over(comparison, Path(private))) as start,
        ):
            results, failures = _Work(site, wanted, timeout, start).run(jobs or _processors(), progress)
        if not failures:
            sizes = measure(results.values(), publication.current, carried)
            files, failures = _merge({**results, "the site": _shared(site, comparison, sizes)})
        if not failures:
            files = unlink(files, whole, site)
            fill(publication.staging, files, publication.current, carried)
            at_once = (jobs or _processors()) if pdf else 0
            papers, failures = _print(publication.staging, whole, site, comparison, at_once)
            inside = link_pages(render_editions(site, comparison, edition.date), papers)
        if not failures:
            beside = (publication.current, editions, comparison.partnership, inside)
            lay_down(publication.staging, *beside, whole=is_whole)
            failures = _judge(publication.staging, site, carried)
        if not failures:
            # Pages of indicators come with their goal's, and stand in the record by themselves.
            others = {page.path for page in along}
            html = {path: [name for name in result if name.endswith(".html") and name not in others]
                    for path, result in results.items()}  # fmt: skip
            write_record(publication.staging, site, html, carried)
            publication.publish()
        made = tuple(page.path for page in site.pages if page.path not in carried)
        return Outcome(publication.site, made, tuple(sorted(carried)), tuple(failures))


def execute_page(
    page: Page, site: Site, timeout: float = TIMEOUT, start: Callable[[], Kernel] = start_kernel
) -> dict[str, bytes]:
    """Run the notebook of `page` and render it: the page's files by their path in the site."""
    from compare.reports.render import render_page

    executed = run_notebook(notebook_folder() / page.notebook, page.parameters, timeout=timeout, start=start)
    with _rendering:  # one exporter serves all threads, and rendering is not what a run waits for
        return render_page(executed, page, site)


@dataclass(frozen=True)
class _Work:
    """The notebooks of a run, executed side by side: a kernel is a process already, so threads use every core."""

    site: Site
    pages: list[Page]
    timeout: float
    start: Starter

    def run(self, jobs: int, progress: bool) -> tuple[dict[str, dict[str, bytes]], list[str]]:
        """The files of each page by its path, and what failed, in the order of the pages."""
        results: dict[str, dict[str, bytes]] = {}
        failures: dict[str, str] = {}
        with ThreadPoolExecutor(max(1, min(jobs, len(self.pages) or 1))) as pool:
            shared = (self.site, self.timeout, self.start)
            futures = {pool.submit(execute_page, page, *shared): page for page in self.pages}
            try:
                for future in _shown(futures, progress):
                    try:
                        results[futures[future].path] = future.result()
                    except CompareError as error:
                        failures[futures[future].path] = str(error)
            except BaseException:
                # The run itself is broken off: nothing is waited for, nothing is left.
                pool.shutdown(wait=False, cancel_futures=True)
                self.start.close()
                raise
        return results, [failures[page.path] for page in self.pages if page.path in failures]


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


def _plan(
    partnership: str,
    goals: Iterable[str] | None,
    languages: Iterable[str] | None,
    indicators: Iterable[str] | None = None,
) -> tuple[list[Page], Site]:
    """The pages to run notebooks for, and the whole site they are part of; every code is checked here."""
    from compare.catalogue.load import load_catalogue, load_partnership
    from compare.reports.site import plan_pages, plan_site

    chosen, catalogue = load_partnership(partnership), load_catalogue()
    return list(plan_pages(chosen, catalogue, goals, languages, indicators)), plan_site(chosen, catalogue)


def _add_indicators(whole: Site, comparison: Comparison, wanted: Iterable[Page]) -> tuple[Site, tuple[Page, ...]]:
    """The whole site with the indicators' own pages, and those of them that come with the notebooks of `wanted`."""
    from compare.reports.site import add_indicators

    whole = add_indicators(whole, comparison)
    return whole, whole.beside(wanted)


def _shared(site: Site, comparison: Comparison, sizes: Mapping[str, int]) -> dict[str, bytes]:
    """What belongs to the site as a whole, made anew in every run: pages without a notebook, style sheet."""
    from compare.reports.start import render_fixed

    return render_fixed(site, comparison, sizes)


def _print(
    folder: Path, whole: Site, site: Site, comparison: Comparison, at_once: int
) -> tuple[Papers, list[str]]:
    """Print the pages in `folder` where any documents at once are wanted; let the pages name what was printed."""
    from compare.reports.pdf import make_papers, relink
    from compare.reports.start import render_front

    papers: Papers = {}
    faults: list[str] = []
    if at_once:
        papers, faults = make_papers(folder, site, comparison, at_once)
        fill(folder, unlink(render_front(site, comparison, papers), whole, site), None, {})
    relink(folder, papers)
    return papers, faults


def _merge(results: Mapping[str, Mapping[str, bytes]]) -> tuple[dict[str, bytes], list[str]]:
    """All files in one; a file that two pages made differently would show one of them the other's figure."""
    files: dict[str, bytes] = {}
    faults = []
    for path, result in results.items():
        for name, content in result.items():
            if files.setdefault(name, content) != content:
                faults.append(f"{path}: made {name} unlike another page. Give one of the files another name.")
    return files, faults


def _judge(folder: Path, site: Site, carried: Mapping[str, Iterable[str]]) -> list[str]:
    """What the gate finds in the new site, and what to do where old pages do not fit new ones."""
    known = {page.path: {"language": page.language} for page in site.pages}
    fresh = [one.folder for one in site.editions if one.date == site.partnership.edition.date]
    known |= {
        f"{folder_}/{page.path}": {"language": page.language}
        for folder_ in fresh for page in site.pages if page.kind == "editions"
    }  # fmt: skip
    faults = lint_site(folder, known, kept="editions/")
    old = {name for names in carried.values() for name in names}
    if any(fault.partition(":")[0] in old for fault in faults):
        faults.append("Pages carried over no longer fit the new ones: make the whole site (no --goal, no --language).")
    return faults


def _processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
