"""The half of `jikim explain` that answers questions: yes or no, with the chain of clauses, as `decide` itself says it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jikim.cli import policy_file, terminal, when
from jikim.cli.exits import DONE, FAILED, UNUSABLE, UsageError
from jikim.cli.options import Language, PolicyPath, language
from jikim.clock import WallClock
from jikim.policy.citing import source_of
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.may import Answer, Question, UnknownNameError, may
from jikim.policy.may.question_words import Understood, understand
from jikim.policy.model import SubjectKind
from jikim.policy.period import Period
from jikim.policy.states import Verb

NONE = "none"


class Options(NamedTuple):
    """A question as the options of the command line say it."""

    verb: str
    record: str
    items: list[str]
    purpose: str
    to: str
    channel: str
    actor: str | None
    of: str | None
    states: list[Any]
    ended: str | None
    consents: list[str] | None
    grants: list[str] | None
    left: bool
    reason: bool
    old_enough: str | None
    terms: list[Any]


def is_question(text: str) -> bool:
    """Whether words are a question and no name: a question mark, or what questions begin and end with."""
    words = text.strip().casefold()
    ends = r"(나요|니까|가요|는지|을까|을까요|되나|되나요|돼요)\W*$"
    return (
        "?" in words
        or re.match(r"(may|can|could|is|are|does|do|should)\s", words) is not None
        or re.search(ends, words) is not None
    )


def by_names(path: PolicyPath, asked: Options, at: str | None, lang: Language | None, json: bool) -> int:
    """Answers a question by names."""
    policy, now, tongue = _opened(path, at, lang)
    actor = asked.actor or ("member" if asked.verb in ("show", "correct", "leave", "collect") else "handler")
    conditions = [state for state in asked.states if state not in ("frozen", "held")]
    if len(set(conditions)) > 1:
        raise UsageError("a record has one state", hint="of `live`, `ended`, `archived` and `destroyed` give one")
    question = Question(
        Verb(asked.verb), asked.record, tuple(asked.items), asked.purpose, actor, asked.to, asked.channel,  # type: ignore[arg-type]
        SubjectKind(asked.of) if asked.of else None, conditions[0] if conditions else "live",
        None if asked.ended is None else _period(asked.ended), None, "frozen" in asked.states, "held" in asked.states, asked.left,
        _names(asked.consents), _names(asked.grants), False, asked.reason,
        None if asked.old_enough is None else asked.old_enough == "yes", *(one in asked.terms for one in ("authority", "statute", "document", "approved")),
    )  # fmt: skip
    lacking = [option for option, said in _needed(question).items() if not said]
    if lacking:
        raise UsageError(
            f"`--may {asked.verb}` needs {' and '.join(lacking)}", hint="`jikim explain --help` says what each is"
        )
    answer = _answered(policy, question, now)
    if json:
        terminal.document(as_json(answer, None, tongue))
    else:
        _tell(answer, policy, tongue)
    return _code(answer)


def in_words(path: PolicyPath, text: str, at: str | None, lang: Language | None, json: bool) -> int:
    """Answers a question in words; in Korean where it is asked in Korean."""
    spoken: Language = "ko" if re.search("[가-힣]", text) else "en"
    policy, now, tongue = _opened(path, at, lang or spoken)
    understood = understand(policy, text)
    answer = None if understood.question is None else _answered(policy, understood.question, now)
    if json:
        terminal.document(as_json(answer, understood, tongue))
        return UNUSABLE if answer is None else _code(answer)
    said = {"ko": ("이해한 것", "이렇게 보았습니다", "더 말해 주세요"), "en": ("understood", "assumed", "say more")}[
        tongue
    ]
    for heard in understood.heard:
        terminal.line(
            f"{said[0]}: {heard.words.strip()} = {_KINDS[tongue].get(heard.kind, heard.kind)} `{heard.name}`",
            (f"{said[0]}:", "dim"),
        )
    for one in understood.assumed:
        terminal.line(f"{said[1]}: {one[tongue]}", (f"{said[1]}:", "dim"))
    if answer is None:
        for one in understood.asks:
            terminal.line(f"{said[2]}: {one[tongue]}", (f"{said[2]}:", "bold yellow"))
        return UNUSABLE
    terminal.line()
    _tell(answer, policy, tongue)
    return _code(answer)


_KINDS: dict[Language, dict[str, str]] = {
    "en": {"ago": "how long ago", "archive": "purpose of the archive", "subject": "whose", "actor": "who asks"},
    "ko": {
        "item": "항목", "record": "기록", "purpose": "목적", "archive": "보관 목적", "recipient": "제공받는 자", "processor": "수탁자",
        "partner": "제휴사", "channel": "경로", "verb": "하는 일", "actor": "묻는 사람", "subject": "누구의 것", "condition": "상태", "ago": "얼마 전",
    },
}  # fmt: skip


def _opened(path: PolicyPath, at: str | None, lang: Language | None) -> tuple[Policy, datetime, Language]:
    tongue = language(lang)
    file = policy_file.sound(path, tongue)
    policy = compile_policy(file)
    now = WallClock().now() if at is None else when.moment(at, ZoneInfo(file.service.time_zone))
    return policy, now, tongue


def _answered(policy: Policy, question: Question, now: datetime) -> Answer:
    try:
        return may(policy, question, now)
    except UnknownNameError as error:
        names = ", ".join(f"`{name}`" for name in error.known[:12])
        hint = (
            f"did you mean `{error.meant}`?"
            if error.meant
            else f"declared: {names}"
            if names
            else "the policy declares none"
        )
        raise UsageError(str(error), hint=hint) from None


def _needed(question: Question) -> dict[str, bool]:
    """What a verb's question cannot do without."""
    wanted = {"--record": bool(question.record), "--item": bool(question.items)}
    match question.verb:
        case Verb.LEAVE | Verb.SHOW | Verb.CORRECT:
            return {}
        case Verb.PROVIDE | Verb.ENTRUST:
            return {"--to": bool(question.to), "--purpose": bool(question.purpose), **wanted}
        case Verb.COLLECT:
            return {"--channel": bool(question.channel), "--of": question.subject is not None, **wanted}
    return {"--purpose": bool(question.purpose), **wanted}


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise UsageError(f"`{text}` is no period", hint="write 7d, 2w, 1mo or 1y") from None


