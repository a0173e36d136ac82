"""The steps of one run for one site: see what is new, execute, put together, judge, publish.

In: what is wanted, the plan, the place that is held. Out: `Run`, which gives an `Outcome`.
Never: a page made whose inputs are as they were, an old page among new ones that does not say so, a site published
with a fault in it.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from compare.reports.forked import warm_start
from compare.reports.inputs import digest_program
from compare.reports.lean import import_nbformat
from compare.reports.lint import lint_site
from compare.reports.outcome import Means, Outcome, Wish
from compare.reports.partial import (
    carry_over,
    choose,
    fill,
    find_stays,
    read_record,
    unlink,
    unlink_dead,
    write_record,
)
from compare.reports.publish import Publication, is_same
from compare.reports.staged import Staged
from compare.reports.work import Made, Task, load_tools, make_here

if TYPE_CHECKING:
    from compare.comparison.model import Comparison
    from compare.reports.kernels import Starter
    from compare.reports.pdf import Papers
    from compare.reports.site import Page, Site


T = TypeVar("T")


@dataclass(frozen=True)
class Kernels:
    """The way to kernels of a run, and the folder in which it hands them its comparison."""

    folder: Path
    start: Starter | None  #: None where the notebooks run elsewhere
    end: Callable[[], None]  #: when no more are wanted, so that nothing is held for them


@contextlib.contextmanager
def begin_kernels(means: Means) -> Iterator[Kernels]:
    """Kernels on their way while the comparison, which they wait for, is still being laid out."""
    from compare.comparison.handed import name_handed

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="compare-")))
        here = means.executor is None
        start = stack.enter_context(warm_start(name_handed(folder))) if here else None
        kernels = Kernels(folder, start, stack.close)
        import_nbformat()
        yield kernels


class Run:
    """One run for one site: what it needs at every step, and the steps in their order."""

    def __init__(
        self, wish: Wish, wanted: list[Page], planned: Site, publication: Publication, means: Means, kernels: Kernels,
        again: bool,
    ):  # fmt: skip
        from compare.reports.editions import list_editions, read_editions

        self.wish, self.publication, self.means, self.again = wish, publication, means, again
        self.kernels = kernels
        self.current = publication.current
        earlier = read_editions(self.current, wish.partnership)
        published = {one.date: one.number for one in earlier}
        self.comparison = _lay_out(wish.partnership, published, self.current, means.moment)
        partnership = self.comparison.partnership
        self.editions = list_editions(partnership.edition, earlier, whole=wish.whole, keep=wish.keep)
        planned = replace(planned, partnership=partnership, editions=self.editions)
        self.wanted = wanted
        self.whole, self.along = _add_indicators(planned, self.comparison, wanted)
        self.site = self.whole
        self.staged = Staged(publication.staging)
        self.shared: tuple[Site, Future[dict[str, bytes]]] | None = None
        self.record = read_record(self.current, wish.partnership)

    def carry_out(self) -> Outcome:
        """Make what is new, put all together, judge it and publish it."""
        digests = self._digest()
        todo = [page for page in self.wanted if self.again or not self._is_same(page, digests)]
        made = self._make(todo)
        self.kernels.end()
        failed = {path: why for path, why in made.failures.items() if path in self.record}
        failures = [why for path, why in made.failures.items() if path not in self.record]
        if failures:
            return self._tell(todo, {}, failed, tuple(made.failures.values()))
        carried = self._carry(todo, failed)
        same = {page.path for page in self._family(self.wanted)} & set(carried) - self._named(failed)
        failures = self._compose(carried, same, failed)
        if not failures:
            self._write_record(made, carried, same, digests, failed)
            if not self.again and self.current is not None and is_same(self.publication.staging, self.current):
                return self._tell([], carried, failed)
            self.publication.publish()
        return self._tell(todo, carried, failed, tuple(failures))

    def _digest(self) -> dict[str, str]:
        """The digest of each wanted page."""
        from compare.reports.pages import Digests

        digests = Digests(self.whole, self.comparison, digest_program())
        return {page.path: digests.of(page) for page in self.wanted}

    def _is_same(self, page: Page, digests: Mapping[str, str]) -> bool:
        """Whether the published site has the page, and those it makes beside its own, from the same inputs."""
        own = [one.path for one in self.whole.beside([page])]
        known = self.record.get(page.path, {})
        return known.get("inputs") == digests[page.path] and all(path in self.record for path in own)

    def _make(self, todo: list[Page]) -> Made:
        if not todo:
            return Made()
        site = choose(self.whole, self._named(page.path for page in self.wanted) | set(self._carry(todo, {})))
        made = self._make_here(todo, site) if self.kernels.start else self._make_elsewhere(todo, site)
        order = [page.path for page in todo]
        made.failures = {path: made.failures[path] for path in order if path in made.failures}
        return made

    def _make_here(self, todo: list[Page], site: Site) -> Made:
        from compare.comparison.handed import hand_over

        means = self.means
        hand_over(self.comparison, self.kernels.folder)
        load_tools()
        # Begun only now: what reads the comparison keeps in it what it has worked out, and a kernel needs none of that.
        self.shared = (site, _begin(_shared, site, self.comparison))
        how = {"timeout": means.timeout, "progress": means.progress, "deadline": means.last_call}
        return make_here(todo, site, self.kernels.start, jobs=means.jobs, keep=self.staged.add, **how)

    def _make_elsewhere(self, todo: list[Page], site: Site) -> Made:
        from compare.reports.elsewhere import make_elsewhere

        means = self.means
        # The whole comparison: a worker keeps a warm process for each that it meets, and the kernel narrows it anyway.
        tasks = [Task(page, site, self.comparison, means.timeout) for page in todo]
        how = {"progress": means.progress, "deadline": means.last_call}
        return make_elsewhere(tasks, means.executor, keep=self.staged.add, **how)

    def _carry(self, todo: Iterable[Page], failed: Mapping[str, str]) -> dict[str, list[str]]:
        """The pages that stay: path -> its HTML files."""
        renewed = [page for page in todo if page.path not in failed]
        return carry_over(self.record, self.whole, self._family(renewed))

    def _family(self, pages: Iterable[Page]) -> list[Page]:
        """The pages, and those of indicators that their notebooks make beside their own."""
        own = list(pages)
        return [*own, *self.whole.beside(own)]

    def _named(self, paths: Iterable[str]) -> set[str]:
        named = set(paths)
        return {page.path for page in self._family(page for page in self.whole.pages if page.path in named)}

    def _compose(
        self, carried: Mapping[str, list[str]], same: set[str], failed: Mapping[str, str]
    ) -> list[str]:
        """Everything of the new site in the staging folder, and what is wrong with it."""
        from compare.reports.downloads import measure, render_lists
        from compare.reports.editions import lay_down
        from compare.reports.pdf import link_pages
        from compare.reports.start import render_editions

        staging, staged = self.publication.staging, self.staged
        fresh = {page.path for page in self._family(self.wanted)} - self._named(failed)
        self.site = choose(self.whole, fresh | set(carried))
        shared = self._take_shared()
        stays = find_stays(self.current, carried)
        staged.add("the site", shared)
        staged.add("the site", render_lists(self.site, self.comparison, measure(staged.sizes, self.current, stays)))
        if staged.faults:
            return staged.faults
        fill(staging, self.current, stays - set(staged.sizes))
        unlink(staging, staged.sizes, self.whole, self.site)
        self._mend(carried, same, failed)
        at_once = self.means.jobs if self.wish.pdf else 0
        papers, failures = _print(staging, self.whole, self.site, self.comparison, at_once)
        if failures:
            return failures
        edition = self.comparison.partnership.edition
        inside = link_pages(render_editions(self.site, self.comparison, edition.date), papers)
        beside = (self.current, self.editions, self.comparison.partnership, inside)
        lay_down(staging, *beside, whole=self.wish.whole)
        return _judge(staging, self.site, {path: names for path, names in carried.items() if path not in same})

    def _take_shared(self) -> dict[str, bytes]:
        """What belongs to the site as a whole, made beside the notebooks if it is for the pages that there are."""
        if self.shared and self.shared[0] == self.site:
            return self.shared[1].result()
        return _shared(self.site, self.comparison)

    def _mend(self, carried: Mapping[str, list[str]], same: set[str], failed: Mapping[str, str]) -> None:
        """Let pages that stay tell this edition, and those that could not be made anew, which one they are of."""
        from compare.presentation.language import speak
        from compare.reports.pages import mark_kept, restate, tell_editions

        now, lost = tell_editions(self.site), self._named(failed)
        for path, names in carried.items():
            code, before = path.partition("/")[0], str(self.record[path].get("edition", ""))
            for name in names:
                file = self.publication.staging / name
                html = file.read_text(encoding="utf-8")
                mended = restate(html, before, now[code]) if path in same else html
                if path in lost:
                    mended = mark_kept(html, before, speak(code))
                if mended != html:
                    file.write_text(mended, encoding="utf-8", newline="\n")
        if lost:
            unlink_dead(self.publication.staging, {name for path in lost for name in carried.get(path, ())})

    def _write_record(
        self, made: Made, carried: Mapping[str, list[str]], same: set[str], digests: Mapping[str, str],
        failed: Mapping[str, str],
    ) -> None:  # fmt: skip
        """A page that failed has no inputs: the next run makes it anew, whatever has changed."""
        from compare.reports.pages import tell_editions

        # Pages of indicators come with their goal's, and stand in the record by themselves.
        others = {page.path for page in self.along}
        html = {path: [name for name in result if name.endswith(".html") and name not in others]
                for path, result in made.files.items()} | dict(carried)  # fmt: skip
        now, kept = tell_editions(self.site), set(carried) - same
        editions = {page.path: now[page.language] for page in self.site.pages}
        editions |= {path: str(self.record[path].get("edition", "")) for path in kept}
        inputs = {path: str(self.record[path].get("inputs", "")) for path in kept}
        inputs |= {page.path: "" if page.path in failed else digests[page.path] for page in self.wanted}
        write_record(self.publication.staging, self.site, html, inputs, editions)

    def _tell(
        self, todo: Iterable[Page], carried: Mapping[str, list[str]], failed: Mapping[str, str],
        failures: Iterable[str] = (),
    ) -> Outcome:  # fmt: skip
        wanted = {page.path for page in self._family(self.wanted)}
        renewed = {page.path for page in self._family(page for page in todo if page.path not in failed)}
        fixed = {page.path for page in self.site.pages if not page.notebook} if todo else set()
        same = wanted & set(carried) - self._named(failed)
        return Outcome(
            self.publication.site,
            made=tuple(page.path for page in self.site.pages if page.path in renewed | fixed),
            carried=tuple(sorted(set(carried) - same)), unchanged=tuple(sorted(same)), failed=dict(failed),
            failures=tuple(failures), edition=self.comparison.partnership.edition.date,
        )  # fmt: skip


def _lay_out(
    partnership: str, published: Mapping[date, int], current: Path | None, moment: datetime
) -> Comparison:
    """The comparison of this run, with what has changed since the site that is published."""
    import compare
    from compare.reports.changes_log import read_log, renew_log

    comparison = compare.compare(partnership, published=published)
    return replace(comparison, changes=renew_log(read_log(current, partnership), comparison, moment).changes)


def plan(
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


def _begin(work: Callable[..., T], *given: Any) -> Future[T]:
    """`work` in a thread of its own, which ends with it."""
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(work, *given)
    finally:
        pool.shutdown(wait=False)


def _shared(site: Site, comparison: Comparison) -> dict[str, bytes]:
    """What belongs to the site as a whole, made anew in every run: style sheet, pages without a notebook, figures."""
    from compare.reports.start import render_fixed

    return render_fixed(site, comparison)


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
        again = Staged(folder).add("the site", render_front(site, comparison, papers, folder))
        unlink(folder, again, whole, site)
    relink(folder, papers)
    return papers, faults


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
