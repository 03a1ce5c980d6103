"""What a certificate says was destroyed, in Korean and English, by its own word for it."""

from __future__ import annotations

DESTROYED = {
    "archived parts": ("분리 보관 기록", "archived parts"),
    "records that nothing keeps": ("보관 근거 없는 기록", "records with no ground to keep them"),
    "items that no rule keeps": ("분리 보관 시 제외한 항목", "items dropped on archiving"),
    "attached records, erased by statement": (
        "회사 데이터베이스에서 삭제 명령으로 지운 기록",
        "attached records, erased by statement",
    ),
    "items of attached records, erased by statement": (
        "회사 데이터베이스에서 삭제 명령으로 지운 항목",
        "items of attached records, erased by statement",
    ),
    "papers, shredded": ("파쇄한 종이 문서", "papers, shredded"),
    "papers, burnt": ("소각한 종이 문서", "papers, burnt"),
}
