"""A renaming: under another label a recipient, a processor, a partner, a purpose is another one, and gets nothing on
the word given to the former."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.conftest import HOMEPAGE, Cast

from jikim.app import Jikim, read_policy
from jikim.app.publishing import proceed
from jikim.clock import machine_moment
from jikim.disclosures.left import Sought, left
from jikim.errors import DeniedError
from jikim.intake.webhook_signatures import check_signature, make_partner_key, signed
from jikim.jobs.outbox import deliver
from jikim.policy.compile import compile_policy
from jikim.policy.parse import parse
from jikim.processors.contracts import add_contract
from jikim.processors.deletion_letters import Telling, addressed
from jikim.processors.processor_status import processor_statuses
from jikim.publishing.version_consents import answer_question, questions_of
from jikim.reports.provision import provided
from jikim.settings import Endpoint
from jikim.verbs.then import telling_of

TODAY = date(2013, 2, 5)
DAY = TODAY + timedelta(days=30)
GIVEN = "agreed-partner/marketing.events"
PARTNER = "company: {ko: 가상제휴 주식회사(보기), en: Imaginary Partner Co. (an example)}"
OTHER = "company: {ko: 어느 다른 회사, en: Some Other Company}"
SAME = f"{OTHER}\n    formerly: [{PARTNER.removeprefix('company: ')}]"


def renamed(directory: Path, *edits: tuple[str, str], day: date = DAY) -> Path:
    """The homepage's policy with edits, announced today."""
    text = HOMEPAGE.read_text(encoding="utf-8")
    dates = (("announced: 2013-01-29", f"announced: {TODAY}"), ("effective: 2013-02-05", f"effective: {day}"))
    for old, new in (*dates, *edits):
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    path = directory / "renamed.yaml"
    path.write_text(text, encoding="utf-8")
    return path


class Receivers:
    """Endpoints by name, and what came to each."""

    def __init__(self, *names: str) -> None:
        self.endpoints = {name: Endpoint(f"http://127.0.0.1/{name.replace('#', '-')}", "secret") for name in names}
        self.got: dict[str, int] = dict.fromkeys(names, 0)

    def post(self, endpoint: Endpoint, _message: str, _body: bytes, _at: datetime) -> tuple[int, bytes]:
        name = next(name for name, one in self.endpoints.items() if one == endpoint)
        self.got[name] += 1
        return 200, b"{}"

    def deliver(self, jk: Jikim) -> dict[str, int]:
        deliver(jk.driver, jk.house, self.endpoints, self.post)
        return self.got


