"""A house into which an invented shop moves: Hana asks and imports, Omar the officer approves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.employed import employ, lasting
from tests.moves.old_shop import MAPPING

from jikim.app import Jikim
from jikim.attach.mapping import read
from jikim.cases.cases import take_step
from jikim.moves.importing import MoveTally, bring_in
from jikim.moves.mapping import TableMap, tables_of
from jikim.moves.register import MOVES, approve_move, ask_move, begin_move, digest_of, move_of
from jikim.moves.set_aside import SetAside
from jikim.moves.sources import source_of


@dataclass
class Moving:
    """An import as the command does it, step by step."""

    jk: Jikim
    content: bytes

    @property
    def tables(self) -> tuple[TableMap, ...]:
        made, found = read(self.content, "mapping.yaml")
        assert made is not None, found
        tables, found = tables_of(made, self.jk.policy)
        assert found == ()
        return tables

    def by(self, name: str) -> Any:
        return self.jk.by(self.jk.handler(name)).do

    def approved(self) -> UUID:
        """Asked for by Hana, approved by Omar, and begun."""
        digest = digest_of("import", self.content)
        number = self.by("hana")(ask_move, "import", digest, "old shop", reason="we move in")
        self.by("omar")(approve_move, str(number))
        self.begin(number)
        return number

    def begin(self, number: UUID) -> None:
        do = self.by("hana")
        do(begin_move, do(move_of, str(number)), "import", digest_of("import", self.content))

    def bring(self, number: UUID, where: Path | str, aside: Path | None = None) -> MoveTally:
        source = source_of(str(where))
        if aside is None:
            return bring_in(self.by("hana"), number, source, self.tables, None, lambda _table, _tally: None)
        with SetAside(aside) as kept:
            return bring_in(self.by("hana"), number, source, self.tables, kept, lambda _table, _tally: None)


def stop_move(jk: Jikim, number: UUID) -> None:
    """Omar stops a move that was approved."""
    officer = jk.handler("omar")
    found = jk.by(officer).do(move_of, str(number))
    jk.driver.run(take_step(jk.house, MOVES, found, "stop", {"stopped": "가상의 사유"}, actor=officer))


@pytest.fixture
def office(jk: Jikim) -> Jikim:
    employ(jk, "hana")
    lasting(jk, "hana")
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    return jk


@pytest.fixture
def moving(office: Jikim) -> Moving:
    return Moving(office, MAPPING.encode())
