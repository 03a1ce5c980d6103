"""Fields: a record's items as a form, and what was typed back as changes, each checked and said beside its field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jikim.answers import Card
from jikim.policy.items import ItemError, accept
from jikim.policy.items.countries import COUNTRIES
from jikim.policy.model import IDENTIFIERS, ItemType
from jikim.web.forms import Form
from jikim.web.member.looking import Seen
from jikim.web.parts.values import telephone

ADDRESS = ("postcode", "line1", "line2")
# How each type is typed: HTML input type, autocomplete token, input mode. What is missing here is no line that a person
# types.
TYPED: Mapping[ItemType, tuple[str, str, str]] = {
    ItemType.LOGIN_ID: ("text", "username", "text"),
    ItemType.PERSON_NAME: ("text", "name", "text"),
    ItemType.EMAIL: ("email", "email", "email"),
    ItemType.COUNTRY: ("country", "country", "text"),
    ItemType.MOBILE: ("tel", "tel", "tel"),
    ItemType.PHONE: ("tel", "tel", "tel"),
    ItemType.ADDRESS: ("address", "street-address", "text"),
    ItemType.COMPANY: ("text", "organization", "text"),
    ItemType.BUSINESS_NUMBER: ("text", "off", "numeric"),
    ItemType.TEXT: ("area", "off", "text"),
    ItemType.BIRTH_DATE: ("date", "bday", "text"),
    ItemType.GENDER: ("text", "sex", "text"),
    **dict.fromkeys(IDENTIFIERS, ("text", "off", "text")),
    ItemType.SENSITIVE: ("area", "off", "text"),
}


@dataclass(frozen=True)
class Field:
    """One item as a field. `value` is what it holds now, as it is typed; for an address, its lines by part."""

    name: str
    label: str
    how: str
    autocomplete: str
    inputmode: str
    required: bool
    value: str
    parts: Mapping[str, str]
    unique: bool

    @property
    def held(self) -> bool:
        """Whether the record holds it."""
        return bool(self.value or self.parts.get("line1"))


def fields(seen: Seen, card: Card, only: Iterable[str] | None = None) -> list[Field]:
    """The items of a record that its person can type, in the policy's order; `only` these, by full or short name."""
    policy, book = seen.page.policy.file, seen.book
    record = policy.records[card.ref.kind]
    wanted = None if only is None else {name.removeprefix(f"{card.ref.kind}.") for name in only}
    found = []
    for name in (*record.items.names, *record.items.contents):
        if wanted is not None and name not in wanted:
            continue
        contents = record.items.contents.get(name)
        if contents is not None:
            # What the office writes, the desk corrects.
            typed = contents.type == "text" and contents.writer == "person"
            how = ("area", "off", "text") if typed else None
        else:
            how = TYPED.get(policy.items[name].type)
        if how is None:
            continue
        value = card.values.get(name, "")
        if how[0] == "tel" and isinstance(value, str) and value:
            value = telephone(value)
        parts = {part: str(value.get(part, "")) for part in ADDRESS} if isinstance(value, Mapping) else {}
        found.append(
            Field(
                name,
                book.voice.item(name, card.ref.kind),
                *how,
                name in record.items.required,
                "" if isinstance(value, Mapping) else str(value),
                parts,
                contents is None and policy.items[name].unique and record.single,
            )
        )
    return found


def changes(seen: Seen, card: Card, listed: Iterable[Field], form: Form) -> dict[str, Any]:
    """What was typed and differs from what is held, ready for `correct`. What is wrong is said beside its field."""
    policy = seen.page.policy.file
    record = policy.records[card.ref.kind]
    country = form["country"].upper() if form["country"].upper() in COUNTRIES else str(card.values.get("country", "KR"))
    found: dict[str, Any] = {}
    for field in listed:
        typed: Any = form[field.name]
        if field.how == "address":
            typed = {part: text for part in ADDRESS if (text := form[f"{field.name}.{part}"])}
            typed |= {"country": country} if typed and country != "KR" else {}
        if field.name not in form.values and field.how != "address":
            continue
        if not typed:
            _emptied(field, form)
            continue
        if typed == field.value:
            continue
        if field.name in record.items.contents:
            found[field.name] = typed
            continue
        try:
            accepted = accept(policy.items[field.name].type, typed, country=country)
        except ItemError as error:
            form.caught(error.beside(field.name))
            continue
        if not _same(accepted.value, card.values.get(field.name)):
            found[field.name] = typed
    return found


def _same(normal: str, held: Any) -> bool:
    if isinstance(held, Mapping):
        return bool(json.loads(normal) == dict(held))
    return bool(normal == held)


def _emptied(field: Field, form: Form) -> None:
    """A correction puts a right value in the place of a wrong one; to take a value away is a deletion, which is asked
    for."""
    if not field.held:
        return
    if field.required:
        form.wrong(field.name, "필수 항목입니다. 입력해 주세요", "this cannot be empty; please enter the correct value")
    else:
        form.wrong(
            field.name,
            "값을 삭제하려면 ‘요청’에서 삭제를 요청해 주세요",
            "to have it deleted altogether, please ask for a deletion under “Requests”",
        )
