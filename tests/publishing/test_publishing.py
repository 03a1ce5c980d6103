"""A version's way: refused too soon, announced, asked about, in force at its minute, and what it leaves without a basis
gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from tests.conftest import BOB, HOMEPAGE, ORDER, Cast, Databases
from tests.drawn import sampled
from tests.employed import officer_of
from tests.publishing.revision import written

import jikim
from jikim.app import Jikim, read_policy
from jikim.app.publishing import proceed
from jikim.db.driver import Steps
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError, PolicyError, StoreError
from jikim.jobs.clock_doubt import Doubt
from jikim.policy.model import PolicyFile
from jikim.publishing.proposals import save_proposal, step_proposal
from jikim.publishing.publications import receipt_of, source_of
from jikim.publishing.version_consents import answer_question, questions_of
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM

SEOUL = ZoneInfo("Asia/Seoul")
TODAY = date(2013, 2, 5)
DAY = TODAY + timedelta(days=30)
MINUTE = datetime(2013, 3, 7, 0, 0, tzinfo=SEOUL)
Forward = Callable[..., datetime]


def version_of(databases: Databases, subject: Any) -> int:
    """Which version serves a person, as the row says."""
    with psycopg.connect(databases.admin["live"]) as conn:
        row = conn.execute("SELECT policy FROM live.subject WHERE subject = %s", (subject,)).fetchone()
    assert row is not None
    return int(row[0])


def test_one_of_two_officers_announces_nothing_alone(jk: Jikim, cast: Cast, tmp_path: Path) -> None:
    """By program and command too: another officer approves the very text first, against what is in force; the denial is
    recorded."""
    path, seojun = written(tmp_path, TODAY, DAY), officer_of(jk, "seojun")
    with pytest.raises(DeniedError) as denied:
        jk.by(cast.omar).publish(path)
    assert denied.value.why == "second-person"
    number = jk.do(save_proposal, path.read_text("utf-8") + "# as counsel keeps it\n", actor=cast.omar)
    jk.do(step_proposal, number, "proposed", seen=1, words="새 제휴사", actor=cast.omar)
    for other in (path, written(tmp_path, TODAY, DAY + timedelta(days=1), name="other.yaml")):
        with pytest.raises(DeniedError):
            jk.by(cast.omar).publish(other)
    jk.do(step_proposal, number, "approved", seen=1, actor=seojun)
    with pytest.raises(DeniedError):
        jk.by(cast.omar).publish(other)
    assert jk.publications() == []
    assert jk.by(cast.omar).publish(path).state == "announced"


@pytest.mark.clause("13.1")
@pytest.mark.clause("13.2")
def test_a_lead_shorter_than_promised_is_refused(jk: Jikim, cast: Cast, tmp_path: Path) -> None:
    """An important change at 29 days is refused with its clause, the rule and the earliest day; an ordinary one at 6;
    nothing is stored or posted."""
    with pytest.raises(
        DeniedError, match=r"29 days from 2013-02-05 to 2013-03-06: the policy promises 30 days"
    ) as caught:
        jk.by(cast.omar).publish(written(tmp_path, TODAY, DAY - timedelta(days=1)))
    assert (caught.value.clause, caught.value.why) == ("13.2", "lead")
    assert "2013-03-07" in (caught.value.hint or "")
    ordinary = tmp_path / "ordinary.yaml"
    text = HOMEPAGE.read_text(encoding="utf-8").replace("title: {ko: 경영지원본부장", "title: {ko: 경영지원실장")
    ordinary.write_text(
        text.replace("announced: 2013-01-29", "announced: 2013-02-05").replace(
            "effective: 2013-02-05", "effective: 2013-02-11"
        ),
        encoding="utf-8",
    )
    with pytest.raises(
        DeniedError, match=r"6 days .* promises 7 days \(an ordinary change; for an important one 30 days\)"
    ) as caught:
        jk.by(cast.omar).publish(ordinary)
    assert caught.value.clause == "13.1"
    assert "2013-02-12" in (caught.value.hint or "")
    assert jk.publications() == []
    for actor in (cast.hana, cast.mallory, jk.acting("system", "sweep")):
        with pytest.raises(DeniedError):
            jk.by(actor).publish(written(tmp_path, TODAY, DAY))
    with pytest.raises(JikimError, match="the file says announced 2013-02-04"):
        jk.by(cast.omar).publish(written(tmp_path, TODAY - timedelta(days=1), DAY))
    broken = tmp_path / "broken.yaml"
    broken.write_text("jikim: 1\n", encoding="utf-8")
    with pytest.raises(PolicyError):
        jk.by(cast.omar).publish(broken)


@pytest.mark.clause("13.1")
@pytest.mark.clause("13.2")
@pytest.mark.clause("13.3")
@pytest.mark.clause("3.7")
def test_a_version_from_its_announcement_to_its_day(
    jk: Jikim, cast: Cast, databases: Databases, another: Callable[[], Jikim], forward: Forward, tmp_path: Path
) -> None:
    """Announced at 30 days with its notice, asked of both, answered by one; at the minute it serves who answered, and
    the silent one by the older."""
    carol = jk.collect(
        "membership",
        {**BOB, "login_id": "carol-eve", "email": "eve@example.com", "company": "가상상사"},
        channel="homepage",
        old_enough=True,
    ).ref  # noqa: E501
    request = {"name": "가나다", "phone": ORDER["phone"], "address": ORDER["address"], "wishes": "문 앞에 놓아 주세요"}
    eve = jikim.Person(carol.subject, "member")
    wish = jk.collect("delivery-request", request, channel="delivery-request", subject=eve, old_enough=True).ref
    jk.event(wish, "delivered")
    jk.collect("delivery-request", request, channel="delivery-request", subject=eve, old_enough=True)
    running = another()
    path = written(tmp_path, TODAY, DAY)
    made = jk.by(cast.omar).publish(path)
    assert (made.state, made.important, made.effective, made.version) == ("announced", True, MINUTE, 2)
    assert jk.by(cast.omar).publish(path).number == made.number
    assert jk.driver.run(source_of(jk.house, made.number)) == path.read_bytes()
    # Asked before the day, of members alone; the answer names the version.
    (asked,) = jk.driver.run(questions_of(jk.house, cast.alice.subject))
    assert (asked.question.name, asked.version, asked.given) == ("marketing.partner-news", 2, None)
    assert jk.driver.run(questions_of(jk.house, cast.dan.subject)) == []
    alice, bob = jk.acting("member", str(cast.alice.subject)), jk.acting("member", str(cast.bob.subject))
    with pytest.raises(DeniedError):
        jk.driver.run(answer_question(jk.house, cast.alice.subject, 2, asked.clause, True, actor=bob))
    assert jk.driver.run(answer_question(jk.house, cast.alice.subject, 2, asked.clause, True, actor=alice)) == 1
    assert (
        jk.driver.run(
            answer_question(
                jk.house, carol.subject, 2, asked.clause, False, actor=jk.acting("member", str(carol.subject))
            )
        )
        == 1
    )
    # Until its minute the older one is in force; nobody can use the new purpose.
    forward(to=MINUTE - timedelta(seconds=1))
    with pytest.raises(DeniedError):
        jk.use(cast.alice_membership, purpose="marketing.partner-news", items=["email"])
    assert jk.policy.file.version.effective == TODAY
    # At its minute, without any job: this process and one that was open all the while.
    forward(to=MINUTE)
    running.move_clock(MINUTE)
    for one in (jk, running):
        one.driver.run(one.house.versions.refresh(one.now()))
        assert one.policy.file.version.effective == DAY
    assert (
        jk.use(cast.alice_membership, purpose="marketing.partner-news", items=["email"])["email"] == "alice@example.com"
    )
    assert version_of(databases, cast.alice.subject) == 2
    with pytest.raises(DeniedError) as caught:
        running.use(cast.bob_membership, purpose="marketing.partner-news", items=["email"])
    assert caught.value.why == "purpose"
    # The processor came with the new version: it gets what is the new version's, and nothing of who has not answered.
    jk.entrust(cast.alice_membership, to="mailer", purpose="notices")
    with pytest.raises(DeniedError):
        jk.entrust(cast.bob_membership, to="mailer", purpose="notices")
    assert jk.use(cast.bob_membership, purpose="notices", items=["email"])["email"] == "bob@example.com"
    assert proceed(jk)["switched"] == 1
    swept = jk.sweep()
    assert {
        person: version_of(databases, person)
        for person in (cast.alice.subject, cast.bob.subject, carol.subject, cast.dan.subject)
    } == {cast.alice.subject: 2, cast.bob.subject: 1, carol.subject: 2, cast.dan.subject: 2}
    # What lost its basis: the company name is sealed out, the delivery request that had been delivered rests, the other
    # one is gone.
    assert swept.certificate is not None
    shown = jk.show(carol.subject)
    assert {card.ref.kind for card in shown.cards} == {"membership"}
    assert "company" not in shown.cards[0].items
    assert {resting.ref.record for resting in shown.resting} == {wish.record}
    found = jk.driver.run(receipt_of(jk.house, made.number))
    assert found is not None
    assert (found.waiting, [(one.given, one.refused) for one in found.answers]) == (1, [(1, 1)])
    # The silent one answers later, and is taken over by that.
    assert jk.driver.run(answer_question(jk.house, cast.bob.subject, 2, asked.clause, False, actor=bob)) == 2
    with pytest.raises(DeniedError) as caught:
        jk.use(cast.bob_membership, purpose="marketing.partner-news", items=["email"])
    assert caught.value.why == "no-consent"
    jk.sequence()
    ledger = b"".join(jk.export_ledger())
    for event in (
        b"policy:publish:allowed",
        b"notice:post:allowed",
        b"policy:announce:allowed",
        b"policy:switch:allowed",
        b"subject:take-over:allowed",
        b"record:trim:allowed",
    ):
        assert event in ledger, event


def test_an_announcement_is_withdrawn_and_made_again(jk: Jikim, cast: Cast, forward: Forward, tmp_path: Path) -> None:
    """Withdrawn before its day by a notice of its own, it never comes into force; another is announced; one in force is
    not withdrawn."""
    first = jk.by(cast.omar).publish(written(tmp_path, TODAY, DAY))
    with pytest.raises(ConflictError, match=f"publication {first.number}"):
        jk.by(cast.omar).publish(written(tmp_path, TODAY, DAY + timedelta(days=1), name="second.yaml"))
    gone = jk.by(cast.omar).withdraw_publication(first.number, "오타가 있었습니다")
    assert (gone.state, gone.notice, gone.withdrawal) == ("withdrawn", 1, 2)
    with pytest.raises(ConflictError, match="withdrawn already"):
        jk.by(cast.omar).withdraw_publication(first.number, "again")
    second = jk.by(cast.omar).publish(written(tmp_path, TODAY, DAY + timedelta(days=1), name="second.yaml"))
    forward(to=MINUTE)
    assert jk.policy.file.version.effective == TODAY
    forward(to=MINUTE + timedelta(days=1))
    assert jk.policy.file.version.effective == DAY + timedelta(days=1)
    with pytest.raises(ConflictError, match="cannot be withdrawn"):
        jk.by(cast.omar).withdraw_publication(second.number, "too late")


@pytest.mark.parametrize(
    "reason", ["900101-1234567 때문에", "4111 1111 1111 1111", "이유\0", "뒤집힌 \u202e이유", "가" * 1001]
)
def test_what_a_notice_may_not_say_is_no_reason(jk: Jikim, cast: Cast, tmp_path: Path, reason: str) -> None:
    """The reason stands in a notice for everybody: a number that is never taken, what is no text, and a book are
    refused, and nothing happens."""
    made = jk.by(cast.omar).publish(written(tmp_path, TODAY, DAY))
    with pytest.raises(InvalidError) as refused:
        jk.by(cast.omar).withdraw_publication(made.number, reason)
    assert reason not in str(refused.value)
    assert jk.publications()[0].state == "announced"


def test_no_notice_is_long_enough_on_the_calendars_last_day(jk: Jikim, cast: Cast, tmp_path: Path) -> None:
    """Where the promised notice reaches past the calendar, no day is late enough."""
    with pytest.raises(DeniedError) as refused:
        jk.by(cast.omar).publish(written(tmp_path, date.max, date.max), announce=date.max)
    assert refused.value.why == "lead"


def test_a_policy_over_several_files_is_kept_whole(jk: Jikim, cast: Cast, tmp_path: Path) -> None:
    """Every file of it can be read for ever, each once and under its name; the first stands first, byte for byte."""
    path = written(tmp_path, TODAY, DAY)
    text = path.read_text("utf-8")
    begin = text.index("\nbodies:\n") + 1
    end = begin + re.search(r"\n(?=[a-z#])", text[begin:]).start() + 1  # type: ignore[union-attr]
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "bodies.yaml").write_text(text[begin:end], "utf-8")
    path.write_text(
        text[:begin].replace("jikim: 1\n", "jikim: 1\ninclude: [parts/bodies.yaml]\n", 1) + text[end:], "utf-8"
    )
    made = jk.by(cast.omar).publish(path)
    kept = jk.driver.run(source_of(jk.house, made.number)).decode()
    assert kept.startswith(path.read_text("utf-8"))
    assert kept.removeprefix(path.read_text("utf-8")) == f"\n---\n# parts/bodies.yaml\n{text[begin:end]}"


@pytest.mark.parametrize(
    "moment", [datetime(2014, 1, 1, 9), datetime(9999, 12, 31, 23, 59, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)]
)
def test_what_is_no_moment_is_said_to_be_none(jk: Jikim, cast: Cast, tmp_path: Path, moment: datetime) -> None:
    """One without a zone, or that some zone has on no day, is refused with how to write it; nothing is announced."""
    with pytest.raises(JikimError, match="is no moment") as refused:
        jk.by(cast.omar).publish(written(tmp_path, TODAY, DAY), effective=moment)
    assert "zone" in (refused.value.hint or "")
    assert jk.publications() == []


def test_it_is_posted_on_its_day_and_lapses_after_it(jk: Jikim, cast: Cast, forward: Forward, tmp_path: Path) -> None:
    """Announced for a later day it waits for that day; where the day passes without a run, it is not announced at all."""
    later = jk.by(cast.omar).publish(
        written(tmp_path, TODAY + timedelta(days=5), DAY + timedelta(days=5)), announce=TODAY + timedelta(days=5)
    )
    assert (later.state, later.notice) == ("announcing", None)
    proceed(jk)
    assert jk.publications()[0].state == "announcing"
    forward(days=5)
    proceed(jk)
    assert jk.publications()[0].state == "announced"
    jk.by(cast.omar).withdraw_publication(later.number, "다른 날로 옮깁니다")
    day = jk.now().astimezone(SEOUL).date()
    missed = jk.by(cast.omar).publish(
        written(tmp_path, day + timedelta(days=2), day + timedelta(days=40), name="missed.yaml"),
        announce=day + timedelta(days=2),
    )
    forward(days=3)
    proceed(jk)
    found = jk.publications()[0]
    assert (found.number, found.state, found.notice) == (missed.number, "lapsed", None)
    forward(days=60)
    assert jk.policy.file.version.effective == TODAY


def test_a_changed_file_does_not_become_the_law(
    jk: Jikim, cast: Cast, databases: Databases, homepage: PolicyFile, forward: Forward, tmp_path: Path
) -> None:
    """A file that was never announced opens no house that holds data; one that is announced opens it, and is in force
    from its day."""
    path = written(tmp_path, TODAY, DAY)
    with pytest.raises(PolicyError, match="never announced") as caught:
        Jikim(read_policy(path), databases.settings(tmp_path))
    assert "jikim publish" in (caught.value.hint or "")
    jk.by(cast.omar).publish(path)
    with Jikim(read_policy(path), databases.settings(tmp_path)) as early:
        assert early.policy.file == homepage
    forward(to=MINUTE)
    with Jikim(homepage, databases.settings(tmp_path)) as late:
        assert late.policy.file == read_policy(path)


def test_a_file_is_the_law_at_once_while_nobodys_data_is_here(
    databases: Databases, homepage: PolicyFile, tmp_path: Path
) -> None:
    """What `serve --dev` does with each saved file: the next opening takes it as it is, until the first person's data is
    here."""
    changed = read_policy(written(tmp_path, TODAY, DAY))
    for file in (homepage, changed, homepage, changed):
        with Jikim(file, databases.settings(tmp_path), demo_start=MINUTE) as jk:
            assert jk.policy.file == file
    with Jikim(changed, databases.settings(tmp_path)) as jk:
        jk.collect("membership", BOB, channel="homepage", old_enough=True)
    with pytest.raises(PolicyError, match="never announced"):
        Jikim(
            read_policy(written(tmp_path, TODAY, DAY + timedelta(days=1), name="third.yaml")),
            databases.settings(tmp_path),
        )


def test_a_process_that_has_not_heard_of_it_takes_nobody_in_under_the_older(
    jk: Jikim, cast: Cast, databases: Databases, another: Callable[[], Jikim], forward: Forward, tmp_path: Path
) -> None:
    """A process that was open before the announcement, and never looked since, takes a new member in under the version
    in force."""
    stale = another()
    jk.by(cast.omar).publish(written(tmp_path, TODAY, DAY))
    forward(to=MINUTE)
    stale.move_clock(MINUTE)
    assert stale.policy.file.version.effective == TODAY
    joined = stale.collect(
        "membership", {**BOB, "login_id": "late", "email": "late@example.com"}, channel="homepage", old_enough=True
    ).ref
    assert version_of(databases, joined.subject) == 2
    assert stale.policy.file.version.effective == DAY


STEPS = ("begin", "post", "mail", "switch", "take_over", "reworked")


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("when", "step"), sampled([(when, f"publish.{step}") for step in STEPS for when in ("before", "after")])
)
def test_killed_at_any_step_it_converges(
    jk: Jikim, cast: Cast, databases: Databases, forward: Forward, tmp_path: Path, step: str, when: str
) -> None:
    """Ended at a step and run again, there is one announcement, one notice, one mail for each person, and everybody is
    where they belong."""

    class Killed(BaseException):
        """The process ends here."""

    left = [1]

    def hook(name: str, moment: str) -> None:
        if (name, moment) == (step, when) and left:
            left.clear()
            raise Killed

    carol = jk.collect(
        "membership",
        {**BOB, "login_id": "carol-eve", "email": "eve@example.com", "company": "가상상사"},
        channel="homepage",
        old_enough=True,
    ).ref  # noqa: E501
    path = written(tmp_path, TODAY, DAY)
    jk.driver.hook = hook

    def trying(act: Callable[[], Any]) -> None:
        try:
            act()
        except Killed:
            act()

    def due() -> None:
        proceed(jk)
        jk.sweep()

    trying(lambda: jk.by(cast.omar).publish(path))
    trying(due)
    (asked,) = jk.driver.run(questions_of(jk.house, carol.subject))
    jk.driver.run(
        answer_question(jk.house, carol.subject, 2, asked.clause, False, actor=jk.acting("member", str(carol.subject)))
    )
    forward(to=MINUTE)
    trying(due)
    trying(due)
    (found,) = jk.publications()
    assert (found.state, found.notice, found.finished is not None) == ("in-force", 1, True)
    with psycopg.connect(databases.admin["live"]) as conn:
        mails = conn.execute(
            "SELECT subject, count(*) FROM live.mail WHERE letter = 'policy-change' GROUP BY 1"
        ).fetchall()
        notices = conn.execute("SELECT count(*) FROM live.notice").fetchall()
        rework = conn.execute("SELECT count(*) FROM live.rework").fetchall()
    assert {count for _, count in mails} == {1}
    assert {subject for subject, _ in mails} == {cast.alice.subject, cast.bob.subject, carol.subject, cast.dan.subject}
    assert (notices, rework) == ([(1,)], [(0,)])
    assert (version_of(databases, carol.subject), version_of(databases, cast.bob.subject)) == (2, 1)
    assert not left


def test_of_two_that_publish_at_once_one_wins(
    jk: Jikim, cast: Cast, another: Callable[[], Jikim], tmp_path: Path
) -> None:
    """Two versions are announced at the same moment: one is, and the other hears of it, whichever way they meet."""
    other = another()
    paths = [written(tmp_path, TODAY, DAY + timedelta(days=n), name=f"{n}.yaml") for n in (0, 1)]
    won = []

    def hook(name: str, moment: str) -> None:
        if (name, moment) == ("publish.begin", "before"):
            jk.driver.hook = None
            won.append(other.by(cast.omar).publish(paths[1]))

    jk.driver.hook = hook
    with pytest.raises(ConflictError, match="another version is announced already") as caught:
        jk.by(cast.omar).publish(paths[0])
    assert "withdraw" in (caught.value.hint or "")
    assert [one.number for one in jk.publications()] == [won[0].number]


def test_more_than_a_page_of_people_are_written_to_and_taken_over(
    jk: Jikim, cast: Cast, databases: Databases, forward: Forward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With pages of two, everybody gets one mail and is looked at once; an ordinary change asks nobody and takes all
    over, who is away too."""
    monkeypatch.setattr("jikim.app.publishing.PAGE", 2)
    monkeypatch.setattr("jikim.publishing.crossing.PAGE", 2)
    for n in range(5):
        jk.collect(
            "membership",
            {**BOB, "login_id": f"many{n}", "email": f"many{n}@example.com"},
            channel="homepage",
            old_enough=True,
        )
    text = HOMEPAGE.read_text(encoding="utf-8").replace("announced: 2013-01-29", "announced: 2013-02-05")
    path = tmp_path / "ordinary.yaml"
    path.write_text(text.replace("effective: 2013-02-05", "effective: 2013-02-12"), encoding="utf-8")
    made = jk.by(cast.omar).publish(path)
    assert not made.important
    assert (made.mailed, made.circular) == (8, "")

    def away() -> Steps[None]:
        entry = yield from jk.house.entry("subject:leave", jk.policy, SYSTEM, None, "")
        until = jk.now() + timedelta(days=30)
        yield Q["leave_for_now"](subject=cast.alice.subject, until=until, grant=0, entry=entry)

    jk.driver.run(away())
    forward(to=datetime(2013, 2, 12, tzinfo=SEOUL))
    proceed(jk)
    (found,) = jk.publications()
    assert (found.moved, found.finished is not None) == (8, True)
    with psycopg.connect(databases.admin["live"]) as conn:
        assert conn.execute("SELECT DISTINCT policy FROM live.subject").fetchall() == [(2,)]


