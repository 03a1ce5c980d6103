"""Envelopes: a file that one receiver alone can open, in a form that every tool for certificates opens (CMS, RFC 5652).

    openssl cms -decrypt -inform DER -in FILE.p7m -inkey KEY.pem -out FILE.zip

The content is sealed with AES-256, its key to the receiver's RSA key. The envelope says nothing of who made it: the ZIP
inside carries a signature.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from jikim.errors import InvalidError

LEAST_BITS = 2048
LARGEST = 64 * 1024
_WRONG = {
    "not-read": (
        "this is no X.509 certificate",
        "send it in PEM or DER form, without its private key",
        ("X.509 인증서가 아닙니다", "개인키 없이 PEM 또는 DER 형식으로 올려 주세요."),
    ),
    "weak": (
        "nothing can be encrypted to its key",
        f"a certificate with an RSA key of {LEAST_BITS} bits or more is needed",
        ("이 인증서로는 암호화할 수 없습니다", f"RSA {LEAST_BITS}비트 이상의 인증서를 받아 주세요."),
    ),
    "over": (
        "the certificate is not valid today",
        "ask the recipient for one that is",
        ("지금 유효한 인증서가 아닙니다", "유효 기간 안의 인증서를 받아 주세요."),
    ),
    "signing": (
        "the certificate is for signing alone",
        "ask the recipient for one for encryption",
        ("서명 전용 인증서입니다", "암호화용 인증서를 받아 주세요."),
    ),
}


class Read(NamedTuple):
    """A certificate that was read: whose it says it is, until when it is good, and its SHA-256 fingerprint, which both
    sides can compare."""

    subject: str
    until: datetime
    fingerprint: str
    pem: str
    certificate: x509.Certificate


def read_certificate(content: bytes, now: datetime) -> Read:
    """A certificate (PEM or DER) to which a file can be encrypted now. Raises InvalidError for any other."""
    try:
        load = x509.load_pem_x509_certificate if b"-----BEGIN" in content else x509.load_der_x509_certificate
        found = load(content[:LARGEST])
        key = found.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise _wrong("not-read") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise _wrong("weak")
    if not found.not_valid_before_utc <= now < found.not_valid_after_utc:
        raise _wrong("over")
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        usage = None
    if usage is not None and not usage.key_encipherment:
        raise _wrong("signing")
    print_ = ":".join(f"{one:02X}" for one in found.fingerprint(SHA256()))
    return Read(
        found.subject.rfc4514_string(),
        found.not_valid_after_utc,
        print_,
        found.public_bytes(Encoding.PEM).decode(),
        found,
    )


def enveloped(read: Read, content: bytes) -> bytes:
    """The content, for the certificate's owner alone (CMS EnvelopedData, DER)."""
    return (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(content)
        .set_content_encryption_algorithm(AES256)
        .add_recipient(read.certificate)
        .encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )


def _wrong(what: str) -> InvalidError:
    text, hint, ko = _WRONG[what]
    return InvalidError(text, item="certificate", hint=hint, ko=ko)
