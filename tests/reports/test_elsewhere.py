"""Pages made on any executor: each once, looked through, and never a wait without an end."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import pytest

from compare.reports import elsewhere, worker
from compare.reports.agree import describe_program, find_differences
from compare.reports.elsewhere import find_fault, make_elsewhere
from reports.elsewhere import find_kernels, make_tasks, read_log, soon

PATHS = {f"sv/goal-0{goal}.html" for goal in (1, 2, 3)}
HTML = b"<h1>goal</h1>"


class Answering(Executor):
    """An executor whose workers give what `answer` says for each time that something is sent."""

    def __init__(self, answer):
        self.sent, self._answer = 0, answer

    def submit(self, _, /, *args):
        """Answer at once; never where the answer is None."""
        self.sent += 1
        future = Future()
        told = self._answer(self.sent, args)
        if isinstance(told, BaseException):
            future.set_exception(told)
        elif told is not None:
            future.set_result(told)
        return future


@pytest.fixture
def tasks(tmp_path):
    """Three tasks."""
    return make_tasks(tmp_path, [1, 2, 3])


def told(tasks):
    """A good answer for the first task."""
    return {"worker": "w", "files": {tasks[0].page.path: HTML}}


def test_each_page_is_made_once_whatever_is_asked_twice(tasks, tmp_path):
    """On threads of this process; no kernel and no warm process is left."""
    with ThreadPoolExecutor(2) as pool:
        made = make_elsewhere([*tasks, tasks[0]], pool)
    assert made.failures == {}
    assert set(made.files) == PATHS
    assert b"<h1>goal 2</h1>" in made.files["sv/goal-02.html"]["sv/goal-02.html"]
    assert sorted(read_log(tmp_path, "begin")) == ["1", "2", "3"]
    assert soon(lambda: not find_kernels(tmp_path))


def test_a_notebook_that_fails_is_told_and_is_not_tried_again(tmp_path):
    """The other pages are made; the message is the one that a run on this machine gives."""
    tasks = make_tasks(tmp_path, [1, 2], "open(log, 'a').write(f'begin {goal} 1 1\\n')\nx = 1 / (int(goal) - 2)",
                       "from IPython.display import HTML\nHTML('<h1>x</h1>')")  # fmt: skip
    with ThreadPoolExecutor(1) as pool:
        made = make_elsewhere(tasks, pool)
    assert set(made.files) == {"sv/goal-01.html"}
    assert "tiny.ipynb (goal='2'" in made.failures["sv/goal-02.html"]
    assert "ZeroDivisionError" in made.failures["sv/goal-02.html"]
    assert sorted(read_log(tmp_path, "begin")) == ["1", "2"]


def test_a_pool_of_processes_that_breaks_down_fails_its_pages_in_words(tmp_path):
    """Python's own pool ends when one of its processes is killed: what was made counts, the rest is told."""
    tasks = make_tasks(tmp_path, [1, 2, 3])
    tasks[1:] = [replace(task, page=replace(task.page, parameters={**task.page.parameters, "seconds": 30.0}))
                 for task in tasks[1:]]  # fmt: skip
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        threading.Thread(target=lambda: soon(lambda: "2" in read_log(tmp_path, "begin"), 30) and kill(pool)).start()
        made = make_elsewhere(tasks, pool)
    assert set(made.files) == {"sv/goal-01.html"}
    assert set(made.failures) == {"sv/goal-02.html", "sv/goal-03.html"}
    assert "The page sv/goal-02.html" in made.failures["sv/goal-02.html"]
    assert "was not made: the workers ended before" in made.failures["sv/goal-02.html"]
    assert soon(lambda: not find_kernels(tmp_path)), "kernels end with a worker that is killed"


def kill(pool):
    """End the processes of a pool as the system does."""
    for pid in list(pool._processes):
        os.kill(pid, signal.SIGKILL)


