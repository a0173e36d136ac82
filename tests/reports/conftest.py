"""The small site that tests of runs are about."""

import pytest

from reports.world import build


@pytest.fixture
def world(tmp_path, monkeypatch):
    """The folder of a small site's notebooks; its site goes to a folder inside."""
    build(tmp_path, monkeypatch)
    return tmp_path
