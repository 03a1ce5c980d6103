"""How data is guarded, whom to ask, what links lead to, and how changes are announced."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.policy.model import Agent, Officer, PolicyFile, Promise, Safeguard, Waiver
from jikim.policy.model.contact import NO_LEAD
from jikim.policy.parts import part_at
from jikim.policy.render import terms
from jikim.policy.render.document import Block, Heading, Inline, Line, Lines, Link, Row, Table
from jikim.policy.render.voice import Voice, address, capital, mailbox, telephone


def safeguards(voice: Voice) -> Sequence[Block]:
    """Technical and organisational measures, how often they are due, how long their evidence lasts."""
    if not voice.policy.safeguards:
        return ()
    blocks: list[Block] = [
        Lines(
            (
                voice.mechanism(
                    "safeguards",
                    "회사는 개인정보가 분실, 도난, 유출, 변조되거나 훼손되지 않도록 다음과 같이 조치합니다.",
                    "These measures guard personal data against loss, theft, leaks, tampering and damage.",
                ),
            )
        )
    ]
    for kind in ("system", "organisation"):
        measures = [(name, part) for name, part in voice.policy.safeguards.items() if part.kind == kind]
        if measures:
            blocks += [
                Heading(voice.first(terms.SAFEGUARDS, kind) + voice.say("", " measures")),
                Lines(tuple(_measure(voice, name, part) for name, part in measures)),
            ]
    return blocks


def _measure(voice: Voice, name: str, part: Safeguard) -> Line:
    said: list[str] = list(voice.note(part))
    if part.every:
        said.append(voice.say(f"{part.every.every('ko')} 합니다.", f"{capital(part.every.every('en'))}."))
    if part.lasts:
        length = voice.period(part.lasts)
        said.append(voice.say(f"기록을 {length} 동안 보관합니다.", f"Records are kept for {length}."))
    if part.law:
        said.append(voice.say(f"근거: {voice.statute(part.law)}.", f"Required by {voice.statute(part.law)}."))
    return voice.line(f"safeguards.{name}", part.clause, " ".join(said), head=voice.text(part.label))


def officers(voice: Voice) -> Sequence[Block]:
    """The officer and the handler in charge."""
    policy, promised = voice.policy, "complaints" in voice.policy.clauses
    return [
        Lines(
            (
                voice.mechanism(
                    "complaints",
                    "개인정보에 관한 문의와 불만은 아래로 알려 주세요." + " 신속하고 충분하게 답변드립니다." * promised,
                    "Please bring any question or complaint about personal data to us"
                    + ("; you will get a prompt and sufficient answer." if promised else "."),
                ),
            )
        ),
        Table(
            voice.say("개인정보 보호책임자와 담당자", "Privacy officer and contact person"),
            (
                voice.say("구분", "Role"),
                voice.say("직위", "Title"),
                voice.say("전화", "Phone"),
                voice.say("이메일, 주소", "E-mail, address")
                if any(one.address for one in _everybody(policy))
                else voice.say("이메일", "E-mail"),
            ),
            (
                _officer_row(
                    voice, "officer", voice.say("개인정보 보호책임자", "Privacy officer"), policy.officers.officer
                ),
                _officer_row(
                    voice, "handler", voice.say("개인정보 보호담당자", "Contact person"), policy.officers.handler
                ),
                *(
                    _officer_row(
                        voice,
                        post,
                        f"{voice.text(brand.label)}: {role}",
                        getattr(brand.officers, post),
                        f"brands.{name}.officers",
                    )
                    for name, brand in policy.brands.items()
                    if brand.officers is not None
                    for post, role in (
                        ("officer", voice.say("개인정보 보호책임자", "Privacy officer")),
                        ("handler", voice.say("개인정보 보호담당자", "Contact person")),
                    )
                ),
                *(
                    _agent_row(voice, name, role, agent)
                    for name, role, agent in (
                        (
                            "domestic_agent",
                            voice.say("국내대리인", "Domestic agent in Korea"),
                            policy.officers.domestic_agent,
                        ),
                        (
                            "representative",
                            voice.say("영국 대리인", "Representative in the United Kingdom")
                            if "uk.gdpr" in policy.service.under and "eu.gdpr" not in policy.service.under
                            else voice.say("유럽경제지역 대리인", "Representative in the EEA"),
                            policy.officers.representative,
                        ),
                    )
                    if agent is not None
                ),
            ),
        ),
    ]


def _everybody(policy: PolicyFile) -> list[Officer]:
    """Everybody of the company, and of its brands, who is asked about personal data."""
    posts = [policy.officers, *(brand.officers for brand in policy.brands.values() if brand.officers is not None)]
    return [one for post in posts for one in (post.officer, post.handler)]


def bodies(voice: Voice) -> Sequence[Block]:
    """The outside bodies that hear complaints."""
    if not voice.policy.bodies:
        return ()
    return (
        Table(
            voice.say("개인정보 침해를 신고하거나 상담할 수 있는 기관", "Bodies that hear complaints about privacy"),
            (
                voice.say("기관", "Body"),
                voice.say("전화", "Phone"),
                voice.say("홈페이지, 주소", "Website, address")
                if any(one.address for one in voice.policy.bodies.values())
                else voice.say("홈페이지", "Website"),
            ),
            tuple(
                voice.row(
                    f"bodies.{name}",
                    body.clause,
                    (*voice.named(body), voice.of_brands("bodies", name)),
                    telephone(body.phone),
                    (address(body.url), voice.text(body.address) if body.address else ""),
                )
                for name, body in voice.policy.bodies.items()
            ),
        ),
    )


def _officer_row(voice: Voice, name: str, role: str, officer: Officer, under: str = "officers") -> Row:
    return voice.row(
        f"{under}.{name}",
        officer.clause,
        role,
        (voice.text(officer.title), officer.name or "", voice.text(officer.department) if officer.department else ""),
        (telephone(officer.phone), voice.say("팩스 ", "Fax ") + officer.fax if officer.fax else ""),
        (
            mailbox(officer.email) if officer.email else "",
            address(officer.form) if officer.form else "",
            voice.text(officer.address) if officer.address else "",
        ),
    )


def _agent_row(voice: Voice, name: str, role: str, agent: Agent) -> Row:
    return voice.row(
        f"officers.{name}",
        agent.clause,
        role,
        (voice.text(agent.name), voice.text(agent.address)),
        telephone(agent.phone),
        mailbox(agent.email) if agent.email else "",
    )


def links(voice: Voice) -> Sequence[Block]:
    """Sites that this one links to."""
    found = voice.policy.links
    lines = (voice.line("links", found.clause, voice.text(found.notice)),) if found else ()
    return (Lines(lines),) if lines else ()


def announcements(voice: Voice) -> Sequence[Block]:
    """Where changes are announced and how long before they take effect; this version's dates."""
    notice, version = voice.policy.notice, voice.policy.version
    where = voice.text(notice.where)
    ordinary, important = voice.period(notice.ordinary), voice.period(notice.important)
    lines = [
        voice.line(
            "notice.ordinary",
            notice.clause_ordinary,
            voice.say(
                f"이 방침을 바꿀 때에는 늦어도 시행하는 날 {where}에 알립니다.",
                f"A change to this policy is announced through {where}, no later than the day it takes effect.",
            )
            if notice.ordinary == NO_LEAD
            else voice.say(
                f"이 방침을 바꿀 때에는 시행하기 {ordinary} 전까지 {where}에 알립니다.",
                f"A change to this policy is announced through {where} at least {ordinary} before it takes effect.",
            ),
        )
    ]
    if notice.important != NO_LEAD:
        lines.append(
            voice.line(
                "notice.important",
                notice.clause_important,
                voice.say(
                    f"이용자의 권리에 중요한 변경은 시행하기 {important} 전까지 알립니다.",
                    f"A change that matters to your rights is announced at least {important} before.",
                ),
            )
        )
    if notice.important_when:
        lines.append(
            voice.line(
                "notice.important_when",
                None,
                voice.text(notice.important_when),
                head=voice.say("중요한 변경", "Such changes"),
            )
        )
    if version.announced != version.effective:
        day = voice.date(version.announced)
        lines.append(voice.line("version.announced", version.clause, day, head=voice.say("공고일", "Announced")))
    lines += [
        voice.line("version.effective", None, voice.date(version.effective), head=voice.say("시행일", "In force from")),
        voice.mechanism(
            "versions-readable",
            "이전 처리방침은 모두 계속 확인할 수 있으며, 변경 내용을 비교할 수 있습니다.",
            "Every past version stays readable, and can be compared with this one.",
        )
        if not version.earlier
        else voice.mechanism(
            "versions-readable",
            f"{voice.date(version.earlier[0].effective)}에 시행한 처리방침 이후의 처리방침은 모두 계속 확인할 수 있으며, 변경 내용을 비교할 수 있습니다.",
            f"Every version after that of {voice.date(version.earlier[0].effective)} stays readable, and can be compared with this one.",
        ),
    ]
    for place, one in enumerate(version.earlier):
        head = voice.say("그 전의 방침", "Earlier version")
        said: tuple[Inline, ...] = (
            (voice.date(one.effective) + voice.say("(", " ("), Link(one.url, one.url), ")")
            if one.url
            else (voice.date(one.effective),)
        )
        lines.append(voice.line(f"version.earlier.{place}", None, *said, head=head))
    return (Lines(tuple(lines)),)


def statement(voice: Voice, name: str, said: Promise) -> Line:
    """A sentence that states no promise: under its label its note, or the label alone."""
    parts: tuple[Inline, ...] = voice.note(said)
    label = voice.text(said.label)
    if parts:
        return voice.line(f"statements.{name}", said.clause, *parts, head=label)
    return voice.line(f"statements.{name}", said.clause, label)


def waived(voice: Voice, place: int, waiver: Waiver) -> Line:
    """Where the company knowingly differs from a rule, and why."""
    part = part_at(voice.policy, waiver.at) if waiver.at else None
    head = voice.text(part.label) if isinstance(part, Promise) else ""
    until = voice.date(waiver.until) if waiver.until else ""
    said = voice.text(waiver.because) + (voice.say(f" ({until}까지)", f" (Until {until}.)") if until else "")
    return voice.line(f"waive.{place}", None, said, head=head)
