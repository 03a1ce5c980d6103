"""The pages that people would see, as plain files: in Korean and English, self-contained, without scripts.

They are snapshots taken during the demo, each at the moment that shows most; the real pages come later and are served.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from jikim.demo.pages import certificate, leaver, member, officer
from jikim.demo.pages.frame import Book
from jikim.demo.pages.officer import Office
from jikim.policy.compiled import Policy
from jikim.policy.planned import Plan
from jikim.policy.render import render_html
from jikim.verbs.show import Dossier
from jikim.verbs.then import Telling
from jikim.web.parts import element

__all__ = ["Office", "Snapshots", "write"]


@dataclass
class Snapshots:
    """What was seen at its moment. A page whose snapshot was never taken is not written."""

    member: tuple[Dossier, Telling, datetime, tuple[str, ...]] | None = None
    leaver: tuple[Plan, Dossier, Telling, datetime] | None = None
    office: Office | None = None
    certificate: tuple[Mapping[str, Any], bytes] | None = None
    key: str = ""
    written: list[Path] = field(default_factory=list)


def write(folder: Path, policy: Policy, taken: Snapshots) -> list[Path]:
    """Writes every page into `folder`, which is made if need be. Answers their paths, the first to open first."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in policy.file.service.languages:
        book = Book(policy.file, language, policy.zone)
        pages = {"policy": render_html(policy.file, language)}
        if taken.member:
            pages["member"] = member.write(book, *taken.member)
        if taken.leaver:
            pages["leaver"] = leaver.write(book, policy, *taken.leaver)
        if taken.office:
            pages["officer"] = officer.write(book, taken.office)
        if taken.certificate:
            pages["certificate"] = certificate.write(book, *taken.certificate, taken.key)
        pages = {"index": _index(book)} | pages
        for name, text in pages.items():
            path = folder / f"{name}.{language}.html"
            path.write_text(text, encoding="utf-8")
            taken.written.append(path)
    return taken.written


def _index(book: Book) -> str:
    say = book.say
    shown = (
        (
            "policy",
            say("개인정보 처리방침", "The privacy policy"),
            say("이 시연이 지키는 방침 그대로입니다.", "The policy that this demo keeps, as it is published."),
        ),
        (
            "member",
            say("회원이 보는 내 정보", "What a member sees"),
            say(
                "무엇을, 왜, 언제까지, 누가 썼고 어디로 갔는지.",
                "What, why, until when, who used it and to whom it went.",
            ),
        ),
        (
            "leaver",
            say("탈퇴한 사람이 보는 화면", "What someone sees who left"),
            say(
                "무엇을 지웠고 무엇이 왜 언제까지 남는지.", "What was destroyed; what is archived, why and until when."
            ),
        ),
        (
            "officer",
            say("보호책임자가 보는 화면", "What the officer sees"),
            say("기한 달력, 보낸 것과 답, 증명서.", "The calendar of due days, what left, the certificates."),
        ),
        (
            "certificate",
            say("파기 증명서 한 장", "One certificate of destruction"),
            say("서명되었고, 개인정보가 없습니다.", "Signed, and without personal data."),
        ),
    )
    items = [
        element("li", element("a", title, href=f"{name}.{book.language}.html"), element("p", told))
        for name, title, told in shown
    ]
    name = book.voice.text(book.policy.service.name)
    return book.write(
        "index",
        say(f"{name}: 시연", f"{name}: the demo"),
        book.voice.date(book.policy.version.effective),
        element("ul", *items, class_="toc"),
    )
