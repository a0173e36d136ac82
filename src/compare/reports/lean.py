"""What is kept out of a run because it costs much and serves nothing in it.

In: nothing. Out: `import_nbformat`, `collect_seldom`.
Never: a library changed, a check of a notebook left out.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator

#: jsonschema takes it for addresses in other people's data where it is installed, as JupyterLab has it installed. It
#: builds its grammar when it is imported, for most of a second; no notebook has an address that is checked.
GRAMMAR = "rfc3987_syntax"
#: After how many new objects Python looks for circles of dead ones, and after how many such looks it looks further.
SELDOM = (50_000, 20, 50)


def import_nbformat() -> None:
    """Import nbformat, its validator and jsonschema without the grammar of addresses."""
    known = GRAMMAR in sys.modules
    if not known:
        sys.modules[GRAMMAR] = None  # type: ignore[assignment]  # Python's own way to say: not to be had
    try:
        import nbformat  # noqa: F401
    finally:
        if not known:
            del sys.modules[GRAMMAR]


@contextlib.contextmanager
def collect_seldom() -> Iterator[None]:
    """Let Python look for circles of dead objects more seldom, as long as this lasts.

    A run makes millions of small objects that live as long as it does; to look through them all anew at every turn
    takes a tenth of its time. What no circle holds is freed at once in any case.
    """
    gc.collect()  # what a run before this one has left
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
