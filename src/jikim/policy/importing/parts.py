"""The parts of a draft that hardly hang on the rest: its heads, its cookies and its rights."""

from __future__ import annotations

from typing import Any

from jikim.policy.importing.emit import Said
from jikim.policy.importing.facts import Facts, Found
from jikim.policy.importing.lexicon import rows
from jikim.policy.model import Language


class Parts:
    """What every part of a draft is made with: the facts, and the languages in which it is written."""

    def __init__(self, facts: Facts, languages: tuple[Language, ...], purposes: dict[str, Found]) -> None:
        self.facts, self.languages, self.purposes = facts, languages, purposes
        self.ko = languages[0] == "ko"

    def remark(self, ko: str, en: str) -> str:
        return ko if self.ko else en

    def both(self, ko: str, en: str) -> dict[str, str]:
        return {each: ko if each == "ko" else en for each in self.languages}

    def say(self, found: Found, family: str) -> dict[str, str]:
        """A label: the text's own words where a row of the lexicon was not surer."""
        english = next((row.en for row in rows(family) if row.name == found.name), found.label)
        own = found.said if family == "items" and 1 < len(found.said) <= 20 else found.label
        return {each: own if each == "ko" else english for each in self.languages}

    def head(self) -> str:
        lines = (
            ("이 파일은 있던 방침을 `jikim import`로 옮긴 초안입니다. 글이 말하지 않은 것은 미루어 적었으니 `jikim check`로 보면서 고쳐 주세요.",
             "어느 기록이 무엇을 담고 어느 목적이 무엇을 보는지는 종류로 짐작했습니다. `<-`가 붙은 줄은 글에 없어 채워 넣은 것입니다.")
            if self.ko
            else ("A draft that `jikim import` made of a published policy. What the text does not say was proposed: read it with `jikim check`, and mend it.",
                  "Which record holds what, and which purpose reads it, was guessed by kind. Lines with `<-` were not in the text.")
        )  # fmt: skip
        return "".join(f"# {line}\n" for line in lines)

    def wording_head(self) -> str:
        lines = (
            ("있던 방침의 문장을 그대로 옮기고, 저마다 말하는 것에 묶었습니다. 초안의 `include` 줄을 살리면 `jikim check`가 문장의 이름과 수와 기간을",
             "파일의 사실과 견줍니다. 어긋나거나 빠진 것이 없어질 때까지 함께 고쳐 주세요.")
            if self.ko
            else ("The published sentences as they are, each bound to what it states. With the draft's `include` line, `jikim check` holds their",
                  "names, numbers and periods against the facts; mend both until nothing differs and nothing is missing.")
        )  # fmt: skip
        return "".join(f"# {line}\n" for line in lines)

    def cookies(self) -> dict[str, Any]:
        purposes: dict[str, Any] = {
            "essential": {"essential": True, "label": self.both("로그인과 보안", "Sign-in and security")}
        }
        consented = [name for name, one in self.purposes.items() if one.basis == "consent"]
        for name, one in self.facts.cookies.items():
            if name != "essential":
                label = self.both(one.label, one.label)
                purposes[name] = {**({"purpose": consented[0]} if consented else {"essential": True}), "label": label}
        return {
            "choices": ["all", "ask", "none"],
            "what": self.both("쿠키는 사이트가 브라우저에 맡겨 두는 짧은 글입니다", "A cookie is a short text that the site leaves with your browser"),
            "limits": self.both("거부하면 일부 기능이 불편할 수 있습니다", "If you refuse, parts of the service may not work"),
            "browser_help": self.both("브라우저 설정에서 막고 지울 수 있습니다", "Block and delete them in the browser's settings"),
            "purposes": purposes, "table": {},
        }  # fmt: skip

    def rights(self) -> dict[str, Any]:
        found = self.facts.rights or {
            name: Found(name, ko, 0.1)
            for name, ko in (
                ("access", "열람"),
                ("correct", "정정"),
                ("delete", "삭제"),
                ("withdraw", "동의 철회와 탈퇴"),
            )
        }
        unsaid = self.remark("글에 없습니다. 법은 10일입니다", "the text does not say; the law says ten days")
        guardian = any(one.group == "guardian" for one in found.values())
        made: dict[str, Any] = {}
        for name, one in found.items():
            part: dict[str, Any] = {
                "label": self.say(one, "rights"), "by": list(dict.fromkeys(one.until)) or ["page", "email"],
                "who": ["member", "guardian"] if guardian else ["member"], "within": Said(one.period or "10d", "" if one.period else unsaid),
            }  # fmt: skip
            bound = {path for paths in self.facts.bindings.values() for path in paths}
            if name == "correct" and "rights.correct.freeze" in bound:
                part["freeze"] = True
            if name == "correct" and "rights.correct.tell_recipients" in bound:
                part["tell_recipients"] = True
            made[name] = part
        return made
