"""The statement that queues knows by the policy's own text which recipient is one by law, and which is an order's other
party."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from tests.conftest import Databases

from jikim.app import Jikim


@pytest.mark.clause("3.3")
@pytest.mark.clause("3.6")
def test_the_database_knows_a_recipients_ground_whatever_the_caller_says(jk: Jikim, databases: Databases) -> None:
    """Asked by number alone: to an authority nothing goes without a demand, to an order's other party nothing before it
    was paid, nor another's order."""
    nobody = UUID(int=0)
    version, number = jk.house.in_force()[1], jk.policy.number
    with psycopg.connect(databases.admin["live"]) as admin:

        def demanded(to: str) -> bool:
            asked = (version, nobody, nobody, number("recipient", to), 1, uuid4())
            row = admin.execute(
                "SELECT live.demanded(NULL, %s, %s, %s, 'provide', %s, %s, '{1}', %s)", asked
            ).fetchone()
            assert row is not None
            return bool(row[0])

        def dealt(to: str, party: int, events: str) -> int:
            asked = (version, number("recipient", to), party, events)
            row = admin.execute("SELECT live.dealt(%s, 'provide', 'recipient', %s, 1, %s, %s::jsonb)", asked).fetchone()
            assert row is not None
            return int(row[0])

        paid = f'{{"{number("event", "paid")}": "2013-02-05T00:00:00Z"}}'
        assert {to: demanded(to) for to in ("authority", "service-least")} == {
            "authority": False,
            "service-least": True,
        }
        its = number("recipient", "counterparty")
        assert its is not None
        assert {
            (party, events): dealt("counterparty", party, events) for party in (its, 0) for events in ("{}", paid)
        } == {(its, "{}"): 43, (its, paid): 0, (0, "{}"): 44, (0, paid): 44}
        assert dealt("service-least", 0, "{}") == 0
