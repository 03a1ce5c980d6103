"""Whose policy this is, what is taken and how, what never is, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jikim.particles import eul, eun
from jikim.policy.model import GUARDED, Channel, Item, ItemType, Record
from jikim.policy.render import terms
from jikim.policy.render.document import NOTHING, Block, Heading, Line, Lines, Row, Table
from jikim.policy.render.voice import Voice, address, capital


def preamble(voice: Voice) -> Sequence[Block]:
    """The controller, the service, the statutes, whom it covers, since when, how days are counted."""
    service, version = voice.policy.service, voice.policy.version
    name, controller = voice.text(service.name), voice.text(service.controller)
    laws, covered = voice.laws(service.under), voice.subjects(service.covers)
    several = len(service.covers) > 1
    act = ("(「민법」 제157조)", " (Korean Civil Act §157)") if voice.policy.korean else ("", "")
    lines: list[Line] = [
        voice.line(
            "service",
            service.clause,
            voice.say(
                f"{eun(f'{controller}(이하 ‘회사’)')} {name}(", f"{controller} (“we”) runs this service: {name} ("
            ),
            address(service.url),
            voice.say(
                f"){eul(name).removeprefix(name)} 운영하며, {laws} 등 관계 법령에 따라 이 개인정보 처리방침을 "
                "정하여 공개합니다.",
                f"). This privacy policy is published under: {laws}.",
            ),
        ),
        voice.line(
            "service.covers",
            None,
            voice.say(
                f"이 방침은 {covered}{' 모두' * several}의 개인정보에 적용됩니다. 회사의 소재 국가는 "
                f"{voice.country(service.country)}입니다.",
                f"It covers the personal data of {covered}{' alike' * several}. We are established in "
                f"{voice.country(service.country)}.",
            ),
        ),
        voice.line(
            "version",
            None,
            voice.say(
                f"이 방침은 {voice.date(version.announced)}에 공고하였으며 {voice.date(version.effective)}부터 "
                "시행합니다.",
                f"It was announced on {voice.date(version.announced)} and is in force from "
                f"{voice.date(version.effective)}.",
            )
            if version.announced != version.effective
            else voice.say(
                f"이 방침은 {voice.date(version.effective)}부터 시행합니다.",
                f"It is in force from {voice.date(version.effective)}.",
            ),
        ),
        voice.line(
            "service.time_zone",
            None,
            voice.say(
                f"이 방침의 날짜와 기간은 {_zone(service.time_zone)[0]} 기준으로 하며, 보유 기간과 정보주체의 요구에 답변하는 기한은 초일을 "
                f"산입하지 않되 오전 0시에 시작하는 기간은 첫날을 산입합니다{act[0]}. 변경의 사전 공지 기간은 공지일부터 시행일 전날까지의 "
                "일수입니다.",
                f"Dates and periods follow {_zone(service.time_zone)[1]}. Of a retention period, and of the time to answer a request, the "
                f"first day is not counted, unless the period begins at midnight{act[1]}. The notice of a change is "
                "counted from the day it is announced to the day before it takes effect.",
            ),
        ),
        voice.line(
            "service.languages",
            None,
            voice.say(f"이 방침은 {_languages(voice)}로 제공합니다.", f"It is published in {_languages(voice)}."),
        ),
    ]
    return (Lines(tuple(lines)), *_brands(voice))


def _brands(voice: Voice) -> Sequence[Block]:
    """The brands or sites of the policy, whose each is, and by which doors its data comes in."""
    brands = voice.policy.brands
    if not brands:
        return ()
    joint = [voice.text(one.controller) for one in brands.values() if one.controller]
    together = voice.join(list(dict.fromkeys([voice.text(voice.policy.service.controller), *joint])))
    shared = voice.line(
        "brands",
        None,
        voice.say(
            f"{eun(together)} 이 방침에 따라 개인정보의 처리를 공동으로 결정하고 책임집니다.",
            f"{together} decide together how data is processed under this policy, and are jointly responsible for it.",
        )
        if joint
        else voice.say("이 방침은 다음 브랜드에 함께 적용됩니다.", "This policy is that of these brands alike."),
    )
    doors = any(one.channels for one in brands.values())
    heads = [
        voice.say("브랜드", "Brand") if doors else voice.say("함께 결정하는 곳", "Who decides too"),
        voice.say("운영하는 회사", "Company"),
        voice.say("수집 방법", "How its data arrives"),
    ]
    table = Table(
        voice.say("브랜드와 사이트", "Brands and sites") if doors else voice.say("공동 처리자", "Joint controllers"),
        tuple(heads if doors else heads[:2]),
        tuple(
            voice.row(
                f"brands.{name}",
                one.clause,
                (*voice.named(one), address(one.url) if one.url else ""),
                voice.text(one.controller or voice.policy.service.controller),
                *([voice.channels(one.channels)] if doors else []),
            )
            for name, one in brands.items()
        ),
    )
    return (Lines((shared,)), table)


def _zone(name: str) -> tuple[str, str]:
    """A time zone as the object of the sentence and in English: Korea's by its name in law."""
    return (
        ("대한민국 표준시를", "Korea Standard Time")
        if name == "Asia/Seoul"
        else (f"{name} 시간대를", f"the time zone {name}")
    )


