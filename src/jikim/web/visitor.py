"""The visitor: who makes a request, in which language, from where, and what of theirs the answer carries back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from litestar.types import Scope

from jikim.accounts.sessions import Session
from jikim.cookies.cookie_state import CookieState
from jikim.cookies.rules import BROWSER
from jikim.errors import StoreError
from jikim.policy.ask import Actor, ActorKind
from jikim.policy.languages import LANGUAGES, prefix
from jikim.policy.model import Language
from jikim.policy.people import is_guest
from jikim.verbs.collect import Person

_KEY = "jikim.visitor"


@dataclass
class Visitor:
    """One request's visitor. `session` is None for somebody who is not signed in.

    `path` is the page without its language, `address` the client's IP address (the trusted proxy's word, where one is
    named), `secure` whether it came over TLS. `over` says why the session that this browser had no longer runs:
    `displaced`, `idle`, `limit`; `unreached`, why nobody can say now whether it runs.
    `leaving` are cookies that the answer sets: name to (value, life in seconds; None: with the browser). `cookie_state`
    is how the request stands to cookies; `cookies` are those that are allowed now,
    `brought` every one that came. `token` is what this site's forms carry (`forgery`); `proves`, whether the browser
    brought it. `languages` are the policy's, its first at the root.
    `brand` is the one whose own address was asked for; empty for the service's.
    """

    language: Language
    path: str
    address: str = ""
    secure: bool = False
    session: Session | None = None
    over: str = ""
    heard: bool = False
    unreached: StoreError | None = None
    cookies: Mapping[str, str] = field(default_factory=dict)
    leaving: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    cookie_state: CookieState | None = None
    brought: Mapping[str, str] = field(default_factory=dict, repr=False)
    token: str = field(default="", repr=False)
    proves: bool = False
    topics: list[str] = field(default_factory=list)
    languages: Sequence[Language] = LANGUAGES
    brand: str = ""

    @property
    def person(self) -> Person | None:
        """The person who is signed in: a member, or a guest who came by a one-time link."""
        return None if self.session is None else Person(self.session.subject, self.session.kind)

    @property
    def member(self) -> bool:
        return self.session is not None and not is_guest(self.session.kind)

    @property
    def browser(self) -> str:
        """The token by which an account knows this browser (`accounts/browsers.py`); empty where there is none."""
        return self.cookies.get(BROWSER, "")

    @property
    def actor(self) -> Actor:
        """Who acts, for the verbs: the person, or an outsider who may nothing."""
        if self.session is None:
            return Actor("outsider", "visitor", 0, self.address)
        kind: ActorKind = "guardian" if self.session.guardian else "member"
        return Actor(kind, str(self.session.subject), 0, self.address)

    def hear(self) -> str:
        """Why the session is over, for the page that says so: this browser forgets it with that page, and not before."""
        self.heard = True
        return self.over

    def say(self, ko: str, en: str) -> str:
        """The sentence in the visitor's language."""
        return ko if self.language == "ko" else en

    def href(self, path: str) -> str:
        """A page's address in the visitor's language (`policy/languages.py`)."""
        return self.href_in(self.language, path)

    def href_in(self, language: Language, path: str) -> str:
        """The same page's address in another language of the policy."""
        before = prefix(self.languages, language)
        return before if before and path == "/" else before + path

    def set_cookie(self, name: str, value: str, life: int | None = None) -> None:
        """A cookie that the answer sets; the door lets it out only where the policy declares it and the visitor allows
        it.

        Where the visitor wants to be asked each time, setting it before the page is shown makes the page ask.
        """
        if self.cookie_state is not None and (declared := self.cookie_state.rules.table.get(name)) is not None:
            self.cookie_state.wants(declared.purpose)
        self.leaving[name] = (value, life)

    def may(self, purpose: str) -> bool:
        """Whether cookies of a purpose (`frequency`, `trail`) may be set now, so that a handler need not prepare one in
        vain."""
        return self.cookie_state is not None and self.cookie_state.may(purpose)

    def interested(self, topic: str) -> None:
        """Whoever looks is interested in a topic: the door notes it, where the policy keeps interests and the visitor
        allowed that."""
        self.topics.append(topic)

    def drop_cookie(self, name: str) -> None:
        self.leaving[name] = ("", 0)


def enter(scope: Scope, visitor: Visitor) -> None:
    """Puts the visitor into the request."""
    cast("dict[str, Any]", scope)[_KEY] = visitor


def visitor_of(scope: Scope) -> Visitor:
    """The visitor of a request that came through the door."""
    return cast("Visitor", cast("dict[str, Any]", scope)[_KEY])
