"""The reference of the SDK: every public method, from its docstring, with an example that a test runs.

The examples are run one after the other, in this order, in one house with the homepage's policy. What they have besides
is `jk`, an opened house; `alice`, a `jikim.Person`; `membership` and `order`, two of her records; `hana`, a handler, and
`omar`, a privacy officer; and `remote`, what `jikim.connect` answers.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

from jikim.app.acting import Acting
from jikim.app.blocking import Jikim
from jikim.remote import Remote

ENQUIRY = '{"name": "Dan Example", "email": "dan@example.org", "text": "It does not connect."}'
# By what they are about; a method of `by(…)` alone, or of a client alone, is of those.
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "Records": {
        "collect": f"""\
enquiry = jk.collect(
    "enquiry",
    {ENQUIRY},
    channel="board",
    subject="guest",
    old_enough=True,
).ref""",
        "collect_many": f"""\
offer = jikim.Offer(
    alice, "enquiry", {ENQUIRY}, "board"
)
for outcome in jk.collect_many([offer, offer], old_enough=True):
    print(outcome if isinstance(outcome, jikim.JikimError) else outcome.ref)""",
        "use": 'label = jk.use(order, purpose="delivery", items=["name", "address"])\nprint(label["name"])',
        "use_many": """\
reads = [jikim.Read(order, "delivery"), jikim.Read(enquiry, "support")]
for outcome in jk.use_many(reads):
    print(outcome if isinstance(outcome, jikim.JikimError) else dict(outcome))""",
        "decide": """\
said = jk.decide("use", "order", items=["name"], purpose="delivery")
print(said.allowed, said.clause, said.why)""",
        "observe": """\
seen = jikim.Observed("shop_order", "address", "read", "allowed", 3, "label", "delivery")
jk.observe([seen])""",
        "check": 'known = jk.check(membership, "password", "correct horse 9", purpose="identification")',
        "event": 'ended = jk.event(order, "paid")',
        "status": """\
for one in jk.status(alice.subject, "order"):
    print(one.state, one.happened, one.items)""",
        "find": """\
