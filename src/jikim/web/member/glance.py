"""The glance: what matters in ninety seconds, what changed since the last visit first (7.1).

A visit is a run of one's own looks without a pause of half an hour; the ledger tells when the last one ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from jikim.desk.requests import Request
from jikim.verbs.show_part import Counted
from jikim.verbs.then import Told
from jikim.web.member.filters import is_refused, is_use
from jikim.web.member.looking import Seen
from jikim.web.member.uses import is_own_look
from jikim.web.parts import Html, summary, together
from jikim.web.parts.html import element
from jikim.web.parts.traces import done, purpose_of, receiver, who

PAUSE = timedelta(minutes=30)


def last_visit(looks: Iterable[datetime], now: datetime) -> datetime | None:
    """When the visit before the one that is under way ended; None where this is the first."""
    visit = now
    for at in sorted(looks, reverse=True):
        if visit - at > PAUSE:
            return at
        visit = at
    return None


def since_of(seen: Seen) -> datetime | None:
    """When the last visit of whoever looks ended."""
    return last_visit((_at(use) for use in seen.telling.uses if is_own_look(use.body)), seen.page.now)


def glance(seen: Seen, asked: Sequence[Request], counts: Sequence[Counted], since: datetime | None) -> Html:
    """A label and a line each: since the last visit, held, archived, asked for, used, handed on. `counts`: live records by
    kind, with what began and ended since then."""
    say = seen.book.say
    used = [use for use in seen.telling.uses if is_use(use)]
    lines: list[tuple[str, Html | str]] = [
        (say("보유 중인 기록", "What we hold"), _held(seen, counts)),
        (say("분리 보관 중인 기록", "Archived"), _archived(seen)),
        (say("진행 중인 요청", "Open requests"), _waiting(seen, asked, counts)),
        (say("개인정보 이용 내역", "How it was used"), _used(seen, used)),
        (say("제공·위탁 내역", "Who received it"), _received(seen)),
    ]
    if gone := sum(one.records for one in seen.dossier.destroyed):
        lines.insert(
            2,
            (
                say("파기한 기록", "Destroyed"),
                say(
                    f"{gone:,}건. 내려받는 파일에 파기 증명서 번호가 있습니다.",
                    f"{_many(gone, 'record')}; the file to download has the numbers of the certificates.",
                ),
            ),
        )
    if since is not None:
        lines.insert(0, (say("지난 방문 이후", "Since your last visit"), _changed(seen, asked, used, counts, since)))
    return summary(say("한눈에 보기", "At a glance"), lines)


def _at(use: Told) -> datetime:
    return datetime.fromisoformat(str(use.body["at"]))


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


def _changed(
    seen: Seen, asked: Sequence[Request], used: Sequence[Told], held: Sequence[Counted], since: datetime
) -> Html:
    """What happened after a moment, each count with its way there."""
    book, dossier = seen.book, seen.dossier
    counts = [
        (sum(_at(use) > since for use in used), "/my/uses?what=used", "이용", "use"),
        (sum(went.at > since for went in dossier.went), "/my/went", "제공·위탁", "disclosure"),
        (sum(one.begun for one in held), "/my#all", "새 기록", "new record"),
        (sum(one.ended for one in held), "/my#all", "종료된 기록", "ended record"),
        (sum(one.closed is not None and one.closed > since for one in asked), "/my/requests", "답변된 요청", "answered request"),
    ]  # fmt: skip
    day = book.day(since)
    said: list[Html | str] = []
    for count, path, ko, en in counts:
        if count:
            words = book.say(f"{ko} {count:,}건", _many(count, en))
            said += [", " if said else "", element("a", words, href=seen.page.visitor.href(path))]
    if not said:
        return element("span", book.say(f"{day} 방문 이후 달라진 점이 없습니다.", f"Nothing has changed since {day}."))
    return together((book.say(f"{day} 방문 이후: ", f"Since {day}: "), *said, "."))


def _held(seen: Seen, counts: Iterable[Counted]) -> str:
    n = sum(one.records for one in counts)
    if not n:
        return seen.book.say("보유 중인 기록이 없습니다.", "None.")
    return seen.book.say(f"기록 {n:,}건. 아래에서 모두 확인하실 수 있습니다.", f"{_many(n, 'record')}, all below.")


def _archived(seen: Seen) -> str:
    book, resting = seen.book, seen.dossier.resting
    if not resting:
        return book.say("없습니다.", "None.")
    first = book.voice.date(min(part.until for part in resting) + timedelta(days=1))
    return book.say(
        f"{len(resting):,}건. 본인 외에는 보관 목적으로만 열람할 수 있으며, {first}부터 차례로 파기합니다.",
        f"{_many(len(resting), 'part')}. Others may view it only for the purpose it is kept for; destruction begins on {first}.",
    )


def _waiting(seen: Seen, asked: Sequence[Request], counts: Iterable[Counted]) -> Html | str:
    book = seen.book
    waiting = [one for one in asked if one.waiting]
    frozen = sum(one.frozen for one in counts)
    if not waiting and not frozen:
        return book.say("없습니다.", "None.")
    said = ""
    if waiting:
        many, first = _many(len(waiting), "request"), min(one.due for one in waiting)
        due = book.voice.date(first)
        if first < seen.today:
            said = book.say(
                f"{len(waiting):,}건. 답변 기한({due})이 지났습니다.", f"{many}; an answer was due on {due}."
            )
        else:
            said = book.say(f"{len(waiting):,}건. {due}까지 답변드립니다.", f"{many}, answered by {due}.")
    if frozen:
        said += book.say(
            f" 이용 정지된 기록 {frozen:,}건.", f" {_many(frozen, 'record').capitalize()} suspended meanwhile."
        )
    return element("a", said.strip(), href=seen.page.visitor.href("/my/requests"))


def _used(seen: Seen, used: Sequence[Told]) -> Html | str:
    """Each number is the length of the list that its words lead to."""
    book, entries = seen.book, len(seen.telling.uses)

    def listed(what: str, ko: str, en: str) -> Html:
        return element("a", book.say(ko, en), href=seen.page.visitor.href(f"/my/uses?what={what}"))

    said: list[Html | str] = []
    if seen.older:
        said.append(book.say(f"최근 처리 기록 {entries:,}건 가운데 ", f"Among the newest {entries:,} entries: "))
    if used:
        said.append(listed("used", f"이용 {len(used):,}건", _many(len(used), "use")))
    else:
        said.append(book.say("이용 내역 없음", "not used yet" if seen.older else "Not used yet"))
    if refused := sum(is_refused(use.body) for use in seen.telling.uses):
        said += [", ", listed("refused", f"거절된 시도 {refused:,}건", f"{_many(refused, 'refused attempt')}")]
    if used and not seen.older:
        last = used[-1]
        at, by = book.day(_at(last)), who(book, last)
        what = purpose_of(book, last).strip() or done(book, last)
        said.append(book.say(f". 최근 이용: {at}, {by}, {what}", f"; last by {by} on {at}: {what}"))
    return together((*said, "."))


def _received(seen: Seen) -> Html | str:
    # Each receiver by its newest name.
    to = {one.known: receiver(seen.book.told(one.then), one.to) for one in seen.telling.went}.values()
    if not to:
        return seen.book.say("제공·위탁 내역이 없습니다.", "Nobody.")
    return together(part for place, name in enumerate(to) for part in (", " if place else "", name))
