"""Moving in: an application's rows become records with the dates that they have there, and by no back door."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.employed import ledger_of
from tests.moves.conftest import Moving
from tests.moves.old_shop import CUSTOMER, HASH, ORDER, SECRET, customer, order, written

from jikim.accounts.credentials import sign_in
from jikim.errors import DeniedError
from jikim.moves.importing import WhyRefused
from jikim.moves.register import approve_move, ask_move, digest_of
from jikim.store.rows import record_rows


def test_a_person_comes_in_with_their_dates_and_signs_in(moving: Moving, tmp_path: Path) -> None:
    """Collected, paid and agreed to when they were; found by what they are found by; and in by the password that they
    had, whose hash is ours from then on."""
    jk = moving.jk
    shop = written(tmp_path / "dump", [CUSTOMER], [ORDER])
    tally = moving.bring(moving.approved(), shop)
    assert (tally.taken, dict(tally.refused)) == ({"public.customer": 1, "public.purchase": 1}, {})
    (person,) = jk.find("email", CUSTOMER["email"])
    rows = {jk.policy.name("record", row.kind): row for row in jk.driver.run(record_rows(person.subject, jk.now()))}
    assert rows["membership"].collected == datetime(2009, 3, 2, 1, 0, tzinfo=UTC)
    assert rows["order"].collected == datetime(2012, 12, 1, 0, 30, tzinfo=UTC)
    assert list(rows["order"].events) == [str(jk.policy.records["order"].events["paid"])]
    shown = jk.by(jk.acting("member", str(person.subject))).show(person.subject)
    assert [one.partition("#")[0] for one in shown.consents] == ["use:marketing.ads"]
    assert shown.joined == datetime(2009, 3, 2, 1, 0, tzinfo=UTC)
    order = next(card for card in shown.cards if card.ref.kind == "order")
    assert (order.values["address"]["line1"], order.values["lines"][0]["quantity"]) == (ORDER["addr"], 1)
    assert jk.do(sign_in, "old.alice", HASH, "192.0.2.1").person is None
    for _ in range(2):
        assert jk.do(sign_in, "old.alice", SECRET, "192.0.2.1").person == person
    jk.sequence()
    entries = ledger_of(jk, person.subject)
    assert [one["event"].partition(":allowed")[0] for one in entries].count("record:rehash") == 1
    taken = [one for one in entries if one["event"].startswith("record:move-in")]
    assert [(one["kind"], one["channel"], one["came_by"]) for one in taken] == [
        ("membership", "imported", "homepage"),
        ("order", "imported", "homepage"),
    ]


def test_nothing_comes_in_without_another_officer(moving: Moving, tmp_path: Path) -> None:
    """Who asked approves nothing, a handler approves nothing, who is in no register asks for nothing, another mapping is
    not what was approved, and what was not approved takes no row."""
    jk = moving.jk
    shop = written(tmp_path / "dump", [CUSTOMER])
    digest = digest_of("import", moving.content)
    with pytest.raises(DeniedError, match="grant"):
        moving.by("made-up")(ask_move, "import", digest, "old shop", reason="we move in")
    mine = moving.by("omar")(ask_move, "import", digest, "old shop", reason="we move in")
    for name in ("omar", "hana"):
        with pytest.raises(DeniedError):
            moving.by(name)(approve_move, str(mine))
    with pytest.raises(DeniedError, match="approv"):
        moving.begin(mine)
    with pytest.raises(DeniedError, match="approv"):
        moving.bring(mine, shop)
    other = moving.by("hana")(ask_move, "import", digest_of("import", b"another"), "old shop", reason="we move in")
    moving.by("omar")(approve_move, str(other))
    with pytest.raises(DeniedError, match="approv"):
        moving.begin(other)
    assert jk.find("email", CUSTOMER["email"]) == []


def test_an_approval_lasts_seven_days(moving: Moving, tmp_path: Path) -> None:
    """After its days nothing begins by it, nor goes on."""
    number = moving.approved()
    moving.jk.move_clock(datetime(2013, 2, 13, 9, 0, tzinfo=UTC))
    with pytest.raises(DeniedError, match="approv"):
        moving.begin(number)


def test_a_second_run_takes_nothing_again(moving: Moving, tmp_path: Path) -> None:
    """A row that is here is left as it is, whatever its source says meanwhile; no period begins anew."""
    number = moving.approved()
    moving.bring(number, written(tmp_path / "dump", [customer(1), customer(2)], [order(71, 1)]))
    again = written(
        tmp_path / "later",
        [customer(1, real_name="다른이름", created_at="2012-01-01"), customer(2), customer(3)],
        [order(71, 1)],
    )
    tally = moving.bring(number, again)
    assert (tally.taken["public.customer"], tally.here["public.customer"]) == (1, 2)
    assert (tally.taken["public.purchase"], tally.here["public.purchase"]) == (0, 1)
    (person,) = moving.jk.find("email", "old1@example.com")
    rows = moving.jk.driver.run(record_rows(person.subject, moving.jk.now()))
    assert sorted(row.collected.date() for row in rows) == [date(2009, 3, 2), date(2012, 12, 1)]


BAD = [
    (customer(2, hp="010-00-1"), WhyRefused("public.customer", "invalid-value", ("mobile",), "")),
    (customer(3, login_id="kim@example.com"), WhyRefused("public.customer", "invalid-value", ("login_id",), "")),
    (
        customer(4, passwd="5f4dcc3b5aa765d61d8327deb882cf99"),
        WhyRefused("public.customer", "invalid-value", ("password",), ""),
    ),
    (customer(5, created_at="2013-03-01"), WhyRefused("public.customer", "bad-date", (), "")),
    (customer(6, ads_at="2013-03-01"), WhyRefused("public.customer", "bad-date", (), "")),
    (customer(7, created_at=""), WhyRefused("public.customer", "no-date", (), "")),
    (customer(8, email=""), WhyRefused("public.customer", "required-missing", ("email",), "5.1")),
]


def test_what_the_policy_refuses_is_counted_first_and_set_aside(moving: Moving, tmp_path: Path) -> None:
    """A dry run says the same as the import, by rule, and writes nothing; what is put right comes in afterwards."""
    from jikim.moves.importing import foresee
    from jikim.moves.sources import source_of

    orders = [
        order(71, 2),
        order(72, 10),
        order(73, 10, paid_at="", ordered_at="2012-01-01"),
        order(74, 10, settled_at="2001-01-01"),
        order(75, 10, memo="주민번호 900101-1000009"),
    ]
    good = customer(10, passwd="a quiet lamp 3")
    shop = written(tmp_path / "dump", [*(row for row, _ in BAD), good], orders)
    expected = Counter(why for _, why in BAD) + Counter(
        [
            WhyRefused("public.purchase", "gone", (), "7.5"),
            WhyRefused("public.purchase", "ended", (), "5.1"),
            WhyRefused("public.purchase", "bad-date", (), ""),
            WhyRefused("public.purchase", "refused-in-text", ("order.note", "kr.resident-registration-number"), "1.2"),
        ]
    )
    foreseen = foresee(moving.by("hana"), source_of(str(shop)), moving.tables, lambda *_: None)
    assert foreseen.refused == expected
    assert moving.jk.find("email", good["email"]) == []
    number, aside = moving.approved(), tmp_path / "aside.jsonl"
    tally = moving.bring(number, shop, aside)
    assert tally.refused == foreseen.refused
    assert tally.taken == foreseen.taken
    assert "900101" not in aside.read_text(encoding="utf-8")
    assert aside.stat().st_mode & 0o077 == 0
    right = aside.read_text(encoding="utf-8").replace("010-00-1", "010-0000-0002")
    assert right.count("\n") == len(BAD) + 4
    aside.write_text(right, encoding="utf-8")
    assert moving.bring(number, aside).taken == {"public.customer": 1, "public.purchase": 1}


def test_what_ended_rests_from_its_own_end(moving: Moving, tmp_path: Path) -> None:
    """A settled order that a statute keeps comes in ended, and the sweep lets it rest until five years after its end."""
    number = moving.approved()
    moving.bring(number, written(tmp_path / "dump", [customer(1)], [order(71, 1, settled_at="2012-12-20T15:00")]))
    (person,) = moving.jk.find("email", "old1@example.com")
    moving.jk.sweep()
    shown = moving.jk.by(moving.jk.acting("member", str(person.subject))).show(person.subject)
    assert [(part.ref.kind, part.until) for part in shown.resting][-1] == ("order", date(2017, 12, 20))
    assert (
        moving.bring(number, written(tmp_path / "again", [], [order(71, 1, settled_at="2012-12-20T15:00")])).here[
            "public.purchase"
        ]
        == 1
    )
