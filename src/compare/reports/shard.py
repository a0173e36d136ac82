"""The part of many partnerships that one of several machines makes.

In: the partnerships' ids and which part is wanted, ``i/n``. Out: `choose_shard`.
Never: a partnership in two parts or in none, a part that depends on the order in which they were named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from compare.errors import CompareError

_FORM = re.compile(r"([0-9]+)/([0-9]+)")


class ShardError(CompareError, ValueError):
    """A part of the partnerships was asked for that cannot be."""


def choose_shard(partnerships: Sequence[str], shard: str) -> tuple[str, ...]:
    """The partnerships of one part: every n-th of the sorted ids, counted from the i-th.

    Parameters
    ----------
    partnerships : sequence of str
        The ids of all parts together; equal ones count once.
    shard : str
        ``i/n``: part `i`, from 1 to `n`.

    Returns
    -------
    tuple of str
        Sorted; empty where there are fewer partnerships than parts.

    Raises
    ------
    ShardError
        Not of this form, or no such part.

    Examples
    --------
    >>> choose_shard(["c", "a", "b"], "1/2"), choose_shard(["c", "a", "b"], "2/2")
    (('a', 'c'), ('b',))
    """
    match = _FORM.fullmatch(shard)
    part, parts = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= part <= parts:
        raise ShardError(
            f"The part {shard!r} of the partnerships cannot be made: it must be i/n, with i from 1 to n. "
            "Give each of n machines its own: --shard 1/3, --shard 2/3, --shard 3/3."
        )
    return tuple(sorted(set(partnerships))[part - 1 :: parts])
