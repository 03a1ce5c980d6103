"""What is under way for somebody who goes away: what goes on, what waits until they are back, and what ends with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.answered import SECRET, deleted
from tests.conftest import START, Databases
from tests.employed import employ, lasting
from tests.restore.test_away_meanwhile import admin, dormant
from tests.restore.test_coming_back import ACADEMY, COURSE, later, name, state, student

import jikim
from jikim.app import Jikim, read_policy
from jikim.app.breaching import _tell
from jikim.breach.cases import Reached
from jikim.errors import ConflictError, StoppedError
from jikim.jobs import mails as posting
from jikim.jobs.outbox import Delivered, deliver
from jikim.mail.letters import Letter, letter
from jikim.mail.queue import queue
from jikim.policy.model import PolicyFile
from jikim.settings import Endpoint, Settings
from jikim.verbs.correct import correct_now

AT_GATEWAY = {"gateway": Endpoint("http://127.0.0.1:9/", SECRET)}


def opened(databases: Databases, directory: Path, policy: PolicyFile) -> Jikim:
    return Jikim(policy, databases.settings(directory), demo_start=START)


@pytest.fixture
def house(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with opened(databases, tmp_path, read_policy(ACADEMY)) as jk:
        yield jk


class Out:
    """What left the house: messages to a processor by topic, letters by name."""

    def __init__(self, jk: Jikim) -> None:
        self.jk = jk
        self.messages: list[dict[str, Any]] = []
        self.letters: list[str] = []

    def run(self) -> Delivered:
        """The outbox and the mail queue, once."""

        def post(endpoint: Endpoint, message: str, body: bytes, _at: datetime) -> Any:
            self.messages.append(json.loads(body))
            return deleted(endpoint, message)

        def send(_settings: Settings, _to: str, one: Letter) -> None:
            self.letters.append(one.name)

        settings = replace(self.jk.settings, smtp="smtp://127.0.0.1:9")
        posting.mails(self.jk.driver, self.jk.house, settings, send)
        return deliver(self.jk.driver, self.jk.house, AT_GATEWAY, post)

    @property
    def topics(self) -> list[str]:
        return [one["topic"] for one in self.messages]


def enrolled(jk: Jikim, **values: Any) -> jikim.Ref:
    """A student's course."""
    who = jikim.Person(student(jk).subject, "member")
    given = {**COURSE, "payment": {"method": "card", "amount": 9000, "currency": "KRW", "approval": "A1"}, **values}
    return jk.collect("course", given, channel="site", subject=who, old_enough=True).ref


def refusals(jk: Jikim) -> int:
    """How often the ledger says that a message did not leave because its person had."""
    return b"".join(jk.export_ledger()).count(b"record:entrust-sent:denied")


def comes_back(jk: Jikim, ref: jikim.Ref) -> None:
    jk.come_back(ref.subject)


def erased(jk: Jikim, ref: jikim.Ref) -> None:
    jk.leave(ref.subject, now=True)


@pytest.mark.parametrize(("then", "arrives"), [(comes_back, ["entrust"]), (erased, [])])
def test_what_is_entrusted_until_they_leave_waits(
    house: Jikim, databases: Databases, then: Callable[[Jikim, jikim.Ref], None], arrives: list[str]
) -> None:
    """A processor that has data until its person leaves gets none while they are away; once they are back it does, and
    once they left for good it never does. Its waiting is one refusal in the ledger, however often the outbox runs."""
    ref, out = enrolled(house), Out(house)
    house.entrust(ref, to="gateway", purpose="fees")
    house.leave(ref.subject)
    assert [out.run() for _ in range(3)] == [Delivered(waiting=1), Delivered(), Delivered()]
    later(house, 3)
    assert out.run() == Delivered()
    assert admin(databases, "SELECT state, tries FROM live.outbox") == [("waiting", 0)]
    assert refusals(house) == 1
    # Nor does the proof call it late.
    assert admin(databases, "SELECT waiting, late FROM live.prove_outbox(%s)", house.now()) == [(1, 0)]
    then(house, ref)
    done = out.run()
    assert (out.topics, done.denied) == (arrives, int(not arrives))
    later(house, 40)
    assert out.run() == Delivered()


