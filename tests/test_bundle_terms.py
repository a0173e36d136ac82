"""What may not be in the bundle: closed sources, and two vintages of one indicator side by side."""

from __future__ import annotations

import bundle
from compare.catalogue.load import load_catalogue

#: Parts of a provider's name, a licence or a series' code that belong to what may not be passed on
CLOSED_PROVIDERS = ("ookla", "global health observatory", "who gho", "human settlements", "em-dat", "ihme")
CLOSED_LICENCES = ("nc-sa", "by-nc", "non-commercial", "closed", "no reproduction")
CLOSED_SERIES = (
    "ookla", "sg:art_coverage", "sg:smoking_adults", "sg:suicide", "gm.art_coverage", "gm.smoking", "gm.suicide",
)  # fmt: skip


def test_nothing_closed_is_in_the_bundle():
    """No publication under terms that forbid passing it on, no provider and no series known for such terms."""
    publications = bundle.table("manifest.csv")
    series = {row["series"] for name in ("observations.csv", "series.csv") for row in bundle.table(name)}
    named = [f"{row['provider']} {row['title']} {row['citation']} {row['via']}".lower() for row in publications]

    assert {row["licence_class"] for row in publications} == {"open", "fact", "not_read"}
    assert [text for text in named if any(word in text for word in CLOSED_PROVIDERS)] == []
    assert [row["licence"] for row in publications if any(w in row["licence"].lower() for w in CLOSED_LICENCES)] == []
    assert [code for code in sorted(series) if any(word in code.lower() for word in CLOSED_SERIES)] == []


def test_a_series_of_both_countries_has_one_vintage():
    """Sweden and Botswana are read from the same release of a series, and each from one alone."""
    releases: dict[str, dict[str, set[str]]] = {}
    for row in bundle.table("observations.csv"):
        if row["ref_area"] in ("SWE", "BWA"):
            releases.setdefault(row["series"], {}).setdefault(row["ref_area"], set()).add(row["response_id"])
    both = {code: found for code, found in releases.items() if len(found) == 2}

    assert len(both) > 300
    assert [code for code, found in both.items() if len(found["SWE"] | found["BWA"]) != 1] == []


def test_both_sides_of_a_pair_of_countries_come_from_one_publication():
    """No pair of countries sets one release beside another; two pairs set one country's source beside the other's."""
    catalogue = load_catalogue()
    parts = {f"derived:{code}": entry.of for code, entry in catalogue.derived.items()}
    waiting = set(catalogue.awaited) - {row["series"] for row in bundle.table("series.csv")}  # of no release yet

    def releases(side):
        wanted = parts.get(side.series, (side.series,))
        return {
            row["response_id"] for row in bundle.table("observations.csv")
            if row["ref_area"] == side.ref_area and row["series"] in wanted
        }  # fmt: skip

    pairs = [
        (code, pair.a.series, pair.b.series, releases(pair.a), releases(pair.b))
        for code, entry in catalogue.indicators.items() for pair in entry.pairs
        if (pair.a.ref_area, pair.b.ref_area) == ("SWE", "BWA") and not {pair.a.series, pair.b.series} & waiting
    ]  # fmt: skip

    assert len(pairs) > 150
    assert {pair[:3] for pair in pairs if pair[3] != pair[4] or len(pair[3]) != 1} == {
        ("national-turnout", "val:RD.turnout", "iec:general.turnout"),
        ("young-people-outside-work-and-school", "unsdg:SL_TLF_NEET", "statsbots:neet"),
    }
