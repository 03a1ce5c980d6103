"""How the tests that run on two servers look at both by hand (`tests/servers.py`)."""

from __future__ import annotations

import pytest
from tests.servers import joined, read_of, way_of


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("SELECT count(*) FROM live.record", "read"),
        ("SELECT 1 FROM live.subject s JOIN live.outbox o USING (subject) WHERE s.subject = %s", "read"),
        ("SELECT pid FROM pg_stat_activity", "read"),
        ("SELECT value FROM live.setting WHERE name = 'demo-clock'", "house"),
        ("SELECT last_value FROM ledger.inbox_seq_seq", "house"),
        ("UPDATE live.grant_ SET until = until", "rules"),
        ("UPDATE live.record SET state = 1", "each"),
        ("SELECT 1 FROM live.subject WHERE subject = %s FOR UPDATE", "each"),
        ("LOCK TABLE live.record IN ACCESS EXCLUSIVE MODE", "each"),
        ("CREATE TABLE public.shut (event text)", "each"),
        ("INSERT INTO public.shut VALUES (%s)", "each"),
        ("INSERT INTO live.claim SELECT * FROM live.claim", "each"),
        ("INSERT INTO live.outbox (subject) VALUES (%s)", "row"),
        ("SELECT live.unclaim(%s, %s, NULL)", "call"),
        ("SELECT 1", "house"),
    ],
)
def test_a_look_by_hand_goes_where_the_rows_are(text: str, way: str) -> None:
    """What is of people is on both servers, and what the house alone changes is the house's."""
    assert way_of(text) == way


def test_rows_of_both_servers_stand_in_one_statement() -> None:
    """Each table that is read becomes both servers' rows under the name that the statement has for it."""
    text = "SELECT m.id FROM live.mail m, live.doubt WHERE m.id LIKE '%%a' AND doubt.id = %s"
    assert read_of(text) == ["live.mail", "live.doubt"]
    whole = joined(text, {"live.mail": '[{"id": "it\'s 5%"}]', "live.doubt": "[]"}, given=True)
    there = "SELECT * FROM live.{0} UNION ALL SELECT * FROM json_populate_recordset(NULL::live.{0}, '{1}')"
    mail, doubt = there.format("mail", '[{"id": "it\'\'s 5%%"}]'), there.format("doubt", "[]")
    assert whole == (f"SELECT m.id FROM ({mail}) m, ({doubt}) AS doubt WHERE m.id LIKE '%%a' AND doubt.id = %s")
