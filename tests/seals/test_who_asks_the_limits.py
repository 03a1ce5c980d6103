"""Every statement that hands out people's sealed values asks the plan's limits before, or says here why none is asked.

The list is complete by construction: a function that a role may call and that answers sealed values is named here, or
this fails; and so is each file that runs such a statement, and each that reads without asking.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.conftest import Cast
from tests.employed import employ
from tests.house.source import PACKAGE, modules
from tests.house.source import name as path_of
from tests.limited import limit_reads

from jikim.app import Jikim
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import role_of
from jikim.db.queries import load
from jikim.errors import DeniedError
from jikim.policy.ask import Actor
from jikim.verbs.use import Read

LIMITED = "asks before it reads"
SEALING = "opened by a job of the system to be sealed anew: no value of it is answered to anybody"
REASONS = {
    "live.use": LIMITED,
    "live.use_many": LIMITED,
    "live.use_row": LIMITED,
    "live.use_rows": LIMITED,
    "live.show": LIMITED,
    "archive.consult": LIMITED,
    "archive.own": "answered to its own person alone, or to the system that looks for an address to send their code to",
    "live.check_secret": "a hash that is compared: yes or no is all that is answered, and tries are limited by themselves",
    "live.dispatch": "leaves to whom the policy names, decided for each record; whoever queued it is answered nothing",
    "live.move_out": "an export that another officer approved, for exactly that",
    "live.release_rows": "comes out under pseudonyms or as counts that keep small groups back; another officer releases it",
    "live.whole": "opened to be corrected and sealed anew; whoever corrects is answered nothing",
    "live.older": SEALING,
    "live.reworks": SEALING,
    "live.retire_begin": SEALING,
    "live.index_source": SEALING,
    "live.twin_look": SEALING,
    "archive.for_hold": SEALING,
}
# The files that run a statement which asks the limits, by its holding's method or its name: each asks, or hands on to one that does.
RUN = {
    r"holding\.use\(|holding\.use_many\(": {"src/jikim/verbs/use.py"},
    r"archive\.consult\(": {"src/jikim/verbs/consult.py"},
    r'Q\["show"\]': {"src/jikim/verbs/show.py"},
    r"\bopened_live\(": {"src/jikim/verbs/show.py", "src/jikim/verbs/show_part.py", "src/jikim/verbs/former.py"},
    # What reads without asking: what was approved for many, and the answer to a person's own request.
    r"\(Exempt\b|\beach_of\(|\bshown\(by": {
        "src/jikim/verbs/use.py", "src/jikim/verbs/private.py", "src/jikim/verbs/show.py", "src/jikim/reading/mass.py", "src/jikim/desk/answering.py",
    },
    r"tuple\.__new__\((?:Approval|Answering)": {"src/jikim/reading/mass.py", "src/jikim/desk/answering.py"},
}  # fmt: skip
HANDED = """
    SELECT n.nspname || '.' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('live', 'archive') AND has_function_privilege(%s, p.oid, 'EXECUTE') AND EXISTS (
           SELECT 1 FROM unnest(p.proallargtypes, p.proargmodes, p.proargnames) AS a(type, mode, name)
            WHERE a.mode IN ('o', 't') AND a.type = 'bytea[]'::regtype AND a.name <> 'sids')
"""


@pytest.mark.parametrize("database", ["live", "archive"])
def test_every_statement_that_hands_out_values_stands_in_the_list(server: Embedded, database: Any) -> None:
    """Of what the application's role may call; and no line of the list is there for nothing."""
    with psycopg.connect(server.conninfo(database, ADMIN)) as conn:
        found = {row[0] for row in conn.execute(HANDED, (role_of(database),)).fetchall()}
    assert found == {one for one in REASONS if one.startswith(f"{database}.")}


def test_what_asks_the_limits_is_run_in_few_places() -> None:
    """A new way to a statement that asks, or to what asks none, is a decision: it is named above."""
    for pattern, named in RUN.items():
        found = {path_of(path) for path in modules() if re.search(pattern, path.read_text(encoding="utf-8"))}
        assert found == named, pattern


def _consult(jk: Jikim, cast: Cast, actor: Actor) -> Any:
    how = {"purpose": "legal-evidence", "reason": "분쟁 확인", "reason_kind": "dispute"}
    return jk.by(actor).consult(cast.alice_order, **how)


READS: dict[str, Callable[[Jikim, Cast, Actor], Any]] = {
    "live.use": lambda jk, cast, actor: jk.by(actor).use(cast.alice_membership, purpose="member-services"),
    "live.use_many": lambda jk, cast, actor: jk.by(actor).use_many([Read(cast.alice_membership, "member-services")]),
    "live.show": lambda jk, cast, actor: jk.by(actor).show(cast.alice.subject),
    "archive.consult": _consult,
}


@pytest.mark.parametrize("function", READS)
def test_what_asks_is_refused_where_nothing_is_left(jk: Jikim, cast: Cast, function: str) -> None:
    """Each verb answers while something is left, and then nothing."""
    if function == "archive.consult":
        jk.event(cast.alice_order, "settled")
        jk.sweep()
    limit_reads(jk, cast.omar, burst=1)
    for name in ("h-first", "h-reads"):
        employ(jk, name)
        jk.by(jk.acting("system", "set-up")).grant(
            name, ["member-services", "legal-evidence"], jk.now() + timedelta(days=9)
        )
    reader = jk.handler("h-reads")
    assert READS[function](jk, cast, jk.handler("h-first"))
    jk.by(reader).use(cast.bob_membership, purpose="member-services")
    with pytest.raises(DeniedError) as denied:
        READS[function](jk, cast, reader)
    assert (denied.value.why, denied.value.left) == ("read-limit", 0)


def test_the_reads_that_are_tried_are_those_that_ask() -> None:
    """All that ask are tried above, but for rows of an application's own, which the same verbs read (`store/attached.py`)."""
    asking = {one for one, why in REASONS.items() if why == LIMITED}
    assert asking - {"live.use_row", "live.use_rows"} == READS.keys()
    attached = {name: query for name, query in load("jikim.store").items() if "live.use_row" in query.text}
    assert attached.keys() == {"attached.use", "attached.use_many"}
    where = {path_of(path) for path in modules() if re.search(r'Q\["attached\.use(?:_many)?"\]', path.read_text())}
    assert where == {(PACKAGE / "store/attached.py").relative_to(PACKAGE.parents[1]).as_posix()}
