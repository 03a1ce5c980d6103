"""What anyone can check afterwards: the certificates, the ledger from its export alone, and the bytes on the disk."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from jikim.db.places import data_home
from jikim.demo import acts
from jikim.demo.forbidden import RESIDENT_NUMBER
from jikim.demo.stage import Stage
from jikim.jobs.certificate import PAPER, check_certificate
from jikim.policy.render.voice import Voice
from jikim.proof.verify import verify
from jikim.web.parts.destroyed import DESTROYED

LEDGER = "ledger.jsonl"


class Certificate(NamedTuple):
    """One destruction certificate, read."""

    content: dict[str, Any]
    text: str
    signature: bytes


def evidence(stage: Stage, home: Path) -> Certificate:
    """Chapter: certificates, ledger, bytes. Answers the certificate that is shown."""
    report = stage.report
    report.chapter("증거", "The evidence")
    shown = _certificates(stage)
    _backed_up(stage, home)
    _ledger(stage, home)
    _bytes(stage)
    return shown


def _certificates(stage: Stage) -> Certificate:
    report, file = stage.report, stage.policy.file
    public = stage.jk.signer.verifier.public
    read = [Certificate(json.loads(text), text, signature) for _, _, text, signature in stage.jk.certificates()]
    good = all(check_certificate(public, one.text, one.signature) for one in read)
    # What the account does not count: items that no rule keeps, and papers, which have a register of their own.
    beside = ("items that no rule keeps", *PAPER.values())
    told = sum(row["count"] for one in read for row in one.content["destroyed"] if row["what"] not in beside)
    report.check(
        "6.6",
        good and told == stage.model.ended,
        f"파기 증명서 {len(read):,}장, 서명이 모두 맞고 파기한 {told:,}건을 빠짐없이 적었습니다",
        f"{len(read):,} destruction certificates: every signature holds, and together they account for all {told:,} destructions",
    )
    names = {someone.doings.person.email for someone in stage.here}
    report.check(
        "6.6",
        not any(name in one.text for one in read for name in names),
        "증명서에는 개인정보가 없습니다",
        "no certificate holds personal data",
    )
    # The one that says most: several kinds, and parts that rested until their day.
    shown = max(read, key=lambda one: (sum("due" in row for row in one.content["destroyed"]), one.content["at"]))
    voice = Voice(file, report.language)
    rows = [
        (
            report.text(file.records[row["kind"]].label),
            report.say(*DESTROYED[row["what"]]),
            f"{row['count']:,}",
            str(row.get("due", "-")),
            voice.laws(row.get("why", ())) or "-",
            row["clause"],
        )
        for row in shown.content["destroyed"]
    ]
    number, at = shown.content["certificate"], shown.content["at"][:10]
    report.line(
        f"그 가운데 하나: {number}, {at}, {shown.content['by']}", f"One of them: {number}, {at}, {shown.content['by']}"
    )
    say = report.say
    head = (
        say("기록", "record"),
        say("무엇을", "what"),
        say("건", "how many"),
        say("보관 기한", "kept until"),
        say("근거", "kept by"),
        say("조항", "clause"),
    )
    report.table(head, rows, right=(2,))
    return shown


def _backed_up(stage: Stage, home: Path) -> None:
    """An encrypted backup of what is left, read back; then the keys of all that was destroyed become irrecoverable
    (10.2, 6.5)."""
    report, jk = stage.report, stage.jk
    jk.settings = replace(jk.settings, backups=home / "backups", keys_backups=home / "key-backups")
    made = jk.backups.make()
    report.check(
        "10.2",
        made.set is not None,
        "암호화한 백업을 만들어 되읽어 보았습니다",
        "an encrypted backup was made, and read back",
    )
    names = jk.epoch_due().ahead.names
    jk.reindex()
    jk.epoch()
    report.check(
        "6.5",
        names > 0 and jk.epoch_due().ahead.names == 0,
        f"키 고리를 바꾸었습니다: 파기한 {names:,}개의 키는 어느 백업에서도 다시 나오지 않습니다",
        f"the key ring was turned: the keys of all {names:,} that were destroyed come back from no backup",
    )


def _ledger(stage: Stage, home: Path) -> None:
    report, jk = stage.report, stage.jk
    pieces = list(jk.export_ledger())
    whole = b"".join(pieces)
    (home / LEDGER).write_bytes(whole)
    key = str(jk.signer.verifier)
    found = verify(pieces, trusted_key=key)
    events: dict[str, int] = dict(found.events)
    report.check(
        "10.10",
        found.ok and found.entries > 0 and not found.uncovered,
        f"원장 {found.entries:,}건이 내보낸 파일만으로 검증됩니다 (점검표 {found.checkpoints:,}장)",
        f"the ledger's {found.entries:,} entries verify from the export alone ({found.checkpoints:,} signed checkpoints)",
    )
    most = sorted(events.items(), key=lambda pair: -pair[1])[:6]
    report.line(
        "  ".join(f"{event} {count:,}" for event, count in most),
        "  ".join(f"{event} {count:,}" for event, count in most),
        style="dim",
    )
    broken = bytearray(whole)
    place = whole.index(b"record:", len(whole) // 2)
    broken[place] ^= 1
    caught = verify([bytes(broken)], trusted_key=key)
    report.check(
        "10.10",
        not caught.ok,
        f"한 바이트를 뒤집자 {caught.faults[0].line:,}째 줄에서 들통났습니다"
        if caught.faults
        else "뒤집은 바이트를 놓쳤습니다",
        f"with one byte flipped it fails, at line {caught.faults[0].line:,}"
        if caught.faults
        else "the flipped byte was missed",
    )
    values = [stage.cast["gana"].doings.person.email, acts.CARDS[0].replace(" ", ""), RESIDENT_NUMBER, "invented words"]
    report.check(
        "10.10",
        not any(value.encode() in whole for value in values),
        "원장에는 값이 하나도 없습니다",
        "the ledger holds no item's value",
    )


def _bytes(stage: Stage) -> None:
    """Every file of the four databases and of the keys is searched for values that must not be readable there."""
    report = stage.report
    home = data_home(stage.jk.settings.directory)
    gana, kim = stage.cast["gana"].doings.person, stage.cast["kim"].doings.person
    card = acts.CARDS[0].replace(" ", "")
    needles = {
        "refused": [RESIDENT_NUMBER, RESIDENT_NUMBER.replace("-", "")],
        "card": [card, acts.CARDS[0]],
        "password": [gana.membership["password"], kim.membership["password"]],
        "sealed": [gana.email, kim.email],
        "control": ["record:collect"],
    }
    found = dict.fromkeys(needles, 0)
    size = 0
    for text in _files(home):
        size += len(text)
        for name, values in needles.items():
            found[name] += sum(text.find(value.encode()) >= 0 for value in values)
    total = f"{size / 1_000_000:,.0f} MB"
    if not found.pop("control"):
        report.line(
            f"디스크의 파일을 읽지 못했습니다 ({total})", f"the files on disk could not be read ({total})", style="dim"
        )
        return
    report.check(
        "1.2",
        not found["refused"],
        f"디스크의 {total} 어디에도 거절한 주민등록번호가 없습니다",
        f"the refused resident number is nowhere in the {total} on disk",
    )
    report.check(
        "10.1",
        not found["password"] and not found["card"] and not found["sealed"],
        "비밀번호도, 카드번호도, 이용 중인 이메일도 평문으로 남아 있지 않습니다",
        "nor is any password, card number or even a live e-mail address there in readable form",
    )


def _files(home: Path) -> Iterator[mmap.mmap]:
    for path in sorted(home.rglob("*")):
        try:
            if path.is_file() and path.stat().st_size:
                with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
                    yield text
        except OSError:
            continue
