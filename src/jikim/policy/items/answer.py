"""What a validator answers: an `Accepted` value, or an `ItemError` that never holds the value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jikim.errors import InvalidError
from jikim.policy.model import Language


@dataclass(frozen=True, slots=True)
class Accepted:
    """A value that passed, normalised. Its repr shows nothing, so that it can stand in a traceback.

    `value`: the text to be sealed; a structured value is canonical JSON (sorted keys, no spaces, plain UTF-8).
    `key`: the form under which a blind index finds it, or None for types that nobody is found by.
    `handover`: what may be passed on at once and is never sealed (a full card number, for the payment service);
    it exists in this object only.
    """

    value: str = field(repr=False)
    key: str | None = field(default=None, repr=False)
    handover: str | None = field(default=None, repr=False, compare=False)


class ItemError(ValueError):
    """A value that is refused, said in both languages and without the value.

    `reason` is a stable word for programs (`too-short`, `checksum`, `number`, …); `text` says what is wrong
    and `hint` the fix, each by language code.

    # INVARIANT: nothing in this object, its context or its cause comes from the value.
    """

    def __init__(self, reason: str, text: Mapping[Language, str], hint: Mapping[Language, str]) -> None:
        super().__init__(reason, text, hint)
        self.reason = reason
        self.text = text
        self.hint = hint

    def beside(self, item: str) -> InvalidError:
        """The same, said of an item by its name."""
        return InvalidError(self.text["en"], item=item, hint=self.hint["en"], ko=(self.text["ko"], self.hint["ko"]))

    def __str__(self) -> str:
        return f"{self.text['en']}\nhint: {self.hint['en']}"


def refusal(reason: str, *, ko: tuple[str, str], en: tuple[str, str]) -> ItemError:
    """An `ItemError` from (text, hint) in each language."""
    return ItemError(reason, {"ko": ko[0], "en": en[0]}, {"ko": ko[1], "en": en[1]})
