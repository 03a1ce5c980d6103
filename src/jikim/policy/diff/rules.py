"""The rules by which a change is important or ordinary: the first of the paths (`paths.py`) that fits names one; which
rule said so stands with every change.

Important is what takes something from people, or asks or does more with what is theirs: then the policy's longer notice
holds. What gives back is ordinary. INVARIANT: what no rule knows is important: no default makes a notice shorter. A
text's meaning is judged by nobody here: a sentence or a label that is new or reads otherwise may state another
practice, and is important. Only the version's own `ordinary` says otherwise: an officer's judgement, with a reason that
is published beside the change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from jikim.policy.diff.paths import PATHS
from jikim.policy.diff.walk import Difference, has_text

Weight = Literal["important", "ordinary"]


class Rule(NamedTuple):
    """One rule: its name, what it makes of a change, and why, in both languages."""

    name: str
    weight: Weight
    ko: str
    en: str

    def why(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


def _rules(weight: Weight, *rows: tuple[str, str, str]) -> dict[str, Rule]:
    return {name: Rule(name, weight, ko, en) for name, ko, en in rows}


RULES: dict[str, Rule] = {
    **_rules(
        "important",
        ("new-item", "수집하는 항목이 늘어납니다", "more items are collected"),
        ("new-purpose", "이용 목적이 늘어납니다", "there is another purpose"),
        ("reads-more", "한 목적에 쓰는 정보가 늘어납니다", "a purpose uses more than before"),
        ("other-basis", "처리하는 근거가 달라집니다", "the legal basis is another"),
        ("consent-mandatory", "거부할 수 있던 동의가 필수가 됩니다", "a consent that could be refused becomes a condition"),
        ("new-record", "보유하는 기록이 늘어납니다", "another kind of record is held"),
        ("more-people", "더 많은 사람에게서 수집합니다", "it is collected from more people"),
        ("optional-to-required", "선택이던 항목이 필수가 됩니다", "what was optional is required"),
        ("new-channel", "수집하는 경로가 늘어납니다", "there is another way by which data is collected"),
        ("new-partner", "정보를 보내오는 제휴사나 그 범위가 늘어납니다", "a partner supplies data, or more of it"),
        ("longer-life", "기록을 더 오래 씁니다", "a record is in use for longer"),
        ("longer-retention", "더 오래 보관합니다", "data is kept for longer"),
        ("kept-otherwise", "보관하는 근거나 시작점이 달라집니다", "it is kept for another reason, or from another day on"),
        ("archive-use", "보관하는 동안의 쓰임이 늘어납니다", "archived data may be used for more"),
        ("new-recipient", "제공받는 제3자나 그 범위가 늘어납니다", "a third party gets data, or more of it"),
        ("new-processor", "처리를 맡는 곳이나 그 범위가 늘어납니다", "a processor gets data, or more of it"),
        ("other-country", "이전 국가가 변경됩니다", "data goes to another country"),
        ("new-cookie", "브라우저에 남기는 것이 늘어납니다", "more is left in your browser"),
        ("right-removed", "행사할 수 있는 권리가 줄어듭니다", "a right, or a way to exercise it, goes"),
        ("right-slower", "권리를 행사한 결과를 더 늦게 받습니다", "the answer to a request may take longer"),
        ("fewer-covered", "보호를 받는 사람이 줄어듭니다", "fewer people are covered"),
        ("refused-less", "받지 않던 것을 받을 수 있게 됩니다", "what was refused may be taken"),
        ("weaker-safeguard", "보호 조치가 약해집니다", "a safeguard is weaker"),
        ("shorter-notice", "변경을 더 늦게 알립니다", "changes are announced later"),
        ("new-duty", "이용자에게 요구하는 것이 늘어납니다", "more is asked of users"),
        ("other-controller", "책임지는 회사가 달라집니다", "another company is responsible"),
        ("sentence", "문장이나 이름이 새로 생기거나 달라집니다", "a sentence or a name is new, or reads otherwise"),
        ("renamed", "같은 것의 이름만 바뀐다고 방침이 밝힙니다", "the policy declares it the same one under another name"),
        ("unknown", "가볍다고 볼 규칙이 없는 변경입니다", "no rule knows it to be less"),
    ),
    **_rules(
        "ordinary",
        ("judged", "책임자가 중요하지 않은 변경으로 판단하고 그 사유를 밝혔습니다", "an officer judged it ordinary, for the reason that is stated"),
        ("numbering", "조항 번호나 적는 순서만 달라집니다", "only numbers or the order of things"),
        ("dates", "이 방침의 날짜입니다", "the dates of this version"),
        ("contact", "연락처가 달라집니다", "a contact is another"),
        ("less-collected", "수집하거나 쓰는 것이 줄어듭니다", "less is collected or used"),
        ("less-given", "밖으로 나가는 것이 줄어듭니다", "less goes out"),
        ("shorter-retention", "더 짧게 보관합니다", "data is kept for less time"),
        ("more-rights", "권리나 보호가 늘어납니다", "there are more rights, or safeguards"),
        ("internal", "이용자의 정보가 더 쓰이지 않는 내부 사항입니다", "an internal matter, which uses no more of your data"),
        ("unpublished", "사내 시스템이며, 문서에 실리지 않습니다", "a system of the company's own, which no document names"),
    ),
}  # fmt: skip

# Texts that are no sentence about a practice: whom to ask, and what no document says.
_NO_SENTENCE = ("contact", "dates", "unpublished")
# What an officer may judge to be ordinary: words, of which nothing else in the file says what they do.
JUDGEABLE = ("sentence", "renamed")


def rule_of(change: Difference, others: Iterable[Difference] = ()) -> Rule:
    """The rule that says how heavy a change is. `others` are those beside it: an item that only moves from optional to
    required is no new one."""
    if change.kind == "reordered":
        return RULES["numbering"]
    if (rule := _moved(change, others)) is not None:
        return rule
    for pattern, kind, test, name in PATHS:
        if (
            kind in ("any", change.kind)
            and _matches(pattern.split("."), change.path)
            and (test is None or test(change))
        ):
            return _worded(change, RULES[name])
    return RULES["unknown"]


def _worded(change: Difference, rule: Rule) -> Rule:
    """INVARIANT: no text that is new or reads otherwise is ordinary by what it belongs to: a note under a safeguard may
    state any practice."""
    ordinary = rule.weight == "ordinary" and rule.name not in _NO_SENTENCE
    return RULES["sentence"] if ordinary and has_text(change.after) else rule


def _moved(change: Difference, others: Iterable[Difference]) -> Rule | None:
    """Between `required` and `optional` of one record kind."""
    if len(change.path) != 5 or change.path[0] != "records" or change.path[2] != "items":
        return None
    place, other = change.path[3], {"required": "optional", "optional": "required"}.get(change.path[3])
    back = {"added": "removed", "removed": "added"}.get(change.kind)
    for each in others:
        if each.kind == back and other and each.path == (*change.path[:3], other, change.path[4]):
            harder = (place == "required") == (change.kind == "added")
            return RULES["optional-to-required" if harder else "more-rights"]
    return None


def _matches(pattern: list[str], path: tuple[str, ...]) -> bool:
    if not pattern:
        return not path
    if pattern[0] == "**":
        return any(_matches(pattern[1:], path[n:]) for n in range(len(path) + 1))
    return bool(path) and pattern[0] in ("*", path[0]) and _matches(pattern[1:], path[1:])
