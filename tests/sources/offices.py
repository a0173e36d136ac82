"""Kolada, SCB, the World Bank and the UN on loopback: they answer as documented, from figures that a test gives."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd

from compare.sources.pxweb import Table
from compare.sources.pxweb_tables import TABLES
from compare.sources.unsdg_choice import find_choice
from sources.loopback import Reply, Server

#: Variables that send each source to this server; the path says which office is meant.
PREFIXES = {"kolada": "/kolada", "scb": "/scb", "worldbank": "/worldbank", "unsdg": "/unsdg"}
_SEX = {"_T": "T", "F": "K", "M": "M"}
_UN_SEX = {"_T": "BOTHSEX", "F": "FEMALE", "M": "MALE"}


@dataclass
class Offices(Server):
    """The four offices; `figures` are observations with the areas' codes at each office in `codes`."""

    figures: pd.DataFrame = field(default_factory=pd.DataFrame)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  #: source -> its code of an area -> ref_area
    titles: dict[str, str] = field(default_factory=dict)  #: series -> title
    faults: dict[str, Reply] = field(default_factory=dict)  #: source -> what it replies to everything
    delay: float = 0.0
    busy: int = 0
    most_busy: int = 0  #: requests that were on at the same time
    _guard: Any = field(default_factory=threading.Lock)

    @property
    def environ(self) -> dict[str, str]:
        """Variables by which the sources are asked here."""
        return {f"COMPARE_URL_{source.upper()}": f"{self.url}{prefix}" for source, prefix in PREFIXES.items()}

    def reply(self, path: str) -> Reply:
        """The answer of the office that is meant."""
        with self._guard:
            self.busy += 1
            self.most_busy = max(self.most_busy, self.busy)
        try:
            time.sleep(self.delay)
            source = path.split("/")[1]
            if source in self.faults:
                return self.faults[source]
            parts = urlsplit(path.removeprefix(PREFIXES[source]))
            answer = getattr(self, f"answer_{source}")(parts.path, parse_qs(parts.query))
            return answer if isinstance(answer, Reply) else Reply(json.dumps(answer).encode())
        finally:
            with self._guard:
                self.busy -= 1

    def answer_kolada(self, path: str, _query: dict[str, list[str]]) -> Any:
        """Titles of key figures, or values by key figure, area and year."""
        words = path.strip("/").split("/")
        if words[1] == "kpi":
            named = [(code, self.titles.get(f"kolada:{code}")) for code in words[2].split(",")]
            return {"values": [{"id": code, "title": title} for code, title in named if title], "next_url": None}
        rows = self._find("kolada", words[3].split(","), words[5].split(","))
        values = []
        for (series, area, year), some in rows.groupby(["series", "ref_area", "time_period"], sort=True):
            inner = [
                {"gender": _SEX[row.sex], "value": _null(row.obs_value), "status": "", "count": 1, "isdeleted": False}
                for row in some.itertuples()
            ]
            place = self._code("kolada", area)
            values.append(
                {"kpi": series.partition(":")[2], "municipality": place, "period": int(year), "values": inner}
            )
        return {"values": values, "next_url": None, "count": len(values)}

    def answer_worldbank(self, path: str, _query: dict[str, list[str]]) -> Any:
        """Rows of one indicator, newest first; a code that nobody has is an error with status 200."""
        words = path.strip("/").split("/")
        code, places = words[4], words[2].split(";")
        rows = self._find("wdi", [code], places, "worldbank").sort_values("time_period", ascending=False)
        if f"wdi:{code}" not in self.titles:
            message = {"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}
            return [{"message": [message]}]
        listed = [
            {"indicator": {"id": code, "value": self.titles[f"wdi:{code}"]}, "country": {"id": "", "value": ""},
             "countryiso3code": self._code("worldbank", row.ref_area), "date": row.time_period,
             "value": _null(row.obs_value), "unit": "", "obs_status": "", "decimal": 1}
            for row in rows.itertuples()
        ]  # fmt: skip
        return [{"page": 1, "pages": 1, "per_page": "20000", "total": len(listed), "sourceid": "2"}, listed or None]

    def answer_unsdg(self, _path: str, query: dict[str, list[str]]) -> Any:
        """Rows of one series; a part of the key (.URBAN) is another row of the same series."""
        code, places = query["seriesCode"][0], query["areaCode"]
        parts = [series for series in self.titles if series.partition(":")[2].split(".")[0] == code]
        names = [series.partition(":")[2] for series in parts]
        rows = self._find("unsdg", names, places)
        known = rows[rows["obs_value"].notna()]
        data = [self._write_row(code, row) for row in known.itertuples()]
        size = int(query.get("pageSize", ["1000"])[0])
        page = int(query.get("page", ["1"])[0])
        shown = data[(page - 1) * size : page * size]
        pages = -(-len(data) // size)
        return {"size": size, "totalElements": len(data), "totalPages": pages, "pageNumber": page, "attributes": [],
                "dimensions": [], "data": shown}  # fmt: skip

    def _write_row(self, code: str, row: Any) -> dict[str, Any]:
        return {
            "series": code, "geoAreaCode": self._code("unsdg", row.ref_area),
            "timePeriodStart": float(row.time_period), "value": str(row.obs_value), "upperBound": None,
            "lowerBound": None, "footnotes": [""],
            "attributes": {"Nature": "E" if row.obs_status == "E" else "C", "Units": ""},
            "dimensions": {"Sex": _UN_SEX[row.sex], "Age": row.age, "Reporting Type": "G"}
            | dict(find_choice(row.series).others),
        }  # fmt: skip

    def answer_scb(self, path: str, query: dict[str, list[str]]) -> Any:
        """What the service allows, what a table holds, and its cells."""
        if path.endswith("/config"):
            return {"maxDataCells": 150000, "maxCallsPerTimeWindow": 30, "timeWindow": 10}
        tables = [table for table in TABLES if table.table == path.split("/")[-2]]
        cells = {key: value for table in tables for key, value in self._list_cells(table)}
        dimensions: dict[str, dict[str, None]] = {"Region": dict.fromkeys(self.codes["scb"])}
        for table in tables:
            for name, codes in table.selection.items():
                dimensions.setdefault(name, {}).update(dict.fromkeys(codes))
        dimensions["Tid"] = dict.fromkeys(sorted({dict(key)["Tid"] for key in cells}) or ["2025"])
        if path.endswith("/metadata"):
            return _cube({name: list(codes) for name, codes in dimensions.items()}, None)
        chosen = {name[11:-1]: value[0].split(",") for name, value in query.items() if name.startswith("valueCodes[")}
        asked = {name: chosen[name] for name in dimensions if name in chosen}
        return _cube(asked, [
            cells.get(frozenset(zip(asked, codes, strict=True))) for codes in product(*asked.values())
        ])  # fmt: skip

    def _list_cells(self, table: Table) -> Iterator[tuple[frozenset[tuple[str, str]], float]]:
        """Each value of a table's series under the codes that the table gives it."""
        fixed = {(name, codes[0]) for name, codes in table.selection.items() if len(codes) == 1}
        sexes = {sex: code for code, sex in table.sexes} or {table.wanted.sex: ""}
        ages = {age: code for code, age in table.ages} or {table.wanted.age: ""}
        rows = self.figures[self.figures["series"] == table.wanted.series]
        for row in rows[rows["sex"].isin(list(sexes)) & rows["age"].isin(list(ages))].itertuples():
            who = {(table.sex, sexes[row.sex]), (table.age, ages[row.age])} - {(table.sex, ""), (table.age, "")}
            where = {("Region", self._code("scb", row.ref_area)), ("Tid", row.time_period.replace("-", "M"))}
            yield frozenset(fixed | who | where), row.obs_value

    def _find(self, prefix: str, codes: list[str], places: list[str], source: str = "") -> pd.DataFrame:
        areas = [self.codes[source or prefix].get(place) for place in places]
        frame = self.figures
        return frame[frame["series"].isin([f"{prefix}:{code}" for code in codes]) & frame["ref_area"].isin(areas)]

    def _code(self, source: str, area: str) -> str:
        return next(code for code, ref_area in self.codes[source].items() if ref_area == area)


def _null(value: float) -> float | None:
    return None if value != value else value


def _cube(dimensions: dict[str, list[str]], values: list[float | None] | None) -> dict[str, Any]:
    """A json-stat2 dataset, or its description without values."""
    cube: dict[str, Any] = {
        "version": "2.0", "class": "dataset", "id": list(dimensions), "size": [len(v) for v in dimensions.values()],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {"label": name, "category": {"index": codes, "label": {code: code for code in codes}},
                   "extension": {"elimination": name in ("Region", "Kon")}}
            for name, codes in dimensions.items()
        },
    }  # fmt: skip
    return cube if values is None else cube | {"value": values}
