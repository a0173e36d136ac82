"""Pictures as files: the same bytes each time, small, words as text, ids that cannot clash."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import picture_scenes as scenes
import pytest

from compare.presentation import style
from compare.presentation.figures import draw_dots, draw_series, render_svg
from compare.presentation.language import speak

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
HERE = Path(__file__).parent


def long_result(**changes):
    """Two yearly series of 26 years."""
    years = range(1998, 2024)
    a = scenes.side("SE-1281", "SE-M", {year: 9.0 - (year - 1998) * 0.1234 for year in years})
    b = scenes.side("BW-FR", "BW-FR", {year: 14.0 + (year % 5) * 0.777 for year in years})
    fields = {"target_value": {"value": 5.0, "origin": {"sv": "Riktlinje", "en": "Guideline"}}, **changes}
    return scenes.result(scenes.pair(a, b), **fields)


def drawn(language="en", *, narrow=False, kind=draw_series, **changes):
    """The SVG of the long result."""
    result = long_result(**changes)
    figure = kind(result, scenes.comparison(result), speak(language), narrow)
    return render_svg(figure, title="Air & dust <fine>", source="Invented office, CC0")


def test_the_same_picture_is_the_same_bytes():
    """Twice in one process, in either order of languages."""
    first = drawn("sv")
    drawn("en")
    assert drawn("sv") == first


@pytest.mark.parametrize("locale", ["C", "de_DE.UTF-8", "sv_SE.UTF-8"])
def test_the_bytes_do_not_depend_on_the_process(locale, tmp_path):
    """Another process, another locale, other settings of matplotlib in the user's folder: the same bytes."""
    wish = "axes.formatter.use_locale: True\n" if locale == "C" else ""  # matplotlib fails on a locale it has not
    (tmp_path / "matplotlibrc").write_text(
        f"{wish}font.size: 30\nsvg.fonttype: path\nlines.linewidth: 9\nfont.family: serif\n",
        encoding="utf-8",
    )
    code = (
        "import locale, sys\n"
        "try: locale.setlocale(locale.LC_ALL, '')\n"
        "except locale.Error: pass\n"
        "import test_figures_svg as t\n"
        "sys.stdout.buffer.write(t.drawn('sv').encode('utf-8'))"
    )
    environment = {
        **os.environ, "LC_ALL": locale, "MPLCONFIGDIR": str(tmp_path), "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent), str(HERE.parents[1] / "src")]),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == drawn("sv")


def test_a_picture_of_26_years_is_small():
    """Under 20 kilobytes, as SVG with its words as text."""
    assert len(drawn().encode("utf-8")) < 20_000


def test_words_are_text_in_a_generic_face():
    """Names, values and ticks can be read and searched; no letter is an outline, no face is asked for by file."""
    root = ElementTree.fromstring(drawn())
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert {"Skåne", "Francistown", "1998", "2023", "Guideline: 5%"} <= set(words)
    assert root.get("font-family") == style.FONT_STACK
    assert "DejaVu" not in drawn()


def test_title_and_source_are_inside_and_escaped():
    """A reader's tool finds the finding, the source and the language."""
    text = drawn("sv")
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{SVG}title") == "Air & dust <fine>"
    assert root.findtext(f"{SVG}desc") == "Invented office, CC0"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"
    assert "<dc:source>Invented office, CC0</dc:source>" in text


def test_two_pictures_on_one_page_share_no_id():
    """Ids begin with the picture's own name, and every link finds its id."""
    pictures = [drawn(), drawn(narrow=True), drawn(kind=draw_dots), drawn(id="other-thing")]
    ids = [re.findall(r'\sid="([^"]+)"', text) for text in pictures]
    assert len({item for group in ids for item in group}) == sum(len(group) for group in ids)
    for text, group in zip(pictures, ids, strict=True):
        root = ElementTree.fromstring(text)
        links = {element.get(LINK).removeprefix("#") for element in root.iter() if element.get(LINK)}
        assert links <= set(group)
        assert group[0].startswith(root.find(f"{SVG}title").get("id").removesuffix("title"))


def test_no_date_no_script_no_address_is_inside():
    """Nothing that changes, runs or is fetched."""
    text = drawn()
    assert not re.search(r"<script|<style|<image|@import|url\(|matplotlib|20\d\d-\d\d-\d\d", text)


def test_a_swedish_picture_has_decimal_commas_only():
    """No point between digits in any word of the picture."""
    root = ElementTree.fromstring(drawn("sv"))
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert not [word for word in words if re.search(r"\d\.\d", word)]
    assert [word for word in words if re.search(r"\d,\d\u00a0%", word)]
