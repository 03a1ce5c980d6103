"""Hashes of other systems: taken as what they are, checked by their own rule, and nothing else is."""

from __future__ import annotations

import hashlib

import bcrypt
import pytest
from argon2 import PasswordHasher
from tests.moves.old_shop import HASH, SECRET

from jikim.passwords import check_password, hash_of, hash_password, outdated
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType

BCRYPT = bcrypt.hashpw(SECRET.encode(), bcrypt.gensalt(4)).decode()
TAKEN = {
    "pbkdf2": HASH,
    "bcrypt": BCRYPT,
    "bcrypt of php": BCRYPT.replace("$2b$", "$2y$"),
    "bcrypt of django": "bcrypt_sha256$$"
    + bcrypt.hashpw(hashlib.sha256(SECRET.encode()).hexdigest().encode(), bcrypt.gensalt(4)).decode(),
    "argon2 of django": "argon2" + PasswordHasher(1, 8, 1).hash(SECRET),
}


@pytest.mark.parametrize("written", TAKEN.values(), ids=TAKEN)
def test_a_known_hash_is_checked_by_its_own_rule(written: str) -> None:
    """Right for its password and for no other; and as a password it is refused at the door, as it always was."""
    found = hash_of(written)
    assert found is not None
    assert check_password(SECRET, found)
    assert not check_password(SECRET + "x", found)
    assert not check_password(found, found)
    assert not check_password("a\0b", found)
    with pytest.raises(ItemError):
        accept(ItemType.PASSWORD, written)


def test_what_is_another_systems_is_outdated() -> None:
    """Until it is hashed as ours."""
    assert [outdated(one) for one in (HASH, BCRYPT, hash_password(SECRET), None)] == [True, True, False, False]


OTHERS = {
    "md5": hashlib.md5(b"x").hexdigest(),
    "sha-512 crypt": "$6$abcdefgh$" + "A" * 86,
    "unusable": "!" + "A" * 40,
    "too many rounds": HASH.replace("$100$", "$9000000$"),
    "too dear bcrypt": BCRYPT.replace("$04$", "$31$"),
    "too dear argon2": "$argon2id$v=19$m=9999999,t=2,p=1$Yyt9JTdogCo12Nw6FadSeQ$8BnG39+pZrp8IxTS9KnGCZ547WbnCYTMPkjMpHmQ5oQ",
    "a password": SECRET,
}


@pytest.mark.parametrize("written", OTHERS.values(), ids=OTHERS)
def test_no_other_is_taken(written: str) -> None:
    """Not a form that cannot be checked, nor one whose cost would keep a server busy."""
    assert hash_of(written) is None
