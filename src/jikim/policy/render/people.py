"""What you may ask, what you are asked, and what your browser keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jikim.particles import eul, euro
from jikim.policy.model import Cookies, Duty, Right, RightName
from jikim.policy.render import terms
from jikim.policy.render.document import NOTHING, Block, Heading, Line, Lines, Row, Table
from jikim.policy.render.voice import Voice, capital


def rights(voice: Voice) -> Sequence[Block]:
    """Each right, who has it, by which way, within how long, and what happens meanwhile."""
    guardians = any("guardian" in right.who for right in voice.policy.rights.values())
    worded = any(right.pace in terms.PACES for right in voice.policy.rights.values())
    blocks: list[Block] = [
        Lines(
            (
                voice.mechanism(
                    "rights",
                    ("이용자와 법정대리인은" if guardians else "이용자는")
                    + " 언제든지 아래의 권리를 행사할 수 있습니다. 회사는 "
                    + ("아래에 적은 대로 " if worded else "정한 기간 안에 ")
                    + "처리하고 그 결과를 알립니다.",
                    ("You, or your legal guardian, may" if guardians else "You may")
                    + " exercise these rights at any time. We act on a request and tell you the result "
                    + ("as stated below." if worded else "within the time stated."),
                ),
            )
        ),
        Table(
            voice.say("권리와 행사 방법", "Your rights and how to use them"),
            (
                voice.say("권리", "Right"),
                voice.say("행사할 수 있는 사람", "Who has it"),
                voice.say("방법", "How"),
                voice.say("본인 확인", "Identity check"),
                voice.say("처리 기간", "Within"),
            ),
            tuple(_right_row(voice, name, right) for name, right in voice.policy.rights.items()),
        ),
        Lines(tuple(_how(voice))),
    ]
    return blocks


def other_ways(voice: Voice) -> str:
    """By which ways beside the page a right may be asked for: `서면, 전화 또는 이메일`; `letter, phone or e-mail`."""
    ways = [way for way in terms.WAYS if any(way in right.by for right in voice.policy.rights.values())]
    return voice.either([voice.word(terms.WAYS, way) for way in ways if way != "page"])


def _how(voice: Voice) -> Iterable[Line]:
    """What holds for several rights at once, said only where some right has it."""
    rights = voice.policy.rights.values()
    pages = list(dict.fromkeys(voice.text(right.page) for right in rights if right.page))
    if pages:
        quoted = voice.either([voice.say(f"‘{page}’", f"“{page}”") for page in pages])
        check = any(right.identity_check for right in rights)
        yield voice.mechanism(
            "pages",
            f"{quoted} 화면에서 " + ("본인 확인을 거쳐 " if check else "") + "직접 처리하실 수 있습니다.",
            f"On {quoted} you do it yourself" + (", once we have checked that it is you." if check else "."),
        )
    if said := other_ways(voice):
        officer = voice.policy.officers.officer
        yield voice.mechanism(
            "desk",
            f"{euro(said)} {voice.text(officer.title)}에게 요청하실 수도 있습니다. 화면으로 요청하신 것과 똑같이 "
            "처리합니다.",
            f"You may also ask by {said}, addressed to: {voice.text(officer.title)}. Such a request is handled like one "
            "made on the site.",
        )
    if any(right.freeze for right in rights):
        yield voice.mechanism(
            "frozen",
            "정정을 요청하신 정보는 정정을 마칠 때까지 이용하지도 제공하지도 않습니다.",
            "Once you ask for a correction, that data is neither used nor provided until it is done.",
        )
    if any(right.tell_recipients for right in rights):
        yield voice.mechanism(
            "told",
            "잘못된 정보를 이미 받은 제3자에게는 정정한 결과를 지체 없이 알립니다.",
            "Third parties who already got the wrong data are told the corrected result without delay.",
        )
    yield voice.mechanism(
        "after-withdrawal",
        f"{'탈퇴나 ' * voice.policy.with_accounts}삭제 요청으로 처리를 마친 개인정보는 이 방침의 보존 규칙을 따르며, 그 밖의 용도로는 볼 수도 이용할 "
        "수도 없습니다. 무엇이 왜, 언제까지 보존되는지는 확인하실 수 있습니다.",
        f"After you {'leave, or ' * voice.policy.with_accounts}have data deleted, what remains falls under the retention rules of this policy and can be "
        "neither viewed nor used otherwise. You can see what is kept, why, and until when.",
    )
    yield from _others(voice)


# What people may ask of data about them that they neither gave nor agreed to.
_OF_OTHERS: tuple[RightName, ...] = ("access", "correct", "delete", "suspend", "object")


def _others(voice: Voice) -> Iterable[Line]:
    """What people may ask whom a record of somebody else's names, and of whom: no page knows them."""
    named = {name: voice.text(item.whose) for name, item in voice.policy.items.items() if item.whose}
    if not named:
        return
    who, officer = ", ".join(dict.fromkeys(named.values())), voice.policy.officers.officer
    title, ways, rights = voice.text(officer.title), ", ".join(officer.ways), voice.policy.rights
    asked = ", ".join(voice.text(rights[name].label) for name in _OF_OTHERS if name in rights)
    yield voice.line(
        f"items.{next(iter(named))}.whose",
        None,
        voice.say(
            f"다른 사람의 기록에 정보가 적힌 분({who})은 {title}에게 그 정보의 출처와 이용 목적을 문의하"
            + (f"고 {eul(asked)} 요청하" if asked else "")
            + f"실 수 있습니다. 연락처: {ways}",
            f"Anyone whose data is in another person’s record ({who}) may ask where it came from and what it is used for"
            + (f", and make these requests: {asked}" if asked else "")
            + f". Please contact: {title}, {ways}",
        ),
    )