def _languages(voice: Voice) -> str:
    names = {"ko": ("한국어", "Korean"), "en": ("영어", "English")}
    return voice.words(names, list(voice.policy.service.languages))


def items(voice: Voice) -> Sequence[Block]:
    """Every item, and every record kind with its contents."""
    policy = voice.policy
    blocks: list[Block] = [
        Lines(
            (
                voice.mechanism(
                    "minimum",
                    "회사는 아래에 적은 항목만 수집합니다. 적지 않은 항목은 어느 방법으로 들어오더라도 받지 않습니다.",
                    "We collect the items below and no others. An item that is not listed is turned away, however it "
                    "arrives.",
                ),
            )
        ),
        Heading(voice.say("수집하는 개인정보 항목", "Items we collect")),
        Table(
            voice.say("개인정보 항목과 필수·선택 여부", "Items, and where they are required or optional"),
            (
                voice.say("항목", "Item"),
                voice.say("필수로 수집하는 경우", "Required for"),
                voice.say("선택으로 수집하는 경우", "Optional for"),
                voice.say("수집 방법", "How it arrives"),
            ),
            tuple(
                voice.row(
                    f"items.{name}",
                    item.clause,
                    (*voice.named(item), *_properties(voice, item)),
                    ", ".join(_required_for(voice, name)) or NOTHING,
                    voice.records(kind for kind, record in policy.records.items() if name in record.items.optional),
                    _arrives(voice, name),
                )
                for name, item in policy.items.items()
            ),
        ),
        Heading(voice.say("기록의 종류", "Kinds of record")),
        Table(
            voice.say("기록별 정보주체와 항목", "Each kind of record: whose it is and what it holds"),
            (
                voice.say("기록", "Record"),
                voice.say("정보주체", "Whose"),
                voice.say("필수 항목", "Required"),
                voice.say("선택 항목", "Optional"),
                voice.say("수집 방법", "How it arrives"),
                voice.say("이용 목적", "Purposes"),
            ),
            tuple(_record_row(voice, kind, record) for kind, record in policy.records.items()),
        ),
    ]
    contents = [
        voice.row(
            f"records.{kind}.items.contents.{name}",
            part.clause,
            voice.named(part),
            voice.record(kind),
            voice.first(terms.CONTENTS, part.type),
            (
                _guarded(voice, ItemType.SENSITIVE) if part.sensitive else "",
                voice.say(
                    "자유 입력란이므로 수집하지 않는 번호가 포함되었는지 검사합니다.",
                    "Free text is searched for numbers that we never collect.",
                )
                if part.free_text
                else "",
                voice.say("담당 부서가 작성합니다.", "Written by our staff.") if part.writer == "office" else "",
            ),
        )
        for kind, record in policy.records.items()
        for name, part in record.items.contents.items()
    ]
    if contents:
        blocks += [
            Heading(voice.say("기록에 담기는 그 밖의 내용", "What else a record holds")),
            Table(
                voice.say("항목 목록 밖의 기록 내용", "Contents of records beyond the items"),
                (
                    voice.say("내용", "Contents"),
                    voice.say("기록", "Record"),
                    voice.say("형태", "Form"),
                    voice.say("처리", "Handling"),
                ),
                tuple(contents),
            ),
        ]
    return blocks