def test_it_returns_by_the_deadline_and_ends_what_it_began(tmp_path):
    """With notebooks that would go on for long."""
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        made = make_elsewhere(make_tasks(tmp_path, [1, 2], seconds=60), pool, deadline=begun + 4)
        returned = time.monotonic()
    assert returned - begun < 8
    assert made.files == {}
    assert "no worker had made it when the time was over" in made.failures["sv/goal-01.html"]
    assert len(made.failures) == 2
    if read_log(tmp_path, "begin"):
        assert soon(lambda: not find_kernels(tmp_path))


def test_without_a_deadline_silence_ends_the_wait(tasks, monkeypatch):
    """Workers that never answer: longer than the longest notebook may take, nobody waits."""
    monkeypatch.setattr(elsewhere, "SILENCE", 0.2)
    begun = time.monotonic()
    made = make_elsewhere([replace(task, timeout=0.3) for task in tasks], Answering(lambda *_: None))
    assert 0.4 < time.monotonic() - begun < 5
    assert set(made.failures) == PATHS
    assert all("no worker answers any more" in why for why in made.failures.values())


def test_a_task_whose_worker_was_lost_is_sent_again(tasks):
    """And is in the result once."""
    pool = Answering(lambda number, _: ConnectionError("gone") if number == 1 else told(tasks))
    made = make_elsewhere(tasks[:1], pool)
    assert (pool.sent, made.failures) == (2, {})
    assert made.files == {"sv/goal-01.html": {"sv/goal-01.html": HTML}}


def test_a_task_that_loses_every_worker_is_given_up(tasks):
    """After three times; at once where the executor has tried several workers by itself."""
    pool = Answering(lambda *_: ConnectionError("gone"))
    made = make_elsewhere(tasks[:1], pool)
    assert pool.sent == 3
    assert "its worker was lost or cannot do it (ConnectionError: gone)" in made.failures["sv/goal-01.html"]
    pool = Answering(lambda *_: type("KilledWorker", (Exception,), {})("four workers died"))
    assert len(make_elsewhere(tasks[:1], pool).failures) == 1
    assert pool.sent == 1


def test_an_executor_that_takes_nothing_more_fails_the_pages(tasks):
    """Closed before, or by somebody else."""
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    made = make_elsewhere(tasks, pool)
    assert set(made.failures) == PATHS
    assert "it could not be sent to a worker" in made.failures["sv/goal-03.html"]


#: What a worker could send for sv/goal-01.html, and what is said of it.
ALIEN = [
    (None, "nothing that is a page"),
    ({}, "nothing that is a page"),
    ({"sv/files/a.csv": b""}, "files without the page itself"),
    ({"sv/goal-01.html": "text"}, "something that is no file"),
    ({"sv/goal-01.html": HTML, "../outside.html": HTML}, "'../outside.html'"),
    ({"sv/goal-01.html": HTML, "/etc/cron.d/x": HTML}, "'/etc/cron.d/x'"),
    ({"sv/goal-01.html": HTML, "sv/files/../../x": HTML}, "'sv/files/../../x'"),
    ({"sv/goal-01.html": HTML, "sv/files/..": HTML}, "'sv/files/..'"),
    ({"sv/goal-01.html": HTML, "sv\\files\\x.csv": HTML}, "not this page's own"),
    ({"sv/goal-01.html": HTML, "sv/goal-02.html": HTML}, "'sv/goal-02.html'"),
    ({"sv/goal-01.html": HTML, "en/goal-01.html": HTML}, "'en/goal-01.html'"),
    ({"sv/goal-01.html": HTML, "en/files/a.csv": HTML}, "'en/files/a.csv'"),
    ({"sv/goal-01.html": HTML, "assets/site.css": HTML}, "'assets/site.css'"),
    ({"sv/goal-01.html": HTML, "run.json": HTML}, "'run.json'"),
]


@pytest.mark.parametrize(("files", "said"), ALIEN)
def test_what_is_not_the_pages_own_is_not_taken(tasks, files, said):
    """The page fails, and nothing of it is in the result."""
    made = make_elsewhere(tasks[:1], Answering(lambda *_: {"worker": "far away", "files": files}))
    assert made.files == {}
    assert "the worker far away sent" in made.failures["sv/goal-01.html"]
    assert said in made.failures["sv/goal-01.html"]


