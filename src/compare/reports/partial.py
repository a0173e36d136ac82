"""A run of some of the pages: which others stay beside them, and what they make together.

In: the whole site's plan, the wanted pages, the site that is published now. Out: the site of this run, its files, the
record by which the next run knows it.
Never: a page of another partnership carried over, a link to a page that the site does not have.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from compare.reports.files import make_folders
from compare.reports.lint import find_files

if TYPE_CHECKING:
    from compare.reports.site import Page, Site

RECORD = "run.json"  #: what a site says of itself to the next run
_LINK = re.compile(r'<a\b[^>]*? href="(?P<href>[^":]+)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
_ID = re.compile(r' id="([^"]+)"')

_FURTHER = re.compile(r"(goal-\d\d|overview)-\d+\.html$")  #: a goal's second page belongs to its first


def carry_over(record: Mapping[str, Mapping[str, Any]], whole: Site, wanted: Iterable[Page]) -> dict[str, list[str]]:
    """The pages of the published site that stay beside the wanted ones.

    Parameters
    ----------
    record : mapping
        From `read_record`.

    Returns
    -------
    dict
        Path of the page -> its own HTML file and its further ones, where it was too long for one.
    """
    kept = {page.path for page in whole.pages if page.notebook} - {page.path for page in wanted}
    return {path: entry["html"] for path, entry in record.items() if path in kept}


def choose(whole: Site, paths: set[str]) -> Site:
    """The site of the pages in `paths` and of what has no notebook in their languages, which is always made anew."""
    languages = {page.language for page in whole.pages if page.path in paths}
    pages = [page for page in whole.pages if page.path in paths or (not page.notebook and page.language in languages)]
    return replace(whole, pages=tuple(pages))


def unlink(folder: Path, names: Iterable[str], whole: Site, site: Site) -> None:
    """Turn links from the pages `names` to pages that the whole site would have, and this one has not, into words."""
    absent = {page.path for page in whole.pages} - {page.path for page in site.pages}

    def is_dead(target: str, _: str) -> bool:
        return _FURTHER.sub(r"\1.html", target) in absent

    for name in names if absent else ():
        if name.endswith(".html"):
            html = (folder / name).read_text(encoding="utf-8")
            (folder / name).write_text(_to_words(name, html, is_dead), encoding="utf-8", newline="\n")


def unlink_dead(folder: Path, doubted: Collection[str]) -> None:
    """Turn links into words that lead to what is not in `folder`, from pages in `doubted` or to them.

    Pages of two editions side by side may lead to sections that only the other edition has.
    """
    pages = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.glob("*/*.html")}
    ids = {name: set(_ID.findall(html)) for name, html in pages.items()}
    for name, html in pages.items():

        def is_dead(target: str, fragment: str, name: str = name) -> bool:
            if name not in doubted and target not in doubted:
                return False
            if target in ids:
                return bool(fragment) and fragment not in ids[target]
            return not (folder / target).exists()

        mended = _to_words(name, html, is_dead)
        if mended != html:
            (folder / name).write_text(mended, encoding="utf-8", newline="\n")


def _to_words(name: str, html: str, is_dead: Callable[[str, str], bool]) -> str:
    """The page `name` with each link that is dead, by the file and the section it leads to, turned into its words."""

    def words(match: re.Match[str]) -> str:
        parts = urlsplit(match["href"])
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path)) if parts.path else name
        return match["words"] if is_dead(target, unquote(parts.fragment)) else match[0]

    return _LINK.sub(words, html)


def fill(folder: Path, published: Path | None, stays: Collection[str]) -> None:
    """Copy what stays of the published site into `folder`."""
    make_folders(folder, stays)
    for name in sorted(stays) if published else ():
        shutil.copyfile(published / name, folder / name)


def write_record(
    folder: Path, site: Site, html: Mapping[str, list[str]], inputs: Mapping[str, str], editions: Mapping[str, str]
) -> None:
    """Say of the site in `folder` whose it is, which pages it has and from what they were made.

    Parameters
    ----------
    html : mapping
        Path of a page -> its HTML files; a page that is not in it has one of its own path.
    inputs : mapping
        Path of a page with a notebook -> the digest of what it was made from; none where it must be made anew.
    editions : mapping
        Path of a page -> how it tells its edition.
    """
    pages = {}
    for page in site.pages:
        names = sorted(html.get(page.path) or [page.path])
        pages[page.path] = {
            "html": names, "sha256": _digest(folder, names),
            "inputs": inputs.get(page.path, ""), "edition": editions.get(page.path, ""),
        }  # fmt: skip
    record = {"partnership": site.partnership.id, "edition": site.partnership.edition.number, "pages": pages}
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def find_stays(published: Path | None, carried: Mapping[str, Iterable[str]]) -> set[str]:
    """The files of the published site that stay: the pages that are carried over, and what these load or offer."""
    if published is None:
        return set()
    pages = {name for names in carried.values() for name in names}
    named = {name for page in pages for name in find_files(page, (published / page).read_text(encoding="utf-8"))}
    return pages | {name for name in named if not name.endswith(".html") and (published / name).is_file()}


def read_record(folder: Path | None, partnership: str) -> dict[str, dict[str, Any]]:
    """The pages of a published site by their path, as far as they are there as they were made.

    None where the site has no record, or is another partnership's.
    """
    if folder is None:
        return {}
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    pages = record.get("pages", {}) if record.get("partnership") == partnership else {}
    return {path: entry for path, entry in pages.items() if _digest(folder, entry["html"]) == entry["sha256"]}


def _digest(folder: Path, names: Iterable[str]) -> str:
    """One hash of the HTML files of a page; empty where one is missing."""
    try:
        return hashlib.sha256(b"".join((folder / name).read_bytes() for name in names)).hexdigest()
    except OSError:
        return ""
