"""Tells what may happen to one thing that the policy names, and why, in one language.

Each method yields the chapters of one kind of thing; each chapter answers one question from the file alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from jikim.policy.model import Keep, Promise, Purpose, Record, Under
from jikim.policy.render import terms
from jikim.policy.render.topic import Chapter, Said, Topic, path_of
from jikim.policy.render.voice import Voice

_KINDS = {
    "items": ("항목", "item"),
    "records": ("기록", "record kind"),
    "contents": ("기록의 내용", "contents of a record"),
    "purposes": ("이용 목적", "purpose"),
    "archive": ("보존 목적", "purpose of keeping"),
    "recipients": ("제공받는 자", "recipient"),
    "processors": ("수탁자", "processor"),
    "channels": ("수집 방법", "channel"),
    "partners": ("제휴사", "partner"),
}


class Teller:
    """Tells one topic in one language. Each method that yields lines answers one question."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.policy = voice.policy
        self.say = voice.say

    def topic(self, section: str, name: str, part: Promise) -> Topic:
        """The thing `part`, which `section` of the file calls `name`; chapters with nothing to say are left out."""
        tell: dict[str, Callable[[str], Iterable[Chapter]]] = {
            "items": self._value,
            "contents": self._value,
            "records": self._record,
            "purposes": self._purpose,
            "archive": self._archive,
            "recipients": self._receiver,
            "processors": self._receiver,
            "channels": self._door,
            "partners": self._door,
        }
        label = Said(self.voice.text(part.label), path_of(section, name), part.clause)
        chapters = tuple(chapter for chapter in tell[section](name) if chapter.lines)
        if part.note:
            note = Said(self.voice.text(part.note), path_of(section, name), part.clause)
            chapters = (Chapter(self.say("설명", "Note"), (note,)), *chapters)
        return Topic(section, self.say(*_KINDS[section]), name, label, chapters)

    def _chapter(self, ko: str, en: str, lines: Iterable[Said]) -> Chapter:
        return Chapter(self.say(ko, en), tuple(lines))

    def _rule(self, key: str, ko: str, en: str) -> Said:
        return Said(self.say(ko, en), f"clauses.{key}", self.policy.clauses.get(key))

    # ---- an item, or a record's contents

    def _value(self, ref: str) -> Iterator[Chapter]:
        records = {kind: record for kind, record in self.policy.records.items() if self._holds(kind, record, ref)}
        sources = self._sources(lambda items: ref in items, records.values())
        yield self._chapter("어디에서 오는가", "Where it may come from", sources)
        yield self._chapter("어느 기록에 담기는가", "Which records hold it", self._holders(records, ref))
        yield self._chapter("어느 목적으로 볼 수 있는가", "Which purposes may read it", self._readers(records, ref))
        yield self._chapter("누가 받을 수 있는가", "Who may get it", self._getters(lambda items, _: ref in items))
        yield self._chapter("언제 목적이 끝나고 파기되는가", "When its life ends", self._lives(records, ref))
        yield self._chapter("거부되는 것", "What is refused", self._refusals(ref))

    @staticmethod
    def _holds(kind: str, record: Record, ref: str) -> bool:
        parts = record.items
        return ref in parts.names or any(ref == f"{kind}.{name}" for name in parts.contents)

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
        said = [self.voice.word(terms.BASES, purpose.basis)]
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
                yield Said(said, f"recipients.{name}", recipient.clause)
        for name, processor in self.policy.processors.items():
            if gets(processor.items, processor):
                task, until = self.voice.text(processor.task), self.voice.either(self.voice.held_until(processor))
                label = self.voice.text(processor.label)
                said = self.say(f"{label}: {task} 위탁, {until}까지", f"{label}: entrusted with {task}, until {until}")
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

    # ---- a record kind

    def _record(self, kind: str) -> Iterator[Chapter]:
        record, path = self.policy.records[kind], f"records.{kind}"
        parts = record.items
        held = [
            (self.say("필수", "Required"), self.voice.items(parts.required) if parts.required else ""),
            *((self.voice.text(case.label), self.voice.case(case, kind, named=False)) for case in parts.cases.values()),
            (self.say("선택", "Optional"), self.voice.items(parts.optional) if parts.optional else ""),
            (self.say("내용", "Contents"), ", ".join(self.voice.text(part.label) for part in parts.contents.values())),
        ]
        whose = [Said(self.voice.subjects(record.of), f"{path}.of", record.clause)]
        if record.single:
            whose.append(Said(self.say("한 사람에 하나", "at most one a person"), f"{path}.single", record.clause))
        yield self._chapter("누구의 것인가", "Whose it is", whose)
        yield self._chapter(
            "무엇을 담는가",
            "What it holds",
            [Said(f"{head}: {items}", f"{path}.items", record.clause) for head, items in held if items],
        )
        doors = {**self.policy.channels, **self.policy.partners}
        sources = [*record.via, *(name for name, partner in self.policy.partners.items() if kind in partner.records)]
        yield self._chapter(
            "어디에서 오는가",
            "Where it may come from",
            [
                Said(
                    self.voice.text(doors[name].label),
                    path_of("channels" if name in self.policy.channels else "partners", name),
                    doors[name].clause,
                )
                for name in dict.fromkeys(sources)
                if name in doors
            ],
        )
        yield self._chapter("어느 목적으로 볼 수 있는가", "Which purposes may read it", self._purposes(record.for_))
        yield self._chapter(
            "누가 받을 수 있는가", "Who may get it", self._getters(lambda _, part: kind in part.records)
        )
        yield self._chapter("언제 목적이 끝나고 파기되는가", "When its life ends", self._record_ends(kind, record))
        yield self._chapter(
            "거부되는 것",
            "What is refused",
            [
                self._rule("undeclared-item", "위에 없는 항목", "Any item not listed above"),
                self._rule("channel", "위에 없는 수집 방법", "Any channel not listed above"),
                self._rule("purpose", "위에 없는 목적의 이용", "Any use for a purpose not listed above"),
                self._rule("no-recipient", "위에 없는 자에게 하는 제공과 위탁", "Giving it to anyone not listed above"),
            ],
        )

    def _record_ends(self, kind: str, record: Record) -> Iterator[Said]:
        yield from self._lives({kind: record}, None)
        said = (
            self.say("탈퇴하면 바로 목적이 끝남", "if you leave, its purpose ends at once")
            if record.leaving == "ends"
            else self.say("탈퇴해도 진행 중인 일은 마침", "if you leave, what is open is finished first")
        )
        yield Said(said, f"records.{kind}.leaving", record.clause)

    def _purposes(self, names: Iterable[str]) -> Iterator[Said]:
        for name in names:
            purpose = self.policy.purposes.get(name)
            if purpose is not None:
                said = f"{self.voice.text(purpose.label)}: {self._basis(purpose)}"
                yield Said(said, f"purposes.{name}", purpose.clause)

    # ---- a purpose

    def _purpose(self, name: str) -> Iterator[Chapter]:
        purpose, path = self.policy.purposes[name], f"purposes.{name}"
        yield self._chapter("근거", "Its basis", [Said(self._basis(purpose), path, purpose.clause)])
        yield self._chapter("볼 수 있는 항목", "What it may read", self._items(purpose.items, path, purpose.clause))
        records = [kind for kind, record in self.policy.records.items() if name in record.for_]
        yield self._chapter("관련 기록", "In which records", self._records(records))
        yield self._chapter(
            "누가 받을 수 있는가", "Who may get it", self._getters(lambda _, part: name in part.purposes)
        )
        served = self.policy.cookies.purposes if self.policy.cookies else {}
        yield self._chapter(
            "쿠키",
            "Its cookies",
            [
                Said(self.voice.text(part.label), f"cookies.purposes.{key}", part.clause)
                for key, part in served.items()
                if part.purpose == name
            ],
        )
        refused = [self._rule("purpose", "위에 없는 항목의 이용", "Reading any item not listed above")]
        if purpose.optional:
            refused.append(
                Said(
                    self.say(
                        "동의가 없거나 철회된 사람의 정보", "The data of anyone who has not agreed, or no longer does"
                    ),
                    path,
                    purpose.clause,
                )
            )
        yield self._chapter("거부되는 것", "What is refused", refused)

    def _archive(self, name: str) -> Iterator[Chapter]:
        purpose = self.policy.archive.purposes[name]
        yield self._chapter(
            "보존 중에 볼 수 있는 것",
            "What it may read while archived",
            [
                Said(
                    f"{self.voice.text(record.label)}: {self._rest(kind, keep)}",
                    f"records.{kind}.keep.{place}",
                    keep.clause,
                )
                for kind, record in self.policy.records.items()
                for place, keep in enumerate(record.keep)
                if keep.purpose == name
            ],
        )
        demand = (
            self.say(
                "법령에 따른 요구에도 법조와 문서를 확인하고 응함",
                "It also answers to a demand by law, with statute and document",
            )
            if purpose.by_law
            else self.say("법령에 따른 요구에는 응하지 않음", "It does not answer to demands by law")
        )
        alone = purpose.second_person == "none"
        second = (
            self.say("한 사람이 볼 수 있음", "Nobody else need approve")
            if alone
            else self.say(
                "권한이 있는 다른 사람이 승인한 뒤에만 값을 볼 수 있음",
                "Values are shown only once another person with a grant has approved it",
            )
        )
        path = f"archive.purposes.{name}" + ("" if alone else ".second_person")
        yield self._chapter("다른 사람의 승인", "Another person's approval", [Said(second, path, purpose.clause)])
        yield self._chapter(
            "법령에 따른 요구", "Demands by law", [Said(demand, f"archive.purposes.{name}", purpose.clause)]
        )
        yield self._chapter(
            "거부되는 것",
            "What is refused",
            [self._rule("kept-alone", "보존 목적 밖의 열람", "Any look beyond the purpose of keeping")],
        )

    # ---- who gets, and who brings

    def _receiver(self, name: str) -> Iterator[Chapter]:
        recipient, processor = self.policy.recipients.get(name), self.policy.processors.get(name)
        part = recipient or processor
        if part is None:
            return
        path = path_of("recipients" if recipient else "processors", name)
        why = next(self._getters(lambda _, each: each is part)).text
        lines = [Said(why.partition(": ")[2], path, part.clause)]
        if part.country:
            lines.append(
                Said(self.say("국가: ", "Country: ") + self.voice.country(part.country), f"{path}.country", part.clause)
            )
        if recipient is not None and recipient.until:
            lines.append(
                Said(self.say("기간: ", "Period: ") + self.voice.text(recipient.until), f"{path}.until", part.clause)
            )
        if processor is not None and processor.own_duty:
            duty = self.voice.laws(processor.own_duty)
            lines.append(
                Said(
                    self.say(f"수탁자가 스스로 보존: {duty}", f"It must itself keep under {duty}"),
                    f"{path}.own_duty",
                    part.clause,
                )
            )
        yield self._chapter("근거와 기간", "Why, and until when", lines)
        yield self._chapter("받는 항목", "What it gets", self._items(part.items, path, part.clause))
        yield self._chapter("목적", "For which purposes", self._purposes(part.purposes))
        yield self._chapter("관련 기록", "From which records", self._records(part.records))
        yield self._chapter(
            "거부되는 것",
            "What is refused",
            [self._rule("no-recipient", "위에 없는 항목이나 목적의 제공", "Any item or purpose not listed above")],
        )

    def _door(self, name: str) -> Iterator[Chapter]:
        channel, partner = self.policy.channels.get(name), self.policy.partners.get(name)
        if channel is not None:
            path = f"channels.{name}"
            how = Said(self.voice.word(terms.CHANNELS, channel.kind), path, channel.clause)
            yield self._chapter("경위", "Who enters it", [how])
            yield self._chapter(
                "가져올 수 있는 항목", "What it may bring", self._items(channel.items, path, channel.clause)
            )
            records = [kind for kind, record in self.policy.records.items() if name in record.via]
        elif partner is not None:
            path = f"partners.{name}"
            yield self._chapter(
                "가져올 수 있는 항목", "What it may bring", self._items(partner.items, path, partner.clause)
            )
            yield self._chapter("목적", "For which purposes", self._purposes(partner.purposes))
            records = list(partner.records)
        else:
            return
        yield self._chapter("관련 기록", "Into which records", self._records(records))
        yield self._chapter(
            "거부되는 것",
            "What is refused",
            [self._rule("channel", "위에 없는 항목과 기록", "Any item or record not listed above")],
        )

    def _items(self, refs: Iterable[str], path: str, clause: str | None) -> Iterator[Said]:
        for line in self.voice.items_by_record(refs):
            yield Said(line, f"{path}.items", clause)

    def _records(self, kinds: Iterable[str]) -> Iterator[Said]:
        for kind in kinds:
            record = self.policy.records.get(kind)
            if record is not None:
                yield Said(self.voice.text(record.label), f"records.{kind}", record.clause)