def refused(voice: Voice) -> Sequence[Block]:
    """What is never taken, whoever offers it."""
    lines = tuple(_refused(voice))
    return (Lines(lines),) if lines else ()


def children(voice: Voice) -> Sequence[Block]:
    """From what age on people's data is taken."""
    refuse = voice.policy.refuse
    if not refuse.below_age:
        return ()
    if refuse.guardian:
        after = voice.policy.records[refuse.guardian].ends.after if refuse.guardian in voice.policy.records else None
        by = voice.period(after) if after else NOTHING
        ways = "; ".join(voice.word(terms.GUARDIAN_WAYS, way) for way in refuse.ways)
        line = voice.line(
            "refuse.below_age",
            refuse.clause,
            voice.say(
                f"만 {refuse.below_age}세 미만 아동의 개인정보는 법정대리인의 동의를 확인한 뒤에만 수집합니다. 동의를 받는 데 필요한 "
                f"법정대리인의 성명과 연락처만 먼저 받으며, {by} 안에 동의하지 않으면 파기합니다. 동의를 확인하는 방법: {ways}.",
                f"We collect the data of anyone under {refuse.below_age} only once a guardian’s consent has been confirmed. To ask "
                f"for it we first take the guardian’s name and contact details alone; unless they agree within {by}, these are "
                f"destroyed. Consent is confirmed by: {ways}.",
            ),
        )
        return (Lines((line,)),)
    line = voice.line(
        "refuse.below_age",
        refuse.clause,
        voice.say(
            f"만 {refuse.below_age}세 미만인 사람의 개인정보는 수집하지 않으며, 모든 수집 방법에서 나이가 그 이상인지 먼저 "
            "확인합니다.",
            f"We do not collect the data of anyone under {refuse.below_age}, and ask about it before anything else, "
            "whatever the channel.",
        ),
    )
    return (Lines((line,)),)


def channels(voice: Voice) -> Sequence[Block]:
    """The channels, each with what it may bring."""
    return (
        Table(
            voice.say("수집 방법별 항목", "What each channel may bring"),
            (voice.say("방법", "Channel"), voice.say("경위", "Who enters it"), voice.say("항목", "Items")),
            tuple(_channel_row(voice, name, channel) for name, channel in voice.policy.channels.items()),
        ),
    )


def partners(voice: Voice) -> Sequence[Block]:
    """What partner companies supply."""
    if not voice.policy.partners:
        return ()
    return (
        Table(
            voice.say("제휴사별 제공 항목", "What each partner supplies"),
            (
                voice.say("제휴사", "Partner"),
                voice.say("항목", "Items"),
                voice.say("기록", "Record"),
                voice.say("목적", "Purposes"),
                voice.say("국가와 연락처", "Country and contact"),
            ),
            tuple(
                voice.row(
                    f"partners.{name}",
                    partner.clause,
                    voice.named(partner),
                    voice.items_by_record(partner.items),
                    voice.records(partner.records),
                    voice.purposes(partner.purposes),
                    (
                        voice.country(partner.country) if partner.country else "",
                        address(partner.contact) if partner.contact else "",
                    ),
                )
                for name, partner in voice.policy.partners.items()
            ),
        ),
    )


