"""Who decides, and which treaty binds: complete for both countries, cited, and empty where nobody has read it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from pydantic import ValidationError

from compare.catalogue.check import check_catalogue
from compare.catalogue.load import Catalogue, load_catalogue
from compare.catalogue.mandates import Article, Domain, MandateRole, Right, Treaty, TreatyStatus

ROLES = ("decides", "funds", "provides", "measures")
DOMAINS = {
    "primary-school", "secondary-school", "preschool", "primary-health-care", "hospitals", "water", "waste",
    "electricity", "roads-and-public-transport", "policing", "social-assistance", "youth-and-leisure", "housing",
    "local-finance", "employment", "child-protection", "elections", "official-statistics", "environment", "rescue",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue()


def test_the_twenty_domains_are_the_ones_that_indicators_name(catalogue: Catalogue) -> None:
    """One vocabulary: no indicator has a domain of its own."""
    assert set(catalogue.domains) == DOMAINS
    assert {item.domain for item in catalogue.indicators.values()} - {None} <= DOMAINS


def test_every_country_has_every_role_of_every_domain_once(catalogue: Catalogue) -> None:
    """Eight lines a domain, verified or not."""
    for domain in catalogue.domains.values():
        said = [(role.country, role.role) for role in domain.roles]
        assert said == list(product(("SWE", "BWA"), ROLES)), domain.id


def test_what_is_not_verified_is_counted_as_read(catalogue: Catalogue) -> None:
    """Of 160 lines 38 have no actor: 23 of Botswana's, 15 of Sweden's."""
    empty = [role.country for item in catalogue.domains.values() for role in item.roles if role.actor is None]

    assert (empty.count("BWA"), empty.count("SWE"), len(empty)) == (23, 15, 38)


@pytest.mark.parametrize(
    ("domain", "country", "role"),
    [
        ("secondary-school", "BWA", "funds"), ("water", "SWE", "measures"), ("waste", "SWE", "funds"),
        ("official-statistics", "SWE", "decides"), ("elections", "BWA", "measures"), ("hospitals", "BWA", "funds"),
    ],
)  # fmt: skip
def test_nothing_is_filled_in_from_memory(catalogue: Catalogue, domain: str, country: str, role: str) -> None:
    """Lines that everybody believes to know, and that nobody has read."""
    assert _find(catalogue, domain, country, role).actor is None


@pytest.mark.parametrize(
    ("domain", "country", "role", "level", "basis"),
    [
        ("primary-school", "SWE", "decides", "municipality", "Skollag (2010:800) 10 kap. 24 §"),
        ("hospitals", "SWE", "provides", "region", "Region Skåne, Our responsibilities"),
        ("policing", "BWA", "decides", "state", "Police Act (Cap. 21:01), section 4"),
        ("waste", "BWA", "provides", "municipality", "The Voice, 2021-10-26; The Voice, 2014-05-09"),
        ("primary-health-care", "BWA", "provides", "state", "The Voice, April 2025; Daily News (BOPA), 2025-11-18"),
    ],
)
def test_lines_read_by_hand(catalogue: Catalogue, domain: str, country: str, role: str, level: str, basis: str) -> None:
    """Some lines as the acts and pages have them."""
    found = _find(catalogue, domain, country, role)

    assert (found.level, found.basis) == (level, basis)


def test_what_holds_in_botswana_is_dated(catalogue: Catalogue) -> None:
    """Its councils are under reform: each line carries a date; on clinics, one after their move in April 2025."""
    for domain in catalogue.domains.values():
        for role in domain.roles:
            assert role.country != "BWA" or bool(role.as_of) == (role.actor is not None), (domain.id, role.role)
    assert _find(catalogue, "primary-health-care", "BWA", "decides").as_of >= "2025-04"


def test_a_basis_is_no_address_and_no_copy(catalogue: Catalogue) -> None:
    """What a page prints is the act's or the page's own name."""
    for domain in catalogue.domains.values():
        for role in domain.roles:
            said = f"{role.basis} {role.url}".casefold()
            assert "github" not in said
            assert "http" not in role.basis


def test_an_actor_without_a_basis_is_refused() -> None:
    """Somebody's knowledge is no source."""
    text = {"sv": "kommunen", "en": "the municipality"}
    with pytest.raises(ValidationError, match="an actor needs the law or official page"):
        MandateRole(country="SWE", role="decides", actor=text, level="municipality")
    with pytest.raises(ValidationError, match="without an actor nothing is verified"):
        MandateRole(country="SWE", role="decides", level="municipality")


def test_each_treaty_says_what_it_is_to_both_countries(catalogue: Catalogue) -> None:
    """Yes, no or not verified."""
    for treaty in catalogue.treaties.values():
        assert sorted(status.country for status in treaty.statuses) == ["BWA", "SWE"], treaty.id


