"""`jikim prove`: every promise with what was measured of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED
from jikim.cli.options import Directory, Json, Lang, PolicyPath, language, words
from jikim.policy.citing import cited

if TYPE_CHECKING:
    from jikim.cli.options import Language
    from jikim.policy.model import PolicyFile
    from jikim.prove.mechanism import State
    from jikim.prove.promises import Promise
    from jikim.prove.proving import Proven

MARKS = {"kept": "+", "attested": "~", "ready": "=", "unproven": "?", "late": "-", "broken": "!"}


@in_korean(
    """방침의 약속마다 지금 이행되고 있는지 측정하여 알려 줍니다.

    이행 중(kept): 약속한 일이 실제로 있었고 측정한 결과가 맞습니다. 확인됨(attested): 외부 시스템에 달린 일을
    누군가 확인했습니다. 준비됨(ready): 아직 그런 일이 없었고, 방금 그 장치를 시험했습니다. 증명 안 됨(unproven):
    여기서는 측정할 수 없으며 사유를 밝힙니다. 지연(late): 기한이 지났지만 아직 어긴 것은 아닙니다. 이행 안
    됨(broken): 수치가 약속과 다릅니다. (attached)가 붙은 약속은 회사 데이터베이스에 있고 그곳에서 삭제 명령으로
    지우는 기록에 관한 것입니다. 점검은 원장에 기록되고, 이행되지 않은 약속은 담당자와 기한이 있는 과제가
    됩니다. 이행되지 않은 것이 있으면 1로 끝납니다. 서버와 함께 실행할 수 있고 개인정보를 바꾸지 않습니다.
    """
)
def prove(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    clause: Annotated[
        str | None,
        about(
            "Only this promise, with how it is kept and over which systems.",
            "이 약속만, 이행 방법과 해당 시스템까지 출력",
            metavar="N",
        ),
    ] = None,
    strict: Annotated[
        bool, about("Exit 1 for an unproven or late promise, too.", "증명하지 못했거나 지연된 약속도 종료 코드 1")
    ] = False,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Measure whether each promise of the policy is kept, now, and say what was found.

    A promise is kept only where what it is about has happened, was measured and agrees; attested where it rests on a
    system outside, of which somebody attested it; ready where nothing of the kind has happened yet and its mechanism
    was tried just now; unproven where nothing here can measure it, with the reason; late where something is overdue and
    there is still time before that breaks it; broken where the numbers contradict it. One that says (attached) is about
    records in a database of your own, erased there by statement. The run is recorded in the
    ledger, and each promise found broken becomes a task with an owner and a day. Exits 1 when one is broken. It runs
    beside a server, and changes nobody's data.
    """
    with house.opened(policy, directory) as jk, terminal.waiting():
        proven = jk.prove()
        wanted = [proven.of(clause)] if clause is not None else list(proven.promises)
        if clause is None:
            jk.prove_on_record(proven)
            jk.sequence()
    if json:
        told = proven.as_json()
        told["promises"] = [one for one in told["promises"] if clause in (None, one["clause"])]
        terminal.document(told)
    else:
        for text in _lines(proven, jk.policy.file, wanted, language(lang), whole=clause is not None):
            terminal.line(text)
    bad = ("broken", "late", "unproven") if strict else ("broken",)
    return FAILED if any(one.state in bad for one in wanted) else DONE


def _lines(proven: Proven, file: PolicyFile, wanted: list[Promise], tongue: Language, *, whole: bool) -> Iterator[str]:
    for one in wanted:
        said = cited(one.clause, tongue, file)
        if whole:
            yield from _whole(one, said, tongue)
        elif one.reads != "kept":
            yield f"{MARKS[one.state]} {said}  {_reads(one, tongue)}: {one.said(tongue)}"
    if not whole:
        found = proven.counts
        told = ", ".join(
            (f"{_STATES[state]} {found[state]}" if tongue == "ko" else f"{found[state]} {state}")
            + _beside(proven, state, tongue)
            for state in ("kept", "attested", "ready", "unproven", "late", "broken")
            if found[state]
        )
        total = len(proven.promises)
        yield words(f"{total} promises: {told}", f"약속 {total}가지: {told}", tongue)


def _beside(proven: Proven, state: State, tongue: Language) -> str:
    many = sum(one.state == state and one.attached is not None for one in proven.promises)
    return words(f" ({many} of them attached)", f" (그중 자체 데이터베이스 {many})", tongue) if many else ""


def _whole(one: Promise, said: str, tongue: Language) -> Iterator[str]:
    yield f"{MARKS[one.state]} {said}  {_reads(one, tongue)}"
    for part in one.parts:
        how, found = part.mechanism, part.finding
        yield f"  {how.ko if tongue == 'ko' else how.en}"
        yield f"    {MARKS[found.state]} {found.said(tongue)}"
    others = "".join(f", {reach.system.system} ({reach.system.reach})" for reach in one.reach)
    yield words(f"  reach: jikim (sealed){others}", f"  미치는 곳: jikim (sealed){others}", tongue)
    for reach in one.reach:
        if reach.finding is not None:
            yield f"    {MARKS[reach.finding.state]} {reach.finding.said(tongue)}"
    if one.attached is not None:
        kinds = ", ".join(one.attached.kinds)
        yield f"    {words('attached', '자체 데이터베이스', tongue)} ({kinds}): {one.attached.said(tongue)}"


_STATES: dict[State, str] = {
    "kept": "이행 중",
    "attested": "증명됨",
    "ready": "준비됨",
    "unproven": "확인 불가",
    "late": "지연",
    "broken": "이행 안 됨",
}


def _reads(one: Promise, tongue: Language) -> str:
    """Its state, and whether it holds of attached records alone or too."""
    if tongue == "en":
        return one.reads
    return _STATES[one.state] + (" (자체 데이터베이스)" if one.attached is not None else "")
