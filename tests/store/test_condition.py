"""THE property: for random policies, asks and facts, the statement that locks the rows answers as `decide` does with
the same facts.

Facts are laid down by the superuser, as they would be found: consents, leaving, the record's state, a freeze, a grant
given or revoked, another version. Each statement then gives its outcome, and one entry that says the same.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, note
from hypothesis import strategies as st
from psycopg.types.json import Json
from tests.conftest import Databases
from tests.drawn import drawn as examples
from tests.policy.strategies import policy_files

from jikim.app import Jikim
from jikim.db.driver import Statement
from jikim.errors import StoreError
from jikim.policy.ask import Actor, Ask, Facts
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.condition import finishing
from jikim.policy.decide import Allowed, Denied, decide
from jikim.policy.model import PolicyFile
from jikim.policy.outcome import WHY_OF, Outcome
from jikim.policy.states import State, Verb
from jikim.store.encoded import raw_json
from jikim.store.holding import flat, mask_text
from jikim.store.sealed import Q

# The connection pool's own threads draw random delays while a strategy draws, and Hypothesis takes that for the
# strategy's doing.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies"),
    pytest.mark.one_server("a server's statements are asked without the room that divides them by server"),
]
NOW = datetime(2013, 2, 5, 9, 0, tzinfo=UTC)
HERE, OTHER = 1, 2  # the version that the statement was compiled from, and another
TERMS: dict[str, str] = {"authority": "a", "statute": "s", "document": "d", "approved_by": "omar"}
grants = itertools.count(1)
checked = examples(
    40, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
facts = st.builds(
    Facts,
    st.just(0),
    st.integers(0, 3).map(lambda n: n == 3),
    st.sampled_from((State.LIVE,) * 4 + tuple(State)),
    st.integers(0, 4).map(lambda n: n == 4),
    st.booleans(),
    st.integers(0, 4).map(lambda n: n < 4),
    st.integers(0, 6).map(lambda n: n < 6),
)


class Bench(NamedTuple):
    """The application's Jikim, and the superuser's connection that lays facts down and looks at entries."""

    jk: Jikim
    admin: psycopg.Connection[Any]

    def lay(self, ask: Ask, known: Facts) -> tuple[UUID, UUID]:
        """A person and a record of the ask's kind, as the facts say."""
        subject, record = uuid4(), uuid4()
        consents = [n for n in range(known.consents.bit_length()) if known.consents >> n & 1]
        alone = ask.verb is Verb.COLLECT and known.state is State.DESTROYED
        if not alone:
            self.admin.execute(
                "INSERT INTO live.subject (subject, kind, state, policy, consents, joined) VALUES (%s, %s, %s, %s, %s, %s)",
                (
                    subject,
                    ask.subject_kind,
                    2 if known.subject_left else 1,
                    HERE if known.same_version else OTHER,
                    consents,
                    NOW,
                ),
            )
        if known.state in (State.LIVE, State.ENDED):
            self.admin.execute(
                "INSERT INTO live.record (subject, record, kind, state, version, generation, policy, channel, collected, ended,"
                " frozen, hold, items, head, body) VALUES (%s, %s, %s, %s, 1, 1, 1, 1, %s, %s, %s, %s, %s, '', %s)",
                (
                    subject,
                    record,
                    ask.kind,
                    int(known.state),
                    NOW,
                    NOW if known.state is State.ENDED else None,
                    uuid4() if known.frozen else None,
                    uuid4() if known.held else None,
                    [1, 2],
                    [b"a", b"b"],
                ),
            )
        elif ask.verb is not Verb.COLLECT:
            self.admin.execute(
                "INSERT INTO live.tombstone VALUES (%s, %s, %s, %s)",
                (subject, record, NOW, "rests" if known.state is State.ARCHIVED else "destroyed"),
            )
        if ask.actor.grant:
            until = NOW + timedelta(days=1 if known.grant_live or ask.actor.grant % 2 else 0)
            revoked = None if known.grant_live or until <= NOW else NOW
            self.admin.execute(
                "INSERT INTO live.grant_ (number, handler, purposes, given, until, revoked) VALUES (%s, 'hana', '{1}', %s, %s, %s)",
                (ask.actor.grant, NOW, until, revoked),
            )
        return subject, record

    def ask(self, query: str, *params: Any) -> Any:
        """Runs one statement as the application's role and answers its first row."""

        def steps() -> Any:
            return (yield Statement(Q[query], params))

        return self.jk.driver.run(steps())[0]

    def entries(self, entry: UUID) -> list[tuple[int, UUID]]:
        """Outcome and subject of the entries with this number."""
        return self.admin.execute("SELECT outcome, subject FROM ledger.inbox WHERE entry = %s", (entry,)).fetchall()

    def noted(self, *entries: UUID) -> set[tuple[Any, ...]]:
        """What these entries say, beside their numbers."""
        columns = "at, fact, who, subject, record, version, items, outcome, blocker"
        rows = self.admin.execute(f"SELECT {columns} FROM ledger.inbox WHERE entry = ANY (%s)", (list(entries),))  # noqa: S608
        found = [(*row[:6], tuple(row[6]), *row[7:]) for row in rows]
        assert len(found) == len(entries)
        return set(found)


