"""`jikim partner`: the keys with which partner companies sign their feeds (1.4)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Directory, Json, PolicyPath, words
from jikim.particles import eul, eun

PartnerName = Annotated[str, about("The policy's name of the partner.", "방침에 적힌 제휴사 이름")]


@in_korean(
    """제휴사가 보내는 자료에 서명할 키를 만들고, 비밀 값을 한 번만 출력합니다.

    제휴사의 키 여러 개를 함께 쓸 수 있으므로, 중단 없이 키를 바꿀 수 있습니다.
    """
)
def key(policy: PolicyPath, partner: PartnerName, /, *, directory: Directory = None, json: Json = False) -> int:
    """Make a key for a partner to sign its feed with, and print its secret, once.

    Several keys of a partner may stand at once, so that one is changed without a pause.
    """
    from jikim.errors import DeniedError, JikimError
    from jikim.intake.webhook_signatures import make_partner_key

    with house.opened(policy, directory) as jk:
        try:
            number, secret = jk.do(make_partner_key, partner, actor=jk.acting("system", "jikim partner"))
        except DeniedError:
            raise
        except JikimError as error:
            raise UsageError(error.message, hint=error.hint or "", ko=error.words("ko")[:2]) from None
    if json:
        terminal.document({"partner": partner, "key": str(number), "secret": secret})
        return DONE
    terminal.line(secret)
    terminal.line(
        words(
            f"key {number} of {partner}; its secret is shown this once",
            f"{partner}의 키 {number}. 비밀 값은 지금 한 번만 출력합니다",
        ),
        stderr=True,
    )
    return DONE


@in_korean("제휴사의 키를 나열합니다.")
def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """List the partners' keys."""
    from jikim.intake.webhook_signatures import partner_keys

    with house.opened(policy, directory) as jk:
        rows = jk.do(partner_keys)
    if json:
        terminal.document(
            [
                {
                    "partner": one.partner,
                    "key": str(one.number),
                    "made": one.made.isoformat(),
                    "ended": one.ended.isoformat() if one.ended else None,
                }
                for one in rows
            ]
        )
        return DONE
    for one in rows:
        made = words(f"made {one.made:%Y-%m-%d}", f"{one.made:%Y-%m-%d} 생성")
        terminal.line(f"{one.number}  {one.partner}  {made}{words('  ended', '  폐기') if one.ended else ''}")
    return DONE


@in_korean("제휴사의 키를 즉시 폐기합니다.")
def end(
    policy: PolicyPath,
    partner: PartnerName,
    key: Annotated[str, about("The key's number.", "키 번호")],
    /,
    *,
    directory: Directory = None,
) -> int:
    """End a partner's key at once."""
    from jikim.errors import DeniedError
    from jikim.intake.webhook_signatures import end_partner_key

    try:
        number = UUID(key)
    except ValueError:
        raise UsageError(
            f"`{key}` is no key's number",
            hint="`jikim partner list` says the numbers",
            ko=(f"{eun(f'`{key}`')} 키 번호가 아닙니다", "`jikim partner list`에서 번호를 확인해 주세요"),
        ) from None
    with house.opened(policy, directory) as jk:
        try:
            jk.do(end_partner_key, partner, number, actor=jk.acting("system", "jikim partner"))
        except DeniedError:
            raise UsageError(
                f"no key `{key}` of `{partner}` stands",
                hint="`jikim partner list` says the numbers",
                ko=(f"`{partner}`에 `{key}` 키가 없습니다", "`jikim partner list`에서 번호를 확인해 주세요"),
            ) from None
    terminal.line(words(f"key {number} is over", f"키 {eul(f'{number}')} 폐기했습니다"))
    return DONE
