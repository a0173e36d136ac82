"""The document of the method cannot drift: every worked example, table and constant in it is derived again."""

from __future__ import annotations

import csv
import importlib
import re
import textwrap
from functools import cache
from pathlib import Path

import pytest

from compare.comparison.model import Trend
from compare.home import data_folder
from compare.presentation.explain import explain
from compare.presentation.explain_model import ExplainedPair, ExplainedSide, ExplainedValue, Explanation, Origin
from compare.presentation.explain_origin import OriginTeller, print_exact
from compare.presentation.explain_sheet import Sheet
from compare.presentation.language import speak
from compare.presentation.narrative import tell_missing, tell_one_sided, tell_pair
from whole import real

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "method.md"
BLOCK = re.compile(r"^```explain ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (.*?) \| (.*?) \| ([A-EN]) \| ([a-z-]+) \|$", re.MULTILINE)
AGAIN = "write the examples anew with `python tests/test_method_doc.py`, then read the prose round them"
EN, SV = speak("en"), speak("sv")
HEADINGS = [
    "Pairs, areas, levels and years", "Grades", "Trend", "Uncertainty", "Convergence", "What the text may say",
    "Learning", "Pitfalls", "What the comparison cannot tell", "Worked examples",
    "The numbers that the rules rest on",
]  # fmt: skip
#: What a block must say at least; a block of another kind may say more.
REQUIRED = {"pair": {"grade", "level", "said"}, "also": {"grade", "level", "said"}, "one": {"grade", "level", "said"},
            "question": {"grade", "level", "question"}}  # fmt: skip


def document() -> str:
    """The text of the method."""
    return DOCUMENT.read_text(encoding="utf-8")


def blocks() -> list[tuple[str, str, dict[str, str]]]:
    """Every worked example: indicator, which of its results, what is said of it."""
    return [(*split_head(head), read_block(body)) for head, body in BLOCK.findall(document())]


def split_head(head: str) -> tuple[str, str]:
    """Indicator, and which of its results: the pair where nothing is said."""
    indicator, _, which = head.partition(" ")
    return indicator, which or "pair"


def read_block(body: str) -> dict[str, str]:
    """The lines of a block; an indented line continues the one before."""
    lines = [line.partition(": ") for line in re.sub(r"\n +", " ", body).splitlines()]
    return {key: value for key, _, value in lines}


@cache
def told(indicator: str) -> Explanation:
    """An indicator explained in English."""
    return explain(indicator, real())


@cache
def stored() -> dict[tuple[str, ...], dict[str, str]]:
    """The bundle's observations as text, by key, read without the project's own readers."""
    key = ("ref_area", "series", "sex", "age", "time_period")
    with (data_folder() / "snapshot" / "observations.csv").open(encoding="utf-8", newline="") as file:
        return {tuple(row[name] for name in key): row for row in csv.DictReader(file)}


def derive_read(origin: Origin) -> str:
    """An observation as it stands in the bundle: value, unit, series, area, period, publication."""
    cells = origin.observation
    row = stored()[tuple(cells[name] for name in ("ref_area", "series", "sex", "age", "time_period"))]
    sign = f"{row['qualifier']} " if row["qualifier"] else ""
    publication = row["response_id"].removeprefix("transcribed:")
    return (
        f"{sign}{row['obs_value']} {row['unit_measure']}, {row['series']}, {row['ref_area']}, {row['time_period']}, "
        f"{publication}"
    )


def derive_side(side: ExplainedSide, which: str) -> dict[str, str]:
    """One side of a pair, or a single value: read or computed, converted, printed."""
    teller = OriginTeller(Sheet(), real(), EN)
    lines = {f"printed {which}": plain(side.printed), f"area {which}": f"{side.area.code} {side.area.kind}"}
    origins = [side.origin]
    while origins:
        origin = origins.pop(0)
        if origin.parts:
            place = sum(key.startswith(f"computed {which}") for key in lines)
            lines[f"computed {which}{place + 1 if place else ''}"] = plain(teller._tell_formula(origin))
            origins += origin.parts
        else:
            place = sum(key.startswith(f"read {which}") for key in lines)
            lines[f"read {which}{place + 1 if place else ''}"] = derive_read(origin)
    if converted := teller._tell_conversion(side.origin, side.conversion):
        lines[f"converted {which}"] = plain(converted)
    return lines


