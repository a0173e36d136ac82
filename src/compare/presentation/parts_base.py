"""The stuff that parts of a page are made of: `Part`, and elements whose text is escaped once.

In: plain text, numbers already printed, bytes of pictures and files.
Out: `Part` (markup and the same in plain text), `el`, `join_markup`, `embed`, `make_part`, `draw_number`.
Never: a word of its own, text escaped twice, an attribute in an order that depends on chance.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

#: What may stand inside an element: text (escaped), markup (as it is), nothing.
Child = str | Markup | None
_VOID = {"img", "source", "br", "wbr", "col"}
_FILE_NAME = re.compile(r"^[a-z0-9]+([.-][a-z0-9]+)*$")
_BREAKS = {
    "p", "h1", "h2", "h3", "h4", "li", "tr", "figure", "figcaption", "section", "summary", "table", "div", "dt", "dd",
    "caption",
}  # fmt: skip
#: Parts of a page that the plain text leaves out: a table folded away repeats what the text beside it says.
_SKIPPED = {"details", "style", "template"}
#: A tag with its attributes, or the text up to the next one.
_WRITTEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z:-]+(?:="[^"]*")?)*)>|([^<]+)')
_ALT = re.compile(r' alt="([^"]+)"')
_SPACE = re.compile(r"[ \t\n]+")


@dataclass(frozen=True)
class Part:
    """One block of a page, as markup and as plain text; Jupyter shows the former, a terminal the latter."""

    html: str
    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"text/html": self.html, "text/plain": self.text}


def make_part(*children: Child) -> Part:
    """A part of these blocks; its plain text is what they say."""
    markup = join_markup(children, "\n")
    return Part(str(markup), plain_text(markup))


def el(tag: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. ``class_`` and ``for_`` lose their underscore, other underscores become hyphens.

    Attributes that are None or False are left out; True gives one without a value.

    Examples
    --------
    >>> el("a", "R&D", href="x.html", hreflang=None, aria_current="page")
    Markup('<a href="x.html" aria-current="page">R&amp;D</a>')
    """
    # Put together as plain text and marked as markup once: pages have hundreds of thousands of elements.
    start = f"<{tag}"
    for name, value in attributes.items():
        if value is not None and value is not False:
            written = name.rstrip("_").replace("_", "-")
            start += f" {written}" if value is True else f' {written}="{escape(value)}"'
    return Markup(f"{start}>" if tag in _VOID else f"{start}>{join_markup(children)}</{tag}>")


def join_markup(children: Iterable[Child], between: str = "") -> Markup:
    """Text and markup in a row, text escaped, nothing for None."""
    return Markup(between.join(escape(child) for child in children if child is not None and child != ""))


def embed(content: str | bytes, mime: str) -> str:
    """The bytes of a file as an address that carries them.

    The renderer takes them out again into the file that ``data-file`` beside the address names.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    return f"data:{mime};base64,{base64.b64encode(raw).decode('ascii')}"


def draw_number(number: str, short: str, which: str, whose: str) -> Markup:
    """A value set large, with its unit smaller behind it, and whose it is and from when."""
    amount = number.removesuffix(short) if short and not short.startswith("%") else number
    unit = join_markup((" ", el("small", number[len(amount) :].strip()))) if amount.strip() != number else None
    return el("p", el("b", amount.strip(), unit, class_=which), " ", el("span", whose), class_="number")


def file_name(*words: str, ending: str) -> str:
    """A name for a file beside the page: small letters, digits and hyphens.

    Examples
    --------
    >>> file_name("fine-dust", "narrow", ending="svg")
    'fine-dust-narrow.svg'
    """
    name = f"{'-'.join(words)}.{ending}".lower()
    if not _FILE_NAME.match(name):
        raise ValueError(f"A file of a page cannot be called {name!r}: use small letters, digits and hyphens.")
    return name


def plain_text(markup: str) -> str:
    """What a piece of markup says, one block a line; pictures by their text, folded tables left out.

    Parameters
    ----------
    markup : str
        As `el` writes it: read by one expression, which takes a third of the time of a parser that knows every way.
    """
    pieces: list[str] = []
    skipping = 0
    for end, tag, attributes, words in _WRITTEN.findall(markup):
        if words:
            if not skipping:
                pieces.append(words)
        elif tag in _VOID:
            if not skipping and (alt := _ALT.search(attributes)):
                pieces.append(f"[{alt[1]}]")
        elif end:
            if skipping:
                skipping -= 1
            else:
                pieces.append("\f" if tag in _BREAKS else " | " if tag in {"td", "th"} else "")
        elif skipping or tag in _SKIPPED or " aria-hidden" in attributes:
            skipping += 1
        elif tag in _BREAKS:
            pieces.append("\f")
    lines = (_SPACE.sub(" ", line).strip(" |") for line in unescape("".join(pieces)).split("\f"))
    return "\n".join(line for line in lines if line)
