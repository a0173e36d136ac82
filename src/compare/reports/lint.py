"""The gate before publishing: every page judged in pure Python, in every run.

In: a page, or a folder that holds a whole site. Out: faults, each a line that says where and what.
Never: a repair, a browser (tests have one), a page let through because its fault is small.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from compare.reports.files import list_files
from compare.reports.lint_files import judge_files
from compare.reports.markup import Facts, read_page
from compare.reports.search import find_language, list_addresses

PAGE_BYTES = 60 * 1024  #: the most that one page's HTML may weigh
WEIGHT_BYTES = 250 * 1024  #: the most that a page and all it loads may weigh
_TEXT_FILES = frozenset({".html", ".css", ".csv", ".svg", ".js", ".json", ".txt", ".xml"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: What belongs to the machine or to the making of a page, and never on it: how it looks, and pieces of text of which it
#: must have one. Looking for these first takes a twentieth of the time.
_LEAKS = {
    "a path of this machine": (
        re.compile(
            r"(?<![\w.])/(?:home|root|Users|tmp|usr|opt|var|mnt|private)/|\b[A-Za-z]:\\\w|file://|\.venv\b|site-packages"
        ),
        ("/home/", "/root/", "/Users/", "/tmp/", "/usr/", "/opt/", "/var/", "/mnt/", "/private/", ":\\", "file://",
         ".venv", "site-packages"),
    ),
    "a local address": (re.compile(r"\blocalhost\b|\b127\.0\.0\.1\b"), ("localhost", "127.0.0.1")),
    "an error report": (
        re.compile(r"Traceback \(most recent call last\)|\b[A-Z]\w+(?:Error|Warning): "),
        ("Traceback", "Error: ", "Warning: "),
    ),
    "an object's inner name": (
        re.compile(r"(?:<|&lt;)[\w. ]+ (?:object )?at 0x[0-9a-f]+|\bdtype[:=](?!str,)"), (" at 0x", "dtype"),
    ),
    "a notebook's prompt": (re.compile(r"\b(?:In|Out) ?\[\d* ?\]:"), ("]:",)),
}  # fmt: skip
#: Values and templates that were not filled in.
_UNFILLED = {
    "a value that is not a number or a word": re.compile(
        r"(?<![\w-])(?:NaN|nan|NaT|<NA>|-?inf)(?![\w-])|(?<![\w-])None(?![\w-])(?! (?:of|has|have|is|are|was|were)\b)"
    ),
    "a stand-in for an alt text": re.compile("No description has been provided"),
    "a placeholder": re.compile(r"\{[A-Za-z_][\w.:]*\}|\{\{|\{%|%\([a-z_]+\)[sd]"),
}
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
    pages = {name: (folder / name).read_text(encoding="utf-8") for name in sorted(judged) if name.endswith(".html")}
    facts = {name: read_page(html) for name, html in pages.items()}
    faults = [f"{name}: expected, and not in the site" for name in sorted(set(known or {}) - set(pages))]
    faults += [] if pages else ["the site holds no page"]
    for name, html in pages.items():
        found = _judge_page(html, facts[name], **(known or {}).get(name, {}))  # type: ignore[arg-type]
        found += [*_links(name, facts, names), *_weight(name, facts[name], folder, names)]
        faults += [f"{name}: {fault}" for fault in dict.fromkeys(found)]
    # A page kept in an edition has the title of the newest one that it was.
    faults += _twins({name: page for name, page in facts.items() if not kept or not name.startswith(kept)})
    for name in sorted(judged - set(pages)):
        if Path(name).suffix in _TEXT_FILES:
            text = (folder / name).read_text(encoding="utf-8")
            faults += [f"{name}: {fault}" for fault in (*_file(text), *_search(name, text, facts, names))]
    return faults + list(judge_files(folder, sorted(judged - set(pages))))


def find_files(name: str, html: str) -> set[str]:
    """The files of the site that the page `name` with the text `html` loads or leads to."""
    facts = read_page(html)
    parts = [urlsplit(address.strip()) for address in [*facts.links, *facts.loads, *_css_addresses(facts.styles)]]
    return {_target(name, part.path) for part in parts if part.path and not part.scheme and not part.netloc}


def _judge_page(
    html: str, facts: Facts, language: str | None = None, figures: int | None = None, tables: int | None = None
) -> list[str]:
    faults = [*_frame(facts, language), *_headings(facts), *_names(facts), *_references(facts), *_tables(facts)]
    faults += [*_requests(facts), *_words(facts.words), *facts.nesting]
    faults += [f"holds {kind}: {found!r}" for kind, found in _leaks(html)]
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
    if not head or head[0].inside["title"] != 1 or not facts.all("title")[0].text:
        yield "has no single, filled <title> in its head"
    if not any(element.get("name") == "viewport" for element in facts.all("meta")):
        yield "has no viewport, so phones show it small"
    for tag in ("header", "main", "footer", "nav"):
        if not facts.all(tag) or (tag == "main" and len(facts.all(tag)) > 1):
            yield f"needs {'exactly one' if tag == 'main' else 'a'} <{tag}>"
    order = [element for element in facts.elements if element.tag in ("a", "main")]
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
        named = element.text or element.get("aria-label") or element.get("aria-labelledby")
        hidden = element.get("aria-hidden") == "true"
        if element.tag == "img" and not (element.get("alt") or "").strip():
            yield f"line {element.line}: the picture {_short(element.get('src'))} has no alt text"
        elif element.tag == "svg" and not hidden and not (element.get("role") == "img" and named):
            yield f"line {element.line}: a drawing has no name (role=img with a label, or aria-hidden)"
        elif element.tag in ("a", "button", "summary") and not named and not hidden:
            yield f"line {element.line}: <{element.tag}> {_short(element.get('href'))} has no words"
        elif element.tag == "figure" and not element.inside["figcaption"]:
            yield f"line {element.line}: a figure has no figcaption"
        for attribute in element.attributes:
            if attribute.startswith("on"):
                yield f"line {element.line}: <{element.tag}> runs a script by {attribute}"


def _references(facts: Facts) -> Iterator[str]:
    for one, count in Counter(facts.ids).items():
        if count > 1:
            yield f"has the id {one!r} {count} times"
        if not one or len(one.split()) != 1 or one != one.strip():
            yield f"has the id {one!r}, which nothing can point to"
    for attribute, target in facts.pointers:
        if target not in facts.ids:
            yield f"has {attribute}={target!r}, and no such id"


def _tables(facts: Facts) -> Iterator[str]:
    for table in facts.all("table"):
        if not table.inside["caption"]:
            yield f"line {table.line}: a table has no caption"
        if not table.inside["th"]:
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
        if urlsplit(address.strip()).scheme.lower() in ("javascript", "vbscript", "data", "http+unix"):
            yield f"has a link that runs or holds something: {_short(address)}"
    if facts.all("base"):
        yield "has a <base>, which turns its relative links"
    yield from (f"line {item.line}: frames another document" for item in facts.all("iframe", "object", "embed"))
    for script in facts.all("script"):
        if not script.get("src"):
            yield f"line {script.line}: holds a script of its own; a page may only load one beside it"
        elif script.get("defer") is None:
            yield f"line {script.line}: waits for the script {_short(script.get('src'))}, which must be deferred"


def _words(words: Sequence[str]) -> Iterator[str]:
    together = "\n".join(words)
    for kind, pattern in _UNFILLED.items():
        for text in words if pattern.search(together) else ():
            if match := pattern.search(text):
                yield f"shows {kind}: {_around(text, match)!r}"


def _leaks(text: str) -> Iterator[tuple[str, str]]:
    for kind, (pattern, pieces) in _LEAKS.items():
        if any(piece in text for piece in pieces) and (match := pattern.search(text)):
            yield kind, _around(text, match)


def _file(text: str) -> Iterator[str]:
    """The faults of a file that is not a page."""
    yield from (f"holds {kind}: {found!r}" for kind, found in _leaks(text))
    for address in [*_css_addresses([text]), *re.findall(r"(?:xlink:href|href|src)=\"([^\"#]+)\"", text)]:
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
        parts = urlsplit(address.strip())
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
        _target(name, urlsplit(address).path)
        for address in facts.loads
        if not urlsplit(address).scheme
    }
    weight = sum((folder / item).stat().st_size for item in {name, *loads} & names)
    if weight > WEIGHT_BYTES:
        yield f"weighs {weight / 1024:.0f} KB with what it loads, at most {WEIGHT_BYTES // 1024} KB are allowed"


def _twins(facts: Mapping[str, Facts]) -> Iterator[str]:
    """Titles that two pages of one language share."""
    seen: dict[tuple[str, str], str] = {}
    for name, page in facts.items():
        roots, titles = page.all("html"), page.all("title")
        key = (roots[0].get("lang") or "" if roots else "", titles[0].text if titles else "")
        if key in seen and key[1]:
            yield f"{name}: has the title of {seen[key]}: {key[1]!r}"
        seen.setdefault(key, name)


def _target(name: str, path: str) -> str:
    """The file in the site that the page `name` means by a relative `path`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))


def _css_addresses(styles: Iterable[str]) -> list[str]:
    return [first or second for style in styles for first, second in _CSS_ADDRESS.findall(style)]


def _is_elsewhere(address: str) -> bool:
    parts = urlsplit(address.strip())
    return bool(parts.netloc) or parts.scheme.lower() in ("http", "https", "ftp", "ws", "wss", "file")


def _around(text: str, match: re.Match[str]) -> str:
    return " ".join(text[max(0, match.start() - 30) : match.end() + 30].split())


def _short(address: str | None) -> str:
    return repr((address or "")[:80])

