"""Reads json-stat2: every cell under its own labels, with the symbol that stands for a value that is not there.

In: one body. Out: `Cube`, whose cells stand in the order that `id` gives.
Never: the order in which a file happens to write its objects, a symbol read as a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from compare.sources import asking

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Cube:
    """A table: the codes of each dimension by position, and values and symbols by position of the cell."""

    codes: dict[str, tuple[str, ...]]  #: dimension -> its codes, both in order
    values: list[float | None]
    symbols: dict[int, str]  #: position of the cell -> symbol, for the cells that have one
    roles: dict[str, tuple[str, ...]]
    labels: dict[str, dict[str, str]]
    eliminable: frozenset[str]  #: dimensions that the service adds up when they are not asked for
    table: str  #: the table's id, where the body has one
    note: tuple[str, ...] = ()

    def cells(self) -> Iterator[tuple[dict[str, str], float | None, str]]:
        """Each cell: its code in each dimension, its value, its symbol."""
        names = tuple(self.codes)
        for position, combined in enumerate(product(*self.codes.values())):
            yield dict(zip(names, combined, strict=True)), self.values[position], self.symbols.get(position, "")

    def name_cell(self, position: int) -> str:
        """A cell in words, for a person who looks for it."""
        parts = []
        for name, codes in reversed(self.codes.items()):
            position, index = divmod(position, len(codes))
            parts.append(f"{name} {codes[index]}")
        return ", ".join(reversed(parts))


def read_jsonstat(source: str, body: bytes, *, with_values: bool = True) -> Cube:
    """A body of class dataset as a cube; without values it is a table's description.

    Raises
    ------
    FormatError
        The body is not of the documented form; the place in it is named.
    """
    data = asking.read_json(source, body)
    if not isinstance(data, dict) or data.get("version") != "2.0" or data.get("class", "dataset") != "dataset":
        raise asking.malformed(source, "answer", data, "json-stat of version 2.0 and class dataset")
    names = asking.read_field(source, data, "id", list, "answer")
    sizes = asking.read_field(source, data, "size", list, "answer")
    described = asking.read_field(source, data, "dimension", dict, "answer")
    if len(names) != len(sizes) or len(set(names)) != len(names):
        raise asking.malformed(source, "answer.size", sizes, f"one size for each of {names}")
    codes = {
        name: _read_codes(source, described.get(name), size, f"dimension.{name}")
        for name, size in zip(names, sizes, strict=True)
    }
    count = 1
    for some in codes.values():
        count *= len(some)
    values = _spread(source, data.get("value"), count, "value") if with_values else []
    symbols = _read_symbols(source, data.get("status"), count) if with_values else {}
    _refuse_texts(source, values)
    extension = data.get("extension") or {}
    return Cube(
        codes, values, symbols,
        {role: tuple(some) for role, some in (data.get("role") or {}).items()},
        {name: dict(described[name]["category"].get("label") or {}) for name in names},
        frozenset(name for name in names if (described[name].get("extension") or {}).get("elimination") is True),
        str((extension.get("px") or {}).get("tableid") or ""),
        tuple(data.get("note") or ()),
    )  # fmt: skip


def _read_codes(source: str, described: Any, size: Any, where: str) -> tuple[str, ...]:
    """The codes of a dimension by position: its index is a list, or an object of code and position."""
    category = asking.read_field(source, described, "category", dict, where)
    index = category.get("index")
    if index is None and len(category.get("label") or {}) == 1:
        index = list(category["label"])  # a single category needs no index
    if isinstance(index, dict):
        if sorted(index.values()) != list(range(len(index))):
            raise asking.malformed(source, f"{where}.category.index", index, "each position from 0 once")
        index = sorted(index, key=index.__getitem__)
    if not isinstance(index, list) or len(index) != size or len(set(index)) != size:
        raise asking.malformed(source, f"{where}.category.index", index, f"{size} different codes")
    return tuple(index)


def _spread(source: str, held: Any, count: int, where: str) -> list[Any]:
    """One entry for each cell: from a list, or from an object that leaves cells out."""
    if isinstance(held, list) and len(held) == count:
        return held
    if isinstance(held, dict):
        spread: list[Any] = [None] * count
        for key, value in held.items():
            if not key.isdecimal() or int(key) >= count:
                raise asking.malformed(source, where, key, f"positions of cells from 0 to {count - 1}")
            spread[int(key)] = value
        return spread
    raise asking.malformed(source, where, held, f"{count} entries, or an object of positions")


def _read_symbols(source: str, held: Any, count: int) -> dict[int, str]:
    """Symbols by position; one text alone stands for every cell."""
    if held is None:
        return {}
    entries = [held] * count if isinstance(held, str) else _spread(source, held, count, "status")
    symbols = {position: symbol for position, symbol in enumerate(entries) if symbol not in (None, "")}
    for position, symbol in symbols.items():
        if not isinstance(symbol, str):
            raise asking.malformed(source, f"status[{position}]", symbol, "a text")
    return symbols


def _refuse_texts(source: str, values: list[Any]) -> None:
    kinds = set(map(type, values)) - {int, float, type(None)}
    if kinds:
        position = next(position for position, value in enumerate(values) if type(value) in kinds)
        raise asking.malformed(source, f"value[{position}]", values[position], "a number or null")
