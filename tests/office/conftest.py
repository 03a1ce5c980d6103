"""The office of a running site: an officer and handlers who are signed in, each with their pledge and grant."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pyotp
import pytest
from homepage.site import addition
from tests import entering
from tests.attach.django_shop import MAPPING
from tests.employed import admin_of, employ
from tests.web.running import Running, running

import jikim
from jikim.clock import machine_moment
from jikim.handlers.proofs import STEP, new_code_secret, set_code, set_password
from jikim.handlers.register import Kind
from jikim.handlers.sessions import begin_office
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile
from jikim.uploads import accepting
from jikim.web.office.door import OFFICE_COOKIE
from jikim.web.site import site

PASSWORD = "seven quiet herons"  # noqa: S105 - invented
_numbers = itertools.count(1)  # nobody may take a password twice


def next_code(secret: str) -> str:
    """The code that an app shows next, which is taken where the present one is used up."""
    return pyotp.TOTP(secret, interval=STEP).at(machine_moment(), counter_offset=1)


@dataclass
class Office(Running):
    """A running site with the office's side: `officer` and `worker` answer browsers without a screen that are signed
    in.
    """

    def employ(
        self, handler: str, kind: Kind = "handler", purposes: tuple[str, ...] | None = None, **reach: Any
    ) -> Actor:
        """Somebody with a pledge and a grant (for every purpose unless said), as an actor."""
        employ(self.jk, handler, kind)
        named = (
            [*self.jk.policy.file.purposes, *self.jk.policy.file.archive.purposes]
            if purposes is None
            else list(purposes)
        )
        if named:
            self.jk.by(self.jk.acting("system", "set-up")).grant(
                handler, named, self.jk.now() + timedelta(days=90), **reach
            )
        return self.jk.handler(handler, origin="127.0.0.1")

    def browser(self, handler: str, **more: Any) -> httpx.Client:
        """A browser in which they have just signed in, and proved who they are."""
        system, client = self.jk.acting("system", "set-up"), self.client(**more)
        password = f"{PASSWORD} {handler} {next(_numbers)}"
        self.jk.do(set_password, handler, password, actor=system)
        if entering.by_page():
            app = pyotp.TOTP(new_code_secret(), interval=STEP)
            self.jk.do(set_code, handler, app.secret, app.now(), actor=system)
            # The present code showed that the app works; signing in takes the next.
            code = app.at(machine_moment(), counter_offset=1)
            came = entering.typed(client, "/office/sign-in", handler=handler, password=password, code=code)
            assert came.headers.get("location") == "/office", came.text
            return client
        token = self.jk.do(begin_office, handler, "127.0.0.1")
        client.cookies.set(OFFICE_COOKIE, token, domain="127.0.0.1")
        return client

    def officer(self, handler: str = "h-hangyeol") -> httpx.Client:
        """An officer's browser."""
        self.employ(handler, "officer")
        return self.browser(handler)

    def worker(self, handler: str = "h-saebom", *purposes: str) -> httpx.Client:
        """A handler's browser, with a grant for these purposes (support and complaints unless said)."""
        self.employ(handler, "handler", purposes or ("support", "complaints"))
        return self.browser(handler)


def post(client: httpx.Client, path: str, /, **form: Any) -> httpx.Response:
    """Posts a form as its page would: with the token that the page set."""
    if "jikim_office_csrf" not in client.cookies:
        client.get("/office/sign-in")
    files = form.pop("files", None)
    return client.post(path, data={"_csrf_token": client.cookies["jikim_office_csrf"], **form}, files=files)


def confirm(client: httpx.Client, word: str = "확인합니다") -> None:
    """Confirms whatever waits for this handler's own word: trainings, handovers."""
    for way in re.findall(r'action="(/office/me/[^"]+)"', client.get("/office/me").text):
        said = {} if "/grants/" in way else {"word": word}
        assert post(client, way, **said).status_code == 303


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is scanned, and found to be clean."""

    async def well(_settings: Any, _content: bytes) -> tuple[bool, None]:
        return True, None

    monkeypatch.setattr(accepting, "found_in", well)


@pytest.fixture(scope="session")
def office(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The site of the homepage's policy with its office, running, and with the back office that the homepage adds to
    it."""
    # A day's work may end an epoch, which waits out the lease.
    more: Any = {
        "lease": 1.0,
        "canary_address": "letters@shop.example",
        "attached": MAPPING,
        "make": lambda jk: site(jk, addition()),
    }
    with running(homepage, tmp_path_factory.mktemp("office"), **more) as one:
        yield Office(**vars(one))


@pytest.fixture(autouse=True)
def nobody_has_guessed(request: pytest.FixtureRequest) -> None:
    """Who guesses wrongly is slowed by their address, and all tests come from the same one, to one office."""
    if "office" in request.fixturenames:
        office: Office = request.getfixturevalue("office")
        with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
            admin.execute("DELETE FROM live.tally")


@pytest.fixture(scope="session")
def later(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, jikim.Person, str]]:
    """A site whose new version renames (`renamed_site.py`)."""
    from tests.office.renamed_site import renamed_site

    yield from renamed_site(homepage, tmp_path_factory.mktemp("then"))
