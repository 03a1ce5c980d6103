"""Pages for anyone: the policy in every version, each promise with its evidence, and whom to tell of a weakness."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from jikim.web.public.mechanisms import Asked, backed_up, irrecoverable, mechanism_of, recorded, swept, transport
from tests.conftest import Databases
from tests.web.running import Running

from jikim.app import Jikim
from jikim.policy.model import PolicyFile
from jikim.policy.render import document
from jikim.web.public.evidence import Evidence, gather
from jikim.web.public.promises import Promise, promises_of
from jikim.web.public.versions import versions

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
FRESH = Evidence(
    at=NOW, today=NOW.date(), people=3, lives=4, rests=2, held=0, late=0, swept=NOW - timedelta(hours=3), certificates=1,
    certified=NOW - timedelta(days=1), destroyed=5, epoch=NOW - timedelta(days=1), epoch_waits=None, backup=NOW - timedelta(hours=9),
    entries=100, waiting=0, witnesses=(("auditor.example", 90, NOW),), versions=1,
)  # fmt: skip


def asked(file: PolicyFile, *, secure: bool = False, **more: object) -> Asked:
    return Asked(replace(FRESH, **more), file, lambda ko, en: en, str, secure)  # type: ignore[arg-type]


def told(file: PolicyFile, **more: object) -> dict[str, Promise]:
    found = promises_of(document(file, "en"), file, asked(file, **more))
    return {one.clause: one for one in found}


@pytest.mark.parametrize("language", ["", "/en"])
def test_each_sentence_leads_to_its_promise_and_back(web: Running, language: str) -> None:
    """Every clause number in the policy is a link to its promise, which is there, and which leads back to the sentence."""
    with web.client() as client:
        policy, promises = client.get(f"{language}/policy").text, client.get(f"{language}/promises").text
    there = set(re.findall(r'class="evidence" href="([^"#]*)#p([^"]+)"', policy))
    assert {path for path, _ in there} == {f"{language}/promises"}
    assert len(there) > 60
    for _, clause in there:
        assert f'id="p{clause}"' in promises
        assert f'href="{language}/policy#c{clause}"' in promises
        assert f'id="c{clause}"' in policy
    ids = re.findall(r'\bid="([^"]+)"', policy)
    assert len(ids) == len(set(ids))


@pytest.mark.clause("13.3")
def test_every_version_can_be_read(web: Running, homepage: PolicyFile) -> None:
    """The version in force is at its day too, the list names it, and a day without one is no page."""
    day = homepage.version.effective.isoformat()
    with web.client() as client:
        assert f"/policy/{day}" in client.get("/policy/versions").text
        shown = client.get(f"/policy/{day}")
        assert shown.status_code == 200
        assert "지난 판입니다" not in shown.text
        for wrong in ("2013-02-06", "no-day", "2013-02-05x"):
            assert client.get(f"/policy/{wrong}").status_code == 404


@pytest.mark.clause("13.3")
def test_a_new_version_replaces_none(jk: Jikim, homepage: PolicyFile, databases: Databases, tmp_path: Path) -> None:
    """Where another version is adopted, both are listed by the day they came into force, the newest first."""
    later = homepage.version.model_copy(update={"announced": date(2014, 1, 1), "effective": date(2014, 2, 1)})
    with Jikim(homepage.model_copy(update={"version": later}), databases.settings(tmp_path)):
        found = jk.driver.run(versions(jk.house))
    assert [one.file.version.effective for one in found] == [date(2014, 2, 1), homepage.version.effective]
    assert found[1].file == homepage


def test_the_policy_is_a_page_of_the_site(web: Running) -> None:
    """It stands in the frame with one heading and its own style sheet; links to outside bodies pass through the notice page."""
    with web.client() as client:
        text = client.get("/policy").text
    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    assert "policy.css" in text
    assert re.search(r'href="/out\?[^"]+"', text)
    assert "<style" not in text


def test_the_promises_show_nobody(web: Running) -> None:
    """No name, address or login of anybody who is here is on the page."""
    _, given = web.member()
    with web.client() as client:
        text = client.get("/promises").text + client.get("/en/promises").text
    assert all(str(given[item]) not in text for item in ("login_id", "email", "name"))
    assert "아직 증거 없음" in text


def test_evidence_is_what_the_databases_hold(web: Running) -> None:
    """The numbers are the databases' own."""
    seen = web.jk.driver.run(gather(web.jk.house))
    assert seen.lives == sum(row[2] for row in web.jk.counts())
    assert seen.people == sum(n for _, state, n in web.jk.counts("people") if state == 1)
    assert seen.versions == 1
    assert seen.certificates == len(web.jk.certificates())


