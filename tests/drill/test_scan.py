"""The search finds a mark wherever and however it lies, and says which it is and where."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from jikim.drill import scan as scanning
from jikim.drill.markers import Stem, forms
from jikim.drill.scan import Scan, files_below, without_headers

STEM = Stem("zqheronxvw", "쀍뛟휄뷁")
LATIN, KOREAN = STEM.latin + "abcdefghij", STEM.korean + "쫵쬷쭯쮧"
MARKS = (LATIN, KOREAN)


def found(tmp_path: Path, content: bytes, name: str = "file") -> list[tuple[int, str, str | None]]:
    (tmp_path / name).write_bytes(content)
    scan = Scan(STEM.needles(), MARKS)
    scan.tree(tmp_path)
    assert (scan.done.files, scan.done.bytes, scan.done.unread) == (1, len(content), [])
    return [(hit.offset, hit.form, hit.mark) for hit in scan.done.hits]


@pytest.mark.parametrize("mark", MARKS, ids=["latin", "korean"])
@pytest.mark.parametrize("before", range(4))
def test_every_form_is_found(tmp_path: Path, mark: str, before: int) -> None:
    """In UTF-8, UTF-16 of either order, hexadecimal of either case, base64 at any alignment and JSON's escapes, at any
    offset."""
    raw = mark.encode()
    shapes = [
        raw,
        mark.encode("utf-16-le"),
        mark.encode("utf-16-be"),
        raw.hex().encode(),
        raw.hex().upper().encode(),
        json.dumps(mark).encode(),
        *(base64.b64encode(b"\xf0" * n + raw + b"\x00 the rest") for n in range(3)),
    ]
    for n, shape in enumerate(shapes):
        hits = found(tmp_path, b"\xff" * before + shape + b"\xff" * 5, f"file-{n}")
        (tmp_path / f"file-{n}").unlink()
        assert [hit[2] for hit in hits] == [mark], (n, hits)


def test_a_part_of_a_mark_is_a_hit_of_none(tmp_path: Path) -> None:
    """The stem alone, or with an end that is another's, is told as a part of one."""
    assert found(tmp_path, b"..." + STEM.latin.encode() + b"zzz") == [(3, "UTF-8, Latin", None)]


def test_what_holds_no_mark_has_no_hit(tmp_path: Path) -> None:
    """Random bytes, and another drill's marks, are no hits."""
    other = Stem.new()
    assert found(tmp_path, os.urandom(200_000) + other.mark().encode() + other.korean_mark().encode()) == []


def test_two_marks_side_by_side_are_two(tmp_path: Path) -> None:
    """Each hit is told by the mark that begins there, whatever stands beside it."""
    assert [hit[2] for hit in found(tmp_path, (LATIN + KOREAN + LATIN).encode())] == [LATIN, LATIN, KOREAN]


def test_a_mark_across_the_pieces_of_a_large_file_is_found_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the border between two pieces falls, the mark is found, once, at its place."""
    monkeypatch.setattr(scanning, "_PIECE", 10_000)
    for at in (0, 5_880, 5_904, 9_985, 9_999, 10_000, 15_890, 25_000, 29_975):
        content = bytes(at) + LATIN.encode()
        content += bytes(30_001 - len(content))
        assert found(tmp_path, content) == [(at, "UTF-8, Latin", LATIN)], at
    (tmp_path / "file").unlink()
    scan = Scan(STEM.needles(), MARKS)
    scan.stream("a stream", [bytes(7_000), bytes(2_990) + LATIN[:10].encode(), LATIN[10:].encode() + bytes(3_000)])
    assert [(hit.place, hit.offset, hit.mark) for hit in scan.done.hits] == [("a stream", 9_990, LATIN)]


def test_a_mark_that_a_log_page_cuts_in_two_is_found(tmp_path: Path) -> None:
    """PostgreSQL's log puts a header between two pages; without it, the record goes on."""
    raw = LATIN.encode()
    page = bytes(40) + b"." * (8192 - 40 - 4) + raw[:4] + b"\x01" * 24 + raw[4:]
    content = page + b"." * (16_384 - len(page))
    assert without_headers(content)[8192 - 40 - 4 :][:20] == raw
    hits = found(tmp_path, content, "0000000100000000000000A1")
    assert [hit[2] for hit in hits] == [LATIN]
    (tmp_path / "0000000100000000000000A1").unlink()
    assert found(tmp_path, content, "no-log") == []


def test_the_same_content_is_told_at_each_place(tmp_path: Path) -> None:
    """A content that was searched already is not searched again where it held nothing, and is where it held something."""
    for name in ("a", "b"):
        (tmp_path / f"clean-{name}").write_bytes(b"nothing")
        (tmp_path / f"marked-{name}").write_bytes(LATIN.encode())
    scan = Scan(STEM.needles(), MARKS)
    scan.tree(tmp_path)
    assert (scan.done.files, len(scan.done.hits)) == (4, 2)


def test_what_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there and can't be opened is no clean file."""
    (tmp_path / "closed").write_bytes(LATIN.encode())

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(scanning, "open", refused, raising=False)
    scan = Scan(STEM.needles(), MARKS)
    scan.tree(tmp_path)
    assert scan.done.unread == [str(tmp_path / "closed")]
    assert scan.done.hits == []


def test_links_and_sockets_are_left_alone(tmp_path: Path) -> None:
    """Only regular files below the directory are looked at: a link out of it leads to something that is not the
    drill's."""
    (tmp_path / "in").mkdir()
    (tmp_path / "out").write_text("x")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    os.mkfifo(tmp_path / "in" / "pipe")
    assert list(files_below(tmp_path / "in", [])) == []
    unread: list[str] = []
    assert list(files_below(tmp_path / "nowhere", unread)) == unread == []


def test_no_two_forms_of_a_stem_are_the_same() -> None:
    """What lies somewhere is found in one form: no stem's hexadecimal is the same in either case."""
    for _ in range(300):
        needles = Stem.new().needles()
        assert len({*needles.values()}) == len(needles)


def test_marks_are_new_each_time() -> None:
    """No two marks are the same, each begins with its drill's stem, and each form of a stem begins that of its marks."""
    stem = Stem.new()
    marks = {stem.mark() for _ in range(100)} | {stem.korean_mark() for _ in range(100)}
    assert len(marks) == 200
    for mark in marks:
        begin = forms(stem.latin if mark.isascii() else stem.korean)
        for form, shape in forms(mark).items():
            assert shape.startswith(begin[form]), form