@pytest.mark.parametrize(
    ("treaty", "country", "binds", "date"),
    [
        ("ICESCR", "BWA", "no", "2025-11-06"), ("ICESCR", "SWE", "yes", "1971"), ("CRPD", "BWA", "yes", "2021"),
        ("CRPD", "SWE", "yes", "2008"), ("CRC", "BWA", "yes", "1995-03-14"), ("CRC", "SWE", "yes", "1990"),
        ("CEDAW", "BWA", "yes", "1996-08-13"), ("ICCPR", "BWA", "yes", "2000-09-08"),
        ("ACHPR", "BWA", "yes", "1986-07-17"), ("ACHPR", "SWE", "no", ""), ("MAPUTO", "BWA", "no", "2024-11-30"),
        ("ACRWC", "BWA", "not_verified", ""), ("ILO-C087", "BWA", "not_verified", ""),
        ("ILO-C100", "SWE", "not_verified", ""), ("CED", "SWE", "no", "2022"),
    ],
)  # fmt: skip
def test_treaties_read_by_hand(catalogue: Catalogue, treaty: str, country: str, binds: str, date: str) -> None:
    """Botswana is no party to the covenant on economic and social rights; it is to those on children and women."""
    status = next(item for item in catalogue.treaties[treaty].statuses if item.country == country)

    assert (status.binds, status.date) == (binds, date)


def test_forty_targets_speak_to_a_right_and_one_to_none_that_was_read(catalogue: Catalogue) -> None:
    """Of 41 targets, 17.18 on statistics has no article."""
    assert len(catalogue.rights) == 41
    assert [target for target, item in catalogue.rights.items() if item.right is None] == ["17.18"]
    articles = [(item.treaty, item.article) for item in catalogue.rights["6.1"].articles]
    assert articles == [("CRC", "24(2)"), ("ICESCR", "11"), ("ICESCR", "12")]


def test_a_status_or_right_that_contradicts_itself_is_refused() -> None:
    """Not a party and yet bound; a status that nobody says; a right without an article."""
    with pytest.raises(ValidationError, match="status not_party does not go with binds yes"):
        TreatyStatus(country="BWA", binds="yes", status="not_party", source="A page")
    with pytest.raises(ValidationError, match="a status needs the source"):
        TreatyStatus(country="BWA", binds="yes", status="ratified")
    with pytest.raises(ValidationError, match="a right needs its articles"):
        Right(target="6.1", right={"sv": "vatten", "en": "water"})


def test_gaps_and_unknown_names_are_found(data_folder: Path) -> None:
    """A role left out or said twice, an address as basis, a treaty of one country, an article of none."""
    text = {"sv": "kommunen", "en": "the municipality"}
    roles = [MandateRole(country=country, role=role) for country, role in product(("SWE", "BWA"), ROLES)]
    cited = MandateRole(country="SWE", role="decides", actor=text, basis="https://example.org", level="municipality")
    status = TreatyStatus(country="SWE", binds="not_verified", status="not_verified")
    sound = load_catalogue(data_folder)
    broken = Catalogue(
        **{
            **{name: getattr(sound, name) for name in ("areas", "sources", "units", "goals", "targets", "indicators")},
            "domains": {
                "waste": Domain(id="waste", title=text, roles=(cited, *roles[1:-1], roles[1]), targets=("11.5",)),
                "water": Domain(id="water", title=text, roles=tuple(roles)),
            },
            "treaties": {
                "CRC": Treaty(id="CRC", name=text, statuses=(status,)),
                "CAT": Treaty(id="CAT", name=text, statuses=(status, status.model_copy(update={"country": "BWX"}))),
            },
            "rights": {"11.6": Right(target="11.6", right=text, articles=(Article(treaty="CRD"),), source="A page",
                                     confidence="low")},
        }
    )  # fmt: skip

    faults = [f"{item.entry} {item.field}: {item.message}" for item in check_catalogue(broken, {"off:CLEAN": "PT"})]

    assert [line for line in faults if not line.startswith("clean-share")] == [
        "waste targets: target '11.5' does not exist; closest: 11.6",
        "waste roles: SWE funds stands 2 times; once is expected, verified or not",
        "waste roles: BWA measures stands 0 times; once is expected, verified or not",
        "waste roles#1.basis: found 'https://example.org'; expected is the act's or the page's own name, "
        "its address goes to url",
        "CRC statuses: BWX stands 0 times; once is expected, not_verified at least",
        "BWX country: country 'BWX' does not exist; closest: BWA",
        "11.6 articles#1.treaty: treaty 'CRD' does not exist; closest: CRC",
    ]


def _find(catalogue: Catalogue, domain: str, country: str, role: str) -> MandateRole:
    return next(item for item in catalogue.domains[domain].roles if (item.country, item.role) == (country, role))
