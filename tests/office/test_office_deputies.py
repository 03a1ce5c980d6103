"""Deputies for holidays, by the hands of those who name, confirm and are them: within their own pledge and training, seen
in the register, and over by themselves."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from tests.employed import admin_of, train
from tests.office.conftest import Office, post
from tests.web.running import running

from jikim.errors import DeniedError
from jikim.handlers.deputies import Deputy, begin_deputies, deputies
from jikim.handlers.register import grants
from jikim.policy.model import PolicyFile
from jikim.web.site import site

ME, DEPUTIES = "/office/me", "/office/deputies"


@pytest.fixture(scope="module")
def house(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose clock may be moved."""
    start = datetime(2026, 11, 2, 1, tzinfo=UTC)
    with running(homepage, tmp_path_factory.mktemp("deputies"), make=lambda jk: site(jk), demo_start=start) as one:
        whole = Office(**vars(one))
        yield whole


@dataclass
class Cast:
    """Whoever goes on holiday, who stands in, and an officer."""

    house: Office
    away: str
    stands_in: str
    officer: str

    @property
    def today(self) -> date:
        return self.house.jk.now().astimezone(self.house.jk.policy.zone).date()

    def grant(self) -> int:
        return next(one.number for one in self.house.jk.do(grants, self.away) if one.runs(self.house.jk.now()))

    def name(self, browser: httpx.Client, first: date, last: date, **more: str) -> httpx.Response:
        """Names the deputy on one's own page."""
        once = re.search(r'name="once" value="([^"]+)"', browser.get(ME).text)
        form = {"stands_in": self.stands_in, "grant": str(self.grant()), "first": str(first), "last": str(last), **more}
        return post(browser, DEPUTIES, **form, **({"once": once[1]} if once else {}))

    def found(self) -> Deputy:
        return next(one for one in self.house.jk.do(deputies) if one.handler == self.away)

    def decide(self, browser: httpx.Client, what: str) -> httpx.Response:
        return post(browser, f"/office/handlers/{self.away}/deputy/{self.found().deputy}", do=what)

    def reads(self) -> bool:
        """Whether the deputy reads orders now."""
        jk = self.house.jk
        values = {"name": "가나다", "phone": "010-0000-9191", "lines": "상자"}
        ref = jk.collect("order", values, channel="homepage", subject="guest", old_enough=True).ref
        try:
            jk.by(jk.handler(self.stands_in)).use(ref, purpose="delivery", items=["name"])
        except DeniedError:
            return False
        return True

    def later(self, days: int) -> None:
        """Moves the clock, and does what the day's work does with deputies."""
        jk = self.house.jk
        jk.move_clock(jk.now() + timedelta(days=days))
        jk.do(begin_deputies)


@pytest.fixture
def cast(house: Office) -> Cast:
    mark = secrets.token_hex(4)
    away, stands_in, officer = f"h-away-{mark}", f"h-stands-{mark}", f"h-boss-{mark}"
    house.employ(away, purposes=("delivery",))
    house.employ(stands_in, purposes=("support",))
    house.employ(officer, "officer")
    train(house.jk, stands_in, house.jk.now().astimezone(house.jk.policy.zone).date(), house.jk.handler(officer))
    return Cast(house, away, stands_in, officer)


@pytest.mark.by_hand
@pytest.mark.clause("10.6")
@pytest.mark.clause("10.8")
def test_a_deputy_stands_in_on_their_days_alone(house: Office, cast: Cast) -> None:
    """Named by a handler, confirmed by an officer: nothing before the first day, by the deputy's own name on it, seen in
    the register, and over by itself after the last."""
    away, officer = house.browser(cast.away), house.browser(cast.officer)
    first, last = cast.today + timedelta(days=2), cast.today + timedelta(days=4)
    assert cast.name(away, first, last).status_code == 303
    assert "보호책임자의 확인 대기" in away.get(ME).text
    assert f"대리 확인: {cast.away}" in officer.get("/office").text
    assert not cast.reads()
    assert cast.decide(officer, "confirm").status_code == 303
    assert not cast.reads()
    cast.later(2)
    assert cast.reads()
    officer = house.browser(cast.officer)
    assert "대리 중" in officer.get(f"/office/handlers/{cast.away}").text
    assert "(대리)" in officer.get("/office/handlers").text
    assert "의 대리" in house.browser(cast.stands_in).get(ME).text
    cast.later(3)
    assert not cast.reads()
    assert "기간이 끝났습니다" in house.browser(cast.away).get(ME).text


