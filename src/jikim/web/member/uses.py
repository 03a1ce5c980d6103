"""Uses of my data: the ledger's entries about the person, a thousand at a time, refusals too, with what each purpose means
(clauses 7.1, 2.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import starmap
from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar import Request, get
from litestar.response import Response

from jikim.accounts.sessions import Session
from jikim.app import AsyncJikim
from jikim.app.registers import REGISTERS
from jikim.db.driver import Steps
from jikim.ledger.export import Q as LEDGER
from jikim.ledger.retention_lots import Lot
from jikim.policy.render.purposes import grounds
from jikim.verbs.house import House
from jikim.verbs.show_part import Wanted, show_part
from jikim.verbs.then import FIELDS, Told
from jikim.web.forms import whole
from jikim.web.member.filters import Choice, actor_key, actors, choose, is_allowed_use, is_refused
from jikim.web.member.looking import part_of, served, subject_of, told
from jikim.web.page import Page
from jikim.web.parts import Book, Html
from jikim.web.parts.traces import done, handed_to, refusal, said_actor, who

PAGE = 50
NEWEST = 1_000  # so many entries are read at a time
FILTERS = ("what", "who", "why", "record")
Use = Mapping[str, Any]
# Looks: what was asked to be seen, beside the reading of a record for a purpose.
LOOKS = (
    "subject:show", "archive:show", "archive:find", "archive:reach", "archive:let-in", "archive:ask", "archive:approve", "archive:refuse",
    "subject:find", "subject:leaving-plan", "subject:receipt", "people:", "record:deletions", "request:look", "request:list",
    *(f"{one.name}:{look}" for one in REGISTERS for look in ("look", "list")),
    "paper:look", "report:", "breach:person", "ledger:", "reading:", "release:read", "mass:", "record:status",
)  # fmt: skip


def _named(*events: str) -> Callable[[Use], bool]:
    return lambda use: str(use["event"]).startswith(events) and str(use["event"]).endswith(":allowed")


def is_own_look(use: Use) -> bool:
    """Whether it is the person's own look at their pages: nobody else's is, not that of who acts for them."""
    return str(use["actor"]).partition(":")[0] == "member" and _named(*LOOKS)(use)


# What the list can be narrowed to; the first that fits an entry is its kind.
KINDS: dict[str, tuple[str, str, Callable[[Use], bool]]] = {
    "refused": ("거절", "refused", is_refused),
    "used": ("이용", "uses", is_allowed_use),
    "went": (
        "제공·위탁",
        "disclosed",
        _named("record:provide", "record:entrust", "record:corrected", "record:delete-"),
    ),
    "own": ("내가 조회", "my own views", is_own_look),
    "looked": ("다른 사람이 조회", "viewed by others", _named(*LOOKS)),
    "changed": ("수집·정정·동의", "collected, corrected, consents", lambda _: True),
}


class UseLine(NamedTuple):
    """One entry, in words."""

    at: datetime
    who: str
    done: str
    record: str
    items: str
    purpose: str
    refused: Html
    to: Html
    clause: str
    promise: str
    page: str


@get("/my/uses")
async def uses(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], proven: Session) -> Response[Any]:
    """The newest first, 50 a page; who has more than a thousand goes on `below` the last of them."""
    below = whole(request.query_params.get("below", ""), 17)
    await served(page, jk)
    wanted = Wanted((), (), False, None, lambda _: False, 1, 1, NEWEST, (), below)
    looked = await jk.by(page.visitor.actor).do(show_part, subject_of(page.visitor), wanted)
    seen = await told(page, jk, looked.dossier, looked.older)
    book, every, asked = seen.book, seen.telling.uses, request.query_params
    # Each kind and purpose by the words of its newest entry.
    kinds = {str(use.body["kind"]): use.kind(book.language) for use in every if "kind" in use.body}
    named = {str(use.body["purpose"]): use.purpose(book.language) for use in every if "purpose" in use.body}
    by = actors(seen, every)
    if below is not None or seen.older is not None:
        # What was chosen of other entries is chosen of these, where there may be none of it.
        policy, why, record, actor = book.policy, asked.get("why", ""), asked.get("record", ""), asked.get("who", "")
        if why in policy.purposes or why in policy.archive.purposes:
            named.setdefault(why, book.voice.purpose(why))
        if record in policy.records:
            kinds.setdefault(record, book.voice.record(record))
        if actor and actor not in {choice.value for choice in by}:
            by.append(Choice(actor, said_actor(book, actor)))
    filters = [
        choose(
            request,
            "what",
            book.say("무엇", "What"),
            [
                *(Choice(name, book.say(ko, en)) for name, (ko, en, _) in KINDS.items()),
                Choice("everything", book.say("내 조회 포함 전체", "everything, including my own views")),
            ],
        ),
        choose(request, "who", book.say("누가", "Who"), by),
        choose(request, "why", book.say("이용 목적", "Purpose"), sorted(starmap(Choice, named.items()))),
        choose(request, "record", book.say("기록", "Record"), sorted(starmap(Choice, kinds.items()))),
    ]
    chosen = {each.name: each.chosen for each in filters}
    folded = 0 if any(chosen.values()) else sum(is_own_look(use.body) for use in every)
    shown = [
        use
        for use in reversed(every)
        if (
            kind_of(use.body) == chosen["what"]
            if chosen["what"] in KINDS
            else chosen["what"] or not folded or not is_own_look(use.body)
        )
        and (not chosen["who"] or actor_key(use.body) == chosen["who"])
        and (not chosen["why"] or use.body.get("purpose") == chosen["why"])
        and (not chosen["record"] or use.body.get("kind") == chosen["record"])
    ]
    path = page.visitor.href("/my/uses")
    part = part_of(request, path, shown, PAGE, (*FILTERS, "below"))
    kept = {name: value for name, value in chosen.items() if value}
    here = {} if below is None else {"below": str(below)}
    return page.show(
        "my/uses.html",
        seen=seen,
        filters_listed=filters,
        part=part,
        lines=[line(book, use) for use in part.things],
        meanings=meanings(book, part.things),
        filtered=any(chosen.values()),
        folded=folded,
        unfolded=f"{path}?{urlencode({'what': 'everything', **here})}",
        read=len(every),
        newest=f"{path}?{urlencode(kept)}" if below is not None else "",
        older="" if seen.older is None else f"{path}?{urlencode({**kept, 'below': str(seen.older)})}",
        since=await jk.do(kept_since),
    )


def kept_since(_house: House) -> Steps[date | None]:
    """The first month of which entries about people are kept still; None where there are none yet."""
    rows = yield LEDGER["ledger.spans"](waiting=[])
    return min((month for month, lot, *_ in rows if lot == Lot.ACCESS), default=None)


def kind_of(use: Use) -> str:
    """Which of `KINDS` an entry is."""
    return next(name for name, (_, _, fits) in KINDS.items() if fits(use))


def line(book: Book, one: Told) -> UseLine:
    """One entry in words. Whether the record still has a page is not asked: its own page says when it is gone."""
    use = one.body
    record, clause, then = str(use.get("record", "")), str(use.get("clause", "")), book.told(one.then)
    return UseLine(
        datetime.fromisoformat(str(use["at"])),
        who(book, one),
        done(book, one),
        one.kind(book.language),
        ", ".join(one.items(book.language)),
        one.purpose(book.language),
        refusal(book, one),
        handed_to(book, one),
        then.cited(clause) if clause else "",
        then.promise(clause) if clause else "",
        f"/my/record/{record}" if record else "",
    )


class Meaning(NamedTuple):
    """What a purpose is: its name, its note, its legal basis, the items it may read, and its clause with the address of
    its sentence."""

    label: str
    note: str
    basis: str
    items: str
    clause: str
    promise: str


def meanings(book: Book, uses: Iterable[Told]) -> list[Meaning]:
    """The purposes of a page's entries, explained in the order in which they come: each as the entry's version has it."""
    declared = (use.declares(FIELDS["purpose"], str(use.body["purpose"])) for use in uses if "purpose" in use.body)
    each = {(then.version, name): then for then, name in declared}
    found = [_meaning(book.told(then), name) for (_, name), then in each.items()]
    # What two versions say alike is said once, by the newest.
    return list({one._replace(promise=""): one for one in reversed(found) if one is not None}.values())[::-1]


def _meaning(book: Book, name: str) -> Meaning | None:
    if (purpose := book.policy.purposes.get(name)) is not None:
        note = book.voice.text(purpose.note) if purpose.note else ""
        basis, items = grounds(book.voice, purpose), book.voice.items(purpose.items)
        promised = purpose.clause or ""
    elif (kept := book.policy.archive.purposes.get(name)) is not None:
        note = book.say(
            "분리 보관 중인 기록을 보관 목적으로만 열람합니다.",
            "Reading an archived record for its retention purpose only.",
        )
        basis, items, promised = book.say("보관 목적", "retention purpose"), "", kept.clause or ""
    else:
        return None
    label = book.voice.purpose(name)
    return Meaning(label, note, basis, items, promised, book.promise(promised) if promised else "")
