"""Downloads: complete, in a form that is described, harmless in a spreadsheet, and set as text on paper."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import jsonschema_rs
import pypdf
import pytest
from tests.web.person import order, signed_in
from tests.web.running import Running

import jikim.web
from jikim.paper import Facts, Heading, Paper, Paragraph, Table, pdf
from jikim.uploads import Accepted, pack
from jikim.web.member.as_csv import cell

SCHEMA = json.loads((Path(jikim.web.__file__).parent / "static" / "my-data.schema.json").read_text(encoding="utf-8"))
HOSTILE = '#eval("1+1") *별* $x$ \\ @ref <a> [b] `c` // /* */ #import "x" = 제목'


@pytest.mark.clause("7.1")
def test_the_json_holds_everything_and_is_as_its_schema_says(web: Running) -> None:
    """Every record with its values and every use are in it; the file's name says nothing; nobody keeps a copy; the
    download is itself on record."""
    person, given = web.member()
    ref = order(web, person, note="=1+1")
    with signed_in(web, person) as client:
        answer = client.get("/my/download/my-data.json")
        again = client.get("/my/download/my-data.json").json()
    data = answer.json()
    jsonschema_rs.validate(SCHEMA, data, validate_formats=True)
    assert answer.headers["cache-control"] == "no-store"
    assert given["name"] not in answer.headers["content-disposition"]
    held = {one["kind"]: one for one in data["records"]}
    assert held["membership"]["values"]["email"] == given["email"]
    assert "password" not in held["membership"]["values"]
    assert held["order"]["record"] == str(ref.record)
    assert held["order"]["values"]["note"] == "=1+1"
    shown = [use for use in again["uses"] if use["event"] == "subject:show:allowed"]
    assert len(shown) == 2


@pytest.mark.clause("7.1")
def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(web: Running) -> None:
    """A file for each kind, in UTF-8 with its mark; a cell that looks like a formula is text."""
    person, _ = web.member()
    order(web, person, note='=HYPERLINK("http://x.example","y")')
    with signed_in(web, person) as client:
        archive = zipfile.ZipFile(io.BytesIO(client.get("/my/download/my-data.zip").content))
    assert archive.testzip() is None
    assert {"membership.csv", "order.csv", "_uses.csv", "_consents.csv"} <= set(archive.namelist())
    raw = archive.read("order.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    assert row["name"] == "가나다"
    assert row["note"].startswith("'=HYPERLINK")
    assert json.loads(row["lines"]) == [{"product": "remoteview-1y", "quantity": 1}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"), ("+1+1", "'+1+1"), ("-2+3", "'-2+3"), ("@SUM(1)", "'@SUM(1)"), ("\t=1", "'\t=1"), ("＝1+1", "'＝1+1"),
        ("+8225550101", "+8225550101"), ("-5", "-5"), ("가나다", "가나다"), (None, ""), (True, "true"), (3, "3"), (b"ab", "YWI="),
        ({"a": "=1"}, '{"a": "=1"}'),
    ],
)  # fmt: skip
def test_no_cell_begins_like_a_formula(value: object, expected: str) -> None:
    """What a spreadsheet would run gets an apostrophe; numbers and words stay as they are."""
    assert cell(value) == expected


@pytest.mark.clause("7.1")
def test_the_pdf_holds_the_data_as_text(web: Running) -> None:
    """The paper is tagged, in its language, and sets what a person typed as they typed it."""
    person, given = web.member()
    order(web, person, note=HOSTILE)
    with signed_in(web, person) as client:
        made = {language: client.get(f"{language}/my/download/my-data.pdf").content for language in ("", "/en")}
    for language, title in (("", "내 정보"), ("/en", "My data")):
        read = pypdf.PdfReader(io.BytesIO(made[language]))
        root = read.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == ("en" if language else "ko")
        assert read.metadata is not None
        assert read.metadata.title == title
        text = "".join("".join(page.extract_text() for page in read.pages).split())
        assert given["email"] in text
        assert '#eval("1+1")*별*$x$' in text


def test_nothing_on_a_paper_is_markup() -> None:
    """Every kind of block takes hostile text as text, a syllable outside the fonts' set and a word without a space."""
    rare = "뷁쀍"
    paper = Paper(
        HOSTILE,
        "ko",
        datetime(2026, 11, 25, tzinfo=UTC),
        [
            Heading(HOSTILE, 2),
            Paragraph(HOSTILE),
            Paragraph(rare, soft=True),
            Facts([(HOSTILE, "x" * 300)]),
            Table([HOSTILE], [[HOSTILE]]),
        ],
        under=HOSTILE,
        foot=HOSTILE,
    )
    read = pypdf.PdfReader(io.BytesIO(pdf(paper)))
    text = "".join(read.pages[0].extract_text().split())
    assert text.count("#eval(") == 8
    assert len(read.pages) == 1


@pytest.mark.clause("7.1")
def test_files_come_out_as_they_went_in_and_those_that_nobody_scanned_do_not(web: Running) -> None:
    """Each file has its name and its bytes, in the JSON and in the ZIP; one in quarantine has its name alone, on the
    page too."""
    person, _ = web.member()
    scanned = Accepted("기록.txt", "text/plain", "로그입니다\n".encode(), datetime(2026, 11, 25, tzinfo=UTC))
    waiting = Accepted("그림.png", "image/png", b"not yet looked at", None)
    enquiry = {
        "name": "가나다",
        "email": "alice@example.com",
        "subject": "물음",
        "text": "끊깁니다",
        "files": pack([scanned, waiting]),
    }
    ref = web.jk.collect("enquiry", enquiry, channel="board", subject=person, old_enough=True).ref
    with signed_in(web, person) as client:
        data = client.get("/my/download/my-data.json").json()
        archive = zipfile.ZipFile(io.BytesIO(client.get("/my/download/my-data.zip").content))
        shown = client.get(f"/my/record/{ref.record}").text
    jsonschema_rs.validate(SCHEMA, data, validate_formats=True)
    [files] = [one["values"]["files"] for one in data["records"] if one["kind"] == "enquiry"]
    assert [(file["name"], file["base64"] and base64.b64decode(file["base64"])) for file in files] == [
        ("기록.txt", scanned.content),
        ("그림.png", None),
    ]
    [row] = csv.DictReader(io.StringIO(archive.read("enquiry.csv").decode("utf-8-sig")))
    assert row["files"] == f"files/{ref.record}/1-기록.txt; 그림.png"
    assert [name for name in archive.namelist() if name.startswith("files/")] == [f"files/{ref.record}/1-기록.txt"]
    assert archive.read(f"files/{ref.record}/1-기록.txt") == scanned.content
    assert "기록.txt (16 B), 그림.png (17 B)" in shown


@pytest.mark.clause("7.1")
def test_what_is_over_is_not_said_to_be_known_to_its_person_alone(web: Running) -> None:
    """Of a record that is over no value is shown; the page says why, and does not call it a password. The life line
    stands where resting begins."""
    person, _ = web.member()
    ref = order(web, person)
    web.jk.event(ref, "settled")
    with signed_in(web, person) as client:
        shown = client.get(f"/my/record/{ref.record}").text
    assert "이용이 종료되어 볼 수 없습니다" in shown
    assert "본인만 알 수 있음" not in shown
    assert '<line class="mark" x1="35.00%"' in shown
