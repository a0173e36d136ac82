"""Workers in processes of their own, reached through a real scheduler on this machine's own addresses."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from compare.errors import CompareError, ReportError
from compare.home import data_folder, notebook_folder
from compare.reports.elsewhere import make_elsewhere
from compare.reports.produce import produce
from compare.reports.scheduler import AddressError, MissingSchedulerError, check_address, open_executor
from reports.elsewhere import find_kernels, make_tasks, read_log, runs, soon

PROGRAM = "distributed.cli.dask_"
HERE = ("--host", "127.0.0.1", "--no-dashboard")


class Cluster:
    """A scheduler, and workers with one thread each that nobody starts again."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        file = folder / "scheduler.json"
        self._start(folder, "scheduler", "--port", "0", "--scheduler-file", str(file))
        assert soon(lambda: file.exists() and file.read_text(encoding="utf-8").strip().endswith("}"), 30)
        self.address = json.loads(file.read_text(encoding="utf-8"))["address"]

    def add(self, root=None):
        """A worker more; with the code below `root` where given."""
        more = {"PYTHONPATH": str(root / "src")} if root else {}
        return self._start(
            self.folder, "worker", self.address, "--no-nanny", "--nthreads", "1",
            "--local-directory", str(self.folder), more=more,
        )  # fmt: skip

    def wait(self, workers):
        """Until so many workers are there."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=30)

    def close(self):
        """End all processes."""
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()

    def _start(self, folder, what, *words, more=None):
        with (folder / f"{what}.txt").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", PROGRAM + what, *words, *HERE], stdout=log, stderr=log, cwd=folder,
                env={**os.environ, **(more or {})},
            )  # fmt: skip
        self.processes.append(process)
        return process


@pytest.fixture
def cluster(tmp_path_factory):
    """A scheduler without workers."""
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.close()


def find_worker(folder, goal):
    """The process that the notebook of `goal` was begun by: a kernel's parent is a worker, or its warm process."""
    lines = (folder / "log").read_text(encoding="utf-8").splitlines()
    parent = int(next(line for line in lines if line.startswith(f"begin {goal} ")).split()[3])
    command = psutil.Process(parent).cmdline()
    return parent if any(PROGRAM in word for word in command) else psutil.Process(parent).ppid()


def running(folder):
    """The goals whose notebooks have begun and not ended."""
    return [goal for goal in read_log(folder, "begin") if goal not in read_log(folder, "end")]


