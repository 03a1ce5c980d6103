"""Section 3.7: any other provision needs a consent that was asked for, and nothing leaves before the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from tests.conftest import Cast, Databases
from tests.publishing.revision import approved, written

from jikim.app import Jikim
from jikim.app.publishing import proceed
from jikim.errors import DeniedError
from jikim.publishing.version_consents import answer_question, questions_of

TODAY = date(2013, 2, 5)
RECIPIENT = """recipients:
  reader:
    clause: "3.7"
    under: consent
    label: {ko: 연구소, en: Institute}
    company: {ko: 가상연구소, en: Imaginary Institute}
    purposes: [marketing.ads]
    records: [membership]
    items: [name, email]
    country: KR
    until: {ko: 동의를 철회할 때까지, en: until you take the consent back}
"""


@pytest.mark.clause("3.7")
def test_a_new_recipient_gets_nothing_before_the_answer(
    jk: Jikim, cast: Cast, databases: Databases, forward: Callable[..., datetime], tmp_path: Path
) -> None:
    """A version names a new recipient: its consent is asked for by mail and on the page; only who says yes is provided,
    and the consent names the version."""
    day = TODAY + timedelta(days=30)
    path = written(tmp_path, TODAY, day, ("recipients:\n", RECIPIENT))
    made = jk.by(cast.omar).publish(approved(jk, path))
    with psycopg.connect(databases.admin["live"]) as conn:
        written_to = conn.execute("SELECT count(*) FROM live.mail WHERE letter = 'policy-change'").fetchall()
    assert written_to == [(3,)]
    alice, bob = cast.alice.subject, cast.bob.subject
    asked = {one.question.name: one for one in jk.driver.run(questions_of(jk.house, alice))}
    assert set(asked) == {"marketing.partner-news", "reader/marketing.ads"}
    for subject, yes in ((alice, True), (bob, False)):
        for one in asked.values():
            actor = jk.acting("member", str(subject))
            jk.driver.run(answer_question(jk.house, subject, made.version, one.clause, yes, actor=actor))
    # Answered, and still nothing leaves before the version is in force.
    with pytest.raises(DeniedError):
        jk.provide(cast.alice_membership, to="reader", purpose="marketing.ads")
    forward(to=datetime(2013, 3, 7, tzinfo=ZoneInfo("Asia/Seoul")))
    proceed(jk)
    assert jk.provide(cast.alice_membership, to="reader", purpose="marketing.ads").to == "reader"
    with pytest.raises(DeniedError) as caught:
        jk.provide(cast.bob_membership, to="reader", purpose="marketing.ads")
    assert caught.value.why == "no-consent"
    own = next(one for one in jk.show(alice).uses if one["event"] == "subject:consent:allowed")
    assert own["policy"] == jk.policy.digest_hex
    assert "reader/marketing.ads" in jk.policy.recipient_consents
