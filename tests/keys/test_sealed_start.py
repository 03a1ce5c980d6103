"""A house whose root key is under a passphrase: sealed when it starts, open once someone has given it, and sealed
again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conftest import ALICE, HOMEPAGE, START, Databases
from tests.keys.houses import CHEAP, WORDS

from jikim.app import Jikim
from jikim.cli import main
from jikim.errors import KeyGoneError, SealedError, StoreError
from jikim.keys.agent_process import KeyAgent
from jikim.keys.passphrase import Derived, PassphraseRoot
from jikim.policy.model import PolicyFile

DERIVATION = CHEAP.derivation()


@contextmanager
def unsealed(ring: Path) -> Iterator[None]:
    """The agent, in a thread."""
    ring.mkdir(exist_ok=True)
    keeping = KeyAgent(PassphraseRoot(Derived(DERIVATION, DERIVATION.key(WORDS)), ring), ring)
    listening = keeping.listen()
    thread = threading.Thread(target=keeping.serve, args=(listening,))
    thread.start()
    try:
        yield
    finally:
        keeping.end()
        thread.join()


@pytest.fixture
def house(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> Callable[..., Jikim]:
    """Opens the house, under a passphrase or as told."""

    def opens(**more: str) -> Jikim:
        return Jikim(homepage, databases.settings(tmp_path, **{"root": "passphrase", **more}), demo_start=START)

    return opens


def test_a_house_opens_between_unsealing_and_sealing(house: Callable[..., Jikim], tmp_path: Path) -> None:
    """Sealed, it does not open and says what opens it; unsealed, it works and finds what was kept; sealed again, it
    stays shut."""
    with pytest.raises(SealedError) as refused:
        house()
    assert refused.value.hint == "jikim unseal"
    assert not (tmp_path / "ring" / "ring-1.json").exists()
    with unsealed(tmp_path / "ring"):
        with house() as jk:
            alice = jk.collect("membership", ALICE, channel="homepage", old_enough=True).ref.subject
        with house() as jk:
            assert [person.subject for person in jk.find("login_id", "alice")] == [alice]
    with pytest.raises(SealedError):
        house()


def test_a_command_on_a_sealed_house_exits_1(
    house: Callable[..., Jikim],
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A command that needs the data says that the house is sealed, hints at `jikim unseal`, and exits 1."""
    with unsealed(tmp_path / "ring"):
        house().close()
    databases.named(monkeypatch, tmp_path / "ring")
    monkeypatch.setenv("JIKIM_ROOT", "passphrase")
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["sweep", str(HOMEPAGE)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: this house is sealed")
    assert said.endswith("hint: jikim unseal\n")


def test_a_ring_opens_under_its_own_provider_alone(house: Callable[..., Jikim], tmp_path: Path) -> None:
    """A ring that was made under a passphrase is refused where the settings name files, before any key is made."""
    with unsealed(tmp_path / "ring"):
        house().close()
    with pytest.raises(StoreError, match="held by `passphrase`") as refused:
        house(root="file")
    assert not isinstance(refused.value, (SealedError, KeyGoneError))
    assert not list((tmp_path / "ring").glob("root-*.key"))
