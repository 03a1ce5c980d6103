"""Keys: grants that the act's own statement looks at, with purposes, an end, and what they may do for people."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from tests.api.conftest import ORDER, Served, wire

import jikim
from jikim.api.api_keys_and_rates import Gate
from jikim.api.keys import Application, keys_of, look_key, make_key, revoke_key
from jikim.api.problems import ProblemError


@pytest.mark.clause("10.6")
def test_a_revoked_key_is_refused_by_the_statement_itself(served: Served) -> None:
    """While a process still remembers a key, a revocation refuses the very next act: by the grant, recorded, with the
    clause."""
    person, _ = served.member()
    order = served.order(person)
    number, key = served.key(may=("people",), name="revoked")
    with served.api(key) as client:
        assert client.post("/use", json={"ref": wire(order), "purpose": "delivery"}).status_code == 200
        assert served.jk.driver.run(revoke_key(served.jk.house, number))
        subject = {"subject": str(person.subject), "kind": "member"}
        acts: dict[str, dict[str, Any]] = {
            "/use": {"ref": wire(order), "purpose": "delivery"},
            "/use-many": {"reads": [{"ref": wire(order), "purpose": "delivery"}]},
            "/collect": {
                "kind": "order",
                "channel": "homepage",
                "subject": subject,
                "old_enough": True,
                "values": ORDER,
            },
            "/event": {"ref": wire(order), "name": "paid"},
            "/show": {"subject": str(person.subject)},
            "/consent-receipt": {"subject": str(person.subject)},
            "/leave": {"subject": str(person.subject)},
            "/leaving-plan": {"subject": str(person.subject)},
            "/consent": {"subject": str(person.subject), "give": ["marketing.ads"]},
            "/receipt": {"subject": str(person.subject)},
            "/find": {"item": "email", "value": "x@example.com"},
            "/corrections/ask": {"ref": wire(order), "items": ["phone"]},
            "/hand-off": {"subject": str(person.subject)},
        }
        for path, body in acts.items():
            answer = client.post(path, json=body)
            found = answer.json()
            if path == "/use-many":
                found = found["answers"][0]["problem"]
            # Within two seconds the statement says it; after them the gate.
            assert found["type"] in ("urn:jikim:problem:grant", "urn:jikim:problem:key-over"), (path, found)
    assert served.jk.show(person.subject).here


def test_a_key_names_its_purposes_and_no_other(served: Served) -> None:
    """A purpose that the key was not given is refused with the clause, and the refusal is recorded under the
    application's name."""
    person, _ = served.member()
    order = served.order(person)
    with served.api(served.key("delivery", name="courier-desk")[1]) as client:
        answer = client.post("/use", json={"ref": wire(order), "purpose": "billing"})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert (found["type"], found["clause"]) == ("urn:jikim:problem:grant", served.jk.policy.clause("grant"))
    denied = [one for one in served.jk.show(person.subject).uses if one["event"] == "record:use:denied"]
    assert [(one["actor"], one["why"]) for one in denied] == [("application:courier-desk", "grant")]


@pytest.mark.clause("7.1")
def test_a_key_acts_for_people_only_where_it_was_made_for_that(served: Served) -> None:
    """Without `people`, nothing that is a person's own to do is done: refused as not confirmed, and recorded."""
    person, _ = served.member()
    order = served.order(person)
    with served.api(served.key(name="plain")[1]) as client:
        for path, body in {
            "/show": {"subject": str(person.subject)},
            "/consent-receipt": {"subject": str(person.subject)},
            "/leave": {"subject": str(person.subject)},
            "/consent": {"subject": str(person.subject), "give": ["marketing.ads"]},
            "/corrections/ask": {"ref": wire(order), "items": ["phone"]},
            "/requests/list": {"subject": str(person.subject)},
            "/hand-off": {"subject": str(person.subject)},
            "/receipt": {"subject": str(person.subject)},
        }.items():
            answer = client.post(path, json=body)
            assert (answer.status_code, answer.json()["type"]) == (403, "urn:jikim:problem:not-confirmed"), path
    uses = [one["why"] for one in served.jk.show(person.subject).uses if one.get("actor") == "application:plain"]
    assert uses == ["not-confirmed"] * 8


@pytest.mark.parametrize(
    "header", [None, "Bearer x", "Bearer jk_", "Bearer jk_" + "A" * 64, "Basic abc", "Bearer jk_é"]
)
def test_no_key_no_answer(served: Served, header: str | None) -> None:
    """Without a key, and with anything that is none, the answer is 401, says how to come by one, and repeats nothing."""
    import httpx

    headers = {} if header is None else {"authorization": header.encode()}
    answer = httpx.post(
        f"{served.url}/api/v1/find", headers=headers, json={"item": "email", "value": "secret@example.com"}
    )
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "secret" not in answer.text
    assert answer.json()["type"] == "urn:jikim:problem:no-key"


