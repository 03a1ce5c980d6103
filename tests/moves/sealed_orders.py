"""The orders of the Django shop, in the columns of its table, and a house into which Hana moves them, as Omar approved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from tests.attach.attached_shop import AttachedShop
from tests.attach.django_shop import MAPPING
from tests.employed import employ, lasting

from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.moves.register import approve_move, ask_move, move_of
from jikim.moves.sealing import Sealing, digest_of_kind

CONTENT = MAPPING.read_bytes().replace(
    b"    events: {settled: settled_at}\n",
    b"    events: {settled: settled_at}\n    emptied: 14d\n    erase: {recipient: mask, mobile: mask, address: mask}\n",
)
OPEN = (4, 8, 12, 16)  # orders that nobody settled: every fourth
TOLD = "SELECT recipient, mobile, address FROM shop_order WHERE id = {}"
NEW = "서울특별시 없는구 없는로 77"


class Moving:
    """A house beside the shop, in which Hana moves its orders, as Omar approved."""

    def __init__(self, jk: Jikim, shop: AttachedShop, path: Path) -> None:
        path.write_bytes(CONTENT)
        self.path = path
        self.jk, self.shop, self.here = jk, shop, AttachedDatabase(jk, path)
        for name, kind in (("hana", "handler"), ("omar", "officer")):
            employ(jk, name, kind)  # type: ignore[arg-type]
            lasting(jk, name)
        self.number: UUID = self.by("hana")(
            ask_move, "seal", digest_of_kind(CONTENT, "order"), "orders", reason="we seal"
        )

    def by(self, name: str) -> object:
        return self.jk.by(self.jk.handler(name)).do

    def approve(self) -> None:
        self.by("omar")(approve_move, str(self.number))  # type: ignore[operator]

    def cut_over(self) -> None:
        """Approved, a copy beside each row, compared, and cut over."""
        self.approve()
        with self.stage() as one:
            one.twin()
            one.verify()
            one.cut_over()

    def cut_over_and_gone(self) -> None:
        """Order 8 was cut over, and has ended and been destroyed since; no other is near its end."""
        self.shop.run(
            "UPDATE shop_order SET created_at = '2026-01-02', settled_at = '2026-01-03' WHERE settled_at IS NOT NULL"
        )
        self.cut_over()
        self.shop.run("UPDATE shop_order SET settled_at = '2026-11-30 12:00+09' WHERE id = 8")
        self.here.sweep(self.shop.address)
        self.jk.sweep()

    @contextmanager
    def stage(self) -> Iterator[Sealing]:
        """As a command does it, which is killed or ends."""
        with self.here.moving(self.shop.address, "order", self.jk.handler("hana"), self.number) as sealing:
            sealing.begin(self.by("hana")(move_of, str(self.number)), digest_of_kind(CONTENT, "order"))  # type: ignore[operator]
            yield sealing

    def state(self) -> str:
        return self.by("hana")(move_of, str(self.number)).state  # type: ignore[operator]

    def read(self, key: int) -> dict[str, object]:
        """What a read answers, whichever holds it: a column its text, a sealed record the item's one form."""
        with self.shop.application() as conn:
            found = self.here.on(conn).use("order", key, purpose="delivery")
        address, mobile = found["address"], found["mobile"].replace("+82", "0").replace("-", "")
        return {**found, "mobile": mobile, "address": address["line1"] if isinstance(address, dict) else address}

    def correct(self, key: int, address: str) -> None:
        with self.shop.application() as conn:
            self.here.on(conn).correct("order", key, {"address": address})
