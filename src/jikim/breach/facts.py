"""The facts of a breach: what the law has told to those concerned, what each is called, and what is missing before
anybody is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from jikim.errors import InvalidError
from jikim.policy import statutes
from jikim.policy.model import Language, PolicyFile

FACTS = ("what", "when", "measures", "advice", "contact")
# What happened may be told as far as it is known; these three are told in any event (PIPA §34① 3 to 5, decree §39②).
NEEDED = ("measures", "advice", "contact")
LABELS = {
    "what": ("무슨 일이 있었나", "What happened"),
    "when": ("유출된 때와 경위", "When and how"),
    "measures": ("회사가 한 일", "What the company has done"),
    "advice": ("본인이 피해를 줄이는 방법", "What people can do"),
    "contact": ("물어볼 곳", "Whom to ask"),
}


class Nature(NamedTuple):
    """What was done to the data: its name; in the letter that it was, and that it may have been."""

    label: tuple[str, str]
    was: tuple[str, str]
    may: tuple[str, str]


# PIPA §34 as changed for 2026-09-11 (`kr.pipa.incident-kinds`, which says that its text was not read).
NATURES: dict[str, Nature] = {
    "leak": Nature(("유출", "exposure"), ("유출되어", "was exposed"), ("유출되었을 수 있어", "may have been exposed")),
    "loss": Nature(
        ("분실·도난", "loss or theft"),
        ("분실되거나 도난당하여", "was lost or stolen"),
        ("분실되거나 도난당했을 수 있어", "may have been lost or stolen"),
    ),
    "forgery": Nature(("위조", "forgery"), ("위조되어", "was forged"), ("위조되었을 수 있어", "may have been forged")),
    "alteration": Nature(
        ("변조", "alteration"), ("변조되어", "was altered"), ("변조되었을 수 있어", "may have been altered")
    ),
    "damage": Nature(("훼손", "damage"), ("훼손되어", "was damaged"), ("훼손되었을 수 있어", "may have been damaged")),
}
MEDIATION = "kr.dispute-mediation"


def nature_of(what: Mapping[str, str]) -> Nature:
    """What was done to the data of a case."""
    return NATURES[what.get("nature") or "leak"]


def happened(what: Mapping[str, str], language: Language) -> str:
    """That it was done, or may have been, as the letter says it."""
    nature = nature_of(what)
    return (nature.may if what.get("possible") else nature.was)[language == "en"]


def title_of(what: Mapping[str, str], language: Language) -> str:
    """The title of the notice about a case."""
    ko, en = nature_of(what).label
    if language == "ko":
        return f"개인정보 {ko}{' 가능성' if what.get('possible') else ''}에 관한 안내"
    return f"About {'a possible' if what.get('possible') else 'an'} incident with personal data: {en}"


def remedies(file: PolicyFile, language: Language, day: date) -> str:
    """How to claim damages and ask for mediation, with the committee's numbers of that day; empty where no Korean law
    is the policy's.

    PIPA as changed for 2026-09-11 (`kr.pipa.incident-remedies`); said whatever the day, since both ways were there
    before.
    """
    if not any(law.startswith("kr.") for law in file.service.under):
        return ""
    now = statutes.bodies(MEDIATION, day)
    at = ", ".join(filter(None, (now.phone, now.url.partition("://")[2] if now.url else ""))) if now is not None else ""
    body = "개인정보분쟁조정위원회" if language == "ko" else "the Personal Information Dispute Mediation Committee"
    place = f"{body}({at})" if language == "ko" and at else f"{body} ({at})" if at else body
    if language == "ko":
        return f"손해를 입었다면 회사에 손해배상을 청구할 수 있고, {place}에 분쟁조정을 신청할 수 있습니다."
    return f"You may claim damages from the company, and ask {place} to mediate."


def facts_of(what: Mapping[str, str]) -> dict[str, str]:
    """Each fact, empty where nothing is said of it; its nature, and whether it is a possible one. Raises InvalidError
    for an unknown nature, and where not even what happened is said."""
    found = {name: what.get(name, "").strip() for name in FACTS}
    found |= {"nature": what.get("nature", "") or "leak", "possible": "yes" if what.get("possible") else ""}
    if found["nature"] not in NATURES:
        raise InvalidError(
            "it is none of an incident",
            item="nature",
            hint=f"it is one of {', '.join(NATURES)}",
            ko=("사고의 종류가 아닙니다", "목록에서 선택해 주세요"),
        )
    if not found["what"]:
        raise InvalidError(
            "say what happened",
            item="what",
            hint="a sentence is enough for now",
            ko=("무슨 일이 있었는지 적어 주세요", "지금은 한 문장이면 됩니다"),
        )
    return found


def missing(what: Mapping[str, str]) -> list[str]:
    """What has to be said before anybody is told, and is not."""
    return [name for name in NEEDED if not what.get(name, "").strip()]


def whole(what: Mapping[str, str]) -> None:
    """Raises InvalidError for the first fact that the law has told and that is missing."""
    for name in missing(what):
        ko, en = LABELS[name]
        raise InvalidError(
            f"{en.lower()} is missing",
            item=name,
            hint="write it before anybody is told: the law has it told (PIPA §34)",
            ko=(
                f"‘{ko}’ 칸이 비어 있습니다",
                "법에 따라 알려야 하는 내용입니다. 알리기 전에 채워 주세요 (「개인정보 보호법」 제34조)",
            ),
        )
