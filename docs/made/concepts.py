"""A picture for each word that is hard to hold: holding, key ring, epoch, sweep, ledger, clause.

All are drawn alike, from words: boxes from left to right, what leads from one to the next, and a line below that says
what follows. Two languages, two grounds; nothing hangs on colour alone.
"""

from __future__ import annotations

import textwrap
from html import escape
from typing import NamedTuple

from docs.made.picture import COLOURS, FONT

WIDTH, HEIGHT, SIDE = 960, 236, 24


class Box(NamedTuple):
    """A box: its head, and what stands in it. `tone`: live, rest, gone or tint."""

    head: str
    lines: tuple[str, ...]
    tone: str = "tint"
    after: str = ""  # on the arrow to the next


class Concept(NamedTuple):
    """A picture: its title, its boxes, and what follows from it."""

    title: str
    boxes: tuple[Box, ...]
    below: str


CONCEPTS: dict[str, dict[str, Concept]] = {
    "holding": {
        "en": Concept(
            "The holding: everything that a company keeps of people",
            (
                Box("live database", ("records in use,", "each sealed under", "its person's key"), "live", "ended"),
                Box("archive", ("what a law keeps,", "sealed under the key", "of its last day"), "rest"),
                Box("key store", ("those keys, each", "wrapped: unreadable", "as it lies there")),
                Box("key ring", ("files outside the", "databases, which", "unwrap the keys")),
            ),
            "No database alone can be read: it takes the rows, the keys and the ring, and they lie apart",
        ),
        "ko": Concept(
            "보유: 회사가 가진 모든 개인정보",
            (
                Box("운영 DB", ("이용 중인 기록.", "정보주체별 키로", "암호화"), "live", "종료"),
                Box("분리 보관 DB", ("법령이 보존하게 한 것.", "만기일 키로", "암호화"), "rest"),
                Box("키 저장소", ("그 키들. 감싼 채로", "저장하여 그대로는", "사용할 수 없음")),
                Box("키 고리", ("DB 밖에 있는 파일.", "감싼 키를", "풀 수 있음")),
            ),
            "어느 DB도 혼자서는 읽을 수 없습니다. 데이터, 키, 키 고리가 모두 있어야 하며 셋은 서로 다른 곳에 있습니다",
        ),
    },
    "ring": {
        "en": Concept(
            "The key ring: what every key is wrapped under",
            (
                Box("root key", ("a file, a passphrase,", "an HSM or a KMS", "holds it"), "tint", "opens"),
                Box("key ring", ("files on another disk,", "with copies", "elsewhere"), "tint", "unwraps"),
                Box("a person's key", ("wrapped in the", "key store, one for", "each person"), "live", "opens"),
                Box("their record", ("sealed in the", "live database", "or the archive"), "live"),
            ),
            "Lose the ring and every copy of it, and nothing can be read any more, by anybody",
        ),
        "ko": Concept(
            "키 고리: 모든 키를 감싸는 것",
            (
                Box("루트 키", ("파일, 암호, HSM,", "KMS 가운데 하나가", "보관"), "tint", "엶"),
                Box("키 고리", ("다른 디스크의 파일.", "다른 곳에", "사본 보관"), "tint", "풂"),
                Box("정보주체별 키", ("키 저장소에 감싼", "채로 저장. 한 사람에", "하나"), "live", "복호화"),
                Box("그 사람의 기록", ("운영 DB나", "분리 보관 DB에", "암호화되어 있음"), "live"),
            ),
            "키 고리와 그 사본을 모두 잃으면 아무도 다시 읽을 수 없습니다",
        ),
    },
    "epoch": {
        "en": Concept(
            "An epoch: the ring is renewed, and what was destroyed stays destroyed",
            (
                Box(
                    "before",
                    ("ring 7 wraps the keys", "of Ann, Ben and Cho", "backups have them too"),
                    "live",
                    "Cho's is destroyed",
                ),
                Box("destroyed", ("Cho's key is gone here,", "and an old backup", "still has it"), "gone", "epoch"),
                Box("ring 8", ("wraps the keys of", "Ann and Ben anew", "and no other"), "live", "then"),
                Box(
                    "ring 7 is erased",
                    ("Cho's key in the backup", "is wrapped under a ring", "that nobody has"),
                    "gone",
                ),
            ),
            "From then on nobody can recover what was destroyed, not even with the disks and all old backups",
        ),
        "ko": Concept(
            "키 고리 교체: 키 고리를 바꾸어 파기한 것을 복구할 수 없게 함",
            (
                Box("교체 전", ("키 고리 7이 가, 나, 다의", "키를 감쌈.", "백업에도 있음"), "live", "다의 키 파기"),
                Box("파기 직후", ("다의 키는 여기에 없지만", "이전 백업에는", "남아 있음"), "gone", "키 고리 교체"),
                Box("키 고리 8", ("가와 나의 키만", "새로", "감쌈"), "live", "이어서"),
                Box("키 고리 7 삭제", ("백업에 있는 다의 키를", "풀 수 있는 키 고리가", "어디에도 없음"), "gone"),
            ),
            "이때부터 디스크와 이전 백업을 모두 가진 사람도 파기한 정보를 복구할 수 없습니다",
        ),
    },
    "sweep": {
        "en": Concept(
            "A sweep: what is due today is archived or destroyed",
            (
                Box("due", ("its purpose has ended,", "or its last kept", "day is over"), "live", "judged"),
                Box(
                    "a law keeps it",
                    ("the items that it names", "move to the archive,", "with their last day"),
                    "rest",
                    "on that day",
                ),
                Box("nothing keeps it", ("its key is destroyed,", "then its rows", "are deleted"), "gone", "at once"),
                Box("certificate", ("what, why and when,", "without a value,", "signed")),
            ),
            "It runs every day. Where it would destroy the data of more people than the policy allows, it stops until an officer approves",
        ),
        "ko": Concept(
            "파기 작업: 오늘이 기한인 것을 분리 보관하거나 파기",
            (
                Box("기한이 된 기록", ("목적이 끝났거나", "마지막 보관일이", "지남"), "live", "판단"),
                Box("보존 법령 있음", ("법령이 정한 항목만", "마지막 보관일과 함께", "분리 보관"), "rest", "그날에"),
                Box("보존 법령 없음", ("암호키를 파기하고", "데이터를", "삭제"), "gone", "바로"),
                Box("파기 증명서", ("무엇을 왜 언제.", "값은 없이", "서명")),
            ),
            "매일 실행합니다. 방침이 정한 인원을 넘으면 보호책임자가 승인할 때까지 멈춥니다",
        ),
    },
    "ledger": {
        "en": Concept(
            "The ledger: every use and every refusal, which anybody can check",
            (
                Box("an entry", ("who, when, whose data,", "what for, by which", "clause; no value"), "tint", "placed"),
                Box("a position", ("each entry in one", "order, in a tree", "of digests"), "tint", "signed"),
                Box("a checkpoint", ("the tree's head,", "signed; witnesses", "cosign it"), "tint", "exported"),
                Box("jikim verify", ("anybody, anywhere,", "without a database,", "finds what changed")),
            ),
            "An entry that was changed, taken out or put in later shows; what it said can be erased, and the tree still verifies",
        ),
        "ko": Concept(
            "처리 원장: 모든 이용과 거부를 누구나 검증할 수 있게 기록",
            (
                Box(
                    "항목",
                    ("누가 언제 누구의 정보를", "무엇을 위해 어느 조항에", "따라. 값은 없음"),
                    "tint",
                    "순서 부여",
                ),
                Box("위치", ("모든 항목의 순서가", "하나의 해시 트리에", "들어감"), "tint", "서명"),
                Box("체크포인트", ("트리의 최신 상태에 서명.", "외부 증인도", "함께 서명"), "tint", "내보내기"),
                Box("jikim verify", ("누구나 어디서나", "DB 없이", "변경을 찾아냄")),
            ),
            "바꾸거나 빼거나 나중에 넣은 항목은 드러납니다. 내용을 지운 뒤에도 트리는 검증됩니다",
        ),
    },
    "clause": {
        "en": Concept(
            "A clause: one promise, from the published sentence to the refusal",
            (
                Box(
                    "the document",
                    ("“While a correction is", "open, we neither use", "nor provide it.” 7.4a"),
                    "tint",
                    "is",
                ),
                Box("the policy file", ("rights.correct, with", "its clause 7.4a,", "in one file"), "tint", "compiled"),
                Box("the decision", ("use, provide, entrust", "of that record:", "denied"), "gone", "cites"),
                Box("error and ledger", ("“neither used nor", "provided (clause 7.4a)”", "and what to do")),
            ),
            "A refusal shows the number, and the number leads to the promised sentence",
        ),
        "ko": Concept(
            "조항: 공개한 문장부터 거부까지 이어지는 하나의 약속",
            (
                Box(
                    "처리방침 문서",
                    ("“정정이 끝날 때까지", "이용하거나 제공하지", "않습니다.” 7.4a"),
                    "tint",
                    "같은 것",
                ),
                Box("방침 파일", ("rights.correct와", "조항 7.4a를", "한 파일에 적음"), "tint", "컴파일"),
                Box("판단", ("그 기록의 이용,", "제공, 위탁을", "거부"), "gone", "근거"),
                Box("오류와 원장", ("“이용하거나 제공하지", "않습니다 (방침 7.4a)”", "와 할 수 있는 일")),
            ),
            "거부된 사람은 번호를 보고, 번호는 약속한 문장으로 이어집니다",
        ),
    },
}


