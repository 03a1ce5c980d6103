"""A list that leaves as Excel: chosen columns, a reason, a second person's approval, a password told apart, and an
officer who looks at what became of the file."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import httpx
import msoffcrypto
import pytest
from tests.office.conftest import Office, post

NEW = "/office/people/many/new"
NAME, NOTE = "엑셀로나간이", "=HYPERLINK(8181)"


def ordered(office: Office) -> None:
    """An order with a note that a spreadsheet would take for a formula."""
    values = {"name": NAME, "phone": "010-0000-8181", "lines": "상자", "note": NOTE}
    office.jk.collect("order", values, channel="homepage", subject="guest", old_enough=True)


def approved(asker: httpx.Client, officer: httpx.Client) -> str:
    """Asks for names and notes of orders, and has it approved. Answers its page."""
    ask: dict[str, Any] = {"what": "delivery/order", "item": ["name", "note"], "ceiling": "500", "reason": "배송 확인"}
    way = post(asker, NEW, **ask).headers["location"]
    assert post(officer, f"{way}/decide", decision="yes").status_code == 303
    return str(way)


def shown(page: str) -> tuple[str, str]:
    """The password that the page shows, and what its form carries instead of it."""
    password, file = re.search(r'class="mono">([A-Z2-9-]{19})<', page), re.search(r'name="file" value="([^"]+)"', page)
    assert password is not None, page
    assert file is not None
    return password[1], html.unescape(file[1])


def opened(content: bytes, password: str) -> str:
    """The words of an encrypted workbook."""
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    file.load_key(password=password, verify_password=True)
    plain = io.BytesIO()
    file.decrypt(plain, verify_integrity=True)
    with zipfile.ZipFile(plain) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


@pytest.mark.clause("10.6")
def test_a_list_leaves_as_excel_under_a_password_that_is_told_apart(office: Office) -> None:
    """The password is on the page alone; without it the file says nothing; with it there are the chosen columns, as text, and no other."""
    ordered(office)
    asker, officer = office.worker("h-excel", "delivery"), office.officer("h-excel-officer")
    way = approved(asker, officer)
    assert "엑셀 파일의 비밀번호" not in officer.get(way).text
    password, file = shown(asker.get(way).text)
    answer = post(asker, f"{way}/run", **{"as": "xlsx", "file": file})
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    assert NAME.encode() not in answer.content
    assert password.encode() not in answer.content
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        opened(answer.content, password[::-1])
    words = opened(answer.content, password)
    assert NAME in words
    assert NOTE in words
    assert "배송 확인" in words
    assert "010-0000-8181" not in words
    assert "<f>" not in words
    assert "엑셀 파일의 비밀번호" not in asker.get(way).text


@pytest.mark.clause("10.6")
@pytest.mark.parametrize("file", ["", "nonsense", "anothers"])
def test_no_file_is_made_under_a_password_that_the_page_did_not_show(office: Office, file: str) -> None:
    """Without what the page sealed, or with what it sealed for another file, nothing is read, and the approval is not used up."""
    asker, officer = office.worker("h-excel-old", "delivery"), office.officer("h-excel-officer")
    way, other = approved(asker, officer), approved(asker, officer)
    sealed = shown(asker.get(other).text)[1] if file == "anothers" else file
    assert "새 비밀번호로 다시" in post(asker, f"{way}/run", **{"as": "xlsx", "file": sealed}).text
    again = post(asker, f"{way}/run", **{"as": "xlsx", "file": shown(asker.get(way).text)[1]})
    assert again.headers["content-disposition"].endswith('.xlsx"')


@pytest.mark.clause("10.6")
@pytest.mark.clause("10.10")
def test_an_officer_says_what_became_of_the_file(office: Office) -> None:
    """It stays on the officers' list until one who did not ask has said so in words; then it is recorded, once, and off the list."""
    asker, officer = office.worker("h-excel-seen", "delivery"), office.officer("h-excel-officer")
    way = approved(asker, officer)
    assert post(officer, f"{way}/review", word="먼저 확인").status_code in (409, 422)
    post(asker, f"{way}/run", **{"as": "csv"})
    line = "대량 열람 확인: h-excel-seen"
    assert line in officer.get("/office").text
    assert post(officer, f"{way}/review", word="").status_code == 422
    assert post(asker, f"{way}/review", word="제가 확인했습니다").status_code in (403, 422)
    assert line in officer.get("/office").text
    assert post(officer, f"{way}/review", word="배송에만 쓰고 당일 파쇄함").status_code == 303
    page = officer.get(way).text
    assert "배송에만 쓰고 당일 파쇄함" in page
    assert "h-excel-officer" in page
    assert line not in officer.get("/office").text
    assert post(officer, f"{way}/review", word="다시").status_code in (409, 422)
