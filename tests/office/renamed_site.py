"""A site whose policy renamed what it has, with a past under both versions: what the tests of registers read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import START
from tests.office.conftest import Office, post
from tests.office.desk_asked import asked
from tests.publishing.revision import approved
from tests.publishing.test_renaming import GIVEN, OTHER, PARTNER, Receivers, renamed
from tests.web.person import order
from tests.web.running import running

import jikim
from jikim.app.publishing import proceed
from jikim.cabinet.papers import enter_paper
from jikim.disclosures import demand_register, demands
from jikim.disclosures.new_consents import ask_people
from jikim.jobs.handing_over_by_hand import hand_over
from jikim.policy.model import PolicyFile
from jikim.processors.contracts import add_contract
from jikim.publishing.version_consents import answer_question, questions_of
from jikim.reading.mass import Query, ask_mass

# A receiver, a kind of record, an item and a purpose: what each was called, and what the new version calls it.
RENAMED = (
    ("미리 동의한 제3자", "어느 새 제3자", "A recipient you agreed to"),
    ("회원 정보", "어느 새 기록", "Membership"),
    ("이메일 주소", "어느 새 항목", "E-mail address"),
    ("이벤트 참여", "어느 새 목적", "Taking part in events"),
)
READ = ("고객 상담", "어느 다른 상담", "Customer advice")
KEEP = ("계약 기록", "어느 새 보관", "Record of the contract")
PAYS = ("한국사이버결제(KCP)", "어느 다른 결제사", "Korea Cyber Payment (KCP)")
RIGHT = ("정정", "어느 새 권리")
Later = tuple[Office, jikim.Person, str]
BEFORE, AFTER = tuple(was for was, _, _ in RENAMED), tuple(now for _, now, _ in RENAMED)


def demanded(office: Office, record: jikim.Ref) -> None:
    """An authority asks for a record's e-mail address, and gets it."""
    run, house = office.jk.driver.run, office.jk.house
    preparer, officer = office.employ("h-then-prepares", "officer"), office.employ("h-then-approves", "officer")
    demand = run(
        demands.prepare(
            house,
            to="authority",
            purpose="support",
            ground="order",
            authority="가상지방법원",
            statute="형사소송법 제219조",
            document="가상-2013-1",
            place="가상 서류함",
            actor=preparer,
        )
    )

    def now() -> demand_register.Demand:
        found = run(demand_register.demand_of(house, demand))
        assert found is not None
        return found

    run(demands.set_part(house, now(), record, ["email"], actor=preparer))
    run(demands.put(house, now(), actor=preparer))
    run(demands.approve(house, now(), now().digest, actor=officer))
    assert run(demands.carry_out(house, now(), actor=officer)) == 1
    [part] = run(demand_register.parts_of(house, demand))
    assert run(hand_over(house, record.subject, part.message)) is not None
    run(demands.settle(house))


def corrected(office: Office) -> str:
    """A correction that was carried out, of a record whose wrong value had gone to a recipient: the request's page."""
    jk, (person, _) = office.jk, office.member()
    me = jk.acting("member", str(person.subject))
    record = jk.by(me).show(person.subject).cards[0].ref
    jk.by(me).consent(person.subject, give=[GIVEN])
    jk.provide(record, to="agreed-partner", purpose="marketing.events", items=["email"])
    Receivers("agreed-partner").deliver(jk)
    path = asked(office, person, "correct", record=record, items=["email"])
    assert (
        post(office.officer("h-then-corrects"), f"{path}/correct", **{"v.email": "then@example.org"}).status_code == 303
    )
    return path


def destroyed(office: Office) -> None:
    """Somebody leaves, and what nothing keeps of theirs is destroyed and certified."""
    jk, (person, _) = office.jk, office.member()
    jk.by(jk.acting("member", str(person.subject))).leave(person.subject)
    jk.sweep()


def filed(office: Office) -> None:
    """A paper, a read of many that was asked for, and a read by a handler with a grant that names all there is to name."""
    run, house, (person, _) = office.jk.driver.run, office.jk.house, office.member()
    record = office.jk.show(person.subject).cards[0].ref
    reader = office.employ("h-then-reads", purposes=("support",), kinds=["membership"], items=["email"])
    office.jk.by(reader).use(record, purpose="support", items=["email"], reason="가상의 문의")
    run(
        enter_paper(
            house, "membership", cabinet="가상 서류함", shelf="1", actor=office.employ("h-then-files", "officer")
        )
    )
    many = Query("membership", "support", ("email",), 10)
    run(ask_mass(house, many, actor=office.employ("h-then-many", purposes=("support",)), reason="가상의 안내"))


def rested(office: Office) -> None:
    """An order that was settled and rests, with a paper that hangs on it."""
    jk, (person, given) = office.jk, office.member()
    ref = order(office, person, email=given["email"])
    jk.event(ref, "settled")
    jk.sweep()
    officer = office.employ("h-then-rests", "officer")
    jk.driver.run(enter_paper(jk.house, "order", cabinet="가상 금고", shelf="1", ref=ref, actor=officer))


def renamed_site(homepage: PolicyFile, directory: Path) -> Iterator[Later]:
    """A site whose new version renames, and a member whose data went out under both."""
    with running(homepage, directory, demo_start=START) as one:
        office = Office(**vars(one))
        jk, (person, _) = office.jk, office.member()
        me = jk.acting("member", str(person.subject))
        record = jk.by(me).show(person.subject).cards[0].ref

        def hand() -> None:
            jk.by(me).consent(person.subject, give=[GIVEN])
            jk.provide(record, to="agreed-partner", purpose="marketing.events", items=["email"])
            jk.use(record, purpose="support", items=["email"], reason="가상의 상담")
            Receivers("agreed-partner", "agreed-partner#2").deliver(jk)

        hand()
        labels = [
            (f"label: {{ko: {was}, en: {en}}}", f"label: {{ko: {now}, en: New}}")
            for was, now, en in (*RENAMED, READ, KEEP, PAYS)
        ]
        labels.append((f"label: {{ko: {RIGHT[0]}, en: Correct}}", f"label: {{ko: {RIGHT[1]}, en: New}}"))
        officer = office.employ("h-then-publishes", "officer")
        demanded(office, jk.show(office.member()[0].subject).cards[0].ref)
        jk.driver.run(
            add_contract(jk.house, "processor", "kcp", signed=jk.house.today(), scope="가상의 범위", actor=officer)
        )
        requested = corrected(office)
        destroyed(office)
        filed(office)
        rested(office)
        jk.driver.run(
            ask_people(
                jk.house,
                GIVEN,
                why_ko="가상의 까닭",
                why_en="An imaginary reason",
                until=jk.house.today() + timedelta(days=90),
                subject=office.member()[0].subject,
                actor=officer,
            )
        )
        jk.by(officer).publish(approved(jk, renamed(directory, (PARTNER, OTHER), *labels)))
        for one_asked in jk.driver.run(questions_of(jk.house, person.subject)):
            jk.driver.run(
                answer_question(jk.house, person.subject, one_asked.version, one_asked.clause, True, actor=me)
            )
        jk.move_clock(datetime(2013, 3, 7, 3, tzinfo=UTC))
        proceed(jk)
        hand()
        jk.sequence()
        yield office, person, requested
