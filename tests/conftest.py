"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

import smallest


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A small, faultless data folder of its own for each test: catalogue, partnership and transcribed figures."""
    return smallest.write_data(tmp_path / "data")