(person,) = jk.find("email", "alice@example.com")
calling = jk.find("name", "Alice Example 0101")  # a name, and four digits""",
        "statistics": """\
for group in jk.statistics("usage-history", purpose="marketing.statistics"):
    print(group.month, group.people)""",
        "provide": """\
try:
    jk.provide(order, to="agreed-partner", purpose="marketing.ads")
except jikim.DeniedError as denied:
    print(denied.clause, denied.hint)""",
        "entrust": """\
try:
    jk.entrust(order, to="kis", purpose="delivery")
except jikim.DeniedError as denied:
    print(denied.clause, denied.hint)""",
        "ask_correction": 'correction = jk.ask_correction(order, ["phone"])',
        "correct": 'done = jk.correct(correction, {"phone": "02-555-0102"})\nprint(done.version, done.told)',
        "refuse_correction": """\
another = jk.ask_correction(order, ["name"])
jk.refuse_correction(another, reason="the name is right: it is the one on the order")""",
    },
    "A person": {
        "show": "for card in jk.show(alice.subject).cards:\n    print(card.ref.kind, card.state, card.items)",
        "consent": 'jk.consent(alice.subject, give=["marketing.events"])',
        "consent_receipt": 'receipt = jk.consent_receipt(alice.subject, language="en")',
        "seen": "jk.seen(alice.subject)",
        "leaving_plan": "for step in jk.leaving_plan(alice.subject).steps:\n    print(step.fate, step.clause)",
        "leave": "plan = jk.leave(alice.subject)",
        "come_back": """\
try:
    jk.come_back(alice.subject)
except jikim.DeniedError as denied:
    print(denied.why)""",
        "receipt": "print(jk.receipt(alice.subject).dates.hidden)",
    },
    "What is kept and held": {
        "hold": """\
jk.event(order, "settled")
number = jk.by(omar).hold(order, reason="a lawsuit about this order")""",
        "release": 'jk.by(omar).release(order, number, reason="the lawsuit is over")',
        "sweep": "swept = jk.sweep()\nprint(swept.retired, swept.destroyed)",
        "consult": """\
kept = jk.by(omar).consult(
    order, purpose="legal-evidence", reason="a dispute about the contract", reason_kind="dispute"
)
print(kept["name"])""",
        "ask_look": """\
try:
    asked = jk.by(hana).ask_look(order, purpose="legal-evidence", reason="a dispute", reason_kind="dispute")
except jikim.DeniedError as denied:
    print(denied.hint)""",
        "decide_look": """\
from uuid import uuid4

try:
    jk.by(omar).decide_look(uuid4(), True)  # the number that `ask_look` answered
except jikim.JikimError as unknown:
    print(unknown)""",
        "proposals": "waiting = jk.proposals()",
        "approve": """\
try:
    jk.by(omar).approve("8f0c41d2")  # the plan that a StoppedError of `sweep` names
except jikim.JikimError as unknown:
    print(unknown)""",
        "certificates": "for number, at, content, signature in jk.certificates():\n    print(number, at)",
        "certificate_receipt": """\
for number, *_ in jk.certificates():
    print(jk.certificate_receipt(number).dates.irrecoverable)""",
    },
    "The office": {
        "enter_handler": 'jk.enter_handler("h-sol", name="Sol Example", email="sol@example.com", duty="parcels")',
        "grant": """\
try:
    jk.by(omar).grant("h-sol", ["delivery"])
except jikim.DeniedError as denied:
    print(denied.why)  # no-pledge: a handler signs it first""",
        "handler": 'as_hana = jk.by(jk.handler("hana"))',
        "revoke": """\
hana_now = jk.handler("hana")
stood = jk.by(omar).revoke(hana_now.grant)""",
        "confirm_officer": """\
try:
    jk.by(omar).confirm_officer("omar")
except jikim.JikimError as refused:
    print(refused)  # nobody confirms themself""",
        "leave_duty": 'ended = jk.by(omar).leave_duty("h-sol")',
        "acting": 'member = jk.acting("member", str(alice.subject))',
        "by": 'dossier = jk.by(jk.acting("application", "shop", purposes=["delivery"]))',
    },
    "Versions, and processors": {
        "publish": 'announced = jk.by(omar).publish("policy-2.yaml")',
        "publications": "for one in jk.publications():\n    print(one.number, one.state)",
        "withdraw_publication": 'jk.by(omar).withdraw_publication(announced.number, "a date was wrong")',
        "processors": 'print("kis" in jk.processors())',
        "deletions": "for one in jk.deletions():\n    print(one)",
        "end_contract": 'told = jk.by(omar).end_contract("kis")',
    },
    "What the clock does": {
        "deliver": "sent = jk.deliver()",
        "mails": "sent = jk.mails()",
        "call_webhooks": "called = jk.call_webhooks()",
        "expire": "expired = jk.expire()",
        "reindex": "jk.reindex()",
        "epoch_due": "due = jk.epoch_due()",
        "epoch": """\
try:
    jk.epoch(backup_keys=lambda: True)
except jikim.JikimError as refused:
    print(refused)""",
        "place": "jk.place()",
        "sequence": "placed = jk.sequence()",
        "pack_ledger": "packed = jk.pack_ledger()",
        "move_ledger": "moved = jk.move_ledger()",
        "catch_up": "jk.catch_up()",
        "backups": "backups = jk.backups",
        "attached": 'shop = jk.attached("attached.yaml")  # then `shop.on(connection).use(…)`, in its own transaction',
        "move_clock": "from datetime import timedelta\n\njk.move_clock(jk.now() + timedelta(days=1))  # a demo's alone",
    },
    "What can be shown": {
        "prove": "proven = jk.prove()",
        "prove_on_record": "filed = jk.prove_on_record(proven)",
        "export_ledger": """\
from jikim.proof import verify

report = verify(jk.export_ledger())
print(report.ok)""",
        "counts": "for row in jk.counts():\n    print(row)",
        "now": "print(jk.now())",
        "origin": "print(jk.origin)",
        "policy": 'print(jk.policy.file.purposes["delivery"].label)',
        "file": "print(jk.file.service.url)",
        "signer": "key = jk.signer.verifier",
        "server_release": "release = jk.server_release()",
        "mend_server": "jk.mend_server()",
        "seen_pages": "pages = jk.seen_pages()",
        "do": """\
from jikim.desk.requests import requests_of

open_ones = jk.do(requests_of, alice.subject)""",
        "word": "jk.driver.run(jk.word(False))",
    },
    "A client alone": {
        "session": """\
from jikim.remote.problems import RemoteError

try:
    remote.session("the value of the person's cookie")
except jikim.JikimError as unknown:
    print(unknown)""",
        "hand_off": "url = remote.hand_off(here.subject).url",
    },
    "The last": {"close": "remote.close()\njk.close()"},
}
KINDS = {"Acting": Acting, "Jikim": Jikim, "Remote": Remote}
_HEAD = """\
# The SDK, method by method

Made by `make docs` from the docstrings. Every example is run by a test, in this order and in one house.

`jikim.open(policy, directory)` answers a `Jikim`; `jikim.open_async` an `AsyncJikim`, whose methods are awaited; `jikim.connect(url, key)` and
`jikim.connect_async` the same verbs of a house that runs elsewhere, which need no database.
`language="ko"` of each has errors said in Korean. With `private=True` the first two answer a `PrivateJikim` and an `AsyncPrivateJikim`, whose `use` and `use_many`
give [values that keep their purpose](../how-to/keep-the-purpose.md). In the examples
`jk` is a house that was opened with the homepage's policy, `alice` a `jikim.Person`, `membership` and `order` two of her records, `hana` a handler, `omar` a privacy
officer, and `remote` what `jikim.connect` answers. A number of a person or record may be given as text wherever a UUID is taken.

| mark | what it means |
|---|---|
| by | `jk.by(actor)` has it too, and asks as that actor |
| HTTP | `jikim.connect` has it too |
| async | `AsyncJikim` has it too, awaited |
"""


