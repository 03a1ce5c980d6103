"""The routes, in one table: a verb's of its declaration, any other's of its function.

What is not in it is not there.
"""

from __future__ import annotations

from collections.abc import Mapping

from jikim.api import access_records, feeds, lists
from jikim.api.route import BASE, Route, route, verb
from jikim.over_http import DECLARED, MIB, NUMBER, PERSON, VALUES

_ROW = {"values": VALUES | {"email": "ganada@example.com"}, "old_enough": True, "reference": "2026-0001"}
_RECORD = {
    "at": "2026-11-25T09:30:00+09:00",
    "who": "h-07",
    "whose": "c-1029",
    "what": "viewed",
    "from": "192.0.2.7",
    "purpose": "support",
}
_HOOK = {"url": "https://shop.example.com/hooks/jikim", "events": ["subject:leave", "subject:consent"]}

_ALL = (
    *(verb(one) for one in DECLARED.values()),
    route("/deletions", lists.deletions, needs="evidence"),
    route("/certificates", lists.certificates, needs="evidence"),
    route("/requests/list", lists.requests, {"subject": PERSON}, needs="people"),
    route("/requests/file", lists.request, {"subject": PERSON, "kind": "access"}, changes=True, needs="people"),
    # partners: each message is signed with the partner's own secret
    route(
        "/feeds/{partner}",
        feeds.feed,
        {"kind": "order", "rows": [_ROW]},
        takes=feeds.Feed,
        needs="signature",
        largest=8 * MIB,
    ),
    # the office alone: access records of other systems
    route(
        "/access-records",
        access_records.access_records,
        {"system": "crm", "records": [_RECORD]},
        changes=True,
        needs="access-records",
        largest=4 * MIB,
    ),
    # what is published: no key is needed
    route("/policy", lists.policy, needs="nothing"),
    route("/policy/versions", lists.policy_versions, needs="nothing"),
    route("/purposes", lists.purposes, needs="nothing"),
    route("/cookies", lists.cookies, needs="nothing"),
    route("/notices", lists.notices, needs="nothing"),
    route("/webhooks", lists.hooks, needs="webhooks"),
    route("/webhooks/add", lists.add_hook, _HOOK, changes=True, needs="webhooks"),
    route("/webhooks/end", lists.end_hook, {"number": NUMBER}, changes=True, needs="webhooks"),
    route("/webhooks/dead", lists.dead, {"webhook": NUMBER}, needs="webhooks"),
    route("/webhooks/replay", lists.replay_dead, {"webhook": NUMBER}, changes=True, needs="webhooks"),
)

ROUTES: Mapping[str, Route] = {one.full: one for one in _ALL}
_FEEDS = ROUTES[f"{BASE}/feeds/{{partner}}"]


def route_of(path: str) -> Route | None:
    """The route of a path; the one whose path names a partner takes any name of one."""
    found = ROUTES.get(path)
    if found is None and path.startswith(f"{BASE}/feeds/") and "/" not in path.removeprefix(f"{BASE}/feeds/"):
        return _FEEDS
    return found
