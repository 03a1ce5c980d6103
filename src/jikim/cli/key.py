"""`jikim key`: keys with which applications come to the REST API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from cyclopts.validators import Number

from jikim.cli import house, terminal, when
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Directory, Json, PolicyPath, words

YEAR = timedelta(days=365)


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _named(text: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """Names by commas; `all` for every one that there is now, and none that a later policy adds."""
    words = _words(text)
    return tuple(known) if words == ("all",) else words


@in_korean(
    """키를 만들어 한 번만 출력합니다. 저장하는 것은 키의 해시뿐입니다.

    키는 권한입니다. 여기에 적은 것만 읽고 쓸 수 있고 적지 않은 것에는 미치지 않으며, 아무것도 적지 않으면 아무것도
    할 수 없습니다. `all`은 지금 방침에 있는 모두입니다. 만료일에 끝나고, 폐기할 수 있으며, 이 키로 한 모든 일은
    애플리케이션 이름으로 기록됩니다. `people`이 있으면 애플리케이션이 직접 로그인시킨 사람을 대신하여 정정하고
    동의하며, 모든 기록을 적은 키이면 열람, 탈퇴, 권리 행사 요청, 로그인도 할 수 있습니다.
    """
)
def new(
    policy: PolicyPath,
    name: Annotated[
        str,
        about(
            "The application's name, which its acts are recorded under.",
            "애플리케이션 이름. 처리 내역이 이 이름으로 기록됨",
        ),
    ],
    /,
    *,
    purposes: Annotated[
        str | None,
        about(
            "The purposes that it may name, separated by commas.", "사용할 수 있는 목적을 쉼표로 구분", metavar="NAMES"
        ),
    ] = None,
    records: Annotated[
        str | None, about("The record kinds that it may read and write.", "읽고 쓸 수 있는 기록", metavar="NAMES")
    ] = None,
    channels: Annotated[
        str | None,
        about(
            "The channels that it enters by: no handler's, no partner's.",
            "수집할 수 있는 경로(취급자나 제휴사의 경로는 제외)",
            metavar="NAMES",
        ),
    ] = None,
    events: Annotated[
        str | None,
        about(
            "The events that it may tell of, like paid,settled.",
            "알릴 수 있는 이벤트. 예: paid,settled",
            metavar="NAMES",
        ),
    ] = None,
    consents: Annotated[
        str | None,
        about(
            "The consents that it may give and withdraw, like marketing.events,acme/delivery.",
            "하고 철회할 수 있는 동의. 예: marketing.events,acme/delivery",
            metavar="NAMES",
        ),
    ] = None,
    until: Annotated[
        str | None, about("When it ends; a year from now unless given.", "만료일. 없으면 1년 뒤", metavar="TIME")
    ] = None,
    may: Annotated[
        str | None,
        about(
            "What it may besides: people, evidence, webhooks, metrics, access-records; by commas.",
            "그 밖에 할 수 있는 일을 쉼표로 구분: people, evidence, webhooks, metrics, access-records",
            metavar="WHAT",
        ),
    ] = None,
    limit: Annotated[
        int, about("Requests a minute.", "1분당 요청 수", metavar="NUMBER", validator=Number(gte=1, lte=100_000_000))
    ] = 1_000_000,
    directory: Directory = None,
    json: Json = False,
) -> int:
    """Make a key and print it, once: a hash of it is stored.

    A key is a grant: it reaches what is named here, to read and to write, and nothing unnamed; without a name it
    reaches nothing. `all` names every one that the policy has now. It ends on its day, can be revoked, and every act
    under it is recorded with the application's name. With `people` it acts for persons whom the application itself has
    signed in: corrects and consents, and, where it names all records, shows, leaves, files requests and signs in.
    """
    from jikim.api.keys import make_key, reachable

    with house.opened(policy, directory) as jk:
        end = jk.now() + YEAR if until is None else when.moment(until, jk.policy.zone)
        known = reachable(jk.policy)
        steps = make_key(
            jk.house,
            name,
            _named(purposes, known["purpose"]),
            until=end,
            records=_named(records, known["record"]),
            channels=_named(channels, known["channel"]),
            events=_named(events, known["event"]),
            consents=_named(consents, known["consent"]),
            may=_words(may),
            most=limit,
        )
        number, key = jk.driver.run(steps)
    if json:
        terminal.document({"number": number, "key": key, "until": end.isoformat()})
        return DONE
    terminal.line(key)
    day = f"{end:%Y-%m-%d}"
    terminal.line(
        words(
            f"number {number}, until {day}; it is shown this once", f"{number}번, {day}까지. 지금 한 번만 출력합니다"
        ),
        stderr=True,
    )
    return DONE


_REACHES = {
    "purposes": "목적",
    "records": "기록",
    "channels": "채널",
    "events": "이벤트",
    "consents": "동의",
    "may": "할 수 있는 일",
}


@in_korean("키를 나열합니다: 번호, 애플리케이션, 만료일, 미치는 범위. 키 자체는 출력하지 않습니다.")
def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """List keys: number, application, until when, and what each reaches. Never a key."""
    from jikim.api.keys import keys_of
    from jikim.wire import plain

    with house.opened(policy, directory) as jk:
        rows, now = jk.do(keys_of), jk.now()
    if json:
        named = ({"limit" if name == "most" else name: one for name, one in plain(row).items()} for row in rows)
        terminal.document(list(named))
        return DONE
    for one in rows:
        if one.revoked:
            state = words(f"revoked {one.revoked:%Y-%m-%d}", f"{one.revoked:%Y-%m-%d} 폐기")
        elif one.until <= now:
            state = words("over", "만료")
        else:
            state = words(f"until {one.until:%Y-%m-%d}", f"{one.until:%Y-%m-%d}까지")
        terminal.line(f"{one.number}  {one.name}  {state}")
        for what, ko in _REACHES.items():
            terminal.line(f"   {words(what, ko)}: {', '.join(getattr(one, what)) or words('none', '없음')}")
    return DONE


@in_korean("키를 즉시 폐기합니다. 지금부터 이 키로 온 요청은 모두 거부합니다.")
def revoke(
    policy: PolicyPath,
    number: Annotated[
        int, about("The key's number, as `jikim key list` says it.", "`jikim key list`에 나오는 키 번호")
    ],
    /,
    *,
    directory: Directory = None,
) -> int:
    """End a key at once: whatever comes under it from here on is refused."""
    from jikim.api.keys import revoke_key

    with house.opened(policy, directory) as jk:
        stood = jk.do(revoke_key, number)
    if not stood:
        raise UsageError(
            f"key {number} was revoked before",
            hint="`jikim key list` says when",
            ko=(f"{number}번 키는 이미 폐기되었습니다", "`jikim key list`에서 폐기한 때를 확인해 주세요"),
        )
    terminal.line(words(f"key {number} is revoked", f"{number}번 키를 폐기했습니다"))
    return DONE
