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

from jikim.cli.options import Language
from jikim.cli.starting.answers import Answers, Kind

NOTICE = timedelta(days=7)
_WIDTH = 118
_MARK = "  # <- "

# Which items each kind of business takes, in the order of the file. A `*` is taken with members alone, a `^` where
# people pay.
_ITEMS: dict[Kind, str] = {
    "shop": "login_id* password* name email phone address order_lines payment^ enquiry_text answer",
    "saas": "email password* name company usage access_log ip payment^ enquiry_text answer",
    "community": "login_id* password* nickname email post_text report_text access_log ip payment^ enquiry_text answer",
    "app": "email password* nickname device usage access_log ip payment^ enquiry_text answer",
    "appointment": "login_id* password* name phone email booking_wish payment^ enquiry_text answer",
}


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
    has = tuple(
        word.rstrip("*^")
        for word in _ITEMS[a.kind].split()
        if not (word.endswith("*") and not a.members) and not (word.endswith("^") and not a.payments)
    )
    who = [word for word, wanted in (("member", a.members), ("guest", a.guests)) if wanted]

    def those(names: str) -> str:
        """A list of references, without the items that these answers leave out."""
        return f"[{', '.join(name for name in names.split() if name in has)}]"

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

    environment = Environment(  # noqa: S701 - YAML is written here, and `scalar` quotes it
        loader=_Fragments(), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    text = environment.get_template("policy.yaml").render(
        a=a, say=say, note=note, ask=ask, those=those, has=frozenset(has), who=f"[{', '.join(who)}]",
        with_guardian=f"[{', '.join([*who, 'guardian'])}]", announced=today, effective=today + NOTICE, q=scalar,
        languages=f"[{', '.join(a.languages)}]", first_year=today.replace(month=1, day=1),
    )  # fmt: skip
    text = re.sub(r"\n{3,}", "\n\n", text)
    return Composed(text, tuple(_open(text.split("\n"))))


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
