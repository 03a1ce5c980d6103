"""Those whom the shop pays through and delivers by, as far as the shop itself speaks to them: signed notes without
anything personal.

What is personal goes to them through `entrust` and `provide` alone. Whom there is an endpoint for can be chosen; the
policy says what each may get.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from jikim import AsyncJikim
from jikim.web import HandlerJikim

from ..signing import read, sign

TIMEOUT_SECONDS = 10.0
CARRIER, SELLER, BOARD, PRODUCT = "service-least", "counterparty", "publication", "remoteview"


@dataclass(frozen=True)
class Method:
    """One way to pay: the processor's name in the policy, and what people call it."""

    name: str
    ko: str
    en: str
    note_ko: str
    note_en: str


METHODS: Mapping[str, Method] = {
    one.name: one
    for one in (
        Method("kcp", "신용카드", "Card", "국내 카드, KCP 결제창", "Korean cards, on KCP’s page"),
        Method(
            "kftc",
            "계좌이체",
            "Bank transfer",
            "금융결제원 이체창, 본인확인 뒤에",
            "on KFTC’s page, after an identity check",
        ),
        Method("paypal", "페이팔", "PayPal", "페이팔 지갑에서", "from a PayPal wallet"),
        Method("epsilon", "해외 카드", "Card from abroad", "엡실론 결제창", "on Epsilon’s page"),
        Method("alipay", "알리페이", "Alipay", "알리페이 앱에서", "in the Alipay app"),
    )
}
CARDS = frozenset({"kcp", "epsilon"})
# Paying from an account is a financial transaction: who pays is checked first (2.1).
CHECKED_FIRST = frozenset({"kftc"})


async def methods(jk: AsyncJikim) -> list[Method]:
    """The ways to pay that this site can offer: none whose contract is over, before anybody types a card."""
    working = await jk.processors()
    return [one for one in METHODS.values() if one.name in jk.settings.endpoints and one.name in working]


def items_of(jk: AsyncJikim, processor: str, kind: str) -> list[Any]:
    """What a processor will get of one kind of record, as the policy labels it: what it may, of what is there."""
    file = jk.policy.file
    declared = file.records[kind].items
    # Account numbers are typed on the provider's own page, and never come here; of a card, brand and last four digits
    # do.
    never = {"bank_account"} if processor in CARDS else {"bank_account", "card"}
    held = {*declared.names} - never
    return [file.items[name].label for name in file.processors[processor].items if name in held]


def page(jk: AsyncJikim, name: str, what: str, use: str, said: Mapping[str, Any]) -> str:
    """The address of a provider's own page, with a signed note."""
    endpoint = jk.settings.endpoints[name]
    return f"{endpoint.url}/{what}?{urlencode({'m': sign(endpoint.secret, use, said, jk.now())})}"


def told(jk: AsyncJikim, name: str, use: str, note: str) -> dict[str, Any] | None:
    """What a provider said by way of the browser; None where it did not, or too long ago."""
    endpoint = jk.settings.endpoints.get(name)
    return read(endpoint.secret, use, note, jk.now()) if endpoint is not None else None


async def asked(jk: AsyncJikim | HandlerJikim, name: str, what: str, said: Mapping[str, Any]) -> dict[str, Any] | None:
    """A provider's answer to the shop itself; None where nobody answers."""
    endpoint = jk.settings.endpoints.get(name)
    if endpoint is None:
        return None
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            answer = await client.post(f"{endpoint.url}/{what}", content=sign(endpoint.secret, what, said, jk.now()))
        found = answer.json() if answer.is_success else None
    except (httpx.HTTPError, ValueError):
        return None
    return found if isinstance(found, dict) else None


async def payments(jk: AsyncJikim, number: str) -> list[tuple[str, dict[str, Any]]]:
    """Every payment that any provider knows of an order: for somebody whose window closed before they came back."""
    found = []
    for method in METHODS.values():
        answer = await asked(jk, method.name, "status", {"order": number})
        for note in (answer or {}).get("payments", ()):
            if (said := told(jk, method.name, "paid", str(note))) is not None:
                found.append((method.name, said))
    return found


async def void(jk: AsyncJikim | HandlerJikim, name: str, attempt: str) -> bool:
    """Has a provider give a payment back. Answers whether it said so."""
    answer = await asked(jk, name, "void", {"attempt": attempt})
    return answer is not None and answer.get("state") in ("void", "cancelled", "failed")
