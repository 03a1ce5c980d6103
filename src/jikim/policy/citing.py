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
from jikim.tables import pairs

if TYPE_CHECKING:
    from jikim.policy.model import Language, PolicyFile

# What each mechanism's promise is about: the keys of the file's `clauses`.
MECHANISMS = pairs(__package__, "citing")
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