def _guarded(voice: Voice, type: ItemType) -> str:
    kind = (
        ("민감정보", "Sensitive data")
        if type is ItemType.SENSITIVE
        else ("고유식별정보", "A unique identifier of Korean law")
    )
    return voice.say(
        f"{kind[0]}로서 표시된 기록에서만 수집하며, 담당자는 볼 때마다 사유를 적습니다.",
        f"{kind[1]}: taken in the records shown and nowhere else; our staff state a reason each time they look.",
    )


def _properties(voice: Voice, item: Item) -> Iterable[str]:
    if item.type in GUARDED:
        yield _guarded(voice, item.type)
    if item.whose:
        who = voice.text(item.whose)
        yield voice.say(f"{who}의 정보입니다.", f"Data about {who}.")
    if item.unique:
        who = voice.kind("member")
        yield voice.say(f"{who}마다 다른 값이어야 합니다.", f"No two {who} may share one.")
    if item.lookup:
        yield voice.say(
            "정확히 일치하는 값으로 본인의 기록을 조회할 수 있습니다.", "Your records can be found by its exact value."
        )
    if item.lookup_with:
        phones = voice.either([voice.item(name) for name in item.lookup_with])
        yield voice.say(
            f"{phones} 끝 네 자리와 함께 정확히 일치하면 본인의 기록을 조회할 수 있습니다.",
            f"Your records can be found by its exact value together with the last four digits of your {phones}.",
        )


def _required_for(voice: Voice, item: str) -> Iterable[str]:
    """The records for which an item is required, each with the case in which it is."""
    for kind, record in voice.policy.records.items():
        if item in record.items.required:
            yield voice.record(kind)
        for case in record.items.cases_of(item):
            of_which = voice.case(case, kind) if case.need == "one" else voice.text(case.label)
            yield voice.say(f"{voice.record(kind)}({of_which})", f"{voice.record(kind)} ({of_which})")


def _arrives(voice: Voice, ref: str) -> str:
    policy = voice.policy
    channels = [name for name, channel in policy.channels.items() if ref in channel.items]
    partners = [name for name, partner in policy.partners.items() if ref in partner.items]
    return voice.channels(channels + partners)


def _record_row(voice: Voice, kind: str, record: Record) -> Row:
    contents = [voice.text(part.label) for part in record.items.contents.values()]
    single = voice.say("1인당 1건만 보유합니다.", "At most one per person.") if record.single else ""
    return voice.row(
        f"records.{kind}",
        record.clause,
        (*voice.named(record), single),
        capital(voice.subjects(record.of)),
        (
            voice.items(record.items.required, kind) if record.items.required else "",
            *(voice.case(case, kind) for case in record.items.cases.values()),
            voice.say("내용: ", "Contents: ") + ", ".join(contents) if contents else "",
        ),
        voice.items(record.items.optional, kind),
        voice.channels(record.via),
        voice.purposes(record.for_),
    )


def _refused(voice: Voice) -> Iterable[Line]:
    refuse = voice.policy.refuse
    if refuse.types:
        types = ", ".join(voice.word(terms.TYPES, kind) for kind in refuse.types)
        yield voice.line(
            "refuse",
            refuse.clause,
            voice.say(
                f"{eun(types)} 수집하지 않습니다. 누가 어떤 방법으로 보내더라도 저장하거나 기록에 남기지 않습니다.",
                f"We never collect: {types}. Whoever sends it, and however, it is neither stored nor logged.",
            ),
        )
    if refuse.note:
        yield voice.line("refuse.note", refuse.clause, voice.text(refuse.note))


def _channel_row(voice: Voice, name: str, channel: Channel) -> Row:
    return voice.row(
        f"channels.{name}",
        channel.clause,
        voice.named(channel),
        voice.first(terms.CHANNELS, channel.kind),
        voice.items_by_record(channel.items),
    )
