"""An earlier edition is the site again, whole, and stays so until somebody lets go."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from builders import partnership
from compare import cli
from compare.catalogue.partnerships import Edition
from compare.errors import BusyError, ReportError, UnknownCodeError
from compare.reports import rollback as going
from compare.reports.editions import lay_down, list_editions, read_editions
from compare.reports.pin import find_pin
from compare.reports.publish import Publication, hold
from compare.reports.rollback import RollbackError, release, roll_back

FIRST, SECOND, THIRD = date(2026, 11, 25), date(2026, 12, 1), date(2027, 1, 9)
NOW = "2027-02-01T22:30:00Z"


def publish(site, number, day, words, more=()):
    """One whole edition, as a run publishes it."""
    told = partnership().model_copy(update={"edition": Edition(number=number, date=day)})
    with hold(site) as publication:
        files = {"index.html": "choose", "en/index.html": words,
                 "en/editions.html": f'list of {number}: <a href="../editions/{day}/en/index.html">{day}</a>',
                 "assets/site.css": "p{}"} | dict.fromkeys(more, f"<a href=\"index.html\">{words}</a>")  # fmt: skip
        for name, content in files.items():
            (publication.staging / name).parent.mkdir(parents=True, exist_ok=True)
            (publication.staging / name).write_text(content)
        listed = list_editions(told.edition, read_editions(publication.current, told.id), whole=True)
        inside = {"en/editions.html": b"kept list"}
        lay_down(publication.staging, publication.current, listed, told, inside, whole=True)
        record = {"partnership": told.id, "edition": number, "pages": {}}
        (publication.staging / "run.json").write_text(json.dumps(record))
        publication.publish()


@pytest.fixture
def site(tmp_path):
    """A site of three editions."""
    place = tmp_path / "site"
    publish(place, 1, FIRST, "first")
    publish(place, 2, SECOND, "second")
    publish(place, 3, THIRD, "third", more=["en/goal-05.html"])
    return place


def read(site, name="en/index.html"):
    """A page of the site."""
    return (site / name).read_text()


def test_the_edition_before_the_present_is_the_site_again(site):
    """With all editions beside it, the newer one too, and the newest list of them; the link still opens."""
    chosen, days = roll_back(site, None, NOW)
    assert (chosen, list(days)) == (SECOND, [THIRD, SECOND, FIRST])
    listed = 'list of 3: <a href="../editions/2027-01-09/en/index.html">2027-01-09</a>'
    assert (read(site), read(site, "en/editions.html")) == ("second", listed)
    assert not (site / "en/goal-05.html").exists()
    for day, words in ((FIRST, "first"), (SECOND, "second"), (THIRD, "third")):
        assert read(site, f"editions/{day}/en/index.html") == words
    assert read(site, f"editions/{SECOND}/en/editions.html") == "kept list"
    assert [one.date for one in read_editions(site, partnership().id)] == [THIRD, SECOND, FIRST]
    assert find_pin(site) == (SECOND.isoformat(), NOW)


def test_a_day_can_be_named_and_each_further_rollback_goes_one_back(site):
    """From what is published, not from the newest."""
    assert roll_back(site, SECOND, NOW)[0] == SECOND
    assert roll_back(site, None, NOW)[0] == FIRST
    assert read(site) == "first"
    with pytest.raises(RollbackError, match="no edition before the one that is published"):
        roll_back(site, None, NOW)
    assert read(site) == "first"


def test_let_go_the_site_is_as_it_was(site):
    """Byte for byte, after two rollbacks as well; a second time there is nothing to let go."""
    before = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    roll_back(site, None, NOW)
    roll_back(site, None, NOW)
    assert release(site)
    after = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    del before[next(path for path in before if path.name == ".compare-site")]
    del after[next(path for path in after if path.name == ".compare-site")]
    assert after == before
    assert find_pin(site) is None
    assert not release(site)
    assert not (site.parent / ".versions/site/before").exists()


def test_a_kept_edition_is_not_touched_by_what_happens_to_the_site(site):
    """A link in the newest list that leads to a page this edition has not, becomes words there and only there."""
    listed = '<a href="goal-05.html">Goal 5</a> <a href="index.html">Start</a>'
    (site / "en/editions.html").write_text(listed)
    roll_back(site, SECOND, NOW)
    assert read(site, "en/editions.html") == 'Goal 5 <a href="index.html">Start</a>'
    release(site)
    assert read(site, "en/editions.html") == listed


@pytest.mark.parametrize("words", [["run", "--offline"], ["report"]])
def test_no_run_undoes_it(site, monkeypatch, capsys, words):
    """Exit code 3, how to let go, and not one page made; let go, the pages are made again."""
    monkeypatch.setenv("COMPARE_HOME", str(site.parent))
    monkeypatch.setattr("compare.reports.produce.produce", lambda *_, **__: pytest.fail("a page was made"))
    roll_back(site, FIRST, NOW)
    assert cli.main([*words, "--output", str(site)]) == 3
    assert "rollback --release" in capsys.readouterr().err
    assert read(site) == "first"


def test_the_run_says_in_its_record_that_the_site_is_held(site, monkeypatch):
    """With why, so that a person who reads the record at night knows."""
    monkeypatch.setenv("COMPARE_HOME", str(site.parent))
    roll_back(site, FIRST, NOW)
    cli.main(["run", "--offline", "--output", str(site)])
    told = json.loads((site.parent / "reports/runs/latest.json").read_text())
    (made,) = told["partnerships"]
    assert (made["status"], made["edition"]) == ("pinned", "2026-11-25")
    assert "held at the edition of 2026-11-25 since 2027-02-01T22:30:00Z" in made["messages"][0]


def test_the_command_says_what_it_did_and_how_to_let_go(site, capsys):
    """And that all editions are still there."""
    assert cli.main(["rollback", "--output", str(site), "--edition", "2026-12-01"]) == 0
    out = capsys.readouterr().out
    assert "Published: the edition of 2026-12-01." in out
    assert "2027-01-09, 2026-12-01, 2026-11-25" in out
    assert f"python -m compare rollback --release --output {site}" in out
    assert cli.main(["rollback", "--output", str(site), "--release"]) == 0
    assert read(site) == "third"
    assert cli.main(["rollback", "--output", str(site), "--release"]) == 0
    assert "not held" in capsys.readouterr().out


def test_status_tells_that_a_site_is_held(site, monkeypatch, capsys):
    """Which edition, since when."""
    monkeypatch.setenv("COMPARE_HOME", str(site.parent))
    roll_back(site, FIRST, NOW)
    assert cli.main(["status", "--output", str(site)]) == 0
    out = capsys.readouterr().out
    assert "edition of 2026-11-25" in out
    assert "held at this edition since 2027-02-01T22:30:00Z" in out


def test_status_calls_some_of_the_pages_no_edition(tmp_path, monkeypatch, capsys):
    """A run of one goal makes none."""
    monkeypatch.setenv("COMPARE_HOME", str(tmp_path))
    place = tmp_path / "site"
    with hold(place) as publication:
        record = {"partnership": "lund-francistown", "edition": 1, "pages": {}}
        (publication.staging / "run.json").write_text(json.dumps(record))
        (publication.staging / "index.html").write_text("choose")
        publication.publish()
    assert cli.main(["status", "--output", str(place)]) == 0
    out = capsys.readouterr().out
    assert "some of the pages, no edition, 0 pages" in out
    assert "None" not in out


def test_an_edition_that_is_not_there_is_refused_with_those_that_are(site):
    """Nothing is changed or held."""
    with pytest.raises(UnknownCodeError, match=r"2026-12-24.*There are: 2027-01-09, 2026-12-01, 2026-11-25"):
        roll_back(site, date(2026, 12, 24), NOW)
    assert read(site) == "third"
    assert find_pin(site) is None


def test_where_nothing_is_published_there_is_nothing_to_go_back_to(tmp_path, capsys):
    """One message, exit code 2; a day that is none is told by the option."""
    assert cli.main(["rollback", "--output", str(tmp_path / "site")]) == 2
    assert "Nothing is published at" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SystemExit):
        cli.main(["rollback", "--edition", "yesterday"])
    assert "'yesterday' is not a day" in capsys.readouterr().err


def test_while_a_run_holds_the_site_nobody_goes_back(site):
    """Exit code 75 on the command line."""
    with hold(site), pytest.raises(BusyError):
        roll_back(site, FIRST, NOW)
    assert find_pin(site) is None


def test_a_switch_that_is_refused_leaves_the_site_and_holds_nothing(site, monkeypatch):
    """As if nobody had asked."""

    def refuse(*_, **__):
        raise ReportError("no")

    monkeypatch.setattr(Publication, "publish", refuse)
    with pytest.raises(ReportError, match="no"):
        roll_back(site, FIRST, NOW)
    assert read(site) == "third"
    assert find_pin(site) is None


def test_broken_off_anywhere_the_site_is_whole_and_held_or_not(site, monkeypatch):
    """Killed after the pin and before the switch: the newest pages, held; the same rollback again ends it."""
    monkeypatch.setattr(Publication, "publish", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        roll_back(site, FIRST, NOW)
    monkeypatch.undo()
    assert read(site) == "third"
    assert find_pin(site) is not None
    assert roll_back(site, FIRST, NOW)[0] == FIRST
    assert read(site) == "first"
    assert release(site)
    assert read(site) == "third"


def test_without_the_site_before_the_next_run_makes_the_newest(site):
    """If somebody removed it, letting go only takes the pin away."""
    roll_back(site, FIRST, NOW)
    shutil.rmtree(site.parent / ".versions/site" / going.BEFORE)
    assert release(site)
    assert find_pin(site) is None
    assert read(site) == "first"
