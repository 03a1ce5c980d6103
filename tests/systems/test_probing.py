"""What an answer says of somebody who is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from jikim.systems.probing import arrived, says_there


@pytest.mark.parametrize(
    ("body", "pointer", "told"),
    [
        (b"", None, False),
        (b" [ ]\n", None, False),
        (b'{"results": [], "count": 0}', None, False),
        (b'{"took": 3, "hits": []}', None, True),
        (b'{"took": 3, "hits": []}', "/hits", False),
        (b'{"hits": {"total": 2}}', "/hits/total", True),
        (b'[{"id": 0}, {"id": 7}]', "/1/id", True),
        (b'[{"id": 0}]', "/1/id", False),
        (b"<p>here</p>", None, True),
        (b"<p>here</p>", "/hits", None),
        (b"[" * 60_000, None, True),
        (b"[" * 60_000, "/hits", None),
    ],
)
def test_an_empty_list_is_nobody(body: bytes, pointer: str | None, told: bool | None) -> None:
    """Whatever form an answer of 200 says it in; and where it says more than that, by the part that the mapping names."""
    assert says_there(body, pointer) is told


def test_a_moment_that_is_none_hides_no_mail(tmp_path: Path) -> None:
    """A mail says when it came in a head that anybody may write: whatever stands there, to whom it went is read."""
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    for n, said in enumerate(("Mon, 2 Jan 2040 03:04:05 +0000", "Mon, 2 Jan 99999999999999999999 03:04:05 +0000", "?")):
        (tmp_path / "new" / str(n)).write_text(f"Received: by mail; {said}\nTo: letters+a@shop.example\n\n", "utf-8")
    found = [head for head, _ in arrived(f"maildir:{tmp_path}", datetime(2040, 1, 1, tzinfo=UTC))]
    assert [one.to for one in found] == [frozenset({"letters+a@shop.example"})] * 3
    assert sorted(str(one.at) for one in found) == ["2040-01-02 03:04:05+00:00", "None", "None"]
