"""The routes, in one table: what each takes and answers, whether it changes something, and an example. What is not in
it is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.answers import (
    Collected,
    Consented,
    Corrected,
    Correction,
    Deletion,
    Dossier,
    Group,
    Message,
    Person,
    Receipt,
    Values,
)
from jikim.api import access_records, acts, feeds, lists, shapes
from jikim.api.answered import (
    Asked,
    Certified,
    CookieRow,
    Declared,
    Done,
    Ended,
    Fed,
    Handed,
    Held,
    Hook,
    Hooked,
    Posted,
    Published,
    Replayed,
    Signed,
    Undelivered,
)
from jikim.api.route import BASE, Route
from jikim.policy.plan import Plan

MIB = 1024 * 1024

PERSON = "3f2b8c1e-9a64-4d7b-8a57-0d8f1c2e4b60"
RECORD = "8c0d7e52-41f9-4b0a-9d3a-6f1e2a7b9c11"
NUMBER = "5d1a3c77-2b8e-4f60-9c4d-7e8f90a1b2c3"
ORDER = {"subject": PERSON, "record": RECORD, "kind": "order"}
CORRECTION = {"request": NUMBER, "ref": ORDER}


def _list(path: str, about: str, act: Any, answers: Any, **more: Any) -> Route:
    return Route(path, about, act, more.pop("takes", shapes.Page), answers, {}, method="GET", many="items", **more)


_ALL = (
    # what the verbs do
    Route("/collect", "Takes one record through a declared channel.", acts.collect, shapes.Collect, Collected, {
        "kind": "order", "channel": "homepage", "subject": {"subject": PERSON, "kind": "member"}, "old_enough": True,
        "values": {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]},
    }, changes=True, largest=12 * MIB),
    Route("/collect-many", "Takes many records of people who are here; each has its own outcome.", acts.collect_many, shapes.CollectMany, Collected, {
        "offers": [{"subject": {"subject": PERSON, "kind": "member"}, "kind": "visit", "channel": "automatic",
                    "values": {"ip": "192.0.2.7", "access_log": {"path": "/products", "status": 200}}}], "old_enough": True,
    }, changes=True, many="answers", largest=24 * MIB),
    Route("/use", "Reads items of one record for a purpose; recorded before it is answered.", acts.use, shapes.Use, Values, {
        "ref": ORDER, "purpose": "delivery", "items": ["name", "address"],
    }),
    Route("/use-many", "Reads many records; each has its own outcome.", acts.use_many, shapes.UseMany, Values, {
        "reads": [{"ref": ORDER, "purpose": "delivery"}],
    }, many="answers", largest=MIB),
    Route("/event", "Something happened to a record; answers whether that ended it.", acts.event, shapes.Event, Ended, {
        "ref": ORDER, "name": "paid",
    }, changes=True),
    Route("/provide", "Queues a provision to a declared recipient.", acts.provide, shapes.Provide, Message, {
        "ref": ORDER, "to": "acme", "purpose": "delivery",
    }, changes=True),
    Route("/entrust", "Queues an entrustment to a declared processor.", acts.entrust, shapes.Entrust, Message, {
        "ref": ORDER, "to": "courier", "purpose": "delivery",
    }, changes=True),
    Route("/corrections/ask", "Opens a correction: the record is neither used nor provided until it is settled.", acts.ask_correction,
          shapes.AskCorrection, Correction, {"ref": ORDER, "items": ["phone"]}, changes=True, needs="people"),
    Route("/corrections/make", "Makes an open correction; recipients of a wrong version are told.", acts.correct, shapes.Correct, Corrected, {
        "correction": CORRECTION, "values": {"phone": "02-555-0102"},
    }, changes=True, needs="people", largest=12 * MIB),
    Route("/corrections/refuse", "Refuses an open correction with its reason.", acts.refuse_correction, shapes.RefuseCorrection, None, {
        "correction": CORRECTION, "reason": "the number is right",
    }, changes=True, needs="people"),
    Route("/consent", "Gives and withdraws consents by name.", acts.consent, shapes.Consent, Consented, {
        "subject": PERSON, "give": ["marketing.events"], "withdraw": [],
    }, changes=True, needs="people"),
    Route("/show", "All that is known of a person, for that person.", acts.show, shapes.Subject, Dossier, {"subject": PERSON}, needs="people"),
    Route("/consent-receipt", "A person's consents as a receipt that they keep, in the terms of ISO/IEC TS 27560, signed by the ledger's key.",
          acts.consent_receipt, shapes.ConsentReceipt, dict[str, Any], {"subject": PERSON, "language": "ko"}, needs="people"),
    Route("/leaving-plan", "What leaving now would do.", acts.leaving_plan, shapes.Subject, Plan, {"subject": PERSON}, needs="people"),
    Route("/leave", "A person leaves: hidden at once.", acts.leave, shapes.Subject, Plan, {"subject": PERSON}, changes=True, needs="people"),
    Route("/consult", "Reads a resting record. The policy lets officers alone do that, so an application is refused, with the clause.",
          acts.consult, shapes.Consult, Values, {"ref": ORDER, "purpose": "legal-evidence", "reason": "a court's question", "reason_kind": "dispute"}),
    Route("/hold", "Lays a legal hold on a record: an officer's act; an application is refused, with the clause.", acts.hold, shapes.Hold, Held, {
        "ref": ORDER, "reason": "a dispute",
    }, changes=True),
    Route("/release", "Releases a legal hold: an officer's act; an application is refused, with the clause.", acts.release, shapes.Release, None, {
        "ref": ORDER, "number": NUMBER, "reason": "the dispute is over",
    }, changes=True),
    Route("/receipt", "What became of a person's data, in four dates.", acts.receipt, shapes.Subject, Receipt, {"subject": PERSON}, needs="people"),
    Route("/certificates/receipt", "The same of what a destruction certificate certifies.", acts.certificate_receipt, shapes.Number, Receipt, {
        "number": NUMBER,
    }, needs="evidence"),
    Route("/find", "People by an exact value of an item that is looked up by.", acts.find, shapes.Find, Person, {
        "item": "email", "value": "ganada@example.com",
    }, many="people"),
    Route("/statistics", "Counts of people of closed months, rounded down, small groups suppressed.", acts.statistics, shapes.Statistics, Group, {
        "kind": "usage-history", "purpose": "marketing.statistics",
    }, many="groups"),
    _list("/deletions", "What each receiver that was told to delete has answered.", acts.deletions, Deletion, needs="evidence"),
    _list("/certificates", "Destruction certificates.", lists.certificates, Certified, needs="evidence"),
    # people
    Route("/requests/list", "A person's requests, each with its deadline.", lists.requests, shapes.ListOfPerson, Asked, {"subject": PERSON},
          many="items", needs="people"),
    Route("/requests/file", "Files a person's request to exercise a right.", lists.request, shapes.FileRequest, Asked, {
        "subject": PERSON, "kind": "access",
    }, changes=True, needs="people"),
    Route("/sessions/look", "Who is signed in by a session's token; for a company's own back end.", lists.session, shapes.Token, Signed, {
        "token": "the cookie's value",
    }, needs="people"),
    Route("/hand-off", "A one-time link for a person whom the company itself has signed in.", lists.hand_off, shapes.Subject, Handed, {
        "subject": PERSON,
    }, needs="people"),
    # partners: each message is signed with the partner's own secret
    Route("/feeds/{partner}", "A partner's feed: each row is judged alone, and the answer says which were refused and why.", feeds.feed, shapes.Feed, Fed, {
        "kind": "order", "rows": [{"values": {"name": "가나다", "phone": "02-555-0101", "email": "ganada@example.com",
                                              "lines": [{"product": "RemoteView", "count": 1}]}, "old_enough": True, "reference": "2026-0001"}],
    }, needs="signature", largest=8 * MIB),
    # the office alone: access records of other systems
    Route("/access-records", "Takes access records of another system into the ledger, each once.", access_records.access_records, access_records.AccessRecords,
          access_records.TakenIn, {"system": "crm", "records": [{
              "at": "2026-11-25T09:30:00+09:00", "who": "h-07", "whose": "c-1029", "what": "viewed", "from": "192.0.2.7", "purpose": "support",
          }]}, changes=True, needs="access-records", largest=4 * MIB),
    # what is published: no key is needed
    Route("/policy", "The policy in force, or a version of it.", lists.policy, shapes.Version, Published, {}, method="GET", needs="nothing"),
    _list("/policy/versions", "The policy's versions.", lists.policy_versions, None, needs="nothing"),
    _list("/purposes", "The policy's purposes.", lists.purposes, Declared, needs="nothing"),
    _list("/cookies", "The cookie table.", lists.cookies, CookieRow, needs="nothing"),
    _list("/notices", "Notices, the newest first.", lists.notices, Posted, needs="nothing"),
    # webhooks
    _list("/webhooks", "This application's webhooks.", lists.hooks, Hook, needs="webhooks"),
    Route("/webhooks/add", "Adds a webhook, which is told of events from now on.", lists.add_hook, shapes.Webhook, Hooked, {
        "url": "https://shop.example.com/hooks/jikim", "events": ["subject:leave", "subject:consent"],
    }, changes=True, needs="webhooks"),
    Route("/webhooks/end", "Ends a webhook.", lists.end_hook, shapes.Number, Done, {"number": NUMBER}, changes=True, needs="webhooks"),
    Route("/webhooks/dead", "Messages of a webhook that were given up.", lists.dead, shapes.Dead, Undelivered, {"webhook": NUMBER},
          many="items", needs="webhooks"),
    Route("/webhooks/replay", "Tries again what was given up.", lists.replay_dead, shapes.Replay, Replayed, {"webhook": NUMBER},
          changes=True, needs="webhooks"),
)  # fmt: skip

ROUTES: Mapping[str, Route] = {route.full: route for route in _ALL}
_FEEDS = ROUTES[f"{BASE}/feeds/{{partner}}"]


def route_of(path: str) -> Route | None:
    """The route of a path; the one whose path names a partner takes any name of one."""
    found = ROUTES.get(path)
    if found is None and path.startswith(f"{BASE}/feeds/") and "/" not in path.removeprefix(f"{BASE}/feeds/"):
        return _FEEDS
    return found