def test_nobody_is_taken_over_by_a_clock_in_doubt(
    jk: Jikim, cast: Cast, databases: Databases, forward: Forward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the clock is in doubt the job says so and moves nobody; once it is not, it goes on."""

    def doubted(_house: object) -> Any:
        yield from ()
        return Doubt("the last sweep ran 40 days before", "마지막 파기 작업이 40일 전에 있었습니다")

    text = HOMEPAGE.read_text(encoding="utf-8").replace("announced: 2013-01-29", "announced: 2013-02-05")
    path = tmp_path / "ordinary.yaml"
    path.write_text(text.replace("effective: 2013-02-05", "effective: 2013-02-12"), encoding="utf-8")
    jk.by(cast.omar).publish(path)
    forward(to=datetime(2013, 2, 12, tzinfo=SEOUL))
    with monkeypatch.context() as patched:
        patched.setattr("jikim.app.publishing.doubted", doubted)
        assert proceed(jk) == {"waits": "the last sweep ran 40 days before"}
    assert version_of(databases, cast.alice.subject) == 1
    assert proceed(jk) == {"switched": 1, "taken_over": 3}


def test_a_house_without_a_policy_publishes_nothing(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> None:
    """Opened to publish where nothing is in force, it says to open with the first policy."""
    with pytest.raises(StoreError, match="no policy is in force here yet"):
        Jikim(homepage, databases.settings(tmp_path), publishing=True)
