"""Where my data went: to whom, what, in which version; whether that version is outdated, and who was told; what became
of it there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from litestar import Request, get
from litestar.response import Response

from jikim.answers import Dossier, Went
from jikim.verbs.then import Gone
from jikim.web.member.filters import Choice, choose
from jikim.web.member.looking import Seen, part_of
from jikim.web.page import Page
from jikim.web.parts import Html
from jikim.web.parts.traces import receiver

PAGE = 50


class Correction(NamedTuple):
    """A correction of a record that the ledger knows: the version it made, and of which items."""

    version: int
    items: frozenset[str]
    at: datetime


class DisclosureLine(NamedTuple):
    """One disclosure in words. `outdated`: an item in it was corrected since; `told`: the receiver has the corrected
    version."""

    at: datetime
    to: Html
    record: str
    page: str
    items: str
    version: int
    outdated: str
    told: str
    state: str
    deletion: str


@get("/my/went")
async def went(page: Page, request: Request[Any, Any, Any], seen: Seen) -> Response[Any]:
    """The newest first, 50 a page."""
    book, every = seen.book, seen.telling.went
    # Each receiver by its latest name: what went before is told below by the name of then.
    receivers = {one.known: one.receiver(book.language) for one in every}
    filters = [
        choose(
            request, "to", book.say("누구에게", "To whom"), [Choice(to, name) for to, name in sorted(receivers.items())]
        )
    ]
    shown = [one for one in reversed(every) if not filters[0].chosen or one.known == filters[0].chosen]
    part = part_of(request, page.visitor.href("/my/went"), shown, PAGE, ("to",))
    fixed = corrections(seen.dossier)
    lines = [_line(seen, one, fixed) for one in part.things]
    return page.show(
        "my/went.html", seen=seen, filters_listed=filters, part=part, lines=lines, filtered=bool(filters[0].chosen)
    )


def corrections(dossier: Dossier) -> dict[str, list[Correction]]:
    """The corrections made, by record, from the ledger."""
    found: dict[str, list[Correction]] = {}
    for use in dossier.uses:
        if use["event"] == "record:correct:allowed" and "version" in use:
            made = Correction(
                int(use["version"]), frozenset(use.get("items", ())), datetime.fromisoformat(str(use["at"]))
            )
            found.setdefault(str(use.get("record")), []).append(made)
    return found


def outdated(one: Went, fixed: Mapping[str, list[Correction]]) -> Correction | None:
    """The newest correction of something that a disclosure held in an older version; None where what was sent still
    holds."""
    since = [
        made for made in fixed.get(str(one.record), ()) if made.version > one.version and made.items & set(one.items)
    ]
    return since[-1] if since else None


def told(dossier: Dossier, one: Went, made: Correction) -> Mapping[str, Any] | None:
    """The entry by which the receiver was sent the corrected version, or confirmed it; None while it waits."""
    found = None
    for use in dossier.uses:
        if (
            str(use["event"]).startswith(("record:corrected-sent:allowed", "record:corrected-receipt:allowed"))
            and (use.get("to") == one.to and datetime.fromisoformat(str(use["at"])) >= made.at)
            and str(use.get("record", one.record)) == str(one.record)
        ):
            found = use
    return found


def _line(seen: Seen, gone: Gone, fixed: Mapping[str, list[Correction]]) -> DisclosureLine:
    one, then_told = gone.went, seen.book.told(gone.then)
    book, say = seen.book, seen.book.say
    kind = seen.kind_of(one.record)
    states = {
        "waiting": say("전송 대기", "waiting to be sent"),
        "sending": say("전송 중", "being sent"),
        "sent": say("전송 완료, 확인 대기", "sent; awaiting confirmation"),
        "done": say("수신 확인", "receipt confirmed"),
        "kept": say("수신 확인", "receipt confirmed"),
        "denied": say("미전송", "not sent"),
    }
    deletions = {
        "": "",
        "asked": say("삭제 요청", "asked to delete"),
        "deleted": say("삭제 확인", "confirmed deleted"),
        "kept": say("법령에 따라 보존한다는 답변", "kept under its own legal duty"),
        "unclear": say("삭제 요청에 대한 답변 불명확, 재요청", "asked to delete; its answer was unclear, asked again"),
        "overdue": say("삭제 요청에 대한 답변 지연, 재요청", "asked to delete; its answer is late, asked again"),
    }
    made = outdated(one, fixed)
    old, heard = "", ""
    if made is not None:
        old = say(f"{book.day(made.at)} 정정 전 내용", f"from before the correction of {book.day(made.at)}")
        entry = told(seen.dossier, one, made)
        if entry is None:
            heard = say("정정 내용 통지 대기", "notification of the correction pending")
        else:
            at = book.day(datetime.fromisoformat(str(entry["at"])))
            confirmed = str(entry["event"]).startswith("record:corrected-receipt")
            heard = say(
                f"{at} 확인" if confirmed else f"{at} 통지", f"confirmed on {at}" if confirmed else f"notified on {at}"
            )
    return DisclosureLine(
        one.at,
        receiver(then_told, gone.to),
        then_told.voice.record(kind) if kind else "",
        f"/my/record/{one.record}" if kind else "",
        then_told.voice.items([item.removeprefix(f"{kind}.") for item in one.items], kind or None),
        one.version,
        old,
        heard,
        states.get(one.state, ""),
        deletions.get(one.deletion, ""),
    )
