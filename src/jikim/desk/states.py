"""How a request goes from being filed to its end: one table. The steps, the database's own check and the diagram in the
docs follow it.

A request that came by letter, phone or e-mail is `unconfirmed` until the desk knows that it is the person's; one from a
page is `open` at once, as its person proved who they are. `overtaken`: what it was about ended first, or its person
left.

>>> STEPS["refuse"].to
'refused'
>>> "answered" in STEPS["cancel"].from_
False
"""

from __future__ import annotations

from typing import Literal, NamedTuple

RequestState = Literal["unconfirmed", "open", "postponed", "answered", "done", "refused", "withdrawn", "overtaken"]
StepName = Literal["confirm", "answer", "do", "refuse", "postpone", "resume", "cancel"]
Side = Literal["desk", "person"]

_WAITS: tuple[RequestState, ...] = ("open", "postponed")


class RequestStep(NamedTuple):
    """One step: whose it is, from which states, to which."""

    side: Side
    from_: tuple[RequestState, ...]
    to: RequestState


STEPS: dict[StepName, RequestStep] = {
    "confirm": RequestStep("desk", ("unconfirmed",), "open"),
    "answer": RequestStep("desk", _WAITS, "answered"),
    "do": RequestStep("desk", _WAITS, "done"),
    "refuse": RequestStep("desk", ("unconfirmed", *_WAITS), "refused"),
    "postpone": RequestStep("desk", ("open",), "postponed"),
    "resume": RequestStep("desk", ("postponed",), "open"),
    "cancel": RequestStep("person", ("unconfirmed", *_WAITS), "withdrawn"),
}
ENDS: frozenset[RequestState] = frozenset({"answered", "done", "refused", "withdrawn", "overtaken"})
SERVED: tuple[RequestState, ...] = ("answered", "done")  # what was asked for was given
STATES: tuple[RequestState, ...] = (
    "unconfirmed",
    "open",
    "postponed",
    "answered",
    "done",
    "refused",
    "withdrawn",
    "overtaken",
)

WORDS: dict[RequestState, tuple[str, str]] = {
    "unconfirmed": ("본인 확인 중", "identity being checked"),
    "open": ("처리 중", "open"),
    "postponed": ("연기", "postponed"),
    "answered": ("답변 완료", "answered"),
    "done": ("처리 완료", "done"),
    "refused": ("거절", "refused"),
    "withdrawn": ("취소", "cancelled by you"),
    "overtaken": ("대상 기록 이용 종료", "record ended first"),
}


def diagram() -> str:
    """The table as a Mermaid state diagram, for the docs."""
    lines = [
        "stateDiagram-v2",
        "    [*] --> open: filed on a page",
        "    [*] --> unconfirmed: by letter, phone, e-mail",
    ]
    lines += [f"    {start} --> {step.to}: {name}" for name, step in STEPS.items() for start in step.from_]
    lines += [f"    {start} --> overtaken: its record ended" for start in _WAITS]
    lines += [f"    {state} --> [*]" for state in STATES if state in ENDS]
    return "\n".join(lines) + "\n"
