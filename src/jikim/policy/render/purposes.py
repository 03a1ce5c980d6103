"""What is used for what, and on which basis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jikim.policy.model import Basis, Purpose
from jikim.policy.render import terms
from jikim.policy.render.document import Block, Heading, Inline, Lines, Table
from jikim.policy.render.voice import Voice, capital


def purposes(voice: Voice) -> Sequence[Block]:
    """Each purpose with its basis and what it may read, by group."""
    policy = voice.policy
    blocks: list[Block] = [
        Lines(
            (
                voice.mechanism(
                    "purpose-limit",
                    "회사는 개인정보를 아래의 목적으로만 이용합니다. 목적마다 볼 수 있는 항목이 정해져 있으며, 그 밖의 "
                    "이용은 거부되고 그 사실이 기록됩니다.",
                    "We use personal data for the purposes below alone. Each may read the items listed for it; any "
                    "other use is refused, and the refusal is recorded.",
                ),
            )
        )
    ]
    groups: dict[str, list[tuple[str, Purpose]]] = {}
    for name, purpose in policy.purposes.items():
        groups.setdefault(purpose.group, []).append((name, purpose))
    for group, members in groups.items():
        title = voice.group(group)
        blocks += [
            Heading(title),
            Table(
                voice.say(f"이용 목적: {title}", f"Purposes: {title}"),
                (
                    voice.say("목적", "Purpose"),
                    voice.say("법적 근거", "Legal basis")
                    if policy.asks_for_bases
                    else voice.say("이용 근거", "Why we may"),
                    voice.say("이용하는 항목", "Items it may read"),
                    voice.say("관련 기록", "Records"),
                ),
                tuple(
                    voice.row(
                        f"purposes.{name}",
                        purpose.clause,
                        voice.named(purpose),
                        tuple(_basis(voice, purpose)),
                        voice.items_by_record(purpose.items),
                        voice.records(kind for kind, record in policy.records.items() if name in record.for_),
                    )
                    for name, purpose in members
                ),
            ),
        ]
    return blocks


def grounds(voice: Voice, purpose: Purpose) -> str:
    """Every ground that a purpose is said to rest on, the one that decides first: `Contract; legitimate interest`."""
    return capital(voice.say(", ", "; ").join(voice.word(terms.BASES, ground) for ground in purpose.grounds))


def _basis(voice: Voice, purpose: Purpose) -> Iterable[Inline]:
    yield grounds(voice, purpose)
    if purpose.law:
        yield voice.statute(purpose.law)
    if purpose.balance:
        yield voice.text(purpose.balance)
    if purpose.own_people:
        yield voice.say(
            "구성원에 관한 민감정보는 동의 없이 단체 밖으로 내보내지 않습니다(GDPR 제9조제2항(d)).",
            "Sensitive data about our own people does not leave us without their consent (GDPR, Article 9(2)(d)).",
        )
    if purpose.automated:
        yield voice.say("자동화된 결정: ", "Decided by a program alone: ") + voice.text(purpose.automated)
    if purpose.optional:
        yield voice.say(
            "선택 동의: 거부해도 다른 서비스를 그대로 이용할 수 있습니다.", "Optional: refusing it blocks nothing else."
        )
    elif purpose.basis is Basis.CONSENT:
        yield voice.say("동의는 언제든지 철회할 수 있습니다.", "You may withdraw consent at any time.")
    if purpose.refusal:
        yield voice.say("동의하지 않으면: ", "If you refuse: ") + voice.text(purpose.refusal)
    if purpose.good_for:
        length = voice.period(purpose.good_for)
        yield voice.say(
            f"동의의 효력은 동의한 날부터 {length}이며, 그 뒤에는 철회한 것과 같습니다.",
            f"A consent is good for {length} from the day on which it is given; then it is over as if withdrawn.",
        )
    if voice.policy.reason_asked(purpose):
        yield voice.say("담당자는 볼 때마다 사유를 적습니다.", "Our staff state a reason each time they look.")
    if purpose.aggregate:
        yield voice.say(
            "결과는 합산한 통계로만 나오며, 소수 집단은 드러나지 않습니다.",
            "Results come out aggregated only, with small groups suppressed.",
        )
    if purpose.lasting:
        yield voice.say(
            "누구인지 알 수 없는 그 통계는 개인정보를 파기한 뒤에도 보관합니다.",
            "These results identify nobody, and are kept when the data is destroyed.",
        )
