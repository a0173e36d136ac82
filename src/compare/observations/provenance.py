"""From a number back to what it was read from.

In: a key, the frame of observations, the manifest. Out: manifest rows, and citations in words.
Never: a number without a publication; the address of the copy that was read (that stays in the manifest).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compare.errors import ObservationError, UnknownCodeError
from compare.sources.transcribed import KEY

if TYPE_CHECKING:
    import pandas as pd

#: Between the parts of a `response_id` of a derived value.
JOINT = "+"


@dataclass(frozen=True)
class Trace:
    """One observation and the manifest rows behind it: one, or several where it was computed."""

    observation: Mapping[str, Any]
    publications: tuple[Mapping[str, str], ...]


def split_response_id(response_id: str) -> tuple[str, ...]:
    """The keys of the manifest in a `response_id`: several for a derived value."""
    return tuple(response_id.split(JOINT))


def join_response_ids(response_ids: list[str]) -> str:
    """One `response_id` for a value computed from several: each part once, sorted."""
    return JOINT.join(sorted({part for joined in response_ids for part in split_response_id(joined)}))


def cite_publication(row: Mapping[str, str]) -> str:
    """A manifest row as a reference: who published what, under which terms, and whether it was read second hand.

    Examples
    --------
    >>> cite_publication({"citation": "Office, Table 1", "licence": "CC BY 4.0", "second_hand": "true"})
    'Office, Table 1. Licence: CC BY 4.0. Read in a public copy, not at the provider.'
    """
    parts = [row["citation"]]
    if row.get("licence"):
        parts.append(f"Licence: {row['licence']}")
    if row.get("second_hand") == "true":
        parts.append("Read in a public copy, not at the provider")
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


def trace(observations: pd.DataFrame, manifest: pd.DataFrame, key: tuple[str, str, str, str, str]) -> Trace:
    """The observation of a key, and the publications that it was read from.

    Parameters
    ----------
    observations, manifest : pandas.DataFrame
        As `load_observations` gives them; derived rows may have been added.
    key : tuple of str
        `ref_area`, `series`, `sex`, `age`, `time_period`.

    Raises
    ------
    UnknownCodeError
        No such observation; the closest keys of the same series or area are named.
    ObservationError
        A `response_id` that the manifest does not hold.
    """
    found = observations
    for column, code in zip(KEY, key, strict=True):
        found = found[found[column] == code]
    if found.empty:
        near = observations[(observations["series"] == key[1]) | (observations["ref_area"] == key[0])]
        raise UnknownCodeError("observation", " ".join(key), near[list(KEY)].agg(" ".join, axis=1).unique())
    observation = found.iloc[0].to_dict()
    parts = split_response_id(observation["response_id"])
    missing = find_untraced(found, manifest)
    if missing:
        raise ObservationError(
            f"{' '.join(key)} cannot be traced. The manifest has no {', '.join(missing)}. "
            "Run `python -m compare bundle` to make the two anew together."
        )
    rows = manifest.set_index("response_id", drop=False)
    return Trace(observation, tuple(rows.loc[part].to_dict() for part in parts))


def find_untraced(observations: pd.DataFrame, manifest: pd.DataFrame) -> tuple[str, ...]:
    """Each `response_id` of the observations that has no row in the manifest, sorted."""
    joined = observations["response_id"].unique()
    return tuple(sorted({part for text in joined for part in split_response_id(text)} - set(manifest["response_id"])))
