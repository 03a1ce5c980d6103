"""What would let the live database spread over several servers by person, held on one: keys, joins and locks by person, and SQL
that every engine that speaks PostgreSQL reads alike."""

from __future__ import annotations

import re
from functools import cache

from tests.house.test_queries import ALL, FUNCTION

from jikim.db.schema import COPIED, DATABASES, Database, source


@cache
def _text(database: Database) -> str:
    """A database's source without its comments."""
    return re.sub(r"--[^\n]*", "", source(database))


@cache
def _tables(database: Database) -> dict[str, str]:
    return dict(re.findall(r"^CREATE TABLE ([a-z_.]+) \(((?:(?!^CREATE ).)*?);$", _text(database), re.M | re.S))


@cache
def _people(database: Database) -> set[str]:
    """Tables with a person's number in them."""
    return {
        table for table, columns in _tables(database).items() if re.search(r"(?:^    |^)subject +uuid", columns, re.M)
    }


# What stays plain SQL: helpers of one expression or one look, which the planner puts into the query that calls them, once for each row.
PLAIN_SQL = {
    "archive.moves",
    "keys.is_evidence",
    "keys.shard_of",
    "ledger.day_past",
    "ledger.over_from",
    "ledger.past",
    "live.asked_done",
    "live.case_entry",
    "live.consent_askable",
    "live.contract_over",
    "live.dealt",
    "live.demand_digest",
    "live.hook_hears",
    "live.is_archived",
    "live.is_over",
    "live.mass_records",
    "live.officer_alone",
    "live.officer_counts",
    "live.officer_of",
    "live.proposal_announced",
    "live.recalled",
    "live.renewing",
    "live.stands",
    "live.tells",
    "live.untold",
}


def _sql_functions() -> set[str]:
    found = re.compile(r"^CREATE FUNCTION ([a-z_.]+)\((?:(?!^CREATE ).)*?\bLANGUAGE (sql|plpgsql)\b", re.M | re.S)
    return {one for database in DATABASES for one, language in found.findall(source(database)) if language == "sql"}


def test_what_a_role_may_call_is_written_in_plpgsql() -> None:
    """No function is plain SQL but a helper that the planner puts into its caller: one with its owner's rights, or a path of its own, is never."""
    assert _sql_functions() == PLAIN_SQL
    for database in DATABASES:
        heads = re.findall(r"^CREATE FUNCTION ([a-z_.]+)\(((?:(?!^CREATE ).)*?)AS \$\$", source(database), re.M | re.S)
        closed = {
            one
            for one, head in heads
            if "LANGUAGE sql" in head and re.search(r"SECURITY DEFINER|\bSET search_path", head)
        }
        assert closed == set()


def test_each_select_names_what_it_selects_and_each_case_what_it_asks() -> None:
    """`SELECT 1 FROM` where rows are only counted on, and `CASE WHEN x = y`: what every engine that speaks PostgreSQL
    reads alike."""
    for database in DATABASES:
        text = _text(database)
        assert re.findall(r"\b(?:SELECT|PERFORM)\s+FROM\b", text) == []
        # A statement of PL/pgSQL (`CASE … END CASE`) is no expression, and no server but its own reads it.
        cases = re.findall(r"\bCASE\s+(?!WHEN\b)(\S+)", text)
        ends = re.findall(r"\bEND CASE;", text)
        assert len(cases) == len(ends), cases


# A month's partition that is about to be emptied; its reason stands there. What is numbered without a gap takes `live.latch`.
LOCKED = {"archive.%I"}


def test_nothing_locks_a_table_of_people() -> None:
    """Only tables of the house's own are locked whole."""
    assert {one for name in DATABASES for one in re.findall(r"\bLOCK TABLE ([a-z_.%I]+)", _text(name))} == LOCKED


# Where papers are numbered and where a cabinet is chosen for one.
PAPERS = {"live.paper_enter", "live.paper_fits", "live.paper_move"}


def test_a_lock_of_one_server_stands_in_one_function() -> None:
    """A lock that excludes nobody on another server is taken by one function, where several servers would take another."""
    locks: dict[str, set[str]] = {}
    for function, body in FUNCTION.findall(_text("live")):
        for number in re.findall(r"\bpg_advisory_xact_lock(?:_shared)?\((\d+)", body):
            locks.setdefault(number, set()).add(function)
    apart = [functions for functions in locks.values() if len(functions) > 1]
    assert apart == [PAPERS]
    assert {"live.grant_lock", "live.index_lock", "live.contract_lock"} <= set().union(*locks.values())


