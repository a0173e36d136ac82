"""What is installed is what is declared: one lock for all systems, one list of packages, a Makefile that tells."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import compare

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
#: Names on conda-forge that differ from those of Python's own index.
CONDA = {
    "jupyter-client": "jupyter_client",
    "jupyter-core": "jupyter_core",
    "matplotlib": "matplotlib-base",
    "pandera": "pandera-pandas",
}
#: Names under which packages are imported that differ from their own.
IMPORTED = {"pillow": "PIL"}


def pinned():
    """Name -> the requirements of the lock."""
    found = {}
    for line in LOCK.splitlines():
        if line and not line.startswith(" "):
            requirement = Requirement(line.rstrip("\\").strip())
            found.setdefault(requirement.name.lower(), []).append(requirement)
    return found


def declared():
    """The requirements of the project, and those of its tests."""
    extras = [item for extra in PROJECT["project"]["optional-dependencies"].values() for item in extra]
    return [Requirement(text) for text in [*PROJECT["project"]["dependencies"], *extras]]


def test_the_lock_names_no_address():
    """No index, no page: it installs from whatever place a machine is set up for."""
    assert "://" not in LOCK
    assert "--index" not in LOCK


def test_every_line_of_the_lock_is_pinned_and_hashed():
    """One exact version each, at least one hash of 64 digits, and nothing else in the file."""
    blocks = re.split(r"\n(?=\S)", LOCK.strip())
    for block in blocks:
        head, *hashes = [line.strip(" \\") for line in block.splitlines()]
        assert re.match(r"[a-z0-9-]+==\S+( ; .+)?$", head)
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", item) for item in hashes)


def test_the_lock_holds_everything_that_is_declared_and_satisfies_it():
    """Tests' tools too: a fresh clone can run its tests."""
    locked = pinned()
    for requirement in declared():
        found = locked.get(requirement.name.lower(), [])
        assert found, f"{requirement} is not in requirements.lock: run `make lock`"
        for item in found:
            version = next(iter(item.specifier)).version
            assert requirement.specifier.contains(version), f"{requirement}, locked {version}: run `make lock`"


def test_the_lock_serves_all_systems():
    """A package that only one system needs is there with its marker."""
    assert str(pinned()["colorama"][0].marker) == 'sys_platform == "win32"'
    assert str(pinned()["appnope"][0].marker) == 'sys_platform == "darwin"'


def test_the_conda_environment_is_the_same_list():
    """Same names, same bounds; no channel that needs a licence."""
    lines = [line.split("#")[0].strip() for line in (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()]
    items = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    assert items[:2] == ["conda-forge", "nodefaults"]
    ours = {
        f"{CONDA.get(requirement.name, requirement.name)}{requirement.specifier}"
        for requirement in map(Requirement, PROJECT["project"]["dependencies"])
    }
    theirs = {f"{Requirement(item).name}{Requirement(item).specifier}" for item in items[2:]}
    python = f"python{PROJECT['project']['requires-python']}"
    build = PROJECT["build-system"]["requires"]
    assert theirs == ours | {python, "pip", *build}


def test_the_version_is_one():
    """The package and its metadata say the same, and the changelog knows it."""
    assert PROJECT["project"]["version"] == compare.__version__
    assert f"## {compare.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def make(*words):
    """Run make in the project, without what a `make test` around this was told."""
    told = ("ARGS", "MAKEFLAGS", "MFLAGS", "MAKELEVEL")
    outside = {key: value for key, value in os.environ.items() if key not in told}
    return subprocess.run(["make", *words], cwd=ROOT, capture_output=True, text=True, check=False, env=outside)


def test_make_alone_lists_every_target():
    """Each with what it does."""
    out = make().stdout
    for target in ("report", "test", "test-browser", "lab", "check", "bundle", "lint", "lock", "clean"):
        assert re.search(rf"^  make {target} +\S", out, re.MULTILINE), target


def test_checks_run_the_tests_that_a_plain_run_leaves_out():
    """What is deselected by default is one marker, and the automatic check asks for it by its own command."""
    assert "-m 'not everypage'" in PROJECT["tool"]["pytest"]["ini_options"]["addopts"]
    assert make("--dry-run", "test-browser").stdout.strip().endswith("-m pytest -m everypage tests/browser")
    commands = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert [line for line in commands if line.startswith("make ")] == ["make test", "make test-browser"]


def test_an_older_python_is_told(tmp_path):
    """With its version and how to name another; nothing is made."""
    old = tmp_path / "python-old"
    old.write_text('#!/bin/sh\ntest "$1" = --version && echo Python 3.9.1 && exit 0\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    done = make("report", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stdout
    assert "Python 3.9.1" in done.stdout
    assert not (tmp_path / "venv").exists()


def test_everything_that_is_imported_is_declared():
    """No package is used that only another one happens to bring."""
    names = {requirement.name.lower().replace("-", "_") for requirement in declared()}
    declared_names = {IMPORTED.get(name, name) for name in names}
    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                used.add(node.module.split(".")[0])
    assert used - set(sys.stdlib_module_names) - declared_names == {"compare"}


@pytest.mark.parametrize("name", [".ci/run", "Makefile", "requirements.lock", "environment.yml", "pyproject.toml"])
def test_files_that_machines_read_have_unix_line_ends(name):
    """A carriage return breaks bash and make."""
    assert b"\r" not in (ROOT / name).read_bytes()
