"""A run makes and publishes pages in order, and whatever fails, the last good site stays whole."""

import errno
import time

import pytest

from compare.errors import BusyError, CatalogueError, ReportError
from compare.reports import inputs, kernels, render, work
from compare.reports import produce as module
from compare.reports import run as steps
from compare.reports.produce import produce
from compare.reports.publish import OutputError, hold
from compare.reports.staged import Staged
from reports.world import DAY, FIGURES, WHOLE, Page, Site, fill, rewrite, texts


def test_all_pages_are_made_and_published(world):
    """The outcome names the site and every page; nothing was carried over."""
    outcome = produce("x", output=world / "site")
    assert outcome.published
    assert outcome.site == world / "site"
    assert texts(world / "site") == WHOLE
    assert set(outcome.made) == set(WHOLE)
    assert outcome.carried == ()


def test_all_notebooks_get_the_comparison_of_their_run(world):
    """What the kernel calls `compare.compare` gives is what the run laid out; outside a run there is none."""
    ask = "print(take_handed('x').partnership.id, take_handed('y') is None)"
    rewrite(world, f"from compare.comparison.handed import take_handed\n{ask}")
    outcome = produce("x", goals=["1"], languages=["sv"], output=world / "site")
    assert outcome.published, outcome.failures
    assert texts(world / "site")["sv/goal-01.html"] == "x True"


def test_a_part_replaces_its_pages_and_carries_the_others_over(world):
    """After ``--goal 2 --language sv`` that page is new, start pages too, and the rest is as it was."""
    produce("x", output=world / "site")
    rewrite(world, "print(f'goal {goal} two')")
    outcome = produce("x", goals=["2"], languages=["sv"], output=world / "site")
    assert texts(world / "site") == WHOLE | {"sv/goal-02.html": "goal 2 two"}
    assert set(outcome.made) == {"sv/goal-02.html", "sv/index.html", "en/index.html"}
    assert set(outcome.carried) == set(WHOLE) - set(outcome.made)
    assert (world / "site" / "en" / "files" / "goal-03.csv").read_text(encoding="utf-8") == "text\ngoal 3 one\n\n"
    again = produce("x", goals=["1"], output=world / "site")
    assert "sv/goal-02.html" in again.carried
    assert texts(world / "site")["sv/goal-02.html"] == "goal 2 two"


def test_a_part_alone_is_a_site_of_that_part(world):
    """Where nothing was published before, only the wanted pages and their start pages are there."""
    outcome = produce("x", goals=["2"], languages=["sv"], output=world / "site")
    assert set(texts(world / "site")) == {"sv/goal-02.html", "sv/index.html"}
    assert outcome.carried == ()


def test_a_link_to_a_page_that_the_part_has_not_becomes_words(world):
    """And is a link again where the page is there."""
    produce("x", goals=["2"], languages=["sv"], output=world / "site")
    assert "<p>third goal</p>" in (world / "site" / "sv" / "index.html").read_text(encoding="utf-8")
    produce("x", goals=["3"], languages=["sv"], output=world / "site")
    linked = '<p><a class="c" href="goal-03.html#content">third goal</a></p>'
    assert linked in (world / "site" / "sv" / "index.html").read_text(encoding="utf-8")


def test_the_further_pages_of_a_long_page_stay_with_it(world, monkeypatch):
    """Carried over with their page, and gone when it is made anew without them."""
    short = render.render_page

    def long(executed, page, site):
        further = Page(page.path.replace(".html", "-2.html"), page.language)
        return short(executed, page, site) | fill(further, "more")

    monkeypatch.setattr(render, "render_page", long)
    produce("x", languages=["sv"], output=world / "site")
    monkeypatch.setattr(render, "render_page", short)
    produce("x", goals=["2"], languages=["sv"], output=world / "site", again=True)
    names = {path.name for path in (world / "site" / "sv").glob("*.html")}
    assert names == {
        "goal-01.html", "goal-01-2.html", "goal-02.html", "goal-03.html", "goal-03-2.html", "index.html",
    }  # fmt: skip


