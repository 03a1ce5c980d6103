"""compose: the fragments and the answers become the text of one policy file, with what its owner must still say."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import NamedTuple

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from phonenumbers import example_number
from phonenumbers.timezone import time_zones_for_number

from jikim.cli.options import Language
from jikim.cli.starting.questions import EUROPE, Answers
from jikim.cli.starting.trades import ITEMS, SUBSCRIPTION, Keep

NOTICE = timedelta(days=7)
_WIDTH = 118
_MARK = "  # <- "


class Open(NamedTuple):
    """What the owner must still say, and the line on which it stands."""

    line: int
    what: str


@dataclass(frozen=True)
class Composed:
    """A policy's text, and what is open in it."""

    text: str
    open: tuple[Open, ...]


def composed(answers: Answers, today: date) -> Composed:
    """The policy of these answers, announced on a day and in force after its notice."""
    a = answers.filled()
    w = a.trade.work
    has = tuple(
        word.rstrip("*^")
        for word in a.trade.items.split()
        if not (word.endswith("*") and not a.members) and not (word.endswith("^") and not a.payments)
    )
    member = "corporate" if a.kind == "b2b" else "member"
    who = [word for word, wanted in ((member, a.members), ("guest", a.guests)) if wanted]

    def those(names: str, *more: str) -> str:
        """A list of references, without the items that these answers leave out."""
        return f"[{', '.join([*(name for name in dict.fromkeys(names.split()) if name in has), *more])}]"

    def say(ko: str, en: str) -> str:
        words = {"ko": ko, "en": en}
        return "{" + ", ".join(f"{language}: {scalar(words[language])}" for language in a.languages) + "}"

    def note(ko: str, en: str, indent: int = 0) -> str:
        lead = " " * indent + "# "
        told = ko if a.comments == "ko" else en
        # A Korean letter is two columns wide.
        width = (_WIDTH - indent) // 2 + 14 if a.comments == "ko" else _WIDTH
        return "\n".join(
            textwrap.wrap(told, width, initial_indent=lead, subsequent_indent=lead, break_long_words=False)
        )

    def ask(ko: str, en: str) -> str:
        return _MARK + (ko if a.comments == "ko" else en)

    def kept(keeps: Iterable[Keep], *, flow: bool = False) -> str:
        """The retention rules of a record, those that these answers leave out left out."""
        lines = []
        for keep in keeps:
            if keep.paid and not a.payments:
                continue
            own = not a.korean or keep.because == "own-promise"
            law = "own-promise" if own else keep.because
            said = [f"for: {keep.period}", f"because: {law}"]
            said += [f"note: {say(*keep.why)}"] if own else [f"class: {keep.class_}"]
            named = f"label: {say(*keep.label)}, items: {those(keep.items)}"
            lines.append(f"{{{named},\n         {', '.join([*said, 'purpose: legal-evidence'])}}}")
        if flow:
            return f"       [{', '.join(lines)}]"
        return "\n".join(["    keep:", *(f"      - {line}" for line in lines)]) if lines else ""

    def hands(purposes: str, record: str, items: str) -> str:
        """What a processor at home gets."""
        return "\n    ".join(
            (f"purposes: {purposes}", f"records: [{record}]", f"items: {those(items)}", "until: [withdrawal, contract-end]",
             f"country: {scalar(a.home)}")
        )  # fmt: skip

    def typed(name: str) -> tuple[str, str, str, str]:
        kind, ko, en = ITEMS[name]
        if name == "email" and a.members and "login_id" not in has:
            kind = "email, unique: true, lookup: true"
        if name == "phone" and w.by_phone:
            kind = "phone, lookup: true"
        if name == "business_no" and a.korean:
            kind = "kr.business-registration-number"
        return name, kind, ko, en

    entered = [name for name in has if name not in ("usage", "access_log", "ip", "answer", "symptoms", "attendance")]
    guarded = ["birth-date"] * ("birth" not in has) + ["sensitive"] * ("symptoms" not in has)
    environment = Environment(  # noqa: S701 - YAML is written here, and `scalar` quotes it
        loader=_Fragments(), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    text = environment.get_template("policy.yaml").render(
        a=a, w=w, say=say, note=note, ask=ask, those=those, kept=kept, hands=hands, has=frozenset(has), q=scalar,
        member=member, who=f"[{', '.join(who)}]", with_guardian=f"[{', '.join([*who, 'guardian'])}]", announced=today,
        effective=today + NOTICE, languages=f"[{', '.join(a.languages)}]", first_year=today.replace(month=1, day=1),
        zone=_zone(a.home), under=_under(a, frozenset(has)), items=[typed(name) for name in has], by_page=" ".join(entered),
        by_phone="name nickname email phone answer text " + (f"{w.required} {w.optional}" if w.by_phone else ""),
        refused=[*guarded, *(["kr.resident-registration-number"] if a.korean else [])], rights=_rights(a),
        within="10d" if a.korean else "1mo", subscription=SUBSCRIPTION, complaint=[_COMPLAINT],
        abroad=a.europe and a.home not in EUROPE,
    )  # fmt: skip
    text = re.sub(r"\n{3,}", "\n\n", text)
    return Composed(text, tuple(_open(text.split("\n"))))


_COMPLAINT = Keep(
    ("소비자 불만·분쟁처리 기록", "Record of a consumer’s complaint"),
    "name nickname email text answer",
    "3y",
    "kr.ecommerce.dispute",
    "[complaint, dispute]",
)


def _zone(country: str) -> str:
    """The time zone of a country's capital, or of the place whose numbers are its example."""
    number = example_number(country)
    return next(iter(time_zones_for_number(number) if number else ()), "Etc/UTC")


def _under(a: Answers, has: frozenset[str]) -> list[str]:
    acts = ["kr.pipa"] if a.korean else []
    if a.korean:
        acts += ["kr.ecommerce"] if a.payments or a.kind == "shop" else []
        acts += ["kr.comms-secrets"] if "access_log" in has else []
        acts += a.trade.under
    return [*acts, "eu.gdpr"] if a.europe else acts or ["home.privacy"]


def _rights(a: Answers) -> list[tuple[str, str, str, str, str, str]]:
    """Each right with its names, its page, and what else is said of it."""
    page, more = ("내 정보", "My data"), ", extension: 2mo" if a.europe and not a.korean else ""
    leave = (("동의 철회와 탈퇴", "Withdraw consent and close the account"), ("회원탈퇴", "Close my account"))
    if not a.members:
        leave = (("동의 철회", "Withdraw consent"), page)
    found = [
        ("access", "열람", "Access", *page, more),
        ("correct", "정정", "Correct", *page, f"{more}, freeze: true, tell_recipients: true"),
        ("delete", "삭제", "Delete", *page, more),
        ("suspend", "처리정지", "Suspend processing", *page, more),
        ("withdraw", *leave[0], *leave[1], more),
    ]
    if a.europe:
        found.append(("portability", "전송 요구", "Data portability", *page, more))
        found.append(("object", "처리에 대한 반대", "Object to processing", *page, more))
    if "US" in a.countries and not a.korean:
        found.append(("opt-out", "판매·공유 거부", "Opt out of sale and sharing", *page, ""))
    return found


def _open(lines: Iterable[str]) -> Iterable[Open]:
    for number, line in enumerate(lines, 1):
        _, mark, what = line.partition(_MARK)
        if mark:
            yield Open(number, what)


_PLAIN = re.compile(r"[A-Za-z가-힣][\w가-힣 .·()/%'’‘–-]*")
_READ_OTHERWISE = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~"})


def scalar(text: str) -> str:
    """A text as YAML, quoted where YAML would read something else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _READ_OTHERWISE and not text.endswith((" ", ".")):
        return text
    return json.dumps(text, ensure_ascii=False)


def comments(text: str, language: Language) -> bool:
    """Whether a text's comments are in this language."""
    hangul = re.search("[가-힣]", "\n".join(line for line in text.split("\n") if line.lstrip().startswith("#")))
    return bool(hangul) is (language == "ko")


class _Fragments(BaseLoader):
    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        path = files("jikim.cli.starting").joinpath("fragments", f"{template}.j2")
        if not path.is_file():
            raise TemplateNotFound(template)
        return path.read_text(encoding="utf-8"), None, None
