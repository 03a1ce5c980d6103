"""What `jikim verify` found, as lines in Korean. In English the proof's own rooms say it, without this one."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING

from jikim.proof.report import moment

if TYPE_CHECKING:
    from jikim.proof.generation import Generation
    from jikim.proof.handover import Handover
    from jikim.proof.report import Fault, Kind, Report

FAULTS: dict[Kind, str] = {
    "header": "첫 줄이 머리글이 아니거나 서로 맞지 않습니다. 그다음은 읽지 않았습니다",
    "key": "파일에 적힌 키가 신뢰하는 키와 다릅니다",
    "line": "정해진 형식이 아니거나 있을 수 없는 자리에 있습니다",
    "position": "기록이 없거나, 순서가 다르거나, 두 번 있습니다",
    "commitment": "본문과 솔트에서 확약 값이 나오지 않습니다",
    "body": "본문에 이벤트가 없거나, 지우기에 이른 때에 본문이 없습니다",
    "tile": "타일이 이 기록들의 것이 아니거나 잘못된 자리에 있습니다",
    "checkpoint": "체크포인트의 형식, 출처, 순서나 자리가 다르거나 체크포인트가 없습니다",
    "signature": "체크포인트가 원장의 키로 서명되지 않았습니다",
    "root": "체크포인트까지의 기록이 서명된 기록과 다릅니다",
    "fork": "나중 체크포인트는 이 기록들과 맞는데, 이 체크포인트는 다른 기록에 서명했습니다",
    "held": "이전에 받아 둔 체크포인트와 다른 이력입니다",
    "witness": "증인의 공동 서명이 틀렸거나 요구한 수보다 적습니다",
    "counts": "마지막 체크포인트가 서명한 집계가 기록에서 센 것과 다릅니다",
    "generation": "원장이 다른 이름으로 이어졌는데 밝혀야 할 것을 밝히지 않았습니다",
    "trailer": "마지막 줄이 없거나 세는 수가 다릅니다. 끝이 잘렸을 수 있습니다",
}
_OF_ITSELF = {
    "ledger:missing:found": "순번을 받기 전에 빠진 기록이 있습니다",
    "ledger:forged:found": "키 없이 넣거나 고친 기록이 있습니다",
    "ledger:silent:found": "기록을 계속하면서 그 보증이 도착하지 않는 프로세스가 있습니다",
    "ledger:unpromised:found": "말없이 끝난 프로세스가 있습니다. 그 마지막 기록은 보증되지 않습니다",
}


def report_lines(report: Report) -> Iterator[str]:
    """The report; its last line is the verdict."""
    key = report.key or "알 수 없음"
    if report.self_signed:
        key += " (파일에 든 키입니다. 공개된 키와 대조해 주세요)"
    expired = f" (그중 기한이 지난 것 {report.expired}건)" if report.expired else ""
    yield f"원장        {report.origin or '알 수 없음'}"
    yield f"키          {key}"
    yield f"기록        {report.entries}건, 그중 본문을 지운 것 {report.erased}건{expired}"
    yield f"체크포인트  맞음 {report.checkpoints}, 맞지 않음 {report.disagreeing}"
    yield f"미확인      마지막으로 맞은 체크포인트 뒤의 {report.uncovered}건"
    yield f"루트        {b64encode(report.root).decode()}"
    yield f"집계        {_counted(report)}"
    for generation in report.generations:
        yield f"세대        {_generation(generation)}"
    for name, (size, time) in report.witnesses.items():
        yield f"증인        {name}, {size}건까지, {moment(time)}"
    for event, count in sorted(report.events.items()):
        yield f"이벤트      {event} {count}"
    for event, words in _OF_ITSELF.items():
        if event in report.events:
            yield f"원장의 말   {words} ({report.events[event]})"
    yield from map(_fault, report.faults)
    if report.more_faults:
        yield f"그 밖의 잘못 {report.more_faults}가지"
    if report.witnessed is not None:
        yield f"공동 서명   {report.entries}건 중 {report.witnessed}건"
    yield _verdict(report.ok)


def _counted(report: Report) -> str:
    if report.counts is None:
        return "마지막 체크포인트가 서명하지 않았습니다"
    unknown = report.unknown
    return f"서명됨: 달과 이벤트별로 센 기록 {report.counts.total() - unknown}건, 세기 전에 지운 기록 {unknown}건"


def handover_lines(found: Handover) -> Iterator[str]:
    """What was handed over; its last line is the verdict."""
    yield f"받은 곳 {found.to}, 목적 {found.purpose}, {found.at}"
    yield f"기록 {len(found.messages)}건, 파일 {len(found.files)}개"
    yield f"서명한 키 {found.key}" + (" (파일에 든 키입니다)" if found.self_signed else "")
    yield from (f"잘못된 것: {one.ko}" for one in found.faults)
    yield _verdict(found.ok)


def _fault(one: Fault) -> str:
    entry = "" if one.position is None else f", 기록 {one.position}"
    return f"{one.line}번째 줄{entry}: {one.kind}: {FAULTS[one.kind]}"


def _generation(one: Generation) -> str:
    begun = f"{one.number}세대가 기록 {one.start}에서 시작합니다. 백업을 되돌린 것입니다"
    if one.lost:
        return f"{begun}. 그전에 {one.last_size}건까지 서명했고, 마지막 {one.lost}건을 잃었습니다"
    return f"{begun}. 서명된 것 가운데 잃은 것은 없습니다"


def _verdict(ok: bool) -> str:
    return "검증되었습니다" if ok else "검증에 실패했습니다"
