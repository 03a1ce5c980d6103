"""What somebody tries who wants in: names tried one by one, codes guessed, links and sessions kept for later, switching
among guests."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.employed import employ
from tests.web.person import post, signed_in
from tests.web.running import Running
from tests.web.test_account_signing import sign_in, token_of

import jikim
from jikim.accounts import codes, rate_limits
from jikim.accounts.links import make_link
from jikim.accounts.sessions import Q, begin_session, session_of, sessions_of
from jikim.clock import machine_moment
from jikim.desk.guardians import link_guardian

NEW = "amber lanterns drift 88"


@pytest.mark.clause("10.5")
def test_waiting_tells_nobody_which_names_are_one_persons(web: Running) -> None:
    """Who has tried a login ID too often learns nothing by the e-mail address beside it, in whatever form: it answers
    as one that nobody has.

    Behind it the tries are one person's: not even the right password is looked at under the other name.
    """
    _, given = web.member()
    pairs = ((given["login_id"], given["email"]), ("nobody-tries", "nobody-tries@example.com"))
    said = []
    with web.client() as client:
        for first, second in pairs:
            for _ in range(rate_limits.FREE):
                sign_in(client, first, "a wrong one")
            assert "여러 번 잘못 입력하여" in sign_in(client, first, "a wrong one").text
            asked = sign_in(client, second, given["password"])
            said.append((asked.status_code, asked.text.replace(second, "NAME").partition("<section")[2]))
        assert said[0] == said[1]
        assert said[0][0] == 422
        # The same name in other letters is the same name, whether anybody has it or not.
        for first, _ in pairs:
            assert "여러 번 잘못 입력하여" in sign_in(client, first.upper(), "a wrong one").text


@pytest.mark.clause("10.1")
def test_a_new_password_opens_the_door_again(web: Running) -> None:
    """Who has set a new password by a link need not wait for the tries of before, under any of their names."""
    person, given = web.member()
    with web.client() as client:
        for name in (given["login_id"], given["email"]):
            for _ in range(rate_limits.FREE + 1):
                sign_in(client, name, "a wrong one")
        token = web.jk.driver.run(make_link(web.jk.house, person.subject, "member", "reset", timedelta(minutes=5)))
        done = post(client, f"/reset/{token}", password_new=NEW, password_again=NEW)
        assert done.status_code == 303
        for name in (given["login_id"], given["email"]):
            assert sign_in(client, name, NEW).headers["location"] == "/my"


@pytest.mark.clause("10.1")
def test_a_new_password_ends_the_other_links(web: Running) -> None:
    """Of two links that were asked for, the second opens nothing once the first has set a password; nor does one from
    before a change."""
    person, _ = web.member()
    run, house = web.jk.driver.run, web.jk.house
    links = [run(make_link(house, person.subject, "member", "reset", timedelta(minutes=5))) for _ in range(2)]
    with web.client() as client:
        assert post(client, f"/reset/{links[0]}", password_new=NEW, password_again=NEW).status_code == 303
        assert post(client, f"/reset/{links[1]}", password_new=NEW + "9", password_again=NEW + "9").status_code == 410
    other, theirs = web.member()
    link = run(make_link(house, other.subject, "member", "reset", timedelta(minutes=5)))
    with signed_in(web, other) as client:
        changed = post(client, "/password", password=theirs["password"], password_new=NEW, password_again=NEW)
        assert changed.status_code == 303, changed.text
        assert post(client, f"/reset/{link}", password_new=NEW + "9", password_again=NEW + "9").status_code == 410


@pytest.mark.clause("7.4a")
def test_a_new_address_ends_the_links_to_the_old(web: Running) -> None:
    """A link that lies in the mailbox of before sets no password any more."""
    person, _ = web.member()
    link = web.jk.driver.run(make_link(web.jk.house, person.subject, "member", "reset", timedelta(minutes=5)))
    address = "moved-away@example.com"
    with signed_in(web, person) as client:
        asked = post(client, "/my/edit", email=address)
        sealed = re.search(r'name="sealed" value="([^"]+)"', asked.text)
        assert sealed is not None, asked.text
        done = post(client, "/my/edit", email=address, sealed=sealed[1], code=web.mails.code(address))
        assert done.status_code == 200
        assert post(client, f"/reset/{link}", password_new=NEW, password_again=NEW).status_code == 410


@pytest.mark.clause("7.1")
def test_who_acts_for_a_child_ends_with_their_own_account(web: Running) -> None:
    """A guardian who sets a new password, or leaves, has no session open for the child any more; the child's own runs
    on."""
    run, house, jk = web.jk.driver.run, web.jk.house, web.jk
    employ(jk, "otto", "officer")
    jk.by(jk.acting("system", "set-up")).grant(
        "otto", [*jk.policy.file.purposes, *jk.policy.file.archive.purposes], jk.now() + timedelta(days=4)
    )
    officer = jk.handler("otto", kind="officer", origin="192.0.2.12")
    child, _ = web.member()
    own = run(begin_session(house, child.subject, "member"))
    for ending in ("password", "leave"):
        parent, given = web.member()
        run(link_guardian(house, child.subject, parent.subject, actor=officer))
        acting = run(begin_session(house, parent.subject, "member", ward=child.subject))
        assert run(session_of(house, acting)) is not None
        with signed_in(web, parent) as client:
            if ending == "password":
                answer = post(client, "/password", password=given["password"], password_new=NEW, password_again=NEW)
                assert answer.status_code == 303
            else:
                assert post(client, "/my/leave", password=given["password"], sure="yes").status_code == 200
        assert run(session_of(house, acting)) is None, ending
        assert run(session_of(house, own)) is not None, ending


@pytest.mark.clause("7.2")
def test_leaving_is_no_way_to_guess_a_password(web: Running) -> None:
    """Tries at the page of leaving wait as those at the door do, and count with them."""
    person, given = web.member()
    with signed_in(web, person) as client:
        for _ in range(rate_limits.FREE):
            assert post(client, "/my/leave", password="a wrong one", sure="yes").status_code == 422
        assert post(client, "/my/leave", password=given["password"], sure="yes").status_code == 422
    with web.client() as client:
        assert sign_in(client, given["login_id"], given["password"]).status_code == 422
    assert web.jk.show(person.subject).here


def test_a_new_code_brings_no_new_tries_without_end(web: Running) -> None:
    """However many codes are sent to an address: after so many wrong ones within an hour not even the right one is
    looked at."""
    run, house = web.jk.driver.run, web.jk.house
    address = "guessed@example.com"
    tried = 0
    while tried < codes.OF_ONE_ADDRESS:
        code, sealed = run(codes.begin_code(house, "test", address))
        wrong = "000000" if code != "000000" else "111111"
        for _ in range(min(codes.TRIES - 1, codes.OF_ONE_ADDRESS - tried)):
            assert run(codes.check_code(house, "test", sealed, wrong)) is None
            tried += 1
    code, sealed = run(codes.begin_code(house, "test", address.upper()))
    assert run(codes.check_code(house, "test", sealed, code)) is None
    code, sealed = run(codes.begin_code(house, "test", "another@example.com"))
    assert run(codes.check_code(house, "test", sealed, code)) == "another@example.com"


def test_a_network_counts_as_one_address(web: Running) -> None:
    """Whoever has a network of IPv6 addresses to themselves is counted once; another network is another."""
    run, house = web.jk.driver.run, web.jk.house
    minute = timedelta(minutes=1)
    keys = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1", "192.0.2.1", "192.0.2.2"]
    assert [run(rate_limits.within(house, "network", key, 1, minute)) for key in keys] == [
        True,
        False,
        True,
        True,
        True,
    ]


@pytest.mark.clause("7.2")
def test_a_complaint_is_listed_to_who_has_just_proved_who_they_are(web: Running) -> None:
    """A session that stands open shows no number of a complaint; after the proof it does."""
    person, _ = web.member()
    run, house = web.jk.driver.run, web.jk.house
    with signed_in(web, person) as client:
        made = post(client, "/complaint", name="가나다", email="complains@example.com", text="광고가 자꾸 옵니다")
        number = made.headers["location"].partition("?")[0].rpartition("/")[2]
        assert number in client.get("/complaint").text
        session = run(session_of(house, client.cookies["jikim_session"]))
        assert session is not None
        old = machine_moment() - timedelta(minutes=20)

        def stale() -> jikim.db.driver.Steps[None]:
            yield Q["session.step"](subject=session.holder, session=session.session, at=old)

        run(stale())
        assert number not in client.get("/complaint").text


def test_going_over_to_another_guest_ends_the_session_before(web: Running) -> None:
    """The session that a guest's link replaces in a browser runs nowhere any more."""
    person, _ = web.member()
    guest = web.jk.collect(
        "enquiry",
        {"name": "나그네", "email": "over-there@example.com", "text": "끊깁니다"},
        channel="board",
        subject="guest",
        old_enough=True,
    ).ref
    run, house = web.jk.driver.run, web.jk.house
    token = run(make_link(house, guest.subject, "guest", "guest", timedelta(minutes=5)))
    with signed_in(web, person) as client:
        before = client.cookies["jikim_session"]
        assert post(client, f"/guest/{token}", s="").status_code == 303
    assert run(session_of(house, before)) is None
    assert len(run(sessions_of(house, guest.subject))) == 1


def test_a_number_beyond_all_notices_is_no_error(web: Running) -> None:
    """An address that asks for notices before a number that no notice has gets a page."""
    with web.client() as client:
        for number in ("2147483648", "99999999999", "-5"):
            assert client.get("/notices", params={"before": number}).status_code == 200


def test_no_host_that_a_request_names_is_written_into_the_feed(web: Running) -> None:
    """The feed's addresses are this site's own, whatever `Host` or `X-Forwarded-Host` say."""
    with web.client() as client:
        text = client.get(
            "/notices.xml", headers={"host": "evil.example.org", "x-forwarded-host": "evil.example.org"}
        ).text
    assert "evil.example.org" not in text


def test_a_token_of_another_form_signs_nobody_in(web: Running) -> None:
    """The hidden field is asked for on every kind of body that a form can have."""
    with web.client() as client:
        token = token_of(client)
        assert token
        for more in (
            {"content": b"name=a&password=b", "headers": {"content-type": "text/plain"}},
            {"json": {"name": "a", "password": "b"}},
            {"files": {"name": (None, "a"), "password": (None, "b")}},
        ):
            assert client.post("/sign-in", **more).status_code in (403, 415)
