"""What a caller got wrong is named: the argument, the name that was meant, in Korean as in English, remote as in process."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.api.conftest import ORDER, Served, served, shop, wire  # noqa: F401

import jikim
from jikim.answers import Correction
from jikim.api.serving import asked_for
from jikim.app.methods import Verbs
from jikim.errors import StoreError
from jikim.over_http import DECLARED

HANGUL = re.compile("[가-힣]")
NUMBER = "3f2b8c1e-9a64-4d7b-8a57-0d8f1c2e4b60"
REF = {"subject": NUMBER, "record": NUMBER, "kind": "order"}
AS_TEXT: Mapping[str, Any] = {
    "UUID": NUMBER,
    "UUID | None": NUMBER,
    "Ref": jikim.Ref(NUMBER, NUMBER, "order"),  # type: ignore[arg-type]
    "Person | str": jikim.Person(NUMBER, "member"),  # type: ignore[arg-type]
    "Correction": Correction(NUMBER, jikim.Ref(NUMBER, NUMBER, "order")),  # type: ignore[arg-type]
    "Sequence[Read]": [jikim.Read(jikim.Ref(NUMBER, NUMBER, "order"), "delivery")],  # type: ignore[arg-type]
    "Sequence[Offer]": [jikim.Offer(jikim.Person(NUMBER, "member"), "enquiry", {}, "board")],  # type: ignore[arg-type]
}
OTHERS: Mapping[str, Any] = {"Mapping[str, Any]": {}, "Sequence[str]": ["name"], "int": 1}
NUMBERED = sorted(
    name
    for name, one in vars(Verbs).items()
    if not name.startswith("_")
    and any(str(each.annotation) in AS_TEXT for each in inspect.signature(one).parameters.values())
)


def _call(method: Any, texts: Mapping[str, Any]) -> None:
    """Calls a method with numbers as text, and something for whatever else it must be given."""
    named = {
        one.name: texts.get(str(one.annotation), OTHERS.get(str(one.annotation), "order"))
        for one in inspect.signature(method).parameters.values()
        if str(one.annotation) in texts or one.default is one.empty
    }
    outcome = method(**named)
    assert all(isinstance(one, jikim.JikimError) for one in outcome) if isinstance(outcome, list) else True


@pytest.mark.parametrize("name", NUMBERED)
def test_a_number_may_be_text(served: Served, name: str) -> None:  # noqa: F811
    """Every method takes the text of a number where its declaration names one, and says of what is none which argument
    that is: it never raises an error of Python's."""
    method = getattr(served.jk, name)
    with suppress(jikim.DeniedError, jikim.NotFoundError, jikim.ConflictError, StoreError):
        _call(method, AS_TEXT)
    bad = {kind: "ZX-7" if kind.startswith("UUID") else kept for kind, kept in AS_TEXT.items()}
    bad["Ref"] = jikim.Ref("ZX-7", NUMBER, "order")  # type: ignore[arg-type]
    if {"UUID", "Ref"} & {str(one.annotation) for one in inspect.signature(method).parameters.values()}:
        with pytest.raises(jikim.InvalidError) as wrong:
            _call(method, bad)
        assert wrong.value.item in ("subject", "number", "ref.subject", "message", "demand", "record")
        assert "ZX-7" not in str(wrong.value)


def test_a_client_takes_text_too(served: Served) -> None:  # noqa: F811
    """Over HTTP the SDK takes the same: a number of text that names nobody is answered as one that names nobody."""
    with jikim.connect(served.url, served.key(may=("people",))[1]) as jk:
        assert {"show", "leave", "use"} <= set(DECLARED)
        with pytest.raises(jikim.DeniedError) as refused:
            jk.use(jikim.Ref(NUMBER, NUMBER, "order"), purpose="delivery")  # type: ignore[arg-type]
        assert refused.value.why == "gone"
        with pytest.raises(jikim.InvalidError) as wrong:
            jk.show("nobody")  # type: ignore[arg-type]
        assert wrong.value.item == "subject"


