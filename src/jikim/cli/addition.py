"""A company's own site by its name on the command line: its pages, and the work that it does by the clock."""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jikim.cli.exits import UsageError

if TYPE_CHECKING:
    from jikim.app import Jikim


def site_of(name: str | None) -> Any:
    """The `jikim.web.Addition` that MODULE:NAME is, or makes. Raises UsageError where it can't be imported."""
    if name is None:
        return None
    module, _, attribute = name.partition(":")
    # Pages of one's own lie where the command is run, as with other servers.
    sys.path.insert(0, os.getcwd())
    try:
        found = getattr(importlib.import_module(module), attribute or "addition")
    except (ImportError, AttributeError):
        raise UsageError(
            f"`{name}` can't be imported",
            hint="write MODULE:NAME of a `jikim.web.Addition`",
            ko=(f"`{name}` 모듈을 불러올 수 없습니다", "`jikim.web.Addition`의 MODULE:NAME을 적어 주세요"),
        ) from None
    return found() if callable(found) else found


@contextmanager
def working(jk: Jikim, addition: Any) -> Iterator[None]:
    """Meanwhile the company's own work is done with what is due, on a loop of its own."""
    if addition is None or addition.work is None:
        yield
        return
    from jikim.app import AsyncJikim

    async def opened() -> AsyncJikim:
        return await AsyncJikim(jk.policy.file, jk.settings, "site", jk).__aenter__()

    with asyncio.Runner() as runner:
        theirs = runner.run(opened())
        try:
            jk.own_work = lambda: runner.run(addition.work(theirs))
            yield
        finally:
            jk.own_work = None
            runner.run(theirs.close())
