"""Which vintage of a series stands: the one that came now, or the one before.

In: rows that arrived, rows that stand. Out: the rows accepted, and what was kept out with the reason.
Never: two vintages of one series beside each other, an answer that lost what it had taken for "there is nothing".
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.sources.transcribed import KEY

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

#: What makes a line: one value a period.
_LINE = ["series", "ref_area", "sex", "age"]
#: More than this share of a series' earlier values gone is no withdrawal of some, it is an answer gone wrong.
_MOST_LOST = 0.5


@dataclass(frozen=True)
class KeptOut:
    """A series whose new answer is not used; the figures before stay, with their date."""

    series: str
    reason: str  #: "emptied" (a line has no value any more) or "lost" (most values are gone)
    lines: tuple[str, ...]  #: area, sex and age of what is missing
    had: int  #: values before
    found: int  #: values now

    def __str__(self) -> str:
        what = "no value any more" if self.reason == "emptied" else "most of its values gone"
        shown = ", ".join(self.lines[:3]) + (f" and {len(self.lines) - 3} more" if len(self.lines) > 3 else "")
        counted = f"{self.had} values before, {self.found} now"
        return f"{self.series}: {what} for {shown} ({counted}). The figures before stay."


@dataclass(frozen=True)
class Settled:
    """What stands from now on, of the series that arrived."""

    accepted: pd.DataFrame
    kept_out: tuple[KeptOut, ...]
    withdrawn: pd.DataFrame  #: rows that stood, have no value in the accepted vintage, and were not asked to stay


def settle(
    arrived: pd.DataFrame, standing: pd.DataFrame, *, needed: Collection[tuple[str, str, str, str]],
    since: int | None = None,
) -> Settled:  # fmt: skip
    """Series by series: the new vintage for all places, or the old one for all.

    Parameters
    ----------
    arrived, standing : pandas.DataFrame
        Observations; `standing` is the vintage in force of the series that arrived.
    needed : collection of tuple of str
        Series, area, sex and age of every line that the catalogue uses. Another line may go: a sum by sex that nobody
        shows does not hold back the rest.
    since : int, optional
        Years before it were not asked for, and are not missed.
    """
    import pandas as pd

    reachable = standing[standing["obs_value"].notna() & _in_reach(standing, since)]
    present = arrived[arrived["obs_value"].notna()]
    found = pd.MultiIndex.from_frame(present[list(KEY)])
    is_gone = pd.Series(~pd.MultiIndex.from_frame(reachable[list(KEY)]).isin(found), index=reachable.index)
    lines = pd.MultiIndex.from_frame(reachable[_LINE])
    is_needed = lines.isin(list(needed)) if needed else lines.isin([])
    is_empty = is_needed & ~lines.isin(pd.MultiIndex.from_frame(present[_LINE]))
    kept_out = _judge(reachable, present, is_gone, is_needed, is_empty)
    refused = {one.series for one in kept_out}
    accepted = arrived[~arrived["series"].isin(refused)].reset_index(drop=True)
    withdrawn = reachable[is_gone & reachable["series"].isin(set(accepted["series"]))].reset_index(drop=True)
    return Settled(accepted, kept_out, withdrawn)


def replace_vintages(standing: pd.DataFrame, accepted: pd.DataFrame) -> pd.DataFrame:
    """All observations with the accepted vintage in place of the one before, in the order of the key."""
    import pandas as pd

    rest = standing[~standing["series"].isin(accepted["series"].unique())]
    return pd.concat([rest, accepted], ignore_index=True).sort_values(list(KEY), kind="stable", ignore_index=True)


def _judge(
    before: pd.DataFrame, present: pd.DataFrame, is_gone: pd.Series[bool], is_needed: np.ndarray, is_empty: np.ndarray
) -> tuple[KeptOut, ...]:
    """What speaks against the new vintages, series by series."""
    had, found = before["series"].value_counts(), present["series"].value_counts()
    shares = is_gone[is_needed].groupby(before["series"][is_needed]).mean()
    reasons = dict.fromkeys(shares.index[shares > _MOST_LOST], ("lost", is_needed & is_gone))
    reasons |= dict.fromkeys(before["series"][is_empty].unique(), ("emptied", is_empty))
    kept_out = []
    for series in sorted(reasons):
        reason, missing = reasons[series]
        lines = before[missing & (before["series"] == series)][_LINE[1:]].drop_duplicates()
        told = tuple(sorted(" ".join(line) for line in lines.itertuples(index=False, name=None)))
        kept_out.append(KeptOut(series, reason, told, int(had[series]), int(found.get(series, 0))))
    return tuple(kept_out)


def _in_reach(rows: pd.DataFrame, since: int | None) -> pd.Series[bool]:
    """Rows of the years that were asked for; a period without a year always is."""
    if since is None:
        return rows["time_period"].notna()
    years = rows["time_period"].str.extract(r"^(\d{4})", expand=False).astype("float64")
    return years.isna() | (years >= since)
