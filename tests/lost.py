"""A house on a server of its own, whose data can be lost while the key ring and the backup sets stay. Its server begins
as a copy, as another one does on which it is put back (`tests/db` looks at the product's)."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import unsynced
from tests.conftest import BOB, START
from tests.waiting import eventually

import jikim
from jikim.app import Jikim
from jikim.db import places
from jikim.db.embedded import EmbeddedError
from jikim.policy.model import PolicyFile
from jikim.settings import Settings


@dataclass
class Lost:
    """A house on a server of its own, whose data can be lost while the ring and the backups stay."""

    homepage: PolicyFile
    settings: Settings
    environment: pytest.MonkeyPatch

    def open(self) -> Jikim:
        return Jikim(self.homepage, self.settings, demo_start=START)

    def lose(self) -> None:
        self.stopped()
        shutil.rmtree(places.data_home(self.settings.directory) / "pg")
        with suppress(EmbeddedError):
            self.environment.setenv("JIKIM_PG_BIN", str(unsynced.bare()))

    def stopped(self) -> None:
        """Waits for the server, which stops when its last user has gone."""
        place = self.settings.directory
        eventually(lambda: not [*place.rglob("postmaster.pid"), *place.rglob("server.json")], "its server's end")

    def set(self, what: str) -> Path:
        """The newest set of `data` or `keys`."""
        place = self.settings.backups if what == "data" else self.settings.keys_backups
        assert place is not None
        return max(path for path in place.iterdir() if path.is_dir())


@pytest.fixture
def lost(homepage: PolicyFile, tmp_path: Path, ready_clusters: None, monkeypatch: pytest.MonkeyPatch) -> Lost:
    return Lost(
        homepage,
        Settings(
            directory=tmp_path / "data",
            ring=tmp_path / "ring",
            ring_copies=(tmp_path / "copy",),
            backups=tmp_path / "sets",
            keys_backups=tmp_path / "keys-sets",
        ),
        monkeypatch,
    )


def person(jk: Jikim, n: int, *consents: str) -> tuple[jikim.Person, jikim.Ref]:
    """A member `personN`, and their membership."""
    values = {**BOB, "login_id": f"person{n}", "email": f"person{n}@example.com"}
    ref = jk.collect("membership", values, channel="homepage", old_enough=True, consents=consents).ref
    return jikim.Person(ref.subject, "member"), ref


def why(jk: Jikim, ref: jikim.Ref, purpose: str = "delivery") -> str:
    try:
        jk.use(ref, purpose=purpose, items=["name"])
    except jikim.DeniedError as error:
        return error.why
    return "allowed"
