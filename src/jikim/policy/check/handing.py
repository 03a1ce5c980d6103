"""Rules that hold for whoever gets or supplies data: partners, recipients and processors alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jikim.policy import statutes
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Both, Scope, listed
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.model import Abroad, Under

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


_CALLED: Mapping[str, Both] = {
    "partners": ("제휴사", "the partner"),
    "recipients": ("제공받는 자", "the recipient"),
    "processors": ("수탁자", "the processor"),
}


@dataclass(frozen=True, slots=True)
class Party:
    """What a partner, a recipient and a processor have in common."""

    path: Path
    name: str
    ko: str
    en: str
    country: str | None
    purposes: tuple[str, ...]
    records: tuple[str, ...]
    items: tuple[str, ...]
    abroad: Abroad | None
    sends: bool
    somebody: bool
    further: tuple[str, ...] = ()


def parties(scope: Scope, *families: str) -> Iterator[Party]:
    """Everyone outside the company, or those of some families alone. `somebody`: a party with a place, unlike the law's,
    an order's or statistics'."""
    for family in families or _CALLED:
        ko, en = _CALLED[family]
        for name, one in getattr(scope.policy, family).items():
            abroad, under = getattr(one, "abroad", None), getattr(one, "under", Under.CONSENT)
            what = one.country, one.purposes, one.records, one.items, abroad
            further = getattr(one, "further", ())
            yield Party((family, name), name, ko, en, *what, family == "partners", under is Under.CONSENT, further)


def lacking(scope: Scope, party: Party, says: Mapping[str, Both]) -> Iterator[Finding]:
    """What is empty of a party's purposes, items and records; `says`: of each, what is not said then."""
    for part, (ko, en) in says.items():
        if not getattr(party, part):
            yield scope.tell(
                f"{str(party.path[0])[:-1]}-without-{part}",
                (*party.path, part),
                f"{party.ko} `{party.name}`: {ko} 적혀 있지 않습니다",
                f"{party.en} `{party.name}` does not say {en}",
                (f"`{part}`: 채워 주세요", f"fill in `{part}`"),
            )


def beyond(scope: Scope, party: Party) -> Iterator[tuple[Path, str, str]]:
    """The items of a party that none of its purposes reads, each with its place and the purposes; none where it names no
    purpose."""
    needed = scope.reads(party.purposes)
    for index, ref in enumerate(party.items if party.purposes else ()):
        if ref in scope.refs and ref not in needed:
            yield (*party.path, "items", index), ref, listed(party.purposes)


@rule(country_not_named=W, law="overseas")
def countries(scope: Scope) -> Iterator[Finding]:
    """Who gets or supplies data is in some country, and people can see which: it decides whether it is a transfer
    abroad (PIPA §28-8). The authorities that a law names, the other party to an order, statistics and what the service
    needs are no one party, and are not asked."""
    home = scope.policy.service.country
    for party in parties(scope):
        if party.country is None and party.somebody:
            yield scope.find("country-not-named", party.path, role=(party.ko, party.en), party=party.name, home=home)


@rule(abroad_without_particulars=W, abroad_at_home=N)
def abroad(scope: Scope) -> Iterator[Finding]:
    """A transfer abroad states its particulars: when and how, contact, how to refuse, on what ground (Network Act §63
    until 2020-08-05; PIPA §28-8②). Between countries of the European Economic Area the GDPR knows no transfer."""
    home = scope.policy.service.country
    for party in parties(scope):
        if party.sends or party.country is None:
            continue
        places = [one for one in (party.country, *party.further) if one != home]
        if places and not scope.korean and all(map(statutes.in_eea, (home, *places))):
            continue
        if places and party.abroad is None:
            yield scope.find(
                "abroad-without-particulars",
                (*party.path, "country"),
                role=(party.ko, party.en),
                party=party.name,
                places=listed(places),
                statute=scope.law("overseas"),
            )
        elif not places and party.abroad is not None:
            yield scope.find(
                "abroad-at-home", (*party.path, "abroad"), role=(party.ko, party.en), party=party.name, home=home
            )


@rule(handed_item_outside_records=W, handed_record_without_purpose=W)
def reach(scope: Scope) -> Iterator[Finding]:
    """What is handed over is in the records named, and those records are for its purposes: else nothing can go."""
    for party in parties(scope):
        held = scope.held_by(party.records)
        for index, ref in enumerate(party.items):
            if party.records and ref in scope.refs and ref not in held:
                yield scope.find(
                    "handed-item-outside-records",
                    (*party.path, "items", index),
                    role=(party.ko, party.en),
                    party=party.name,
                    ref=ref,
                    records=listed(party.records),
                )
        for index, name in enumerate(party.records):
            record = scope.policy.records.get(name)
            if record is not None and party.purposes and not set(party.purposes) & set(record.for_):
                yield scope.find(
                    "handed-record-without-purpose",
                    (*party.path, "records", index),
                    role=(party.ko, party.en),
                    party=party.name,
                    name=name,
                    purposes=listed(party.purposes),
                )
