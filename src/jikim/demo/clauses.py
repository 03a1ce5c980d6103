"""The table after the story: every clause of the policy, what was seen of it, and where the rest is seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel
from rich.text import Text

from jikim.demo.report import BROKEN, LIVES, RESTS, Report
from jikim.policy.compiled import Policy


class ClauseRow(NamedTuple):
    """One clause: its number, what was seen of it, and what is still to come."""

    clause: str
    seen: str
    ok: bool
    awaits: str


def numbers(policy: Policy) -> list[str]:
    """Every clause number that the policy file states, in order."""
    return sorted({*_stated(policy.file), *policy.file.clauses.values()}, key=order)


def order(clause: str) -> tuple[int, int, str]:
    """Sorts `7.4a` after `7.3` and before `7.4b` and `10.1`."""
    section, _, rest = clause.partition(".")
    digits = "".join(char for char in rest if char.isdecimal())
    return int(section), int(digits or 0), rest


def _stated(part: Any) -> Iterator[str]:
    """The clause of each part of the file."""
    if isinstance(part, BaseModel):
        for field in type(part).model_fields:
            value = getattr(part, field)
            if field.startswith("clause") and isinstance(value, str):
                yield value
            else:
                yield from _stated(value)
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _stated(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from _stated(value)


def rows(policy: Policy, report: Report) -> list[ClauseRow]:
    """One row for each clause."""
    made = []
    for clause in numbers(policy):
        seen = report.seen.get(clause, [])
        failed = [one for one in seen if not one.ok]
        awaits = ", ".join(dict.fromkeys(one.awaits for one in seen if one.awaits))
        if not seen:
            awaits = report.say(*AWAITS.get(clause, ("화면", "its page")))
        # Of many things seen the one that failed is told, else the first that was told in words of its own.
        told = (failed or [one for one in seen if not one.what.startswith(_REFUSED)] or seen)[:1]
        more = f" (+{len(seen) - 1})" if len(seen) > 1 else ""
        made.append(ClauseRow(clause, told[0].what + more if told else "", bool(seen) and not failed, awaits))
    return made


# Where those clauses are that no part of the story shows.
AWAITS: dict[str, tuple[str, str]] = {
    "5.9": ("관리자 페이지에서: 세금계산서와 현금영수증", "in the office: tax invoices and cash receipts"),
    "7.2": ("사이트에서: 내 정보, 회원탈퇴", "on the site: my data, leaving"),
    "8.4": ("사이트에서: 접속 시간 제한", "on the site: session time-outs"),
    "8.5": ("사이트에서: 가입 때 보는 약관", "on the site: the terms shown at sign-up"),
    "9.1": ("사이트에서: 쿠키 안내", "on the site: the cookie page"),
    "9.3": ("사이트에서: 쿠키 세 가지 선택", "on the site: the three cookie choices"),
    "9.4": ("사이트에서: 브라우저 설정 도움말", "on the site: the help page for browsers"),
    "10.3": (
        "사이트에서: 올린 파일의 백신 검사 (clamd가 있을 때)",
        "on the site: the scanning of uploads (where there is a clamd)",
    ),
    "10.4": (
        "암호화 통신: 이 컴퓨터 밖에서는 jikim serve --cert",
        "encrypted transport: off this machine, jikim serve --cert",
    ),
    "10.5": (
        "사이트에서: 선언한 네트워크 밖에서는 관리자 페이지가 열리지 않음 (시연이 밖에서 두드려 봅니다)",
        "on the site: the office opens from declared networks alone (the demo knocks from outside)",
    ),
    "11.1": ("사이트에서: 화면과 메일 아래의 연락처", "on the site: the contact on each page and in each e-mail"),
    "11.3": (
        "사이트에서: 민원 화면과 메일의 외부 기관",
        "on the site: the outside bodies on the complaint page and in e-mails",
    ),
    "12.1": ("사이트에서: 외부 사이트 안내 화면", "on the site: the notice page for outside links"),
}
_REFUSED = ("거절: ", "refused: ")


def table(policy: Policy, report: Report) -> None:
    """Prints what was seen, clause by clause, then what did not run."""
    report.chapter("본 것과 아직 보지 못한 것", "What was seen, and what was not")
    say = report.say
    made = rows(policy, report)
    shown = []
    for row in made:
        if row.seen:
            mark = (
                Text(say("이행 중", "kept"), LIVES) if row.ok else Text(say("이행 안 됨", "broken"), f"bold {BROKEN}")
            )
            if row.ok and row.awaits:
                mark = Text(say("일부", "in part"), RESTS)
            later = f"\n{say('남음', 'to come')}: {row.awaits}" if row.awaits else ""
            shown.append((row.clause, mark, Text.assemble(row.seen, (later, "dim"))))
    report.table((say("조항", "clause"), "", say("본 것", "what was seen")), shown)
    waiting = [row for row in made if not row.seen]
    report.show()
    report.line(
        f"이야기에서 돌지 않은 조항은 {len(waiting)}개입니다. 아래에서 열리는 사이트나 명령에서 볼 수 있습니다:",
        f"{len(waiting)} clauses did not run in the story. They are seen on the site that opens below, or by a command:",
    )
    for row in waiting:
        report.line(f"{row.clause:<6}{row.awaits}", f"{row.clause:<6}{row.awaits}", style="dim")
