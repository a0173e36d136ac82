"""The descriptor of the files for programs: valid by the specification, and true of the files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import whole
from compare.presentation.language import speak
from compare.presentation.tables_files import make_shared_files, make_whole_workbook
from compare.presentation.tables_package import describe_package
from compare.presentation.tables_records import list_records

SCHEMA = Path(__file__).parents[1] / "recorded" / "datapackage" / "tabular-data-package.json"
#: What a cell of each type looks like.
TYPES = {
    "string": re.compile(r".+", re.DOTALL), "number": re.compile(r"-?\d+(\.\d+)?"), "integer": re.compile(r"-?\d+"),
    "year": re.compile(r"\d{4}"),
}  # fmt: skip


@cache
def records():
    """Every observation of the project's own comparison."""
    return list_records(whole.real().results, whole.real())


@cache
def files():
    """The files for programs of the project's own comparison."""
    return make_shared_files(records(), whole.real())


@cache
def package():
    """Their descriptor."""
    return json.loads(files()["datapackage.json"])


@cache
def rows(name):
    """The rows of a resource, read as its readme says."""
    content = files()[f"{name}.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(content)))


def resources():
    """The resources by name."""
    return {one["name"]: one for one in package()["resources"]}


def test_the_descriptor_is_valid_by_the_schema_of_the_specification():
    """The schema of Tabular Data Package, version 1; it finds a fault where there is one."""
    validator = jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(package())] == []
    broken = json.loads(json.dumps(package()))
    broken["resources"][0]["schema"]["fields"][0]["type"] = "word"
    assert list(validator.iter_errors(broken))


def test_each_resource_is_the_file_that_it_describes():
    """Its path has no way up, its size and its checksum are those of the file, and nothing is left undescribed."""
    for one in package()["resources"]:
        content = files()[one["path"]]
        assert "/" not in one["path"]
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert one["profile"] == "tabular-data-resource"
        assert (one["format"], one["mediatype"], one["encoding"]) == ("csv", "text/csv", "utf-8")
    assert {one["path"] for one in package()["resources"]} == set(files()) - {"datapackage.json"}


@pytest.mark.parametrize("name", ["all-figures", "indicators", "areas", "units", "publications"])
def test_the_columns_are_those_of_the_file_and_each_cell_is_of_its_type(name):
    """In their order; an empty cell is a missing value, and only where the column allows one."""
    fields = resources()[name]["schema"]["fields"]
    assert [field["name"] for field in fields] == list(rows(name)[0])
    assert resources()[name]["schema"]["missingValues"] == [""]
    for field in fields:
        cells = {row[field["name"]] for row in rows(name)}
        if field.get("constraints", {}).get("required"):
            assert "" not in cells, field["name"]
        if field["type"] == "boolean":
            assert cells <= {*field["trueValues"], *field["falseValues"]}
        else:
            wrong = [cell for cell in cells - {""} if not TYPES[field["type"]].fullmatch(cell)]
            assert wrong == [], field["name"]


@pytest.mark.parametrize("name", ["all-figures", "indicators", "areas", "units", "publications"])
def test_the_key_finds_one_row_and_each_link_leads_to_one(name):
    """No row twice, no code without its row."""
    schema = resources()[name]["schema"]
    keys = [tuple(row[key] for key in schema["primaryKey"]) for row in rows(name)]
    assert len(keys) == len(set(keys)) > 0
    for link in schema.get("foreignKeys", ()):
        there = {row[link["reference"]["fields"]] for row in rows(link["reference"]["resource"])}
        assert {row[link["fields"]] for row in rows(name)} <= there


def test_every_column_and_file_is_described_in_both_languages():
    """Swedish beside English, and not the same."""
    assert package()["languages"] == ["en", "sv"]
    for thing in (package(), *package()["resources"]):
        assert thing["title"]
        assert thing["title@sv"] != thing["title"]
    for one in package()["resources"]:
        for field in one["schema"]["fields"]:
            assert field["description@sv"] != field["description"]
            assert "{" not in field["description"]


def test_each_publication_is_a_source_with_its_own_terms():
    """A licence is named only where the publication has it; the whole has no licence of its own."""
    sources = {source["response_id"]: source for source in package()["sources"]}
    used = {part for record in records() for part in record.value.response_id.split("+")}
    assert set(sources) == used == {row["response_id"] for row in rows("publications")}
    assert package()["licenses"][0]["path"] == "publications.csv"
    assert sources["transcribed:aqli-2023"]["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/",
         "title": "Creative Commons Attribution 4.0"}
    ]  # fmt: skip
    assert all("licenses" not in source for source in sources.values() if source["licence_class"] != "open")
    assert all(source["title"] and source["provider"] for source in sources.values())


def test_where_a_copy_was_read_stays_at_home():
    """Neither the file nor the descriptor names the copy."""
    told = (files()["publications.csv"] + files()["datapackage.json"]).decode("utf-8")
    manifest = whole.real().manifest
    copies = [copy for copy in manifest.loc[manifest["second_hand"] == "true", "via"] if copy]
    assert len(copies) > 50
    assert [copy for copy in copies if copy in told] == []


def test_the_edition_is_the_packages_version_and_date():
    """A later edition is a later version."""
    made = whole.real()
    edition = made.partnership.edition.model_copy(update={"number": 3, "date": date(2027, 2, 1)})
    partnership = made.partnership.model_copy(update={"edition": edition, "address": "https://example.org/pages/"})
    told = json.loads(describe_package({}, (), replace(made, partnership=partnership)))
    assert (told["version"], told["created"]) == ("3.0.0", "2027-02-01T00:00:00Z")
    assert told["homepage"] == "https://example.org/pages/"
    assert "homepage" not in package()


def test_all_figures_are_read_back_as_they_are_in_the_comparison():
    """With the call that the readme gives: every code as text, every value unrounded."""
    frame = pd.read_csv(io.BytesIO(files()["all-figures.csv"]), dtype=str, keep_default_na=False)
    assert len(frame) == len(records())
    values = pd.to_numeric(frame["obs_value"]).tolist()
    for record, value, code in zip(records(), values, frame["ref_area"], strict=True):
        assert code == record.use.side.ref_area
        told = record.value.obs_value
        assert record.masked or value == told or (value != value and told != told)


def test_two_writings_are_the_same_bytes():
    """Of the files for programs and of the workbook."""
    again = make_shared_files(list_records(whole.real().results, whole.real()), whole.real())
    assert again == files()
    first, second = (make_whole_workbook(records(), whole.real(), speak("sv")) for _ in range(2))
    assert first == second
