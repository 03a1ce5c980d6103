"""What entries say alike is composed once, and says of each what composing it alone would."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.crypto import wrap
from jikim.ledger.alike import Alike, Month, told
from jikim.ledger.body import Names, Waiting, compose
from jikim.ledger.entry import WHO, text_of, who_reader
from jikim.ledger.numbers import MacKey, Numbers
from jikim.proof.export import canonical

KEY = bytes(32)
AT = datetime(2013, 3, 5, 1, 2, 3, tzinfo=UTC)
MONTH = Month(date(2013, 3, 1), who_reader(KEY), MacKey(KEY))
NAMES = Names(lambda item: f"item {item}", lambda why: f"clause of {why}")
FACT = text_of({"event": "record:use", "kind": "order", "purpose": "delivery", "reason": '50% %s 가나 \\ "'})
SEALED = wrap(KEY, WHO, b'{"actor":"handler:hana","reason":"%d of 100%"}')

numbers = st.uuids()
rows = st.builds(
    Waiting,
    seq=st.just(0),
    entry=numbers,
    at=st.just(AT),
    fact=st.just(FACT),
    who=st.just(SEALED),
    subject=st.none() | numbers,
    record=st.none() | numbers,
    version=st.none() | st.integers(1, 2),
    items=st.none() | st.lists(st.integers(1, 3), max_size=2),
    outcome=st.sampled_from([0, 0, 0, 3, 999]),
    blocker=st.none() | st.just(UUID(int=7)),
)


@given(st.lists(rows, min_size=1, max_size=30))
def test_what_is_composed_once_says_what_each_would(waiting: list[Waiting]) -> None:
    """Rows of one statement, of several shapes and in any order: text, lot and facts are those of `compose` alone."""
    alike = Alike(waiting[0], MONTH)
    who = MONTH.who(SEALED)
    for row in [*waiting, *waiting]:
        alone = compose(row, who, NAMES)
        lot, text, says = alike.told(row, NAMES)
        assert text == canonical(alone)
        assert (lot, text) == told(row, who, alone)[:2]
        assert says["event"] == alone["event"]


@pytest.mark.parametrize("fact", ["{}", "no JSON", FACT.replace("record:use", "record:entry")])
def test_rows_that_say_nothing_sensible_say_that(fact: str) -> None:
    """A row whose fact is none is placed as unreadable, also where several are alike."""
    row = Waiting(0, UUID(int=1), AT, fact, SEALED, UUID(int=2), UUID(int=3), 1, [1], 0, None)
    alike = Alike(row, MONTH)
    for n in range(4, 8):
        one = row._replace(entry=UUID(int=n), record=UUID(int=n + 1))
        assert alike.told(one, NAMES)[1] == canonical(compose(one, MONTH.who(SEALED), NAMES))


def test_a_number_is_true_for_what_it_was_made_for_alone() -> None:
    """Rows that say the same are told by the number of each; what says something else has none of theirs."""
    mac, made = MacKey(KEY), Numbers()
    row = Waiting(0, made.entry_id(mac, AT, FACT, SEALED), AT, FACT, SEALED, None, None, None, None, 0, None)
    alike = Alike(row, MONTH)
    assert alike.place(row.entry) is not None
    assert alike.place(made.entry_id(mac, AT, FACT, SEALED)) is not None
    assert alike.place(made.entry_id(mac, AT, FACT + " ", SEALED)) is None
    assert alike.place(UUID(int=1)) is None
    assert Alike(row, MONTH._replace(mac=None)).place(row.entry) is None
