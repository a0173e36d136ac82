"""Where the project's files lie: a checkout's own folders, or the copy that an installed package carries.

In: the environment (`COMPARE_HOME`) and this file's place. Out: folders. Never: a folder made by asking.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def checkout() -> Path | None:
    """The checkout this package runs from, or None where it was installed from a wheel."""
    root = _PACKAGE.parent.parent
    return root if (root / "data" / "catalogue").is_dir() and (root / "pyproject.toml").is_file() else None


def data_folder() -> Path:
    """The folder with ``catalogue/``, ``partnerships/`` and ``snapshot/``: read only when installed."""
    root = checkout()
    return root / "data" if root else _PACKAGE / "_bundled" / "data"


def notebook_folder() -> Path:
    """The folder with the notebooks."""
    root = checkout()
    return root / "notebooks" if root else _PACKAGE / "_bundled" / "notebooks"


def state_folder() -> Path:
    """Where answers, runs and the site go: ``COMPARE_HOME``, else the checkout, else the user's data folder."""
    if os.environ.get("COMPARE_HOME"):
        return Path(os.environ["COMPARE_HOME"]).expanduser().resolve()
    root = checkout()
    if root:
        return root
    import platformdirs

    return Path(platformdirs.user_data_dir("compare", appauthor=False))