def test_the_pages_of_indicators_come_with_their_goals_and_are_known_by_themselves(world, monkeypatch):
    """Made by the notebook of their goal, carried over without it, made anew with it."""
    short, none = render.render_page, steps._add_indicators

    def add(whole, _, wanted):
        own = [Page(page.path.replace("goal-0", "indicator-"), page.language, page.goal, "i.ipynb", indicator=page.goal)
               for page in whole.pages if page.goal]  # fmt: skip
        wanted = {(page.language, page.goal) for page in wanted}
        along = tuple(page for page in own if (page.language, page.goal) in wanted)
        return Site(whole.partnership, (*whole.pages, *own)), along

    def both(executed, page, site):
        own = Page(page.path.replace("goal-0", "indicator-"), page.language)
        text = "".join(item.text for cell in executed.cells for item in cell.get("outputs", []))
        return short(executed, page, site) | fill(own, f"of {text}")

    monkeypatch.setattr(steps, "_add_indicators", add)
    monkeypatch.setattr(render, "render_page", both)
    outcome = produce("x", languages=["sv"], output=world / "site")
    own = {f"sv/indicator-{n}.html": f"of goal {n} one" for n in "123"}
    assert own.items() <= texts(world / "site").items()
    assert set(own) <= set(outcome.made)
    rewrite(world, "print(f'goal {goal} two')")
    outcome = produce("x", goals=["2"], languages=["sv"], output=world / "site")
    assert texts(world / "site").items() >= (own | {"sv/indicator-2.html": "of goal 2 two"}).items()
    assert "sv/indicator-2.html" in outcome.made
    assert {"sv/indicator-1.html", "sv/indicator-3.html"} <= set(outcome.carried)
    monkeypatch.setattr(steps, "_add_indicators", none)
    monkeypatch.setattr(render, "render_page", short)
    produce("x", goals=["2"], languages=["sv"], output=world / "site", again=True)
    assert not list((world / "site" / "sv").glob("indicator-*")), "an indicator that has lost its figures has no page"


def test_two_pages_that_make_one_file_differently_are_a_fault(world, monkeypatch):
    """One of them would show the other's figure."""
    alone = render.render_page

    def same_name(executed, page, site):
        return alone(executed, page, site) | {"sv/files/figure.svg": page.goal.encode()}

    monkeypatch.setattr(render, "render_page", same_name)
    outcome = produce("x", goals=["1", "2"], languages=["sv"], output=world / "site")
    assert [failure.partition(": ")[2] for failure in outcome.failures] == [
        "made sv/files/figure.svg unlike another page. Give one of the files another name."
    ]
    assert not (world / "site").exists()


def test_pages_of_another_partnership_are_not_carried_over(world):
    """A part of partnership y in the place of x's site is a site of y alone."""
    produce("x", output=world / "site")
    produce("y", goals=["2"], languages=["sv"], output=world / "site")
    assert texts(world / "site") == {"sv/goal-02.html": "goal 2 one", "sv/index.html": "start of y"}


def test_a_failing_notebook_leaves_the_last_good_page_and_says_so_on_it(world):
    """The failure is told by notebook, parameters and heading; the other pages are published."""
    produce("x", output=world / "site")
    rewrite(world, "print('new', 1 // (int(goal) - 2))")
    outcome = produce("x", languages=["sv"], output=world / "site")
    assert outcome.published
    assert list(outcome.failed) == ["sv/goal-02.html"]
    assert "goal.ipynb (goal='2') stopped under 'Findings'" in outcome.failed["sv/goal-02.html"]
    kept = (world / "site" / "sv" / "goal-02.html").read_text(encoding="utf-8")
    notice = "<p>Sidan kunde inte göras om. Den hör till: Edition 1 of 2026-11-25.</p>"
    assert kept.count(notice) == 1
    assert "goal 2 one" in kept
    assert texts(world / "site") | {"sv/goal-02.html": "goal 2 one"} == WHOLE | {
        "sv/goal-01.html": "new -1", "sv/goal-03.html": "new 1"}  # fmt: skip
    again = produce("x", languages=["sv"], output=world / "site")
    assert (again.made, list(again.failed)) == ((), ["sv/goal-02.html"])
    assert (world / "site" / "sv" / "goal-02.html").read_text(encoding="utf-8") == kept, "the notice stands there once"
    rewrite(world, "print(f'goal {goal} one')")
    assert not produce("x", languages=["sv"], output=world / "site").failed
    assert texts(world / "site") == WHOLE


