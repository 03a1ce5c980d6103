"""`jikim write`: pages for the file as it is written, on this machine alone."""

from __future__ import annotations

import asyncio
import html
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.house.source import ROOT
from tests.waiting import PATIENCE, answered
from tests.web.running import free_port

from jikim.policy.importing import imported
from jikim.policy.importing.draft import drafted
from jikim.web.writing.pages import writing
from jikim.web.writing.policy_on_disk import PolicyOnDisk

PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"
TOKEN, FORMS = "seven-quiet-herons", "of-its-own-forms"
PUBLISHED = """개인정보 처리방침

1. 처리 위탁
| 수탁자 | 위탁 업무 |
|---|---|
| 두루미택배(주) | 상품 배송 |

2. 보유 기간
계약에 관한 기록은 5년간 보관합니다.
회사는 늘 노력합니다.
"""


class Browser:
    """A browser without a screen that asks the application itself."""

    def __init__(self, app: Any, runner: asyncio.Runner, **more: Any) -> None:
        self.runner = runner
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=SITE, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.runner.run(self.client.get(path, **more))

    def post(self, path: str, *, origin: str = SITE, **form: str) -> httpx.Response:
        form.setdefault("_csrf_token", FORMS)
        return self.runner.run(self.client.post(path, data=form, headers={"origin": origin}))


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as one:
        yield one


def opened(path: Path, runner: asyncio.Runner, published: str | None = None) -> Browser:
    """A browser that came by the address which the terminal printed."""
    source = imported(published.encode(), "policy.txt") if published is not None else None
    if source is not None and not path.exists():
        path.write_text(drafted(source.sentences, source.facts, "ko", "policy.txt"), encoding="utf-8")
    policy = PolicyOnDisk(path, lambda _zone: date(2026, 11, 28), lambda: datetime(2026, 11, 28, tzinfo=UTC), source)
    browser = Browser(writing(policy, token=TOKEN, forms=FORMS, port=PORT), runner)
    came = browser.get("/", params={"token": TOKEN})
    assert (came.status_code, TOKEN in came.headers["location"]) == (303, False)
    return browser


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A small policy of its own, on the disk."""
    path = tmp_path / "policy.yaml"
    path.write_bytes((ROOT / "tests" / "policy" / "others" / "clinic.yaml").read_bytes())
    return path


def seen_of(page: httpx.Response) -> str:
    """The writing that a page shows."""
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("host", "cookie", "status"),
    [
        (f"127.0.0.1:{PORT}", "", 403),
        (f"127.0.0.1:{PORT}", "jikim_write=seven", 403),
        ("policy.example.com", f"jikim_write={TOKEN}", 403),
        (f"127.0.0.1:{PORT + 1}", f"jikim_write={TOKEN}", 403),
        (f"localhost:{PORT}", f"jikim_write={TOKEN}", 200),
    ],
)
@pytest.mark.parametrize("path", ["/", "/edit", "/stamp?of=x", "/static/office.css"])
def test_only_whoever_has_the_token_is_answered_and_only_under_this_machines_name(
    clinic: Path, runner: asyncio.Runner, path: str, host: str, cookie: str, status: int
) -> None:
    """Without the token, or under a name that only leads here, no page answers and nothing of the file is said."""
    browser = opened(clinic, runner)
    browser.client.cookies.clear()
    answer = browser.get(path, headers={"host": host, "cookie": cookie})
    assert answer.status_code == status
    assert status == 200 or "clinic" not in answer.text


@pytest.mark.parametrize("path", ["//evil.example/x", "/%0d%0aset-cookie:%20a=b", "/문서", "/en/edit"])
def test_an_address_with_the_token_leads_to_this_machine_alone(clinic: Path, runner: asyncio.Runner, path: str) -> None:
    """Whatever stands before the token, the browser is led to a path of this site, in one line."""
    came = opened(clinic, runner).get(SITE + path, params={"token": TOKEN})
    assert came.status_code == 303
    assert re.fullmatch(r"/(?!/)[!-~]*", came.headers["location"])
    assert [name for name in came.headers.get_list("set-cookie") if not name.startswith("jikim_write=")] == []


def test_another_sites_form_changes_nothing(clinic: Path, runner: asyncio.Runner) -> None:
    """A post from another origin, or without our forms' token, is refused though the browser holds the cookie."""
    browser, before = opened(clinic, runner), clinic.read_bytes()
    seen = seen_of(browser.get("/edit"))
    assert browser.post("/edit/text", origin="https://evil.example", text="x", seen=seen).status_code == 403
    assert browser.post("/edit/text", _csrf_token="guessed", text="x", seen=seen).status_code == 403
    assert clinic.read_bytes() == before


