"""Files in a form: limits said beforehand, what is wrong said beside the field, taken without scripts, sealed with the
record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Request, get, post
from litestar.response import Response
from tests.uploads import samples
from tests.uploads.scanner import EICAR, clamd
from tests.web.running import Running, running

from jikim.app import AsyncJikim
from jikim.policy.model import PolicyFile
from jikim.uploads import pack, unpack
from jikim.web import Addition, Form, Page
from jikim.web.multipart import FILES
from jikim.web.site import site
from jikim.web.uploading import uploaded

TEMPLATE = """{% extends "frame.html" %}{% import "parts.html" as parts with context %}{% block title %}Ask{% endblock %}
{% block page %}<form method="post" enctype="multipart/form-data">{{ parts.hidden() }}{{ parts.field(form, "name", "Name") }}
{{ parts.upload(form, "files", say("첨부 파일", "Files")) }}<button>Send</button></form>{% endblock %}"""


@get("/ask")
async def ask(page: Page) -> Response[str]:
    """The form."""
    return page.show("ask.html")


@post("/ask", opt=FILES)
async def asked(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Response[Any]:
    """Takes what came with it."""
    form = await Form.of(request)
    form.need("name")
    files = await uploaded(form, "files", jk.settings)
    if not form.fine:
        return page.show("ask.html", form=form)
    values = {
        "name": form["name"],
        "email": "dan@example.org",
        "text": "…",
        **({"files": pack(files)} if files else {}),
    }
    ref = (await jk.collect("enquiry", values, channel="board", subject="guest", old_enough=True)).ref
    packed = (await jk.use(ref, purpose="support", reason="a test")).get("files", b"")
    found = unpack(packed)
    if form.on("on"):
        return page.to("/ask", files)
    return Response(
        json.dumps([[file.name, file.left_out or file.type, len(file.content or b"")] for file in found]),
        media_type="application/json",
    )


@pytest.fixture(scope="module")
def shop(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site with a form for files, and a scanner."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "ask.html").write_text(TEMPLATE)

    async def make(jk: AsyncJikim) -> Any:
        return await site(jk, Addition(pages=[ask, asked], templates=[Path(folder)]))

    with (
        clamd(tmp_path_factory.mktemp("c")) as address,
        running(homepage, tmp_path_factory.mktemp("shop"), make=make, clamd=address) as one,
    ):
        yield one


def send(shop: Running, files: list[tuple[str, bytes]], path: str = "/ask", name: str = "가나다") -> httpx.Response:
    """Posts the form as a browser does."""
    with shop.client() as client:
        client.get(path)
        form = {"_csrf_token": client.cookies["jikim_csrf"], "name": name}
        return client.post(path, data=form, files=[("files", file) for file in files])


@pytest.mark.clause("10.3")
def test_files_come_in_by_a_form(shop: Running) -> None:
    """The limits stand before the field; a text, a picture and a document come in together, stripped, and out of the
    sealed record again."""
    with shop.client() as client:
        page = client.get("/ask").text
        assert "5개까지" in page
        assert re.search(r'type="file" multiple accept="[^"]*\.pdf[^"]*"\s+aria-describedby="h-files"', page)
        assert "Up to 5 files" in client.get("/en/ask").text
    answer = send(
        shop, [("글.txt", "안녕".encode()), ("사진.png", samples.picture("PNG")), ("견적.DOC", samples.document())]
    )
    assert [row[:2] for row in answer.json()] == [
        ["글.txt", "text/plain; charset=utf-8"],
        ["사진.png", "image/png"],
        ["견적.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ]
    assert send(shop, []).json() == []


@pytest.mark.clause("10.3")
@pytest.mark.parametrize("path", ["/ask", pytest.param("/en/ask", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("files", "why", "korean", "english"),
    [
        ([("a.txt", EICAR)], ["virus"], "바이러스", "a virus"),
        ([("a.pdf", b"MZ" + bytes(90))], ["type"], "형식", "type of file"),
        ([("a.txt", b"")], ["empty"], "빈 파일", "empty"),
        ([("a.txt", b"x")] * 6, ["text/plain; charset=utf-8"] * 5 + ["too-many"], "너무 많", "too many"),
        ([("a.txt", b"a" * 5_300_000)], ["too-large"], "너무 큽", "too large"),
        ([("a.txt", b"a" * 4_000_000)] * 2, ["text/plain; charset=utf-8", "together"], "합해", "together"),
        ([("글.txt", "안녕".encode()), ("a.txt", EICAR)], ["text/plain; charset=utf-8", "virus"], "바이러스", "a virus"),
    ],
)  # fmt: skip
def test_a_file_stops_nothing_and_its_sender_is_told(
    shop: Running, path: str, files: list[tuple[str, bytes]], why: list[str], korean: str, english: str
) -> None:
    """What was written is taken, with the files that can be; the page that follows says in its language what became of
    the others, to nobody else."""
    assert [row[1] for row in send(shop, files, path).json()] == why
    with shop.client() as client:
        client.get(path)
        form = {"_csrf_token": client.cookies["jikim_csrf"], "name": "가나다", "on": "1"}
        answer = client.post(path, data=form, files=[("files", file) for file in files])
        page = client.get(answer.headers["location"])
        assert (english if path.startswith("/en") else korean) in page.text
    with shop.client() as stranger:
        assert 'class="said"' not in stranger.get(answer.headers["location"]).text


def test_a_form_without_end_is_cut_off(shop: Running) -> None:
    """More than a form may hold is refused as a whole, by a page."""
    answer = send(shop, [("a.txt", b"a" * 12_000_000)])
    assert answer.status_code == 413
    assert "<h1>" in answer.text
