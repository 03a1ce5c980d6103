"""A person's data, and a receipt of leaving, as papers: what `jikim.paper` sets as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from jikim.answers import Card, RestingCard
from jikim.paper import Block, Facts, Heading, Paper, Paragraph, Table
from jikim.receipts import Receipt
from jikim.web.member.looking import Seen
from jikim.web.member.uses import is_own_look, line
from jikim.web.parts import Book
from jikim.web.parts.secret import secret_note
from jikim.web.parts.values import plain, unseen

# A paper of more is nobody's to read: the newest stand on it, and it says where all of them are.
MOST = 500


def data_paper(seen: Seen, at: datetime) -> Paper:
    """Everything that is known of a person, with the values that they may see."""
    book, dossier, say = seen.book, seen.dossier, seen.book.say
    gone = sum(one.records for one in dossier.destroyed)
    blocks: list[Block] = [
        Facts(
            [
                (say("보유 중인 기록", "Records held"), say(f"{len(dossier.cards):,}건", f"{len(dossier.cards):,}")),
                (say("분리 보관", "Archived"), say(f"{len(dossier.resting):,}건", f"{len(dossier.resting):,}")),
                (say("파기", "Destroyed"), say(f"{gone:,}건", f"{gone:,}")),
                (say("이용 내역", "Ledger entries"), say(f"{len(dossier.uses):,}건", f"{len(dossier.uses):,}")),
            ]
        ),
        Heading(say("보유 중인 기록", "Records held")),
    ]
    cards = sorted(dossier.cards, key=lambda card: card.collected)[-MOST:]
    if len(dossier.cards) > MOST:
        blocks.append(_cut(book, MOST))
    for card in cards:
        blocks += _card(book, book.told(seen.telling.records[card.policy]), card, seen.given)
    if dossier.resting:
        blocks.append(Heading(say("분리 보관 중인 기록", "Archived records")))
        if len(dossier.resting) > MOST:
            blocks.append(_cut(book, MOST))
        for part in dossier.resting[-MOST:]:
            blocks += resting_blocks(book.told(seen.telling.records[part.policy]), part)
    if dossier.went:
        blocks.append(Heading(say("제공·위탁 내역", "Who received it")))
        rows = [
            (
                book.day(one.went.at),
                one.receiver(book.language),
                one.then.voice(book.language).items(one.went.items),
                say(f"버전 {one.went.version}", f"version {one.went.version}"),
            )
            for one in seen.telling.went[-MOST:]
        ]
        head = [say("언제", "When"), say("누구에게", "To whom"), say("항목", "Items"), say("버전", "Version")]
        blocks.append(Table(head, rows, (2, 3, 5, 1.4)))
    blocks.append(Heading(say("개인정보 이용 내역", "How it was used")))
    blocks.append(Paragraph(secret_note(say, book.policy.korean), soft=True))
    others = [use for use in seen.telling.uses if not is_own_look(use.body)]
    if folded := len(dossier.uses) - len(others):
        blocks.append(
            Paragraph(
                say(
                    f"본인이 조회한 {folded:,}건은 제외했습니다. JSON과 CSV 파일에는 포함되어 있습니다.",
                    f"Your own {folded:,} view{' is' if folded == 1 else 's are'} left out; the JSON and CSV files include them.",
                ),
                soft=True,
            )
        )
    if len(others) > MOST:
        blocks.append(_cut(book, MOST))
    entries = [line(book, use) for use in reversed(others[-MOST:])]
    used = [
        (book.moment(one.at), one.who, f"{one.done} {one.record}".strip(), one.purpose, one.clause) for one in entries
    ]
    head = [
        say("언제", "When"),
        say("누가", "Who"),
        say("무엇을", "What"),
        say("이용 목적", "Purpose"),
        say("조항", "Clause"),
    ]
    blocks.append(Table(head, used, (2.6, 2.4, 3, 3, 1)))
    service = book.voice.text(book.policy.service.name)
    return Paper(
        say("내 정보", "My data"),
        book.language,
        at,
        blocks,
        under=f"{service} · {book.day(at)}",
        foot=f"{book.voice.text(book.policy.service.controller)} · {book.policy.officers.email}",
    )


def _cut(book: Book, most: int) -> Paragraph:
    return Paragraph(
        book.say(
            f"최근 {most:,}건만 포함했습니다. 전체는 JSON이나 CSV로 내려받으실 수 있습니다.",
            f"Only the newest {most:,}; the JSON and CSV files contain all of them.",
        ),
        soft=True,
    )


def _values(book: Book, card: Card | RestingCard) -> Iterator[tuple[str, str]]:
    kind = card.ref.kind
    for item in card.items:
        short = item.removeprefix(f"{kind}.")
        value = card.values.get(short)
        shown = unseen(book, card, item) if value is None else plain(book, item, value)
        yield book.voice.item(short, kind), shown


def resting_blocks(book: Book, part: RestingCard) -> Iterator[Block]:
    """One part that rests, on paper: its values, and until when it is kept. `book`: of the version that it was
    collected under."""
    yield Heading(f"{book.voice.record(part.ref.kind)} · {book.day(part.collected)}", 2)
    yield Facts([*_values(book, part), (book.say("보유 기간", "Kept until"), book.voice.date(part.until))])


def _card(book: Book, then: Book, card: Card, given: Sequence[str]) -> Iterator[Block]:
    say, kind = book.say, card.ref.kind
    yield Heading(f"{then.voice.record(kind)} · {book.day(card.collected)}", 2)
    rows = [*_values(then, card)]
    # What its person did not consent to is none of its purposes.
    asking = {
        name for name in card.why if name in book.policy.purposes and book.policy.purposes[name].basis == "consent"
    }
    why = [name for name in card.why if name not in asking or name in given]
    rows.append(
        (say("이용 목적", "Purpose"), book.voice.purposes(why) if why else say("현재 이용하지 않음", "not used now"))
    )
    record = book.policy.records.get(kind)
    if record is not None:
        rows.append((say("보유 기간", "Kept until"), book.voice.ends(record.ends)))
    rows.append((say("수집 출처", "Source"), then.voice.channels([card.source or card.channel])))
    if card.frozen:
        rows.append((say("현재 상태", "State"), say("정정 완료까지 이용 정지", "suspended until corrected")))
    yield Facts(rows)


def receipt_paper(book: Book, receipt: Receipt) -> Paper:
    """A receipt of leaving: four dates, and those of each part. No personal data."""
    say, language = book.say, book.language

    def moment(value: datetime | None) -> str:
        return book.moment(value) if value else say("예정", "not yet")

    rows = [(step.label(language), f"{moment(step.at)} ({step.meaning(language)})") for step in receipt.dates.steps]
    blocks: list[Block] = [Heading(say("파기 단계별 일시", "Stages of destruction")), Facts(rows)]
    blocks += [Paragraph(wait.words(language), soft=True) for wait in receipt.dates.waits]
    table = [
        (
            part.label(language),
            f"{part.count:,}",
            book.voice.date(part.due) if part.due else "",
            *(book.day(step.at) if step.at else "-" for step in part.dates.steps),
        )
        for part in receipt.lines
    ]
    blocks.append(Heading(say("항목별", "By category")))
    head = [
        say("항목", "Items"),
        say("건", "Count"),
        say("보관 기한", "Kept until"),
        *(step.label(language) for step in receipt.dates.steps),
    ]
    blocks.append(Table(head, table, (2, 1, 2, 2, 2, 2, 2)))
    if receipt.systems:
        blocks.append(Heading(say("사본이 있던 사내 시스템", "Internal systems that held copies")))
        blocks += [Paragraph(one.words(language)) for one in receipt.systems]
    if (letter := receipt.letter) is not None:
        blocks.append(Paragraph(letter.words(language, moment(letter.sent), moment(letter.returned))))
    return Paper(
        say("파기 확인서", "Certificate of destruction"),
        book.language,
        receipt.at,
        blocks,
        under=f"{book.voice.text(book.policy.service.name)} · {say('번호', 'number')} {receipt.number} · {book.day(receipt.at)}",
        foot=f"{book.voice.text(book.policy.service.controller)} · {book.policy.officers.email}",
    )
