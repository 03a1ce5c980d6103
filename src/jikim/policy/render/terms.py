"""The fixed words of the policy's own terms, in Korean and English (`terms.json`).

Each table maps a term of `model` to (Korean, English). Names that a policy invents itself, such as events, are looked
up here too, and read as they are written where these tables do not know them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from jikim.policy.model import Basis, ChannelKind, GuardianWay, ItemType, Raiser, RecordClass, SubjectKind, Under
from jikim.policy.model.where import ReasonKind
from jikim.tables import table

Pair = tuple[str, str]
K = TypeVar("K")
_TABLE = table(__package__, "terms")


def _words(name: str, term: Callable[[str], K]) -> dict[K, Pair]:
    return {term(one): (ko, en) for one, (ko, en) in _TABLE[name].items()}


SUBJECTS = _words("subjects", SubjectKind)
WHO = _words("who", str)
WRITERS = _words("writers", str)
RAISERS = _words("raisers", Raiser)
TYPES = _words("types", ItemType)
NEEDS = _words("needs", str)
CONTENTS = _words("contents", str)
CHANNELS = _words("channels", ChannelKind)
BASES = _words("bases", Basis)
PACES = _words("paces", str)
GROUNDS = _words("grounds", Under)
REASONS = _words("reasons", ReasonKind)
ABROAD_GROUNDS = _words("abroad_grounds", str)
UNTIL = _words("until", str)
PAPER = _words("paper", str)
CHOICES = _words("choices", str)
WAYS = _words("ways", str)
SAFEGUARDS = _words("safeguards", str)
CLASSES = _words("classes", RecordClass)
GROUPS = _words("groups", str)
EVENTS = _words("events", str)
MONTHS: tuple[str, ...] = tuple(_TABLE["months"])
GUARDIAN_WAYS = _words("guardian_ways", GuardianWay)
