"""Hypothesis strategies: small policies in which `check` finds no error, and asks of them by name, good and bad alike."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

from jikim.policy.ask import EVERY_PURPOSE, EVERYTHING, Actor, Ask
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.model import PolicyFile, SubjectKind
from jikim.policy.model.where import ReasonKind
from jikim.policy.states import Verb

WHO = ("member", "corporate", "guest")
ITEMS = {
    "login": {"type": "login-id", "unique": True, "lookup": True},
    "secret": {"type": "password"},
    "name": {"type": "person-name"},
    "email": {"type": "email", "lookup": True},
    "phone": {"type": "phone"},
    "mobile": {"type": "mobile"},
    "company": {"type": "company-name"},
}
PERIODS = ("1d", "2w", "30d", "1mo", "3mo", "6mo", "1y", "5y")
GROUNDS = ("consent", "law", "service", "statistics", "counterparty", "request")
RIGHTS = ("access", "correct", "withdraw")


def label(name: str) -> dict[str, Any]:
    """A label in both languages."""
    return {"ko": name, "en": name}


def some(names: list[str] | tuple[str, ...], least: int = 1) -> st.SearchStrategy[list[str]]:
    """Some of these names, each once, in an order of their own."""
    return st.lists(st.sampled_from(names), min_size=least, unique=True)


@st.composite
def policy_contents(draw: st.DrawFn) -> dict[str, Any]:
    """A whole policy as the content of its file: plain data."""
    items = draw(some(list(ITEMS), 2))
    covers = draw(some(WHO))
    channels = [f"c{n}" for n in range(draw(st.integers(1, 3)))]
    purposes = [f"p{n}" for n in range(draw(st.integers(1, 4)))]
    archive = [f"a{n}" for n in range(draw(st.integers(1, 2)))]
    records = {
        f"r{n}": draw(_record(items, covers, channels, purposes, archive)) for n in range(draw(st.integers(1, 3)))
    }
    for who in covers:
        if not any(who in record["of"] for record in records.values()):
            records["r0"]["of"].append(who)
    contents = [f"{record}.{name}" for record, kind in records.items() for name in kind["items"].get("contents", {})]
    every = items + contents
    meant = {name: draw(_purpose(every)) for name in purposes}
    brought = {
        name: {
            "kind": draw(st.sampled_from(("self", "handler", "automatic"))),
            "items": draw(some(every, 0)),
            "label": label(name),
        }
        for name in channels
    }
    for name, record in records.items():
        _serve(name, record, meant, brought)
    content: dict[str, Any] = {
        "jikim": 1,
        "service": {
            "name": label("shop"),
            "controller": label("shop"),
            "url": "https://shop.example",
            "country": "KR",
            "time_zone": draw(st.sampled_from(("Asia/Seoul", "America/New_York", "Pacific/Apia"))),
            "under": ["kr.pipa"],
            "covers": covers,
        },
        "version": {"announced": "2013-01-01", "effective": "2013-02-05"},
        "items": {name: {**ITEMS[name], "label": label(name)} for name in items},
        "refuse": {
            "types": ["sensitive", "kr.resident-registration-number"],
            "below_age": draw(st.sampled_from((0, 14))),
        },
        "channels": brought,
        "purposes": meant,
        "records": records,
        "archive": {
            "place": label("apart"),
            "cabinet": label("apart"),
            "paper": ["shred"],
            "purposes": {name: {"by_law": draw(st.booleans()), "label": label(name)} for name in archive},
        },
        "rights": {
            name: {"by": ["page"], "who": [*covers, "guardian"], "within": "10d", "label": label(name)}
            for name in draw(some(RIGHTS, 0))
        },
        "officers": {
            who: {"title": label(who), "phone": "02-000-0001", "email": f"{who}@shop.example"}
            for who in ("officer", "handler")
        },
        "notice": {"where": label("board"), "ordinary": "7d", "important": "30d"},
    }
    content["recipients"] = {
        f"t{n}": draw(_recipient(every, purposes, list(records))) for n in range(draw(st.integers(0, 2)))
    }
    if any(one["under"] == "request" for one in content["recipients"].values()):
        content["rights"].setdefault(
            "portability",
            {"by": ["page"], "who": [*covers, "guardian"], "within": "10d", "label": label("portability")},
        )
    content["processors"] = {
        f"w{n}": draw(_processor(every, purposes, list(records))) for n in range(draw(st.integers(0, 2)))
    }
    if draw(st.booleans()):
        _partner(draw, content, every)
    if draw(st.booleans()):
        content["clauses"] = {"undeclared-item": "1.1", "ended": "5.1", "frozen": "7.4a"}
    return content


@st.composite
def _record(
    draw: st.DrawFn, items: list[str], covers: list[str], channels: list[str], purposes: list[str], archive: list[str]
) -> dict[str, Any]:
    held = draw(some(items))
    cut = draw(st.integers(0, len(held)))
    contents = draw(some(("text", "note"), 0))
    events = draw(some(("paid", "sent"), 0))
    hands = st.lists(st.sampled_from(("person", "site", "handler")), min_size=1, max_size=2, unique=True)
    ends: Any = {
        "on": {
            name: draw(st.one_of(st.none(), hands.map(lambda by: {"by": by})))
            for name in draw(some(("closed", "settled")))
        }
    }
    if draw(st.booleans()):
        ends = {
            "after": draw(st.sampled_from(PERIODS)),
            "from": draw(st.sampled_from(["collected", "last-use", *events])),
        }
        if ends["from"] == "collected" and events:
            ends["unless"] = draw(some(events, 0))
    record: dict[str, Any] = {
        "label": label("record"),
        "of": draw(some(covers)),
        "via": draw(some(channels)),
        "for": draw(some(purposes)),
        "items": {"required": held[:cut], "optional": held[cut:]},
        "events": events,
        "ends": ends,
        "leaving": draw(st.sampled_from(("ends", "finishes"))),
        "single": draw(st.booleans()),
    }
    if contents:
        record["items"]["contents"] = {name: {"label": label(name)} for name in contents}
    own = [*events, *ends.get("on", [])]
    starts = ["collected", "ended", *own]
    record["keep"] = [
        {
            "label": label("kept"),
            "items": draw(some(held + contents)),
            "for": draw(st.sampled_from(PERIODS)),
            "from": draw(st.sampled_from(starts)),
            "because": "own-promise",
            "purpose": draw(st.sampled_from(archive)),
            "only": draw(some(record["of"], 0)),
            "once": draw(some(own, 0)) if own and draw(st.booleans()) else [],
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    return record


@st.composite
def _purpose(draw: st.DrawFn, every: list[str]) -> dict[str, Any]:
    basis = draw(st.sampled_from(("contract", "consent", "legitimate-interest", "law")))
    purpose: dict[str, Any] = {
        "group": "g",
        "basis": basis,
        "items": draw(some(every)),
        "label": label("purpose"),
        "refusal": label("no"),
        "reason": draw(st.booleans()),
        "aggregate": draw(st.integers(0, 5)) == 0,
        "optional": basis == "consent",
    }
    if basis == "law":
        purpose["law"] = "kr.tax.books"
    return purpose


def _serve(name: str, record: dict[str, Any], purposes: dict[str, Any], channels: dict[str, Any]) -> None:
    """Makes a record's items readable and, where they are required, needed by more than a consent, and bringable."""
    first, via = purposes[record["for"][0]], channels[record["via"][0]]
    parts = record["items"]
    for item in [*parts["required"], *parts["optional"], *(f"{name}.{part}" for part in parts.get("contents", {}))]:
        if not any(item in purposes[purpose]["items"] for purpose in record["for"]):
            first["items"].append(item)
    firm = [purposes[p]["items"] for p in record["for"] if not purposes[p]["optional"]]
    required = [item for item in parts["required"] if any(item in items for items in firm)]
    parts["optional"] = [*parts["optional"], *(item for item in parts["required"] if item not in required)]
    parts["required"] = required
    via["items"] += [item for item in required if item not in via["items"]]


