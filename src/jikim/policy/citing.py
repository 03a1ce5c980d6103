"""How a promise is cited: by its number in the published document, or in words where the file gives it none.

    cited("7.4a", "en")  →  "7.4a"
    cited("frozen", "en")  →  "“no use while a correction is open”"
    cited("records.order.keep.0", "ko", file)  →  "기록 ‘주문’"

What stands behind a mechanism without a number is its name (`Policy.clause`), behind a part of the file its path: both
are for programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikim.policy.complaint_word import in_own_words

if TYPE_CHECKING:
    from jikim.policy.model import Language, PolicyFile

# What each mechanism's promise is about: the keys of the file's `clauses`.
MECHANISMS: dict[str, tuple[str, str]] = {
    "undeclared-item": ("수집하는 항목", "the items that are collected"),
    "minimum": ("필요한 최소한의 수집", "collecting no more than is needed"),
    "refused-type": ("받지 않는 정보", "what is never taken"),
    "under-age": ("나이 제한", "the age limit"),
    "channel": ("수집하는 방법", "the ways of collecting"),
    "partner": ("제휴사가 보내는 정보", "what partners supply"),
    "purpose": ("이용 목적", "the purposes of use"),
    "purpose-limit": ("이용 목적", "the purposes of use"),
    "no-recipient": ("제3자 제공", "giving data to third parties"),
    "provide-default": ("제3자 제공", "giving data to third parties"),
    "new-consent": ("새로 묻는 동의", "asking for a new consent"),
    "entrust": ("처리 위탁", "processors and their contracts"),
    "ended": ("목적을 다한 정보의 파기", "destruction once the purpose is met"),
    "destroyed-when-met": ("목적을 다한 정보의 파기", "destruction once the purpose is met"),
    "kept-alone": ("보존 목적으로만 하는 이용", "what is kept serves its keeping alone"),
    "kept-for-keeping-alone": ("보존 목적으로만 하는 이용", "what is kept serves its keeping alone"),
    "separate": ("분리 보관", "storage apart"),
    "archive-apart": ("분리 보관", "storage apart"),
    "archive-use": ("분리 보관한 정보의 이용", "the use of what is stored apart"),
    "paper": ("종이 문서의 파기", "the destruction of paper"),
    "irrecoverable": ("복구할 수 없는 파기", "destruction beyond recovery"),
    "electronic": ("복구할 수 없는 파기", "destruction beyond recovery"),
    "certificate": ("파기 기록", "the record of destructions"),
    "lookup": ("열람과 정정", "looking up and correcting"),
    "rights": ("정보주체의 권리", "people's rights"),
    "pages": ("정보주체의 권리", "people's rights"),
    "desk": ("권리를 행사하는 방법", "how rights are exercised"),
    "frozen": ("정정하는 동안의 이용 정지", "no use while a correction is open"),
    "told": ("고친 내용의 통지", "telling receivers what was corrected"),
    "gone": ("탈퇴하거나 파기한 뒤의 정보", "data after leaving or destruction"),
    "after-withdrawal": ("탈퇴하거나 파기한 뒤의 정보", "data after leaving or destruction"),
    "cookie-choices": ("쿠키의 선택", "the choice of cookies"),
    "cookies-declared": ("쿠키", "cookies"),
    "browser-help": ("쿠키의 선택", "the choice of cookies"),
    "password": ("비밀번호", "passwords"),
    "grant": ("취급자의 권한", "who may handle data"),
    "pledge": ("보안 서약", "security pledges"),
    "training": ("취급자 교육", "the training of handlers"),
    "handover": ("업무 인계", "handing over a duty"),
    "networks": ("접근 통제", "the control of access"),
    "audit": ("내부 점검", "the internal audit"),
    "backup": ("백업", "backups"),
    "abuse": ("부정 이용 방지", "stopping abuse"),
    "rejoining": ("재가입 제한", "joining again after misuse"),
    "complaints": ("민원", "complaints"),
    "notices": ("방침의 변경", "changes of the policy"),
    "important": ("방침의 변경", "changes of the policy"),
    "notice.ordinary": ("방침의 변경", "changes of the policy"),
    "notice.important": ("방침의 변경", "changes of the policy"),
    "versions": ("방침의 판", "the versions of the policy"),
    "versions-readable": ("방침의 판", "the versions of the policy"),
}
# Where the document states what a mechanism enforces, if that is not at the sentence of its own name.
_STATED_AT = {
    "refused-type": "refuse",
    "under-age": "refuse.below_age",
    "no-recipient": "clauses.provide-default",
    "ended": "clauses.destroyed-when-met",
    "kept-alone": "clauses.kept-for-keeping-alone",
    "irrecoverable": "clauses.electronic",
    "gone": "clauses.after-withdrawal",
    "cookie-choices": "cookies.choices",
    "browser-help": "cookies.browser_help",
    "grant": "safeguards.access-grants",
    "training": "safeguards.training",
    "backup": "safeguards.backup",
    "audit": "safeguards.access-records",
    "notices": "notice.ordinary",
    "important": "notice.important",
    "versions": "clauses.versions-readable",
    "rejoining": "rejoining",
}
# What a part of the file is, by where it stands; the longest that fits.
_PARTS: dict[str, tuple[str, str]] = {
    "records": ("기록", "record"),
    "purposes": ("이용 목적", "purpose"),
    "recipients": ("제3자 제공", "recipient"),
    "processors": ("처리 위탁", "processor"),
    "rights": ("권리", "right"),
    "channels": ("수집 방법", "channel"),
    "partners": ("제휴사", "partner"),
    "systems": ("사내 시스템", "own system"),
    "archive.purposes": ("보관 목적", "purpose of keeping"),
    "safeguards": ("안전조치", "safeguard"),
    "duties": ("이용자의 의무", "duty"),
    "items": ("항목", "item"),
    "bodies": ("도움을 주는 기관", "body"),
}


def is_number(clause: str) -> bool:
    """Whether a promise is known by a number of its document, rather than by a mechanism's name or a part's path."""
    return clause not in MECHANISMS and _head(clause) is None


def cited(clause: str, language: Language, file: PolicyFile | None = None) -> str:
    """A promise as people read it. `file`: the version that it is of, for the label of a part."""
    if clause in MECHANISMS:
        ko, en = MECHANISMS[clause]
        return _quoted((in_own_words(file, ko, en) if file is not None else ko, en), language)
    head = _head(clause)
    if head is None:
        return clause
    what = _PARTS[head][0 if language == "ko" else 1]
    name = (_label(clause, language, file) if file is not None else None) or clause.removeprefix(f"{head}.")
    return f"{what} ‘{name}’" if language == "ko" else f"{what} “{name}”"


def _label(clause: str, language: Language, file: PolicyFile) -> str | None:
    # A client cites promises too, and has no policy to look into: what reads one is imported where there is one.
    from jikim.policy.parts import trail
    from jikim.policy.render.voice import Voice

    part = next((one for one in trail(file, clause)[::-1] if getattr(one, "label", None)), None)
    return Voice(file, language).text(part.label) if part is not None else None


def in_words(clause: str, language: Language, file: PolicyFile | None = None) -> str:
    """The same within a sentence: `clause 7.4a`, `the policy on “no use while a correction is open”`; nothing where no
    promise refuses."""
    if not clause:
        return ""
    said = cited(clause, language, file)
    if is_number(clause):
        return f"방침 {said}" if language == "ko" else f"clause {said}"
    return f"방침의 {said}" if language == "ko" else f"the policy on {'' if clause in MECHANISMS else 'the '}{said}"


def source_of(clause: str | None, path: str, language: Language, file: PolicyFile) -> str:
    """A promise with its place in the file, for who writes it: `1.3, channels.homepage`; `record “Order”,
    records.order.ends`."""
    said = cited(clause or path.removeprefix("clauses."), language, file)
    return path if path.endswith(said) else f"{said}, {path}"


def place_of(clause: str) -> str:
    """The fragment of the published document where a promise stands."""
    if clause in MECHANISMS:
        return _STATED_AT.get(clause, clause if "." in clause else f"clauses.{clause}")
    return f"c{clause}" if is_number(clause) else clause


def _head(clause: str) -> str | None:
    fitting = [head for head in _PARTS if clause.startswith(f"{head}.")]
    return max(fitting, key=len, default=None)


def _quoted(words: tuple[str, str], language: Language) -> str:
    return f"‘{words[0]}’" if language == "ko" else f"“{words[1]}”"
