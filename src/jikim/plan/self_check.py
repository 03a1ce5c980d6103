"""The self-check of the published policy against what the commission looks at when it evaluates one (처리방침 평가,
PIPA §30-2①): whether it is adequate, readable, and easily found.

What the running system can answer it does (`answers`), and what it answered is kept with the end of the check; the rest is
a person's answer, with evidence. It gives no score: the commission's indicators and their weights were not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from jikim.cases.cases import Case, take_step
from jikim.cases.register import Field, Register, Step
from jikim.db.driver import Aside, Steps
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, blank
from jikim.policy.check.contents import Section, State, contents
from jikim.policy.period import Period
from jikim.policy.render import document
from jikim.policy.render.markdown import write
from jikim.policy.statutes import Asked
from jikim.verbs.house import House

Area = Literal["adequate", "readable", "found"]
Words = tuple[str, str]
AREAS: Mapping[Area, Words] = {
    "adequate": ("적정성", "Adequacy"),
    "readable": ("가독성", "Readability"),
    "found": ("접근성", "Accessibility"),
}
_TONGUES = {"ko": ("한국어", "Korean"), "en": ("영어", "English")}
LONG = 120  # letters from which on a sentence is long, in either language
_STOP = re.compile(r"(?<=[다요음함.!?])\s+|\n+")


class Asking(NamedTuple):
    """What a person answers."""

    key: str
    area: Area
    short: Words
    words: Words


class Answered(NamedTuple):
    """What the running system answers: `fine`, or what is to be looked at."""

    area: Area
    fine: bool
    words: Words


ASKED: tuple[Asking, ...] = (
    Asking(
        "match",
        "adequate",
        ("처리 현황", "what is done"),
        (
            "실제 처리 현황과 같은지 담당 부서와 확인했습니까?",
            "Was it checked with each department that it matches what is actually done?",
        ),
    ),
    Asking(
        "plain",
        "readable",
        ("이해", "being understood"),
        (
            "이용자가 읽고 이해하는지 확인했습니까?",
            "Was it checked that people who use the service read and understand it?",
        ),
    ),
    Asking(
        "places",
        "found",
        ("다른 접점", "other places"),
        (
            "앱과 매장 등 홈페이지가 아닌 곳에서도 쉽게 찾을 수 있습니까?",
            "Is it easily found in other places too, such as apps and shops?",
        ),
    ),
    Asking(
        "devices",
        "found",
        ("기기", "devices"),
        (
            "휴대전화와 화면 낭독기로 끝까지 읽어 보았습니까?",
            "Was it read to its end on a phone and with a screen reader?",
        ),
    ),
)
_SUCH = ("문서 번호, 화면, 회의록 등", "A document’s number, a screen, minutes")
_CHOICES = {
    "yes": ("예", "yes"),
    "partly": ("일부", "partly"),
    "no": ("아니요", "no"),
    "not-applicable": ("해당 없음", "does not apply"),
}


def answers(house: House) -> Steps[tuple[Answered, ...]]:
    """What the running system knows of the policy in force."""
    file, today, earlier = house.policy.file, house.today(), len(house.versions.earlier())

    def look() -> tuple[Answered, ...]:
        sections = contents(file, today)
        missing = [one for one in sections if one.state is State.MISSING and one.row.asked is not Asked.RECOMMENDED]
        stated = sum(one.state is State.STATED for one in sections)
        text = write(document(file, file.service.languages[0]))
        sentences = [one for one in _STOP.split(re.sub(r"[|#*>_\[\]()-]", " ", text)) if one.strip()]
        long = [one for one in sentences if len(one.strip()) > LONG]
        spoken = [", ".join(_TONGUES[one][n] for one in file.service.languages) for n in (0, 1)]
        return (
            Answered("adequate", not missing, (
                f"작성지침의 항목 가운데 {stated}개를 적었고, {len(missing)}개가 빠졌습니다" + _named(missing, "ko"),
                f"{stated} sections of the guideline are stated, {len(missing)} are missing" + _named(missing, "en"),
            )),
            Answered("readable", not long, (
                f"문장 {len(sentences):,}개 가운데 {len(long):,}개가 {LONG}자를 넘습니다",
                f"{len(long):,} of {len(sentences):,} sentences have more than {LONG} letters",
            )),
            Answered("readable", True, (f"한눈에 보는 요약이 있고, {spoken[0]}로 공개합니다", f"It has a summary, and is published in {spoken[1]}")),
            Answered("found", True, (
                f"로그인 없이 열리고 모든 화면에서 연결되며, 이전 버전을 포함한 {earlier}개 버전을 공개합니다",
                f"It opens without signing in, is linked from every page, and every version so far ({earlier}) can be read there",
            )),
        )  # fmt: skip

    found: tuple[Answered, ...] = yield Aside(look)
    return found


def _named(missing: Sequence[Section], language: str) -> str:
    return f": {', '.join(one.row.label[language] for one in missing)}" if missing else ""


def close(house: House, case: Case, given: Mapping[str, str], *, actor: Actor) -> Steps[None]:
    """Ends the check once everything has an answer and evidence. What the system answered then is kept with it."""
    for one in ASKED:
        if blank(case.said.get(one.key, "")) or blank(case.said.get(f"{one.key}-evidence", "")):
            ko, en = one.words
            raise InvalidError(
                "a question has no answer, or no evidence",
                item="conclusion",
                hint=f"answer it first: {en}",
                ko=("답이나 증빙이 없는 질문이 있습니다", f"먼저 답해 주세요: {ko}"),
            )
    found = yield from answers(house)
    system = "\n".join(f"{'+' if one.fine else '-'} {one.words[0]}" for one in found)
    yield from take_step(house, SELF_CHECK, case, "close", {**given, "system": system}, actor=actor)


SELF_CHECK = Register(
    name="self-check",
    path="/office/self-check",
    one=("처리방침 자가점검", "Policy self-check"),
    many=("처리방침 자가점검", "Policy self-checks"),
    intro=(
        "개인정보보호위원회가 처리방침을 평가할 때 보는 적정성, 가독성, 접근성을 스스로 살핍니다. 점수는 매기지 않으며 공식 평가가 아닙니다.",
        "The company’s own look at what the commission evaluates: adequacy, readability, accessibility. "
        "It gives no score, and is no official evaluation.",
    ),
    states={"begun": ("점검 중", "under way"), "closed": ("완료", "done")},
    steps=(
        Step(
            "answer", ("begun",), "begun", ("desk",), ("답변", "answered"), title=("담당자가 답하는 질문", "What a person answers"),
            note=("모두 답하고 증빙을 적어야 점검을 마칠 수 있습니다.", "The check ends once all are answered, with evidence."),
            asks=tuple(
                field
                for one in ASKED
                for field in (
                    Field(one.key, one.words, kind="choice", choices=_CHOICES, optional=True),
                    Field(f"{one.key}-evidence", (f"증빙: {one.short[0]}", f"Evidence: {one.short[1]}"), _SUCH, optional=True),
                )
            ),
            button=("저장", "Save"), second=True, rewrites=True,
        ),
        Step(
            "close", ("begun",), "closed", ("officer",), ("완료", "done"), title=("점검 완료", "Finish the check"),
            note=("시스템의 답을 함께 보관합니다.", "What the system answers now is kept with it."),
            asks=(
                Field("conclusion", ("결론과 고칠 점", "Conclusion, and what is to be changed"), rows=3),
                Field("system", ("시스템의 답", "The system’s answers"), rows=3, optional=True, shown=False),
            ),
            button=("완료", "Finish"),
        ),
    ),
    within=Period(30, "d"),
    clause="audit",
    todo=("처리방침 자가점검: {title}", "Policy self-check: {title}"),
    filed=("시작", "begun"),
    house=True,
    law="kr.pipa",
    menu="policy",
    files=(Field("why", ("점검하는 버전과 사유", "Which version, and why"),),),
    kept=Period(3, "y"),
    acts={"close": close},
)  # fmt: skip
