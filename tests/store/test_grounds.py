"""The statement that queues knows by the policy's own text which recipient is one by law, and which is an order's other party."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest

from conftest import Databases
from jikim.app import Jikim


@pytest.mark.clause("3.3")
@pytest.mark.clause("3.6")
def test_the_database_knows_a_recipients_ground_whatever_the_caller_says(jk: Jikim, databases: Databases) -> None:
    """Asked by number alone: to an authority nothing goes without a demand, to an order's other party nothing before it was paid."""
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

        def dealt(to: str, events: str) -> bool:
            asked = (version, number("recipient", to), events)
            row = admin.execute("SELECT live.dealt(%s, 'provide', %s, %s::jsonb)", asked).fetchone()
            assert row is not None
            return bool(row[0])

        paid = f'{{"{number("event", "paid")}": "2013-02-05T00:00:00Z"}}'
        assert {to: demanded(to) for to in ("authority", "service-least")} == {
            "authority": False,
            "service-least": True,
        }
        assert {to: dealt(to, "{}") for to in ("counterparty", "service-least")} == {
            "counterparty": False,
            "service-least": True,
        }
        assert dealt("counterparty", paid)
