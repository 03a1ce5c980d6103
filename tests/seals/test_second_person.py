"""Who may be the second person: every statement that asks for one, by everything that somebody could try.

Each act lies there as `first` prepared it, as its own statements lay it, and is taken through the product's statement of it.
What comes of it is the whole rule, a cell each; the decisions behind them are in docs/adr/0028-one-second-person.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb
from tests.conftest import Cast, Databases
from tests.employed import employ, lasting, long_alone
from tests.house.source import PACKAGE

from jikim.app import Jikim
from jikim.cases.alone import ACTS as LOOKED_AT
from jikim.db.driver import Steps
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import role_of
from jikim.db.queries import load
from jikim.errors import DeniedError
from jikim.policy.ask import Actor
from jikim.policy.outcome import Outcome

NOBODY = UUID(int=0)
ROOMS = {name: load(f"jikim.{name}") for name in (
    "cabinet", "cases", "disclosures", "handlers", "mail", "monitoring", "moves", "publishing", "reading", "review", "store",
)}  # fmt: skip


class Act(NamedTuple):
    """A step that takes a second person: the rows that it lies in, its statement, and what that is given beside who acts.
    `changed`: the same of something else than what was prepared."""

    laid: Mapping[str, Mapping[str, Any]]
    room: str
    statement: str
    given: Mapping[str, Any]
    changed: Mapping[str, Any] | None = None


ASKED = {"subject": NOBODY, "id": "$id", "who": "officer:first", "n": 1, "step": "file", "at": "$now"}
ACTS = {
    "bulk access": Act(
        {"live.mass": {"number": "$id", "digest": b"d", "asker": "first", "state": "asked"}},
        "reading", "mass.decide", {"number": "$id", "digest": b"d", "yes": True, "until": "$later"}, {"digest": b"other"},
    ),
    "a download": Act(
        {"live.mass": {"number": "$id", "digest": b"d", "asker": "first", "state": "done", "run": "$now"}},
        "reading", "mass.review", {"number": "$id", "word": b"w"},
    ),
    "an officer": Act(
        {"live.handler": {"handler": "$name", "kind": "officer", "named": "first", "named_at": "$now"}},
        "handlers", "officer.confirm", {"handler": "$name"},
    ),
    "a deputy": Act(
        {"live.deputy": {"deputy": "$id", "handler": "first", "stands_in": "h-stands", "under": "$first", "until": "$later"}},
        "handlers", "deputy.confirm", {"deputy": "$id", "trained": False},
    ),
    "a policy": Act(
        {"live.proposal": {"number": "$number", "state": "proposed", "edits": 1, "saved_by": "first", "proposed_by": "first"}},
        "publishing", "proposal.step", {"number": "$number", "seen": 1, "to": "approved", "words": "w"}, {"seen": 0},
    ),
    "an order of an authority": Act(
        {"live.demand": {"demand": "$id", "ground": "order", "state": "asked", "prepared": "first", "digest": b"d"}},
        "disclosures", "demand.step",
        {"demand": "$id", "from_": "asked", "to": "approved", "digest": b"d", "others": "[]"}, {"digest": b"other"},
    ),
    "a warrant": Act(
        {"live.demand": {"demand": "$id", "ground": "warrant", "state": "asked", "prepared": "first", "digest": b"d"}},
        "disclosures", "demand.step",
        {"demand": "$id", "from_": "asked", "to": "approved", "digest": b"d", "others": "[]"}, {"digest": b"other"},
    ),
    "a refusal to an authority": Act(
        {"live.demand": {"demand": "$id", "ground": "order", "state": "asked", "prepared": "first", "digest": b"d"}},
        "disclosures", "demand.step",
        {"demand": "$id", "from_": "asked", "to": "refused", "digest": b"d", "others": "[]"}, {"digest": b"other"},
    ),
    "what was approved alone": Act(
        {"live.demand": {"demand": "$id", "ground": "warrant", "state": "approved", "prepared": "first", "alone": True, "decided": "first"}},
        "disclosures", "demand.look", {"demand": "$id"},
    ),
    "a release": Act(
        {"live.release": {"release": "$id", "kind": "pseudonymised", "state": "asked", "prepared": "first"}},
        "disclosures", "release.step", {"release": "$id", "to": "released", "lines": 1, "small": 0, "content": None},
    ),
    "a shredding": Act(
        {"live.paper": {"paper": "$id", "number": "$number", "due": "$today"}},
        "cabinet", "paper.destroy",
        {"paper": "$id", "method": "shredded", "day": "$today", "today": "$today", "witness": "first", "held": False, "whose": None, "record": None},
    ),
    "a large sweep": Act(
        {"live.going": {"plan": "$bytes"}, "live.swept": {"one": True, "word": "$first"}},
        "store", "sweep.approve", {"plan": "$bytes", "until": "$later"}, {"plan": b"other"},
    ),
    "a grant": Act(
        {}, "store", "grant_give",
        {"handler": "first", "purposes": [1], "kinds": None, "items": None, "channels": None, "events": None, "consents": None,
         "keeping": [], "until": "$later"},
    ),
    "an objection to a bar": Act(
        {"live.bar": {"due": "$today", "tag": "$bytes", "number": "$name", "by": "first"}},
        "store", "bar.lift", {"number": "$name"},
    ),
    "a pause": Act(
        {"live.pause": {"actor": "handler:first", "effective": True, "lifted": None, "untils": {}}},
        "monitoring", "pause.answer", {"number": "$pause", "verdict": None, "today": "$today"},
    ),
    "why somebody was paused": Act(
        {"live.pause": {"actor": "handler:first", "effective": True, "lifted": "$now", "untils": {}}},
        "monitoring", "pause.answer", {"number": "$pause", "verdict": "fine", "today": "$today"},
    ),
    "an explanation": Act(
        {"live.explanation": {"explanation": "$id", "about": "$review", "reader": "first", "said": "$now"}},
        "monitoring", "explanation.judge", {"explanation": "$id", "verdict": "fine", "today": "$today"},
    ),
    "a review of access": Act(
        {"live.review": {"review": "$id", "by": "first", "sheet": b"s", "begins": "$day", "ends": "$day"}},
        "review", "review.write", {"review": "$id", "was": b"s", "sheet": b"t", "concerned": [], "sign": True}, {"was": b"x"},
    ),
    "a move of data": Act(
        {"live.house_case": {"id": "$id", "register": "data-move", "kind": "export", "about": "$name", "state": "asked"},
         "live.house_case_step": ASKED},
        "moves", "move.step", {"id": "$id", "step": "approve", "words": None, "said": None, "was": None, "due": None, "files": None},
    ),
    "a complaint": Act(
        {"live.person_case": {"subject": "$alice", "id": "$id", "number": "$name", "register": "complaint", "state": "answered", "language": "ko"},
         "live.person_case_step": {**ASKED, "subject": "$alice", "step": "answer"}},
        "cases", "case.step",
        {"subject": "$alice", "id": "$id", "step": "close", "words": None, "said": None, "was": None, "due": None, "files": None},
    ),
    "a measure": Act(
        {"live.person_case": {"subject": "$alice", "id": "$id", "number": "$name", "register": "measure", "state": "proposed", "language": "ko"},
         "live.person_case_step": {**ASKED, "subject": "$alice"}},
        "cases", "case.step",
        {"subject": "$alice", "id": "$id", "step": "warn", "words": None, "said": None, "was": None, "due": None, "files": None},
    ),
    "a campaign": Act(
        {"live.campaign": {"campaign": "$id", "state": "written", "writer": "first"}},
        "mail", "campaign.step", {"campaign": "$id", "step": "release"},
    ),
}  # fmt: skip
DUMMY = {
    "uuid": "gen_random_uuid()", "text": "'x'", "bytea": "''", "integer": "0", "bigint": "0", "boolean": "false", "date": "current_date",
    "timestamp with time zone": "now()", "jsonb": "'{}'", "ARRAY": "'{}'", "smallint": "0",
}  # fmt: skip


class Stage:
    """A house with `first`, `second`, and `third`, an officer whose word does not count yet; and rows of an act, laid by
    the superuser."""

    def __init__(self, jk: Jikim, cast: Cast, databases: Databases) -> None:
        self.jk, self._databases, self._alice = jk, databases, cast.alice.subject
        for name in ("first", "second", "third"):
            employ(jk, name, "officer", new=name == "third")
            lasting(jk, name)
        employ(jk, "h-stands")
        self.first, self.second, self.third = (jk.handler(one, kind="officer") for one in ("first", "second", "third"))
        self._n = 0

    def sql(self, database: Any, text: str, *values: Any) -> list[Any]:
        with psycopg.connect(self._databases.admin[database], autocommit=True) as conn:
            done = conn.execute(text.encode(), values)
            return done.fetchall() if done.description else []

    def lay(self, act: Act) -> dict[str, Any]:
        """The rows of an act, new ones; what stands for what is written with a `$`."""
        self._n += 1
        now = self.jk.now()
        names = {
            "$id": uuid4(), "$name": f"n-{self._n}", "$number": 900 + self._n, "$bytes": b"%d" % self._n, "$now": now,
            "$later": now + timedelta(days=5), "$today": now.astimezone(self.jk.policy.zone).date(), "$first": self.first.grant,
            "$alice": self._alice, "$day": date(2000, 1, 1) + timedelta(self._n), "$review": f"review:{self._n}:1",
        }  # fmt: skip
        for table in ("live.swept", "live.pause"):
            self.sql("live", f"DELETE FROM {table}")
        for table, columns in act.laid.items():
            database, _, name = table.partition(".")
            given = {
                column: names.get(value, value) if isinstance(value, str) else value
                for column, value in columns.items()
            }
            needed = self.sql(
                database,
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = %s AND table_name = %s"
                " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
                database, name,
            )  # fmt: skip
            plain = {column: DUMMY[kind] for column, kind in needed if column not in given}
            columns_ = ", ".join(f'"{one}"' for one in (*given, *plain))
            marks = ", ".join((*("%s" for _ in given), *plain.values()))
            values = [Jsonb(one) if isinstance(one, dict) else one for one in given.values()]
            self.sql(database, f"INSERT INTO {table} ({columns_}) VALUES ({marks})", *values)
        if "live.pause" in act.laid:
            [(names["$pause"],)] = self.sql("live", "SELECT max(number) FROM live.pause")
        return names

    def take(self, act: Act, names: Mapping[str, Any], actor: Actor, **changed: Any) -> str:
        """What comes of an act that somebody takes."""
        given = {
            name: names.get(one, one) if isinstance(one, str) else one for name, one in {**act.given, **changed}.items()
        }
        statement = ROOMS[act.room][act.statement]
        own = {"grant": actor.grant, "by": actor.id, "as_": actor.kind}
        given |= {name: one for name, one in own.items() if name in statement.names}
        house = self.jk.house

        def step() -> Steps[list[Any]]:
            entry = yield from house.entry("test:second", house.policy, actor, None, house.policy.clause("audit"))
            return (yield statement(**given, entry=entry))

        try:
            [row] = self.jk.driver.run(step())
        except DeniedError as error:  # the ledger takes no entry of a grant that is over
            return error.why.replace("-", "_")
        return Outcome(row[1] if act.statement == "grant_give" else row[0]).name.lower()


@pytest.fixture
def stage(jk: Jikim, cast: Cast, databases: Databases) -> Stage:
    return Stage(jk, cast, databases)


def tried(stage: Stage, act: Act) -> dict[str, str]:
    """What comes of everything that somebody could try."""
    revoked = stage.jk.handler("second", kind="officer")
    found = {
        "another": stage.take(act, names := stage.lay(act), stage.second),
        "again": stage.take(act, names, stage.second),
        "same person": stage.take(act, stage.lay(act), stage.first),
        "forged name": stage.take(act, stage.lay(act), stage.second._replace(grant=stage.first.grant)),
        "no grant": stage.take(act, stage.lay(act), stage.second._replace(grant=0)),
        "unconfirmed": stage.take(act, stage.lay(act), stage.third),
    }
    if act.changed is not None:
        found["changed"] = stage.take(act, stage.lay(act), stage.second, **act.changed)
    stage.sql("live", "UPDATE live.grant_ SET revoked = now() WHERE number = %s", revoked.grant)
    found["dead grant"] = stage.take(act, stage.lay(act), revoked)
    stage.sql("live", "UPDATE live.handler SET kind = 'staff' WHERE handler <> 'first'")
    found["lone"] = stage.take(act, stage.lay(act), stage.first)
    long_alone(stage.jk, "first")
    found["lone for long"] = stage.take(act, stage.lay(act), stage.first)
    return found


# The acts of which another looks at what one did alone by a register of its own (a demand), or that show themselves who did it.
SHOWN_ELSEWHERE = {"an order of an authority", "a warrant", "a refusal to an authority", "a grant"}


# What comes of an act, as a rule; and of which acts something else, by the decisions of the ADR.
USUAL = {
    "another": "allowed", "again": "conflict", "same person": "same_person", "forged name": "same_person", "no grant": "grant",
    "unconfirmed": "new_officer", "changed": "conflict", "dead grant": "grant", "lone": "same_person", "lone for long": "allowed",
}  # fmt: skip
AT_ONCE = {"lone": "allowed"}  # what people have a right to waits for no hand that does not exist
NEVER = {"lone for long": "same_person"}
OFFICERS_ALL = {"unconfirmed": "allowed"}  # an officer's work, or a handler's, and no second word
DIFFERS = {
    "a deputy": NEVER,  # nobody stands in by their own word
    "a warrant": dict.fromkeys(
        ("same person", "forged name", "unconfirmed", "lone"), "allowed"
    ),  # the law sets the day
    "what was approved alone": NEVER,  # it waits until there is somebody
    "a shredding": {**NEVER, **OFFICERS_ALL, "no grant": "allowed"},  # the witness is the second person
    "a large sweep": {**AT_ONCE, "again": "allowed", "changed": "gone"},
    "a grant": {
        **AT_ONCE,
        **OFFICERS_ALL,
        "again": "allowed",
        "no grant": "allowed",
    },  # the command line gives the first
    "an objection to a bar": {**AT_ONCE, "again": "gone"},
    "a review of access": AT_ONCE,
    "a move of data": {"again": "settled"},
    "a complaint": {**AT_ONCE, **OFFICERS_ALL, "again": "settled"},
    "a measure": {**AT_ONCE, "again": "settled"},
    "a campaign": {**NEVER, **OFFICERS_ALL},  # who writes an advertisement never sends it
}


@pytest.mark.parametrize("name", ACTS)
def test_who_may_be_the_second_person(stage: Stage, name: str) -> None:
    """One row of the matrix."""
    found = tried(stage, ACTS[name])
    assert found == {one: answer for one, answer in (USUAL | DIFFERS.get(name, {})).items() if one in found}
    alone = 0 if name in SHOWN_ELSEWHERE else sum(found[one] == "allowed" for one in ("lone", "lone for long"))
    cases = "SELECT kind, state, (SELECT array_agg(s.who) FROM live.house_case_step s WHERE s.id = c.id) FROM live.house_case c WHERE register = 'alone'"
    filed = stage.sql("live", cases)
    assert [rest for _, *rest in filed] == [["done", ["officer:first"]]] * alone
    assert {kind for kind, *_ in filed} <= LOOKED_AT.keys()


def test_each_statement_that_asks_for_another_is_in_the_matrix() -> None:
    """`live.same_person` is the only place that tells one person from another, and every function that asks it is tried
    here, but for those of the test beside each."""
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.sql")}
    assert [path.name for path, text in sources.items() if "{same_person}" in text] == ["schema.sql", "archive.sql"]
    asking = set()
    for text in sources.values():
        for name, body in re.findall(r"CREATE FUNCTION live\.(\w+)\((.*?)^(?:END )?\$\$", text, re.S | re.M):
            if re.search(r"live\.(second|same_person)\(", re.sub(r"--[^\n]*", "", body)):
                asking.add(name)
    tried_ = {re.search(r"live\.(\w+)\(", ROOMS[act.room][act.statement].text)[1] for act in ACTS.values()}  # type: ignore[index]
    elsewhere = {
        "second", "case_guard", "deputy_end",
        "publish_begin",  # tests/publishing/test_proposals.py
        "handler_paper_confirm", "deputy_name",  # tests/office/test_office_hands.py, tests/handlers/test_deputies.py
    }  # fmt: skip
    assert asking - elsewhere == tried_ - {"case_step", "move_step"}


NAMES = re.compile(r"^p_(by|actor|who|writer|signer|officer|giver|approver)$")
# A name beside a grant, and why the grant can't say it.
TAKEN = {
    "archive.look_ask": "the archive has no grants: the verb asks the live database whose it is",
    "archive.look_decide": "the same",
    "live.handler_paper_add": "who signs their own pledge has no grant yet",
    "live.handler_paper_confirm": "who was trained may have no grant yet",
    "live.explanation_say": "whoever was paused has no grant any more",
    "live.people_page": "what a list is sorted by",
    "live.feed_end": "a partner's own delivery has no grant",
    "live.asked_file": "the way that a request came, and nobody's name",
    "live.asked_collect": "the same",
    "live.asked_freeze": "the same",
}


@pytest.mark.parametrize("database", ["live", "archive"])
def test_no_statement_takes_a_name_beside_a_grant(server: Embedded, database: Any) -> None:
    """Over the signatures of all that the application's role may execute: an entry of the ledger bears its grant, too."""
    functions = """
        SELECT n.nspname || '.' || p.proname, p.proargnames[1:p.pronargs], string_to_array(oidvectortypes(p.proargtypes), ', ') FROM pg_proc p
          JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname IN ('live', 'archive', 'ledger') AND has_function_privilege(%s, p.oid, 'EXECUTE')
    """
    with psycopg.connect(server.conninfo(database, ADMIN)) as conn:
        rows = conn.execute(functions.encode(), (role_of(database),)).fetchall()
    beside = {
        name for name, names, types in rows
        if any(NAMES.match(one) and kind == "text" for one, kind in zip(names or (), types, strict=False)) and ("p_grant" in names or "ledger.entry" in types)
    }  # fmt: skip
    assert beside == {name for name in TAKEN if name.startswith(f"{database}.")}
