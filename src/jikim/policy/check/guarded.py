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
                yield scope.find(
                    "resident-number-without-law",
                    where,
                    f"주민등록번호를 쓰는 목적({listed(bad)})의 근거에 주민등록번호를 명시한 조항이 없습니다. 동의로는 받을 수 없습니다",
                    f"no article that names resident registration numbers stands behind {listed(bad)}; consent is not enough",
                    (
                        "그 목적을 `basis: law`로 하고 주민등록번호를 명시한 조항을 `law`에 적거나(목록에 없으면 `laws`에 선언), 항목을 빼 주세요",
                        "make its basis `law` and cite an article that names them (declare one under `laws` where the catalogue lacks it), or "
                        "drop the item",
                    ),
                    statute=resident,
                )
        elif any(not _carried(scope, one, kind) for one in readers.values()) or (unnamed and scope.korean):
            ko, en = _SAID[topic]
            yield scope.find(
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
                f"`{name}` 목적: 중대한 공익은 유럽연합 일반 개인정보 보호 규정만 적용될 때의 근거입니다",
                f"`{name}`: a substantial public interest is a ground under the GDPR alone",
                ("그 법을 근거로 `basis: law`라고 적어 주세요", "write `basis: law`, with that law"),
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
                "own-people-not-in-law",
                ("purposes", name, "own_people"),
                f"`{name}` 목적: 동의를 받지 않는 목적에서, 유럽연합 일반 개인정보 보호 규정만 적용될 때에 쓸 수 있습니다",
                f"`{name}`: this is of a purpose that asks for no consent, under the GDPR alone",
                ("`own_people`를 지워 주세요", "delete `own_people`"),
                statute=scope.law("sensitive"),
            )
        for to, recipient in file.recipients.items():
            leaves = set(recipient.items) & set(purpose.items) & file.guarded
            if name in recipient.purposes and recipient.under in _WITHOUT_ASKING and leaves:
                yield scope.find(
                    "own-people-data-leaves",
                    ("recipients", to, "under"),
                    f"제공받는 자 `{to}`: `{name}` 목적의 민감정보({listed(sorted(leaves))})는 동의 없이 밖으로 내보낼 수 없습니다",
                    f"the recipient `{to}` may get {listed(sorted(leaves))} of `{name}` with a consent alone",
                    (
                        "`under: consent`로 하거나 그 항목을 빼 주세요",
                        "write `under: consent`, or leave those items out",
                    ),
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
                yield scope.find(
                    "resident-number-to-join",
                    (*path, "items", "required", index),
                    f"`{name}`: 홈페이지에서 주민등록번호 없이 가입할 방법이 없습니다",
                    f"`{name}`: nobody can join on the site without a resident registration number",
                    (
                        "주민등록번호가 필요한 업무의 기록을 따로 두고 거기에서 받아 주세요",
                        "take it in a record kind of the task that the statute asks it for",
                    ),
                )


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
                f"`{name}` 목적의 동의가 {listed(guarded)} 항목을 다른 항목({listed(others)})과 함께 묻습니다",
                f"the consent for `{name}` asks for {listed(guarded)} together with {listed(others)}",
                ("그 항목만 쓰는 동의 목적을 따로 두어 주세요", "give it a consent purpose of its own"),
                statute=scope.law("sensitive" if sensitive else "identifiers"),
            )


@rule(secret_kept=W, law="kept-apart")
def secret_rests(scope: Scope) -> Iterator[Finding]:
    """What only opened an account or paid has no use once that is over: no password, card or account number rests (PIPA
    §21, §3①)."""
    for path, _, _, keep in rules_of(scope):
        for index, ref in enumerate(keep.items):
            if scope.types([ref]) & (_SECRETS | _NUMBERS):
                yield scope.find(
                    "secret-kept",
                    (*path, "items", index),
                    f"`{ref}` 항목은 목적이 끝난 뒤 남겨 둘 사유가 없습니다",
                    f"`{ref}` is of no use once the record has ended, and yet it is kept",
                    ("남기는 항목에서 빼 주세요", "take it out of what is kept"),
                )


