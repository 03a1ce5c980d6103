"""Section 1: what is taken, by which doors, and what never is."""

from __future__ import annotations

from jikim.policy.model import ChannelKind
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
    brought = {name: asked.happened("record:collect", channel=[name]) for name in asked.names}
    some_did = any(one.many for one in brought.values())
    none = [name for name, one in brought.items() if some_did and one.whole and not one.many]
    ko, en = (Voice(asked.policy.file, language).channels(none) for language in LANGUAGES)
    return all_of(
        refusals(asked, *(f"channel:{name}" for name in asked.names)),
        some(asked, "doors", asked.happened("record:collect", channel=asked.names)),
        *([idle(f"아직 수집한 기록이 없는 경로: {ko}.", f"Nothing has been collected yet by: {en}.")] if none else []),
    )


def named_suppliers(asked: Asked) -> Finding:
    channels = [name for name, one in asked.policy.file.channels.items() if one.kind is ChannelKind.PARTNER]
    supplied = some(asked, "named_suppliers", asked.happened("record:collect", channel=channels))
    return all_of(refusals(asked, "partners"), none_of("named_suppliers", asked.evidence.unsourced, supplied))


def partner_door(asked: Asked) -> Finding:
    return all_of(doors(asked), named_suppliers(asked))


def minimum(asked: Asked) -> Finding:
    found = asked.evidence.refusals.get("minimum", Refusals(0))
    return none_of(
        "minimum",
        len(found.passed),
        ready(
            f"필수 항목만 입력한 {found.asked}가지 경우가 모두 접수되었습니다.",
            f"All {found.asked} test submissions with required items only were accepted just now.",
        ),
    )


MECHANISMS = (
    Mechanism("items", lambda asked: all_of(refusals(asked, "items"), held(asked))),
    Mechanism("refuse", lambda asked: all_of(refusals(asked, "types", "age"), held(asked), in_time(asked, GUARDIAN))),
    Mechanism("clauses.minimum", minimum),
    Mechanism("channels", doors, "/office/intake"),
    Mechanism("channels.partner", partner_door, "/office/intake", words="partner"),
    Mechanism("partners", named_suppliers, "/office/processors"),
)
