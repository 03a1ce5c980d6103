"""The stand-in as an ASGI application: payment and identity pages, the receiving end of signed messages, and what it
was given, on screen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar, Request, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from ..signing import genuine, read, sign, webhook_headers
from .sandbox_state import PROVIDERS, Payment, Provider, SandboxState

_HERE = Path(__file__).parent
BANKS = ("가상은행", "없는은행", "예시은행")
CODE = "123456"
DECLINED = "4000000000000002"
_PAGES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def sandbox(
    secrets: Mapping[str, str], clock: Callable[[], datetime] | None = None, state: SandboxState | None = None
) -> Litestar:
    """The application. `secrets`: whom it stands in for, and what each shares with the shop; `clock` is the shop's
    where that was moved."""
    state = state or SandboxState()
    now = clock or (lambda: datetime.now(UTC))

    def provider(name: str, shape: bool = False) -> Provider:
        found = PROVIDERS.get(name)
        if found is None or name not in secrets or (shape and not found.shape):
            raise HTTPException("there is nobody of that name here", status_code=404)
        return found

    def show(template: str, status: int = 200, back: str = "", **more: Any) -> Response[str]:
        language = more.get("language", "ko")
        text = _PAGES.get_template(template).render(
            say=lambda ko, en: en if language == "en" else ko,
            **{"language": language, "errors": {}, "typed": {}, **more},
        )
        place = urlsplit(back)
        to = f" {place.scheme}://{place.netloc}" if place.netloc else ""
        headers = {
            "content-security-policy": f"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'{to}; frame-ancestors 'none'",
            "cache-control": "no-store",
            "referrer-policy": "no-referrer",
            "x-stand-in": "no money moves here",
        }
        return Response(text, media_type="text/html", status_code=status, headers=headers)

    def asked(name: str, use: str, note: str) -> dict[str, Any]:
        said = read(secrets.get(name, ""), use, note, now())
        if said is None:
            raise HTTPException("this request was not signed by the shop, or is too old", status_code=403)
        return said

    def returning(payment: Payment) -> Redirect:
        note = sign(secrets[payment.provider], "paid", payment.result(), now())
        return Redirect(f"{payment.back}?{urlencode({'r': note})}", status_code=303)

    def pay_page(one: Provider, payment: Payment, note: str, language: str, **more: Any) -> Response[str]:
        return show(
            "pay.html", one=one, payment=payment, note=note, language=language, banks=BANKS, back=payment.back, **more
        )

    @get("/")
    async def home() -> Response[str]:
        return show("home.html", providers=[PROVIDERS[name] for name in secrets if name in PROVIDERS], state=state)

    @get("/style.css")
    async def style() -> Response[str]:
        return Response((_HERE / "templates" / "style.css").read_text(encoding="utf-8"), media_type="text/css")

    @get("/{name:str}/pay")
    async def pay(name: FromPath[str], m: FromQuery[str]) -> Response[str]:
        one, said = provider(name, True), asked(name, "pay", m)
        return pay_page(one, state.begin(name, said), m, said["language"])

    @post("/{name:str}/pay", status_code=200)
    async def pay_posted(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
        one = provider(name, True)
        typed = {key: str(value).strip() for key, value in (await request.form()).items()}
        said = asked(name, "pay", typed.get("m", ""))
        payment, at = state.begin(name, said), now()
        if typed.get("act") == "cancel":
            state.settle(payment, "cancelled", at)
        elif one.shape in ("card", "card-short"):
            errors, card = _card(typed)
            if errors:
                return pay_page(one, payment, typed["m"], said["language"], status=422, errors=errors, typed=typed)
            declined = card["number"] == DECLINED
            state.settle(
                payment,
                "failed" if declined else "paid",
                at,
                "card",
                card={"brand": card["brand"], "last4": card["number"][-4:]},
            )
        elif one.shape == "transfer":
            if typed.get("bank") not in BANKS or not re.fullmatch(
                r"[0-9]{10,14}", typed.get("account", "").replace("-", "")
            ):
                errors = {"account": ("계좌번호는 숫자 10~14자리입니다", "an account number has 10 to 14 digits")}
                return pay_page(one, payment, typed["m"], said["language"], status=422, errors=errors, typed=typed)
            state.settle(payment, "paid", at, "transfer", bank=typed["bank"])
        else:
            state.settle(payment, "failed" if typed.get("act") == "refuse" else "paid", at, name)
        return returning(payment)

    @get("/{name:str}/identity")
    async def identity(name: FromPath[str], m: FromQuery[str]) -> Response[str]:
        one, said = provider(name, True), asked(name, "identity", m)
        return show("identity.html", one=one, note=m, language=said["language"], code=CODE, back=said["back"])

    @post("/{name:str}/identity", status_code=200)
    async def identity_posted(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
        one = provider(name, True)
        typed = {key: str(value).strip() for key, value in (await request.form()).items()}
        said = asked(name, "identity", typed.get("m", ""))
        right = typed.get("code") == CODE
        if not right and typed.get("act") != "cancel":
            errors = {"code": ("인증번호가 다릅니다", "that is another code")}
            return show(
                "identity.html",
                422,
                one=one,
                note=typed["m"],
                language=said["language"],
                code=CODE,
                errors=errors,
                back=said["back"],
            )
        result = state.checks.setdefault(
            said["check"],
            {
                "stand_in": True,
                "check": said["check"],
                "result": "checked" if right else "cancelled",
                "token": said["token"],
                "at": now().isoformat(timespec="seconds"),
            },
        )
        note = sign(secrets[name], "identity-result", result, now())
        return Redirect(f"{said['back']}?{urlencode({'r': note})}", status_code=303)

    @post("/{name:str}/status", status_code=200)
    async def status(name: FromPath[str], request: Request[Any, Any, Any]) -> dict[str, Any]:
        """Which payments there were of an order: for a shop that was not told, because somebody closed the window."""
        provider(name)
        said = asked(name, "status", (await request.body()).decode("latin-1"))
        found = [one for one in state.payments.values() if one.provider == name and one.order == said["order"]]
        return {"stand_in": True, "payments": [sign(secrets[name], "paid", one.result(), now()) for one in found]}

    @post("/{name:str}/void", status_code=200)
    async def void(name: FromPath[str], request: Request[Any, Any, Any]) -> dict[str, Any]:
        provider(name)
        said = asked(name, "void", (await request.body()).decode("latin-1"))
        payment = state.payments.get(said["attempt"])
        if payment is not None and payment.provider == name:
            state.void(payment)
        return {"stand_in": True, "state": payment.state if payment is not None else "unknown"}

    @post("/{name:str}/deliveries", status_code=200)
    async def deliveries(name: FromPath[str], request: Request[Any, Any, Any]) -> dict[str, Any]:
        provider(name)
        said = asked(name, "deliveries", (await request.body()).decode("latin-1"))
        return {
            "stand_in": True,
            "delivered": {one: state.delivered[one] for one in said["messages"] if one in state.delivered},
        }

    @post("/{name:str}", status_code=200)
    async def receive(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
        provider(name)
        body, headers = await request.body(), {key.lower(): value for key, value in request.headers.items()}
        if not genuine(secrets[name], headers, body, now()):
            state.refused += 1
            return Response({"stand_in": "yes", "state": "refused"}, status_code=401)
        said = json.loads(body)
        code, answer = state.receive(name, said, now())
        content = json.dumps(answer).encode()
        return Response(
            content, status_code=code, headers=webhook_headers(secrets[name], said["message"], content, now())
        )

    @get("/{name:str}")
    async def received(name: FromPath[str]) -> Response[str]:
        return show("received.html", one=provider(name), messages=list(reversed(state.of(name))), state=state)

    @post("/{name:str}/confirm", status_code=200)
    async def confirm(name: FromPath[str]) -> Redirect:
        provider(name)
        state.confirm(name)
        return Redirect(f"/{name}", status_code=303)

    @post("/{name:str}/delivered", status_code=200)
    async def delivered(name: FromPath[str], request: Request[Any, Any, Any]) -> Redirect:
        provider(name)
        message = str((await request.form()).get("message", ""))
        if any(one.id == message for one in state.of(name)):
            state.delivered.setdefault(message, now().isoformat(timespec="seconds"))
        return Redirect(f"/{name}", status_code=303)

    def problem(_: Request[Any, Any, Any], error: Exception) -> Response[str]:
        code = error.status_code if isinstance(error, HTTPException) else 500
        return show("problem.html", code, said=str(error.detail) if isinstance(error, HTTPException) else "")

    return Litestar(
        [
            home, style, pay, pay_posted, identity, identity_posted, status, void, deliveries, receive, received, confirm, delivered
        ],
        openapi_config=None, logging_config=None, exception_handlers={HTTPException: problem, Exception: problem},
    )  # fmt: skip


def _card(typed: Mapping[str, str]) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """What is wrong with a card form, by field; and the card."""
    errors: dict[str, tuple[str, str]] = {}
    number = re.sub(r"[ -]", "", typed.get("card", ""))
    if not (number.isascii() and number.isdecimal() and 14 <= len(number) <= 16 and _luhn(number)):
        errors["card"] = ("카드번호를 다시 확인해 주세요", "please look at the card number again")
    if not re.fullmatch(r"(0[1-9]|1[0-2])/?[0-9]{2}", typed.get("expires", "").replace(" ", "")):
        errors["expires"] = ("유효기간은 월/년(12/29) 꼴입니다", "the date is month/year, as in 12/29")
    brand = {"4": "Visa", "5": "Mastercard", "3": "Amex", "9": "BC"}.get(number[:1], "Card")
    return errors, {"number": number, "brand": brand}


def _luhn(digits: str) -> bool:
    doubled = [int(d) * 2 if n % 2 else int(d) for n, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