def drawn(name: str, language: str, ground: str) -> str:
    """One picture, 960 × 236."""
    said, colour = CONCEPTS[name][language], COLOURS[ground]
    gap = 80
    width = (WIDTH - 2 * SIDE - gap * (len(said.boxes) - 1)) / len(said.boxes)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="10" fill="{colour["paper"]}" stroke="{colour["line"]}"/>',
        _text(SIDE, 36, said.title, colour["ink"], 17, 700),
    ]
    for n, box in enumerate(said.boxes):
        x, shape = SIDE + n * (width + gap), 'stroke-dasharray="5 4"' if box.tone == "gone" else ""
        edge = colour[box.tone] if box.tone != "tint" else colour["line"]
        parts += [
            f'<rect x="{x:g}" y="58" width="{width:g}" height="116" rx="6" fill="{colour["tint"]}" stroke="{edge}" stroke-width="2" {shape}/>',
            _text(x + 10, 82, box.head, colour["ink"], 14, 700),
            *(_text(x + 10, 108 + 21 * m, line, colour["soft"], 12) for m, line in enumerate(box.lines)),
        ]
        if n + 1 < len(said.boxes) and box.after:
            start, end = x + width + 8, x + width + gap - 10
            parts.append(
                f'<path d="M{start:g} 116H{end:g}m-7 -5l7 5l-7 5" fill="none" stroke="{colour["ink"]}" stroke-width="1.5"/>'
            )
            lines = textwrap.wrap(box.after, 11)
            parts += [
                _text((start + end) / 2, 106 - 14 * (len(lines) - 1 - m), line, colour["soft"], 11, 400, "middle")
                for m, line in enumerate(lines)
            ]
    parts.append(_text(WIDTH / 2, 208, said.below, colour["ink"], 13, 400, "middle"))
    described = " ".join(f"{box.head}: {' '.join(box.lines)}." for box in said.boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'lang="{language}" aria-labelledby="t d" font-family="{FONT}">\n<title id="t">{escape(said.title)}</title>\n'
        f'<desc id="d">{escape(f"{described} {said.below}.")}</desc>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _text(x: float, y: float, said: str, fill: str, size: int, weight: int = 400, anchor: str = "start") -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">'
        f"{escape(said)}</text>"
    )
