"""The parts of an XLSX file as XML: written out directly, since a library takes ten times as long for a whole site.

In: rows of cells that are numbers or text, styles. Out: `Book`, `Sheet`, `pack`.
Never: a formula, a date made of a period, the time of the machine, a sign that XML cannot hold.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from compare.errors import CompareError

Look = Literal["plain", "head", "text", "note", "title"]
#: A cell: a number with its display format, text with its look, or nothing.
Content = tuple[float, str] | tuple[str, Look] | None

LONGEST_TEXT = 32_767  #: letters that a cell can hold
_LOOKS: tuple[Look, ...] = ("plain", "head", "text", "note", "title")
_FIRST_FORMAT = 164  #: numbers below belong to the formats that every workbook has
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Signs that XML 1.0 cannot hold, and what a spreadsheet would read as a sign by its number.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class TooLongError(CompareError, ValueError):
    """A text does not fit into a cell of a workbook."""


@dataclass(frozen=True)
class Sheet:
    """One sheet; where it `has_heads`, its first row and column stay in view and its rows can be filtered."""

    name: str
    rows: Sequence[Sequence[Content]]
    widths: Sequence[float]
    has_heads: bool = True


@dataclass
class Book:
    """What the sheets of one workbook share: its texts, each once, and the formats of its numbers."""

    texts: dict[str, int] = field(default_factory=dict)
    formats: dict[str, int] = field(default_factory=dict)
    used: int = 0
    _words: dict[tuple[str, Look], str] = field(default_factory=dict, repr=False)

    def draw_sheet(self, sheet: Sheet) -> str:
        """The XML of a sheet."""
        width = max(map(len, sheet.rows), default=0)
        letters = [column_letter(place) for place in range(width)]
        rows = "".join(self._draw_row(number, row, letters) for number, row in enumerate(sheet.rows, start=1))
        columns = "".join(
            f'<col min="{place}" max="{place}" width="{letters:g}" customWidth="1"/>'
            for place, letters in enumerate(sheet.widths, start=1)
        )
        view, filtered = "", ""
        if sheet.has_heads:
            view = '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
            filtered = f'<autoFilter ref="{_range(sheet)}"/>'
        return (
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0">{view}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{rows}</sheetData>{filtered}'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        )

    def draw_texts(self) -> str:
        """The table of texts, after all sheets were drawn."""
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.texts)
        return f'{_HEAD}<sst xmlns="{_MAIN}" count="{self.used}" uniqueCount="{len(self.texts)}">{items}</sst>'

    def draw_styles(self) -> str:
        """Fonts, fills and formats, after all sheets were drawn."""
        named = "".join(
            f'<numFmt numFmtId="{_FIRST_FORMAT + place}" formatCode="{escape(code)}"/>'
            for place, code in enumerate(self.formats)
        )
        named = f'<numFmts count="{len(self.formats)}">{named}</numFmts>' if named else ""
        top = '<alignment vertical="top" wrapText="1"/>'
        looks = (
            '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
            f'<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1">{top}</xf>',
            # As text, with an apostrophe in the bar: it is not guessed to be something else when it is edited.
            '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>',
            f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1">{top}</xf>',
            '<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
        )
        numbers = "".join(
            f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
            for number in range(_FIRST_FORMAT, _FIRST_FORMAT + len(self.formats))
        )
        face = '<name val="Calibri"/><family val="2"/>'
        return (
            f'{_HEAD}<styleSheet xmlns="{_MAIN}">{named}'
            f'<fonts count="3"><font><sz val="11"/>{face}</font><font><b/><sz val="11"/>{face}</font>'
            f'<font><b/><sz val="14"/>{face}</font></fonts>'
            '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
            '</fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8ECF1"/></patternFill></fill></fills>'
            "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(looks) + len(self.formats)}">{"".join(looks)}{numbers}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )

    def _draw_row(self, number: int, row: Sequence[Content], letters: Sequence[str]) -> str:
        cells = []
        for letter, content in zip(letters, row, strict=False):
            if content is None:
                continue
            value, style = content
            if isinstance(value, str):
                self.used += 1
                told = self._words.get(content) or self._draw_text(content)  # type: ignore[arg-type]
                cells.append(f'<c r="{letter}{number}" {told}')
            else:
                cells.append(f'<c r="{letter}{number}" s="{self._note_format(style)}"><v>{_digits(value)}</v></c>')
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _draw_text(self, content: tuple[str, Look]) -> str:
        """A cell of text behind its place: once for all cells that say the same."""
        text, look = content
        told = f's="{_LOOKS.index(look)}" t="s"><v>{self.texts.setdefault(text, len(self.texts))}</v></c>'
        return self._words.setdefault(content, told)

    def _note_format(self, code: str) -> int:
        """The style of a number; ``""`` is the format that a workbook gives by itself."""
        return len(_LOOKS) + self.formats.setdefault(code, len(self.formats)) if code else 0


def pack(sheets: Sequence[Sheet], *, title: str, author: str, language: str, made: date) -> bytes:
    """The bytes of a workbook; the same sheets are the same bytes.

    Parameters
    ----------
    title, author, language : str
        What the file says of itself; `language` is a two-letter code.
    made : datetime.date
        The date that the file carries, instead of the clock's.
    """
    book = Book()
    parts = {f"xl/worksheets/sheet{number}.xml": book.draw_sheet(sheet) for number, sheet in enumerate(sheets, 1)}
    parts = {
        "[Content_Types].xml": _draw_types(len(sheets)),
        "_rels/.rels": _draw_relations(
            ("officeDocument", "xl/workbook.xml"), ("extended-properties", "docProps/app.xml"),
            core="docProps/core.xml",
        ),
        "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
                            "<Application>compare</Application></Properties>",
        "docProps/core.xml": _draw_core(title, author, language, made),
        "xl/workbook.xml": _draw_workbook(sheets),
        "xl/_rels/workbook.xml.rels": _draw_relations(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
            ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": book.draw_styles(),
        "xl/sharedStrings.xml": book.draw_texts(),
        **parts,
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(made.year, made.month, made.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(entry, content.encode("utf-8"), compresslevel=6)
    return stream.getvalue()


def escape(text: str) -> str:
    """Text as it stands in a part: nothing in it is markup, a sign by its number, or a sign that XML cannot hold.

    Examples
    --------
    >>> escape("R&D <18 år"), escape("_x0041_")
    ('R&amp;D &lt;18 år', '_x005F_x0041_')
    """
    if len(text) > LONGEST_TEXT:
        raise TooLongError(
            f"A workbook cannot be written: a cell would hold {len(text)} letters, beginning {text[:60]!r}. "
            f"A cell holds {LONGEST_TEXT} at most: shorten the text where it was written."
        )
    text = _NUMBERED.sub("_x005F_", _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def column_letter(place: int) -> str:
    """The name of a column by its place from nought.

    Examples
    --------
    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _digits(value: float) -> str:
    """A number so that it reads back as the same number."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _range(sheet: Sheet, fixed: str = "") -> str:
    last = column_letter(max(map(len, sheet.rows), default=1) - 1)
    return f"{fixed}A{fixed}1:{fixed}{last}{fixed}{len(sheet.rows)}"


def _draw_types(number: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="{_TYPES}.spreadsheetml.worksheet+xml"/>'
        for place in range(1, number + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.spreadsheetml.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.spreadsheetml.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPES}.spreadsheetml.sharedStrings+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f'<Override PartName="/docProps/app.xml" ContentType="{_TYPES}.extended-properties+xml"/></Types>'
    )


def _draw_relations(*targets: tuple[str, str], core: str = "") -> str:
    kinds = [(f"{_OFFICE}/relationships/{kind}", target) for kind, target in targets]
    kinds += [(f"{_PACKAGE}/relationships/metadata/core-properties", core)] if core else []
    items = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(kinds, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _draw_core(title: str, author: str, language: str, made: date) -> str:
    moment = f"{made.isoformat()}T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:language>{language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _draw_workbook(sheets: Iterable[Sheet]) -> str:
    listed, names = [], []
    for place, sheet in enumerate(sheets):
        listed.append(f'<sheet name="{escape(sheet.name)}" sheetId="{place + 1}" r:id="rId{place + 1}"/>')
        if sheet.has_heads:
            quoted = "'" + escape(sheet.name).replace("'", "''") + "'"
            names.append(
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
                f"{quoted}!{_range(sheet, '$')}</definedName>"
            )
            names.append(
                f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{quoted}!$1:$1</definedName>'
            )
    defined = f"<definedNames>{''.join(names)}</definedNames>" if names else ""
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
        f'<bookViews><workbookView/></bookViews><sheets>{"".join(listed)}</sheets>{defined}</workbook>'
    )
