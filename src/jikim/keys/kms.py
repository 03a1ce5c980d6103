"""The root key in AWS KMS: one KMS key a version, which never leaves the service.

    aws-kms:ap-northeast-2/remoteview?days=7

names the region, this house among the account's others, and how many days a scheduled deletion waits (7 to 30, without
it 7). A version is the KMS key's ARN. The secret is longer than KMS encrypts at once, so it is sealed here under a data
key that KMS encrypted (an envelope); the label is its encryption context. An alias `alias/jikim/HOUSE/KEY` finds the
house's keys again. Credentials come the way AWS's own tools find them. Needs the extra `kms`.

The tests hold this against a recorded contract: requests and answers that were recorded with a small model of the
service, made for it, and are replayed on loopback. That is a stand-in; no test speaks to AWS.
"""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from jikim.clock import WallClock
from jikim.crypto import unwrap, wrap
from jikim.errors import KeyGoneError, SealError, StoreError
from jikim.particles import i_ga

try:
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.session import get_session
except ImportError:
    raise StoreError(
        "the root key is in AWS KMS, and botocore is not installed",
        hint="pip install jikim[kms]",
        ko=("루트 키가 AWS KMS에 있는데 botocore가 설치되어 있지 않습니다", "pip install jikim[kms]"),
    ) from None

_FORM = "aws-kms:REGION/HOUSE or aws-kms:REGION/HOUSE?days=30"
_PENDING = ("PendingDeletion", "PendingReplicaDeletion")


class KmsSettings(NamedTuple):
    """Which region, which house, and how many days a deletion waits."""

    region: str
    house: str
    days: int = 7

    @classmethod
    def read(cls, text: str) -> KmsSettings:
        """Reads the setting. Raises StoreError for another form."""
        found = re.fullmatch(r"aws-kms:([a-z0-9-]+)/([A-Za-z0-9_-]{1,64})(?:\?days=([0-9]{1,2}))?", text)
        if found is None or not 7 <= (days := int(found[3] or 7)) <= 30:
            raise StoreError(
                "this names no place in AWS KMS",
                hint=f"its form is {_FORM}, with 7 to 30 days",
                ko=("AWS KMS의 위치가 아닙니다", f"형식은 {_FORM}이며, 7~30일로 정합니다"),
            )
        return cls(found[1], found[2], days)


