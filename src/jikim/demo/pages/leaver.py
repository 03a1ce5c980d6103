"""What someone sees who has left: the receipt of what was done, what is kept, why and until when. Never a value (7.5)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from jikim.demo.pages.frame import Book
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.planned import Fate, Plan, Step
from jikim.verbs.show import Dossier
from jikim.verbs.then import Telling
from jikim.web.parts import Html, element, section, summary, table, together
from jikim.web.parts.card import resting_card
from jikim.web.parts.traces import Traces, receiver


def write(book: Book, policy: Policy, account: Plan, dossier: Dossier, telling: Telling, now: datetime) -> str:
    """The page: the account that was given before, as the receipt of what was done after."""
    say = book.say
    today = now.astimezone(book.zone).date()
    kinds = list(book.policy.records)

    def of(fate: Fate) -> list[Step]:
        return sorted(account.of(fate), key=lambda step: kinds.index(policy.name("record", step.facts.kind)))

    goes, rests, first = of("goes"), of("rests"), of("stays")
    resting = sorted(dossier.resting, key=lambda part: (kinds.index(part.ref.kind), part.until))
    minute: list[tuple[str, Html | str]] = [
        (
            say("파기했습니다", "Destroyed"),
            say(
                f"기록 {len(goes)}건. 키를 없애고 지웠습니다.",
                f"{len(goes)} records: their keys are destroyed and their data deleted.",
            ),
        ),
        (
            say("분리 보관합니다", "Archived"),
            say(
                f"{len(dossier.resting)}건. 법이 남기라고 한 것뿐이고, 값은 보이지 않습니다.",
                f"{len(dossier.resting)}: only what a rule keeps; no value can be seen.",
            ),
        ),
        (
            say("이행합니다", "Finishes"),
            say(
                f"열린 계약 {len(first)}건을 끝까지 이행한 뒤 정리합니다.",
                f"{len(first)} open contracts are carried out, then they too go or rest.",
            ),
        ),
        (
            say("알렸습니다", "Told"),
            say(
                "정보를 가진 곳에 지우라고 알렸고, 그 답은 아래에 있습니다.",
                "Whoever holds some of it was told to delete; the answers are below.",
            ),
        ),
    ]
    parts = [
        summary(say("파기 확인서", "The receipt"), minute),
        _account(book, policy, goes, rests, first),
        _told(book, dossier),
        section(
            say("보관하는 정보와 기한", "What is archived, and until when"),
            element(
                "p",
                say(
                    "이 화면에서도, 다른 어디에서도 값은 볼 수 없습니다.",
                    "No value can be seen, here or anywhere else.",
                ),
                class_="lead soft",
            ),
            *(resting_card(book, dossier, part, today, Traces(telling)) for part in resting),
        ),
    ]
    return book.write(
        "leaver",
        say("회원탈퇴가 끝났습니다", "You have left"),
        say(
            f"{book.day(account.at)} 탈퇴 · {book.day(now)} 현재",
            f"Left on {book.day(account.at)} · as of {book.day(now)}",
        ),
        *parts,
    )


def _account(book: Book, policy: Policy, goes: Sequence[Step], rests: Sequence[Step], first: Sequence[Step]) -> Html:
    say = book.say

    def row(step: Step, what: str, items: int) -> tuple[str, str, Html | str]:
        kind = policy.name("record", step.facts.kind)
        names = [policy.name("item", number).removeprefix(f"{kind}.") for number in numbers_of(items)]
        return book.voice.record(kind), together((what, " ", book.clause(step.clause))), book.voice.items(names, kind)  # type: ignore[return-value]

    rows = [row(step, say("바로 파기", "destroyed at once"), step.facts.items) for step in goes]
    for step in rests:
        rows += [
            row(step, say(f"{part.due}까지 보관", f"archived until {part.due}"), part.items) for part in step.parts
        ]
        if step.destroyed:
            rows.append(row(step, say("나머지는 파기", "the rest destroyed"), step.destroyed))
    rows += [row(step, say("이행한 뒤 정리", "first finishes"), step.facts.items) for step in first]
    head = (say("기록", "record"), say("어떻게 되었나", "what became of it"), say("항목", "items"))
    return section(
        say("알려 드린 대로 했습니다", "What was announced, and done"),
        table(say("탈퇴 처리", "what was done"), head, rows),
    )


def _told(book: Book, dossier: Dossier) -> Html:
    """Each receiver's answer to the request to delete, from the ledger."""
    say = book.say
    states = {
        "done": ("지웠다고 확인", "confirmed that it is deleted"),
        "kept": ("자체 법적 의무로 보존", "keeps it by its own legal duty"),
        "sent": ("접수만 함, 다시 물음", "took note; asked again"),
    }
    kept = {
        json.loads(went.receipt).get("statute", ""): went
        for went in dossier.went
        if went.state == "kept" and went.receipt
    }
    answers: dict[str, tuple[str, str]] = {}
    for use in dossier.uses:
        if str(use["event"]).startswith("record:delete-receipt"):
            answers[str(use["to"])] = (str(use["state"]), book.day(datetime.fromisoformat(str(use["at"]))))
    rows: list[tuple[Html | str, str, str]] = []
    for name, (state, at) in answers.items():
        duty = book.policy.processors[name].own_duty if name in book.policy.processors else ()
        law = f" ({book.voice.laws(duty)})" if state == "kept" and duty else ""
        rows.append((receiver(book, name), say(*states.get(state, (state, state))) + law, at))
    assert not kept or rows
    head = (say("누구에게", "to whom"), say("답", "answer"), say("언제", "when"))
    table_ = table(say("삭제 요청과 답", "requests to delete, and answers"), head, rows)
    return section(say("정보를 받았던 곳", "Those who had received it"), table_)
