"""`jikim receipt`: what became of destroyed data, in four dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import UsageError
from jikim.cli.options import Directory, Json, Lang, Language, PolicyPath, language
from jikim.particles import eun
from jikim.receipts import PLACES

if TYPE_CHECKING:
    from jikim.receipts import Dates, Receipt, ReceiptLine


@in_korean(
    """한 사람의 정보나 파기 증명서의 대상이 어떻게 되었는지 알려 줍니다.

    접근 차단, 암호키 파기, 데이터 삭제, 복구·재생 불가의 네 날짜입니다. 아직 없는 날짜는 무엇을 기다리는지 알려
    줍니다. 오래전에 삭제된 사람도 조회할 수 있고, 값은 읽지 않습니다.
    """
)
def receipt(
    policy: PolicyPath,
    number: Annotated[
        str, about("A person's number, or a destruction certificate's.", "정보주체 번호 또는 파기 증명서 번호")
    ],
    /,
    *,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Say what became of a person's data, or of what a certificate certifies.

    Four dates: hidden, key destroyed, rows removed, irrecoverable. Of one that is not there yet it says what it waits
    for. It works for someone who was forgotten long ago, and reads no value.
    """
    try:
        of = UUID(number)
    except ValueError:
        raise UsageError(
            f"`{number}` is no number of a person or a certificate",
            hint="it is a UUID",
            ko=(f"{eun(f'`{number}`')} 사람이나 증명서의 번호가 아닙니다", "UUID를 적어 주세요"),
        ) from None
    with house.opened(policy, directory) as jk:
        certified = any(found[0] == of for found in jk.certificates())
        found = jk.certificate_receipt(of) if certified else jk.receipt(of)
        zone = jk.policy.zone
    if json:
        terminal.document(found.as_json())
        return
    for text in _lines(found, language(lang), zone):
        terminal.line(text)


def _lines(found: Receipt, lang: Language, zone: ZoneInfo) -> Iterator[str]:
    english = lang == "en"
    if found.of == "person":
        yield f"receipt for person {found.number}" if english else f"파기 확인서: 정보주체 {found.number}"
    else:
        yield f"receipt for certificate {found.number}" if english else f"파기 확인서: 파기 확인서 {found.number}"
    yield from _dates(found.dates, lang, zone, "  ")
    if len(found.lines) > 1:
        for line in found.lines:
            yield _headed(line, english)
            yield from _dates(line.dates, lang, zone, "    ")
    for one in found.systems:
        yield f"  {one.words(lang)}"
    if (letter := found.letter) is not None:
        sent, back = (at.astimezone(zone).isoformat(" ", "minutes") if at else "" for at in letter)
        yield f"  {letter.words(lang, sent, back)}"
    for name, words in found.worth.items():
        yield f"root key held by {name}: {words['en']}" if english else f"루트 키 보관({name}): {words['ko']}"


def _headed(line: ReceiptLine, english: bool) -> str:
    if line.what in PLACES:
        return f"  {line.label('en' if english else 'ko')}"
    until = f", {line.due}" if line.due else ""
    return f"  {line.kind}: {line.count} {line.what}{until}"


def _dates(dates: Dates, lang: Language, zone: ZoneInfo, margin: str) -> Iterator[str]:
    english = lang == "en"
    for step in dates.steps:
        day = step.at.astimezone(zone).isoformat(" ", "minutes") if step.at else ("not yet" if english else "아직")
        yield f"{margin}{step.label(lang)}{' on' if english else ''}: {day}"
    for wait in dates.waits:
        yield f"{margin}- {wait.words(lang)}"