@st.composite
def _recipient(draw: st.DrawFn, every: list[str], purposes: list[str], records: list[str]) -> dict[str, Any]:
    ground = draw(st.sampled_from(GROUNDS))
    return {
        "under": ground,
        "purposes": draw(some(purposes)),
        "records": draw(some(records)),
        "items": draw(some(every)),
        "least": 5 if ground == "statistics" else 0,
        "until": label("then"),
        "country": "KR",
        "label": label("them"),
        "company": label("them"),
    }


@st.composite
def _processor(draw: st.DrawFn, every: list[str], purposes: list[str], records: list[str]) -> dict[str, Any]:
    return {
        "task": label("task"),
        "purposes": draw(some(purposes)),
        "records": draw(some(records)),
        "items": draw(some(every)),
        "until": draw(some(("withdrawal", "contract-end"))),
        "country": "KR",
        "label": label("them"),
    }


def _partner(draw: st.DrawFn, content: dict[str, Any], every: list[str]) -> None:
    """A partner that supplies one record kind through a channel of its own."""
    record = draw(st.sampled_from(sorted(content["records"])))
    parts = content["records"][record]["items"]
    held = [*parts["required"], *parts["optional"]]
    supplied = draw(some(held)) if held else []
    content["channels"]["feed"] = {"kind": "partner", "items": supplied, "label": label("feed")}
    content["records"][record]["via"].append("feed")
    content["partners"] = {
        "s0": {
            "records": [record],
            "items": supplied,
            "purposes": [content["records"][record]["for"][0]],
            "country": "KR",
            "label": label("partner"),
        }
    }


