"""The product's usage feed (1.3), and what a company sees of it (5.2): its own account's, on screen and as a file.

What rests is kept to be given to the company when it asks, and to nothing else: whoever has just proved to be the
account's own administrator asks by a button and gets the file. Each record that is taken out is in the ledger with that
reason.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from jikim import AsyncJikim, DeniedError, InvalidError, JikimError, Offer, Person
from jikim.web import Page, Redirect, Request, Response, Session, Visitor, get, live_of, post

from ..signing import genuine
from . import providers
from .books import Books

MOST_ROWS = 1000
ASKED = "the company's own administrator asked for it on the page"


@post("/hooks/usage", status_code=200)
async def feed(request: Request[Any, Any, Any], jk: AsyncJikim) -> Response[dict[str, Any]]:
    """`{"rows": [{"login_id": …, "usage": {…}}]}`, signed as Standard Webhooks say. Each row has its own outcome; a
    repeated message adds nothing."""
    endpoint, body = jk.settings.endpoints.get(providers.PRODUCT), await request.body()
    headers = {name.lower(): value for name, value in request.headers.items()}
    if endpoint is None or not genuine(endpoint.secret, headers, body, jk.now()):
        return Response({"state": "refused", "why": "signature"}, status_code=401)
    rows = _rows(body)
    if rows is None:
        return Response(
            {"state": "refused", "why": f"send an object with `rows`, at most {MOST_ROWS}"}, status_code=422
        )
    books, message = Books.of(jk), f"usage:{headers['webhook-id']}"
    async with books.alone(message):
        if books.seen(message):
            return Response({"state": "done", "taken": 0, "refused": [], "repeated": True})
        taken, refused = await _take(jk, rows)
        books.see(message)
    return Response({"state": "done", "taken": taken, "refused": refused, "repeated": False})


def _rows(body: bytes) -> list[Any] | None:
    try:
        said = json.loads(body)
    except ValueError:
        return None
    rows = said.get("rows") if isinstance(said, dict) else None
    return rows if isinstance(rows, list) and len(rows) <= MOST_ROWS else None


async def _take(jk: AsyncJikim, rows: list[Any]) -> tuple[int, list[dict[str, Any]]]:
    offers: list[tuple[int, Offer]] = []
    refused: list[dict[str, Any]] = []
    numbers = dict[Person, str]()
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not isinstance(row.get("login_id"), str):
            refused.append({"row": number, "why": "form", "hint": "each row is an object with `login_id` and `usage`"})
            continue
        try:
            people = await jk.find("login_id", row["login_id"])
        except JikimError as error:
            refused.append(_why(number, error))
            continue
        if not people:
            refused.append({"row": number, "why": "nobody", "hint": "no account of that login ID is here"})
            continue
        # Every other field of a row goes to the door as it came, and is refused there by name.
        values = {name: value for name, value in row.items() if name != "login_id"}
        if people[0] not in numbers:
            numbers[people[0]] = await number_of(jk, people[0])
        if numbers[people[0]]:
            values["business_no"] = numbers[people[0]]
        offers.append((number, Offer(people[0], "usage-history", values, "automatic")))
    taken = 0
    if offers:
        outcomes = await jk.collect_many([offer for _, offer in offers], old_enough=True)
        for (number, _), outcome in zip(offers, outcomes, strict=True):
            if isinstance(outcome, JikimError):
                refused.append(_why(number, outcome))
            else:
                taken += 1
    return taken, sorted(refused, key=lambda row: row["row"])


async def number_of(jk: AsyncJikim, person: Person) -> str:
    """The registration number of a corporate account, under which its company asks for its usage (5.2); empty for anybody else."""
    for one in await jk.do(live_of, person.subject, "corporate-membership") if person.kind == "corporate" else ():
        with suppress(DeniedError):  # A correction is open.
            return str((await jk.use(one.ref, purpose="identification", items=["business_no"]))["business_no"])
    return ""


def _why(number: int, error: JikimError) -> dict[str, Any]:
    said: dict[str, Any] = {"row": number, "why": "refused", "hint": error.hint or ""}
    if isinstance(error, DeniedError):
        said |= {"why": error.why, "clause": error.clause}
    elif isinstance(error, InvalidError):
        said |= {"why": "value", "item": error.item}
    return said


@get("/my/usage")
async def usage(page: Page, visitor: Visitor, jk: AsyncJikim, proven: Session) -> Response[Any] | Redirect:
    """What the product reported of this account, and what of it rests until when."""
    dossier = await jk.by(visitor.actor).show(proven.subject)
    cards = sorted(
        (card for card in dossier.cards if card.ref.kind == "usage-history"),
        key=lambda card: card.collected,
        reverse=True,
    )
    resting = [part for part in dossier.resting if part.ref.kind == "usage-history"]
    live = [(card, card.values["usage"]) for card in cards if card.state == "live" and "usage" in card.values]
    return page.show("rv/usage.html", rows=live, resting=resting, corporate=proven.kind == "corporate")


@get("/my/usage.csv")
async def usage_csv(page: Page, visitor: Visitor, jk: AsyncJikim, proven: Session) -> Response[Any] | Redirect:
    dossier = await jk.by(visitor.actor).show(proven.subject)
    rows = [
        (card.collected, card.values.get("usage"))
        for card in dossier.cards
        if card.ref.kind == "usage-history" and card.state == "live"
    ]
    return as_file(page, rows, "remoteview-usage.csv")


@post("/my/usage/older", status_code=200)
async def older(page: Page, visitor: Visitor, jk: AsyncJikim, proven: Session) -> Response[Any] | Redirect:
    """What rests of a company's usage, given to its administrator who asks (5.2)."""
    if proven.kind != "corporate" or proven.guardian:
        return page.to("/my/usage")
    dossier = await jk.by(visitor.actor).show(proven.subject)
    desk = jk.acting("system", "usage-request", origin=visitor.address)
    rows: list[tuple[datetime, Any]] = []
    for part in dossier.resting:
        if part.ref.kind == "usage-history":
            # One whose time ran out a moment ago is not there any more.
            with suppress(DeniedError):
                found = await jk.by(desk).consult(
                    part.ref, purpose="corporate-request", reason=ASKED, reason_kind="person-request"
                )
                rows.append((part.collected, found["usage"]))
    return as_file(page, rows, "remoteview-usage-older.csv")


def as_file(page: Page, rows: Sequence[tuple[datetime | None, Any]], called: str) -> Response[Any]:
    """Usage as a table."""
    names = list(dict.fromkeys(name for _, said in rows if isinstance(said, dict) for name in said))
    text = io.StringIO()
    file = csv.writer(text)
    file.writerow(["collected", *names])
    for collected, said in rows:
        at = collected.astimezone(page.zone).isoformat(timespec="seconds") if collected else ""
        file.writerow([at, *(_plain(said, name) for name in names)])
    headers = {"content-disposition": f'attachment; filename="{called}"', "cache-control": "no-store"}
    # The mark lets a spreadsheet read Korean.
    return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _plain(said: object, name: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    text = str(said.get(name, "")) if isinstance(said, dict) else ""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


PAGES = [feed, usage, usage_csv, older]