def test_no_foreign_key_leads_from_one_person_to_another() -> None:
    """A row of a person depends on that person alone."""
    found = set()
    for database in DATABASES:
        for table, columns in _tables(database).items():
            keys = re.findall(r"^    ([a-z_]+) +uuid[^,\n]*REFERENCES live\.subject\b", columns, re.M)
            found |= {f"{table}.{key}" for key in keys if key != "subject"}
    assert found == set()


# Rows of people whose key does not begin with the person: the ledger's own order, a run that is over at once, a look
# that waits for a word, a key that waits, and the one place of uniqueness. The list shrinks.
ELSEWHERE_KEYED = {"archive.holding", "archive.look", "keys.waiting", "ledger.body", "ledger.inbox", "live.claim"}


def test_a_persons_rows_are_keyed_by_the_person() -> None:
    """A table with a person's number in it has that number first in its key, but for those that are named."""
    found = set()
    for database in DATABASES:
        for table in _people(database):
            columns = _tables(database)[table]
            key = re.search(r"PRIMARY KEY \((\w+)|(?:^    |^)(\w+) [^\n]*PRIMARY KEY", columns, re.M)
            if key is None or "subject" not in key.groups():
                found.add(table)
    assert found == ELSEWHERE_KEYED


def test_nothing_is_unique_across_people_but_a_claim() -> None:
    """Whatever is unique in a table of people is unique for one person; an exclusive claim alone is not."""
    found = set()
    for table in _people("live"):
        found |= {
            f"{table}: {line.strip()}"
            for line in _tables("live")[table].splitlines()
            if re.search(r"\bUNIQUE\b(?! \(subject\b)", line)
        }
    for name, table, keys in re.findall(r"^CREATE UNIQUE INDEX (\w+) ON ([a-z_.]+) \((\w+)", _text("live"), re.M):
        if table in _people("live") and keys != "subject":
            found.add(name)
    # A house case is about a person in one of its registers; whose it is says its `about`.
    assert found == {"claim_exclusive", "house_case_about"}


# By the demand, the breach or the tag: what is about many people, and the one place of uniqueness.
JOINED_ELSEWHERE = {("live.moved", "live.claim"), ("live.demanded", "live.demand_part")}


def test_people_are_joined_by_the_person() -> None:
    """A join to a table of people names the person, so that both rows lie on one server; but for those that are named."""
    join = re.compile(
        r"\bJOIN (live\.[a-z_]+)(?: AS)? (\w+)(?: ON (.*?))?(?=\bJOIN\b|\bLEFT\b|\bWHERE\b|\bGROUP\b|\bORDER\b|\bCROSS\b|;|\n\s*\)|\bUNION\b)",
        re.S,
    )
    found, joins = set(), 0
    for function, body in FUNCTION.findall(_text("live")):
        for table, alias, on in join.findall(body):
            joins += table in _people("live")
            if table in _people("live") and f"{alias}.subject" not in on:
                found.add((function, table))
    assert found == JOINED_ELSEWHERE
    assert joins > 60


# What is asked of one person or of all.
OF_ANYBODY = {"live.consent_askable", "live.left_page"}


def test_who_is_nobody_is_asked_by_few() -> None:
    """A function of one person takes that person: which of them may be called without one is written here."""
    found = {
        name for name, body in FUNCTION.findall(_text("live")) if re.search(r"\bp_subject IS (?:NOT )?NULL\b", body)
    }
    assert found == OF_ANYBODY


def test_what_a_row_is_changed_by_does_not_hang_on_the_session() -> None:
    """Where a row of a person is changed or goes, its columns are compared by what no setting of a session changes: no time
    with an interval added, no text read as a time, nothing made JSON."""
    people = "|".join(re.escape(one) for one in sorted(_people("live")))
    column = r"\b(?!p_)(?:[a-z]+\.)?[a-z_]+"
    stable = re.compile(
        rf"{column}\)? [+-] (?:make_)?interval|{column}::(?:timestamptz|timestamp|date)\b|\bto_jsonb?\((?!p_)|\bto_char\((?!p_)|\bdate_trunc\("
    )
    found = {
        name
        for name, body in FUNCTION.findall(_text("live"))
        for change in re.findall(rf"\b(?:UPDATE|DELETE FROM) (?:{people})\b([^;]*)", body)
        if stable.search(change)
    }
    assert found == set()