def test_every_clause_is_there(homepage: PolicyFile) -> None:
    """Each clause of the policy is one promise, with its own words, a way in which it is kept, and a proof."""
    found = told(homepage)
    assert {"0.1", "1.1", "5.3", "6.5", "7.4a", "7.4b", "10.10", "13.3"} <= set(found)
    for one in found.values():
        assert one.said
        assert one.ways
        assert one.proofs
    assert list(found) == sorted(
        found, key=lambda c: (int(c.split(".")[0]), int(re.sub(r"\D", "", c.split(".")[1])), c)
    )


def test_nothing_is_claimed_that_was_not_measured(homepage: PolicyFile) -> None:
    """What the code keeps without a measurement, and what people keep, is unproven; what the numbers show is kept."""
    found = told(homepage)
    assert {found[clause].state for clause in ("1.1", "2.1", "10.7", "10.9", "6.4", "9.3")} == {"unproven"}
    assert {found[clause].state for clause in ("5.3", "6.1", "6.5", "6.6", "10.2", "13.3")} == {"kept"}


def test_what_the_numbers_contradict_is_broken(homepage: PolicyFile) -> None:
    """Something past its day, a sweep that stopped, a backup that is overdue, keys that wait too long: each is called broken."""
    assert told(homepage, late=2)["5.3"].state == "broken"
    assert "2 parts" in told(homepage, late=2)["5.3"].proofs[0]
    assert swept(asked(homepage, swept=NOW - timedelta(days=3))).state == "broken"
    assert swept(asked(homepage, swept=None)).state == "unproven"
    assert backed_up(asked(homepage, backup=NOW - timedelta(days=3))).state == "broken"
    assert backed_up(asked(homepage, backup=None)).state == "unproven"
    assert irrecoverable(asked(homepage, epoch_waits=NOW - timedelta(days=4))).state == "broken"
    assert irrecoverable(asked(homepage, epoch=None)).state == "unproven"
    assert recorded(asked(homepage, waiting=3)).state == "unproven"
    assert recorded(asked(homepage)).state == "kept"
    assert "auditor.example" in recorded(asked(homepage)).text
    assert transport(asked(homepage)).state == "unproven"
    assert transport(asked(homepage, secure=True)).state == "kept"


def test_the_longest_path_says_how_a_promise_is_kept(homepage: PolicyFile) -> None:
    """A part of the file has the mechanism of its nearest ancestor; what people keep has that of people, whatever its name."""
    assert mechanism_of(homepage, "records.order.keep.0").look is swept
    assert mechanism_of(homepage, "safeguards.backup").look is backed_up
    assert mechanism_of(homepage, "safeguards.training").en == "People keep this promise."
    assert mechanism_of(homepage, "nothing.known").en == mechanism_of(homepage, "service").en


def test_whom_to_tell_of_a_weakness(web: Running, homepage: PolicyFile) -> None:
    """security.txt names the officer and an end within a year."""
    with web.client() as client:
        answer = client.get("/.well-known/security.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert f"Contact: mailto:{homepage.officers.officer.email}" in answer.text
    ends = date.fromisoformat(re.findall(r"^Expires: (\S{10})", answer.text, re.MULTILINE)[0])
    assert timedelta(0) < ends - datetime.now(UTC).date() < timedelta(days=366)
