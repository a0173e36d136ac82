"""Which edition a report is: its date comes from what it says, its number from the editions before it.

In: a partnership, the manifest of what is in force, the editions published before. Out: `find_edition`.
Never: a date read from a clock, a review taken for one of another edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from compare.catalogue.partnerships import Edition, Partnership

if TYPE_CHECKING:
    import pandas as pd


def find_edition(partnership: Partnership, manifest: pd.DataFrame, published: Mapping[date, int]) -> Edition:
    """The edition that a report of these figures is.

    Its date is the one that the partnership file declares, or the day on which the newest answer in force was fetched,
    if that is later: so the same figures are the same edition, whenever the pages are made.

    Parameters
    ----------
    manifest : pandas.DataFrame
        Rows of the observations in force; ``retrieved`` is a moment in UTC, or empty where nothing was fetched.
    published : mapping of date to int
        The editions published before: date -> number.
    """
    declared = partnership.edition
    fetched = [str(moment)[:10] for moment in manifest.get("retrieved", ()) if moment]
    newest = max([declared.date, *(date.fromisoformat(day) for day in fetched)])
    following = max([*published.values(), declared.number - (newest == declared.date)]) + 1
    review = next((one for one in partnership.reviews if one.edition == newest), None)
    return Edition(number=published.get(newest, following), date=newest, review=review, declared=declared.date)