@pytest.fixture
def bench(jk: Jikim, databases: Databases) -> Iterator[Bench]:
    with psycopg.connect(databases.admin["live"], autocommit=True) as admin:
        yield Bench(jk, admin)


def rounds(data: st.DataObject, policy: Policy, verb: Verb) -> Iterator[tuple[Allowed, Facts]]:
    """A few asks of one policy, each with facts of its own."""
    for _ in range(5):
        if (allowed := drawn(data, policy, verb)) is not None:
            yield given_facts(data, policy, allowed)


def given_facts(data: st.DataObject, policy: Policy, allowed: Allowed) -> tuple[Allowed, Facts]:
    """Random facts, with consents that are often some of those that matter; the ask perhaps under a grant."""
    known = data.draw(facts)
    matter = [number for group in allowed.needs for number in group] * 3 + sorted(policy.consents.values())
    consents = set(data.draw(st.lists(st.sampled_from(matter), max_size=3))) if matter else set()
    ask = allowed.ask
    if data.draw(st.booleans()):
        # Even numbers end when they are not live, odd ones are revoked.
        kind = "application" if ask.verb is Verb.CHECK else "handler"
        ask = ask._replace(actor=Actor(kind, "hana", -1, "", 2 * next(grants) + data.draw(st.integers(0, 1))))
    again = decide(policy, ask)
    return (again if isinstance(again, Allowed) else allowed), known._replace(consents=sum(1 << n for n in consents))


def assert_same(bench: Bench, allowed: Allowed, known: Facts, outcome: int, entry: UUID, subject: UUID) -> None:
    """The statement's outcome is `decide`'s answer, and its one entry says so of this person."""
    expected = decide(allowed.policy, allowed.ask, known)
    found = Outcome(outcome)
    note(f"{allowed.ask} needs {allowed.needs}\n{known}\ndecide: {expected[:2]}, statement: {found!r}")
    if isinstance(expected, Denied):
        assert WHY_OF.get(found) == expected.why
    else:
        assert found is Outcome.ALLOWED
    entries = bench.entries(entry)
    if found is Outcome.OTHER_VERSION and allowed.ask.actor.id == "outbox":
        assert entries == []  # it is judged again at once, by the version that serves, and recorded then
    else:
        assert entries == [(outcome, subject)]


