"""How much and what is taken, said beforehand."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
MOST_PIXELS = 40_000_000


@dataclass(frozen=True)
class Limits:
    """At most so many files, so large each and together. Together they stay under what a record's file may hold (8
    MiB)."""

    files: int = 5
    each: int = 5 * MIB
    together: int = 7 * MIB

    @property
    def accept(self) -> str:
        """What a file picker offers."""
        return ".pdf,.png,.jpg,.jpeg,.webp,.txt,.docx,.xlsx,.pptx,.odt,.ods,.odp,.hwpx"

    def said(self, language: str) -> str:
        """The limits in words."""
        if language == "ko":
            return (
                f"PDF, 사진(PNG·JPG·WebP), 텍스트(TXT), 오피스 문서(DOCX·XLSX·PPTX·ODT·ODS·ODP·HWPX)를 {self.files}개까지 첨부하실 수 있습니다. "
                f"파일당 {self.each // MIB}MB, 전체 {self.together // MIB}MB까지입니다. 사진의 촬영 장소와 기기 정보는 삭제하고 저장합니다. "
                "문서에 주민등록번호나 카드번호가 있으면 저장하지 않습니다. 사진 속 글자는 확인하지 못하므로 해당 번호를 가리고 첨부해 주세요."
            )
        return (
            f"Up to {self.files} files: PDF, pictures (PNG, JPG, WebP), text (TXT), office documents (DOCX, XLSX, PPTX, ODT, ODS, ODP, HWPX). "
            f"{self.each // MIB} MB each, {self.together // MIB} MB together. Place and device are removed from pictures. "
            "A document that contains a resident or card number is not stored. Text inside pictures is not checked: please cover such numbers."
        )


LIMITS = Limits()
