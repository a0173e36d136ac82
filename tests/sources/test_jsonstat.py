"""json-stat2: every value under its own labels, however the objects are written."""

from __future__ import annotations

import json

import pytest

from compare.errors import FormatError
from compare.sources.jsonstat import read_jsonstat
from sources.recorded import change, read

DATA = json.loads(read("scb/data.json"))
#: By hand: Region 00 then 1281, within it sex 1 then 2, within it 2023 then 2024.
RIGHT = [
    ("00", "1", "2023", 11, ""), ("00", "1", "2024", 12, ""), ("00", "2", "2023", 13, ""), ("00", "2", "2024", 14, ""),
    ("1281", "1", "2023", None, ".."), ("1281", "1", "2024", None, "-"), ("1281", "2", "2023", None, "."),
    ("1281", "2", "2024", 0, ""),
]  # fmt: skip


def cells(data):
    """All cells of a body."""
    cube = read_jsonstat("scb", json.dumps(data).encode("utf-8"))
    return [(code["Region"], code["Kon"], code["Tid"], value, symbol) for code, value, symbol in cube.cells()]


def as_written(_data):
    """No change."""


def as_lists(data):
    """Indexes written as lists."""
    for entry in data["dimension"].values():
        index = entry["category"]["index"]
        entry["category"]["index"] = sorted(index, key=index.get)


def backwards(data):
    """The dimensions and their codes written the other way round."""
    data["dimension"] = dict(reversed(data["dimension"].items()))
    for entry in data["dimension"].values():
        entry["category"]["index"] = dict(reversed(entry["category"]["index"].items()))


def sparse(data):
    """Only the cells that have a value, by position."""
    data["value"] = {"7": 0, "0": 11, "2": 13, "1": 12, "3": 14}


def listed_status(data):
    """Symbols as a list."""
    data["status"] = [None, "", None, None, "..", "-", ".", None]


def single(data):
    """A dimension of one code may leave its index out."""
    del data["dimension"]["ContentsCode"]["category"]["index"]


@pytest.mark.parametrize("alter", [as_written, as_lists, backwards, sparse, listed_status, single])
def test_every_spelling_gives_the_same_cells(alter):
    """The order of dimensions is that of `id`, the order of codes that of their index."""
    data = json.loads(json.dumps(DATA))
    alter(data)
    assert cells(data) == RIGHT


@pytest.mark.parametrize(
    ("alter", "where"),
    [
        (lambda data: data["value"].pop(), "value"),
        (lambda data: data.update(value={"8": 1}), "value"),
        (lambda data: data["value"].__setitem__(1, "12"), "value[1]"),
        (lambda data: data["value"].__setitem__(1, True), "value[1]"),
        (lambda data: data.update(size=[2, 2, 1]), "answer.size"),
        (lambda data: data.update(size=[2, 2, 1, 3]), "dimension.Tid.category.index"),
        (
            lambda data: data["dimension"]["Kon"]["category"].update(index={"1": 0, "2": 2}),
            "dimension.Kon.category.index",
        ),
        (lambda data: data["dimension"]["Kon"]["category"].update(index=list("112")), "dimension.Kon.category.index"),
        (lambda data: data["dimension"].pop("Kon"), "dimension.Kon.category"),
        (lambda data: data.update(version="1.2"), "answer"),
        (lambda data: data["status"].update({"4": 3}), "status[4]"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(alter, where):
    """The place in the body is named."""
    with pytest.raises(FormatError) as caught:
        read_jsonstat("scb", change("scb/data.json", alter))
    assert caught.value.where == where


def test_a_cell_can_be_named():
    """For messages: dimension and code of each."""
    assert read_jsonstat("scb", read("scb/data.json")).name_cell(5) == "Region 1281, Kon 1, ContentsCode X1, Tid 2024"
