"""What a member sees: everything that is known of them, why, until when, where from, who used it, to whom it went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from jikim.demo.pages.frame import Book
from jikim.verbs.show import Dossier
from jikim.verbs.then import Telling
from jikim.web.parts import Html, element, section, summary, table, together
from jikim.web.parts.card import live_card, resting_card
from jikim.web.parts.traces import Traces, receiver


def write(book: Book, dossier: Dossier, telling: Telling, now: datetime, given: Iterable[str]) -> str:
    """The page. `given` are the purposes that the member consented to."""
    today = now.astimezone(book.zone).date()
    given, traces = tuple(given), Traces(telling)
    say = book.say
    used = [use for use in dossier.uses if str(use["event"]) == "record:use:allowed"]
    refused = [
        use for use in dossier.uses if str(use["event"]).startswith("record:") and str(use["event"]).endswith(":denied")
    ]
    to = list(dict.fromkeys(went.to for went in dossier.went))
    open_requests = [request for request in dossier.requests if request.state == "open"]
    minute: list[tuple[str, Html | str]] = [
        (
            say("기록", "Records"),
            say(
                f"{len(dossier.cards)}건을 이용 중이고 {len(dossier.resting)}건을 분리 보관 중입니다.",
                f"{len(dossier.cards)} live, {len(dossier.resting)} rest.",
            ),
        ),
        (
            say("쓰임", "Uses"),
            say(
                f"{len(used)}번 쓰였고, 방침에 없어 거절된 시도가 {len(refused)}번 있었습니다.",
                f"used {len(used)} times; {len(refused)} attempts were refused, for the policy does not allow them.",
            ),
        ),
        (
            say("간 곳", "Went to"),
            together((str(len(to)), say("곳: ", ": "), *_with_commas([receiver(book, name) for name in to]))),
        ),
        (
            say("요청", "Requests"),
            say(
                f"{len(dossier.requests)}건, 그 가운데 진행 중 {len(open_requests)}건.",
                f"{len(dossier.requests)}, of which {len(open_requests)} open.",
            ),
        ),
    ]
    kinds = list(book.policy.records)
    cards = sorted(dossier.cards, key=lambda card: (kinds.index(card.ref.kind), card.collected))
    name = next((card.values["name"] for card in dossier.cards if "name" in card.values), "")
    parts = [
        summary(say("1분 안에 보기", "In one minute"), minute),
        section(
            say("이용 중인 기록", "Active records"),
            element(
                "p",
                say(
                    "값은 마스킹되어 있습니다. 누르면 해당 값만 표시됩니다.", "Values are masked; select one to see it."
                ),
                class_="lead soft",
            ),
            *(live_card(book, dossier, card, given, today, traces) for card in cards),
        ),
    ]
    if dossier.resting:
        parts.append(
            section(
                say("분리 보관 중인 기록", "Archived records"),
                *(resting_card(book, dossier, part, today, traces) for part in dossier.resting),
            )
        )
    parts.append(_consents(book, given))
    if dossier.requests:
        parts.append(_requests(book, dossier))
    return book.write(
        "member",
        say(f"내 정보: {name}", f"My data: {name}"),
        say(f"{book.day(now)} 현재", f"As of {book.day(now)}"),
        *parts,
    )


def _with_commas(parts: list[Html]) -> list[Html | str]:
    said: list[Html | str] = []
    for place, part in enumerate(parts):
        said += [", ", part] if place else [part]
    return said


def _consents(book: Book, given: tuple[str, ...]) -> Html:
    """Each optional purpose, and whether the member agreed. A "no" costs nothing."""
    say = book.say
    rows = [
        (
            together((book.voice.text(purpose.label), " ", book.clause(purpose.clause))),
            say("동의함", "agreed") if name in given else say("동의하지 않음", "not agreed"),
            book.voice.items(purpose.items),
        )
        for name, purpose in book.policy.purposes.items()
        if purpose.optional
    ]
    head = (say("목적", "purpose"), say("동의", "consent"), say("쓰이는 항목", "items it would use"))
    return section(say("선택 동의", "Optional consents"), table(say("선택 동의", "optional consents"), head, rows))


def _requests(book: Book, dossier: Dossier) -> Html:
    say = book.say
    states: dict[str, tuple[str, str]] = {
        "open": ("진행 중", "open"),
        "done": ("고쳤음", "corrected"),
        "refused": ("고치지 않음", "not corrected"),
        "overtaken": ("기록이 끝나 닫힘", "closed, for the record ended"),
    }
    kinds: dict[Any, str] = {card.ref.record: book.voice.record(card.ref.kind) for card in dossier.cards}
    rows = [
        (
            book.day(request.opened),
            kinds.get(request.record, "-"),
            book.voice.items(request.items),
            say(*states[request.state]),
            book.day(request.closed) if request.closed else "-",
        )
        for request in dossier.requests
    ]
    head = (
        say("요청일", "requested"),
        say("기록", "record"),
        say("항목", "items"),
        say("상태", "state"),
        say("완료일", "completed"),
    )
    return section(say("정정 요청", "Corrections"), table(say("정정 요청", "corrections"), head, rows))
