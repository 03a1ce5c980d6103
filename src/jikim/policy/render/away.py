"""What the document says of people who are neither here nor gone: a leaving that can be undone, an account that nobody uses,
and joining again."""

from __future__ import annotations

from jikim.particles import eul, eun, i_ga
from jikim.policy.model import Dormancy, Rejoining, Text
from jikim.policy.render.document import Line
from jikim.policy.render.voice import Voice, capital


def away_title(voice: Voice) -> str:
    if voice.policy.dormancy is None:
        return voice.say("탈퇴 취소", "Coming back")
    if voice.policy.leaving is None:
        return voice.say("휴면 계정", "Accounts that nobody uses")
    return voice.say("탈퇴 취소와 휴면 계정", "Coming back, and accounts that nobody uses")


def away(voice: Voice) -> tuple[Line, ...]:
    """How leaving can be undone, and what becomes of an account that nobody uses."""
    lines: list[Line] = []
    if leaving := voice.policy.leaving:
        who, length = voice.covered(leaving.of), voice.period(leaving.grace)
        text = voice.say(
            f"{eun(who)} 탈퇴한 다음 날부터 {length} 안에 로그인하여 탈퇴를 취소할 수 있습니다. 그동안 개인정보는 누구에게도 표시하지 않고 이용하거나 "
            "제공하지 않으며, 본인이 요구하면 바로 파기합니다. 그 기간이 지나면 위와 같이 보존하거나 파기하며, 보존 기간은 탈퇴한 날부터 셉니다.",
            f"{capital(who)} can undo leaving by signing in within {length}, counted from the day after. Until then the data is "
            "shown to nobody and neither used nor provided; it is destroyed at once if its owner asks. After that it is kept or "
            "destroyed as stated above, and periods are counted from the day of leaving.",
        )
        lines.append(voice.line("leaving", leaving.clause, " ".join((text, *_remark(voice, leaving.note)))))
    if dormancy := voice.policy.dormancy:
        lines.append(
            voice.line(
                "dormancy", dormancy.clause, " ".join((*_dormant(voice, dormancy), *_remark(voice, dormancy.note)))
            )
        )
    return tuple(lines)


def rejoining(voice: Voice, bar: Rejoining) -> Line:
    """What is kept so that nobody joins again whose membership was ended for misuse, and how they object."""
    who, length, told = voice.covered(bar.of), voice.period(bar.for_), voice.period(bar.told)
    items = voice.items(bar.items)
    parts = []
    if "leaving" in bar.after:
        parts.append(
            voice.say(
                f"{i_ga(who)} 탈퇴하면 탈퇴한 날부터 {length} 동안 다시 가입할 수 없습니다. 이를 확인하기 위하여 {eul(items)} 알아볼 수 없게 "
                "일방향 암호화한 값만 그 기간 동안 보관하며, 기간이 끝나면 암호키와 함께 파기합니다.",
                f"After {who} close their account, they cannot join again for {length} from that day. To know it, only a hash of "
                "the following is kept for that time, from which nothing can be read back, and it is destroyed together with "
                f"its key at the end: {items}.",
            )
        )
    if "misuse" in bar.after:
        parts.append(_after_misuse(voice, who, length, told, items))
    return voice.line("rejoining", bar.clause, " ".join((*parts, *_remark(voice, bar.note))))


def _after_misuse(voice: Voice, who: str, length: str, told: str, items: str) -> str:
    return voice.say(
        f"{i_ga(who)} 서비스를 부정하게 이용하여 보호책임자의 결정으로 회원 자격이 종료되면, 종료된 날부터 {length} 동안 다시 가입할 수 없습니다. 이를 확인하기 "
        f"위하여 {eul(items)} 알아볼 수 없게 일방향 암호화한 값만 그 기간 동안 보관하며, 기간이 끝나면 암호키와 함께 파기합니다. 종료하기 "
        f"{told} 전까지 사유와 근거를 본인에게 알리고, 본인은 이의를 제기할 수 있습니다. 제한된 뒤에도 보호책임자에게 이의를 제기할 수 있으며, 결정하지 "
        "않은 사람이 검토합니다.",
        f"Where {who} misuse the service and an officer decides to end their membership for it, they cannot join again for "
        f"{length} from that day. To know it, only a hash of the following is kept for that time, from which nothing can be "
        f"read back, and it is destroyed together with its key at the end: {items}. They are told the reason and the evidence "
        f"at least {told} before, and may object. They may also object to the privacy officer afterwards; somebody who did "
        "not take the decision reviews it.",
    )


def _remark(voice: Voice, note: Text | None) -> tuple[str, ...]:
    return (voice.text(note),) if note else ()


def _dormant(voice: Voice, dormancy: Dormancy) -> tuple[str, ...]:
    who, length, told = voice.covered(dormancy.of), voice.period(dormancy.after), voice.period(dormancy.told)
    first = voice.say(
        f"{i_ga(who)} {length} 동안 서비스를 이용하지 않으면 ", f"Where {who} have not used the service for {length}, "
    )
    before = voice.say(f"늦어도 {told} 전에 이메일로 알립니다.", f"They are told by e-mail at least {told} before.")
    if dormancy.then == "leaves":
        return (first + voice.say("탈퇴한 것으로 보아 처리합니다.", "they are treated as having left."), before)
    apart = voice.say(
        "그 개인정보를 다른 이용자의 개인정보와 분리하여 보관하며, 다시 이용할 때까지 누구에게도 표시하지 않고 이용하거나 제공하지 않습니다.",
        "their data is kept apart from that of other users; until they come back it is shown to nobody and neither used nor provided.",
    )
    if dormancy.for_ is None:
        return (first + apart, before)
    rest = voice.period(dormancy.for_)
    end = voice.say(
        f"분리하여 보관한 지 {i_ga(rest)} 지나면 탈퇴한 것으로 보아 처리합니다.",
        f"Once it has been apart for {rest}, they are treated as having left.",
    )
    return (first + apart, before, end)
