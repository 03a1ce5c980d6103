"""A consent receipt's signature: made by the ledger's key, checked by anyone who has the receipt and the ledger's
verifier key.

What is signed is the receipt without its `signature`, as JSON with sorted keys and no blanks, in UTF-8, after the line
`jikim consent receipt 1`. It guarantees that the receipt is the one that the ledger's keeper gave out; that the ledger
holds its entries is what `jikim verify` says of an export, by their positions.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from jikim.proof.checkpoint import Signer, VerifierKey
from jikim.proof.merkle import ProofError

KIND = "jikim consent receipt 1"


def content(receipt: Mapping[str, Any]) -> bytes:
    """The bytes that are signed."""
    told = {name: value for name, value in receipt.items() if name != "signature"}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def signed(receipt: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    """The receipt with its signature."""
    value = b64encode(signer.statement(KIND, content(receipt))).decode()
    return {**receipt, "signature": {"algorithm": "Ed25519", "key": str(signer.verifier), "value": value}}


def verify(receipt: Mapping[str, Any], key: VerifierKey | None = None) -> VerifierKey:
    """The key that signed the receipt: the one given, else the one that it names. Raises ProofError where it is not as
    it was signed.

    A receipt that names its own key proves that nothing of it was changed since; whose key it is, is told by the
    ledger's checkpoints.
    """
    signature = receipt.get("signature")
    if not isinstance(signature, Mapping) or signature.get("algorithm") != "Ed25519":
        raise ProofError(
            "the receipt has no signature that can be checked",
            "확인할 수 있는 서명이 동의 확인서에 없습니다",
            hint=("take the receipt as it was downloaded", "받은 그대로의 동의 확인서를 주세요"),
        )
    named = VerifierKey.parse(str(signature.get("key", "")))
    if key is not None and named != key:
        raise ProofError(
            "another ledger signed the receipt",
            "다른 원장이 서명한 동의 확인서입니다",
            hint=("take the verifier key of the ledger that it names", "동의 확인서에 적힌 원장의 검증 키를 주세요"),
        )
    try:
        value = b64decode(str(signature.get("value", "")), validate=True)
        told = content(receipt)
    except (binascii.Error, ValueError, TypeError):
        raise ProofError(
            "the receipt is not in its form",
            "동의 확인서의 형식이 아닙니다",
            hint=("take the receipt as it was downloaded", "받은 그대로의 동의 확인서를 주세요"),
        ) from None
    if not named.signed(value, KIND.encode() + b"\n" + told):
        raise ProofError(
            "the receipt was changed after it was signed",
            "서명한 뒤에 변경된 동의 확인서입니다",
            hint=("take the receipt as it was downloaded", "받은 그대로의 동의 확인서를 주세요"),
        )
    return named
