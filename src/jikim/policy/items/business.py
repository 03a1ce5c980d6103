"""The Korean business registration number (사업자등록번호).

`1168100276` is written 116-81-00276: tax office, kind of taxpayer, serial number and check digit. python-stdnum's
`kr.brn` looks at the parts only, so the checksum is here.
"""

from __future__ import annotations

import re

from jikim.policy.items.answer import Accepted, refusal
from jikim.policy.items.normalised import read_code

_SHAPE = re.compile(r"([0-9]{3})[ -–]{0,3}([0-9]{2})[ -–]{0,3}([0-9]{5})")
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def check_digit(nine: str) -> str:
    """The tenth digit for nine: weights 1,3,7,1,3,7,1,3,5, plus the tens of the last product."""
    total = sum(int(d) * w for d, w in zip(nine, _WEIGHTS, strict=True)) + int(nine[8]) * 5 // 10
    return str((10 - total % 10) % 10)


def accept_business_number(value: object, country: str) -> Accepted:
    """Ten digits with a right check digit, hyphens optional; value and key are the ten digits."""
    found = _SHAPE.fullmatch(read_code(value, 32))
    if found is None:
        raise refusal(
            "business-number",
            ko=("사업자등록번호 형식이 아닙니다", "999-99-10027 꼴의 숫자 10자리를 입력해 주세요"),
            en=("this is not a business registration number", "enter its 10 digits, as in 999-99-10027"),
        )
    number = "".join(found.groups())
    # Tax offices are numbered from 101 and kinds from 01 (python-stdnum, `kr.brn`); ten zeros pass the checksum.
    if number[9] != check_digit(number[:9]) or number[:3] < "101" or number[3:5] == "00":
        raise refusal(
            "checksum",
            ko=("사업자등록번호의 검증번호가 맞지 않습니다", "사업자등록증의 번호와 한 자리씩 견주어 주세요"),
            en=("the business registration number's check digit is wrong", "compare it with the certificate"),
        )
    return Accepted(number, number)


def mask_business_number(value: str) -> str:
    """123-**-*****: the tax office."""
    return f"{value[:3]}-**-*****" if len(value) == 10 else "***"
