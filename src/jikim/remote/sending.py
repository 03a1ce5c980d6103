"""Sending a call: its headers, when it is sent again, and what its answer is. No input or output happens here."""

from __future__ import annotations

from typing import Any, Literal, TypeVar
from uuid import uuid4

import httpx
import msgspec

from jikim.remote.calls import Call
from jikim.remote.problems import RemoteError, error_of
from jikim.urls import for_data
from jikim.version import __version__

T = TypeVar("T")
Language = Literal["en", "ko"]
BASE = "/api/v1"
# Before each try but the first. A read is recorded each time it is made; an act is made once, by its Idempotency-Key.
PAUSES = (0.2, 1.0, 3.0)
AGAIN = (429, 502, 503, 504)
TIMEOUT = httpx.Timeout(35.0, connect=5.0)


def base_of(url: str) -> str:
    """The address of the API. Raises JikimError for one that is no place for personal data."""
    for_data(url, behind=True)
    return url.rstrip("/") + BASE


def headers_of(key: str, language: Language) -> dict[str, str]:
    """What every request carries."""
    return {
        "authorization": f"Bearer {key}",
        "user-agent": f"jikim/{__version__}",
        "accept": "application/json",
        "accept-language": language,
    }


def request_of(client: httpx.Client | httpx.AsyncClient, call: Call[Any]) -> httpx.Request:
    """A call as a request. Built once, so that what is sent again is the same act."""
    if call.body is None:
        return client.build_request("GET", call.path.lstrip("/"), params=dict(call.query))
    headers = {"content-type": "application/json"}
    if call.changes:
        headers["idempotency-key"] = str(uuid4())
    return client.build_request("POST", call.path.lstrip("/"), content=msgspec.json.encode(call.body), headers=headers)


def again(response: httpx.Response | None, tried: int) -> float | None:
    """For how long to wait before it is sent again; None where it is not. No answer at all is tried again, too: nothing
    is done twice."""
    if tried >= len(PAUSES):
        return None
    if response is None:
        return PAUSES[tried]
    if response.status_code in AGAIN or (
        response.status_code == 409 and b"urn:jikim:problem:in-progress" in response.content
    ):
        return min(5.0, max(PAUSES[tried], _wish(response)))
    return None


def _wish(response: httpx.Response) -> float:
    try:
        return float(response.headers.get("retry-after", "0"))
    except ValueError:
        return 0.0


def answer_of(call: Call[T], response: httpx.Response) -> T:
    """An answer, or the error that a problem stands for."""
    if response.status_code == 204:
        return call.read(None)
    try:
        data = msgspec.json.decode(response.content)
        if response.is_success:
            return call.read(data)
        error = error_of(data, call.language)
    except (msgspec.DecodeError, KeyError, TypeError, ValueError, AttributeError):
        # Whatever it is, it is not shown: nobody knows what is in it.
        raise RemoteError(
            "this is not an answer of Jikim",
            code="answer",
            status=response.status_code,
            hint="is the address right?",
            ko=("Jikim의 응답이 아닙니다", "주소가 맞는지 확인해 주세요"),
        ) from None
    raise error


def unreachable(error: httpx.HTTPError) -> RemoteError:
    """Nobody answered. Named by its kind alone: a message could hold an address with more in it."""
    return RemoteError(
        f"nobody answered ({type(error).__name__})",
        code="unreachable",
        hint="is the address right, and does it run?",
        ko=(f"응답이 없습니다 ({type(error).__name__})", "주소가 맞는지, 서버가 실행 중인지 확인해 주세요"),
    )
