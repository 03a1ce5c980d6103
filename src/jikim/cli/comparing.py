"""A comparison of two versions, as lines: what `jikim diff` says, and `jikim publish` before it announces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from jikim.cli.options import Language
from jikim.policy.citing import in_words
from jikim.policy.diff import WHY, Comparison
from jikim.policy.model import SubjectKind
from jikim.policy.render.voice import Voice


def lines(
    found: Comparison, announced: date, language: Language, concerned: Mapping[str, int] | None = None
) -> Iterator[str]:
    """What changes, by its weight; the earliest day; whom it must ask; what loses its basis. `concerned`: of how many
    people each consent is asked."""
    ko = language == "ko"
    if found.weight == "same":
        yield "달라지는 것이 없습니다" if ko else "nothing changes"
        return
    for important in (True, False):
        these = [change for change in found.changes if change.important is important]
        if these:
            yield ("중요한 변경" if important else "그 밖의 변경") if ko else ("important" if important else "ordinary")
        for change in these:
            yield f"  {found.said(change, language)}"
            yield f"    {change.path} [{change.rule.name}: {change.why(language)}]"
    promised = found.lead.words(language)
    earliest = found.earliest(announced)
    yield (
        f"{announced}에 알리면 {earliest}부터 시행할 수 있습니다: 지금의 방침이 {promised} 전에 알린다고 약속합니다({in_words(found.lead_clause, 'ko')})"
        if ko
        else f"announced on {announced}, it may be in force from {earliest}: the policy in force promises {promised} of notice ({in_words(found.lead_clause, 'en')})"
    )
    yield from _days(found, ko)
    voice = Voice(found.new, language)
    for one in found.questions:
        who = voice.subjects(SubjectKind(kind) for kind in one.kinds)
        count = "" if concerned is None else (f", {concerned[one.name]}명" if ko else f", {concerned[one.name]} people")
        label = one.label(found.new, language)
        yield (
            f"새 동의가 필요합니다: {label} ({one.name}), {who}{count}: {WHY[one.why][0]}"
            if ko
            else f"needs a new consent: {label} ({one.name}), of {who}{count}: {WHY[one.why][1]}"
        )
    for path in found.renamings:
        yield (
            f"이름이 달라져 다른 곳·다른 목적으로 다룹니다: {path}. 이름만 바뀐 것이면 `formerly`에 예전 이름을 적어 주세요"
            if ko
            else f"another one, because its label is another: {path}; where only the name changed, write the former label into its `formerly`"
        )
    for path in found.misjudged:
        yield (
            f"`version.ordinary`의 {path}: 여기에는 책임자가 판단할 문장이 없습니다"
            if ko
            else f"`version.ordinary` at {path}: there is no sentence that an officer could judge"
        )
    yield from _undeclared(found, language)


def _days(found: Comparison, ko: bool) -> Iterator[str]:
    """What the newer file says of its own days, where that can't be announced so."""
    version, earliest = found.new.version, found.earliest(found.new.version.announced)
    if version == found.old.version:
        yield (
            "새 파일의 `version`이 옛 것 그대로입니다: 공고일과 시행일을 새로 적어 주세요"
            if ko
            else "the new file still has the old `version`: write its own days, `announced` and `effective`"
        )
    elif version.effective < earliest:
        yield (
            f"새 파일은 {version.announced}에 알리고 {version.effective}부터 시행한다고 적었습니다. 너무 이릅니다: `effective: {earliest}`부터입니다"
            if ko
            else f"the new file says announced {version.announced}, in force from {version.effective}: too soon; `effective: {earliest}` or later"
        )


def _undeclared(found: Comparison, language: Language) -> Iterator[str]:
    ko, gone, voice = language == "ko", found.undeclared, Voice(found.old, language)

    def fate(record: str, items: tuple[str, ...] | None = None) -> str:
        """Rests where a rule of the older version keeps it (of single items, a statute's); else it goes."""
        kept = any(
            items is None or (rule.because != "own-promise" and set(items) & set(rule.items))
            for rule in found.old.records[record].keep
        )
        if kept:
            return (
                "남길 것은 분리 보관하고 나머지는 파기합니다"
                if ko
                else "what a rule keeps moves to the archive, the rest is destroyed"
            )
        return "파기합니다" if ko else "it is destroyed"

    said = [(voice.record(name), fate(name)) for name in gone.records]
    said += [(f"{voice.record(name)}: {voice.items(items, name)}", fate(name, items)) for name, items in gone.items]
    said += [
        (
            f"{voice.record(name)}: {voice.statute(because)}",
            "이 근거로는 더 보관하지 않습니다" if ko else "it is kept no longer on this ground",
        )
        for name, because in gone.rules
    ]
    for what, then in said:
        yield f"근거가 없어집니다: {what}. {then}" if ko else f"loses its basis: {what}; {then}"