def drawn(data: st.DataObject, policy: Policy, verb: Verb) -> Allowed | None:
    """An ask of this verb that the policy allows, on a condition where it has one with any; or none where it allows
    nothing."""
    table: dict[Any, Any] = {
        Verb.USE: policy.reading,
        Verb.CHECK: policy.reading,
        Verb.PROVIDE: policy.providing,
        Verb.ENTRUST: policy.entrusting,
        Verb.COLLECT: policy.bringing,
    }[verb]
    answers = []
    for key, row in table.items():
        ask = Ask(
            verb,
            0,
            0,
            Actor("application" if verb is Verb.CHECK else "system", "test", -1),
            reason="a reason",
            old_enough=True,
            subject_kind=1,
            **TERMS,
        )
        if verb is Verb.COLLECT:
            items, (channel, kind, who) = row.allowed, key
            partners = [partner for partner, record in policy.supplying if record == kind]
            ask = ask._replace(
                channel=channel, kind=kind, subject_kind=who, to=partners[0] if row.supplied and partners else 0
            )
        elif verb in (Verb.USE, Verb.CHECK):
            items, (purpose, kind) = row.items, key
            ask = ask._replace(purpose=purpose, kind=kind)
        else:
            items, (to, purpose, kind) = row.items, key
            ask = ask._replace(to=to, purpose=purpose, kind=kind)
        least = row.required if verb is Verb.COLLECT else 0
        asked = [items & policy.unreadable] if verb is Verb.CHECK else [items & ~policy.unreadable | least, least]
        answers += [decide(policy, ask._replace(items=found)) for found in asked]
    sound = [answer for answer in answers if isinstance(answer, Allowed)]
    asking = [answer for answer in sound if answer.needs]
    if asking and data.draw(st.integers(0, 3)):
        return data.draw(st.sampled_from(asking))
    return data.draw(st.sampled_from(sound)) if sound else None


@given(data=st.data(), file=policy_files())
@checked
def test_use_answers_as_decide(bench: Bench, data: st.DataObject, file: PolicyFile) -> None:
    """live.use: gone, resting, other version, grant, left, ended, frozen, consent, in this order and no other; and
    live.use_many answers and records the same."""
    policy = compile_policy(file)
    for allowed, known in rounds(data, policy, Verb.USE):
        ask, entry, among = allowed.ask, uuid4(), uuid4()
        subject, record = bench.lay(ask, known)
        items, needs, finishes = mask_text(allowed.items), flat(allowed.needs), policy.by_number[ask.kind].finishes
        row = bench.ask(
            "use", subject, record, ask.kind, HERE, items, needs, finishes, ask.actor.grant, entry, NOW, "{}", b"", 0
        )
        assert_same(bench, allowed, known, row[0], entry, subject)
        assert (row[4] is not None) == (row[0] == 0), "a sealed value left with a denial"
        many = bench.ask(
            "use_many", reads(subject, record, among, ask.kind, HERE, items, needs, finishes, ask.actor.grant)
        )
        assert many == (0, *row)
        assert len(bench.noted(entry, among)) == 1


def reads(
    subject: UUID,
    record: UUID,
    entry: UUID,
    kind: Any,
    policy: Any,
    items: str,
    needs: Any,
    finishes: Any,
    granted: Any,
) -> Json:
    """What live.use_many is given of one read."""
    said = {"kind": kind, "policy": policy, "items": items, "needs": needs, "finishes": finishes, "granted": granted}
    asks = [{"ask": 0, **said, "at": NOW.isoformat(), "fact": "{}", "who": ""}]
    places = {"subjects": f"{{{subject}}}", "records": f"{{{record}}}", "entries": f"{{{entry}}}"}
    return raw_json(json.dumps({"asks": asks, "ask": "{0}", **places}).encode())