def policy_files() -> st.SearchStrategy[PolicyFile]:
    """Small random policies, as `parse` gives them."""
    return policy_contents().map(PolicyFile.model_validate)


class Named(NamedTuple):
    """An ask by names. None stands for a name that the policy does not declare."""

    verb: Verb
    record: str | None
    items: frozenset[str]
    actor: Actor
    granted: frozenset[str]
    purpose: str | None = None
    channel: str | None = None
    to: str | None = None
    subject_kind: SubjectKind | None = None
    event: str | None = None
    reason: str = ""
    old_enough: bool | None = None
    terms: tuple[str, str, str, str] = ("", "", "", "")
    kinds: frozenset[str] | None = None
    reached: frozenset[str] | None = None
    entered: frozenset[str] | None = None
    told: frozenset[str] | None = None
    kept: frozenset[str] = frozenset()
    reason_kind: str = ""

    def ask(self, policy: Policy) -> Ask:
        """The same as `decide` takes it. A missing name becomes a number that nothing has."""
        verb = self.verb
        target = {Verb.PROVIDE: "recipient", Verb.ENTRUST: "processor", Verb.COLLECT: "partner", Verb.EVENT: "event"}
        name = self.event if verb is Verb.EVENT else self.to
        to = 0
        if verb in target and (name is not None or verb is not Verb.COLLECT):
            to = policy.number(target[verb], name or "") or 999  # type: ignore[arg-type]
        purpose_space = "archive" if verb is Verb.CONSULT else "purpose"
        return Ask(
            verb,
            policy.number("record", self.record or "") or 999,
            mask_of(policy.number("item", name) or 999 for name in self.items),
            self.actor,
            policy.number(purpose_space, self.purpose or "") or 999,  # type: ignore[arg-type]
            policy.number("channel", self.channel or "") or 999,
            to,
            policy.people[self.subject_kind] if self.subject_kind else 0,
            self.reason,
            self.old_enough,
            statute=self.terms[1],
            document=self.terms[2],
            authority=self.terms[0],
            approved_by=self.terms[3],
            reason_kind=self.reason_kind,
        )


