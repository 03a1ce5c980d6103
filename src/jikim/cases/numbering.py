"""The number of a case, as people read it out and type it."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another over the phone

REQUEST = 8  # digits of a request's number: the first of its UUID


def new_number() -> str:
    """`7K3QX-2MHVD`: fifty bits, so that nobody comes upon another's by trying."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


def normal_number(text: str) -> str:
    """A number as people type it: a case's own, or the eight digits by which a request is named."""
    kept = "".join(c for c in text.upper() if c.isalnum())
    return kept if len(kept) == REQUEST else f"{kept[:5]}-{kept[5:]}"