def derive_trend(trend: Trend) -> str:
    """Sign or reason, and every component."""
    if trend.sign == "not_assessed":
        return f"not assessed, {trend.reason}"
    (year0, first), (year1, last) = trend.first, trend.last
    said = ", ".join(f"{name} {word}" for name, word in trend.methods.items())
    stable = "stable" if trend.stable else "not stable"
    agree, applying = trend.agreement
    return (
        f"{trend.sign}; {first} in {year0}, {last} in {year1}, target {trend.target_value:g} by {trend.target_year}; "
        f"pace {trend.pace:.4f}, needed {trend.needed:.4f}; {said}; {agree} of {applying} agree; "
        f"{stable}"
    )


def derive_pair(item: ExplainedPair) -> dict[str, str]:
    """All that a block may say of a pair."""
    pair, gap = item.pair, item.pair.gap
    scores = [f"{reason.dimension} {reason.score}" for reason in pair.grade.reasons if reason.score is not None]
    limits = [f"{reason.code}{f' {reason.number}' if reason.number else ''}" for reason in pair.grade.reasons
              if reason.score is None]  # fmt: skip
    shared = "" if item.rule.shared is None else f" {item.rule.shared}"
    return {
        "grade": pair.grade.letter,
        "level": pair.level,
        "candidate": f"{pair.rank + 1} of {item.candidates}",
        "years": f"{item.rule.code}{shared}, tolerance {item.rule.tolerance}",
        "scores": ", ".join(scores),
        "limits": ", ".join(limits) or "none",
        "differs": EN.of(pair.differs),
        "difference": "none" if gap is None else f"{print_exact(gap.difference, EN)} {gap.unit_measure}",
        "ratio": "none" if gap is None or gap.ratio is None else print_exact(gap.ratio, EN),
        "trend a": derive_trend(pair.trend_a),
        "trend b": derive_trend(pair.trend_b),
        "movement": pair.movement,
        "may be a finding": "yes" if pair.may_be_finding else "no",
        "said": plain(tell_pair(pair, real(), EN)),
        "sagt": plain(tell_pair(pair, real(), SV)),
        **derive_side(item.a, "a"),
        **derive_side(item.b, "b"),
    }


def derive_value(item: ExplainedValue) -> dict[str, str]:
    """All that a block may say of a value that one place has."""
    one = item.one
    return {
        "grade": one.grade.letter,
        "level": "one-sided",
        "missing": tell_missing(one.known.missing, real(), EN),
        "limits": ", ".join(reason.code for reason in one.grade.reasons if reason.dimension != "level") or "none",
        "question": EN.of(one.known.question),
        "said": plain(tell_one_sided(one, real(), EN)),
        "sagt": plain(tell_one_sided(one, real(), SV)),
        **derive_side(item.side, one.which),
    }


def derive(indicator: str, which: str) -> dict[str, str]:
    """What a block must say: ``pair`` (or ``pair F``), ``also 1``, ``one 1``, ``question``."""
    explanation = told(indicator)
    kind, _, choice = which.partition(" ")
    if kind == "pair":
        return derive_pair(next(item for item in explanation.pairs if choice in ("", item.pair.sex)))
    if kind == "also":
        return derive_pair(explanation.also_known[int(choice or 1) - 1])
    if kind == "one":
        return derive_value(explanation.one_sided[int(choice or 1) - 1])
    assert kind == "question", which
    question = explanation.indicator.question
    result = real().result(indicator)
    return {"grade": result.letter, "level": result.level, "question": EN.of(question.question),
            "ask": EN.of(question.ask)}  # fmt: skip


def plain(text: str) -> str:
    """Text as people type it: no-break spaces as spaces."""
    return re.sub(r"\s+", " ", text)


EXAMPLES = [(indicator, which, said) for indicator, which, said in blocks() if indicator != "none"]


@pytest.mark.parametrize(("indicator", "which", "said"), EXAMPLES, ids=[f"{one} {two}" for one, two, _ in EXAMPLES])
def test_a_worked_example_says_what_the_bundle_says(indicator, which, said):
    """Each line of it: values, formulas, scores, grade, level, trend and sentence."""
    derived = derive(indicator, which)
    assert set(said) <= set(derived), set(said) - set(derived)
    assert said == {key: derived[key] for key in said}, AGAIN
    assert REQUIRED[which.split()[0]] <= set(said)


