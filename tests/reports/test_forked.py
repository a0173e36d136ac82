"""Kernels forked from one warm process are as clean as started ones, and nothing is lost where none can be forked."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from compare.comparison.handed import hand_over
from compare.errors import ReportError
from compare.reports import forked, kernels
from compare.reports.engine import run_notebook
from compare.reports.forked import can_fork, warm_start
from reports.notebooks import write_notebook

pytestmark = pytest.mark.skipif(not can_fork(), reason="no process is forked on this system")


@pytest.fixture
def path(tmp_path):
    """Where the test's notebook lies."""
    return tmp_path / "page.ipynb"


@pytest.fixture(scope="module")
def warm():
    """A way to forked kernels, for the tests that do no harm to it."""
    with warm_start() as given:
        yield given


def said(notebook):
    """All that the cells printed."""
    return "".join(item.text for cell in notebook.cells for item in cell.get("outputs", []) if "text" in item)


def find_warm():
    """The warm processes that this one has started and that have not ended."""
    children = [child for child in psutil.Process().children() if runs(child.pid)]
    return [child for child in children if "compare.reports.zygote" in child.cmdline()]


@pytest.fixture
def warm_processes():
    """The warm processes that the test itself has started."""
    before = {child.pid for child in find_warm()}
    return lambda: [child for child in find_warm() if child.pid not in before]


def soon(done, seconds=10):
    """Whether `done` comes true within some seconds."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.05)
    return done()


def runs(pid):
    """Whether a process is alive."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_kernel_is_forked_from_a_process_that_has_loaded_everything(path, warm):
    """Two kernels have one parent, and find pandas, matplotlib and the pages' modules loaded."""
    write_notebook(
        path,
        "import os, sys\nprint(os.getppid())",
        "print({'pandas', 'matplotlib.pyplot', 'compare.presentation.parts'} - set(sys.modules))",
    )
    lines = [said(run_notebook(path, {}, start=warm)).splitlines() for _ in range(2)]
    assert lines[0] == lines[1]
    assert int(lines[0][0]) in {process.pid for process in find_warm()}
    assert lines[0][1] == "set()"


#: What one notebook could leave behind, and how the next would see it.
CHANGES = {
    "name = 1": "'name' in globals()",
    "import matplotlib; matplotlib.rcParams['font.size'] = 99": "__import__('matplotlib').rcParams['font.size'] == 99",
    "import matplotlib.pyplot as plt; plt.figure()": "__import__('matplotlib.pyplot').pyplot.get_fignums() != []",
    "import pandas; pandas.set_option('display.precision', 3)": (
        "__import__('pandas').get_option('display.precision') == 3"
    ),
    "from compare.presentation.language import speak; speak('sv').texts.clear()": (
        "not __import__('compare.presentation.language').presentation.language.speak('sv').texts"
    ),
    "import compare; compare.changed = True": "hasattr(__import__('compare'), 'changed')",
    "import builtins; builtins.changed = True": "hasattr(__builtins__, 'changed')",
    "import os; os.environ['CHANGED'] = 'x'": "'CHANGED' in __import__('os').environ",
    "import os; os.chdir('/')": "__import__('os').getcwd() == '/'",
    "import sys; sys.path.append('/changed')": "'/changed' in __import__('sys').path",
    "import locale; locale.setlocale(locale.LC_NUMERIC, 'C.UTF-8')": (
        "__import__('locale').setlocale(__import__('locale').LC_NUMERIC) == 'C.UTF-8'"
    ),
    "import warnings; warnings.simplefilter('error')": "__import__('warnings').filters[0][0] == 'error'",
    "open('left.txt', 'w').close()": "__import__('os').listdir('.') != []",
}


def test_nothing_that_one_notebook_changes_is_seen_by_the_next(path, warm):
    """Names, rcParams, open figures, options, texts of a language, modules, variables, folder, search path, files."""
    write_notebook(path, *(f"{change}\nprint({seen})" for change, seen in CHANGES.items()))
    assert said(run_notebook(path, {}, start=warm)).split() == ["True"] * len(CHANGES), "each change can be seen"
    write_notebook(path, *(f"print({seen})" for seen in CHANGES.values()))
    assert said(run_notebook(path, {}, start=warm)).split() == ["False"] * len(CHANGES)