def test_a_failing_notebook_whose_page_was_never_made_keeps_the_site_back(world):
    """A site without the page would not be whole, and there is no good one to show."""
    rewrite(world, "print('new', 1 // (int(goal) - 2))")
    outcome = produce("x", languages=["sv"], output=world / "site")
    assert not outcome.published
    assert len(outcome.failures) == 1
    assert "goal.ipynb (goal='2') stopped under 'Findings'" in outcome.failures[0]
    assert not (world / "site").exists()
    assert not (world / ".versions" / "site" / "staging").exists()


def test_nothing_new_runs_nothing(world, monkeypatch):
    """The second run tells the same pages, opens no kernel and leaves the version that is published."""
    produce("x", output=world / "site")
    version = (world / "site").resolve()
    monkeypatch.setattr(work, "run_notebook", never)
    monkeypatch.setattr(module, "hold", never)
    outcome = produce("x", output=world / "site")
    assert (outcome.published, outcome.made, outcome.carried) == (True, (), ())
    assert set(outcome.unchanged) == set(WHOLE)
    assert outcome.edition == DAY
    assert (world / "site").resolve() == version


def test_files_that_were_touched_are_read_and_those_that_say_the_same_count_as_the_same(world, monkeypatch):
    """A copy of the project has other moments; what the files hold decides."""
    produce("x", output=world / "site")
    source = (world / "goal.ipynb").read_bytes()
    (world / "goal.ipynb").unlink()
    (world / "goal.ipynb").write_bytes(source)
    monkeypatch.setattr(work, "run_notebook", never)
    assert set(produce("x", output=world / "site").unchanged) == set(WHOLE)


def test_a_page_that_somebody_removed_is_made_again(world):
    """What the record says is there must be there."""
    produce("x", output=world / "site")
    (world / "site" / "sv" / "goal-02.html").unlink()
    outcome = produce("x", output=world / "site")
    assert "sv/goal-02.html" in outcome.made
    assert texts(world / "site") == WHOLE


def test_one_revised_value_makes_the_pages_that_read_it(world, monkeypatch):
    """Both languages of its goal; the others stay, and tell the new edition."""
    produce("x", output=world / "site")
    monkeypatch.setitem(FIGURES, "2", "revised")
    monkeypatch.setattr(inputs, "_tell_versions", lambda: "something is new")
    ran = []
    execute = work.run_notebook

    def count(path, given, **how):
        ran.append(given["goal"])
        return execute(path, given, **how)

    monkeypatch.setattr(work, "run_notebook", count)
    outcome = produce("x", output=world / "site")
    assert ran == ["2", "2"]
    assert {path for path in outcome.made if "goal" in path} == {"sv/goal-02.html", "en/goal-02.html"}
    assert set(outcome.unchanged) == {path for path in WHOLE if "goal" in path and "02" not in path}
    assert texts(world / "site") == WHOLE


@pytest.mark.parametrize("place", [(steps, "fill"), (Staged, "add")])
def test_a_full_disk_leaves_the_site_and_says_so(world, monkeypatch, place):
    """Wherever the room ends, nothing of the new site is published and its scraps are removed."""
    produce("x", output=world / "site")
    rewrite(world, "print(f'goal {goal} two')")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*place, full)
    with pytest.raises(ReportError, match=r"could not be written.*No space left on device.*stays"):
        produce("x", output=world / "site")
    assert texts(world / "site") == WHOLE
    assert not (world / ".versions" / "site" / "staging").exists()


def test_a_page_that_the_gate_refuses_leaves_the_last_good_site_whole(world):
    """A value that is not a number on one page keeps the whole new site back."""
    produce("x", output=world / "site")
    rewrite(world, "print('value nan')")
    outcome = produce("x", goals=["1"], output=world / "site")
    assert not outcome.published
    assert [failure.split(":")[0] for failure in outcome.failures] == ["en/goal-01.html", "sv/goal-01.html"]
    assert texts(world / "site") == WHOLE


