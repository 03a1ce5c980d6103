"""What a statement names: tables by their deeds, columns where they stand, and what the mapping does not know."""

from __future__ import annotations

import pytest

from jikim.contrib.statement import touched

TABLES = {
    "member": {"id": "-", "email": "email", "name": "name", "state": "-"},
    "purchase": {"id": "-", "member_id": "-", "address": "address", "name": "name"},
}


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ('SELECT "member"."id", "member"."email" FROM "member" WHERE "member"."id" = %s', ["read member email"]),
        ("SELECT * FROM member", ["read member email name"]),
        ("SELECT m.* FROM public.member AS m JOIN purchase p ON p.member_id = m.id", ["read member email name"]),
        ("SELECT count(*) FROM member", []),
        ("select p.address, m.name from member m, purchase p", ["read member name", "read purchase address"]),
        ("SELECT id * 2 FROM member WHERE state = 'email'", []),
        ("SELECT 1 -- email\nFROM member /* name */", []),
        ("SELECT id FROM member WHERE email = %(email)s", ["read member email"]),
        ("SELECT extract(year FROM created) FROM member", []),
        ("SELECT id FROM member WHERE state IS DISTINCT FROM %s FOR UPDATE", []),
        ("WITH recent AS (SELECT email FROM member) SELECT email FROM recent", ["read member email"]),
        ("SELECT x FROM generate_series(1, 3) x", []),
        ("SELECT relname FROM pg_catalog.pg_class", []),
        ('INSERT INTO "purchase" ("member_id", "address") VALUES (%s, %s) RETURNING "purchase"."id"', ["insert purchase address"]),
        ("INSERT INTO purchase (address, door) VALUES (%s, %s)", ["insert purchase door unmapped-column", "insert purchase address"]),
        ("INSERT INTO member (email) VALUES (%s) ON CONFLICT (email) DO UPDATE SET name = %s", ["insert member email name"]),
        ('UPDATE "member" SET "name" = %s, "door" = %s WHERE "member"."id" = %s', ["update member door unmapped-column", "update member name"]),
        ("UPDATE member SET state = %s WHERE id = 1", []),
        ("DELETE FROM purchase WHERE id IN (%s, %s)", ["delete purchase"]),
        ("SELECT a FROM letter", ["read letter unmapped-table"]),
        ('SELECT "member"."door" FROM "member"', ["read member door unmapped-column"]),
        ("SELECT `member`.`email` FROM `shop`.`member`", ["read member email"]),
        ("COPY member (email) FROM STDIN", ["insert member email"]),
        ("COPY member (email, name) TO STDOUT", ["read member email name"]),
        ("", []),
        ("'", []),
        ("SELECT \"", []),
        ("FROM FROM , ( . * )", []),
    ],
)  # fmt: skip
def test_what_a_statement_names(sql: str, found: list[str]) -> None:
    """Quoted or not, with an alias or a schema, in either dialect; text and comments name nothing; broken text is no error."""
    said = [" ".join(filter(None, (one.deed, one.table, *one.columns, one.known))) for one in touched(sql, TABLES)]
    assert said == found
