"""Hashes of other systems: none passes for a password, and no password passes for a hash."""

from __future__ import annotations

import base64
import hashlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.passwords import hash_password
from jikim.policy.items import ItemError, accept
from jikim.policy.items.password_hashes import is_hash
from jikim.policy.model import ItemType

_RAW = hashlib.pbkdf2_hmac("sha256", b"seven quiet herons", b"pepper00", 10)
_B64 = base64.b64encode(_RAW).decode()
_BCRYPT = "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW"

HASHES = {
    "argon2, ours": hash_password("seven quiet herons"),
    "argon2, Django": f"argon2{hash_password('seven quiet herons')}",
    "argon2, Spring": "{argon2}" + hash_password("seven quiet herons"),
    "bcrypt": _BCRYPT,
    "bcrypt of PHP": _BCRYPT.replace("$2b$", "$2y$"),
    "bcrypt, Django": f"bcrypt_sha256${_BCRYPT}",
    "bcrypt, older Django": f"bcrypt${_BCRYPT}",
    "bcrypt, Spring": "{bcrypt}" + _BCRYPT,
    "pbkdf2, Django": f"pbkdf2_sha256$600000$pepper00${_B64}",
    "pbkdf2, Werkzeug": f"pbkdf2:sha256:600000$pepper00${_RAW.hex()}",
    "pbkdf2, passlib": f"$pbkdf2-sha512$25000$cGVwcGVyMDA${_B64.rstrip('=')}",
    "pbkdf2, LDAP": "{PBKDF2-SHA256}10000$cGVwcGVyMDA$" + _B64,
    "scrypt, Werkzeug": f"scrypt:32768:8:1$pepper00${_RAW.hex()}",
    "scrypt, Django": f"scrypt$16384$pepper00$8$1${_B64}",
    "scrypt, PHC": f"$scrypt$ln=16,r=8,p=1$cGVwcGVyMDA${_B64.rstrip('=')}",
    "yescrypt": "$y$j9T$LdJMENpBABJJ3hIHjB1Bi.$HboGM6qPrsK.StKYGt6KErmUYtioHreJd98oIugoNB6",
    "md5-crypt": "$1$28772684$iEwNOgGugqO9.bIz5sk8k/",
    "md5-crypt of Apache": "$apr1$TqI9WECO$LHZB2DqRlk9nObiB6vJG9.",
    "sha512-crypt": "$6$rounds=5000$pepper00$" + "aB3./" * 17 + "x",
    "phpass": "$P$B55D6LjfHDkINU5wF.v2BuuzO0/XPk/",
    "Drupal": "$S$D6x3YeDe0T5iTVd9.Lz1wNCA8WPP0e6pUjE3TuJ0tUR5J7e8JzVN",
    "md5, Django": f"md5$pepper00${hashlib.md5(b'x').hexdigest()}",
    "sha1, older Django": f"sha1$pepper00${hashlib.sha1(b'x').hexdigest()}",
    "unsalted, Django": f"sha1$${hashlib.sha1(b'x').hexdigest()}",
    "LDAP": "{SSHA}" + base64.b64encode(hashlib.sha1(b"x").digest() + b"pepper00").decode(),
    "ASP.NET": "AQAAAAIAAYagAAAAE" + "J5q7" * 16 + "Xw==",
    "MySQL": "*" + hashlib.sha1(hashlib.sha1(b"x").digest()).hexdigest().upper(),
    **{name: hashlib.new(name, b"x").hexdigest() for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")},
}


@pytest.mark.parametrize("name", HASHES)
def test_a_hash_is_no_password(name: str) -> None:
    """What another system's table holds is refused in both languages, without the string, spaces around it or not."""
    for typed in (HASHES[name], f" {HASHES[name]}", HASHES[name].translate({36: "＄"})):
        with pytest.raises(ItemError) as refused:
            accept(ItemType.PASSWORD, typed)
        assert refused.value.reason == "password-hash"
        assert HASHES[name] not in str(refused.value)
        assert "해시" in refused.value.text["ko"]


@pytest.mark.parametrize(
    "password",
    [
        "a quiet heron 4471",
        "$ecret$Heron-2026",
        "sha256 is no password",
        "pbkdf2 for breakfast $5",
        "{curly} braces 77",
        "$2b or not $2b",
        "correct-horse-battery-staple-and-a-heron",
        "deadbeef-cafe-4471",
        "0123abcd" * 3,
        "AQAAAAheron44",
        "*2470 starlings*",
    ],
)
def test_a_password_that_speaks_of_hashes_is_one(password: str) -> None:
    """Dollar signs, braces, names of functions and short hexadecimal are nobody's table."""
    assert accept(ItemType.PASSWORD, password).value == password


@given(st.text(alphabet=string.ascii_letters + string.digits + "!@#%^&*()-_=+ ", min_size=12, max_size=31))
def test_a_generated_password_is_no_hash(password: str) -> None:
    """No password that a generator makes, of up to 31 characters, is taken for a hash."""
    assert not is_hash(password)
