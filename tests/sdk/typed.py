"""What a type checker knows of each method: its parameters and its answer, awaited on a loop; a wrong, missing or unknown
argument is an error. `make lint` has mypy read it, to whom an `ignore` of an error that is none is one itself."""

from __future__ import annotations

from typing import assert_type

import jikim
from jikim.answers import Values
from jikim.policy.ask import Actor


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