def test_nothing_is_done_by_a_trigger() -> None:
    """What is done to other rows is said where it is done: what goes with a record, with an account, with a secret."""
    text = "\n".join(_text(database) for database in DATABASES)
    assert re.findall(r"^CREATE (?:CONSTRAINT )?TRIGGER (\w+)", text, re.M) == []
    bodies = dict(FUNCTION.findall(text))
    wanted = {
        r"DELETE FROM live\.record\b": "live.records_gone",
        r"UPDATE live\.subject SET state\b|DELETE FROM live\.subject\b": "live.account_over",
        r"UPDATE live\.request SET state = 'done'": "live.secret_changed",
    }
    # A newcomer whom `collect` or `move_in` refuses was never there.
    alone = {"live.records_gone", "live.collect", "live.move_in"}
    for deed, then in wanted.items():
        does = {function for function, body in bodies.items() if re.search(deed, body)} - alone
        assert does == set() or all(f"{then}(" in bodies[function] for function in does), (then, does)
        assert does or then == "live.records_gone"


# ---- what a server of people needs of the house, where people lie on servers of their own (decision 25)

# A server's own, whoever lies there: its inbox and batches, what it restricted, who lies where; what is due there, and what it owes.
OWN = {"live.restriction", "live.beside", "live.this_server"}
DUE = {"live.attached_kind", "live.index_due", "live.owed", "live.walked"}
# Of what is copied to the servers of people, the mark that follows behind the rest.
MARK = "live.rules"
# Statements that change a copied table and are answered before it holds everywhere: they restrict nobody, and what nobody
# has yet is not granted. A demo has one server, and a replay is before anybody is let in.
AT_ONCE = {
    "bar.over", "company.accounts", "company.vouches", "demand.look", "demand.tell", "handler.confirm", "make_demo", "move_clock",
    "office.arrive", "office.prove_by", "officer.confirm", "proof.begin", "proof.set", "proof.take",
    "restore.replay_people", "restrictions.replay.live", "publish.mailed", "publish.moved",
}  # fmt: skip
# Those of the house's server beside which another is asked of the rest. A demo has one server; a move is a case, which is about nobody.
BESIDE = {
    "adopt": "adopt.bound", "certify": "owed.settle", "demand.step": "demand.parts", "end_contract": "contract.recall", "index.end": "index.page",
    "make_demo": "", "move.begin": "", "move.step": "", "paper.destroy": "paper.tied", "restrictions.replay.live": "restrictions.replay.live",
    "restore.replay_people": "restore.replay_people",
    "sign_ins.compare": "sign_ins.part", "statistics": "statistics.part", "telling.answer": "telling.end",
}  # fmt: skip
# Nobody's rows, though they have a person's number: it is nil, and the house's.
NOBODYS = {"live.house_case", "live.house_case_step"}


