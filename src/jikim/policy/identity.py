"""identity: what a name of the file means, so that another company under the same name is another company.

A purpose, a recipient, a processor or a partner is its name in the file together with the label by which it was first
known (a recipient that names its `company`: with that). Another label makes another one: another number, other
consents, another endpoint. `formerly` declares that only the label changed; then it stays the same one. What people
agree to is worded by labels too, so a consent clause also holds the labels and the types of its items.

>>> identity("carrier", part)
'carrier#5f0d5b6a1c2e9a04'
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping

from jikim.policy.model import Basis, Named, PolicyFile, Under

_MARK = "#"


def identity(name: str, part: Named) -> str:
    """The name with a digest of the label by which it was first known. The label's case, width and spaces do not count."""
    first = part.formerly[0] if part.formerly else getattr(part, "company", None) or part.label
    return f"{name}{_MARK}{_digest({language: _plain(text) for language, text in first.items()})}"


def key_of(known: str) -> str:
    """The name in the file behind an identity, or behind a handle (`carrier#2`)."""
    return known.partition(_MARK)[0]


def same(name: str, one: Named, other: Named) -> bool:
    """Whether two versions mean the same one by a name."""
    return identity(name, one) == identity(name, other)


def purpose_clause(file: PolicyFile, purpose: str) -> str:
    """The consent clause of a purpose: what it is for, which items, and for how long where it says so."""
    part = file.purposes[purpose]
    good_for = f":{part.good_for}" if part.good_for else ""
    return f"use:{identity(purpose, part)}:{_items(file, part.items)}{good_for}"


def recipient_clause(file: PolicyFile, to: str, purpose: str) -> str:
    """The consent clause of a provision: who gets it, what for, and which items."""
    part = file.recipients[to]
    return f"provide:{identity(to, part)}:{identity(purpose, file.purposes[purpose])}:{_items(file, part.items)}"


def clauses_of(file: PolicyFile) -> list[str]:
    """Every consent clause of a file."""
    found = [purpose_clause(file, name) for name, one in file.purposes.items() if one.basis is Basis.CONSENT]
    for to, recipient in file.recipients.items():
        if recipient.under is Under.CONSENT:
            found += [recipient_clause(file, to, purpose) for purpose in recipient.purposes]
    return found


def same_items(old: PolicyFile, before: Iterable[str], new: PolicyFile, after: Iterable[str]) -> bool:
    """Whether two versions mean the same items."""
    return _items(old, before) == _items(new, after)


def _items(file: PolicyFile, refs: Iterable[str]) -> str:
    names = sorted(refs)
    return f"{','.join(names)}{_MARK}{_digest([_item(file, name) for name in names])}"


def _item(file: PolicyFile, ref: str) -> str:
    record, _, name = ref.rpartition(".")
    part = file.items.get(ref) or file.records[record].items.contents[name]
    return f"{identity(ref, part)}:{part.type}"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _digest(of: Mapping[str, str] | list[str]) -> str:
    said = json.dumps(of, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
