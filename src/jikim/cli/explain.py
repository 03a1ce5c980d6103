"""`jikim explain`: what may happen to one thing; and whether something may be done, by names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from jikim.cli import policy_file, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Json, Lang, PolicyPath, language
from jikim.cli.render import published
from jikim.errors import JikimError
from jikim.particles import i_ga

if TYPE_CHECKING:
    from jikim.policy.may import Chosen

May = Literal["use", "provide", "entrust", "collect", "consult", "show", "correct", "leave"]
Who = Literal["handler", "officer", "member", "guardian", "application", "partner", "system"]
State = Literal["live", "ended", "archived", "destroyed", "frozen", "held"]


@in_korean(
    """방침에 적힌 것 하나에 무엇을 할 수 있는지와 그 근거를, 또는 어떤 일을 할 수 있는지를 알려 줍니다.

    이름은 파일에 적힌 대로(`email`, `order`, `order.lines`, `records.payment`) 또는 표시 이름으로 적습니다.
    가능한지 물을 때는 이름으로 묻습니다(--may). 실제 처리할 때와 같은 판단을 그 근거 조항과 함께 답합니다. 할 수
    있으면 0, 할 수 없으면 1, 물음에 더 적을 것이 있으면 2로 끝납니다.
    """
)
def explain(
    policy: PolicyPath,
    name: Annotated[
        str | None,
        about(
            "An item, record, purpose, recipient, processor, channel or partner.",
            "항목, 기록, 목적, 제공받는 자, 수탁자, 수집 경로 또는 제휴사",
            name="NAME",
        ),
    ] = None,
    /,
    *,
    may: Annotated[
        May | None,
        about(
            "Ask instead: may this be done? use, provide, entrust, collect, consult, show, correct or leave.",
            "가능 여부 질의: use, provide, entrust, collect, consult, show, correct 또는 leave",
            metavar="VERB",
        ),
    ] = None,
    record: Annotated[str, about("Of which record.", "대상 기록", metavar="NAME")] = "",
    item: Annotated[
        list[str] | None, about("Which item; may be given again.", "대상 항목. 여러 번 적을 수 있음", metavar="NAME")
    ] = None,
    purpose: Annotated[
        str,
        about(
            "For which purpose; of the archive's, for consult.",
            "이용 목적. consult이면 분리 보관의 목적",
            metavar="NAME",
        ),
    ] = "",
    to: Annotated[
        str,
        about(
            "To which recipient or processor; from which partner.",
            "제공받는 자나 수탁자. 제휴사에서 받는 경우 그 제휴사",
            metavar="NAME",
        ),
    ] = "",
    channel: Annotated[str, about("By which channel.", "수집 경로", metavar="NAME")] = "",
    actor: Annotated[
        Who | None,
        about(
            "Who asks: handler, officer, member, guardian, application, partner, system.",
            "요청하는 쪽: handler, officer, member, guardian, application, partner, system",
            metavar="WHO",
        ),
    ] = None,
    of: Annotated[
        str | None,
        about(
            "Whose data: member, corporate, guest or a further kind.",
            "정보주체: member, corporate, guest 또는 방침이 더한 종류",
            metavar="WHOSE",
        ),
    ] = None,
    state: Annotated[
        list[State] | None,
        about(
            "live, ended, archived, destroyed; frozen, held. May be given again.",
            "기록의 상태: live, ended, archived, destroyed 및 frozen, held. 여러 번 적을 수 있음",
            metavar="STATE",
        ),
    ] = None,
    ended: Annotated[
        str | None,
        about(
            "How long ago its purpose was fulfilled: 7d, 1mo.", "목적을 달성한 뒤 지난 기간: 7d, 1mo", metavar="PERIOD"
        ),
    ] = None,
    consent: Annotated[
        list[str] | None,
        about(
            "A purpose, or recipient/purpose, that was consented to; `none`: to nothing. May be given again.",
            "동의한 목적 또는 ‘제공받는 자/목적’. `none`이면 동의 없음. 여러 번 적을 수 있음",
            metavar="NAME",
        ),
    ] = None,
    grant: Annotated[
        list[str] | None,
        about(
            "A purpose of the actor's grant; without it, staff have one for what is asked; `none`: no grant.",
            "요청하는 사람의 권한에 있는 목적. 없으면 묻는 목적의 권한이 있는 것으로 보고, `none`이면 권한 없음",
            metavar="NAME",
        ),
    ] = None,
    left: Annotated[bool, about("The person has left.", "탈퇴한 정보주체")] = False,
    reason: Annotated[bool, about("A reason is stated.", "사유를 밝힘")] = False,
    old_enough: Annotated[
        Literal["yes", "no"] | None,
        about(
            "The person says to be old enough: yes or no.",
            "정보주체가 만 14세 이상이라고 밝혔는지: yes 또는 no",
            metavar="YES",
        ),
    ] = None,
    terms: Annotated[
        list[Literal["authority", "statute", "document", "approved"]] | None,
        about(
            "What a demand by law comes with: authority, statute, document, approved. May be given again.",
            "법령에 따른 요구가 갖춘 것: authority, statute, document, approved. 여러 번 적을 수 있음",
            metavar="TERM",
        ),
    ] = None,
    at: Annotated[
        str | None, about("As of this day or moment; else now.", "기준 날짜나 시각. 없으면 지금", metavar="TIME")
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Say what may happen to one thing that a policy names, and why; or whether something may be done.

    A thing is named as in the file (`email`, `order`, `order.lines`, `records.payment`) or by its label. A question is
    asked by names (--may). The answer is that of the engine itself, with the clauses that lead to it. Exits 0 for yes,
    1 for no, 2 where a question must say more.
    """
    from jikim.cli import explain_may

    if may is not None:
        if name is not None:
            raise UsageError(
                "either a thing is named or a question is asked",
                hint="leave out the name, or `--may`",
                ko=("이름과 `--may`를 함께 쓸 수 없습니다", "이름이나 `--may` 가운데 하나를 빼 주세요"),
            )
        asked: Chosen = {
            "may": [may],
            "record": [record],
            "item": item or [],
            "purpose": [purpose],
            "to": [to],
            "channel": [channel],
            "actor": [actor or ""],
            "of": [of or ""],
            "state": state or [],
            "ended": [ended or ""],
            "consent": consent or [],
            "grant": grant or [],
            "left": ["yes"] * left,
            "reason": ["yes"] * reason,
            "old_enough": [old_enough or ""],
            "terms": terms or [],
        }
        return explain_may.by_names(policy, asked, at, lang, json)
    if name is None:
        raise UsageError(
            "nothing is asked",
            hint="name a thing of the policy, or ask with `--may`",
            ko=("무엇을 확인할지 적지 않았습니다", "방침에 있는 이름을 적거나 `--may`를 사용해 주세요"),
        )
    return _thing(policy, name, lang, json)


def _thing(policy: PolicyPath, name: str, lang: Lang, json: bool) -> int:
    from jikim.policy.explain import explain as explained
    from jikim.policy.explain import suggest

    file = policy_file.sound(policy, language(lang))
    local = language(None)
    tongue = published(file, lang or (local if local in file.service.languages else None))
    found = explained(file, name, tongue)
    if found is None:
        near = suggest(file, name)
        meant = " or ".join(f"`{other}`" for other in near)
        hint = f"did you mean {meant}?" if near else "name an item, record or purpose as the policy file does"
        hint_ko = (
            f"혹시 {', '.join(f'`{other}`' for other in near)}인가요?"
            if near
            else "항목, 기록, 목적의 이름을 방침 파일대로 적어 주세요"
        )
        raise JikimError(
            f"the policy names no `{name}`", hint=hint, ko=(f"방침에 {i_ga(f'`{name}`')} 없습니다", hint_ko)
        )
    if json:
        terminal.document(found.as_json())
    else:
        terminal.line(found.text().removesuffix("\n"))
    return DONE