def test_the_document_follows_the_file_with_what_is_found_at_its_line(clinic: Path, runner: asyncio.Runner) -> None:
    """A page that was made before a save learns of it; the document is the file's, and a mistake stands at its line."""
    browser = opened(clinic, runner)
    page = browser.get("/")
    assert 'class="lives"' in page.text
    [stamp] = re.findall(r"/stamp\?of=([0-9a-f]+)", page.text)
    assert browser.get(f"/stamp?of={stamp}").status_code == 204
    text = clinic.read_text(encoding="utf-8")
    at = next(n for n, line in enumerate(text.splitlines(), start=1) if line.startswith("purposes:"))
    clinic.write_text(text.replace("\npurposes:", "\npurposes: 7\nwas:", 1), encoding="utf-8")
    assert browser.get(f"/stamp?of={stamp}").headers["hx-refresh"] == "true"
    broken = browser.get("/en/").text
    assert f"line {at}" in broken
    assert 'class="lives"' not in broken
    assert "once the errors are fixed" in browser.get("/en/question").text


def test_what_is_typed_is_shown_before_it_is_saved(clinic: Path, runner: asyncio.Runner) -> None:
    """The document and what is found, of the file as it would be; the file stays."""
    browser, before = opened(clinic, runner), clinic.read_bytes()
    seen = seen_of(browser.get("/edit"))
    typed = {
        "seen": seen,
        "at": "service",
        "beside": "document",
        "service/controller/ko": "두루미의원",
        "service/controller/en": "Crane",
    }
    browser.client.headers["HX-Request"] = "true"
    part = browser.post("/edit/preview", **typed)
    assert (part.status_code, "<html" in part.text) == (200, False)
    assert "두루미의원" in part.text.split('id="found-')[0]
    assert "오류" in browser.post("/edit/preview", seen=seen, text="jikim: [").text
    assert clinic.read_bytes() == before


def test_the_form_writes_the_file_and_nothing_else_of_it(clinic: Path, runner: asyncio.Runner) -> None:
    """One field changes its line; comments and all other lines stay, and the document beside the form says it."""
    browser, before = opened(clinic, runner), clinic.read_text(encoding="utf-8")
    page = browser.get("/edit?at=officers/officer&beside=document")
    assert "beside-form" in page.text
    made = browser.post(
        "/edit/fields", at="officers/officer", beside="document", do="save", seen=seen_of(page),
        **{"officers/officer/phone": "02-000-0007"},
    )  # fmt: skip
    assert (made.status_code, "beside=document" in made.headers["location"]) == (303, True)
    after = clinic.read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert "02-000-0007" in changed[0][1]
    assert "02-000-0007" in browser.get("/edit?at=officers/officer&beside=document").text.partition("beside-form")[2]


def test_what_another_editor_saved_is_not_overwritten(clinic: Path, runner: asyncio.Runner) -> None:
    """A form that was filled in from an older writing saves nothing, says so, and keeps what was typed."""
    browser = opened(clinic, runner)
    seen = seen_of(browser.get("/edit"))
    text = clinic.read_text(encoding="utf-8")
    clinic.write_text(text + "# from another editor\n", encoding="utf-8")
    late = browser.post("/edit/text", text=text + "# from the page", seen=seen)
    assert late.status_code == 422
    assert "다른 곳에서 저장되었습니다" in late.text
    assert "# from the page" in late.text
    assert clinic.read_text(encoding="utf-8").endswith("# from another editor\n")


def test_a_question_is_answered_by_the_file_as_it_stands(clinic: Path, runner: asyncio.Runner) -> None:
    """The same choices as in the office; the answer is of the file, which nobody has announced."""
    browser = opened(clinic, runner)
    text = browser.get("/en/question?may=use&actor=handler").text
    assert 'name="record"' in text
    assert "Still to choose" in text


