"""The facts of an entry as text: what is written once for a policy is what it would be anew."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from uuid import UUID

from psycopg import adapters
from psycopg.adapt import PyFormat
from psycopg.types.uuid import UUIDBinaryDumper

from jikim.app import Jikim
from jikim.ledger.entry import text_of
from jikim.ledger.numbers import EntryId, Numbers
from jikim.policy.ask import Actor, Ask
from jikim.policy.states import Verb
from jikim.verbs.house import House

CLAUSES, EVENTS = ("", "3.1"), ("record:use", "record:collect")
NOW = datetime(2013, 2, 5, tzinfo=UTC)


def test_each_ask_has_its_own_facts(jk: Jikim) -> None:
    """Whatever event, clause, verb, record kind and purpose an ask has, its text says these, at first and again."""
    policy, actor = jk.policy, Actor("outsider", "mallory")
    numbers = range(len(policy.records) + 1)
    for _ in range(2):
        for event, clause, verb, kind, purpose in product(EVENTS, CLAUSES, (Verb.USE, Verb.CONSULT), numbers, numbers):
            ask = Ask(verb, kind, 0, actor, purpose)
            assert House.fact_text(event, policy, ask, clause) == text_of(House.fact(event, policy, ask, clause))
    assert '"channel":"homepage"' in House.fact_text("x:y:z", policy, ask, "", channel="homepage")


def test_a_number_is_dumped_as_any_uuid() -> None:
    """A driver finds the dumper of an entry's number by its own class, without a search among the classes above it."""
    assert adapters.get_dumper(EntryId, PyFormat.AUTO) is adapters.get_dumper(UUID, PyFormat.AUTO) is UUIDBinaryDumper
    assert EntryId in adapters._dumpers[PyFormat.AUTO]


def test_what_a_word_did_not_say_is_said_again() -> None:
    """Numbers that are given back are vouched for by the next word, and those of another process never."""
    mine, another = Numbers(), Numbers()
    key = mine.key_of(bytes(32))
    entries = [mine._next_id(key, key.begun(NOW, "{}", b"")) for _ in range(3)]
    foreign = another._next_id(key, key.begun(NOW, "{}", b""))
    mine.answered(*entries, foreign, recorded=True)
    assert mine.to_vouch_for(ended=False) == [0, 1, 2]
    mine.give_back([1, 2])
    assert mine.to_vouch_for(ended=True) == [1, 2]
