"""The chain: what the file says on the way to an answer, link by link, each with its clause and its path.

It tells and decides nothing: whether a link lets the question pass is what the file says of that link alone; the last
link is `decide`'s answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from jikim.particles import eul, eun, i_ga
from jikim.policy.ask import Facts
from jikim.policy.compiled import Policy, RecordRules, mask_of, numbers_of
from jikim.policy.decide import Allowed, Denied
from jikim.policy.may.fate import fate_of, resolved
from jikim.policy.may.question import Question, Step
from jikim.policy.model import Basis, Language, Processor, Recipient, Under
from jikim.policy.reasons import REASONS
from jikim.policy.render import terms
from jikim.policy.render.voice import Voice
from jikim.policy.states import State, Verb


def chain(policy: Policy, question: Question, now: datetime, facts: Facts) -> Iterator[Step]:
    file = policy.file
    ko, en = Voice(file, "ko"), Voice(file, "en")
    question = resolved(policy, question)
    rules = policy.records.get(question.record)
    if rules is not None:
        yield from _held(policy, question, rules, ko, en)
    purpose = file.purposes.get(question.purpose) if question.verb in (Verb.USE, Verb.ENTRUST) else None
    if purpose is not None:
        missing = [ref for ref in question.items if ref not in purpose.items]
        label = (ko.text(purpose.label), en.text(purpose.label))
        words = terms.BASES[purpose.basis]
        read = (ko.items(missing or question.items), _quoted(en, missing or question.items))
        yield Step(
            not missing,
            {
                "ko": f"‘{label[0]}’ 목적은 {eul(read[0])} "
                + ("볼 수 있는 항목에 두지 않았습니다" if missing else f"볼 수 있습니다(근거: {words[0]})"),
                "en": f"the purpose ‘{label[1]}’ "
                + (f"does not list {read[1]}" if missing else f"may read {read[1]} (basis: {words[1]})"),
            },
            purpose.clause,
            f"purposes.{question.purpose}",
        )
        if rules is not None and question.purpose not in rules.record.for_:
            record = (ko.text(rules.record.label), en.text(rules.record.label))
            yield Step(
                False,
                {
                    "ko": f"‘{record[0]}’ 기록은 이 목적에 쓰지 않습니다",
                    "en": f"the record ‘{record[1]}’ does not serve this purpose",
                },
                rules.record.clause,
                f"records.{question.record}.for",
            )
        if purpose.basis is Basis.CONSENT and question.consents is not None:
            given = question.purpose in question.consents
            yield Step(given, _consented("이 목적", given), purpose.clause, f"purposes.{question.purpose}.basis")
    yield from _given_to(policy, question, ko, en)
    if rules is not None and question.verb is not Verb.COLLECT:
        yield from _life(policy, question, rules, now, facts, ko, en)


def _held(policy: Policy, question: Question, rules: RecordRules, ko: Voice, en: Voice) -> Iterator[Step]:
    label = (ko.text(rules.record.label), en.text(rules.record.label))
    lacking = [ref for ref in question.items if ref not in rules.names]
    shown = lacking or question.items
    if shown:
        items = (ko.items(shown), _quoted(en, shown))
        yield Step(
            not lacking,
            {
                "ko": f"‘{label[0]}’ 기록에는 {i_ga(items[0])} " + ("없습니다" if lacking else "있습니다"),
                "en": f"the record ‘{label[1]}’ " + ("does not hold" if lacking else "holds") + f" {items[1]}",
            },
            rules.record.clause,
            f"records.{rules.name}.items",
        )
    if question.verb is Verb.COLLECT and question.channel:
        channel = policy.file.channels[question.channel]
        said = (ko.text(channel.label), en.text(channel.label))
        comes = question.channel in rules.record.via
        yield Step(
            comes,
            {
                "ko": f"‘{label[0]}’ 기록은 ‘{said[0]}’ 경로로 " + ("들어옵니다" if comes else "들어오지 않습니다"),
                "en": f"the record ‘{label[1]}’ " + ("comes" if comes else "does not come") + f" by ‘{said[1]}’",
            },
            channel.clause,
            f"channels.{question.channel}",
        )


def _given_to(policy: Policy, question: Question, ko: Voice, en: Voice) -> Iterator[Step]:
    file = policy.file
    party: Recipient | Processor | None = None
    if question.verb is Verb.PROVIDE:
        party = file.recipients.get(question.to)
    elif question.verb is Verb.ENTRUST:
        party = file.processors.get(question.to)
    if party is None:
        return
    family = "recipients" if question.verb is Verb.PROVIDE else "processors"
    over = [ref for ref in question.items if ref not in party.items]
    label = (ko.text(party.label), en.text(party.label))
    items = (ko.items(over or question.items), _quoted(en, over or question.items))
    fits = not over and question.purpose in party.purposes and question.record in party.records
    told: dict[Language, str] = {
        "ko": f"{eun(f'‘{label[0]}’')} {eul(items[0])} 받을 수 " + ("있습니다" if fits else "없습니다"),
        "en": f"‘{label[1]}’ " + ("may get" if fits else "may not get") + f" {items[1]}",
    }
    if not over and not fits:
        told = {
            "ko": f"{eun(f'‘{label[0]}’')} 이 기록을 이 목적으로 받지 않습니다",
            "en": f"‘{label[1]}’ does not get this record for this purpose",
        }
    yield Step(fits, told, party.clause, f"{family}.{question.to}")
    if isinstance(party, Recipient) and party.under is Under.CONSENT and question.consents is not None:
        given = f"{question.to}/{question.purpose}" in question.consents
        yield Step(given, _consented("이 제공", given), party.clause, f"{family}.{question.to}.under")


def _life(
    policy: Policy, question: Question, rules: RecordRules, now: datetime, facts: Facts, ko: Voice, en: Voice
) -> Iterator[Step]:
    state, kept, days = fate_of(policy, question, now)
    path = f"records.{rules.name}"
    clause = policy.file.clauses.get("ended") or rules.record.clause
    if facts.subject_left:
        stays = rules.finishes
        yield Step(
            stays or question.verb is Verb.CONSULT,
            {
                "ko": "탈퇴했거나 삭제를 요청한 이용자의 기록입니다" + ("만, 시작한 일은 마칩니다" if stays else ""),
                "en": "its person has left" + (", and what was begun is finished" if stays else ""),
            },
            rules.record.clause,
            f"{path}.leaving",
        )
    if state is State.LIVE:
        yield Step(
            question.verb is not Verb.CONSULT,
            {"ko": "목적이 끝나지 않은 기록입니다", "en": "its purpose is not fulfilled yet"},
            rules.record.clause,
            f"{path}.ends",
        )
    elif state is State.ENDED:
        yield Step(
            question.verb in (Verb.SHOW, Verb.LEAVE),
            {"ko": "목적이 끝난 기록입니다", "en": "its purpose is fulfilled"},
            clause,
            f"{path}.ends",
        )
    elif state is State.DESTROYED:
        yield Step(
            False,
            {
                "ko": "목적이 끝났고, 보존하는 규칙이 없어 지체 없이 파기했습니다",
                "en": "its purpose is fulfilled, no rule keeps it, and it was destroyed without delay",
            },
            clause,
            f"{path}.ends",
        )
    else:
        passes = question.verb in (Verb.CONSULT, Verb.SHOW)
        told = False
        wanted = mask_of(rules.names[ref] for ref in question.items if ref in rules.names)
        for index, rule in enumerate(rules.keep):
            if wanted and not rule.items & wanted:
                continue
            if rule.number in days or (not days and rule.items & kept):
                told = True
                items = (
                    ko.items([policy.name("item", one) for one in numbers_of(rule.items)]),
                    _quoted(en, [policy.name("item", one) for one in numbers_of(rule.items)]),
                )
                day = days.get(rule.number)
                last = (f" {ko.date(day)}까지" if day else "", f" until {en.date(day)}" if day else "")
                purpose = policy.file.archive.purposes.get(rule.keep.purpose)
                why = (ko.text(purpose.label), en.text(purpose.label)) if purpose else (rule.keep.purpose,) * 2
                yield Step(
                    passes,
                    {
                        "ko": f"목적이 끝나{last[0]} 떼어 보관합니다({items[0]}). 볼 수 있는 목적은 ‘{why[0]}’뿐입니다",
                        "en": f"its purpose is fulfilled; {items[1]} rest{last[1]}, for ‘{why[1]}’ alone",
                    },
                    rule.keep.clause,
                    f"{path}.keep.{index}",
                )
        if not told:
            yield Step(
                passes, {"ko": "떼어 보관하는 기록입니다", "en": "it rests in the archive"}, clause, f"{path}.keep"
            )
    if facts.frozen and state is State.LIVE:
        yield Step(
            question.verb not in (Verb.USE, Verb.PROVIDE, Verb.ENTRUST),
            {
                "ko": "정정이 끝날 때까지 이용하거나 제공하지 않습니다",
                "en": "a correction is open: until it ends it is neither used nor provided",
            },
            policy.file.clauses.get("frozen"),
            "rights.correct.freeze",
        )


def approval(policy: Policy, question: Question) -> Step | None:
    """That values which rest are shown once another person has approved the look, where the purpose of keeping asks for
    that."""
    purpose = policy.file.archive.purposes.get(question.purpose) if question.verb is Verb.CONSULT else None
    if purpose is None or purpose.second_person == "none":
        return None
    return Step(
        True,
        {
            "ko": "이 목적의 권한이 있는 다른 사람이 승인한 뒤에 값을 볼 수 있습니다",
            "en": "values are shown once another person with a grant for this purpose has approved the look",
        },
        purpose.clause,
        f"archive.purposes.{question.purpose}.second_person",
    )


def last(policy: Policy, question: Question, decision: Allowed | Denied) -> Step:
    """The answer itself, with the clause that `decide` gave it under."""
    if isinstance(decision, Denied) and decision.fault:
        return Step(False, {"ko": decision.text("ko"), "en": decision.text("en")}, None, "")
    if isinstance(decision, Denied):
        mechanism = REASONS[decision.why].mechanism
        # A clause of a part's own is its path, where the file gives the part no number.
        path = f"clauses.{mechanism}" if decision.clause == policy.clause(mechanism) else decision.clause
        return Step(False, {"ko": decision.text("ko"), "en": decision.text("en")}, decision.clause, path)
    if question.verb in (Verb.SHOW, Verb.CORRECT, Verb.LEAVE):
        right = {Verb.SHOW: "access", Verb.CORRECT: "correct", Verb.LEAVE: "withdraw"}[question.verb]
        return Step(
            True,
            {"ko": "방침이 정한 권리입니다", "en": "it is a right that the policy gives"},
            decision.clause,
            f"rights.{right}",
        )
    return Step(True, {"ko": "방침이 허락합니다", "en": "the policy allows it"}, decision.clause, decision.clause)


def _consented(what: str, given: bool) -> dict[Language, str]:
    if given:
        return {"ko": f"{what}에 동의했습니다", "en": "this person consented to it"}
    return {"ko": f"{what}에 동의하지 않았습니다", "en": "this person did not consent to it"}


def _quoted(voice: Voice, refs: Iterable[str]) -> str:
    """Items in the middle of a sentence: `‘Phone number’, ‘Name’`."""
    return ", ".join(f"‘{voice.item(ref)}’" for ref in refs) or "nothing"
