"""Checks that who decides, and which treaty binds, is said for every country once, and names what exists.

In: `Ledger`. Out: faults. Never: an actor asked for; a role that is not verified is said by leaving the actor out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from compare.catalogue.ledger import Ledger
from compare.catalogue.reading import Fault

ROLES = ("decides", "funds", "provides", "measures")
#: Sites that hold copies: what a page cites is the act or page itself.
_COPIES = ("github", "gitlab", "bitbucket", "http:", "https:")


def check_mandates(ledger: Ledger) -> Iterator[Fault]:
    """All faults of domains, then of treaties, then of rights."""
    yield from _check_domains(ledger)
    yield from _check_treaties(ledger)
    yield from _check_rights(ledger)


def _check_domains(ledger: Ledger) -> Iterator[Fault]:
    domains = ledger.catalogue.domains.values()
    countries = _in_order(role.country for domain in domains for role in domain.roles)
    for domain in domains:
        for target in domain.targets:
            if target not in ledger.catalogue.targets:
                message = ledger.unknown("target", target, ledger.catalogue.targets)
                yield ledger.fault("domains", domain.id, "targets", message)
        said = Counter((role.country, role.role) for role in domain.roles)
        for country, role in product(countries, ROLES):
            if said[country, role] != 1:
                message = f"{country} {role} stands {said[country, role]} times; once is expected, verified or not"
                yield ledger.fault("domains", domain.id, "roles", message)
        for number, role in enumerate(domain.roles, start=1):
            if any(copy in role.basis.casefold() for copy in _COPIES):
                message = f"found {role.basis!r}; expected is the act's or the page's own name, its address goes to url"
                yield ledger.fault("domains", domain.id, f"roles#{number}.basis", message)
    yield from _check_countries(ledger, "domains", countries)


def _check_treaties(ledger: Ledger) -> Iterator[Fault]:
    treaties = ledger.catalogue.treaties.values()
    countries = _in_order(status.country for treaty in treaties for status in treaty.statuses)
    for treaty in treaties:
        said = Counter(status.country for status in treaty.statuses)
        for country in countries:
            if said[country] != 1:
                message = f"{country} stands {said[country]} times; once is expected, not_verified at least"
                yield ledger.fault("treaties", treaty.id, "statuses", message)
    yield from _check_countries(ledger, "treaties", countries)


def _check_rights(ledger: Ledger) -> Iterator[Fault]:
    catalogue = ledger.catalogue
    for target, right in catalogue.rights.items():
        if target not in catalogue.targets:
            yield ledger.fault("rights", target, "target", ledger.unknown("target", target, catalogue.targets))
        for number, article in enumerate(right.articles, start=1):
            if article.treaty not in catalogue.treaties:
                message = ledger.unknown("treaty", article.treaty, catalogue.treaties)
                yield ledger.fault("rights", target, f"articles#{number}.treaty", message)


def _check_countries(ledger: Ledger, section: str, countries: Iterable[str]) -> Iterator[Fault]:
    known = [area.code for area in ledger.catalogue.areas.values() if area.kind == "country"]
    for country in countries:
        if country not in known:
            yield ledger.fault(section, country, "country", ledger.unknown("country", country, known))


def _in_order(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
