"""What stands directly before a number and says what it is: an order, a barcode, an account, a time; or that it is the
number never taken.

A label is a word of the text, or the key of a field (`order_no`, `createdAt`), or the name of the item that a value is
of.
"""

from __future__ import annotations

import re
from typing import Literal

Meaning = Literal["", "barcode", "corporation", "other", "never"]

_REACH, _SIGNS = 40, " \t\n:=#>([{-\"')]}"
_ENDS = re.compile("[\"'\\n,;:(\\[{]")
_OF = r"[ \t_.\-]?"
_NO = rf"(?:{_OF}(?:no\.?|num\.?|number|nr\.?|id|code|ref|key))?"
_BARCODE = rf"(?:바코드|상품{_OF}(?:코드|번호))(?:{_OF}번호)?|(?:bar{_OF}?code|(?<![a-z])(?:ean|gtin|jan|upc|isbn|sku)(?:{_OF}(?:8|13|14))?){_NO}"
_CORPORATION = rf"법인{_OF}(?:등록{_OF})?번호|corporate{_OF}registration{_NO}"
_OTHER = (
    rf"(?:주문|송장|운송장|등기|승인|거래|결제|접수|계좌|예약|영수증|전표|청구|계약|사건|문서|관리|일련|시리얼|사업자등록|고객|회원|전화|휴대폰|팩스){_OF}번호"
    r"|연락처|전화|팩스|시각|일시|타임스탬프"
    rf"|(?:order|invoice|tracking|transaction|approval|account|receipt|reservation|booking|serial|shipment|contract|payment|merchant){_NO}"
    rf"|timestamp|datetime|(?:tele)?phone{_NO}|mobile{_NO}"
    rf"|(?<![a-z])(?:ord|inv|po|rma|acct|tid|tx|tel|fax|imei|ts|time|epoch|millis){_NO}|[a-z]_(?:at|ms)|(?-i:[a-z](?:At|Time|Ms))"
)
_NEVER = (
    rf"주민{_OF}(?:등록{_OF})?번호|주민|외국인{_OF}등록{_OF}번호"
    rf"|(?:resident|alien|national){_OF}(?:registration|id)?{_NO}|(?<![a-z])(?:rrn|jumin|ssn|arc){_NO}"
)
_LABEL = re.compile(
    rf"(?:(?P<barcode>{_BARCODE})|(?P<corporation>{_CORPORATION})|(?P<other>{_OTHER})|(?P<never>{_NEVER}))"
    r"(?:은|는|이|가|s)?(?:[ \t]is)?\Z",
    re.IGNORECASE,
)
# A field's list: its key says what each number in it is.
_LIST = re.compile(
    rf"\"[^\"\n]{{0,40}}?(?:(?P<barcode>{_BARCODE})|(?P<corporation>{_CORPORATION})|(?P<other>{_OTHER})|(?P<never>{_NEVER}))(?:e?s)?\"\s{{0,3}}:\s{{0,3}}\[[0-9\s\",.\-]*\]",
    re.IGNORECASE,
)


def words_before(text: str, start: int) -> str:
    """The words directly before `text[start:]`, a few signs or the quotes of a field left out; nothing where none stand
    there."""
    before = text[max(0, start - _REACH) : start]
    words = before.rstrip(_SIGNS)
    if (
        len(before) - len(words) > 8
        or not words
        or not (words[-1].isalpha() or words[-1] in "._)" or words[-2:] in ("13", "14"))
    ):
        return ""
    return _ENDS.split(words)[-1]


def meaning(words: str) -> Meaning:
    """What a label at the end of these words says that the number after them is; nothing where they end with none."""
    return _of(_LABEL.search(words))


def lists(text: str) -> list[tuple[int, int, Meaning]]:
    """The lists of numbers that a field's key names, with what it says of them."""
    return [(found.start(), found.end(), _of(found)) for found in _LIST.finditer(text)] if "[" in text else []


def excuses(name: str) -> bool:
    """Whether an item's name, or its label, says that its number is something else."""
    return meaning(name) in ("barcode", "corporation", "other")


def _of(found: re.Match[str] | None) -> Meaning:
    meanings: tuple[Meaning, ...] = ("barcode", "corporation", "other", "never")
    return next((one for one in meanings if found is not None and found[one]), "")
