"""Kinds of people by their names alone, for who has no policy at hand: a further kind begins with the one that it is of."""

from __future__ import annotations


def is_guest(kind: str) -> bool:
    """Whether people of a kind come without an account.

    >>> is_guest("guest.applicant"), is_guest("member.rider")
    (True, False)
    """
    return kind.partition(".")[0] == "guest"
