"""What the databases hand out and remove for whoever holds an application's role, and where the entry of each is.

The table is complete by construction: a function that answers bytes or whole rows, or deletes rows, and inserts no
entry itself is named here with the place of its entry, or this fails. What reads a record's sealed values is allowed no
place but its own statement.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import role_of
from jikim.db.schema import DATABASES, Database
from jikim.policy.outcome import Outcome

# Where the entry of a function is that makes none itself; or what it hands out that is nobody's data.
ELSEWHERE: dict[str, dict[Database, str]] = {
    "the ledger itself: its leaves, its sealed bodies and what waits for its place; whoever reads bodies records that (`ledger:search`, `subject:show`)": {
        "live": "ledger.waiting ledger.waiting_of ledger.batch_take",
        "ledger": "ledger.bodies_of ledger.blocks ledger.commitments ledger.entries ledger.roots ledger.tree_now ledger.tiles ledger.tree_locked ledger.waiting "
        "ledger.open_leaves ledger.waiting_of ledger.batch_take ledger.placed_of ledger.whose",
        "archive": "ledger.waiting ledger.waiting_of ledger.batch_take",
        "keys": "ledger.waiting ledger.waiting_of ledger.batch_take",
    },
    "an entry that has its place in the tree leaves the inbox; what is taken out of an inbox before is missed and named": {
        "live": "ledger.batch_drop ledger.remove",
        "ledger": "ledger.grow ledger.batch_drop ledger.remove ledger.forget_batch",
        "archive": "ledger.batch_drop ledger.remove",
        "keys": "ledger.batch_drop ledger.remove",
    },
    "what processes say of their entries, and which were seen: numbers, nobody's data; a word that goes unread is missed by the next": {
        "ledger": "ledger.words ledger.processes ledger.keep_processes"
    },
    "checkpoints that the database thins by its own rule": {"ledger": "ledger.thin"},
    "one hash of the rules that are copied to the servers of people, by which these are compared": {
        "live": "live.rules_digest"
    },
    "wrapped keys and their names, which open nothing without the ring; each reading of what they open is recorded where that is": {
        "keys": "keys.get keys.get_many keys.put keys.put_many keys.names keys.page keys.ripe keys.to_rewrap keys.youngest keys.fates keys.epochs"
    },
    "a key waits or waits no more; its going is recorded by keys.destroy": {"keys": "keys.unwait"},
    "restrictions that stand beside the ring leave the table; each was recorded by the verb that restricted": {
        "live": "live.restrictions_take",
        "archive": "archive.restrictions_take",
        "keys": "keys.restrictions_take",
    },
    "journals whose verb records its end: contracts, holds, feeds, uploads, versions, publications, certificates": {
        "live": "live.cross_versions live.owed_settle live.hold_over live.feed_begin live.feed_of live.feeds "
        "live.upload_due live.uploads_released live.publish_mail live.releases_forget live.usage_runs",
        "archive": "archive.settle archive.hold_begin archive.hold_end",
    },
    "sessions, links, tallies and codes of who signs in, by number or hash: signing in and out are recorded by their verbs": {
        "live": "live.account_clean live.link_end live.link_make live.link_take live.session_begin live.session_end live.session_end_all "
        "live.acting_for live.acting_over live.sessions_of live.sessions_over live.tally_drop live.office_look live.office_over live.proofs_of live.handler_invited "
        "live.company_accounts live.company_ties"
    },
    "answers kept for an Idempotency-Key, sealed under it": {
        "live": "live.answer_drop live.answer_reserve live.answers_prune"
    },
    "mails and messages that wait, by reference; each that leaves is recorded (`mail:sent`, `…-sent`)": {
        "live": "live.mail_drop live.campaign_drop live.mail_due live.tellings_due live.telling_drop live.hook_drop live.hook_prune live.hooks"
    },
    "a doubt about one's own address ends by that person's word, which `record:confirm` records": {
        "live": "live.mail_trusted"
    },
    "choices of cookies, of nobody": {"live": "live.cookie_choices live.cookie_forget"},
    "the office's own papers, sealed under keys of their own; opening and changing them is recorded by their verbs": {
        "live": "live.alerts live.alerts_due live.alerts_open live.asked_of live.attestation_of live.breaches live.canaries live.contract_papers live.contract_scan "
        "live.demand_of live.demand_scan live.demand_secrecy live.demand_terms live.demands live.handler_papers live.handler_paper_scan "
        "live.handler_words live.handlers live.holds live.holds_of live.mass_of live.masses live.notice_of live.notices "
        "live.paper_one live.papers live.paper_ties "
        "live.partner_keys live.plans live.release_of live.releases live.reviews live.systems",
        "archive": "archive.looks",
    },
    "cases by number, state and day; a word of the house's is sealed under the case's own key; whoever is refused one at the desk is recorded by `cases.may`": {
        "live": "live.cases_open live.cases_second live.cases_closed live.cases_of live.case_by live.case_steps live.case_files "
        "live.asked_waiting live.asked_settled "
        "live.transfers_denied"
    },
    "tokens of browsers that somebody signed in from, by that person's own sign-in, which is recorded": {
        "live": "live.browser_know live.office_know"
    },
    "reads of handlers as counts, pauses of their grants, and their own words of both": {
        "live": "live.pauses live.monitor_forget live.explanations live.explanations_over"
    },
    "what is public or nobody's: policies, plans by number, certificates, places": {
        "live": "live.approved live.campaigns live.certificate_of live.certificates live.certificates_page live.policies live.proposed live.prove_place "
        "live.publication_source live.proposals live.proposal_source live.statistics_closed"
    },
    "marks of rows and tags whose time is over: each says nobody's name, and goes with its month's or rule's day": {
        "live": "live.claims_over live.taken_forget live.taken_before"
    },
    "which kind moves under which approval, whose steps are recorded as they are taken": {
        "live": "live.moving_begin live.move_step"
    },
    "counts of observed statements by the hour, of nobody": {"live": "live.observe"},
    "blind tags of one person, sealed, of which an officer draws up a bar: `measure:end` records it": {
        "live": "live.claims_of"
    },
    "what is unique across people on several servers, by blind tag; the verb that claims it is recorded": {
        "live": "live.taken_of live.claims_standing live.taken_over live.taken_settle live.freed_known live.taken_page live.claims_page live.taken_compared"
    },
    "copies that a move of people left on a server which is not theirs by the house's list; `house:move-people` records the move": {
        "live": "live.lies_clear live.lies_over"
    },
    "the tie of a paper that was never entered, or is destroyed; `paper:tie` and `paper:destroy` record both": {
        "live": "live.paper_tied"
    },
    "whom a demand was about, whose time is over; `demand:forget` records it": {"live": "live.demand_forget_parts"},
    "bars that stand wait no more; `measure:end` or `subject:leave` records them": {"live": "live.bar_stands"},
    "blind tags under a key of their own, during a rotation that index_begin recorded": {"live": "live.index_page"},
}
# What holds people's values: whoever reads or removes these without an entry has no excuse.
VALUES = re.compile(r"\b(?:live\.record|archive\.part)\b")
QUERY = """
    SELECT n.nspname || '.' || p.proname, p.prosrc, pg_get_function_result(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger') AND has_function_privilege(%s, p.oid, 'EXECUTE')
"""


class Function(NamedTuple):
    """A function that a role may call: what it runs, what it answers, and whether it records."""

    source: str
    result: str
    records: bool


def functions(server: Embedded, name: Database, role: str) -> dict[str, Function]:
    """Every function of a role; one that calls another which records does so too."""
    with psycopg.connect(server.conninfo(name, ADMIN)) as conn:
        rows = conn.execute(QUERY, (role,)).fetchall()
    recording = {row[0] for row in rows if re.search(r"ledger\.record\(|INSERT INTO ledger\.inbox", row[1])}
    while more := {row[0] for row in rows if row[0] not in recording and any(f"{one}(" in row[1] for one in recording)}:
        recording |= more
    return {row[0]: Function(row[1], row[2] or "", row[0] in recording) for row in rows}


def hands_out(one: Function) -> bool:
    """Whether it answers bytes, or rows of a table as they are."""
    return "bytea" in one.result or "SETOF" in one.result or ("record" in one.result and "head" in one.source)


def removes(one: Function) -> bool:
    return re.search(r"\bDELETE FROM\b|\bTRUNCATE\b", one.source) is not None


def declared(name: Database) -> set[str]:
    return {one for places in ELSEWHERE.values() for one in places.get(name, "").split()}


@pytest.mark.parametrize("name", DATABASES)
def test_what_is_handed_out_or_removed_leaves_an_entry(server: Embedded, name: Database) -> None:
    """Of every function that the application's role may call: its own entry, or a place of its entry that stands in the
    table above."""
    found = {
        one
        for one, function in functions(server, name, role_of(name)).items()
        if not function.records and (hands_out(function) or removes(function))
    }
    assert found - declared(name) == set()
    # No line of the table is there for nothing.
    assert declared(name) - functions(server, name, role_of(name)).keys() == set()


@pytest.mark.parametrize("name", ["live", "archive"])
def test_no_sealed_value_of_a_record_is_handed_out_or_removed_without_its_entry(
    server: Embedded, name: Database
) -> None:
    """What reads or deletes a record or a part as it lies sealed records it in the same statement: no other place is
    good enough."""
    for one, function in functions(server, name, role_of(name)).items():
        sealed = VALUES.search(function.source) and re.search(r"\b(?:head|body)\b", function.source)
        if sealed or (
            removes(function) and re.search(r"DELETE FROM (?:live\.record|archive\.part)\b", function.source)
        ):
            # `reseal` puts under another key what `older` recorded that it handed out, and hands out nothing; `attach`
            # enters a row that has neither head nor body here.
            assert function.records or one in ("live.reseal", "live.attach"), one


def test_a_renewal_that_nothing_asks_for_hands_out_nothing(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Whoever holds the live role has no record of a person handed out by pretending that their key is to be renewed,
    nor sealed over."""
    subject = cast.alice.subject
    with psycopg.connect(databases.lying(jk, subject), autocommit=True) as conn:
        found = conn.execute("SELECT * FROM live.next_generation(ARRAY[%s::uuid], ARRAY[2])", (subject,)).fetchall()
        assert found == [(subject, 1)]
        for target in (1, 2, 2_000_000_000):
            people = "ARRAY[%s::uuid], ARRAY[%s::integer]"
            text = (
                f"SELECT * FROM live.older({people}, ROW(gen_random_uuid(), '2013-02-05', '{{}}', '', 0)::ledger.entry)"
            )
            assert conn.execute(text, (subject, target)).fetchall() == []  # type: ignore[arg-type]
            anew = {"subject": str(subject), "record": str(cast.alice_order.record), "version": 1, "under": 1}
            rows = json.dumps([anew | {"head": "eA==", "body": ["eA=="]}])
            conn.execute(f"SELECT * FROM live.reseal({people}, %s)", (subject, target, rows))  # type: ignore[arg-type]
    assert jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])