@pytest.mark.clause("10.7")
@pytest.mark.clause("10.9")
@pytest.mark.parametrize("lacking", ["training", "pledge"])
def test_nobody_stands_in_without_their_own_pledge_and_training(house: Office, cast: Cast, lacking: str) -> None:
    """Neither is the other's to lend: whoever has not signed, or whose training ends before the last day, is refused."""
    import psycopg

    with psycopg.connect(admin_of(house.jk), autocommit=True) as admin:
        admin.execute("DELETE FROM live.handler_paper WHERE handler = %s AND kind = %s", (cast.stands_in, lacking))
    answer = cast.name(house.browser(cast.away), cast.today, cast.today)
    assert answer.status_code == 422
    assert [one for one in house.jk.do(deputies) if one.handler == cast.away] == []


@pytest.mark.clause("10.7")
def test_a_training_lasts_through_the_last_day(house: Office, cast: Cast) -> None:
    """One that ends before it is not enough, whether it is named or confirmed."""
    import psycopg

    away, officer = house.browser(cast.away), house.browser(cast.officer)
    with psycopg.connect(admin_of(house.jk), autocommit=True) as admin:
        due = cast.today + timedelta(days=3)
        admin.execute(
            "UPDATE live.handler_paper SET due = %s WHERE handler = %s AND kind = 'training'", (due, cast.stands_in)
        )
        assert cast.name(away, cast.today, cast.today + timedelta(days=4)).status_code == 422
        assert cast.name(away, cast.today, cast.today + timedelta(days=3)).status_code == 303
        admin.execute(
            "UPDATE live.handler_paper SET due = %s WHERE handler = %s AND kind = 'training'",
            (cast.today, cast.stands_in),
        )
    assert cast.decide(officer, "confirm").status_code == 422
    assert not cast.reads()


@pytest.mark.clause("10.6")
def test_neither_of_the_two_confirms_it(house: Office, cast: Cast) -> None:
    """An officer who named a deputy, or is one, is refused; a handler has no such page at all."""
    house.employ(cast.officer, "officer")
    away, stands_in = house.browser(cast.away), house.browser(cast.stands_in)
    assert cast.name(away, cast.today, cast.today).status_code == 303
    assert cast.decide(away, "confirm").status_code == 403
    assert cast.decide(stands_in, "confirm").status_code == 403
    own = Cast(house, cast.officer, cast.stands_in, cast.officer)
    boss = house.browser(cast.officer)
    assert own.name(boss, cast.today, cast.today).status_code == 303
    assert own.decide(boss, "confirm").status_code == 422
    assert own.found().confirmed is None


@pytest.mark.clause("10.6")
@pytest.mark.clause("10.8")
@pytest.mark.parametrize("how", ["called off", "refused", "revoked", "left"])
def test_it_ends_at_once_with_whose_it_is(house: Office, cast: Cast, how: str) -> None:
    """Called off by the deputy, ended by an officer, or with the grant or the duty of whom it stands in for."""
    jk, officer = house.jk, house.browser(cast.officer)
    cast.name(house.browser(cast.away), cast.today, cast.today + timedelta(days=5))
    assert cast.decide(officer, "confirm").status_code == 303
    assert cast.reads()
    boss = jk.by(jk.handler(cast.officer, kind="officer"))
    if how == "called off":
        assert post(house.browser(cast.stands_in), f"{DEPUTIES}/{cast.found().deputy}/end").status_code == 303
    elif how == "refused":
        assert cast.decide(officer, "end").status_code == 303
    elif how == "revoked":
        boss.revoke(cast.grant())
    else:
        boss.leave_duty(cast.away)
    assert not cast.reads()
    said = officer.get(f"/office/handlers/{cast.away}").text
    assert not re.search("대리 중|첫날부터 대리", said)
    assert ("대리하던 권한이 끝나 대리도 끝났습니다" in said) is (how in ("revoked", "left"))
    cast.later(1)
    assert not cast.reads()


@pytest.mark.clause("10.6")
def test_a_deputy_passes_it_on_to_nobody(house: Office, cast: Cast) -> None:
    """Neither a deputy's grant nor somebody else's is offered or taken."""
    cast.name(house.browser(cast.away), cast.today, cast.today + timedelta(days=5))
    cast.decide(house.browser(cast.officer), "confirm")
    given = cast.found().given
    browser = house.browser(cast.stands_in)
    assert f'<option value="{given}"' not in browser.get(ME).text
    for grant in (given, cast.grant()):
        form = {"stands_in": cast.away, "grant": str(grant), "first": str(cast.today), "last": str(cast.today)}
        assert post(browser, DEPUTIES, **form).status_code == 422
    assert [one for one in house.jk.do(deputies) if one.handler == cast.stands_in] == []


@pytest.mark.parametrize(("first", "last"), [(0, -1), (3, 2), (0, 93), (200, 201)])
def test_days_that_are_over_or_too_many_are_refused(house: Office, cast: Cast, first: int, last: int) -> None:
    """A deputy is for days that come, and for no more than a quarter: the form says so."""
    days = cast.today + timedelta(days=first), cast.today + timedelta(days=last)
    assert cast.name(house.browser(cast.away), *days).status_code == 422
