"""Numbers, dates, names and texts in each language."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from compare.catalogue.models import Unit
from compare.errors import CompareError, UnknownCodeError
from compare.presentation.language import MissingTextError, NotPrintableError, round_half_up, speak
from compare.presentation.language_texts import read_texts

SV, EN = speak("sv"), speak("en")
GAP = "\u00a0"


def unit(short_sv: str | None, short_en: str | None, **changes: object) -> Unit:
    """A unit with given short names."""
    short = None if short_sv is None else {"sv": short_sv, "en": short_en}
    fields = {"code": "X", "label": {"sv": "enhet", "en": "unit"}, "short": short, "ratio_scale": True, "kind": "rate"}
    return Unit(**{**fields, **changes})


@pytest.mark.parametrize(
    ("x", "decimals", "sv", "en"),
    [
        (0, 1, "0,0", "0.0"),
        (-0.0, 1, "0,0", "0.0"),
        (0.04, 1, "<0,1", "<0.1"),
        (-0.04, 1, "−0,04", "−0.04"),
        (0.3, 0, "<1", "<1"),
        (2.25, 1, "2,3", "2.3"),
        (2.35, 1, "2,4", "2.4"),
        (98.96, 1, "99,0", "99.0"),
        (0.5, 0, "1", "1"),
        (1.5, 0, "2", "2"),
        (-2.25, 1, "−2,3", "−2.3"),
        (-12.5, 1, "−12,5", "−12.5"),
        (1234.5, 1, f"1{GAP}234,5", "1,234.5"),
        (1250.25, 1, f"1{GAP}250,3", "1,250.3"),
        (116200, 0, f"116{GAP}200", "116,200"),
    ],
)
def test_numbers_are_printed_in_fixed_patterns(x, decimals, sv, en):
    """Comma and no-break space in Swedish, point and comma in English, halves up, a real minus, no minus zero."""
    assert SV.number(x, decimals) == sv
    assert EN.number(x, decimals) == en


def test_halves_round_on_the_number_as_written():
    """A float that holds a little less than its half (0.145 * 100) rounds as its half."""
    assert str(round_half_up(0.145 * 100, 0)) == "15"
    assert str(round_half_up(123456789, 0)) == "123456789"


@pytest.mark.parametrize("x", [float("nan"), float("inf")])
def test_a_missing_number_is_never_printed(x):
    """Where there is no number the caller must say why, so printing one is an error."""
    with pytest.raises(NotPrintableError, match="Say why it is missing"):
        SV.number(x, 1)


@pytest.mark.parametrize(
    ("x", "of", "sv", "en"),
    [
        (32.9, unit("%", "%"), f"32,9{GAP}%", "32.9%"),
        (0.4, unit("% per år", "% a year"), f"0,4{GAP}% per år", "0.4% a year"),
        (5.7, unit("µg/m³", "µg/m³"), f"5,7{GAP}µg/m³", f"5.7{GAP}µg/m³"),
        (
            3.1,
            unit("per 100 000 invånare", "per 100,000 inhabitants"),
            f"3,1{GAP}per 100{GAP}000 invånare",
            f"3.1{GAP}per 100,000 inhabitants",
        ),
        (0.34, unit(None, None, decimals=2), "0,34", "0.34"),
        (1, unit("personer", "persons", decimals=0), f"1{GAP}person", f"1{GAP}person"),
        (1, unit("år", "years"), f"1,0{GAP}år", f"1.0{GAP}years"),
        (1, unit(None, None, kind="flag"), "ja", "yes"),
        (0, unit(None, None, kind="flag"), "nej", "no"),
    ],
)
def test_a_quantity_carries_its_unit(x, of, sv, en):
    """The unit follows the number over no line break; per cent as each language writes it; 1 in the singular."""
    assert SV.quantity(x, of) == sv
    assert EN.quantity(x, of) == en


@pytest.mark.parametrize(
    ("period", "sv", "en"),
    [
        ("2023", "2023", "2023"),
        ("2023-01-01/P1Y", "2023", "2023"),
        ("2015-04-01/P1Y", "2015/16", "2015/16"),
        ("1999-07-01/P1Y", "1999/00", "1999/00"),
        ("2011-01-01/P5Y", "2011–2015", "2011–2015"),
        ("2015-04-01/P3Y", "2015/16–2017/18", "2015/16–2017/18"),
        ("2022-03-01/P5M", "mars 2022–juli 2022", "March 2022–July 2022"),
        ("2023-07", "juli 2023", "July 2023"),
        ("2023-Q1", "kvartal 1 2023", "quarter 1 of 2023"),
        ("_U", "år anges inte", "years not stated"),
    ],
)
def test_a_period_is_written_as_people_write_it(period, sv, en):
    """Years, budget years, spans, months and the period that the source does not state."""
    assert SV.period(period) == sv
    assert EN.period(period) == en


def test_an_unknown_period_is_an_error():
    """A period of another form is named, not printed as it stands."""
    with pytest.raises(NotPrintableError, match="2023-W07"):
        SV.period("2023-W07")


def test_dates_names_and_lists():
    """Dates in full, the genitive of any name, lists as in running text."""
    assert SV.date(date(2026, 11, 25)) == "25 november 2026"
    assert EN.date(date(2026, 11, 25)) == "25 November 2026"
    assert [SV.genitive(name) for name in ("Lund", "Västerås", "Växjö", "Bordeaux", "Schweiz")] == [
        "Lunds",
        "Västerås",
        "Växjös",
        "Bordeaux",
        "Schweiz",
    ]
    assert EN.genitive("Francistown") == "Francistown's"
    assert SV.join(["a", "b", "c"]) == "a, b och c"
    assert EN.join(["a", "b"]) == "a and b"
    assert EN.join([]) == ""
    assert SV.count(3) == "tre"
    assert SV.count(13) == "13"
    assert SV.sentence("ökade till 5,7") == "Ökade till 5,7."
    assert SV.sentence("Varför?") == "Varför?"


def test_swedish_letters_sort_last_in_swedish_only():
    """Å, Ä, Ö after Z in Swedish; with their base letters in English; case does not matter."""
    names = ["Örebro", "Zinkgruvan", "ale", "Ängelholm", "Åre", "Arboga"]
    assert sorted(names, key=SV.sort_key) == ["ale", "Arboga", "Zinkgruvan", "Åre", "Ängelholm", "Örebro"]
    assert sorted(names, key=EN.sort_key) == ["ale", "Ängelholm", "Arboga", "Åre", "Örebro", "Zinkgruvan"]
    decomposed = "A\u030are"
    assert SV.sort_key(decomposed)[0] == SV.sort_key("Åre")[0]


def test_a_text_without_translation_raises():
    """A page never shows an English line in Swedish: the missing text is an error that names it."""
    with pytest.raises(MissingTextError, match="no such text anywhere") as caught:
        SV.text("no such text anywhere")
    assert caught.value.texts == ("no such text anywhere",)
    assert isinstance(caught.value, CompareError)
    assert EN.text("no such text anywhere") == "no such text anywhere"


def test_a_field_without_a_value_raises():
    """A text is never printed with a hole in it."""
    with pytest.raises(MissingTextError, match="place"):
        EN.text("In {place}")


def test_an_unknown_language_names_the_known_ones():
    """A code is exact."""
    with pytest.raises(UnknownCodeError) as caught:
        speak("sv-SE")
    assert "sv" in caught.value.closest


def write_catalogue(folder, body):
    """A Swedish catalogue with `body` under a header."""
    target = folder / "sv" / "LC_MESSAGES"
    target.mkdir(parents=True)
    header = (
        'msgid ""\nmsgstr ""\n"Language: sv\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    (target / "compare.po").write_text(header + body, encoding="utf-8")
    return folder


def test_unfit_entries_refuse_to_load_and_are_all_named(tmp_path):
    """A guessed translation may say the opposite, an empty one nothing, and a lost field loses a number."""
    folder = write_catalogue(
        tmp_path,
        '#, fuzzy\nmsgid "not comparable"\nmsgstr "jämförbar"\n\n'
        'msgid "fewer than 5"\nmsgstr ""\n\n'
        'msgid "in {place}"\nmsgstr "i {stad}"\n\n'
        'msgid "good"\nmsgstr "bra"\n',
    )
    with pytest.raises(MissingTextError) as caught:
        read_texts("sv", folder)
    assert set(caught.value.texts) == {"not comparable", "fewer than 5", "in {place}"}
    assert "not reviewed" in str(caught.value)
    assert "jämförbar" not in str(caught.value)


def test_a_broken_catalogue_is_a_named_error(tmp_path):
    """A file that is no catalogue says so, whatever the reader's own exception was."""
    with pytest.raises(MissingTextError, match="cannot be read"):
        read_texts("sv", write_catalogue(tmp_path, "msgid broken\n"))


