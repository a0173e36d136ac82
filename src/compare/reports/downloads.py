"""What the whole site offers to take along: all figures in files, and the pages that list every file.

In: the `Site`, its `Comparison`, the files of its pages. Out: `render_figures`, `render_lists`, `measure`, `weigh`.
Never: a file for programs that depends on which pages a run makes, a size that was not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from compare.presentation.language import speak
from compare.presentation.parts_downloads_page import show_downloads
from compare.presentation.parts_links import Speaker
from compare.presentation.parts_papers import Paper
from compare.presentation.tables_files import make_shared_files, make_whole_workbook, name_book
from compare.presentation.tables_package import FIGURES
from compare.presentation.tables_records import list_records
from compare.reports.render import render_parts
from compare.reports.site import Site

if TYPE_CHECKING:
    from compare.comparison.model import Comparison

#: No document was made.
NONE: Mapping[str, Sequence[Paper]] = MappingProxyType({})


def render_figures(site: Site, comparison: Comparison) -> dict[str, bytes]:
    """The files with all figures."""
    pages = [page for page in site.pages if page.kind == "downloads"]
    if not pages:
        return {}
    records = list_records(comparison.results, comparison)
    files = {f"files/{name}": content for name, content in make_shared_files(records, comparison).items()}
    for page in pages:
        book = make_whole_workbook(records, comparison, speak(page.language))
        files[f"{page.language}/files/{name_book(FIGURES)}"] = book
    return files


def render_lists(
    site: Site, comparison: Comparison, offered: Mapping[str, int], papers: Mapping[str, Sequence[Paper]] = NONE
) -> dict[str, bytes]:
    """The pages that list every file, those of `papers` among them.

    Parameters
    ----------
    offered : mapping of str to int
        All files of the site, by their path from its root -> bytes.
    papers : mapping of str to sequence of Paper
        The documents to print of each language.
    """
    files: dict[str, bytes] = {}
    for page in site.pages:
        if page.kind == "downloads":
            speaker = Speaker(comparison, speak(page.language))
            files |= render_parts([show_downloads(speaker, offered, papers.get(page.language, ()))], page, site)
    return files


def weigh(folder: Path) -> dict[str, int]:
    """The files to take along that lie in the folder of a site: path from its root -> bytes."""
    found = [path for place in ("files", "*/files") for path in folder.glob(f"{place}/*")]
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in found}


def measure(made: Mapping[str, int], published: Path | None, stays: Iterable[str]) -> dict[str, int]:
    """How large the files of a run's pages are, those made and those that stay of the published site: path -> bytes."""
    sizes = {}
    if published:
        sizes = {name: (published / name).stat().st_size for name in stays if not name.endswith(".html")}
    return sizes | dict(made)
