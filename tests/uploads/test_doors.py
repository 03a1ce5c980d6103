"""Files by SDK go the way of every upload (clause 10.3): judged by content, scanned or waiting; nothing else is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.conftest import Cast
from tests.uploads import samples

import jikim
from jikim.answers import Collected
from jikim.app import AsyncJikim, Jikim
from jikim.errors import InvalidError
from jikim.uploads import Accepted, pack, unpack
from jikim.verbs.collect import collect
from jikim.verbs.file_packages import Packed

WORDS = {"name": "가나다", "email": "dan@example.org", "text": "첨부를 봐 주세요"}


def offered(content: bytes) -> dict[str, Any]:
    return {**WORDS, "files": content}


def ways(jk: Jikim, cast: Cast) -> dict[str, Callable[[bytes], Any]]:
    """The SDK's ways to bring a record."""
    person = cast.alice

    def many(content: bytes) -> Any:
        offers = [jikim.Offer(person, "enquiry", one, "board") for one in (offered(content), WORDS)]
        first, second = jk.collect_many(offers, old_enough=True)
        assert isinstance(second, Collected), "one refused row hinders no other"
        if isinstance(first, Exception):
            raise first
        return first

    async def looping(content: bytes) -> Any:
        async with AsyncJikim(jk._file, jk.settings) as other:
            return await other.collect("enquiry", offered(content), channel="board", subject=person, old_enough=True)

    return {
        "one": lambda content: jk.collect(
            "enquiry", offered(content), channel="board", subject=person, old_enough=True
        ),
        "many": many,
        "on a loop": lambda content: asyncio.run(looping(content)),
    }


@pytest.mark.clause("10.3")
def test_without_a_scanner_a_file_by_the_sdk_waits_or_is_left_out(jk: Jikim, cast: Cast) -> None:
    """As on a page: left out, or sealed and announced, so that the job opens it once it was scanned."""
    for way in ways(jk, cast).values():
        jk.settings = replace(jk.settings, uploads="quarantine")
        ref = way(samples.PDF).ref
        [file] = unpack(jk.use(ref, purpose="support", items=["files"])["files"])
        assert file.quarantined
        jk.settings = replace(jk.settings, uploads="refuse")
        done = way(samples.PDF)
        assert done.files == ("unscanned",)
        [file] = unpack(jk.use(done.ref, purpose="support", items=["files"])["files"])
        assert (file.left_out, file.content, file.size) == ("unscanned", None, 0)


def test_a_verb_takes_packed_files_alone(jk: Jikim, cast: Cast) -> None:
    """Bare bytes, a package written by hand included, are refused below the SDK too; nobody makes a package but `pack`."""
    forged = bytes(pack([Accepted("a.txt", "text/plain", b"MZ", jk.now())]))
    for content in (b"plain", forged):
        with pytest.raises(InvalidError, match="another form"):
            jk.driver.run(
                collect(
                    jk.house.by(jk.actor),
                    "enquiry",
                    offered(content),
                    channel="board",
                    subject=cast.alice,
                    old_enough=True,
                )
            )
    done = jk.collect("enquiry", offered(forged), channel="board", subject=cast.alice, old_enough=True)
    assert done.files == ("type",), "to the SDK it is a file like any other"
    with pytest.raises(TypeError):
        Packed(b"x")


def test_of_a_child_no_file_is_looked_at(jk: Jikim, cast: Cast) -> None:
    """Where the age is not known the refusal says so, whatever the file is."""
    with pytest.raises(jikim.DeniedError) as denied:
        jk.collect("enquiry", offered(b"MZ\x90\x00"), channel="board", subject="guest", old_enough=False)
    assert denied.value.why == "under-age"
