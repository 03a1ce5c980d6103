"""The providers of root keys, each as its tests want it: cheap, in a place of its own, and for KMS a recorded contract."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.keys import softhsm
from tests.keys.replay import Replay

from jikim.keys.agent import AgentRoot
from jikim.keys.agent_process import KeyAgent
from jikim.keys.kms import KmsRoot, KmsSettings
from jikim.keys.passphrase import Cost, Derived, Passphrase, PassphraseRoot
from jikim.keys.pkcs11 import Pkcs11Root, Token
from jikim.keys.root import FileRoot, RootProvider

PROVIDERS = ["file", "passphrase", "agent", "aws-kms", *(["pkcs11"] if softhsm.HERE else [])]

CHEAP = Cost(1, 64, 1)
WORDS = "four invented words here"
KMS = KmsSettings("ap-northeast-2", "remoteview")


@dataclass(frozen=True)
class House:
    """A provider, and how another process would come to the same one."""

    kind: str
    root: RootProvider
    again: Callable[[], RootProvider]


@pytest.fixture
def token(tmp_path_factory: pytest.TempPathFactory) -> Token:
    """The process's SoftHSM2 token."""
    return softhsm.token(tmp_path_factory)


@pytest.fixture
def hsm(token: Token) -> Pkcs11Root:
    """The token's provider, with no version in it."""
    root = Pkcs11Root(token)
    for version in root.versions():
        root.destroy_version(version)
    return root


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials that are nobody's, and no file or variable of this machine's user."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")


@pytest.fixture(params=PROVIDERS)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """Each provider in turn. Files have a copy beside the first directory."""
    kind: str = request.param
    places = (tmp_path / "ring", tmp_path / "copy")
    match kind:
        case "file":
            yield House(kind, FileRoot(*places), lambda: FileRoot(*places))
        case "passphrase":
            make = lambda: PassphraseRoot(Passphrase(WORDS, CHEAP), *places)  # noqa: E731
            yield House(kind, make(), make)
        case "agent":
            places[0].mkdir()
            derivation = CHEAP.derivation()
            keeping = KeyAgent(PassphraseRoot(Derived(derivation, derivation.key(WORDS)), *places), places[0])
            listening = keeping.listen()
            thread = threading.Thread(target=keeping.serve, args=(listening,))
            thread.start()
            yield House(kind, AgentRoot(places[0]), lambda: AgentRoot(places[0]))
            keeping.end()
            thread.join()
        case "aws-kms":
            request.getfixturevalue("aws")
            with Replay(request.function.__name__) as replay:
                yield House(kind, KmsRoot(KMS, endpoint=replay.url), lambda: KmsRoot(KMS, endpoint=replay.url))
        case _:
            root = request.getfixturevalue("hsm")
            yield House(kind, root, lambda: Pkcs11Root(request.getfixturevalue("token")))
