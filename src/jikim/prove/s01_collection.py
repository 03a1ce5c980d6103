"""Section 1: what is taken, by which doors, and what never is."""

from __future__ import annotations

from jikim.policy.render.voice import Voice
from jikim.prove.evidence import Refusals
from jikim.prove.mechanism import (
    LANGUAGES,
    Asked,
    Finding,
    Mechanism,
    all_of,
    held,
    idle,
    none_of,
    ready,
    refusals,
    some,
)
from jikim.prove.s07_rights import GUARDIAN, in_time


def doors(asked: Asked) -> Finding:
    brought = asked.evidence.brought
    none = [name for name in asked.names if not brought.get(name)] if any(map(brought.get, asked.names)) else []
    ko, en = (Voice(asked.policy.file, language).channels(none) for language in LANGUAGES)
    return all_of(
        refusals(asked, *(f"channel:{name}" for name in asked.names)),
        some(
            sum(brought.get(name, 0) for name in asked.names),
            "이 경로로 들어와 있는 기록이 {n}건 있습니다.",
            "Records that these channels brought: {n}.",
            "이 경로로 들어온 기록이 아직 없습니다.",
            "These channels have brought no record yet.",
        ),
        *([idle(f"아직 아무것도 들어오지 않은 경로: {ko}.", f"Nothing has come yet by: {en}.")] if none else []),
    )


def named_suppliers(asked: Asked) -> Finding:
    seen = asked.evidence
    return all_of(
        refusals(asked, "partners"),
        none_of(
            seen.unsourced,
            "어느 제휴사가 보냈는지 적히지 않은 기록이 {n}건 있습니다.",
            "Records of partners that do not say which of them supplied it: {n}.",
            some(
                seen.supplied,
                "제휴사가 보낸 기록 {n}건에는 모두 보낸 곳이 적혀 있습니다.",
                "Records that partners supplied, each with its supplier's name: {n}.",
                "제휴사가 보낸 기록이 아직 없습니다.",
                "No partner has supplied a record yet.",
            ),
        ),
    )


def partner_door(asked: Asked) -> Finding:
    return all_of(doors(asked), named_suppliers(asked))


def minimum(asked: Asked) -> Finding:
    found = asked.evidence.refusals.get("minimum", Refusals(0))
    return none_of(
        len(found.passed),
        "선택 항목이나 선택 동의 없이는 받지 않는 경로가 {n}곳 있습니다.",
        "Channels that take nothing without an optional item or consent: {n}.",
        ready(
            f"꼭 필요한 것만 적은 {found.asked}가지가 모두 받아들여졌습니다.",
            f"Each of {found.asked} offers of what is required alone was admitted just now.",
        ),
    )


MECHANISMS = (
    Mechanism(
        "items",
        "방침에 없는 항목은 들어오는 문에서 거절합니다.",
        "An item that the policy does not declare is refused at the door.",
        lambda asked: all_of(refusals(asked, "items"), held(asked)),
    ),
    Mechanism(
        "refuse",
        "받지 않기로 한 정보는 글 속에 있어도 찾아 거절하고, 나이를 물어 어리면 아무것도 남기지 않습니다. "
        "나중에 알게 된 아동의 정보는 법정대리인의 요청을 받아 처리합니다.",
        "What is never taken is found and refused, even inside a text; everybody is asked about the age, "
        "and a no keeps nothing. For a child found later, the guardian's request is answered in its time.",
        lambda asked: all_of(refusals(asked, "types", "age"), held(asked), in_time(asked, GUARDIAN)),
    ),
    Mechanism(
        "clauses.minimum",
        "선택 항목을 비우거나 선택 동의를 거절해도 막지 않습니다.",
        "Leaving optional items empty, or refusing an optional consent, blocks nothing.",
        minimum,
    ),
    Mechanism(
        "channels",
        "경로마다 정해진 항목만 들어옵니다.",
        "Each channel brings its own items and no other.",
        doors,
        "/office/intake",
    ),
    Mechanism(
        "channels.partner",
        "제휴사가 보낸 것도 선언한 항목만 받고 출처를 남깁니다.",
        "Of what a partner sends only the declared is taken, and its source is kept.",
        partner_door,
        "/office/intake",
    ),
    Mechanism(
        "partners",
        "밝힌 제휴사만, 밝힌 항목만 보낼 수 있습니다.",
        "Declared partners alone supply, and declared items alone.",
        named_suppliers,
        "/office/processors",
    ),
)
