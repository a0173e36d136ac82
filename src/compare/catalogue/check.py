"""Checks the catalogue's entries against each other, against the series we hold and against their values.

In: a loaded catalogue; the series with their units; observations, publications and partnerships where there are any.
Out: every `Fault`, each with file, entry, field and what to do. Never: a repaired entry, a stop at the first fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from compare.catalogue.arrived import is_awaited
from compare.catalogue.check_awaited import check_awaited
from compare.catalogue.check_mandates import check_mandates
from compare.catalogue.check_references import check_references
from compare.catalogue.check_terms import check_terms
from compare.catalogue.check_texts import check_texts
from compare.catalogue.check_values import check_values
from compare.catalogue.ledger import Ledger, SeriesFacts
from compare.catalogue.reading import Fault

if TYPE_CHECKING:
    import pandas as pd

    from compare.catalogue.load import Catalogue
    from compare.catalogue.partnerships import Partnership

__all__ = ["Fault", "check_catalogue"]


def check_catalogue(
    catalogue: Catalogue,
    series: Mapping[str, str] | pd.DataFrame,
    observations: pd.DataFrame | None = None,
    *,
    publications: pd.DataFrame | None = None,
    partnerships: Iterable[Partnership] = (),
) -> list[Fault]:
    """All faults of a catalogue that loads.

    Parameters
    ----------
    catalogue : Catalogue
        As `load_catalogue` gives it.
    series : mapping of str to str, or pandas.DataFrame
        Series code -> unit; or the table series.csv, whose titles and sources are checked too.
    observations : pandas.DataFrame, optional
        With the derived rows added; then every side must have a value, and values must be possible ones.
    publications : pandas.DataFrame, optional
        publications.csv or the manifest; then its sources must be known, and unused sources are found.
    partnerships : iterable of Partnership
        Then each side's area must stand for the place of that side.

    Returns
    -------
    list of Fault
        Empty where all is well; in the order of the checks, then of the catalogue.
    """
    held, computed = _facts(series), _derived_facts(catalogue)
    ledger = Ledger(
        catalogue=catalogue,
        series={**_awaited_facts(catalogue), **held, **computed},
        awaited=frozenset(code for code in (*catalogue.awaited, *computed) if is_awaited(code, catalogue, held)),
        sources=None if publications is None else tuple(publications["source"]),
        publications=None if publications is None else frozenset(publications["publication"]),
        partnerships=tuple(partnerships),
    )
    faults: list[Fault] = []
    for check in (check_references, check_terms, check_mandates, check_awaited, check_texts):
        faults += check(ledger)
    if observations is not None:
        faults += check_values(ledger, observations)
    return faults


def _facts(series: Mapping[str, str] | Any) -> dict[str, SeriesFacts]:
    if isinstance(series, Mapping):
        return {code: SeriesFacts(unit) for code, unit in series.items()}
    columns = ["series", "unit_measure", "title", "source", "note"]
    return {code: SeriesFacts(*cells) for code, *cells in series[columns].itertuples(index=False, name=None)}


def _awaited_facts(catalogue: Catalogue) -> dict[str, SeriesFacts]:
    return {code: SeriesFacts(entry.unit, entry.title.sv, entry.source) for code, entry in catalogue.awaited.items()}


def _derived_facts(catalogue: Catalogue) -> dict[str, SeriesFacts]:
    return {f"derived:{entry.id}": SeriesFacts(entry.unit) for entry in catalogue.derived.values()}

