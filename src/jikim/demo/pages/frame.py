"""The frame of every page of the demo: self-contained HTML in the look of the published policy, with nothing fetched
and nothing run."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib import resources
from zoneinfo import ZoneInfo

from jikim.policy.citing import place_of
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render.html import STYLE
from jikim.web import parts
from jikim.web.parts import Html, element, together

_STYLE = STYLE + resources.files(__package__).joinpath("pages.css").read_text(encoding="utf-8")
_HASH = "sha256-" + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


class Book(parts.Book):
    """The book of the demo's files: a clause's sentence stands in the policy's file beside them."""

    def __init__(self, policy: PolicyFile, language: Language, zone: ZoneInfo) -> None:
        super().__init__(policy, language, zone, lambda clause: f"policy.{language}.html#{place_of(clause)}")

    def write(self, name: str, title: str, dates: str, *content: Html) -> str:
        """The whole page."""
        pages = (
            ("index", self.say("처음", "Start")),
            ("policy", self.say("처리방침", "Policy")),
            ("member", self.say("내 정보", "My data")),
            ("leaver", self.say("탈퇴", "Leaving")),
            ("officer", self.say("책임자", "Officer")),
            ("certificate", self.say("파기 증명", "Certificate")),
        )
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
            "A demo. Everyone here is invented, and the dates are those of the demo’s clock.",
        )
        content_policy = f"default-src 'none'; style-src '{_HASH}'; base-uri 'none'; form-action 'none'"
        named = (self.policy.officers.officer, self.policy.officers.handler)
        contacts = [f"{self.voice.text(one.title)} · {one.phone} · {one.email}" for one in named if one]
        body = together(
            (
                element("a", self.say("본문으로 건너뛰기", "Skip to content"), class_="skip", href="#page"),
                element("p", notice, class_="demo"),
                element("nav", *links, class_="pages", aria_label=self.say("화면", "pages")),
                element("header", element("h1", title), element("p", dates, class_="dates"), class_="top"),
                element("main", *content, id="page", tabindex="-1"),
                element("footer", *(element("p", line) for line in dict.fromkeys(contacts))),
            )
        )
        return (
            f'<!doctype html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{content_policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
        )
