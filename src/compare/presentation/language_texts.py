"""The texts of one language, read from its gettext catalogues and refused where one is not fit to print.

In: ``locale/<code>/LC_MESSAGES/*.po``. Out: `read_texts`, `MissingTextError`.
Never: a guessed ("fuzzy") or empty translation, a translation whose named fields differ from the original's.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import CompareError

if TYPE_CHECKING:
    from babel.messages.catalog import Message

LOCALE = Path(__file__).parent / "locale"

#: A message: its text, or its forms for one and for many.
Texts = dict[str, "str | tuple[str, ...]"]


class MissingTextError(CompareError):
    """A text is missing, unreviewed or broken in a language; no page may be made without it.

    Attributes
    ----------
    language : str
        The two-letter code.
    texts : tuple of str
        The English originals concerned.
    """

    def __init__(self, message: str, *, language: str, texts: Iterable[str] = ()):
        super().__init__(message)
        self.language, self.texts = language, tuple(texts)


def read_texts(code: str, folder: Path | None = None) -> Texts:
    """Every message of a language, by its English original.

    Parameters
    ----------
    code : str
        Two-letter code of the language.
    folder : pathlib.Path, optional
        The folder with one subfolder per language; the package's own where None.

    Raises
    ------
    MissingTextError
        Entries are marked fuzzy, are empty, use other fields than their original, or stand twice; all are listed.
    """
    texts: Texts = {}
    faults: list[tuple[str, str]] = []
    for path in sorted(((folder or LOCALE) / code / "LC_MESSAGES").glob("*.po")):
        for message in _read_catalogue(path, code):
            original = message.id if isinstance(message.id, str) else message.id[0]
            fault = _find_fault(message)
            if texts.get(original, message.string) != message.string:
                fault = "stands twice, with two translations"
            if fault:
                faults.append((original, fault))
            texts[original] = message.string
    if faults:
        lines = "\n".join(f"  {fault}: {original!r}" for original, fault in faults)
        raise MissingTextError(
            f"The texts in {code!r} cannot be used: {len(faults)} of {len(texts)} are not fit to print.\n{lines}\n"
            f"Write or review them in locale/{code}/LC_MESSAGES, then remove the mark 'fuzzy'.",
            language=code,
            texts=(original for original, _ in faults),
        )
    return texts


def find_fields(text: str) -> frozenset[str]:
    """The names of the ``{fields}`` in a text."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _read_catalogue(path: Path, code: str) -> list[Message]:
    """The entries of one file, without its header."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open(encoding="utf-8") as stream:
            return [message for message in read_po(stream, locale=code, abort_invalid=True) if message.id]
    except (PoFileError, UnicodeDecodeError) as error:
        raise MissingTextError(
            f"The texts in {code!r} cannot be read: {path.name}: {error}. Save it as UTF-8 in gettext's form.",
            language=code,
        ) from error


def _find_fault(message: Message) -> str:
    """What is wrong with one entry of a catalogue, in a few words; empty where nothing is."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    strings = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    if message.fuzzy:
        return "fuzzy (not reviewed)"
    if not all(strings) or len(strings) < len(ids):
        return "empty"
    # Every form must use the fields of the many-form: "one place" may well leave {n} out, but never invent a field.
    known = frozenset().union(*(find_fields(item) for item in ids))
    if any(not find_fields(item) <= known for item in strings) or find_fields(strings[-1]) != find_fields(ids[-1]):
        return "other fields than the original"
    return ""
