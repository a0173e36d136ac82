"""What the codes of the tidy file stand for: indicators, areas, units and publications, with words in every language.

In: observations that were listed, their `Comparison`. Out: `LOOKUPS`, `make_lookups`.
Never: a code of the tidy file without its row, the address of the copy that was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from compare.catalogue.models import Text
from compare.comparison.model import Comparison, IndicatorResult
from compare.observations.provenance import split_response_id
from compare.presentation.language import mark
from compare.presentation.tables_model import Cell, Column, Table
from compare.presentation.tables_records import Record, read_manifest
from compare.presentation.tables_tidy import as_cell

#: Table -> column -> its kind, and what it holds. A column of kind ``words`` is there once for each language.
LOOKUPS: dict[str, dict[str, tuple[str, str]]] = {
    "indicators": {
        "indicator": ("code", mark("The indicator, as a word.")),
        "goal": ("code", mark("The goal of the 2030 Agenda, 1 to 17, or context for what kind of places the two are.")),
        "target": ("code", mark("The target of the goal, as text: 8.10 is not 8.1.")),
        "sdg_code": ("code", mark("The official indicator, as text, where this one is it or is close to it.")),
        "sdg_match": ("code", mark("official, proxy (close to it) or context (neither).")),
        "unit_measure": ("code", mark("The unit: its row in units.csv has its name.")),
        "direction": ("code", mark("Which way is good: higher, lower, value (a band) or none.")),
        "target_value": ("number", mark("The number to reach, where there is one.")),
        "target_year": ("year", mark("When it is to be reached.")),
        "themes": ("text", mark("The themes of the partnership that it belongs to, with blanks between.")),
        "part_of": ("code", mark("The indicator that this one breaks down.")),
        "level": ("code", mark("What its pair describes: city, region, mixed, country, one-sided, none.")),
        "grade": ("code", mark("How comparable its pair is, A to E; N where there is no pair.")),
        "title": ("words", mark("Its title.")),
        "definition": ("words", mark("Its definition.")),
        "caveat": ("words", mark("What to keep in mind.")),
        "differs": ("words", mark("What differs between the two figures of its pair.")),
    },
    "areas": {
        "ref_area": ("code", mark("The area.")),
        "kind": ("code", mark("What kind of area it is.")),
        "country": ("code", mark("The country that it lies in.")),
        "stands_for": ("code", mark("The place that its figures may be shown for.")),
        "name": ("words", mark("Its name.")),
        "described": ("words", mark("What it is.")),
    },
    "units": {
        "unit_measure": ("code", mark("The unit.")),
        "decimals": ("integer", mark("How many decimals the pages print, unless an indicator has its own number.")),
        "label": ("words", mark("Its name.")),
        "short": ("words", mark("Its sign.")),
    },
    "publications": {
        "response_id": ("code", mark("The publication.")),
        "provider": ("text", mark("Who published it.")),
        "title": ("text", mark("Its title, in its own language.")),
        "release": ("text", mark("Which edition of it.")),
        "published": ("text", mark("When it was published, as far as it says so.")),
        "retrieved": ("text", mark("When it was fetched from a service, in UTC; empty where it was copied by hand.")),
        "licence": ("text", mark("Its terms, in English.")),
        "licence_class": ("code", mark(
            "open: an open licence; fact: single figures are quoted; not_read: the first publisher's terms were not "
            "read."
        )),
        "kind": ("code", mark("What kind of publication it is.")),
        "second_hand": ("boolean", mark("true where it was read in a public copy, not at the provider.")),
        "citation": ("text", mark("The publication as a reference, in its own language.")),
    },
}  # fmt: skip


def make_lookups(records: Sequence[Record], comparison: Comparison) -> dict[str, Table]:
    """The tables, by name: all indicators of the comparison, and what the observations refer to of the others."""
    catalogue = comparison.catalogue
    areas = {code for record in records for code in (record.use.side.ref_area, record.use.side.place)}
    units = {record.value.unit_measure for record in records} | {one.indicator.unit for one in comparison.results}
    parts = {part for record in records for part in split_response_id(record.value.response_id)}
    manifest = read_manifest(comparison)
    rows = {
        "indicators": map(_row_of_indicator, comparison.results),
        "areas": (vars(catalogue.areas[code]) | {"ref_area": code} for code in sorted(areas)),
        "units": (vars(catalogue.units[code]) | {"unit_measure": code} for code in sorted(units)),
        "publications": (manifest[part] for part in sorted(parts) if part in manifest),
    }
    words = _Words(comparison.partnership.languages)
    return {name: words.tabulate(name, rows[name]) for name in LOOKUPS}


def name_columns(name: str, languages: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Column -> its kind, what it holds, and its language where it is in one."""
    columns = {}
    for key, (kind, told) in LOOKUPS[name].items():
        if kind == "words":
            columns |= {f"{key}_{code}": ("text", told, code) for code in languages}
        else:
            columns[key] = (kind, told, "")
    return columns


class _Words:
    """Makes tables with a column of words for each language."""

    def __init__(self, languages: Sequence[str]):
        self.languages = languages

    def tabulate(self, name: str, rows: Iterable[Mapping[str, object]]) -> Table:
        """One lookup."""
        kinds: dict[str, Callable[[object], list[Cell]]] = {"words": self._say}
        columns = tuple(
            Column(key, key, "number" if kind in ("number", "integer", "year") else "text")
            for key, (kind, *_) in name_columns(name, self.languages).items()
        )
        cells = tuple(
            tuple(
                cell for key, (kind, _) in LOOKUPS[name].items() for cell in kinds.get(kind, _write_cell)(row.get(key))
            )
            for row in rows
        )
        return Table(name, columns, cells)

    def _say(self, words: object) -> list[Cell]:
        return [Cell(words.in_language(code) if isinstance(words, Text) else "") for code in self.languages]


def _write_cell(content: object) -> list[Cell]:
    return [as_cell(content if content is None or isinstance(content, int | float) else str(content))]


def _row_of_indicator(result: IndicatorResult) -> dict[str, object]:
    indicator = result.indicator
    target = indicator.target_value
    first = next(iter(result.pairs), None)
    return vars(indicator) | {
        "indicator": indicator.id, "unit_measure": indicator.unit, "themes": " ".join(indicator.themes),
        "target_value": target.value if target else None, "target_year": target.year if target else None,
        "level": result.level, "grade": result.letter, "differs": first.differs if first else None,
    }  # fmt: skip
