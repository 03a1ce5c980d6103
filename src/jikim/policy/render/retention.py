"""How long data lives and rests, and how it is destroyed."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.policy.model import ArchivePurpose, Keep, Record
from jikim.policy.render import terms
from jikim.policy.render.away import away, away_title, rejoining
from jikim.policy.render.document import Block, Heading, Life, LifeLine, Lines, Row, Table
from jikim.policy.render.voice import Voice, capital


def _second(voice: Voice, purpose: ArchivePurpose) -> str:
    if purpose.second_person == "none":
        return ""
    return voice.say(" (다른 사람이 승인한 뒤에만 값을 봄)", " (values only once another person has approved it)")


def retention(voice: Voice) -> Sequence[Block]:
    """When each record's purpose ends, what of it rests how long under which rule, and the picture of it."""
    policy = voice.policy
    kept = [
        (kind, record, position, keep)
        for kind, record in policy.records.items()
        for position, keep in enumerate(record.keep)
    ]
    but = (
        (
            " 아래에서 보존하거나 파기를 보류하기로 한 것만 예외입니다.",
            " The only exceptions are those kept by a rule below, or held in a case below.",
        )
        if policy.holds
        else (" 아래에서 보존하기로 한 것만 예외입니다.", " The only exceptions are those kept by a rule below.")
        if policy.rejoining
        else (" 아래 표에서 보존하기로 한 것만 예외입니다.", " The only exceptions are those kept by a rule below.")
        if kept
        else ("", "")
    )
    soon, late = ("지체 없이", " without delay") if voice.promptly else ("바로", ""), ("", "")
    if policy.archive.within is not None:
        length = voice.period(policy.archive.within)
        late = f", 늦어도 {length} 이내에", f" and within {length} at the latest"
    first = [
        voice.mechanism(
            "destroyed-when-met",
            f"목적을 이룬 개인정보와 이용자가 파기를 요청한 개인정보는 {soon[0]}{late[0]} 파기합니다.{but[0]}",
            f"Once its purpose is met, or you ask, personal data is destroyed{soon[1]}{late[1]}.{but[1]}",
        )
    ]
    if kept:
        first.append(
            voice.mechanism(
                "kept-for-keeping-alone",
                "보존하는 개인정보는 보존하는 목적으로만 이용합니다.",
                "What is kept is used for the purpose of keeping it alone.",
            )
        )
    blocks: list[Block] = [
        Lines(tuple(first)),
        Heading(voice.say("기록별 이용 기간", "How long each record is used")),
        Table(
            voice.say("기록의 목적이 끝나는 때", "When each record’s purpose ends"),
            (
                voice.say("기록", "Record"),
                voice.say("목적이 끝나는 때", "Its purpose ends"),
                *([voice.say("탈퇴하면", "If you leave")] if voice.policy.with_accounts else []),
                voice.say("그 뒤", "Then"),
            ),
            tuple(_record_row(voice, kind, record) for kind, record in policy.records.items()),
        ),
    ]
    if kept:
        blocks += [
            Heading(voice.say("보존하는 정보", "What is kept, and why")),
            Table(
                voice.say("보존 항목, 기간과 근거", "Retention rules"),
                (
                    voice.say("보존하는 정보", "What is kept"),
                    voice.say("항목", "Items"),
                    voice.say("보존 기간", "For how long"),
                    voice.say("근거", "Because of"),
                    voice.say("보존 목적", "Read only for"),
                ),
                tuple(_keep_row(voice, kind, position, keep) for kind, _, position, keep in kept),
            ),
        ]
    if policy.holds:
        blocks += [
            Heading(voice.say("파기를 보류하는 경우", "When destruction waits")),
            Lines(
                (
                    voice.mechanism(
                        "held",
                        "목적이 끝났거나 보존 기간이 지난 기록도 다음의 경우에는 그때까지 파기하지 않으며, 그동안 그 사유와 관계없는 일에 "
                        "이용하지 않습니다.",
                        "In these cases a record is not destroyed until then, though its purpose is met or its time is over; "
                        "meanwhile it is used for nothing else.",
                    ),
                    *(
                        voice.line(
                            f"holds.{name}",
                            one.clause,
                            " ".join((voice.text(one.until), *voice.note(one))),
                            head=voice.text(one.label),
                        )
                        for name, one in policy.holds.items()
                    ),
                )
            ),
        ]
    if voice.policy.leaving or voice.policy.dormancy:
        blocks += [Heading(away_title(voice)), Lines(away(voice))]
    if voice.policy.rejoining:
        blocks += [
            Heading(
                voice.say("부정 이용과 재가입 제한", "Misuse, and joining again")
                if "misuse" in voice.policy.rejoining.after
                else voice.say("재가입 제한", "Joining again")
            ),
            Lines((rejoining(voice, voice.policy.rejoining),)),
        ]
    blocks.append(_life_line(voice))
    return blocks


