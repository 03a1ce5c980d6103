"""Uploads (clause 10.3): what is taken, by content and not by name; scanned, stripped of what a picture tells of its
maker and of what a document would fetch, and packed to be sealed.

    taken = await take(settings, "사진.jpg", content)  # one that is not taken is left out: `taken.left_out` says why
    jk.collect("enquiry", {..., "files": pack([taken])}, ...)

`accept` raises InvalidError instead, for a file that something can't be without.
"""

from __future__ import annotations

from jikim.uploads.accepting import accept, left_out, take
from jikim.uploads.limits import LIMITS, Limits
from jikim.uploads.packing import Accepted, File, pack, told_of, unpack
from jikim.uploads.refusals import REASONS, lines_of

__all__ = [
    "LIMITS",
    "REASONS",
    "Accepted",
    "File",
    "Limits",
    "accept",
    "left_out",
    "lines_of",
    "pack",
    "take",
    "told_of",
    "unpack",
]
