"""The one place that knows WeasyPrint: a document as markup becomes a tagged PDF, in a process of its own.

In: `Sheet`s: markup, style, the folder that its pictures lie in, its day. Out: `check_engine`, `print_sheets`,
`Printed` (bytes, pages, faults).
Never: a request, a file outside the folder, the clock, the locale or the time zone in the bytes; a picture that is
missing or a link that leads nowhere passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.errors import CompareError, ReportError

if TYPE_CHECKING:
    from weasyprint.document import Document

VARIANT = "pdf/ua-1"
_MEMORY = 2_000_000_000  #: bytes that the process of a long document takes
_EDGE = 15.0  #: CSS pixels along the paper's edge on which many printers print nothing


class MissingEngineError(CompareError):
    """PDFs were asked for, and what makes them is not there."""


@dataclass(frozen=True)
class Sheet:
    """One document to be printed."""

    name: str  #: path in the site: ``sv/brief.pdf``
    html: str  #: a whole document; relative addresses are those of `folder`
    css: str
    folder: Path  #: nothing outside it is read
    day: date  #: the document's date
    pages: int | None = None  #: so many pages it must have; any number where None
    sizes: tuple[str, ...] = ("",)  #: style added in turn until the pages are as many as they must be


@dataclass(frozen=True)
class Printed:
    """A document that was printed."""

    name: str
    content: bytes
    pages: int
    faults: tuple[str, ...] = ()


def check_engine() -> None:
    """Find out, before anything else is done, whether PDFs can be made here.

    Raises
    ------
    MissingEngineError
        WeasyPrint or the system's libraries behind it are missing; the message says how to get them.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints a page of its own where a library is missing
            import weasyprint  # noqa: F401
    except ImportError as error:
        raise MissingEngineError(
            f"The PDFs cannot be made: the Python package WeasyPrint is not installed ({error}). Install it with "
            "`pip install 'compare[pdf]'`, in a checkout with `pip install '.[pdf]'`, or leave --pdf out. "
            "No notebook was run."
        ) from error
    except OSError as error:
        raise MissingEngineError(
            "The PDFs cannot be made: WeasyPrint is installed, but the system's library Pango that it sets text with "
            f"is missing ({' '.join(str(error).split())}). On Debian and Ubuntu: apt install libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0. On macOS: brew install pango. On Windows: install Pango with "
            "MSYS2. Or leave --pdf out. No notebook was run."
        ) from error


def print_sheets(sheets: Sequence[Sheet], at_once: int = 1) -> list[Printed]:
    """Print documents side by side as far as the memory goes, each in a process that ends with it.

    Raises
    ------
    ReportError
        The process was ended by the system.
    """
    others = set(multiprocessing.active_children())
    pool = ThreadPoolExecutor(_afford(min(at_once, len(sheets))))
    try:
        return list(pool.map(_print_apart, sheets))
    finally:
        # Where the run is broken off, a document that is being laid out would hold it for minutes.
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.kill()


def _print_apart(sheet: Sheet) -> Printed:
    """Print one document in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(print_sheet, sheet).result()
        except BrokenProcessPool as error:
            raise ReportError(
                f"{sheet.name} could not be made: the process that lays it out was ended by the system, most likely for "  # noqa: E501
                "want of memory. Try --jobs 1, or leave --pdf out."
            ) from error


def _afford(at_once: int) -> int:
    """As many at once as there is memory for, one at least."""
    import psutil

    return max(1, min(at_once, psutil.virtual_memory().available // _MEMORY))


def print_sheet(sheet: Sheet) -> Printed:
    """Print one document, in this process."""
    with _at(sheet.day), _listen() as heard:
        document = _fit(sheet)
        identifier = hashlib.sha256((sheet.name + sheet.html + sheet.css).encode()).hexdigest()[:32].encode()
        content = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    faults = [*dict.fromkeys(heard), *_find_clipped(document)]
    number = len(document.pages)
    if sheet.pages is not None and number != sheet.pages:
        faults.append(f"has {number} pages, and must have {sheet.pages}: shorten what it tells")
    return Printed(sheet.name, content, number, tuple(f"{sheet.name}: {fault}" for fault in faults))


def _fit(sheet: Sheet) -> Document:
    """The document in the first size in which it has as many pages as it must have."""
    from weasyprint import CSS, HTML

    fetch = _make_fetcher(sheet.folder)
    base = sheet.folder.resolve().as_uri() + "/"
    for size in sheet.sizes:
        styles = [CSS(string=text, base_url=base, url_fetcher=fetch) for text in (sheet.css, size) if text]
        html = HTML(string=sheet.html, base_url=base, url_fetcher=fetch)
        document = html.render(stylesheets=styles, pdf_variant=VARIANT)
        if sheet.pages is None or len(document.pages) == sheet.pages:
            break
    return document


def _make_fetcher(folder: Path) -> Any:
    """What gives WeasyPrint pictures: files below `folder`, and what the markup itself carries."""
    from urllib.parse import unquote, urlsplit
    from urllib.request import url2pathname

    from weasyprint.urls import URLFetcher

    root = folder.resolve()

    class Fetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            own = parts.scheme == "file" and Path(url2pathname(unquote(parts.path))).resolve().is_relative_to(root)
            if not own and parts.scheme != "data":
                raise ValueError(f"a document loads nothing from outside its folder: {url[:80]}")
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"file", "data"})


@contextlib.contextmanager
def _at(day: date) -> Iterator[None]:
    """Let what writes "now" into a file (fontTools into a font) write this day."""
    name, moment = "SOURCE_DATE_EPOCH", datetime(day.year, day.month, day.day, tzinfo=UTC)
    before = os.environ.get(name)
    os.environ[name] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        os.environ.pop(name) if before is None else os.environ.update({name: before})


@contextlib.contextmanager
def _listen() -> Iterator[list[str]]:
    """What WeasyPrint finds wrong while it works: missing pictures, links to nowhere, pictures without words."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage().splitlines()[0][:200])

    logger, ear = logging.getLogger("weasyprint"), Ear(level=logging.WARNING)
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)


def _find_clipped(document: Document) -> list[str]:
    """Words and pictures that reach where they may be cut off, one of each page."""
    from weasyprint.formatting_structure import boxes

    found = []
    for number, page in enumerate(document.pages, 1):
        for box in page._page_box.descendants():
            if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
                right = box.position_x + (box.width or 0)
                if right > page.width - _EDGE or box.position_x < _EDGE:
                    words = " ".join(getattr(box, "text", "a picture").split())[:40]
                    found.append(f"page {number}: {words!r} reaches beyond the edge")
                    break
    return found
