"""Pages for anyone: the policy in every version, each promise with its evidence, and whom to tell of a weakness."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.conftest import Databases
from tests.web.running import Running

from jikim.app import Jikim
from jikim.clock import machine_moment
from jikim.policy.model import PolicyFile
from jikim.web.public.versions import versions


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
        assert "이전 버전입니다" not in shown.text
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
    """It stands in the frame with one heading and its own style sheet; links to outside bodies pass through the notice
    page."""
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
    assert "이행 중" in text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_promises_are_the_proof_s(web: Running, language: str) -> None:
    """Each clause stands under its section with its own sentence, its state in a word beside an icon, and what was
    found, as `prove` finds it now and tells whoever is outside."""
    assert web.inside is not None
    with web.client() as client:
        text = client.get("/promises" if language == "ko" else "/en/promises").text
    web.jk.look_at_pages = web.inside.look_at_pages
    found = {one.clause: one for one in web.jk.prove().outside(web.jk.policy).promises}
    shown = dict(re.findall(r'<section class="promise state-(\w+)" id="p([^"]+)"', text))
    assert set(re.findall(r'<section class="promise state-\w+" id="p([^"]+)"', text)) == set(found)
    assert set(shown) <= {"kept", "attested", "ready", "unproven", "late", "broken"}
    words = {
        "kept": ("이행 중", "kept"),
        "ready": ("준비됨", "ready"),
        "unproven": ("확인 불가", "unproven"),
        "late": ("지연", "late"),
        "broken": ("이행 안 됨", "broken"),
        "attested": ("증명됨", "attested"),
    }
    for state, clause in re.findall(r'<section class="promise state-(\w+)" id="p([^"]+)"', text):
        part = text.split(f'id="p{clause}"')[1].split("</section>")[0]
        assert f"</svg>{words[state][language == 'en']}" in part, clause
        assert f'href="{"" if language == "ko" else "/en"}/policy#c{clause}"' in part
    # What does not hang on the moment is the same, to the word.
    same = [one for one in found.values() if html.escape(one.said(language), quote=False).replace("'", "&#39;") in text]
    assert len(same) > 50
    assert found["12.1"].state == found["11.3"].state == found["11.1"].state == found["9.1"].state == "kept"


def test_whom_to_tell_of_a_weakness(web: Running, homepage: PolicyFile) -> None:
    """security.txt names the officer and an end within a year."""
    with web.client() as client:
        answer = client.get("/.well-known/security.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert f"Contact: mailto:{homepage.officers.officer.email}" in answer.text
    ends = date.fromisoformat(re.findall(r"^Expires: (\S{10})", answer.text, re.MULTILINE)[0])
    assert timedelta(0) < ends - machine_moment().date() < timedelta(days=366)
