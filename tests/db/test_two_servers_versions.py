"""A version of the policy on two servers: its letters, its people, and what is sealed anew."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import HOMEPAGE
from tests.db.standby import rows
from tests.db.two_servers import (  # noqa: F401
    BOTH,
    SECOND,
    Two,
    copied_later,
    counted,
    jk,
    joined,
    newcomer,
    number,
    of_the_office,
    ring,
    servers,
)
from tests.faults.killing import Killed
from tests.publishing.revision import approved, written
from tests.waiting import PATIENCE, eventually

from jikim.app import Jikim, read_policy
from jikim.app.publishing import proceed
from jikim.errors import PolicyError
from jikim.publishing.version_consents import answer_question, questions_of

pytestmark = pytest.mark.long
MAILS = "SELECT count(*) FROM live.mail WHERE letter = '{}'"
WAITS = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'jikim_live'"


def _ordinary(jk: Jikim, directory: Path, days: int) -> Path:
    """A version whose dates alone are others, approved."""
    today = jk.house.today()
    path = directory / f"{days}.yaml"
    text = HOMEPAGE.read_text(encoding="utf-8").replace("announced: 2013-01-29", f"announced: {today}")
    path.write_text(text.replace("effective: 2013-02-05", f"effective: {today + timedelta(days=days)}"), "utf-8")
    return approved(jk, path)


def _killed_anywhere(jk: Jikim, wanted: set[str], work: Any) -> int:
    """Does this, killed around each of these steps in turn and begun again. Answers how often."""
    for last in itertools.count():
        left = itertools.count(last, -1)

        def kill(step: str, _when: str, left: Iterator[int] = left) -> None:
            if step in wanted and next(left) == 0:
                raise Killed

        jk.driver.hook = kill
        try:
            work()
        except Killed:
            continue
        finally:
            jk.driver.hook = None
        return last
    raise AssertionError


def test_a_file_is_not_adopted_where_another_server_alone_has_people(
    servers: Two, jk: Jikim, ring: Path, tmp_path: Path
) -> None:
    """A house that is opened with another file than the one in force is refused, although nobody lies on its own server."""
    path = tmp_path / "other.yaml"
    text = HOMEPAGE.read_text(encoding="utf-8").replace("announced: 2013-01-29", "announced: 2013-01-30")
    path.write_text(text, encoding="utf-8")
    joined(jk, SECOND)
    assert counted(servers, "SELECT count(*) FROM live.subject") == [0, 1]
    with pytest.raises(PolicyError):
        Jikim(read_policy(path), servers.settings(ring))


def test_a_letter_goes_to_both_though_one_hears_of_it_later(servers: Two, jk: Any, tmp_path: Path) -> None:
    """Announced while the rules do not come to a server, the letter is not over before that server's people have it; cut
    off anywhere, everybody has one, and one that says that it is withdrawn."""
    for server in (*BOTH, *BOTH):
        joined(jk, server)
    people, by, later = counted(servers, "SELECT count(*) FROM live.subject"), of_the_office(jk), ExitStack()
    path = _ordinary(jk, tmp_path, 10)

    def kill(step: str, when: str) -> None:
        if (step, when) == ("publish.post", "before"):
            later.enter_context(copied_later(servers))
        if (step, when) == ("publish.post", "after"):
            raise Killed

    with ThreadPoolExecutor(1) as threads:
        with later:
            jk.driver.hook = kill
            with pytest.raises(Killed):
                jk.by(by).publish(path)
            looks: list[str] = []
            jk.driver.hook = lambda step, _: looks.append(step)
            going = threads.submit(proceed, jk)
            assert eventually(lambda: looks.count("rules.stand") > 9)
            assert not going.done()
            jk.driver.hook = None
        going.result(PATIENCE)
    assert counted(servers, MAILS.format("policy-change")) == people
    made = jk.publications()[0]
    assert (made.mailed, made.circular) == (sum(people), "")
    _killed_anywhere(jk, {"publish.mail", "publish.mailed"}, lambda: _withdrawn(jk, by, made.number))
    assert counted(servers, MAILS.format("policy-change")) == [0, 0]
    assert counted(servers, MAILS.format("policy-withdrawn")) == people


def _withdrawn(jk: Any, by: Any, publication: int) -> None:
    if jk.publications()[0].state == "announced":
        jk.by(by).withdraw_publication(publication, "오타가 있었습니다")
    proceed(jk)


def test_who_withdraws_waits_for_a_page_on_either(servers: Two, jk: Any, tmp_path: Path) -> None:
    """A page of the letter that has begun on another server is through before the withdrawal is answered; its mails go, and
    its people are told that it is withdrawn."""
    there, by = joined(jk, SECOND).subject, of_the_office(jk)
    people, told = (
        counted(servers, look) for look in ("SELECT count(*) FROM live.subject", MAILS.format("policy-withdrawn"))
    )
    path = _ordinary(jk, tmp_path, 11)
    with ThreadPoolExecutor(2) as threads:
        with psycopg.connect(servers.owners()[SECOND]) as conn:
            conn.execute("SELECT 1 FROM live.subject WHERE subject = %s FOR UPDATE", (there,))
            published = threads.submit(jk.by(by).publish, path)
            assert eventually(lambda: rows(servers.second, "live", WAITS) != [])
            number_ = jk.publications()[0].number
            withdrawn = threads.submit(jk.by(by).withdraw_publication, number_, "오타가 있었습니다")
            gone = f"SELECT state FROM live.publication WHERE number = {number_}"
            assert eventually(lambda: rows(servers.house, "live", gone) == [("withdrawn",)])
            assert rows(servers.second, "live", gone) == [("announced",)]
            assert not withdrawn.done()
        published.result(PATIENCE)
        withdrawn.result(PATIENCE)
    proceed(jk)
    assert counted(servers, MAILS.format("policy-change")) == [0, 0]
    assert counted(servers, MAILS.format("policy-withdrawn")) == [a + b for a, b in zip(people, told, strict=True)]


def test_people_of_both_come_under_a_version(servers: Two, jk: Any, tmp_path: Path) -> None:
    """Who answered is taken over on either server, cut off anywhere, and what the version no longer declares is sealed out of
    their records; who did not stays with the older."""
    by, refs, today = of_the_office(jk), [], jk.house.today()
    for server in BOTH:
        jk.house.holding._unused.append(number(server))
        values = {**newcomer(), "company": "가상상사"}
        refs.append(jk.collect("membership", values, channel="homepage", old_enough=True).ref)
    jk.by(by).publish(approved(jk, written(tmp_path, today, today + timedelta(days=31))))
    version = jk.publications()[0].version
    for ref in refs:
        [asked] = jk.driver.run(questions_of(jk.house, ref.subject))
        member = jk.acting("member", str(ref.subject))
        jk.driver.run(answer_question(jk.house, ref.subject, version, asked.clause, False, actor=member))
    with psycopg.connect(servers.owners()["live"], autocommit=True) as conn:
        conn.execute(
            "UPDATE live.publication SET effective = now() - interval '1 minute' WHERE version = %s", (version,)
        )
        conn.execute("UPDATE live.in_force SET since = now() - interval '1 minute' WHERE version = %s", (version,))
    steps = {"publish.switch", "publish.take_over", "publish.moved", "publish.reworks", "publish.reworked"}
    assert _killed_anywhere(jk, steps, lambda: proceed(jk)) > 5
    assert counted(servers, f"SELECT count(*) FROM live.subject WHERE policy = {version}") == [1, 1]
    assert counted(servers, "SELECT count(*) FROM live.rework") == [0, 0]
    [found] = [one for one in jk.publications() if one.version == version]
    assert (found.state, found.moved, found.finished is not None) == ("in-force", 2, True)
    for ref in refs:
        [card] = [card for card in jk.show(ref.subject).cards if card.ref.kind == "membership"]
        assert "company" not in card.items