def test_a_worker_that_is_killed_costs_no_page_and_makes_none_twice(cluster, tmp_path):
    """Killed in the middle of a notebook: that one is run anew by the other worker; its kernel ends with its worker."""
    workers = {cluster.add().pid, cluster.add().pid}
    cluster.wait(2)
    goals, killed = ["1", "2", "3", "4", "5", "6"], []

    def kill():
        assert soon(lambda: read_log(tmp_path, "end") and running(tmp_path), 60)
        killed.append(running(tmp_path)[0])
        killed.append(find_worker(tmp_path, killed[0]))
        os.kill(killed[1], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with open_executor(cluster.address) as executor:
        made = make_elsewhere(make_tasks(tmp_path, goals, seconds=0.7), executor, deadline=time.monotonic() + 90)
    killer.join()
    assert made.failures == {}
    assert set(made.files) == {f"sv/goal-0{goal}.html" for goal in goals}
    assert killed[1] in workers
    assert sorted(read_log(tmp_path, "end")) == goals, "each notebook ran to its end once"
    assert sorted(read_log(tmp_path, "begin")) == sorted([*goals, killed[0]]), "only the one it was at was begun again"
    for process in cluster.processes[1:]:
        process.send_signal(signal.SIGTERM)
    assert soon(lambda: not find_kernels(tmp_path)), "nothing is left where a worker ended"


def test_with_no_worker_left_it_ends_by_the_deadline(cluster, tmp_path):
    """Both killed: what they had made counts, the rest is told, and nothing is left of their kernels."""
    workers = [cluster.add(), cluster.add()]
    cluster.wait(2)

    def kill():
        assert soon(lambda: read_log(tmp_path, "end") and running(tmp_path), 60)
        for worker in workers:
            worker.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    deadline = time.monotonic() + 12
    with open_executor(cluster.address) as executor:
        tasks = make_tasks(tmp_path, range(1, 9), seconds=1)
        made = make_elsewhere(tasks, executor, deadline=deadline)
        assert abs(time.monotonic() - deadline) < 1
    assert time.monotonic() - deadline < 7
    killer.join()
    assert len(made.files) + len(made.failures) == 8
    assert len(made.failures) >= 4
    assert set(made.files) <= {f"sv/goal-0{goal}.html" for goal in read_log(tmp_path, "end")}
    assert all("no worker had made it when the time was over" in why for why in made.failures.values())
    assert soon(lambda: not find_kernels(tmp_path))


def copy_project(folder):
    """The project once more, with one line of its code changed."""
    code = data_folder().parent / "src"
    shutil.copytree(code, folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "data").symlink_to(data_folder())
    (folder / "notebooks").symlink_to(notebook_folder())
    (folder / "pyproject.toml").touch()
    with (folder / "src" / "compare" / "home.py").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    return folder


def test_a_worker_with_other_code_gets_no_page(cluster, tmp_path, caplog):
    """Alone it keeps the run from beginning, beside another it is passed over; both times it is named."""
    (tmp_path / "other").mkdir()
    other = cluster.add(copy_project(tmp_path / "other"))
    told = r"No worker of tcp://127.* is as this machine is \(tcp://127.*: its code\)"
    with pytest.raises(ReportError, match=told), open_executor(cluster.address):
        pass
    good = cluster.add()
    cluster.wait(2)
    with open_executor(cluster.address) as executor:
        made = make_elsewhere(make_tasks(tmp_path, [1, 2, 3]), executor, deadline=time.monotonic() + 60)
    assert made.failures == {}
    assert len(made.files) == 3
    assert "gets no page, since it is not as this machine is: its code." in caplog.text
    assert {find_worker(tmp_path, goal) for goal in ("1", "2", "3")} == {good.pid}
    assert runs(other.pid), "it is not ours to end"


def test_a_scheduler_without_workers_is_told(cluster):
    """After the seconds that were given."""
    begun = time.monotonic()
    with pytest.raises(ReportError, match="has no worker that answers"), open_executor(cluster.address, 1):
        pass
    assert time.monotonic() - begun < 10


def test_where_no_scheduler_answers_it_is_told():
    """At a free port, and where something else listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        for listen in (lambda: None, taken.listen):
            listen()
            begun = time.monotonic()
            with pytest.raises(ReportError, match=f"No scheduler answers at {address}"), open_executor(address, 1):
                pass
            assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://:8786", "tcp://host", "tcp://host:0",
                "tcp://host:99999", "tcp://a b:1", "inproc://x:1"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address):
    """Before anything is loaded or asked; it counts as a mistake in the command."""
    with pytest.raises(AddressError, match="Write it as tcp://host:port") as caught:
        check_address(address)
    assert isinstance(caught.value, CompareError)
    assert not isinstance(caught.value, ReportError)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tls://scheduler.example:8786", "tcp://[::1]:8786"])
def test_an_address_is_taken(address):
    """Names, both kinds of numbers, with certificates or without."""
    check_address(address)


def test_where_the_package_is_missing_it_is_told_how_to_get_it(monkeypatch):
    """And that nothing was run."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = r"compare\[distributed\].*No notebook was run"
    with pytest.raises(MissingSchedulerError, match=told), open_executor("tcp://127.0.0.1:8786"):
        pass


def test_a_scheduler_that_is_lost_ends_the_run_by_the_deadline(cluster, tmp_path):
    """Nobody gives answers any more; what was made before counts, and leaving takes no time."""
    worker = cluster.add()
    deadline = time.monotonic() + 10

    def kill():
        assert soon(lambda: read_log(tmp_path, "end"), 60)
        cluster.processes[0].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with open_executor(cluster.address) as executor:
        made = make_elsewhere(make_tasks(tmp_path, range(1, 9), seconds=1), executor, deadline=deadline)
        assert time.monotonic() - deadline < 1
    assert time.monotonic() - deadline < 8
    killer.join()
    assert len(made.files) + len(made.failures) == 8
    assert made.failures
    worker.terminate()
    assert soon(lambda: not find_kernels(tmp_path), 20)


def read_files(site):
    """The files of a published site, and what they hold."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_site_made_by_workers_is_the_same_and_stays_when_they_are_gone(cluster, tmp_path):
    """Byte for byte what this machine makes; with nobody left, the last good pages are there and say so."""
    wish = {"goals": ["5"], "languages": ["sv"], "progress": False}
    assert produce(output=tmp_path / "here", **wish).published
    workers = [cluster.add(), cluster.add()]
    cluster.wait(2)
    site = tmp_path / "there"
    with open_executor(cluster.address) as executor:
        outcome = produce(output=site, executor=executor, deadline=time.monotonic() + 120, **wish)
        assert (outcome.published, dict(outcome.failed)) == (True, {})
        before = read_files(site)
        assert before == read_files(tmp_path / "here")
        for worker in workers:
            worker.kill()
        outcome = produce(output=site, again=True, executor=executor, deadline=time.monotonic() + 4, **wish)
    assert list(outcome.failed) == ["sv/goal-05.html"]
    assert "no worker had made it when the time was over" in outcome.failed["sv/goal-05.html"]
    after = read_files(site)
    assert set(after) == set(before)
    assert "Sidan kunde inte göras om".encode() in after["sv/goal-05.html"]
