"""What the documents say is true: commands run, files exist, Python examples work."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md",
    "docs/method.md", "docs/limits.md", "docs/glossary.md", "docs/sources/README.md", "docs/schedule.md",
    "docs/run.md", "benchmarks/README.md",
)  # fmt: skip
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: Commands that are not run here, and why.
ELSEWHERE = {
    "make test": "is this",
    "make test-browser": "is this over every page; what it runs is looked at below",
    "compare explain": "names the command; it is run with an indicator",
    "python tests/test_method_doc.py": "writes into docs/",
    "make refresh": "needs a network; the command is tried against servers here",
    'make doctor ARGS="--live"': "needs a network; the command is tried against servers here",
    "python -m compare refresh": "needs a network; the command is tried against servers here",
    "python -m compare doctor --live": "needs a network; the command is tried against servers here",
    "compare refresh": "needs a network; the command is tried against servers here",
    "make bench": "measures for minutes, and is no test",
    "make bench ARGS=requests": "measures, and is no test",
    'make report ARGS="--pdf"': "prints hundreds of pages; some chapters are printed and read back in the tests of the PDFs",  # noqa: E501
    "make lab": "opens a server and a browser",
    "make lock": "needs a network",
    "compare bundle": "writes into data/, as make bundle does",
    "make bundle": "writes into data/; its result is compared byte for byte in the tests of the bundle",
    'make report ARGS="--goal N"': "is a pattern",
    'make report ARGS="--partnership ID"': "is a pattern",
    "conda env create -f environment.yml": "needs a network and conda; the file is compared with pyproject.toml",
}
#: Folders that a command makes; the tests of `refresh` look into them.
MADE = ("data/raw", "data/live")
WINDOWS = r"py -m venv", r".venv\Scripts\python -m pip install", r".venv\Scripts\python -m compare"


def split_block(block):
    """The commands of a block: a line each, but a quoted program keeps its lines together."""
    found, held = [], ""
    for line in block.strip().splitlines():
        held = f"{held}\n{line.strip()}" if held else line.strip()
        if held.count('"') % 2 == 0:
            found, held = [*found, held], ""
    return found


def commands():
    """Every command in a sh block or in the running text of the documents."""
    found = []
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
            found += split_block(block)
        found += re.findall(r"`((?:make|python|conda|compare) [^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return sorted(set(found))


@pytest.mark.slow
def test_every_command_is_run_or_has_a_reason_not_to_be(make_here, tmp_path):
    """Those of make in this environment, the others as they stand."""
    for command in sorted(set(commands()) - set(ELSEWHERE)):
        if command.startswith("make"):
            done = make_here(command)
        else:
            words = re.sub("^compare", "python -m compare", command)
            words = re.sub(r"^(\.venv/bin/)?python", sys.executable, words)
            home = {**os.environ, "COMPARE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
            done = subprocess.run(words, shell=True, check=False, cwd=ROOT, capture_output=True, text=True, env=home)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def test_no_reason_is_kept_for_a_command_that_is_gone():
    """The list above shrinks with the documents."""
    assert set(ELSEWHERE) - set(commands()) == set()


def test_the_windows_way_uses_commands_that_exist():
    """It cannot be run here; its last line is the command line's own."""
    block = re.search(r"```bat\n(.*?)```", README, re.DOTALL)[1].strip().splitlines()
    assert all(line.startswith(start) for line, start in zip(block, WINDOWS, strict=True))
    from compare.cli import make_parser

    assert make_parser().parse_args(block[2].split()[3:]).output == Path("reports\\site")


def test_the_python_example_works():
    """It prints one line for each indicator of the goal."""
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines
    assert all(re.fullmatch(r"[a-z0-9-]+ (city|region|country|mixed|one-sided|none) [A-EN]", line) for line in lines)


@pytest.mark.slow
def test_the_picture_is_the_one_that_the_site_has(made_site):
    """To the byte, with the words that the site has for those who cannot see it."""
    alt, name = re.search(r"!\[([^]]+)\]\(docs/pictures/([\w-]+)\.svg\)", README).groups()
    made = (made_site / f"en/files/{name}-picture.svg").read_bytes()
    assert (ROOT / f"docs/pictures/{name}.svg").read_bytes() == made
    page = (made_site / f"en/indicator-{name}.html").read_text(encoding="utf-8")
    assert f'alt="{alt}"' in page


def test_the_tree_shows_folders_that_exist():
    """Each folder of the tree, in its place, and every room is in it in order."""
    tree = re.search(r"```\ncompare/\n(.*?)```", README, re.DOTALL)[1]
    above, rooms = {}, []
    for line in tree.splitlines():
        if match := re.match(r"([│ ]*)[├└]── (\S+)/", line):
            depth = len(match[1]) // 4
            above[depth] = match[2]
            path = ROOT.joinpath(*(above[level] for level in range(depth + 1)))
            assert path.is_dir() or path.relative_to(ROOT).as_posix() in MADE, path
            if depth == 1 and above[0] == "src/compare":
                rooms.append(match[2])
    assert rooms == ["catalogue", "sources", "observations", "comparison", "presentation", "reports"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_a_document_names_exist(name):
    """Paths in backquotes, and links."""
    text = re.sub(r"```.*?```", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    for path in re.findall(r"`((?:data|src|docs|tests|notebooks)/[\w./-]+|[A-Z]+(?:\.md)?)`", text):
        found = (ROOT / path).exists() or (ROOT / name).parent.joinpath(path).exists()
        assert found or path.rstrip("/") in MADE, path
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert "://" in link or (ROOT / name).parent.joinpath(link).exists(), link
