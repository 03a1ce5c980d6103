"""/office/requests/new: what came by letter, phone or e-mail is filed (7.3): who is found by an exact value, what they
want, with the scan of a letter or a fax, or the place where it lies (1.3).

Nothing is frozen or done before it is confirmed that it was they. Somebody whom no value finds is filed as a guest.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Response

from jikim.app import AsyncJikim, desk_letters
from jikim.cabinet.papers import enter_paper, sound_place
from jikim.cases.who_may import WORDING, at_desk
from jikim.desk import request_steps
from jikim.desk.requests import CHANNELS, KINDS, declared, door_of, records_here
from jikim.desk.transfers import Offer, offers, to_send
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.languages import spoken
from jikim.store.holding import Ref
from jikim.uploads import Accepted, pack
from jikim.uploads.quarantine import wait_for_scan
from jikim.verbs.collect import Person, collect
from jikim.web.forms import Form
from jikim.web.multipart import FILES
from jikim.web.office.clearing import caught
from jikim.web.office.intake.placing import placed
from jikim.web.office.me import actor_of
from jikim.web.office.once import first_time
from jikim.web.office.requests.one import found_by, lookups
from jikim.web.office.requests.words import ASKS, WAYS, common
from jikim.web.page import Page
from jikim.web.uploading import uploaded

NOBODY = "guest"
ON_PAPER = ("letter", "fax")


async def _show(
    page: Page, jk: AsyncJikim, me: Signed, form: Form, people: list[Person], looked: bool = False
) -> Response[str]:
    actor = await actor_of(jk, me, kind=WORDING)
    await jk.do(at_desk, "request:file", None, actor)
    records: dict[UUID, list[tuple[Ref, Any]]] = {}
    sendable: list[Offer] = []
    for one in people:
        here = await jk.do(records_here, one.subject)
        sendable += await jk.do(offers, one.subject)
        records[one.subject] = [(ref, taken) for ref, taken, _ in here if ref.kind != WORDING]
    rights = page.policy.file.rights
    return page.show(
        "office/requests/new.html", form=form, people=people, looked=looked, records=records, offers=sendable,
        lookups=lookups(page), ways=[way for way in WAYS if way != "page"],
        rights=[kind for kind in KINDS if kind != "guardian" and declared(page.policy, kind) and set(rights[kind].by) - {"page"}],
        asking=[who for who in ASKS if any(who in right.who for right in rights.values())],
        nobody=NOBODY, **await common(page, jk),
    )  # fmt: skip


@get("/office/requests/new")
async def filing(page: Page, jk: AsyncJikim, me: Signed, kind: FromQuery[str] = "") -> Response[str]:
    """The form."""
    return await _show(page, jk, me, Form(page.visitor, {"kind": kind}), [])


@post("/office/requests/new", status_code=200, opt=FILES)
async def filed(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Finds the person, or files the request."""
    actor = await actor_of(jk, me, kind=WORDING)
    people = await found_by(jk, me, form)
    if form["do"] == "find":
        form.need("value")
        return await _show(page, jk, me, form, people, form.fine)
    form.need("kind", "way", "name")
    person = next((one for one in people if str(one.subject) == form["person"]), None)
    if person is None and form["person"] != NOBODY:
        form.wrong("person", "요청인을 먼저 찾아 선택해 주세요", "find whose request it is first, and choose")
    files = await uploaded(form, "files", jk.settings)
    if form["way"] in ON_PAPER or form["cabinet"] or form["shelf"]:
        placed(form, files, on_paper=True, has_files=True)
    record = None
    if form["kind"] == "correct":
        here = await jk.do(records_here, person.subject) if person is not None else []
        record = next((ref for ref, _, _ in here if str(ref.record) == form["record"]), None)
        if record is None:
            form.wrong("record", "정정할 기록을 선택해 주세요", "choose the record that is wrong")
    if form.fine and await first_time(page, jk, form):
        try:
            return await _file(page, jk, form, person, record, files, actor)
        except JikimError as error:
            caught(page, form, error, actor)
    return await _show(page, jk, me, form, people, bool(form["value"]))


async def _file(
    page: Page, jk: AsyncJikim, form: Form, person: Person | None, record: Ref | None, files: list[Accepted], actor: Any
) -> Response[Any]:
    house = jk.house
    way = form["way"] if form["way"] in CHANNELS and form["way"] != "page" else "letter"
    words: dict[str, Any] = {
        **form.given(("name", "email", "phone", "text")),
        **({"files": pack(files)} if files else {}),
    }
    place = (form["cabinet"], form["shelf"]) if form["cabinet"] else None
    if place is not None:
        sound_place(house.policy, *place)
    taken = await jk.by(actor).do(
        collect,
        WORDING,
        words,
        channel=door_of(house.policy, way),  # type: ignore[arg-type]
        subject=person or "guest",
        old_enough=True if form.on("age") or person is not None else None,
        no_resident_number=form["no_resident_number"],
    )
    language = spoken(house.policy.file, form["language"])
    subject = taken.ref.subject
    asked = form.many.get("transfers", ()) if form["kind"] == "portability" else ()
    try:
        if place is not None:
            await jk.do(enter_paper, WORDING, cabinet=place[0], shelf=place[1], ref=taken.ref, actor=actor)
        made = await jk.do(
            request_steps.file_for,
            subject,
            form["kind"],  # type: ignore[arg-type]
            record,
            way,  # type: ignore[arg-type]
            actor=actor,
            written=taken.ref,
            language=language,
            asks=form["asks"] if form["asks"] in ASKS else "person",  # type: ignore[arg-type]
            transfers=to_send(house, await jk.do(offers, subject), asked),
        )
    except JikimError:
        await jk.by(jk.actor).event(taken.ref, "closed")
        raise
    await jk.do(wait_for_scan, taken.ref, "files", files)
    await jk.do(desk_letters.tell_of, made, "request-received", due=desk_letters.day(house, made.language, made.due))
    return page.to(f"/office/requests/{made.subject}/{made.request}", files)
