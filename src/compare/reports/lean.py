"""What is kept out of a run because it costs much and serves nothing in it.

In: nothing. Out: `import_nbformat`.
Never: a library changed, a check of a notebook left out.
"""

from __future__ import annotations

import sys

#: jsonschema takes it for addresses in other people's data where it is installed, as JupyterLab has it installed. It
#: builds its grammar when it is imported, for most of a second; no notebook has an address that is checked.
GRAMMAR = "rfc3987_syntax"


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