@pytest.mark.parametrize(
    ("path", "body", "field", "meant"),
    [
        ("/use", {"ref": REF, "purpose": "delivry"}, "purpose", "delivery"),
        ("/use", {"ref": {**REF, "kind": "oder"}, "purpose": "delivery"}, "ref.kind", "order"),
        ("/use", {"ref": REF, "purpose": "delivery", "items": ["adress"]}, "items", "address"),
        ("/collect", {"kind": "oder", "channel": "homepage", "values": ORDER, "old_enough": True}, "kind", "order"),
        ("/collect", {"kind": "order", "channel": "home-page", "values": ORDER, "old_enough": True}, "channel", "homepage"),
        ("/collect", {"kind": "order", "channel": "homepage", "values": {**ORDER, "phon": "1"}, "old_enough": True}, "values", "phone"),
        ("/event", {"ref": REF, "name": "payed"}, "name", "paid"),
        ("/provide", {"ref": REF, "to": "kpc", "purpose": "delivery"}, "to", None),
        ("/find", {"item": "e-mail", "value": "a@example.com"}, "item", "email"),
        ("/statistics", {"kind": "order", "purpose": "marketing.statistic"}, "purpose", "marketing.statistics"),
        ("/consent", {"subject": NUMBER, "give": ["marketing.event"]}, "give", "marketing.events"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_told_what_was_meant(
    shop: httpx.Client,
    path: str,
    body: Any,
    field: str,
    meant: str | None,  # noqa: F811
) -> None:
    """A misspelt purpose, kind, item, channel, event, receiver or consent is refused with its field and the name that
    was meant, and its promise in words."""
    found = shop.post(path, json=body).json()
    assert found["field"] == field, found
    assert meant is None or (found["meant"], f"`{meant}`" in found["hint"]) == (meant, True), found
    assert found["cited"].startswith(("clause ", "the policy on "))
    assert "(clause " not in found["detail"]


def test_in_process_is_told_the_same(served: Served, shop: httpx.Client) -> None:  # noqa: F811
    """What a key is told of a wrong name, a caller in process is told too, of one read and of many."""
    read = jikim.Read(jikim.Ref(UUID(NUMBER), uuid4(), "order"), "delivry")
    with pytest.raises(jikim.DeniedError) as alone:
        served.jk.use(read.ref, purpose=read.purpose)
    (many,) = served.jk.use_many([read])
    assert isinstance(many, jikim.DeniedError)
    assert (alone.value.field, alone.value.meant, many.field) == ("purpose", "delivery", "reads[0].purpose")
    assert alone.value.hint == many.hint == "did you mean `delivery`?"
    assert shop.post("/use", json={"ref": REF, "purpose": "delivry"}).json()["hint"] == alone.value.hint


def test_a_grant_is_told_which_purpose_was_meant(served: Served) -> None:  # noqa: F811
    """A grant that names a misspelt purpose says which one was probably meant."""
    office = served.jk.by(served.jk.acting("system", "set-up"))
    with pytest.raises(jikim.DeniedError) as refused:
        office.grant("h-nobody", ["billing", "delivry"], served.jk.now() + timedelta(days=1))
    assert (refused.value.field, refused.value.meant) == ("purposes", "delivery")


def test_a_missing_field_is_named(shop: httpx.Client) -> None:  # noqa: F811
    """A body without a field that it needs is 422 with that field; one with a field too many says which was meant."""
    missing = shop.post("/use", json={"ref": {"subject": NUMBER, "kind": "order"}, "purpose": "delivery"})
    assert (missing.status_code, missing.json()["field"]) == (422, "ref.record")
    more = shop.post("/use", json={"ref": REF, "purpos": "delivery"})
    assert (more.status_code, more.json()["meant"]) == (400, "purpose")
    part = shop.post("/use", json={"ref": {**REF, "knd": "order"}, "purpose": "delivery"}).json()
    assert (part["field"], part["meant"]) == ("ref", "kind")
    number = shop.post("/use", json={"ref": {**REF, "subject": "me"}, "purpose": "delivery"}).json()
    assert (number["field"], "UUID" in number["detail"]) == ("ref.subject", True)


def test_a_key_is_told_what_keys_are_told(served: Served) -> None:  # noqa: F811
    """A key that lacks a purpose, a reach or the right to act for people is told how a key is made, and nothing of an
    officer who could grant it."""
    narrow = served.key("delivery", name="narrow", records=["enquiry"])[1]
    with served.api(narrow) as client:
        told = [
            client.post("/use", json={"ref": REF, "purpose": "billing"}).json(),
            client.post("/use", json={"ref": REF, "purpose": "delivery"}).json(),
            client.post("/show", json={"subject": NUMBER}).json(),
        ]
    assert [one["type"].rpartition(":")[2] for one in told] == ["grant", "beyond-grant", "not-confirmed"]
    assert all("jikim key new" in one["hint"] and "officer" not in one["hint"] for one in told)
    assert "--may people" in told[2]["hint"]


def test_korean_is_said_where_it_is_asked_for(served: Served, shop: httpx.Client) -> None:  # noqa: F811
    """A denial and a wrong value say themselves in Korean: by Accept-Language, by `connect(language=)` as in process, and
    by the house's setting."""
    asked = {"ref": REF, "purpose": "delivry"}
    found = shop.post("/use", json=asked, headers={"accept-language": "ko-KR,ko;q=0.9,en;q=0.8"}).json()
    assert (found["title"], found["hint"]) == ("방침에 없는 목적입니다", "혹시 `delivery`인가요?")
    assert found["cited"] == "방침의 ‘이용 목적’" or found["cited"].startswith("방침 ")
    ref, wrong = jikim.Ref(UUID(NUMBER), UUID(NUMBER), "order"), {**ORDER, "phone": "x"}
    said: list[list[str]] = []
    with jikim.connect(served.url, served.key(may=("people",))[1], language="ko") as remote:
        before = served.jk.settings
        served.jk.settings = replace(before, language="ko")
        try:
            for jk in (remote, served.jk):
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.use(ref, purpose="delivry")
                with pytest.raises(jikim.InvalidError) as invalid:
                    jk.collect("order", wrong, channel="homepage", subject="guest", old_enough=True)
                said.append([str(denied.value), str(invalid.value)])
        finally:
            served.jk.settings = before
    assert said[0] == said[1]
    assert "방침에 없는 목적입니다 (방침" in said[0][0]
    assert "혹시 `delivery`인가요?" in said[0][0]
    assert all(
        any("가" <= char <= "힣" for char in line.partition(": ")[2]) for line in "\n".join(said[0]).splitlines()[1:]
    )


def test_the_wish_for_a_language_is_weighed() -> None:
    """The language that is wanted more is answered, and the policy's first where neither is."""
    asked = {b"en": "en", b"ko": "ko", b"en, ko;q=0.9": "en", b"ko-KR,en;q=0.5": "ko"}
    assert {header: asked_for(header, "en") for header in asked} == asked
    assert {header: asked_for(header, "ko") for header in asked} == asked
    for neither in (b"", b"fr, *", b"ko;q=x", b"en,ko"):
        assert [asked_for(neither, "en"), asked_for(neither, "ko")] == ["en", "ko"]


def test_every_problem_is_said_in_the_language_that_is_wanted(served: Served, shop: httpx.Client) -> None:  # noqa: F811
    """A missing field, an unknown number, a conflict, what cannot be done, a wrong route and no key say themselves in
    Korean and in English, with a way on in the same language; where none is wanted, in the policy's first."""
    nobody = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
    member, _ = served.member()
    order, someone = served.order(member), {"subject": str(member.subject), "kind": member.kind}
    again = {"kind": "order", "channel": "homepage", "subject": someone, "values": ORDER, "old_enough": True}
    asks: list[tuple[str, str, dict[str, Any]]] = [
        ("/use", "missing", {"purpose": "delivery"}),
        ("/use", "body", {"ref": wire(order), "purpose": "delivery", "purposes": 1}),
        ("/receipt", "unknown", {"subject": nobody}),
        ("/show", "body", {"subject": "x"}),
        ("/collect", "refused", {**again, "consents": ["marketing.events"]}),
        ("/nowhere", "no-route", {}),
    ]
    first = served.jk.policy.file.service.languages[0]
    for path, code, body in asks:
        told = {
            wanted: shop.post(path, json=body, headers={"accept-language": wanted}).json()
            for wanted in ("ko", "en", "*")
        }
        assert {one["type"].rpartition(":")[2] for one in told.values()} == {code}, told
        assert told["*"] == told[first]
        for name in ("title", "detail", "hint"):
            assert (name in told["ko"]) == (name in told["en"]), (path, name)
            assert HANGUL.search(told["ko"].get(name, "가")), told["ko"]
            assert not HANGUL.search(told["en"].get(name, "")), told["en"]
    for path, en, ko in (
        ("/receipt", "that is the number of nobody who is or was here", "여기에 있거나 있었던 사람의 번호가 아닙니다"),
        ("/certificates/receipt", "that is no certificate's number", "파기 증명서의 번호가 아닙니다"),
    ):
        name = "subject" if path == "/receipt" else "number"
        for wanted, said in (("en", en), ("ko", ko)):
            told_of = shop.post(path, json={name: nobody}, headers={"accept-language": wanted}).json()
            assert (told_of["detail"], "번호" in told_of["hint"]) == (said, wanted == "ko"), told_of
    with served.api("jk_none") as nobodys:
        assert nobodys.post("/use", json={}, headers={"accept-language": "ko"}).json()["title"] == "없는 키입니다"


def test_a_duplicate_names_its_item(served: Served, shop: httpx.Client) -> None:  # noqa: F811
    """A value that another member has is refused by the name of its item, and not by those that are free."""
    _, member = served.member()
    free = {"login_id": f"free{uuid4().hex[:8]}", "email": member["email"]}
    values = {**member, **free}
    body = {"kind": "membership", "channel": "homepage", "subject": "member", "old_enough": True, "values": values}
    found = shop.post("/collect", json=body).json()
    assert (found["type"].rpartition(":")[2], found["about"]) == ("taken", ["email"]), found


def test_wire_is_unchanged(served: Served, shop: httpx.Client) -> None:  # noqa: F811
    """A read that nothing is wrong with is answered as before."""
    person, _ = served.member()
    order = served.order(person)
    assert shop.post("/use", json={"ref": wire(order), "purpose": "delivery"}).status_code == 200
