"""Forms: what was typed, and what is wrong with it, said beside the field and in the visitor's language.

What was typed stays, but for passwords and card numbers, which are never sent back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import UploadFile

from jikim.db.driver import MUCH
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError
from jikim.policy.detect import find_refused, form_of, redact
from jikim.policy.languages import LANGUAGES
from jikim.policy.model import ItemType, Language
from jikim.policy.reasons import REASONS
from jikim.verbs.forbidden_numbers import SHAPE_ONLY
from jikim.web.visitor import Visitor, visitor_of

NEVER_BACK = frozenset({"password", "password_again", "password_new", "card", "code", "text_code"})


class Form:
    """One form: `form["email"]` is what was typed; `errors` what is wrong, by field; `problem` what is wrong with the
    whole."""

    def __init__(self, visitor: Visitor, values: Mapping[str, str] | None = None) -> None:
        self.visitor = visitor
        self.values: dict[str, str] = dict(values or {})
        self.many: dict[str, list[str]] = {}
        self.files: dict[str, list[UploadFile]] = {}
        self.errors: dict[str, str] = {}
        self.problem: Problem | None = None

    @classmethod
    async def of(cls, request: Request[Any, Any, Any]) -> Form:
        """What a request posted. A field that came twice is in `many`; empty files are left out."""
        form = cls(visitor_of(request.scope))
        for name, value in (await request.form()).multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    form.files.setdefault(name, []).append(value)
            else:
                text = str(value).replace("\r\n", "\n").strip() if name not in NEVER_BACK else str(value)
                form.values.setdefault(name, text)
                form.many.setdefault(name, []).append(text)
        return form

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def back(self, name: str) -> str:
        """What goes back into the field."""
        return "" if name in NEVER_BACK else self.values.get(name, "")

    def given(self, names: Iterable[str]) -> dict[str, str]:
        """The fields of these names that hold something."""
        return {name: self.values[name] for name in names if self.values.get(name)}

    def on(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self[name] in ("on", "yes", "true", "1")

    @property
    def fine(self) -> bool:
        return not self.errors and self.problem is None

    def wrong(self, name: str, ko: str, en: str) -> None:
        """Something is wrong with a field. The first word stays."""
        self.errors.setdefault(name, self.visitor.say(ko, en))

    def day(self, name: str) -> date | None:
        """The day in a field; None where it is empty or, said beside it, is none."""
        found = day_or_none(self[name])
        if self[name] and found is None:
            self.wrong(name, "날짜를 2026-11-30 형식으로 입력해 주세요", "please enter the date as 2026-11-30")
        return found

    def whole(self, name: str, digits: int = 9) -> int | None:
        """The whole number in a field; None for what is none, or has more digits."""
        return whole(self[name], digits)

    def id(self, name: str) -> UUID | None:
        """The number of a person, a record or the like in a field; None for what is none."""
        return _uuid(self[name])

    def ids(self, name: str) -> set[UUID]:
        """Those of a field that came several times."""
        return {found for text in self.many.get(name, ()) if (found := _uuid(text)) is not None}

    def need(self, *names: str) -> bool:
        """Whether these fields hold something; says it beside each that does not."""
        for name in names:
            if not self[name]:
                self.wrong(name, "입력해 주세요", "please fill this in")
        return all(self[name] for name in names)

    def need_words(self, *names: str) -> bool:
        """The same of words that people read (`title_{}`): one field for each of the policy's languages.

        A language that the policy does not have gets the first one's words, should it be spoken later.
        """
        languages = self.visitor.languages
        for name in names:
            for language in LANGUAGES:
                if language not in languages:
                    self.values[name.format(language)] = self[name.format(languages[0])]
        return self.need(*(name.format(language) for name in names for language in languages))

    def caught(self, error: JikimError) -> None:
        """A verb's refusal: beside its field where there is one, else above the form with its promise."""
        if isinstance(error, InvalidError):
            name = error.item.rpartition(".")[2]
            self.errors.setdefault(name, error.said(self.visitor.language))
        else:
            self.problem = Problem.of(error, self.visitor)
            if isinstance(error, DeniedError) and error.why == "refused-in-text":
                self._mask(ItemType(error.about[1]), SHAPE_ONLY in error.about)

    @contextmanager
    def catching(self, *but: type[JikimError]) -> Iterator[None]:
        """What a verb refuses in here is said on the form, and the page goes on behind it; `but` is a page of its own."""
        try:
            yield
        except but:
            raise
        except JikimError as error:
            self.caught(error)

    def _mask(self, kind: ItemType, shape_only: bool) -> None:
        """Takes what is never taken out of what goes back into the fields, says beside each field what such a thing looks
        like, and asks once whether it was one.

        `kind`: what is said of a text that is too long to be searched again. `shape_only`: a number that only looks like
        one; an officer may record that it is none, and enter or correct it.
        """
        language = self.visitor.language
        found = {name: _without(text, language) for name, text in self.values.items()}
        if found == self.values or self.problem is None:
            return
        for name, text in self.values.items():
            if found[name] != text:
                kinds = [kind] if len(text) >= MUCH else [hit.type for hit in find_refused(text)]
                looks = ", ".join(form_of(one, language) for one in dict.fromkeys(kinds))
                self.wrong(name, f"{looks} 형식의 내용을 삭제했습니다", f"removed, because it looks like: {looks}")
        self.values = found
        self.problem.hint = self.visitor.say(
            "해당 번호를 아래에서 삭제했습니다. 이대로 괜찮으시면 다시 제출해 주세요. "
            "주민등록번호가 아니라면 주문번호, 바코드 등 번호의 종류를 앞에 적고 다시 입력해 주세요.",
            "We removed the number below. If that is fine, send the form again. "
            "If it is not a resident number, enter it again with what it is before it, such as order number or barcode.",
        )
        if shape_only:
            self.problem.hint += self.visitor.say(
                *(
                    (
                        " 그래도 받지 않으면 보호책임자가 사유를 적고 입력할 수 있습니다.",
                        " If it is still refused, an officer can give the reason and enter it.",
                    )
                    if self.visitor.path.startswith("/office")
                    else (
                        " 그래도 받지 않으면 보호책임자에게 알려 주세요. 확인하고 대신 입력해 드립니다.",
                        " If it is still refused, tell the privacy officer, who will check it and enter it for you.",
                    )
                )
            )