def test_a_forked_kernel_begins_as_a_started_one_does(path):
    """Settings, variables, arguments, search path, filters of warnings, order of sets, handlers of signals."""
    write_notebook(
        path,
        "import hashlib, locale, os, signal, sys, warnings, logging, matplotlib, matplotlib.pyplot, pandas, numpy",
        "print(sorted((key, str(value)) for key, value in matplotlib.rcParams.items()))",
        "print(sorted(key for key in os.environ if key != 'JPY_PARENT_PID'))",
        "print(sys.argv[0], len(sys.argv), sys.path, sys.flags, os.listdir('.'))",
        "print(sorted(name for name in globals() if not name.startswith('_')), __name__)",
        "print(hash('lund'), locale.setlocale(locale.LC_ALL), numpy.get_printoptions())",
        "print(sorted(str(item[:3]) for item in warnings.filters if 'Deprec' in str(item)))",
        "print(signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGTERM), logging.getLogger().handlers)",
        "print(matplotlib.pyplot.get_fignums(), matplotlib.get_backend(), os.getsid(0) == os.getpid())",
    )
    with warm_start() as start:
        given = said(run_notebook(path, {}, start=start))
    assert given.splitlines() == said(run_notebook(path, {})).splitlines()


def test_chance_differs_from_kernel_to_kernel(path, warm):
    """As it does between kernels that are started."""
    write_notebook(
        path, "import random, uuid, numpy, tempfile",
        "print(random.random(), numpy.random.random(), uuid.uuid4(), next(tempfile._get_candidate_names()))",
    )  # fmt: skip
    first, second = (said(run_notebook(path, {}, start=warm)).split() for _ in range(2))
    assert not set(first) & set(second)


def test_the_handed_comparison_is_read_once_for_all(path, tmp_path):
    """The file is gone by the time the second kernel asks, and each has what was in it."""
    from types import SimpleNamespace

    handed = hand_over(SimpleNamespace(partnership=SimpleNamespace(id="x"), figures=[1]), tmp_path)
    ask = "from compare.comparison.handed import take_handed\nfound = take_handed('x'); print(found.figures)"
    write_notebook(path, f"{ask}\nfound.figures.append(2)")
    with warm_start(handed) as start:
        texts = [said(run_notebook(path, {}, start=start))]
        (tmp_path / "comparison.pickle").unlink()
        texts.append(said(run_notebook(path, {}, start=start)))
    assert texts == ["[1]\n", "[1]\n"]


def test_what_a_notebook_forks_off_is_ended_with_it(path, warm, tmp_path):
    """Even a grandchild in a session of its own that runs no program: it carries its kernel's mark, not another's."""
    log = tmp_path / "pid"
    write_notebook(
        path,
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        f"        open({str(log)!r}, 'w').write(str(os.getpid()))\n"
        "        time.sleep(300)\n"
        "    os._exit(0)",
        f"while not os.path.exists({str(log)!r}): time.sleep(0.05)",
    )
    other = warm()
    try:
        run_notebook(path, {}, start=warm)
        assert soon(lambda: not runs(int(log.read_text(encoding="utf-8"))))
        assert other.manager.provisioner.process.poll() is None, "another kernel was ended too"
    finally:
        kernels.end_kernel(other)


def test_with_the_run_everything_ends(path, warm_processes):
    """A notebook in work is ended and says so; no process is left."""
    write_notebook(path, "import time; time.sleep(300)")
    with ThreadPoolExecutor(1) as pool:
        with warm_start() as start:
            future = pool.submit(run_notebook, path, {}, start=start)
            assert soon(lambda: start._given, 60)
            (process,) = warm_processes()
            processes = [process, *process.children()]
            assert len(processes) == 2
        with pytest.raises(ReportError, match="kernel died"):
            future.result(timeout=20)
    assert soon(lambda: not any(runs(process.pid) for process in processes))


RUN = """
import subprocess, sys
from pathlib import Path
from compare.reports.engine import run_notebook
from compare.reports.forked import warm_start
with warm_start() as start:
    run_notebook(Path(sys.argv[1]), {}, start=start)
"""


@pytest.mark.parametrize("first", ["run", "warm process"])
def test_a_run_that_is_killed_leaves_no_process(path, tmp_path, first):
    """Nobody can tidy up after kill -9, also where the warm process was killed before."""
    log = tmp_path / "pids"
    write_notebook(
        path,
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        f"open({str(log)!r}, 'w').write(f'{{os.getppid()}} {{os.getpid()}} {{child.pid}}\\n')\n"
        "time.sleep(300)",
    )
    with subprocess.Popen([sys.executable, "-c", RUN, str(path)]) as run:
        assert soon(lambda: log.exists() and log.read_text(encoding="utf-8").endswith("\n"), 60)
        warm, kernel, child = (int(word) for word in log.read_text(encoding="utf-8").split())
        assert runs(warm)
        assert runs(kernel)
        if first == "warm process":
            os.kill(warm, signal.SIGKILL)
            assert soon(lambda: not runs(warm))
            time.sleep(0.5)
            assert runs(kernel), "a kernel does not need the process that it was forked from"
        run.kill()
    assert soon(lambda: not any(runs(pid) for pid in (warm, kernel, child)))


