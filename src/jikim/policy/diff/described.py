"""A change in words, for whoever reads the policy: what it is about, what was there before, and what is there after; in
both languages.

Names are spoken by the file that has them: what goes by the older one, what comes by the newer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from jikim.policy.diff.walk import Difference, is_text, named
from jikim.policy.items.countries import NAMES
from jikim.policy.model import Part, PolicyFile
from jikim.policy.period import Period
from jikim.policy.render import terms
from jikim.policy.render.voice import Voice
from jikim.tables import pairs

Pair = tuple[str, str]

SECTIONS, FIELDS = pairs(__package__, "described", "sections"), pairs(__package__, "described", "fields")
_ENDS_WORDS: dict[str, Pair] = {
    "ends": ("바로 끝남", "ends at once"),
    "finishes": ("진행 중인 항목 완료 후", "completed first"),
}
_THEN: dict[str, Pair] = {"apart": ("따로 보관", "kept apart"), "leaves": ("탈퇴로 봄", "ends as if they had left")}
_PURPOSES = ("for", "purposes", "purpose")


def said(old: PolicyFile, new: PolicyFile, change: Difference, language: str) -> str:
    """One line: `이용 목적 ‘맞춤 광고’가 새로 생깁니다`; `record ‘Order’, period: 1 year → 3 years`."""
    ko = language == "ko"
    before, after = (Voice(file, "ko" if ko else "en") for file in (old, new))
    voice = before if change.kind == "removed" else after
    head, field = _place(voice, change.path)
    if change.kind in ("added", "removed") and _is_part(change):
        more = _about(voice, change)
        if ko:
            return f"{head}: {'새로 생김' if change.kind == 'added' else '없어짐'}{f' — {more}' if more else ''}"
        return f"{_capital(head)}: {'new' if change.kind == 'added' else 'goes'}{f' — {more}' if more else ''}"
    where = f"{head} · {field}" if field else head
    if change.kind == "reordered":
        return f"{where}: 순서 변경" if ko else f"{_capital(where)}: in another order"
    if _is_member(change):
        name = _value(voice, change.path, change.after if change.kind == "added" else change.before)
        verb = ("추가", "added") if change.kind == "added" else ("삭제", "removed")
        return f"{where}: {name} {verb[0]}" if ko else f"{_capital(where)}: {name} {verb[1]}"
    was, now = _pair(before, after, change)
    return f"{where}: {was} → {now}" if ko else f"{_capital(where)}: {was} → {now}"


def sides(old: PolicyFile, new: PolicyFile, change: Difference, language: str) -> tuple[str, str, str]:
    """The same as the cells of a table: what it is about, before, after. What is not there is a dash."""
    tongue = "ko" if language == "ko" else "en"
    before, after = Voice(old, tongue), Voice(new, tongue)  # type: ignore[arg-type]
    head, field = _place(before if change.kind == "removed" else after, change.path)
    if not _is_part(change):
        what = f"{head} · {field}" if field else head
        return what if language == "ko" else _capital(what), *_pair(before, after, change)
    cells = [
        (_about(voice, change._replace(before=value, after=value)) or head)
        if _is_part(change) and value is not None
        else _value(voice, change.path, value)
        for voice, value in ((before, change.before), (after, change.after))
    ]
    what = f"{head} · {field}" if field else head
    return what if language == "ko" else _capital(what), cells[0], cells[1]


def _pair(before: Voice, after: Voice, change: Difference) -> tuple[str, str]:
    """Before and after. A text that differs in the other language alone is shown in that one, marked."""
    was, now = change.before, change.after
    if is_text(was) and is_text(now) and was.get(before.language) == now.get(after.language):
        other = next((one for one in (*now, *was) if now.get(one) != was.get(one)), None)
        if other is not None:
            mark = after.say(*_LANGUAGES[other])
            return tuple(f"[{mark}] {text[other]}" if other in text else "—" for text in (was, now))  # type: ignore[return-value]
    return _value(before, change.path, was), _value(after, change.path, now)


_LANGUAGES: dict[str, Pair] = {"ko": ("한국어", "Korean"), "en": ("영어", "English")}


def _is_part(change: Difference) -> bool:
    """A whole named part of the file, that comes or goes."""
    value = change.after if change.before is None else change.before
    return isinstance(value, Mapping) and not is_text(value) and change.kind != "changed"


def _is_member(change: Difference) -> bool:
    """One name of a list, that comes or goes."""
    value = change.after if change.before is None else change.before
    return (
        change.kind in ("added", "removed")
        and isinstance(value, str)
        and bool(change.path)
        and change.path[-1] == value
    )


def _place(voice: Voice, path: Sequence[str]) -> tuple[str, str]:
    """What a path is about: the part, by its label, and the field in it."""
    if not path:
        return voice.say("방침", "the policy"), ""
    ko = voice.language == "ko"
    section = voice.say(*SECTIONS.get(path[0], (path[0], path[0])))
    rest = list(path[1:])
    head = section
    if path[0] in ("cookies", "archive") and rest and rest[0] in ("purposes", "table"):
        head = f"{section} {voice.say('목적', 'purpose') if rest[0] == 'purposes' else ''}".strip()
        rest = rest[1:]
        head = f"{head} ‘{_label(voice, path[:3]) or (rest[0] if rest else '')}’" if rest else head
        rest = rest[1:]
    elif path[0] == "waive" and rest:
        head = f"{section} ‘{rest[0]}’"
        rest = rest[1:]
    elif path[0] in _NAMED and rest:
        head = f"{section} ‘{_label(voice, path[:2]) or rest[0]}’"
        rest = rest[1:]
    if (
        rest
        and rest[-1] not in FIELDS
        and len(rest) > 1
        and rest[-2] in FIELDS
        and rest[-2] not in ("keep", "contents", "on")
    ):
        rest = rest[:-1]  # A member of a list stands after the field's name.
    names: list[str] = []
    for n, step in enumerate(rest):
        if n and rest[n - 1] in ("keep", "contents"):
            names.append(f"‘{_label(voice, path[: len(path) - len(rest) + n + 1]) or step}’")
        elif n and rest[n - 1] == "on":
            names.append(f"‘{voice.event(step)}’")
        elif step == "ends" and len(rest) > n + 1:
            continue
        elif step == "by" and path[0] == "records":
            names.append("기록 주체" if ko else "recorded by")
        elif step == "for" and path[0] == "records" and "keep" not in rest:
            names.append("쓰는 목적" if ko else "purposes")
        elif step == "items" and len(rest) > n + 1:
            continue
        elif step == "optional" and path[0] == "records":
            names.append("선택 항목" if ko else "optional items")
        elif step == "because" and path[0] == "waive":
            names.append("사유" if ko else "reason")
        elif step in ("under",) and path[0] == "service":
            names.append("따르는 법" if ko else "laws")
        else:
            names.append(voice.say(*FIELDS.get(step, (step, step))))
    return head, " ".join(names)


_NAMED = frozenset({
    "items", "channels", "partners", "purposes", "records", "recipients", "processors", "rights", "duties", "safeguards", "bodies", "statements",
    "clauses", "officers", "holds", "brands",
})  # fmt: skip


def _label(voice: Voice, path: Sequence[str]) -> str:
    """The label of the part at a path."""
    at: Any = voice.policy
    for step in path:
        if isinstance(at, Part):
            at = getattr(at, step, None)
        elif isinstance(at, Mapping):
            at = at.get(step)
        elif isinstance(at, tuple):
            names = named([one.model_dump(mode="json", by_alias=True) for one in at if isinstance(one, Part)])
            at = dict(zip(names, at, strict=False)).get(step)
    label = (getattr(at, "label", None) or getattr(at, "title", None)) if isinstance(at, Part) else None
    return voice.text(label) if label else ""


def _about(voice: Voice, change: Difference) -> str:
    """What matters of a part that comes or goes, in a line."""
    part: Any = change.after if change.before is None else change.before
    said: list[str] = []
    name = change.path[-1] if len(change.path) == 2 else None
    if isinstance(part.get("task"), Mapping):
        said.append(voice.text(part["task"]))
    if part.get("purposes") and isinstance(part["purposes"], list):
        said.append(voice.say(f"목적: {voice.purposes(part['purposes'])}", f"for {voice.purposes(part['purposes'])}"))
    items: Any = part.get("items")
    if isinstance(items, Mapping):
        in_cases = [item for case in items.get("cases", {}).values() for item in case["items"]]
        items = [*items.get("required", ()), *in_cases, *items.get("optional", ()), *items.get("contents", {})]
    if items:
        said.append(voice.say(f"항목: {voice.items(items, name)}", f"items: {voice.items(items, name)}"))
    if part.get("basis"):
        said.append(voice.say("근거: ", "basis: ") + _value(voice, ("basis",), part["basis"]))
    if "keep" in change.path[-2:] and part.get("for"):
        said.append(f"{_value(voice, ('for',), part['for'])} ({voice.statute(part['because'])})")
    if change.path[-2:-1] == ("on",):
        by = voice.words(terms.RAISERS, part["by"])
        said.append(f"{voice.happening(change.path[-1])} ({voice.say('기록 주체', 'recorded by')}: {by})")
    if part.get("finding"):
        said.append(voice.text(part["because"]))
    if part.get("country"):
        said.append(voice.country(part["country"]))
    if part.get("life"):
        said.append(_value(voice, ("life",), part["life"]))
    said += [text for text in _texts(voice, part) if not any(text in one for one in said)]
    return "; ".join(said)


def _texts(voice: Voice, value: Any, path: Sequence[str] = ()) -> Iterator[str]:
    """Every sentence of a part, but its own label: whoever reads that it comes reads what it says."""
    if is_text(value):
        if path != ("label",):
            yield voice.text(value)
    elif isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield " ".join(filter(None, (value.get("heading"), value["text"])))
        for name, one in value.items():
            yield from _texts(voice, one, (*path, name))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(voice, one, (*path, "–"))


def _value(voice: Voice, path: Sequence[str], value: Any) -> str:
    """One value in words."""
    if value is None:
        return "—"
    field = next((step for step in reversed(path) if step in FIELDS or step in SECTIONS), "")
    if isinstance(value, bool):
        return voice.say("예", "yes") if value else voice.say("아니요", "no")
    if isinstance(value, Mapping):
        return (
            voice.text(dict(value)) if is_text(value) else "; ".join(_texts(voice, value, ("–",))) or ", ".join(value)
        )
    if isinstance(value, list):
        return ", ".join(_value(voice, path, one) for one in value) or "—"
    if not isinstance(value, str):
        return str(value)
    if (
        field in ("announced", "effective", "signed")
        or path[-1:] == ("ends",)
        or (path[0], field) == ("waive", "until")
    ):
        return voice.date(date.fromisoformat(value))
    try:
        return voice.period(Period.parse(value))
    except ValueError:
        pass
    if field in ("required", "optional", "items") and value:
        return voice.item(value, path[1] if path[0] == "records" else None)
    if field in _PURPOSES:
        return voice.purpose(value)
    tables: Mapping[str, Mapping[Any, Pair]] = {
        "basis": terms.BASES, "under": terms.GROUNDS, "of": terms.SUBJECTS, "covers": terms.SUBJECTS, "only": terms.SUBJECTS,
        "leaving": _ENDS_WORDS, "then": _THEN, "who": terms.WHO, "by": terms.RAISERS if path[0] == "records" else terms.WAYS,
        "need": terms.NEEDS, "writer": terms.WRITERS, "names": terms.TYPES, "type": terms.TYPES, "types": terms.TYPES, "choices": terms.CHOICES,
        "until": terms.UNTIL, "country": NAMES, "ground": terms.ABROAD_GROUNDS, "class": terms.CLASSES, "group": terms.GROUPS,
    }  # fmt: skip
    if field == "records":
        return voice.record(value)
    if field == "via":
        return voice.channels([value])
    if field in ("on", "from"):
        return voice.event(value)
    if field in ("because", "law", "laws", "own_duty") or (field == "under" and value not in terms.GROUNDS):
        return voice.statute(value)
    if field == "expected" and value == "standing":
        return voice.say("가입해 있는 동안", "for as long as the account stands")
    if field in tables:
        return voice.word(tables[field], value)
    return value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
