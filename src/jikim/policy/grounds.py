"""On what ground an authority gets data (3.3): a warrant, a court's order, a statute that says so, a danger to life;
for a public body also PIPA §18②5–9.

A letter that asks a private company to cooperate (수사협조 공문) is no ground. Which articles ask for cooperation alone is
common knowledge here and was not read in the statutes' own text: counsel confirms it. What a handler calls a ground
stands in the register, and the approving officer reads the document.
"""

from __future__ import annotations

import re

from jikim.policy.compiled import Policy
from jikim.policy.reasons import Why

GROUNDS = ("warrant", "order", "statute", "danger", "public")

# Criminal Procedure Act §199② and the police's own acts ask bodies for cooperation; PIPA §18②5–9 name public bodies
# alone.
_COOPERATION = re.compile(
    r"수사\s*협조|협조\s*(공문|요청|의뢰)|형사소송법[」\s]*제?\s*199\s*조|criminal procedure act\D{0,20}199|request for cooperation",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(개인정보\s*보호법[」\s]*제?\s*18\s*조\s*제?\s*2\s*항\s*제?\s*[5-9]\s*호|(PIPA|personal information protection act)\D{0,20}18\D{0,4}2\D{0,4}[5-9])",
    re.IGNORECASE,
)


def ungrounded(policy: Policy, ground: str, statute: str, document: str) -> Why | None:
    """Why a demand has no ground here, or None where it names one."""
    public = policy.file.service.public_body
    if (ground == "public" or _PUBLIC.search(statute)) and not public:
        return "public-ground"
    if ground not in GROUNDS or (ground == "statute" and not public and _COOPERATION.search(f"{statute} {document}")):
        return "no-ground"
    return None
