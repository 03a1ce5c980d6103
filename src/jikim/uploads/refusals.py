"""Why a file is not handed on as it came: each reason under its code, and what helps, in both languages.

The code stands in the record beside the file, so that staff, the sender's page and letter say the same. It names neither
the file nor anything in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from jikim.errors import InvalidError
from jikim.uploads.limits import LIMITS, MIB, MOST_PIXELS

_PDF_KO, _PDF_EN = "PDF로 저장해 다시 보내 주세요", "save it as PDF and send that"
_PRINT_KO, _PRINT_EN = "인쇄하듯 PDF로 다시 저장해 보내 주세요", "print it to a PDF and send that"
_OPEN_KO, _OPEN_EN = "암호를 풀고 다시 보내 주세요", "remove the password and send it again"


class Reason(NamedTuple):
    """What is wrong with a file and what its sender can do, in both languages."""

    ko: tuple[str, str]
    en: tuple[str, str]

    def what(self, language: str) -> str:
        """What is wrong, as a part of a sentence."""
        return (self.ko if language == "ko" else self.en)[0]

    def line(self, language: str) -> str:
        """Both, as sentences."""
        return " ".join(f"{part[:1].upper()}{part[1:]}." for part in (self.ko if language == "ko" else self.en))


def lines_of(codes: Iterable[str], language: str) -> list[str]:
    """What is said of files, each thing once."""
    return [REASONS[code].line(language) for code in dict.fromkeys(codes) if code in REASONS]


REASONS = {
    "empty": Reason(
        ("빈 파일입니다", "내용이 있는 파일을 선택해 주세요"), ("the file is empty", "choose one with something in it")
    ),
    "too-many": Reason(
        ("파일이 너무 많습니다", f"{LIMITS.files}개까지 받습니다"),
        ("these are too many files", f"at most {LIMITS.files}"),
    ),
    "too-large": Reason(
        ("파일이 너무 큽니다", f"파일당 {LIMITS.each // MIB}MB까지 받습니다. 사진이면 가로와 세로를 줄여 주세요"),
        ("the file is too large", f"at most {LIMITS.each // MIB} MB each; if it is a picture, scale it down"),
    ),
    "together": Reason(
        ("파일이 모두 합해 너무 큽니다", f"모두 {LIMITS.together // MIB}MB까지 받습니다"),
        ("the files are too large together", f"at most {LIMITS.together // MIB} MB"),
    ),
    "virus": Reason(
        ("바이러스가 발견되어 받지 않았습니다", "기기를 백신으로 검사해 주세요. 파일은 남기지 않았습니다"),
        ("a virus was found in it, so it was not taken", "scan your device; nothing of the file was kept"),
    ),
    "unscanned": Reason(
        ("지금은 바이러스 검사를 할 수 없어 파일을 받지 못합니다", "잠시 뒤에 다시 보내 주세요"),
        ("files can't be scanned for viruses now, so none is taken", "send it again in a while"),
    ),
    "type": Reason(
        ("받지 않는 형식의 파일입니다", "PDF, 사진(PNG, JPG, WebP), TXT, 오피스 문서로 보내 주세요"),
        ("this type of file is not taken", "send a PDF, a picture (PNG, JPG, WebP), a TXT or an office document"),
    ),
    "heic": Reason(
        ("HEIC 사진이나 영상은 받지 못합니다", "사진을 JPG로 저장해 다시 선택해 주세요"),
        ("HEIC pictures and videos are not taken", "save the picture as JPG and choose it again"),
    ),
    "old-format": Reason(
        ("옛 형식의 문서(DOC, XLS, PPT, HWP)는 받지 못합니다", "PDF나 DOCX, HWPX로 저장해 다시 선택해 주세요"),
        (
            "documents of the old formats (DOC, XLS, PPT, HWP) are not taken",
            "save it as PDF, DOCX or HWPX and choose it again",
        ),
    ),
    "archive": Reason(
        ("받지 않는 압축 파일이거나 문서가 온전하지 않습니다", "압축을 풀어 문서를 하나씩 보내 주세요"),
        ("this is an archive, or a document that is not whole", "unpack it and send the documents one by one"),
    ),
    "password": Reason(
        ("암호가 걸린 문서는 검사할 수 없어 받지 않습니다", _OPEN_KO),
        ("a document with a password can't be scanned and is not taken", _OPEN_EN),
    ),
    "unfolds": Reason(
        ("문서를 풀면 지나치게 커집니다", _PDF_KO), ("the document unfolds to far more than it holds", _PDF_EN)
    ),
    "runs": Reason(
        ("매크로나 실행되는 내용이 든 문서는 받지 않습니다", _PRINT_KO),
        ("a document with macros, or with something that runs, is not taken", _PRINT_EN),
    ),
    "fetches": Reason(
        ("열면 외부에서 자료를 불러오는 문서는 받지 않습니다", _PRINT_KO),
        ("a document that fetches something from elsewhere when it is opened is not taken", _PRINT_EN),
    ),
    "pdf-broken": Reason(("PDF가 온전하지 않습니다", _PRINT_KO), ("the PDF is not whole", _PRINT_EN)),
    "pdf-unread": Reason(
        ("PDF의 글을 읽을 수 없어 받지 않았습니다", _PRINT_KO),
        ("the text of the PDF can't be read, so it was not taken", _PRINT_EN),
    ),
    "picture-broken": Reason(
        ("사진이 온전하지 않습니다", "다른 프로그램으로 다시 저장해 보내 주세요"),
        ("the picture is not whole", "save it again with another program"),
    ),
    "picture-large": Reason(
        ("사진이 너무 큽니다", f"가로와 세로를 줄여 {MOST_PIXELS // 1_000_000}백만 화소 이내로 보내 주세요"),
        ("the picture is too large", f"scale it down to at most {MOST_PIXELS // 1_000_000} megapixels"),
    ),
    "number": Reason(
        ("주민등록번호나 카드번호처럼 받지 않는 번호가 들어 있습니다", "그 번호를 지우고 다시 보내 주세요"),
        (
            "it holds a number that is never taken, such as a resident registration or card number",
            "remove it and send it again",
        ),
    ),
    "numbers": Reason(
        ("검사할 수 있는 것보다 많은 숫자가 들어 있습니다", "나누어 보내 주세요"),
        ("it holds more numbers than can be searched", "send it in parts"),
    ),
    # Said of one that was taken, and changed.
    "references-removed": Reason(
        (
            "열 때 외부에서 자료를 불러오는 부분을 빼고 접수했습니다",
            "빠진 그림이나 값이 있으면 인쇄하듯 PDF로 저장해 다시 보내 주세요",
        ),
        (
            "it was taken without the parts that fetch something from elsewhere when it is opened",
            "if a picture or a value is missing now, print it to a PDF and send that",
        ),
    ),
}


class FileError(InvalidError):
    """A file is not taken. `reason` is its code in `REASONS`."""

    def __init__(self, item: str, reason: str) -> None:
        self.reason = reason
        what = REASONS[reason]
        super().__init__(what.en[0], item=item, hint=what.en[1], ko=what.ko)
