"""What matters in one minute: what, why, how long, to whom, your rights, whom to ask; each leading to its section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jikim.particles import eul, eun
from jikim.policy.model import Right, Topic, Under
from jikim.policy.period import Period
from jikim.policy.render import terms
from jikim.policy.render.document import NOTHING, Label, Summary
from jikim.policy.render.voice import OWN_PROMISE, Voice, capital

_SHOWN = 7


def summary(voice: Voice, sections: Mapping[Topic, int]) -> Summary:
    """The labels at the top, made from the facts alone; `sections` says in which section a topic stands."""
    to_whom: Topic = "recipients" if voice.policy.recipients or not voice.policy.processors else "processors"
    labels: tuple[tuple[str, str, str, str, Topic], ...] = (
        ("what", voice.say("무엇을", "What"), _count(voice), _what(voice), "items"),
        ("why", voice.say("왜", "Why"), _purposes(voice), _why(voice), "purposes"),
        ("to-whom", voice.say("누구에게", "To whom"), _parties(voice), _to_whom(voice), to_whom),
        ("how-long", voice.say("언제까지", "How long"), _longest(voice), _how_long(voice), "retention"),
        ("rights", voice.say("나의 권리", "Your rights"), _within(voice), _rights(voice), "rights"),
        (
            "contact",
            voice.say("문의", "Contact"),
            voice.policy.officers.officer.ways[0] if voice.policy.officers.officer.ways else "",
            _contact(voice),
            "officers",
        ),
    )
    return Summary(
        voice.say("1분 요약", "In one minute"),
        tuple(Label(icon, name, short, line, sections[topic]) for icon, name, short, line, topic in labels),
    )


def _count(voice: Voice) -> str:
    number = len(voice.policy.items)
    return voice.say(f"{number}개 항목만", f"{number} {'item' if number == 1 else 'items'}, no more")


def _purposes(voice: Voice) -> str:
    purposes = voice.policy.purposes.values()
    optional = sum(purpose.optional for purpose in purposes)
    number = len(purposes) - optional
    if not optional:
        return voice.say(f"{number}가지 목적", f"{number} {'purpose' if number == 1 else 'purposes'}")
    return voice.say(f"{number}가지 목적, 선택 {optional}가지", f"{number} purposes, {optional} only if you agree")


def _parties(voice: Voice) -> str:
    cases, companies = len(voice.policy.recipients), len(voice.policy.processors)
    said = []
    if cases:
        said.append(voice.say(f"제공 {cases}가지 경우", f"{cases} {'case' if cases == 1 else 'cases'}"))
    if companies:
        said.append(
            voice.say(f"위탁 {companies}개사", f"{companies} {'processor' if companies == 1 else 'processors'}")
        )
    return ", ".join(said) or voice.say("방침에 적은 곳에만", "Only as stated")


def _longest(voice: Voice) -> str:
    periods = [keep.for_ for record in voice.policy.records.values() for keep in record.keep]
    if not periods:
        return voice.say("끝나면 바로 파기", "Destroyed once its purpose is met")
    longest = voice.period(max(periods, key=lambda period: period.approximate_days()))
    if any(keep.bound == "least" for record in voice.policy.records.values() for keep in record.keep):
        return voice.say(f"{longest} 보존", f"Kept {longest}")
    return voice.say(f"최대 {longest} 보존", f"Kept {longest} at most")


def _within(voice: Voice) -> str:
    slowest = _slowest(voice)
    if slowest is None:
        return NOTHING
    if _longer(voice):
        return voice.say(f"통상 {voice.answer(slowest)} 처리", f"Normally done {voice.answer(slowest)}")
    return voice.say(f"{voice.answer(slowest)} 처리", f"Done {voice.answer(slowest)}")


def _slowest(voice: Voice) -> Right | None:
    """The right that is answered last; of two, the one that says a number."""
    return max(
        voice.policy.rights.values(),
        key=lambda right: (right.longest.approximate_days(), right.pace not in terms.PACES),
        default=None,
    )


def _longer(voice: Voice) -> Period | None:
    """By how much an answer may be put off at most."""
    return max(
        (right.extension for right in voice.policy.rights.values() if right.extension),
        key=lambda period: period.approximate_days(),
        default=None,
    )


def _some(voice: Voice, names: list[str], ko_unit: str, en_unit: str) -> str:
    """All the names, or the first few and how many there are in all."""
    if len(names) <= _SHOWN:
        return ", ".join(names)
    return voice.say(
        f"{', '.join(names[:_SHOWN])} 등 {len(names)}{ko_unit}",
        f"{', '.join(names[:_SHOWN])} and others, {len(names)} {en_unit} in all",
    )


def _what(voice: Voice) -> str:
    policy = voice.policy
    names = _some(voice, [voice.text(item.label) for item in policy.items.values()], "개 항목", "items")
    said = [voice.say(f"{eul(names)} 수집합니다.", f"We collect: {names}.")]
    if policy.refuse.types:
        types = ", ".join(voice.word(terms.TYPES, kind) for kind in policy.refuse.types)
        said.append(voice.say(f"{eun(types)} 받지 않습니다.", f"Never: {types}."))
    if policy.refuse.below_age:
        said.append(
            voice.say(
                f"만 {policy.refuse.below_age}세 미만은 법정대리인의 동의를 먼저 받습니다.",
                f"Under {policy.refuse.below_age}, a guardian is asked first.",
            )
            if policy.refuse.guardian
            else voice.say(
                f"만 {policy.refuse.below_age}세 미만의 정보도 받지 않습니다.",
                f"Nor anything about anyone under {policy.refuse.below_age}.",
            )
        )
    return " ".join(said)


def _why(voice: Voice) -> str:
    return " ".join(_reasons(voice))


def _reasons(voice: Voice) -> Iterable[str]:
    purposes = voice.policy.purposes.values()
    groups = list(dict.fromkeys(purpose.group for purpose in purposes if not purpose.optional))
    if groups:
        names = ", ".join(voice.group(group) for group in groups)
        yield voice.say(f"{eul(names)} 위해 이용합니다.", f"{names}.")
    optional = [voice.text(purpose.label) for purpose in purposes if purpose.optional]
    if optional:
        names = _some(voice, optional, "개 목적", "purposes")
        yield voice.say(f"따로 동의하신 경우에만: {names}.", f"Only if you agree to each: {names}.")


def _to_whom(voice: Voice) -> str:
    policy = voice.policy
    said = [
        voice.say(
            "이 방침에 적은 근거가 없으면 누구에게도 제공하지 않습니다.",
            "Nobody, unless a ground stated here allows it.",
        )
    ]
    grounds = list(dict.fromkeys(part.under for part in policy.recipients.values()))
    if grounds:
        said.append(
            voice.say("제공하는 경우: ", "Grounds: ")
            + "; ".join(voice.word(terms.GROUNDS, g) for g in Under if g in grounds)
            + "."
        )
    if policy.processors:
        names = _some(voice, [voice.text(part.label) for part in policy.processors.values()], "개사", "companies")
        said.append(voice.say(f"수탁자: {names}.", f"Processors: {names}."))
    return " ".join(said)


def _how_long(voice: Voice) -> str:
    return " ".join(_lengths(voice))


def _lengths(voice: Voice) -> Iterable[str]:
    policy = voice.policy
    within = policy.archive.within
    late = ("", "") if within is None else (f"늦어도 {voice.period(within)} 이내에 ", f"within {voice.period(within)} ")
    yield voice.say(
        f"목적이 달성되거나 요청하시면 {late[0] or ('지체 없이 ' if voice.promptly else '바로 ')}파기합니다.",
        f"Destroyed {late[1] or 'without delay ' * voice.promptly}once its purpose is met, or you ask.",
    )
    if any(record.criteria for record in policy.records.values()):
        yield voice.say(
            "기간을 미리 정할 수 없는 기록은 방침에 적은 기준에 따라 이용을 끝냅니다.",
            "Where no period can be stated, the policy states by what it is decided.",
        )
    kept = [keep for record in policy.records.values() for keep in record.keep]
    if kept:
        periods = sorted({keep.for_ for keep in kept}, key=lambda period: period.approximate_days())
        own = {keep.because == OWN_PROMISE for keep in kept}
        by_ko = (
            "법령이나 회사의 약속에 따라" if len(own) > 1 else "회사의 약속에 따라" if own == {True} else "법령에 따라"
        )
        by_en = "a statute or our own promise" if len(own) > 1 else "our own promise" if own == {True} else "a statute"
        first, last = voice.period(periods[0]), voice.period(periods[-1])
        ko, en = (f"{first} 동안", first) if len(periods) == 1 else (f"{first}에서 {last}까지", f"{first} to {last}")
        yield voice.say(
            f"{by_ko} 보존하는 기록은 {ko} 따로 두었다가 파기합니다.",
            f"What {by_en} keeps is archived for {en}, and is then destroyed.",
        )
    if policy.holds:
        yield voice.say("파기를 보류하는 경우가 있습니다.", "In the cases stated, destruction waits.")


def _rights(voice: Voice) -> str:
    rights = voice.policy.rights
    names = ", ".join(voice.text(right.label) for right in rights.values())
    slowest = _slowest(voice)
    if slowest is None:
        return NOTHING
    done = voice.answer(slowest)
    longer = _longer(voice)
    counted = slowest.pace not in terms.PACES and longer is None
    said = voice.say(
        f"{eul(names)} 언제든지 요구할 수 있으며, {'늦어도 ' if counted else ''}{done} 처리합니다.",
        f"{capital(names)}. At any time; dealt with {done}{' at the latest' if counted else ''}.",
    )
    if longer is None:
        return said
    return f"{said} " + voice.say(
        f"필요하면 사유를 알리고 {voice.period(longer)}까지 연장합니다.",
        f"Where it is needed we tell you why, and take {voice.period(longer)} more at most.",
    )


def _contact(voice: Voice) -> str:
    officer = voice.policy.officers.officer
    return ", ".join((voice.text(officer.title), *filter(None, (officer.email or officer.form,))))