def test_every_grade_and_level_has_an_example_or_occurs_nowhere():
    """What a block ``explain none`` names must be absent from all pairs; with a first one the document must grow."""
    shown = {(said["grade"], said["level"]) for _, _, said in EXAMPLES}
    absent = [said for indicator, _, said in blocks() if indicator == "none"]
    pairs = [pair for result in real() for pair in (*result.pairs, *result.also_known)]
    for said in absent:
        assert not any(pair.grade.letter == said["grade"] or pair.level == said["level"] for pair in pairs)
    letters = {letter for letter, _ in shown} | {said["grade"] for said in absent}
    levels = {level for _, level in shown} | {said["level"] for said in absent}
    assert letters == set("ABCDEN")
    assert levels == {"city", "region", "country", "mixed", "one-sided", "none"}


def sections() -> list[tuple[str, str]]:
    """Title and text of every section of the third rank that holds an example."""
    parts = re.split(r"^#{2,3} (.+)$", document(), flags=re.MULTILINE)[1:]
    return [(title, text) for title, text in zip(parts[::2], parts[1::2], strict=True) if "```explain" in text]


@pytest.mark.parametrize(("title", "text"), sections(), ids=[title for title, _ in sections()])
def test_a_number_in_the_prose_of_an_example_stands_in_its_block(title, text):
    """A figure that only the prose has would be checked by nobody."""
    said = " ".join(re.findall(r"```explain .*?```", text, re.DOTALL))
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    numbers = set(re.findall(r"(?<![\w.])\d[\d,.]*(?<![.,])", prose))
    known = set(re.findall(r"\d[\d,.]*(?<![.,])", said))
    assert numbers <= known, (title, numbers - known)


def derive_row(indicator: str) -> tuple[str, ...]:
    """A row of the table: the two values as printed, grade and level; an open question has no values."""
    explanation, result = told(indicator), real().result(indicator)
    values = {"a": "–", "b": "–"}
    if explanation.pairs:
        values = {"a": explanation.pairs[0].a.printed, "b": explanation.pairs[0].b.printed}
    else:
        values |= {item.one.which: item.side.printed for item in explanation.one_sided}
    return indicator, plain(values["a"]), plain(values["b"]), result.letter, result.level


def test_the_ten_indicators_are_as_in_the_table():
    """Each once, and each with an example."""
    rows = ROW.findall(document())
    assert rows == [derive_row(row[0]) for row in rows], AGAIN
    assert len({row[0] for row in rows}) == len(rows) == 10
    assert {row[0] for row in rows} <= {example[0] for example in EXAMPLES}


def test_the_constants_are_those_of_the_code():
    """``module.NAME`` or ``module.function(argument)`` beside its value."""
    rows = re.findall(r"^\| .+? \| ([\d.]+) \| `([\w.]+?)(?:\((\w+)\))?` \|$", document(), re.MULTILINE)
    assert len(rows) >= 12
    for number, name, argument in rows:
        module, _, attribute = name.rpartition(".")
        parent, _, cls = module.rpartition(".")
        if cls[:1].isupper():
            found = getattr(importlib.import_module(f"compare.{parent}"), cls).model_fields[attribute].default
        else:
            found = getattr(importlib.import_module(f"compare.{module}"), attribute)
        if argument:
            found = found.__kwdefaults__[argument]
        assert float(number) == float(found), name


def test_the_headings_stand_in_the_order_of_the_product():
    """One for each part of the method."""
    assert re.findall(r"^## (.+)$", document(), re.MULTILINE) == HEADINGS


def test_files_and_modules_that_the_document_names_exist():
    """Links, and paths in backquotes."""
    for link in re.findall(r"\]\(([^)#]+)\)", document()):
        assert "://" in link or (DOCUMENT.parent / link).exists(), link
    for path in re.findall(r"`((?:data|src|docs|tests|notebooks)/[\w./-]+)`", document()):
        assert (ROOT / path).exists(), path


def rewrite() -> str:
    """The document with every block and row as the bundle has it today; the prose is a person's to mend."""

    def renew(match: re.Match[str]) -> str:
        indicator, which = split_head(match[1])
        if indicator == "none":
            return match[0]
        derived = derive(indicator, which)
        lines = [line for key in read_block(match[2]) for line in wrap(f"{key}: {derived[key]}")]
        return "\n".join([f"```explain {match[1]}", *lines, "```"])

    rows = ROW.sub(lambda match: "| `{}` | {} | {} | {} | {} |".format(*derive_row(match[1])), document())
    return BLOCK.sub(renew, rows)


def wrap(line: str) -> list[str]:
    """At most 118 wide, continued with two spaces."""
    return textwrap.wrap(line, 118, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    DOCUMENT.write_text(rewrite(), encoding="utf-8")