def test_what_waits_when_the_grace_is_over_is_denied(house: Jikim) -> None:
    """Nothing leaves once nobody can come back, whether a sweep has been there or not."""
    ref, out = enrolled(house), Out(house)
    house.entrust(ref, to="gateway", purpose="fees")
    house.leave(ref.subject)
    out.run()
    later(house, 40)
    assert (out.run(), out.topics) == (Delivered(denied=1), [])


def test_who_goes_away_before_it_is_sent_again_gets_it_later(house: Jikim, databases: Databases) -> None:
    """A message whose receiver did not answer is tried again when they are back, and not meanwhile."""
    ref, out = enrolled(house), Out(house)
    house.entrust(ref, to="gateway", purpose="fees")
    deliver(house.driver, house.house, AT_GATEWAY, lambda *_: (0, b""))
    house.leave(ref.subject)
    later(house, 2)
    assert out.run() == Delivered(waiting=1)
    house.come_back(ref.subject)
    assert (out.run(), out.topics) == (Delivered(sent=1), ["entrust"])


def test_what_an_open_order_needs_goes_on(databases: Databases, tmp_path: Path) -> None:
    """Who carries out a contract gets what it needs in the grace as after any leaving: the order is not theirs alone."""
    policy = read_policy(ACADEMY)
    gateway = policy.processors["gateway"].model_copy(update={"until": ("contract-end",)})
    policy = policy.model_copy(update={"processors": {"gateway": gateway}})
    with opened(databases, tmp_path, policy) as jk:
        ref, out = enrolled(jk), Out(jk)
        jk.entrust(ref, to="gateway", purpose="fees")
        jk.leave(ref.subject)
        assert (out.run(), out.topics) == (Delivered(sent=1), ["entrust"])


def test_a_processor_is_told_to_delete_whoever_is_away(house: Jikim) -> None:
    """What was to be deleted before they went, and what a contract's end asks for meanwhile, is told at once; that they
    went tells nobody to delete anything until they are gone for good."""
    ref, out = enrolled(house), Out(house)
    house.entrust(ref, to="gateway", purpose="fees")
    out.run()
    house.leave(ref.subject)
    later(house, 1)
    out.run()
    assert out.topics == ["entrust"]
    house.by(house.acting("system", "office")).end_contract("gateway")
    out.run()
    assert out.topics == ["entrust", "delete"]


def test_who_holds_a_wrong_value_is_told_while_its_person_is_away(house: Jikim) -> None:
    """Until they are told to delete it, it stands disclosed: a correction that waits as they go reaches its receiver."""
    ref, out = enrolled(house), Out(house)
    house.entrust(ref, to="gateway", purpose="fees")
    out.run()
    house.driver.run(correct_now(house.house.by(house.actor), ref, {"name": "Noa Corrected"}))
    house.leave(ref.subject)
    out.run()
    assert out.topics == ["entrust", "corrected"]
    assert out.messages[-1]["items"] == {"name": "Noa Corrected"}


def written(jk: Jikim, ref: jikim.Ref) -> None:
    """One letter of each sort waits."""
    for one, facts in (
        ("password-changed", {"when": "2013-02-05"}),
        ("verify-code", {"code": "123456", "minutes": "30"}),
    ):
        jk.driver.run(queue(jk.house, ref, one, "ko", facts))


@pytest.mark.parametrize("away", ["left", "dormant"])
def test_a_letter_waits_for_who_is_away(house: Jikim, databases: Databases, away: str) -> None:
    """It is sent when they are back, and not before; what lives for minutes is not sent at all."""
    ref, out = (dormant(house) if away == "dormant" else student(house)), Out(house)
    if away == "left":
        house.leave(ref.subject)
    written(house, ref)
    out.run()
    later(house, 3)
    out.run()
    assert out.letters == []
    assert admin(databases, "SELECT letter, tries FROM live.mail") == [("password-changed", 0)]
    house.come_back(ref.subject)
    out.run()
    assert out.letters == ["password-changed"]