def test_a_hanging_notebook_is_ended_and_told(world):
    """The others are run all the same."""
    rewrite(world, "import time; time.sleep(300 if goal == '2' else 0)")
    outcome = produce("x", languages=["sv"], output=world / "site", timeout=4)
    assert len(outcome.failures) == 1
    assert "goal='2'" in outcome.failures[0]
    assert "still running after 4 s" in outcome.failures[0]
    assert not (world / "site").exists()


def test_a_run_ends_by_its_deadline(world):
    """What runs on is ended, what was not begun is told, and the last good pages stay."""
    produce("x", output=world / "site")
    rewrite(world, "import time; time.sleep(300 if goal == '2' else 0); print(f'goal {goal} one')")
    begun = time.monotonic()
    outcome = produce("x", languages=["sv"], output=world / "site", jobs=1, deadline=begun + 12)
    assert time.monotonic() - begun < 15
    assert set(outcome.failed) == {"sv/goal-02.html", "sv/goal-03.html"}
    assert "was ended" in outcome.failed["sv/goal-02.html"]
    assert "was not begun: the time of the run was over" in outcome.failed["sv/goal-03.html"]
    assert len(texts(world / "site")) == len(WHOLE)


def never(*_, **__):
    """Fail where a notebook is run."""
    pytest.fail("a notebook was run")


def test_the_place_is_checked_before_any_notebook_runs(world, monkeypatch):
    """A place that cannot be written, one that holds another's files, and one that another run holds."""
    monkeypatch.setattr(work, "run_notebook", never)
    (world / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(ReportError, match=r"cannot be written.*No notebook was run"):
        produce("x", output=world / "file" / "site")
    with pytest.raises(OutputError, match="not a site made by this program"):
        produce("x", output=world)
    with hold(world / "site"), pytest.raises(BusyError):
        produce("x", output=world / "site")


def test_a_fault_of_the_catalogue_stops_the_run_before_any_notebook(world, monkeypatch):
    """It is said once, not once a page."""

    def refuse(partnership, *_):
        raise CatalogueError(f"{partnership}.toml: a is missing")

    monkeypatch.setattr(steps, "_lay_out", refuse)
    monkeypatch.setattr(work, "run_notebook", never)
    with pytest.raises(CatalogueError, match="a is missing"):
        produce("x", output=world / "site")
    assert not (world / "site").exists()


def test_an_interrupted_run_ends_its_kernels_and_leaves_the_site(world, monkeypatch):
    """Ctrl-C while notebooks run: nothing is left running, nothing is published, the place is free."""
    produce("x", output=world / "site")
    rewrite(world, "import time; time.sleep(300)")

    def interrupted(*_):
        while not kernels._live:
            time.sleep(0.05)
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(work, "_shown", interrupted)
    with pytest.raises(KeyboardInterrupt):
        produce("x", output=world / "site")
    assert kernels._live == set()
    assert texts(world / "site") == WHOLE
    with hold(world / "site"):
        pass


def test_the_bar_is_drawn_only_where_asked(world, capfd):
    """A log file gets no bar, a terminal one bar that counts pages."""
    produce("x", goals=["1"], output=world / "site", progress=False)
    assert capfd.readouterr() == ("", "")
    produce("x", goals=["1"], output=world / "site", progress=True, again=True)
    out, bar = capfd.readouterr()
    assert out == ""
    assert "2/2" in bar


def test_runs_publish_the_same_bytes(world, monkeypatch):
    """Nothing of the clock, of chance, of how many notebooks run at once or how their kernels begin is in a page."""
    produce("x", output=world / "one", jobs=1)
    produce("x", output=world / "two", jobs=3)
    monkeypatch.setenv("COMPARE_FORK", "0")
    produce("x", output=world / "three", jobs=2)
    kinds = [{path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
             for site in (world / "one", world / "two", world / "three")]  # fmt: skip
    assert kinds[0] == kinds[1] == kinds[2]
