"""A file's name, made harmless: no path, nothing unseen, not long, and with the ending of what the file is."""

from __future__ import annotations

import re
import unicodedata

from jikim.policy.detect import find_refused

LONGEST = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_UNWANTED = re.compile(r'[<>:"/\\|?*%;]')


def clean_name(name: str, ending: str) -> str:
    """The name without its path and its own ending, composed (macOS sends Hangul in pieces), with `ending`. A number
    never taken is not kept in a name either.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(char for char in name if unicodedata.category(char)[0] not in "CZ" or char == " ")
    stem = name.rpartition(".")[0] or name
    # A second ending is one that somebody may run by: report.exe.pdf.
    stem = " ".join(_UNWANTED.sub("_", stem).replace(".", "_").split()).strip("_ -")[:LONGEST].rstrip()
    if not stem or find_refused(stem):
        stem = "file"
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}.{ending}"