@given(data=st.data(), file=policy_files())
@checked
def test_check_answers_as_decide(bench: Bench, data: st.DataObject, file: PolicyFile) -> None:
    """live.check_secret: as live.use, but that a freeze does not keep an owner out and nobody who left comes in."""
    policy = compile_policy(file)
    for allowed, known in rounds(data, policy, Verb.CHECK):
        ask, entry = allowed.ask, uuid4()
        subject, record = bench.lay(ask, known)
        row = bench.ask(
            "check", subject, record, ask.kind, HERE, mask_text(allowed.items), flat(allowed.needs), False, ask.actor.grant,
            entry, NOW, "{}", b"", 0,
        )  # fmt: skip
        assert_same(bench, allowed, known, row[0], entry, subject)
        assert (row[4] is not None) == (row[0] == 0), "a sealed value left with a denial"


@given(data=st.data(), file=policy_files(), verb=st.sampled_from((Verb.PROVIDE, Verb.ENTRUST)))
@checked
def test_authorise_answers_as_decide(bench: Bench, data: st.DataObject, file: PolicyFile, verb: Verb) -> None:
    """live.authorise: the same, and only what is allowed is queued."""
    policy = compile_policy(file)
    for allowed, known in rounds(data, policy, verb):
        ask, entry, message = allowed.ask, uuid4(), uuid4()
        subject, record = bench.lay(ask, known)
        space = "recipient" if verb is Verb.PROVIDE else "processor"
        row = bench.ask(
            "authorise", subject, record, ask.kind, HERE, mask_text(allowed.items), flat(allowed.needs),
            finishing(policy, ask), ask.actor.grant, message, verb.value, space, ask.to, ask.purpose, None,
            entry, NOW, "{}", b"", 0,
        )  # fmt: skip
        assert_same(bench, allowed, known, row[0], entry, subject)
        queued = bench.admin.execute("SELECT count(*) FROM live.outbox WHERE message = %s", (message,)).fetchone()
        assert queued == (1 if row[0] == 0 else 0,)


@given(data=st.data(), file=policy_files(), verb=st.sampled_from((Verb.PROVIDE, Verb.ENTRUST)))
@checked
def test_dispatch_answers_as_decide(bench: Bench, data: st.DataObject, file: PolicyFile, verb: Verb) -> None:
    """live.dispatch judges again at the moment of sending; what it denies leaves no value and no trace of having left."""
    policy = compile_policy(file)
    for allowed, known in rounds(data, policy, verb):
        answer = decide(policy, allowed.ask._replace(actor=Actor("system", "outbox", -1)))
        assert isinstance(answer, Allowed)
        ask, entry, message = answer.ask, uuid4(), uuid4()
        subject, record = bench.lay(ask, known)
        space = "recipient" if verb is Verb.PROVIDE else "processor"
        bench.admin.execute(
            "INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '{1}', 1, %s, %s)",
            (subject, message, record, verb.value, space, ask.to, ask.purpose, ask.kind, NOW, NOW),
        )
        row = bench.ask(
            "dispatch", subject, message, HERE, mask_text(answer.items), flat(answer.needs),
            finishing(policy, ask), 0, True, NOW + timedelta(hours=1), entry, NOW, "{}", b"", 0,
        )  # fmt: skip
        assert_same(bench, answer, known, row[0], entry, subject)
        assert (row[4] is not None) == (row[0] == 0), "a sealed value left with a denial"
        went = bench.admin.execute("SELECT count(*) FROM live.disclosure WHERE message = %s", (message,)).fetchone()
        assert went == (1 if row[0] == 0 else 0,)


