"""Requests, as a register declares them: states, steps, whose each step is, what must be true beside, and words. The
database's rules, its judgement of each step and the diagram in the docs follow it; the pages are the desk's own.

A request that came by letter, phone or e-mail is `unconfirmed` until the desk knows that it is the person's; one from a
page is `open` at once, as its person proved who they are. `overtaken`: what it was about ended first, or its person
left. `returned`: the mail by which an access reaches its person came back. A request is known as long as its person; its
day is that of its right (`desk/deadlines.py`).

>>> STEPS["refuse"].to
'refused'
>>> "answered" in STEPS["cancel"].from_
False
"""

from __future__ import annotations

from jikim.cases.register import Register, Step
from jikim.cases.who_may import WORDING
from jikim.desk.deadlines import COMPLAINT

WAITS = ("open", "postponed", "returned")  # what was asked for is still to be given
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
        "returned": ("반송되어 다시 처리", "came back, open again"),
        "answered": ("답변 완료", "answered"),
        "done": ("처리 완료", "done"),
        "refused": ("거절", "refused"),
        "withdrawn": ("취소", "cancelled by you"),
        "overtaken": ("대상 기록 이용 종료", "record ended first"),
    },
    (
        Step("confirm", ("unconfirmed",), "open", ("desk",), ("본인 확인", "identity confirmed")),
        Step("answer", WAITS, "answered", ("desk",), ("답변", "answered"), guard="words-suffice"),
        Step("do", WAITS, "done", ("desk",), ("처리", "carried out"), guard="carried-out"),
        Step("refuse", ("unconfirmed", *WAITS), "refused", ("desk",), ("거절", "refused")),
        Step("postpone", ("open",), "postponed", ("desk",), ("연기", "postponed")),
        Step("resume", ("postponed",), "open", ("desk",), ("연기 사유 소멸", "reason ended")),
        # Also the desk's: what somebody of the office took down is taken back by the same way.
        Step("cancel", ("unconfirmed", *WAITS), "withdrawn", ("person", "desk"), ("본인이 취소", "cancelled")),
    ),
    within=COMPLAINT,
    clause="desk",
    todo=("권리 행사 요청 {number}", "Request {number}"),
    reads=WORDING,
)
STEPS = {one.name: one for one in REQUESTS.steps}
# What nobody decides stands in its history, too: that what it was about ended first, or that its answer came back.
STEP_WORDS = {
    **REQUESTS.named,
    "overtake": REQUESTS.states["overtaken"],
    "return": ("답변 메일 미전달", "answer not delivered"),
}
