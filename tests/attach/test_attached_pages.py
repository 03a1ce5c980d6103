"""The Django shop's own pages on rows under the policy: what a member sees of themself, and an admin without values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.attach.attached_shop import AttachedShop
from tests.attach.django_shop import EXAMPLE, POLICY
from tests.employed import employ, lasting, ledger_of
from tests.house.source import ROOT
from tests.web.running import Running, running

from jikim.api.keys import make_key, reachable
from jikim.db.embedded import Embedded
from jikim.db.spread import variable_of
from jikim.policy_files import parse_files

PROGRAM = Path(__file__).parents[1] / "observed" / "pages_of_the_shop.py"
COOKIES = """cookies:
  choices: [all, ask, none]
  what: {ko: 짧은 글입니다, en: a short text}
  limits: {ko: 로그인할 수 없습니다, en: you cannot sign in}
  browser_help: {ko: 설정에서 지웁니다, en: delete them in the settings}
  purposes: {essential: {essential: true, label: {ko: 로그인, en: Sign-in}}}
  table:
    jikim_session: {purpose: essential, set_by: {ko: 사이트, en: this site}, life: session, label: {ko: 로그인, en: Sign-in}}
    jikim_csrf: {purpose: essential, set_by: {ko: 사이트, en: this site}, life: session, label: {ko: 위조 방지, en: Forgery}}
    jikim_browser: {purpose: essential, set_by: {ko: 사이트, en: this site}, life: 6mo, label: {ko: 브라우저, en: Browser}}
    jikim_cookies: {purpose: essential, set_by: {ko: 사이트, en: this site}, life: 1y, label: {ko: 선택, en: Choice}}
"""
RECIPIENT, ADDRESS, MOBILE = "최견본", "서울특별시 없는구 없는로 9", "010-0008-0000"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path]]:
    """The shop's Jikim, served, with a clerk whose deliveries ask for a reason."""
    directory = tmp_path_factory.mktemp("ruled")
    path = directory / "policy.yaml"
    text = POLICY.read_text()
    path.write_text(text.replace("delivery: {group: contract,", "delivery: {reason: true, group: contract,") + COOKIES)
    file = parse_files(path).policy
    assert file is not None
    with running(file, directory / "data") as one:
        employ(one.jk, "h-clerk")
        lasting(one.jk, "h-clerk", ["delivery", "orders"])
        yield one, path


def _further(one: Running) -> dict[str, str]:
    """Where people lie on several servers, each database by its variable: a house that starts its own has no further one."""
    people = one.settings.people
    return {variable_of(name): dsn for name, dsn in {**one.jk._reached, **people}.items()} if people else {}


@pytest.fixture(scope="module")
def found(site: tuple[Running, Path], server: Embedded) -> dict[str, Any]:
    """What the shop's pages answered."""
    one, path = site
    shop, jk = AttachedShop(server, 20), one.jk
    known = reachable(jk.policy)
    reach: dict[str, Any] = {f"{what}s": known[what] for what in ("record", "channel", "event", "consent")}
    until, purposes = jk.now() + timedelta(days=30), list(jk.policy.file.purposes)
    _, key = jk.driver.run(make_key(jk.house, "shop", purposes, until=until, may=("people",), **reach))
    said = shop.python(
        PROGRAM,
        DJANGO_SETTINGS_MODULE="shop.ruled",
        SHOP_JIKIM=str(one.settings.directory),
        SHOP_POLICY=str(path),
        SHOP_PRIVACY_URL=one.url,
        SHOP_PRIVACY_KEY=key,
        PYTHONPATH=".",
        **_further(one),
    )
    answers: dict[str, Any] = json.loads(said.splitlines()[-1])
    return answers


def test_a_member_sees_attached_and_sealed_records_on_one_page(
    found: dict[str, Any], site: tuple[Running, Path]
) -> None:
    """Signed in by the shop's own account: their rows and what lies sealed, nobody else's; and one link leads on, signed
    in, once."""
    page = found["page"]
    assert all(said in page for said in ("reader8@example.com", ADDRESS, MOBILE, "봉인한 서평입니다.", "<h2>주문</h2>"))
    assert "reader9@example.com" not in page
    with site[0].client() as client:
        came = client.get(found["more"])
        assert came.status_code == 303
        assert client.get("/my").status_code == 200
    with site[0].client() as other:
        assert other.get(found["more"]).status_code == 410


def test_the_page_in_the_docs_is_the_one_that_ran() -> None:
    """Both languages print the view as it is in the example."""
    view = (EXAMPLE / "shop" / "my_data.py").read_text().split("\n\n\n")[1].removeprefix("@login_required\n")
    for page in ("attach.md", "attach.ko.md"):
        assert view in (ROOT / "docs" / "how-to" / page).read_text()


def test_the_admin_shows_no_value_without_a_purpose(found: dict[str, Any]) -> None:
    """Lists and rows are masked and select no column that holds an item; without a purpose, a reason where its clause
    asks for one, or a grant, nothing is shown; with them, what the purpose reads; what would change a row is no page."""
    personal = (RECIPIENT, ADDRESS, MOBILE)
    for name in ("listed", "masked", "no purpose", "no reason", "none", "not by"):
        assert not [value for value in personal if value in found[name]], name
    assert "•••" in found["listed"]
    assert "reader8" not in found["members"]
    assert found["statements"]
    assert not [sql for sql in found["statements"] if "recipient" in sql or "address" in sql or "mobile" in sql]
    assert all(value in found["looked"] for value in personal)
    assert 'class="errornote"' in found["no reason"]
    assert 'class="errornote"' in found["not granted"]
    assert "잘 읽었습니다." not in found["not granted"]
    assert found["gone"] == [404, 404, 404]


def test_an_exact_value_finds_a_row_and_each_look_is_recorded(
    found: dict[str, Any], site: tuple[Running, Path]
) -> None:
    """By what the policy lets people be found by, and by nothing else; the ledger says who looked, for what, from where."""
    assert found["found"] == "../8/change/"
    assert "recorded" in found["none"]
    assert 'class="errornote"' in found["not by"]
    jk = site[0].jk
    jk.sequence()
    mine = ledger_of(jk, UUID(found["subject"]))
    looks = [one for one in mine if one["actor"] == "handler:h-clerk"]
    assert [(one["event"], one.get("why")) for one in looks] == [
        ("record:use:denied", "purpose"),
        ("record:use:denied", "reason"),
        ("record:use:allowed", None),
    ]
    assert {one["from"] for one in looks} == {"192.0.2.44"}
    assert MOBILE not in json.dumps(looks, default=str)