def test_every_resealing_stands_in_the_persons_ledger(jk: Jikim, cast: Cast) -> None:
    """A correction opens what it changes: the person sees that it was handed out to be sealed anew, and by whom."""
    correction = jk.by(jk.acting("member", str(cast.alice.subject))).ask_correction(cast.alice_order, ["phone"])
    jk.by(jk.acting("member", str(cast.alice.subject))).correct(correction, {"phone": "02-555-0199"})
    found = [use for use in jk.show(cast.alice.subject).uses if use["event"] == "record:reseal:allowed"]
    assert [(use["job"], use["actor"]) for use in found] == [("correct", f"member:{cast.alice.subject}")]


ENTRY_TEXT = "ROW(gen_random_uuid(), '2013-02-05', '{}', '', 0)::ledger.entry"


@pytest.mark.parametrize("ended", [False, True])
def test_a_guardians_link_leaves_an_entry_of_the_child(
    jk: Jikim, cast: Cast, databases: Databases, ended: bool
) -> None:
    """Whoever holds the live role takes no link that stands from a child without its entry there, although no server but the
    guardian's knows whether they are here; one that has ended takes nothing with it."""
    child, elsewhere = cast.alice.subject, uuid4()
    with psycopg.connect(databases.admin["live"], autocommit=True) as admin:
        link = "INSERT INTO live.guardian (subject, guardian, linked, until, ended, met) VALUES (%s, %s, now(), '2099-01-01', %s, true)"
        admin.execute(link, (child, elsewhere, "2013-02-05" if ended else None))
        with psycopg.connect(databases.lying(jk, child), autocommit=True) as conn:
            for _ in range(2):
                conn.execute(f"SELECT live.guardian_over(%s, {ENTRY_TEXT})", (elsewhere,))
        left = admin.execute("SELECT count(*) FROM live.guardian WHERE guardian = %s", (elsewhere,)).fetchone()
        told = admin.execute("SELECT subject FROM ledger.inbox WHERE blocker = %s", (elsewhere,)).fetchall()
    assert left == (0,)
    assert told == ([] if ended else [(child,)])


