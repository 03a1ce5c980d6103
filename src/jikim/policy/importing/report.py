"""report: what an import found, how sure it is of each, and first of all what it could not place."""

from __future__ import annotations

from typing import Any

from jikim.policy.importing.facts import LIKELY, Facts
from jikim.policy.model import Language

_FAMILIES = (
    ("items", "항목", "items"), ("refused", "받지 않는 것", "never taken"), ("channels", "수집 방법", "channels"), ("purposes", "목적", "purposes"),
    ("recipients", "제공받는 자", "recipients"), ("processors", "수탁자", "processors"), ("rights", "권리", "rights"), ("cookies", "쿠키 목적", "cookie purposes"),
    ("safeguards", "안전조치", "safeguards"), ("officers", "책임자와 담당자", "officers"), ("bodies", "신고·상담 기관", "outside bodies"),
)  # fmt: skip


def as_json(facts: Facts, findings: int = 0) -> dict[str, Any]:
    """The report as plain values: facts, bindings, and what found no place."""
    found: dict[str, Any] = {
        "sections": [
            {"title": section.title, "place": section.place, "topics": list(section.topics)} for section in facts.sections
        ],
        "facts": {
            family: [
                {"name": one.name, "label": one.label, "confidence": one.confidence, **({"period": one.period} if one.period else {})}
                for one in getattr(facts, family).values()
            ]
            for family, _, _ in _FAMILIES
        },
        "periods": [
            {"label": one.label, "for": one.period, "because": one.law, "confidence": one.confidence} for one in facts.keeps
        ],
        "days": {
            "announced": facts.announced and facts.announced.isoformat(), "effective": facts.effective and facts.effective.isoformat(),
            "ordinary": facts.ordinary or None, "important": facts.important or None,
        },
        "below_age": facts.below_age,
        "sentences": [{"number": one.number, "place": one.place, "text": one.text} for one in facts.sentences],
        "bindings": [one._asdict() for one in facts.all_bindings()],
        "statements": [{"sentence": number, "kind": kind} for number, kind in sorted(facts.statements.items())],
        "unplaced": [one.number for one in facts.unplaced()],
        "doubtful": _doubtful(facts),
        "outside": [{"sentence": number, "what": what} for number, what in facts.outside],
        "findings": findings,
    }  # fmt: skip
    return found


def _doubtful(facts: Facts) -> list[int]:
    """Sentences whose every binding is a guess."""
    return [number for number, paths in sorted(facts.bindings.items()) if paths and max(paths.values()) < LIKELY]


def as_markdown(facts: Facts, language: Language, source: str, findings: list[str]) -> str:
    """The report for people, what is left to do first."""
    ko = language == "ko"

    def say(korean: str, english: str) -> str:
        return korean if ko else english

    by_number = {one.number: one for one in facts.sentences}
    unplaced, doubtful = facts.unplaced(), _doubtful(facts)
    lines = [
        f"# {say('가져온 방침', 'An imported policy')}: {_escaped(source)}", "",
        say(
            f"문장 {len(facts.sentences)}개 가운데 {len(facts.bindings)}개에서 사실을 찾았고, {len(facts.statements)}개는 정의·의무·면책으로 보았습니다. "
            f"자리를 찾지 못한 문장은 {len(unplaced)}개, 확실하지 않은 문장은 {len(doubtful)}개입니다.",
            f"Of {len(facts.sentences)} sentences, facts were found in {len(facts.bindings)}, and {len(facts.statements)} read as definitions, duties or "
            f"disclaimers. {len(unplaced)} found no place, and {len(doubtful)} are doubtful.",
        ),
        "", f"## {say('자리를 찾지 못한 것', 'What found no place')}", "",
    ]  # fmt: skip
    lines += [f"- {one.place}: {_escaped(one.text)}" for one in unplaced] or [say("없습니다.", "None.")]
    if doubtful:
        lines += ["", f"## {say('확실하지 않은 것', 'What is doubtful')}", ""]
        for number in doubtful:
            guesses = ", ".join(f"`{path}` ({sure:.2f})" for path, sure in facts.bindings[number].items())
            lines.append(f"- {by_number[number].place}: {_escaped(by_number[number].text)} → {guesses}")
    if facts.outside:
        lines += ["", f"## {say('방침 언어가 담지 못한 것', 'What the policy language could not take')}", ""]
        lines += [
            f"- {by_number[number].place}: {_escaped(what)}" for number, what in facts.outside if number in by_number
        ]
    lines += ["", f"## {say('찾은 사실', 'Facts that were found')}", ""]
    for family, korean, english in _FAMILIES:
        found = getattr(facts, family)
        if found:
            lines += [
                "",
                f"### {say(korean, english)} ({len(found)})",
                "",
                f"| {say('이름', 'name')} | {say('글의 말', 'label')} | {say('확실함', 'sure')} |",
                "|---|---|---|",
            ]
            lines += [f"| `{one.name}` | {_escaped(one.label)} | {one.confidence:.2f} |" for one in found.values()]
    if facts.keeps:
        lines += [
            "",
            f"### {say('보존 기간', 'periods')} ({len(facts.keeps)})",
            "",
            f"| {say('기록', 'record')} | {say('기간', 'period')} | {say('근거', 'because')} |",
            "|---|---|---|",
        ]
        lines += [f"| {_escaped(one.label)} | {one.period} | `{one.law}` |" for one in facts.keeps]
    lines += [
        "",
        f"## {say('문장과 사실', 'Sentences and what they state')}",
        "",
        f"| {say('자리', 'place')} | {say('문장', 'sentence')} | {say('사실', 'states')} |",
        "|---|---|---|",
    ]
    for number, paths in sorted(facts.bindings.items()):
        states = ", ".join(
            f"`{path}` {sure:.2f}" for path, sure in sorted(paths.items(), key=lambda one: (-one[1], one[0]))
        )
        lines.append(f"| {by_number[number].place} | {_escaped(_short(by_number[number].text))} | {states} |")
    for number, kind in sorted(facts.statements.items()):
        if number not in facts.bindings:
            lines.append(f"| {by_number[number].place} | {_escaped(_short(by_number[number].text))} | *{kind}* |")
    lines += ["", f"## {say('초안에 대한 지적', 'What check says of the draft')}", ""]
    lines += [f"- {_escaped(line)}" for line in findings] or [say("없습니다.", "None.")]
    return "\n".join(lines) + "\n"


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _escaped(text: str) -> str:
    """A published text is not ours: nothing of it is taken for Markdown or HTML."""
    for letter in "\\`*_[]<>|#":
        text = text.replace(letter, "\\" + letter)
    return text
