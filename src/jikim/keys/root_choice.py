"""Which provider holds the root key: the setting `JIKIM_ROOT`, and the one before it while a house moves from one to
another.

| `JIKIM_ROOT` | the root key is |
|---|---|
| `file` (default) | private files in the ring's directory and its copies |
| `passphrase` | such files, sealed under a passphrase: from `JIKIM_PASSPHRASE_FILE`, else from the agent that `jikim unseal` starts |
| `pkcs11:token=LABEL;object=HOUSE?module-path=…&pin-source=file:…` | in a PKCS#11 token (an HSM) |
| `aws-kms:REGION/HOUSE` | in AWS KMS |

Moving is an epoch: the new ring is wrapped under a new version of the new provider, then the former provider's version
is destroyed. Until that epoch is over, `JIKIM_ROOT_BEFORE` names the former provider.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from jikim.errors import StoreError
from jikim.keys.copies import STEMS, Copies
from jikim.keys.memory import forbid_core_dumps
from jikim.keys.root import FileRoot, RootProvider
from jikim.keys.secret_file import read_secret
from jikim.particles import i_ga
from jikim.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Roots:
    """The provider that makes new versions, and the one before it (None: the house is not moving)."""

    current: RootProvider
    former: RootProvider | None = None

    def of(self, provider: str, version: str) -> RootProvider:
        """The provider of a ring's file, by the name that the file records and the version.

        Raises StoreError where the settings name no such provider.
        """
        fitting = [root for root in (self.current, self.former) if root is not None and root.name == provider]
        if not fitting:
            raise StoreError(
                f"this ring's root key is held by `{provider}`, and the settings name `{self.current.name}`",
                hint=f"set JIKIM_ROOT to it; to move to another provider, set JIKIM_ROOT_BEFORE to `{provider}` and turn an epoch",
                ko=(
                    f"이 키 고리의 루트 키는 {i_ga(f'`{provider}`')} 보관하는데, 설정에는 {i_ga(f'`{self.current.name}`')} 있습니다",
                    f"JIKIM_ROOT를 그것으로 설정해 주세요. 보관 방식을 옮기려면 JIKIM_ROOT_BEFORE를 `{provider}`로 설정하고 키 고리를 교체해 주세요",
                ),
            )
        if len(fitting) == 1:
            return fitting[0]
        # From one token or region to another: whoever has the version.
        return next((root for root in fitting if _has(root, version)), self.current)


def _has(root: RootProvider, version: str) -> bool:
    try:
        return version in root.versions()
    except StoreError:
        return False


def roots(settings: Settings) -> Roots:
    """The providers that the settings name. From here on this process leaves no core dump; a new copy directory gets
    its files.

    Raises StoreError for a setting that names none, or a passphrase file that can't be used. What needs a passphrase
    and has none is made all the same; using it raises SealedError.
    """
    forbid_core_dumps()
    if settings.ring_copies:
        for stem in STEMS:
            try:
                Copies(settings.ring_directories, stem).spread()
            except StoreError as error:
                # It stops what makes or destroys a version, and nobody from reading.
                _log.warning(error.message)
    former = settings.root_before
    return Roots(_root(settings.root, settings), _root(former, settings) if former is not None else None)


def _root(name: str, settings: Settings) -> RootProvider:
    scheme = name.partition(":")[0]
    if name == "file":
        return FileRoot(*settings.ring_directories)
    if name == "passphrase":
        if settings.passphrase is None:
            from jikim.keys.agent import AgentRoot

            return AgentRoot(settings.ring_directory)
        from jikim.keys.passphrase import Passphrase, PassphraseRoot

        return PassphraseRoot(Passphrase(read_secret(settings.passphrase, "passphrase")), *settings.ring_directories)
    if scheme == "pkcs11":
        from jikim.keys.pkcs11 import Pkcs11Root, Token

        return Pkcs11Root(Token.read(name))
    if scheme == "aws-kms":
        from jikim.keys.kms import KmsRoot, KmsSettings

        return KmsRoot(KmsSettings.read(name))
    raise StoreError(
        f"JIKIM_ROOT names no provider of root keys: `{scheme}`",
        hint="it is file, passphrase, pkcs11:… or aws-kms:…",
        ko=(
            f"JIKIM_ROOT에 적은 루트 키 보관 방식이 없습니다: `{scheme}`",
            "file, passphrase, pkcs11:…, aws-kms:… 가운데 하나를 적어 주세요",
        ),
    )
