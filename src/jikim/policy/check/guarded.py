"""Rules about what needs more care than the rest: sensitive data, identifiers, secrets, and what makes marketing of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jikim.policy import statutes
from jikim.policy.check.retention import rules_of
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import TRACES, Both, Scope, listed
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.model import GUARDED, Basis, ChannelKind, ItemType, Purpose, PurposeKind, Under

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# On these grounds data goes to third parties, and nobody is asked.
_WITHOUT_ASKING = (Under.SERVICE, Under.COUNTERPARTY, Under.LEGITIMATE_INTEREST)

_SECRETS = frozenset({ItemType.PASSWORD})
_NUMBERS = frozenset({ItemType.CARD, ItemType.BANK_ACCOUNT})
_TYPED = frozenset(
    {ItemType.PASSWORD, ItemType.PERSON_NAME, ItemType.ADDRESS, ItemType.CARD, ItemType.BANK_ACCOUNT, ItemType.LOGIN_ID}
)


_SAID: Mapping[str, Both] = {
    "identifiers": ("고유식별정보", "a unique identifier"),
    "sensitive": ("민감정보", "sensitive"),
}


@rule(identifier_needs_consent=E, sensitive_needs_consent=E, resident_number_without_law=E)
def grounds(scope: Scope) -> Iterator[Finding]:
    """What the law guards is read by purposes that rest on a consent of their own or on an article that names it; a
    resident number by such an article alone (PIPA §§23, 24, 24-2 since 2014-08-07, Network Act §23-2 since 2012-08-18;
    GDPR 9)."""
    for name in sorted(scope.policy.guarded):
        [kind] = scope.types([name])
        if kind in scope.policy.refuse.types:
            continue
        record, _, part = name.rpartition(".")
        where: Path = ("items", name, "type")
        if name in scope.contents:
            where = ("records", record, "items", "contents", part, "sensitive")
        readers = {key: one for key, one in scope.policy.purposes.items() if name in one.items}
        unnamed = [key for key, one in readers.items() if one.basis is Basis.LAW and not _named(scope, one.law, kind)]
        resident = scope.law("resident-number") if kind is ItemType.RESIDENT_NUMBER else None
        topic = "sensitive" if kind is ItemType.SENSITIVE else "identifiers"
        if resident is not None:
            if bad := unnamed + [key for key, one in readers.items() if one.basis is not Basis.LAW]:
                yield scope.find("resident-number-without-law", where, bad=listed(bad), statute=resident)
        elif any(not _carried(scope, one, kind) for one in readers.values()) or (unnamed and scope.korean):
            ko, en = _SAID[topic]
            yield scope.tell(
                "sensitive-needs-consent" if topic == "sensitive" else "identifier-needs-consent",
                where,
                f"{ko} `{name}`: 따로 동의를 받거나, 이를 명시한 법령에 근거가 있어야 합니다",
                f"`{name}` is {en}: it needs a consent of its own, or a statute that asks for it",
                (
                    "이 항목만 쓰는 동의 목적을 따로 두거나, 명시한 조항을 `law`에 적어 주세요(목록에 없으면 `laws`에 선언)",
                    "give it a consent purpose of its own; or cite the article (declare it under `laws` where the catalogue lacks it)",
                ),
                statute=scope.law(topic),
            )


def _carried(scope: Scope, purpose: Purpose, kind: ItemType) -> bool:
    """Whether a purpose rests on something that carries guarded data."""
    apart = purpose.own_people or purpose.basis is Basis.SUBSTANTIAL_PUBLIC_INTEREST
    if apart and kind is ItemType.SENSITIVE and not scope.korean:
        return True
    return purpose.basis in (Basis.LAW, Basis.CONSENT)


@rule(public_interest_not_in_law=E)
def public_interest(scope: Scope) -> Iterator[Finding]:
    """A substantial public interest is a ground of the GDPR, for sensitive data and on the basis of a law (9(2)(g)); the PIPA
    knows no such ground."""
    for name, purpose in scope.policy.purposes.items():
        if Basis.SUBSTANTIAL_PUBLIC_INTEREST in purpose.grounds and (scope.korean or not scope.european):
            yield scope.find(
                "public-interest-not-in-law",
                ("purposes", name, "also" if purpose.also else "basis"),
                name=name,
                statute=scope.law("sensitive"),
            )


@rule(own_people_not_in_law=E, own_people_data_leaves=E)
def own_people(scope: Scope) -> Iterator[Finding]:
    """What a body with a political, philosophical, religious or trade-union aim knows of its own people needs no consent,
    and goes to nobody outside without one; the PIPA knows no such ground (GDPR 9(2)(d))."""
    file = scope.policy
    for name, purpose in file.purposes.items():
        if not purpose.own_people:
            continue
        if scope.korean or not scope.european or purpose.basis is Basis.CONSENT:
            yield scope.find(
                "own-people-not-in-law", ("purposes", name, "own_people"), name=name, statute=scope.law("sensitive")
            )
        for to, recipient in file.recipients.items():
            leaves = set(recipient.items) & set(purpose.items) & file.guarded
            if name in recipient.purposes and recipient.under in _WITHOUT_ASKING and leaves:
                yield scope.find(
                    "own-people-data-leaves",
                    ("recipients", to, "under"),
                    to=to,
                    name=name,
                    leaves=listed(sorted(leaves)),
                    statute=scope.gdpr("special"),
                )


def _named(scope: Scope, law: str | None, kind: ItemType) -> bool:
    """Whether an article, of the file's own or of the catalogue, names a kind of data. One of another country is not
    judged."""
    own, row = scope.policy.laws.get(law or ""), statutes.get(law or "")
    return kind in own.names if own is not None else row is None or row.european or kind in row.names


@rule(resident_number_to_join=E, law="resident-number")
def to_join(scope: Scope) -> Iterator[Finding]:
    """Whoever holds resident numbers by law still lets people join on the site without one (PIPA §24-2③)."""
    for path, name, record in scope.records():
        if not record.single or not any(
            scope.policy.channels[via].kind is ChannelKind.SELF for via in record.via if via in scope.policy.channels
        ):
            continue
        for index, ref in enumerate(record.items.required):
            if ItemType.RESIDENT_NUMBER in scope.types([ref]):
                yield scope.find("resident-number-to-join", (*path, "items", "required", index), name=name)


@rule(guarded_consent_not_apart=E)
def apart(scope: Scope) -> Iterator[Finding]:
    """Sensitive data and unique identifiers are agreed to apart from everything else (PIPA §23①1, §24①1; GDPR 9(2)(a)):
    the consent purpose that reads them reads nothing of another kind."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.basis is not Basis.CONSENT:
            continue
        guarded = [ref for ref in purpose.items if scope.types([ref]) & GUARDED]
        others = [ref for ref in purpose.items if ref not in guarded]
        if guarded and others:
            sensitive = ItemType.SENSITIVE in scope.types(guarded)
            yield scope.find(
                "guarded-consent-not-apart",
                ("purposes", name, "items", purpose.items.index(guarded[0])),
                name=name,
                guarded=listed(guarded),
                others=listed(others),
                statute=scope.law("sensitive" if sensitive else "identifiers"),
            )


