"""What a consent says before anybody gives it: the five things of PIPA §15② and §17②, in one language, from the policy
and nothing else."""

from __future__ import annotations

from typing import NamedTuple

from jikim.policy.model import Basis, PolicyFile, Purpose, Recipient
from jikim.policy.model.where import THEIR_OWN
from jikim.policy.period import Period
from jikim.policy.render.voice import Voice


class Told(NamedTuple):
    """Who receives it, which items, what for, for how long; and that it may be refused, with what follows."""

    to: str
    items: str
    purpose: str
    period: str
    refusal: str

    def rows(self, voice: Voice) -> tuple[tuple[str, str], ...]:
        """The five under their names, in the order of a form."""
        heads = (
            ("받는 곳", "who receives it"),
            ("항목", "items"),
            ("목적", "purpose"),
            ("기간", "how long"),
            ("거부할 권리", "your right to refuse"),
        )
        return tuple((voice.say(*head), text) for head, text in zip(heads, self, strict=True))


def receiver(voice: Voice, recipient: Recipient) -> str:
    """Who receives it, by name; of a recipient that is not asked for by consent, what it is called."""
    return voice.text(recipient.company or recipient.label)


def told(voice: Voice, name: str) -> Told:
    """Of a consent by its name: a purpose (`marketing.ads`), or a recipient and its purpose (`acme/marketing.ads`)."""
    file: PolicyFile = voice.policy
    to, _, purpose = name.rpartition("/")
    aim = file.purposes[purpose]
    if not to:
        return Told(
            voice.text(file.service.controller),
            voice.items(aim.items),
            _purpose(voice, aim),
            _until_over(voice, purpose),
            _refusal(voice, aim),
        )
    recipient = file.recipients[to]
    return Told(
        receiver(voice, recipient),
        voice.items(recipient.items),
        _purpose(voice, aim),
        voice.text(recipient.until) if recipient.until else _withdrawn(voice),
        _refusal(voice, recipient),
    )


def _purpose(voice: Voice, purpose: Purpose) -> str:
    """Its label, with what is said of it in brackets: an entry of a list ends without a full stop."""
    more = [voice.text(purpose.note).rstrip(".")] if purpose.note else []
    if purpose.aggregate:
        more.append(
            voice.say("개인을 알아볼 수 없는 통계로만 이용합니다", "used only as statistics that identify nobody")
        )
    return voice.text(purpose.label) + (f" ({'; '.join(more)})" if more else "")


def _withdrawn(voice: Voice) -> str:
    if not voice.policy.with_accounts:
        return voice.say("동의를 철회하실 때까지", "until you withdraw it")
    return voice.say("동의를 철회하거나 탈퇴하실 때까지", "until you withdraw it or close your account")


def _until_over(voice: Voice, name: str) -> str:
    """How long data is used by a purpose's consent: what ends sooner, and what is kept after, each by its record."""
    good_for, said = voice.policy.purposes[name].good_for, _withdrawn(voice)
    if good_for is not None:
        length = voice.period(good_for)
        said = voice.say(
            f"동의하신 날부터 {length}. 그 전이라도 {said}",
            f"for {length} from the day of your consent, and no longer than {said}",
        )
    for kind, record in voice.policy.records.items():
        if name not in record.for_:
            continue
        if record.ends.after is not None or set(record.ends.on) - set(THEIR_OWN):
            said += f"; {voice.record(kind)}: {voice.until(record.ends)}"
        if record.keep and all(voice.policy.purposes[one].basis is Basis.CONSENT for one in record.for_):
            longest = voice.period(max((keep.for_ for keep in record.keep), key=Period.approximate_days))
            said += voice.say(
                f"; {voice.record(kind)} 보존: 그 뒤 {longest}까지",
                f"; {voice.record(kind)} is then archived for up to {longest}",
            )
    return said


def blocks_nothing(file: PolicyFile, name: str) -> bool:
    """Whether nothing follows where somebody refuses a consent, by its name, but that it is not given."""
    to, _, purpose = name.rpartition("/")
    return (file.recipients[to] if to else file.purposes[purpose]).refusal is None


def _refusal(voice: Voice, part: Purpose | Recipient) -> str:
    """That it may be refused, and what follows."""
    may = voice.say("동의하지 않으실 수 있습니다.", "You may refuse.")
    if part.refusal:
        return f"{may} {voice.text(part.refusal)}"
    if isinstance(part, Recipient):
        return voice.say(
            "동의하지 않으실 수 있습니다. 그러면 이곳에 제공하지 않을 뿐, 다른 서비스는 그대로 쓰실 수 있습니다.",
            "You may refuse. Then nothing goes there, and everything else stays as it is.",
        )
    return voice.say(
        "동의를 거부하실 수 있으며, 거부하셔도 불이익이 없습니다.", "You may refuse without any disadvantage."
    )