def test_a_letter_to_who_does_not_come_back_goes_with_them(house: Jikim, databases: Databases) -> None:
    """It is never sent, and nothing of it stays."""
    ref, out = student(house), Out(house)
    house.leave(ref.subject)
    written(house, ref)
    out.run()
    house.leave(ref.subject, now=True)
    out.run()
    house.sweep()
    assert out.letters == []
    assert admin(databases, "SELECT count(*) FROM live.mail") == [(0,)]


@pytest.mark.parametrize("away", [False, True])
def test_a_breach_is_told_to_who_is_away_by_the_posting(
    house: Jikim, monkeypatch: pytest.MonkeyPatch, away: bool
) -> None:
    """Their letter waits until they are back, so they count as not reached: the case does not close without a posting
    (PIPA §34)."""
    ref, out, ways = student(house), Out(house), list[str]()
    if away:
        house.leave(ref.subject)

    def told(_house: Any, _breach: Any, _subject: Any, way: str, **_: Any) -> Any:
        ways.append(way)
        yield from ()

    monkeypatch.setattr("jikim.app.breaching.told", told)
    case = SimpleNamespace(breach=None, what={"what": "a copy was lost"}, known=house.now())
    house.driver.run(_tell(house.house, cast("Any", case), Reached(ref.subject, (), (), None, None)))
    out.run()
    assert (ways, out.letters) == ((["none"], []) if away else (["mail"], ["breach-notice"]))
    if away:
        house.come_back(ref.subject)
        out.run()
        assert out.letters == ["breach-notice"]


def test_the_letter_of_leaving_does_not_promise_to_be_the_last(house: Jikim) -> None:
    """What is still open is written about afterwards, and so is what the law has told: the letter says that."""
    for language, said in (("ko", "진행 중인 거래나 요청"), ("en", "what is still open")):
        words = letter(house.policy, house.house.today(), language, "leaving", link="https://x.example/r", when="now")  # type: ignore[arg-type]
        assert said in words.text
        assert "last e-mail" not in words.text


def test_a_pass_is_for_one_time_away(house: Jikim) -> None:
    """What was given for the first time neither brings back nor erases who left anew, whoever kept it."""
    ref = student(house)
    house.leave(ref.subject)
    house.come_back(ref.subject, time=1)
    house.leave(ref.subject)
    for undo in (house.come_back, lambda who, time: house.leave(who, now=True, time=time)):
        with pytest.raises(ConflictError):
            undo(ref.subject, time=1)
    assert state(house, ref) == 3
    house.come_back(ref.subject, time=2)
    assert name(house, ref) == "Noa Invented"


def test_a_sweep_that_waits_for_a_second_person_ends_nobody(databases: Databases, tmp_path: Path) -> None:
    """Whose time away is over counts among those of whom something would go: they leave once that is approved, their
    names are free then, and their processors are told then."""
    policy = read_policy(ACADEMY)
    policy = policy.model_copy(update={"sweep": policy.sweep.model_copy(update={"few": 1})})
    with opened(databases, tmp_path, policy) as jk:
        gone = [student(jk, login_id=f"student{n}", email=f"s{n}@example.com") for n in range(3)]
        for ref in gone:
            jk.leave(ref.subject)
        later(jk, 40)
        assert jk.sweep(dry_run=True).as_json()["people"] == 3
        with pytest.raises(StoppedError) as stopped:
            jk.sweep()
        assert [state(jk, ref) for ref in gone] == [3, 3, 3]
        employ(jk, "omar", "officer")
        lasting(jk, "omar", list(policy.purposes))
        jk.by(jk.handler("omar", kind="officer")).approve(stopped.value.plan or "")
        jk.sweep()
        assert {state(jk, ref) for ref in gone} <= {0, 2}
        assert not [card for ref in gone for card in jk.show(ref.subject).cards]
