"""Reads one file that a person wrote, and says what is wrong with it in words that person can act on.

In: bytes, TOML text, pydantic's validation errors. Out: text, mappings, `Fault` lines.
Never: a repaired value; a stray byte order mark is the only thing that is quietly passed over.
"""

from __future__ import annotations

import codecs
import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from compare.errors import CatalogueError

#: UTF-32's mark begins with UTF-16's, so it is looked for first.
_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE_AS = "save it as UTF-8 (in Notepad and Excel: 'Save as', encoding or file type 'UTF-8')"
#: Faults printed in a message; the rest are counted and lie in ``.faults``.
_SHOWN = 25


class EncodingFault(ValueError):
    """Bytes that are not UTF-8; the text says what they look like and how to save the file."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file that people write: where it is, and what is found and expected there."""

    file: str
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.entry, self.field, self.message) if part)


def decode_text(raw: bytes) -> str:
    """Text of a file in UTF-8, with or without a byte order mark.

    Raises
    ------
    EncodingFault
        Where the bytes are of another encoding; never a text with wrong letters.
    """
    for mark, name in _OTHER_MARKS:
        if raw.startswith(mark):
            raise EncodingFault(
                f"the encoding is {name} (byte order mark {mark.hex(' ').upper()}), UTF-8 is expected; {_SAVE_AS}"
            )
    if b"\0" in raw:
        raise EncodingFault(f"the encoding looks like UTF-16 without a byte order mark, UTF-8 is expected; {_SAVE_AS}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise EncodingFault(
            f"the encoding is not UTF-8 (byte {raw[error.start]:02X} on line {line}; "
            f"an older Windows encoding is likely); {_SAVE_AS}"
        ) from error


def read_toml(raw: bytes, file: str) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises
    ------
    CatalogueError
        Another encoding than UTF-8, or not TOML; `file` is named.
    """
    try:
        return tomllib.loads(decode_text(raw))
    except EncodingFault as error:
        raise combine_faults([Fault(file, "", "", str(error))]) from error
    except tomllib.TOMLDecodeError as error:
        message = f"not valid TOML: {error}; texts stand in quotes, each table has its name once"
        raise combine_faults([Fault(file, "", "", message)]) from error


def describe_faults(error: ValidationError, model: type[BaseModel], file: str, entry: str) -> list[Fault]:
    """Each of pydantic's errors as a `Fault`: what was found, and what is expected."""
    return [Fault(file, entry, _field_path(item["loc"]), _found_and_expected(item, model)) for item in error.errors()]


def combine_faults(faults: Iterable[Fault]) -> CatalogueError:
    """One error that carries every fault; its file, entry and field are those of the first."""
    listed = tuple(faults)
    first = listed[0]
    files = ", ".join(dict.fromkeys(fault.file for fault in listed))
    count = "1 fault" if len(listed) == 1 else f"{len(listed)} faults"
    lines = [f"The catalogue cannot be read: {count} in {files}."]
    lines += [f"  - {fault}" for fault in listed[:_SHOWN]]
    if len(listed) > _SHOWN:
        lines.append(f"  - and {len(listed) - _SHOWN} more")
    lines.append("Mend what is named, then run `python -m compare check`.")
    return CatalogueError(
        "\n".join(lines), file=first.file, entry=first.entry, field=first.field, faults=map(str, listed)
    )


def _field_path(location: tuple[int | str, ...]) -> str:
    """``pairs#2.a.series``: positions are counted from 1, as a reader counts."""
    path = ""
    for part in location:
        path += f"#{part + 1}" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")


def _found_and_expected(item: Mapping[str, Any], model: type[BaseModel]) -> str:
    kind = item["type"]
    if kind == "missing":
        return "nothing found; the field is required"
    if kind == "extra_forbidden":
        return _unknown_field(str(item["loc"][-1]), item["loc"], model)
    expected = item["msg"].removeprefix("Value error, ").replace("Input should be", "expected is", 1)
    if kind == "string_type":
        expected = "expected is a text in quotes"
    elif kind == "string_pattern_mismatch":
        expected = f"expected is the form {item['ctx']['pattern']}"
    if kind == "value_error":  # the entry's fields do not fit each other: the whole entry was found
        return expected
    return f"found {_shorten(item['input'])}; {expected}"


def _unknown_field(name: str, location: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """The closest known names are given for a field of the entry itself."""
    known = sorted(field.alias or key for key, field in model.model_fields.items()) if len(location) == 1 else []
    closest = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"closest: {', '.join(closest)}" if closest else "remove it or move it where it belongs"
    return f"found a field that does not exist here; {hint}"


def _shorten(found: object, width: int = 60) -> str:
    text = repr(found)
    return text if len(text) <= width else text[: width - 1] + "…"
