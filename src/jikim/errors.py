"""The errors that Jikim raises. None ever carries a personal value.

A message is lower case without a full stop; `hint` says how to go on. `DeniedError` is the policy's no: it names the
clause. A message is for people: what a program goes by stands in an error's class and fields.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import NamedTuple, Self
from uuid import UUID


class Said(NamedTuple):
    """An error in one language: what is wrong, what can be done instead (empty: nothing), and of a denial the promise
    that refuses in words (`clause 7.4a`)."""

    reason: str
    hint: str
    cited: str = ""


class JikimError(Exception):
    """The root of all of them. Each says itself in English (`message`, `hint`) and in Korean (`ko`: both, the hint empty
    where there is none). What the caller sent (`given`) stands at `{}`, in Korean after a colon: ": `{}`"."""

    def __init__(self, message: str, *, hint: str | None = None, given: str | None = None, ko: tuple[str, str]) -> None:
        self._said = {"en": Said(message, hint or ""), "ko": Said(*ko)}
        self._given = given
        super().__init__()
        self.spoken("en")

    def __str__(self) -> str:
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message

    def words(self, language: str) -> Said:
        """What it says in a language (another than Korean: English), without what the caller sent and whom it is about."""
        said = self._said.get(language, self._said["en"])
        if self._given is None:
            return said
        return said._replace(reason=said.reason.replace(": `{}`", "").replace("`{}`", "that"))

    def spoken(self, language: str) -> Self:
        """The same error, which says itself in that language from here on."""
        reason, hint, _ = self._said.get(language, self._said["en"])
        return self._say(reason if self._given is None else reason.replace("{}", self._given), hint)

    def _say(self, message: str, hint: str) -> Self:
        self.message, self.hint, self.args = message, hint or None, (message,)
        return self


class SealError(JikimError):
    """A ciphertext does not open here: another key, another place, or changed bytes."""


class KeyGoneError(JikimError):
    """The key has been destroyed, and with it what it sealed."""


class StoreError(JikimError):
    """The database is not as it must be, or refused a step; or a file beside the key ring cannot be used."""

    @classmethod
    def of_file(cls, error: OSError) -> StoreError:
        """What the system said of a file of the key ring, by the file's name alone."""
        name = f"`{os.path.basename(error.filename)}`" if isinstance(error.filename, str) else "a file"
        name_ko = f"{name} 파일을" if isinstance(error.filename, str) else "파일 하나를"
        return StoreError(
            f"{name} of the key ring cannot be used ({(error.strerror or type(error).__name__).lower()})",
            hint="mount its disk and make room, or correct JIKIM_RING_DIR and JIKIM_RING_COPIES; then try again",
            ko=(
                f"키 고리의 {name_ko} 쓸 수 없습니다 ({(error.strerror or type(error).__name__).lower()})",
                "디스크를 연결하고 공간을 확보하거나, JIKIM_RING_DIR과 JIKIM_RING_COPIES를 바로잡고 다시 시도해 주세요",
            ),
        )


class GrantOverError(StoreError):
    """The grant that an entry acts by ended before its statement was through. The driver turns it into the policy's
    denial."""


class ElsewhereError(StoreError):
    """The person lies on another server than the one that was asked (decision 25). Nothing was done; the driver looks
    again where."""


class SealedError(StoreError):
    """The house does not open: its root key waits for a passphrase, or an older database was put back and restrictions
    must be replayed."""


class ConflictError(JikimError):
    """Someone else changed the same thing in between, or it exists already."""

    @classmethod
    def meanwhile(cls) -> Self:
        """It was changed since the caller looked."""
        return cls(
            "someone changed the same thing in between",
            hint="look at it as it is now, then try again",
            ko=("그 사이에 다른 변경이 있었습니다", "지금 내용을 확인하고 다시 해 주세요"),
        )


class NotFoundError(JikimError):
    """There is nothing of that number or name: no such person, certificate, publication or key."""


class StoppedError(JikimError):
    """Nothing was destroyed, because something must be looked at first. `why` is `clock`, `share` or `gate`
    (`attach/gate.py`); `plan` what waits, in hex."""

    def __init__(
        self,
        message: str,
        *,
        why: str,
        plan: str | None = None,
        hint: str,
        given: str | None = None,
        ko: tuple[str, str],
    ) -> None:
        super().__init__(message, hint=hint, given=given, ko=ko)
        self.why = why
        self.plan = plan


class PolicyError(JikimError):
    """The policy file cannot run; `findings` says where and why."""

    def __init__(
        self, message: str, findings: tuple[object, ...] = (), *, hint: str | None = None, ko: tuple[str, str]
    ) -> None:
        super().__init__(message, hint=hint, ko=ko)
        self.findings = findings


class InvalidError(JikimError):
    """A value that no validator accepts: `text` says why, `item` names the item; the value is never repeated."""

    def __init__(self, text: str, *, item: str, hint: str | None = None, ko: tuple[str, str]) -> None:
        self.item = item
        super().__init__(text, hint=hint, ko=ko)

    def said(self, language: str) -> str:
        """The same for the person who typed it: one line, without the item's name, an example in their quotation marks."""
        text, hint, _ = self.words(language)
        # Korean has no capitals: what begins a hint there in Latin letters is an address or a name.
        line = f"{text}. {hint if language == 'ko' else hint[:1].upper() + hint[1:]}" if hint else text
        return re.sub(r"`([^`]+)`", r"‘\1’" if language == "ko" else r"“\1”", line)

    def _say(self, message: str, hint: str) -> Self:
        self.text = message
        return super()._say(f"`{self.item}`: {message}", hint)


class DeniedError(JikimError):
    """The policy denies it. `clause` is the promise that refuses (a number, or a key where the policy gives none),
    `cited` the same in words, `why` a stable code, `about` the items and record kinds that it is about, `request` the
    number of the request in the way, `hint` what can be done instead. `field` is the argument that holds a name which
    the policy does not know, `meant` the name that was probably meant; `helps`: its hint is for this very call. `left`: how
    many people the limits leave to be read; None where no limit is why."""

    def __init__(
        self,
        reason: str,
        *,
        clause: str,
        why: str,
        hint: str,
        cited: str = "",
        about: Sequence[str] = (),
        request: UUID | None = None,
        ko: Said,
        field: str = "",
        meant: str = "",
    ) -> None:
        self.clause = clause
        self.why = why
        self.about = tuple(about)
        self.request = request
        self.field = field
        self.meant = meant
        self.helps = False
        self.left: int | None = None
        super().__init__(reason, hint=hint, ko=ko[:2])
        self._said = {"en": Said(reason, hint, cited), "ko": ko}
        self.spoken("en")

    def spoken(self, language: str) -> Self:
        reason, hint, self.cited = self.words(language)
        named = f": {', '.join(f'`{name}`' for name in self.about)}" if self.about else ""
        asked = f" ({'요청' if language == 'ko' else 'request'} {self.request})" if self.request is not None else ""
        return self._say(f"{reason}{named}{asked}{f' ({self.cited})' if self.cited else ''}", hint)

    def helped(
        self, *, en: str = "", ko: str = "", field: str = "", meant: str = "", about: Sequence[str] = ()
    ) -> Self:
        """The same with a better way on, the argument that is wrong, or what it is about."""
        for language, hint in (("en", en), ("ko", ko)):
            if hint:
                self._said[language] = self._said[language]._replace(hint=hint)
        self.helps = self.helps or bool(en)
        self.field, self.meant, self.about = field or self.field, meant or self.meant, tuple(about) or self.about
        return self.spoken("en")
