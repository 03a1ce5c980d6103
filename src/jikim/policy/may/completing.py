"""The words that were understood become a whole question: what is left out is assumed where one thing alone can be meant, and asked for else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jikim.policy.compiled import Policy
from jikim.policy.may.hearing import Words
from jikim.policy.may.question import Question
from jikim.policy.model import SubjectKind
from jikim.policy.period import Period
from jikim.policy.render.particles import euro
from jikim.policy.states import Verb


def completed(
    policy: Policy, verb: Verb, of: Mapping[str, list[str]]
) -> tuple[Question, tuple[Words, ...], tuple[Words, ...]]:
    """The question of these names by kind, what was assumed for it, and what must be said first."""
    assumed: list[Words] = []
    asks: list[Words] = []
    made = Question(verb, items=tuple(dict.fromkeys(of.get("item", ()))), record=_one(of, "record"))
    made = replace(made, **_who(of, verb, assumed, asks), **_what_is_known(of, verb, assumed))
    made = _whither(policy, made, of, assumed, asks)
    made = _which_record(policy, made, assumed, asks)
    return _rest(policy, made, of, assumed, asks), tuple(assumed), tuple(asks)


def _one(of: Mapping[str, list[str]], kind: str) -> str:
    return next(iter(of.get(kind, ())), "")


def _who(of: Mapping[str, list[str]], verb: Verb, assumed: list[Words], asks: list[Words]) -> dict[str, Any]:
    actors = list(dict.fromkeys(of.get("actor", ())))
    owner = {"member", "guardian"} & set(actors)
    own = verb in (Verb.SHOW, Verb.CORRECT, Verb.LEAVE)
    if own:
        actors = [one for one in actors if one in ("member", "guardian", "officer", "handler")] or ["member"]
    else:
        actors = [one for one in actors if one not in ("member", "guardian")]
    if verb is Verb.COLLECT:
        return {"actor": "member", "own": False} if not actors else {"actor": actors[0]}
    if not actors and owner:
        # `may a member read it for delivery`: the person's own look has no purpose, and staff's is another answer.
        asks.append(
            {
                "ko": "누가 하는지 말해 주세요: 담당자인가요(예: 배송 담당자가), 본인이 자기 정보를 보는 것인가요(그러면 목적은 빼세요)?",
                "en": "say who does it: staff (such as: the delivery team), or the person with their own data (then leave out the purpose)?",
            }
        )
    elif not actors:
        assumed.append({"ko": "담당자가 묻는 것으로 보았습니다", "en": "a handler who holds a grant for it is meant"})
    if not actors:
        return {"actor": "handler"}
    return {"actor": actors[0], "own": actors[0] in ("member", "guardian")}


def _what_is_known(of: Mapping[str, list[str]], verb: Verb, assumed: list[Words]) -> dict[str, Any]:
    said = set(of.get("condition", ()))
    ago = _one(of, "ago")
    known: dict[str, Any] = {
        "frozen": "frozen" in said, "held": "held" in said, "left": "left" in said, "reason": "reason" in said,
        "statute": "terms" in said, "document": "terms" in said, "authority": "terms" in said, "approved": "approved" in said,
    }  # fmt: skip
    if "old-enough" in said or "too-young" in said:
        known["old_enough"] = "too-young" not in said
    for condition in ("destroyed", "archived", "ended"):
        if condition in said:
            known["condition"] = condition
            break
    else:
        if "live" not in said and not ago and verb not in (Verb.COLLECT, Verb.LEAVE):
            assumed.append(
                {
                    "ko": "목적이 끝나지 않은 기록으로 보았습니다",
                    "en": "the record is taken to be live: its purpose is not fulfilled",
                }
            )
    if ago:
        known["ended" if "ended" in said or "condition" in known else "collected"] = Period.parse(ago)
    if "ended" in said and not ago:
        assumed.append({"ko": "방금 끝난 것으로 보았습니다", "en": "it is taken to have ended just now"})
    subject = next((one for one in of.get("subject", ()) if one != "somebody"), "")
    if subject:
        known["subject"] = SubjectKind(subject)
    if "refused" in said:
        known["consents"] = ()
    return known


def _whither(
    policy: Policy, made: Question, of: Mapping[str, list[str]], assumed: list[Words], asks: list[Words]
) -> Question:
    """Purpose, receiver and door."""
    file = policy.file
    if made.verb in (Verb.PROVIDE, Verb.ENTRUST):
        kind = "recipient" if made.verb is Verb.PROVIDE else "processor"
        to = _one(of, kind)
        if not to:
            asks.append({"ko": "누구에게인지 말해 주세요", "en": f"say to whom: one of the policy's {kind}s"})
            return made
        made = replace(made, to=to)
        party = file.recipients[to] if made.verb is Verb.PROVIDE else file.processors[to]
        purpose = _one(of, "purpose")
        fitting = [
            one
            for one in party.purposes
            if not made.record or made.verb is Verb.PROVIDE or one in policy.records[made.record].record.for_
        ]
        if not purpose and len(fitting) == 1:
            purpose = fitting[0]
            assumed.append(
                {"ko": f"목적은 {euro(f'`{purpose}`')} 보았습니다", "en": f"the purpose is taken to be `{purpose}`"}
            )
        if not purpose:
            asks.append(
                {
                    "ko": "어떤 목적인지 말해 주세요: " + listed(party.purposes),
                    "en": f"say for what purpose: {listed(party.purposes)}",
                }
            )
        return replace(made, purpose=purpose)
    if made.verb is Verb.USE:
        purpose = _one(of, "purpose")
        if not purpose:
            asks.append(
                {
                    "ko": "어떤 목적으로 보는지 말해 주세요(예: 배송 담당자가)",
                    "en": "say for what purpose (such as: the delivery team)",
                }
            )
        return replace(made, purpose=purpose)
    if made.verb is Verb.CONSULT:
        purpose = _one(of, "archive")
        if not purpose and len(file.archive.purposes) == 1:
            purpose = next(iter(file.archive.purposes))
            assumed.append(
                {
                    "ko": f"보관 목적은 {euro(f'`{purpose}`')} 보았습니다",
                    "en": f"the archive's purpose is taken to be `{purpose}`",
                }
            )
        if not purpose:
            known = listed(file.archive.purposes)
            asks.append(
                {
                    "ko": f"어떤 보관 목적인지 말해 주세요: {known}",
                    "en": f"say for which purpose of the archive: {known}",
                }
            )
        return replace(made, purpose=purpose, reason=True)
    if made.verb is Verb.COLLECT:
        channel = _one(of, "channel")
        via = policy.records[made.record].record.via if made.record else ()
        if not channel and len(via) == 1:
            channel = via[0]
            assumed.append(
                {"ko": f"경로는 {euro(f'`{channel}`')} 보았습니다", "en": f"it is taken to come by `{channel}`"}
            )
        if not channel:
            known = listed(via or file.channels)
            asks.append({"ko": f"어느 경로인지 말해 주세요: {known}", "en": f"say by which channel: {known}"})
        return replace(made, channel=channel, to=_one(of, "partner"))
    return made


def _which_record(policy: Policy, made: Question, assumed: list[Words], asks: list[Words]) -> Question:
    if made.record or made.verb is Verb.LEAVE:
        return made
    fitting = [
        name
        for name, rules in policy.records.items()
        if made.items and all(ref in rules.names for ref in made.items)
        and (made.verb is not Verb.USE or not made.purpose or made.purpose in rules.record.for_)
    ]  # fmt: skip
    if len(fitting) == 1:
        assumed.append(
            {"ko": f"기록은 {euro(f'`{fitting[0]}`')} 보았습니다", "en": f"the record is taken to be `{fitting[0]}`"}
        )
        return replace(made, record=fitting[0])
    if made.verb is Verb.SHOW and not made.items:
        return made
    known = listed(fitting or policy.records)
    asks.append({"ko": f"어느 기록인지 말해 주세요: {known}", "en": f"say of which record: {known}"})
    return made


def _rest(
    policy: Policy, made: Question, of: Mapping[str, list[str]], assumed: list[Words], asks: list[Words]
) -> Question:
    file = policy.file
    if not made.items and made.verb in (Verb.USE, Verb.PROVIDE, Verb.ENTRUST, Verb.CONSULT, Verb.COLLECT) and not asks:
        asks.append({"ko": "어느 항목인지 말해 주세요", "en": "say which item"})
    if made.verb is Verb.CONSULT:
        assumed.append({"ko": "사유를 적은 것으로 보았습니다", "en": "a reason is taken to be stated"})
        if made.condition == "live" and made.ended is None and "live" not in of.get("condition", ()):
            made = replace(made, condition="archived")
            assumed[:] = [one for one in assumed if "끝나지 않은" not in one["ko"]]
            assumed.append(
                {"ko": "떼어 보관하는 기록으로 보았습니다", "en": "the record is taken to rest in the archive"}
            )
    purpose = file.purposes.get(made.purpose)
    if made.verb is Verb.USE and purpose is not None and purpose.reason and not made.reason:
        made = replace(made, reason=True)
        assumed.append({"ko": "사유를 적은 것으로 보았습니다", "en": "a reason is taken to be stated"})
    if "given" in of.get("condition", ()):
        known = {**policy.purpose_consents, **policy.recipient_consents}
        wanted = [one for one in (made.purpose, f"{made.to}/{made.purpose}") if one in known]
        made = replace(made, consents=tuple(wanted))
    if made.verb is Verb.COLLECT and made.record:
        of_record = policy.records[made.record].record.of
        if made.subject is None and len(of_record) == 1:
            made = replace(made, subject=of_record[0])
        if made.subject is None:
            asks.append(
                {
                    "ko": "누구의 것인지 말해 주세요: 회원, 기업회원, 비회원",
                    "en": "say whose: a member's, a corporate member's, a guest's",
                }
            )
        if file.refuse.below_age and made.old_enough is None:
            age = file.refuse.below_age
            made = replace(made, old_enough=True)
            assumed.append({"ko": f"만 {age}세 이상으로 보았습니다", "en": f"the person is taken to be {age} or older"})
        required = [ref for ref in policy.records[made.record].record.items.required if ref not in made.items]
        if required and not asks:
            made = replace(made, items=(*made.items, *required))
            names = listed(required)
            assumed.append(
                {
                    "ko": f"필수 항목도 함께 받는 것으로 보았습니다: {names}",
                    "en": f"the required items are taken to come with it: {names}",
                }
            )
    return made


def listed(named: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in named)
