"""Somebody of the office, for tests: in the register, with a signed pledge, so that a grant may be given."""

from __future__ import annotations

from jikim.app import Jikim
from jikim.handlers.register import Kind, workers


def employ(jk: Jikim, handler: str, kind: Kind = "handler") -> None:
    """Enters somebody with an invented name, where they are not there yet."""
    if all(one.handler != handler for one in jk.driver.run(workers(jk.house))):
        jk.enter_handler(
            handler,
            name=f"가나다 {handler}",
            email=f"{handler}@example.com",
            kind=kind,
            pledged=jk.now().astimezone(jk.policy.zone).date(),
        )