def _right_row(voice: Voice, name: str, right: Right) -> Row:
    meanwhile: list[str] = []
    if right.freeze:
        meanwhile.append(
            voice.say("마칠 때까지 그 정보의 이용과 제공을 멈춥니다.", "Use and provision stop until it is done.")
        )
    if right.tell_recipients:
        meanwhile.append(
            voice.say("이미 받은 제3자에게 결과를 알립니다.", "Those who already got the data are told the result.")
        )
    ways = [voice.word(terms.WAYS, way) for way in right.by if way != "page" or not right.page]
    if right.extension:
        longer = voice.period(right.extension)
        meanwhile.append(
            voice.say(
                f"필요하면 {longer}까지 연장하며, 그 사유를 처리 기간 안에 알립니다.",
                f"Where it is needed, {longer} more; you are told why within the first period.",
            )
        )
    if right.appeal:
        meanwhile.append(voice.say("거절된 때: ", "If refused: ") + voice.text(right.appeal))
    if right.page:
        page = voice.text(right.page)
        ways.insert(0, voice.say(f"‘{page}’ 화면", f"“{page}” page"))
    return voice.row(
        f"rights.{name}",
        right.clause,
        (*voice.named(right), *meanwhile),
        capital(voice.join([voice.kind(who) for who in right.who])),
        capital(voice.either(ways)),
        voice.say("본인 확인을 거칩니다.", "We verify who is asking.")
        if right.identity_check
        else voice.say("필요하지 않습니다.", "Not needed."),
        voice.say(voice.answer(right).removesuffix("에"), capital(voice.answer(right).removeprefix("within "))),
    )


def duties(voice: Voice) -> Sequence[Block]:
    """What users are asked to do, and what the service does for it."""
    lines = tuple(
        voice.line(
            f"duties.{name}",
            duty.clause,
            " ".join((*voice.note(duty), *_limits(voice, duty))),
            head=voice.text(duty.label),
        )
        for name, duty in voice.policy.duties.items()
    )
    return (Lines(lines),) if lines else ()


def _limits(voice: Voice, duty: Duty) -> Iterable[str]:
    if duty.every:
        yield voice.say(
            f"회사는 {duty.every.every('ko')} 이를 알려 드립니다.", f"We remind you of it {duty.every.every('en')}."
        )
    if duty.at_once:
        yield voice.say(
            "한 계정은 한 번에 한 곳에서만 로그인되며, 다른 곳에서 로그인하면 먼저 있던 곳은 로그아웃됩니다."
            if duty.at_once == 1
            else f"한 계정은 한 번에 {duty.at_once}곳까지 로그인되며, 그보다 많아지면 가장 오래된 곳부터 로그아웃됩니다.",
            "An account is signed in at one place at a time; signing in elsewhere ends the earlier session."
            if duty.at_once == 1
            else f"An account is signed in at {duty.at_once} places at a time; beyond that, the oldest session ends.",
        )
    if duty.idle:
        yield voice.say(
            f"{voice.period(duty.idle)} 동안 쓰지 않으면 자동으로 로그아웃됩니다.",
            f"You are logged out after {voice.period(duty.idle)} without use.",
        )
    if duty.limit:
        yield voice.say(
            f"한 번 로그인한 상태는 길어도 {voice.period(duty.limit)}까지만 이어집니다.",
            f"No session lasts longer than {voice.period(duty.limit)}.",
        )
    if duty.laws:
        yield voice.say(f"관계 법령: {voice.laws(duty.laws)}.", f"Statutes: {voice.laws(duty.laws)}.")


