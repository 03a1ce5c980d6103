"""The Django shop of `examples` is observed by a few lines of settings, and answers as it did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.attach.django_shop import MAPPING, POLICY, DjangoShop

import jikim
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.observed.counts import observations

PROGRAM = Path(__file__).with_name("requests_of_the_shop.py")


@pytest.mark.usefixtures("ready_clusters")
def test_the_shop_observed_by_its_settings_alone(
    server: Embedded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each view's reads and writes stand with what the policy would have said: yes, no with its clause, or a gap; a
    thread carries its purpose; a count of rows is about nobody; no value is in it."""
    shop, data = DjangoShop(server, 50), tmp_path / "data"
    said = shop.python(PROGRAM, DJANGO_SETTINGS_MODULE="shop.observed", SHOP_JIKIM=str(data), PYTHONPATH=".")
    assert said.splitlines()[-1] == "0"
    with jikim.open(POLICY, data) as jk:
        rows, lost = jk.driver.run(observations(jk.house))
    assert lost == 0
    found = {(one.view, one.table, one.deed, one.columns): (one.verdict, one.why) for one in rows}
    assert found["label", "shop_order", "read", "address, mobile, recipient"] == ("allowed", "")
    assert found["order", "shop_order", "insert", "address, mobile, recipient"] == ("allowed", "")
    assert found["birthdays", "shop_member", "read", "birth, email"] == ("allowed", "consent")
    assert found["reviews", "shop_post", "read", "body"] == ("allowed", "")
    assert found["", "shop_order", "read", "recipient"] == ("allowed", "")
    assert found["", "shop_member", "update", "mobile, username"] == ("gap", "purpose-not-named")
    refused = [one for one in rows if one.verdict == "refused"]
    assert {(one.view, one.table, one.why) for one in refused} >= {
        ("reviews", "shop_member", "purpose-not-covering"),  # each review shows who wrote it, and its query reads all
        ("order", "shop_member", "purpose-not-covering"),  # who is signed in is loaded whole
    }
    assert all(one.clause for one in refused)
    assert not [one for one in rows if one.view == "sold" and one.table == "shop_order"]
    assert "example.com" not in str(rows)
    assert "newreader" not in str(rows)

    capsys.readouterr()
    asked = ["attach", "report", str(MAPPING), str(POLICY), "--dir", str(data)]
    for language, head in (("en", "would be refused:"), ("ko", "거부될 것:")):
        assert main([*asked, "--lang", language]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == head
        assert any(line.startswith("  reviews  shop_member: ") for line in lines)
    assert main([*asked, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["open"] == len(told["refused"]) + len(told["gaps"])
    assert told["unused"] == []
    assert told["unread"] == []
