"""Loads what people wrote under ``data/catalogue`` and ``data/partnerships`` as one frozen catalogue.

In: a data folder. Out: `Catalogue`, `Partnership`; or one `CatalogueError` with every fault of every file.
Never: a part of a catalogue, a check of one entry against another (``check`` does that), a written file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from compare.catalogue import mandates, models, partnerships
from compare.catalogue.awaited import AskedSeries, AwaitedSeries
from compare.catalogue.reading import Fault, combine_faults, describe_faults, read_toml
from compare.errors import CatalogueError, UnknownCodeError
from compare.home import data_folder


@dataclass(frozen=True)
class _Section:
    """A top-level table of a file: its entries' type, and the field that the entry's key fills."""

    name: str
    model: type[BaseModel]
    key: str | None = None  #: None: a list of entries without keys


#: file -> its sections. The files of `_REQUIRED` must exist.
_SECTIONS: dict[str, tuple[_Section, ...]] = {
    "places.toml": (_Section("areas", models.Area, "code"), _Section("identifying", models.Identifying)),
    "sources.toml": (_Section("sources", models.Source, "id"),),
    "units.toml": (_Section("units", models.Unit, "code"), _Section("conversions", models.Conversion)),
    "terms.toml": (_Section("goals", models.GoalTerm, "number"), _Section("targets", models.TargetTerm, "code")),
    "derived.toml": (_Section("derived", models.Derivation, "id"),),
    "mandates.toml": (_Section("domains", mandates.Domain, "id"),),
    "awaited.toml": (_Section("awaited", AwaitedSeries, "series"),),
    "asked.toml": (_Section("asked", AskedSeries, "series"),),
    "rights.toml": (_Section("treaties", mandates.Treaty, "id"), _Section("rights", mandates.Right, "target")),
}
_REQUIRED = ("places.toml", "sources.toml", "units.toml", "terms.toml")
_INDICATORS = (_Section("indicators", models.Indicator, "id"),)


@dataclass(frozen=True)
class Catalogue:
    """Everything people wrote down about what we want to know. Its mappings are read, never changed."""

    areas: dict[str, models.Area] = field(default_factory=dict)
    identifying: tuple[models.Identifying, ...] = ()
    sources: dict[str, models.Source] = field(default_factory=dict)
    units: dict[str, models.Unit] = field(default_factory=dict)
    conversions: tuple[models.Conversion, ...] = ()
    goals: dict[str, models.GoalTerm] = field(default_factory=dict)
    targets: dict[str, models.TargetTerm] = field(default_factory=dict)
    derived: dict[str, models.Derivation] = field(default_factory=dict)
    domains: dict[str, mandates.Domain] = field(default_factory=dict)
    treaties: dict[str, mandates.Treaty] = field(default_factory=dict)
    rights: dict[str, mandates.Right] = field(default_factory=dict)
    awaited: dict[str, AwaitedSeries] = field(default_factory=dict)  #: series -> what is known of it
    asked: dict[str, AskedSeries] = field(default_factory=dict)  #: series -> how it is asked for today
    indicators: dict[str, models.Indicator] = field(default_factory=dict)  #: goals in order, each in its file's order
    #: section -> id -> the file that holds the entry, for messages
    files: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The whole catalogue of a data folder.

    Parameters
    ----------
    folder : pathlib.Path, optional
        The data folder, which holds ``catalogue/``; the project's own where None.

    Raises
    ------
    CatalogueError
        With every fault of every file: entry, field, what was found, what is expected.
    """
    root = (folder or data_folder()) / "catalogue"
    names = [name for name in _SECTIONS if name in _REQUIRED or (root / name).is_file()]
    indicators = sorted((root / "indicators").glob("*.toml"), key=_reading_order)
    named = [(f"catalogue/{name}", root / name) for name in names]
    named += [(f"catalogue/indicators/{path.name}", path) for path in indicators]
    missing = [Fault(name, "", "", "not found; the catalogue needs it") for name, path in named if not path.is_file()]
    if missing:
        raise combine_faults(missing)
    return _assemble(tuple((name, path.read_bytes()) for name, path in named))


def list_partnerships(folder: Path | None = None) -> tuple[str, ...]:
    """The ids of all partnerships of a data folder, sorted."""
    return tuple(sorted(path.stem for path in ((folder or data_folder()) / "partnerships").glob("*.toml")))


