"""The right behind a target is told as our own reading, with what each treaty is to either country."""

from __future__ import annotations

from dataclasses import replace

from narrative_stage import EN, SV, comparison, pair, result, side

from compare.catalogue.mandates import Article, Right, Treaty, TreatyStatus
from compare.catalogue.models import Text
from compare.presentation.narrative import tell_rights


def treaty(code, name, swedish, **statuses):
    """A treaty with what it is to each country: status and date."""
    binds = {"ratified": "yes", "not_verified": "not_verified"}
    return Treaty(
        id=code, name=Text(sv=swedish, en=name),
        statuses=[
            TreatyStatus(country=country, binds=binds.get(status, "no"), status=status, date=date, source="A page")
            for country, (status, date) in statuses.items()
        ],
    )  # fmt: skip


TREATIES = {
    "CRC": treaty("CRC", "Convention on the Rights of the Child (CRC)", "barnkonventionen (CRC)",
                  SWE=("ratified", "1990"), BWA=("ratified", "1995-03-14")),
    "COV": treaty("COV", "the covenant", "konventionen", SWE=("ratified", ""), BWA=("not_party", "2025-11-06")),
    "AFR": treaty("AFR", "the charter", "stadgan", SWE=("not_applicable", ""), BWA=("not_verified", "")),
    "SIG": treaty("SIG", "the signed one", "den undertecknade", SWE=("signed", "2022"), BWA=("not_party", "")),
}  # fmt: skip


def tell(language, target="6.1", **changes):
    """What is told of a target."""
    made = result(pair(side("a", {2023: 1.0}), side("b", {2023: 2.0})), goal=target.split(".")[0], target=target)
    fields = {
        "target": "6.1", "right": Text(sv="vatten", en="water"), "source": "A page", "confidence": "high",
        "articles": [Article(treaty="CRC", article="24(2)"), Article(treaty="COV", article="11"),
                     Article(treaty="COV", article="1-3"), Article(treaty="AFR"), Article(treaty="SIG", article="2")],
        **changes,
    }  # fmt: skip
    stage = comparison(made)
    catalogue = replace(stage.catalogue, treaties=TREATIES, rights={"6.1": Right(**fields)})
    return tell_rights(made, replace(stage, catalogue=catalogue), language)


def test_one_short_line_for_each_country():
    """What binds it and since when, what does not, what was not verified; another region's treaty is left out."""
    assert tell(EN) == [
        "The right that target 6.1 speaks to, by our own reading: water.",
        "Sweden is bound by CRC art. 24(2) (1990) and the covenant art. 11 and 1–3; not by the signed one art. 2 "
        "(only signed, as of 2022).",
        "Botswana is bound by CRC art. 24(2) (1995); not by the covenant art. 11 and 1–3 (as of November 2025) and "
        "the signed one art. 2; not verified: the charter.",
    ]
    assert tell(SV) == [
        "Rättighet som delmål 6.1 rör, enligt vår egen läsning: vatten.",
        "Sverige är bundet av barnkonventionen art. 24.2 (1990) och konventionen art. 11 och 1–3; inte av den "
        "undertecknade art. 2 (bara undertecknad, uppgift från 2022).",
        "Botswana är bundet av barnkonventionen art. 24.2 (1995); inte av konventionen art. 11 och 1–3 (uppgift från "
        "november 2025) och den undertecknade art. 2; inte bekräftat: stadgan.",
    ]


def test_a_country_that_nothing_binds_is_told_so():
    """Not a party to the only treaty, or not verified, or outside its region."""
    assert tell(SV, articles=[Article(treaty="COV", article="11")])[2] == (
        "Botswana är inte bundet av konventionen art. 11 (uppgift från november 2025)."
    )
    assert tell(EN, articles=[Article(treaty="AFR")])[1:] == ["Botswana: not verified: the charter."]


def test_a_weak_link_is_told():
    """An uncertain reading is worded as one."""
    told = tell(EN, confidence="low")[0]
    assert told == "The right that target 6.1 comes nearest to, by our own reading: water."


def test_nothing_is_told_where_no_article_was_read():
    """A target that was not read, or for which no right was found."""
    assert tell(EN, target="6.2") == []
    assert tell(EN, right=None, articles=[], source="", confidence=None) == []
