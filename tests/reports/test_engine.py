"""A notebook runs to its end in a clean kernel, or its error names notebook and heading and leaves nothing.

What holds for a kernel holds for one that is started and for one that is forked.
"""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
import psutil
import pytest

import compare
from compare.errors import ReportError, UnknownCodeError
from compare.reports import engine, kernels
from compare.reports.engine import run_notebook
from compare.reports.forked import can_fork, warm_start
from reports.notebooks import write_notebook


@pytest.fixture
def path(tmp_path):
    """Where the test's notebook lies."""
    return tmp_path / "page.ipynb"


@pytest.fixture(autouse=True)
def nothing_left():
    """After each test no process and no folder of a kernel is left; a warm process has no children."""
    yield
    assert kernels._live == set()
    left = [" ".join(child.cmdline()) for child in psutil.Process().children(recursive=True)]
    assert [command for command in left if "ipykernel" in command] == []
    assert len([command for command in left if "compare.reports.zygote" in command]) <= 1


@pytest.fixture(scope="module")
def warm():
    """A way to forked kernels, for all tests of this file."""
    with warm_start() as given:
        yield given


@pytest.fixture(params=["plain", "forked"])
def start(request):
    """Both ways to a kernel."""
    if request.param == "plain":
        return kernels.start_kernel
    if not can_fork():
        pytest.skip("no process is forked on this system")
    return request.getfixturevalue("warm")


def said(notebook):
    """All that the cells printed."""
    return "".join(item.text for cell in notebook.cells for item in cell.get("outputs", []) if "text" in item)


def test_the_cells_run_with_the_values_given_and_the_result_is_written(path, tmp_path, start):
    """Typed values arrive as they are; the written file is the executed notebook; the template stays as it was."""
    write_notebook(path, "# Title", "print(repr(code), repr(year), draft)",
                   parameters='code: str = "x"\nyear: int = 1\ndraft: bool = False')  # fmt: skip
    before = path.read_bytes()
    executed = run_notebook(path, {"code": "0180", "draft": True}, tmp_path / "out" / "done.ipynb", start=start)
    assert said(executed) == "'0180' 1 True\n"
    assert said(nbformat.read(tmp_path / "out" / "done.ipynb", as_version=4)) == said(executed)
    assert path.read_bytes() == before


def test_the_kernel_is_this_environment_without_the_users_settings(path, tmp_path, monkeypatch, start):
    """The same package and interpreter; no start-up file, no IPython profile, no registered kernel, no style file."""
    startup = tmp_path / "startup.py"
    startup.write_text("leaked = True", encoding="utf-8")
    profile = tmp_path / "ipython" / "profile_default" / "startup"
    profile.mkdir(parents=True)
    (profile / "00.py").write_text("leaked_too = True", encoding="utf-8")
    registered = tmp_path / "jupyter" / "kernels" / "python3"
    registered.mkdir(parents=True)
    other = '{"argv": ["/nowhere/python", "{connection_file}"], "display_name": "x", "language": "python"}'
    (registered / "kernel.json").write_text(other, encoding="utf-8")
    monkeypatch.setenv("PYTHONSTARTUP", str(startup))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("COMPARE_HOME", str(tmp_path / "home"))
    write_notebook(
        path,
        "import compare, os, sys, pathlib",
        "print(compare.__file__)",
        "print(sys.executable)",
        "print('leaked' in globals(), 'leaked_too' in globals(), os.listdir('.'))",
        "print(os.environ['COMPARE_HOME'])",
    )
    lines = said(run_notebook(path, {}, start=start)).splitlines()
    assert lines == [compare.__file__, os.sys.executable, "False False []", str(tmp_path / "home")]


