"""/office/intake: the doors, and the form of each record kind that comes in by one, made of the policy (1.3).

The form asks for what this channel may bring and nothing else; a handler enters it with the scan, or with the place
where the paper lies. What is typed is judged by `collect`, by the handler's own grant.
"""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.app import desk_letters as telling
from jikim.cabinet.papers import enter_paper, sound_place
from jikim.cases.who_may import WORDING, at_work
from jikim.desk.complaints import KIND as COMPLAINT
from jikim.desk.complaints import complain, ref_of
from jikim.desk.requests import CHANNELS
from jikim.errors import DeniedError, JikimError
from jikim.handlers.sessions import Signed
from jikim.intake.agreeing import take_agreed
from jikim.intake.doors import Entry, bringing_of, doors, form_of, is_door, parties_of, questions_of, typed
from jikim.intake.feeds import feeds
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.items.countries import COUNTRIES
from jikim.policy.languages import spoken
from jikim.policy.model import ItemType
from jikim.store.holding import Ref
from jikim.uploads import Accepted, lines_of, pack, told_of
from jikim.uploads.quarantine import wait_for_scan
from jikim.verbs.collect import Person, collect
from jikim.verbs.house import error_of
from jikim.web.forms import Form
from jikim.web.member.fields import ADDRESS, TYPED
from jikim.web.multipart import FILES
from jikim.web.office import clearing
from jikim.web.office.intake.placing import placed
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.requests.one import found_by, lookups
from jikim.web.office.requests.words import common
from jikim.web.page import Page
from jikim.web.uploading import uploaded

NOBODY = "guest"
# What comes by these is paper: its scan or its place is entered with it.
ON_PAPER = {CHANNELS["letter"], CHANNELS["fax"]}


