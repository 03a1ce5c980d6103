"""The rules by which a change is important or ordinary: one table, first fit first; which rule said so stands with
every change.

Important is what takes something from people, or asks or does more with what is theirs: then the policy's longer notice
holds. What gives back is ordinary. INVARIANT: what no rule knows is important: no default makes a notice shorter. A
text's meaning is judged by nobody here: a sentence or a label that is new or reads otherwise may state another
practice, and is important. Only the version's own `ordinary` says otherwise: an officer's judgement, with a reason that
is published beside the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

from jikim.policy.diff.walk import Difference, has_text
from jikim.policy.period import Period

Weight = Literal["important", "ordinary"]
Fits = Callable[[Difference], bool]


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
    ),
}  # fmt: skip

# What a path's last steps stand for: `*` is any one step, `**` any number. (Path, which kinds of difference, further
# test, the rule.)
_ROW = tuple[str, str, Fits | None, str]


def _longer(change: Difference) -> bool:
    """Whether a period grew. None, where it was not bounded before, grows to nothing."""
    return _days(change.after) > _days(change.before)


def _shorter(change: Difference) -> bool:
    return _days(change.after) < _days(change.before)


def _days(value: Any) -> float:
    if value == "session":
        return 0.0
    try:
        return Period.parse(value).approximate_days()
    except (TypeError, ValueError):
        return float("inf")


def _more(change: Difference) -> bool:
    return (change.after or 0) > (change.before or 0)


def _turned(value: bool) -> Fits:
    return lambda change: change.after is value


def _to(*values: str) -> Fits:
    return lambda change: change.after in values


_TABLE: tuple[_ROW, ...] = (
    ("jikim", "any", None, "unknown"),
    ("version.**", "any", None, "dates"),
    ("**.formerly", "any", None, "renamed"),
    ("**.clause", "any", None, "numbering"),
    ("clauses.**", "any", None, "numbering"),
    ("notice.clause_ordinary", "any", None, "numbering"),
    ("notice.clause_important", "any", None, "numbering"),
    # Which people, which company, under which law
    ("service.controller", "any", None, "other-controller"),
    ("service.country", "any", None, "other-controller"),
    ("service.covers.*", "added", None, "more-people"),
    ("service.covers.*", "removed", None, "fewer-covered"),
    ("service.languages.*", "removed", None, "fewer-covered"),
    ("service.languages.*", "added", None, "more-rights"),
    ("service.name", "any", None, "sentence"),
    ("service.under.*", "removed", None, "fewer-covered"),
    ("service.under.*", "added", None, "more-rights"),
    ("service.url", "any", None, "contact"),
    # A public body hands over on more grounds (PIPA §18②5–9).
    ("service.public_body", "any", _turned(True), "new-recipient"),
    ("service.public_body", "any", _turned(False), "less-given"),
    ("service.time_zone", "any", None, "internal"),
    ("laws.**", "any", None, "other-basis"),
    ("labels.**", "any", None, "sentence"),
    # What is taken
    ("items.*", "added", None, "new-item"),
    ("items.*", "removed", None, "less-collected"),
    ("items.*.type", "any", None, "new-item"),
    ("items.*.lookup", "any", _turned(True), "reads-more"),
    ("items.*.unique", "any", _turned(True), "reads-more"),
    ("items.*.*", "any", lambda change: change.path[-1] in ("lookup", "unique"), "less-collected"),
    ("refuse.types.*", "added", None, "more-rights"),
    ("refuse.types.*", "removed", None, "refused-less"),
    ("refuse.guardian", "removed", None, "less-collected"),
    ("refuse.guardian", "any", None, "refused-less"),
    ("refuse.below_age", "any", _more, "less-collected"),
    ("refuse.below_age", "any", None, "refused-less"),
    ("channels.*", "added", None, "new-channel"),
    ("channels.*", "removed", None, "less-collected"),
    ("channels.*.items.*", "added", None, "new-channel"),
    ("channels.*.items.*", "removed", None, "less-collected"),
    ("channels.*.kind", "any", None, "new-channel"),
    ("partners.*", "added", None, "new-partner"),
    ("partners.*", "removed", None, "less-collected"),
    ("partners.*.label", "any", None, "new-partner"),
    ("partners.*.country", "any", None, "other-country"),
    ("partners.*.contact", "any", None, "contact"),
    ("partners.*.*.*", "added", None, "new-partner"),
    ("partners.*.*.*", "removed", None, "less-collected"),
    # Why
    ("purposes.*", "added", None, "new-purpose"),
    ("purposes.*", "removed", None, "less-collected"),
    ("purposes.*.label", "any", None, "new-purpose"),
    ("purposes.*.basis", "any", _to("consent"), "more-rights"),
    ("purposes.*.basis", "any", None, "other-basis"),
    ("purposes.*.law", "any", None, "other-basis"),
    ("purposes.*.balance", "any", None, "sentence"),
    ("purposes.*.optional", "any", _turned(False), "consent-mandatory"),
    ("purposes.*.optional", "any", None, "more-rights"),
    ("purposes.*.kind", "any", None, "new-purpose"),
    ("purposes.*.group", "any", None, "sentence"),
    ("purposes.*.items.*", "added", None, "reads-more"),
    ("purposes.*.items.*", "removed", None, "less-collected"),
    ("purposes.*.reason", "any", _turned(True), "more-rights"),
    ("purposes.*.reason", "any", None, "weaker-safeguard"),
    ("purposes.*.aggregate", "any", _turned(True), "less-collected"),
    ("purposes.*.aggregate", "any", None, "reads-more"),
    # Where it lives
    ("records.*", "added", None, "new-record"),
    ("records.*", "removed", None, "less-collected"),
    ("records.*.of.*", "added", None, "more-people"),
    ("records.*.of.*", "removed", None, "less-collected"),
    ("records.*.items.contents.*.type", "any", None, "new-item"),
    ("records.*.items.contents.*.free_text", "any", _turned(True), "more-rights"),
    ("records.*.items.contents.*.free_text", "any", None, "weaker-safeguard"),
    ("records.*.criteria", "any", None, "longer-life"),
    ("items.*.whose", "any", None, "sentence"),
    ("records.*.items.cases", "added", None, "new-item"),
    ("records.*.items.cases", "removed", None, "less-collected"),
    ("records.*.items.cases.*", "added", None, "new-item"),
    ("records.*.items.cases.*", "removed", None, "less-collected"),
    ("records.*.items.cases.*.items.*", "added", None, "new-item"),
    ("records.*.items.cases.*.items.*", "removed", None, "less-collected"),
    ("records.*.items.cases.*.need", "any", _to("one"), "more-rights"),
    ("records.*.items.cases.*.need", "any", None, "optional-to-required"),
    ("records.*.items.cases.*.*.*", "any", None, "optional-to-required"),
    ("records.*.items.*.*", "added", None, "new-item"),
    ("records.*.items.*.*", "removed", None, "less-collected"),
    ("records.*.via.*", "added", None, "new-channel"),
    ("records.*.via.*", "removed", None, "less-collected"),
    ("records.*.for.*", "added", None, "new-purpose"),
    ("records.*.for.*", "removed", None, "less-collected"),
    ("records.*.events.*", "any", None, "internal"),
    ("records.*.ends.on.*", "added", None, "shorter-retention"),
    ("records.*.ends.on.*", "removed", None, "longer-life"),
    ("records.*.ends.on.*.by.person", "removed", None, "longer-life"),
    ("records.*.ends.on.*.by.*", "any", None, "internal"),
    ("records.*.ends.after", "any", _shorter, "shorter-retention"),
    ("records.*.ends.after", "any", None, "longer-life"),
    ("records.*.ends.from", "any", None, "longer-life"),
    ("records.*.ends.unless.*", "added", None, "longer-life"),
    ("records.*.ends.unless.*", "removed", None, "shorter-retention"),
    ("records.*.expected", "any", _to("standing"), "longer-life"),
    ("records.*.expected", "any", _shorter, "shorter-retention"),
    ("records.*.expected", "any", None, "longer-life"),
    ("records.*.leaving", "any", _to("ends"), "shorter-retention"),
    ("records.*.leaving", "any", None, "longer-life"),
    ("records.*.single", "any", None, "internal"),
    ("records.*.keep.*", "added", None, "longer-retention"),
    ("records.*.keep.*", "removed", None, "shorter-retention"),
    ("records.*.keep.*.items.*", "added", None, "longer-retention"),
    ("records.*.keep.*.items.*", "removed", None, "shorter-retention"),
    ("records.*.keep.*.for", "any", _shorter, "shorter-retention"),
    ("records.*.keep.*.for", "any", _longer, "longer-retention"),
    ("records.*.keep.*.once.**", "any", None, "kept-otherwise"),
    ("records.*.keep.*.class.**", "any", None, "internal"),
    ("records.*.keep.*.purpose", "any", None, "archive-use"),
    ("records.*.keep.*.*", "any", lambda change: change.path[-1] in ("from", "because", "for"), "kept-otherwise"),
    ("leaving", "added", None, "longer-life"),
    ("leaving.grace", "any", _longer, "longer-life"),
    ("leaving.of.*", "added", None, "longer-life"),
    ("leaving", "any", None, "right-removed"),
    ("leaving.grace", "any", None, "right-removed"),
    ("leaving.of.*", "any", None, "right-removed"),
    ("dormancy", "any", None, "kept-otherwise"),
    ("dormancy.*", "any", lambda change: change.path[-1] in ("after", "told", "then", "for"), "kept-otherwise"),
    ("dormancy.of.*", "any", None, "kept-otherwise"),
    ("archive.purposes.*", "added", None, "archive-use"),
    ("archive.purposes.*", "removed", None, "less-collected"),
    ("archive.purposes.*.reasons.*", "added", None, "archive-use"),
    ("archive.purposes.*.reasons.*", "removed", None, "less-collected"),
    ("archive.purposes.*.second_person", "any", _to("values"), "less-collected"),
    ("archive.purposes.*.second_person", "any", None, "archive-use"),
    ("archive.purposes.*.by_law", "any", _turned(False), "less-collected"),
    ("archive.purposes.*.by_law", "any", None, "archive-use"),
    ("archive.place", "any", None, "sentence"),
    ("archive.cabinet", "any", None, "sentence"),
    ("archive.paper.*", "any", None, "internal"),
    # To whom it goes
    ("recipients.*", "added", None, "new-recipient"),
    ("recipients.*", "removed", None, "less-given"),
    ("recipients.*.company", "any", None, "new-recipient"),
    ("recipients.*.under", "any", _to("consent"), "more-rights"),
    ("recipients.*.under", "any", None, "new-recipient"),
    ("recipients.*.country", "any", None, "other-country"),
    ("recipients.*.abroad.contact", "any", None, "contact"),
    ("recipients.*.abroad.**", "any", None, "other-country"),
    ("recipients.*.until", "any", None, "new-recipient"),
    ("recipients.*.contact", "any", None, "contact"),
    ("recipients.*.least", "any", _more, "more-rights"),
    ("recipients.*.least", "any", None, "weaker-safeguard"),
    ("recipients.*.*.*", "added", None, "new-recipient"),
    ("recipients.*.*.*", "removed", None, "less-given"),
    ("processors.*", "added", None, "new-processor"),
    ("processors.*", "removed", None, "less-given"),
    ("processors.*.label", "any", None, "new-processor"),
    ("processors.*.task", "any", None, "new-processor"),
    ("processors.*.country", "any", None, "other-country"),
    ("processors.*.abroad.contact", "any", None, "contact"),
    ("processors.*.abroad.**", "any", None, "other-country"),
    ("processors.*.recall.*", "added", None, "less-given"),
    ("processors.*.recall.*", "removed", None, "longer-retention"),
    ("processors.*.until.*", "added", None, "less-given"),
    ("processors.*.until.*", "removed", None, "longer-retention"),
    ("processors.*.own_duty.*", "added", None, "longer-retention"),
    ("processors.*.own_duty.*", "removed", None, "less-given"),
    ("processors.*.contract", "added", None, "more-rights"),
    ("processors.*.contract", "removed", None, "weaker-safeguard"),
    ("processors.*.contract.subprocessors.*", "added", None, "new-processor"),
    ("processors.*.contract.subprocessors.*", "removed", None, "less-given"),
    ("processors.*.contract.inspect_every", "any", _shorter, "more-rights"),
    ("processors.*.contract.inspect_every", "any", None, "weaker-safeguard"),
    ("processors.*.contract.safeguards", "removed", None, "weaker-safeguard"),
    ("processors.*.contract.scope", "removed", None, "weaker-safeguard"),
    ("processors.*.contract.*", "any", None, "internal"),
    ("processors.*.*.*", "added", None, "new-processor"),
    ("processors.*.*.*", "removed", None, "less-given"),
    # What is left in the browser
    ("cookies", "added", None, "new-cookie"),
    ("cookies", "removed", None, "less-collected"),
    ("cookies.purposes.*.essential", "any", _turned(False), "more-rights"),
    ("cookies.purposes.*.essential", "any", None, "new-cookie"),
    ("cookies.purposes.*.purpose", "any", None, "new-cookie"),
    ("cookies.*.*", "added", lambda change: change.path[1] in ("purposes", "table"), "new-cookie"),
    ("cookies.*.*", "removed", lambda change: change.path[1] in ("purposes", "table"), "less-collected"),
    ("cookies.table.*.life", "any", _shorter, "less-collected"),
    ("cookies.table.*.life", "any", None, "new-cookie"),
    ("cookies.table.*.*", "any", lambda change: change.path[-1] in ("purpose", "set_by"), "new-cookie"),
    ("cookies.choices.*", "added", None, "more-rights"),
    ("cookies.choices.*", "removed", None, "right-removed"),
    ("cookies.honour_gpc", "any", _turned(True), "more-rights"),
    ("cookies.honour_gpc", "any", None, "right-removed"),
    ("cookies.*", "any", lambda change: change.path[-1] in ("what", "limits", "browser_help"), "sentence"),
    # What people can do, and what they are asked
    ("rights.*", "added", None, "more-rights"),
    ("rights.*", "removed", None, "right-removed"),
    ("rights.*.by.*", "added", None, "more-rights"),
    ("rights.*.by.*", "removed", None, "right-removed"),
    ("rights.*.who.*", "added", None, "more-rights"),
    ("rights.*.who.*", "removed", None, "right-removed"),
    ("rights.*.within", "any", _shorter, "more-rights"),
    ("rights.*.within", "any", None, "right-slower"),
    ("rights.*.extension", "added", None, "right-slower"),
    ("rights.*.extension", "any", _longer, "right-slower"),
    ("rights.*.extension", "any", None, "more-rights"),
    ("rights.*.appeal", "removed", None, "right-removed"),
    ("rights.*.appeal", "any", None, "sentence"),
    ("rights.*.identity_check", "any", None, "weaker-safeguard"),
    ("rights.*.freeze", "any", _turned(True), "more-rights"),
    ("rights.*.freeze", "any", None, "right-removed"),
    ("rights.*.tell_recipients", "any", _turned(True), "more-rights"),
    ("rights.*.tell_recipients", "any", None, "right-removed"),
    ("rights.*.page", "any", None, "sentence"),
    ("duties.*", "added", None, "new-duty"),
    ("duties.*", "removed", None, "more-rights"),
    ("duties.*.every", "any", _longer, "more-rights"),
    ("duties.*.every", "any", None, "new-duty"),
    ("duties.*.idle", "any", _shorter, "more-rights"),
    ("duties.*.idle", "any", None, "weaker-safeguard"),
    ("duties.*.limit", "any", _shorter, "more-rights"),
    ("duties.*.limit", "any", None, "weaker-safeguard"),
    ("duties.*.at_once", "any", lambda change: change.after is not None and not _more(change), "more-rights"),
    ("duties.*.at_once", "any", None, "weaker-safeguard"),
    ("duties.*.statement", "any", _turned(True), "weaker-safeguard"),
    ("duties.*.statement", "any", None, "more-rights"),
    ("duties.*.laws.*", "any", None, "internal"),
    # How it is kept safe
    ("safeguards.*", "added", None, "more-rights"),
    ("safeguards.*", "removed", None, "weaker-safeguard"),
    ("safeguards.*.kind", "any", _to("system"), "more-rights"),
    ("safeguards.*.kind", "any", None, "weaker-safeguard"),
    ("safeguards.*.every", "any", _shorter, "more-rights"),
    ("safeguards.*.every", "any", None, "weaker-safeguard"),
    ("safeguards.*.lasts", "any", lambda change: change.after is not None and _longer(change), "more-rights"),
    ("safeguards.*.lasts", "added", None, "more-rights"),
    ("safeguards.*.lasts", "any", None, "weaker-safeguard"),
    ("safeguards.*.law", "any", None, "internal"),
    ("sweep.gap", "any", _shorter, "more-rights"),
    ("sweep.*", "any", lambda change: change.path[-1] != "gap" and not _more(change), "more-rights"),
    ("sweep.**", "any", None, "weaker-safeguard"),
    # Whom to ask, and how changes are announced
    ("officers.**", "any", None, "contact"),
    ("bodies.*", "added", None, "more-rights"),
    ("bodies.*", "removed", None, "right-removed"),
    ("bodies.*.*", "any", lambda change: change.path[-1] in ("phone", "url", "kind", "address"), "contact"),
    ("links", "any", None, "sentence"),
    ("links.notice", "any", None, "sentence"),
    ("notice.where", "any", None, "shorter-notice"),
    ("notice.ordinary", "any", _longer, "more-rights"),
    ("notice.important", "any", _longer, "more-rights"),
    (
        "notice.*",
        "any",
        lambda change: change.path[-1] in ("ordinary", "important", "important_when"),
        "shorter-notice",
    ),
    ("statements.**", "any", None, "sentence"),
    ("wording.**", "any", None, "sentence"),
    ("waive.*.because", "any", None, "sentence"),
    ("waive.**", "any", None, "internal"),
    ("layout", "any", None, "numbering"),
    ("sections.*.title", "any", None, "sentence"),
    ("sections.**", "any", None, "numbering"),
    ("service.people", "any", None, "internal"),
    ("**.refusal", "any", None, "sentence"),
    ("**.label", "any", None, "sentence"),
    ("**.note", "any", None, "sentence"),
)
# Texts that are no sentence about a practice: whom to ask.
_NO_SENTENCE = ("contact", "dates")
# What an officer may judge to be ordinary: words, of which nothing else in the file says what they do.
JUDGEABLE = ("sentence", "renamed")


def rule_of(change: Difference, others: Iterable[Difference] = ()) -> Rule:
    """The rule that says how heavy a change is. `others` are those beside it: an item that only moves from optional to
    required is no new one."""
    if change.kind == "reordered":
        return RULES["numbering"]
    if (rule := _moved(change, others)) is not None:
        return rule
    for pattern, kind, test, name in _TABLE:
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