def test_one_notebook_does_not_see_anothers_names(path, start):
    """Each run has a namespace of its own."""
    write_notebook(path, "print('seen' in globals())", "seen = 1")
    assert [said(run_notebook(path, {}, start=start)) for _ in range(2)] == ["False\n", "False\n"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("raise ValueError('two\\nlines')", "ValueError: two lines"),
        ("import sys; sys.exit(0)", "ended the kernel itself"),
        ("raise SystemExit", "ended the kernel itself"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("quit()", "ended the kernel itself"),
        ("exit", "ended the kernel itself"),
        ("import os; os._exit(0)", "kernel died"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "kernel died"),
        ("for x in", "SyntaxError"),
        ("%no_such_magic", "."),
    ],
)
def test_a_cell_that_fails_or_ends_the_kernel_is_an_error_that_names_it(path, tmp_path, cell, told, start):
    """Notebook, parameters, heading, cell and what happened; nothing is written, whatever papermill would say."""
    write_notebook(path, "# Title", "x = 1", "## Findings", cell, "print('never')")
    with pytest.raises(ReportError, match=told) as caught:
        run_notebook(path, {"goal": "5"}, tmp_path / "out.ipynb", start=start)
    assert str(caught.value).startswith("page.ipynb (goal='5') stopped under 'Findings' (cell 5): ")
    assert "\x1b" not in str(caught.value)
    assert (caught.value.notebook, caught.value.cell) == ("page.ipynb", "under 'Findings' (cell 5)")
    assert not (tmp_path / "out.ipynb").exists()


def test_a_failing_cell_is_never_tried_again(path, tmp_path, start):
    """The cell's side effect is seen once."""
    log = tmp_path / "log"
    write_notebook(path, f"open({str(log)!r}, 'a').write('x'); 1 / 0")
    with pytest.raises(ReportError):
        run_notebook(path, {}, start=start)
    assert log.read_text(encoding="utf-8") == "x"


def test_a_status_stored_in_the_template_never_counts(path, start):
    """A template saved after an earlier success still fails where it fails now, and its old outputs are gone."""
    write_notebook(path, "print('new')", "import sys; sys.exit(0)", "print('never')")
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata["papermill"] = {"status": "completed", "exception": False, "start_time": "2025-01-01T00:00:00"}
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="old\n")]
    nbformat.write(notebook, path)
    with pytest.raises(ReportError, match="in cell 3: the cell ended"):
        run_notebook(path, {}, start=start)
    write_notebook(path, "print('new')")
    assert said(run_notebook(path, {}, start=start)) == "new\n"


@pytest.mark.parametrize("cell", ["while True: pass", "import time; time.sleep(300)"])
def test_a_cell_that_hangs_is_ended_at_the_deadline(path, cell, start):
    """Soon after the deadline there is an error that says so."""
    write_notebook(path, "## Limits", cell)
    begun = time.monotonic()
    with pytest.raises(ReportError, match=r"under 'Limits'.*still running after 2 s"):
        run_notebook(path, {}, timeout=2, start=start)
    assert time.monotonic() - begun < 15


def test_what_a_killed_kernel_started_is_ended_too(path, tmp_path, start):
    """A child in the kernel's group and one in a session of its own both go."""
    log = tmp_path / "children"
    write_notebook(
        path,
        "import subprocess, sys, os\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(300)']\n"
        "children = [subprocess.Popen(sleep), subprocess.Popen(sleep, start_new_session=True)]\n"
        f"open({str(log)!r}, 'w').write(' '.join(str(child.pid) for child in children))\n"
        "os.kill(os.getpid(), 9)",
    )
    with pytest.raises(ReportError, match="kernel died"):
        run_notebook(path, {}, start=start)
    children = [int(word) for word in log.read_text(encoding="utf-8").split()]
    assert len(children) == 2
    end = time.monotonic() + 5
    while any(_runs(child) for child in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_runs(child) for child in children)


