"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import smallest

#: What a person has fetched into the checkout is not what the tests are about.
os.environ["COMPARE_HOME"] = tempfile.mkdtemp(prefix="compare-tests-")


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A small, faultless data folder of its own for each test: catalogue, partnership and transcribed figures."""
    return smallest.write_data(tmp_path / "data")


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that takes the place of the checkout for everything the tests' own runs write."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def make_here(
    made_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run a ``make`` command of the documents in this environment, once a session, writing into `made_home`."""
    venv = tmp_path_factory.mktemp("venv")
    (venv / "bin").mkdir()
    python = venv / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (venv / ".compare-ready").touch()  # newer than the lock: nothing is installed
    done: dict[str, subprocess.CompletedProcess[str]] = {}
    # What a `make test` around this was told is not for the make that is tried here.
    told = ("ARGS", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")
    outside = {key: value for key, value in os.environ.items() if key not in told}

    def run(command: str) -> subprocess.CompletedProcess[str]:
        if command not in done:
            done[command] = subprocess.run(
                [*shlex.split(command), f"VENV={venv}"],
                cwd=Path(__file__).parent.parent, env=outside | {"COMPARE_HOME": str(made_home)},
                capture_output=True, text=True, encoding="utf-8", check=False,
            )  # fmt: skip
        return done[command]

    return run


@pytest.fixture(scope="session")
def made_site(made_home: Path, make_here: Callable[[str], subprocess.CompletedProcess[str]]) -> Path:
    """The whole site, made by ``make report`` once a session."""
    done = make_here("make report")
    assert done.returncode == 0, done.stdout + done.stderr
    return made_home / "reports" / "site"
