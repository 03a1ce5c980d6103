"""Lines of the file about one thing that it names: each method answers one question, from the file alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from jikim.policy.model import Keep, Purpose, Record, Under
from jikim.policy.render import terms
from jikim.policy.render.topic import Said
from jikim.policy.render.voice import Voice


class TopicLines:
    """The lines, in one language."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.policy = voice.policy
        self.say = voice.say

    def _rule(self, key: str, ko: str, en: str) -> Said:
        return Said(self.say(ko, en), f"clauses.{key}", self.policy.clauses.get(key))

    def _sources(self, brings: Callable[[tuple[str, ...]], bool], records: Collection[Record]) -> Iterator[Said]:
        for name, channel in self.policy.channels.items():
            if brings(channel.items) and any(name in kind.via for kind in records):
                how = self.voice.word(terms.CHANNELS, channel.kind)
                yield Said(f"{self.voice.text(channel.label)}: {how}", f"channels.{name}", channel.clause)
        for name, partner in self.policy.partners.items():
            if brings(partner.items):
                why = self.voice.purposes(partner.purposes)
                said = self.say(
                    f"{self.voice.text(partner.label)}, 목적: {why}", f"{self.voice.text(partner.label)}, for: {why}"
                )
                yield Said(said, f"partners.{name}", partner.clause)

    def _holders(self, records: Mapping[str, Record], ref: str) -> Iterator[Said]:
        for kind, record in records.items():
            if ref in record.items.required:
                how = self.say("필수", "required")
            elif cases := record.items.cases_of(ref):
                how = ", ".join(self.voice.case(case, kind) for case in cases)
            elif ref in record.items.optional:
                how = self.say("선택", "optional")
            else:
                how = self.say("내용", "contents")
            whose = self.voice.subjects(record.of)
            yield Said(f"{self.voice.text(record.label)}: {how} ({whose})", f"records.{kind}", record.clause)

    def _readers(self, records: Mapping[str, Record], ref: str) -> Iterator[Said]:
        for name, purpose in self.policy.purposes.items():
            if ref in purpose.items:
                kinds = [kind for kind, record in records.items() if name in record.for_]
                said = f"{self.voice.text(purpose.label)}: {self._basis(purpose)}"
                where = self.voice.records(kinds)
                said += self.say(f"; 기록: {where}", f"; records: {where}") if kinds else ""
                yield Said(said, f"purposes.{name}", purpose.clause)

    def _basis(self, purpose: Purpose) -> str:
        said = [self.voice.words(terms.BASES, purpose.grounds)]
        if purpose.law:
            said.append(self.voice.statute(purpose.law))
        if purpose.optional:
            said.append(self.say("선택", "optional"))
        if self.policy.reason_asked(purpose):
            said.append(self.say("볼 때마다 사유를 적음", "a reason for each read"))
        if purpose.aggregate:
            said.append(self.say("합산한 통계로만", "aggregated only"))
        return ", ".join(said)

    def _getters(self, gets: Callable[[tuple[str, ...], Any], bool]) -> Iterator[Said]:
        for name, recipient in self.policy.recipients.items():
            if gets(recipient.items, recipient):
                ground = self.voice.word(terms.GROUNDS, recipient.under)
                said = f"{self.voice.text(recipient.label)}: {ground}"
                if recipient.under is Under.STATISTICS and recipient.least:
                    said += self.say(f", {recipient.least}명 이상인 집단만", f", groups of {recipient.least} or more")
                said = " ".join(filter(None, (said, self.voice.of_brands("recipients", name))))
                yield Said(said, f"recipients.{name}", recipient.clause)
        for name, processor in self.policy.processors.items():
            if gets(processor.items, processor):
                task, until = self.voice.text(processor.task), self.voice.either(self.voice.held_until(processor))
                label = self.voice.text(processor.label)
                said = self.say(f"{label}: {task} 위탁, {until}까지", f"{label}: entrusted with {task}, until {until}")
                said = " ".join(filter(None, (said, self.voice.of_brands("processors", name))))
                yield Said(said, f"processors.{name}", processor.clause)

    def _lives(self, records: Mapping[str, Record], ref: str | None) -> Iterator[Said]:
        """For each record: when its purpose ends, then what of `ref` (None: anything) rests, or that nothing does."""
        for kind, record in records.items():
            label = self.voice.text(record.label)
            when = self.voice.ends(record.ends)
            ends = self.say(f"목적이 끝나는 때는 {when}", f"its purpose ends {when}")
            yield Said(f"{label}: {ends}", f"records.{kind}.ends", record.clause)
            for who in self.voice.raised(record.ends):
                yield Said(f"{label}: {who}", f"records.{kind}.ends", record.clause)
            if said := self.voice.expected(record):
                yield Said(f"{label}: {said}", f"records.{kind}.expected", record.clause)
            kept = [
                (place, keep) for place, keep in enumerate(record.keep) if ref is None or self._keeps(kind, keep, ref)
            ]
            for place, keep in kept:
                yield Said(f"{label}: {self._rest(kind, keep)}", f"records.{kind}.keep.{place}", keep.clause)
            if not kept:
                rule = self._rule(
                    "ended", "보존하지 않고 지체 없이 파기", "nothing is archived; destroyed without delay"
                )
                yield Said(f"{label}: {rule.text}", f"records.{kind}", rule.clause or record.clause)

    @staticmethod
    def _keeps(kind: str, keep: Keep, ref: str) -> bool:
        return ref in keep.items or ref in [f"{kind}.{name}" for name in keep.items]

    def _rest(self, kind: str, keep: Keep) -> str:
        start, length = self.voice.event(keep.from_), self.voice.period(keep.for_)
        rule, read = self.voice.statute(keep.because), self.voice.purpose(keep.purpose)
        items = self.voice.items(keep.items, kind)
        whom = f" ({self.voice.subjects(keep.only)})" if keep.only else ""
        once = f" ({self.voice.once(keep)})" if keep.once else ""
        return self.say(
            f"{self.voice.text(keep.label)}{whom}: {items}. {start}부터 {length} 분리 보관한 뒤 파기, 근거는 "
            f"{rule}, 열람은 {read} 목적만{once}",
            f"{self.voice.text(keep.label)}{whom}: {items}. It is archived for {length} from when {start}, under "
            f"{rule}, "
            f"read only for {read}; then destroyed{once}",
        )

    def _refusals(self, ref: str) -> Iterator[Said]:
        item = self.policy.items.get(ref)
        if item is not None and item.type in self.policy.refuse.types:
            kind = self.voice.word(terms.TYPES, item.type)
            said = self.say(f"{kind}: 누구에게서도 받지 않음", f"{kind}: never taken, from anyone")
            yield Said(said, "refuse", self.policy.refuse.clause)
        closed = [
            self.voice.text(channel.label) for channel in self.policy.channels.values() if ref not in channel.items
        ]
        if closed:
            names = ", ".join(closed)
            yield self._rule("channel", f"다음 방법으로는 받지 않음: {names}", f"Not taken by: {names}")
        yield self._rule("purpose", "위에 없는 목적의 이용", "Any use for a purpose not listed above")
        yield self._rule("no-recipient", "위에 없는 자에게 하는 제공과 위탁", "Giving it to anyone not listed above")
        yield self._rule(
            "kept-alone",
            "보존하는 동안 보존 목적 밖의 열람",
            "While it is archived, any use beyond the retention purpose",
        )

    def _purposes(self, names: Iterable[str]) -> Iterator[Said]:
        for name in names:
            purpose = self.policy.purposes.get(name)
            if purpose is not None:
                said = f"{self.voice.text(purpose.label)}: {self._basis(purpose)}"
                yield Said(said, f"purposes.{name}", purpose.clause)

    def _items(self, refs: Iterable[str], path: str, clause: str | None) -> Iterator[Said]:
        for line in self.voice.items_by_record(refs):
            yield Said(line, f"{path}.items", clause)

    def _records(self, kinds: Iterable[str]) -> Iterator[Said]:
        for kind in kinds:
            record = self.policy.records.get(kind)
            if record is not None:
                yield Said(self.voice.text(record.label), f"records.{kind}", record.clause)