def _runs(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_an_unknown_parameter_starts_no_kernel(path):
    """It is refused with the closest name before anything runs."""
    write_notebook(path, "1")
    with pytest.raises(UnknownCodeError, match=r"page.ipynb 'gaol'.*goal"):
        run_notebook(path, {"gaol": "5"}, start=lambda: pytest.fail("a kernel was started"))


def test_a_notebook_for_another_kernel_is_refused_by_name(path):
    """A kernel of another language, or one that only its author has."""
    write_notebook(path, "1", kernel="my-conda-env")
    with pytest.raises(ReportError, match=r"page.ipynb asks for the kernel 'my-conda-env'"):
        run_notebook(path, {})


def test_the_start_of_a_kernel_is_tried_twice_and_no_more(path, monkeypatch):
    """One failing start is nothing; two are an error that says what to check."""
    write_notebook(path, "print(1)")
    original, calls = kernels._start_once, []

    def fail(times, variables):
        calls.append(1)
        if len(calls) <= times:
            raise ReportError("No notebook kernel could be started: port in use.")
        return original(variables)

    monkeypatch.setattr(kernels, "_start_once", lambda variables: fail(1, variables))
    assert said(run_notebook(path, {})) == "1\n"
    assert len(calls) == 2
    calls.clear()
    monkeypatch.setattr(kernels, "_start_once", lambda variables: fail(9, variables))
    with pytest.raises(ReportError, match="port in use"):
        run_notebook(path, {})
    assert len(calls) == 2


def test_a_missing_kernel_is_an_error_with_what_to_do(path, monkeypatch):
    """The interpreter cannot run a kernel: said, with the remedy."""
    write_notebook(path, "1")
    monkeypatch.setattr(kernels, "kernel_environment", lambda *_: {"PATH": "/nowhere", "PYTHONHOME": "/nowhere"})
    with pytest.raises(ReportError, match=r"No notebook kernel could be started.*ipykernel"):
        run_notebook(path, {})


def test_notebooks_run_side_by_side_in_threads(path, start):
    """Each gets its own values, and the folder of this process is not changed meanwhile."""
    write_notebook(path, "print(goal)")
    folder, folders, stop = os.getcwd(), set(), threading.Event()

    def look():
        while not stop.is_set():
            folders.add(os.getcwd())
            time.sleep(0.005)

    thread = threading.Thread(target=look)
    thread.start()
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda goal: said(run_notebook(path, {"goal": goal}, start=start)), ["1", "2", "3", "4"]))
    stop.set()
    thread.join()
    assert texts == ["1\n", "2\n", "3\n", "4\n"]
    assert folders == {folder}


def test_two_runs_differ_in_nothing_that_a_page_shows(path, start):
    """Cell ids and outputs are equal, the order of a set of words too."""
    write_notebook(path, "print({'lund', 'francistown', 'skane', 'gaborone'})")
    first, second = (run_notebook(path, {"goal": "5"}, start=start) for _ in range(2))
    assert [cell.id for cell in first.cells] == [cell.id for cell in second.cells]
    assert said(first) == said(second)


def test_a_stopped_run_ends_its_kernels_and_starts_no_more(path):
    """A notebook in work is ended and says so; one that comes later is refused."""
    write_notebook(path, "import time; time.sleep(300)")
    start = kernels.Starter()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(run_notebook, path, {}, start=start)
        while not start._given:
            time.sleep(0.05)
        start.close()
        with pytest.raises(ReportError, match="kernel died"):
            future.result(timeout=20)
    with pytest.raises(ReportError, match="being stopped"):
        run_notebook(path, {}, start=start)


def test_a_kernel_that_comes_while_the_run_is_stopped_is_ended(path):
    """It was being started when the stop came."""
    write_notebook(path, "import time; time.sleep(300)")

    def slow():
        kernel = kernels.start_kernel()
        start.close()
        return kernel

    start = kernels.Starter(slow)
    with pytest.raises(ReportError, match="being stopped"):
        run_notebook(path, {}, start=start)


def test_papermill_is_loaded_only_when_a_notebook_runs():
    """Importing the engine costs nothing."""
    import subprocess
    import sys

    code = "import sys, compare.reports.engine; print('papermill' in sys.modules, 'nbformat' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False False\n"
    assert engine.TIMEOUT > 0
