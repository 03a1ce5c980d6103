"""Tells a password's hash from a password: whoever copies accounts from another system may send what its table held.

Such a string would be hashed once more, and whoever stole the old table could sign in with what stands in it.

    $2b$12$…  $argon2id$v=19$…  $6$salt$…  $P$B…       crypt(3), PHC strings, phpass
    pbkdf2_sha256$600000$salt$…  bcrypt_sha256$$2b$…    Django
    scrypt:32768:8:1$salt$…                             Werkzeug
    {SSHA}…  {bcrypt}$2a$…  {PBKDF2-SHA256}10000$…      RFC 3112, Spring
    AQAAAAIAAYag…                                       ASP.NET Core Identity
    *2470C0C06DEE…  0x0200…  5f4dcc3b5aa765d61d83…      MySQL, SQL Server; digests of 128 to 512 bits in hexadecimal

Missed, because anybody may choose the like: the 13 letters of the oldest crypt(3), and digests in base64.
"""

from __future__ import annotations

import re

_REST = r"[A-Za-z0-9./+=,:$*_%|-]"
_HASH = re.compile(
    rf"\$[A-Za-z0-9][A-Za-z0-9_.-]{{0,31}}\${_REST}{{20,}}"
    rf"|(?:pbkdf2|bcrypt|argon2|scrypt|yescrypt|md5|sha|unsalted_|crypt|hmac|phpass|grub\.pbkdf2)[A-Za-z0-9_.:-]{{0,40}}\${_REST}{{13,}}"
    rf"|\{{[A-Za-z0-9@. _-]{{2,24}}\}}{_REST}{{20,}}"
    r"|AQAAAA[A-Za-z0-9+/]{60,}={0,2}"
    r"|\*[0-9A-F]{40}|0x0[12]00[0-9A-F]{48,}"
    r"|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}",
    re.IGNORECASE,
)


def is_hash(password: str) -> bool:
    """Whether a string has the form of a password's hash."""
    return _HASH.fullmatch(password.strip()) is not None
