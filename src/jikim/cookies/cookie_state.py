"""How a request stands to cookies: what was chosen, whether the browser sends Global Privacy Control, and so what may
be set now.

The rule for somebody who is signed in: a browser's choice is not the person's consent, nor the other way round, and a
cookie that serves a purpose of section 2 needs both. A member who withdrew that purpose, or never agreed to it, gets no
such cookie in any browser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from jikim.cookies.choice import Choice
from jikim.cookies.rules import CHOICE, Rules

Stand = Literal["open", "all", "ask", "none"]


@dataclass
class CookieState:
    """One request. `signal` says that the browser sent `Sec-GPC: 1` and the policy honours it. `person` are the
    purposes that who is signed in agreed to; None where nobody is. `brought` are the declared cookies that the browser
    sent. `in_use` are the declared cookies beyond the essential that are set these days, in whichever browser: the table
    may name others.
    """

    rules: Rules
    choice: Choice | None
    signal: bool
    now: datetime
    person: frozenset[str] | None = None
    brought: frozenset[str] = frozenset()
    asking: list[str] = field(default_factory=list)
    shown: str | None = None
    in_use: tuple[str, ...] = ()

    @property
    def valid_choice(self) -> Choice | None:
        """The choice, while it lives and is about what is declared today. A "no" to everything needs no repeating."""
        choice = self.choice
        if choice is None or (declared := self.rules.table.get(CHOICE)) is None or declared.life is None:
            return None
        if self.rules.until(declared.life, choice.at) <= self.now:
            return None
        return None if self.changed else choice

    @property
    def changed(self) -> bool:
        """Whether it is asked anew: the table is another than the choice was made about, or the choice is offered no
        more."""
        choice = self.choice
        if choice is None or choice.kind == "none":
            return False
        return choice.digest != self.rules.digest or choice.kind not in self.rules.offered

    @property
    def by_signal(self) -> bool:
        """Whether the browser's signal decides: no choice was made on this site after being told of it."""
        return self.signal and not ((choice := self.valid_choice) is not None and choice.told)

    @property
    def kind(self) -> Stand:
        """Which choice holds now; `open` while none was made."""
        if self.by_signal:
            return "none"
        return "open" if (choice := self.valid_choice) is None else choice.kind

    def blocked(self, purpose: str) -> bool:
        """Whether who is signed in did not agree to the purpose of section 2 that this one serves."""
        return self.person is not None and self.rules.serves.get(purpose, "") not in (*self.person, "")

    def said(self, purpose: str) -> bool | None:
        """What this browser said about a purpose: yes, no, or nothing yet."""
        choice = self.valid_choice
        if self.kind == "none":
            return False
        if choice is None:
            return None
        if purpose in choice.yes:
            return True
        return False if choice.kind == "all" or purpose in choice.no else None

    def may(self, purpose: str) -> bool:
        """Whether a cookie of this purpose may be set or read now."""
        if purpose in self.rules.essential:
            return True
        return purpose in self.rules.asked and bool(self.said(purpose)) and not self.blocked(purpose)

    def wants(self, purpose: str) -> bool:
        """The same; and where it was left to be asked, the page asks."""
        if self.may(purpose):
            return True
        asks = self.kind == "ask" and self.said(purpose) is None and not self.blocked(purpose)
        if asks and purpose in self.rules.asked and purpose not in self.asking:
            self.asking.append(purpose)
        return False

    def may_cookie(self, name: str) -> bool:
        declared = self.rules.table.get(name)
        return declared is not None and self.may(declared.purpose)

    def question(self) -> str | None:
        """The one purpose that this page asks about. A page asks one thing."""
        if self.kind != "ask" or not self.asking:
            return None
        self.shown = self.asking[0]
        return self.shown

    @property
    def unasked(self) -> tuple[str, ...]:
        """What wanted to set a cookie and was not asked about by this answer: the next page does."""
        return tuple(purpose for purpose in self.asking if purpose != self.shown)
