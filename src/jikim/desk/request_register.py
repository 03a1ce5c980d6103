"""Requests, as a register declares them: states, steps, whose each step is, what must be true beside, and words. The
database's rules, its judgement of each step and the diagram in the docs follow it; the pages are the desk's own.

A request that came by letter, phone or e-mail is `unconfirmed` until the desk knows that it is the person's; one from a
page is `open` at once, as its person proved who they are. `overtaken`: what it was about ended first, or its person
left. A request is known as long as its person; its day is that of its right (`desk/deadlines.py`).

>>> STEPS["refuse"].to
'refused'
>>> "answered" in STEPS["cancel"].from_
False
"""

from __future__ import annotations

from jikim.cases.register import Register, Step
from jikim.cases.who_may import WORDING
from jikim.desk.deadlines import COMPLAINT

_WAITS = ("open", "postponed")
SERVED = ("answered", "done")  # what was asked for was given

REQUESTS = Register(
    "request",
    "/office/requests",
    ("요청", "Request"),
    ("권리 행사 요청", "Requests"),
    ("", ""),
    {
        "unconfirmed": ("본인 확인 중", "identity being checked"),
        "open": ("처리 중", "open"),
        "postponed": ("연기", "postponed"),
        "answered": ("답변 완료", "answered"),
        "done": ("처리 완료", "done"),
        "refused": ("거절", "refused"),
        "withdrawn": ("취소", "cancelled by you"),
        "overtaken": ("대상 기록 이용 종료", "record ended first"),
    },
    (
        Step("confirm", ("unconfirmed",), "open", ("desk",), ("본인 확인", "identity confirmed")),
        Step("answer", _WAITS, "answered", ("desk",), ("답변", "answered"), guard="words-suffice"),
        Step("do", _WAITS, "done", ("desk",), ("처리", "carried out"), guard="carried-out"),
        Step("refuse", ("unconfirmed", *_WAITS), "refused", ("desk",), ("거절", "refused")),
        Step("postpone", ("open",), "postponed", ("desk",), ("연기", "postponed")),
        Step("resume", ("postponed",), "open", ("desk",), ("연기 사유 소멸", "reason ended")),
        # Also the desk's: what somebody of the office took down is taken back by the same way.
        Step("cancel", ("unconfirmed", *_WAITS), "withdrawn", ("person", "desk"), ("본인이 취소", "cancelled")),
    ),
    within=COMPLAINT,
    clause="desk",
    todo=("권리 행사 요청 {number}", "Request {number}"),
    reads=WORDING,
)
STEPS = {one.name: one for one in REQUESTS.steps}
# Where what it was about ended first, that stands in its history too.
STEP_WORDS = {**REQUESTS.named, "overtake": REQUESTS.states["overtaken"]}