@get("/office/intake")
async def intake(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Every channel with the record kinds that come in by it; and the partners."""
    await jk.do(at_work, "intake:look", await actor_of(jk, me))
    file = page.policy.file
    recent = await jk.do(feeds, limit=5)
    return page.show(
        "office/intake/intake.html",
        doors=doors(page.policy),
        channels=file.channels,
        partners=file.partners,
        recent=recent,
        wording=WORDING,
        **await common(page, jk),
    )


async def _show(
    page: Page, jk: AsyncJikim, me: Signed, channel: str, kind: str, form: Form, *, people: list[Person] | None = None, looked: bool = False,
    made: Ref | None = None, label: str = "", number: str = "", files: list[Accepted] | None = None,
) -> Response[str]:  # fmt: skip
    await jk.do(at_work, "intake:look", await actor_of(jk, me))
    policy = page.policy
    if not is_door(policy, channel, kind):
        raise page.missing("office/intake/none.html")
    entries = form_of(policy, channel, kind)
    brought = bringing_of(policy, channel, kind)
    return page.show(
        "office/intake/entry.html", form=form, channel=channel, kind=kind, declared=policy.file.channels[channel], entries=[(one, _how(one)) for one in entries],
        has_files=_has_files(entries), on_paper=channel in ON_PAPER, questions=questions_of(policy, channel, kind), people=people or [], looked=looked, made=made,
        label=label, number=number, asks_language=kind == COMPLAINT, lookups=lookups(page), nobody=NOBODY, guests=NOBODY in brought,
        parties=parties_of(policy, kind), below=policy.file.refuse.below_age, clause=next(iter(brought.values())).clause,
        files_told=lines_of(told_of(files or ()), page.visitor.language),
        **await common(page, jk),
    )  # fmt: skip


def _how(entry: Entry) -> str:
    """How an item is typed: an HTML input type, or area, data, address, file."""
    if entry.contents:
        return {"text": "area", "data": "data", "file": "file"}[entry.how]
    return TYPED.get(ItemType(entry.how), ("text",))[0]


@get("/office/intake/entry/{channel:str}/{kind:str}")
async def entry(page: Page, jk: AsyncJikim, me: Signed, channel: FromPath[str], kind: FromPath[str]) -> Response[str]:
    """The form."""
    return await _show(page, jk, me, channel, kind, Form(page.visitor))


@post("/office/intake/entry/{channel:str}/{kind:str}", status_code=200, opt=FILES)
async def entered(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, channel: FromPath[str], kind: FromPath[str]
) -> Response[Any]:
    """Finds the person, or enters the record."""
    policy = page.policy
    actor = await actor_of(jk, me, kind=kind)
    if not is_door(policy, channel, kind):
        return await _show(page, jk, me, channel, kind, form)
    people = await found_by(jk, me, form)
    if form["do"] == "find":
        form.need("value")
        return await _show(page, jk, me, channel, kind, form, people=people, looked=form.fine)
    person = next((one for one in people if str(one.subject) == form["person"]), None)
    if person is None and form["person"] not in ("", NOBODY):
        form.wrong("person", "정보주체를 다시 찾아 주세요", "please find whose it is again")
    entries = form_of(policy, channel, kind)
    files = await uploaded(form, "files", jk.settings) if _has_files(entries) else []
    placed(form, files, on_paper=channel in ON_PAPER, has_files=_has_files(entries))
    if form["age"] not in ("yes", "no") and policy.file.refuse.below_age:
        form.wrong("age", "나이 확인 결과를 선택해 주세요", "say what they answered about their age")
    form.need(*(f"v.{one.name}" for one in entries if one.required and _how(one) not in ("file", "address")))
    values = _values(page, kind, entries, form)
    if files:
        values["files"] = pack(files)
    if not form.fine or not await first_time(page, jk, form):
        return await _show(page, jk, me, channel, kind, form, people=people, looked=bool(form["value"]))
    try:
        made, label, number = await _take(page, jk, form, channel, kind, person, values, files, actor)
    except JikimError as error:
        _caught(page, kind, form, error, actor)
        return await _show(page, jk, me, channel, kind, form, people=people, looked=bool(form["value"]))
    return await _show(
        page, jk, me, channel, kind, Form(page.visitor), made=made, label=label, number=number, files=files
    )


def _has_files(entries: list[Entry]) -> bool:
    return any(one.how == "file" for one in entries)


def _values(page: Page, kind: str, entries: list[Entry], form: Form) -> dict[str, Any]:
    """What was typed: the form's own fields, and whatever else was posted as one, which the policy then refuses by
    name."""
    rules = page.policy.records[kind]
    given: dict[str, str] = {}
    for field, text in form.values.items():
        name, _, part = field.removeprefix("v.").partition(".")
        if field.startswith("v.") and text and not part and (name in rules.names or name in page.policy.file.items):
            given[name] = text
    values = typed(page.policy, kind, given)
    for one in entries:
        if _how(one) == "address":
            lines = {part: text for part in ADDRESS if (text := form[f"v.{one.name}.{part}"])}
            if lines:
                values[one.name] = lines
    return values


async def _take(
    page: Page,
    jk: AsyncJikim,
    form: Form,
    channel: str,
    kind: str,
    person: Person | None,
    values: dict[str, Any],
    files: list[Accepted],
    actor: Actor,
) -> tuple[Ref, str, str]:
    policy = page.policy
    old_enough = {"yes": True, "no": False}.get(form["age"])
    consents = [one.purpose for one in questions_of(policy, channel, kind) if form.on(f"c.{one.purpose}")]
    if (form["cabinet"] or form["shelf"]) and not _reaches(policy, actor, kind):
        # Before anything is kept: the register of paper asks for the same grant.
        raise error_of(deny(policy, "beyond-grant", kind))
    if form["cabinet"] or form["shelf"]:
        sound_place(policy, form["cabinet"], form["shelf"])
    country = form["v.country"].upper() if form["v.country"].upper() in COUNTRIES else "KR"
    if kind == COMPLAINT:
        # A complaint gets its number and its deadline, by whatever door it came (11.2).
        filed = await jk.do(
            complain,
            values,
            person=person,
            actor=actor,
            old_enough=old_enough,
            channel=channel,
            language=spoken(policy.file, form["language"]),
            no_resident_number=form["no_resident_number"],
        )
        due = telling.day(jk.house, filed.language, filed.due)
        await jk.do(telling.tell, ref_of(filed), "complaint-received", filed.language, number=filed.number, due=due)
        return (
            ref_of(filed),
            await _kept(jk, form, kind, ref_of(filed), files if "files" in values else [], actor),
            filed.number,
        )
    if person is not None:
        taken = await jk.do(
            take_agreed,
            kind,
            values,
            consents,
            person=person,
            channel=channel,
            old_enough=old_enough,
            country=country,
            actor=actor,
            no_resident_number=form["no_resident_number"],
            counterparty=form["counterparty"],
        )
    else:
        taken = await jk.by(actor).do(
            collect,
            kind,
            values,
            channel=channel,
            subject=NOBODY,
            old_enough=old_enough,
            consents=consents,
            country=country,
            no_resident_number=form["no_resident_number"],
            counterparty=form["counterparty"],
        )
    return taken.ref, await _kept(jk, form, kind, taken.ref, files if "files" in values else [], actor), ""


async def _kept(jk: AsyncJikim, form: Form, kind: str, ref: Ref, files: list[Accepted], actor: Actor) -> str:
    """The scan waits where nobody could scan it for viruses, and the paper goes into its register. Answers the paper's
    label."""
    await jk.do(wait_for_scan, ref, "files", files)
    if not form["cabinet"]:
        return ""
    paper = await jk.do(enter_paper, kind, cabinet=form["cabinet"], shelf=form["shelf"], ref=ref, actor=actor)
    return paper.label


def _reaches(policy: Policy, actor: Actor, kind: str) -> bool:
    rules = policy.records[kind]
    if actor.kind == "officer":
        return True
    reads = any(actor.purposes >> number & 1 for number, of in policy.reading if of == rules.number)
    return bool(reads and actor.kinds >> rules.number & 1)


def _caught(page: Page, kind: str, form: Form, error: JikimError, actor: Actor) -> None:
    """Beside its field; a refusal names the items that it is about, and the promise. An officer may give their word
    (`clearing`)."""
    clearing.caught(page, form, error, actor)
    denied = error if isinstance(error, DeniedError) else None
    known = page.policy.records[kind].names
    form.errors = {(f"v.{name}" if name in known else name): text for name, text in form.errors.items()}
    if denied is not None and form.problem is not None:
        about = [name for name in denied.about if name in known or name in page.policy.file.items]
        if about:
            said = ", ".join(
                page.voice.item(name.removeprefix(f"{kind}."), kind if name in known else None) for name in about
            )
            form.problem.text = f"{form.problem.text}: {said}"
