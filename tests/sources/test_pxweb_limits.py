"""SCB asked through the real session, by a server that counts: within its cells and calls, every cell exactly once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import parse_qs, urlsplit

from compare.catalogue.load import load_catalogue
from compare.sources.asking import Asker, Wanted
from compare.sources.pxweb import Table, fetch_pxweb
from compare.sources.session import Session
from compare.sources.store import Store
from sources.loopback import Clock, Reply, Server, serving

MOST, CALLS, SECONDS = 150, 3, 10
SIZES = {
    "Region": ["00", "12", "1280", "1281"], "Kon": ["1", "2"], "Civilstand": ["G", "OG"], "ContentsCode": ["X1"],
    "Tid": [str(year) for year in range(2000, 2025)],
}  # fmt: skip
TABLE = Table(
    Wanted("scb:test", "PERSONS"), "TAB000", "X1", sexes=(("1", "M"), ("2", "F")), fixed=(("Civilstand", "G"),)
)


def cube(codes, values=None):
    """A json-stat2 answer, or its description."""
    made = {
        "version": "2.0", "class": "dataset", "id": list(codes), "size": [len(some) for some in codes.values()],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {"category": {"index": some, "label": {code: code for code in some}},
                   "extension": {"elimination": False}}
            for name, some in codes.items()
        },
    }  # fmt: skip
    return made if values is None else made | {"value": values}


@dataclass
class Counting(Server):
    """Answers 403 to a question of too many cells, 429 to a fourth in ten seconds; notes the cells it gave."""

    clock: Clock = field(default_factory=Clock)
    given: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    moments: list = field(default_factory=list)

    def reply(self, path: str) -> Reply:
        """The answer to one question."""
        parts = urlsplit(path)
        if parts.path.endswith("/config"):
            told = {"maxDataCells": MOST, "maxCallsPerTimeWindow": CALLS, "timeWindow": SECONDS}
            return Reply(json.dumps(told).encode())
        if parts.path.endswith("/metadata"):
            return Reply(json.dumps(cube(SIZES)).encode())
        now = self.clock().timestamp()
        recent = [moment for moment in self.moments if now - moment < SECONDS]
        if len(recent) >= CALLS:
            self.refused[429] += 1
            return Reply(b'{"detail": "too many"}', 429, headers={"Retry-After": "4"})
        self.moments.append(now)
        query = parse_qs(parts.query)
        codes = {name[11:-1]: value[0].split(",") for name, value in query.items() if name.startswith("valueCodes[")}
        cells = list(product(*(codes[name] for name in SIZES)))
        if len(cells) > MOST:
            self.refused[403] += 1
            return Reply(b'{"title": "too many cells"}', 403)
        self.given.update(cells)
        return Reply(json.dumps(cube({name: codes[name] for name in SIZES}, list(range(len(cells))))).encode())


def test_a_large_question_is_cut_by_cells_and_waits_as_it_is_told(tmp_path):
    """400 cells by 150 at a time, three calls in ten seconds: each is given once, and none is refused for its size."""
    clock = Clock()
    with serving(make=lambda url: Counting(url, clock=clock)) as server:
        session = Session(
            load_catalogue().sources, clock=clock, sleep=clock.sleep, environ={"COMPARE_URL_SCB": server.url}
        )
        told = []
        asker = Asker(session, Store(tmp_path), "CC0", at_once=1, tell=lambda: told.append(1))
        areas = {code: f"SE-{code}" for code in SIZES["Region"]}
        other = Table(TABLE.wanted, "TAB000", "X1", sexes=TABLE.sexes, fixed=(("Civilstand", "OG"),))
        gathered = fetch_pxweb(asker, [TABLE, other], areas, None)
    assert gathered.failures == []
    assert server.refused[403] == 0
    assert set(server.given) == set(product(*SIZES.values()))
    assert set(server.given.values()) == {1}
    assert len(server.moments) == len(told) == 4
    assert server.moments[3] - server.moments[0] >= SECONDS
