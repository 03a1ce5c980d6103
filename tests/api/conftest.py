"""One running site for the tests of the REST API, and keys for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.waiting import PATIENCE
from tests.web.running import Running, running

import jikim
from jikim.api.keys import make_key, reachable
from jikim.policy.model import PolicyFile

ORDER = {
    "name": "가나다",
    "phone": "02-555-0101",
    "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
    "lines": [{"product": "RemoteView", "count": 1}],
}
PURPOSES = ("delivery", "billing", "support", "member-services", "notices", "marketing.statistics", "marketing.ads")


@dataclass
class Served(Running):
    """A running site with what the API's tests need."""

    def key(self, *purposes: str, may: tuple[str, ...] = (), name: str = "shop", **more: Any) -> tuple[int, str]:
        """A new key: its number and the key. It reaches every record kind, channel, event and consent that a key may,
        unless `more` names some."""
        until, known = self.jk.now() + timedelta(days=30), reachable(self.jk.policy)
        reach = {f"{what}s": known[what] for what in ("record", "channel", "event", "consent")} | more
        return self.jk.driver.run(make_key(self.jk.house, name, purposes or PURPOSES, until=until, may=may, **reach))

    def api(self, key: str, **more: Any) -> httpx.Client:
        """A client of the API."""
        return httpx.Client(
            base_url=f"{self.url}/api/v1",
            timeout=PATIENCE,
            headers={"authorization": f"Bearer {key}", "accept-language": "en"},
            **more,
        )

    def order(self, person: jikim.Person, **values: Any) -> jikim.Ref:
        """An order of a member's."""
        given = {**ORDER, **values}
        return self.jk.collect("order", given, channel="homepage", subject=person, old_enough=True).ref


@pytest.fixture(scope="session")
def served(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of the homepage's policy, running."""
    directory = tmp_path_factory.mktemp("api")
    with running(homepage, directory, webhook_networks=("127.0.0.0/8",), uploads="quarantine") as one:
        yield Served(one.url, one.jk, one.mails, one.settings, one.app, one.inside)


@pytest.fixture(scope="session")
def shop(served: Served) -> Iterator[httpx.Client]:
    """A client whose key may do what keys may."""
    with served.api(served.key(may=("people", "evidence", "webhooks"))[1]) as client:
        yield client


def wire(ref: jikim.Ref) -> dict[str, str]:
    """A record as the API names it."""
    return {"subject": str(ref.subject), "record": str(ref.record), "kind": ref.kind}
