"""`jikim webhook`: who is told what happened, by reference."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Directory, Json, PolicyPath, words
from jikim.particles import eul, eun


def _number(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UsageError(
            f"`{text}` is no webhook's number",
            hint="`jikim webhook list` says the numbers",
            ko=(f"{eun(f'`{text}`')} 웹훅 번호가 아닙니다", "`jikim webhook list`에서 번호를 확인해 주세요"),
        ) from None


@in_korean(
    """지금부터 일어나는 이벤트를 알릴 웹훅을 추가하고, 비밀 값을 한 번만 출력합니다.

    알림에는 정보주체 번호, 기록, 이벤트, 조항만 있고 값은 없습니다. Standard Webhooks의 방법으로 서명합니다.
    """
)
def add(
    policy: PolicyPath,
    url: Annotated[
        str,
        about(
            "Where to: https, outside; networks of your own by JIKIM_WEBHOOK_NETWORKS.",
            "보낼 주소: 외부의 https. 내부 네트워크는 JIKIM_WEBHOOK_NETWORKS로 허용",
        ),
    ],
    /,
    *,
    events: Annotated[
        str,
        about(
            "Which: `subject:leave`, `record:*` or `*`, by commas.",
            "알릴 이벤트를 쉼표로 구분: `subject:leave`, `record:*` 또는 `*`",
            metavar="NAMES",
        ),
    ],
    directory: Directory = None,
    json: Json = False,
) -> int:
    """Add a webhook, which is told of events from now on, and print its secret, once.

    What is told names the person, the record, the event and the clause, and never a value. It is signed as Standard
    Webhooks says.
    """
    from jikim.jobs.outbound_addresses import Outward
    from jikim.jobs.webhooks import add_webhook

    names = [part.strip() for part in events.split(",") if part.strip()]
    with house.opened(policy, directory) as jk:
        number, secret = jk.do(add_webhook, "", url, names, Outward.of(jk.settings))
    if json:
        terminal.document({"webhook": str(number), "secret": secret})
        return DONE
    terminal.line(secret)
    terminal.line(
        words(f"webhook {number}; its secret is shown this once", f"웹훅 {number}. 비밀 값은 지금 한 번만 출력합니다"),
        stderr=True,
    )
    return DONE


@in_korean("웹훅을, 대기 중인 것과 포기한 것의 수와 함께 나열합니다.")
def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """List webhooks, with how much waits and how much was given up."""
    from jikim.jobs.webhooks import webhooks
    from jikim.wire import plain

    with house.opened(policy, directory) as jk:
        rows = jk.do(webhooks)
    if json:
        terminal.document([plain(one) for one in rows])
        return DONE
    for one in rows:
        owner = words(f"  of {one.owner}", f"  {one.owner}의 것") if one.owner else ""
        counts = words(f"waiting: {one.waiting}, dead: {one.dead}", f"대기 {one.waiting}, 포기 {one.dead}")
        terminal.line(f"{one.webhook}  {one.url}  {', '.join(one.events)}  {counts}{owner}")
    return DONE


@in_korean("웹훅을 아직 알리지 못한 것까지 모두 종료합니다.")
def end(
    policy: PolicyPath, webhook: Annotated[str, about("Its number.", "웹훅 번호")], /, *, directory: Directory = None
) -> int:
    """End a webhook, with all that it had still to tell."""
    from jikim.jobs.webhooks import end_webhook

    number = _number(webhook)
    with house.opened(policy, directory) as jk:
        if not jk.driver.run(end_webhook(number)):
            raise UsageError(
                f"there is no webhook `{webhook}`",
                hint="`jikim webhook list` says the numbers",
                ko=(f"`{webhook}` 웹훅이 없습니다", "`jikim webhook list`에서 번호를 확인해 주세요"),
            )
    terminal.line(words(f"webhook {number} is over", f"웹훅 {eul(f'{number}')} 종료했습니다"))
    return DONE


@in_korean("전달을 포기한 메시지를 나열합니다: 웹훅, 이벤트, 시도한 횟수, 마지막 응답의 상태 코드.")
def dead(
    policy: PolicyPath,
    webhook: Annotated[str | None, about("Its number; without it, of all.", "웹훅 번호. 없으면 모든 웹훅")] = None,
    /,
    *,
    directory: Directory = None,
    json: Json = False,
) -> int:
    """List messages that were given up: the webhook, the event, how often it was tried and the last answer's status."""
    from jikim.jobs.webhooks import dead_messages

    number = None if webhook is None else _number(webhook)
    with house.opened(policy, directory) as jk:
        rows = jk.driver.run(dead_messages(None, number, limit=10_000))
    if json:
        terminal.document(
            [
                {
                    "webhook": str(one.webhook),
                    "message": str(one.message),
                    "tries": one.tries,
                    "status": one.status,
                    "event": dict(one.body),
                }
                for one in rows
            ]
        )
        return DONE
    for one in rows:
        tries = words(
            f"{one.tries} tries, status {one.status or 'none'}", f"{one.tries}번 시도, 상태 코드 {one.status or '없음'}"
        )
        terminal.line(f"{one.webhook}  {one.message}  {one.body['data']['event']}  {tries}")
    return DONE


@in_korean("전달을 포기한 메시지를 다음 정기 작업에서 다시 보냅니다.")
def replay(
    policy: PolicyPath,
    webhook: Annotated[str | None, about("Its number; without it, of all.", "웹훅 번호. 없으면 모든 웹훅")] = None,
    /,
    *,
    directory: Directory = None,
) -> int:
    """Try again what was given up, at the next run of the jobs."""
    from jikim.jobs.webhooks import replay as again

    number = None if webhook is None else _number(webhook)
    with house.opened(policy, directory) as jk:
        count = jk.driver.run(again(None, number))
    terminal.line(
        words(f"{count} message{'s' if count != 1 else ''} will be tried again", f"메시지 {count}건을 다시 보냅니다")
    )
    return DONE
