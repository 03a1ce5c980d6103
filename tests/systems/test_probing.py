"""What an answer says of somebody who is asked for."""

from __future__ import annotations

import pytest

from jikim.systems.probing import says_there


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
    ],
)
def test_an_empty_list_is_nobody(body: bytes, pointer: str | None, told: bool | None) -> None:
    """Whatever form an answer of 200 says it in; and where it says more than that, by the part that the mapping names."""
    assert says_there(body, pointer) is told