@cache
def _reached() -> dict[str, tuple[set[str], set[str]]]:
    """Of each statement of the live database: the tables that it reads or changes, and those that it changes, by whatever
    functions and views it calls."""
    text = _text("live")
    bodies = dict(FUNCTION.findall(text)) | dict(re.findall(r"^CREATE VIEW ([a-z_.]+) (.*?;)$", text, re.M | re.S))
    named = {name: set(re.findall(r"\b(?:live|ledger)\.[a-z_]+", body)) for name, body in bodies.items()}
    changed = {
        name: set(re.findall(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) ((?:live|ledger)\.[a-z_]+)", body))
        for name, body in bodies.items()
    }
    reached = {}
    for _, query in ALL:
        if query.database != "live":
            continue
        met, next_ = set[str](), set(re.findall(r"\b(?:live|ledger)\.[a-z_]+", query.text))
        while next_ - met:
            met |= next_
            next_ = set[str]().union(*(named.get(one, set()) for one in next_))
        tables = met & _tables("live").keys()
        reached[query.name] = tables, tables & set[str]().union(*(changed.get(one, set()) for one in met))
    return reached


def _of_one() -> set[str]:
    """Statements that name the one person whose rows they touch."""
    return {query.name for _, query in ALL if query.database == "live" and query.subject is not None}


def _house() -> set[str]:
    """Tables with nobody's number in them, that are no server's own."""
    return {one for one in _tables("live") if one.startswith("live.")} - _people("live") - OWN - DUE


def test_what_one_persons_statements_need_of_the_house() -> None:
    """A statement of one person touches people's tables and its server's own, reads of the house's those that are named
    here, and changes none."""
    reached, house = _reached(), _house()
    met = set[str]().union(*(reached[name][0] for name in _of_one()))
    changed = set[str]().union(*(reached[name][1] for name in _of_one()))
    assert changed & house == set()
    assert met & house == {*COPIED} - {MARK}


def test_a_row_of_a_person_depends_on_nothing_that_the_house_has_alone() -> None:
    """A table of people leads by a foreign key to people's tables, and to those of the house that are copied."""
    people = {one for one in _people("live") if one.startswith("live.")}
    led = {table: {*re.findall(r"REFERENCES (live\.[a-z_]+)", _tables("live")[table])} for table in people}
    assert {table: to for table, to in led.items() if to - people - {*COPIED}} == {}


def test_what_changes_the_rules_is_answered_when_it_holds_everywhere() -> None:
    """A statement of the house that changes what is copied to the servers of people is marked so, but for those that are
    named."""
    changing = {name for name, (_, changed) in _reached().items() if changed & {*COPIED} - {MARK}}
    assert {query.name for _, query in ALL if query.everywhere} == changing - AT_ONCE - _of_one()
    assert changing >= AT_ONCE


def test_a_statement_of_one_person_says_where_that_person_stands() -> None:
    """The place of the person in what is sent is known of each statement of the live database that names one, and of no
    other."""
    someone = object()
    for _, query in ALL:
        if query.database != "live" or "subject" not in query.names:
            assert query.subject is None
            continue
        given = {name: someone if name == "subject" else (None,) * 5 for name in query.names}
        assert query.subject == list(query.laid(given)).index(someone)


def test_a_statement_of_many_says_how_it_is_spread() -> None:
    """Whoever touches rows of people without a person's number, or for all where none is given, says how several servers
    are asked and their answers put together; nobody else does."""
    lying = ({one for one in _people("live") if one.startswith("live.")} | DUE) - OWN - NOBODYS
    queries = {query.name: query for _, query in ALL if query.database == "live"}
    touching = {name for name, (met, _) in _reached().items() if met & lying}
    assert {name for name in touching - _of_one() if not queries[name].many} == set()
    assert {name for name in queries.keys() - touching if queries[name].many} == set()
    assert {name for name, query in queries.items() if query.many == "house"} == BESIDE.keys()
    assert {*BESIDE.values()} - {""} <= queries.keys()
    assert {name for name in _of_one() if queries[name].many} == OF_ONE_OR_ALL


def test_what_is_divided_answers_the_places_that_it_was_given() -> None:
    """A function that each server gives a part of a list counts no places in its answer: they would be those of the part."""
    bodies = dict(FUNCTION.findall(_text("live")))
    divided = {
        name
        for _, one in ALL
        if (one.many or "").startswith("split ")
        for name in re.findall(r"live\.[a-z_]+", one.text)
    }
    counted = re.compile(r"\bRETURN QUERY\b[^;]*(?:::integer - 1\b|\brow_number\()")
    assert {name for name in divided if counted.search(bodies.get(name, ""))} == set()
    assert divided >= {"live.attached_gone", "live.move_in"}


def test_nobody_but_a_mover_says_who_lies_where() -> None:
    """What the application's role may run ends a move, and begins none: the server of a range is changed by no function."""
    changed = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|MERGE INTO) live\.lies\b[^;]*")
    found = {name: changed.findall(body) for name, body in FUNCTION.findall(_text("live")) if changed.search(body)}
    assert found.keys() == {"live.lies_over"}
    assert not any("server =" in text.partition("WHERE")[0] for text in found["live.lies_over"])
    assert re.findall(r"\bGRANT (?!EXECUTE\b|USAGE\b)[^;]*live\.lies[^;]*;", _text("live")) == []


def test_what_is_asked_of_all_needs_no_more_of_the_house() -> None:
    """A statement of many that every server is asked reads of the house's tables those alone that are copied, and changes
    none."""
    reached, house = _reached(), _house() | NOBODYS
    asked = {query.name for _, query in ALL if query.database == "live" and query.many and query.many != "house"}
    assert {name for name in asked if reached[name][1] & house} == {"clean"}
    assert {name for name in asked if reached[name][0] & house - {*COPIED}} == ADDED


# Their rows are added to those of people, or go: what the house alone has is nowhere else, so nothing is counted twice.
ADDED = {"case.by", "case.closed", "case.open", "case.second", "clean", "prove.left"}
# Of one person, or of all where none is given.
OF_ONE_OR_ALL = {"asking.ask", "asking.reach", "attached.batch_next", "attached.due", "left.page"}
