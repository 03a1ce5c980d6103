"""What was typed goes through the proof of who one is, and whom a page names before a correction is whom the correction
tells."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from tests.web.arranged import _stepped
from tests.web.person import order, post, signed_in
from tests.web.running import Running

from jikim.jobs.handing_over_by_hand import hand_over


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, page[:3000]
    return html.unescape(found[1])


@pytest.mark.clause("7.2")
def test_what_was_typed_goes_on_after_the_proof(web: Running) -> None:
    """A form that is posted after the ten minutes asks for the password at once, and then files what was typed; no
    password travels in it."""
    person, given = web.member()
    text = "로그 기록도 함께 보고 싶습니다. 길게 적은 글입니다."
    with signed_in(web, person) as client:
        token = field(client.get("/my/requests/new?kind=access").text, "_csrf_token")
        _stepped(web, client.cookies["jikim_session"], timedelta(minutes=-20))
        typed = {"_csrf_token": token, "kind": "access", "text": text, "password": "never kept"}
        asked = client.post("/my/requests/new", data=typed)
        assert asked.status_code == 403
        assert "비밀번호를 한 번 더" in asked.text
        assert text not in asked.text
        proof = {"_csrf_token": field(asked.text, "_csrf_token"), "kept": field(asked.text, "kept")}
        wrong = client.post("/step-up", data={**proof, "password": "not mine at all"})
        assert field(wrong.text, "kept") == proof["kept"]
        on = client.post("/step-up", data={**proof, "password": given["password"]})
        assert on.status_code == 200
        assert "never kept" not in on.text
        again = {
            name: html.unescape(value)
            for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', on.text)
        }
        assert again["text"] == text
        made = client.post("/my/requests/new", data=again)
        assert made.status_code == 303, made.text
        assert made.headers["location"].startswith("/my/requests/")


@pytest.mark.clause("7.2")
def test_files_are_chosen_again_after_the_proof(web: Running) -> None:
    """Both pages say that chosen files are not kept, also after a wrong password; the second has their field, beside
    what was typed."""
    person, given = web.member()
    with signed_in(web, person) as client:
        token = field(client.get("/my/guardian").text, "_csrf_token")
        _stepped(web, client.cookies["jikim_session"], timedelta(minutes=-20))
        typed = {"_csrf_token": token, "name": "가나다", "child": "a-child", "relation": "어머니"}
        asked = client.post("/my/guardian", data=typed, files={"files": ("글.txt", b"chosen", "text/plain")})
        assert asked.status_code == 403, asked.text
        proof = {name: field(asked.text, name) for name in ("_csrf_token", "kept", "files")}
        wrong = client.post("/step-up", data={**proof, "password": "not mine at all"})
        assert "첨부 파일은 저장되지 않으니" in asked.text
        assert "첨부 파일은 저장되지 않으니" in wrong.text
        on = client.post("/step-up", data={**proof, "password": given["password"]}).text
        assert "다시 선택해 주세요" in on
        assert re.search(r'<input[^>]*name="files"[^>]*type="file"|<input[^>]*type="file"[^>]*name="files"', on)
        assert 'enctype="multipart/form-data"' in on
        assert field(on, "relation") == "어머니"


@pytest.mark.clause("7.2")
def test_what_one_typed_is_nobody_elses(web: Running) -> None:
    """What was typed by one person is not shown to another who proves themself with it, nor sent elsewhere."""
    person, _ = web.member()
    other, others = web.member()
    with signed_in(web, person) as client:
        token = field(client.get("/my/requests/new?kind=access").text, "_csrf_token")
        _stepped(web, client.cookies["jikim_session"], timedelta(minutes=-20))
        typed = {"_csrf_token": token, "kind": "access", "text": "저만 보는 글"}
        kept = field(client.post("/my/requests/new", data=typed).text, "kept")
    with signed_in(web, other) as client:
        token = field(client.get("/my/requests/new?kind=access").text, "_csrf_token")
        _stepped(web, client.cookies["jikim_session"], timedelta(minutes=-20))
        on = client.post("/step-up", data={"_csrf_token": token, "kept": kept, "password": others["password"]})
        assert on.status_code == 303
        assert "저만 보는 글" not in on.text


@pytest.mark.clause("7.4b")
def test_who_will_be_told_is_who_was_told(web: Running) -> None:
    """The page names before a correction exactly those whom it tells: not who had it by a consent that was withdrawn
    since."""
    person, _ = web.member()
    jk = web.jk
    me = jk.acting("member", str(person.subject))
    names = {name: one.label["ko"] for name, one in {**jk.policy.file.processors, **jk.policy.file.recipients}.items()}
    jk.by(me).consent(person.subject, give=["marketing.events", "agreed-partner/marketing.events"])
    entry = {"name": "가나다", "email": "typed@example.com"}
    entered = jk.collect("event-entry", entry, channel="event", subject=person, old_enough=True).ref
    ordered = order(web, person)
    for sent in (
        jk.provide(entered, to="agreed-partner", purpose="marketing.events", items=["name"]),
        jk.entrust(ordered, to="kis", purpose="debt-collection", items=["name", "phone"]),
    ):
        assert jk.driver.run(hand_over(jk.house, person.subject, sent.message)) is not None
    jk.by(me).consent(person.subject, withdraw=["agreed-partner/marketing.events"])
    assert {one.to: one.tells for one in jk.show(person.subject).went} == {"kis": True, "agreed-partner": False}
    with signed_in(web, person) as client:
        for ref, to, told in ((entered, "agreed-partner", False), (ordered, "kis", True)):
            path = f"/my/record/{ref.record}/correct"
            post(client, path, do="ask", items=["name"])
            before = client.get(path).text.partition("제공받은 곳에도 알립니다")[2].partition("</p>")[0]
            assert (names[to] in before) is told, to
            done = post(client, path, do="finish", name="라마바").text
            after = done.partition("제공받은 곳에 알립니다")[2].partition("</p>")[0]
            assert (names[to] in after) is told, to