class Problem:
    """A refusal in the visitor's words: what, what can be done instead, and the promise that refuses."""

    def __init__(self, text: str, hint: str = "", clause: str = "") -> None:
        self.text = text
        self.hint = hint
        self.clause = clause

    @classmethod
    def of(cls, error: JikimError, visitor: Visitor) -> Problem:
        if isinstance(error, DeniedError):
            reason = next((found for why, found in REASONS.items() if why == error.why), None)
            if reason is not None:
                korean = visitor.language == "ko"
                return cls(
                    reason.ko if korean else reason.en, reason.hint_ko if korean else reason.hint_en, error.clause
                )
        if isinstance(error, InvalidError):
            return cls(error.said(visitor.language))
        if isinstance(error, ConflictError):
            return cls(
                visitor.say(
                    "다른 사람이 먼저 변경했거나 현재 상태에서는 처리할 수 없습니다.",
                    "Somebody changed it first, or it cannot be done now.",
                ),
                visitor.say(
                    "현재 상태를 다시 확인해 주세요. 입력하신 내용은 저장되지 않았습니다.",
                    "Please check its current state. Nothing was saved.",
                ),
            )
        return cls(
            visitor.say("처리하지 못했습니다.", "This could not be done right now."),
            visitor.say(
                "잠시 뒤에 다시 시도해 주세요. 입력하신 내용은 저장되지 않았습니다.",
                "Please try again in a moment. Nothing was saved.",
            ),
        )


def day_or_none(text: str) -> date | None:
    """A day that was typed, or stands in an address; None for what is none, or lies where no calendar of ours reaches."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year < 3000 else None


def whole(text: str, digits: int = 9) -> int | None:
    """A whole number that was typed, or stands in an address; None for what is none, or has more digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def named(page: str, wrong: Iterable[str]) -> str:
    """A page on which each line of what is wrong (`parts.errors`) begins with the label of its field: of several empty
    ones it says which."""
    for name in wrong:
        field = re.escape(f'"f-{name}"')
        label = re.search(rf"<(?:label for={field}|fieldset[^>]* id={field}[^>]*>\s*<legend)[^>]*>([^<]+)", page)
        if label is not None:
            said = " ".join(label[1].split())
            line = f'<li><a href="#f-{name}">'
            page = page.replace(line, f"{line}{said}{' ' if said.endswith('?') else ': '}", 1)
    return page


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _without(text: str, language: Language) -> str:
    """A text without numbers that are never taken; of a long one, which nobody searches while others wait, without a
    digit."""
    if len(text) < MUCH:
        return redact(text, find_refused(text), language=language)
    return text.translate({ord(letter): "□" for letter in set(text) if letter.isdigit()})
