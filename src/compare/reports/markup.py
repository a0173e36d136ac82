"""What a page is made of, read by Python's own HTML parser: the facts that the gate judges.

In: the text of a page. Out: `Facts`: headings, pictures, tables, ids, references, addresses, words.
Never: a judgement, a browser, a repair of broken markup.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
#: Attributes whose words are read out or shown.
_SPOKEN = frozenset({"alt", "title", "aria-label", "placeholder", "content", "summary"})
_POINTING = frozenset({"headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for"})
#: Relations of <link> for which a browser fetches the address.
_FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon"})
_CONNECTED = frozenset({"preconnect", "dns-prefetch"})


@dataclass
class Element:
    """One element with its attributes and the words inside it."""

    tag: str
    attributes: dict[str, str]
    line: int
    words: list[str] = field(default_factory=list)
    inside: Counter[str] = field(default_factory=Counter)

    def get(self, name: str) -> str | None:
        """An attribute, None where it is absent."""
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        """The words inside, in one line."""
        return " ".join(" ".join(self.words).split())


@dataclass
class Facts:
    """The facts of one page."""

    doctype: bool = False
    ended: bool = False
    elements: list[Element] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    pointers: list[tuple[str, str]] = field(default_factory=list)  #: attribute, id that it points to
    links: list[str] = field(default_factory=list)  #: addresses that a reader may follow
    loads: list[str] = field(default_factory=list)  #: addresses that the page itself fetches
    words: list[str] = field(default_factory=list)  #: pieces of text that are shown or read out
    styles: list[str] = field(default_factory=list)  #: style sheets and style attributes
    nesting: list[str] = field(default_factory=list)  #: faults of nesting

    def all(self, *tags: str) -> list[Element]:
        """The elements of these tags, in the order of the page."""
        return [element for element in self.elements if element.tag in tags]


def read_page(html: str) -> Facts:
    """The facts of the page `html`."""
    parser = _Reader()
    parser.feed(html)
    parser.close()
    parser.finish()
    parser.facts.ended = html.rstrip().endswith("</html>")
    return parser.facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = Facts()
        self.open: list[Element] = []

    def handle_decl(self, decl: str) -> None:
        self.facts.doctype = self.facts.doctype or decl.lower() == "doctype html"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._enter(tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._enter(tag, attrs)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].tag == tag:
            self.open.pop()
        elif tag not in _VOID:
            inner = self.open[-1].tag if self.open else "nothing"
            self.facts.nesting.append(f"line {self.getpos()[0]}: </{tag}> closes while <{inner}> is open")
            while any(element.tag == tag for element in self.open) and self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        tags = {element.tag for element in self.open}
        if "style" in tags:
            self.facts.styles.append(data)
        elif "script" not in tags and data.strip():
            self.facts.words.append(data)
            for element in self.open:
                element.words.append(data)

    def finish(self) -> None:
        """Tell what was never closed."""
        for element in self.open:
            self.facts.nesting.append(f"line {element.line}: <{element.tag}> is not closed")

    def _enter(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        element = Element(tag, {name: value or "" for name, value in reversed(attrs)}, self.getpos()[0])
        if len(element.attributes) < len(attrs):
            names = Counter(name for name, _ in attrs)
            self.facts.nesting += [
                f"line {element.line}: <{tag}> has {name} twice" for name, count in names.items() if count > 1
            ]
        for outer in self.open:
            outer.inside[tag] += 1
            if tag == "img":
                outer.words.append(element.get("alt") or "")
        self.facts.elements.append(element)
        self._note(element)
        return element

    def _note(self, element: Element) -> None:
        """Sort the attributes of `element` into the facts."""
        facts = self.facts
        for name, value in element.attributes.items():
            if name == "id":
                facts.ids.append(value)
            elif name in _POINTING:
                facts.pointers += [(name, word) for word in value.split()]
            elif name == "style":
                facts.styles.append(value)
            elif name in _SPOKEN:
                facts.words.append(value)
        if element.attributes:
            self._note_addresses(element)

    def _note_addresses(self, element: Element) -> None:
        facts, tag = self.facts, element.tag
        href, relations = element.get("href"), set((element.get("rel") or "").lower().split())
        if href is not None:
            if tag in ("a", "area"):
                facts.links.append(href)
            elif tag != "link" or relations & (_FETCHED | _CONNECTED):
                facts.loads.append(href)  # <base>, and <image> or <use> of a drawing, too
        facts.loads += [element.get(name) or "" for name in ("src", "poster", "data") if element.get(name) is not None]
        facts.loads += [part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip()]
        if (drawn := element.get("xlink:href")) is not None:
            facts.loads.append(drawn)
        if (action := element.get("action")) is not None:
            facts.links.append(action)
