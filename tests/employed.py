"""Somebody of the office, for tests: in the register, with a signed pledge, so that a grant may be given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jikim.app import Jikim
from jikim.handlers.register import Kind, workers
from jikim.ledger.export import entries_of


def employ(jk: Jikim, handler: str, kind: Kind = "handler", duty: str = "") -> None:
    """Enters somebody with an invented name, where they are not there yet."""
    if all(one.handler != handler for one in jk.driver.run(workers(jk.house))):
        jk.enter_handler(
            handler,
            name=f"가나다 {handler}",
            email=f"{handler}@example.com",
            duty=duty,
            kind=kind,
            pledged=jk.now().astimezone(jk.policy.zone).date(),
        )


def ledger_of(jk: Jikim, subject: UUID) -> list[dict[str, Any]]:
    """Every entry about a person as the ledger has it, with names and addresses: what an auditor reads, and no person of another."""
    return jk.driver.run(entries_of(jk.house.keyring, jk.policy.zone, subject, jk.house.names()))
