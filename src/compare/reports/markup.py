"""What a page is made of, exactly as it is written: the facts that the gate judges.

In: the text of a page. Out: `Facts`: headings, pictures, tables, ids, references, addresses, words.
Never: a judgement, a browser, a repair of broken markup.

Markup as the templates write it is read by one expression. From the first thing on that is written in another way,
Python's own HTML parser reads the rest: it takes three times as long and knows every way.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from operator import attrgetter

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
#: Attributes whose words are read out or shown.
_SPOKEN = frozenset({"alt", "title", "aria-label", "placeholder", "content", "summary"})
_POINTING = frozenset({"headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for"})
#: Relations of <link> for which a browser fetches the address.
_FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon"})
_CONNECTED = frozenset({"preconnect", "dns-prefetch"})
_DOCTYPE = "<!doctype html>"
#: Text up to the next tag, and that tag, written plainly; its attributes, each with its value if it has one.
_PLAIN = re.compile(r'([^<]*)<(/?)([a-z][a-z0-9]*)((?: [a-z:-]+(?:="[^"]*")?)*)(/?)>')
_ATTRIBUTE = re.compile(r' ([a-z:-]+)(?:="([^"]*)")?')
_RAW = frozenset({"script", "style"})  #: what holds no markup
#: Attributes that hold an address, or several.
_ADDRESSED = frozenset({"href", "src", "poster", "data", "srcset", "xlink:href", "action"})


@dataclass(slots=True)
class Element:
    """One element with its attributes. What is inside it is a stretch of its page, and found when it is asked for."""

    tag: str
    attributes: dict[str, str]
    line: int
    tags: list[str] = field(repr=False)  #: the tags of all elements of the page
    said: list[str] = field(repr=False)  #: all text of the page, with the pictures' alt texts in their places
    after: int  #: how many elements the page has before those inside
    begin: int  #: how many pieces of text the page has before those inside
    last: int = 0  #: the same two where the element ends
    end: int = 0

    def get(self, name: str) -> str | None:
        """An attribute, None where it is absent."""
        return self.attributes.get(name)

    def count(self, tag: str) -> int:
        """How many elements of this tag are inside."""
        return self.tags[self.after : self.last].count(tag)

    @property
    def text(self) -> str:
        """The words inside, in one line."""
        return " ".join(" ".join(self.said[self.begin : self.end]).split())


@dataclass
class Facts:
    """The facts of one page."""

    doctype: bool = False
    ended: bool = False
    elements: list[Element] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)  #: id -> how often it is there
    pointers: list[tuple[str, str]] = field(default_factory=list)  #: attribute, id that it points to
    links: list[str] = field(default_factory=list)  #: addresses that a reader may follow
    loads: list[str] = field(default_factory=list)  #: addresses that the page itself fetches
    words: list[str] = field(default_factory=list)  #: pieces of text that are shown or read out
    styles: list[str] = field(default_factory=list)  #: style sheets and style attributes
    nesting: list[str] = field(default_factory=list)  #: faults of nesting

    @cached_property
    def _tagged(self) -> dict[str, list[Element]]:
        tagged: dict[str, list[Element]] = {}
        for element in self.elements:
            tagged.setdefault(element.tag, []).append(element)
        return tagged

    def all(self, *tags: str) -> list[Element]:
        """The elements of these tags, in the order of the page."""
        return sorted((one for tag in tags for one in self._tagged.get(tag, ())), key=attrgetter("after"))

    def forget_elements(self) -> None:
        """Keep what links and other pages are held against; the elements of a whole site are too many to keep."""
        self.elements.clear()
        self._tagged.clear()


def read_page(html: str) -> Facts:
    """The facts of the page `html`."""
    parser = _Reader()
    parser.feed(html[parser.read_plainly(html) :])
    parser.close()
    parser.finish()
    parser.facts.ended = html.rstrip().endswith("</html>")
    return parser.facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = Facts()
        self.open: list[Element] = []
        self.tags: list[str] = []
        self.said: list[str] = []
        self.lines = 0  #: how many lines were read plainly

    def read_plainly(self, html: str) -> int:
        """Read the beginning of `html`, as far as it is written plainly; how many letters that is."""
        place = len(_DOCTYPE) if html.startswith(_DOCTYPE) else 0
        self.facts.doctype = place > 0
        while place and (match := _PLAIN.match(html, place)):
            text, closes, tag, told, ended = match.groups()
            place, begin = match.end(), place
            if (closes and (told or ended)) or (
                tag in _RAW and not closes and not html.startswith(f"</{tag}>", place)
            ):
                return begin
            if text:
                self.handle_data(unescape(text))
            self.lines += text.count("\n")
            if closes:
                self.handle_endtag(tag)
                continue
            attrs = [(name, unescape(value)) for name, value in _ATTRIBUTE.findall(told)] if told else []
            (self.handle_startendtag if ended else self.handle_starttag)(tag, attrs)
            self.lines += told.count("\n")
        return place

    def _line(self) -> int:
        return self.lines + self.getpos()[0]

    def handle_decl(self, decl: str) -> None:
        self.facts.doctype = self.facts.doctype or decl.lower() == "doctype html"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._leave(self._enter(tag, attrs))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._enter(tag, attrs)
        if tag in _VOID:
            self._leave(element)
        else:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].tag == tag:
            self._leave(self.open.pop())
        elif tag not in _VOID:
            inner = self.open[-1].tag if self.open else "nothing"
            self.facts.nesting.append(f"line {self._line()}: </{tag}> closes while <{inner}> is open")
            if any(element.tag == tag for element in self.open):
                while self._leave(self.open.pop()).tag != tag:
                    pass

    def handle_data(self, data: str) -> None:
        inner = self.open[-1].tag if self.open else ""
        if inner == "style":
            self.facts.styles.append(data)
        elif inner != "script" and data.strip():
            self.facts.words.append(data)
            self.said.append(data)

    def finish(self) -> None:
        """Tell what was never closed."""
        for element in self.open:
            self.facts.nesting.append(f"line {element.line}: <{element.tag}> is not closed")
            self._leave(element)

    def _enter(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        self.tags.append(tag)
        attributes = {name: value or "" for name, value in reversed(attrs)} if attrs else {}
        element = Element(tag, attributes, self._line(), self.tags, self.said, len(self.tags), len(self.said))
        self.facts.elements.append(element)
        if tag == "img":
            self.said.append(element.get("alt") or "")
        if attributes:
            self._note(element)
        if len(attributes) < len(attrs):
            names = Counter(name for name, _ in attrs)
            self.facts.nesting += [
                f"line {element.line}: <{tag}> has {name} twice" for name, count in names.items() if count > 1
            ]
        return element

    def _leave(self, element: Element) -> Element:
        element.last, element.end = len(self.tags), len(self.said)
        return element

    def _note(self, element: Element) -> None:
        """Sort the attributes of `element` into the facts."""
        facts, addressed = self.facts, False
        for name, value in element.attributes.items():
            if name == "id":
                facts.ids[value] += 1
            elif name in _ADDRESSED:
                addressed = True
            elif name in _POINTING:
                facts.pointers += [(name, word) for word in value.split()]
            elif name == "style":
                facts.styles.append(value)
            elif name in _SPOKEN:
                facts.words.append(value)
        if addressed:
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
