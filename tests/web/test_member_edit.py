"""회원정보수정: one's own data put right, other records frozen while a correction is open."""

from __future__ import annotations

import re

import pytest
from tests.web.person import order, post, signed_in
from tests.web.running import Running

import jikim
from jikim.answers import Ref
from jikim.policy.ask import Actor


def values(web: Running, ref: Ref) -> dict[str, object]:
    """What a record holds, as its person sees it."""
    dossier = web.jk.by(Actor("member", str(ref.subject))).show(ref.subject)
    return dict(next(card for card in dossier.cards if card.ref.record == ref.record).values)


def membership(web: Running, person: jikim.Person) -> Ref:
    return web.jk.by(Actor("member", str(person.subject))).show(person.subject).cards[0].ref


def current(page: str) -> dict[str, str]:
    """What stands in the page's fields."""
    return dict(re.findall(r'<input id="f-[^"]+" name="([^"]+)" type="[^"]+" value="([^"]*)"', page))


@pytest.mark.clause("7.4a")
def test_a_member_corrects_their_own_data_in_one_go(web: Running) -> None:
    """What was typed stands at once, in a new version, with nothing left frozen; what did not change is no change."""
    person, given = web.member()
    ref = membership(web, person)
    with signed_in(web, person) as client:
        fields = current(client.get("/my/edit").text)
        assert fields["email"] == given["email"]
        done = post(client, "/my/edit", **{**fields, "name": "라마바", "mobile": "010-0000-1234"})
        assert done.status_code == 200
        assert "정정했습니다: " in done.text
        same = post(client, "/my/edit", **{**fields, "name": "라마바", "mobile": "+821000001234"})
        assert "변경된 내용이 없습니다" in same.text
    held = values(web, ref)
    assert (held["name"], held["mobile"]) == ("라마바", "+821000001234")
    assert web.jk.use(ref, purpose="notices", items=["name"])["name"] == "라마바"


@pytest.mark.clause("7.4a")
def test_what_is_wrong_is_said_beside_its_field_and_changes_nothing(web: Running) -> None:
    """A number that is none is told in the member's language; what was typed stays in its field; nothing is corrected."""
    person, given = web.member()
    ref = membership(web, person)
    with signed_in(web, person) as client:
        fields = current(client.get("/my/edit").text)
        wrong = post(client, "/my/edit", **{**fields, "name": "사아자", "mobile": "12", "email": ""})
        assert wrong.status_code == 422
        assert 'id="e-mobile"' in wrong.text
        assert 'id="e-email"' in wrong.text
        assert 'value="사아자"' in wrong.text
        english = post(client, "/en/my/edit", **{**fields, "mobile": "12"})
        assert not re.search(r'id="e-mobile">[^<]*[가-힣]', english.text)
    assert values(web, ref)["name"] == given["name"]


@pytest.mark.clause("10.1")
def test_a_new_address_is_proven_first(web: Running) -> None:
    """A new e-mail address changes only with the code that went there; a wrong code changes nothing."""
    person, given = web.member()
    ref = membership(web, person)
    fresh = f"new-{given['email']}"
    with signed_in(web, person) as client:
        fields = current(client.get("/my/edit").text)
        asked = post(client, "/my/edit", **{**fields, "email": fresh, "name": "카타파"})
        assert "인증번호 6자리" in asked.text
        assert values(web, ref)["email"] == given["email"]
        code = web.mails.code(fresh)
        sealed = re.search(r'name="sealed" value="([^"]+)"', asked.text)
        assert sealed is not None
        more = {"sealed": sealed[1], "email": fresh, "name": "카타파"}
        wrong = post(client, "/my/edit", **more, code="000000" if code != "000000" else "111111")
        assert 'id="e-code"' in wrong.text
        assert values(web, ref)["email"] == given["email"]
        # A code proves the address it was sent to, and no other.
        other = post(client, "/my/edit", **{**more, "email": f"other-{given['email']}"}, code=code)
        assert 'id="e-code"' in other.text
        done = post(client, "/my/edit", **more, code=code)
        assert "정정했습니다" in done.text
    assert (values(web, ref)["email"], values(web, ref)["name"]) == (fresh, "카타파")
    # Whoever reads the mailbox of before hears of it, and is not told the new address.
    told = web.mails.text_at(given["email"])
    assert "변경되었습니다" in told
    assert fresh not in told


def test_an_id_that_is_anothers_is_refused_and_leaves_nothing_frozen(web: Running) -> None:
    """A login ID that somebody else has is not taken, and the record can be used as before."""
    person, given = web.member()
    _, theirs = web.member()
    ref = membership(web, person)
    with signed_in(web, person) as client:
        fields = current(client.get("/my/edit").text)
        answer = post(client, "/my/edit", **{**fields, "login_id": theirs["login_id"]})
        assert answer.status_code == 422
    assert values(web, ref)["login_id"] == given["login_id"]
    assert web.jk.use(ref, purpose="notices", items=["name"])["name"] == given["name"]


@pytest.mark.clause("7.4a")
def test_an_open_correction_freezes_and_its_person_ends_it(web: Running) -> None:
    """Asking freezes the order for everyone, the page says so with the request's number; finishing or cancelling thaws
    it."""
    person, _ = web.member()
    ref = order(web, person)
    page = f"/my/record/{ref.record}/correct"
    with signed_in(web, person) as client:
        nothing = post(client, page, do="ask")
        assert nothing.status_code == 422
        asked = post(client, page, do="ask", items=["phone", "lines"])
        assert "이 기록을 이용하거나 제공할 수 없습니다" in asked.text
        assert "주문 내용" in asked.text
        assert "정정 완료까지 이용 정지" in client.get("/my").text
        with pytest.raises(jikim.DeniedError) as denied:
            web.jk.use(ref, purpose="delivery")
        assert denied.value.clause == "7.4a"
        done = post(client, page, do="finish", phone="02-555-0199")
        assert "다시 이용합니다" in done.text
        assert web.jk.use(ref, purpose="delivery", items=["phone"])["phone"] == "+8225550199"
        post(client, page, do="ask", items=["address"])
        cancelled = post(client, page, do="cancel")
        assert "취소했습니다" in cancelled.text
        assert web.jk.use(ref, purpose="delivery", items=["address"])["address"]["line1"]


@pytest.mark.clause("8.1")
def test_settings_and_the_confirmation(web: Running) -> None:
    """A member's settings are kept as a record of theirs, topics only by consent, and that the data is right is noted
    in the ledger."""
    person, _ = web.member()
    with signed_in(web, person) as client:
        saved = post(client, "/my/edit", "/my/edit/preferences", language="en", topics=["products", "nonsense"])
        assert "저장했습니다" in saved.text
        assert "동의하신 뒤에" in saved.text
        post(client, "/my/consents", consent="marketing.ads", do="give")
        again = post(client, "/my/edit", "/my/edit/preferences", language="ko", topics=["events"])
        assert "저장했습니다" in again.text
        confirmed = post(client, "/my/edit", "/my/edit/confirm")
        assert "확인해 주셔서" in confirmed.text
        assert "정보 확인" in client.get("/my/uses").text
    dossier = web.jk.by(Actor("member", str(person.subject))).show(person.subject)
    [settings] = [card for card in dossier.cards if card.ref.kind == "preferences"]
    assert dict(settings.values) == {"language": "ko", "topics": ["events"]}
