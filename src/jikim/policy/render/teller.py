"""Tells what may happen to one thing that the policy names, and why, in one language.

Each method yields the chapters of one kind of thing; each chapter answers one question from the file alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jikim.policy.model import Promise, Record
from jikim.policy.render import terms
from jikim.policy.render.topic import Chapter, Said, Topic, path_of
from jikim.policy.render.topic_lines import TopicLines

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
    "systems": ("사내 시스템", "own system"),
}


class Teller(TopicLines):
    """Tells one topic in one language. Each method that yields lines answers one question."""

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
            "systems": self._system,
        }
        label = Said(self.voice.text(part.label), path_of(section, name), part.clause)
        chapters = tuple(chapter for chapter in tell[section](name) if chapter.lines)
        if part.note:
            note = Said(self.voice.text(part.note), path_of(section, name), part.clause)
            chapters = (Chapter(self.say("설명", "Note"), (note,)), *chapters)
        return Topic(section, self.say(*_KINDS[section]), name, label, chapters)

    def _chapter(self, ko: str, en: str, lines: Iterable[Said]) -> Chapter:
        return Chapter(self.say(ko, en), tuple(lines))

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
            whose.append(Said(self.say("1인당 1건", "at most one per person"), f"{path}.single", record.clause))
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
        yield self._chapter("다른 사람의 승인", "Another person’s approval", [Said(second, path, purpose.clause)])
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
                Said(self.say("국가: ", "Country: ") + self.voice.places(part), f"{path}.country", part.clause)
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

    def _system(self, name: str) -> Iterator[Chapter]:
        system, path = self.policy.systems[name], f"systems.{name}"
        within = self.voice.period(system.within)
        told = self.say(
            f"파기, 정정, 동의 철회를 알리고 {within} 안에 답을 받습니다",
            f"It is told of each erasure, correction and withdrawal, and answers within {within}",
        )
        yield self._chapter("무엇을 알리는가", "What it is told", [Said(told, path, system.clause)])
        yield self._chapter("사본이 있는 항목", "What it holds", self._items(system.items, path, system.clause))
        yield self._chapter("목적", "For which purposes", self._purposes(system.purposes))
        yield self._chapter("관련 기록", "From which records", self._records(system.records))

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
