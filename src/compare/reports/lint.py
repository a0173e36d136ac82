"""The gate before publishing: every page judged in pure Python, in every run.

In: a page, or a folder that holds a whole site. Out: faults, each a line that says where and what.
Never: a repair, a browser (tests have one), a page let through because its fault is small.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from compare.reports.files import list_files
from compare.reports.lint_files import judge_files
from compare.reports.lint_words import find_leaks, judge_words
from compare.reports.markup import Element, Facts, read_page
from compare.reports.search import find_language, list_addresses

PAGE_BYTES = 60 * 1024  #: the most that one page's HTML may weigh
WEIGHT_BYTES = 250 * 1024  #: the most that a page and all it loads may weigh
_TEXT_FILES = frozenset({".html", ".css", ".csv", ".svg", ".js", ".json", ".txt", ".xml"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SPEAKING = frozenset({"a", "button", "summary"})  #: what must have words or a label
_NAMED = _SPEAKING | {"img", "svg", "figure"}  #: what must have a name of some kind
_FILE_ADDRESS = re.compile(r"(?:xlink:href|href|src)=\"([^\"#]+)\"")
_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


def lint_page(
    html: str, *, language: str | None = None, figures: int | None = None, tables: int | None = None
) -> list[str]:
    """The faults of one page by itself; empty where there are none.

    Parameters
    ----------
    html : str
        The page.
    language : str, optional
        The code that its ``lang`` must be.
    figures, tables : int, optional
        How many it must hold: what was made must have arrived.
    """
    return _judge_page(html, read_page(html), language, figures, tables)


def lint_site(
    folder: Path, known: Mapping[str, Mapping[str, object]] | None = None, *, kept: str = ""
) -> list[str]:
    """The faults of all pages in `folder` and of the links between them, each with its page.

    Parameters
    ----------
    folder : pathlib.Path
        A whole site.
    known : mapping, optional
        Arguments of `lint_page` for pages by their path in the site.
    kept : str, optional
        The beginning of the paths of pages that were judged when they were published: links may lead to them.
    """
    names = set(list_files(folder))
    judged = {name for name in names if not kept or not name.startswith(kept) or name in (known or {})}
    facts: dict[str, Facts] = {}
    found: dict[str, list[str]] = {}
    titles: dict[str, tuple[str, str]] = {}
    for name in sorted(name for name in judged if name.endswith(".html")):
        html = (folder / name).read_text(encoding="utf-8")
        page = facts[name] = read_page(html)
        found[name] = _judge_page(html, page, **(known or {}).get(name, {}))  # type: ignore[arg-type]
        titles[name] = _find_title(page)
        page.forget_elements()
    faults = [f"{name}: expected, and not in the site" for name in sorted(set(known or {}) - set(facts))]
    faults += [] if facts else ["the site holds no page"]
    for name, page in facts.items():
        found[name] += [*_links(name, facts, names), *_weight(name, page, folder, names)]
        faults += [f"{name}: {fault}" for fault in dict.fromkeys(found[name])]
    # A page kept in an edition has the title of the newest one that it was.
    faults += _twins({name: title for name, title in titles.items() if not kept or not name.startswith(kept)})
    for name in sorted(judged - set(facts)):
        if Path(name).suffix in _TEXT_FILES:
            text = (folder / name).read_text(encoding="utf-8")
            faults += [f"{name}: {fault}" for fault in (*_file(text), *_search(name, text, facts, names))]
    return faults + list(judge_files(folder, sorted(judged - set(facts))))


def find_files(name: str, html: str) -> set[str]:
    """The files of the site that the page `name` with the text `html` loads or leads to."""
    facts = read_page(html)
    parts = [_split(address) for address in [*facts.links, *facts.loads, *_css_addresses(facts.styles)]]
    return {_target(name, part.path) for part in parts if part.path and not part.scheme and not part.netloc}


def _judge_page(
    html: str, facts: Facts, language: str | None = None, figures: int | None = None, tables: int | None = None
) -> list[str]:
    faults = [*_frame(facts, language), *_headings(facts), *_names(facts), *_references(facts), *_tables(facts)]
    faults += [*_requests(facts), *judge_words(facts.words), *facts.nesting]
    faults += [f"holds {kind}: {found!r}" for kind, found in find_leaks(html)]
    for tag, expected in (("figure", figures), ("table", tables)):
        if expected is not None and (found := len(facts.all(tag))) != expected:
            faults.append(f"holds {found} <{tag}>, expected {expected}")
    if (size := len(html.encode())) > PAGE_BYTES:
        faults.append(f"weighs {size / 1024:.0f} KB, at most {PAGE_BYTES // 1024} KB are allowed")
    return faults


def _frame(facts: Facts, language: str | None) -> Iterator[str]:
    """Document, language, title, landmarks."""
    if not (facts.doctype and facts.ended):
        yield "is not a whole HTML document (<!doctype html> ... </html>)"
    roots = facts.all("html")
    lang = roots[0].get("lang") if roots else None
    if not lang or (language and lang != language):
        yield f"has lang {lang!r}, expected {language or 'a language code'}"
    head = facts.all("head")
    if not head or head[0].count("title") != 1 or not facts.all("title")[0].text:
        yield "has no single, filled <title> in its head"
    if not any(element.get("name") == "viewport" for element in facts.all("meta")):
        yield "has no viewport, so phones show it small"
    for tag in ("header", "main", "footer", "nav"):
        if not facts.all(tag) or (tag == "main" and len(facts.all(tag)) > 1):
            yield f"needs {'exactly one' if tag == 'main' else 'a'} <{tag}>"
    order = facts.all("a", "main")
    if not order or order[0].tag == "main" or not (order[0].get("href") or "").startswith("#"):
        yield "has no skip link: its first link must lead to the content of the same page"


def _headings(facts: Facts) -> Iterator[str]:
    headings = facts.all(*_HEADINGS)
    if (number := len(facts.all("h1"))) != 1:
        yield f"has {number} h1, expected one"
    before = 0
    for heading in headings:
        level = int(heading.tag[1])
        if level > before + 1:
            yield f"line {heading.line}: jumps from h{before} to h{level} at {heading.text[:60]!r}"
        if not heading.text:
            yield f"line {heading.line}: has an empty {heading.tag}"
        before = level


def _names(facts: Facts) -> Iterator[str]:
    """A name for everything that is not text: pictures, links, buttons, drawings."""
    for element in facts.elements:
        if element.tag in _NAMED:
            yield from (f"line {element.line}: {fault}" for fault in _name(element))
        for attribute in element.attributes:
            if attribute.startswith("on"):
                yield f"line {element.line}: <{element.tag}> runs a script by {attribute}"


def _name(element: Element) -> Iterator[str]:
    tag = element.tag
    named = element.text or element.get("aria-label") or element.get("aria-labelledby")
    hidden = element.get("aria-hidden") == "true"
    if tag == "img" and not (element.get("alt") or "").strip():
        yield f"the picture {_short(element.get('src'))} has no alt text"
    elif tag == "svg" and not hidden and not (element.get("role") == "img" and named):
        yield "a drawing has no name (role=img with a label, or aria-hidden)"
    elif tag in _SPEAKING and not named and not hidden:
        yield f"<{tag}> {_short(element.get('href'))} has no words"
    elif tag == "figure" and not element.count("figcaption"):
        yield "a figure has no figcaption"


def _references(facts: Facts) -> Iterator[str]:
    for one, count in facts.ids.items():
        if count > 1:
            yield f"has the id {one!r} {count} times"
        if not one or len(one.split()) != 1 or one != one.strip():
            yield f"has the id {one!r}, which nothing can point to"
    for attribute, target in facts.pointers:
        if target not in facts.ids:
            yield f"has {attribute}={target!r}, and no such id"


def _tables(facts: Facts) -> Iterator[str]:
    for table in facts.all("table"):
        if not table.count("caption"):
            yield f"line {table.line}: a table has no caption"
        if not table.count("th"):
            yield f"line {table.line}: a table has no header cell"
    yield from (f"line {item.line}: a caption is empty" for item in facts.all("caption") if not item.text)
    for cell in facts.all("th"):
        if cell.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            yield f"line {cell.line}: the header cell {cell.text[:40]!r} has no scope"


def _requests(facts: Facts) -> Iterator[str]:
    """Addresses elsewhere that a browser would ask by itself."""
    for address in [*facts.loads, *_css_addresses(facts.styles)]:
        if _is_elsewhere(address):
            yield f"asks another server: {_short(address)}"
    for address in facts.links:
        if _split(address).scheme.lower() in ("javascript", "vbscript", "data", "http+unix"):
            yield f"has a link that runs or holds something: {_short(address)}"
    if facts.all("base"):
        yield "has a <base>, which turns its relative links"
    yield from (f"line {item.line}: frames another document" for item in facts.all("iframe", "object", "embed"))
    for script in facts.all("script"):
        if not script.get("src"):
            yield f"line {script.line}: holds a script of its own; a page may only load one beside it"
        elif script.get("defer") is None:
            yield f"line {script.line}: waits for the script {_short(script.get('src'))}, which must be deferred"


def _file(text: str) -> Iterator[str]:
    """The faults of a file that is not a page."""
    yield from (f"holds {kind}: {found!r}" for kind, found in find_leaks(text))
    addresses = _FILE_ADDRESS.findall(text) if 'href="' in text or 'src="' in text else []
    for address in [*_css_addresses([text]), *addresses]:
        if _is_elsewhere(address):
            yield f"asks another server: {_short(address)}"


def _search(name: str, text: str, facts: Mapping[str, Facts], names: set[str]) -> Iterator[str]:
    """What the data of a search lead to, and the site does not have."""
    language = find_language(name)
    if language is None:
        return
    try:
        addresses = list(list_addresses(text))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        yield f"is no data for the search: {error}"
        return
    for address in addresses:
        page, _, fragment = address.partition("#")
        target = _target(name, f"../{language}/{page}")
        if target not in names:
            yield f"leads to {_short(address)}, which is not in the site"
        elif fragment and target in facts and fragment not in facts[target].ids:
            yield f"leads to {_short(address)}, and that page has no such id"


def _links(name: str, facts: Mapping[str, Facts], names: set[str]) -> Iterator[str]:
    """Relative addresses that lead nowhere in the site."""
    own = facts[name]
    for address in [*own.links, *own.loads, *_css_addresses(own.styles)]:
        parts = _split(address)
        if parts.scheme or parts.netloc:
            continue
        if address.startswith("/") or "\\" in address:
            yield f"has an address that is not relative: {_short(address)}"
            continue
        target = _target(name, parts.path) if parts.path else name
        if target not in names:
            yield f"leads to {_short(address)}, which is not in the site"
        elif parts.fragment and target in facts and unquote(parts.fragment) not in facts[target].ids:
            yield f"leads to {_short(address)}, and that page has no such id"


def _weight(name: str, facts: Facts, folder: Path, names: set[str]) -> Iterator[str]:
    loads = {
        _target(name, _split(address).path)
        for address in facts.loads
        if not _split(address).scheme
    }
    weight = sum((folder / item).stat().st_size for item in {name, *loads} & names)
    if weight > WEIGHT_BYTES:
        yield f"weighs {weight / 1024:.0f} KB with what it loads, at most {WEIGHT_BYTES // 1024} KB are allowed"


def _find_title(facts: Facts) -> tuple[str, str]:
    """The language of a page and its title, empty where it has none."""
    roots, titles = facts.all("html"), facts.all("title")
    return roots[0].get("lang") or "" if roots else "", titles[0].text if titles else ""


def _twins(titles: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Titles that two pages of one language share."""
    seen: dict[tuple[str, str], str] = {}
    for name, title in titles.items():
        if title in seen and title[1]:
            yield f"{name}: has the title of {seen[title]}: {title[1]!r}"
        seen.setdefault(title, name)


def _target(name: str, path: str) -> str:
    """The file in the site that the page `name` means by a relative `path`."""
    return _join(name.rpartition("/")[0], path)


@lru_cache(maxsize=8192)  # the same links stand on many pages
def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(path)))


@lru_cache(maxsize=8192)
def _split(address: str) -> SplitResult:
    return urlsplit(address.strip())


def _css_addresses(styles: Iterable[str]) -> list[str]:
    # Most texts have none; looking for the two words first takes a fifth of the time.
    named = (style for style in styles if "url(" in style or "@import" in style)
    return [first or second for style in named for first, second in _CSS_ADDRESS.findall(style)]


def _is_elsewhere(address: str) -> bool:
    parts = _split(address)
    return bool(parts.netloc) or parts.scheme.lower() in ("http", "https", "ftp", "ws", "wss", "file")


def _short(address: str | None) -> str:
    return repr((address or "")[:80])