def _record_row(voice: Voice, kind: str, record: Record) -> Row:
    leaving = (
        voice.say("바로 목적이 끝난 것으로 봅니다.", "Its purpose ends at once.")
        if record.leaving == "ends"
        else voice.say("진행 중인 일이 끝난 때 목적이 끝납니다.", "What is open is finished first.")
    )
    then = (
        voice.say(
            "아래 규칙에 따라 분리 보관한 뒤 파기합니다.", "It is archived under the rules below and is then destroyed."
        )
        if record.keep
        else voice.say("지체 없이 파기합니다.", "It is destroyed without delay.")
        if voice.promptly
        else voice.say("바로 파기합니다.", "It is destroyed.")
    )
    other = [voice.happening(name) for name in record.events]
    return voice.row(
        f"records.{kind}.ends",
        None,
        (
            voice.record(kind),
            voice.say("그 밖의 시점: ", "Other points of its life: ") + voice.join(other) if other else "",
        ),
        (
            capital(voice.ends(record.ends)),
            capital(voice.expected(record)),
            voice.say("기준: ", "Criteria: ") + voice.text(record.criteria) if record.criteria else "",
            *voice.raised(record.ends),
        ),
        *([leaving] if voice.policy.with_accounts else []),
        then,
    )


def _keep_row(voice: Voice, kind: str, position: int, keep: Keep) -> Row:
    start, length = voice.event(keep.from_), voice.period(keep.for_)
    return voice.row(
        f"records.{kind}.keep.{position}",
        keep.clause,
        (
            *voice.named(keep),
            voice.say("기록: ", "Record: ") + voice.record(kind),
            voice.say(f"{voice.subjects(keep.only)}만 해당합니다.", f"For {voice.subjects(keep.only)} only.")
            if keep.only
            else "",
            capital(voice.once(keep)),
        ),
        voice.items(keep.items, kind),
        (_kept_for(voice, keep, start, length),),
        (
            voice.statute(keep.because),
            voice.say("법정 분류: ", "In the statutes’ terms: ") + voice.words(terms.CLASSES, keep.class_)
            if keep.class_
            else "",
        ),
        voice.purpose(keep.purpose),
    )


def _kept_for(voice: Voice, keep: Keep, start: str, length: str) -> str:
    if keep.bound == "least":
        return voice.say(
            f"{start}부터 최소 {length}. 그 기간이 지나면 파기합니다.",
            f"At least {length} after {start}; then it is destroyed.",
        )
    if keep.bound == "law":
        return voice.say(
            f"법령에서 정한 기간: {start}부터 {length}", f"For as long as the law requires: {length} after {start}"
        )
    return voice.say(f"{start}부터 {length}", f"{length} after {start}")


def _life_line(voice: Voice) -> LifeLine:
    lives: list[Life] = []
    for kind, record in voice.policy.records.items():
        ends = voice.ends(record.ends)
        if not record.keep:
            lives.append(Life(voice.record(kind), ends, "", 0))
        for keep in record.keep:
            name = f"{voice.record(kind)} · {voice.text(keep.label)}"
            length = voice.period(keep.for_)
            least = keep.bound == "least"
            rests = voice.say(f"{'최소 ' * least}{length} 보존", f"archived for {'at least ' * least}{length}")
            lives.append(Life(name, ends, rests, keep.for_.approximate_days()))
    return LifeLine(
        voice.say("기록의 이용, 보존, 파기", "Each record: in use, archived, destroyed"),
        voice.say(
            "이용하는 기간은 목적이 끝나는 때에 따라 다릅니다. 보존하는 기간은 막대의 길이에 비례합니다.",
            "The time in use depends on when its purpose ends; the time in the archive is drawn to scale.",
        ),
        (voice.say("이용", "in use"), voice.say("보존", "archived"), voice.say("파기", "destroyed")),
        tuple(lives),
    )


