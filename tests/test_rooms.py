"""The rooms stand in the order of the data: a room imports only from rooms before it, and heavy things stay out."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "compare"
ROOMS = ("catalogue", "sources", "observations", "comparison", "presentation", "reports")
#: Libraries that exactly these modules may import.
ALONE = {
    "requests": ("sources/session.py",),
    "matplotlib": ("presentation/figures*.py", "presentation/style.py"),
    "papermill": ("reports/engine.py",),
}
HEAVY = {
    "IPython", "matplotlib", "nbconvert", "nbformat", "numpy", "pandas", "pandera", "papermill", "psutil", "pydantic",
    "requests", "scipy",
}  # fmt: skip
MODULES = sorted(path for path in SOURCE.rglob("*.py"))


def imports(path):
    """Each imported module of a file with its line and whether it is imported for type checkers alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno, id(node) in typed) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: write the whole name of the module"
            yield node.module, node.lineno, id(node) in typed
            if node.module == "compare":
                yield from ((f"compare.{name.name}", node.lineno, id(node) in typed) for name in node.names)


def test_every_module_is_in_a_room_or_beside_them():
    """No seventh room appears unseen."""
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders == set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_room_imports_only_from_rooms_before_it(path):
    """Within the package; what stands beside the rooms (errors, home, moments) imports from none when it is loaded."""
    room = path.relative_to(SOURCE).parts[0]
    allowed = ROOMS[: ROOMS.index(room) + 1] if room in ROOMS else ()
    for module, line, typed in imports(path):
        parts = module.split(".")
        if parts[0] == "compare" and len(parts) > 1 and parts[1] in ROOMS and not typed and room in ROOMS:
            assert parts[1] in allowed, f"{path.name}:{line} imports {module}"
        if room in ("errors.py", "home.py", "moments.py") and parts[0] == "compare":
            pytest.fail(f"{path.name}:{line} imports {module}")


@pytest.mark.parametrize(("library", "homes"), ALONE.items())
def test_a_library_is_imported_in_its_one_place(library, homes):
    """Exceptions and habits of such a library never leave their module."""
    found = {
        path.relative_to(SOURCE)
        for path in MODULES
        for module, _, typed in imports(path)
        if module.split(".")[0] == library and not typed
    }
    assert [path.as_posix() for path in sorted(found) if not any(path.match(home) for home in homes)] == []


@pytest.mark.parametrize(
    "code", ["import compare", "import compare.cli; compare.cli.main([])", "import compare.reports.engine"]
)
def test_nothing_heavy_is_loaded_before_it_is_used(code):
    """Importing the package and printing its help load none of the large libraries."""
    loaded = f"import sys\n{code}\nprint('LOADED', *sorted({{name.split('.')[0] for name in sys.modules}}))"
    out = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout
    assert set(out.rpartition("LOADED")[2].split()) & HEAVY == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_says_what_comes_in_what_goes_out_and_what_never_happens(path):
    """In its docstring."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    if path == SOURCE / "__init__.py":
        assert doc
    else:
        assert all(word in doc for word in ("In:", "Out:", "Never:")), f"{path.name}: {doc[:60]!r}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_can_be_read_in_one_sitting(path):
    """At most 350 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350
