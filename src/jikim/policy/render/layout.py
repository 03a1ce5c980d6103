"""The orders in which a document may stand: of 2013, of the guideline of April 2026, a general one, or the company's own.

Each topic is said once, whatever the order. A section of the guideline for which a policy has nothing (a domestic
agent, cameras, automated decisions) is left out, and the numbers close up, as published policies do it; the preamble
has none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from jikim.policy.model import TOPICS, Layout, Matter, OwnSection, PolicyFile, Topic

Pair = tuple[str, str]


class PlacedTopic(NamedTuple):
    """A topic in a section, under a heading of its own where it needs one there."""

    topic: Topic
    heading: Pair | None = None


class SectionPlan(NamedTuple):
    """A section: its title, what it says in which order, and about which matters the file's statements stand here."""

    title: Pair
    places: tuple[PlacedTopic, ...] = ()
    about: tuple[Matter, ...] = ()


_NEVER: Pair = ("수집하지 않는 정보", "What we never collect")
_CHANNELS: Pair = ("수집 방법", "How data arrives")
_PARTNERS: Pair = ("제휴사로부터 제공받는 정보", "What partner companies supply")
_ABROAD: Pair = ("개인정보의 국외 이전", "Transfers abroad")
_BODIES: Pair = ("외부 기관", "Outside bodies")
_DUTIES: Pair = ("이용자의 의무", "What we ask of you")
_HANDOVER: Pair = ("영업의 양도 등에 따른 개인정보의 이전", "Handing over the business")
_LINKS: Pair = ("링크와 배너", "Links and banners")


def _plan(ko: str, en: str, *places: Topic | tuple[Topic, Pair], about: tuple[Matter, ...] = ()) -> SectionPlan:
    return SectionPlan(
        (ko, en),
        tuple(PlacedTopic(place) if isinstance(place, str) else PlacedTopic(*place) for place in places),
        about,
    )


