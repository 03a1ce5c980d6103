"""The root key in a PKCS#11 token (an HSM): AES-256 keys that were made in the token and never leave it.

A token is named by a PKCS#11 URI (RFC 7512), whose PIN comes from a file:

    pkcs11:token=jikim?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/etc/jikim/pin

`;object=NAME` after the token tells several houses on one token apart: it is the label of the house's keys. A version
is SERIAL:ID, the token's serial number and the key's CKA_ID in hex. Wrapping is AES-GCM in the token. A destroyed key
leaves a data object with the time in its place. Needs the extra `pkcs11`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import unquote

from jikim.clock import WallClock
from jikim.errors import KeyGoneError, SealError, StoreError
from jikim.keys.secret_file import read_secret
from jikim.particles import i_ga

try:
    import pkcs11
    from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag, ObjectClass
    from pkcs11.exceptions import PKCS11Error
    from pkcs11.mechanisms import GCMParams
except ImportError:
    raise StoreError(
        "the root key is in a PKCS#11 token, and python-pkcs11 is not installed",
        hint="pip install jikim[pkcs11]",
        ko=("루트 키가 PKCS#11 토큰에 있는데 python-pkcs11이 설치되어 있지 않습니다", "pip install jikim[pkcs11]"),
    ) from None

LABEL = "jikim root key"
GONE = "jikim root key destroyed"
_FORM = "pkcs11:token=LABEL;object=HOUSE?module-path=/path/of/the/library.so&pin-source=file:/path/of/the/pin"
_NONCE_BYTES = 12


class Token(NamedTuple):
    """Which token, through which library, opened by the PIN in which file, and the label of this house's keys in it."""

    library: Path
    label: str
    pin: Path
    object: str = LABEL

    @classmethod
    def read(cls, uri: str) -> Token:
        """Reads a PKCS#11 URI (RFC 7512) of our form. Raises StoreError for another; a PIN in it is never repeated."""
        path, _, query = uri.removeprefix("pkcs11:").partition("?")
        try:
            parts = [one.split("=", 1) for one in (*path.split(";"), *query.split("&")) if one]
            values = {name: unquote(value, errors="strict") for name, value in parts}
        except ValueError:
            values = {}
        if "pin-value" in values:
            raise StoreError(
                "a PIN does not belong into a setting",
                hint="put it into a file: pin-source=file:/path/of/the/pin",
                ko=("PIN은 설정에 적을 수 없습니다", "파일에 적어 주세요: pin-source=file:/path/of/the/pin"),
            )
        named = values.keys() - {"object"}
        if named != {"token", "module-path", "pin-source"} or len(parts) != len(values) or not all(values.values()):
            raise StoreError(
                "this names no PKCS#11 token",
                hint=f"its form is {_FORM}",
                ko=("PKCS#11 토큰이 아닙니다", f"형식: {_FORM}"),
            )
        pin = values["pin-source"].removeprefix("file:").removeprefix("//")
        return cls(Path(values["module-path"]), values["token"], Path(pin), values.get("object", LABEL))


