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

Pair = tuple[str, str]

SECTIONS: dict[str, Pair] = {
    "service": ("서비스", "the service"), "version": ("이 버전", "this version"), "items": ("수집 항목", "item"), "refuse": ("받지 않는 것", "what is refused"),
    "channels": ("수집 경로", "way of collection"), "partners": ("제휴사", "partner"), "purposes": ("이용 목적", "purpose"),
    "records": ("기록", "record"), "holds": ("파기를 보류하는 경우", "case in which destruction waits"), "archive": ("분리 보관", "the archive"),
    "dormancy": ("휴면 계정", "accounts that nobody uses"), "recipients": ("제3자 제공", "third party"),
    "processors": ("처리 위탁", "processor"), "cookies": ("쿠키", "cookies"), "rights": ("권리", "right"), "duties": ("이용자가 할 일", "what users do"),
    "safeguards": ("보호 조치", "safeguard"), "sweep": ("한 번에 파기할 수 있는 범위", "what a sweep may do alone"), "officers": ("책임자와 담당자", "contact"),
    "bodies": ("신고·상담 기관", "outside body"), "links": ("외부 링크", "links"), "notice": ("변경의 예고", "notice of changes"),
    "handover": ("영업의 양도 등", "handing over the business"), "leaving": ("탈퇴 취소", "undoing a leaving"),
    "rejoining": ("재가입 제한", "joining again after misuse"), "brands": ("브랜드", "brand"),
    "statements": ("안내", "statement"), "clauses": ("조항 번호", "numbers of clauses"), "jikim": ("형식", "format"),
    "waive": ("그대로 두는 점검 결과", "waived finding"), "layout": ("문서의 차례", "layout of the document"),
    "sections": ("문서의 절", "section of the document"), "wording": ("문안", "wording"),
}  # fmt: skip
FIELDS: dict[str, Pair] = {
    "company": ("받는 곳", "who receives it"), "relay": ("중계전문기관", "relay agency"), "refusal": ("거부하면", "on refusing"),
    "formerly": ("이전 이름", "former names"), "ordinary": ("보통 변경", "ordinary changes"),
    "label": ("이름", "name"), "note": ("설명", "note"), "clause": ("조항 번호", "clause number"), "name": ("이름", "name"),
    "controller": ("운영 회사", "company"), "url": ("주소", "address"), "country": ("국가", "country"), "time_zone": ("시간대", "time zone"),
    "languages": ("언어", "languages"), "under": ("근거", "ground"), "covers": ("대상", "who is covered"), "announced": ("공고일", "announced on"),
    "effective": ("시행일", "in force from"), "earlier": ("이전 방침", "earlier versions"),
    "type": ("종류", "type"), "unique": ("한 사람만 쓰는 값", "one person only"), "lookup": ("값으로 찾기", "found by it"),
    "lookup_with": ("전화번호 끝 네 자리와 함께 찾기", "found by it with the last four digits of"),
    "types": ("종류", "types"), "below_age": ("이 나이 아래는 받지 않음", "nobody below the age of"), "guardian": ("법정대리인의 동의", "a guardian’s consent"),
    "kind": ("종류", "kind"), "items": ("항목", "items"),
    "contact": ("연락처", "contact"), "records": ("기록", "records"), "purposes": ("목적", "purposes"), "group": ("묶음", "group"),
    "basis": ("처리 근거", "legal basis"), "optional": ("선택", "optional"), "law": ("법령", "law"), "reason": ("볼 때마다 사유를 적음", "a reason for each look"),
    "to": ("값을 내보내는 곳", "where its values go"),
    "aggregate": ("모은 수치로만 씀", "in sums only"), "of": ("누구의 것", "whose"), "required": ("필수 항목", "required items"), "contents": ("내용", "contents"),
    "cases": ("경우에 따른 필수 항목", "required in a case"),
    "need": ("필요한 만큼", "how many are needed"), "article": ("조항", "article"), "criteria": ("이용 기간의 기준", "criteria of its use"),
    "whose": ("누구의 정보", "whose"), "sensitive": ("민감정보", "sensitive data"),
    "names": ("명시한 정보", "data that it names"),
    "writer": ("작성하는 쪽", "written by"),
    "free_text": ("받지 않는 번호를 찾아냄", "searched for refused numbers"), "via": ("수집 경로", "ways of collection"), "for": ("기간", "period"),
    "events": ("사건", "events"), "ends": ("쓰임이 끝나는 때", "when its use ends"),
    "on": ("쓰임이 끝나는 때", "when its use ends"), "expected": ("예상 기간", "expected to last"),
    "unless": ("기간이 적용되지 않는 경우", "not once"),
    "after": ("쓰임이 끝나는 기간", "its use ends after"), "from": ("시작하는 때", "from"), "leaving": ("탈퇴할 때", "on leaving"),
    "grace": ("취소할 수 있는 기간", "time in which it can be undone"), "told": ("미리 알리는 기간", "told before"), "then": ("그 뒤", "then"),
    "single": ("한 사람에 하나", "one for each person"), "keep": ("보관 규칙", "retention rule"), "because": ("보관 근거", "kept under"),
    "class": ("법령상의 분류", "class"), "purpose": ("목적", "purpose"), "only": ("대상", "for"),
    "lasting": ("파기 뒤의 통계", "results that stay"), "bound": ("기간의 뜻", "how the period is meant"), "further": ("그 밖의 국가", "further countries"),
    "once": ("보관하는 경우", "kept only where"), "place": ("보관 장소", "place"),
    "cabinet": ("종이 보관 장소", "cabinet"), "paper": ("종이 파기 방법", "how paper is destroyed"), "by_law": ("법에 따른 요구에 응함", "answers a demand by law"),
    "reasons": ("볼 수 있는 사유", "reasons to look"), "second_person": ("다른 사람의 승인", "a second person's approval"),
    "when": ("이전 시기", "when"), "how": ("이전 방법", "how"), "refuse": ("거부 방법", "how to refuse"), "ground": ("근거", "ground"),
    "abroad": ("국외 이전", "transfer abroad"), "until": ("기간", "until"), "least": ("최소 인원", "smallest group"), "task": ("맡기는 일", "task"),
    "recall": ("삭제를 요구하는 때", "called back when"),
    "own_duty": ("수탁자 자신의 보관 의무", "its own duty to keep"), "contract": ("계약", "contract"), "signed": ("계약일", "signed on"),
    "scope": ("범위", "scope"), "safeguards": ("보호 조치", "safeguards"), "subprocessors": ("재수탁자", "sub-processors"),
    "inspect_every": ("점검 주기", "inspected every"), "choices": ("선택지", "choices"), "honour_gpc": ("GPC 신호를 따름", "honours GPC"),
    "what": ("설명", "what they are"), "limits": ("거부할 때", "on refusal"), "browser_help": ("브라우저 설정", "in the browser"),
    "table": ("쿠키", "cookie"), "essential": ("꼭 필요한 쿠키", "essential"), "set_by": ("설정하는 곳", "set by"), "life": ("유지 기간", "life"),
    "page": ("화면", "page"), "by": ("방법", "ways"), "who": ("누가", "who"), "identity_check": ("본인 확인", "identity check"),
    "within": ("처리 기한", "within"), "freeze": ("처리 중 이용 정지", "suspended meanwhile"), "tell_recipients": ("받은 곳에 알림", "recipients are told"),
    "pace": ("처리 기한의 뜻", "how soon"), "also": ("다른 근거", "further grounds"),
    "own_people": ("구성원의 민감정보", "sensitive data of its own people"),
    "extension": ("연장", "extension"), "appeal": ("거절된 때", "if refused"), "balance": ("이익의 비교", "how interests were weighed"),
    "automated": ("자동화된 결정", "automated decisions"),
    "good_for": ("동의의 기간", "how long a consent is good for"),
    "says": ("담는 것", "what it says"), "department": ("부서", "department"), "fax": ("팩스", "fax"), "address": ("주소", "address"),
    "every": ("주기", "every"), "limit": ("최대 시간", "limit"), "idle": ("쓰지 않을 때", "when idle"), "at_once": ("동시 접속", "at once"),
    "laws": ("법령", "laws"), "statement": ("안내로만 둠", "a statement only"), "lasts": ("기록 보존", "evidence lasts"), "gap": ("간격", "gap"),
    "share": ("비율", "share"), "few": ("적은 수", "few"), "title": ("직함", "title"), "phone": ("전화", "phone"), "email": ("이메일", "e-mail"),
    "notice": ("안내", "notice"), "where": ("알리는 곳", "where"), "important": ("중요한 변경", "important changes"),
    "important_when": ("중요한 변경의 뜻", "what is important"),
    "people": ("정보를 가진 사람의 수", "about how many people"), "about": ("다루는 사항", "what it mentions"), "sections": ("절", "sections"),
    "sentences": ("문장", "sentences"), "words": ("용어", "terms"), "states": ("밝히는 것", "what it states"), "finding": ("점검 결과", "finding"),
    "at": ("자리", "where"), "text": ("글", "text"), "heading": ("제목", "heading"), "notice_": ("안내", "notice"),
}  # fmt: skip
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
