"""The published site is switched whole, kept whole, and nobody else's folder is touched."""

import os
import subprocess
import sys
import threading
import time

import pytest

from compare.errors import ReportError
from compare.reports import publish
from compare.reports.publish import BusyError, hold


def put(site, text, *, link=True):
    """Publish a site of two pages that both say `text`."""
    with hold(site) as publication:
        for name in ("index.html", "other.html"):
            (publication.staging / name).write_text(text, encoding="utf-8")
        publication.publish(link=link)


def read(site):
    """What the two pages say."""
    return {(site / name).read_text(encoding="utf-8") for name in ("index.html", "other.html")}


@pytest.fixture(params=["link", "folder"])
def link(request):
    """Both ways to switch."""
    return request.param == "link"


def test_the_site_opens_lists_and_is_replaced_whole(tmp_path, link):
    """After each run the published path lists the new pages, and only the version before is kept."""
    site = tmp_path / "reports" / "site"
    for text in ("one", "two", "three"):
        put(site, text, link=link)
        assert read(site) == {text}
        assert {entry.name for entry in site.iterdir()} == {"index.html", "other.html", ".compare-site"}
        assert site.is_symlink() is link
    kept = [entry for entry in (tmp_path / "reports" / ".versions" / "site").iterdir() if entry.is_dir()]
    assert len(kept) == (2 if link else 1)
    assert any(read(entry) == {"two"} for entry in kept)


def test_one_way_after_the_other(tmp_path):
    """A disk that loses or gains links is no obstacle: the pages are the newest each time."""
    site = tmp_path / "site"
    for number, link in enumerate((True, False, False, True, True, False)):
        put(site, str(number), link=link)
        assert read(site) == {str(number)}


def test_a_system_without_links_publishes_a_folder(tmp_path, monkeypatch):
    """Where making a link is refused, the site is a plain folder."""

    def refuse(*_, **__):
        raise OSError("a privilege is not held")

    monkeypatch.setattr(publish.Path, "symlink_to", refuse)
    put(tmp_path / "site", "one")
    put(tmp_path / "site", "two")
    assert not (tmp_path / "site").is_symlink()
    assert read(tmp_path / "site") == {"two"}


def test_a_run_that_fails_leaves_the_last_good_site(tmp_path, link):
    """An error before the switch changes nothing that readers see, and leaves no scraps."""
    site = tmp_path / "site"
    put(site, "good", link=link)

    def break_off(publication):
        (publication.staging / "index.html").write_text("half", encoding="utf-8")
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"), hold(site) as publication:
        break_off(publication)
    assert read(site) == {"good"}
    assert not publication.staging.exists()


def test_a_refused_switch_leaves_the_last_good_site(tmp_path, monkeypatch):
    """The new folder cannot be moved into place: the old one is back and the error says so."""
    site = tmp_path / "site"
    put(site, "good", link=False)
    original = publish._rename

    def refuse(old, new):
        if new == site and old.name != "1":
            raise PermissionError(13, "held by a reader")
        original(old, new)

    monkeypatch.setattr(publish, "_rename", refuse)
    with pytest.raises(ReportError, match=r"held by a reader.*still there"):
        put(site, "new", link=False)
    monkeypatch.undo()
    assert read(site) == {"good"}


def test_a_run_killed_between_the_two_renames_is_mended(tmp_path):
    """The published path is gone and two whole versions lie beside it: the next run finds a site in place."""
    site = tmp_path / "site"
    put(site, "old", link=False)
    put(site, "new", link=False)
    os.replace(site, tmp_path / ".versions" / "site" / "2")
    (tmp_path / ".versions" / "site" / "staging").mkdir()
    with hold(site) as publication:
        assert read(site) == {"new"}
        assert [entry.name for entry in publication.staging.iterdir()] == [".compare-site"]


def test_what_a_killed_run_had_begun_to_remove_goes(tmp_path):
    """A version whose mark is gone already is no version."""
    site = tmp_path / "site"
    put(site, "one")
    (tmp_path / ".versions" / "site" / "7").mkdir()
    put(site, "two")
    assert sorted(entry.name for entry in (tmp_path / ".versions" / "site").iterdir()) == ["1", "2", "lock"]


def test_a_second_run_is_told_that_another_holds_the_site(tmp_path):
    """Two runs on one site at once: the second is refused, and a run on another site is not."""
    site = tmp_path / "site"
    with hold(site):
        with pytest.raises(BusyError, match="Another run"), hold(site):
            pass
        with hold(tmp_path / "other"):
            pass
    with hold(site):
        pass


def test_a_killed_run_frees_the_lock(tmp_path):
    """A run ended from outside while it held the site does not keep the next one out."""
    site = tmp_path / "site"
    put(site, "good")
    code = (
        "import sys, time, pathlib\nfrom compare.reports.publish import hold\n"
        "with hold(pathlib.Path(sys.argv[1])) as p:\n"
        "    (p.staging / 'half').touch(); print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(site)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "held\n"
        child.kill()
    put(site, "better")
    assert read(site) == {"better"}


@pytest.mark.parametrize("kind", ["folder", "file", "link", "dangling"])
def test_what_somebody_else_put_there_is_never_replaced(tmp_path, kind):
    """A folder with other files, a file, or a link elsewhere is refused and left as it was."""
    site = tmp_path / "site"
    if kind == "folder":
        site.mkdir()
        (site / "thesis.txt").write_text("mine", encoding="utf-8")
    elif kind == "file":
        site.write_text("mine", encoding="utf-8")
    else:
        elsewhere = tmp_path / "elsewhere"
        site.symlink_to(elsewhere)
        if kind == "link":
            elsewhere.mkdir()
    before = os.readlink(site) if site.is_symlink() else sorted(site.parent.rglob("*"))
    with pytest.raises(ReportError, match="not a site made by this program"), hold(site):
        pass
    assert (os.readlink(site) if site.is_symlink() else sorted(site.parent.rglob("*"))) == before


def test_an_empty_folder_may_be_the_output(tmp_path, link):
    """A folder made for the purpose is used."""
    site = tmp_path / "site"
    site.mkdir()
    put(site, "one", link=link)
    assert read(site) == {"one"}


def test_a_place_that_cannot_be_written_is_told_before_any_work(tmp_path):
    """The path lies under a plain file: one message with the path and what to do."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    told = r"cannot be written.*--output.*No notebook was run"
    with pytest.raises(ReportError, match=told), hold(tmp_path / "file" / "site"):
        pytest.fail("the run was let in")


def test_readers_never_meet_half_a_site(tmp_path):
    """While the site is published over and over, each reader that opens the folder finds every page of one run."""
    site = tmp_path / "site"
    put(site, "0")
    faults, stop = [], threading.Event()

    def reader():
        while not stop.is_set():
            try:
                here = site.resolve(strict=True)
                if len(read(here)) != 1:
                    faults.append("two runs at once")
            except OSError as error:
                # A folder two versions old may go while it is read; the published path itself always answers.
                if here == site.resolve(strict=True):
                    faults.append(repr(error))
            time.sleep(0.001)

    thread = threading.Thread(target=reader)
    thread.start()
    for number in range(1, 40):
        put(site, str(number))
    stop.set()
    thread.join()
    assert faults == []
