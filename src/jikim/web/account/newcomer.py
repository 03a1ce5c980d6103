"""What somebody who joins types: read by the policy's own list of items, checked whole, every mistake beside its field.
Nothing is stored here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from jikim.accounts.credentials import Secret, secrets_of
from jikim.accounts.strength import tells_of
from jikim.intake.doors import bringing_of
from jikim.policy.compiled import Policy
from jikim.policy.items import ItemError, accept
from jikim.policy.model import Basis, Case, ItemType, Purpose, SubjectKind
from jikim.policy.model.what import ChannelKind
from jikim.web.forms import Form
from jikim.web.page import Page

# How a browser fills a field in, and which keyboard a telephone shows for it.
CONTROLS: dict[ItemType, tuple[str, str | None, str | None]] = {
    ItemType.LOGIN_ID: ("text", "username", None),
    ItemType.PERSON_NAME: ("text", "name", None),
    ItemType.EMAIL: ("email", "email", "email"),
    ItemType.MOBILE: ("tel", "tel", "tel"),
    ItemType.PHONE: ("tel", "tel", "tel"),
    ItemType.COMPANY: ("text", "organization", None),
    ItemType.COUNTRY: ("country", "country", None),
    ItemType.BUSINESS_NUMBER: ("text", None, "numeric"),
    ItemType.BIRTH_DATE: ("date", "bday", None),
}


class Field(NamedTuple):
    """One item that is asked for."""

    name: str
    type: ItemType
    required: bool
    control: str
    autocomplete: str | None
    inputmode: str | None
    case: Case | None  # in which it is required


@dataclass(frozen=True)
class Joining:
    """How one kind of member joins: the record that is made, its secret, and the items asked for."""

    name: str
    kind: SubjectKind
    record: str
    channel: str
    secret: Secret
    fields: tuple[Field, ...]

    def of(self, type_: ItemType) -> str | None:
        """The item of a type."""
        return next((field.name for field in self.fields if field.type is type_), None)

    @property
    def asked(self) -> list[str]:
        """What cannot be left out, by whoever opens one here."""
        return [*(field.name for field in self.fields if field.required), self.secret.item]


def joinings(policy: Policy, brand: str = "") -> Mapping[str, Joining]:
    """The kinds of account that one can open, by their names: of a kind of member the one, or each by its record kind (a
    general account beside a simple one); on a brand's own site, by its own door."""
    made: list[Joining] = []
    for record, secret in secrets_of(policy).items():
        rules = policy.records[record]
        items = rules.record.items
        channel = _channel(policy, record, brand)
        for kind, brought in bringing_of(policy, channel, record).items():
            fields = []
            for name in items.names:
                type_, cases = policy.file.items[name].type, items.cases_of(name)
                if name not in (*items.required, *items.optional) and not any(
                    case.holds(channel, SubjectKind(kind)) for case in cases
                ):
                    # What is asked for in a case of other people alone is not asked of these.
                    continue
                if name != secret.item and brought.allowed >> rules.names[name] & 1:
                    control = CONTROLS.get(type_, ("text", None, None))
                    needed = bool(brought.required >> rules.names[name] & 1)
                    fields.append(Field(name, type_, needed, *control, next(iter(cases), None)))
            made.append(Joining(kind, SubjectKind(kind), record, channel, secret, tuple(fields)))
    of = Counter(one.kind for one in made)
    named = (one if of[one.kind] == 1 else replace(one, name=f"{one.record}.{one.name}") for one in made)
    return {one.name: one for one in named}


def _channel(policy: Policy, record: str, brand: str) -> str:
    """The door by which people enter their own data: the brand's own, where it has one."""
    via = policy.records[record].record.via
    doors = [name for name in via if policy.file.channels[name].kind is ChannelKind.SELF]
    of_brand = policy.file.brands[brand].channels if brand in policy.file.brands else ()
    return next((name for name in doors if name in of_brand), (doors or via)[0])


def offered_consents(policy: Policy, joining: Joining) -> dict[str, Purpose]:
    """The purposes that wait for a consent of their own: those that nobody need give, and those by which a field of the
    form is taken."""
    served = policy.records[joining.record].record.for_
    return {
        name: purpose
        for name, purpose in policy.file.purposes.items()
        if purpose.basis is Basis.CONSENT and (purpose.optional or name in served)
    }


def needed_purposes(policy: Policy, joining: Joining) -> list[str]:
    """What joining is for, without any consent."""
    purposes = policy.file.purposes
    return [name for name in policy.records[joining.record].record.for_ if purposes[name].basis is not Basis.CONSENT]


_HINTS: dict[ItemType, tuple[str, str]] = {
    ItemType.LOGIN_ID: (
        "영문자로 시작하는 4~32자의 영문자, 숫자, . _ -",
        "4 to 32 letters, digits, . _ or -, starting with a letter",
    ),
    ItemType.EMAIL: ("이 주소로 인증번호를 보냅니다.", "A code is sent to this address."),
    ItemType.BUSINESS_NUMBER: ("숫자 10자리", "ten digits"),
}


def hint_of(page: Page, type_: ItemType) -> str:
    """What helps to fill a field in."""
    hint = _HINTS.get(type_)
    return page.say(*hint) if hint is not None else ""


def given_consents(policy: Policy, joining: Joining, form: Form) -> list[str]:
    """The consents whose boxes are ticked."""
    return [name for name in offered_consents(policy, joining) if form.on(f"consent.{name}")]


def read(joining: Joining, policy: Policy, form: Form) -> dict[str, str]:
    """The items as typed, where each is of its form; what is wrong is said beside its field."""
    form.need(*(field.name for field in joining.fields if field.required))
    for field in joining.fields:
        if (case := field.case) is None or field.required or form[field.name]:
            continue
        given = any(form[name] for name in case.items)
        if case.need == "one" and not given:
            form.wrong(field.name, "이 가운데 하나는 입력해 주세요", "enter at least one of these")
        elif case.need == "all" and given and not case.always:
            form.wrong(field.name, "함께 입력해 주세요", "please fill this in too")
    found = {}
    for field in joining.fields:
        typed = form[field.name]
        if not typed:
            continue
        try:
            accept(field.type, typed, country="KR")
        except ItemError as error:
            form.caught(error.beside(field.name))
        else:
            found[field.name] = typed
    return found


def read_password(form: Form, name: str, known: Sequence[str]) -> str | None:
    """A new password that is strong enough and was typed twice alike; what is wrong is said beside its field."""
    typed = form[name]
    if not form.need(name, "password_again"):
        return None
    try:
        accept(ItemType.PASSWORD, typed)
    except ItemError as error:
        form.caught(error.beside(name))
        return None
    if tells_of(typed, known):
        form.wrong(
            name,
            "아이디나 이메일, 전화번호가 포함되어 있습니다. 본인을 추측할 수 없는 단어를 사용해 주세요",
            "it contains your login ID, e-mail address or phone number. Choose words that nobody connects with you",
        )
        return None
    if form["password_again"] != typed:
        form.wrong("password_again", "두 번 입력한 비밀번호가 서로 다릅니다", "the two passwords do not match")
        return None
    return typed
