"""The enquiry board: private posts, files, and the answer that ends them."""

from __future__ import annotations

import re

import pytest
from tests.homepage.shop import Shop

import jikim
import jikim.uploads

POST = {
    "name": "나그네",
    "email": "asks@example.com",
    "subject": "접속이 끊깁니다",
    "text": "아침마다 끊깁니다.\n정보 선택",
    "age": "yes",
}


def posted(rv: Shop) -> jikim.Ref:
    """The newest enquiry, from the shop's books."""
    from homepage.site.books import NAME, Books

    return Books(rv.web.settings.directory / NAME).waiting("enquiry")[0][0]


@pytest.mark.clause("1.3")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_a_guest_asks_and_sees_the_post_alone(rv: Shop, en: bool) -> None:
    """A guest's post is on the list as a private one; its writer opens it, everybody else sees neither who wrote nor
    what."""
    with rv.browser(en=en) as browser, rv.browser(en=en) as stranger:
        before = browser.get("/board/write").text
        assert ("delete" if en else "삭제하므로") in before
        done = browser.post("/board/write", POST)
        assert ("Your enquiry has been posted." if en else "문의를 등록했습니다.") in done.text
        number = posted(rv).record.hex
        assert POST["text"].splitlines()[0] in browser.get(f"/board/{number}").text
        seen = stranger.get("/board").text
        for value in (POST["name"], POST["subject"], POST["email"], number):
            assert value not in seen
        assert stranger.get(f"/board/{number}").status_code == 404


def test_a_member_need_not_type_the_contact_again(rv: Shop) -> None:
    """A member's name and address stand in the form, no age is asked, and the post is the member's own."""
    person, given = rv.web.member()
    with rv.browser(person) as browser:
        page = browser.get("/board/write").text
        assert given["email"] in page
        assert 'name="age"' not in page
        browser.post("/board/write", {**POST, "email": given["email"]})
        assert posted(rv).subject == person.subject
        assert "내가 쓴 글" in browser.get("/board").text


@pytest.mark.clause("1.2")
@pytest.mark.parametrize(("name", "value"), [("text", "900101-1234567"), ("subject", "M12345678")])
def test_what_is_wrong_stands_beside_the_field(rv: Shop, name: str, value: str) -> None:
    """A number that is never taken, in the text or the subject, is said there; the rest of what was typed stays."""
    with rv.browser() as browser:
        answer = browser.post("/board/write", {**POST, name: f"제 번호는 {value}"})
        assert answer.status_code == 422
        assert f'id="e-{name}"' in answer.text
        assert POST["email"] in answer.text
        empty = browser.post("/board/write", {})
        assert set(re.findall(r'id="e-(\w+)"', empty.text)) == {"name", "email", "subject", "text", "age"}
        listed = re.findall(r'<li><a href="#f-\w+">([^<]+)</a></li>', empty.text)
        assert listed[:4] == [f"{one}: 입력해 주세요" for one in ("이름", "이메일 주소", "제목", "내용")]
        child = browser.post("/board/write", {**POST, "age": "no"})
        assert child.status_code == 422


@pytest.mark.clause("1.2")
def test_each_refused_number_is_told_beside_its_own_field(rv: Shop) -> None:
    """Two fields that hold one are told in one answer, and neither number comes back."""
    wrong = {"subject": "카드 4242 4242 4242 4242", "text": "제 번호는 900101-1234567"}
    with rv.browser() as browser:
        answer = browser.post("/board/write", {**POST, **wrong})
        assert set(re.findall(r'id="e-(\w+)"', answer.text)) == {"subject", "text"}
        assert "4242 4242" not in answer.text
        assert "900101-1234567" not in answer.text


def test_a_post_that_is_sent_twice_is_one(rv: Shop) -> None:
    """A second click on the same form makes no second post."""
    with rv.browser() as browser:
        page = browser.get("/board/write").text
        token, once = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("_csrf_token", "once"))
        assert token is not None
        assert once is not None
        data = {**POST, "_csrf_token": token[1], "once": once[1]}
        before = rv.jk.counts("people")
        for _ in range(3):
            assert browser.client.post("/board/write", data=data).status_code == 303
        assert rv.jk.counts("people") != before
        assert len([card for card in rv.jk.show(posted(rv).subject).cards if card.ref.kind == "enquiry"]) == 1


@pytest.mark.clause("10.3")
def test_a_file_goes_with_a_post_and_a_wrong_one_is_said(rv: Shop) -> None:
    """A picture is taken with the post; what no upload takes is left out, while the post stands: its writer reads so on the
    next page and in a letter, staff and writer with the post, and nothing of the file is kept."""
    import io

    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    with rv.browser() as browser:
        wrong = b"MZ\x90\x00" * 40
        done = browser.post("/board/write", POST, files={"files": ("run.exe", wrong, "application/octet-stream")})
        assert "문의를 등록했습니다." in done.text
        assert "받지 않는 형식의 파일입니다." in done.text
        assert "받지 않는 형식" not in browser.get("/board").text
        rv.jk.mails()
        assert "받지 않는 형식의 파일입니다." in rv.web.mails.text(POST["email"])
        ref = posted(rv)
        packed = rv.jk.use(ref, purpose="support", items=["files"])["files"]
        assert [(file.name, file.left_out) for file in jikim.uploads.unpack(packed)] == [("run.exe", "type")]
        assert wrong not in packed
        done = browser.post("/board/write", POST, files={"files": ("screen.png", picture.getvalue(), "image/png")})
        assert "문의를 등록했습니다." in done.text
        (card,) = rv.jk.show(posted(rv).subject).cards
        assert "enquiry.files" in card.items
        assert "파일과 함께 보낸 글입니다." in browser.get(f"/board/{posted(rv).record.hex}").text
