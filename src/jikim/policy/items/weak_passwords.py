"""Passwords that everybody tries first, casefolded: the twenty thousand of Django's list, and those of Korean
keyboards, which it lacks.

The list lies beside this file with its licence; ours is written from general knowledge. One of them with a few digits
or signs at its end is as common. Attempts are limited elsewhere.
"""

from __future__ import annotations

import gzip
import string
from functools import cache
from importlib import resources

_WORDS = """
password password1 password12 password123 password1234 password12345 password! password1! password123! password@123
passw0rd passw0rd1 p@ssw0rd p@ssw0rd1 p@ssword p@ssword1 p@ssword123 pa$$w0rd pa$$word passpass passpass1 mypassword
mypassword1 newpassword newpassword1 changeme changeme1 changeme123 letmein1 letmein123 letmein1234 welcome1
welcome12 welcome123 welcome1! welcome@123 administrator administrator1 admin123 admin1234 admin12345 admin@123
admin123! root1234 rootroot toor1234 test1234 test12345 testtest testtest1 guest123 guest1234 user1234 user12345
qwerty12 qwerty123 qwerty1234 qwerty12345 qwertyui qwertyuiop qwertyuiop1 qwer1234 qwer12345 qwer1234! qwerasdf
qwerasdfzxcv asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl1 zxcv1234 zxcvbnm1 zxcvbnm123 1q2w3e4r 1q2w3e4r!
1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qaz@wsx qazwsxedc q1w2e3r4 q1w2e3r4t5 q1w2e3r4! a1b2c3d4 a1s2d3f4
1a2b3c4d 12345678 123456789 1234567890 12345678910 0123456789 0987654321 9876543210 123123123 1231231234 1234512345
1234567890a 12345678a 123456789a a12345678 a123456789 a1234567 aa123456 aa12345678 abc12345 abc123456 abc123456789
abcd1234 abcd12345 abcd1234! abcdefg1 abcdefgh abcdefghij abcdefg123 1234abcd 1234qwer 1234asdf 123qweasd
123qweasdzxc 147258369 1472583690 159753456 741852963 1020304050 1122334455 1212121212 1313131313 0101010101
iloveyou iloveyou1 iloveyou2 iloveyou123 iloveyou! sunshine1 princess1 football1 baseball1 superman1 batman123
dragon123 monkey123 master123 shadow123 michael1 jennifer1 starwars1 pokemon123 whatever1 trustno1 computer1
internet1 samsung1 samsung123 korea123 korea1234 korea2002 seoul123 seoul1234 dkssudgktpdy dkssud123 dkssud1234
tkfkdgo123 tkfkdgo1234 tkfkdgody rkskekfk rkskekfk1 rkskekfk123 qlalfqjsgh qlalfqjsgh1 qlqjs1234 qlalf123 wjdqh1234
비밀번호1234 비밀번호입니다1 안녕하세요123 사랑해사랑해12
"""
_TAIL = string.digits + string.punctuation
_LONGEST_TAIL = 6


@cache
def common_passwords() -> frozenset[str]:
    """All of them, casefolded."""
    packed = resources.files(__package__).joinpath("common-passwords.txt.gz").read_bytes()
    return frozenset((*gzip.decompress(packed).decode().casefold().split(), *_WORDS.split()))


def is_common(password: str) -> bool:
    """Whether a password is one of those, whatever its case, or one of them with a short tail of digits or signs."""
    typed = password.casefold()
    tail = min(len(typed) - len(typed.rstrip(_TAIL)), _LONGEST_TAIL, len(typed) - 4)
    return any(typed[: len(typed) - n] in common_passwords() for n in range(tail + 1))
