"""The half of `jikim explain` that answers questions: yes or no, with the chain of clauses, as `decide` itself says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jikim.cli import policy_file, terminal, when
from jikim.cli.exits import DONE, FAILED, UNUSABLE, UsageError
from jikim.cli.options import Language, PolicyPath, language
from jikim.clock import WallClock
from jikim.particles import i_ga
from jikim.policy.citing import source_of
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.may import Answer, Chosen, Question, UnknownNameError, may, question


def by_names(path: PolicyPath, chosen: Chosen, at: str | None, lang: Language | None, json: bool) -> int:
    """Answers a question by names."""
    tongue = language(lang)
    file = policy_file.sound(path, tongue)
    policy = compile_policy(file)
    now = WallClock().now() if at is None else when.moment(at, ZoneInfo(file.service.time_zone))
    try:
        asked, lacking = question(chosen)
    except ValueError as error:
        raise UsageError(
            str(error),
            hint="`jikim explain --help` says what each option takes",
            ko=(
                "옵션에 쓸 수 없는 값이 있거나, 기록의 상태를 둘 이상 적었습니다",
                "`jikim explain --help`가 옵션마다 쓸 수 있는 값을 알려 줍니다",
            ),
        ) from None
    if asked is None:
        needed = [f"--{part.replace('_', '-')}" for part in lacking]
        raise UsageError(
            f"`--may {chosen['may'][0]}` needs {' and '.join(needed)}",
            hint="`jikim explain --help` says what each is",
            ko=(
                f"`--may {chosen['may'][0]}`에는 {i_ga(', '.join(needed))} 필요합니다",
                "`jikim explain --help`가 각각의 뜻을 알려 줍니다",
            ),
        )
    answer = _answered(policy, asked, now)
    if json:
        terminal.document(as_json(answer, tongue))
    else:
        _tell(answer, policy, tongue)
    return UNUSABLE if answer.yes is None else DONE if answer.yes else FAILED


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
        ko = (
            f"혹시 `{error.meant}`인가요?"
            if error.meant
            else f"정의된 이름: {names}"
            if names
            else "정의된 것이 없습니다"
        )
        raise UsageError(str(error), hint=hint, ko=(f"방침에 {i_ga(f'`{error.name}`')} 없습니다", ko)) from None


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


def as_json(answer: Answer, tongue: Language) -> dict[str, Any]:
    """The answer as plain values: `yes` is null where the question must say more."""
    found: dict[str, Any] = {"yes": answer.yes, "language": tongue}
    if answer.yes:
        found["approval"] = answer.approval
    question = answer.question
    found["question"] = {
        "verb": question.verb.value,
        "record": question.record,
        "items": list(question.items),
        "purpose": question.purpose,
        "to": question.to,
        "channel": question.channel,
        "actor": question.actor,
        "state": None if answer.facts is None else answer.facts.state.name.lower(),
        "ended": None if question.ended is None else str(question.ended),
    }
    found["chain"] = [
        {"passes": step.passes, "text": dict(step.words), "clause": step.clause, "path": step.path}
        for step in answer.chain
    ]
    found["why"] = getattr(answer.decision, "why", None)
    found["clause"] = getattr(answer.decision, "clause", None)
    found["hint"] = None if answer.hint is None else dict(answer.hint)
    found["asks"] = [dict(one) for one in answer.asks]
    return found
