"""What the stand-in keeps, in memory: payments by attempt, identity checks, and each message as it arrived."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

KEEPERS = {"kcp": "kr.e-finance.transactions", "kftc": "kr.e-finance.transactions"}
KEPT_YEARS = 5
LATE = "alipay"


@dataclass(frozen=True)
class Provider:
    """One of those it stands in for: its name, what it is, and the shape of its payment page (none: it takes no
    payment)."""

    name: str
    ko: str
    en: str
    shape: str = ""


PROVIDERS: Mapping[str, Provider] = {
    one.name: one
    for one in (
        Provider("kcp", "한국사이버결제(KCP)", "Korea Cyber Payment (KCP)", "card"),
        Provider("kftc", "금융결제원 계좌이체", "KFTC bank transfer", "transfer"),
        Provider("paypal", "페이팔", "PayPal", "wallet"),
        Provider("epsilon", "엡실론", "Epsilon", "card-short"),
        Provider("alipay", "알리페이", "Alipay", "code"),
        Provider("service-least", "택배사", "the carrier"),
        Provider("counterparty", "제휴 판매점", "the partner shop"),
        Provider("kis", "한국신용평가정보", "KIS"),
        Provider("agreed-partner", "미리 동의한 제공받는 자", "a recipient that was agreed to"),
    )
}


@dataclass
class Payment:
    """One attempt to pay. `state`: waiting, paid, failed, cancelled, void (taken back)."""

    provider: str
    attempt: str
    order: str
    amount: int
    currency: str
    goods: str
    back: str
    token: str
    state: str = "waiting"
    method: str = ""
    approval: str = ""
    card: dict[str, str] | None = None
    bank: str = ""
    at: str = ""

    def result(self) -> dict[str, Any]:
        """What the shop is told: never a card or account number."""
        said: dict[str, Any] = {
            "stand_in": True,
            "attempt": self.attempt,
            "order": self.order,
            "amount": self.amount,
            "currency": self.currency,
            "result": self.state,
            "method": self.method,
            "approval": self.approval,
            "at": self.at,
            "token": self.token,
        }
        if self.card is not None:
            said["card"] = self.card
        if self.bank:
            said["bank"] = self.bank
        return said


@dataclass
class Message:
    """One message as it arrived, well signed. `fate`: held, corrected, asked to delete, deleted, kept."""

    to: str
    topic: str
    id: str
    body: dict[str, Any]
    at: datetime
    fate: str = "held"


@dataclass
class SandboxState:
    """All of it. `refused` counts messages whose signature was none."""

    payments: dict[str, Payment] = field(default_factory=dict)
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    delivered: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    refused: int = 0

    def of(self, name: str, topic: str | None = None) -> list[Message]:
        """What one of them got, on one topic or on all."""
        return [one for one in self.messages if one.to == name and (topic is None or one.topic == topic)]

    def begin(self, provider: str, said: Mapping[str, Any]) -> Payment:
        """The payment of an attempt; a page that is opened again finds the same."""
        return self.payments.setdefault(
            said["attempt"],
            Payment(
                provider,
                said["attempt"],
                said["order"],
                int(said["amount"]),
                said["currency"],
                said["goods"],
                said["back"],
                said["token"],
            ),
        )

    def settle(self, payment: Payment, state: str, at: datetime, method: str = "", **more: Any) -> None:
        """An attempt ends once: whoever posts again gets the first outcome."""
        if payment.state != "waiting":
            return
        payment.state, payment.at, payment.method = state, at.isoformat(timespec="seconds"), method
        payment.card, payment.bank = more.get("card"), more.get("bank", "")
        if state == "paid":
            payment.approval = f"SANDBOX-{secrets.token_hex(4).upper()}"

    def void(self, payment: Payment) -> None:
        """A payment that was made is given back; one that was not can't be made any more."""
        payment.state = "void" if payment.state == "paid" else payment.state
        if payment.state == "waiting":
            payment.state = "cancelled"

    def receive(self, to: str, body: dict[str, Any], at: datetime) -> tuple[int, dict[str, str]]:
        """A message that was signed well. Answers as the one it stands in for would: status and body."""
        id, topic = body["message"], body["topic"]
        if topic != "delete":
            if not any(one.id == id for one in self.of(to)):
                self.messages.append(Message(to, topic, id, body, at))
            return 200, {"stand_in": "yes", "receipt": id, "state": "done"}
        about = [one for one in self.of(to) if one.id in body.get("about", ())]
        if to in KEEPERS:
            for one in about:
                one.fate = "kept"
            until = at.replace(year=at.year + KEPT_YEARS, day=min(at.day, 28)).date().isoformat()
            return 200, {
                "stand_in": "yes",
                "subject_request_id": id,
                "request_status": "kept",
                "statute": KEEPERS[to],
                "until": until,
            }
        if to == LATE and id not in self.confirmed:
            if id not in self.asked:
                self.asked.add(id)
                for one in about:
                    one.fate = "asked"
                return 202, {"stand_in": "yes", "subject_request_id": id, "request_status": "pending"}
            self.confirmed.add(id)
        for one in about:
            one.fate, one.body = "deleted", {**one.body, "items": {}}
        return 200, {"stand_in": "yes", "subject_request_id": id, "request_status": "completed"}

    def confirm(self, to: str) -> int:
        """Somebody at the receiver has deleted what was asked for: the next time it is asked, it says so."""
        waiting = self.asked - self.confirmed
        self.confirmed |= waiting
        for one in self.of(to):
            if one.fate == "asked":
                one.fate, one.body = "deleted", {**one.body, "items": {}}
        return len(waiting)