@rule(secret_kept=W, law="kept-apart")
def secret_rests(scope: Scope) -> Iterator[Finding]:
    """What only opened an account or paid has no use once that is over: no password, card or account number rests (PIPA
    §21, §3①)."""
    for path, _, _, keep in rules_of(scope):
        for index, ref in enumerate(keep.items):
            if scope.types([ref]) & (_SECRETS | _NUMBERS):
                yield scope.find("secret-kept", (*path, "items", index), ref=ref)


@rule(secret_looked_up=W)
def looked_up(scope: Scope) -> Iterator[Finding]:
    """Nobody is found by a password, a card, an account or guarded data: an index over them is one more place that
    gives them away."""
    for name, item in scope.policy.items.items():
        if (item.lookup or item.unique) and item.type in _SECRETS | _NUMBERS | GUARDED:
            yield scope.find(
                "secret-looked-up",
                ("items", name, "lookup" if item.lookup else "unique"),
                name=name,
                statute=scope.law("encryption") or scope.law("safety"),
            )


@rule(lookup_with=E)
def looked_up_with(scope: Scope) -> Iterator[Finding]:
    """Somebody on the telephone is found by their name with the last four digits of their telephone number: the one is a
    name, the other a telephone number."""
    items = scope.policy.items
    for name, item in items.items():
        for index, ref in enumerate(item.lookup_with):
            fits = ref not in items or items[ref].type in (ItemType.MOBILE, ItemType.PHONE)  # else: unknown-item
            if item.type is not ItemType.PERSON_NAME or not fits:
                yield scope.find("lookup-with", ("items", name, "lookup_with", index), name=name, ref=ref)


@rule(automatic_brings_typed=W, trace_typed_in=N, provider_brings_password=E)
def doors(scope: Scope) -> Iterator[Finding]:
    """What arises from use is not what people type, and the other way round: a channel says how data really comes (PIPA
    §30①)."""
    for name, channel in scope.policy.channels.items():
        for index, ref in enumerate(channel.items):
            types = scope.types([ref])
            if channel.kind is ChannelKind.AUTOMATIC and types & _TYPED:
                yield scope.find(
                    "automatic-brings-typed", ("channels", name, "items", index), ref=ref, statute=scope.law("contents")
                )
            elif channel.kind is ChannelKind.PROVIDER and ItemType.PASSWORD in types:
                yield scope.find(
                    "provider-brings-password", ("channels", name, "items", index), ref=ref, statute=scope.law("safety")
                )
            elif channel.kind in {ChannelKind.SELF, ChannelKind.HANDLER} and types & TRACES:
                yield scope.find(
                    "trace-typed-in", ("channels", name, "items", index), ref=ref, statute=scope.law("cookies")
                )


@rule(marketing_without_consent=W, law="marketing")
def marketing(scope: Scope) -> Iterator[Finding]:
    """Under Korean law marketing is agreed to, apart from everything else (PIPA §22; Network Act §50①). The GDPR may
    carry it by legitimate interests, and is not asked."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.kind is PurposeKind.MARKETING and purpose.basis is not Basis.CONSENT and scope.korean:
            yield scope.find("marketing-without-consent", ("purposes", name, "basis"), name=name, basis=purpose.basis)


@rule(guardian_without_right=W, law="guardian")
def guardians(scope: Scope) -> Iterator[Finding]:
    """Where children are admitted, their guardians can look up, correct, delete and withdraw for them (PIPA §38②;
    Network Act §31 until 2020-08-05)."""
    if scope.policy.refuse.below_age >= 14 or not scope.korean:
        return
    for name in ("access", "correct", "delete", "withdraw"):
        right = scope.policy.rights.get(name)
        if right is not None and right.who and "guardian" not in right.who:
            yield scope.find("guardian-without-right", ("rights", name, "who"), name=name)
