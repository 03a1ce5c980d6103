"""Who is told of people on two servers, by whatever way: of both, once, whatever is cut off."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import psycopg
import pytest
from tests.api.receiving import receiver
from tests.db.two_servers import BOTH, Two, counted, jk, joined, of_the_office, ordered, ring, servers  # noqa: F401
from tests.demanded import PARTICULARS, approving
from tests.faults.killing import Killed
from tests.waiting import eventually

from jikim.clock import machine_moment
from jikim.demo.receiver import Receiver
from jikim.disclosures import demands
from jikim.disclosures.demand_register import demand_of, forget
from jikim.errors import ConflictError
from jikim.jobs.outbound_addresses import Outward
from jikim.jobs.webhooks import GIVEN_UP, add_webhook, call_webhooks, dead_messages, end_webhook, replay, webhooks
from jikim.mail.campaigns import campaigns, fan_out, write
from jikim.mail.campaigns import step as campaign_step
from jikim.processors import contracts, deletion_letters
from jikim.processors.deletion_answers import recall_again

pytestmark = pytest.mark.long
HERE = Outward((ip_network("127.0.0.0/8"),))


def test_webhooks_tell_of_people_on_both(servers: Two, jk: Any) -> None:
    """What happened to somebody on either server is told once and in their order; what was given up is listed and replayed from
    both; an ended one has nothing left on either."""
    with receiver() as ear:
        jk.sequence()
        webhook, _ = jk.driver.run(add_webhook(jk.house, "", ear.url, ["record:*"], HERE))
        refs = [joined(jk, server) for server in BOTH]
        for ref in refs:
            jk.use(ref, purpose="content")

        def call(later: timedelta = timedelta(), **more: Any) -> Any:
            jk.sequence()
            return call_webhooks(jk.driver, jk.house, "https://example.com", HERE, at=machine_moment() + later, **more)

        ear.status = 500
        for tries in itertools.count():
            # A receiver that fails three times in a row is left alone until the next run.
            call(timedelta(days=2 * tries))
            [one] = [one for one in jk.do(webhooks) if one.webhook == webhook]
            if not one.waiting:
                break
        assert tries >= GIVEN_UP
        [one] = [one for one in jk.do(webhooks) if one.webhook == webhook]
        assert one.dead == len(jk.driver.run(dead_messages(webhook=webhook)))
        assert {message.body["subject"] for message in jk.driver.run(dead_messages())} >= {
            str(ref.subject) for ref in refs
        }
        places = [message.position for message in jk.driver.run(dead_messages())]
        assert places == sorted(places)
        assert jk.driver.run(replay(webhook=webhook)) == one.dead
        ear.status = 204
        call()
        for ref in refs:
            assert ear.about(ref.subject)[:1] == ["record:collect"]
        assert len(ear.taken) == len({body for _, body in ear.taken}) == one.dead
        assert jk.driver.run(end_webhook(webhook))
        assert counted(servers, "SELECT count(*) FROM live.hook_message") == [0, 0]


def test_a_processor_is_told_of_people_on_both(servers: Two, jk: Any) -> None:
    """Its contract ended, it is told to delete what it has of people on either server, in one letter; a letter that nothing came
    into is not sent."""
    by = of_the_office(jk)
    jk.do(contracts.add_contract, "processor", "kis", signed=None, told="email", email="kis@example.com", actor=by)
    refs = [ordered(jk, server) for server in BOTH]
    with Receiver(["kis"], jk.now) as receiver_:
        for ref in refs:
            jk.entrust(ref, to="kis", purpose="debt-collection")
        assert jk.deliver(receiver_.endpoints).sent == 2

    def kill(name: str, when: str) -> None:
        if (name, when) == ("contract.recall", "before"):
            raise Killed

    jk.driver.hook = kill
    with pytest.raises(Killed):
        jk.by(by).end_contract("kis")
    jk.driver.hook = None
    assert counted(servers, "SELECT count(*) FROM live.outbox WHERE topic = 'delete'") == [1, 0]
    jk.do(recall_again)
    assert counted(servers, "SELECT count(*) FROM live.outbox WHERE topic = 'delete'") == [1, 1]
    assert jk.by(by).end_contract("kis") == 0

    def cut(name: str, when: str) -> None:
        if (name, when) == ("telling.gather", "before"):
            raise Killed

    jk.driver.hook = cut
    with pytest.raises(Killed):
        jk.do(deletion_letters.gather)
    jk.driver.hook = None
    assert jk.do(deletion_letters.due) == []
    assert jk.do(deletion_letters.gather) == 2
    [letter] = jk.do(deletion_letters.due)
    assert letter.lines == 2
    behind = jk.do(deletion_letters.behind, letter.token)
    assert {line.subject for line in behind.lines} == {ref.subject for ref in refs}

    def lose(name: str, when: str) -> None:
        if (name, when) == ("telling.end", "before"):
            raise Killed

    jk.driver.hook = lose
    with pytest.raises(Killed):
        jk.do(deletion_letters.answer, letter.token)
    jk.driver.hook = None
    done = "SELECT count(*) FROM live.outbox WHERE topic = 'delete' AND state = 'done'"
    assert counted(servers, done) == [1, 0]
    with pytest.raises(ConflictError):
        jk.do(deletion_letters.answer, letter.token)
    jk.do(deletion_letters.end_again)
    assert counted(servers, done) == [1, 1]


def test_a_demand_is_about_people_on_both(servers: Two, jk: Any) -> None:
    """What lies before the second person is of both servers, it is done when everything of both has left, and forgotten on both
    in its time, cut off or not."""
    refs = [ordered(jk, server) for server in BOTH]
    first, second = approving(jk, "o-prepares"), approving(jk, "o-approves")
    more: dict[str, Any] = {"purpose": "identification", "ground": "statute", "place": "가상 서류함"}
    number = jk.do(demands.prepare, to="authority", actor=first, **more, **PARTICULARS)
    for ref in refs:
        jk.do(demands.set_part, jk.do(demand_of, number), ref, ["name"], actor=first)
    jk.do(demands.put, jk.do(demand_of, number), actor=first)
    asked = jk.do(demand_of, number)
    assert (asked.people, asked.records) == (2, 2)
    with pytest.raises(ConflictError):
        jk.do(demands.approve, asked, "00" * 32, actor=second)
    jk.do(demands.approve, asked, asked.digest, actor=second)
    assert jk.do(demands.carry_out, jk.do(demand_of, number), actor=second) == 2
    assert jk.do(demands.settle) == 0
    with Receiver(["authority"], jk.now) as receiver_:
        assert jk.deliver(receiver_.endpoints).sent == 2
    assert jk.do(demands.settle) == 1
    found = jk.do(demand_of, number)
    assert (found.state, found.left) == ("done", 2)
    with psycopg.connect(servers.owners()["live"], autocommit=True) as conn:
        conn.execute("UPDATE live.demand SET closed = closed - interval '4 years'")
    years = "SELECT count(*) FROM live.demand WHERE closed < now() - interval '3 years'"
    assert eventually(lambda: counted(servers, years) == [1, 1])
    parts = "SELECT count(*) FROM live.demand_part"
    for step, left in (("demand.forget_parts", [1, 1]), ("demand.forget", [0, 0])):

        def kill(name: str, when: str, step: str = step) -> None:
            if (name, when) == (step, "before"):
                raise Killed

        jk.driver.hook = kill
        with pytest.raises(Killed):
            jk.do(forget)
        jk.driver.hook = None
        assert counted(servers, parts) == left
    assert jk.do(forget) == 1
    assert jk.do(forget) == 0
    assert counted(servers, "SELECT count(*) FROM live.demand WHERE said IS NOT NULL") == [0, 0]


def test_an_advertisement_goes_to_both_once(servers: Two, jk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever agreed on either server gets one mail, however often the work is cut off; stopped, none waits on either."""
    monkeypatch.setattr("jikim.mail.campaigns.PAGE", 1)
    writer, second = of_the_office(jk), of_the_office(jk, "second")
    for server in (*BOTH, *BOTH):
        jk.consent(joined(jk, server).subject, give=["marketing.ads"])
    number = jk.do(write, "marketing.ads", "ko", "새 기능", "더 빨라졌습니다", actor=writer)
    jk.do(campaign_step, number, "release", actor=second)
    mails = "SELECT count(*) FROM live.mail WHERE letter = 'news'"
    for last in itertools.count(1):
        hooked = itertools.count(1)

        def kill(name: str, _when: str, hooked: Iterator[int] = hooked, last: int = last) -> None:
            if name.startswith("campaign.") and next(hooked) == last:
                raise Killed

        jk.driver.hook = kill
        try:
            jk.do(fan_out)
        except Killed:
            continue
        finally:
            jk.driver.hook = None
        break
    assert counted(servers, mails) == [2, 2]
    [one] = [one for one in jk.do(campaigns) if one.campaign == number]
    assert (one.mailed, one.state) == (4, "gone")
    jk.do(campaign_step, number, "stop", actor=second)
    assert counted(servers, mails) == [0, 0]
