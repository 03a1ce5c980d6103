"""A process that signs up, uses, orders, corrects, withdraws and leaves until its input ends, and gives an account of what it was answered:
`python -m tests.db.moving_load SETTINGS NAME` (settings as base64 of a pickle)."""

from __future__ import annotations

import json
import pickle
import random
import sys
import threading
from base64 import b64decode
from contextlib import suppress
from typing import Any
from uuid import UUID

from tests.conftest import HOMEPAGE, ORDER

import jikim
from jikim.app import Jikim, read_policy
from jikim.errors import JikimError

LEAST = 60  # verbs of each, however soon its input ends


def ref_of(one: dict[str, Any]) -> jikim.Ref:
    """Where somebody of an account lies."""
    subject, record, kind = one["ref"]
    return jikim.Ref(UUID(subject), UUID(record), kind)


class Account:
    """What was answered: of each person the name that they have now, how often they were used, their orders, and whether they left."""

    def __init__(self, jk: Jikim, name: str) -> None:
        self.jk, self.name, self.chance = jk, name, random.Random(name)
        self.people: list[dict[str, Any]] = []
        self.verbs = 0
        self.errors: list[str] = []

    def asked(self, verb: Any) -> Any:
        try:
            return verb()
        except JikimError as error:
            self.errors.append(f"{type(error).__name__}: {error}")
            raise
        finally:
            self.verbs += 1

    def step(self) -> None:
        here = [one for one in self.people if not one["left"]]
        if len(here) < 8 or self.chance.random() < 0.1:
            return self.join()
        one = self.chance.choice(here)
        ref = ref_of(one)
        deed = self.chance.choice(("use", "use", "use", "order", "correct", "withdraw", "leave"))
        if deed == "use":
            assert self.asked(lambda: self.jk.use(ref, purpose="content"))["name"] == one["name"]
            one["used"] += 1
        elif deed == "order":
            person = jikim.Person(ref.subject, "member")
            got = self.asked(
                lambda: self.jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True)
            )
            one["orders"].append(str(got.ref.record))
        elif deed == "correct":
            name = self.chance.choice(("라마바", "사아자", "차카타"))
            asked = self.asked(lambda: self.jk.ask_correction(ref, ["name"]))
            self.asked(lambda: self.jk.correct(asked, {"name": name}))
            one["name"] = name
        elif deed == "withdraw":
            given = not one["consent"]
            self.asked(lambda: self.jk.consent(ref.subject, **{"give" if given else "withdraw": ["marketing.ads"]}))
            one["consent"] = given
        elif self.chance.random() < 0.3:
            self.asked(lambda: self.jk.leave(ref.subject))
            one["left"] = True
        return None

    def join(self) -> None:
        n = len(self.people)
        given = {
            "login_id": f"{self.name}{n}",
            "password": "correct horse 9",
            "name": "가나다",
            "email": f"{self.name}{n}@example.com",
        }
        ref = self.asked(lambda: self.jk.collect("membership", given, channel="homepage", old_enough=True)).ref
        one = {
            "ref": [str(ref.subject), str(ref.record), ref.kind],
            "name": "가나다",
            "used": 0,
            "orders": [],
            "left": False,
            "consent": False,
        }
        self.people.append(one)


def main(settings: str, name: str) -> None:
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    with Jikim(read_policy(HOMEPAGE), pickle.loads(b64decode(settings))) as jk:
        account = Account(jk, name)
        print("open", flush=True)
        while (account.verbs < LEAST or not over.is_set()) and not account.errors:
            with suppress(JikimError):
                account.step()
        told = {"people": account.people, "verbs": account.verbs, "errors": account.errors}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
