"""Uploads (clause 10.3): what is taken, by content and not by name; scanned, stripped of what a picture tells of its
maker, and packed to be sealed.

accepted = await accept(settings, "사진.jpg", content)      # raises InvalidError, which says what is wrong in both
languages jk.collect("enquiry", {..., "files": pack([accepted])}, ...)
"""

from __future__ import annotations

from jikim.uploads.accepting import accept
from jikim.uploads.limits import LIMITS, Limits
from jikim.uploads.packing import Accepted, File, pack, unpack

__all__ = ["LIMITS", "Accepted", "File", "Limits", "accept", "pack", "unpack"]