def test_a_killed_warm_process_costs_no_page(path, caplog, warm_processes):
    """What runs goes on to its end; what comes later is started the plain way, and one warning says so."""
    write_notebook(path, "import time; time.sleep(wait); print('done')", parameters="wait: int = 0")
    with warm_start() as start, ThreadPoolExecutor(1) as pool:
        running = pool.submit(run_notebook, path, {"wait": 3}, start=start)
        assert soon(lambda: start._given, 60)
        (process,) = warm_processes()
        process.kill()
        later = [said(run_notebook(path, {}, start=start)) for _ in range(2)]
        assert said(running.result(timeout=30)) == "done\n"
    assert later == ["done\n", "done\n"]
    assert [record.levelname for record in caplog.records if record.name == forked.__name__] == ["WARNING"]
    assert "the warm process has ended" in caplog.text


def test_a_warm_process_that_stops_answering_is_given_up(path, caplog, monkeypatch, warm_processes):
    """After the time that any kernel has to start; it is ended."""
    from compare.reports import warm as module

    monkeypatch.setattr(module, "START_TIMEOUT", 10)
    write_notebook(path, "print('done')")
    with warm_start() as start:
        assert said(run_notebook(path, {}, start=start)) == "done\n"
        (process,) = warm_processes()
        process.suspend()
        assert said(run_notebook(path, {}, start=start)) == "done\n"
        assert not runs(process.pid)
    assert "No kernel could be forked (timed out)" in caplog.text


@pytest.mark.parametrize("fault", ["no such program", "ends while it loads", "no process can be made"])
def test_where_the_warm_process_does_not_start_kernels_start_the_plain_way(
    path, caplog, capfd, monkeypatch, warm_processes, fault
):
    """A warning, not a silence and not an error."""
    from compare.reports import warm as module

    if fault == "no such program":
        monkeypatch.setattr(module, "_PROGRAM", "compare.reports.nowhere")
    elif fault == "ends while it loads":
        monkeypatch.setenv("COMPARE_HANDED", "/nowhere/comparison.pickle")
    else:
        real = subprocess.Popen
        refuse = lambda command, **options: (  # noqa: E731
            _raise(OSError("cannot allocate")) if module._PROGRAM in command else real(command, **options)
        )
        monkeypatch.setattr(module.subprocess, "Popen", refuse)
    write_notebook(path, "import os; print(os.getppid())")
    with warm_start() as start:
        assert said(run_notebook(path, {}, start=start)) == f"{os.getpid()}\n"
        assert warm_processes() == []
    capfd.readouterr()
    assert caplog.text.count("No kernel could be forked") == 1


def _raise(error):
    raise error


def test_no_process_is_forked_where_that_is_unwanted_or_unsafe(path, caplog, monkeypatch, warm_processes):
    """COMPARE_FORK=0, macOS, Windows: kernels are started, and nothing is to be said about it."""
    assert can_fork()
    write_notebook(path, "import os; print(os.getppid())")
    with monkeypatch.context() as patch:
        patch.setenv("COMPARE_FORK", "0")
        with warm_start() as start:
            assert warm_processes() == []
            assert said(run_notebook(path, {}, start=start)) == f"{os.getpid()}\n"
    for system in ("darwin", "win32"):
        with monkeypatch.context() as patch:
            patch.setattr(forked.sys, "platform", system)
            assert not can_fork()
    assert caplog.records == []


def test_the_forked_way_costs_nothing_until_it_is_used():
    """Importing it loads neither Jupyter nor pandas."""
    code = "import sys, compare.reports.forked; print({'jupyter_client', 'pandas', 'zmq'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"


def test_real_pages_have_the_same_outputs_both_ways(tmp_path):
    """The notebook of a goal, in both languages."""
    from compare.home import notebook_folder
    from whole import real

    handed = hand_over(real(), tmp_path)
    page = notebook_folder() / "03_goal.ipynb"
    asked = [{"language": code, "goal": "14"} for code in ("sv", "en")]
    with warm_start(handed) as start:
        ours = [run_notebook(page, parameters, start=start) for parameters in asked]
    plain = [run_notebook(page, parameters, start=lambda: kernels.start_kernel(handed)) for parameters in asked]
    for one, other in zip(ours, plain, strict=True):
        outputs = [[cell.get("outputs") for cell in notebook.cells] for notebook in (one, other)]
        assert outputs[0] == outputs[1]
        assert sum(len(str(output)) for output in outputs[0]) > 10_000
