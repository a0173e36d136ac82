"""The descriptor of the whole site's files for programs: what each column is, whose the figures are, on which terms.

In: the tables and bytes of the files, their `Comparison`. Out: `describe_package`, `FIGURES`.
Never: a licence that a publication does not have, a column without its type and meaning, a size that was not counted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from compare.comparison.model import Comparison
from compare.presentation.language import Language, mark, speak
from compare.presentation.parts_links import name_places, tell_edition
from compare.presentation.tables_lookups import LOOKUPS, name_columns
from compare.presentation.tables_records import read_manifest
from compare.presentation.tables_tidy import TIDY

#: The resource with the figures; its file is called so, too.
FIGURES = "all-figures"
#: Resource -> its title.
TITLES = {
    FIGURES: mark("All figures of all pages, one row for each figure and indicator"),
    "indicators": mark("The indicators with their titles, definitions, levels and grades"),
    "areas": mark("The areas that the figures describe"),
    "units": mark("The units of the figures"),
    "publications": mark("The publications that the figures come from, with their terms"),
}
_KEYS: dict[str, list[str]] = {
    FIGURES: ["indicator", "ref_area", "series", "sex", "age", "time_period"],
    "indicators": ["indicator"], "areas": ["ref_area"], "units": ["unit_measure"], "publications": ["response_id"],
}  # fmt: skip
#: Resource -> (its column, the resource that the column leads to, the column there).
_LINKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    FIGURES: (
        ("indicator", "indicators", "indicator"), ("place", "areas", "ref_area"), ("ref_area", "areas", "ref_area"),
        ("unit_measure", "units", "unit_measure"),
    ),
    "indicators": (("unit_measure", "units", "unit_measure"),),
}  # fmt: skip
_TYPES = {"code": "string", "text": "string"}  #: kinds of columns that are called otherwise than their types
_BOOLEANS = {"second_hand": ("true", "false")}  #: columns that do not say yes and no
#: How a licence begins in the manifest -> its Open Definition identifier where it has one, its address, its name.
_LICENCES = (
    ("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution 4.0"),
    ("CC0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
    ("CC BY 3.0 IGO", "", "https://creativecommons.org/licenses/by/3.0/igo/", "Creative Commons Attribution 3.0 IGO"),
    ("ODC PDDL 1.0", "ODC-PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/", "ODC PDDL 1.0"),
)


def describe_package(
    files: Mapping[str, bytes], publications: Sequence[str], comparison: Comparison
) -> bytes:
    """The descriptor, as the Data Package specification (version 1, tabular) has it.

    Texts are in the first language; in another one they stand beside it as ``title@sv``.

    Parameters
    ----------
    files : mapping of str to bytes
        Name of the resource -> its CSV file.
    publications : sequence of str
        The `response_id` of each publication behind the figures.
    """
    partnership, catalogue = comparison.partnership, comparison.catalogue
    # English first where there is English: it is what most programs show.
    codes = sorted(partnership.languages, key=lambda code: code != "en")
    languages = [speak(code) for code in codes]
    descriptor: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": partnership.id,
        **_say("title", languages, lambda language: language.of(partnership.title)),
        **_say("description", languages, lambda language: _describe(comparison, language)),
        **({"homepage": partnership.address} if partnership.address else {}),
        "version": f"{partnership.edition.number}.0.0",
        "created": f"{partnership.edition.date.isoformat()}T00:00:00Z",
        "languages": codes,
        "keywords": ["Sustainable Development Goals", *name_places(partnership, catalogue, languages[0]).values()],
        "contributors": [
            {"title": languages[0].of(partnership.publisher), "email": partnership.contact, "role": "publisher"}
        ],
        # The figures have no licence in common: the file says for each publication which one it has.
        "licenses": [{"path": "publications.csv", **_say("title", languages, _tell_terms)}],
        "sources": list(_list_sources(publications, comparison)),
        "resources": [
            _describe_file(name, content, languages, partnership.languages) for name, content in files.items()
        ],
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _say(key: str, languages: Sequence[Language], tell: Callable[[Language], str]) -> dict[str, str]:
    """A text in every language, the first one without a mark."""
    return {(key if place == 0 else f"{key}@{one.code}"): tell(one) for place, one in enumerate(languages)}


def _describe(comparison: Comparison, language: Language) -> str:
    names = name_places(comparison.partnership, comparison.catalogue, language)
    what = language.text("Open statistics on {a} and {b}, side by side, with the source of every figure.", **names)
    return f"{what} {tell_edition(comparison.partnership, language)}."


def _tell_terms(language: Language) -> str:
    return language.text("Each publication has its own terms: they stand in its row.")


def _describe_file(
    name: str, content: bytes, languages: Sequence[Language], codes: Sequence[str]
) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        **_say("title", languages, lambda language: language.text(TITLES[name])),
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _describe_columns(name, languages, codes),
    }  # fmt: skip


def _describe_columns(name: str, languages: Sequence[Language], codes: Sequence[str]) -> dict[str, Any]:
    told: dict[str, tuple[str, str, str]] = {key: (kind, words, "") for key, (kind, words) in TIDY.items()}
    if name in LOOKUPS:
        told = name_columns(name, codes)
    links = [
        {"fields": column, "reference": {"resource": other, "fields": there}}
        for column, other, there in _LINKS.get(name, ())
    ]
    return {
        "fields": [_describe_column(name, key, *rest, languages) for key, rest in told.items()],
        "missingValues": [""],
        "primaryKey": _KEYS[name],
        **({"foreignKeys": links} if links else {}),
    }


def _describe_column(
    name: str, key: str, kind: str, told: str, code: str, languages: Sequence[Language]
) -> dict[str, Any]:
    field: dict[str, Any] = {"name": key, "type": _TYPES.get(kind, kind)}
    field |= _say("description", languages, lambda language: language.text(told))
    if code:
        field["language"] = code
    if kind == "boolean":
        yes, no = _BOOLEANS.get(key, ("yes", "no"))
        field |= {"trueValues": [yes], "falseValues": [no]}
    if key in _KEYS[name]:
        field["constraints"] = {"required": True, **({"unique": True} if len(_KEYS[name]) == 1 else {})}
    return field


def _list_sources(publications: Sequence[str], comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Each publication with its publisher, edition and terms, and where its publisher is found."""
    manifest = read_manifest(comparison)
    for response_id in publications:
        row = manifest.get(response_id, {})
        source = comparison.catalogue.sources.get(row.get("source", ""))
        told: dict[str, Any] = {"title": row.get("title") or response_id}
        if source is not None and source.url:
            told["path"] = source.url
        kept = ("provider", "release", "published", "retrieved", "licence", "licence_class", "citation")
        told |= {"response_id": response_id} | {key: row[key] for key in kept if row.get(key)}
        if licence := _find_licence(row):
            told["licenses"] = [licence]
        yield told


def _find_licence(row: Mapping[str, str]) -> dict[str, str] | None:
    """The licence of a publication with an open one, as far as it is one of those that everybody knows."""
    if row.get("licence_class") != "open":
        return None
    found = next((one for one in _LICENCES if row.get("licence", "").startswith(one[0])), None)
    if found is None:
        return None
    _, name, path, title = found
    return ({"name": name} if name else {}) | {"path": path, "title": title}
