"""What the page on limits says is so: its indicators exist, its command counts, its refused pairs are refused."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from compare.catalogue.load import load_catalogue

TEXT = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under one heading."""
    return TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0]


def command(text: str) -> str:
    """What is between the quotation marks of a ``python -c`` block."""
    return re.search(r'```sh\n\.venv/bin/python -c "(.*?)"\n```', text, re.DOTALL)[1]


def test_every_indicator_that_is_named_exists() -> None:
    """In each list of indicators, and among the refused pairs."""
    named = re.findall(r"`([a-z0-9-]+)`", " ".join(re.findall(r"^Indicators: (.*)$", TEXT, re.MULTILINE)))
    named += re.findall(r"`([a-z0-9-]+)`", section("Pairs refused, and why"))

    assert len(set(named)) > 60
    assert set(named) - set(load_catalogue().indicators) == set()


def test_the_command_counts_what_is_not_verified() -> None:
    """38 lines, 23 of Botswana's and 15 of Sweden's, then the two counts."""
    done = subprocess.run(
        [sys.executable, "-c", command(section("Who decides: what is not verified"))],
        check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    lines = done.stdout.splitlines()

    assert lines[-2:] == ["BWA 23 not verified", "SWE 15 not verified"]
    assert len(lines) == 38 + 2
    assert "SWE waste funds" in lines


@pytest.mark.slow
def test_what_is_called_refused_is_refused() -> None:
    """The first command prints each grade; the pairs named as refused have an E."""
    done = subprocess.run(
        [sys.executable, "-c", command(TEXT)], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    letters = {line.split()[1]: line.split()[0] for line in done.stdout.splitlines()}
    refused = re.findall(r"`([a-z-]+)`", section("Pairs refused, and why"))

    assert {name: letters[name] for name in refused} == dict.fromkeys(refused, "E")
