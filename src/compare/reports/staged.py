"""The files of a new site, written as they are made.

In: a folder, the files of one page after the other. Out: `Staged`.
Never: the files of all pages in memory at once, a file that two pages make differently.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from compare.reports.files import make_folders


@dataclass
class Staged:
    """A folder that fills with the files of a site.

    Attributes
    ----------
    sizes : dict of str to int
        Each file that was written, by its path in the site -> bytes.
    faults : list of str
        What is wrong with the files together: one that was made twice, and not alike, would show one of its pages the
        other's figure.
    """

    folder: Path
    sizes: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _writing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, maker: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Write the files of a page, or of what else made them, from any thread; their paths in the site.

        Raises
        ------
        OSError
            The disk is full, or the folder cannot be written.
        """
        with self._writing:
            make_folders(self.folder, files)
            for name, content in files.items():
                if name not in self.sizes:
                    (self.folder / name).write_bytes(content)
                    self.sizes[name] = len(content)
                elif (self.folder / name).read_bytes() != content:
                    self.faults.append(f"{maker}: made {name} unlike another page. Give one of the files another name.")
        return tuple(files)
