"""One run, in order: plan, hold the place, see what is new, execute, render, judge, publish.

In: a partnership, and which of its pages are wanted. Out: an `Outcome`; the site at its path.
Never: a notebook run for a page that would be the same, or for a site that could not be written; a site published with
a fault in it; a page of one partnership carried into the site of another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import ReportError
from compare.moments import tell_now
from compare.reports.engine import TIMEOUT
from compare.reports.inputs import digest_everything, find_site, forget_inputs, make_request, write_inputs
from compare.reports.lean import collect_seldom
from compare.reports.outcome import Means, Outcome, Wish, find_outcome
from compare.reports.publish import Publication, hold
from compare.reports.run import Run, begin_kernels, plan

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["Outcome", "produce"]

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
    keep: int | None = None,
    again: bool = False,
    moment: datetime | None = None,
    executor: Executor | None = None,
    deadline: float | None = None,
) -> Outcome:
    """Make the pages of a partnership whose inputs are new since they were made, and publish them.

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
    keep : int, optional
        How many drafts of editions stay, the newest; all where None. Reviewed ones always stay.
    again : bool
        Make every wanted page, also those whose inputs are as they were.
    moment : datetime.datetime, optional
        When this run is, as is told of the changes that it finds; where None now, or what ``SOURCE_DATE_EPOCH`` says.
    executor : concurrent.futures.Executor, optional
        Where the notebooks run; in threads of this process where None.
    deadline : float, optional
        The moment, on the clock of `time.monotonic`, at which the run must be over: notebooks end in time before it.

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
        The place holds something else; no notebook was run.
    ReportError
        The place cannot be written, or the disk is full; the site before is in place.
    BusyError
        Another run holds the place.
    MissingEngineError
        PDFs are wanted, and what makes them is not installed; no notebook was run.
    """
    chosen = (None if some is None else tuple(some) for some in (goals, languages, indicators))
    wish = Wish(partnership, *chosen, pdf, keep)
    site = find_site(output)
    if not again and (outcome := find_outcome(site, wish)):
        return outcome
    if pdf:
        from compare.reports.pdf import check_engine

        check_engine()
    shown = sys.stderr.isatty() if progress is None else progress
    means = Means(moment or tell_now(), jobs or _processors(), timeout, shown, executor, deadline)
    with collect_seldom():
        return _produce(wish, site, means, again)


def _produce(wish: Wish, site: Path, means: Means, again: bool) -> Outcome:
    everything = digest_everything()
    wanted, planned = plan(wish.partnership, wish.goals, wish.languages, wish.indicators)
    with hold(site) as publication, begin_kernels(means) as kernels:
        run = Run(wish, wanted, planned, publication, means, kernels, again)
        try:
            outcome = run.carry_out()
        except OSError as error:
            raise _not_written(publication, error) from error
        if outcome.failures or outcome.failed:
            forget_inputs(site)
        else:
            request = make_request(**vars(wish))
            write_inputs(site, request, everything, pages=len(run.site.pages), edition=str(outcome.edition))
    return outcome


def _not_written(publication: Publication, error: OSError) -> ReportError:
    return ReportError(
        f"The new site could not be written at {publication.staging}: {error.strerror or error}. Make room on the "
        f"disk, or get the right to write there, and run again. What was published at {publication.site} stays."
    )


def _processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
