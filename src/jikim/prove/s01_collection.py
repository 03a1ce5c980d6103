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
            "이 경로로 수집한 기록이 {n}건 있습니다.",
            "Records collected through these channels: {n}.",
            "이 경로로 수집한 기록이 아직 없습니다.",
            "No record has been collected through these channels yet.",
        ),
        *([idle(f"아직 수집한 기록이 없는 경로: {ko}.", f"Nothing has been collected yet by: {en}.")] if none else []),
    )


def named_suppliers(asked: Asked) -> Finding:
    seen = asked.evidence
    return all_of(
        refusals(asked, "partners"),
        none_of(
            seen.unsourced,
            "제공한 제휴사가 기록되지 않은 기록이 {n}건 있습니다.",
            "Records from partners that do not name which partner supplied them: {n}.",
            some(
                seen.supplied,
                "제휴사가 제공한 기록 {n}건 모두에 제공한 곳이 기록되어 있습니다.",
                "Records supplied by partners, each naming its partner: {n}.",
                "제휴사가 제공한 기록이 아직 없습니다.",
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
        "선택 항목이나 선택 동의가 없으면 접수되지 않는 경로가 {n}개 있습니다.",
        "Channels that accept nothing without an optional item or consent: {n}.",
        ready(
            f"필수 항목만 입력한 {found.asked}가지 경우가 모두 접수되었습니다.",
            f"All {found.asked} test submissions with required items only were accepted just now.",
        ),
    )


MECHANISMS = (
    Mechanism(
        "items",
        "처리방침에 없는 항목은 수집 단계에서 거절합니다.",
        "An item that the policy does not declare is refused when it is collected.",
        lambda asked: all_of(refusals(asked, "items"), held(asked)),
    ),
    Mechanism(
        "refuse",
        "수집하지 않는 정보는 자유 입력란에 있어도 찾아 거절하며, 연령을 확인하여 기준에 미달하면 아무 정보도 저장하지 않습니다. "
        "나중에 확인된 아동의 개인정보는 법정대리인의 요청에 따라 처리합니다.",
        "Data that is never collected is detected and refused, even in free text; everyone is asked their age, "
        "and nothing is stored of those below the limit. For a child found later, the guardian’s request is answered in time.",
        lambda asked: all_of(refusals(asked, "types", "age"), held(asked), in_time(asked, GUARDIAN)),
    ),
    Mechanism(
        "clauses.minimum",
        "선택 항목을 입력하지 않거나 선택 동의를 거부해도 이용을 제한하지 않습니다.",
        "Leaving optional items empty or refusing an optional consent does not restrict the service.",
        minimum,
    ),
    Mechanism(
        "channels",
        "경로별로 정한 항목만 수집합니다.",
        "Each channel collects the items declared for it and no others.",
        doors,
        "/office/intake",
    ),
    Mechanism(
        "channels.partner",
        "제휴사가 제공한 정보도 공개한 항목만 수집하고 출처를 기록합니다.",
        "Only declared items are accepted from a partner, and their source is recorded.",
        partner_door,
        "/office/intake",
    ),
    Mechanism(
        "partners",
        "공개한 제휴사가 공개한 항목만 제공할 수 있습니다.",
        "Only declared partners can supply data, and only declared items.",
        named_suppliers,
        "/office/processors",
    ),
)