_PREAMBLE = _plan("머리말", "About this policy", "preamble")
_OTHER: Pair = ("그 밖에 알려 드리는 사항", "Other matters")
LAYOUTS: dict[Layout, tuple[SectionPlan, ...]] = {
    "kr.2013": (
        _PREAMBLE,
        _plan(
            "개인정보의 수집 항목과 수집 방법",
            "What we collect, and how",
            "items",
            ("refused", _NEVER),
            ("children", _NEVER),
            ("channels", _CHANNELS),
            ("partners", _PARTNERS),
            about=(Matter.SENSITIVE, Matter.CHILDREN),
        ),
        _plan(
            "개인정보의 수집·이용 목적",
            "Why we use it",
            "purposes",
            about=(Matter.ADDITIONAL_USE, Matter.PSEUDONYMISED, Matter.AI),
        ),
        _plan(
            "개인정보의 제3자 제공",
            "Providing data to third parties",
            "recipients",
            ("recipients-abroad", _ABROAD),
            ("handover", _HANDOVER),
        ),
        _plan("개인정보 처리의 위탁", "Processors", "processors", ("processors-abroad", _ABROAD)),
        _plan("개인정보의 보유·이용 기간", "How long we keep it", "retention"),
        _plan("개인정보의 파기 절차와 방법", "How it is destroyed", "destruction"),
        _plan(
            "이용자와 법정대리인의 권리와 그 행사 방법",
            "Your rights, and how to use them",
            "rights",
            about=(Matter.AUTOMATED,),
        ),
        _plan(*_DUTIES, "duties"),
        _plan(
            "개인정보 자동 수집 장치(쿠키)의 설치·운영과 거부",
            "Cookies: what is set, and how to refuse",
            "cookies",
            about=(Matter.BEHAVIOUR,),
        ),
        _plan("개인정보의 안전성 확보 조치", "How we guard it", "safeguards", about=(Matter.CCTV, Matter.CAMERAS)),
        _plan(
            "개인정보 보호책임자와 담당자의 연락처",
            "Whom to ask",
            "officers",
            ("bodies", _BODIES),
            about=(Matter.REPRESENTATIVE, Matter.AGENT),
        ),
        _plan(*_LINKS, "links"),
        _plan("고지의 의무", "How changes are announced", "announcements"),
    ),
    "kr.2026": (
        _PREAMBLE,
        _plan("개인정보의 처리 목적", "Why we use it", "purposes"),
        _plan(
            "처리하는 개인정보의 항목",
            "What we collect, and how",
            "items",
            ("refused", _NEVER),
            ("channels", _CHANNELS),
            ("partners", _PARTNERS),
        ),
        _plan("14세 미만 아동의 개인정보", "Children’s data", "children", about=(Matter.CHILDREN,)),
        _plan("개인정보의 처리 및 보유 기간", "How long we keep it", "retention"),
        _plan("개인정보의 파기 절차와 방법", "How it is destroyed", "destruction"),
        _plan("개인정보의 제3자 제공", "Providing data to third parties", "recipients"),
        _plan(*_HANDOVER, "handover"),
        _plan("추가적인 이용·제공의 판단 기준", "Additional use", about=(Matter.ADDITIONAL_USE,)),
        _plan("개인정보 처리업무의 위탁", "Processors", "processors"),
        _plan("개인정보의 국외 이전", "Transfers abroad", "recipients-abroad", "processors-abroad"),
        _plan("개인정보의 안전성 확보조치", "How we guard it", "safeguards"),
        _plan("민감정보의 공개 가능성과 비공개 선택", "Sensitive data", about=(Matter.SENSITIVE,)),
        _plan("가명정보의 처리", "Pseudonymised data", about=(Matter.PSEUDONYMISED,)),
        _plan(
            "개인정보를 자동으로 수집하는 장치의 설치·운영과 거부", "Cookies: what is set, and how to refuse", "cookies"
        ),
        _plan("행태정보의 수집·이용과 거부", "Behavioural data", about=(Matter.BEHAVIOUR,)),
        _plan("정보주체와 법정대리인의 권리·의무와 행사 방법", "Your rights, and how to use them", "rights"),
        _plan("자동화된 결정", "Automated decisions", about=(Matter.AUTOMATED,)),
        _plan("개인정보 보호책임자와 고충처리 부서", "Whom to ask", "officers", about=(Matter.REPRESENTATIVE,)),
        _plan("국내대리인", "Domestic agent", about=(Matter.AGENT,)),
        _plan("권익침해에 대한 구제 방법", "Where else to turn", "bodies"),
        _plan("고정형 영상정보처리기기", "Cameras", about=(Matter.CCTV,)),
        _plan("이동형 영상정보처리기기", "Mobile cameras", about=(Matter.CAMERAS,)),
        _plan("생성형 인공지능", "Generative AI", about=(Matter.AI,)),
        _plan(*_OTHER, ("duties", _DUTIES), ("links", _LINKS), about=(Matter.VOLUNTARY,)),
        _plan("개인정보 처리방침의 변경", "How changes are announced", "announcements"),
    ),
    "general": (
        _PREAMBLE,
        _plan(
            "수집하는 개인정보",
            "The data we collect",
            "items",
            ("refused", _NEVER),
            ("channels", _CHANNELS),
            ("partners", _PARTNERS),
            about=(Matter.SENSITIVE,),
        ),
        _plan("이용 목적과 처리 근거", "Why we use it, and on what ground", "purposes", about=(Matter.ADDITIONAL_USE,)),
        _plan(
            "개인정보를 받는 곳",
            "Who receives it",
            "recipients",
            ("processors", ("개인정보 처리의 위탁", "Those who work for us")),
            ("handover", _HANDOVER),
        ),
        _plan(_ABROAD[0], "Transfers to other countries", "recipients-abroad", "processors-abroad"),
        _plan("보유 기간과 파기", "How long we keep it", "retention", ("destruction", ("파기", "How it is destroyed"))),
        _plan("정보주체의 권리", "Your rights", "rights", about=(Matter.AUTOMATED, Matter.AI)),
        _plan("아동의 개인정보", "Children", "children", about=(Matter.CHILDREN,)),
        _plan("쿠키", "Cookies", "cookies", about=(Matter.BEHAVIOUR,)),
        _plan("안전성 확보 조치", "How we protect it", "safeguards", about=(Matter.PSEUDONYMISED,)),
        _plan(
            "문의와 불만",
            "Whom to turn to",
            "officers",
            ("bodies", _BODIES),
            about=(Matter.REPRESENTATIVE, Matter.AGENT),
        ),
        _plan(*_OTHER, ("duties", _DUTIES), ("links", _LINKS), about=(Matter.CCTV, Matter.CAMERAS, Matter.VOLUNTARY)),
        _plan("방침의 변경", "Changes to this policy", "announcements"),
    ),
}
# By which heading a topic is known inside a section of the company's own.
_HEADINGS: dict[Topic, Pair] = {
    place.topic: place.heading or plan.title for plan in LAYOUTS["kr.2026"] for place in plan.places
}


