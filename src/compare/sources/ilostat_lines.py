"""The lines of a table of ILOSTAT, each with whom it is about and where its value comes from.

In: a body in CSV, the country and table asked for. Out: `Line`s, one for each value.
Never: a line about something else, two surveys of one year averaged, a line that was cut off.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compare.errors import RefusedError
from compare.sources import asking
from compare.sources.asking import Request

_ID = "ilostat"
_NEEDED = ("ref_area", "source", "indicator", "time", "obs_value", "obs_status")
#: The service's codes of sex. Its fourth, ``SEX_O`` (other), has no place in the observations.
_SEXES = {"SEX_T": "_T", "SEX_F": "F", "SEX_M": "M"}
_LEFT = "SEX_O"
#: What the service calls the source of its own model, and how such a source's code begins where no names are given.
_MODEL, _MODEL_CODE = "ILO - Modelled Estimates", "XA:"


@dataclass(frozen=True)
class Line:
    """One line of a table that is about what was asked for."""

    area: str
    sex: str
    age: str
    year: str
    source: str
    cells: Mapping[str, str]
    where: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What has one value."""
        return self.area, self.sex, self.age, self.year

    @property
    def is_modelled(self) -> bool:
        """Whether the ILO's model gave the value."""
        name = self.cells.get("source.label", "")
        return name == _MODEL if name else self.source.startswith(_MODEL_CODE)


def read_lines(body: bytes, request: Request, ages: Mapping[str, str]) -> list[Line]:
    """Every line about women, men or all.

    Parameters
    ----------
    ages : mapping
        The service's code of each age band asked for, empty where the table has none -> ours.

    Raises
    ------
    RefusedError
        The body is an error of the service.
    FormatError
        It is neither that nor a table of what was asked for.
    """
    return [line for line in _read(body, request, ages) if line is not None]


def choose_lines(lines: Sequence[Line]) -> list[Line]:
    """One line for each key: of two sources of a year the one that the country has most lines of.

    Raises
    ------
    FormatError
        Both have as many, or one source gives a key twice.
    """
    counts = Counter((line.area, line.source) for line in lines)
    chosen: dict[tuple[str, str, str, str], Line] = {}
    for line in sorted(lines, key=lambda line: (line.key, -counts[line.area, line.source], line.source)):
        before = chosen.setdefault(line.key, line)
        if before is not line and counts[line.area, line.source] == counts[before.area, before.source]:
            found = f"{before.source} and {line.source} for {' '.join(line.key)}"
            raise asking.malformed(_ID, f"{before.where} and {line.where}", found, "one value")
    return list(chosen.values())


def _read(body: bytes, request: Request, ages: Mapping[str, str]) -> Iterable[Line | None]:
    """Each line; None for one about a sex that has no place here."""
    reader = csv.DictReader(io.StringIO(_decode(body), newline=""), strict=True)
    areas, code = dict(request.areas), request.series[0].code.rpartition("_")[0]
    try:
        columns = reader.fieldnames or ()
        missing = [name for name in _NEEDED if name not in columns]
        if missing:
            raise asking.malformed(_ID, "line 1", list(columns), f"the columns {', '.join(_NEEDED)}")
        for cells in reader:
            where = f"line {reader.line_num}"
            if None in cells or None in cells.values():
                raise asking.malformed(_ID, where, list(cells.values()), f"{len(columns)} cells")
            if cells["indicator"] != code or cells["ref_area"] not in areas:
                found = f"{cells['indicator']} of {cells['ref_area']}"
                raise asking.malformed(_ID, where, found, f"{code} of {', '.join(areas)}")
            yield _read_line(cells, areas[cells["ref_area"]], ages, where)
    except csv.Error as error:
        raise asking.malformed(_ID, f"line {reader.line_num}", str(error), "a table in CSV") from error


def _decode(body: bytes) -> str:
    """The text of a table; an error comes as JSON."""
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        answer = asking.read_json(_ID, body)
        raise RefusedError(
            f"{_ID} refused the question and said: {answer.get('error') or 'nothing more'}. Nothing was used. Look "
            "for the table in ILOSTAT's list of contents: it may have been renamed.",
            source=_ID, status=200,
        )  # fmt: skip
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise asking.malformed(_ID, "the whole body", body[:60], "text in UTF-8") from error


def _read_line(cells: Mapping[str, str], area: str, ages: Mapping[str, str], where: str) -> Line | None:
    sex, band = cells.get("sex", ""), cells.get("classif1", "")
    if sex == _LEFT:
        return None
    if sex not in _SEXES:
        raise asking.malformed(_ID, f"{where}, sex", sex, ", ".join(_SEXES))
    if band not in ages:
        raise asking.malformed(_ID, f"{where}, classif1", band, ", ".join(ages) or "nothing")
    if not re.fullmatch(r"\d{4}", cells["time"]):
        raise asking.malformed(_ID, f"{where}, time", cells["time"], "a year")
    return Line(area, _SEXES[sex], ages[band], cells["time"], cells["source"], cells, where)
