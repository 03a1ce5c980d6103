"""The errors that Jikim raises. None ever carries a personal value.

A message is lower case without a full stop; `hint` says how to go on. `DeniedError` is the policy's no: it names the clause.
"""

from __future__ import annotations


class JikimError(Exception):
    """The root of all of them."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message


class SealError(JikimError):
    """A ciphertext does not open here: another key, another place, or changed bytes."""


class KeyGoneError(JikimError):
    """The key has been destroyed, and with it what it sealed."""


class StoreError(JikimError):
    """The database is not as it must be, or refused a step."""


class ConflictError(JikimError):
    """Someone else changed the same thing in between, or it exists already."""


class PolicyError(JikimError):
    """The policy file cannot run; `findings` says where and why."""

    def __init__(self, message: str, findings: tuple[object, ...] = (), *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.findings = findings


class InvalidError(JikimError):
    """A value that no validator accepts. `item` names the item; the value is never repeated."""

    def __init__(self, message: str, *, item: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.item = item


class DeniedError(JikimError):
    """The policy denies it. `clause` is the promise that refuses, `why` a stable code, `hint` what can be done instead."""

    def __init__(self, message: str, *, clause: str, why: str, hint: str) -> None:
        super().__init__(f"{message} (clause {clause})", hint=hint)
        self.clause = clause
        self.why = why