def cookies(voice: Voice) -> Sequence[Block]:
    """What cookies are, what they are for, each of them, and the choices."""
    found = voice.policy.cookies
    if found is None:
        # A policy that does not speak of cookies promises nothing of them: the pages need some.
        return ()
    blocks: list[Block] = [
        Lines(
            (
                voice.line("cookies", found.clause, voice.text(found.what)),
                voice.mechanism(
                    "cookies-declared",
                    "아래에 적지 않은 쿠키와 동의하지 않은 쿠키는 서버가 내보내지 않습니다.",
                    "A cookie that is not listed below, or that you have not agreed to, is not sent by our server.",
                ),
            )
        ),
        Heading(voice.say("쿠키를 쓰는 목적", "What cookies are for")),
        Table(
            voice.say("쿠키의 목적", "Cookie purposes"),
            (voice.say("목적", "Purpose"), voice.say("동의", "Consent"), voice.say("관련 이용 목적", "Serves")),
            tuple(
                voice.row(
                    f"cookies.purposes.{name}",
                    purpose.clause,
                    voice.named(purpose),
                    voice.say("필수: 서비스에 꼭 필요합니다.", "Essential: the service needs it.")
                    if purpose.essential
                    else voice.say(
                        "선택: 동의하기 전에는 저장하지 않습니다.", "Optional: nothing is set before you agree."
                    ),
                    voice.purpose(purpose.purpose) if purpose.purpose else NOTHING,
                )
                for name, purpose in found.purposes.items()
            ),
        ),
        Heading(voice.say("쿠키 목록", "The cookies")),
        Table(
            voice.say("쿠키의 이름, 목적, 설정 주체와 수명", "Each cookie: its name, purpose, setter and life"),
            (
                voice.say("이름", "Name"),
                voice.say("용도", "What it does"),
                voice.say("목적", "Purpose"),
                voice.say("설정 주체", "Set by"),
                voice.say("수명", "Life"),
            ),
            tuple(
                voice.row(
                    f"cookies.table.{name}",
                    cookie.clause,
                    name,
                    voice.named(cookie),
                    voice.text(found.purposes[cookie.purpose].label)
                    if cookie.purpose in found.purposes
                    else cookie.purpose,
                    voice.text(cookie.set_by),
                    voice.life(cookie),
                )
                for name, cookie in found.table.items()
            ),
        ),
        Heading(voice.say("선택과 거부", "Your choices")),
        Lines(tuple(_choices(voice, found))),
    ]
    return blocks


def _choices(voice: Voice, cookies: Cookies) -> Iterable[Line]:
    choices = [voice.word(terms.CHOICES, choice) for choice in cookies.choices]
    yield voice.line(
        "cookies.choices",
        voice.policy.clauses.get("cookie-choices"),
        voice.say(
            f"이용자는 {', '.join(choices)} 가운데 하나를 선택할 수 있으며, 언제든지 변경할 수 있습니다.",
            f"You may {voice.either(choices)}, and change your mind at any time.",
        ),
    )
    yield voice.line("cookies.limits", None, voice.text(cookies.limits))
    if cookies.honour_gpc:
        signal = "Global Privacy Control"
        yield voice.line(
            "cookies.honour_gpc",
            None,
            voice.say(
                f"브라우저가 {signal} 신호를 보내면 거부로 받아들입니다.",
                f"A browser’s {signal} signal is taken as a refusal.",
            ),
        )
    yield voice.line("cookies.browser_help", voice.policy.clauses.get("browser-help"), voice.text(cookies.browser_help))
