"""What a company calls a complaint in Korean: 민원 where its policy says so, else the law's own 고충 (PIPA §30(1)5). Both
words end in a consonant, and take the same particles. And what it calls itself: 회사, or what its policy says (의원).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikim.particles import renamed

if TYPE_CHECKING:
    from jikim.policy.model import PolicyFile

OURS, LAW = "민원", "고충"


def complaint_word(file: PolicyFile) -> str:
    """The word, by the labels of the policy's purposes and records."""
    labelled = (*file.purposes.values(), *file.records.values())
    return OURS if any(OURS in one.label.get("ko", "") for one in labelled) else LAW


def in_own_words(file: PolicyFile, ko: str, en: str = "") -> str:
    """A Korean sentence of ours with the company's words. What stands in the English sentence too was put into both, and
    stays as it is."""
    said = ko.replace(OURS, complaint_word(file)) if OURS in ko and OURS not in en else ko
    itself = file.labels.get("controller", {}).get("ko")
    return said if itself is None else renamed(said, "회사", itself)