def test_an_answer_of_another_form_is_not_taken(tasks):
    """Whatever it is."""
    for answer in ("text", 1, ["sv/goal-01.html"], {"files": 3}):
        made = make_elsewhere(tasks[:1], Answering(lambda *_, answer=answer: answer))
        assert (made.files, list(made.failures)) == ({}, ["sv/goal-01.html"])


def test_what_a_notebook_makes_beside_its_page_is_taken(tasks):
    """Further pages, files of its language, files that all languages share."""
    files = dict.fromkeys(
        ("sv/goal-01.html", "sv/goal-01-2.html", "sv/files/goal-01-a.svg", "files/map.svg", "sv/files/a.v2.csv"), HTML
    )
    assert find_fault(files, tasks[0].page, tasks[0].site) is None


def test_a_page_of_the_plan_is_no_further_page_of_another(tasks):
    """Even where it is called like one."""
    page, site = tasks[0].page, tasks[0].site
    files = dict.fromkeys(("sv/goal-01.html", "sv/goal-01-2.html"), HTML)
    planned = replace(site, pages=(*site.pages, replace(page, path="sv/goal-01-2.html", kind="overview")))
    assert find_fault(files, page, site) is None
    assert "'sv/goal-01-2.html'" in find_fault(files, page, planned)


def test_a_worker_with_another_project_is_refused_and_says_what_differs(tasks, tmp_path, monkeypatch):
    """Before anything of the run is unpacked; the page is sent to others, but not for ever."""
    monkeypatch.setattr(worker, "_REST", 0)
    other = describe_program() | {"code": "0" * 64, "package pandas": "1.0"}
    pool = Answering(lambda *_: worker.serve(other, b"not to be read", b"not to be read"))
    made = make_elsewhere(tasks[:1], pool)
    assert (pool.sent, made.files) == (3, {})
    assert "has another project than this machine: its code; pandas (" in made.failures["sv/goal-01.html"]
    assert "1.0 here)" in made.failures["sv/goal-01.html"]
    pool = Answering(lambda number, sent: worker.serve(other, *sent[1:]) if number == 1 else told(tasks))
    assert list(make_elsewhere(tasks[:1], pool).files) == ["sv/goal-01.html"]
    assert read_log(tmp_path, "begin") == []


def test_a_worker_that_was_started_before_its_code_was_renewed_refuses(monkeypatch):
    """It would render with what it has loaded, and nobody could tell."""
    assert worker.find_disagreement(describe_program()) == []
    monkeypatch.setattr(worker, "_LOADED", describe_program() | {"code": "0" * 64})
    assert worker.find_disagreement(describe_program()) == [
        "its code changed after the worker was started; start it again"
    ]


def test_only_what_can_change_a_page_counts_as_a_difference():
    """Versions and digests do; a package that only one has does not."""
    ours = {"Python": "CPython 3.11.4", "code": "a", "package pandas": "3.0.1", "package ruff": "1"}
    assert find_differences(ours, ours) == []
    assert find_differences(ours, {key: ours[key] for key in ("Python", "code", "package pandas")}) == []
    assert find_differences(ours, ours | {"code": "b", "Python": "CPython 3.12.1"}) == [
        "Python (CPython 3.12.1 there, CPython 3.11.4 here)", "its code",
    ]  # fmt: skip
    assert find_differences(ours, ours | {"package pandas": "3.0.2"}) == ["pandas (3.0.2 there, 3.0.1 here)"]
    assert find_differences(ours, {}) == ["Python (None there, CPython 3.11.4 here)", "its code"]


def test_what_is_told_of_this_machine_names_folders_and_versions():
    """Each folder that pages are made from has a digest, each library its version."""
    told = describe_program()
    assert {"code", "notebooks", "data/catalogue", "data/partnerships", "data/snapshot", "data/boundaries"} <= set(told)
    assert len({told["code"], told["notebooks"], told["data/catalogue"]}) == 3
    import pandas

    assert told["package pandas"] == pandas.__version__
    assert "package pip" not in told