@given(data=st.data(), file=policy_files(), bulk=st.booleans())
@checked
def test_collect_answers_as_decide(bench: Bench, data: st.DataObject, file: PolicyFile, bulk: bool) -> None:
    """live.collect and live.collect_many, for someone who is here: gone, other version, grant, left, consent; only what
    is allowed is stored."""
    policy = compile_policy(file)
    for allowed, known in rounds(data, policy, Verb.COLLECT):
        if known.state is not State.DESTROYED:
            # Other records of the person don't matter to this one.
            known = known._replace(state=State.LIVE, frozen=False)
        ask, entry, record = allowed.ask, uuid4(), uuid4()
        subject, _ = bench.lay(ask, known)
        items = mask_text(allowed.items)
        if bulk:
            one = offer(subject, record, entry, ask.kind, ask.subject_kind, ask.channel, flat(allowed.needs), items)
            outcome = bench.ask("collect_many", *one, HERE, NOW, b"", ask.actor.grant)[0]
        else:
            outcome = bench.ask(
                "collect", subject, ask.subject_kind, False, "{}", record, ask.kind, HERE, flat(allowed.needs), items, 1, b"",
                [], ask.channel, 0, 0, None, False, None, ask.actor.grant, entry, NOW, "{}", b"", 0,
            )[0]  # fmt: skip
        assert_same(bench, allowed, known, outcome, entry, subject)
        stored = bench.admin.execute("SELECT count(*) FROM live.record WHERE record = %s", (record,)).fetchone()
        assert stored == (1 if outcome == 0 else 0,)


def offer(
    subject: UUID, record: UUID, entry: UUID, kind: int, who: int, channel: int, needs: str, items: str
) -> tuple[Any, ...]:
    """What live.collect_many is given of one row."""
    alike = {
        "number": 0, "needs": _listed(needs), "kind": kind, "subject_kind": who, "items": _listed(items), "channel": channel,
        "source": 0, "party": 0, "over_from": None, "fact": "{}",
    }  # fmt: skip
    return raw_json(json.dumps([alike]).encode()), "{0}", [subject], [record], "{1}", [b""], "{}", [entry]


def _listed(numbers: str) -> list[int]:
    return [int(one) for one in numbers.strip("{}").split(",") if one]


# ---- the condition itself


def meets(have: list[int | None] | None, needs: list[int | None] | None) -> bool:
    """What a condition means: every group, each ended by 0, holds a number that is there. Nothing unknown is there."""
    if have is None or needs is None:
        return False
    there = {number for number in have if number is not None}
    group: list[int] = []
    for number in needs:
        if number == 0:
            if not there & set(group):
                return False
            group = []
        elif number is not None:
            group.append(number)
    return True


arrays = st.none() | st.lists(st.none() | st.integers(0, 6), max_size=9)


@given(have=arrays, needs=arrays)
@checked
def test_a_condition_means_the_same_there_as_here(bench: Bench, have: Any, needs: Any) -> None:
    """live.meets on any arrays: empty ones, NULLs, empty groups, groups that never end."""
    found = bench.admin.execute("SELECT live.meets(%s::integer[], %s::integer[])", (have, needs)).fetchone()
    assert found == (meets(have, needs),)


@given(
    have=st.sets(st.integers(1, 9)),
    needs=st.lists(st.lists(st.integers(1, 9), max_size=4).map(tuple), max_size=4).map(tuple),
)
@checked
def test_any_condition_holds_a_read_back(bench: Bench, have: set[int], needs: tuple[tuple[int, ...], ...]) -> None:
    """live.use under any conjunction: read if and only if each group has a live consent; an empty group is met by
    nobody."""
    ask = Ask(Verb.USE, 7, 2, Actor("system", "test", -1), subject_kind=1)
    subject, record = bench.lay(ask, Facts(sum(1 << n for n in have)))
    outcome = bench.ask("use", subject, record, 7, HERE, "{1}", flat(needs), False, 0, uuid4(), NOW, "{}", b"", 0)[0]
    assert outcome == (0 if all(have & set(group) for group in needs) else 5)


UNKNOWN = [
    ("use", ("kind", "policy", "needs", "finishes", "grant")),
    ("use_many", ("kind", "policy", "needs", "finishes", "grant")),
    ("authorise", ("kind", "policy", "needs", "finishes", "grant")),
    ("dispatch", ("policy", "needs", "finishes")),
    ("collect", ("policy", "needs", "grant", "generation", "subject_kind")),
    ("collect new", ("needs", "grant", "consents")),
    ("collect_many", ("policy", "grant")),
]


