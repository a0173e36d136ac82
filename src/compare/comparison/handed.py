"""One comparison for all notebooks of a run: laid out once, handed to each kernel in a private file.

In: a `Comparison`, or the file that a run names in ``COMPARE_HANDED``. Out: the file, or the same `Comparison`.
The file may be named before it is there, so that processes begin while the comparison is still being laid out.
Never: a comparison kept from one run to the next, one of another partnership, a file from anywhere but this run.

So all pages of a run tell the same figures, whatever is edited meanwhile, and the work is done once.
"""

from __future__ import annotations

import os
import pickle
from pathlib import Path

from compare.comparison.model import Comparison

VARIABLE = "COMPARE_HANDED"
_kept: dict[str, Comparison] = {}  #: by the file, whose name no other run has


def name_handed(folder: Path) -> dict[str, str]:
    """The variables that a kernel needs to take what is handed over in `folder`, now or later."""
    return {VARIABLE: str(folder / "comparison.pickle")}


def hand_over(comparison: Comparison, folder: Path) -> dict[str, str]:
    """Write `comparison` into `folder`, which only this user may read; the variables that a kernel needs to take it."""
    variables = name_handed(folder)
    path = Path(variables[VARIABLE])
    # Whoever waits for it finds it whole or not at all.
    half = path.with_suffix(".half")
    half.write_bytes(pickle.dumps(comparison, protocol=5))
    half.replace(path)
    return variables


def is_handed() -> bool:
    """Whether what this process was promised is there; nothing is missing where nothing was promised."""
    path = os.environ.get(VARIABLE)
    return not path or Path(path).exists()


def keep_handed() -> Comparison | None:
    """Read what was handed to this process now, for all processes forked from it; None where nothing was."""
    path = os.environ.get(VARIABLE)
    if not path:
        return None
    return _kept.setdefault(path, pickle.loads(Path(path).read_bytes()))


def take_handed(partnership: str) -> Comparison | None:
    """The comparison that the run around this process handed over, or None where there is none of `partnership`."""
    path = os.environ.get(VARIABLE)
    if not path:
        return None
    comparison = _kept.get(path) or pickle.loads(Path(path).read_bytes())
    return comparison if comparison.partnership.id == partnership else None