def destruction(voice: Voice) -> Sequence[Block]:
    """The separate archive, what may read it, and how paper and files are destroyed."""
    archive = voice.policy.archive
    paper = voice.either([voice.word(terms.PAPER, way) for way in archive.paper])
    blocks: list[Block] = [
        Heading(voice.say("파기 절차", "What happens")),
        Lines(
            (
                voice.mechanism(
                    "separate",
                    "목적이 끝난 개인정보 가운데 보존할 것은 따로 둔 보관소로 옮기고, 보존 기간이 끝나면 파기합니다. "
                    "보존할 것이 아니면 바로 파기합니다.",
                    "When a purpose has been met, what must be kept moves to a place apart and is destroyed when its "
                    "time is up; what need not be kept is destroyed at once.",
                ),
                *(
                    [
                        voice.line(
                            "sweep.share",
                            None,
                            voice.say(
                                "파기할 개인정보를 선정하고, 개인정보 보호책임자의 승인을 받아 파기합니다.",
                                "What is to be destroyed is listed, and is destroyed once the privacy officer has approved it.",
                            ),
                        )
                    ]
                    if voice.policy.sweep.approved
                    else []
                ),
                voice.line(
                    "archive.place", None, voice.text(archive.place), head=voice.say("전자 기록", "Electronic records")
                ),
                *(
                    [
                        voice.line(
                            "archive.cabinet",
                            archive.clause,
                            voice.text(archive.cabinet),
                            head=voice.say("종이 문서", "Paper documents"),
                        )
                    ]
                    if archive.cabinet
                    else []
                ),
                voice.mechanism(
                    "archive-apart",
                    "옮겨 둔 개인정보는 법률에 따른 경우가 아니면 보존 목적 밖으로 이용하지 않으며, 볼 때마다 "
                    "사유를 남깁니다.",
                    "Archived data is used only for the purposes for which it is kept, unless a statute says otherwise; "
                    "each access states its reason.",
                ),
            )
        ),
    ]
    if archive.purposes:
        blocks.append(
            Table(
                voice.say("보존한 정보를 볼 수 있는 목적", "What may read archived data"),
                (
                    voice.say("보존 목적", "Purpose of keeping"),
                    voice.say("볼 수 있는 사유", "Reasons to look"),
                    voice.say("법령에 따른 요구", "Demands by law"),
                ),
                tuple(
                    voice.row(
                        f"archive.purposes.{name}",
                        purpose.clause,
                        voice.named(purpose),
                        ", ".join(voice.say(*terms.REASONS[one]) for one in purpose.kinds) + _second(voice, purpose),
                        voice.say(
                            "근거 조항과 문서를 확인한 뒤 응합니다.",
                            "Answered once the statute and the document have been checked.",
                        )
                        if purpose.by_law
                        else voice.say("응하지 않습니다.", "Not answered."),
                    )
                    for name, purpose in archive.purposes.items()
                ),
            )
        )
    methods = [
        voice.mechanism(
            "electronic",
            "전자 파일은 암호키를 파기하고 데이터를 삭제하여 복구·재생할 수 없게 합니다.",
            "Electronic records are destroyed so that they cannot be reproduced: their keys are destroyed and their "
            "data deleted.",
        )
    ]
    if "certificate" in voice.policy.clauses:
        methods.append(
            voice.mechanism(
                "certificate",
                "파기할 때마다 무엇을, 얼마나, 왜, 언제, 누가 파기했는지를 개인정보 없이 적은 파기 증명서를 남깁니다.",
                "Each destruction leaves a certificate of what, how much, why, when and by whom, with no personal data "
                "in it.",
            )
        )
    if archive.paper:
        methods.insert(0, voice.mechanism("paper", f"종이 문서는 {paper}하여 파기합니다.", f"Paper is {paper}."))
    blocks += [Heading(voice.say("파기 방법", "Method of destruction")), Lines(tuple(methods))]
    return blocks
