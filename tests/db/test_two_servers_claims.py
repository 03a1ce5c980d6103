"""What one person alone may have, on two servers: one list, whoever asks first, and whatever is cut off."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.at_once import both
from tests.conftest import HOMEPAGE, ORDER
from tests.db.standby import rows
from tests.db.two_servers import BOTH, SECOND, Two, claimed, jk, listed, number, ring, servers  # noqa: F401
from tests.faults.killing import Killed

import jikim
from jikim.app import Jikim, read_policy
from jikim.errors import DeniedError, StoreError
from jikim.proof import verify
from jikim.store import directory
from jikim.store.directory import LEASE, settle

pytestmark = pytest.mark.long
_numbers = itertools.count(1)


def _join(jk: Jikim, server: str, login: str) -> jikim.Ref:
    jk.house.holding._unused.append(number(server))
    given = {"login_id": login, "password": "correct horse 9", "name": "가나다", "email": f"{login}@example.com"}
    return jk.collect("membership", given, channel="homepage", old_enough=True).ref


def _settled(jk: Jikim) -> None:
    jk.driver.run(settle(jk.house.holding.index.standing, jk.now() + LEASE + timedelta(minutes=1)))


def test_a_login_is_one_persons_on_whichever_server(servers: Two, jk: Jikim) -> None:
    """Who lies on one server keeps everybody on the other from their login, until they have left and the list knows."""
    for server, other in (BOTH, BOTH[::-1]):
        login = f"heron{next(_numbers)}"
        first = _join(jk, server, login)
        with pytest.raises(DeniedError) as denied:
            _join(jk, other, login)
        assert denied.value.why == "taken"
        assert listed(servers) == claimed(servers)
        jk.leave(first.subject)
        _settled(jk)
        assert listed(servers) == claimed(servers)
        assert _join(jk, other, login).subject != first.subject


def test_of_two_who_want_one_login_at_once_one_has_it(servers: Two, jk: Jikim, ring: Path) -> None:
    """Two processes, each on another server: one is taken in, the other refused, and the list says who."""
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring)) as other:
        for _ in range(8):
            login = f"grebe{next(_numbers)}"
            answers = both(
                lambda login=login: _join(jk, "live", login), lambda login=login: _join(other, SECOND, login)
            )
            assert sum(isinstance(answer, DeniedError) for answer in answers) == 1, answers
    assert listed(servers) == claimed(servers)


def test_the_sweep_frees_all_that_was_let_go_of_however_much(
    servers: Two, jk: Jikim, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More people than a page holds have another login, each killed before the list knew: one run takes all of them off it."""
    monkeypatch.setattr(directory, "PAGE", 2)
    people = [_join(jk, server, f"stork{next(_numbers)}") for server in BOTH * 3]
    asked = [jk.ask_correction(ref, ["login_id"]) for ref in people]

    def end(met: str, at: str) -> None:
        if (met, at) == ("freed.of", "before"):
            raise Killed

    jk.driver.hook = end
    for request in asked:
        with pytest.raises(Killed):
            jk.correct(request, {"login_id": f"stork{next(_numbers)}"})
    jk.driver.hook = None
    assert listed(servers) != claimed(servers)
    _settled(jk)
    assert listed(servers) == claimed(servers)


@pytest.mark.parametrize("step", ["taken.take", "collect", "taken.over"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("server", BOTH)
def test_a_sign_up_that_is_cut_off_leaves_the_list_as_the_claims(
    servers: Two, jk: Jikim, ring: Path, step: str, when: str, server: str
) -> None:
    """Killed before and after each statement, nobody else has the login meanwhile; once the ticket is over, whoever was taken in has it
    and nobody else, or it is free."""
    login = f"egret{next(_numbers)}"
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring)) as cut:

        def end(met: str, at: str) -> None:
            if (met, at) == (step, when):
                raise Killed

        cut.driver.hook = end
        with pytest.raises(Killed):
            _join(cut, server, login)
        cut.driver.hook = None
    other = BOTH[server == "live"]
    if (step, when) != ("taken.take", "before"):
        with pytest.raises(DeniedError):
            _join(jk, other, login)
    _settled(jk)
    assert listed(servers) == claimed(servers)
    if (step, when) in (("collect", "after"), ("taken.over", "before"), ("taken.over", "after")):
        with pytest.raises(DeniedError):
            _join(jk, other, login)
    else:
        assert _join(jk, other, login)