class Pkcs11Root:
    """Root key versions as AES-256 keys in a token: sensitive, never extractable."""

    name = "pkcs11"
    worth: Mapping[str, str] = MappingProxyType(
        {
            "en": "the token's: the key never left it and is erased in it at once; worth what the token's maker certifies, and "
            "nothing where the token was backed up or cloned. SoftHSM is files on a disk, and worth no more than they are",
            "ko": "토큰 수준: 키는 토큰 밖으로 나온 적이 없고 그 안에서 곧바로 지워집니다. 제조사가 인증한 만큼의 가치가 있으며, "
            "토큰을 백업하거나 복제해 두었다면 가치가 없습니다. SoftHSM은 디스크의 파일일 뿐이므로 파일만큼의 가치입니다",
        }
    )

    def __init__(self, token: Token) -> None:
        self._token = token
        self._lock = threading.Lock()
        self._process = os.getpid()

    @contextmanager
    def _session(self) -> Iterator[tuple[pkcs11.Session, str]]:
        """A session of its own for each call, and the token's serial number."""
        pin = read_secret(self._token.pin, "PIN")
        try:
            with self._lock:
                library = pkcs11.lib(str(self._token.library))
                if self._process != os.getpid():
                    # PKCS#11 does not survive a fork: the child begins anew.
                    library.reinitialize()
                    self._process = os.getpid()
                token = library.get_token(token_label=self._token.label)
                with token.open(rw=True, user_pin=pin) as session:
                    yield session, bytes(token.serial).decode("ascii", "replace").strip()
        except (PKCS11Error, RuntimeError) as error:
            raise StoreError(
                f"the PKCS#11 token `{self._token.label}` refused: {type(error).__name__}",
                hint="check the library, the token's label and the PIN file",
                ko=(
                    f"PKCS#11 토큰 {i_ga(f'`{self._token.label}`')} 거부했습니다: {type(error).__name__}",
                    "라이브러리, 토큰의 라벨, PIN 파일을 확인해 주세요",
                ),
            ) from None

    def new_version(self) -> str:
        with self._session() as (session, serial):
            number = os.urandom(8)
            session.generate_key(
                KeyType.AES,
                256,
                id=number,
                label=self._token.object,
                store=True,
                capabilities=MechanismFlag.ENCRYPT | MechanismFlag.DECRYPT,
                template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.MODIFIABLE: False},
            )
            return f"{serial}:{number.hex()}"

    def versions(self) -> list[str]:
        with self._session() as (session, serial):
            keys = session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.LABEL: self._token.object})
            return sorted(f"{serial}:{bytes(key[Attribute.ID]).hex()}" for key in keys)

    def wrap(self, version: str, label: bytes, secret: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        with self._session() as (session, serial):
            key = _key(session, serial, version)
            return nonce + bytes(
                key.encrypt(secret, mechanism=Mechanism.AES_GCM, mechanism_param=GCMParams(nonce, label))
            )

    def unwrap(self, version: str, label: bytes, wrapped: bytes) -> bytes:
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        with self._session() as (session, serial):
            key = _key(session, serial, version)
            try:
                return bytes(key.decrypt(sealed, mechanism=Mechanism.AES_GCM, mechanism_param=GCMParams(nonce, label)))
            except PKCS11Error:
                # Each token has another error for a tag that does not fit.
                raise SealError(
                    "a wrapped key does not open under this root key and label",
                    ko=("감싼 키가 이 루트 키와 라벨로 열리지 않습니다", ""),
                ) from None

    def destroy_version(self, version: str) -> None:
        with self._session() as (session, serial):
            number = _number(serial, version)
            for key in list(_objects(session, number)):
                key.destroy()
            if not _gone_on(session, number):
                stamp = WallClock().now().isoformat().encode()
                # A token that keeps no data objects has destroyed the key all the same.
                with suppress(PKCS11Error):
                    session.create_object(
                        {
                            Attribute.CLASS: ObjectClass.DATA,
                            Attribute.TOKEN: True,
                            Attribute.PRIVATE: True,
                            Attribute.LABEL: GONE,
                            Attribute.APPLICATION: number.hex(),
                            Attribute.VALUE: stamp,
                        }
                    )

    def destroyed_on(self, version: str) -> datetime | None:
        """The time that the token recorded; now, at the latest, where it keeps no such record."""
        with self._session() as (session, serial):
            number = _number(serial, version)
            if any(True for _ in _objects(session, number)):
                return None
            return _gone_on(session, number) or WallClock().now()


def _number(serial: str, version: str) -> bytes:
    token, _, number = version.partition(":")
    if token != serial:
        # INVARIANT: the absence of a key from another token proves nothing of its destruction.
        raise StoreError(
            "this root key version is in another PKCS#11 token",
            hint="name that token in JIKIM_ROOT",
            ko=("이 루트 키 버전은 다른 PKCS#11 토큰에 있습니다", "JIKIM_ROOT에 그 토큰을 적어 주세요"),
        )
    try:
        return bytes.fromhex(number)
    except ValueError:
        raise StoreError(
            "this is no root key version of a PKCS#11 token", ko=("PKCS#11 토큰의 루트 키 버전이 아닙니다", "")
        ) from None


def _objects(session: pkcs11.Session, number: bytes) -> Iterator[Any]:
    return session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.ID: number})


def _key(session: pkcs11.Session, serial: str, version: str) -> Any:
    for key in list(_objects(session, _number(serial, version))):
        return key
    raise KeyGoneError(f"root key version {version} is gone", ko=(f"루트 키 버전 {i_ga(f'{version}')} 없습니다", ""))


def _gone_on(session: pkcs11.Session, number: bytes) -> datetime | None:
    marks = session.get_objects(
        {Attribute.CLASS: ObjectClass.DATA, Attribute.LABEL: GONE, Attribute.APPLICATION: number.hex()}
    )
    for mark in list(marks):
        with suppress(ValueError, PKCS11Error):
            return datetime.fromisoformat(bytes(mark[Attribute.VALUE]).decode())
    return None
