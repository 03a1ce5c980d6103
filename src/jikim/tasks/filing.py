"""Filing: something is to be done by a day. Whatever finds the same thing twice files one task.

Guarantees: what is about one thing (`kind` and `about`) is open once; a task's own words are sealed, and `ko`, `en`, `about` and `href` hold no
personal value. Who calls sees to that; other rooms file tasks by this function alone.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from jikim.crypto import wrap
from jikim.db.driver import Statement, Steps
from jikim.db.queries import load
from jikim.errors import InvalidError
from jikim.policy.ask import Actor
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

Q = load("jikim.tasks")
SPACE = "task"
CLAUSE = "audit"
OWN = "own"  # what a handler filed by hand


def file_task(
    house: House, kind: str, about: str, owner: str | None, due: date, ko: str, en: str, actor: Actor, href: str = ""
) -> Steps[UUID]:
    """Files a task and answers its number; that of the open one, where there is one of this kind about the same.

    An `owner` who is not in the register, or has left it, makes it nobody's.
    """
    return (yield from _file(house, uuid4(), kind, about, owner, due, ko, en, href, None, actor))


def file_own(house: House, text: str, owner: str | None, due: date, *, actor: Actor) -> Steps[UUID]:
    """What a handler files by hand: their words are sealed. Raises InvalidError for none, or for a number that is never taken."""
    sealed_for = uuid4()
    sealed = yield from seal(house, sealed_for, b"said", text, "text")
    return (
        yield from _file(
            house, sealed_for, OWN, str(sealed_for), owner, due, "직접 적은 과제", "A task of one's own", "", sealed, actor
        )
    )  # fmt: skip


def _file(
    house: House, task: UUID, kind: str, about: str, owner: str | None, due: date, ko: str, en: str, href: str, said: bytes | None,
    actor: Actor,
) -> Steps[UUID]:  # fmt: skip
    entry = yield from house.entry(
        "task:file", house.policy, actor, None, house.policy.clause(CLAUSE), task=kind, owner=owner or ""
    )
    rows = yield Statement(Q["task.file"], (task, kind, about, owner, due, ko, en, href, said, *entry))
    found: UUID = rows[0][0]
    return found


def seal(house: House, task: UUID, use: bytes, text: str, item: str) -> Steps[bytes]:
    """Somebody's words about a task. Raises InvalidError beside `item`."""
    if not text.strip():
        raise InvalidError("it is empty", item=item, hint="write it", ko=("비어 있습니다", "적어 주세요"))
    yield from no_numbers(house.policy, **{item: text})
    key = yield from house.keyring.ensure(SPACE, task.bytes)
    return wrap(key, use, text.strip().encode())