def test_plurals_follow_the_number(tmp_path):
    """One and many have forms of their own in each language."""
    folder = write_catalogue(
        tmp_path,
        'msgid "one question"\nmsgid_plural "{n} questions"\nmsgstr[0] "en fråga"\nmsgstr[1] "{n} frågor"\n',
    )
    swedish = speak("sv", folder)
    assert [swedish.plural("one question", "{n} questions", n) for n in (1, 2, 1200)] == [
        "en fråga",
        "2 frågor",
        f"1{GAP}200 frågor",
    ]
    assert [EN.plural("one question", "{n} questions", n) for n in (1, 0)] == ["one question", "0 questions"]


@pytest.mark.parametrize("locale", ["C", "de_DE.UTF-8"])
def test_the_machine_does_not_matter(locale):
    """The same print whatever the process's locale, and whichever language was spoken first."""
    code = (
        "from datetime import date\nfrom compare.presentation.language import speak\n"
        "for code in ('en', 'sv'):\n"
        "    tongue = speak(code)\n"
        "    print(ascii((tongue.number(-1234.5, 1), tongue.date(date(2026, 5, 1)), tongue.period('2023-05'))))\n"
    )
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert run.stdout.splitlines() == [
        ascii(("−1,234.5", "1 May 2026", "May 2023")),
        ascii((f"−1{GAP}234,5", "1 maj 2026", "maj 2023")),
    ]