@st.composite
def named_asks(draw: st.DrawFn, policy: Policy, verbs: tuple[Verb, ...], narrow: bool = False) -> Named:
    """An ask of a policy: mostly of what it declares, sometimes of what it does not, by all kinds of actors.

    `narrow`: by grants for some records, items, channels and events too.
    """
    file = policy.file

    def one(names: Any) -> str | None:
        return draw(st.sampled_from([*names, *names, *names, None]))

    record = one(file.records)
    every = sorted(policy.declared["item"])
    own = every
    if record is not None:
        parts = file.records[record].items
        own = [*parts.required, *parts.optional, *(f"{record}.{name}" for name in parts.contents)]
    items = set(draw(some(own, 0))) if own else set()
    verb = draw(st.sampled_from(verbs))
    if verb is Verb.COLLECT and record is not None and draw(st.booleans()):
        items |= set(file.records[record].items.required)
    if draw(st.integers(0, 5)) == 0:
        items |= set(draw(some([*every, "no-such-item"])))
    granted = frozenset(draw(some(list(file.purposes), 0))) if draw(st.booleans()) else frozenset(file.purposes)
    mask = mask_of(policy.number("purpose", name) or 0 for name in granted)
    kind = draw(
        st.sampled_from(("member", "guardian", "handler", "officer", "application", "partner", "system", "outsider"))
    )
    if draw(st.integers(0, 3)) == 0:
        mask, granted = EVERY_PURPOSE, frozenset(file.purposes)
    purposes = file.archive.purposes if verb is Verb.CONSULT else file.purposes
    if record is not None and verb in (Verb.USE, Verb.PROVIDE, Verb.ENTRUST) and draw(st.booleans()):
        purposes = dict.fromkeys(file.records[record].for_)  # type: ignore[assignment]
    secrets = {name for name, item in file.items.items() if item.type == "password"}
    holding = [name for name, held in file.records.items() if secrets & {*held.items.required, *held.items.optional}]
    if verb is Verb.CHECK and holding and draw(st.booleans()):
        record = draw(st.sampled_from(holding))
        parts = file.records[record].items
        secrets &= {*parts.required, *parts.optional}
        items, purposes = secrets, dict.fromkeys(file.records[record].for_)  # type: ignore[assignment]
        kind = draw(st.sampled_from((kind, "application", "application")))
    targets: dict[Verb, Any] = {
        Verb.PROVIDE: file.recipients,
        Verb.ENTRUST: file.processors,
        Verb.COLLECT: file.partners,
    }
    channels = file.records[record].via if record is not None and draw(st.booleans()) else file.channels
    to, purpose = one(targets.get(verb, {})), one(purposes)
    if record is not None and verb is Verb.CONSULT and file.records[record].keep and draw(st.booleans()):
        kind = draw(st.sampled_from((kind, "officer")))
        rule = draw(st.sampled_from(file.records[record].keep))
        contents = file.records[record].items.contents
        purpose, items = rule.purpose, {f"{record}.{ref}" if ref in contents else ref for ref in rule.items}
    if to is not None and verb in (Verb.PROVIDE, Verb.ENTRUST) and draw(st.booleans()):
        party: Any = targets[verb][to]
        record, purpose = draw(st.sampled_from(party.records)), draw(st.sampled_from(party.purposes))
        items = set(draw(some(party.items, 0)))
    whose = [*file.records[record].of] * 4 if record is not None else []
    terms = ("", "", "", "")
    if draw(st.booleans()):
        terms = draw(st.tuples(*(st.sampled_from(("", "given", "given")) for _ in range(4))))
    kinds = reached = None
    if narrow and draw(st.integers(0, 9)) == 0:
        kinds = frozenset(
            {*draw(some(list(file.records), 0)), *([record] if record is not None and draw(st.booleans()) else ())}
        )
    if narrow and draw(st.integers(0, 9)) == 0:
        known = items - {"no-such-item"}
        reached = frozenset({*draw(some(every, 0)), *(known if draw(st.booleans()) else ())})
    entered = frozenset(draw(some(list(file.channels), 0))) if narrow and draw(st.integers(0, 9)) == 0 else None
    told = (
        frozenset(draw(some(sorted(policy.declared["event"]), 0))) if narrow and draw(st.integers(0, 9)) == 0 else None
    )
    reach = {
        "channels": EVERYTHING if entered is None else mask_of(policy.number("channel", name) or 0 for name in entered),
        "events": EVERYTHING if told is None else mask_of(policy.number("event", name) or 0 for name in told),
        "kinds": EVERYTHING if kinds is None else mask_of(policy.number("record", name) or 0 for name in kinds),
        "items": EVERYTHING if reached is None else mask_of(policy.number("item", name) or 0 for name in reached),
    }
    actor = Actor(kind, draw(st.sampled_from(("someone", "s0", "reseller"))), mask, **reach)
    kept = frozenset(
        draw(some(list(file.archive.purposes), 0)) if draw(st.integers(0, 3)) == 0 else file.archive.purposes
    )
    actor = actor._replace(keeping=mask_of(policy.number("archive", name) or 0 for name in kept))
    listed = file.archive.purposes[purpose].kinds if verb is Verb.CONSULT and purpose is not None else ()
    reason_kind = draw(st.sampled_from(("", *listed, *listed, *listed, *ReasonKind))) if verb is Verb.CONSULT else ""
    return Named(
        verb, record, frozenset(items), actor, granted, purpose, one(channels),
        to, draw(st.sampled_from([*whose, *SubjectKind, None])), one(sorted(policy.declared["event"])),
        draw(st.sampled_from(("", "a reason"))), draw(st.sampled_from((True, True, True, False, None))), terms, kinds, reached, entered, told, kept,
        reason_kind,
    )  # fmt: skip
