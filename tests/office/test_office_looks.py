"""Values that rest and that nobody sees alone, in the office: asked for on the person's page, approved by another
person, seen."""

from __future__ import annotations

import re

import pytest
from tests.employed import swept
from tests.office.conftest import Office, post
from tests.office.test_office_open import end
from tests.pressed import forged

LIST = "/office/people/looks"


@pytest.mark.by_hand
@pytest.mark.clause("5.8")
def test_a_look_is_asked_for_approved_by_another_and_seen(office: Office) -> None:
    """The refusal says the way on; the asker has no button; another with a grant approves from their first page; then
    the values are shown."""
    person, _ = office.member()
    jk = office.jk
    given = {"name": "라마바", "email": "second.person@example.com", "text": "배송이 늦었습니다"}
    ref = jk.collect("complaint", given, channel="homepage", subject=person, old_enough=True).ref
    end(office.worker("h-look-desk", "complaints"), "closed", ref, reason="조정으로 끝남")
    swept(jk)
    first = office.worker("h-look-one", "support", "dispute-evidence")
    other = office.worker("h-look-two", "support", "dispute-evidence")
    stranger = office.worker("h-look-none", "support")
    way = f"/office/people/{person.subject}/rest"
    what = {"record": str(ref.record), "rests": "yes", "purpose": "dispute-evidence", "reason_kind": "dispute"}
    what["reason"] = f"조정 회의의 자료 {str(ref.record)[:8]}"
    refused = post(first, way, **what)
    assert refused.status_code == 422
    assert "다른 사람이 승인한 뒤에만" in refused.text
    assert 'name="act" value="ask"' in refused.text
    mark = re.findall(r'name="once" value="([0-9a-f]{32})"', refused.text)[0]
    asked = post(first, way, **what, act="ask", once=mark)
    with forged():  # the second of a double click
        assert post(first, way, **what, act="ask", once=mark).headers["location"] == LIST
    assert first.get(LIST).text.count(what["reason"]) == 1
    assert asked.headers["location"] == LIST, asked.text
    own = first.get(LIST).text
    assert what["reason"] in own
    assert "요청한 사람은 승인할 수 없습니다" in own
    assert what["reason"] not in stranger.get(LIST).text
    assert "분리 보관 기록 열람 승인: h-look-one" in other.get("/office").text
    decide = re.search(rf"{LIST}/[0-9a-f-]{{36}}/decide", other.get(LIST).text)
    assert decide is not None
    assert decide[0] not in own
    assert post(stranger, decide[0], decision="yes").status_code == 404
    post(other, decide[0])  # neither yes nor no
    assert "같은 사람이 두 번" in post(first, decide[0], decision="yes").text
    assert post(other, decide[0], decision="yes").headers["location"] == LIST
    assert "한 시간 이내" in first.get("/office").text
    first.get(LIST)  # where an approved look is opened
    for shown in (
        post(first, way, **what),
        post(first, f"/office/people/{person.subject}/unmask", **what, item="text"),
    ):
        assert shown.status_code == 200, shown.text
    assert given["text"] in shown.text
