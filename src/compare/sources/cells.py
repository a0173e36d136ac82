"""What may stand in the cells of a transcribed table, cell by cell.

In: one row as text. Out: what is wrong in it, as (column, found, expected).
Never: a repaired cell, a guess whether a comma parts decimals or thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compare.catalogue import codes

Row = Mapping[str, str]
#: column, what was found, what is expected
Wrong = tuple[str, str, str]

NUMBER_COLUMNS = ("obs_value", "lower", "upper", "sample_size", "numerator")
_THREE_AFTER_POINT = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
_SPACED = re.compile(r"-?[0-9]{1,3}([ \u00a0\u202f'][0-9]{3})+([.,][0-9]+)?")
_NO_VALUE = frozenset(("na", "n/a", "n.a.", "nan", "null", "none", "-", "–", "—", ".", "..", "...", "....", "x", ":"))
_WHY = "an obs_status that says why (" + ", ".join(sorted(codes.EXPLAINS_ABSENCE)) + ")"
#: Publications under these terms stay out of the bundle, also where a republisher calls them open.
_CLOSED = re.compile(r"\bookla\b|\bglobal health observatory\b|\bwho gho\b", re.IGNORECASE)


def check_observation(row: Row) -> Iterator[Wrong]:
    """What is wrong in one row of observations, taken alone."""
    yield from check_key(row)
    yield from _check_period(row)
    yield from _check_list(row, "obs_status", codes.OBS_STATUS, _status_hint(row["obs_status"]))
    yield from _check_list(row, "qualifier", codes.QUALIFIER, "< or > or nothing")
    yield from _check_list(row, "confidence", codes.CONFIDENCE, "high, medium or low")
    for column in NUMBER_COLUMNS:
        if row[column] and not codes.NUMBER.fullmatch(row[column]):
            yield column, row[column], _expected_number(row[column])
    yield from _check_absence(row)
    yield from _check_interval(row)


def check_key(row: Row) -> Iterator[Wrong]:
    """The cells that observations and conflicts share."""
    for column in ("ref_area", "unit_measure"):
        if not row[column] or " " in row[column]:
            yield column, row[column], "a code without spaces"
    if not codes.SERIES.fullmatch(row["series"]):
        yield "series", row["series"], "prefix:code, as wdi:SP.POP.TOTL"
    yield from _check_list(row, "sex", codes.SEX, "_T, F or M")
    if not codes.AGE.fullmatch(row["age"]):
        yield "age", row["age"], "_T or an age code, as Y15T24, Y_GE15, Y0"


def check_publication(row: Row) -> Iterator[Wrong]:
    """What is wrong in one row of publications.csv."""
    for column in ("publication", "source", "provider", "title", "licence", "citation"):
        if not row[column]:
            yield column, "", "a text: a figure without its publication is not a statistic"
    if row["licence_class"] not in codes.LICENCE_CLASS:
        hint = " (closed publications stay out of the bundle wholly)" if row["licence_class"] == "closed" else ""
        yield "licence_class", row["licence_class"], f"open, fact or not_read{hint}"
    if _CLOSED.search(f"{row['provider']} {row['title']} {row['citation']}"):
        yield "provider", row["provider"], "a publication whose terms allow it; these stay out, also second hand"
    yield from _check_list(row, "second_hand", ("true", "false"), "true or false")
    yield from _check_list(row, "kind", codes.PUBLICATION_KIND, " | ".join(codes.PUBLICATION_KIND))
    if row["second_hand"] == "true" and not row["via"]:
        yield "via", "", "the public copy that was read, since it is second hand"


def check_series(row: Row) -> Iterator[Wrong]:
    """What is wrong in one row of series.csv."""
    if not codes.SERIES.fullmatch(row["series"]):
        yield "series", row["series"], "prefix:code, as wdi:SP.POP.TOTL"
    for column in ("title", "source", "unit_measure"):
        if not row[column]:
            yield column, "", "a text, as the source words it"
    yield from _check_list(row, "match", ("official", "proxy", "context", ""), "official, proxy or context")


def check_conflict(row: Row) -> Iterator[Wrong]:
    """What is wrong in one row of conflicts.csv."""
    yield from check_key(row)
    if not codes.NUMBER.fullmatch(row["obs_value"]):
        yield "obs_value", row["obs_value"], _expected_number(row["obs_value"])
    if not row["reason"]:
        yield "reason", "", "why this value is not the one used"


def check_text(row: Row) -> Iterator[Wrong]:
    """Cells that no eye can tell apart from right ones: stray spaces, line breaks, lost letters."""
    for column, cell in row.items():
        if cell != cell.strip():
            yield column, cell, "no space before or after"
        elif not cell.isprintable() and any(ord(sign) < 32 for sign in cell):
            yield column, cell, "one line, without control characters"
        elif "\ufffd" in cell:
            yield column, cell, "the letters as published; � stands where one was lost"


def has_decimal_comma(row: Row) -> bool:
    """Whether a number in the row carries a comma."""
    return any("," in row[column] for column in NUMBER_COLUMNS)


def check_ambiguous(row: Row, comma_line: int) -> Iterator[Wrong]:
    """Numbers that may be thousands, in a file that has a decimal comma on `comma_line`."""
    for column in NUMBER_COLUMNS:
        if _THREE_AFTER_POINT.fullmatch(row[column]):
            meaning = f"ambiguous: thousands or decimals, beside the decimal comma on line {comma_line}"
            yield column, row[column], f"decimal points throughout ({meaning})"


def _check_list(row: Row, column: str, allowed: object, expected: str) -> Iterator[Wrong]:
    if row[column] not in allowed:  # type: ignore[operator]
        yield column, row[column], expected


def _status_hint(found: str) -> str:
    """Two flags are never cut to the first letter."""
    if len(found) > 1:
        return "one letter (B before all others), the other flag in comment_obs"
    return "a letter of SDMX CL_OBS_STATUS: " + " ".join(codes.OBS_STATUS)


def _check_period(row: Row) -> Iterator[Wrong]:
    form = codes.PERIOD_FORMS.get(row["freq"])
    if form is None:
        yield "freq", row["freq"], " ".join(codes.PERIOD_FORMS)
    elif not form.fullmatch(row["time_period"]):
        shapes = {"A": "2023 or 2015-04-01/P1Y", "Q": "2023-Q1", "M": "2023-07", "_U": "_U"}
        yield "time_period", row["time_period"], f"a period of freq {row['freq']}, as {shapes[row['freq']]}"


def _check_absence(row: Row) -> Iterator[Wrong]:
    if not row["obs_value"] and row["obs_status"] not in codes.EXPLAINS_ABSENCE:
        yield "obs_value", "", f"a number, or {_WHY}"
    if row["obs_value"] and row["obs_status"] in codes.MEANS_ABSENCE:
        meaning = codes.OBS_STATUS[row["obs_status"]]
        yield "obs_status", row["obs_status"], f"a letter for a value that is there, not '{meaning}'"


def _check_interval(row: Row) -> Iterator[Wrong]:
    cells = {column: row[column] for column in ("lower", "obs_value", "upper")}
    numbers = {column: float(cell) for column, cell in cells.items() if codes.NUMBER.fullmatch(cell)}
    for low, high in (("lower", "obs_value"), ("obs_value", "upper"), ("lower", "upper")):
        if low in numbers and high in numbers and numbers[low] > numbers[high]:
            yield high, row[high], f"no less than {low}, which is {row[low]}"
            return


def _expected_number(found: str) -> str:
    if found.lower() in _NO_VALUE:
        return f"an empty cell, with {_WHY}"
    if _SPACED.fullmatch(found):
        return "nothing between thousands, and a decimal point"
    if "," in found:
        return "a decimal point, and nothing between thousands"
    if found[:1] in "\u2212\u2013":
        return "a hyphen (-) for minus"
    return "a number with a decimal point, as 1234.5"