@pytest.mark.clause("3.2")
def test_another_company_gets_nothing_on_the_word_given_to_the_former(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """Both agreed to the former; from the day on, the new company gets who said yes to it alone, at an endpoint of its
    own, and the former nothing."""
    for person in (cast.alice, cast.bob):
        jk.by(jk.acting("member", str(person.subject))).consent(person.subject, give=[GIVEN])
    jk.by(cast.omar).publish(renamed(tmp_path, (PARTNER, OTHER)))
    queued = jk.provide(cast.bob_membership, to="agreed-partner", purpose="marketing.events")
    (asked,) = [one for one in jk.driver.run(questions_of(jk.house, cast.alice.subject)) if one.question.name == GIVEN]
    assert asked.question.why == "receiver"
    alice = jk.acting("member", str(cast.alice.subject))
    for one in jk.driver.run(questions_of(jk.house, cast.alice.subject)):
        jk.driver.run(answer_question(jk.house, cast.alice.subject, one.version, one.clause, True, actor=alice))
    forward(to=datetime(2013, 3, 7, 3, tzinfo=UTC))
    proceed(jk)
    # Bob never answered: nothing of his goes to anybody under that name, by whichever verb.
    with pytest.raises(DeniedError) as caught:
        jk.provide(cast.bob_membership, to="agreed-partner", purpose="marketing.events")
    assert caught.value.why == "no-recipient"
    with pytest.raises(DeniedError):
        jk.by(jk.acting("member", str(cast.bob.subject))).consent(cast.bob.subject, give=[GIVEN])
    jk.provide(cast.alice_membership, to="agreed-partner", purpose="marketing.events")
    receivers = Receivers("agreed-partner", "agreed-partner#2")
    # What was queued before the day is the former's, and goes to the former's endpoint or nowhere.
    assert receivers.deliver(jk) == {"agreed-partner": 1, "agreed-partner#2": 1}
    assert queued.to == "agreed-partner"
    only_former = Receivers("agreed-partner")
    jk.provide(cast.alice_membership, to="agreed-partner", purpose="marketing.events")
    assert only_former.deliver(jk) == {"agreed-partner": 0}


def test_a_company_that_is_declared_the_same_goes_on(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """`formerly` declares that only the label changed: the same number, consent and endpoint, and nobody is asked
    again."""
    jk.by(jk.acting("member", str(cast.bob.subject))).consent(cast.bob.subject, give=[GIVEN])
    jk.by(cast.omar).publish(renamed(tmp_path, (PARTNER, SAME)))
    assert jk.driver.run(questions_of(jk.house, cast.bob.subject)) == []
    forward(to=datetime(2013, 3, 7, 3, tzinfo=UTC))
    proceed(jk)
    jk.provide(cast.bob_membership, to="agreed-partner", purpose="marketing.events")
    assert Receivers("agreed-partner").deliver(jk) == {"agreed-partner": 1}


def test_data_agreed_for_one_purpose_is_not_read_for_another_under_its_name(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """A purpose under another label is another: whoever agreed to the former and never answered is not read for it."""
    label = re.search(r"  marketing\.ads:\n(?:    .*\n)*?    (label: \{.*\})", HOMEPAGE.read_text(encoding="utf-8"))
    assert label is not None
    jk.by(jk.acting("member", str(cast.bob.subject))).consent(cast.bob.subject, give=["marketing.ads"])
    path = renamed(tmp_path, (label[1], "label: {ko: 남의 물건 팔기, en: Selling other people’s wares}"))
    jk.by(cast.omar).publish(path)
    assert jk.use(cast.bob_membership, purpose="marketing.ads", items=["email"])
    forward(to=datetime(2013, 3, 7, 3, tzinfo=UTC))
    proceed(jk)
    with pytest.raises(DeniedError) as caught:
        jk.use(cast.bob_membership, purpose="marketing.ads", items=["email"])
    assert caught.value.why == "purpose"


RESELLER = re.compile(r"partners:\n  (\S+):\n(?:    .*\n)*?    (label: \{.*\})")


def test_a_partner_under_another_label_has_no_key_of_the_formers(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """A feed that the former company signs is nobody's once another company bears the name."""
    found = RESELLER.search(HOMEPAGE.read_text(encoding="utf-8"))
    assert found is not None
    name, label = found.groups()
    _, secret = jk.driver.run(make_partner_key(jk.house, name, actor=jk.acting("system", "test")))

    def admitted() -> bool:
        at = machine_moment()
        signature = signed(secret, "m1", at, b"{}")
        return (
            jk.driver.run(check_signature(jk.house, name, "m1", str(int(at.timestamp())), signature, b"{}")) is not None
        )

    assert admitted()
    jk.by(cast.omar).publish(renamed(tmp_path, (label, "label: {ko: 어느 다른 제휴사, en: Some Other Partner}")))
    forward(to=datetime(2013, 3, 7, 3, tzinfo=UTC))
    proceed(jk)
    assert not admitted()


def test_what_another_label_makes_of_a_name() -> None:
    """Number, consent and endpoint's name are another's under another label, and the same one's where `formerly` says
    so; case and spaces are none."""
    old = compile_policy(read_policy(HOMEPAGE))
    for edit, alike in (
        (OTHER, False),
        (SAME, True),
        (PARTNER.replace("Imaginary Partner", "imaginary  partner"), True),
    ):
        text = HOMEPAGE.read_text(encoding="utf-8").replace(PARTNER, edit)
        parsed = parse(text, "policy.yaml").policy
        assert parsed is not None
        new = compile_policy(parsed, old.numbers)
        number = old.number("recipient", "agreed-partner")
        assert (new.number("recipient", "agreed-partner") == number) is alike
        assert (new.recipient_consents[GIVEN] == old.recipient_consents[GIVEN]) is alike
        assert new.handle("recipient", "agreed-partner") == ("agreed-partner" if alike else "agreed-partner#2")
        # The former company is told from the one that bears its name now.
        assert number is not None
        assert new.name("recipient", number) == ("agreed-partner" if alike else "agreed-partner#1")
        assert old.name("recipient", number) == "agreed-partner"


def test_an_item_under_another_label_is_agreed_to_anew() -> None:
    """A consent names its items by their labels: under another one, or another type, it is another clause."""
    old = compile_policy(read_policy(HOMEPAGE))
    text = HOMEPAGE.read_text(encoding="utf-8")
    label = "label: {ko: 이메일 주소, en: E-mail address}"
    assert text.count(label) == 1
    parsed = parse(text.replace(label, "label: {ko: 집 주소, en: Home address}"), "policy.yaml").policy
    assert parsed is not None
    new = compile_policy(parsed, old.numbers)
    assert new.number("item", "email") == old.number("item", "email")
    assert new.recipient_consents[GIVEN] != old.recipient_consents[GIVEN]


def test_a_register_tells_what_was_true_then(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """What left before a version's day stands in the registers by the label of then, what left after by the new one;
    another company is told apart."""
    bob = jk.acting("member", str(cast.bob.subject))
    jk.by(bob).consent(cast.bob.subject, give=[GIVEN])
    jk.provide(cast.bob_membership, to="agreed-partner", purpose="marketing.events")
    receivers = Receivers("agreed-partner", "agreed-partner#2")
    receivers.deliver(jk)
    label = ("label: {ko: 미리 동의한 제3자, en: A recipient you agreed to}", "label: {ko: 새 갈래, en: A new kind}")
    jk.by(cast.omar).publish(renamed(tmp_path, (PARTNER, OTHER), label))
    for one in jk.driver.run(questions_of(jk.house, cast.alice.subject)):
        alice = jk.acting("member", str(cast.alice.subject))
        jk.driver.run(answer_question(jk.house, cast.alice.subject, one.version, one.clause, True, actor=alice))
    forward(to=datetime(2013, 3, 7, 3, tzinfo=UTC))
    proceed(jk)
    jk.by(jk.acting("member", str(cast.alice.subject))).consent(cast.alice.subject, give=[GIVEN])
    jk.provide(cast.alice_membership, to="agreed-partner", purpose="marketing.events")
    receivers.deliver(jk)
    omar = jk.handler("omar", kind="officer")
    after, before = jk.driver.run(left(jk.house, Sought(), actor=omar))
    reported = jk.driver.run(provided(jk.house, datetime(2013, 1, 1, tzinfo=UTC), datetime(2014, 1, 1, tzinfo=UTC)))
    for was, now in ((before, after), (reported[0], reported[1])):
        assert (was.to, now.to) == ("agreed-partner", "agreed-partner")
        assert was.then.version != now.then.version
        assert was.then.receiver("recipient", was.to, "ko") == "미리 동의한 제3자"
        assert now.then.receiver("recipient", now.to, "ko") == "새 갈래"
    shown = jk.driver.run(telling_of(jk.house, jk.by(bob).show(cast.bob.subject)))
    assert {one.then.version for one in shown.went} == {before.then.version}


def test_a_former_processor_stays_listed_and_is_written_to_by_its_own_name(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """Another company under a processor's name hides neither the former one, its papers and what it still owes, nor its
    name in the letters to it."""
    run, was = jk.driver.run, "label: {ko: 한국사이버결제(KCP), en: Korea Cyber Payment (KCP)}"
    run(
        add_contract(jk.house, "processor", "kcp", signed=TODAY, told="email", email="kcp@example.com", actor=cast.omar)
    )
    jk.by(cast.omar).publish(renamed(tmp_path, (was, "label: {ko: 어느 다른 결제사, en: Some Other Payments}")))
    made = jk.now()
    forward(to=datetime(2013, 3, 7, 3, tzinfo=UTC))
    proceed(jk)
    here = {one.name: one for one in run(processor_statuses(jk.house)) if one.name.startswith("kcp")}
    assert {name: one.declared.label["ko"] for name, one in here.items()} == {
        "kcp": "어느 다른 결제사",
        "kcp#1": "한국사이버결제(KCP)",
    }
    assert (here["kcp"].former, here["kcp"].contract) == (None, None)
    assert here["kcp#1"].contract is not None
    assert here["kcp#1"].former is not None
    letter = Telling(UUID(int=1), "delete", "processor", "kcp#1", "", made, 0, 1)
    found = run(addressed(jk.house, letter))
    assert found is not None
    assert found.label["ko"] == "한국사이버결제(KCP)"


def test_no_register_is_worded_by_the_policy_of_today() -> None:
    """The registers name and word their rows by each row's own version alone."""
    source = Path(__file__).parents[2] / "src" / "jikim"
    for path in ("disclosures/left.py", "reports/provision.py", "reports/usage.py"):
        text = (source / path).read_text(encoding="utf-8")
        assert "policy.name(" not in text, path
        assert re.search(r"\b(then|told)\(", text), path
    for path, begin in (
        ("ledger/ledger.html", "{% for entry in entries %}"),
        ("disclosures/left.html", "{% for one in rows %}"),
        ("disclosures/releases.html", "{% for one in rows %}"),
        ("disclosures/demand.html", "{% for part in listed %}"),
        ("people/person.html", "{% for one in went %}"),
    ):
        text = (source / "web/templates/office" / path).read_text(encoding="utf-8")
        rows = re.split(r"{% endfor %}\s*</tbody>", text.partition(begin)[2])[0]
        # A draft's own form speaks of the record as it is named today.
        rows = re.sub(r"<form.*?</form>", "", rows, flags=re.DOTALL)
        assert rows, path
        assert not re.search(r"(?<!\.)\b(voice|policy)[.\[]", rows), path
    for path in ("web/member/uses.py", "web/member/as_paper.py", "web/member/went.py", "web/parts/traces.py"):
        text = (source / path).read_text(encoding="utf-8")
        assert "page.policy" not in text, path
        assert not re.search(r"for one in (reversed\()?(seen\.)?dossier\.(uses|went)", text), path
        assert re.search(r"\bTold\b|\bGone\b|\.telling\.", text), path
    for path in (
        "web/office/reports/provision.py",
        "web/office/reports/access.py",
        "web/office/disclosures/register.py",
        "web/office/disclosures/demands.py",
    ):
        text = (source / path).read_text(encoding="utf-8")
        assert "page.voice.text" not in text, path
        assert "page.policy.file" not in text, path


def test_a_consent_receipt_has_no_event_of_the_formers(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """What was given to the former company stands in no line about the one that bears the name now."""
    alice = jk.acting("member", str(cast.alice.subject))
    jk.by(alice).consent(cast.alice.subject, give=[GIVEN])

    def events() -> list[str]:
        made = jk.by(alice).consent_receipt(cast.alice.subject)
        (found,) = [one for one in made["purposes"] if one["purpose_id"] == GIVEN]
        return [one["event_state"] for one in found["events"]]

    assert events() == ["given"]
    jk.by(cast.omar).publish(renamed(tmp_path, (PARTNER, OTHER)))
    for one in jk.driver.run(questions_of(jk.house, cast.alice.subject)):
        jk.driver.run(answer_question(jk.house, cast.alice.subject, one.version, one.clause, False, actor=alice))
    forward(to=datetime(2013, 3, 7, 3, tzinfo=UTC))
    proceed(jk)
    assert "given" not in events()
