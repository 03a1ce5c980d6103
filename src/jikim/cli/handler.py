"""`jikim handler`: the people of the office, where there is no office yet: the first officer is entered here, and the
rest on the office's pages."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import files, house, terminal, when
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Directory, Json, PolicyPath, words
from jikim.policy.period import day_of
from jikim.uploads import accept, pack
from jikim.verbs.grant import last_day

if TYPE_CHECKING:
    from jikim.app import Jikim

Handler = Annotated[
    str,
    about(
        "The short name that grants and the ledger know somebody by, like h-haneul.",
        "권한과 원장에 쓰이는 취급자 아이디. 예: h-haneul",
    ),
]


@in_korean(
    """취급자를 등록하고 첫 로그인 링크를 출력합니다.

    링크에서 보안 서약에 서명하고, 패스키 또는 비밀번호와 인증 앱을 등록합니다. 한 번만, 3일 안에 사용할 수
    있습니다. 그다음 할 수 있는 일은 `jikim handler grant`나 관리자 페이지에서 부여합니다.
    """
)
def new(
    policy: PolicyPath,
    handler: Handler,
    /,
    *,
    name: Annotated[
        str, about("Their name. It is sealed under a key of their own.", "성명. 본인의 키로 암호화하여 저장")
    ],
    email: Annotated[
        str,
        about("Their e-mail address, sealed alike; alerts go there.", "알림을 받을 이메일 주소. 같은 방법으로 저장"),
    ] = "",
    duty: Annotated[str, about("What they do.", "담당 업무")] = "",
    officer: Annotated[
        bool,
        about(
            "They are a privacy officer, who appoints others.",
            "다른 취급자를 지정하는 개인정보 보호책임자",
            negative="",
        ),
    ] = False,
    pledged: Annotated[
        str | None,
        about(
            "When they signed the pledge on paper; with --pledge, --place, --scan.",
            "종이 서약서에 서명한 날. --pledge, --place, --scan과 함께 사용",
            metavar="DAY",
        ),
    ] = None,
    pledge: Annotated[
        str, about("What they signed: the pledge's title and version.", "서명한 서약서의 제목과 버전", metavar="TEXT")
    ] = "",
    place: Annotated[str, about("Where the signed paper lies.", "서명한 서약서를 둔 곳")] = "",
    scan: Annotated[
        Path | None,
        about(
            "A file of the signed paper: nobody signs for another.",
            "서명한 서약서의 스캔 파일(다른 사람이 대신 서명할 수 없음)",
        ),
    ] = None,
    directory: Directory = None,
) -> int:
    """Enter somebody into the register and print the link by which they come in the first time.

    By the link they sign the security pledge and set a passkey, or a password and an authenticator app. It works once,
    for three days. What they may do then is given with `jikim handler grant`, or on the office's pages.
    """
    with house.opened(policy, directory) as jk:
        day = None if pledged is None else when.moment(pledged, jk.policy.zone).date()
        if scan is not None and jk.settings.clamd is None:
            raise UsageError(
                "a file is taken where a virus scanner is set alone",
                hint="name it by JIKIM_CLAMD; or leave the pledge out, and they sign it by the link",
                ko=(
                    "바이러스 검사기가 설정된 곳에서만 파일을 받습니다",
                    "JIKIM_CLAMD에 적어 주세요. 또는 서약을 적지 않으면 본인이 링크에서 서명합니다",
                ),
            )
        file = (
            b"" if scan is None else pack([asyncio.run(accept(jk.settings, scan.name, files.read(scan), item="scan"))])
        )
        jk.enter_handler(
            handler,
            name=name,
            email=email,
            duty=duty,
            kind="officer" if officer else "handler",
            pledged=day,
            pledge=pledge,
            place=place,
            scan=file,
        )
        link = _link(jk, handler)
    terminal.line(link)
    terminal.line(
        words(
            "it is shown this once, works once, and ends in three days",
            "지금 한 번만 출력하며, 한 번만 쓸 수 있고, 3일 뒤에 끝납니다",
        ),
        stderr=True,
    )
    return DONE


@in_korean("등록된 취급자의 새 링크를 출력합니다. 이전 링크는 사용할 수 없게 됩니다.")
def invite(policy: PolicyPath, handler: Handler, /, *, directory: Directory = None) -> int:
    """Print a new link for somebody who is in the register; an older one ends."""
    with house.opened(policy, directory) as jk:
        link = _link(jk, handler)
    terminal.line(link)
    return DONE


@in_korean("취급자에게 권한을 부여합니다. 서약하지 않은 사람은 거부합니다.")
def grant(
    policy: PolicyPath,
    handler: Handler,
    /,
    *,
    purposes: Annotated[
        str,
        about(
            "The purposes that they may name, separated by commas; `all` for every one.",
            "사용할 수 있는 목적을 쉼표로 구분. `all`이면 모두",
            metavar="NAMES",
        ),
    ],
    records: Annotated[
        str | None,
        about(
            "The record kinds that it reaches; all unless given.", "권한이 미치는 기록. 없으면 모두", metavar="NAMES"
        ),
    ] = None,
    items: Annotated[
        str | None,
        about("The items that it reaches; all unless given.", "권한이 미치는 항목. 없으면 모두", metavar="NAMES"),
    ] = None,
    until: Annotated[
        str | None,
        about(
            "When it ends: by the day on which it has to be renewed, which it is unless given.",
            "권한이 끝나는 때. 갱신해야 하는 날까지이며, 없으면 그날",
            metavar="TIME",
        ),
    ] = None,
    directory: Directory = None,
) -> int:
    """Give a handler a grant. Refused for somebody who has signed no pledge."""
    with house.opened(policy, directory) as jk:
        end = None if until is None else when.moment(until, jk.policy.zone)
        last = last_day(jk.house) if end is None else day_of(end, jk.policy.zone)
        named = list(jk.policy.file.purposes) if purposes == "all" else _names(purposes)
        number = jk.by(jk.acting("system", "jikim handler")).grant(
            handler,
            named,
            end,
            kinds=None if records is None else _names(records),
            items=None if items is None else _names(items),
        )
    terminal.line(words(f"grant {number}, until {last}", f"권한 {number}, {last}까지"))
    return DONE


@in_korean("취급자 명부를 나열합니다: 등록된 사람, 서약일과 교육일, 권한이 끝나는 날. 성명은 출력하지 않습니다.")
def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """List the register: who is in it, when they pledged and are trained, and until when their grants run. No name is
    printed."""
    from jikim.handlers.register import grants, workers
    from jikim.policy.period import day_of

    with house.opened(policy, directory) as jk:
        people, given, now = jk.do(workers), jk.do(grants), jk.now()
        zone = jk.policy.zone
    rows = []
    for one in people:
        ends = sorted(
            day_of(grant.until, zone).isoformat() for grant in given if grant.handler == one.handler and grant.runs(now)
        )
        rows.append(
            {
                "handler": one.handler,
                "kind": one.kind,
                "pledged": _day(one.pledged),
                "training_due": _day(one.training_due),
                "left": None if one.left is None else day_of(one.left, zone).isoformat(),
                "grants_until": ends,
            }
        )
    if json:
        terminal.document(rows)
        return DONE
    for row in rows:
        left, pledged, given_until = row["left"], row["pledged"], ", ".join(row["grants_until"] or ())
        state = words(
            f"left {left}" if left else f"pledged {pledged or 'never'}",
            f"업무 종료 {left}" if left else f"서약 {pledged or '없음'}",
        )
        until = words(
            f"grants until {given_until}" if given_until else "no grant",
            f"권한 {given_until}까지" if given_until else "권한 없음",
        )
        kind = words(str(row["kind"]), "보호책임자" if row["kind"] == "officer" else "취급자")
        terminal.line(f"{row['handler']}  {kind}  {state}; {until}")
    return DONE


@in_korean("취급자가 업무를 그만둡니다. 모든 권한, 접속, 인증이 즉시 끝나고 인수인계를 요청합니다.")
def leave(policy: PolicyPath, handler: Handler, /, *, directory: Directory = None) -> int:
    """Somebody leaves their duty: every grant, session and proof ends at once, and the handover is asked for."""
    with house.opened(policy, directory) as jk:
        ended = jk.by(jk.acting("system", "jikim handler")).leave_duty(handler)
    terminal.line(
        words(
            f"{ended} grants ended; record the handover on the office's pages",
            f"권한 {ended}개가 끝났습니다. 관리자 화면에 인수인계를 기록해 주세요",
        )
    )
    return DONE


def _link(jk: Jikim, handler: str) -> str:
    from jikim.handlers.invitations import invite as make

    url = (jk.settings.url or jk.policy.file.service.url).rstrip("/")
    return f"{url}/office/begin/{jk.do(make, handler)}"


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _day(day: object) -> str | None:
    return None if day is None else str(day)
