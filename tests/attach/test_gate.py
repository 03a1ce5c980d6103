"""The gate in front of an application's tables: nothing is deleted there in this version."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.attach.attached_shop import AttachedShop
from tests.attach.django_shop import MAPPING, POLICY
from tests.conftest import Databases

from jikim.app.attached import AttachedDatabase
from jikim.attach.gate import pass_gate
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.errors import StoppedError

ROWS = """
    SELECT (SELECT md5(string_agg(one::text, ' ' ORDER BY id)) FROM shop_member one)
        || (SELECT md5(string_agg(one::text, ' ' ORDER BY id)) FROM shop_order one)
"""


@pytest.fixture(autouse=True)
def gate_shut(gate_open: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate as it is."""
    for place in ("jikim.app.attached", "jikim.attach.gate"):
        monkeypatch.setattr(f"{place}.pass_gate", pass_gate)


@pytest.fixture
def shop(sixty: AttachedShop, server: Embedded) -> AttachedShop:
    """All of whose orders are over."""
    shop = sixty.copied(server)
    shop.run("UPDATE shop_order SET created_at = '2015-01-02', settled_at = '2015-01-03'")
    return shop


def test_nothing_is_erased_or_swept_and_a_dry_run_says_what_would_be(
    shop: AttachedShop, here: AttachedDatabase
) -> None:
    """Whoever asks for an erasure is told why it does not run, and no row changed."""
    before = shop.one(ROWS)
    for act in (lambda: here.erase(shop.address, 5), lambda: here.sweep(shop.address)):
        with pytest.raises(StoppedError) as stopped:
            act()
        assert stopped.value.why == "gate"
    assert here.sweep(shop.address, dry_run=True).destroyed.total() > 0
    assert shop.one(ROWS) == before


@pytest.mark.parametrize(
    "typed",
    [
        lambda shop: ("attach", "erase", str(MAPPING), shop, str(POLICY), "5"),
        lambda shop: ("attach", "sweep", str(MAPPING), shop, str(POLICY)),
        lambda shop: ("sweep", str(POLICY), "--attached", str(MAPPING), shop),
    ],
)
def test_a_command_says_why_and_how_to_go_on(
    shop: AttachedShop, databases: Databases, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, typed: object,
) -> None:  # fmt: skip
    """Each command that would delete rows exits 1 with the reason and a hint."""
    databases.named(monkeypatch, tmp_path / "ring")
    before = shop.one(ROWS)
    assert main([*typed(shop.address), "--directory", str(tmp_path)]) == 1  # type: ignore[operator]
    said = capsys.readouterr().err
    assert "does not run in this version" in said
    assert "hint: " in said
    assert shop.one(ROWS) == before