def load_partnership(partnership: str, folder: Path | None = None) -> partnerships.Partnership:
    """The two places of one partnership, and who publishes on them.

    Raises
    ------
    UnknownCodeError
        No such partnership; the closest ids are named.
    CatalogueError
        The file breaks a rule.
    """
    known = list_partnerships(folder)
    if partnership not in known:
        raise UnknownCodeError(
            "partnership", partnership, known, remedy="A partnership is a file data/partnerships/<id>.toml."
        )
    file = f"partnerships/{partnership}.toml"
    table = read_toml(((folder or data_folder()) / file).read_bytes(), file)
    faults: list[Fault] = []
    entry = _build(partnerships.Partnership, table, file, partnership, faults)
    if entry is not None and entry.id != partnership:
        faults.append(Fault(file, partnership, "id", f"found '{entry.id}'; expected is the file's name"))
    if faults:
        raise combine_faults(faults)
    return entry


def _reading_order(path: Path) -> tuple[bool, str]:
    """Goals first, by number (their file names carry two digits), the context last; goal-05 before goal-05-more."""
    return not path.name.startswith("goal-"), path.stem


@lru_cache(maxsize=4)
def _assemble(files: tuple[tuple[str, bytes], ...]) -> Catalogue:
    """The catalogue that these bytes spell: depends on nothing else, so it may be remembered."""
    gathered = _Gathered()
    for file, raw in files:
        try:
            table = read_toml(raw, file)
        except CatalogueError as error:
            gathered.faults.append(Fault(file, "", "", error.faults[0].removeprefix(f"{file}: ")))
            continue
        gathered.add(table, _SECTIONS.get(file.removeprefix("catalogue/"), _INDICATORS), file)
    if gathered.faults:
        raise combine_faults(gathered.faults)
    return Catalogue(**gathered.kept, files=gathered.files)


class _Gathered:
    """Entries and faults, as they are met file by file."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.files: dict[str, dict[str, str]] = {}
        self.faults: list[Fault] = []

    def add(self, table: Mapping[str, Any], sections: tuple[_Section, ...], file: str) -> None:
        """Add what one file holds."""
        known = ", ".join(f"[{section.name}]" for section in sections)
        for name in sorted(table.keys() - {section.name for section in sections}):
            message = f"found a table that does not exist here; this file holds {known}"
            self.faults.append(Fault(file, name, "", message))
        for section in sections:
            found = table.get(section.name)
            if section.key is None:
                self._add_listed(section, [] if found is None else found, file)
            else:
                self._add_keyed(section, {} if found is None else found, file)

    def _add_listed(self, section: _Section, found: Any, file: str) -> None:
        if not isinstance(found, list):
            self.faults.append(Fault(file, section.name, "", f"expected is a list, written [[{section.name}]]"))
            return
        entries = self.kept.setdefault(section.name, ())
        for number, table in enumerate(found, start=1):
            entry = _build(section.model, table, file, f"{section.name}#{number}", self.faults)
            entries = entries if entry is None else (*entries, entry)
        self.kept[section.name] = entries

    def _add_keyed(self, section: _Section, found: Any, file: str) -> None:
        if not isinstance(found, dict):
            wanted = f"expected are tables, written [{section.name}.<{section.key}>]"
            self.faults.append(Fault(file, section.name, "", wanted))
            return
        kept, files = self.kept.setdefault(section.name, {}), self.files.setdefault(section.name, {})
        for key, table in found.items():
            fault = _key_fault(table.get(section.key, key) if isinstance(table, dict) else key, key, files)
            if fault:
                self.faults.append(Fault(file, key, section.key, fault))
                continue
            named = {**table, section.key: key} if isinstance(table, dict) else table
            files[key] = file
            entry = _build(section.model, named, file, key, self.faults)
            if entry is not None:
                kept[key] = entry


def _key_fault(written: object, key: str, files: Mapping[str, str]) -> str:
    if written != key:
        return f"found {written!r}; expected is the table's own name"
    return f"found a second time; it is already in {files[key]}" if key in files else ""


def _build(model: type[BaseModel], table: Any, file: str, entry: str, faults: list[Fault]) -> Any:
    """The entry, or None and its faults added."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        faults += describe_faults(error, model, file, entry)
        return None
