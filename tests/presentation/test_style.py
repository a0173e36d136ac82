"""Colours that everyone can tell apart and read."""

from __future__ import annotations

import subprocess
import sys

import pytest

from compare.presentation import style


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast as WCAG defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", [style.PAPER, style.PAGE])
def test_words_reach_four_and_a_half_and_lines_three_to_one(ground):
    """On the picture's and on the page's ground."""
    for colour in (style.A.colour, style.B.colour, style.INK, style.QUIET):
        assert contrast(colour, ground) >= 4.5
    for colour in (style.A.country, style.B.country, style.AXIS):
        assert contrast(colour, ground) >= 3.0


def test_the_two_places_differ_by_more_than_colour():
    """Mark, stroke and lightness too."""
    assert style.A.marker != style.B.marker
    assert style.A.dash != style.B.dash
    assert style.A.shape != style.B.shape
    assert contrast(style.A.colour, style.B.colour) > 1.3


def test_the_style_sheet_has_the_same_colours():
    """One place names them."""
    text = style.css_properties()
    assert text.startswith(":root{")
    assert f"--a:{style.A.colour}" in text
    assert f"--b-country:{style.B.country}" in text


def test_style_and_tables_do_not_load_matplotlib():
    """A page of words and tables is made without it."""
    code = "import sys, compare.presentation.style, compare.presentation.tables; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