@pytest.mark.parametrize(("query", "unknown"), [(query, name) for query, names in UNKNOWN for name in names])
def test_what_is_unknown_denies(bench: Bench, query: str, unknown: str) -> None:
    """A NULL where the kind, the version, the condition, the leaving or the grant should be gives a denial or an error,
    never a yes."""
    ask = Ask(Verb.USE, 7, 2, Actor("system", "test", -1), subject_kind=1)
    subject, record = bench.lay(ask, Facts(0, subject_left=unknown == "finishes"))
    message, tail = uuid4(), (uuid4(), NOW, "{}", b"", 0)
    bench.admin.execute(
        "INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made)"
        " VALUES (%s, %s, %s, 'provide', 'recipient', 1, 1, 7, '{1}', 1, %s, %s)",
        (subject, message, record, NOW, NOW),
    )
    said: dict[str, Any] = {
        "kind": 7,
        "policy": HERE,
        "needs": "{}",
        "finishes": True,
        "grant": 0,
        "generation": 1,
        "subject_kind": 1,
        "consents": "{}",
    }
    if unknown == "finishes":
        said["finishes"] = False

    def run() -> int:
        kind, policy, needs, finishes, grant, generation, who, consents = said.values()
        new = query == "collect new"
        of, sealed = (uuid4() if new else subject), ("{1}", generation, b"", [b""], 1, 0, None, False, None)
        match query:
            case "use":
                row = bench.ask("use", subject, record, kind, policy, "{1}", needs, finishes, grant, *tail)
            case "use_many":
                row = bench.ask(
                    "use_many", reads(subject, record, uuid4(), kind, policy, "{1}", needs, finishes, grant)
                )[1:]
            case "authorise":
                row = bench.ask(
                    "authorise", subject, record, kind, policy, "{1}", needs, finishes, grant, uuid4(), "provide",
                    "recipient", 1, 1, None, *tail,
                )  # fmt: skip
            case "dispatch":
                row = bench.ask("dispatch", subject, message, policy, "{1}", needs, finishes, 0, True, NOW, *tail)
            case "collect_many":
                one = offer(subject, uuid4(), uuid4(), 7, 1, 1, "{}", "{1}")
                return int(bench.ask("collect_many", *one, policy, NOW, b"", grant)[0])
            case _:
                row = bench.ask("collect", of, who, new, consents, uuid4(), kind, policy, needs, *sealed, grant, *tail)
        return int(row[0])

    said[unknown] = None
    if unknown == "consents":
        said["needs"] = "{3,0}"
    try:
        outcome = run()
    except StoreError:
        return
    assert outcome != 0


@pytest.mark.parametrize(("topic", "space"), [("entrust", "recipient"), ("provide", "processor")])
def test_nothing_is_queued_under_another_topic(bench: Bench, topic: str, space: str) -> None:
    """Consent, demand and request are asked for what is provided: whoever calls the function with another topic for a
    recipient queues nothing."""
    row = uuid4(), uuid4(), uuid4(), topic, space, NOW, NOW
    with pytest.raises(psycopg.errors.CheckViolation, match="outbox_space"):
        bench.admin.execute(
            "INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy,"
            " not_before, made) VALUES (%s, %s, %s, %s, %s, 1, 1, 1, '{1}', 1, %s, %s)",
            row,
        )


@pytest.mark.parametrize("topic", ["corrected", "delete", "", None])
def test_nobody_queues_what_follows_from_a_deed(bench: Bench, topic: str | None) -> None:
    """A correction and a deletion are told by what was done: the application's role queues neither by itself."""
    asked = [uuid4(), uuid4(), 1, 1, "{1}", "{}", False, 0, uuid4(), topic, "processor", 1, 1, None]
    with pytest.raises(StoreError):
        bench.ask("authorise", *asked, uuid4(), NOW, "{}", b"", 0)
    assert bench.admin.execute("SELECT count(*) FROM live.outbox").fetchone() == (0,)
