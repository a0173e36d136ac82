"""Open statistics on two places, side by side, with what may and may not be said of them.

The flow, in the order of the data, each step a room of this package:

``catalogue``
    what we want to know: indicators, candidate pairs of series, areas, units (written by people, checked).
``sources``
    where numbers come from: transcribed publications and stored answers, never changed.
``observations``
    the one tidy frame: one row per area, series, sex, age and period, with its unit, status and ``response_id``.
``comparison``
    which two observations stand beside each other, how comparable they are, and what follows.
``presentation``
    how it is said: sentences, figures and tables in two languages, every number from the data.
``reports``
    pages, published: notebooks executed by papermill, rendered, checked, switched into place in one step.

Importing this package reads no file, opens no connection and loads none of the heavy libraries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.models import Area, Indicator
    from compare.comparison.model import Comparison
    from compare.presentation.explain_model import Explanation
    from compare.presentation.parts import Pages
    from compare.presentation.parts_indicator_page import IndicatorPage

__version__ = "0.1.0"
__all__ = ["cite", "compare", "explain", "find_indicators", "list_places", "load_observations", "open_page"]


def list_places(folder: Path | None = None) -> tuple[Area, ...]:
    """Every area that a value may describe, in the catalogue's order.

    Parameters
    ----------
    folder : pathlib.Path, optional
        The data folder; the project's own where None.

    Raises
    ------
    CatalogueError
        Where the catalogue breaks a rule.
    """
    from compare.catalogue.load import load_catalogue

    return tuple(load_catalogue(folder).areas.values())


def find_indicators(words: str = "", *, goal: str | None = None, folder: Path | None = None) -> tuple[Indicator, ...]:
    """Indicators whose id, title or SDG code holds all `words`, in any language and case.

    Parameters
    ----------
    words : str
        Words to look for; all indicators where empty.
    goal : str, optional
        Only those of one goal: ``"5"`` or ``"context"``.
    """
    from compare.catalogue.load import load_catalogue

    wanted = words.casefold().split()
    found = []
    for item in load_catalogue(folder).indicators.values():
        heap = " ".join((item.id, item.title.sv, item.title.en, item.sdg_code or "", item.target or "")).casefold()
        if (goal is None or item.goal == goal) and all(word in heap for word in wanted):
            found.append(item)
    return tuple(found)


def load_observations(folder: Path | None = None) -> pd.DataFrame:
    """The tidy frame of observations as bundled, in the sources' own units.

    Returns
    -------
    pandas.DataFrame
        One row per (`ref_area`, `series`, `sex`, `age`, `time_period`); columns as in ``observations.frame``.
    """
    from compare.observations.frame import load_observations as load

    return load(folder).observations


def compare(
    partnership: str = "lund-francistown",
    *,
    folder: Path | None = None,
    published: Mapping[date, int] = MappingProxyType({}),
) -> Comparison:
    """Lay the two places of a partnership side by side on every indicator of the catalogue.

    A notebook that is run for a report gets the comparison that its run has laid out already, the same for all pages.

    Parameters
    ----------
    partnership : str
        The id of a file in ``data/partnerships``.
    folder : pathlib.Path, optional
        The data folder; the project's own where None.
    published : mapping of date to int, optional
        The editions published before: date -> number.

    Returns
    -------
    Comparison
        Frozen; one result per indicator, with level, grade, reasons, gap and trends.

    Raises
    ------
    UnknownCodeError
        No such partnership; the closest ids are named.
    CatalogueError, ObservationError, FormatError
        What people wrote, or what is stored, breaks a rule.
    """
    from compare.catalogue.load import load_catalogue, load_partnership
    from compare.comparison.build import build
    from compare.comparison.handed import take_handed
    from compare.observations.frame import load_observations as load

    handed = take_handed(partnership) if folder is None else None
    if handed is not None:
        return handed
    chosen = load_partnership(partnership, folder)
    loaded = load(folder)
    return build(chosen, load_catalogue(folder), loaded.observations, loaded.manifest, loaded.sources, published)


def open_page(
    partnership: str, language: str, *, goal: str | int | None = None, kind: str | None = None,
    indicator: str | None = None,
) -> Pages | IndicatorPage:  # fmt: skip
    """What a notebook needs: the comparison of `partnership`, told in `language`, on one indicator, one goal or all.

    Parameters
    ----------
    goal : str or int, optional
        The goal that the page is about, ``"1"`` to ``"17"``; ``papermill -p goal 5`` makes a number of it.
    kind : str, optional
        Which page about all: ``"partnership"``, ``"overview"``, ``"coverage"`` or ``"changes"``.
    indicator : str, optional
        The one indicator that the page is about, by its id: ``"fine-dust"``.

    Raises
    ------
    UnknownCodeError
        An unknown partnership, language, goal or indicator; the closest are named.
    """
    from compare.presentation.parts import Pages
    from compare.presentation.parts_indicator_page import IndicatorPage
    from compare.presentation.scope import narrow

    whole, goal = compare(partnership), str(goal) if isinstance(goal, int) else goal
    if indicator is not None:
        return IndicatorPage(whole, language, indicator)
    return Pages(narrow(whole, goal), language, goal=goal, kind=kind)


def explain(
    indicator: str, comparison: Comparison | None = None, language: str = "en", *, folder: Path | None = None
) -> Explanation:
    """All that stands behind the figures of one indicator, step by step back to what was read; print it.

    Parameters
    ----------
    indicator : str
        Its id, ``"fine-dust"``, which `find_indicators` finds; or the series under its figures, ``"aqli:PM25"``.
    comparison : Comparison, optional
        From `compare`; the default partnership's where None.
    language : {"en", "sv"}
        In which the text is written.
    folder : pathlib.Path, optional
        The data folder, for the rejected values and the sources' own titles; the project's own where None.

    Raises
    ------
    UnknownCodeError
        No such indicator, series or language; the closest are named.
    CompareError
        Several indicators use the series; they are named, each to be explained by its id.
    """
    from compare.home import data_folder
    from compare.presentation.explain import explain as tell
    from compare.presentation.explain_trace import Records
    from compare.sources.snapshot import read_snapshot

    chosen = compare(folder=folder) if comparison is None else comparison
    stored = read_snapshot((folder or data_folder()) / "snapshot")
    return tell(indicator, chosen, language, records=Records(stored.conflicts, stored.series))


def cite(
    indicator: str | None = None,
    comparison: Comparison | None = None,
    style: str = "apa",
    language: str = "en",
    *,
    folder: Path | None = None,
) -> str:
    """References of the publications behind an indicator, or of the report itself where None.

    Parameters
    ----------
    style : {"apa", "bibtex"}
        APA 7 as plain text, or BibTeX entries.

    Raises
    ------
    UnknownCodeError
        No such indicator, style or language; the closest are named.
    """
    from compare.presentation.citation import cite as tell

    return tell(indicator, compare(folder=folder) if comparison is None else comparison, style, language)
