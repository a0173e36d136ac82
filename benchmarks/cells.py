"""A million cells of json-stat2: our reader into observations against pyjstat into a frame."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

from measure import Line, alone

_SIZES = {"Region": 290, "Kon": 2, "Alder": 69, "ContentsCode": 1, "Tid": 25}  # 1,000,500 cells


def make_body() -> bytes:
    """The same answer each time: every tenth thousandth cell is missing with its symbol."""
    count = math.prod(_SIZES.values())
    values = [None if number % 10_000 == 0 else number % 997 for number in range(count)]
    labels = {
        "Region": [f"{1000 + n}" for n in range(290)], "Kon": ["1", "2"], "Alder": [str(n) for n in range(69)],
        "ContentsCode": ["BE0101N1"], "Tid": [str(2000 + n) for n in range(25)],
    }  # fmt: skip
    cube = {
        "version": "2.0", "class": "dataset", "label": "made for a benchmark", "id": list(_SIZES),
        "size": list(_SIZES.values()), "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {"label": name, "category": {"index": codes, "label": {code: code for code in codes}},
                   "extension": {"elimination": False}}
            for name, codes in labels.items()
        },
        "value": values, "status": {str(n): ".." for n in range(0, count, 10_000)},
    }  # fmt: skip
    return json.dumps(cube).encode()


def ours(timed: Callable) -> None:
    """Into observations, with the status of each cell."""
    from compare.sources.asking import Request, Wanted
    from compare.sources.pxweb import Table, parse_pxweb

    body = make_body()
    ages = tuple((str(n), f"Y{n}") for n in range(69))
    table = Table(
        Wanted("scb:X", "PERSONS"), "TAB000", "BE0101N1", sexes=(("1", "M"), ("2", "F")), ages=ages,
    )  # fmt: skip
    regions = tuple(f"{1000 + n}" for n in range(290))
    asked = {"Region": regions, "Kon": ("1", "2"), "Alder": tuple(code for code, _ in ages),
             "ContentsCode": ("BE0101N1",), "Tid": tuple(str(2000 + n) for n in range(25))}  # fmt: skip
    request = Request(
        "scb", "", (), (table.wanted,), tuple((code, f"SE-{code}") for code in regions), None,
        (table, tuple(asked.items())),
    )  # fmt: skip
    import numpy  # noqa: F401  (as the peer: imports are not measured)
    import pandas  # noqa: F401

    made = timed(lambda: parse_pxweb(body, request, "scb:0"))
    assert len(made.frame) == 1_000_500
    assert int((made.frame["obs_status"] == "O").sum()) == 101


def theirs(timed: Callable) -> None:
    """Into a frame; the status of a cell is lost."""
    from pyjstat import pyjstat

    text = make_body().decode()
    made = timed(lambda: pyjstat.Dataset.read(text).write("dataframe"))
    assert len(made) == 1_000_500


def run() -> list[Line]:
    """Time and memory."""
    mine, peer = alone("cells", "ours"), alone("cells", "theirs")
    return [
        Line("1,000,500 json-stat2 cells / pyjstat, time", mine[0], peer[0], "s", 0.5),
        Line("1,000,500 json-stat2 cells / pyjstat, memory", mine[1], peer[1], "MiB", 1.0),
    ]
