"""The Django shop of `examples`, from end to end, by the commands that the how-tos name: imported; in another house kept twin, verified,
cut over, rolled back, cut over again and emptied; exported from both, read back, and equal to what went in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from tests.attach.attached_shop import AttachedShop, opened
from tests.attach.django_shop import MAPPING, POLICY
from tests.conftest import Databases, emptied
from tests.employed import employ, lasting
from tests.moves.test_move_out import rows

from jikim.app import Jikim
from jikim.cli import main
from jikim.db.embedded import Embedded

pytestmark = pytest.mark.long

KINDS = {"order": "shop_order", "review": "shop_post", "account": "shop_member"}
ATTACHED = MAPPING.read_text(encoding="utf-8").replace("last_login,", "last_login, news_at,")
# How each table says that its columns are emptied, once its kind is sealed.
ERASE = {
    "account": "{username: pseudonym, password: mask, first_name: mask, last_name: mask, email: mask, mobile: mask, birth: null}",
    "order": "{recipient: mask, mobile: mask, address: mask}",
    "review": "{body: mask}",
}
MOVED = ATTACHED
for kind, said in ERASE.items():
    MOVED = MOVED.replace(
        f"    record: {kind}\n    held: attached\n",
        f"    record: {kind}\n    held: attached\n    emptied: 14d\n    erase: {said}\n",
    )
# The same tables without `held` come in; what lies beside them is of no record of its own.
IMPORTED = (
    "".join(
        ATTACHED[ATTACHED.index(head) : ATTACHED.index(tail)]
        for head, tail in (
            ("people:", "backups:"),
            ("tables:", "  public.shop_orderline"),
            ("  public.shop_post:", "  public.shop_member_groups"),
        )
    )
    .replace("    held: attached\n", "    key: id\n    via: site\n    old_enough: yes\n")
    .replace("    collected: date_joined\n", "    collected: date_joined\n    consents: {tailored: news_at}\n")
)
VALUES = {
    "shop_member": "SELECT * FROM shop_member ORDER BY id",
    "shop_order": "SELECT * FROM shop_order ORDER BY id",
    "shop_post": "SELECT * FROM shop_post ORDER BY id",
}


class House:
    """A house whose commands are typed."""

    def __init__(self, jk: Jikim, place: Path, shop: AttachedShop, capsys: pytest.CaptureFixture[str]) -> None:
        self.jk, self.shop, self._capsys = jk, shop, capsys
        self.attached, self.imported = place / "attached.yaml", place / "import.yaml"
        self.attached.write_text(MOVED, encoding="utf-8")
        self.imported.write_text(IMPORTED, encoding="utf-8")
        for name, of in (("hana", "handler"), ("omar", "officer"), ("otto", "officer")):
            employ(jk, name, of)  # type: ignore[arg-type]
            lasting(jk, name)

    def typed(self, *words: object, ends: int = 0) -> str:
        """One command; answers what it printed."""
        self._capsys.readouterr()
        ended = main([*map(str, words), "--dir", str(self.jk.settings.directory)])
        out, err = self._capsys.readouterr()
        assert ended == ends, (words, out, err)
        return out

    def approved(self, *ask: object) -> str:
        """Asked for by Hana, and approved by Omar; its number."""
        [number] = re.findall(r"asked: (\S+)", self.typed(*ask, "--by", "hana", "--reason", "we seal what we have"))
        self.typed("import-records", "approve", POLICY, number, "--by", "omar")
        return str(number)

    def imports(self, mapping: Path, source: object) -> str:
        asked = "import-records", mapping, source, POLICY
        number = self.approved("import-records", "ask", *asked[1:])
        return self.typed(*asked, "--by", "hana", "--approval", number)

    def exports(self, to: Path) -> dict[str, list[dict[str, str]]]:
        number = self.approved("export", "request", POLICY)
        self.typed("export", "records", POLICY, "--by", "otto", "--approval", number, "--out", to)
        return rows(to)

    def stage(self, kind: str, number: str, *stages: str) -> None:
        for stage in stages:
            words = stage, self.attached, self.shop.address, POLICY, kind
            self.typed("attach", "move", *words, "--by", "hana", "--approval", number)

    def agrees(self, key: int) -> None:
        """A member agrees to news: Jikim knows what the shop's column says."""
        with self.shop.application() as conn:
            subject = self.jk.attached(self.attached).on(conn).ref("account", key).subject
        self.jk.by(self.jk.acting("member", str(subject))).consent(subject, give=["tailored"])

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        with psycopg.connect(self.shop.owner) as conn:
            return {name: conn.execute(sql).fetchall() for name, sql in VALUES.items()}  # type: ignore[call-overload]