@rule(secret_looked_up=W)
def looked_up(scope: Scope) -> Iterator[Finding]:
    """Nobody is found by a password, a card, an account or guarded data: an index over them is one more place that
    gives them away."""
    for name, item in scope.policy.items.items():
        if (item.lookup or item.unique) and item.type in _SECRETS | _NUMBERS | GUARDED:
            yield scope.find(
                "secret-looked-up",
                ("items", name, "lookup" if item.lookup else "unique"),
                f"`{name}`: 비밀번호, 카드·계좌번호, 고유식별정보나 민감정보로 사람을 찾게 되어 있습니다",
                f"people can be found by `{name}`: a password, a number to pay with, or data that the law guards",
                ("`lookup`과 `unique`를 지워 주세요", "delete `lookup` and `unique`"),
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
                yield scope.find(
                    "lookup-with",
                    ("items", name, "lookup_with", index),
                    f"`{name}`, `{ref}`: `lookup_with`는 이름 항목에 적고 전화번호 항목을 가리킵니다",
                    f"`{name}`, `{ref}`: `lookup_with` stands at a person's name and names telephone numbers",
                    (
                        "사람 이름에 적고 `mobile`이나 `phone` 종류의 항목을 적어 주세요",
                        "name items of type `mobile` or `phone`, at an item of type `person-name`",
                    ),
                )


@rule(automatic_brings_typed=W, trace_typed_in=N, provider_brings_password=E)
def doors(scope: Scope) -> Iterator[Finding]:
    """What arises from use is not what people type, and the other way round: a channel says how data really comes (PIPA
    §30①)."""
    for name, channel in scope.policy.channels.items():
        for index, ref in enumerate(channel.items):
            types = scope.types([ref])
            if channel.kind is ChannelKind.AUTOMATIC and types & _TYPED:
                yield scope.find(
                    "automatic-brings-typed",
                    ("channels", name, "items", index),
                    f"`{ref}` 항목은 쓰는 동안 저절로 생기지 않습니다",
                    f"`{ref}` does not arise from use by itself",
                    (
                        "사람이 적는 수집방법(`kind: self`)으로 옮겨 주세요",
                        "move it to a channel on which people enter it",
                    ),
                    statute=scope.law("contents"),
                )
            elif channel.kind is ChannelKind.PROVIDER and ItemType.PASSWORD in types:
                yield scope.find(
                    "provider-brings-password",
                    ("channels", name, "items", index),
                    f"`{ref}` 항목은 본인만 아는 것이어서 로그인 제공자가 보내지 않습니다",
                    f"`{ref}` is known to its owner alone, and no sign-in provider sends it",
                    (
                        "이 채널에서 빼고, 이 사이트에서 가입하는 경우의 필수 항목(`cases`의 `via`)으로 적어 주세요",
                        "leave it out here, and require it in a case of your own channels (`via`)",
                    ),
                    statute=scope.law("safety"),
                )
            elif channel.kind in {ChannelKind.SELF, ChannelKind.HANDLER} and types & TRACES:
                yield scope.find(
                    "trace-typed-in",
                    ("channels", name, "items", index),
                    f"`{ref}` 항목은 사람이 적어 넣는 것이 아닙니다",
                    f"`{ref}` is nothing that people type in",
                    ("`kind: automatic`인 수집방법으로 옮겨 주세요", "move it to a channel of kind `automatic`"),
                    statute=scope.law("cookies"),
                )


@rule(marketing_without_consent=W, law="marketing")
def marketing(scope: Scope) -> Iterator[Finding]:
    """Under Korean law marketing is agreed to, apart from everything else (PIPA §22; Network Act §50①). The GDPR may
    carry it by legitimate interests, and is not asked."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.kind is PurposeKind.MARKETING and purpose.basis is not Basis.CONSENT and scope.korean:
            yield scope.find(
                "marketing-without-consent",
                ("purposes", name, "basis"),
                f"`{name}`: 홍보·마케팅인데 근거가 `{purpose.basis}`입니다",
                f"`{name}` is marketing, and its basis is `{purpose.basis}`",
                ("`basis: consent`와 `optional: true`로 정해 주세요", "write `basis: consent` and `optional: true`"),
            )


@rule(guardian_without_right=W, law="guardian")
def guardians(scope: Scope) -> Iterator[Finding]:
    """Where children are admitted, their guardians can look up, correct, delete and withdraw for them (PIPA §38②;
    Network Act §31 until 2020-08-05)."""
    if scope.policy.refuse.below_age >= 14 or not scope.korean:
        return
    for name in ("access", "correct", "delete", "withdraw"):
        right = scope.policy.rights.get(name)
        if right is not None and right.who and "guardian" not in right.who:
            yield scope.find(
                "guardian-without-right",
                ("rights", name, "who"),
                f"아동을 받으면서 법정대리인이 `{name}` 권리를 쓸 수 없습니다",
                f"children are admitted, and their guardians do not have the right `{name}`",
                ("`who`에 `guardian`을 추가해 주세요", "add `guardian` to `who`"),
            )
