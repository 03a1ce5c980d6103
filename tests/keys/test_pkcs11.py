"""The PKCS#11 provider against SoftHSM2: keys that never leave the token, and an absence that proves nothing elsewhere.

Where SoftHSM2 is not installed this module is not collected, and the header of the run says so.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pkcs11
import pytest
from pkcs11 import Attribute
from tests.keys import softhsm
from tests.keys.houses import hsm, token  # noqa: F401
from tests.waiting import PATIENCE

from jikim.errors import KeyGoneError, StoreError
from jikim.keys.pkcs11 import LABEL, Pkcs11Root, Token


def test_the_uri_is_that_of_the_standard(tmp_path: Path) -> None:
    """A PKCS#11 URI (RFC 7512) names library, token and PIN file; percent-encoding is undone."""
    uri = "pkcs11:token=our%20house?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/etc/jikim/pin"
    assert Token.read(uri) == (
        Path("/usr/lib/softhsm/libsofthsm2.so"),
        "our house",
        Path("/etc/jikim/pin"),
        "jikim root key",
    )
    assert Token.read(uri.replace("?", ";object=shop?")).object == "shop"
    assert Token.read(uri.replace("file:/", "file:///")) == Token.read(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "pkcs11:",
        "pkcs11:token=a",
        "pkcs11:token=a?module-path=/x",
        "pkcs11:token=a;token=b?module-path=/x&pin-source=file:/y",
        "pkcs11:token=a;serial=b?module-path=/x&pin-source=file:/y",
        "pkcs11:token=a;object=?module-path=/x&pin-source=file:/y",
        "pkcs11:token?module-path=/x&pin-source=file:/y",
    ],
)
def test_another_uri_is_refused(uri: str) -> None:
    """A URI that lacks a part or has another one is refused with the form."""
    with pytest.raises(StoreError, match="names no PKCS#11 token") as refused:
        Token.read(uri)
    assert "pin-source=file:" in (refused.value.hint or "")


def test_a_pin_in_the_setting_is_refused() -> None:
    """A PIN that stands in the setting itself is refused, and not repeated."""
    with pytest.raises(StoreError, match="does not belong into a setting") as refused:
        Token.read("pkcs11:token=a?module-path=/x&pin-value=482913")
    assert "482913" not in str(refused.value)


def test_the_key_never_leaves_the_token(hsm: Pkcs11Root, token: Token) -> None:
    """A version is an AES-256 key made in the token, always sensitive and never extractable; its value can't be read."""
    hsm.new_version()
    library = pkcs11.lib(str(token.library))
    with library.get_token(token_label=token.label).open(user_pin=softhsm.PIN) as session:
        (key,) = list(session.get_objects({Attribute.LABEL: LABEL, Attribute.CLASS: pkcs11.ObjectClass.SECRET_KEY}))
        assert key[Attribute.VALUE_LEN] == 32
        assert key[Attribute.LOCAL]
        assert key[Attribute.ALWAYS_SENSITIVE]
        assert key[Attribute.NEVER_EXTRACTABLE]
        with pytest.raises(pkcs11.exceptions.AttributeSensitive):
            key[Attribute.VALUE]


def test_another_token_proves_nothing(hsm: Pkcs11Root, token: Token) -> None:
    """A version of another token is neither used nor called destroyed, though this token has no such key."""
    serial, _, number = hsm.new_version().partition(":")
    foreign = f"{'0' * len(serial)}:{number}"
    for call in (
        lambda: hsm.destroyed_on(foreign),
        lambda: hsm.destroy_version(foreign),
        lambda: hsm.wrap(foreign, b"label", b"secret"),
        lambda: hsm.unwrap(f"{serial}:no number", b"label", b"wrapped"),
    ):
        with pytest.raises(StoreError) as refused:
            call()
        assert not isinstance(refused.value, KeyGoneError)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("pin", "PinIncorrect"),
        ("token", "NoSuchToken"),
        ("library", "RuntimeError|PKCS11Error"),
        ("file", "can't be read"),
    ],
)
def test_a_token_that_refuses_is_told(token: Token, tmp_path: Path, fault: str, said: str) -> None:
    """A wrong PIN, label, library or PIN file is an error that says which to check, without the PIN."""
    pin = tmp_path / "pin"
    pin.write_text("111111\n")
    pin.chmod(0o600)
    wrong = {
        "pin": token._replace(pin=pin),
        "token": token._replace(label="nobody's"),
        "library": token._replace(library=tmp_path / "none.so"),
        "file": token._replace(pin=tmp_path / "absent"),
    }[fault]
    with pytest.raises(StoreError, match=said) as refused:
        Pkcs11Root(wrong).versions()
    assert "111111" not in str(refused.value)
    assert softhsm.PIN not in str(refused.value)


def test_two_houses_share_a_token(hsm: Pkcs11Root, token: Token) -> None:
    """Houses with objects of their own on one token don't see each other's versions, so neither destroys the other's as
    orphans."""
    shop = Pkcs11Root(token._replace(object="shop"))
    ours, theirs = hsm.new_version(), shop.new_version()
    assert hsm.versions() == [ours]
    assert shop.versions() == [theirs]
    shop.destroy_version(theirs)
    assert hsm.destroyed_on(ours) is None


_FORKS = """
import os, sys
from jikim.keys.pkcs11 import Pkcs11Root, Token
root = Pkcs11Root(Token.read(sys.argv[1]))
version = root.new_version()
wrapped = root.wrap(version, b"label", b"secret")
child = os.fork()
if child == 0:
    os._exit(7 if root.unwrap(version, b"label", wrapped) == b"secret" else 1)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
root.destroy_version(version)
sys.exit(code)
"""


def test_a_forked_process_begins_anew(hsm: Pkcs11Root, token: Token) -> None:
    """A process that forked after it used the token uses it in the child too, as servers that fork do."""
    uri = f"pkcs11:token={token.label}?module-path={token.library}&pin-source=file:{token.pin}"
    assert subprocess.run([sys.executable, "-c", _FORKS, uri], check=False, timeout=PATIENCE).returncode == 7
