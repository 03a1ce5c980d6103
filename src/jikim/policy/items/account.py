"""Login IDs and passwords."""

from __future__ import annotations

import re
import unicodedata

from jikim.policy.items.answer import Accepted, refusal
from jikim.policy.items.normalised import bad_characters, not_text, read_code, third, too_long
from jikim.policy.items.password_hashes import is_hash
from jikim.policy.items.weak_passwords import is_common

_LOGIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]{3,31}")
LONGEST_PASSWORD = 256
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SIMPLE = 4  # different characters that a password has at least


def accept_login_id(value: object, country: str) -> Accepted:
    """4 to 32 of a-z, 0-9, `.`, `_`, `-`, a letter first; kept as typed (NFKC), found without regard to case.

    Latin letters only: look-alike letters of other scripts would let one member pass for another.
    """
    login = read_code(value, 64)
    if _LOGIN_ID.fullmatch(login) is None:
        raise refusal(
            "login-id",
            ko=(
                "로그인 아이디 형식이 아닙니다",
                "영문자로 시작하는 4~32자의 영문자, 숫자, 마침표, 밑줄(_), 하이픈(-)으로 정해 주세요",
            ),
            en=("this is not a login ID", "use 4 to 32 letters a-z, digits, `.`, `_` or `-`, starting with a letter"),
        )
    return Accepted(login, login.casefold())


def mask_login_id(value: str) -> str:
    return third(value, 2)


def accept_password(value: object, country: str) -> Accepted:
    """10 to 256 characters, or from 8 with two kinds of character; none of the best known, and no hash of another
    system.

    NIST SP 800-63B: length before composition, every printable character and space allowed, a list of common
    passwords, NFKC before hashing. From 8 with two kinds is also what Korea's KISA advises. `value` is to be hashed,
    never sealed.
    """
    if not isinstance(value, str):
        raise not_text()
    if len(value) > LONGEST_PASSWORD:
        raise too_long(LONGEST_PASSWORD)
    password = value if value.isascii() else unicodedata.normalize("NFKC", value)
    if len(password) > LONGEST_PASSWORD:
        raise too_long(LONGEST_PASSWORD)
    if _CONTROL.search(password):
        raise bad_characters()
    if is_hash(password):
        raise refusal(
            "password-hash",
            ko=(
                "비밀번호가 아니라 다른 시스템에서 만든 비밀번호 해시입니다",
                "해시는 비밀번호로 받지 않습니다. 본인이 새 비밀번호를 정하게 해 주세요",
            ),
            en=(
                "this is a password's hash from another system, not a password",
                "a hash is taken as no password; let the person choose a new one",
            ),
        )
    if len(password) < 8 or (len(password) < 10 and _kinds(password) < 2):
        raise refusal(
            "too-short",
            ko=("비밀번호가 짧습니다", "10자 이상으로, 또는 글자·숫자·기호 중 두 가지를 섞어 8자 이상으로 정해 주세요"),
            en=("the password is too short", "use 10 characters or more, or 8 with two of letters, digits and symbols"),
        )
    if len(set(password)) < _SIMPLE or is_common(password):
        raise refusal(
            "too-common",
            ko=("너무 흔하거나 단순한 비밀번호입니다", "다른 낱말 몇 개를 이어 더 길게 정해 주세요"),
            en=("the password is too common or too simple", "choose a longer one, such as several unrelated words"),
        )
    return Accepted(password)


def _kinds(password: str) -> int:
    """How many of letters, digits and the rest it has."""
    letters = any(c.isalpha() for c in password)
    digits = any(c.isdecimal() for c in password)
    rest = any(not c.isalpha() and not c.isdecimal() for c in password)
    return letters + digits + rest


def mask_password(value: str) -> str:
    return "********"