def test_a_draft_is_finished_beside_the_text_it_began_from(tmp_path: Path, runner: asyncio.Runner) -> None:
    """Each sentence stands beside the lines that name it; accepted and skipped is written into the draft itself, a
    wrong number is seen, and what is written by the form names its sentence."""
    path = tmp_path / "draft.yaml"
    browser = opened(path, runner, PUBLISHED)
    page = browser.get("/source?which=all")
    assert "두루미택배(주) | 상품 배송" in page.text
    sentence = re.search(r"s(\d+)(?: ·[^<]*)?</p>\s*<p>\s*회사는 늘 노력합니다", page.text)
    parcel = re.search(r"s(\d+)(?: ·[^<]*)?</p>\s*<p>\s*두루미택배", page.text)
    assert sentence is not None
    assert parcel is not None
    seen = seen_of(page)
    assert browser.post("/source", sentence=sentence[1], do="skipped", seen=seen).status_code == 303
    assert f"# skipped: s{sentence[1]}" in path.read_text()
    seen = seen_of(browser.get("/source"))
    assert browser.post("/source", sentence=parcel[1], do="accepted", seen=seen).status_code == 303
    assert f"# accepted: s{parcel[1]}" in path.read_text()
    assert "두루미택배" not in browser.get("/source").text
    mend = browser.get("/source?which=accepted")
    lines = dict(re.findall(r'name="line-(\d+)"\s+class="code"\s+value="([^"]*)"', mend.text))
    assert len(lines) >= 2
    number = next(n for n, line in lines.items() if "두루미택배" in line)
    given = {f"line-{n}": html.unescape(line) for n, line in lines.items()}
    given[f"line-{number}"] = given[f"line-{number}"].replace("두루미", "백로")
    made = browser.post("/source", sentence=parcel[1], do="mend", which="accepted", seen=seen_of(mend), **given)
    assert made.status_code == 303
    assert "백로택배(주)" in path.read_text()
    differs = browser.get("/source?which=differs")
    assert "두루미택배(주) | 상품 배송" in differs.text


def test_what_is_written_for_a_sentence_names_it(tmp_path: Path, runner: asyncio.Runner) -> None:
    """A fact that is written by the form, from a sentence without a place, has that sentence's number in the file, and
    the check of the draft finds it there."""
    path = tmp_path / "draft.yaml"
    browser = opened(path, runner, PUBLISHED + "\n문의는 02-123-4567로 합니다.\n")
    page = browser.get("/source?which=all")
    sentence = re.search(r"s(\d+)(?: ·[^<]*)?</p>\s*<p>\s*문의는", page.text)
    assert sentence is not None
    editor = browser.get(f"/edit?at=officers/officer&sentence={sentence[1]}")
    assert "문의는 02-123-4567로 합니다" in editor.text
    made = browser.post(
        "/edit/fields", at="officers/officer", do="save", sentence=sentence[1], seen=seen_of(editor),
        **{"officers/officer/phone": "02-123-4567"},
    )  # fmt: skip
    assert made.status_code == 303
    line = next(
        line for line in path.read_text().splitlines() if "02-123-4567" in line and "#" in line and "phone" in line
    )
    assert f"# s{sentence[1]}" in line
    assert "02-123-4567" in browser.get("/source?which=all").text.partition("문의는")[2].partition("</li>")[0]


@pytest.mark.long
def test_the_command_prints_the_only_address_that_answers(clinic: Path) -> None:
    """The running command answers its printed address and not the same without the token, and ends at a signal. It
    starts a process of its own, which takes seconds."""
    port = free_port()
    command = [sys.executable, "-m", "jikim", "write", str(clinic), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            base = f"http://127.0.0.1:{port}"
            assert address.startswith(f"{base}/?token=")
            answer = answered(address, follow_redirects=True)
            assert answer.status_code == 200
            assert "clinic.yaml" not in httpx.get(base).text
            assert httpx.get(base).status_code == 403
        finally:
            process.terminate()
        assert process.wait(PATIENCE) == 0