@pytest.mark.parametrize("step", ["taken.take", "key.put", "collect"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("server", BOTH)
def test_who_failed_and_signs_up_again_is_not_in_their_own_way(
    servers: Two, jk: Jikim, step: str, when: str, server: str
) -> None:
    """An error before or after each statement leaves the login free at once, or theirs where they were taken in after all."""
    login = f"dunlin{next(_numbers)}"

    def fail(met: str, at: str) -> None:
        if (met, at) == (step, when):
            jk.driver.hook = None
            raise StoreError(f"the database refused step `{step}`", ko=("거부됨", ""))

    jk.driver.hook = fail
    with pytest.raises(StoreError):
        _join(jk, server, login)
    assert jk.driver.hook is None
    assert listed(servers) == claimed(servers)
    if (step, when) == ("collect", "after"):
        with pytest.raises(DeniedError):
            _join(jk, server, login)
    else:
        assert _join(jk, BOTH[server == "live"], login)


def test_the_list_goes_to_the_next_version_with_the_claims(servers: Two, jk: Jikim) -> None:
    """A rotation of the index takes both along; afterwards a login is still one person's."""
    logins = [f"knot{next(_numbers)}" for _ in BOTH]
    for server, login in zip(BOTH, logins, strict=True):
        _join(jk, server, login)
    gone = _join(jk, SECOND, f"stilt{next(_numbers)}")
    jk.leave(gone.subject)
    before = {tag for *_, tag in claimed(servers)}
    assert jk.reindex().moved
    _settled(jk)
    assert not before & {tag for *_, tag in claimed(servers)}
    assert listed(servers) == claimed(servers)
    for server, login in zip(BOTH[::-1], logins, strict=True):
        with pytest.raises(DeniedError):
            _join(jk, server, login)


def test_what_is_asked_of_all_is_answered_of_both_servers(servers: Two, jk: Jikim) -> None:
    """People are counted and found on both; a list that is divided answers in the order that it was asked; what goes by the sweep on both
    stands in one certificate."""
    refs = [_join(jk, server, f"plover{next(_numbers)}") for server in (*BOTH, *BOTH)]
    people = sum(row[2] for row in jk.driver.run(_counted(jk)))
    assert people == sum(
        rows(one, "live", "SELECT count(*) FROM live.subject")[0][0] for one in (servers.house, servers.second)
    )
    read = jk.use_many([jikim.Read(ref, "content") for ref in refs])
    assert [one["name"] for one in read] == ["가나다"] * 4
    orders = [
        jk.collect("order", ORDER, channel="homepage", subject=jikim.Person(ref.subject, "member"), old_enough=True).ref
        for ref in refs
    ]
    for order in orders:
        jk.event(order, "settled")
    for ref in refs:
        jk.leave(ref.subject)
    done = jk.sweep()
    assert done.certificate is not None
    for one in (servers.house, servers.second):
        assert rows(one, "live", "SELECT 1 FROM live.owed") == []
        for ref in refs:
            assert rows(one, "live", f"SELECT kind FROM live.record WHERE subject = '{ref.subject}'") == []
    jk.sequence()
    lines = b"".join(jk.export_ledger())
    assert verify([lines], trusted_key=str(jk.signer.verifier)).ok


def _counted(jk: Jikim) -> Any:
    from jikim.store.sealed import Q

    return (yield Q["people"]())