def public(kind: type) -> dict[str, object]:
    """The public names of a class."""
    return {name: inspect.getattr_static(kind, name) for name in dir(kind) if not name.startswith("_")}


def _entries() -> Iterator[str]:
    from jikim.app import AsyncJikim

    own, acting, remote, loop = (public(kind) for kind in (Jikim, Acting, Remote, AsyncJikim))
    for about, examples in EXAMPLES.items():
        yield f"## {about}\n"
        for name, example in examples.items():
            kind = next(one for one in (Jikim, Acting, Remote) if name in public(one))
            told = inspect.getattr_static(kind, name)
            called = told.fget if isinstance(told, property) else told
            marks = [
                mark
                for mark, names in (("by", acting), ("HTTP", remote), ("async", loop))
                if name in names and not (mark == "by" and name not in own)
            ]
            at = {"Acting": "jk.by(actor)", "Remote": "remote"}.get(kind.__name__, "jk")
            said = "" if isinstance(told, property) else _signature(called)
            yield f"### `{name}`\n"
            yield f"```text\n{at}.{name}{said}\n```\n"
            yield (inspect.getdoc(called) or "").replace("\n\n", "\n\n") + "\n"
            if marks:
                yield f"Also: {', '.join(marks)}.\n"
            yield f"```python\n{example}\n```\n"


def _signature(called: object) -> str:
    told, said = inspect.signature(called), list[str]()  # type: ignore[arg-type]
    _, *rest = told.parameters.values()
    for one in rest:
        if one.kind is one.KEYWORD_ONLY and "*" not in said and not any(each.startswith("*") for each in said):
            said.append("*")
        star = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
        plain = type(one.default) in (str, int, bool, tuple, type(None))
        default = "" if one.default is one.empty else f" = {one.default!r}" if plain else " = …"
        said.append(f"{star}{one.name}: {one.annotation}{default}")
    return f"({', '.join(said)}) -> {told.return_annotation}"


def page() -> str:
    """The whole page."""
    return _HEAD + "\n" + "\n".join(_entries()).rstrip() + "\n"
