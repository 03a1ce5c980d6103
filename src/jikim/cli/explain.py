"""`jikim explain`: what may happen to one thing; and whether something may be done, by names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from jikim.cli import policy_file, terminal
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Json, Lang, PolicyPath, language
from jikim.cli.render import published
from jikim.errors import JikimError

if TYPE_CHECKING:
    from jikim.policy.may import Chosen

May = Literal["use", "provide", "entrust", "collect", "consult", "show", "correct", "leave"]
Who = Literal["handler", "officer", "member", "guardian", "application", "partner", "system"]
Whose = Literal["member", "corporate", "guest"]
State = Literal["live", "ended", "archived", "destroyed", "frozen", "held"]


def explain(
    policy: PolicyPath,
    name: Annotated[
        str | None, Parameter(name="NAME", help="An item, record, purpose, recipient, processor, channel or partner.")
    ] = None,
    /,
    *,
    may: Annotated[
        May | None,
        Parameter(
            metavar="VERB",
            help="Ask instead: may this be done? use, provide, entrust, collect, consult, show, correct or leave.",
        ),
    ] = None,
    record: Annotated[str, Parameter(metavar="NAME", help="Of which record.")] = "",
    item: Annotated[list[str] | None, Parameter(metavar="NAME", help="Which item; may be given again.")] = None,
    purpose: Annotated[str, Parameter(metavar="NAME", help="For which purpose; of the archive's, for consult.")] = "",
    to: Annotated[str, Parameter(metavar="NAME", help="To which recipient or processor; from which partner.")] = "",
    channel: Annotated[str, Parameter(metavar="NAME", help="By which channel.")] = "",
    actor: Annotated[
        Who | None,
        Parameter(metavar="WHO", help="Who asks: handler, officer, member, guardian, application, partner, system."),
    ] = None,
    of: Annotated[Whose | None, Parameter(metavar="WHOSE", help="Whose data: member, corporate or guest.")] = None,
    state: Annotated[
        list[State] | None,
        Parameter(metavar="STATE", help="live, ended, archived, destroyed; frozen, held. May be given again."),
    ] = None,
    ended: Annotated[
        str | None, Parameter(metavar="PERIOD", help="How long ago its purpose was fulfilled: 7d, 1mo.")
    ] = None,
    consent: Annotated[
        list[str] | None,
        Parameter(
            metavar="NAME",
            help="A purpose, or recipient/purpose, that was consented to; `none`: to nothing. May be given again.",
        ),
    ] = None,
    grant: Annotated[
        list[str] | None,
        Parameter(
            metavar="NAME",
            help="A purpose of the actor's grant; without it, staff have one for what is asked; `none`: no grant.",
        ),
    ] = None,
    left: Annotated[bool, Parameter(help="The person has left.")] = False,
    reason: Annotated[bool, Parameter(help="A reason is stated.")] = False,
    old_enough: Annotated[
        Literal["yes", "no"] | None, Parameter(metavar="YES", help="The person says to be old enough: yes or no.")
    ] = None,
    terms: Annotated[
        list[Literal["authority", "statute", "document", "approved"]] | None,
        Parameter(
            metavar="TERM",
            help="What a demand by law comes with: authority, statute, document, approved. May be given again.",
        ),
    ] = None,
    at: Annotated[str | None, Parameter(metavar="TIME", help="As of this day or moment; else now.")] = None,
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
        raise JikimError(f"the policy names no `{name}`", hint=hint, ko=(f"방침에 `{name}`이(가) 없습니다", hint_ko))
    if json:
        terminal.document(found.as_json())
    else:
        terminal.line(found.text().removesuffix("\n"))
    return DONE
