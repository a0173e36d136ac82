"""A page of the site as a tree that can go on paper: read, thinned, its ids and links made fit for one long document.

In: the HTML of a page that the gate has let through, or of a part. Out: `read_main`, `read_fragment`, `thin`, `is_way`,
`shift_headings`, `collect_ids`, `rename_ids`, `link_up`, `drop_ids`, `remove`, `write`.
Never: a word added or changed; a figure, a table or a text dropped but what only works on a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder, tostring

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
#: What only works on a screen: ways to other pages and words on them, files to fetch, drawings for phones, words for
#: screen readers that repeat what stands in the document anyway.
_SCREEN_TAGS = frozenset({"nav", "source", "script", "template"})
_SCREEN_CLASSES = frozenset({"get", "unseen", "search", "find", "all", "letters-nav", "memo", "onward"})
#: Attributes that say nothing on paper.
_SCREEN_ATTRIBUTES = ("tabindex", "role", "loading", "style", "aria-labelledby", "aria-label", "download", "rel")
#: A block that can be folded is open on paper, and its summary is the line above it.
_OPENED = {"details": "div", "summary": "p", "picture": "div"}

#: A table of figures with more columns, or with longer words in a cell, takes the whole width; others stay narrow, so
#: that the eye finds its way from one figure to the next.
_MANY, _LONG = 5, 24


def read_main(html: str) -> Element:
    """The content of a page: its ``<main>`` without what frames it."""
    inner = html.partition("<main")[2].partition(">")[2].rpartition("</main>")[0]
    return read_fragment(inner)


def read_fragment(html: str) -> Element:
    """Some markup as one ``<div>``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


def thin(root: Element, drop: Callable[[Element], bool] = lambda _: False) -> Element:
    """Leave out what only works on a screen, and what `drop` names; folded blocks are opened."""

    def goes(element: Element) -> bool:
        classes = set(element.get("class", "").split())
        hidden = element.get("aria-hidden") == "true"
        return element.tag in _SCREEN_TAGS or bool(classes & _SCREEN_CLASSES) or hidden or drop(element)

    for parent in list(root.iter()):
        for child in list(parent):
            if goes(child):
                remove(parent, child)
    for element in root.iter():
        for name in _SCREEN_ATTRIBUTES:
            element.attrib.pop(name, None)
        if element.get("class") == "plain":
            element.set("class", f"plain {_tell_width(element)}")
        if element.tag in _OPENED:
            element.set("class", " ".join(filter(None, (element.get("class"), element.tag))))
            element.tag = _OPENED[element.tag]
    return root


def _tell_width(table: Element) -> str:
    columns = len(next(iter(table.iter("tr"))))
    wordy = any(len("".join(cell.itertext())) > _LONG for cell in table.iter("td"))
    return "many" if columns > _MANY or wordy else f"c{columns}"


def is_way(element: Element) -> bool:
    """Whether this is a paragraph that is nothing but a link to another page of the site."""
    if element.tag != "p" or (element.text or "").strip() or len(element) != 1 or element[0].tag != "a":
        return False
    return not (element[0].tail or "").strip() and ":" not in element[0].get("href", ":").partition("#")[0]


def remove(parent: Element, child: Element) -> None:
    """Take `child` out; the text behind it stays."""
    place = list(parent).index(child)
    if child.tail:
        if place:
            parent[place - 1].tail = (parent[place - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def shift_headings(root: Element, by: Callable[[int], int]) -> None:
    """Give each heading the level that `by` says, from its level on the page."""
    for element in root.iter():
        if len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
            element.tag = f"h{by(int(element.tag[1]))}"


def collect_ids(root: Element) -> set[str]:
    """The ids in a tree."""
    return {element.get("id", "") for element in root.iter()} - {""}


def rename_ids(root: Element, page: str) -> None:
    """Begin each id with its page: pages use the same ids, a document may not."""
    for element in root.iter():
        if element.get("id"):
            element.set("id", f"{page}.{element.get('id')}")


def link_up(root: Element, find: Callable[[str], str | None]) -> None:
    """Lead links to other pages to their place in the document, by `find`; where there is none the words stay.

    Addresses elsewhere (``https:``, ``mailto:``) stay as they are.
    """
    for element in root.iter("a"):
        href = element.get("href", "")
        if ":" in href.partition("#")[0]:
            element.set("class", "address" if href.startswith("http") else "mail")
            continue
        target = find(href)
        element.attrib.clear()
        if target is None:
            element.tag = "span"
        else:
            element.set("href", f"#{target}")


def drop_ids(roots: Iterable[Element]) -> None:
    """Keep only the ids that a link in one of the trees leads to."""
    trees = list(roots)
    wanted = {element.get("href", "").removeprefix("#") for tree in trees for element in tree.iter("a")}
    for tree in trees:
        for element in tree.iter():
            if element.get("id") not in wanted:
                element.attrib.pop("id", None)


def write(roots: Iterable[Element]) -> str:
    """Trees as markup."""
    return "\n".join(tostring(root, encoding="unicode", method="html") for root in roots)


class _Reader(HTMLParser):
    """Builds a tree; the gate has seen to it that elements are closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.builder.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)

    def finish(self) -> Element:
        self.builder.end("div")
        return self.builder.close()
