"""Who asks in somebody else's place: a representative with a power of attorney, an heir; where the policy says so, and on a
document alone."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from tests.conftest import START, Databases

from jikim.app import Jikim, read_policy
from jikim.desk import request_steps
from jikim.errors import DeniedError, InvalidError
from jikim.verbs.house import SYSTEM

CLINIC = Path(__file__).parents[1] / "policy" / "others" / "clinic.yaml"


def test_an_heir_asks_where_the_policy_says_so_and_shows_a_document(databases: Databases, tmp_path: Path) -> None:
    """Filed by the desk, opened by a document and by no call back, not by a statement past the desk either; a right that the
    policy gives to no heir is refused."""
    with Jikim(read_policy(CLINIC), databases.settings(tmp_path), demo_start=START) as jk:
        values = {
            "login_id": "abigail",
            "password": "quiet heron walks 77",
            "name": "Abigail",
            "email": "a@example.com",
        }
        ref = jk.collect("member", values, channel="site", old_enough=True).ref

        def filed(kind: str, asks: str) -> request_steps.Request:
            return jk.do(
                request_steps.file_for,
                ref.subject,
                kind,
                None,
                "letter",
                actor=SYSTEM,
                asks=asks,  # type: ignore[arg-type]
            )

        with pytest.raises(DeniedError):
            filed("delete", "heir")
        for asks in ("heir", "representative"):
            made = filed("access", asks)
            with pytest.raises(InvalidError, match="shows a document"):
                jk.do(request_steps.confirm, made.subject, made.request, actor=SYSTEM, proof="call-back")
            with psycopg.connect(databases.admin["live"]) as conn, pytest.raises(psycopg.errors.CheckViolation):
                conn.execute("UPDATE live.asked SET proof = 'call-back' WHERE request = %s", (made.request,))
            assert (
                jk.do(request_steps.confirm, made.subject, made.request, actor=SYSTEM, proof="document").state == "open"
            )
            known = jk.do(request_steps.desk_of, made.subject, made.request)
            assert known is not None
            assert (known.asks, known.proof) == (asks, "document")
