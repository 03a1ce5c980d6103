"""The promises of the homepage's policy in Korean: what its document says under each number, and how that is kept, in the
words of the promises page. The English reference is written by hand."""

from __future__ import annotations

import re
from pathlib import Path

from jikim.app import read_policy
from jikim.policy.render import document
from jikim.prove.promises import mechanism_of, order_of, promised
from jikim.web.public.promises import sentences

ROOT = Path(__file__).parents[2]
_HEAD = """\
# 조항

`make docs`가 `homepage/policy.yaml`에서 만듭니다. RemoteView 홈페이지 처리방침의 약속마다, 공개한 문서가 하는
말과 지킴이 그 약속을 지키는 방법입니다. 첫 숫자는 공개한 문서의 절입니다.
실행 중인 사이트의 `/promises`와 `jikim prove`는 같은 약속을 그때의 증거와 함께 보여 줍니다. [English](clauses.md)

| 번호 | 처리방침의 약속 | 지키는 방법 |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    file = read_policy(ROOT / "homepage" / "policy.yaml")
    said, ways = sentences(document(file, "ko"), file), dict[str, dict[str, None]]()
    for clause, place in promised(file):
        how = mechanism_of(place.key)
        ways.setdefault(clause, {}).update({how.ko: None} if how is not None else {})
    rows = [
        f"| {clause} | {'<br>'.join(map(_cell, said.get(clause, ('–',))))} | {'<br>'.join(map(_cell, ways[clause]))} |\n"
        for clause in sorted(ways, key=order_of)
    ]
    return _HEAD + "".join(rows)


def _cell(text: str) -> str:
    return re.sub(r"https?://[^\s)]+", r"<\g<0>>", text.replace("|", "\\|").replace("\n", " "))
