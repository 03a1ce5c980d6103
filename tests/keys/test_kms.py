"""AWS KMS by a recorded contract (a stand-in, see `replay.py`): the setting's form, the service's refusals, and what
they prove."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.keys.houses import KMS, aws  # noqa: F401
from tests.keys.replay import Replay

from jikim.clock import machine_moment
from jikim.errors import KeyGoneError, SealError, StoreError
from jikim.keys.kms import KmsRoot, KmsSettings

VERSION = "arn:aws:kms:ap-northeast-2:111122223333:key/9a3c1f52-0b7e-4c55-8f0e-2d1f3b7a6c11"
pytestmark = pytest.mark.usefixtures("aws")


def test_the_setting_names_region_house_and_days() -> None:
    """The setting's two forms are read; seven days is the least and what stands without a word."""
    assert KmsSettings.read("aws-kms:ap-northeast-2/remoteview") == ("ap-northeast-2", "remoteview", 7)
    assert KmsSettings.read("aws-kms:us-gov-west-1/a_b-C?days=30") == ("us-gov-west-1", "a_b-C", 30)


@pytest.mark.parametrize(
    "text",
    [
        "aws-kms:",
        "aws-kms:ap-northeast-2",
        "aws-kms:ap-northeast-2/",
        "aws-kms:ap-northeast-2/a/b",
        "aws-kms:ap-northeast-2/a?days=6",
        "aws-kms:ap-northeast-2/a?days=31",
        "aws-kms:ap-northeast-2/a?days=",
        "aws-kms:ap-northeast-2/a?secret=x",
        "aws-kms:http://elsewhere/a",
    ],
)
def test_another_form_is_refused(text: str) -> None:
    """A setting of another form, or with days that KMS does not take, is refused with the form."""
    with pytest.raises(StoreError, match="no place in AWS KMS") as refused:
        KmsSettings.read(text)
    assert "aws-kms:REGION/HOUSE" in (refused.value.hint or "")


def test_a_scheduled_deletion_has_the_services_date() -> None:
    """The date of destruction is the one that KMS names, seven days after it was asked, in UTC."""
    with Replay("test_destroying_twice_is_once") as replay:
        root = KmsRoot(KMS, endpoint=replay.url)
        version = root.new_version()
        assert root.destroyed_on(version) is None
        root.destroy_version(version)
        assert root.destroyed_on(version) == datetime(2013, 2, 12, tzinfo=UTC)
        root.destroy_version(version)
        assert root.destroyed_on(version) == datetime(2013, 2, 12, tzinfo=UTC)


def test_a_key_that_kms_has_forgotten_is_gone_by_now() -> None:
    """A key that KMS does not know any more is destroyed now, at the latest."""
    before = machine_moment()
    with Replay("forgotten") as replay:
        moment = KmsRoot(KMS, endpoint=replay.url).destroyed_on(VERSION)
    assert moment is not None
    assert before <= moment <= machine_moment()


def test_a_missing_right_is_no_destruction() -> None:
    """Where the role may not ask, nothing is called destroyed, and the error names the service's code alone."""
    with Replay("forbidden") as replay:
        root = KmsRoot(KMS, endpoint=replay.url)
        for call in (
            lambda: root.destroyed_on(VERSION),
            lambda: root.wrap(VERSION, b"a label", b"secret"),
            root.versions,
            lambda: root.destroy_version(VERSION),
            root.new_version,
        ):
            with pytest.raises(StoreError, match="AWS KMS refused: `AccessDeniedException`") as refused:
                call()
            assert "nobody" not in str(refused.value)


def test_a_disabled_key_is_not_gone() -> None:
    """A key that someone disabled opens nothing, and is not called destroyed: it can be enabled again."""
    with Replay("disabled") as replay:
        root = KmsRoot(KMS, endpoint=replay.url)
        with pytest.raises(StoreError, match="DisabledException") as refused:
            root.wrap(VERSION, b"a label", b"secret")
        assert not isinstance(refused.value, KeyGoneError)
        assert root.destroyed_on(VERSION) is None


@pytest.mark.parametrize(
    "version", ["1", VERSION.replace("ap-northeast-2", "us-east-1"), "alias/jikim/remoteview/1", ""]
)
def test_another_region_proves_nothing(version: str) -> None:
    """A version that is not in the setting's region is refused before anything is asked, and never called destroyed."""
    root = KmsRoot(KMS, endpoint="http://127.0.0.1:9")
    for call in (
        lambda: root.destroyed_on(version),
        lambda: root.destroy_version(version),
        lambda: root.wrap(version, b"label", b"secret"),
    ):
        with pytest.raises(StoreError, match="not in this region"):
            call()


def test_a_service_that_is_out_of_reach_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, the error says that KMS can't be asked, and the house stays shut."""
    with pytest.raises(StoreError, match="can't be asked: EndpointConnectionError"):
        KmsRoot(KMS, endpoint="http://127.0.0.1:9").new_version()


def test_an_empty_envelope_is_not_sent() -> None:
    """A wrapped text without a data key is refused without asking."""
    for text in (b"", b"\x00", b"\x00\x00", b"\x00\x05"):
        with pytest.raises(SealError):
            KmsRoot(KMS, endpoint="http://127.0.0.1:9").unwrap(VERSION, b"label", text)


def test_the_contract_notices_a_difference() -> None:
    """The replay fails on another request than the recorded one, and on one that was never made."""
    with pytest.raises(AssertionError), Replay("forgotten") as replay, pytest.raises(StoreError):
        KmsRoot(KMS, endpoint=replay.url).versions()
    with pytest.raises(AssertionError, match="DescribeKey"), Replay("forgotten"):
        pass
