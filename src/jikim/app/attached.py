"""An application's own database under the policy: the verbs on its rows, on the connection that the caller has open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from jikim.app.methods import verb
from jikim.app.opened import Driven
from jikim.attach.caller import opened, running
from jikim.attach.held import attached
from jikim.attach.written import read
from jikim.errors import JikimError
from jikim.faces import Answering
from jikim.jobs.attached_outbox import TakenOver, take_over
from jikim.policy.ask import Actor
from jikim.store.attached import AttachedHolding, Register
from jikim.verbs.attached import collect_row, correct_row, ref_of_row, show_rows, use_row


class AttachedDatabase:
    """What a mapping attaches. `on(connection)` gives the verbs on it."""

    def __init__(self, jk: Driven, mapping: Path | str) -> None:
        """Raises JikimError for a mapping that attaches nothing."""
        path = Path(mapping)
        made, wrong = read(path.read_bytes(), path.name)
        if made is None:
            raise JikimError("the file is no mapping: " + wrong[0].text["en"], hint="see `jikim attach check`")
        self._jk = jk
        self.register = Register(jk.house.keyring, attached(made))

    def on(self, connection: Any, actor: Actor | None = None) -> AttachedConnection:
        """The verbs in the transaction of this connection: psycopg's, Django's, or SQLAlchemy's Session or Connection.
        `actor`: who asks; without it, the application."""
        return AttachedConnection(self._jk, self.register, connection, actor or self._jk.actor)

    def take(self, database: str) -> TakenOver:
        """Takes over what the application's transactions recorded. `database`: its address, by a role of Jikim's own."""
        with opened(database) as run:
            return take_over(self._jk.driver, self._jk.house, self.register, run)


class AttachedConnection(Answering):
    """The verbs on an application's rows, each by the key that the row has there."""

    def __init__(self, jk: Driven, register: Register, connection: Any, actor: Actor) -> None:
        holding = AttachedHolding(jk.house.keyring, register, running(connection))
        self.driver, self.house, self.actor = jk.driver, replace(jk.house, holding=holding), actor

    use = verb(use_row)
    show = verb(show_rows)
    collect = verb(collect_row)
    correct = verb(correct_row)
    ref = verb(ref_of_row)
