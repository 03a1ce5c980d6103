"""The frame of every page: self-contained HTML in the look of the published policy, with nothing fetched and nothing run.

Texts are escaped here, in `element`: a page is put together from elements, never from raw values.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from importlib import resources
from zoneinfo import ZoneInfo

from jikim.policy.model import Language, PolicyFile
from jikim.policy.render.html import STYLE
from jikim.policy.render.voice import Voice

_STYLE = STYLE + resources.files(__package__).joinpath("pages.css").read_text(encoding="utf-8")
_HASH = "sha256-" + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


@dataclass(frozen=True)
class Html:
    """Markup that is safe to put into a page. Only this module and `element`'s callers make it."""

    text: str

    def __str__(self) -> str:
        return self.text


def element(name: str, *children: Html | str, **attributes: str | None) -> Html:
    """One element. Strings are escaped; attributes that are None are left out; `class_` is `class`."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child.text if isinstance(child, Html) else escape(child) for child in children)
    return Html(f"<{name}{said}>{inner}</{name}>")


def together(parts: Iterable[Html | str]) -> Html:
    """Elements one after the other."""
    return Html("".join(part.text if isinstance(part, Html) else escape(part) for part in parts))


@dataclass(frozen=True)
class Book:
    """What all pages of one language share."""

    policy: PolicyFile
    language: Language
    zone: ZoneInfo
    voice: Voice = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "voice", Voice(self.policy, self.language))

    def say(self, ko: str, en: str) -> str:
        return self.voice.say(ko, en)

    def day(self, moment: datetime) -> str:
        """A moment's day, in the policy's time zone and this language."""
        return self.voice.date(moment.astimezone(self.zone).date())

    def short(self, moment: datetime) -> str:
        """The same for a table: `2013-02-05`."""
        return moment.astimezone(self.zone).date().isoformat()

    def clause(self, clause: str | None) -> Html:
        """A clause's number as a link to its sentence in the published policy."""
        if not clause:
            return Html("")
        return element("a", clause, class_="clause", href=f"policy.{self.language}.html#c{clause}")

    def write(self, name: str, title: str, dates: str, *content: Html) -> str:
        """The whole page."""
        pages = (
            ("index", self.say("처음", "Start")), ("policy", self.say("처리방침", "Policy")), ("member", self.say("내 정보", "My data")),
            ("leaver", self.say("탈퇴", "Leaving")), ("officer", self.say("책임자", "Officer")),
            ("certificate", self.say("파기 증명", "Certificate")),
        )  # fmt: skip
        links = [
            element("a", label, href=f"{page}.{self.language}.html", aria_current="page" if page == name else None)
            for page, label in pages
        ]
        other = "en" if self.language == "ko" else "ko"
        links.append(
            element("a", self.say("English", "한국어"), href=f"{name}.{other}.html", lang=other, class_="other")
        )
        notice = self.say(
            "시연 화면입니다. 등장하는 사람은 모두 지어낸 사람이고, 날짜는 시연용 시계의 것입니다.",
            "A demo. Everyone here is invented, and the dates are those of the demo's clock.",
        )
        content_policy = f"default-src 'none'; style-src '{_HASH}'; base-uri 'none'; form-action 'none'"
        named = (self.policy.officers.officer, self.policy.officers.handler)
        contacts = [f"{self.voice.text(one.title)} · {one.phone} · {one.email}" for one in named if one]
        body = together(
            (
                element("a", self.say("본문으로 건너뛰기", "Skip to the page"), class_="skip", href="#page"),
                element("p", notice, class_="demo"),
                element("nav", *links, class_="pages", aria_label=self.say("화면", "pages")),
                element(
                    "header", element("h1", title), element("p", dates, class_="dates"), class_="top"
                ),
                element("main", *content, id="page", tabindex="-1"),
                element("footer", *(element("p", line) for line in dict.fromkeys(contacts))),
            )
        )  # fmt: skip
        return (
            f'<!doctype html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{content_policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
        )


def section(title: str, *content: Html, id: str | None = None) -> Html:
    return element("section", element("h2", title), *content, id=id)


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[Html | str]], *, right: Sequence[int] = ()
) -> Html:
    """A table that turns into cards on a phone; the first cell names its row. Columns in `right` are numbers."""

    def cell(place: int, value: Html | str) -> Html:
        number = "number-cell" if place in right else None
        if place == 0:
            return element("th", value, scope="row", role="rowheader", class_=number)
        return element("td", element("div", value), role="cell", data_label=head[place], class_=number)

    header = element(
        "tr",
        *(element("th", name, scope="col", role="columnheader", class_="number-cell" if n in right else None) for n, name in enumerate(head)),
        role="row",
    )  # fmt: skip
    body = [element("tr", *(cell(place, value) for place, value in enumerate(row)), role="row") for row in rows]
    return element(
        "div",
        element(
            "table", element("caption", caption), element("thead", header, role="rowgroup"),
            element("tbody", *body, role="rowgroup"), role="table",
        ),
        class_="scroll", role="region", tabindex="0", aria_label=caption,
    )  # fmt: skip


def summary(title: str, rows: Iterable[tuple[str, Html | str]]) -> Html:
    """What matters in a minute: a label and a line each."""
    pairs = [element("div", element("dt", label), element("dd", line)) for label, line in rows]
    return element("section", element("h2", title), element("dl", *pairs), class_="minute")


def facts(rows: Iterable[tuple[str, Html | str]]) -> Html:
    """The parts of a card, each under its question."""
    pairs = [element("div", element("dt", label), element("dd", value)) for label, value in rows]
    return element("dl", *pairs, class_="facts")
