"""A verb is declared once: its method has its name, parameters, answer and words, on sync connections and on a loop, by
whoever asks."""

from __future__ import annotations

import asyncio
import inspect
import tomllib
from pathlib import Path

import pytest
from tests.conftest import ROOT, Cast, Databases
from tests.employed import ledger_of

import jikim
from jikim.app.acting import Acting, AsyncActing
from jikim.app.methods import Verbs
from jikim.policy.model import PolicyFile
from jikim.verbs.use import use

METHODS = {name: one for name, one in vars(Verbs).items() if not name.startswith("_")}


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_line_keeps_what_the_verb_says(name: str) -> None:
    """`help` and an editor are told the verb's parameters, its answer and its words; who asks and the house are no
    parameters."""
    told = inspect.signature(METHODS[name])
    assert next(iter(told.parameters)) == "self"
    assert not {"by", "house", "actor"} & set(told.parameters)
    assert inspect.getdoc(METHODS[name])
    assert "Steps" not in str(told.return_annotation)
    assert not inspect.isgeneratorfunction(METHODS[name])


def test_a_method_is_the_verb_itself() -> None:
    """The signature of `jk.use` is that of `verbs.use` but for its first argument, and each kind of Jikim has the same."""
    mine, theirs = inspect.signature(Verbs.use), inspect.signature(use)  # type: ignore[arg-type]
    assert list(mine.parameters.values())[1:] == list(theirs.parameters.values())[1:]
    for kind in (jikim.Jikim, jikim.AsyncJikim, Acting, AsyncActing):
        assert kind.use is Verbs.use


def test_a_type_checker_sees_the_verb() -> None:
    """mypy reads `tests/sdk/typed.py` wherever it reads the product."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert told["modules"] == ["tests.sdk.typed"]
    assert told["strict"]  # an ignored error that is none is an error


def test_who_is_said_is_who_asks(jk: jikim.Jikim, cast: Cast) -> None:
    """The ledger says the application of `jk.use`, and of `jk.by(…)` whoever was said; neither is left behind for the
    next."""
    as_hana = jk.by(cast.hana)
    as_hana.use(cast.alice_order, purpose="delivery")
    jk.use(cast.alice_order, purpose="delivery")
    jk.by(jk.acting("member", str(cast.alice.subject))).show(cast.alice.subject)
    as_hana.use(cast.alice_order, purpose="delivery")
    jk.sequence()
    told = [
        one["actor"]
        for one in ledger_of(jk, cast.alice.subject)
        if one["event"] in ("record:use:allowed", "subject:show:allowed")
    ]
    assert told[-4:] == ["handler:hana", "application:app", f"member:{cast.alice.subject}", "handler:hana"]


def test_every_argument_goes_by_its_name(jk: jikim.Jikim, cast: Cast) -> None:
    """What a type checker takes by name the methods take by name, with a file among the values and without."""
    said = {"name": "가나다", "email": "ganada@example.com", "text": "질문"}
    for values in (said, {**said, "files": b"plain"}):
        made = jk.collect(kind="enquiry", values=values, channel="board", subject=cast.alice, old_enough=True)
        opened = jk.ask_correction(ref=made.ref, items=["text"])
        assert jk.correct(correction=opened, values={"text": "다른 질문"}).version == 2
    offer = jikim.Offer(cast.alice, "enquiry", said, "board")
    (one,) = jk.collect_many(offers=[offer], old_enough=True)
    assert not isinstance(one, jikim.JikimError)


def test_a_loop_asks_by_the_same(
    jk: jikim.Jikim, cast: Cast, databases: Databases, homepage: PolicyFile, tmp_path: Path
) -> None:
    """On a loop, too, `by` asks as somebody, and what the policy refuses the application it refuses with the clause."""

    async def main() -> None:
        async with jikim.AsyncJikim(homepage, databases.settings(tmp_path)) as other:
            with pytest.raises(jikim.DeniedError) as refused:
                await other.hold(cast.alice_order, reason="a dispute")
            assert refused.value.why == "not-confirmed"
            assert await other.by(cast.omar).hold(cast.alice_order, reason="a dispute")

    asyncio.run(main())
