"""Whether two machines would make the same pages: their code, notebooks, data and versions told and compared.

In: the files and packages of this machine; what another one told of its own. Out: `describe_program`,
`find_differences`.
Never: a difference passed over that could change a figure or a word on a page; a heavy library loaded.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from compare.home import data_folder, notebook_folder
from compare.reports.inputs import DATA, PACKAGE, digest_file, walk

_PREFIX = "package "  #: before the name of a distribution
#: What installs packages and takes no part in a page.
_INSTALLERS = {"pip", "setuptools", "wheel"}


def describe_program() -> dict[str, str]:
    """What decides a page besides the comparison, part by part: digests of folders, and versions.

    Figures that a machine has fetched are left out: they are in the comparison, which a task brings with it.
    """
    folders = {"code": PACKAGE, "notebooks": notebook_folder()}
    folders |= {f"data/{name}": data_folder() / name for name in DATA}
    told = {"Python": f"{platform.python_implementation()} {platform.python_version()}", "system": sys.platform}
    return told | {name: _digest_folder(folder) for name, folder in folders.items()} | dict(_list_packages())


def find_differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """What differs, in words; empty where the two would make the same pages.

    Packages that only one of the two has do not count: they are tools, or what only the other part of a run needs.
    """
    found = []
    for name in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(name), theirs.get(name)
        if here == there or (name.startswith(_PREFIX) and None in (here, there)):
            continue
        shown = name.startswith(_PREFIX) or name in ("Python", "system")
        found.append(f"{name.removeprefix(_PREFIX)} ({there} there, {here} here)" if shown else f"its {name}")
    return found


def _digest_folder(folder: Path) -> str:
    """SHA-256 of all files below a folder that are not caches or hidden."""
    whole = hashlib.sha256()
    for name, path in walk("", folder):
        whole.update(f"{name}\0{digest_file(path)}\n".encode())
    return whole.hexdigest()


def _list_packages() -> Iterator[tuple[str, str]]:
    """Every installed distribution with its version, as their folders are called; the first on the path counts."""
    seen = set()
    for folder in sys.path:
        if not os.path.isdir(folder):
            continue
        for entry in sorted(os.listdir(folder)):
            name, _, version = entry.removesuffix(".dist-info").partition("-")
            name = name.lower().replace("-", "_").replace(".", "_")
            if entry.endswith(".dist-info") and name not in _INSTALLERS | seen:
                seen.add(name)
                yield _PREFIX + name, version