def _names(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(name for name in names if name != NONE)


def _code(answer: Answer) -> int:
    return UNUSABLE if answer.yes is None else DONE if answer.yes else FAILED


def _tell(answer: Answer, policy: Policy, tongue: Language) -> None:
    words = {
        "ko": {True: "예", False: "아니오", None: "아직 답할 수 없습니다"},
        "en": {True: "yes", False: "no", None: "that cannot be answered yet"},
    }[tongue][answer.yes]
    if answer.approval:
        words = {"ko": "예, 다른 사람이 승인하면", "en": "yes, once another person approves"}[tongue]
    terminal.line(words, (words, {True: "bold green", False: "bold red", None: "bold yellow"}[answer.yes]))
    for step in answer.chain:
        source = source_of(step.clause, step.path, tongue, policy.file)
        terminal.line(f"  {'+' if step.passes else '-'} {step.words[tongue]}{source and f' [{source}]'}")
    for ask in answer.asks:
        terminal.line(f"  ? {ask[tongue]}")
    if answer.hint is not None:
        word = {"ko": "도움말", "en": "hint"}[tongue]
        terminal.line(f"{word}: {answer.hint[tongue]}", (f"{word}:", "bold"))


def as_json(answer: Answer | None, understood: Understood | None, tongue: Language) -> dict[str, Any]:
    """The answer as plain values: `yes` is null where the question must say more."""
    found: dict[str, Any] = {"yes": None if answer is None else answer.yes, "language": tongue}
    if answer is not None and answer.yes:
        found["approval"] = answer.approval
    if answer is not None:
        question = answer.question
        found["question"] = {
            "verb": question.verb.value, "record": question.record, "items": list(question.items), "purpose": question.purpose,
            "to": question.to, "channel": question.channel, "actor": question.actor,
            "state": None if answer.facts is None else answer.facts.state.name.lower(),
            "ended": None if question.ended is None else str(question.ended),
        }  # fmt: skip
        found["chain"] = [
            {"passes": step.passes, "text": dict(step.words), "clause": step.clause, "path": step.path}
            for step in answer.chain
        ]
        found["why"] = getattr(answer.decision, "why", None)
        found["clause"] = getattr(answer.decision, "clause", None)
        found["hint"] = None if answer.hint is None else dict(answer.hint)
        found["asks"] = [dict(one) for one in answer.asks]
    if understood is not None:
        found["understood"] = [one._asdict() for one in understood.heard]
        found["assumed"] = [dict(one) for one in understood.assumed]
        found["asks"] = [*found.get("asks", []), *(dict(one) for one in understood.asks)]
    return found