def plans_of(policy: PolicyFile, layout: Layout | None = None) -> tuple[SectionPlan, ...]:
    """The sections of a policy's document: of a layout that is asked for, else the company's own, else of the file's layout."""
    return _own(policy.sections) if policy.sections and layout is None else LAYOUTS[layout or policy.layout]


def _own(sections: Sequence[OwnSection]) -> tuple[SectionPlan, ...]:
    """The company's own sections. The preamble stands first where none names it; what no section names stands last."""
    said = {topic for section in sections for topic in section.says}
    about = {matter for section in sections for matter in section.about}
    own = [
        SectionPlan(
            (section.title.get("ko", ""), section.title.get("en", "")),
            tuple(PlacedTopic(topic, _HEADINGS[topic] if at else None) for at, topic in enumerate(section.says)),
            section.about,
        )
        for section in sections
    ]
    left = tuple(PlacedTopic(topic, _HEADINGS[topic]) for topic in TOPICS if topic not in said | {"preamble"})
    others = SectionPlan(_OTHER, left, tuple(matter for matter in Matter if matter not in about))
    return (*([] if "preamble" in said else [_PREAMBLE]), *own, others)


def numbered(
    layout: tuple[SectionPlan, ...], said: Collection[Topic], about: Collection[Matter] = (), *, known: bool = True
) -> list[tuple[int, SectionPlan]]:
    """The layout's sections that say something, with their numbers; `said` are the topics and `about` the matters of
    which something is said. `known`: the file numbers its promises, by the sections of 2013 where that is its layout."""
    plans = [
        plan
        for plan in layout
        if any(place.topic in said for place in plan.places) or any(matter in about for matter in plan.about)
    ]
    if layout is LAYOUTS["kr.2013"] and known:
        # Its numbers stay although a section is left out: its clauses are known by them.
        return [(layout.index(plan), plan) for plan in plans]
    return list(enumerate(plans, start=0 if plans and plans[0] is _PREAMBLE else 1))


def topic_of(layout: tuple[SectionPlan, ...], clause: str | None, said: Collection[Topic]) -> Topic:
    """Under which topic a statement stands: the first of the section that its clause's number begins with in the file's
    own layout; without one, the links, which are the document's other matters."""
    number = (clause or "").partition(".")[0]
    if number.isdecimal():
        plans = dict(enumerate(layout)) if layout is LAYOUTS["kr.2013"] else dict(numbered(layout, said))
        plan = plans.get(int(number))
        if plan is not None and plan.places:
            return plan.places[0].topic
    return "links"


# Under which topic what is said of a part of the file stands, by the file's section.
_PARTS: dict[str, Topic] = {
    "service": "preamble",
    "brands": "preamble",
    "items": "items",
    "refuse": "refused",
    "channels": "channels",
    "partners": "partners",
    "purposes": "purposes",
    "records": "retention",
    "leaving": "retention",
    "dormancy": "retention",
    "rejoining": "retention",
    "holds": "retention",
    "archive": "destruction",
    "recipients": "recipients",
    "processors": "processors",
    "handover": "handover",
    "cookies": "cookies",
    "rights": "rights",
    "duties": "duties",
    "safeguards": "safeguards",
    "officers": "officers",
    "bodies": "bodies",
    "links": "links",
}


def topic_at(path: str | None) -> Topic:
    """Under which topic something about a part of the file stands; about the file as a whole, the announcements."""
    return _PARTS.get((path or "").partition(".")[0], "announcements")
