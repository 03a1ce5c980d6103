"""Errors as pages: a refusal names the promise that refuses, links to its sentence, and says what can be done instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar, Request
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Response

from jikim.errors import DeniedError, InvalidError, JikimError, NotFoundError, StoreError
from jikim.web.forms import Problem
from jikim.web.page import AnsweredError, Page

_TEXTS = {
    400: ("보내신 내용을 읽을 수 없습니다. 페이지를 새로 열어 다시 보내 주세요", "What you sent cannot be read. Please reload the page and send it again"),
    404: ("찾으시는 페이지가 없습니다. 주소를 확인해 주세요", "There is no such page. Please check its address"),
    405: ("허용되지 않은 요청입니다", "This request is not allowed"),
    403: ("이 양식은 더 이상 사용할 수 없습니다. 페이지를 새로 열어 주세요", "This form can no longer be used. Please open the page again"),
    408: ("시간이 초과되어 받지 못했습니다. 다시 보내 주세요", "The request timed out. Please send it again"),
    413: ("보내신 내용이 너무 큽니다. 줄이거나 나누어 보내 주세요", "What you sent is too large. Please send less, or in parts"),
    415: ("이 양식은 파일을 받지 않습니다", "This form takes no files"),
    429: ("잠시 뒤에 다시 시도해 주세요", "Please try again in a moment"),
    503: ("현재 접수할 수 없습니다. 잠시 뒤에 다시 시도해 주세요", "It cannot be accepted right now. Please try again in a moment"),
    500: ("처리하지 못했습니다", "Something went wrong"),
}  # fmt: skip


def status_of(error: Exception) -> int:
    """The HTTP status of an error: one table for pages and routes (RFC 9110)."""
    if isinstance(error, AnsweredError):
        return error.answer.status_code or 200
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, InvalidError):
        return 422
    if isinstance(error, DeniedError):
        return 404 if error.why == "gone" else 403
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, StoreError):
        return 503
    return 409 if isinstance(error, JikimError) else 500


def came_from(request: Request[Any, Any, Any]) -> str:
    """The page of ours that a form was sent from, as the browser says it; empty for none."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.headers.get("host") or came.path.startswith("//"):
        return ""
    return came.path + (f"?{came.query}" if came.query else "")


@lru_cache(8)
def _shown(app: Litestar) -> re.Pattern[str]:
    """The paths of everything that a browser can open."""
    paths = {one.path for one in app.routes if "GET" in getattr(one, "methods", ())}
    return re.compile("|".join(re.sub(r"{[^}]+}", "[^/]+", path) for path in sorted(paths)))


def page_above(app: Litestar, path: str) -> str:
    """The nearest page above an address that forms alone are sent to; empty for none."""
    while path := path.rpartition("/")[0]:
        if _shown(app).fullmatch(path):
            return path
    return "/" if _shown(app).fullmatch("/") else ""


def of_store(error: StoreError, shown: Page) -> Problem:
    """A database's refusal as whoever runs the house reads it: which server, and what to do."""
    said = error.words(shown.visitor.language)
    return Problem(said.reason, said.hint)


def handlers(
    page: Callable[[Request[Any, Any, Any]], Page], template: str = "problem.html", *, office: bool = False
) -> Any:
    """The exception handlers of the pages. In the office a database's refusal is told as it is."""

    def problem(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        status = status_of(error)
        shown = page(request)
        # A form's answer stands at its address: the link to the other language, a reload by the address bar and a sign-in
        # on the way lead there, and then to the page that the form is on.
        if status == 405 and request.method == "GET" and (above := page_above(request.app, shown.visitor.path)):
            return shown.to(above)
        if office and isinstance(error, StoreError):
            said = of_store(error, shown)
        elif isinstance(error, JikimError) and not isinstance(error, NotFoundError):
            said = Problem.of(error, shown.visitor)
        else:
            said = Problem(shown.say(*_TEXTS.get(status, _TEXTS[500 if status >= 500 else 404])))
        again = came_from(request) if isinstance(error, HTTPException) and request.method == "POST" else ""
        return shown.show(template, status=status, problem=said, again=again)

    def answered(_request: Request[Any, Any, Any], error: AnsweredError) -> Response[Any] | Redirect:
        return error.answer

    return {Exception: problem, HTTPException: problem, JikimError: problem, AnsweredError: answered}