def _resting(jk: Jikim, cast: Cast) -> UUID:
    jk.event(cast.alice_order, "settled")
    jk.sweep()
    return cast.alice_order.record


def test_what_rests_is_handed_out_by_a_run_that_is_written_down(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Whoever holds the archive's role has no part handed out, sealed over or dropped by a run that nobody began, or
    that is over."""
    record = _resting(jk, cast)
    over = jk.by(cast.omar).hold(cast.alice_order, reason="a lawsuit")
    with psycopg.connect(databases.dsns["archive"], autocommit=True) as conn:
        due = conn.execute("SELECT min(due) FROM archive.parts_of(%s, '2013-02-05')", (cast.alice.subject,)).fetchone()
        assert due is not None
        for run in (uuid4(), UUID(int=0), over, record):
            assert not conn.execute(f"SELECT * FROM archive.for_hold(%s, %s, {ENTRY_TEXT})", (record, run)).fetchall()
            text = f"SELECT archive.rehold(%s, %s, %s, %s, %s, 'x', '{{x}}', {ENTRY_TEXT})"
            assert conn.execute(text, (record, run, due[0], over, None)).fetchone() == (int(Outcome.GONE),)
            text = f"SELECT archive.drop_held(%s, %s, '2001-01-01', {ENTRY_TEXT})"
            assert conn.execute(text, (record, run)).fetchone() == (int(Outcome.GONE),)
    assert jk.by(cast.omar).consult(
        cast.alice_order, purpose="legal-evidence", reason_kind="dispute", reason="a dispute"
    )


def test_a_run_hands_out_what_it_moves_and_nothing_else(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """A release of another hold, and a hold that keeps what is kept already, move nothing: nothing is handed out, and
    nothing goes elsewhere."""
    record, subject = _resting(jk, cast), cast.alice.subject
    hold, other = jk.by(cast.omar).hold(cast.alice_order, reason="a lawsuit"), uuid4()
    with psycopg.connect(databases.dsns["archive"], autocommit=True) as conn:
        begin = "SELECT archive.hold_begin(%s, %s, %s, %s, %s, '2013-02-05')"
        parts = f"SELECT due FROM archive.for_hold(%s, %s, {ENTRY_TEXT})"
        for standing, only in (([], other), ([hold], None), ([hold, other], None), ([hold], other)):
            assert conn.execute(begin, (subject, record, other, standing, only)).fetchone() == (True,)
            assert conn.execute(parts, (record, other)).fetchall() == []
        conn.execute(begin, (subject, record, other, [other], hold))
        due = conn.execute(parts, (record, other)).fetchall()
        text = f"SELECT archive.rehold(%s, %s, %s, %s, %s, 'x', '{{x}}', {ENTRY_TEXT})"
        for from_, to in ((hold, None), (hold, hold), (hold, uuid4()), (None, other)):
            assert conn.execute(text, (record, other, due[0][0], from_, to)).fetchone() == (int(Outcome.CONFLICT),)


def test_a_run_of_a_hold_leaves_nothing_when_it_is_over(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Laid and released on what rests: no run is written down any more, and the person's ledger says what was handed
    out, and to whom."""
    _resting(jk, cast)
    number = jk.by(cast.omar).hold(cast.alice_order, reason="a lawsuit")
    jk.by(cast.omar).release(cast.alice_order, number, reason="settled")
    with psycopg.connect(databases.admin["archive"]) as conn:
        assert conn.execute("SELECT count(*) FROM archive.holding").fetchone() == (0,)
    found = [use for use in jk.show(cast.alice.subject).uses if use["event"] == "record:reseal:allowed"]
    assert [use["actor"] for use in found if use.get("job") == "hold"] == ["officer", "officer"]