def test_a_key_ends_on_its_day(jk: jikim.Jikim) -> None:
    """After its day the policy's time ends a key, whatever a process remembers."""
    run = jk.driver.run
    until = jk.now() + timedelta(days=1)
    number, key = run(make_key(jk.house, "shop", ["delivery"], until=until, records=["order"]))
    application = run(look_key(key))
    assert isinstance(application, Application)
    made = jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True)
    assert jk.by(application.actor("192.0.2.1")).use(made.ref, purpose="delivery")["name"] == "가나다"
    jk.move_clock(until + timedelta(minutes=1))
    with pytest.raises(jikim.DeniedError) as caught:
        jk.by(application.actor("192.0.2.1")).use(made.ref, purpose="delivery")
    assert caught.value.why == "grant"
    assert [(one.number, one.name, one.purposes) for one in run(keys_of(jk.house))] == [(number, "shop", ("delivery",))]
    with pytest.raises(jikim.JikimError, match="no key number 99"):
        run(revoke_key(jk.house, 99))
    # A handler of the application's name gets nothing of its grant.
    assert jk.handler("shop").purposes == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Shop!"}, "no application's name"),
        ({"may": ("all",)}, "can't be allowed"),
        ({"purposes": ["flying"]}, "purpose"),
        ({"until": timedelta(days=-1)}, "over already"),
    ],
)
def test_a_key_is_made_as_it_should_be(jk: jikim.Jikim, change: dict[str, Any], said: str) -> None:
    """A name, a permission, a purpose or a day that can't be is refused, and no grant is left."""
    more: dict[str, Any] = {"name": "shop", "purposes": ["delivery"], "until": timedelta(days=1), **change}
    with pytest.raises(jikim.JikimError, match=said):
        jk.driver.run(
            make_key(jk.house, more["name"], more["purposes"], until=jk.now() + more["until"], may=more.get("may", ()))
        )
    assert jk.handler("application:shop").purposes == 0


def test_the_key_is_stored_nowhere(served: Served) -> None:
    """What the database holds of a key finds nobody: the secret's hash alone, and the list never shows it."""
    _, key = served.key(name="stored")
    listed = served.jk.driver.run(keys_of(served.jk.house))
    assert key[3:] not in repr(listed)
    assert key[-40:] not in repr(listed)


def test_who_comes_too_often_waits(served: Served) -> None:
    """Beyond its number of a minute a key is told to wait, and others are not."""
    _, few = served.key(name="often", most=5)
    with served.api(few) as client:
        answers = [client.post("/find", json={"item": "email", "value": "x@example.com"}).status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2
    with served.api(served.key(name="other")[1]) as client:
        assert client.post("/find", json={"item": "email", "value": "x@example.com"}).status_code == 200


class Half:
    """What a gate needs of a Jikim, on the sync one; `asked`: how often it asked for steps."""

    def __init__(self, served: Served) -> None:
        self.jk, self.house, self.driver, self.asked = served.jk, served.jk.house, self, 0

    async def do(self, step: Any, *params: Any) -> Any:
        return self.jk.do(step, *params)

    async def run(self, steps: Any) -> Any:
        self.asked += 1
        return self.jk.driver.run(steps)


@pytest.mark.parametrize("known", [True, False])
def test_who_comes_at_the_same_time_with_one_key_is_looked_for_once(served: Served, known: bool) -> None:
    """Twenty at once ask the database one time, and each is let in, or refused; one who gives up harms no other."""
    header, half = f"Bearer {served.key(name='at-once')[1] if known else 'jk_0_none'}".encode(), Half(served)

    async def come() -> list[Any]:
        gate = Gate(half)  # type: ignore[arg-type]
        first, *others = [asyncio.ensure_future(gate.application(header)) for _ in range(20)]
        asyncio.get_running_loop().call_soon(first.cancel)
        return await asyncio.gather(*others, return_exceptions=True)

    answers = asyncio.run(come())
    assert half.asked == 1
    assert {type(one) for one in answers} == {Application if known else ProblemError}


def test_a_limit_is_drawn_in_parts_and_counted_for_all_processes(served: Served) -> None:
    """Two processes with one key share its minute: what one has drawn, the other has not."""
    number, key = served.key(name="two-processes", most=300)

    async def count(gate: Gate) -> int:
        application = await gate.application(f"Bearer {key}".encode())
        taken = 0

        async def more() -> None:
            nonlocal taken
            while True:
                if (waits := gate.counted(application)) is not None:
                    await waits
                taken += 1

        with pytest.raises(ProblemError, match="over-limit"):
            await more()
        return taken

    first, second = Gate(Half(served)), Gate(Half(served))  # type: ignore[arg-type]

    async def both() -> tuple[int, int]:
        return await count(first), await count(second)

    one, other = asyncio.run(both())
    assert one == 300
    assert other == 0
    assert number > 0
