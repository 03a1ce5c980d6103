"""What a type checker knows of each method: its parameters and its answer, awaited on a loop; a wrong, missing or unknown
argument is an error. `make lint` has mypy read it, to whom an `ignore` of an error that is none is one itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_type

import jikim
from jikim.answers import Values
from jikim.app.private import PrivateJikim
from jikim.errors import JikimError
from jikim.policy.ask import Actor
from jikim.values import Private, PrivateValues


async def asked(jk: jikim.Jikim, other: jikim.AsyncJikim, actor: Actor, ref: jikim.Ref) -> None:
    assert_type(jk.use(ref, purpose="delivery"), Values)
    assert_type(jk.by(actor).use(ref, purpose="delivery", items=["name"]), Values)
    assert_type(await other.by(actor).use(ref, purpose="delivery"), Values)
    assert_type(await other.check(ref, "password", "a secret", purpose="joining"), bool)
    assert_type(jk.by(actor).collect("order", {}, channel="homepage").ref, jikim.Ref)
    jk.use(ref, purpose=1)  # type: ignore[arg-type]
    jk.use(ref)  # type: ignore[call-arg]
    jk.use(actor, ref, purpose="delivery")  # type: ignore[arg-type, misc]
    await other.by(actor).collect("order", {})  # type: ignore[call-arg]
    jk.by(actor).sweep()  # type: ignore[attr-defined]


async def kept(actor: Actor, ref: jikim.Ref) -> None:
    """A value that keeps its purpose is no text: what takes text refuses it."""
    jk = assert_type(jikim.open("policy.yaml", private=True), PrivateJikim)
    values = assert_type(jk.use(ref, purpose="delivery"), PrivateValues)
    assert_type(jk.by(actor).use_many([jikim.Read(ref, "delivery")]), Sequence[PrivateValues | JikimError])
    async with jikim.open_async("policy.yaml", private=True) as other:
        assert_type((await other.by(actor).use(ref, purpose="delivery"))["name"], Private)
    _sent(values["name"])  # type: ignore[arg-type]
    _sent(values.get("name"))  # type: ignore[arg-type]
    for name, value in values.items():
        _sent(value)  # type: ignore[arg-type]
        _sent(name + value)  # type: ignore[operator]
    "to " + values["name"]  # type: ignore[operator]
    _sent(values["name"].to("mail"))
    assert_type(jikim.open("policy.yaml"), jikim.Jikim)


def _sent(_text: str) -> None: ...
