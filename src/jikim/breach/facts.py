"""The facts of a breach: what the law has told to those concerned, what each is called, and what is missing before anybody is told."""

from __future__ import annotations

from collections.abc import Mapping

from jikim.errors import InvalidError

FACTS = ("what", "when", "measures", "advice", "contact")
# What happened may be told as far as it is known; these three are told in any event (PIPA §34① 3 to 5, decree §39②).
NEEDED = ("measures", "advice", "contact")
LABELS = {
    "what": ("무슨 일이 있었나", "What happened"), "when": ("유출된 때와 경위", "When and how"), "measures": ("회사가 한 일", "What the company has done"),
    "advice": ("본인이 피해를 줄이는 방법", "What people can do"), "contact": ("물어볼 곳", "Whom to ask"),
}  # fmt: skip


def facts_of(what: Mapping[str, str]) -> dict[str, str]:
    """Each fact, empty where nothing is said of it. Raises InvalidError where not even what happened is said."""
    found = {name: what.get(name, "").strip() for name in FACTS}
    if not found["what"]:
        raise InvalidError(
            "`what`: say what happened", item="what", hint="a sentence is enough for now",
            ko=("무슨 일이 있었는지 적어 주세요", "지금은 한 문장이면 됩니다"),
        )  # fmt: skip
    return found


def missing(what: Mapping[str, str]) -> list[str]:
    """What has to be said before anybody is told, and is not."""
    return [name for name in NEEDED if not what.get(name, "").strip()]


def whole(what: Mapping[str, str]) -> None:
    """Raises InvalidError for the first fact that the law has told and that is missing."""
    for name in missing(what):
        ko, en = LABELS[name]
        raise InvalidError(
            f"`{name}`: {en.lower()} is missing", item=name, hint="write it before anybody is told: the law has it told (PIPA §34)",
            ko=(f"‘{ko}’ 칸이 비어 있습니다", "법에 따라 알려야 하는 내용입니다. 알리기 전에 채워 주세요 (개인정보 보호법 제34조)"),
        )  # fmt: skip