@pytest.fixture
def shop(server: Embedded) -> AttachedShop:
    """Twenty people who agreed to news when they joined; what is settled of their orders was so last month, and a statute
    keeps it."""
    made = AttachedShop(server, 20)
    made.run("ALTER TABLE shop_member ADD COLUMN news_at timestamptz; UPDATE shop_member SET news_at = date_joined")
    made.run("UPDATE shop_order SET created_at = '2026-11-02', settled_at = '2026-11-20' WHERE settled_at IS NOT NULL")
    return made


def test_what_comes_out_is_what_went_in(
    shop: AttachedShop,
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By way of an import, by way of the columns and back and again, and read back from its own export."""
    databases.named(monkeypatch, tmp_path / "nowhere")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    @contextmanager
    def house(name: str) -> Iterator[House]:
        emptied(databases)
        (place := tmp_path / name).mkdir()
        with opened(databases, place) as jk:
            monkeypatch.setenv("JIKIM_RING_DIR", str(jk.settings.ring_directory))
            yield House(jk, place, shop, capsys)

    with house("imported") as one:
        foreseen = "import-records", one.imported, shop.address, POLICY, "--dry-run"
        one.imported.write_text(IMPORTED.replace("    consents: {tailored: news_at}\n", ""), encoding="utf-8")
        assert "public.shop_member: 20× " in one.typed(*foreseen, ends=1)  # a birthday is there by consent alone
        one.imported.write_text(IMPORTED, encoding="utf-8")
        one.typed(*foreseen)
        one.imports(one.imported, shop.address)
        one.typed("sweep", POLICY)
        first = one.exports(tmp_path / "first")
    _equal_to_what_went_in(first, shop)

    with house("moved") as one:
        assert main(["attach", "check", str(one.attached), shop.address, str(POLICY), "--lang", "en"]) == 0
        one.typed("attach", "sweep", one.attached, shop.address, POLICY)
        before, numbers = one.tables(), dict[str, str]()
        for key in range(1, 21):
            one.agrees(key)
        for kind in KINDS:
            ask = "attach", "move", "ask", one.attached, shop.address, POLICY, kind
            numbers[kind] = one.approved(*ask)
            one.stage(kind, numbers[kind], "twin", "verify", "cut")
        for kind, number in numbers.items():
            one.stage(kind, number, "back")
        assert one.tables() == before
        for kind, number in numbers.items():
            one.stage(kind, number, "twin", "verify", "cut")
        one.jk.move_clock(one.jk.now() + timedelta(days=15))
        for kind, number in numbers.items():
            one.stage(kind, number, "empty", "end")
        left = str(one.tables())
        assert not [word for word in ("reader1", "김가상", "010-0", "없는로", "1951", "잘 읽었습니다") if word in left]
        second = one.exports(tmp_path / "second")
        assert _but_when_they_agreed(second) == _but_when_they_agreed(first)

    with house("back") as one:
        one.imports(tmp_path / "second" / "mapping.yaml", tmp_path / "second")
        assert one.exports(tmp_path / "third") == second


def _but_when_they_agreed(out: dict[str, list[dict[str, str]]]) -> dict[str, list[list[tuple[str, str]]]]:
    return {
        name: sorted(sorted((k, bool(v) if k.startswith("consent ") else v) for k, v in line.items()) for line in lines)
        for name, lines in out.items()
    }  # type: ignore[return-value]


def _equal_to_what_went_in(out: dict[str, list[dict[str, str]]], shop: AttachedShop) -> None:
    """Every member, every review and every order that is open, each with its own values and moments."""
    with psycopg.connect(shop.owner) as conn:
        members = conn.execute(
            "SELECT username, password, first_name, email, mobile, birth::text, date_joined FROM shop_member"
        ).fetchall()
        orders = conn.execute(
            "SELECT recipient, mobile, address, created_at FROM shop_order WHERE settled_at IS NULL"
        ).fetchall()
        posts = conn.execute("SELECT body, created_at FROM shop_post").fetchall()
    names = ("login_id", "password", "name", "email", "mobile", "birth")
    found = [(*(one[name] for name in names), datetime.fromisoformat(one["collected"])) for one in out["account.csv"]]
    assert sorted(found) == sorted((*one[:4], _mobile(one[4]), *one[5:]) for one in members)
    assert sorted((one["mobile"], datetime.fromisoformat(one["collected"])) for one in out["order.csv"]) == sorted(
        (_mobile(mobile), at) for _, mobile, _, at in orders
    )
    assert all(any(address in one["address"] for one in out["order.csv"]) for _, _, address, _ in orders)
    assert sorted((one["words"], datetime.fromisoformat(one["collected"])) for one in out["review.csv"]) == sorted(
        posts
    )


def _mobile(said: str) -> str:
    return "+82" + said.replace("-", "")[1:]