class KmsRoot:
    """Root key versions as AWS KMS keys. The tests' other end is a recorded contract, a stand-in for the service."""

    name = "aws-kms"
    worth: Mapping[str, str] = MappingProxyType(
        {
            "en": "the provider's: the key is unusable at once, and irrecoverable on the deletion date that AWS KMS names, 7 to 30 days "
            "later; until then the account's administrators can cancel it. That it is gone then is the provider's promise",
            "ko": "클라우드 사업자 수준: 키는 곧바로 쓸 수 없게 되고, AWS KMS가 알려 준 삭제일(7~30일 뒤)에 복구할 수 없게 됩니다. "
            "그 전에는 계정 관리자가 취소할 수 있습니다. 삭제 자체는 사업자의 약속을 믿는 것입니다",
        }
    )

    def __init__(self, place: KmsSettings, *, endpoint: str | None = None) -> None:
        self._place = place
        self._endpoint = endpoint
        self._client: Any = None
        self._lock = threading.Lock()

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """One call. Raises ClientError for the service's no, StoreError where it can't be reached."""
        try:
            with self._lock:
                if self._client is None:
                    retries = {"mode": "standard", "total_max_attempts": 5}
                    self._client = get_session().create_client(
                        "kms",
                        region_name=self._place.region,
                        endpoint_url=self._endpoint,
                        config=Config(retries=retries, connect_timeout=5, read_timeout=15),
                    )
            answer: dict[str, Any] = getattr(self._client, operation)(**parameters)
        except BotoCoreError as error:
            raise StoreError(
                f"AWS KMS can't be asked: {type(error).__name__}",
                hint="check the network and AWS's credentials",
                ko=(
                    f"AWS KMS에 연결할 수 없습니다: {type(error).__name__}",
                    "네트워크와 AWS 자격 증명을 확인해 주세요",
                ),
            ) from None
        return answer

    def _own(self, version: str) -> str:
        # INVARIANT: a key's absence from another region proves nothing of its destruction.
        if version.split(":")[:4] not in [["arn", part, "kms", self._place.region] for part in _PARTITIONS]:
            raise StoreError(
                "this root key version is not in this region of AWS KMS",
                hint="name its region in JIKIM_ROOT",
                ko=("이 루트 키 버전은 이 AWS KMS 리전에 없습니다", "JIKIM_ROOT에 그 리전을 적어 주세요"),
            )
        return version

    def new_version(self) -> str:
        """Makes a KMS key and its alias. Killed in between, a key is left that nothing was ever wrapped under; its tag
        tells whose."""
        house = self._place.house
        try:
            made = self._call(
                "create_key",
                Description=f"jikim root key of {house}",
                KeySpec="SYMMETRIC_DEFAULT",
                KeyUsage="ENCRYPT_DECRYPT",
                Tags=[{"TagKey": "jikim", "TagValue": house}],
            )["KeyMetadata"]
            self._call("create_alias", AliasName=f"{self._prefix}{made['KeyId']}", TargetKeyId=made["KeyId"])
        except ClientError as error:
            raise _refused(error) from None
        return str(made["Arn"])

    @property
    def _prefix(self) -> str:
        return f"alias/jikim/{self._place.house}/"

    def versions(self) -> list[str]:
        keys: list[str] = []
        more: dict[str, str] = {}
        try:
            while True:
                page = self._call("list_aliases", **more)
                keys += [one["TargetKeyId"] for one in page["Aliases"] if one["AliasName"].startswith(self._prefix)]
                if not page.get("Truncated"):
                    break
                more = {"Marker": page["NextMarker"]}
        except ClientError as error:
            raise _refused(error) from None
        found = [self._described(key) for key in keys]
        return [one["Arn"] for one in found if one is not None and one["KeyState"] not in _PENDING]

    def _described(self, key: str) -> dict[str, Any] | None:
        try:
            metadata: dict[str, Any] = self._call("describe_key", KeyId=key)["KeyMetadata"]
        except ClientError as error:
            if _code(error) == "NotFoundException":
                return None
            raise _refused(error) from None
        return metadata

    def wrap(self, version: str, label: bytes, secret: bytes) -> bytes:
        try:
            data = self._call(
                "generate_data_key", KeyId=self._own(version), KeySpec="AES_256", EncryptionContext=_context(label)
            )
        except ClientError as error:
            raise self._gone_or_refused(version, error) from None
        blob: bytes = data["CiphertextBlob"]
        return len(blob).to_bytes(2, "big") + blob + wrap(data["Plaintext"], label, secret)

    def unwrap(self, version: str, label: bytes, wrapped: bytes) -> bytes:
        length = int.from_bytes(wrapped[:2], "big")
        blob, sealed = wrapped[2 : 2 + length], wrapped[2 + length :]
        if not blob:
            raise SealError("a wrapped key is damaged", ko=("감싼 키가 손상되었습니다", ""))
        try:
            data = self._call(
                "decrypt", KeyId=self._own(version), CiphertextBlob=blob, EncryptionContext=_context(label)
            )
        except ClientError as error:
            if _code(error) in ("InvalidCiphertextException", "IncorrectKeyException"):
                raise SealError(
                    "a wrapped key does not open under this root key and label",
                    ko=("감싼 키가 이 루트 키와 라벨로 열리지 않습니다", ""),
                ) from None
            raise self._gone_or_refused(version, error) from None
        return unwrap(data["Plaintext"], label, sealed)

    def _gone_or_refused(self, version: str, error: ClientError) -> KeyGoneError | StoreError:
        if _code(error) in ("NotFoundException", "KMSInvalidStateException") and self.destroyed_on(version) is not None:
            return KeyGoneError(
                f"root key version {version} is gone", ko=(f"루트 키 버전 {i_ga(f'{version}')} 없습니다", "")
            )
        return _refused(error)

    def destroy_version(self, version: str) -> None:
        """Schedules the key's deletion; from now on KMS does nothing under it."""
        try:
            self._call("schedule_key_deletion", KeyId=self._own(version), PendingWindowInDays=self._place.days)
        except ClientError as error:
            asked_before = _code(error) in ("NotFoundException", "KMSInvalidStateException")
            if not asked_before or self.destroyed_on(version) is None:
                raise _refused(error) from None

    def destroyed_on(self, version: str) -> datetime | None:
        """The deletion date that KMS names; now, at the latest, for a key that it has deleted and forgotten."""
        metadata = self._described(self._own(version))
        if metadata is None:
            return WallClock().now()
        if metadata["KeyState"] not in _PENDING or "DeletionDate" not in metadata:
            return None
        moment: datetime = metadata["DeletionDate"]
        return moment.astimezone(UTC)


_PARTITIONS = ("aws", "aws-cn", "aws-us-gov")


def _context(label: bytes) -> dict[str, str]:
    return {"jikim": base64.b64encode(label).decode()}


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


def _refused(error: ClientError) -> StoreError:
    return StoreError(
        f"AWS KMS refused: `{_code(error)}`",
        hint="check the role's rights on the key, and the key's state",
        ko=(f"AWS KMS가 거부했습니다: `{_code(error)}`", "키에 대한 역할의 권한과 키의 상태를 확인해 주세요"),
    )
