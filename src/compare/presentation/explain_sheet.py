"""A text for a terminal: labels in one column, words wrapped in the next.

In: headings and rows, in order. Out: `Sheet.text`. Never: a word cut in two, a line that depends on the terminal.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

WIDTH = 100
_STEP = 2
#: A label longer than this gets a line of its own, so that one long word does not push all text to the right.
_WIDEST = 16


@dataclass
class Sheet:
    """Lines that are laid out at the end, when the widest label is known."""

    lines: list[tuple[int, str, str]] = field(default_factory=list)  #: depth, label, words; no words: a heading

    def head(self, words: str, depth: int = 0) -> None:
        """A heading, with an empty line before it."""
        self.lines += [(0, "", ""), (depth, words, "")]

    def row(self, label: str, *paragraphs: str, depth: int = 0) -> None:
        """A label and its words; each further paragraph begins a line of its own. Nothing where there are no words."""
        told = [words for words in paragraphs if words]
        self.lines += [(depth, label if place == 0 else "", words) for place, words in enumerate(told)]

    @property
    def text(self) -> str:
        """All lines, each at most `WIDTH` wide; a single word may be longer."""
        labels = [len(label) for _, label, words in self.lines if words]
        width = min(max(labels, default=0), _WIDEST) + _STEP
        return "\n".join(part for line in self.lines for part in self._lay_out(*line, width)).strip("\n") + "\n"

    @staticmethod
    def _lay_out(depth: int, label: str, words: str, width: int) -> list[str]:
        margin = " " * (_STEP * depth)
        if not words:
            return [(margin + label).rstrip()]
        long = len(label) > width - _STEP
        first = margin + (" " * width if long else label.ljust(width))
        wrapped = textwrap.wrap(
            words, WIDTH, initial_indent=first, subsequent_indent=margin + " " * width, break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip
        return [margin + label, *wrapped] if long else wrapped
